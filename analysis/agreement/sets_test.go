package agreement_test

import (
	"slices"
	"strings"
	"testing"

	"meerzicht/analysis/agreement"
)

// setsOf reads units of sets: a blank between coders, "|" between codes, "."
// for no value and "0" for the empty set. The codes are letters.
func setsOf(coders int, units ...string) agreement.Sets {
	s := agreement.Sets{Labels: strings.Split("abcdefghijklmnopqrstuvwxyz", "")}
	for c := range coders {
		s.Coders = append(s.Coders, string(rune('A'+c)))
	}
	for _, unit := range units {
		for _, cell := range strings.Fields(unit) {
			s.Values = append(s.Values, setOf(cell))
		}
	}
	return s
}

func setOf(cell string) agreement.Set {
	if cell == "." {
		return nil
	}
	set := agreement.NewSet(26)
	for _, r := range cell {
		if r >= 'a' && r <= 'z' {
			set[0] |= 1 << (r - 'a')
		}
	}
	return set
}

// TestSetDistances: MASI after Passonneau (2006), section 3: M is 1 for equal
// sets, 2/3 when one holds the other, 1/3 for an overlap, 0 for disjoint sets.
func TestSetDistances(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b          string
		jaccard, masi float64
	}{
		{"a|b", "a|b", 0, 0},
		{"a|b", "a", 1. / 2, 1 - 1./2*2/3},
		{"a", "a|b|c", 2. / 3, 1 - 1./3*2/3},
		{"a|b", "b|c", 2. / 3, 1 - 1./3*1/3},
		{"a|b|c", "b|c|d", 1. / 2, 1 - 1./2*1/3},
		{"a", "b", 1, 1},
		{"a", "0", 1, 1},
		{"0", "0", 0, 0},
	} {
		for _, pair := range [][2]string{{tt.a, tt.b}, {tt.b, tt.a}} {
			a, b := setOf(pair[0]), setOf(pair[1])
			j, m := agreement.Jaccard.Between(a, b), agreement.MASI.Between(a, b)
			near(t, "Jaccard "+tt.a+" "+tt.b, &j, tt.jaccard, 1e-15)
			near(t, "MASI "+tt.a+" "+tt.b, &m, tt.masi, 1e-15)
		}
	}
}

func TestSetsBeyondOneWord(t *testing.T) {
	t.Parallel()
	a, b := agreement.NewSet(300, 0, 70, 299), agreement.NewSet(300, 70, 299)
	if got := a.Codes(); !slices.Equal(got, []int{0, 70, 299}) || a.Len() != 3 {
		t.Errorf("codes %v, %d", got, a.Len())
	}
	d := agreement.Jaccard.Between(a, b)
	near(t, "Jaccard", &d, 1./3, 1e-15)
	short := agreement.NewSet(10, 3) // another number of words, the same meaning
	d = agreement.Jaccard.Between(short, agreement.NewSet(300, 3))
	near(t, "sets of unlike length", &d, 0, 0)
	m := agreement.SetAlpha(agreement.Sets{Coders: []string{"A", "B"}, Values: []agreement.Set{short, agreement.NewSet(300, 3), a, a}}, agreement.Jaccard, none())
	near(t, "alpha of sets of unlike length", m.Value, 1, 0)
}

// TestSetAlpha: complete data by nltk 3.8 AnnotationTask.alpha with its Jaccard
// distance, and with MASI of exact thirds (nltk rounds them to .67 and .33); the
// data with missing and empty sets by the definition, in exact fractions.
func TestSetAlpha(t *testing.T) {
	t.Parallel()
	complete := setsOf(3, "a|b a|b a", "c c c|d", "a b a|b", "d d d", "b|c b|c b|c", "a a|d d", "c|d c a|c|d", "b b b")
	sparse := setsOf(2, "a|b a", "0 0", "c 0", "b|c b|c", ". a", "a a", "0 0")
	dropped := sparse
	dropped.DropEmpty = true
	for _, tt := range []struct {
		name         string
		s            agreement.Sets
		jaccard      float64
		masi         float64
		n, left, emp int
	}{
		{"nltk", complete, .5813106796116505, .5202383908616834, 8, 0, 0},
		{"empty sets agree", sparse, .6621160409556314, .6341463414634145, 6, 1, 2},
		{"empty sets dropped", dropped, .4960000000000001, .47236180904522607, 4, 3, 0},
	} {
		j, m := agreement.SetAlpha(tt.s, agreement.Jaccard, none()), agreement.SetAlpha(tt.s, agreement.MASI, none())
		near(t, tt.name+", Jaccard", j.Value, tt.jaccard, 1e-12)
		near(t, tt.name+", MASI", m.Value, tt.masi, 1e-12)
		if j.N != tt.n || j.LeftOut != tt.left {
			t.Errorf("%s: n %d, left out %d", tt.name, j.N, j.LeftOut)
		}
		if got := warned(j, agreement.EmptySets); got != (tt.emp > 0) {
			t.Errorf("%s: empty sets told %v", tt.name, got)
		}
	}
}

func warned(m agreement.Measure, code string) bool {
	for _, w := range m.Warnings {
		if w.Code == code {
			return true
		}
	}
	return false
}

// TestSetMeasures: the contract's names, and one word in the message for sets
// that are all alike.
func TestSetMeasures(t *testing.T) {
	t.Parallel()
	var names []string
	for _, m := range agreement.SetMeasures(setsOf(2, "a|b a|b", "a|b a|b"), agreement.Options{Replicates: 100}) {
		names = append(names, m.Name)
		if m.Name != agreement.PercentName && (m.Reason != agreement.NoVariation || !strings.Contains(m.Message.NL, `"a|b"`)) {
			t.Errorf("%s: %s %s", m.Name, m.Reason, m.Message.NL)
		}
	}
	if got := strings.Join(names, " "); got != "percent set_alpha_jaccard set_alpha_masi" {
		t.Error(got)
	}
	if m := agreement.SetAlpha(setsOf(2, "0 0", "0 0"), agreement.MASI, none()); m.Reason != agreement.NoVariation || !strings.Contains(m.Message.NL, "∅") {
		t.Errorf("all empty: %s %s", m.Reason, m.Message.NL)
	}
	if m := agreement.SetAlpha(setsOf(1, "a", "b"), agreement.MASI, none()); m.Reason != agreement.NeedTwoCoders {
		t.Errorf("one coder: %s", m.Reason)
	}
}
