package coding

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"meerzicht/instruments"
)

// listed is a released round with lists over R01, whose respondent is in T01.
func listed(t testing.TB, fillings ...instruments.Filling) *State {
	t.Helper()
	s := scene(t)
	doc := *textDocument("R01", talk)
	doc.Respondent = "R01"
	do(t, s, func(v View) (Command, error) { return PutDocument(v, doc, nil) })
	do(t, s, func(v View) (Command, error) {
		return PutRespondent(v, instruments.Respondent{ID: "R01", Trajectories: []instruments.TrajectoryID{"T01"}})
	})
	r := both("R01")
	r.Lists = true
	open(t, s, r)
	for _, f := range fillings {
		fill(t, s, f)
	}
	release(t, s, "1")
	return s
}

func consensusList(t testing.TB, s *State, kind instruments.FillingKind, subject string) (instruments.Filling, bool) {
	t.Helper()
	f, ok, err := Find[instruments.Filling](s, FillingKind, instruments.FillingID(kind, subject, "consensus"))
	if err != nil {
		t.Fatal(err)
	}
	return f, ok
}

func states(f instruments.Filling) map[string]string {
	return answers(f).by
}

// A checklist gets its consensus when the last item is decided, and loses it when
// one is taken back.
func TestSettlingAList(t *testing.T) {
	a, b := activities("a", "R01", "A01=genoemd", "A02=expliciet niet", "A03=genoemd"), activities("b", "R01", "A01=genoemd", "A02=niet besproken", "A04=genoemd")
	a.Responses[0].Remark, b.Responses[0].Remark, b.Responses[1].Remark = "vaak", "elke week", "twijfel"
	s := listed(t, a, b)
	merge(t, s)
	got := settlingOf(t, s)
	if got.Agreed != 1 || got.Differences != 3 || len(got.Queue) != 3 {
		t.Fatalf("%+v", got)
	}
	item := map[string]Difference{}
	for _, d := range got.Queue {
		item[d.Item] = d
	}
	settle(t, s, Verdict{Difference: item["A02"].ID, Keep: []CoderID{"b"}})
	settle(t, s, Verdict{Difference: item["A03"].ID, Keep: []CoderID{"a"}})
	if _, ok := consensusList(t, s, instruments.ActivityFilling, "R01"); ok {
		t.Error("a consensus while an item is open")
	}
	settle(t, s, Verdict{Difference: item["A04"].ID, Answer: "expliciet niet"})
	f, ok := consensusList(t, s, instruments.ActivityFilling, "R01")
	want := map[string]string{"A01": "genoemd", "A02": "niet besproken", "A03": "genoemd", "A04": "expliciet niet"}
	if !ok || !maps.Equal(states(f), want) || f.Origin != instruments.MergedFilling || f.Respondent != "R01" {
		t.Fatalf("%+v", f)
	}
	if f.Responses[0].Remark != "vaak / elke week" || f.Responses[1].Remark != "twijfel" {
		t.Errorf("%+v", f.Responses)
	}
	done := settlingOf(t, s)
	if done.Settled != 3 || len(done.Done) != 3 || len(done.Queue) != 0 {
		t.Errorf("%+v", done)
	}
	again, err := MergeAgreed(s, "", "", "")
	if again, _ := again.Normal(); err != nil || len(again.Changes) != 0 {
		t.Errorf("%+v %v", again.Changes, err)
	}
	cmd, err := Reopen(s, done.Done[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	unchanged(t, s, cmd)
	if err := s.Apply(cmd); err != nil {
		t.Fatal(err)
	}
	if _, ok := consensusList(t, s, instruments.ActivityFilling, "R01"); ok || len(settlingOf(t, s).Queue) != 1 {
		t.Error("the consensus is still there after a decision was taken back")
	}
}

// Of indicators the evidence comes from the side that was kept, from both where
// both agree, and of an own value only what points to it.
func TestSettlingIndicators(t *testing.T) {
	s := listed(t, indicators("a", "K1=2", "K2=1", "K3=1"), indicators("b", "K1=2", "K2=3", "K3=3"))
	q := settlingOf(t, s).Queue
	settle(t, s, Verdict{Difference: q[0].ID, Keep: []CoderID{"b"}})
	cmd, err := Settle(s, Verdict{Difference: q[1].ID, Answer: "9", By: "a"})
	if err != nil { // the scene has no instruments to know better
		t.Fatal(err)
	}
	if err := s.Apply(cmd); err != nil {
		t.Fatal(err)
	}
	f, ok := consensusList(t, s, instruments.IndicatorFilling, "T01/V–toezichth.")
	if !ok || f.Dyad.Trajectory != "T01" {
		t.Fatalf("%+v", f)
	}
	var got []string
	for _, r := range f.Ratings {
		line := string(r.Indicator) + "=" + string(r.Value)
		for _, e := range r.Evidence {
			line += " " + e.Quotation
		}
		got = append(got, line)
	}
	if want := []string{"K1=2 woorden van a woorden van b", "K2=3 woorden van b", "K3=9"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestSettleAnswerRefuses(t *testing.T) {
	s := listed(t, indicators("a", "K1=1"), indicators("b", "K1=2"), activities("a", "R01", "A01=genoemd"), activities("b", "R01", "A01=expliciet niet"))
	set, err := Canonical(instruments.Set{List: instruments.IndicatorList{Indicators: []instruments.Indicator{{ID: "K1", Values: []instruments.IndicatorValue{{ID: "1"}, {ID: "3"}}}}}})
	if err == nil {
		err = s.Apply(Command{Type: "put", Changes: []Change{{Kind: SetKind, ID: SetID, After: set}}})
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range settlingOf(t, s).Queue {
		for name, w := range map[string]Verdict{
			"both": {Keep: []CoderID{"a", "b"}}, "neither": {}, "both ways": {Keep: []CoderID{"a"}, Answer: "2"}, "no such answer": {Answer: "misschien"},
			"a third's": {Keep: []CoderID{"c"}}, "own coding": {Own: []Coding{at("R01", 0, 1, "v")}},
		} {
			w.Difference, w.By = d.ID, "a"
			cmd, err := Settle(s, w)
			refused(t, string(d.List)+" "+name, cmd, err)
		}
		if d.List == instruments.IndicatorFilling {
			settle(t, s, Verdict{Difference: d.ID, Answer: "3"})
		}
	}
}

// Lists that only one coder filled, and those whose consensus a person or a file
// made, are left alone and named.
func TestListsLeftAlone(t *testing.T) {
	s := listed(t, activities("a", "R01", "A01=genoemd"), indicators("a", "K1=1"), indicators("b", "K1=2"), indicators("consensus", "K1=3"))
	before := snapshot(s)
	cmd, err := MergeAgreed(s, "", "", "")
	if cmd, _ := cmd.Normal(); err != nil || len(cmd.Changes) != 0 {
		t.Fatalf("%+v %v", cmd.Changes, err)
	}
	got := settlingOf(t, s)
	if got.Differences != 0 || len(got.Notes) != 2 || !strings.Contains(got.Notes[0].NL, "R01") || !strings.Contains(got.Notes[1].EN, "T01/V–toezichth.") {
		t.Errorf("%+v", got)
	}
	if !maps.Equal(before, snapshot(s)) {
		t.Error("something changed")
	}
}

// When a coder changes a settled list, the decision is listed, a new difference
// opens the list again, and merging takes the consensus away until it is settled.
func TestListChangesAfterwards(t *testing.T) {
	s := listed(t, activities("a", "R01", "A01=genoemd", "A02=genoemd"), activities("b", "R01", "A02=genoemd"))
	settle(t, s, Verdict{Difference: settlingOf(t, s).Queue[0].ID, Keep: []CoderID{"a"}})
	if _, ok := consensusList(t, s, instruments.ActivityFilling, "R01"); !ok {
		t.Fatal("no consensus")
	}
	fill(t, s, activities("b", "R01", "A01=genoemd", "A02=expliciet niet"))
	got := settlingOf(t, s)
	if len(got.Changed) != 1 || got.Changed[0].Item != "A01" || len(got.Queue) != 1 || got.Queue[0].Item != "A02" {
		t.Fatalf("%+v", got)
	}
	in, err := corpusOf(t, s).InLayer("")
	if err != nil || len(in.Fillings) != 1 || in.Fillings[0].Coder != "a" || in.Layer.First != 1 {
		t.Errorf("%+v %v", in.Layer, err)
	}
	merge(t, s)
	if _, ok := consensusList(t, s, instruments.ActivityFilling, "R01"); ok {
		t.Error("the consensus says what nobody agrees on")
	}
	settle(t, s, Verdict{Difference: got.Queue[0].ID, Keep: []CoderID{"b"}})
	f, _ := consensusList(t, s, instruments.ActivityFilling, "R01")
	if want := map[string]string{"A01": "genoemd", "A02": "expliciet niet"}; !maps.Equal(states(f), want) {
		t.Errorf("%+v", f)
	}
}

// A merged consensus that a person fills in again is theirs.
func TestConsensusByHandIsKept(t *testing.T) {
	s := listed(t, activities("a", "R01", "A01=genoemd"), activities("b", "R01", "A01=genoemd"))
	merge(t, s)
	f, _ := consensusList(t, s, instruments.ActivityFilling, "R01")
	f.Responses[0].State = instruments.Denied
	fill(t, s, f)
	merge(t, s)
	if got, _ := consensusList(t, s, instruments.ActivityFilling, "R01"); got.Responses[0].State != instruments.Denied || got.Origin != "" {
		t.Errorf("%+v", got)
	}
}

// The second round takes the lists too, and the first's consensus counts on.
func TestListsInTwoRounds(t *testing.T) {
	s := listed(t, activities("a", "R01", "A01=genoemd"), activities("b", "R01", "A01=genoemd"), indicators("a", "K1=1"), indicators("b", "K1=2"))
	merge(t, s)
	r := both("R01")
	r.Lists = true
	cmd, err := OpenRound(s, r)
	if err != nil {
		t.Fatal(err)
	}
	unchanged(t, s, cmd)
	if err := s.Apply(cmd); err != nil {
		t.Fatal(err)
	}
	c := corpusOf(t, s)
	if len(c.Fillings) != 1 || c.Fillings[0].Coder != "consensus-1" || c.Fillings[0].ID != "activiteiten/R01/consensus-1" {
		t.Fatalf("%+v", c.Fillings)
	}
	if got := c.Rounds[1].Standing; !reflect.DeepEqual(got, map[string]string{"document/R01": "1", "list/activiteiten/R01": "1"}) {
		t.Errorf("%v", got)
	}
	fill(t, s, activities("a", "R01", "A02=genoemd"))
	in, err := corpusOf(t, s).InLayer("")
	if err != nil || len(in.Fillings) != 1 || in.Fillings[0].Coder != "consensus-1" {
		t.Errorf("%+v %v", in.Fillings, err)
	}
	fill(t, s, activities("b", "R01", "A02=genoemd"))
	release(t, s, "2")
	merge(t, s)
	in, err = corpusOf(t, s).InLayer("")
	if err != nil || len(in.Fillings) != 1 || in.Fillings[0].Coder != "consensus" || in.Layer.Earlier != 0 {
		t.Errorf("%+v %+v %v", in.Layer, in.Fillings, err)
	}
}

// A dyad's list belongs to a round through any interview of its trajectory.
func TestListOfATrajectoryThroughAnotherInterview(t *testing.T) {
	s := listed(t, indicators("a", "K1=1"), indicators("b", "K1=2"))
	doc := *textDocument("R02", talk)
	doc.Respondent = "R02"
	do(t, s, func(v View) (Command, error) { return PutDocument(v, doc, nil) })
	do(t, s, func(v View) (Command, error) {
		return PutRespondent(v, instruments.Respondent{ID: "R02", Trajectories: []instruments.TrajectoryID{"T01"}})
	})
	r := both("R02")
	r.Lists = true
	open(t, s, r)
	if c := corpusOf(t, s); len(c.Fillings) != 0 {
		t.Errorf("%+v", c.Fillings)
	}
	if got, err := SettlingOf(corpusOf(t, s), "1", "", ""); err != nil || got.Differences != 1 || len(got.Queue) != 0 || got.Past.OpenLists != 1 {
		t.Errorf("%+v %v", got, err)
	}
}
