package coding

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"meerzicht/instruments"
	"pgregory.net/rapid"
)

const secret = "geheim-van-bram"

// blind is an open blind round of anna and bram over R01 and its lists, the second
// on it, with work of everybody; of bram everything says so.
func blind(t testing.TB) *State {
	t.Helper()
	s := scene(t)
	doc := *textDocument("R01", talk)
	doc.Respondent = "R01"
	do(t, s, func(v View) (Command, error) { return PutDocument(v, doc, nil) })
	do(t, s, func(v View) (Command, error) {
		return PutRespondent(v, instruments.Respondent{ID: "R01", Trajectories: []instruments.TrajectoryID{"T01"}})
	})
	r := Round{Documents: []instruments.DocumentID{"R01"}, Coders: []CoderID{"anna", "bram"}, Lists: true}
	open(t, s, r)
	bram := of(t, "bram", "R01", 0, 5, "v")
	bram.Memo = secret
	add(t, s, bram)
	add(t, s, of(t, "anna", "R01", 0, 5, "v"))
	add(t, s, of(t, "anna", "R01", 6, 9, "w"))
	release(t, s, "1")
	merge(t, s)
	do(t, s, func(v View) (Command, error) {
		return Settle(v, Verdict{Difference: settlingOf(t, s).Queue[0].ID, Keep: []CoderID{"bram"}, Comment: secret, By: "bram"})
	})
	r.Blind = true
	open(t, s, r)
	for _, c := range []Coding{bram, of(t, "anna", "R01", 2, 5, "w"), of(t, "carl", "R01", 2, 5, "act.A01"), of(t, "bram", "R02", 1, 3, "v"), of(t, LexiconCoder, "R01", 0, 3, "act.A02")} {
		add(t, s, c)
	}
	list := activities("bram", "R01", "A01=genoemd")
	list.Responses[0].Remark = secret
	dyad := indicators("bram", "K1=1")
	dyad.Ratings[0].Remark = secret
	for _, f := range []instruments.Filling{list, dyad, activities("anna", "R01", "A01=genoemd"), activities("bram", "R02", "A01=genoemd")} {
		fill(t, s, f)
	}
	do(t, s, func(v View) (Command, error) { return SetProgress(v, Progress{"R01", "bram", Done}) })
	do(t, s, func(v View) (Command, error) { return SetMemo(v, Memo{Target: "study", Text: secret, Author: "bram"}) })
	do(t, s, func(v View) (Command, error) {
		return SetMemo(v, Memo{Target: "study", Text: "van anna", Author: "anna"})
	})
	do(t, s, func(v View) (Command, error) {
		return SetOverride(v, Override{Dyad: "T01/V–toezichth.", Class: "form1", By: "bram", Memo: secret})
	})
	return s
}

func seen(t testing.TB, s *State, who CoderID) (*Corpus, string) {
	t.Helper()
	sight, err := SightOf(s, who)
	if err != nil {
		t.Fatal(err)
	}
	out := sight.Corpus(corpusOf(t, s))
	raw, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	return out, string(raw)
}

func TestBlindRound(t *testing.T) {
	s := blind(t)
	c, text := seen(t, s, "anna")
	want := []string{"R01 anna", "R01 carl", "R01 lexicon", "R02 bram", "activiteiten/R01/anna", "activiteiten/R02/bram"}
	if !slices.Equal(names(c), want) || strings.Contains(text, secret) || len(c.Progress) != 0 || len(c.Settlements) != 0 || len(c.Overrides) != 0 {
		t.Errorf("anna sees %q in\n%s", names(c), text)
	}
	in, err := c.InLayer("")
	if err != nil || slices.Contains(names(in), "R01 bram") || !slices.Contains(names(in), "R01 anna") {
		t.Errorf("anna counts %q %v", names(in), err)
	}
	if _, text := seen(t, s, "bram"); strings.Count(text, secret) != 5 { // coding, two lists, memo, override; the decision is about round 1
		t.Errorf("bram sees %d of 5 things of his own", strings.Count(text, secret))
	}
	if c, text := seen(t, s, "dirk"); strings.Contains(text, secret) || slices.Contains(names(c), "R01 anna") {
		t.Errorf("a stranger sees %q", names(c))
	}
	release(t, s, "2")
	if c, text := seen(t, s, "anna"); strings.Count(text, secret) != 6 || len(c.Codings) < 6 {
		t.Errorf("after the release anna sees %d of 6 things", strings.Count(text, secret))
	}
}

// Without a blind round everything is seen.
func TestOpenSight(t *testing.T) {
	s := double(t, of(t, "a", "R01", 0, 5, "v"))
	sight, err := SightOf(s, "b")
	c := corpusOf(t, s)
	if err != nil || sight.Blind() || sight.Corpus(c) != c || !sight.Coder("a") || !sight.Settlement(Settlement{Document: "R01"}) {
		t.Errorf("%+v %v", sight, err)
	}
}

// Whatever bram does in the set, anna's corpus is the same.
func TestSightProperty(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := scene(t)
		open(t, s, Round{Documents: []instruments.DocumentID{"R01"}, Coders: []CoderID{"anna", "bram"}, Lists: true, Blind: true})
		for range rapid.IntRange(0, 4).Draw(r, "anna") {
			drawCoding(t, r, s, "anna")
		}
		do(t, s, func(v View) (Command, error) { return SetProgress(v, Progress{"R02", "bram", Done}) })
		_, before := seen(t, s, "anna")
		for range rapid.IntRange(1, 6).Draw(r, "bram") {
			switch rapid.IntRange(0, 2).Draw(r, "act") {
			case 0:
				drawCoding(t, r, s, "bram")
			case 1:
				do(t, s, func(v View) (Command, error) {
					return SetMemo(v, Memo{Target: rapid.SampledFrom([]string{"study", "document/R01", "code/v"}).Draw(r, "target"), Text: secret, Author: "bram"})
				})
			case 2:
				do(t, s, func(v View) (Command, error) { return SetProgress(v, Progress{"R01", "bram", Done}) })
			}
		}
		if _, after := seen(t, s, "anna"); before != after {
			r.Fatalf("before\n%s\nafter\n%s", before, after)
		}
	})
}

func drawCoding(t testing.TB, r *rapid.T, s *State, coder CoderID) {
	start := rapid.IntRange(0, 10).Draw(r, "start")
	c := of(t, coder, "R01", start, start+3, rapid.SampledFrom([]CodeID{"v", "w"}).Draw(r, "code"))
	cmd, err := AddCodings(s, c)
	if err != nil {
		return // there already
	}
	if err := s.Apply(cmd); err != nil {
		r.Fatal(err)
	}
}

// What was hidden about a document and its respondent stays hidden when the
// document is removed while the round is open; undo makes the round as it was.
func TestSightOfRemovedDocument(t *testing.T) {
	t.Parallel()
	s := blind(t)
	before, _, err := Find[Round](s, RoundKind, "2")
	if err != nil {
		t.Fatal(err)
	}
	cmd, err := RemoveDocument(s, "R01", "toestemming ingetrokken")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Apply(cmd); err != nil {
		t.Fatal(err)
	}
	sight, err := SightOf(s, "anna")
	if err != nil {
		t.Fatal(err)
	}
	if sight.Coding(of(t, "bram", "R01", 0, 5, "v")) || sight.Filling(activities("bram", "R01", "A01=genoemd")) || sight.Filling(indicators("bram", "K1=1")) {
		t.Error("removing the document shows what bram did about it")
	}
	if !sight.Filling(activities("anna", "R01", "A01=genoemd")) {
		t.Error("anna's own list is hidden from her")
	}
	if err := s.Apply(cmd.Inverse()); err != nil {
		t.Fatal(err)
	}
	if after, _, err := Find[Round](s, RoundKind, "2"); err != nil || !reflect.DeepEqual(before, after) {
		t.Errorf("after undo the round is %+v, was %+v (%v)", after, before, err)
	}
}
