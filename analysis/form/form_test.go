package form_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"meerzicht/analysis/form"
	"meerzicht/instruments"
)

// studyList is the list of domain.md 3.2: ten indicators, three forms.
func studyList() *instruments.IndicatorList {
	l := &instruments.IndicatorList{Thresholds: instruments.Thresholds{MinObserved: 4, TopShare: 60, Lead: 20, SecondShare: 30, Border: 5}}
	for _, id := range []string{"1", "2", "3"} {
		l.Forms = append(l.Forms, instruments.Form{ID: id})
	}
	for i := 1; i <= 10; i++ {
		k := instruments.Indicator{ID: instruments.IndicatorID(fmt.Sprintf("K%d", i)), Weight: 1}
		if i == 2 || i == 4 {
			k.Weight, k.Required = 2, true
		}
		for _, f := range l.Forms {
			k.Values = append(k.Values, instruments.IndicatorValue{ID: instruments.Value(f.ID), Points: map[string]int{f.ID: 100}})
		}
		if i == 8 {
			k.Values = []instruments.IndicatorValue{k.Values[0], {ID: "x", Points: map[string]int{"2": 50, "3": 50}}}
		}
		l.Indicators = append(l.Indicators, k)
	}
	return l
}

// vector reads "3232233x2-" as ratings of K1 to K10.
func vector(s string) []instruments.Rating {
	var out []instruments.Rating
	for i, r := range s {
		out = append(out, instruments.Rating{Indicator: instruments.IndicatorID(fmt.Sprintf("K%d", i+1)), Value: instruments.Value(string(r))})
	}
	return out
}

// dyads is the table of domain.md 3.2, typed in from there.
var dyads = []struct{ trajectory, dyad, vector, class, shares string }{
	{"T01", "V–cirkelcoörd.", "1111111111", "form1", "1/0/0"},
	{"T01", "V–toezichth.", "3331-33x--", "form3", ".222/.056/.722"},
	{"T02", "V–cirkelcoörd.", "11111-1111", "form1", "1/0/0"},
	{"T02", "V–toezichth.", "333--33x--", "form3", "0/.071/.929"},
	{"T03", "V–cirkelcoörd.", "1111111111", "form1", "1/0/0"},
	{"T03", "V–toezichth.", "2323-33x3-", "form3", "0/.250/.750"},
	{"T04", "V–cirkelcoörd.", "111-1-1-11", "form1", "1/0/0"},
	{"T04", "V–toezichth.", "2333333x3-", "form3", "0/.136/.864"},
	{"T05", "V–cirkelcoörd.", "1111--11-1", "form1", "1/0/0"},
	{"T05", "V–toezichth.", "--3-------", "insufficient", "–"},
	{"T06", "V–toezichth.", "1111111111", "form1", "1/0/0"},
	{"T07", "V–toezichth.", "2222222x22", "form2", "0/.958/.042"},
	{"T08", "V–toezichth.", "22-22-2x22", "form2", "0/.950/.050"},
	{"T09", "V–toezichth.", "3333-33x33", "form3", "0/.045/.955"},
	{"T10", "V–toezichth.", "222222-x-2", "form2", "0/.950/.050"},
	{"T11", "V–toezichth.", "3333333x--", "form3", "0/.050/.950"},
	{"T12", "V–toezichth.", "3232233x2-", "mixed2/3", "0/.591/.409"},
	{"T13", "V–toezichth.", "1111111111", "form1", "1/0/0"},
	{"T14", "V–toezichth.", "2222222x22", "form2", "0/.958/.042"},
	{"T15", "V–toezichth.", "2222-22x22", "form2", "0/.955/.045"},
	{"T16", "V–toezichth.", "3333333x3-", "form3", "0/.045/.955"},
	{"T17", "V–toezichth.", "2222222x--", "form2", "0/.950/.050"},
	{"T18", "V–toezichth.", "1212112121", "mixed1/2", ".500/.500/0"},
	{"T19", "V–toezichth.", "333333-x--", "form3", "0/.056/.944"},
}

// shares writes the shares as the table does: three decimals, 0 and 1 bare.
func shares(r form.Result) string {
	if r.Shares == nil {
		return "–"
	}
	parts := make([]string, len(r.Shares))
	for i, s := range r.Shares {
		parts[i] = strings.TrimPrefix(fmt.Sprintf("%.3f", s.Value), "0")
		if s.Num == 0 || s.Num == s.Den {
			parts[i] = fmt.Sprint(s.Num / s.Den)
		}
	}
	return strings.Join(parts, "/")
}

func TestClassifyStudy(t *testing.T) {
	for _, d := range dyads {
		r := form.Classify(studyList(), vector(d.vector))
		if r.Key() != d.class || shares(r) != d.shares {
			t.Errorf("%s %s %s: %s %s, want %s %s", d.trajectory, d.dyad, d.vector, r.Key(), shares(r), d.class, d.shares)
		}
		if want := d.trajectory == "T12"; r.Flags.Borderline != want {
			t.Errorf("%s %s: borderline %v, want %v", d.trajectory, d.dyad, r.Flags.Borderline, want)
		}
	}
}

func TestReadVectorsShared(t *testing.T) {
	f, err := os.Open(filepath.Join("..", "..", "..", "shared", "replication", "indicators.csv"))
	if err != nil {
		if os.Getenv("CI") != "" || os.Getenv("MEERZICHT_SHARED") == "required" {
			t.Fatal("the shared replication set must be read here: ", err)
		}
		t.Skip("not read: ", err)
	}
	defer f.Close()
	rows, problems := form.ReadVectors(f, studyList())
	if len(problems) > 0 || len(rows) != len(dyads) {
		t.Fatalf("%d rows, problems %v", len(rows), problems)
	}
	for i, row := range rows {
		r := form.Classify(studyList(), row.Ratings)
		label := form.Label(r.Class, r.Mixed).NL
		if r.Flags.Borderline {
			label += " (grensgeval)"
		}
		if label != row.Expected || row.Trajectory != dyads[i].trajectory || row.Dyad != dyads[i].dyad {
			t.Errorf("line %d: %s, want %s", row.Line, label, row.Expected)
		}
	}
}

func TestRuleEdges(t *testing.T) {
	tests := []struct {
		name, vector, key string
		edit              func(*instruments.IndicatorList)
	}{
		{"three observed are too few", "11-1------", "insufficient", nil},
		{"four with K2 suffice", "111----1--", "form1", nil},
		{"neither K2 nor K4", "1-1-111111", "insufficient", nil},
		{"K4 alone will do", "--111-1---", "form1", nil},
		{"nothing required when the list requires nothing", "1-1-1-1---", "form1", func(l *instruments.IndicatorList) { l.Indicators[1].Required, l.Indicators[3].Required = false, false }},
		// K2 and K4 weigh 2: 3 of 5 points are exactly .60, 2 of 5 exactly .40.
		{"exactly .60 and exactly .20 ahead", "11-2------", "form1", func(l *instruments.IndicatorList) { l.Thresholds.MinObserved = 3 }},
		{"a hundredth more is asked", "11-2------", "mixed1/2", func(l *instruments.IndicatorList) { l.Thresholds.MinObserved, l.Thresholds.TopShare = 3, 61 }},
		{"the lead is a hundredth short", "11-2------", "mixed1/2", func(l *instruments.IndicatorList) { l.Thresholds.MinObserved, l.Thresholds.Lead = 3, 21 }},
		// K1, K2, K8 are 4 of 10 points; K3, K4 are 3; K5, K6, K7 are 3.
		{"second exactly .30", "11223331--", "mixed1/2", nil},
		{"a hundredth more is asked of the second", "11223331--", "ambiguous", func(l *instruments.IndicatorList) { l.Thresholds.SecondShare = 31 }},
		// K1, K2, K4, K8 are 6 of 12 points; the other forms have 3 each.
		{"no second form reaches .30", "1121223133", "ambiguous", nil},
		// K2 and K4 give 4 of 7 points to form 2, the others 3 to form 1.
		{"the larger share first", "12-2-11---", "mixed2/1", nil},
	}
	for _, tt := range tests {
		l := studyList()
		if tt.edit != nil {
			tt.edit(l)
		}
		if r := form.Classify(l, vector(tt.vector)); r.Key() != tt.key {
			t.Errorf("%s: %s, want %s (%s)", tt.name, r.Key(), tt.key, shares(r))
		}
	}
}

// T12 by hand: K1 3, K2 2 (2), K3 3, K4 2 (2), K5 2, K6 3, K7 3, K8 half and
// half, K9 2: form 2 has 6.5, form 3 has 4.5 of 11.
func TestReasons(t *testing.T) {
	r := form.Classify(studyList(), vector("3232233x2-"))
	if r.Observed != 9 || r.Asked != 10 || len(r.Reasons) != 9 {
		t.Fatalf("observed %d of %d, %d reasons", r.Observed, r.Asked, len(r.Reasons))
	}
	if s := r.Shares[1]; s.Num != 650 || s.Den != 1100 {
		t.Errorf("form 2 has %d/%d, want 650/1100", s.Num, s.Den)
	}
	if k := r.Reasons[1]; k.Indicator != "K2" || k.Weight != 2 || !slices.Equal(k.Points, []int{0, 200, 0}) || !k.Decides {
		t.Errorf("K2: %+v", k)
	}
	if k := r.Reasons[7]; k.Value != "x" || !slices.Equal(k.Points, []int{0, 50, 50}) {
		t.Errorf("K8: %+v", k)
	}
	nl := "Vorm 2 krijgt 59,1 % (6,5 van 11) en ligt 18,2 punt voor, te weinig voor één vorm (60 % en 20 punt); vorm 3 krijgt 40,9 % (4,5 van 11) (minstens 30 %)."
	if r.Reason.NL != nl {
		t.Errorf("reason %q, want %q", r.Reason.NL, nl)
	}
	one := form.Classify(studyList(), vector("3331-33x--"))
	for _, k := range one.Reasons {
		if want := k.Indicator != "K4"; k.Decides != want {
			t.Errorf("%s decides for form 3: %v", k.Indicator, k.Decides)
		}
	}
}

func TestIgnoredRatings(t *testing.T) {
	ratings := append(vector("1111"), instruments.Rating{Indicator: "K2", Value: "3"}, instruments.Rating{Indicator: "K11", Value: "1"}, instruments.Rating{Indicator: "K8", Value: "2"})
	r := form.Classify(studyList(), ratings)
	if r.Class != "form1" || !slices.Equal(r.Ignored, []string{"K2=3", "K11=1", "K8=2"}) {
		t.Errorf("%s, ignored %v", r.Class, r.Ignored)
	}
}

func TestOtherNumbersOfForms(t *testing.T) {
	l := &instruments.IndicatorList{
		Forms:      []instruments.Form{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}},
		Thresholds: instruments.Thresholds{MinObserved: 1, TopShare: 60, Lead: 20, SecondShare: 30, Border: 5},
	}
	for _, id := range []string{"a", "b", "c", "d"} {
		l.Indicators = append(l.Indicators, instruments.Indicator{ID: instruments.IndicatorID("Q" + id), Weight: 3, Values: []instruments.IndicatorValue{{ID: "j", Points: map[string]int{id: 100}}}})
	}
	r := form.Classify(l, []instruments.Rating{{Indicator: "Qb", Value: "j"}, {Indicator: "Qc", Value: "j"}, {Indicator: "Qd", Value: "j"}})
	if r.Key() != "mixedb/c" || !r.Flags.Tied {
		t.Errorf("three equal forms: %s tied %v", r.Key(), r.Flags.Tied)
	}
	if empty := form.Classify(&instruments.IndicatorList{}, nil); empty.Class != form.Insufficient {
		t.Errorf("empty list: %s", empty.Class)
	}
}

func TestLabels(t *testing.T) {
	tests := []struct {
		in, nl, en string
		ok         bool
	}{
		{"form2", "vorm 2", "form 2", true},
		{"mixed 2/3", "mengvorm 2/3", "mixed form 2/3", true},
		{"mixed", "mengvorm", "mixed form", true},
		{"insufficient", "onvoldoende gegevens", "insufficient data", true},
		{"ambiguous", "niet eenduidig", "ambiguous", true},
		{"form9", "", "", false},
		{"mixed2/2", "", "", false},
		{"goed", "", "", false},
	}
	for _, tt := range tests {
		c, mixed, ok := form.ParseClass(tt.in, studyList())
		if ok != tt.ok {
			t.Errorf("%q parsed: %v", tt.in, ok)
			continue
		}
		if l := form.Label(c, mixed); ok && (l.NL != tt.nl || l.EN != tt.en) {
			t.Errorf("%q: %q %q", tt.in, l.NL, l.EN)
		}
	}
}

func TestMixedAsJSON(t *testing.T) {
	for want, in := range map[string]form.Forms{"[2,3]": {"2", "3"}, `["a","02"]`: {"a", "02"}} {
		if b, err := json.Marshal(in); err != nil || string(b) != want {
			t.Errorf("%v: %s %v", in, b, err)
		}
	}
}

// Whatever the ratings, shares add to one, the class follows from the shares,
// and the order of the ratings does not matter.
func TestClassifyProperties(t *testing.T) {
	l := studyList()
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		for i := range 10 {
			values := []rune("123-")
			if i == 7 {
				values = []rune("1x-")
			}
			b.WriteRune(rapid.SampledFrom(values).Draw(t, "value"))
		}
		ratings := vector(b.String())
		r := form.Classify(l, ratings)
		slices.Reverse(ratings)
		if again := form.Classify(l, ratings); again.Key() != r.Key() {
			t.Fatalf("order matters: %s %s", r.Key(), again.Key())
		}
		if r.Class == form.Insufficient {
			return
		}
		sum, top := 0, 0.0
		for _, s := range r.Shares {
			sum += s.Num
			top = math.Max(top, s.Value)
		}
		if sum != r.Shares[0].Den {
			t.Fatalf("%s: shares add to %d/%d", b.String(), sum, r.Shares[0].Den)
		}
		if _, is := r.Class.Form(); is && top < 0.6 {
			t.Fatalf("%s: %s with %v", b.String(), r.Class, top)
		}
	})
}

func ExampleClassify() {
	list := studyList()
	r := form.Classify(list, vector("3232233x2-"))
	fmt.Println(form.Label(r.Class, r.Mixed).NL, r.Shares[1].Num, "/", r.Shares[1].Den, r.Flags.Texts()[0].NL)
	// Output: mengvorm 2/3 650 / 1100 grensgeval
}

func BenchmarkClassify(b *testing.B) {
	l, v := studyList(), vector("3232233x2-")
	for b.Loop() {
		form.Classify(l, v)
	}
}
