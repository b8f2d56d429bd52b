package coding

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"meerzicht/instruments"
	"pgregory.net/rapid"
)

// Who is asked about, and who is not, when one name is in both copies.
func TestMergeStudiesOneName(t *testing.T) {
	anna := func(words string) func(*testing.T, *fork) {
		return func(t *testing.T, f *fork) { f.codes(t, "R01", words, "v", "anna") }
	}
	for _, x := range []struct {
		name         string
		ours, theirs func(*testing.T, *fork)
		opt          map[CoderID]CoderID
		refused      bool
	}{
		{"other places of one document", anna("koffie"), anna("leuk"), nil, true},
		{"the same coding", anna("koffie"), anna("koffie"), nil, false},
		{"only one worked", anna("koffie"), func(*testing.T, *fork) {}, nil, false},
		{"other documents", anna("koffie"), func(t *testing.T, f *fork) { f.codes(t, "R02", "leuk", "v", "anna") }, nil, false},
		{"two names", anna("koffie"), func(t *testing.T, f *fork) { f.codes(t, "R01", "leuk", "v", "bram") }, nil, false},
		{
			"the lexicon", func(t *testing.T, f *fork) { f.codes(t, "R01", "koffie", "v", LexiconCoder) },
			func(t *testing.T, f *fork) { f.codes(t, "R01", "leuk", "v", LexiconCoder) }, nil, false,
		},
		{"one person", anna("koffie"), anna("leuk"), map[CoderID]CoderID{"anna": "anna"}, false},
		{"two people", anna("koffie"), anna("leuk"), map[CoderID]CoderID{"anna": "hanna"}, false},
		{"somebody else renamed", anna("koffie"), func(t *testing.T, f *fork) {
			anna("leuk")(t, f)
			f.codes(t, "R01", "Ja", "v", "bram")
		}, map[CoderID]CoderID{"bram": "cato"}, true},
		{"removed again", anna("koffie"), func(t *testing.T, f *fork) {
			k := f.codes(t, "R01", "leuk", "v", "anna")
			f.does(t, func(v View) (Command, error) { return RemoveCodings(v, k.ID) })
		}, nil, false},
	} {
		ours, theirs, base := copied(t), copied(t), scene(t)
		x.ours(t, ours)
		x.theirs(t, theirs)
		cmd, _, err := MergeStudies(ours.since(t, base), theirs.since(t, base), MergeOptions{Coders: x.opt})
		if x.refused {
			refused(t, x.name, cmd, err)
		} else if err != nil {
			t.Errorf("%s: %v", x.name, err)
		}
	}
}

// Studies made apart: of one template they are merged, of two they are not.
func TestMergeStudiesTemplates(t *testing.T) {
	about := func(f *fork, template string) {
		raw, err := Canonical(StudyInfo{Name: template, Template: template})
		if err == nil {
			err = f.Apply(Command{Type: "put", Changes: []Change{{Kind: StudyKind, ID: StudyID, After: raw}}})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	ours, theirs := copied(t), copied(t)
	about(ours, "een")
	about(theirs, "twee")
	cmd, _, err := MergeStudies(ours.since(t, &State{}), theirs.since(t, &State{}), MergeOptions{})
	refused(t, "two templates", cmd, err)
	if strings.Count(err.Error(), `"een"`)+strings.Count(err.Error(), `"twee"`) != 2 {
		t.Errorf("the templates are not named: %v", err)
	}
	theirs = copied(t)
	about(theirs, "een")
	cmd, report, err := MergeStudies(ours.since(t, &State{}), theirs.since(t, &State{}), MergeOptions{})
	if err != nil || len(cmd.Changes) != 0 || report.Total().Here != report.Total().Theirs {
		t.Errorf("%d changes, %+v, %v", len(cmd.Changes), report.Total(), err)
	}
}

// A quotation is found in another text only where it is meant for certain.
func TestMergeLocate(t *testing.T) {
	m := &merger{others: map[instruments.DocumentID]*otherText{"R": {text: "Nu ja, toen ja. Samen koffie, en ja hoor."}}}
	for _, x := range []struct {
		seg   Segment
		start int
		found Found
	}{
		{Segment{Document: "R", Start: 3, End: 9, Quotation: "koffie"}, 22, Moved},
		{Segment{Document: "R", Start: 22, End: 28, Quotation: "koffie"}, 22, Same},
		{Segment{Document: "R", Start: 3, End: 7, Quotation: "thee"}, 3, Lost},
		{Segment{Document: "R", Start: 3, End: 5, Quotation: "ja"}, 3, Lost}, // three times
		{Segment{Document: "R", Start: 3, End: 5, Quotation: "ja", Prefix: "toen ", Suffix: ". Samen"}, 12, Moved},
		{Segment{Document: "R", Start: 3, End: 5, Quotation: "ja", Prefix: "nergens ", Suffix: "."}, 3, Lost},
		{Segment{Document: "R", Start: 3, End: 5}, 3, Lost},
		{Segment{Document: "elders", Start: 3, End: 5, Quotation: "x"}, 3, Same}, // the same text in both copies
	} {
		got, found := m.locate(x.seg.Document, x.seg)
		if got.Start != x.start || found != x.found || found == Moved && got.End-got.Start != len(x.seg.Quotation) {
			t.Errorf("%+v: at %d, %v; want %d, %v", x.seg, got.Start, found, x.start, x.found)
		}
	}
}

// What a record names, kind by kind.
func TestMergeNamed(t *testing.T) {
	seg := Segment{Document: "R01", Start: 1, End: 2, Quotation: "x"}
	for _, x := range []struct {
		kind Kind
		v    any
		want []recordKey
	}{
		{CodingKind, Coding{ID: "k", Segment: seg, Code: "c", Coder: "a", Dyad: "T1/V"}, []recordKey{{DocumentKind, "R01"}, {CodeKind, "c"}, {CoderKind, "a"}}},
		{CodeKind, Code{ID: "c.1", Parent: "c"}, []recordKey{{CodeKind, "c"}}},
		{CodeKind, Code{ID: "c"}, nil},
		{MemoKind, Memo{ID: "m", Target: "code/c", Author: "a"}, []recordKey{{CoderKind, "a"}, {CodeKind, "c"}}},
		{MemoKind, Memo{ID: "m", Target: "study"}, nil},
		{ProgressKind, Progress{Document: "R01", Coder: "a", State: Done}, []recordKey{{DocumentKind, "R01"}, {CoderKind, "a"}}},
		{DecisionKind, Decision{ID: "d", Segment: seg, Code: "c", By: "a"}, []recordKey{{DocumentKind, "R01"}, {CodeKind, "c"}, {CoderKind, "a"}}},
		{RoundKind, Round{ID: "1", Documents: []instruments.DocumentID{"R01"}, Coders: []CoderID{"a", "b"}}, []recordKey{{DocumentKind, "R01"}, {CoderKind, "a"}, {CoderKind, "b"}}},
		{RespondentKind, instruments.Respondent{ID: "R01", Trajectories: []instruments.TrajectoryID{"T1"}}, []recordKey{{TrajectoryKind, "T1"}}},
		{FillingKind, instruments.Filling{ID: "f", Respondent: "R01", Coder: "a"}, []recordKey{{CoderKind, "a"}, {RespondentKind, "R01"}}},
		{FillingKind, instruments.Filling{ID: "f", Coder: "a", Dyad: instruments.Dyad{ID: "T1/V", Trajectory: "T1"}}, []recordKey{{CoderKind, "a"}, {TrajectoryKind, "T1"}}},
		{StudyKind, StudyInfo{}, nil},
		{CoderKind, Coder{ID: "a"}, nil},
	} {
		raw, err := Canonical(x.v)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := named(x.kind, raw); err != nil || !slices.Equal(got, x.want) {
			t.Errorf("%s %s names %v, want %v, %v", x.kind, raw, got, x.want, err)
		}
	}
}

func TestMergeCircular(t *testing.T) {
	codes := map[CodeID]Code{"a": {Parent: "b"}, "b": {Parent: "c"}, "c": {Parent: "b"}, "d": {Parent: "a"}, "e": {}, "f": {Parent: "f"}, "g": {Parent: "weg"}}
	for id, want := range map[CodeID]bool{"a": false, "b": true, "c": true, "d": false, "e": false, "f": true, "g": false} {
		if got := circular(codes, id); got != want {
			t.Errorf("%s stands below itself: %v, want %v", id, got, want)
		}
	}
}

// A decision about a document that has another id here is about that one, and is
// called what it would be called here.
func TestMergeStudiesMappedDecision(t *testing.T) {
	ours, theirs := copied(t), copied(t)
	ours.write(t, "gesprek", "We dronken koffie.")
	theirs.write(t, "R03", "We dronken koffie.")
	theirs.does(t, func(v View) (Command, error) {
		return OpenRound(v, Round{Documents: []instruments.DocumentID{"R03"}, Coders: []CoderID{"a", "b"}})
	})
	theirs.codes(t, "R03", "koffie", "v", "a")
	theirs.codes(t, "R03", "koffie", "w", "b")
	theirs.does(t, func(v View) (Command, error) { return ReleaseRound(v, "1") })
	settle := func(f *fork, keep CoderID) string {
		s, err := SettlingOf(corpusOf(t, f.State), "1", "", "")
		if err != nil || len(s.Queue) != 1 {
			t.Fatalf("%+v, %v", s, err)
		}
		f.does(t, func(v View) (Command, error) {
			return Settle(v, Verdict{Difference: s.Queue[0].ID, Round: "1", Keep: []CoderID{keep}, By: keep})
		})
		return SettlementID("1", s.Queue[0].ID)
	}
	settle(theirs, "a")
	brought(t, ours, theirs)
	s, err := SettlingOf(corpusOf(t, ours.State), "1", "", "")
	if err != nil || s.Settled != 1 || len(s.Queue) != 0 || len(s.Changed) != 0 || len(s.Done) != 1 || s.Done[0].Document != "gesprek" {
		t.Fatalf("%+v, %v", s, err)
	}
	again := copied(t) // the same, decided here
	again.write(t, "gesprek", "We dronken koffie.")
	again.does(t, func(v View) (Command, error) {
		return OpenRound(v, Round{Documents: []instruments.DocumentID{"gesprek"}, Coders: []CoderID{"a", "b"}})
	})
	again.codes(t, "gesprek", "koffie", "v", "a")
	again.codes(t, "gesprek", "koffie", "w", "b")
	again.does(t, func(v View) (Command, error) { return ReleaseRound(v, "1") })
	if id := settle(again, "a"); id != s.Done[0].ID {
		t.Errorf("the decision is called %s, made here %s", s.Done[0].ID, id)
	}
	for _, id := range s.Done[0].Made {
		if k, ok, _ := Find[Coding](ours, CodingKind, string(id)); !ok || k.Coder != ConsensusCoder || k.Document != "gesprek" {
			t.Errorf("the consensus coding %s is %+v", id, k)
		}
	}
}

// Respondents are merged member by member, and what a list that comes in is
// about comes with it.
func TestMergeStudiesPeople(t *testing.T) {
	put := func(r instruments.Respondent) func(View) (Command, error) {
		return func(v View) (Command, error) { return PutRespondent(v, r) }
	}
	ours, theirs := copied(t), copied(t)
	ours.does(t, put(instruments.Respondent{ID: "R01", Project: "hier"}))
	theirs.does(t, put(instruments.Respondent{ID: "R01", Role: "toezichthouder"}))
	theirs.does(t, put(instruments.Respondent{ID: "R02", Project: "daar"}))
	ours.does(t, put(instruments.Respondent{ID: "R02", Project: "hier"}))
	report, lines := brought(t, ours, theirs)
	if !slices.Equal(lines, []string{"ours respondent R02 listed"}) || report.Findings[0].Ours.NL != "hier" || report.Findings[0].Theirs.NL != "daar" {
		t.Errorf("%q, %+v", lines, report.Findings)
	}
	if r, _, _ := Find[instruments.Respondent](ours, RespondentKind, "R01"); r.Project != "hier" || r.Role != "toezichthouder" {
		t.Errorf("%+v", r)
	}
}

// Merging members against what they were: one side's changes alone come through
// untouched, either side may stand first when nothing clashes, and what nobody
// changed stays.
func TestMergeMembersProperties(t *testing.T) {
	object := rapid.MapOfN(rapid.SampledFrom([]string{"a", "b", "c", "start"}), rapid.IntRange(0, 2), 0, 4)
	rapid.Check(t, func(rt *rapid.T) {
		raw := func(label string) json.RawMessage {
			out, err := Canonical(object.Draw(rt, label))
			if err != nil {
				rt.Fatal(err)
			}
			return out
		}
		merge := func(b, o, t json.RawMessage) (string, int) {
			out, clashes, err := mergeMembers(CodeKind, b, o, t)
			if err != nil {
				rt.Fatal(err)
			}
			return string(out), len(clashes)
		}
		b, o, u := raw("base"), raw("ours"), raw("theirs")
		for _, x := range []struct{ one, two, want json.RawMessage }{{b, u, u}, {o, b, o}, {o, o, o}} {
			if got, clashes := merge(b, x.one, x.two); got != string(x.want) || clashes > 0 {
				rt.Fatalf("%s of %s and %s: %s, %d clashes", b, x.one, x.two, got, clashes)
			}
		}
		left, clashes := merge(b, o, u)
		right, others := merge(b, u, o)
		if clashes != others || clashes == 0 && left != right {
			rt.Fatalf("%s of %s and %s: %s with %d clashes, the other way %s with %d", b, o, u, left, clashes, right, others)
		}
	})
}

func ExampleMergeStudies() {
	bram, err := Canonical(Coder{ID: "bram"})
	if err != nil {
		fmt.Println(err)
		return
	}
	theirs := Fork{View: &State{}, Count: map[Kind]int{CoderKind: 1}, Changed: []Revision{{Kind: CoderKind, ID: "bram", First: bram, Now: bram}}}
	cmd, report, err := MergeStudies(Fork{View: &State{}}, theirs, MergeOptions{})
	fmt.Println(cmd.Type, len(cmd.Changes), report.Total().In, err)
	// Output: study.merge 1 1 <nil>
}
