package study

import (
	"errors"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// Two copies imported another text under one name. The file of the other text
// does not count as imported here, a second merge does not say that it was taken
// away, and once it replaces the own text the codings on it come in.
func TestMergeOtherText(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 1))
	other := copyOf(t, s, "bram.mz")
	theirs := input("R01.txt", "Vrijwilliger: heel iets anders.\n")
	mustImport(t, s, input("R01.txt", talk))
	mustImport(t, other, theirs, list(t, "l.xlsx", "R01", "bram", instruments.Mentioned), input("c.csv", codingsHeader+"R01,14,18,heel,act.A01,bram,\n"))

	for i := range 2 {
		r := mustMerge(t, s, other, MergeOptions{})
		if n := countOf(r, coding.CodingKind); n.Out != 1 || n.In != 0 {
			t.Errorf("merge %d: %+v", i, n)
		}
		if n := countOf(r, coding.SourceKind); n.Out != 1 { // the list and the codings are known
			t.Errorf("merge %d: %+v", i, n)
		}
		if f := finding(r, coding.SourceKind, coding.MergeOut); f.ID != "R01.txt" || f.Count != 1 {
			t.Errorf("merge %d: %+v", i, f)
		}
		for _, f := range r.Findings {
			if strings.Contains(f.What.NL, "weggehaald") {
				t.Errorf("merge %d: %+v was never here", i, f)
			}
		}
	}
	if _, err := s.Import(t.Context(), "x", []Input{theirs}, fakes()); !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("the other text is told nothing of: %v", err)
	}
	if r := importAs(t, s, replacing(), theirs); r.Documents != 1 || r.Known != 0 {
		t.Errorf("%+v", r)
	}
	if n := countOf(mustMerge(t, s, other, MergeOptions{}), coding.CodingKind); n.In != 1 || n.Out != 0 {
		t.Errorf("on the same text: %+v", n)
	}
	if c := mustCorpus(t, s).Codings; len(c) != 1 || c[0].Quotation != "heel" {
		t.Errorf("%+v", c)
	}
}

// A list that both filled in under one name: the own one stays, and the other
// file can still be imported.
func TestMergeOtherList(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 1))
	other := copyOf(t, s, "b.mz")
	theirs := list(t, "b.xlsx", "R01", "anna", instruments.Denied)
	mustImport(t, s, list(t, "a.xlsx", "R01", "anna", instruments.Mentioned))
	mustImport(t, other, theirs)
	r := mustMerge(t, s, other, MergeOptions{Coders: map[coding.CoderID]coding.CoderID{"anna": "anna"}})
	if countOf(r, coding.FillingKind).Conflict != 1 || countOf(r, coding.SourceKind).Out != 1 {
		t.Errorf("%+v", r)
	}
	if r := importAs(t, s, replacing(), theirs); r.Fillings != 1 || r.Known != 0 {
		t.Errorf("%+v", r)
	}
}

// A merge that opens or releases a round here says so, and how much was put away
// for it.
func TestMergeTellsRounds(t *testing.T) {
	t.Parallel()
	s := withDocument(t)
	open := func(s *Study) {
		mustDo(t, s, func(v coding.View) (coding.Command, error) {
			return coding.OpenRound(v, coding.Round{Documents: []instruments.DocumentID{"D"}, Coders: []coding.CoderID{"anna", "bram"}, Blind: true})
		})
	}
	release := func(s *Study, id string) {
		mustDo(t, s, func(v coding.View) (coding.Command, error) { return coding.ReleaseRound(v, id) })
	}
	open(s)
	codeOnce(t, s, "anna", 0)
	codeOnce(t, s, "bram", 4)
	other := copyOf(t, s, "b.mz")
	release(other, "1")
	said := func(want ...string) {
		t.Helper()
		f := finding(mustMerge(t, s, other, MergeOptions{}), coding.RoundKind, coding.MergeIn)
		for _, w := range want {
			if !strings.Contains(f.What.EN, w) || f.Count != 0 {
				t.Errorf("%+v, want %q", f, w)
			}
		}
	}
	said("released in the copy, and now here too")
	open(other)
	said("opened in the copy", "anna, bram", "2 codings here were put away")
	if n := len(mustCorpus(t, s).Codings); n != 0 {
		t.Errorf("%d codings", n)
	}
	if r := mustMerge(t, s, other, MergeOptions{}); finding(r, coding.RoundKind, coding.MergeIn).ID != "" {
		t.Errorf("said again: %+v", r.Findings)
	}
}

// A code merged into another here, with which the copy went on: it comes back
// and the list names the other, or with Codes the work comes in as that one.
func TestMergeCodeMergedHere(t *testing.T) {
	t.Parallel()
	make := func() (*Study, *Study) {
		s := withDocument(t)
		codeOnce(t, s, "anna", 0)
		other := copyOf(t, s, "b.mz")
		mustDo(t, s, func(v coding.View) (coding.Command, error) { return coding.MergeCodes(v, "act.A02", "act.A01") })
		codeOnce(t, other, "bram", 4)
		return s, other
	}
	s, other := make()
	f := finding(mustMerge(t, s, other, MergeOptions{}), coding.CodeKind, coding.MergeBack)
	if f.ID != "act.A01" || !strings.Contains(f.What.NL, "samengevoegd met act.A02") || !strings.Contains(f.What.NL, "--code act.A01=act.A02") {
		t.Errorf("%+v", f)
	}
	s, other = make()
	as := MergeOptions{Codes: map[coding.CodeID]coding.CodeID{"act.A01": "act.A02"}}
	r := mustMerge(t, s, other, as)
	if f := finding(r, coding.CodeKind, coding.MergeMapped); f.ID != "act.A01" || f.Here != "act.A02" || countOf(r, coding.CodeKind).Mapped != 1 {
		t.Errorf("%+v", r)
	}
	for i := range 2 {
		c := mustCorpus(t, s)
		if _, back := c.Codebook.Code("act.A01"); back || len(c.Codings) != 2 || c.Codings[0].Code != "act.A02" || c.Codings[1].Code != "act.A02" {
			t.Errorf("merge %d: %+v", i, c.Codings)
		}
		mustMerge(t, s, other, as)
	}
	for _, codes := range []map[coding.CodeID]coding.CodeID{{"act.A03": "act.A02"}, {"act.A01": "act.Z9"}, {"geen": "act.A02"}} {
		if _, err := s.Merge(t.Context(), "x", other, MergeOptions{Codes: codes}); !errors.Is(err, instruments.ErrRefused) {
			t.Errorf("%v: %v", codes, err)
		}
	}
}

// Names that differ in capitals only are one person's, most likely.
func TestNamesThatAreAlike(t *testing.T) {
	t.Parallel()
	s := withDocument(t)
	codeOnce(t, s, "anna", 0)
	for _, coders := range [][]coding.CoderID{{"Anna", "bram"}, {"anna", "Anna"}, {"bram", "Bram"}} {
		_, err := coding.OpenRound(s.View(t.Context()), coding.Round{Documents: []instruments.DocumentID{"D"}, Coders: coders})
		if !errors.Is(err, instruments.ErrRefused) {
			t.Errorf("%v: %v", coders, err)
		}
	}
	other := copyOf(t, s, "b.mz")
	codeOnce(t, other, "bram", 4)
	codeOnce(t, s, "bram", 9)
	if _, err := s.Merge(t.Context(), "x", other, MergeOptions{Coders: map[coding.CoderID]coding.CoderID{"bram": "Bram"}}); !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("bram=Bram: %v", err)
	}
	third := copyOf(t, s, "c.mz")
	codeOnce(t, third, "ANNA", 4)
	if f := finding(mustMerge(t, s, third, MergeOptions{}), coding.CoderKind, coding.MergeIn); f.ID != "ANNA" || f.Here != "anna" || !strings.Contains(f.What.EN, "--coder ANNA=anna") {
		t.Errorf("%+v", f)
	}
}
