package main

import (
	"strings"
	"testing"

	"meerzicht/analysis/form"
	"meerzicht/instruments"
)

func TestFindDyad(t *testing.T) {
	set := &instruments.Set{Roles: []instruments.RoleInfo{
		{ID: "toezichthouder", Label: instruments.Text{NL: "Toezichthouder", EN: "Supervisor"}, Dyad: "toezichth."},
		{ID: "coördinator", Label: instruments.Text{NL: "Coördinator", EN: "Coordinator"}, Dyad: "coörd."},
	}}
	var all []form.Assignment
	for _, one := range []struct{ trajectory, name, role string }{{"T01", "V–toezichth.", "toezichthouder"}, {"T01", "V–coörd.", "coördinator"}, {"T02", "V–toezichth.", "toezichthouder"}} {
		tr := instruments.TrajectoryID(one.trajectory)
		all = append(all, form.Assignment{Dyad: instruments.Dyad{ID: instruments.NewDyadID(tr, one.name), Trajectory: tr, Name: one.name, Role: instruments.Role(one.role)}})
	}
	for typed, want := range map[string]instruments.DyadID{
		"T01/V–toezichth.": "T01/V–toezichth.", "T01/V-toezichth.": "T01/V–toezichth.", "t01/v-coörd": "T01/V–coörd.", "T01/toezichthouder": "T01/V–toezichth.",
		"T01/coordinator": "T01/V–coörd.", "T02/Supervisor": "T02/V–toezichth.", "T02": "T02/V–toezichth.", "T01": "", "T03": "", "T02/coördinator": "", "": "", "T02/": "",
	} {
		got, err := findDyad(all, set, typed)
		if got.Dyad.ID != want || (err == nil) != (want != "") {
			t.Errorf("%q is %q (%v), want %q", typed, got.Dyad.ID, err, want)
		}
	}
	_, err := findDyad(all, set, "T01")
	if text := instruments.Localized(err, instruments.Dutch); !strings.Contains(text, "kies uit: T01/V–toezichth., T01/V–coörd.") || strings.Contains(text, "T02") {
		t.Errorf("a trajectory with two dyads: %s", text)
	}
	for range 20 {
		all = append(all, all[0])
	}
	_, err = findDyad(all, set, "niets")
	if text := instruments.Localized(err, instruments.English); strings.Count(text, "/V–") != 10 || !strings.HasSuffix(text, ", …") {
		t.Errorf("not ten dyads: %s", text)
	}
}

func TestClassName(t *testing.T) {
	for typed, want := range map[string]string{
		"vorm2": "form2", "Vorm 2": "form2", "form2": "form2", "form 3": "form3", "mengvorm2/3": "mixed2/3", "mengvorm 2/3": "mixed2/3", "mengvorm": "mixed",
		"mixed2/3": "mixed2/3", "onvoldoende": "insufficient", "onvoldoende gegevens": "insufficient", "niet eenduidig": "ambiguous", "ambiguous": "ambiguous", "raar": "raar",
	} {
		if got := className(typed); got != want {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
}

func TestSomeIsSingularForOne(t *testing.T) {
	for n, want := range map[int]string{0: "0 lijsten", 1: "1 lijst", 2: "2 lijsten"} {
		if got := some(n, "lijst", "lijsten", "list", "lists").In(instruments.Dutch); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestProblemsAreMarked(t *testing.T) {
	list := instruments.Problems{{File: "a", What: instruments.Same("x"), Note: true}, {File: "b", What: instruments.Same("y\x1b[2J")}}
	for lang, want := range map[instruments.Lang]string{instruments.Dutch: "let op: a: x\nfout: b: y·[2J\n", instruments.English: "note: a: x\nerror: b: y·[2J\n"} {
		var b strings.Builder
		if n := tellProblems(&b, list, lang); n != 1 || b.String() != want {
			t.Errorf("%d wrong, %q, want %q", n, b.String(), want)
		}
		b.Reset()
		if tell(&b, list, lang); b.String() != want {
			t.Errorf("as an error %q, want %q", b.String(), want)
		}
	}
}
