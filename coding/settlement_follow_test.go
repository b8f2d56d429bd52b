package coding

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"meerzicht/instruments"
)

// confused is a settled round: a coded act.A01 where b coded act.A02, both hold;
// and they agree on w.
func confused(t *testing.T) *State {
	t.Helper()
	s := double(t, of(t, "a", "R01", 0, 8, "act.A01"), of(t, "b", "R01", 0, 6, "act.A02"), of(t, "a", "R02", 0, 5, "w"), of(t, "b", "R02", 0, 5, "w"))
	merge(t, s)
	settle(t, s, Verdict{Difference: settlingOf(t, s).Queue[0].ID, Keep: []CoderID{"a", "b"}})
	return s
}

func onlyDecision(t testing.TB, s *State) Settlement {
	t.Helper()
	all, err := All[Settlement](s, SettlementKind)
	if err != nil || len(all) != 1 {
		t.Fatalf("%+v %v", all, err)
	}
	return all[0]
}

func does(t testing.TB, s *State, make func(View) (Command, error)) {
	t.Helper()
	cmd, err := make(s)
	if err != nil {
		t.Fatal(err)
	}
	unchanged(t, s, cmd)
	if err := s.Apply(cmd); err != nil {
		t.Fatal(err)
	}
}

// quiet fails when something is open, or looks changed, or merging would do more.
func quiet(t testing.TB, s *State) {
	t.Helper()
	got := settlingOf(t, s)
	cmd, err := MergeAgreed(s, "", "", "")
	if cmd, _ := cmd.Normal(); err != nil || len(got.Queue) != 0 || len(got.Changed) != 0 || len(cmd.Changes) != 0 {
		t.Errorf("open %q, changed %+v, merging changes %d (%v)", tell(got.Queue), got.Changed, len(cmd.Changes), err)
	}
}

func TestDecisionsFollowAMerge(t *testing.T) {
	s := confused(t)
	does(t, s, func(v View) (Command, error) { return MergeCodes(v, "act.A02", "act.A01") })
	d := onlyDecision(t, s)
	want := []Part{{Coder: "b", Code: "act.A02", End: 6}, {Coder: "a", Code: "act.A02", End: 8}}
	if !slices.Equal(d.Codes, []CodeID{"act.A02"}) || !slices.Equal(d.Found, want) || len(d.Made) != 2 {
		t.Errorf("%+v", d)
	}
	quiet(t, s)
}

// Codings of the consensus that become one keep the decision that made them.
func TestDecisionsFollowCodingsThatBecomeOne(t *testing.T) {
	s := double(t, of(t, "a", "R01", 0, 8, "act.A01"), of(t, "b", "R01", 0, 8, "act.A02"))
	settle(t, s, Verdict{Difference: settlingOf(t, s).Queue[0].ID, Keep: []CoderID{"a", "b"}})
	does(t, s, func(v View) (Command, error) { return MergeCodes(v, "act.A02", "act.A01") })
	d := onlyDecision(t, s)
	if len(d.Made) != 1 {
		t.Fatalf("%+v", d)
	}
	if c, ok, _ := Find[Coding](s, CodingKind, string(d.Made[0])); !ok || c.Coder != ConsensusCoder || c.Code != "act.A02" {
		t.Errorf("%+v", c)
	}
	quiet(t, s)
}

func TestDecisionsFollowASplit(t *testing.T) {
	s := confused(t)
	does(t, s, func(v View) (Command, error) {
		return SplitCode(v, "act.A01", []Code{{ID: "act.A03", Name: instruments.Same("deel"), Codable: true}}, func(Coding) CodeID { return "act.A03" })
	})
	if d := onlyDecision(t, s); !slices.Equal(d.Codes, []CodeID{"act.A02", "act.A03"}) {
		t.Errorf("%+v", d)
	}
	quiet(t, s)
}

func TestDecisionsFollowADeletedCode(t *testing.T) {
	for name, remove := range map[string]func(View, CodeID) (Command, error){"DeleteCode": DeleteCode, "DeleteBranch": DeleteBranch} {
		s := confused(t)
		does(t, s, func(v View) (Command, error) { return remove(v, "act.A01") })
		d := onlyDecision(t, s)
		if !slices.Equal(d.Codes, []CodeID{"act.A02"}) || len(d.Made) != 1 || len(d.Found) != 1 {
			t.Errorf("%s: %+v", name, d)
		}
		quiet(t, s)
		does(t, s, func(v View) (Command, error) { return remove(v, "act.A02") })
		if all, err := All[Settlement](s, SettlementKind); err != nil || len(all) != 0 {
			t.Errorf("%s: a decision about no code is left: %+v", name, all)
		}
	}
}

func TestRemovedDocumentLeavesItsRounds(t *testing.T) {
	s := confused(t)
	open(t, s, both("R01", "R02"))
	does(t, s, func(v View) (Command, error) { return RemoveDocument(v, "R01", "toestemming ingetrokken") })
	c := corpusOf(t, s)
	for i, r := range c.Rounds {
		if !slices.Equal(r.Documents, []instruments.DocumentID{"R02"}) || r.Released != (i == 0) {
			t.Errorf("%+v", r)
		}
	}
	if got := c.Rounds[1].Standing; !maps.Equal(got, map[string]string{"document/R02": "1"}) {
		t.Errorf("%v", got)
	}
	if len(c.Settlements) != 0 || slices.ContainsFunc(c.Codings, func(k Coding) bool { return k.Document == "R01" }) {
		t.Errorf("left: %+v %+v", c.Settlements, c.Codings)
	}
	if _, err := c.InLayer(""); err != nil {
		t.Error(err)
	}
}

// A decision from elsewhere that does not say what was found is about all its
// codes on all its stretch.
func TestDecisionWithoutParts(t *testing.T) {
	s := Settlement{Start: 2, End: 5, Codes: []CodeID{"v", "w"}}
	if got := s.found(); !reflect.DeepEqual(got, []Part{{Code: "v", Start: 2, End: 5}, {Code: "w", Start: 2, End: 5}}) {
		t.Errorf("%+v", got)
	}
}

// A decision goes with the words it is about when the text is replaced.
func TestDecisionsMoveWithTheText(t *testing.T) {
	const before, after = "Wij dronken samen thee en koffie. Klaar.", "Nou, wij dronken samen thee, en koffie."
	s := Settlement{Document: "R01", Start: 12, End: 39, Codes: []CodeID{"v", "w", "z"}, Made: []CodingID{"x"}, Found: []Part{
		// "samen thee", "thee en koffie" that gets a comma, "Klaar" that goes
		{Coder: "a", Code: "v", Start: 12, End: 22}, {Coder: "b", Code: "w", Start: 18, End: 32}, {Coder: "b", Code: "z", Start: 34, End: 39},
	}}
	moved := MoveSettlements(before, after, []Settlement{s}, nil)
	ok := len(moved) == 1
	got := append(moved, Settlement{})[0]
	want := s
	want.Start, want.End, want.Codes, want.Found = 17, 38, []CodeID{"v", "w"}, []Part{{Coder: "a", Code: "v", Start: 17, End: 27}, {Coder: "b", Code: "w", Start: 23, End: 38}}
	if !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v %v, want %+v", got, ok, want)
	}
	if moved := MoveSettlements(before, "Iets heel anders.", []Settlement{s}, nil); len(moved) > 0 {
		t.Error("found in another text")
	}
}

// A decision goes where its codings go: of a stretch that two codings make up,
// one coding may stay where most of the words of the other are new. Those of
// somebody else, or of another code, do not count.
func TestDecisionsMoveWithTheirCodings(t *testing.T) {
	const before, after = "Wij dronken samen thee op het balkon bij oma Riet. Klaar.", "Wij dronken samen thee in de grote keuken van Piet. Klaar."
	first, long := onWords(t, before, "samen thee", 0), onWords(t, before, "thee op het balkon bij oma Riet", 0)
	other := onWords(t, before, "Klaar", 0)
	other.Coder = "codeur2"
	s := Settlement{Document: "R01", Start: 12, End: 49, Codes: []CodeID{"act.A01"}, Found: []Part{{Coder: "codeur1", Code: "act.A01", Start: 12, End: 49}}}
	found := Reanchor(before, after, []Coding{first, long, other})
	if found[0].Outcome != Same || found[1].Outcome != Lost {
		t.Fatalf("%+v", found)
	}
	moved := MoveSettlements(before, after, []Settlement{s}, found)
	want := s
	want.End, want.Found = 22, []Part{{Coder: "codeur1", Code: "act.A01", Start: 12, End: 22}}
	if !reflect.DeepEqual(moved, []Settlement{want}) {
		t.Errorf("%+v, want %+v", moved, want)
	}
	if moved := MoveSettlements(before, after, []Settlement{s}, found[1:]); len(moved) > 0 {
		t.Errorf("about words that are gone: %+v", moved)
	}
}

func TestVerdict(t *testing.T) {
	for want, s := range map[string]Settlement{
		"wat anna had": {Keep: []CoderID{"anna"}}, "beide houden": {Keep: []CoderID{"anna", "bram"}},
		"geen van beide": {}, "een eigen versie": {Own: true}, "genoemd": {Own: true, Answer: "genoemd"},
	} {
		if got := s.Verdict(); got.NL != want || got.EN == "" {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
