package coding

import (
	"fmt"
	"slices"
	"testing"

	"meerzicht/instruments"
	"pgregory.net/rapid"
)

// order is the ids of the tree in reading order.
func order(t testing.TB, s *State) []string {
	t.Helper()
	codes, err := All[Code](s, CodeKind)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, c := range TreeOf(codes).Codes {
		out = append(out, string(c.ID))
	}
	return out
}

// shelf is a state with codes a, b, c at the top, all with the order 1, and b.1
// and b.2 below b.
func shelf(t testing.TB) *State {
	t.Helper()
	s := &State{}
	for _, c := range []Code{
		{ID: "a", Order: 1},
		{ID: "b", Order: 1},
		{ID: "c", Order: 1},
		{ID: "b.1", Parent: "b", Order: 4},
		{ID: "b.2", Parent: "b", Order: 5},
	} {
		c.Name, c.Codable, c.Origin = instruments.Same(string(c.ID)), true, instruments.Inductive
		do(t, s, func(v View) (Command, error) { return AddCode(v, c) })
	}
	return s
}

func TestPlaceCode(t *testing.T) {
	for _, x := range []struct {
		name string
		id   CodeID
		at   Seat
		want []string
	}{
		{"to the front", "c", Seat{First: true}, []string{"c", "a", "b", "b.1", "b.2"}},
		{"to the end", "a", Seat{}, []string{"b", "b.1", "b.2", "c", "a"}},
		{"behind one with the same order", "c", Seat{After: "a"}, []string{"a", "c", "b", "b.1", "b.2"}},
		{"in front of one", "c", Seat{Before: "b"}, []string{"a", "c", "b", "b.1", "b.2"}},
		{"between children", "a", Seat{After: "b.1"}, []string{"b", "b.1", "a", "b.2", "c"}},
		{"first child", "a", Seat{Parent: "b", First: true}, []string{"b", "a", "b.1", "b.2", "c"}},
		{"last child", "a", Seat{Parent: "b"}, []string{"b", "b.1", "b.2", "a", "c"}},
		{"only child", "b", Seat{Parent: "c"}, []string{"a", "c", "b", "b.1", "b.2"}},
		{"child to the top", "b.2", Seat{Before: "a"}, []string{"b.2", "a", "b", "b.1", "c"}},
	} {
		t.Run(x.name, func(t *testing.T) {
			s := shelf(t)
			before := order(t, s)
			cmd := do(t, s, func(v View) (Command, error) { return PlaceCode(v, x.id, x.at) })
			if got := order(t, s); !slices.Equal(got, x.want) {
				t.Errorf("got %v, want %v", got, x.want)
			}
			if err := s.Apply(cmd.Inverse()); err != nil {
				t.Fatal(err)
			}
			if got := order(t, s); !slices.Equal(got, before) {
				t.Errorf("taken back %v, want %v", got, before)
			}
		})
	}
}

func TestPlaceCodeRefuses(t *testing.T) {
	s := shelf(t)
	for name, try := range map[string]func() (Command, error){
		"below itself":    func() (Command, error) { return PlaceCode(s, "b", Seat{Parent: "b"}) },
		"below its child": func() (Command, error) { return PlaceCode(s, "b", Seat{After: "b.1"}) },
		"beside itself":   func() (Command, error) { return PlaceCode(s, "b", Seat{After: "b"}) },
		"unknown":         func() (Command, error) { return PlaceCode(s, "x", Seat{}) },
		"unknown parent":  func() (Command, error) { return PlaceCode(s, "b", Seat{Parent: "x"}) },
		"unknown sibling": func() (Command, error) { return PlaceCode(s, "b", Seat{Before: "x"}) },
		"new below unknown": func() (Command, error) {
			return AddCodeAt(s, Code{ID: "n", Name: instruments.Same("n")}, Seat{Parent: "x"})
		},
		"new with a known id": func() (Command, error) { return AddCodeAt(s, Code{ID: "a", Name: instruments.Same("n")}, Seat{}) },
	} {
		cmd, err := try()
		refused(t, name, cmd, err)
	}
}

// Whatever is moved, every code and all other codes' order stay.
func TestPlaceCodeProperty(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := &State{}
		n := rapid.IntRange(1, 12).Draw(rt, "n")
		for i := range n {
			id := CodeID(fmt.Sprint("n", i))
			c := Code{ID: id, Name: instruments.Same(string(id)), Order: rapid.IntRange(0, 3).Draw(rt, "order"), Origin: instruments.Inductive}
			do(t, s, func(v View) (Command, error) { return AddCode(v, c) })
		}
		was := order(t, s)
		id, beside := rapid.SampledFrom(was).Draw(rt, "id"), rapid.SampledFrom(was).Draw(rt, "beside")
		cmd, err := PlaceCode(s, CodeID(id), Seat{After: CodeID(beside)})
		if id == beside {
			if err == nil {
				rt.Fatal("beside itself")
			}
			return
		}
		if err != nil {
			rt.Fatal(err)
		}
		if err := s.Apply(cmd); err != nil {
			rt.Fatal(err)
		}
		want := slices.DeleteFunc(slices.Clone(was), func(x string) bool { return x == id })
		want = slices.Insert(want, 1+slices.Index(want, beside), id)
		if got := order(t, s); !slices.Equal(got, want) {
			rt.Fatalf("%s behind %s: %v, want %v", id, beside, got, want)
		}
	})
}

func TestAddCodeAt(t *testing.T) {
	s := shelf(t)
	do(t, s, func(v View) (Command, error) {
		return AddCodeAt(v, Code{ID: "n", Name: instruments.Same("n"), Origin: instruments.Inductive}, Seat{After: "a"})
	})
	if got, want := order(t, s), []string{"a", "n", "b", "b.1", "b.2", "c"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestSetCodable(t *testing.T) {
	s := scene(t)
	do(t, s, func(v View) (Command, error) { return SetCodable(v, "act", true) })
	add(t, s, Coding{Segment: span(t, "R01", 0, 4), Code: "act", Coder: "x"})
	cmd, err := SetCodable(s, "act", false)
	refused(t, "a group with codings", cmd, err)
	do(t, s, func(v View) (Command, error) { return SetCodable(v, "v", false) })
	if c, _, _ := Find[Code](s, CodeKind, "v"); c.Codable {
		t.Error("v is codable still")
	}
}

func TestDescribeCode(t *testing.T) {
	s := shelf(t)
	about := About{Origin: instruments.FromLiterature, Domain: "waarde", Who: []instruments.RespondentType{"V"}}
	do(t, s, func(v View) (Command, error) { return DescribeCode(v, "a", about) })
	c, _, _ := Find[Code](s, CodeKind, "a")
	if c.Origin != instruments.FromLiterature || c.Domain != "waarde" || !slices.Equal(c.Who, about.Who) {
		t.Errorf("%+v", c)
	}
	cmd, err := DescribeCode(s, "a", About{Origin: "gerucht"})
	refused(t, "an unknown origin", cmd, err)
}

func TestDeleteBranch(t *testing.T) {
	s := scene(t)
	add(t, s, Coding{Segment: span(t, "R01", 0, 4), Code: "w.1.1", Coder: "x"})
	was := order(t, s)
	cmd := do(t, s, func(v View) (Command, error) { return DeleteBranch(v, "w") })
	if got := order(t, s); slices.ContainsFunc(got, func(id string) bool { return id[0] == 'w' }) || len(codingsOf(t, s, "w.1.1")) > 0 {
		t.Errorf("left: %v", got)
	}
	if err := s.Apply(cmd.Inverse()); err != nil {
		t.Fatal(err)
	}
	if got := order(t, s); !slices.Equal(got, was) || len(codingsOf(t, s, "w.1.1")) != 1 {
		t.Errorf("taken back: %v, want %v", got, was)
	}
	cmd, err := DeleteBranch(s, "x")
	refused(t, "unknown", cmd, err)
}

func TestDeleteBranchClearsSupports(t *testing.T) {
	s := scene(t)
	do(t, s, func(v View) (Command, error) { return DeleteBranch(v, "act") })
	c, _, _ := Find[Code](s, CodeKind, "w")
	if len(c.Supports) > 0 {
		t.Errorf("w supports %v", c.Supports)
	}
}

func TestMergeNamedTwice(t *testing.T) {
	s := scene(t)
	k := add(t, s, Coding{Segment: span(t, "R01", 0, 4), Code: "v", Coder: "x"})
	do(t, s, func(v View) (Command, error) { return MergeCodes(v, "w", "v", "v") })
	if got := codingsOf(t, s, "w"); len(got) != 1 || got[0].ID != k.ID {
		t.Errorf("%+v", got)
	}
}

func TestSplitKeepsThePlace(t *testing.T) {
	s := shelf(t)
	parts := []Code{{ID: "z", Name: instruments.Same("z")}, {ID: "y", Name: instruments.Same("y")}}
	do(t, s, func(v View) (Command, error) { return SplitCode(v, "a", parts, func(Coding) CodeID { return "" }) })
	if got, want := order(t, s), []string{"a", "z", "y", "b", "b.1", "b.2", "c"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
