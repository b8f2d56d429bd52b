package lexicon

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"meerzicht/coding"
	"meerzicht/instruments"
)

func suggestion(doc, code string, start, end int, negated bool) Suggestion {
	return Suggestion{Segment: coding.Segment{Document: instruments.DocumentID(doc), Start: start, End: end}, Code: coding.CodeID(code), Negated: negated}
}

// Two interviews and two codes, counted by hand.
//
//	R1  a: mentions 0–10 and 20–30; suggestions 5–15 (right), 8–12 (right), 40–50 (wrong)
//	    b: denied 60–70; suggestion 60–65, marked
//	R2  a: mention 0–10, nothing found
//	    b: mention 20–30, found but marked; a plan 40–50, found unmarked (wrong)
func fixture() ([]Gold, []Suggestion) {
	gold := []Gold{
		{"R1", 0, 10, "a", Mention},
		{"R1", 20, 30, "a", Mention},
		{"R1", 60, 70, "b", Denied},
		{"R2", 0, 10, "a", Mention},
		{"R2", 20, 30, "b", Mention},
		{"R2", 40, 50, "b", Plan},
		{"R2", 80, 90, "c", Other},
	}
	found := []Suggestion{
		suggestion("R1", "a", 5, 15, false), suggestion("R1", "a", 8, 12, false), suggestion("R1", "a", 40, 50, false),
		suggestion("R1", "b", 60, 65, true), suggestion("R2", "b", 25, 28, true), suggestion("R2", "b", 40, 45, false),
	}
	return gold, found
}

func num(s Share) string {
	if s.Value == nil {
		return s.Reason
	}
	return fmt.Sprintf("%.4f", *s.Value)
}

func line(c CodeQuality) string {
	return fmt.Sprintf("%s support %d found %d tp %d fn %d right %d fp %d P %s R %s F %s", c.Code, c.Support, c.Found, c.TP, c.FN, c.Right, c.FP, num(c.Precision), num(c.Recall), num(c.F1))
}

func lines(q Quality) []string {
	var out []string
	for _, c := range q.Codes {
		out = append(out, line(c))
	}
	return append(out, "micro"+line(q.Micro), fmt.Sprintf("macro over %d P %s R %s F %s", q.Macro.Support, num(q.Macro.Precision), num(q.Macro.Recall), num(q.Macro.F1)))
}

func TestEvaluate(t *testing.T) {
	gold, found := fixture()
	for _, row := range []struct {
		name string
		opt  EvaluateOptions
		want []string
	}{
		{"stretches", EvaluateOptions{Level: ByStretch}, []string{
			// 1 of 3 mentions found; 2 of 3 suggestions right; F = 2·(2/3·1/3)/(2/3+1/3) = 4/9
			"a support 3 found 3 tp 1 fn 2 right 2 fp 1 P 0.6667 R 0.3333 F 0.4444",
			"b support 1 found 1 tp 0 fn 1 right 0 fp 1 P 0.0000 R 0.0000 F 0.0000",
			"c support 0 found 0 tp 0 fn 0 right 0 fp 0 P nothing_found R no_support F no_support",
			"micro support 4 found 4 tp 1 fn 3 right 2 fp 2 P 0.5000 R 0.2500 F 0.3333",
			"macro over 2 P 0.3333 R 0.1667 F 0.2222",
		}},
		{"documents", EvaluateOptions{Level: ByDocument}, []string{
			"a support 2 found 1 tp 1 fn 1 right 1 fp 0 P 1.0000 R 0.5000 F 0.6667",
			"b support 1 found 1 tp 1 fn 0 right 1 fp 0 P 1.0000 R 1.0000 F 1.0000",
			"c support 0 found 0 tp 0 fn 0 right 0 fp 0 P nothing_found R no_support F no_support",
			"micro support 3 found 2 tp 2 fn 1 right 2 fp 0 P 1.0000 R 0.6667 F 0.8000",
			"macro over 2 P 1.0000 R 0.7500 F 0.8333",
		}},
		{"marked ones count too", EvaluateOptions{Level: ByStretch, Marked: true, Prefix: "b"}, []string{
			"b support 1 found 3 tp 1 fn 0 right 1 fp 2 P 0.3333 R 1.0000 F 0.5000",
			"micro support 1 found 3 tp 1 fn 0 right 1 fp 2 P 0.3333 R 1.0000 F 0.5000",
			"macro over 1 P 0.3333 R 1.0000 F 0.5000",
		}},
		{"one interview left out", EvaluateOptions{Level: ByStretch, Prefix: "a", Documents: []instruments.DocumentID{"R1"}}, []string{
			"a support 2 found 3 tp 1 fn 1 right 2 fp 1 P 0.6667 R 0.5000 F 0.5714",
			"micro support 2 found 3 tp 1 fn 1 right 2 fp 1 P 0.6667 R 0.5000 F 0.5714",
			"macro over 1 P 0.6667 R 0.5000 F 0.5714",
		}},
		{"nothing at all", EvaluateOptions{Level: ByDocument, Documents: []instruments.DocumentID{}}, []string{
			"micro support 0 found 0 tp 0 fn 0 right 0 fp 0 P nothing_found R no_support F no_support",
			"macro over 0 P empty_group R empty_group F empty_group",
		}},
	} {
		got := lines(Evaluate(gold, found, row.opt))
		for i := range max(len(got), len(row.want)) {
			if i >= len(got) || i >= len(row.want) || got[i] != row.want[i] {
				t.Errorf("%s:\n got %q\nwant %q", row.name, got, row.want)
				break
			}
		}
	}
}

func TestEvaluateDistractors(t *testing.T) {
	gold, found := fixture()
	q := Evaluate(gold, found, EvaluateOptions{Level: ByStretch})
	want := []Distractors{{Denied, 1, 1, 1}, {Other, 1, 0, 0}, {Plan, 1, 1, 0}}
	for i, d := range want {
		if q.Distractors[i] != d {
			t.Errorf("got %+v, want %+v", q.Distractors[i], d)
		}
	}
	if q.Lost != 1 || q.Documents != 2 {
		t.Errorf("lost %d of documents %d, want 1 and 2", q.Lost, q.Documents)
	}
}

// A code that was found but never meant has no F1; a code meant and never found
// counts with precision 0 in the macro mean.
func TestEvaluateZeroOverZero(t *testing.T) {
	q := Evaluate([]Gold{{"R1", 0, 5, "meant", Mention}}, []Suggestion{suggestion("R1", "found", 0, 5, false)}, EvaluateOptions{Level: ByDocument})
	if got := line(q.Codes[0]); got != "found support 0 found 1 tp 0 fn 0 right 0 fp 1 P 0.0000 R no_support F no_support" {
		t.Error(got)
	}
	if got := line(q.Codes[1]); got != "meant support 1 found 0 tp 0 fn 1 right 0 fp 0 P nothing_found R 0.0000 F 0.0000" {
		t.Error(got)
	}
	if got := num(q.Macro.Precision) + num(q.Macro.F1); got != "0.00000.0000" {
		t.Error(got)
	}
}

func TestEvaluateBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var gold []Gold
		var found []Suggestion
		for range rapid.IntRange(0, 12).Draw(t, "n") {
			doc := rapid.SampledFrom([]string{"R1", "R2", "R3"}).Draw(t, "doc")
			code := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "code")
			start := rapid.IntRange(0, 50).Draw(t, "start")
			if rapid.Bool().Draw(t, "gold") {
				kind := rapid.SampledFrom([]Kind{Mention, Denied, Other, Plan}).Draw(t, "kind")
				gold = append(gold, Gold{instruments.DocumentID(doc), start, start + 5, coding.CodeID(code), kind})
			} else {
				found = append(found, suggestion(doc, code, start, start+5, rapid.Bool().Draw(t, "marked")))
			}
		}
		for _, level := range []Level{ByDocument, ByStretch} {
			q := Evaluate(gold, found, EvaluateOptions{Level: level})
			m := q.Micro
			if m.TP+m.FN != m.Support || m.Right+m.FP != m.Found {
				t.Fatalf("%s: counts do not add up: %+v", level, m)
			}
			if m.F1.Value != nil && m.Precision.Value != nil {
				lo, hi := math.Min(*m.Precision.Value, *m.Recall.Value), math.Max(*m.Precision.Value, *m.Recall.Value)
				if *m.F1.Value < 0 || *m.F1.Value > hi+1e-12 || lo > 0 && *m.F1.Value < lo-1e-12 {
					t.Fatalf("%s: F1 %v outside %v–%v", level, *m.F1.Value, lo, hi)
				}
			}
		}
	})
}

// The whole way on two short made-up talks: find, mark, evaluate.
func TestEvaluateFound(t *testing.T) {
	m := reclassering(t)
	talks := []struct {
		id   instruments.DocumentID
		who  instruments.RespondentType
		text string
		gold []Gold
	}{
		{"R1", instruments.Volunteer, "We gingen samen zwemmen. Zijn schulden, dat deed de bewindvoerder.", []Gold{
			{"R1", 0, 24, "act.A01", Mention}, {"R1", 25, 66, "act.C02", Other},
		}},
		{"R2", instruments.Client, "Hij hielp me met mijn schulden. Zwemmen deden we samen nooit.", []Gold{
			{"R2", 0, 31, "act.C02", Mention}, {"R2", 32, 61, "act.A01", Denied},
		}},
	}
	var gold []Gold
	var found []Suggestion
	for _, k := range talks {
		gold = append(gold, k.gold...)
		found = append(found, m.FindAs(&instruments.Document{ID: k.id, Text: k.text}, k.who)...)
	}
	q := Evaluate(gold, found, EvaluateOptions{Level: ByDocument, Prefix: "act."})
	if num(q.Micro.Precision) != "1.0000" || num(q.Micro.Recall) != "1.0000" {
		t.Errorf("%q", lines(q))
	}
}

func ExampleEvaluate() {
	gold := []Gold{{Document: "R01", Start: 0, End: 40, Code: "act.A01", Kind: Mention}}
	found := []Suggestion{{Segment: coding.Segment{Document: "R01", Start: 10, End: 30}, Code: "act.A01"}}
	q := Evaluate(gold, found, EvaluateOptions{Level: ByStretch})
	fmt.Println(*q.Micro.Precision.Value, *q.Micro.Recall.Value)
	// Output: 1 1
}

// halves splits documents for tuning and holding out: odd- and even-numbered
// respondents, whole interviews.
func halves(docs []instruments.DocumentID) (train, held []instruments.DocumentID) {
	for _, d := range docs {
		if len(d) > 0 && (d[len(d)-1]-'0')%2 == 1 {
			train = append(train, d)
		} else {
			held = append(held, d)
		}
	}
	return train, held
}

// report logs the quality of every code and of the whole, on both levels.
func report(t *testing.T, name string, gold []Gold, found []Suggestion, docs []instruments.DocumentID, prefix string) {
	t.Helper()
	for _, level := range []Level{ByDocument, ByStretch} {
		q := Evaluate(gold, found, EvaluateOptions{Level: level, Prefix: prefix, Documents: docs})
		t.Logf("%s, by %s, %d interviews", name, level, q.Documents)
		for _, l := range lines(q) {
			t.Log(l)
		}
		t.Logf("distractors %+v, mentions lost to a mark %d", q.Distractors, q.Lost)
	}
}

func TestHalves(t *testing.T) {
	train, held := halves([]instruments.DocumentID{"R01", "R02", "R37", "R10"})
	if fmt.Sprint(train, held) != "[R01 R37] [R02 R10]" {
		t.Errorf("got %v and %v", train, held)
	}
	gold, found := fixture()
	report(t, "fixture", gold, found, nil, "")
}
