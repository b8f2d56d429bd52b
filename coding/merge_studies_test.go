package coding

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"meerzicht/instruments"
)

// fork is a copy of the scene, with what its documents say.
type fork struct {
	*State
	texts map[instruments.DocumentID]string
}

func (f *fork) Segmenter(id instruments.DocumentID) (Segmenter, bool, error) {
	text, ok := f.texts[id]
	return NewSegmenter(textDocument(string(id), text)), ok, nil
}

func copied(t testing.TB) *fork {
	return &fork{scene(t), map[instruments.DocumentID]string{"R01": talk, "R02": talk}}
}

func (f *fork) does(t testing.TB, make func(View) (Command, error)) { do(t, f.State, make) }

// write puts a document with a text in the place of an older one.
func (f *fork) write(t testing.TB, id, text string) {
	t.Helper()
	doc := textDocument(id, text)
	doc.TextSHA256 = hash(64, text)
	before, _, _ := f.Record(DocumentKind, id)
	raw, err := Canonical(doc)
	if err == nil {
		err = f.Apply(Command{Type: "put", Changes: []Change{{Kind: DocumentKind, ID: id, Before: before, After: raw}}})
	}
	if err != nil {
		t.Fatal(err)
	}
	f.texts[doc.ID] = text
}

// codes adds a coding by a coder on the first place of some words.
func (f *fork) codes(t testing.TB, document string, words string, code CodeID, coder CoderID) Coding {
	t.Helper()
	text := f.texts[instruments.DocumentID(document)]
	start := len([]rune(text[:strings.Index(text, words)]))
	seg, err := NewSegment(textDocument(document, text), start, start+len([]rune(words)))
	if err != nil {
		t.Fatal(err)
	}
	return add(t, f.State, Coding{Segment: seg, Code: code, Coder: coder})
}

// since is a copy as a Fork that parted at the scene, or at nothing.
func (f *fork) since(t testing.TB, base View) Fork {
	out := Fork{View: f, Count: map[Kind]int{}}
	for _, kind := range mergeOrder() {
		ids := map[string]bool{}
		for _, v := range []View{base, f} {
			_ = v.Each(kind, func(id string, _ json.RawMessage) error { ids[id] = true; return nil })
		}
		for _, id := range slices.Sorted(maps.Keys(ids)) {
			was, _, _ := base.Record(kind, id)
			is, ok, _ := f.Record(kind, id)
			if ok {
				out.Count[kind]++
			}
			if string(was) != string(is) {
				out.Changed = append(out.Changed, Revision{Kind: kind, ID: id, Parting: was, Merged: was, First: cmpRaw(was, is), Now: is})
			}
		}
	}
	return out
}

// brought merges theirs into ours and returns what the report lists, a line each:
// outcome, kind, id, count.
func brought(t testing.TB, ours, theirs *fork, names ...CoderID) (MergeReport, []string) {
	t.Helper()
	opt := MergeOptions{}
	for i := 0; i+1 < len(names); i += 2 {
		opt.Coders = map[CoderID]CoderID{names[i]: names[i+1]}
	}
	base := scene(t)
	cmd, report, err := MergeStudies(ours.since(t, base), theirs.since(t, base), opt)
	if err == nil && len(cmd.Changes) > 0 {
		err = ours.Apply(cmd)
	}
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, f := range report.Findings {
		lines = append(lines, strings.Join([]string{string(f.Outcome), string(f.Kind), f.ID, map[bool]string{true: "listed", false: "note"}[f.Count > 0]}, " "))
		if f.What.NL == "" || f.What.EN == "" {
			t.Errorf("%+v is not said in two languages", f)
		}
	}
	for _, c := range report.Kinds {
		if c.Theirs != c.Here+c.In+c.Mapped+c.Conflict+c.Out {
			t.Errorf("%+v does not add up", c)
		}
	}
	return report, lines
}

func rename(name string) func(View) (Command, error) {
	return func(v View) (Command, error) { return RenameCode(v, "v", instruments.Same(name)) }
}

func define(id CodeID, definition string) func(View) (Command, error) {
	return func(v View) (Command, error) {
		return DefineCode(v, id, Definition{Definition: instruments.Same(definition)})
	}
}

func newCode(id CodeID, parent CodeID, name string) func(View) (Command, error) {
	return func(v View) (Command, error) {
		return AddCode(v, Code{ID: id, Parent: parent, Name: instruments.Same(name), Codable: true})
	}
}

// What becomes of codes that one or both changed.
func TestMergeStudiesCodes(t *testing.T) {
	for _, x := range []struct {
		name         string
		ours, theirs func(*testing.T, *fork)
		want         []string
		check        func(*State) string // "" when well
	}{
		{"only they renamed", func(*testing.T, *fork) {}, func(t *testing.T, f *fork) { f.does(t, rename("b")) }, nil, named1("v", "b")},
		{"only we renamed", func(t *testing.T, f *fork) { f.does(t, rename("a")) }, func(*testing.T, *fork) {}, nil, named1("v", "a")},
		{"both the same", func(t *testing.T, f *fork) { f.does(t, rename("a")) }, func(t *testing.T, f *fork) { f.does(t, rename("a")) }, nil, named1("v", "a")},
		{
			"both otherwise", func(t *testing.T, f *fork) { f.does(t, rename("a")) }, func(t *testing.T, f *fork) { f.does(t, rename("b")) },
			[]string{"ours code v listed"},
			named1("v", "a"),
		},
		{
			"name here, definition there", func(t *testing.T, f *fork) { f.does(t, rename("a")) }, func(t *testing.T, f *fork) { f.does(t, define("v", "d")) }, nil,
			func(s *State) string {
				if c, _, _ := Find[Code](s, CodeKind, "v"); c.Name.NL != "a" || c.Definition.NL != "d" {
					return c.Name.NL + " is defined as " + c.Definition.NL
				}
				return ""
			},
		},
		{
			"the same new code under two ids", func(t *testing.T, f *fork) { f.does(t, newCode("n", "w", "Nieuw")) },
			func(t *testing.T, f *fork) {
				f.does(t, newCode("m", "w", " nieuw"))
				f.does(t, newCode("m.1", "m", "eronder"))
				f.codes(t, "R01", "koffie", "m", "bram")
			},
			[]string{"mapped code m listed"},
			parent1("m.1", "n"),
		},
		{
			"we took away what they coded with", func(t *testing.T, f *fork) {
				f.does(t, func(v View) (Command, error) { return DeleteBranch(v, "w") })
			},
			func(t *testing.T, f *fork) { f.codes(t, "R01", "koffie", "w.1.1", "bram") },
			[]string{"back code w note", "back code w.1 note", "back code w.1.1 note"},
			parent1("w.1.1", "w.1"),
		},
		{
			"we took away what they renamed", func(t *testing.T, f *fork) {
				f.does(t, func(v View) (Command, error) { return DeleteCode(v, "v") })
			}, func(t *testing.T, f *fork) { f.does(t, rename("b")) },
			[]string{"out code v listed"},
			gone1("v"),
		},
		{
			"they took away what we coded with", func(t *testing.T, f *fork) { f.codes(t, "R01", "koffie", "v", "anna") },
			func(t *testing.T, f *fork) {
				f.does(t, func(v View) (Command, error) { return DeleteCode(v, "v") })
			},
			[]string{"kept code v note"},
			named1("v", "naam van v"),
		},
		{
			"they took a branch away", func(*testing.T, *fork) {}, func(t *testing.T, f *fork) {
				f.does(t, func(v View) (Command, error) { return DeleteBranch(v, "w") })
			}, nil, gone1("w", "w.1", "w.1.1"),
		},
		{
			"each below the other", func(t *testing.T, f *fork) {
				f.does(t, func(v View) (Command, error) { return MoveCode(v, "v", "act.A01", 6) })
			},
			func(t *testing.T, f *fork) {
				f.does(t, func(v View) (Command, error) { return MoveCode(v, "act.A01", "v", 1) })
			},
			[]string{"ours code act.A01 listed"},
			parent1("act.A01", "act"),
		},
	} {
		t.Run(x.name, func(t *testing.T) {
			ours, theirs := copied(t), copied(t)
			x.ours(t, ours)
			x.theirs(t, theirs)
			_, lines := brought(t, ours, theirs)
			if !slices.Equal(lines, x.want) {
				t.Errorf("listed %q, want %q", lines, x.want)
			}
			if wrong := x.check(ours.State); wrong != "" {
				t.Error(wrong)
			}
			for _, c := range codingsOf(t, ours.State, "m") {
				t.Errorf("%+v still has the code that counts as another", c)
			}
			again, _ := brought(t, ours, theirs)
			if n := again.Total().In + again.Total().Removed; n != 0 {
				t.Errorf("merged twice, %d records came in", n)
			}
		})
	}
}

// The checks return what is wrong.
func named1(id CodeID, name string) func(*State) string {
	return func(s *State) string {
		if c, _, _ := Find[Code](s, CodeKind, string(id)); c.Name.NL != name {
			return string(id) + " is called " + c.Name.NL
		}
		return ""
	}
}

func parent1(id, parent CodeID) func(*State) string {
	return func(s *State) string {
		c, ok, _ := Find[Code](s, CodeKind, string(id))
		if _, there, _ := s.Record(CodeKind, string(parent)); !ok || !there || c.Parent != parent {
			return string(id) + " stands below " + string(c.Parent)
		}
		return ""
	}
}

func gone1(ids ...CodeID) func(*State) string {
	return func(s *State) string {
		for _, id := range ids {
			if _, ok, _ := s.Record(CodeKind, string(id)); ok {
				return string(id) + " is still there"
			}
		}
		return ""
	}
}

// A document whose text is another here: codings are looked up in our text, and
// those that are not there, or more than once, are listed one by one.
func TestMergeStudiesOtherText(t *testing.T) {
	ours, theirs := copied(t), copied(t)
	ours.write(t, "R03", "Eerst dit. We dronken koffie. Ja, en ja.")
	theirs.write(t, "R03", "We dronken koffie. Ja? Nee, thee.")
	theirs.codes(t, "R03", "dronken koffie", "v", "bram")
	theirs.codes(t, "R03", "thee", "v", "bram")
	theirs.codes(t, "R03", "e", "v", "bram") // stands here often
	theirs.does(t, func(v View) (Command, error) {
		return SetMemo(v, Memo{Target: "coding/" + string(codingsOf(t, theirs.State, "v")[0].ID), Text: "bij wat er niet is?", Author: "bram"})
	})
	report, lines := brought(t, ours, theirs)
	got := codingsOf(t, ours.State, "v")
	if len(got) != 1 || got[0].Quotation != "dronken koffie" || got[0].Start != 14 {
		t.Errorf("came in: %+v", got)
	}
	if n := report.Total(); n.Out < 2 || n.Conflict != 1 {
		t.Errorf("%+v, %q", n, lines)
	}
	text := ""
	for _, f := range report.Findings {
		text += f.What.NL + "\n"
	}
	for _, want := range []string{"‘thee’ staat hier niet", "0 op dezelfde plaats en 1 elders; niet te vinden: 2"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not said:\n%s", want, text)
		}
	}
}

// A document that is here under another id: everything about it follows.
func TestMergeStudiesMappedDocument(t *testing.T) {
	ours, theirs := copied(t), copied(t)
	ours.write(t, "gesprek", "We dronken koffie.")
	theirs.write(t, "R03", "We dronken koffie.")
	k := theirs.codes(t, "R03", "koffie", "v", "bram")
	for _, make := range []func(View) (Command, error){
		func(v View) (Command, error) {
			return SetMemo(v, Memo{Target: "coding/" + string(k.ID), Text: "m", Author: "bram"})
		},
		func(v View) (Command, error) {
			return SetMemo(v, Memo{Target: "document/R03", Text: "d", Author: "bram"})
		},
		func(v View) (Command, error) {
			return SetProgress(v, Progress{Document: "R03", Coder: "bram", State: Done})
		},
		func(v View) (Command, error) {
			return RejectSuggestion(v, Decision{Segment: k.Segment, Code: "w", By: "bram"})
		},
		func(v View) (Command, error) {
			return OpenRound(v, Round{Documents: []instruments.DocumentID{"R03", "R01"}, Coders: []CoderID{"bram", "anna"}})
		},
	} {
		theirs.does(t, make)
	}
	_, lines := brought(t, ours, theirs, "bram", "bram de tweede")
	if want := []string{"mapped coder bram listed", "mapped document R03 listed", "in round 1 note"}; !slices.Equal(lines, want) {
		t.Errorf("%q, want %q", lines, want)
	}
	got := codingsOf(t, ours.State, "v")
	if len(got) != 1 || got[0].Document != "gesprek" || got[0].Coder != "bram de tweede" || got[0].ID != NewCodingID(got[0]) {
		t.Fatalf("%+v", got)
	}
	decision := NewCodingID(Coding{Segment: got[0].Segment, Code: "w", Coder: LexiconCoder})
	for kind, id := range map[Kind]string{MemoKind: "coding/" + string(got[0].ID) + "/bram de tweede", ProgressKind: "gesprek/bram de tweede", DecisionKind: string(decision)} {
		if _, ok, _ := ours.Record(kind, id); !ok {
			t.Errorf("no %s %s", kind, id)
		}
	}
	r, _, _ := Find[Round](ours, RoundKind, "1")
	if !slices.Equal(r.Documents, []instruments.DocumentID{"gesprek", "R01"}) || !slices.Equal(r.Coders, []CoderID{"bram de tweede", "anna"}) {
		t.Errorf("%+v", r)
	}
}

// A document that we took away stays away with all they did on it; one that they
// took away stays when we worked on it.
func TestMergeStudiesRemovedDocument(t *testing.T) {
	remove := func(v View) (Command, error) { return RemoveDocument(v, "R01", "ingetrokken") }
	ours, theirs := copied(t), copied(t)
	ours.does(t, remove)
	theirs.codes(t, "R01", "koffie", "v", "bram")
	theirs.codes(t, "R02", "koffie", "v", "bram")
	report, lines := brought(t, ours, theirs)
	if got := codingsOf(t, ours.State, "v"); len(got) != 1 || got[0].Document != "R02" {
		t.Errorf("%+v", got)
	}
	if want := []string{"out document R01 listed", "out coding R01 listed"}; !slices.Equal(lines, want) || report.Total().Out != 2 {
		t.Errorf("%q, %+v", lines, report.Total())
	}
	ours, theirs = copied(t), copied(t)
	ours.codes(t, "R01", "koffie", "v", "anna")
	theirs.does(t, remove)
	if _, lines := brought(t, ours, theirs); !slices.Equal(lines, []string{"kept document R01 note"}) || len(codingsOf(t, ours.State, "v")) != 1 {
		t.Errorf("%q", lines)
	}
}

// Both wrote a memo: both stay, theirs under an id of its own, also after more
// merges.
func TestMergeStudiesMemos(t *testing.T) {
	write := func(text string) func(View) (Command, error) {
		return func(v View) (Command, error) {
			return SetMemo(v, Memo{ID: "m1", Target: "code/act.A02", Text: text})
		}
	}
	ours, theirs := copied(t), copied(t)
	ours.does(t, write("van ons"))
	theirs.does(t, write("van hen"))
	for range 2 {
		if _, lines := brought(t, ours, theirs); len(lines) > 1 {
			t.Errorf("%q", lines)
		}
		all, _ := All[Memo](ours, MemoKind)
		if len(all) != 2 || all[0].Text != "van ons" || all[1].Text != "van hen" || all[0].ID == all[1].ID {
			t.Errorf("%+v", all)
		}
	}
}

// A decision about the same difference that is another here: ours holds, and
// what theirs made of the consensus stays out.
func TestMergeStudiesDecisions(t *testing.T) {
	a, b := Coding{Segment: span(t, "R01", 0, 4), Code: "v", Coder: "a"}, Coding{Segment: span(t, "R01", 0, 4), Code: "w", Coder: "b"}
	base := double(t, a, b)
	texts := map[instruments.DocumentID]string{"R01": talk, "R02": talk}
	settle := func(keep CoderID) *fork {
		f := &fork{double(t, a, b), texts}
		c := corpusOf(t, f.State)
		s, err := SettlingOf(c, "1", "", "")
		if err != nil || len(s.Queue) != 1 {
			t.Fatalf("%+v, %v", s, err)
		}
		f.does(t, func(v View) (Command, error) {
			return Settle(v, Verdict{Difference: s.Queue[0].ID, Round: "1", Keep: []CoderID{keep}, By: keep})
		})
		return f
	}
	ours, theirs := settle("a"), settle("b")
	cmd, report, err := MergeStudies(ours.since(t, base), theirs.since(t, base), MergeOptions{})
	if err == nil && len(cmd.Changes) > 0 {
		err = ours.Apply(cmd)
	}
	if err != nil {
		t.Fatal(err)
	}
	if t2 := report.Total(); t2.Conflict != 1 || t2.Out != 1 {
		t.Errorf("%+v %+v", t2, report.Findings)
	}
	all, _ := All[Coding](ours, CodingKind)
	for _, k := range all {
		if k.Coder == ConsensusCoder && k.Code != "v" {
			t.Errorf("the other decision came in: %+v", k)
		}
	}
}

// Lists are one for each coder; the same list by one coder in two ways is
// refused when both are new.
func TestMergeStudiesLists(t *testing.T) {
	fill := func(coder string, state instruments.State) func(View) (Command, error) {
		return func(v View) (Command, error) {
			return PutFilling(v, instruments.Filling{
				ID: instruments.FillingID(instruments.ActivityFilling, "R01", coder), Kind: instruments.ActivityFilling, Respondent: "R01", Coder: coder,
				Responses: []instruments.Response{{Activity: "A01", State: state}},
			})
		}
	}
	ours, theirs := copied(t), copied(t)
	ours.does(t, fill("anna", instruments.Mentioned))
	theirs.does(t, fill("bram", instruments.Mentioned))
	if report, _ := brought(t, ours, theirs); report.Total().In != 2 { // the list and its coder
		t.Errorf("%+v", report.Kinds)
	}
	theirs.does(t, fill("anna", instruments.NotDiscussed))
	base := scene(t)
	_, _, err := MergeStudies(ours.since(t, base), theirs.since(t, base), MergeOptions{})
	refused(t, "one name, two lists", Command{}, err)
	report, lines := brought(t, ours, theirs, "anna", "anna")
	if report.Total().Conflict != 1 || !slices.Contains(lines, "ours filling "+instruments.FillingID(instruments.ActivityFilling, "R01", "anna")+" listed") {
		t.Errorf("%q", lines)
	}
	if report, _ := brought(t, ours, theirs, "anna", "hanna"); report.Total().Conflict != 0 {
		t.Errorf("renamed: %+v", report.Findings)
	}
	if l, ok, _ := Find[instruments.Filling](ours, FillingKind, instruments.FillingID(instruments.ActivityFilling, "R01", "hanna")); !ok || l.Coder != "hanna" {
		t.Errorf("%+v", l)
	}
}

// Two members of one coding that each changed in one copy both count; one that
// changed in both stays ours and is listed.
func TestMergeMembers(t *testing.T) {
	for _, x := range []struct{ base, ours, theirs, want, clashes string }{
		{`{"a":1,"b":1}`, `{"a":2,"b":1}`, `{"a":1,"b":2}`, `{"a":2,"b":2}`, ""},
		{`{"a":1}`, `{"a":2}`, `{"a":3}`, `{"a":2}`, "a"},
		{`{"a":1}`, `{}`, `{"a":1}`, `{}`, ""},
		{`{"a":1}`, `{"a":1}`, `{}`, `{}`, ""},
		{`{"a":1}`, `{"a":2}`, `{}`, `{"a":2}`, "a"},
		{``, `{"a":1}`, `{"b":1}`, `{"a":1,"b":1}`, ""},
		{`{"start":0,"end":4,"memo":"x"}`, `{"start":0,"end":5,"memo":"x"}`, `{"start":1,"end":4,"memo":"y"}`, `{"end":5,"memo":"y","start":0}`, "quotation"},
	} {
		var base json.RawMessage
		if x.base != "" {
			base = json.RawMessage(x.base)
		}
		got, clashes, err := mergeMembers(CodingKind, base, json.RawMessage(x.ours), json.RawMessage(x.theirs))
		names := ""
		for _, c := range clashes {
			names += c.name
		}
		if err != nil || string(got) != x.want || names != x.clashes {
			t.Errorf("%+v: %s, clashes %q, %v", x, got, names, err)
		}
	}
}

func TestMergeTotal(t *testing.T) {
	r := MergeReport{Kinds: []MergeCount{{Kind: CodeKind, Theirs: 3, Here: 1, In: 2}, {Kind: CodingKind, Theirs: 4, Mapped: 1, Conflict: 1, Out: 2, Removed: 5}}}
	if got, want := r.Total(), (MergeCount{Theirs: 7, Here: 1, In: 2, Mapped: 1, Conflict: 1, Out: 2, Removed: 5}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
