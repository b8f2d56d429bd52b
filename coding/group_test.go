package coding

import (
	"fmt"
	"testing"

	"meerzicht/instruments"
)

// grouped is a study with two groups: one of codes and documents, one without
// anything that changes.
func grouped(t *testing.T) *State {
	t.Helper()
	s := &State{}
	put := func(kind Kind, id string, record any) {
		raw, err := Canonical(record)
		if err == nil {
			err = s.Apply(Command{Type: "x", Changes: []Change{{Kind: kind, ID: id, After: raw}}})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, id := range []CodeID{"a", "b", "c", "c.1", "d"} {
		c := Code{ID: id, Name: instruments.Same(string(id)), Codable: true, Order: i}
		if id == "c.1" {
			c.Parent = "c"
		}
		put(CodeKind, string(id), c)
	}
	for _, id := range []instruments.DocumentID{"R01", "R02"} {
		put(DocumentKind, string(id), instruments.Document{ID: id, Kind: instruments.Interview})
	}
	put(GroupKind, "g1", Group{ID: "g1", Name: "een", Documents: []instruments.DocumentID{"R02", "R01"}, Codes: []CodeID{"b", "a", "c.1"}})
	put(GroupKind, "g2", Group{ID: "g2", Name: "twee", Codes: []CodeID{"d"}})
	return s
}

// Groups follow codes and documents; undo brings them back.
func TestGroupsFollow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		do   func(View) (Command, error)
		want string
	}{
		{"merge", func(v View) (Command, error) { return MergeCodes(v, "a", "b", "d") }, "[{g1 een  [R02 R01] [a c.1]} {g2 twee  [] [a]}]"},
		{"split", func(v View) (Command, error) {
			return SplitCode(v, "a", []Code{{ID: "a1", Name: instruments.Same("a1")}, {ID: "a2", Name: instruments.Same("a2")}}, func(Coding) CodeID { return "" })
		}, "[{g1 een  [R02 R01] [b a a1 a2 c.1]} {g2 twee  [] [d]}]"},
		{"delete", func(v View) (Command, error) { return DeleteCode(v, "d") }, "[{g1 een  [R02 R01] [b a c.1]} {g2 twee  [] []}]"},
		{"delete branch", func(v View) (Command, error) { return DeleteBranch(v, "c") }, "[{g1 een  [R02 R01] [b a]} {g2 twee  [] [d]}]"},
		{"remove document", func(v View) (Command, error) { return RemoveDocument(v, "R02", "x") }, "[{g1 een  [R01] [b a c.1]} {g2 twee  [] [d]}]"},
		{"rename", func(v View) (Command, error) { return RenameCode(v, "a", instruments.Same("anders")) }, "[{g1 een  [R02 R01] [b a c.1]} {g2 twee  [] [d]}]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := grouped(t)
			before, _ := All[Group](s, GroupKind)
			cmd, err := c.do(s)
			if err == nil {
				err = s.Apply(cmd)
			}
			if err != nil {
				t.Fatal(err)
			}
			if got, _ := All[Group](s, GroupKind); fmt.Sprint(got) != c.want {
				t.Errorf("%v, want %s", got, c.want)
			}
			if err := s.Apply(cmd.Inverse()); err != nil {
				t.Fatal(err)
			}
			if got, _ := All[Group](s, GroupKind); fmt.Sprint(got) != fmt.Sprint(before) {
				t.Errorf("after undo %v, want %v", got, before)
			}
		})
	}
}
