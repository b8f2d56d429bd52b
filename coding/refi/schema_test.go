package refi

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// xmllint checks files against a schema of the standard.
func xmllint(t *testing.T, schema string, files map[string][]byte) {
	t.Helper()
	program, err := exec.LookPath("xmllint")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("xmllint must be here: install libxml2-utils")
		}
		t.Skip("xmllint is not here")
	}
	args := []string{"--noout", "--nonet", "--huge", "--schema", shared(t, "qda/schema/"+schema)}
	dir := t.TempDir()
	for name, data := range files {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	if said, err := exec.Command(program, args...).CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", schema, err, said)
	}
}

// memberOf is one file of an archive.
func memberOf(t testing.TB, data []byte, name string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Whatever is written is valid by the schemas of the standard: order, required
// attributes, forms of GUIDs, colours and dates, no empty containers.
func TestSchema(t *testing.T) {
	t.Parallel()
	projects, books := map[string][]byte{}, map[string][]byte{}
	all := map[string]*coding.Corpus{
		"sample": sample(), "empty": {}, "odd": {
			Info:     coding.StudyInfo{Created: "yesterday", Title: instruments.Text{NL: "a\x00\x1b"}},
			Codebook: coding.Of([]coding.Code{{ID: "a", Colour: "red"}, {ID: "b", Parent: "later", Colour: "#abc"}, {ID: "later"}}),
			Coders:   []coding.Coder{{ID: "<&\">"}},
			Groups:   []coding.Group{{ID: "leeg"}},
		},
	}
	drawn := studies()
	for i := range 40 {
		all["drawn"+itoa(i)] = drawn.Example(i)
	}
	for name, c := range all {
		projects[name+".qde"] = memberOf(t, write(t, c), "project.qde")
		if len(c.Codebook.Codes) > 0 {
			var b bytes.Buffer
			if _, err := WriteCodebook(&b, c, WriteOptions{Program: "Meerzicht test", Lang: instruments.English}); err != nil {
				t.Fatal(err)
			}
			books[name+".qdc"] = b.Bytes()
		}
	}
	xmllint(t, "Project.xsd", projects)
	xmllint(t, "Codebook.xsd", books)
}

// The file is what the standard and docs/refi-qda.md say, to the letter.
func TestWrittenForm(t *testing.T) {
	t.Parallel()
	data := write(t, sample())
	got := string(memberOf(t, data, "project.qde"))
	guid := func(kind coding.Kind, id string) string { return GUID(kind, id) }
	for _, want := range []string{
		`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<Project xmlns="urn:QDA-XML:project:1.0" name="Proef" origin="Meerzicht test" creationDateTime="2026-01-02T03:04:05Z" modifiedDateTime="2026-02-03T04:05:06Z">`,
		`<User guid="` + guid(coding.CoderKind, "codeur1") + `" name="codeur1"/>`,
		`<Code guid="` + guid(coding.CodeKind, "waard.hulp") + `" isCodable="true" color="#1A9850" name="Hulp">`,
		`<TextSource guid="` + guid(coding.DocumentKind, "R01") + `" name="R01" plainTextPath="internal://` + guid(coding.DocumentKind, "R01") + `.txt">`,
		// 27 characters on the first line, "R01: Goed 😀, " are 13
		`name="hij hielp mij." startPosition="40" endPosition="54"`,
		`<NoteRef targetGUID="` + guid(coding.MemoKind, "m1") + `"/>` + "\n</Project>",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if n := strings.Count(got, "<PlainTextSelection "); n != 1 {
		t.Errorf("%d selections of one stretch by two coders", n)
	}
	if n := strings.Count(got, "<Coding "); n != 2 {
		t.Errorf("%d codings, want 2", n)
	}
	if text := memberOf(t, data, "sources/"+guid(coding.DocumentKind, "R01")+".txt"); string(text) != sample().Documents[0].Text {
		t.Errorf("text %q", text)
	}
}

// Two exports of a study are the same bytes, and a GUID never changes: it was
// computed once with sha256sum.
func TestGUID(t *testing.T) {
	t.Parallel()
	if !bytes.Equal(write(t, sample()), write(t, sample())) {
		t.Error("two exports differ")
	}
	const want = "d454c158-cda3-875a-9199-7e752046cfaf"
	// printf 'meerzicht\0code\0act.A01' | sha256sum, with version 8 and variant 10
	if got := GUID(coding.CodeKind, "act.A01"); got != want {
		t.Errorf("GUID %s, want %s", got, want)
	}
	if got := plainGUID(" {ABCDEF01-0000-8000-8000-000000000000} "); got != "abcdef01-0000-8000-8000-000000000000" {
		t.Errorf("plain GUID %q", got)
	}
}
