package form_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"meerzicht/analysis/form"
	"meerzicht/instruments"
)

// drawList makes a list of two to four forms and up to six indicators with
// weights of 1 to 3, whose values split their hundred points at random.
func drawList(t *rapid.T) *instruments.IndicatorList {
	l := &instruments.IndicatorList{Thresholds: instruments.Thresholds{
		MinObserved: rapid.IntRange(0, 4).Draw(t, "min"), TopShare: rapid.IntRange(30, 90).Draw(t, "top"),
		Lead: rapid.IntRange(0, 50).Draw(t, "lead"), SecondShare: rapid.IntRange(5, 50).Draw(t, "second"), Border: rapid.IntRange(0, 10).Draw(t, "border"),
	}}
	for i := range rapid.IntRange(2, 4).Draw(t, "forms") {
		l.Forms = append(l.Forms, instruments.Form{ID: fmt.Sprint(i + 1)})
	}
	for i := range rapid.IntRange(1, 6).Draw(t, "indicators") {
		k := instruments.Indicator{ID: instruments.IndicatorID(fmt.Sprintf("Q%d", i)), Weight: rapid.IntRange(1, 3).Draw(t, "weight"), Required: rapid.Bool().Draw(t, "required")}
		for v := range 3 {
			first := rapid.IntRange(0, 100).Draw(t, "points")
			k.Values = append(k.Values, instruments.IndicatorValue{ID: instruments.Value(fmt.Sprint(v)), Points: map[string]int{
				l.Forms[v%len(l.Forms)].ID: first, l.Forms[(v+1)%len(l.Forms)].ID: 100 - first,
			}})
		}
		l.Indicators = append(l.Indicators, k)
	}
	return l
}

// reference is the rule written once more, in exact fractions.
func reference(l *instruments.IndicatorList, values []instruments.Value, top, lead, second int) string {
	points, weight, observed, required, met := map[string]*big.Rat{}, new(big.Rat), 0, false, false
	for _, f := range l.Forms {
		points[f.ID] = new(big.Rat)
	}
	for i, k := range l.Indicators {
		required = required || k.Required
		v, ok := k.Value(values[i])
		if !ok {
			continue
		}
		observed++
		met = met || k.Required
		weight.Add(weight, big.NewRat(int64(k.Weight), 1))
		for id, p := range v.Points {
			points[id].Add(points[id], big.NewRat(int64(k.Weight*p), 100))
		}
	}
	if observed < l.Thresholds.MinObserved || required && !met || observed == 0 {
		return "insufficient"
	}
	best, next := "", ""
	for _, f := range l.Forms {
		switch {
		case best == "" || points[f.ID].Cmp(points[best]) > 0:
			best, next = f.ID, best
		case next == "" || points[f.ID].Cmp(points[next]) > 0:
			next = f.ID
		}
	}
	atLeast := func(part *big.Rat, hundredths int) bool {
		return new(big.Rat).Quo(part, weight).Cmp(big.NewRat(int64(hundredths), 100)) >= 0
	}
	switch {
	case atLeast(points[best], top) && atLeast(new(big.Rat).Sub(points[best], points[next]), lead):
		return "form" + best
	case atLeast(points[next], second):
		return "mixed" + best + "/" + next
	}
	return "ambiguous"
}

// The class is the reference's, for any list and any ratings; the borderline
// flag says whether the reference's changes somewhere on the border.
func TestAgainstReference(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l := drawList(rt)
		var values []instruments.Value
		var ratings []instruments.Rating
		for _, k := range l.Indicators {
			v := rapid.SampledFrom([]instruments.Value{"0", "1", "2", instruments.NotObserved}).Draw(rt, "value")
			values = append(values, v)
			ratings = append(ratings, instruments.Rating{Indicator: k.ID, Value: v})
		}
		r, h := form.Classify(l, ratings), l.Thresholds
		want := reference(l, values, h.TopShare, h.Lead, h.SecondShare)
		if r.Key() != want {
			rt.Fatalf("%v: %s, want %s", values, r.Key(), want)
		}
		changes := false
		for _, a := range []int{-h.Border, 0, h.Border} {
			for _, b := range []int{-h.Border, 0, h.Border} {
				for _, c := range []int{-h.Border, 0, h.Border} {
					changes = changes || reference(l, values, h.TopShare+a, h.Lead+b, h.SecondShare+c) != want
				}
			}
		}
		if r.Flags.Borderline != changes {
			rt.Fatalf("%v %s: borderline %v, want %v", values, want, r.Flags.Borderline, changes)
		}
		if r.Reason.NL == "" || r.Reason.EN == "" {
			rt.Fatalf("%s is not explained", want)
		}
	})
}

// The sentence of each step, in English, with its numbers.
func TestSentences(t *testing.T) {
	for v, want := range map[string]string{
		"2222222x22": "Form 2 receives 95.8 % (11.5 of 12) (at least 60 %) and leads the next by 91.7 points (at least 20 points).",
		"11223331--": "Form 1 receives 40.0 % (4 of 10)",
		"1121223133": "no second form reaches 30 %",
		"--3-------": "1 of 10 indicators observed; at least 4 are needed.",
		"1-1-111111": "None of the required indicators (K2, K4) was observed.",
	} {
		if got := form.Classify(studyList(), vector(v)).Reason.EN; !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", v, got, want)
		}
	}
	flags := form.Flags{OneSource: true, PerspectiveDifference: true, Borderline: true, Tied: true}.Texts()
	if len(flags) != 4 || flags[0].NL != "één bron" || flags[1].NL != "perspectiefverschil" || flags[2].NL != "grensgeval" || flags[3].EN == "" {
		t.Errorf("flags %v", flags)
	}
}
