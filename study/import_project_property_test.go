package study

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"meerzicht/coding"
	"meerzicht/coding/refi"
	"meerzicht/instruments"
	"pgregory.net/rapid"
)

// drawProject makes a project of another program: texts with all kinds of signs,
// a tree of codes in which names return, codings that overlap and repeat, memos on
// everything, groups.
func drawProject(t *rapid.T) *coding.Corpus {
	c := &coding.Corpus{Instruments: &instruments.Set{}, Coders: []coding.Coder{{ID: "codeur1"}, {ID: "codeur2"}}}
	var codes []coding.Code
	for i := range rapid.IntRange(1, 6).Draw(t, "codes") {
		code := coding.Code{ID: coding.CodeID(fmt.Sprint("qda.", i)), Name: instruments.Same(rapid.SampledFrom([]string{"Samen", "Thuis", "Koffie", "é"}).Draw(t, "name")), Codable: true, Order: i}
		if i > 0 && rapid.Bool().Draw(t, "below") {
			code.Parent = codes[rapid.IntRange(0, i-1).Draw(t, "parent")].ID
		}
		codes = append(codes, code)
	}
	c.Codebook = coding.TreeOf(codes)
	for i := range rapid.IntRange(1, 3).Draw(t, "documents") {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"I:", "R:", "koffie", "é́n", "😀", "thuis.", "\n", "ja"}), 1, 20).Draw(t, "text")
		c.Documents = append(c.Documents, instruments.Document{
			ID: instruments.DocumentID(fmt.Sprint("d", i)), Title: rapid.SampledFrom([]string{"R01", "Gesprek", "Gesprek 2.docx"}).Draw(t, "title"),
			Text: strings.Join(words, " ") + "x", Attributes: map[string]string{"regio": rapid.SampledFrom([]string{"noord", "zuid"}).Draw(t, "regio")},
		})
	}
	for i := range rapid.IntRange(0, 8).Draw(t, "codings") {
		d := &c.Documents[rapid.IntRange(0, len(c.Documents)-1).Draw(t, "document")]
		length := utf8.RuneCountInString(d.Text)
		start := rapid.IntRange(0, length-1).Draw(t, "start")
		seg, err := coding.NewSegment(d, start, rapid.IntRange(start+1, length).Draw(t, "end"))
		if err != nil {
			t.Fatal(err)
		}
		c.Codings = append(c.Codings, coding.Coding{
			ID: coding.CodingID(fmt.Sprint(i)), Segment: seg, Code: codes[rapid.IntRange(0, len(codes)-1).Draw(t, "code")].ID,
			Coder: c.Coders[rapid.IntRange(0, 1).Draw(t, "coder")].ID, Memo: rapid.SampledFrom([]string{"", "let op"}).Draw(t, "memo"),
		})
		if rapid.Bool().Draw(t, "noted") {
			c.Memos = append(c.Memos, coding.Memo{ID: fmt.Sprint("m", i), Type: "analyse", Target: fmt.Sprint("coding/", i), Text: fmt.Sprint("over ", i), Author: "codeur1"})
		}
	}
	c.Groups = []coding.Group{{ID: "g", Name: "groep", Documents: []instruments.DocumentID{"d0"}, Codes: []coding.CodeID{"qda.0"}}}
	return c
}

// Whatever a project holds: what was found is new, here or lost; every coding
// that came in holds its quotation; importing it again brings nothing; and what
// then leaves the study is known when it returns.
func TestImportProjectProperty(t *testing.T) {
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 1))
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		project := drawProject(rt)
		in := func(opt ImportOptions, content string) ImportReport {
			n++
			r, err := s.Import(t.Context(), "x", []Input{input(fmt.Sprint(n, ".qdpx"), content)}, opt)
			if err != nil {
				rt.Fatal(err)
			}
			if opt.Readers.Project != nil { // refi counts notes on codings among the memos
				addsUpTo(t, r.Files[0])
			}
			return r
		}
		first := in(projectOf(project), fmt.Sprint("PROJECT ", n))
		c := mustCorpus(t, s, WithTexts())
		if first.Documents != len(project.Documents) || len(c.Codings) != first.Codings || first.Files[0].Transfer.Lost() != 0 {
			rt.Fatalf("%+v", first)
		}
		for _, k := range c.Codings {
			d, _ := c.Document(k.Document)
			if seg, err := coding.NewSegment(&d, k.Start, k.End); err != nil || seg != k.Segment {
				rt.Fatalf("%+v does not hold", k.Segment)
			}
		}
		if again := in(projectOf(project), fmt.Sprint("PROJECT ", n)); again.Documents+again.Codes+again.Codings+again.Memos+again.Groups != 0 {
			rt.Fatalf("a second time: %+v", again)
		}
		var out bytes.Buffer
		if _, err := refi.Write(&out, c, refi.WriteOptions{Program: "Meerzicht"}); err != nil {
			rt.Fatal(err)
		}
		back := in(ImportOptions{Positions: "codepoint"}, out.String())
		if back.Documents+back.Codes+back.Codings+back.Groups != 0 {
			rt.Fatalf("what left the study is new: %+v", back)
		}
		for range 3 { // two imports and a source at least
			if _, ok, err := s.Undo(t.Context(), "x"); !ok || err != nil {
				rt.Fatal(ok, err)
			}
		}
		if c := mustCorpus(t, s); len(c.Documents)+len(c.Codings)+len(c.Memos)+len(c.Groups)+len(c.Coders) != 0 {
			rt.Fatal("undo left something")
		}
	})
	mustVerify(t, s)
}
