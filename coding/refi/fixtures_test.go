package refi

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// shared is a file of ../shared; without the folder the test is skipped, but it
// fails where CI or MEERZICHT_SHARED=required asks for it.
func shared(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil {
		if _, missing := os.Stat(filepath.Join(dir, "go.mod")); missing == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
	out := filepath.Join(dir, "..", "shared", "fixtures", name)
	if _, err := os.Stat(out); err != nil {
		if os.Getenv("CI") != "" || os.Getenv("MEERZICHT_SHARED") == "required" {
			t.Fatalf("the shared folder must be here: %v", err)
		}
		t.Skipf("the shared folder is not here: %v", err)
	}
	return out
}

// readBytes reads a project that must be read.
func readBytes(t testing.TB, name string, data []byte, opt ReadOptions) (*coding.Corpus, coding.Transfer) {
	t.Helper()
	c, transfer, problems := Read(name, bytes.NewReader(data), int64(len(data)), opt)
	if err := problems.Err(); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	checkCounts(t, transfer)
	return c, transfer
}

func readShared(t *testing.T, name string) (*coding.Corpus, coding.Transfer) {
	t.Helper()
	data, err := os.ReadFile(shared(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return readBytes(t, filepath.Base(name), data, ReadOptions{})
}

// checkCounts checks that counts in are counts out.
func checkCounts(t testing.TB, transfer coding.Transfer) {
	t.Helper()
	for _, c := range transfer.Counts {
		lost := 0
		for _, l := range c.Lost {
			lost += l.Count
		}
		if c.Found != c.Taken+lost {
			t.Errorf("%s: found %d, taken %d, lost %d", c.Kind, c.Found, c.Taken, lost)
		}
	}
}

// count is what a transfer says of a kind: found and taken.
func count(transfer coding.Transfer, kind coding.TransferKind) [2]int {
	for _, c := range transfer.Counts {
		if c.Kind == kind {
			return [2]int{c.Found, c.Taken}
		}
	}
	return [2]int{}
}

func wantCounts(t *testing.T, transfer coding.Transfer, want map[coding.TransferKind][2]int) {
	t.Helper()
	for kind, n := range want {
		if got := count(transfer, kind); got != n {
			t.Errorf("%s: found and taken %v, want %v", kind, got, n)
		}
	}
	for _, c := range transfer.Counts {
		if _, ok := want[c.Kind]; !ok {
			t.Errorf("unexpected count of %s: %+v", c.Kind, c)
		}
	}
}

// The positions of this file count UTF-16 units; the expected code points and
// texts were computed from it by another program.
func TestNVivo(t *testing.T) {
	t.Parallel()
	c, transfer := readShared(t, "qda/nvivo-mac-12.7-masked.qdpx")
	raw, err := os.ReadFile(shared(t, "expected/nvivo-mac-12.7-masked.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want struct {
		Origin     string
		Codes      int
		Users      int
		CodePoints int `json:"text_codepoints"`
		List       []struct {
			Start int      `json:"codepoint_start"`
			End   int      `json:"codepoint_end"`
			Text  string   `json:"text"`
			Codes []string `json:"codes"`
		} `json:"selection_list"`
	}
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	if transfer.Origin != want.Origin || transfer.Unsure || !strings.HasPrefix(transfer.Convention.EN, "UTF-16 units, CR LF counts as two: ") {
		t.Errorf("origin %q, unsure %v, convention %q", transfer.Origin, transfer.Unsure, transfer.Convention.EN)
	}
	if len(c.Codebook.Codes) != want.Codes || len(c.Coders) != want.Users || c.Documents[0].Length != want.CodePoints {
		t.Errorf("%d codes, %d coders, %d code points", len(c.Codebook.Codes), len(c.Coders), c.Documents[0].Length)
	}
	type span struct {
		start, end int
		text       string
	}
	var got, expected []span
	for _, k := range c.Codings {
		got = append(got, span{k.Start, k.End, k.Quotation})
	}
	codings := 0
	for _, s := range want.List {
		codings += len(s.Codes)
		for range s.Codes {
			expected = append(expected, span{s.Start, s.End, s.Text})
		}
	}
	order := func(a, b span) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return a.end - b.end
	}
	slices.SortFunc(got, order)
	slices.SortFunc(expected, order)
	if n := count(transfer, coding.TransferCodings); n != [2]int{codings, codings} {
		t.Errorf("codings found and taken %v, want %d", n, codings)
	}
	if !slices.Equal(got, expected) {
		t.Errorf("%d stretches differ from the expected %d", len(got), len(expected))
	}
	if n := len(c.Codebook.Codes); n > 0 && c.Codebook.Codes[0].Name.NL != "1. Oltás típusa" {
		t.Errorf("first code %v", c.Codebook.Codes[0])
	}
}

func TestATLASWindowsCodes(t *testing.T) {
	t.Parallel()
	c, transfer := readShared(t, "qda/atlasti-win-23.2-codes-only.qdpx")
	wantCounts(t, transfer, map[coding.TransferKind][2]int{coding.TransferCodes: {3, 3}, coding.TransferCoders: {2, 2}})
	if transfer.Origin != "ATLAS.ti for Windows 23.2.3.27778" || !transfer.Convention.IsZero() {
		t.Errorf("%+v", transfer)
	}
	var names []string
	for _, k := range c.Codebook.Codes {
		names = append(names, string(k.Parent)+"/"+k.Name.NL)
	}
	if want := []string{"/Commits", "qda.commits/2022-05-10T02:05:59Z 19e4dce", "qda.commits/2022-02-11T10:39:25Z cdbfd92"}; !slices.Equal(names, want) {
		t.Errorf("codes %q", names)
	}
}

// Every text of this project is missing: what remains is told and counted.
func TestSpecificationExample(t *testing.T) {
	t.Parallel()
	c, transfer := readShared(t, "qda/refi-spec-example-atlasti-mac-8.4.qdpx")
	if len(c.Codebook.Codes) != 14 || len(c.Coders) != 3 || len(c.Documents) != 0 || len(c.Codings) != 0 || len(c.Groups) != 16 {
		t.Errorf("%d codes, %d coders, %d documents, %d codings, %d groups", len(c.Codebook.Codes), len(c.Coders), len(c.Documents), len(c.Codings), len(c.Groups))
	}
	if code, _ := c.Codebook.Code("qda.feelings"); code.Colour != "#F00082" || code.Definition.NL != "thoughts about breakfast foods" {
		t.Errorf("%+v", code)
	}
	if n := count(transfer, coding.TransferMemos); n != [2]int{4, 4} { // two notes, two remarks on selections
		t.Errorf("memos %v", n)
	}
	for _, m := range c.Memos {
		if strings.HasPrefix(m.Text, "Research Plan") {
			return
		}
	}
	t.Errorf("no research plan among %v", c.Memos)
}

func TestATLASCodebook(t *testing.T) {
	t.Parallel()
	c, transfer := readShared(t, "qdc/atlasti-win-23.4.qdc")
	wantCounts(t, transfer, map[coding.TransferKind][2]int{coding.TransferCodes: {1, 1}, coding.TransferGroups: {1, 1}})
	want := coding.Group{ID: "qda.code-group-1", Name: "code group 1", Description: "kategorie 1", Codes: []coding.CodeID{"qda.code1"}}
	if g := c.Groups[0]; g.ID != want.ID || g.Name != want.Name || g.Description != want.Description || !slices.Equal(g.Codes, want.Codes) {
		t.Errorf("%+v", g)
	}
	if k := c.Codebook.Codes[0]; k.Colour != "#46AA00" || k.Definition != (instruments.Text{NL: "description"}) {
		t.Errorf("%+v", k)
	}
}

func TestTaguetteCodebook(t *testing.T) {
	t.Parallel()
	c, transfer := readShared(t, "qdc/taguette-empty-sets.qdc")
	wantCounts(t, transfer, map[coding.TransferKind][2]int{coding.TransferCodes: {2, 2}})
	if transfer.Origin != "Taguette 1.4.1" || c.Codebook.Codes[0].ID != "qda.interesting" || c.Codebook.Codes[1].ID != "qda.people" {
		t.Errorf("%+v %+v", transfer, c.Codebook)
	}
}
