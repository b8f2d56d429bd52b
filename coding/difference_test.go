package coding

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"meerzicht/instruments"
	"pgregory.net/rapid"
)

// at is a coding without words, which comparing does not need.
func at(document string, start, end int, code CodeID) Coding {
	return Coding{Segment: Segment{Document: instruments.DocumentID(document), Start: start, End: end}, Code: code}
}

// layer gives codings a coder and ids.
func layer(coder CoderID, codings ...Coding) []Coding {
	for i := range codings {
		codings[i].Coder = coder
		codings[i].ID = NewCodingID(codings[i])
	}
	SortCodings(codings)
	return codings
}

// told is a difference in short: "boundary R01 0–12 v".
func told(d Difference) string {
	who := ""
	switch {
	case d.Type != Missed:
	case len(d.A) > 0:
		who = " by A"
	default:
		who = " by B"
	}
	return fmt.Sprintf("%s %s%s %d–%d %s%s", d.Type, d.Document, d.Dyad, d.Start, d.End, strings.Trim(fmt.Sprint(d.Codes()), "[]"), who)
}

func tell(diffs []Difference) []string {
	out := []string{}
	for _, d := range diffs {
		out = append(out, told(d))
	}
	return out
}

func TestCompare(t *testing.T) {
	inDyad := func(c Coding, dyad instruments.DyadID) Coding { c.Dyad = dyad; return c }
	noted := at("R01", 0, 5, "v")
	noted.Memo, noted.Weight, noted.Origin = "memo", 40, ByImport
	for name, test := range map[string]struct {
		a, b      []Coding
		threshold float64
		agreed    int
		want      []string
	}{
		"nothing":                     {},
		"the same":                    {a: []Coding{at("R01", 0, 5, "v")}, b: []Coding{at("R01", 0, 5, "v")}, agreed: 1},
		"memo and weight do not tell": {a: []Coding{noted}, b: []Coding{at("R01", 0, 5, "v")}, agreed: 1},
		"the same in pieces":          {a: []Coding{at("R01", 0, 3, "v"), at("R01", 3, 5, "v")}, b: []Coding{at("R01", 0, 4, "v"), at("R01", 2, 5, "v")}, agreed: 1},
		"other document":              {a: []Coding{at("R01", 0, 5, "v")}, b: []Coding{at("R02", 0, 5, "v")}, want: []string{"missed R01 0–5 v by A", "missed R02 0–5 v by B"}},
		"other edges":                 {a: []Coding{at("R01", 0, 5, "v")}, b: []Coding{at("R01", 4, 9, "v")}, want: []string{"boundary R01 0–9 v"}},
		"touching is not overlapping": {
			a: []Coding{at("R01", 0, 5, "v")}, b: []Coding{at("R01", 5, 9, "v")},
			want: []string{"missed R01 0–5 v by A", "missed R01 5–9 v by B"},
		},
		"a chain is one difference": {
			a: []Coding{at("R01", 0, 5, "v"), at("R01", 6, 10, "v")}, b: []Coding{at("R01", 4, 7, "v"), at("R01", 9, 12, "v")},
			want: []string{"boundary R01 0–12 v"},
		},
		"another code": {a: []Coding{at("R01", 0, 4, "v")}, b: []Coding{at("R01", 0, 8, "w")}, want: []string{"code R01 0–8 v w"}},
		"another code, half of it less one": {
			a: []Coding{at("R01", 0, 4, "v")}, b: []Coding{at("R01", 0, 9, "w")},
			want: []string{"missed R01 0–4 v by A", "missed R01 0–9 w by B"},
		},
		"a lower threshold":  {a: []Coding{at("R01", 0, 4, "v")}, b: []Coding{at("R01", 0, 9, "w")}, threshold: .4, want: []string{"code R01 0–9 v w"}},
		"a higher threshold": {a: []Coding{at("R01", 0, 7, "v")}, b: []Coding{at("R01", 0, 10, "w")}, threshold: .7, want: []string{"code R01 0–10 v w"}},
		"what is agreed is not paired": {
			a: []Coding{at("R01", 0, 5, "v"), at("R01", 0, 5, "w")}, b: []Coding{at("R01", 0, 5, "v")},
			agreed: 1, want: []string{"missed R01 0–5 w by A"},
		},
		"the same branch before the larger share": {
			a: []Coding{at("R01", 0, 10, "act.A01")}, b: []Coding{at("R01", 0, 10, "doel.D1"), at("R01", 0, 6, "act.A02")},
			want: []string{"code R01 0–10 act.A01 act.A02", "missed R01 0–10 doel.D1 by B"},
		},
		"the larger share of one branch": {
			a: []Coding{at("R01", 0, 10, "act.A01")}, b: []Coding{at("R01", 0, 6, "act.A02"), at("R01", 0, 9, "act.A03")},
			want: []string{"missed R01 0–6 act.A02 by B", "code R01 0–10 act.A01 act.A03"},
		},
		"indicators of other dyads": {
			a: []Coding{inDyad(at("R01", 0, 5, "ind.K1.2"), "T1/V")}, b: []Coding{inDyad(at("R01", 0, 5, "ind.K1.2"), "T1/C"), inDyad(at("R01", 0, 5, "ind.K1.3"), "T1/V")},
			want: []string{"missed R01T1/C 0–5 ind.K1.2 by B", "code R01T1/V 0–5 ind.K1.2 ind.K1.3"},
		},
	} {
		agreed, diffs := Compare(layer("a", test.a...), layer("b", test.b...), test.threshold)
		if got := tell(diffs); len(agreed) != test.agreed || !slices.Equal(got, append([]string{}, test.want...)) {
			t.Errorf("%s: %d agreed, %q, want %d, %q", name, len(agreed), got, test.agreed, test.want)
		}
	}
}

// A pair of pieces has the whole stretch, and its quotation.
func TestCompareUnites(t *testing.T) {
	a := layer("a", Coding{Segment: span(t, "R01", 0, 6), Code: "v"}, Coding{Segment: span(t, "R01", 4, 9), Code: "v"}, Coding{Segment: span(t, "R01", 5, 7), Code: "v"})
	b := layer("b", Coding{Segment: span(t, "R01", 0, 9), Code: "v"})
	agreed, diffs := Compare(a, b, 0)
	if len(agreed) != 1 || len(diffs) != 0 {
		t.Fatalf("%v %v", agreed, diffs)
	}
	if agreed[0].A.Segment != span(t, "R01", 0, 9) || agreed[0].A.ID != a[0].ID {
		t.Errorf("%+v, want %+v", agreed[0].A, span(t, "R01", 0, 9))
	}
}

// The words of a united stretch are those of the text, wherever it is cut.
func TestUniteProperty(t *testing.T) {
	n := len([]rune(talk))
	rapid.Check(t, func(r *rapid.T) {
		start := rapid.IntRange(0, n-3).Draw(r, "start")
		end := rapid.IntRange(start+2, n).Draw(r, "end")
		var pieces []Coding
		for from := start; from < end; {
			to := rapid.IntRange(from+1, end).Draw(r, "to")
			pieces = append(pieces, Coding{Segment: span(t, "R01", from, to), Code: "v", Coder: "a"})
			from = rapid.IntRange(from+1, to).Draw(r, "from")
		}
		got := unite(pieces)
		if len(got) != 1 || got[0].Segment != span(t, "R01", start, end) {
			r.Fatalf("%+v", got)
		}
	})
}

// drawn are random codings of one coder, in two documents, with codes of two
// branches, some about a dyad.
func drawn(r *rapid.T, coder CoderID) []Coding {
	gen := rapid.Custom(func(r *rapid.T) Coding {
		start := rapid.IntRange(0, 30).Draw(r, "start")
		c := at(rapid.SampledFrom([]string{"R01", "R02"}).Draw(r, "document"), start, start+rapid.IntRange(1, 12).Draw(r, "length"),
			rapid.SampledFrom([]CodeID{"act.A01", "act.A02", "act.A03", "w", "ind.K1.2"}).Draw(r, "code"))
		if c.Code == "ind.K1.2" {
			c.Dyad = rapid.SampledFrom([]instruments.DyadID{"T1/V", "T1/C"}).Draw(r, "dyad")
		}
		return c
	})
	list := rapid.SliceOfNDistinct(gen, 0, 14, func(c Coding) content { return contentOf(c) }).Draw(r, string(coder))
	return layer(coder, list...)
}

// What A and B are called changes nothing but who is who.
func TestCompareSwapped(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a, b := drawn(r, "a"), drawn(r, "b")
		threshold := rapid.SampledFrom([]float64{.1, .3, .5, .75, 1}).Draw(r, "threshold")
		agreed, diffs := Compare(a, b, threshold)
		swapped, other := Compare(b, a, threshold)
		for i := range swapped {
			swapped[i].A, swapped[i].B = swapped[i].B, swapped[i].A
		}
		for i := range other {
			other[i].A, other[i].B = other[i].B, other[i].A
		}
		if !reflect.DeepEqual(agreed, swapped) || !reflect.DeepEqual(diffs, other) {
			r.Fatalf("%v\n%v", diffs, other)
		}
	})
}

// Every coding is in one pair or one difference, ids are different, and each
// difference lies on the stretch of its codings.
func TestCompareIsAPartition(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a, b := drawn(r, "a"), drawn(r, "b")
		agreed, diffs := Compare(a, b, rapid.SampledFrom([]float64{.1, .5, .9}).Draw(r, "threshold"))
		seen, ids := map[CodingID]int{}, map[string]bool{}
		for _, d := range diffs {
			if ids[d.ID] || len(d.ID) != 32 {
				r.Fatalf("id %q of %s occurs twice", d.ID, told(d))
			}
			ids[d.ID] = true
			start, end := 1<<30, 0
			for _, c := range append(slices.Clone(d.A), d.B...) {
				seen[c.ID]++
				start, end = min(start, c.Start), max(end, c.End)
				if c.Document != d.Document || c.Dyad != d.Dyad {
					r.Fatalf("%v in %s", c, told(d))
				}
			}
			if start != d.Start || end != d.End {
				r.Fatalf("%s is on %d–%d", told(d), start, end)
			}
		}
		for _, side := range [][]Coding{a, b} {
			for _, c := range side {
				for _, p := range agreed {
					if p.A.Start != p.B.Start || p.A.End != p.B.End || p.A.Code != p.B.Code {
						r.Fatalf("%v is no pair", p)
					}
					whole := p.A
					if c.Coder == "b" {
						whole = p.B
					}
					if whole.Document == c.Document && whole.Code == c.Code && whole.Dyad == c.Dyad && whole.Start <= c.Start && c.End <= whole.End {
						seen[c.ID]++
					}
				}
				if seen[c.ID] != 1 {
					r.Fatalf("%+v is in %d pairs and differences", c, seen[c.ID])
				}
			}
		}
	})
}

// One stretch cut in two that touch or overlap is the same stretch.
func TestCompareSplitting(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a, b := drawn(r, "a"), drawn(r, "b")
		if len(a) == 0 {
			return
		}
		agreed, diffs := Compare(a, b, 0)
		i := rapid.IntRange(0, len(a)-1).Draw(r, "which")
		whole := a[i]
		if whole.End-whole.Start < 2 {
			return
		}
		cut := rapid.IntRange(whole.Start+1, whole.End-1).Draw(r, "cut")
		left, right := whole, whole
		left.End, right.Start = cut, rapid.IntRange(whole.Start+1, cut).Draw(r, "back")
		cutUp := layer("a", append(slices.Delete(slices.Clone(a), i, i+1), left, right)...)
		agreed2, diffs2 := Compare(cutUp, b, 0)
		if len(agreed) != len(agreed2) || !slices.Equal(tell(diffs), tell(diffs2)) {
			r.Fatalf("%v\n%v", tell(diffs), tell(diffs2))
		}
		for i := range agreed {
			if contentOf(agreed[i].A) != contentOf(agreed2[i].A) {
				r.Fatalf("%v\n%v", agreed[i].A, agreed2[i].A)
			}
		}
		for i := range diffs {
			if diffs[i].ID != diffs2[i].ID {
				r.Fatalf("%s has another id", told(diffs[i]))
			}
		}
	})
}

// What happens elsewhere does not change the id of a difference, nor does the
// order in which codings come.
func TestDifferenceIDsAreStable(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a, b := drawn(r, "a"), drawn(r, "b")
		_, before := Compare(a, b, 0)
		far := at("R01", 100, 110, "w")
		far.Coder, far.ID = "a", "ver"
		other := at("R00", 0, 5, "w")
		other.Coder, other.ID = "b", "ander"
		a, b = append([]Coding{far}, a...), append(b, other)
		slices.Reverse(a)
		_, after := Compare(a, b, 0)
		ids := map[string]string{}
		for _, d := range after {
			ids[d.ID] = told(d)
		}
		if len(after) != len(before)+2 {
			r.Fatalf("%d differences, want 2 more than %d", len(after), len(before))
		}
		for _, d := range before {
			if ids[d.ID] != told(d) {
				r.Fatalf("%s became %q", told(d), ids[d.ID])
			}
		}
	})
}

// Thousands of codes on one place cost no square of them.
func TestCompareManyOnOnePlace(t *testing.T) {
	const n = 2000
	var a, b []Coding
	for i := range n {
		a = append(a, at("R01", i%97, 1000+i, CodeID(fmt.Sprintf("x%04d", i))))
		b = append(b, at("R01", i%89, 1000+i, CodeID(fmt.Sprintf("y%04d", i))))
	}
	_, diffs := Compare(layer("a", a...), layer("b", b...), 0)
	total := 0
	for _, d := range diffs {
		total += len(d.A) + len(d.B)
	}
	if total != 2*n {
		t.Errorf("%d codings in the differences, want %d", total, 2*n)
	}
}

func activities(coder, respondent string, answers ...string) instruments.Filling {
	f := instruments.Filling{
		ID: instruments.FillingID(instruments.ActivityFilling, respondent, coder), Kind: instruments.ActivityFilling,
		Respondent: instruments.RespondentID(respondent), Coder: coder,
	}
	for _, a := range answers {
		id, state, _ := strings.Cut(a, "=")
		f.Responses = append(f.Responses, instruments.Response{Activity: instruments.ActivityID(id), State: instruments.State(state)})
	}
	return f
}

func TestCompareFillings(t *testing.T) {
	a := activities("a", "R01", "A01=genoemd", "A02=expliciet niet", "A03=niet besproken", "A05=genoemd")
	b := activities("b", "R01", "A01=genoemd", "A02=niet besproken", "A04=genoemd")
	agreed, diffs := CompareFillings(a, b)
	if agreed != 2 || len(diffs) != 3 { // A01, and A03 that b left out
		t.Fatalf("%d agreed, %+v", agreed, diffs)
	}
	for i, want := range []Difference{
		{Item: "A02", AnswerA: "expliciet niet", AnswerB: "niet besproken"},
		{Item: "A05", AnswerA: "genoemd", AnswerB: "niet besproken"},
		{Item: "A04", AnswerA: "niet besproken", AnswerB: "genoemd"},
	} {
		want.Type, want.List, want.Subject, want.ID = Answer, instruments.ActivityFilling, "R01", diffs[i].ID
		if !reflect.DeepEqual(diffs[i], want) {
			t.Errorf("%+v, want %+v", diffs[i], want)
		}
	}
	if n, other := CompareFillings(a, activities("b", "R02", "A01=genoemd")); n != 0 || other != nil {
		t.Errorf("lists of two people: %d %v", n, other)
	}
	_, swapped := CompareFillings(b, a)
	for _, d := range swapped {
		if !slices.ContainsFunc(diffs, func(o Difference) bool { return o.ID == d.ID && o.AnswerA == d.AnswerB && o.AnswerB == d.AnswerA }) {
			t.Errorf("%+v is not there the other way", d)
		}
	}
}

func indicators(coder string, answers ...string) instruments.Filling {
	f := instruments.Filling{
		Kind: instruments.IndicatorFilling, Coder: coder, ID: instruments.FillingID(instruments.IndicatorFilling, "T01/V–toezichth.", coder),
		Dyad: instruments.Dyad{ID: "T01/V–toezichth.", Trajectory: "T01", Name: "V–toezichth."},
	}
	for _, a := range answers {
		id, value, _ := strings.Cut(a, "=")
		f.Ratings = append(f.Ratings, instruments.Rating{
			Indicator: instruments.IndicatorID(id), Value: instruments.Value(value), Remark: "volgens " + coder,
			Evidence: []instruments.Evidence{{Respondent: "R01", Value: instruments.Value(value), Quotation: "woorden van " + coder}},
		})
	}
	return f
}

func TestCompareIndicators(t *testing.T) {
	agreed, diffs := CompareFillings(indicators("a", "K1=2", "K2=-", "K3=1"), indicators("b", "K1=2", "K3=3"))
	if agreed != 2 || len(diffs) != 1 || diffs[0].AnswerA != "1" || diffs[0].AnswerB != "3" || diffs[0].Subject != "T01/V–toezichth." {
		t.Errorf("%d, %+v", agreed, diffs)
	}
}

func TestConfusions(t *testing.T) {
	a := layer("a", at("R01", 0, 5, "act.A01"), at("R01", 10, 15, "act.A02"), at("R01", 20, 25, "w"), at("R01", 30, 35, "v"), at("R01", 40, 45, "w"))
	b := layer("b", at("R01", 0, 5, "act.A02"), at("R01", 10, 15, "act.A01"), at("R01", 20, 25, "v"), at("R01", 50, 55, "v"), at("R01", 41, 45, "w"))
	_, diffs := Compare(a, b, 0)
	got := Confusions(diffs)
	if len(got) != 2 || got[0].A != "act.A01" || got[0].B != "act.A02" || got[0].Count != 2 || len(got[0].Where) != 2 {
		t.Fatalf("%+v", got)
	}
	if got[1].A != "v" || got[1].B != "w" || got[1].Count != 1 || got[1].Where[0].Start != 20 {
		t.Errorf("%+v", got[1])
	}
}

func TestDifferenceTypesHaveNames(t *testing.T) {
	for _, kind := range []DifferenceType{Missed, Boundary, OtherCode, Answer} {
		if text := kind.Text(); text.NL == text.EN || text.NL == "" {
			t.Errorf("%s: %+v", kind, text)
		}
	}
	if text := DifferenceType("x").Text(); text != instruments.Same("x") {
		t.Errorf("%+v", text)
	}
}
