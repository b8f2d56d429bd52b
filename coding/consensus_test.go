package coding

import (
	"testing"

	"meerzicht/instruments"
)

// double is a scene with a released round of a and b over R01 and R02, with what
// they coded.
func double(t testing.TB, codings ...Coding) *State {
	t.Helper()
	s := scene(t)
	do(t, s, func(v View) (Command, error) {
		return OpenRound(v, Round{Documents: []instruments.DocumentID{"R01", "R02"}, Coders: []CoderID{"a", "b"}})
	})
	for _, c := range codings {
		add(t, s, c)
	}
	do(t, s, func(v View) (Command, error) { return ReleaseRound(v, "1") })
	return s
}

// corpusOf is a state as a corpus.
func corpusOf(t testing.TB, s *State) *Corpus {
	t.Helper()
	c := &Corpus{}
	var err error
	read := func(e error) {
		if err == nil {
			err = e
		}
	}
	var e error
	c.Codings, e = All[Coding](s, CodingKind)
	read(e)
	c.Rounds, e = All[Round](s, RoundKind)
	read(e)
	c.Settlements, e = All[Settlement](s, SettlementKind)
	read(e)
	c.Fillings, e = All[instruments.Filling](s, FillingKind)
	read(e)
	c.Respondents, e = All[instruments.Respondent](s, RespondentKind)
	read(e)
	c.Documents, e = All[instruments.Document](s, DocumentKind)
	read(e)
	c.Coders, e = All[Coder](s, CoderKind)
	read(e)
	c.Memos, e = All[Memo](s, MemoKind)
	read(e)
	c.Overrides, e = All[Override](s, OverrideKind)
	read(e)
	c.Progress, e = All[Progress](s, ProgressKind)
	read(e)
	if err != nil {
		t.Fatal(err)
	}
	SortCodings(c.Codings)
	return c
}

func settlingOf(t testing.TB, s *State) Settling {
	t.Helper()
	got, err := SettlingOf(corpusOf(t, s), "", "", "")
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// of is a coding in short.
func of(t testing.TB, coder CoderID, document string, start, end int, code CodeID) Coding {
	return Coding{Segment: span(t, document, start, end), Code: code, Coder: coder}
}

// The whole way: two coders, agreed codings taken over, three differences
// decided, one taken back.
func TestSettlingARound(t *testing.T) {
	s := double(t,
		of(t, "a", "R01", 0, 5, "w"), of(t, "b", "R01", 0, 5, "w"), // agreed
		of(t, "a", "R01", 6, 10, "v"), of(t, "b", "R01", 7, 12, "v"), // other edges
		of(t, "a", "R02", 0, 8, "act.A01"), of(t, "b", "R02", 0, 7, "act.A02"), // another code
		of(t, "b", "R02", 10, 12, "w"), // missed by a
	)
	do(t, s, func(v View) (Command, error) { return MergeAgreed(v, "", "", "") })
	got := settlingOf(t, s)
	if got.Agreed != 1 || got.Differences != 3 || got.Settled != 0 || len(got.Queue) != 3 {
		t.Fatalf("%+v", got)
	}
	for i, want := range []DifferenceType{Boundary, OtherCode, Missed} {
		if got.Queue[i].Type != want {
			t.Errorf("difference %d is %s, want %s", i, got.Queue[i].Type, want)
		}
	}
	q := got.Queue
	for _, w := range []Verdict{
		{Difference: q[0].ID, Own: []Coding{{Segment: Segment{Document: "R01", Start: 6, End: 12, Quotation: talk[6:12]}, Code: "v"}}, By: "a"},
		{Difference: q[1].ID, Keep: []CoderID{"a", "b"}, By: "a", Comment: "allebei"},
		{Difference: q[2].ID, By: "b"},
	} {
		do(t, s, func(v View) (Command, error) { return Settle(v, w) })
	}
	got = settlingOf(t, s)
	if got.Settled != 3 || len(got.Queue) != 0 || len(got.Done) != 3 || len(got.Changed) != 0 {
		t.Errorf("%+v", got)
	}
	var have []content
	for _, c := range corpusOf(t, s).Codings {
		if c.Coder == ConsensusCoder {
			have = append(have, contentOf(c))
		}
	}
	want := []content{{"w", "", "R01", 0, 5}, {"v", "", "R01", 6, 12}, {"act.A02", "", "R02", 0, 7}, {"act.A01", "", "R02", 0, 8}}
	if len(have) != len(want) {
		t.Fatalf("consensus %v, want %v", have, want)
	}
	for i := range want {
		if have[i] != want[i] {
			t.Errorf("consensus %v, want %v", have[i], want[i])
		}
	}
	if again, err := MergeAgreed(s, "", "", ""); err != nil || len(again.Changes) != 0 {
		t.Errorf("a second merge changes %d records, %v", len(again.Changes), err)
	}
	do(t, s, func(v View) (Command, error) { return Reopen(v, got.Done[0].ID) })
	if got = settlingOf(t, s); len(got.Queue) != 1 || got.Settled != 2 {
		t.Errorf("taken back: %+v", got)
	}
}
