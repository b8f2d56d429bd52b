package workbench

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"meerzicht/coding"
)

// A corpus that follows the events is the one that is read anew; what it cannot
// follow is read.
func TestCorpusFollows(t *testing.T) {
	d := newDesk(t)
	read := func() *coding.Corpus {
		c, err := d.study.Corpus(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	d.do("coding.add", addCodingIn{Document: "R01", Start: 4, End: 20, Code: "act.A01"}) // makes the coder known
	c := read()
	follow := func(what string) {
		t.Helper()
		before := len(c.Codings)
		now, ok := followed(context.Background(), d.study, c)
		if !ok {
			t.Fatalf("%s is not followed", what)
		}
		if diff := cmp.Diff(read(), now, cmpopts.IgnoreUnexported(coding.Codebook{}, coding.Corpus{})); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
		if len(c.Codings) != before {
			t.Errorf("%s changed the corpus that others read", what)
		}
		c = now
	}
	follow("nothing")
	d.do("coding.add", addCodingIn{Document: "R01", Start: 40, End: 60, Code: "act.A01"})
	d.do("coding.add", addCodingIn{Document: "R02", Start: 40, End: 60, Code: "act.A02"})
	follow("adding")
	d.do("coding.remove", codingIDs{[]coding.CodingID{c.Codings[0].ID, c.Codings[5].ID}})
	follow("removing")
	d.do("undo", struct{}{})
	follow("undoing")
	d.do("coding.recode", recodeIn{Codings: []coding.CodingID{c.Codings[1].ID}, Code: "act.A03"})
	follow("recoding")
	d.put("round.x", func(v coding.View) []coding.Change {
		one, other := c.Fillings[0], c.Fillings[1]
		one.Date = "2026-11-22"
		return []coding.Change{
			d.change(coding.FillingKind, one.ID, one), d.change(coding.FillingKind, other.ID, nil),
			d.change(coding.SettlementKind, "b", coding.Settlement{ID: "b", By: "x"}), d.change(coding.SettlementKind, "a", coding.Settlement{ID: "a", By: "x"}),
		}
	})
	follow("lists and what was settled")
	d.do("coding.add", map[string]any{"document": "R01", "start": 70, "end": 80, "new_code": "iets van mezelf"})
	if _, ok := followed(context.Background(), d.study, c); ok {
		t.Error("a new code is followed as if only codings changed")
	}
}

// put changes records of the study as they are, whatever acts there are.
func (d *desk) put(kind string, changes func(coding.View) []coding.Change) {
	d.t.Helper()
	if err := d.study.Do(context.Background(), "toets", coding.Command{Type: kind, Changes: changes(d.study.View(context.Background()))}); err != nil {
		d.t.Fatal(err)
	}
}

// change sets a record; nil takes it away.
func (d *desk) change(kind coding.Kind, id string, after any) coding.Change {
	d.t.Helper()
	before, _, err := d.study.View(context.Background()).Record(kind, id)
	ch := coding.Change{Kind: kind, ID: id, Before: before}
	if after != nil && err == nil {
		ch.After, err = coding.Canonical(after)
	}
	if err != nil {
		d.t.Fatal(err)
	}
	return ch
}
