package disclosure_test

import (
	"fmt"
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/analysis/disclosure"
	"meerzicht/instruments"
)

// The goal RM of the study: 30 mentions = 23 + 4 + 3. With 23 shown, D02 and
// D03 add to 7, and as both are below 5 they would be 3 or 4.
func riskTable() analysis.Table {
	t := typed("activities", []string{"n"}, []int{37},
		line{"D01", false, []int{23}}, line{"D02", false, []int{4}}, line{"D03", false, []int{3}})
	t.Rows = append(t.Rows, analysis.Row{Key: "total", Total: true, Cells: map[string]analysis.Cell{"n": {Figure: counted(30, 25, analysis.Mentions)}}})
	down(&t, "total", "D01", "D02", "D03")
	return t
}

func TestAttackSeesWhatSumsPin(t *testing.T) {
	table := riskTable()
	for i := 1; i <= 2; i++ {
		table.Rows[i].Cells["n"] = analysis.Cell{Figure: &analysis.Figure{Unit: analysis.Respondents, Base: 37, Mask: analysis.Small}}
	}
	want := []disclosure.CellAudit{
		{Ref: ref("activities", "D02", "n"), Mask: analysis.Small, Lo: 3, Hi: 4, Values: 2, Open: true},
		{Ref: ref("activities", "D03", "n"), Mask: analysis.Small, Lo: 3, Hi: 4, Values: 2, Open: true},
	}
	equal(t, "attack", disclosure.Attack([]analysis.Table{table}, 5), want)
}

func TestRiskGoalNeedsMore(t *testing.T) {
	out, audit := disclosure.Protect([]analysis.Table{riskTable()}, 5)
	got := masks(out[0], "n")
	if got["D02"] == analysis.Small && got["D03"] == analysis.Small && got["D01"] == analysis.Shown && got["total"] == analysis.Shown {
		t.Fatalf("D02 and D03 can only be 3 or 4: %v", got)
	}
	if got["D01"] != analysis.Shown || got["total"] != analysis.Shown {
		t.Errorf("a mark without size at D02 or D03 was enough: %v", got)
	}
	if got["D02"] == analysis.Shown || got["D03"] == analysis.Shown || audit.Small != 1 || audit.Hidden != 1 || audit.Open != 0 {
		t.Errorf("%v %+v", got, audit)
	}
	for _, c := range audit.Cells {
		if c.Values < 5 {
			t.Errorf("%+v", c)
		}
	}
	hygienic(t, out, 5)
}

// A single small cell in a sum is the sum minus the rest: one more cell goes,
// and it is the smallest of the parts, not the whole and not a larger one.
func TestSmallestPartGoes(t *testing.T) {
	table := typed("t", []string{"n"}, []int{60}, line{"a", false, []int{20}}, line{"b", false, []int{2}}, line{"c", false, []int{12}}, line{"d", false, []int{9}}, line{"sum", true, []int{43}})
	down(&table, "sum", "a", "b", "c", "d")
	out, audit := disclosure.Protect([]analysis.Table{table}, 5)
	equal(t, "masks", masks(out[0], "n"), map[string]analysis.Mask{"a": "", "b": analysis.Small, "c": "", "d": analysis.Hidden, "sum": ""})
	equal(t, "audit", []int{audit.Small, audit.Hidden, audit.Open, audit.Broken}, []int{1, 1, 0, 0})
}

// The whole goes only when nothing else is left.
func TestWholeGoesLast(t *testing.T) {
	table := typed("t", []string{"n"}, nil, line{"a", false, []int{1}}, line{"b", false, []int{0}}, line{"sum", true, []int{6}})
	table.Rows[2].Cells["n"] = analysis.Cell{Figure: counted(6, 6, analysis.Mentions)}
	table.Rows = append(table.Rows, analysis.Row{Key: "c", Cells: map[string]analysis.Cell{"n": {Figure: figure(5, 5)}}})
	down(&table, "sum", "a", "b", "c")
	out, audit := disclosure.Protect([]analysis.Table{table}, 5)
	if audit.Open != 0 || out[0].Rows[0].Cells["n"].Figure.Mask == "" || out[0].Rows[1].Cells["n"].Figure.Mask == "" {
		t.Errorf("%+v", audit)
	}
	for _, c := range disclosure.Attack(out, 5) {
		if c.Values < 5 {
			t.Errorf("%+v", c)
		}
	}
}

// A distribution with 4 clients trips the default of 5 and passes at 3; the
// distribution by type keeps its total.
func TestFourClientsTrip(t *testing.T) {
	table := typed("sample", []string{"cosa"}, []int{14}, line{"volunteers", false, []int{5}}, line{"professionals", false, []int{5}}, line{"clients", false, []int{4}}, line{"total", true, []int{14}})
	down(&table, "total", "volunteers", "professionals", "clients")
	out, _ := disclosure.Protect([]analysis.Table{table}, 5)
	got := masks(out[0], "cosa")
	if got["clients"] == analysis.Shown || got["volunteers"] == analysis.Shown && got["professionals"] == analysis.Shown || got["total"] != analysis.Shown {
		t.Errorf("k = 5: %v", got)
	}
	out, audit := disclosure.Protect([]analysis.Table{table}, 3)
	if audit.Small+audit.Hidden != 0 {
		t.Errorf("k = 3: %v", masks(out[0], "cosa"))
	}
}

// In a group smaller than k every figure is small and no base is told.
func TestSmallGroupIsSilent(t *testing.T) {
	table := typed("t", []string{"clients"}, []int{4}, line{"a", false, []int{0}}, line{"b", false, []int{3}}, line{"c", false, []int{4}}, line{"base", true, []int{4}})
	out, audit := disclosure.Protect([]analysis.Table{table}, 5)
	for key, m := range masks(out[0], "clients") {
		if m != analysis.Small {
			t.Errorf("%s: %q", key, m)
		}
	}
	equal(t, "small", audit.Small, 4)
	equal(t, "open", audit.Open, 0)
	hygienic(t, out, 5)
}

func TestThresholdIsSharp(t *testing.T) {
	table := typed("t", []string{"n"}, []int{37}, line{"zero", false, []int{0}}, line{"four", false, []int{4}}, line{"five", false, []int{5}}, line{"six", false, []int{6}})
	out, _ := disclosure.Protect([]analysis.Table{table}, 5)
	equal(t, "masks", masks(out[0], "n"), map[string]analysis.Mask{"zero": analysis.Small, "four": analysis.Small, "five": "", "six": ""})
	if f := out[0].Figure("four", "n"); f.Base != 37 {
		t.Errorf("<5 of 37 can be told: %+v", f)
	}
}

// Units: persons behind mentions and segments decide, not their number, and they
// are hidden, since "<k" may be untrue of the number; a figure that is nobody's
// stays.
func TestPersonsBehindTheCount(t *testing.T) {
	cells := map[string]struct {
		f    *analysis.Figure
		want analysis.Mask
	}{
		"12 segments of 2 persons":   {counted(12, 2, analysis.Segments), analysis.Hidden},
		"12 segments of 5 persons":   {counted(12, 5, analysis.Segments), analysis.Shown},
		"9 mentions of 4 persons":    {counted(9, 4, analysis.Mentions), analysis.Hidden},
		"7 items of 7 persons":       {counted(7, 7, analysis.Items), analysis.Shown},
		"4 dyads":                    {counted(4, 8, analysis.Dyads), analysis.Small},
		"5 trajectories":             {counted(5, 9, analysis.Trajectories), analysis.Shown},
		"2 documents of no person":   {counted(2, 0, analysis.Documents), analysis.Shown},
		"2 documents of 2 persons":   {counted(2, 2, analysis.Documents), analysis.Hidden},
		"share of nothing mentioned": {&analysis.Figure{Unit: analysis.Mentions, Reason: analysis.EmptyGroup}, analysis.Hidden},
		"share of an empty group":    {&analysis.Figure{Unit: analysis.Respondents, Reason: analysis.EmptyGroup}, analysis.Shown},
	}
	table := typed("t", []string{"n"}, nil)
	for name, c := range cells {
		table.Rows = append(table.Rows, analysis.Row{Key: name, Cells: map[string]analysis.Cell{"n": {Figure: c.f}}})
	}
	out, _ := disclosure.Protect([]analysis.Table{table}, 5)
	for name, m := range masks(out[0], "n") {
		if m != cells[name].want {
			t.Errorf("%s: mask %q", name, m)
		}
	}
	hygienic(t, out, 5)
}

// A figure that stands in two tables is withheld in both, and its row protects
// the sums of either.
func TestSameFigureElsewhere(t *testing.T) {
	a := typed("a", []string{"n"}, []int{50}, line{"x", false, []int{8}}, line{"y", false, []int{3}}, line{"sum", true, []int{11}})
	down(&a, "sum", "x", "y")
	b := typed("b", []string{"n"}, []int{50}, line{"x2", false, []int{8}}, line{"z", false, []int{30}}, line{"w", false, []int{20}}, line{"sum", true, []int{58}})
	down(&b, "sum", "x2", "z", "w")
	same(&b, ref("b", "x2", "n"), ref("a", "x", "n"))
	out, audit := disclosure.Protect([]analysis.Table{a, b}, 5)
	if x, y := out[0].Figure("x", "n").Mask, out[1].Figure("x2", "n").Mask; x != y {
		t.Errorf("x is %q in one table and %q in the other", x, y)
	}
	if out[0].Figure("x", "n").Mask == analysis.Shown && out[0].Figure("sum", "n").Mask == analysis.Shown {
		t.Error("y = sum − x")
	}
	if audit.Open != 0 {
		t.Errorf("%+v", audit)
	}
	for _, c := range disclosure.Attack(out, 5) {
		if c.Values < 5 {
			t.Errorf("%+v", c)
		}
	}
}

// A base that is itself a withheld count goes too: the share would tell it.
func TestBaseOfWithheldGroup(t *testing.T) {
	table := typed("t", []string{"n", "v", "p", "c"}, []int{14, 5, 5, 4},
		line{"a", false, []int{13, 5, 5, 3}}, line{"base", true, []int{14, 5, 5, 4}})
	across(&table, "n", "v", "p", "c")
	out, audit := disclosure.Protect([]analysis.Table{table}, 5)
	for _, c := range []string{"v", "p", "c"} {
		base, f := out[0].Figure("base", c), out[0].Figure("a", c)
		if base.Mask != analysis.Shown && (f.Base != 0 || f.Interval != nil) {
			t.Errorf("%s: the base row is %q, and the figure above says of %d", c, base.Mask, f.Base)
		}
	}
	if m := masks(out[0], "v")["base"] != "" || masks(out[0], "p")["base"] != "" || masks(out[0], "n")["base"] != ""; !m {
		t.Error("4 = 14 − 5 − 5")
	}
	equal(t, "open", audit.Open, 0)
	hygienic(t, out, 5)
}

// The denominators of mentions stand in the row of totals.
func TestBaseOfWithheldTotal(t *testing.T) {
	mention := func(count, base, persons int) analysis.Cell {
		return analysis.Cell{Figure: &analysis.Figure{Count: count, Base: base, Persons: persons, Unit: analysis.Mentions, BaseOf: instruments.Same("alle vermeldingen")}}
	}
	table := typed("t", []string{"n"}, nil)
	table.Rows = []analysis.Row{
		{Key: "a", Cells: map[string]analysis.Cell{"n": mention(6, 8, 5)}},
		{Key: "total", Total: true, Cells: map[string]analysis.Cell{"n": mention(8, 8, 4)}},
	}
	out, _ := disclosure.Protect([]analysis.Table{table}, 5)
	if f := out[0].Figure("a", "n"); f.Mask != analysis.Shown || f.Base != 0 {
		t.Errorf("the total is small, yet: %+v", f)
	}
}

// Statistics in a row with a withheld count are computed from it.
func TestNumbersGoWithTheirRow(t *testing.T) {
	table := typed("t", []string{"n"}, []int{37}, line{"a", false, []int{3}}, line{"b", false, []int{20}})
	table.Columns = append(table.Columns, analysis.Column{Key: "jaccard", Kind: analysis.NumberCell})
	for i := range table.Rows {
		v := .25
		table.Rows[i].Cells["jaccard"] = analysis.Cell{Number: &v}
	}
	out, _ := disclosure.Protect([]analysis.Table{table}, 5)
	if c := out[0].Rows[0].Cells["jaccard"]; c.Number != nil || c.Reason != "hidden" {
		t.Errorf("%+v", c)
	}
	if c := out[0].Rows[1].Cells["jaccard"]; c.Number == nil || *c.Number != .25 {
		t.Errorf("%+v", c)
	}
}

// The place of a row in a table sorted by size tells its size.
func TestWithheldRowsStandByKey(t *testing.T) {
	table := typed("t", []string{"n"}, []int{37}, line{"m", false, []int{20}}, line{"z", false, []int{9}}, line{"y", false, []int{4}}, line{"b", false, []int{3}}, line{"x", false, []int{2}}, line{"total", true, []int{38}}, line{"base", true, []int{37}})
	table.Ordered = "n"
	out, _ := disclosure.Protect([]analysis.Table{table}, 5)
	equal(t, "order", keys(out[0]), []string{"m", "z", "b", "x", "y", "total", "base"})
	table.Ordered = ""
	out, _ = disclosure.Protect([]analysis.Table{table}, 5)
	equal(t, "order of an unsorted table", keys(out[0]), []string{"m", "z", "y", "b", "x", "total", "base"})
}

func TestNotes(t *testing.T) {
	table := typed("t", []string{"n"}, []int{20}, line{"a", false, []int{3}}, line{"b", false, []int{2}}, line{"c", false, []int{18}}, line{"d", false, []int{17}}, line{"base", true, []int{20}})
	table.Notes = []analysis.Warning{{Code: "own", Text: instruments.Same("own")}}
	out, audit := disclosure.Protect([]analysis.Table{table}, 5)
	equal(t, "flags", audit.Flags, []disclosure.Flag{{Ref: ref("t", "c", "n"), Count: 18, Base: 20}})
	var codes []string
	for _, n := range out[0].Notes {
		codes = append(codes, n.Code)
		if n.Text.NL == "" || n.Text.EN == "" {
			t.Errorf("%s lacks a language", n.Code)
		}
	}
	equal(t, "notes", codes, []string{"own", disclosure.NoteMasked, disclosure.NoteDominant})
	for _, want := range []string{"<5", "2 cell"} {
		if n := out[0].Notes[1].Text; !strings.Contains(n.NL, want) || !strings.Contains(n.EN, want) {
			t.Errorf("%q is not in %v", want, n)
		}
	}
}

// Where every count is at least k nothing changes, not even the ids.
func TestNothingToWithhold(t *testing.T) {
	table := typed("t", []string{"n", "a", "b"}, []int{37, 20, 17}, line{"x", false, []int{16, 10, 6}}, line{"y", false, []int{12, 5, 7}}, line{"base", true, []int{37, 20, 17}})
	across(&table, "n", "a", "b")
	out, audit := disclosure.Protect([]analysis.Table{table}, 5)
	equal(t, "tables", out, []analysis.Table{table})
	if audit.Small+audit.Hidden+audit.Open+audit.Broken+len(audit.Cells)+len(audit.Flags) != 0 {
		t.Errorf("%+v", audit)
	}
	small := typed("t", []string{"n"}, []int{37}, line{"x", false, []int{0}})
	out, _ = disclosure.Protect([]analysis.Table{small}, 1)
	equal(t, "k below 2", out, []analysis.Table{small})
}

// Sums that the counts contradict bind nobody; they are counted.
func TestBrokenSums(t *testing.T) {
	table := typed("t", []string{"n"}, []int{37}, line{"a", false, []int{3}}, line{"b", false, []int{9}}, line{"sum", true, []int{20}})
	down(&table, "sum", "a", "b")
	same(&table, ref("t", "a", "n"), ref("t", "b", "n"))
	out, audit := disclosure.Protect([]analysis.Table{table}, 5)
	equal(t, "broken", audit.Broken, 2)
	equal(t, "masks", masks(out[0], "n"), map[string]analysis.Mask{"a": analysis.Small, "b": "", "sum": ""})
	contradiction := analysis.Table{ID: "u", Columns: table.Columns, Rows: []analysis.Row{
		{Key: "a", Cells: map[string]analysis.Cell{"n": {Figure: &analysis.Figure{Unit: analysis.Respondents, Mask: analysis.Small}}}},
		{Key: "b", Cells: map[string]analysis.Cell{"n": {Figure: &analysis.Figure{Unit: analysis.Respondents, Mask: analysis.Small}}}},
		{Key: "sum", Cells: map[string]analysis.Cell{"n": {Figure: figure(30, 37)}}},
	}}
	down(&contradiction, "sum", "a", "b")
	for _, c := range disclosure.Attack([]analysis.Table{contradiction}, 5) {
		if c.Values != 0 {
			t.Errorf("two counts below 5 do not make 30: %+v", c)
		}
	}
}

func TestNoTables(t *testing.T) {
	out, audit := disclosure.Protect(nil, 5)
	if len(out) != 0 || len(audit.Cells) != 0 || audit.K != 5 {
		t.Errorf("%v %+v", out, audit)
	}
	odd := analysis.Table{ID: "odd", Columns: []analysis.Column{{Key: "x"}}, Rows: []analysis.Row{{Key: "r"}}, Sums: []analysis.Sum{{}, {Whole: ref("no", "such", "cell"), Parts: []analysis.CellRef{ref("a", "b", "c"), ref("a", "b", "c")}}}}
	if out, _ := disclosure.Protect([]analysis.Table{odd}, 5); len(out) != 1 {
		t.Error("a table without figures is lost")
	}
}

func ExampleProtect() {
	table := analysis.Table{ID: "activities", Columns: []analysis.Column{{Key: "n", Kind: analysis.FigureCell}}}
	for _, r := range []struct {
		key   string
		count int
	}{{"D01", 23}, {"D02", 4}} {
		table.Rows = append(table.Rows, analysis.Row{Key: r.key, Cells: map[string]analysis.Cell{
			"n": {Figure: &analysis.Figure{Count: r.count, Base: 37, Unit: analysis.Respondents, Persons: r.count}},
		}})
	}
	safe, audit := disclosure.Protect([]analysis.Table{table}, 5)
	fmt.Printf("%+v\n", safe[0].Figure("D02", "n").Mask)
	fmt.Println(audit.Small, audit.Hidden, audit.Cells[0].Lo, audit.Cells[0].Hi)
	// Output:
	// small
	// 1 0 0 4
}

// Bases can pin as well as sums: 15 professionals of 5 + 5 + 5 planned leave no
// choice. The plan beside the mark goes; the group sizes, which everybody knows,
// stay.
func TestPlannedBasesPin(t *testing.T) {
	columns := []string{"n", "v", "p", "c"}
	table := typed("sample", columns, []int{15, 5, 5, 5},
		line{"cosa", false, []int{14, 5, 5, 4}}, line{"ljr", false, []int{11, 4, 5, 2}}, line{"adam", false, []int{12, 4, 5, 3}}, line{"total", true, []int{37, 13, 15, 9}})
	across(&table, columns...)
	down(&table, "total", "cosa", "ljr", "adam")
	sizes := typed("activities", columns, []int{37, 13, 15, 9}, line{"A01", false, []int{19, 8, 5, 6}}, line{"base", true, []int{37, 13, 15, 9}})
	across(&sizes, columns...)
	for _, c := range columns {
		same(&table, ref("sample", "total", c), ref("activities", "base", c))
	}
	out, audit := disclosure.Protect([]analysis.Table{sizes, table}, 5)
	equal(t, "open", audit.Open, 0)
	for _, c := range columns {
		if f := out[0].Figure("base", c); f.Mask != analysis.Shown || f.Count != table.Figure("total", c).Count {
			t.Errorf("the size of group %s is %+v", c, f)
		}
	}
	if f := out[1].Figure("cosa", "c"); f.Mask == analysis.Shown {
		t.Error("4 clients are shown")
	}
	for _, c := range disclosure.Attack(out, 5) {
		if c.Values < 5 {
			t.Errorf("%+v", c)
		}
	}
	hygienic(t, out, 5)
}

// Where even a group size has to go to protect another, it goes, at last.
func TestGroupSizeGoesWhenItMust(t *testing.T) {
	table := typed("t", []string{"n", "a", "b"}, []int{20, 17, 3}, line{"base", true, []int{20, 17, 3}})
	across(&table, "n", "a", "b")
	out, audit := disclosure.Protect([]analysis.Table{table}, 5)
	got := []analysis.Mask{out[0].Figure("base", "n").Mask, out[0].Figure("base", "a").Mask, out[0].Figure("base", "b").Mask}
	equal(t, "open", audit.Open, 0)
	if got[2] == analysis.Shown || got[0] == analysis.Shown && got[1] == analysis.Shown {
		t.Errorf("3 = 20 − 17: %v", got)
	}
}

// Three projects below 5 that add to 11 are 3 or 4 each: one loses its "<5".
// Three that add to 7 can each be 0 to 4, and need nothing.
func TestMarkThatTellsTooMuch(t *testing.T) {
	columns := []string{"n", "p", "q", "r"}
	table := typed("t", columns, []int{37, 14, 12, 11}, line{"eleven", false, []int{11, 4, 4, 3}}, line{"seven", false, []int{7, 3, 2, 2}})
	across(&table, columns...)
	out, audit := disclosure.Protect([]analysis.Table{table}, 5)
	count := map[analysis.Mask]int{}
	for _, c := range columns {
		count[out[0].Figure("eleven", c).Mask]++
		if want := map[bool]analysis.Mask{true: analysis.Shown, false: analysis.Small}[c == "n"]; out[0].Figure("seven", c).Mask != want {
			t.Errorf("seven/%s: %q", c, out[0].Figure("seven", c).Mask)
		}
	}
	equal(t, "masks of 4 + 4 + 3", count, map[analysis.Mask]int{analysis.Shown: 1, analysis.Small: 2, analysis.Hidden: 1})
	equal(t, "audit", []int{audit.Small, audit.Hidden}, []int{5, 1})
}

// A column "without project P" gives P back: n = P + without P.
func TestWithoutProject(t *testing.T) {
	table := typed("t", []string{"n", "p", "without"}, []int{37, 14, 23}, line{"a", false, []int{12, 2, 10}})
	across(&table, "n", "p", "without")
	out, _ := disclosure.Protect([]analysis.Table{table}, 5)
	if out[0].Figure("a", "p").Mask == analysis.Shown || out[0].Figure("a", "without").Mask == analysis.Shown {
		t.Errorf("%v", published(out))
	}
	if f := out[0].Figure("a", "n"); f.Mask != analysis.Shown || f.Count != 12 {
		t.Errorf("the part goes before the whole: %+v", f)
	}
}

// The input may be masked in part; those masks stay and new ones join them.
func TestMixedInput(t *testing.T) {
	table := typed("t", []string{"n"}, []int{37}, line{"a", false, []int{0}}, line{"b", false, []int{2}}, line{"c", false, []int{14}}, line{"d", false, []int{18}}, line{"sum", true, []int{40}})
	table.Rows[0].Cells["n"] = analysis.Cell{Figure: &analysis.Figure{Unit: analysis.Respondents, Base: 37, Mask: analysis.Hidden}}
	down(&table, "sum", "a", "b", "c", "d")
	out, audit := disclosure.Protect([]analysis.Table{table}, 5)
	got := masks(out[0], "n")
	if got["a"] != analysis.Hidden || got["b"] == analysis.Shown || audit.Open != 0 {
		t.Errorf("%v %+v", got, audit)
	}
	for _, c := range disclosure.Attack(out, 5) {
		if c.Values < 5 {
			t.Errorf("%+v", c)
		}
	}
}
