package report

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// drawing is what a page's chart data hold, as the script of the page reads it.
type drawing struct {
	Height int
	Option struct {
		BaseOption struct {
			Animation bool
			Aria      struct {
				Enabled bool
				Label   struct{ Description string }
			}
			YAxis, XAxis struct {
				Type    string
				Data    []string
				Inverse bool
			}
			Series []struct {
				Name, Type, Stack string
				ItemStyle         map[string]any
				Data              []json.RawMessage
				Links             []struct {
					Source, Target string
					Value          float64
				}
			}
		}
		Media []struct{ Query struct{ MaxWidth int } }
	}
}

// mark is one bar, cell or node of a drawing.
type mark struct {
	Name      string
	Value     json.RawMessage
	ItemStyle map[string]any
	Label     struct{ Formatter string }
}

func decoded(t *testing.T, c *Chart, lang instruments.Lang) (drawing, string) {
	t.Helper()
	data, height, err := optionOf(c, lang)
	if err != nil {
		t.Fatalf("%s: %v", c.ID, err)
	}
	var d drawing
	if err := json.Unmarshal(data, &d); err != nil {
		t.Fatalf("%s: %v", c.ID, err)
	}
	if d.Height != height || height < 60 || height > 4000 {
		t.Errorf("%s: height %d in the data, %d returned", c.ID, d.Height, height)
	}
	return d, string(data)
}

func marks(t *testing.T, raw []json.RawMessage) []mark {
	t.Helper()
	out := make([]mark, len(raw))
	for i, r := range raw {
		if err := json.Unmarshal(r, &out[i]); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// allCharts are all charts of a report, the first page's first.
func allCharts(r *Report) []*Chart {
	var out []*Chart
	if r.First.Chart != nil {
		out = append(out, r.First.Chart)
	}
	for _, s := range r.Sections {
		for _, b := range s.Blocks {
			if b.Chart != nil {
				out = append(out, b.Chart)
			}
		}
	}
	return out
}

// bars are the rows of a table that a bar chart draws: all but totals.
func bars(t analysis.Table, column string) []analysis.Row {
	return slices.DeleteFunc(slices.Clone(t.Rows), func(r analysis.Row) bool { return r.Total || r.Cells[column].Figure == nil })
}

func everyReport(t *testing.T, do func(name string, r *Report)) {
	t.Helper()
	for _, o := range []Options{{Lang: nl}, {Lang: en}, {Lang: nl, Audience: Intern}, {Lang: en, Audience: Intern}} {
		do(string(o.Lang)+"/"+string(o.Audience), built(t, realStudy(t), o))
	}
}

// Every bar is as long as the figure in the protected table and says it in
// words; a masked bar is hatched, always as long, and says its mark only.
func TestBarChartsDrawTheTable(t *testing.T) {
	everyReport(t, func(name string, r *Report) {
		seen := 0
		for _, c := range allCharts(r) {
			if c.Kind != BarChart {
				continue
			}
			seen++
			table, ok := r.Table(c.Table)
			if !ok {
				t.Fatalf("%s: chart %s is made from table %q, which is not in the report", name, c.ID, c.Table)
			}
			d, _ := decoded(t, c, r.Lang)
			checkBars(t, name+" "+c.ID, d, bars(table, c.Column), c, r.Lang)
		}
		if seen < 2 {
			t.Errorf("%s: %d bar charts", name, seen)
		}
	})
}

func checkBars(t *testing.T, name string, d drawing, rows []analysis.Row, c *Chart, lang instruments.Lang) {
	t.Helper()
	series := d.Option.BaseOption.Series
	if len(series) != 1 || series[0].Type != "bar" {
		t.Fatalf("%s: series %+v", name, series)
	}
	items := marks(t, series[0].Data)
	if len(items) != len(d.Option.BaseOption.YAxis.Data) || len(items) > len(rows) || !d.Option.BaseOption.YAxis.Inverse {
		t.Fatalf("%s: %d bars, %d labels, %d rows", name, len(items), len(d.Option.BaseOption.YAxis.Data), len(rows))
	}
	largest := 0
	for _, row := range rows[:len(items)] {
		if f := row.Cells[c.Column].Figure; f.Reason == "" {
			largest = max(largest, f.Count)
		}
	}
	for i, item := range items {
		f := *rows[i].Cells[c.Column].Figure
		want := fmt.Sprint(f.Count)
		if isMasked(f) {
			data, _ := json.Marshal(math.Max(float64(largest), 1) / 8)
			want = string(data)
		}
		if string(item.Value) != want || item.Label.Formatter != (Wording{f}).In(lang) {
			t.Errorf("%s: bar %d is %s %q, the table says %s %q", name, i, item.Value, item.Label.Formatter, want, Wording{f}.In(lang))
		}
		if _, decal := item.ItemStyle["decal"]; decal != isMasked(f) {
			t.Errorf("%s: bar %d hatched: %v, masked: %v", name, i, decal, isMasked(f))
		}
	}
}

// A heat map has a cell for every figure that its table has in the drawn
// columns, and no number but the visible counts.
func TestHeatMapsDrawTheTable(t *testing.T) {
	everyReport(t, func(name string, r *Report) {
		for _, c := range allCharts(r) {
			if c.Kind != HeatChart {
				continue
			}
			table, _ := r.Table(c.Table)
			var rows []analysis.Row // that have anything to show
			for _, row := range table.Rows {
				if !row.Total && slices.ContainsFunc(c.Columns, func(k string) bool { f := table.Figure(row.Key, k); return f.Reason == "" && f.Count > 0 }) {
					rows = append(rows, row)
				}
			}
			d, _ := decoded(t, c, r.Lang)
			base := d.Option.BaseOption
			items := marks(t, base.Series[0].Data)
			if len(base.YAxis.Data) != len(rows) || len(base.XAxis.Data) != len(c.Columns) || len(items) != len(rows)*len(c.Columns) {
				t.Fatalf("%s %s: %d × %d axis labels, %d cells; the table has %d rows and %d columns to show",
					name, c.ID, len(base.YAxis.Data), len(base.XAxis.Data), len(items), len(rows), len(c.Columns))
			}
			for i, item := range items {
				x, y := i/len(rows), i%len(rows)
				f := table.Figure(rows[y].Key, c.Columns[x])
				want := fmt.Sprint(f.Count)
				if m, ok := markOf(f); ok {
					want = m.In(r.Lang)
				}
				if place := fmt.Sprintf("[%d,%d,1]", x, y); string(item.Value) != place || item.Label.Formatter != want {
					t.Errorf("%s %s: cell %s %q, want %s %q", name, c.ID, item.Value, item.Label.Formatter, place, want)
				}
				if _, decal := item.ItemStyle["decal"]; decal != isMasked(f) {
					t.Errorf("%s %s: cell %s hatched: %v, masked: %v", name, c.ID, item.Value, decal, isMasked(f))
				}
				if base.XAxis.Data[x] != columnLabel(table, c.Columns[x]).In(r.Lang) {
					t.Errorf("%s %s: column %d is called %q", name, c.ID, x, base.XAxis.Data[x])
				}
			}
		}
	})
}

// A stacked bar's visible parts are the table's figures; what is masked is one
// hatched rest, the total less the visible parts, or a mark of fixed length.
func TestStackedBarsDrawTheTable(t *testing.T) {
	everyReport(t, func(name string, r *Report) {
		for _, c := range allCharts(r) {
			if c.Kind != StackedChart {
				continue
			}
			d, _ := decoded(t, c, r.Lang)
			series := d.Option.BaseOption.Series
			if len(series) != len(c.Series)+1 || series[len(c.Series)].Name != maskedName.In(r.Lang) {
				t.Fatalf("%s %s: %d series", name, c.ID, len(series))
			}
			for j := range c.Categories {
				shown, masked := 0, false
				for i, s := range c.Series {
					want := `"-"`
					if f := s.Values[j]; f.Reason == "" && f.Count > 0 {
						want, shown = fmt.Sprint(f.Count), shown+f.Count
					}
					masked = masked || isMasked(s.Values[j])
					if got := string(series[i].Data[j]); got != want || series[i].Stack != "all" {
						t.Errorf("%s %s: part %d of bar %d is %s, want %s", name, c.ID, i, j, got, want)
					}
				}
				rest := string(series[len(c.Series)].Data[j])
				switch total := c.Total[j]; {
				case !masked && rest != `"-"`:
					t.Errorf("%s %s: bar %d has a rest of %s though nothing is masked", name, c.ID, j, rest)
				case masked && total.Reason == "" && total.Count > shown && rest != fmt.Sprint(total.Count-shown):
					t.Errorf("%s %s: bar %d has a rest of %s, want %d", name, c.ID, j, rest, total.Count-shown)
				}
			}
		}
	})
}

// Every flow of the sankey is an activity's mentions to its primary goal, or what
// the masked activities of a goal have together; a goal's node says the total of
// the table of goals.
func TestSankeyDrawsTheTable(t *testing.T) {
	everyReport(t, func(name string, r *Report) {
		set := realStudy(t).Instruments
		table, _ := r.Table("activities")
		want, goals := map[string]float64{}, map[string]int{}
		for _, row := range table.Rows {
			a, ok := set.Taxonomy.Activity(instruments.ActivityID(row.Key))
			if f := table.Figure(row.Key, "mentions"); ok && f.Reason == "" && f.Count > 0 {
				want["from/"+row.Key+" to/"+string(a.Primary)] = float64(f.Count)
				goals["to/"+string(a.Primary)] += f.Count
			}
		}
		totals, _ := r.Table("goals")
		for _, g := range set.Taxonomy.Goals {
			all := totals.Figure(string(g.ID), analysis.ColumnAll)
			if key := "to/" + string(g.ID); all.Reason == "" && all.Count > goals[key] {
				want[restKey+string(g.ID)+" "+key] = float64(all.Count - goals[key])
				goals[key] = all.Count
			}
		}
		for _, c := range allCharts(r) {
			if c.Kind != SankeyChart {
				continue
			}
			d, _ := decoded(t, c, r.Lang)
			s := d.Option.BaseOption.Series[0]
			if len(s.Links) != len(want) || len(want) < 10 {
				t.Errorf("%s: %d flows, want %d", name, len(s.Links), len(want))
			}
			for _, l := range s.Links {
				if w := want[l.Source+" "+l.Target]; l.Value != w {
					t.Errorf("%s: flow %s to %s is %v, want %v", name, l.Source, l.Target, l.Value, w)
				}
			}
			for _, node := range marks(t, s.Data) {
				n, ok := goals[node.Name]
				if ok && !strings.HasSuffix(node.Label.Formatter, fmt.Sprintf("  %d", n)) {
					t.Errorf("%s: node %s says %q, its flows are %d", name, node.Name, node.Label.Formatter, n)
				}
			}
		}
	})
}

// A masked flow is not drawn, and its node says nothing of it, whatever stands in
// the figure.
func TestSankeyLeavesMaskedFlowsOut(t *testing.T) {
	withheld := *share(23, 37)
	withheld.Reason = "<5"
	c := &Chart{ID: "f", Kind: SankeyChart, Title: both("t", "t"), Links: []Link{
		{"a", "g", both("a", "a"), both("g", "g"), *share(7, 37)}, {"b", "g", both("b", "b"), both("g", "g"), withheld},
	}}
	d, text := decoded(t, c, nl)
	s := d.Option.BaseOption.Series[0]
	if len(s.Links) != 1 || s.Links[0].Value != 7 || len(s.Data) != 2 || strings.Contains(text, "from/b") || !strings.Contains(text, "g  7") {
		t.Errorf("flows %+v of %d nodes", s.Links, len(s.Data))
	}
	if n, all := c.maskedCount(); n != 1 || all != 2 {
		t.Errorf("%d of %d flows masked, want 1 of 2", n, all)
	}
}

// What goes into the page as chart data cannot end its element, run, or fetch:
// plain JSON with colours of the style sheet, no function, no address.
func TestChartDataAreSafe(t *testing.T) {
	colours := regexp.MustCompile(`"(color|backgroundColor|borderColor)":"([^"]*)"`)
	everyReport(t, func(name string, r *Report) {
		for _, c := range allCharts(r) {
			d, text := decoded(t, c, r.Lang)
			if !utf8.ValidString(text) || strings.ContainsAny(text, "<>&\u2028\u2029\x00") || !json.Valid([]byte(text)) {
				t.Errorf("%s %s: characters that may not stand in a script element", name, c.ID)
			}
			for _, bad := range []string{jsMarker, "function", "http:", "https:", "//", "url(", "image://", "=>"} {
				if strings.Contains(text, bad) {
					t.Errorf("%s %s: %q in the chart data", name, c.ID, bad)
				}
			}
			for _, m := range colours.FindAllStringSubmatch(text, -1) {
				if !strings.HasPrefix(m[2], "var(--") && m[2] != "target" {
					t.Errorf("%s %s: %s", name, c.ID, m[0])
				}
			}
			if d.Option.BaseOption.Animation || len(d.Option.Media) != 1 {
				t.Errorf("%s %s: moves, or has no drawing for narrow screens", name, c.ID)
			}
		}
	})
}

// Every chart says in both languages what it shows, in the drawing and on the
// page; the title stands in it.
func TestChartsHaveTextInBothLanguages(t *testing.T) {
	r := built(t, realStudy(t), Options{})
	pages := map[instruments.Lang]string{}
	for _, lang := range []instruments.Lang{nl, en} {
		r.Lang = lang
		pages[lang] = pageOf(t, r)
	}
	for _, c := range allCharts(r) {
		if c.Alt.NL == c.Alt.EN || c.Title.NL == c.Title.EN {
			t.Errorf("%s has the same words in both languages: %q, %q", c.ID, c.Alt.NL, c.Title.NL)
		}
		for _, lang := range []instruments.Lang{nl, en} {
			d, _ := decoded(t, c, lang)
			aria := d.Option.BaseOption.Aria
			if !aria.Enabled || aria.Label.Description != c.Alt.In(lang) || utf8.RuneCountInString(c.Alt.In(lang)) < 30 {
				t.Errorf("%s in %s: text alternative %q", c.ID, lang, aria.Label.Description)
			}
			attribute := `id="chart-` + c.ID + `" role="img" aria-label="` + unquoted(c.Alt.In(lang)) + `"`
			if !strings.Contains(pages[lang], attribute) {
				t.Errorf("%s in %s: the page has no %s", c.ID, lang, attribute)
			}
		}
	}
}

// unquoted is a text as html/template writes it in an attribute.
func unquoted(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;", "+", "&#43;").Replace(s)
}

// A label that looks like a template of ECharts is drawn as it is.
func TestChartLabelsAreNoTemplates(t *testing.T) {
	table := stamp(handmade(), 5)
	for i := range table.Rows {
		table.Rows[i].Label = instruments.Same("{c} {a|b} {@[0]}")
	}
	flow := &Chart{ID: "f", Kind: SankeyChart, Title: both("t", "t"), Links: []Link{{"a", "b", table.Rows[0].Label, table.Rows[1].Label, *share(23, 37)}}}
	d, _ := decoded(t, flow, nl)
	for _, node := range marks(t, d.Option.BaseOption.Series[0].Data) {
		if regexp.MustCompile(`\{[@a-z]`).MatchString(node.Label.Formatter) {
			t.Errorf("ECharts would read %q as a template", node.Label.Formatter)
		}
		if got := strings.ReplaceAll(node.Label.Formatter, "\u2060", ""); !strings.HasPrefix(got, "{c} {a|b} {@[0]}") {
			t.Errorf("label %q", got)
		}
	}
}

// The tint of a heat cell follows the share in steps of 15 %, and the length of
// a masked bar follows only what is shown.
func TestHeatStepsAndMaskLength(t *testing.T) {
	for _, c := range []struct{ count, base, want int }{{0, 20, 0}, {1, 20, 1}, {2, 20, 1}, {3, 20, 2}, {6, 20, 3}, {9, 20, 4}, {12, 20, 5}, {20, 20, 5}, {3, 0, 0}} {
		if got := heatStep(analysis.Figure{Count: c.count, Base: c.base}); got != c.want {
			t.Errorf("heatStep(%d of %d) = %d, want %d", c.count, c.base, got, c.want)
		}
	}
	if got := heatStep(analysis.Figure{Count: 19, Base: 20, Reason: "<5"}); got != 0 {
		t.Errorf("a masked cell has tint %d", got)
	}
	for _, n := range []int{0, 1, 4} { // whatever the withheld count is
		f := analysis.Figure{Count: n, Base: 14, Reason: "<5"}
		item := object{}
		dressBar(item, f, 24, nl)
		if item["value"] != 3.0 || item["label"].(object)["formatter"] != "<5" {
			t.Errorf("withheld %d: bar %v", n, item)
		}
	}
}
