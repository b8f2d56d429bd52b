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
	d.do("coding.add", map[string]any{"document": "R01", "start": 70, "end": 80, "new_code": "iets van mezelf"})
	if _, ok := followed(context.Background(), d.study, c); ok {
		t.Error("a new code is followed as if only codings changed")
	}
}
