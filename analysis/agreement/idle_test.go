package agreement

import (
	"slices"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// A coder who had nothing when a round was released is named; one who marked a
// document done found nothing in it, which is work.
func TestWithoutWork(t *testing.T) {
	for _, x := range []struct {
		name     string
		released bool
		done     string
		unit     Unit
		want     string // the note, in Dutch; "" for none
	}{
		{"released", true, "", Turn, "bram had bij de vrijgave van ronde 1 niets gecodeerd; later werk telt niet mee in deze cijfers. Neem de vrijgave terug met undo, of open een nieuwe ronde."},
		{"open", false, "", Document, "bram heeft in ronde 1 nog niets gecodeerd."},
		{"done", true, coding.Done, Turn, ""},
		{"lists", true, "", Checklist, ""},
	} {
		c := mark(testCorpus(100, "R1", "R2", "R3"), "anna R1 A1 0-5", "anna R2 A1 0-5", "bram R3 A1 0-5")
		r := coding.Round{ID: "1", Documents: []instruments.DocumentID{"R1", "R2"}, Coders: []coding.CoderID{"anna", "bram"}, Released: x.released, Lists: true}
		c.Rounds = []coding.Round{r}
		if x.done != "" {
			c.Progress = append(c.Progress, coding.Progress{Document: "R2", Coder: "bram", State: x.done})
		}
		if idle := WithoutWork(c, r); (x.done == "") != slices.Equal(idle, []coding.CoderID{"bram"}) {
			t.Errorf("%s: %q", x.name, idle)
		}
		got, err := Study(c, Settings{Unit: x.unit, Round: "1", Options: Options{Bootstrap: NoBootstrap}})
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, n := range got.Notes {
			if n.Code == CoderWithoutWork {
				said += n.Text.NL
			}
		}
		if said != x.want {
			t.Errorf("%s: %q", x.name, said)
		}
	}
}

// Where one coder coded nothing every replicate is the same: no interval, with
// the reason.
func TestNoIntervalWithoutSpread(t *testing.T) {
	for _, m := range BinaryUnits([]Table{{OnlyA: 3, Neither: 7}, {OnlyA: 2, Neither: 9}, {OnlyA: 5, Neither: 5}}, Options{Replicates: 200}) {
		constant := m.Name == CohenName || m.Name == JaccardName || m.Name == F1Name
		switch {
		case constant && (m.Value == nil || *m.Value != 0 || m.CI != nil || m.SE != nil || m.CIReason != NoSpread):
			t.Errorf("%s: %v, interval %v (%s)", m.Name, m.Value, m.CI, m.CIReason)
		case !constant && (m.CI == nil || m.CI[0] >= m.CI[1]):
			t.Errorf("%s: interval %v (%s)", m.Name, m.CI, m.CIReason)
		}
	}
}

// No interval reaches below what its measure can be: −1/(q−1) for Brennan and
// Prediger and AC1, −1/(n−1) for Fleiss with n coders.
func TestIntervalsEndWhereTheMeasureDoes(t *testing.T) {
	two := Data{Coders: []string{"a", "b"}, Categories: 5, Labels: []string{"v", "w", "x", "y", "z"}, Codes: []int32{0, 1, 1, 2, 2, 3, 3, 4, 4, 0, 0, 0}}
	for _, m := range []Measure{BrennanPrediger(two), GwetAC1(two)} {
		if m.CI == nil || m.CI[0] != -.25 {
			t.Errorf("%s: %v in %v", m.Name, *m.Value, m.CI)
		}
	}
	three := Data{Coders: []string{"a", "b", "c"}, Categories: 3, Labels: []string{"x", "y", "z"}, Codes: []int32{0, 1, 2, 1, 2, 0, 2, 0, 1, 0, 0, 1}}
	if m := Fleiss(three); m.CI == nil || m.CI[0] != -.5 {
		t.Errorf("fleiss: %v in %v", *m.Value, m.CI)
	}
}
