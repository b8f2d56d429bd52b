package coding

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"meerzicht/instruments"
	"pgregory.net/rapid"
)

// scene is a state with two documents, a small tree of codes, and codings:
//
//	act > act.A01, act.A02;  w > w.1 > w.1.1;  v
func scene(t testing.TB) *State {
	t.Helper()
	s := &State{}
	put := func(kind Kind, id string, v any) {
		raw, err := Canonical(v)
		if err == nil {
			err = s.Apply(Command{Type: "put", Changes: []Change{{Kind: kind, ID: id, After: raw}}})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range []string{"R01", "R02"} {
		doc := *textDocument(d, talk)
		put(DocumentKind, d, doc)
		put(RespondentKind, d, instruments.Respondent{ID: instruments.RespondentID(d)})
	}
	put(TrajectoryKind, "T01", instruments.Trajectory{ID: "T01"})
	for i, c := range []Code{
		{ID: "act"},
		{ID: "act.A01", Parent: "act", Codable: true},
		{ID: "act.A02", Parent: "act", Codable: true},
		{ID: "w", Codable: true, Supports: []CodeID{"act.A01"}},
		{ID: "w.1", Parent: "w", Codable: true},
		{ID: "w.1.1", Parent: "w.1", Codable: true},
		{ID: "v", Codable: true, Supports: []CodeID{"w", "act.A02"}},
	} {
		c.Name, c.Order = instruments.Same("naam van "+string(c.ID)), i
		put(CodeKind, string(c.ID), c)
	}
	put(MemoKind, "m1", Memo{ID: "m1", Target: "code/act.A02", Text: "over A02"})
	return s
}

// do makes a command and applies it.
func do(t testing.TB, s *State, make func(View) (Command, error)) Command {
	t.Helper()
	c, err := make(s)
	if err == nil {
		err = s.Apply(c)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func span(t testing.TB, document string, start, end int) Segment {
	t.Helper()
	seg, err := NewSegment(textDocument(document, talk), start, end)
	if err != nil {
		t.Fatal(err)
	}
	return seg
}

// add codes a stretch and returns the coding.
func add(t testing.TB, s *State, c Coding) Coding {
	t.Helper()
	cmd := do(t, s, func(v View) (Command, error) { return AddCodings(v, c) })
	for _, ch := range cmd.Changes {
		if ch.Kind == CodingKind {
			c, err := Decode[Coding](ch.After)
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
	}
	t.Fatal("no coding was added")
	return Coding{}
}

func codingsOf(t testing.TB, s *State, code CodeID) []Coding {
	t.Helper()
	out, err := s.CodingsOf(code)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// refused checks that a command cannot be made, and that a person is told why.
func refused(t *testing.T, name string, _ Command, err error) {
	t.Helper()
	var e *instruments.Error
	if !errors.As(err, &e) || !errors.Is(err, instruments.ErrRefused) || e.What.NL == "" || e.What.EN == "" {
		t.Errorf("%s: %v, want a refusal in two languages", name, err)
	}
}

func TestAddCodings(t *testing.T) {
	s := scene(t)
	got := add(t, s, Coding{Segment: span(t, "R01", 13, 18), Code: "act.A01", Coder: "ik"})
	if got.ID != NewCodingID(got) || got.Origin != ByHand || got.Quotation != "samen" {
		t.Errorf("added %+v", got)
	}
	if _, ok, _ := s.Record(CoderKind, "ik"); !ok {
		t.Error("the coder was not made")
	}
	if cmd := do(t, s, func(v View) (Command, error) {
		return AddCodings(v, Coding{Segment: span(t, "R01", 0, 2), Code: "w", Coder: "ik"}, Coding{Segment: span(t, "R02", 0, 2), Code: "w", Coder: "jij"}, Coding{Segment: span(t, "R02", 0, 2), Code: "v", Coder: "jij"})
	}); len(cmd.Changes) != 4 { // three codings and the coder jij
		t.Errorf("%d changes: %s", len(cmd.Changes), cmd.JSON())
	}
}

func TestAddCodingsRefuses(t *testing.T) {
	s := scene(t)
	first := add(t, s, Coding{Segment: span(t, "R01", 13, 18), Code: "act.A01", Coder: "ik"})
	good := Coding{Segment: span(t, "R01", 0, 2), Code: "w", Coder: "ik"}
	for name, change := range map[string]func(*Coding){
		"again":            func(c *Coding) { *c = first },
		"unknown code":     func(c *Coding) { c.Code = "x" },
		"grouping code":    func(c *Coding) { c.Code = "act" },
		"unknown document": func(c *Coding) { c.Document = "R09" },
		"outside":          func(c *Coding) { c.End = 100_000 },
		"negative":         func(c *Coding) { c.Start = -1 },
		"empty":            func(c *Coding) { c.End = c.Start },
		"no quotation":     func(c *Coding) { c.Quotation = "" },
		"no coder":         func(c *Coding) { c.Coder = "" },
		"weight":           func(c *Coding) { c.Weight = 101 },
	} {
		c := good
		change(&c)
		cmd, err := AddCodings(s, c)
		refused(t, name, cmd, err)
	}
	cmd, err := AddCodings(s, good, good)
	refused(t, "twice in one command", cmd, err)
}

func TestRemoveResizeAnnotate(t *testing.T) {
	s := scene(t)
	c := add(t, s, Coding{Segment: span(t, "R01", 13, 18), Code: "act.A01", Coder: "ik"})
	do(t, s, func(v View) (Command, error) { return ResizeCoding(v, c.ID, span(t, "R01", 3, 18)) })
	do(t, s, func(v View) (Command, error) { return AnnotateCoding(v, c.ID, "let op", 70) })
	got := codingsOf(t, s, "act.A01")
	if len(got) != 1 || got[0].ID != c.ID || got[0].Quotation != "We gingen samen" || got[0].Memo != "let op" || got[0].Weight != 70 {
		t.Errorf("now %+v", got)
	}
	cmd, err := ResizeCoding(s, c.ID, span(t, "R02", 3, 18))
	refused(t, "to another document", cmd, err)
	cmd, err = ResizeCoding(s, "weg", span(t, "R01", 3, 18))
	refused(t, "resize of nothing", cmd, err)
	cmd, err = AnnotateCoding(s, c.ID, "", 101)
	refused(t, "weight", cmd, err)
	do(t, s, func(v View) (Command, error) { return RemoveCodings(v, c.ID) })
	if got := codingsOf(t, s, "act.A01"); len(got) != 0 {
		t.Errorf("left %+v", got)
	}
	cmd, err = RemoveCodings(s, c.ID)
	refused(t, "remove twice", cmd, err)
}

func TestMemos(t *testing.T) {
	s := scene(t)
	do(t, s, func(v View) (Command, error) {
		return SetMemo(v, Memo{Type: "analyse", Target: "study", Text: "een", Author: "ik"})
	})
	do(t, s, func(v View) (Command, error) {
		return SetMemo(v, Memo{Type: "analyse", Target: "study", Text: "twee", Author: "ik"})
	})
	m, ok, err := Find[Memo](s, MemoKind, "study/ik")
	if err != nil || !ok || m.Text != "twee" {
		t.Errorf("memo %+v, %v, %v", m, ok, err)
	}
	do(t, s, func(v View) (Command, error) { return SetMemo(v, Memo{ID: "study/ik", Target: "study"}) })
	if _, ok, _ := s.Record(MemoKind, "study/ik"); ok {
		t.Error("an empty memo stays")
	}
	cmd, err := SetMemo(s, Memo{Text: "los"})
	refused(t, "memo on nothing", cmd, err)
}

func TestOverrides(t *testing.T) {
	s := scene(t)
	o := Override{Dyad: "T01/V–x", Class: "form1", By: "Jo", Memo: "beide spraken elkaar wekelijks"}
	if cmd := do(t, s, func(v View) (Command, error) { return SetOverride(v, o) }); cmd.Reason != "Jo: beide spraken elkaar wekelijks" {
		t.Errorf("reason %q", cmd.Reason)
	}
	for name, change := range map[string]func(*Override){
		"no name": func(o *Override) { o.By = " " }, "no memo": func(o *Override) { o.Memo = "" }, "no class": func(o *Override) { o.Class = "" }, "no dyad": func(o *Override) { o.Dyad = "" },
	} {
		bad := o
		change(&bad)
		cmd, err := SetOverride(s, bad)
		refused(t, name, cmd, err)
	}
	cmd, err := ClearOverride(s, o.Dyad, "Jo", "")
	refused(t, "clear without memo", cmd, err)
	cmd, err = ClearOverride(s, "T99/V", "Jo", "x")
	refused(t, "clear nothing", cmd, err)
	do(t, s, func(v View) (Command, error) { return ClearOverride(v, o.Dyad, "Jo", "toch niet") })
	if _, ok, _ := s.Record(OverrideKind, string(o.Dyad)); ok {
		t.Error("the override stays")
	}
}

func TestRejectSuggestion(t *testing.T) {
	s := scene(t)
	r := Decision{Segment: span(t, "R01", 13, 18), Code: "act.A01", Rule: "samen*", By: "ik", Reason: "ontkend"}
	do(t, s, func(v View) (Command, error) { return RejectSuggestion(v, r) })
	id := NewCodingID(Coding{Segment: r.Segment, Code: r.Code, Coder: LexiconCoder})
	if got, ok, err := Find[Decision](s, DecisionKind, string(id)); !ok || err != nil || got.Rule != "samen*" {
		t.Errorf("decision %+v, %v, %v", got, ok, err)
	}
	r.Document = "R09"
	cmd, err := RejectSuggestion(s, r)
	refused(t, "unknown document", cmd, err)
}

func TestPut(t *testing.T) {
	s := scene(t)
	do(t, s, func(v View) (Command, error) {
		return PutRespondent(v, instruments.Respondent{ID: "R01", Project: "nieuw"})
	})
	do(t, s, func(v View) (Command, error) { return PutTrajectory(v, instruments.Trajectory{ID: "T02"}) })
	do(t, s, func(v View) (Command, error) {
		return PutFilling(v, instruments.Filling{ID: "activiteiten/R01/ik", Kind: instruments.ActivityFilling, Respondent: "R01", Coder: "ik"})
	})
	do(t, s, func(v View) (Command, error) {
		return PutFilling(v, instruments.Filling{ID: "i", Kind: instruments.IndicatorFilling, Dyad: instruments.Dyad{Trajectory: "T02"}, Coder: "ik"})
	})
	if r, _, _ := Find[instruments.Respondent](s, RespondentKind, "R01"); r.Project != "nieuw" {
		t.Errorf("respondent %+v", r)
	}
	cmd, err := PutFilling(s, instruments.Filling{ID: "a", Kind: instruments.ActivityFilling, Respondent: "R09", Coder: "ik"})
	refused(t, "unknown respondent", cmd, err)
	cmd, err = PutFilling(s, instruments.Filling{ID: "a", Kind: instruments.IndicatorFilling, Dyad: instruments.Dyad{Trajectory: "T09"}, Coder: "ik"})
	refused(t, "unknown trajectory", cmd, err)
	cmd, err = PutFilling(s, instruments.Filling{ID: "a", Kind: instruments.ActivityFilling, Respondent: "R01"})
	refused(t, "no coder", cmd, err)
}

func TestPutDocument(t *testing.T) {
	s := scene(t)
	doc := *textDocument("R03", "Nieuw.")
	doc.TextSHA256 = "aa"
	cmd := do(t, s, func(v View) (Command, error) { return PutDocument(v, doc, []byte("bron")) })
	if len(cmd.Blobs) != 2 || string(cmd.Blobs[0]) != "Nieuw." || string(cmd.Blobs[1]) != "bron" || strings.Contains(string(cmd.JSON()), "Nieuw") {
		t.Errorf("blobs %q, event %s", cmd.Blobs, cmd.JSON())
	}
	coded := *textDocument("R01", talk)
	add(t, s, Coding{Segment: span(t, "R01", 0, 2), Code: "w", Coder: "ik"})
	coded.Title = "een titel mag"
	do(t, s, func(v View) (Command, error) { return PutDocument(v, coded, nil) })
	coded.TextSHA256 = "bb"
	cmd, err := PutDocument(s, coded, nil)
	refused(t, "text of a coded document", cmd, err)
}

func TestCodes(t *testing.T) {
	s := scene(t)
	name := instruments.Same("naam")
	do(t, s, func(v View) (Command, error) {
		return AddCode(v, Code{ID: "n", Parent: "w", Name: name, Colour: "#1A9850"})
	})
	do(t, s, func(v View) (Command, error) { return RenameCode(v, "n", instruments.Text{NL: "andere naam"}) })
	do(t, s, func(v View) (Command, error) { return RecolourCode(v, "n", "#ff0000") })
	do(t, s, func(v View) (Command, error) {
		return DefineCode(v, "n", Definition{Definition: name, Include: name, Exclude: name, Example: name})
	})
	do(t, s, func(v View) (Command, error) { return MoveCode(v, "n", "v", 3) })
	got, _, err := Find[Code](s, CodeKind, "n")
	if err != nil || got.Name.NL != "andere naam" || got.Colour != "#ff0000" || got.Definition != name || got.Include != name || got.Exclude != name || got.Example != name || got.Parent != "v" || got.Order != 3 {
		t.Errorf("code %+v, %v", got, err)
	}
	for what, make := range map[string]func() (Command, error){
		"add again":         func() (Command, error) { return AddCode(s, Code{ID: "n", Name: name}) },
		"no id":             func() (Command, error) { return AddCode(s, Code{Name: name}) },
		"no name":           func() (Command, error) { return AddCode(s, Code{ID: "q"}) },
		"unknown parent":    func() (Command, error) { return AddCode(s, Code{ID: "q", Name: name, Parent: "?"}) },
		"bad colour":        func() (Command, error) { return RecolourCode(s, "n", "rood; background:url(x)") },
		"empty rename":      func() (Command, error) { return RenameCode(s, "n", instruments.Text{}) },
		"rename nothing":    func() (Command, error) { return RenameCode(s, "?", name) },
		"below itself":      func() (Command, error) { return MoveCode(s, "w", "w.1.1", 0) },
		"into itself":       func() (Command, error) { return MoveCode(s, "w", "w", 0) },
		"to unknown":        func() (Command, error) { return MoveCode(s, "w", "?", 0) },
		"merge into child":  func() (Command, error) { return MergeCodes(s, "w.1.1", "w") },
		"merge into itself": func() (Command, error) { return MergeCodes(s, "w", "w") },
		"merge nothing":     func() (Command, error) { return MergeCodes(s, "w", "?") },
		"delete a parent":   func() (Command, error) { return DeleteCode(s, "w") },
		"delete nothing":    func() (Command, error) { return DeleteCode(s, "?") },
		"split into old":    func() (Command, error) { return SplitCode(s, "w", []Code{{ID: "v", Name: name}}, nil) },
	} {
		cmd, err := make()
		refused(t, what, cmd, err)
	}
}

// Merging keeps every coding; where one coder now has the code twice on one
// stretch, one stays with both memos, and undo gives both back.
func TestMergeCodes(t *testing.T) {
	s := scene(t)
	at := span(t, "R01", 13, 18)
	add(t, s, Coding{Segment: at, Code: "act.A01", Coder: "ik", Memo: "eerst"})
	double := add(t, s, Coding{Segment: at, Code: "act.A02", Coder: "ik", Memo: "ook"})
	add(t, s, Coding{Segment: at, Code: "act.A02", Coder: "jij"})
	add(t, s, Coding{Segment: at, Code: "act.A02", Coder: "ik", Dyad: "T01/V–x"})
	add(t, s, Coding{Segment: span(t, "R02", 0, 2), Code: "w.1", Coder: "ik"})
	before := fmt.Sprint(s.records)
	cmd := do(t, s, func(v View) (Command, error) { return MergeCodes(v, "act.A01", "act.A02", "w.1") })

	got := codingsOf(t, s, "act.A01")
	if len(got) != 4 || len(codingsOf(t, s, "act.A02"))+len(codingsOf(t, s, "w.1")) != 0 {
		t.Fatalf("codings now: %+v", got)
	}
	memos := ""
	for _, c := range got {
		memos += c.Memo
	}
	if memos != "eerst\nook" {
		t.Errorf("memos %q", memos)
	}
	if !slices.ContainsFunc(cmd.Changes, func(ch Change) bool { return ch.ID == string(double.ID) && ch.Before != nil && ch.After == nil }) {
		t.Error("the changes do not hold the coding that went")
	}
	child, _, _ := Find[Code](s, CodeKind, "w.1.1")
	v, _, _ := Find[Code](s, CodeKind, "v")
	memo, _, _ := Find[Memo](s, MemoKind, "m1")
	if child.Parent != "act.A01" || !slices.Equal(v.Supports, []CodeID{"w", "act.A01"}) || memo.Target != "code/act.A01" {
		t.Errorf("child %+v, supports %v, memo %+v", child, v.Supports, memo)
	}
	if _, ok, _ := s.Record(CodeKind, "act.A02"); ok {
		t.Error("the merged code stays")
	}
	if err := s.Apply(cmd.Inverse()); err != nil || fmt.Sprint(s.records) != before {
		t.Errorf("the inverse does not take the merge back: %v", err)
	}
}

func TestSplitCode(t *testing.T) {
	s := scene(t)
	add(t, s, Coding{Segment: span(t, "R01", 0, 2), Code: "w", Coder: "ik"})
	add(t, s, Coding{Segment: span(t, "R01", 3, 5), Code: "w", Coder: "ik"})
	parts := []Code{{ID: "w.a", Name: instruments.Same("a"), Codable: true}, {ID: "w.b", Name: instruments.Same("b"), Codable: true, Parent: "w"}}
	do(t, s, func(v View) (Command, error) {
		return SplitCode(v, "w", parts, func(c Coding) CodeID {
			if c.Start == 3 {
				return "w.a"
			}
			return ""
		})
	})
	if a, w := codingsOf(t, s, "w.a"), codingsOf(t, s, "w"); len(a) != 1 || len(w) != 1 || a[0].Start != 3 {
		t.Errorf("w.a %+v, w %+v", a, w)
	}
	a, _, _ := Find[Code](s, CodeKind, "w.a")
	b, _, _ := Find[Code](s, CodeKind, "w.b")
	if a.Parent != "" || b.Parent != "w" {
		t.Errorf("parents %q, %q", a.Parent, b.Parent)
	}
	cmd, err := SplitCode(s, "w", nil, func(Coding) CodeID { return "v" })
	refused(t, "to a code outside the split", cmd, err)
}

func TestDeleteCode(t *testing.T) {
	s := scene(t)
	add(t, s, Coding{Segment: span(t, "R01", 0, 2), Code: "act.A02", Coder: "ik"})
	cmd := do(t, s, func(v View) (Command, error) { return DeleteCode(v, "act.A02") })
	if len(codingsOf(t, s, "act.A02")) != 0 {
		t.Error("codings stay behind")
	}
	if v, _, _ := Find[Code](s, CodeKind, "v"); !slices.Equal(v.Supports, []CodeID{"w"}) {
		t.Errorf("supports %v", v.Supports)
	}
	if err := s.Apply(cmd.Inverse()); err != nil || len(codingsOf(t, s, "act.A02")) != 1 {
		t.Errorf("undo of the deletion: %v", err)
	}
}

func TestStateApply(t *testing.T) {
	var s State
	raw := func(x string) json.RawMessage { return json.RawMessage(x) }
	cmd := Command{Type: "t", Changes: []Change{{Kind: CoderKind, ID: "a", After: raw(`{"id":"a"}`)}}}
	if err := s.Apply(cmd); err != nil || s.Len() != 1 {
		t.Fatal(err)
	}
	for name, ch := range map[string]Change{
		"there already": {Kind: CoderKind, ID: "a", After: raw(`{"id":"a","note":"x"}`)},
		"gone":          {Kind: CoderKind, ID: "b", Before: raw(`{"id":"b"}`)},
		"changed":       {Kind: CoderKind, ID: "a", Before: raw(`{"id":"a","note":"oud"}`)},
	} {
		good := Change{Kind: CoderKind, ID: "c", After: raw(`{"id":"c"}`)}
		if err := s.Apply(Command{Type: "t", Changes: []Change{good, ch}}); err == nil || s.Len() != 1 {
			t.Errorf("%s: %v, %d records", name, err, s.Len())
		}
	}
	if err := s.Apply(cmd.Inverse()); err != nil || s.Len() != 0 {
		t.Errorf("inverse: %v", err)
	}
}

func TestTreeOf(t *testing.T) {
	order := func(codes ...Code) string {
		var out []string
		for _, c := range TreeOf(codes).Codes {
			out = append(out, string(c.ID))
		}
		return strings.Join(out, " ")
	}
	for _, test := range []struct {
		name  string
		codes []Code
		want  string
	}{
		{"none", nil, ""},
		{"children below", []Code{{ID: "b.1", Parent: "b"}, {ID: "a"}, {ID: "b", Order: 1}, {ID: "a.1", Parent: "a", Order: 9}, {ID: "a.0", Parent: "a", Order: 10}}, "a a.1 a.0 b b.1"},
		{"orphan", []Code{{ID: "x", Parent: "weg", Order: 5}, {ID: "a", Order: 7}}, "x a"},
		{"cycle", []Code{{ID: "a", Parent: "b"}, {ID: "b", Parent: "a"}, {ID: "c"}, {ID: "d", Parent: "d"}}, "c a b d"},
	} {
		if got := order(test.codes...); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
	deep := make([]Code, 3000)
	for i := range deep {
		deep[i] = Code{ID: CodeID(fmt.Sprintf("c%04d", i)), Parent: CodeID(fmt.Sprintf("c%04d", i-1))}
	}
	deep[0].Parent = ""
	slices.Reverse(deep)
	if got := TreeOf(deep); len(got.Codes) != 3000 || got.Codes[2999].ID != "c2999" || got.Depth("c2999") != 2999 {
		t.Error("a deep tree lost codes or order")
	}
}

func TestSortCodings(t *testing.T) {
	c := func(doc string, start, end int, code, coder, id string) Coding {
		return Coding{ID: CodingID(id), Segment: Segment{Document: instruments.DocumentID(doc), Start: start, End: end}, Code: CodeID(code), Coder: CoderID(coder)}
	}
	want := []Coding{c("a", 2, 3, "x", "k", "1"), c("a", 10, 11, "x", "k", "1"), c("a", 10, 12, "x", "k", "1"), c("a", 10, 12, "y", "k", "1"), c("a", 10, 12, "y", "l", "1"), c("a", 10, 12, "y", "l", "2"), c("b", 0, 1, "a", "a", "0")}
	got := slices.Clone(want)
	slices.Reverse(got)
	SortCodings(got)
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}

// Whatever is added, its inverse gives the state back.
func TestInverseProperty(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := scene(t)
		before := fmt.Sprint(s.records)
		var done []Command
		for range rapid.IntRange(1, 6).Draw(rt, "n") {
			start := rapid.IntRange(0, 20).Draw(rt, "start")
			cmd, err := AddCodings(s, Coding{Segment: span(t, "R01", start, start+rapid.IntRange(1, 9).Draw(rt, "len")), Code: rapid.SampledFrom([]CodeID{"w", "w.1", "v"}).Draw(rt, "code"), Coder: "ik"})
			if err != nil {
				continue
			}
			if err := s.Apply(cmd); err != nil {
				rt.Fatal(err)
			}
			done = append(done, cmd)
		}
		if cmd, err := MergeCodes(s, "v", "w.1"); err == nil && s.Apply(cmd) == nil {
			done = append(done, cmd)
		}
		for _, c := range slices.Backward(done) {
			if err := s.Apply(c.Inverse()); err != nil {
				rt.Fatal(err)
			}
		}
		if got := fmt.Sprint(s.records); got != before {
			rt.Fatalf("left:\n%s\nwant:\n%s", got, before)
		}
	})
}

func ExampleAddCodings() {
	var s State // a study in memory; package study gives a View of a file
	add := func(kind Kind, id string, record string) {
		fmt.Println(s.Apply(Command{Type: "put", Changes: []Change{{Kind: kind, ID: id, After: json.RawMessage(record)}}}))
	}
	add(DocumentKind, "R01", `{"id":"R01","length":29}`)
	add(CodeKind, "act.A01", `{"id":"act.A01","codable":true}`)
	doc := &instruments.Document{ID: "R01", Text: "We gingen samen naar de film."}
	seg, _ := NewSegment(doc, 10, 15)
	cmd, err := AddCodings(&s, Coding{Segment: seg, Code: "act.A01", Coder: "ik"})
	fmt.Println(cmd.Type, len(cmd.Changes), err)
	// Output:
	// <nil>
	// <nil>
	// coding.add 2 <nil>
}

// A rejection that is taken back leaves no record, and undo brings it again.
func TestRestoreSuggestion(t *testing.T) {
	s := scene(t)
	r := Decision{Segment: span(t, "R01", 13, 18), Code: "act.A01", By: "ik", Reason: "nee"}
	do(t, s, func(v View) (Command, error) { return RejectSuggestion(v, r) })
	all, err := All[Decision](s, DecisionKind)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d decisions, %v", len(all), err)
	}
	cmd, err := RestoreSuggestion(s, all[0].ID)
	if err != nil || cmd.Type != "suggestion.restore" {
		t.Fatalf("%+v, %v", cmd, err)
	}
	if err := s.Apply(cmd); err != nil {
		t.Fatal(err)
	}
	if left, _ := All[Decision](s, DecisionKind); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	if _, err := RestoreSuggestion(s, all[0].ID); !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("twice: %v", err)
	}
	if err := s.Apply(cmd.Inverse()); err != nil {
		t.Fatal(err)
	}
	if back, _ := All[Decision](s, DecisionKind); len(back) != 1 || back[0].Reason != "nee" {
		t.Errorf("after undo: %v", back)
	}
}
