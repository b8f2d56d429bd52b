package report

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

func both(nl, en string) instruments.Text { return instruments.Text{NL: nl, EN: en} }

// share is a figure of respondents with the published Wilson interval of 23/37
// where it is that figure.
func share(count, base int) *analysis.Figure {
	f := &analysis.Figure{Count: count, Base: base, Unit: analysis.Respondents, Persons: count, BaseOf: both("respondenten", "respondents")}
	for i := range count {
		f.IDs = append(f.IDs, fmt.Sprintf("R%02d", i+1))
	}
	if count == 23 && base == 37 {
		f.Interval = &analysis.Interval{Lo: .4610, Hi: .7594, Level: .95, Method: "wilson"}
	}
	return f
}

func masked(m analysis.Mask) *analysis.Figure {
	return &analysis.Figure{Unit: analysis.Respondents, Base: 14, Mask: m}
}

// handmade is a table with everything a table can have: groups, an interval, a
// text column, a number, masks, a total and notes.
func handmade() analysis.Table {
	weight := 0.5
	cell := func(f *analysis.Figure) analysis.Cell { return analysis.Cell{Figure: f} }
	return analysis.Table{
		ID: "activities", Title: both("Activiteiten", "Activities"), Unit: analysis.Respondents,
		Base: both("Percentages van alle respondenten (n = 37).", "Percentages of all respondents (n = 37)."), Stub: both("activiteit", "activity"), Ordered: "n",
		Columns: []analysis.Column{
			{Key: "n", Label: both("allen", "all"), Kind: analysis.FigureCell},
			{Key: "cosa", Label: instruments.Same("COSA 1-op-1"), Kind: analysis.FigureCell, Group: both("project", "project")},
			{Key: "origin", Label: both("herkomst", "origin"), Kind: analysis.TextCell},
			{Key: "w", Label: both("gewicht", "weight"), Kind: analysis.NumberCell, Decimals: 2},
		},
		Rows: []analysis.Row{
			{Key: "D01", Label: both("signaleren", "signalling"), Cells: map[string]analysis.Cell{"n": cell(share(23, 37)), "cosa": cell(share(10, 14)), "origin": {Text: both("rapport", "report")}, "w": {Number: &weight}}},
			{Key: "A01", Label: both("samen ondernemen", "joint activities"), Level: 1, Cells: map[string]analysis.Cell{"n": cell(share(19, 37)), "cosa": cell(masked(analysis.Small)), "origin": {Text: both("rapport", "report")}, "w": {Reason: "no_pairs"}}},
			{Key: "C03", Label: both("huisvesting", "housing"), Cells: map[string]analysis.Cell{"n": cell(share(16, 37)), "cosa": cell(masked(analysis.Hidden)), "origin": {Text: both("fictief", "fictional")}}},
			{Key: "total", Label: both("totaal", "total"), Total: true, Cells: map[string]analysis.Cell{"n": cell(&analysis.Figure{Count: 58, Unit: analysis.Mentions})}},
		},
		Notes: []analysis.Warning{{Code: "multiple_response", Text: both("Percentages tellen op tot meer dan 100.", "Percentages add to more than 100.")}},
	}
}

// handmadeReport holds every kind of chart and block, from hand-made tables.
func handmadeReport(lang instruments.Lang) *Report {
	t := stamp(handmade(), 5)
	forms := analysis.Table{
		ID: "forms", Title: both("Vormen per project", "Forms by project"), Unit: analysis.Dyads, Stub: both("vorm", "form"),
		Columns: []analysis.Column{{Key: "p1", Label: instruments.Same("COSA"), Kind: analysis.FigureCell}, {Key: "p2", Label: instruments.Same("LJ&R"), Kind: analysis.FigureCell}},
		Rows: []analysis.Row{
			{Key: "form1", Label: both("vorm 1", "form 1"), Cells: map[string]analysis.Cell{"p1": {Figure: &analysis.Figure{Count: 7}}, "p2": {Figure: &analysis.Figure{Count: 6}}}},
			{Key: "form2", Label: both("vorm 2", "form 2"), Cells: map[string]analysis.Cell{"p1": {Figure: &analysis.Figure{Count: 8}}, "p2": {Figure: masked(analysis.Small)}}},
			{Key: "total", Label: both("totaal", "total"), Total: true, Cells: map[string]analysis.Cell{"p1": {Figure: &analysis.Figure{Count: 15}}, "p2": {Figure: &analysis.Figure{Count: 9}}}},
		},
	}
	forms = stamp(forms, 5)
	flow := &Chart{ID: "flow", Kind: SankeyChart, Title: both("Van activiteit naar doel", "From activity to goal"), Alt: both("Stroomdiagram", "Flow chart")}
	for i, row := range t.Rows[:3] {
		flow.Links = append(flow.Links, Link{row.Key, []string{"SI", "PC", "SI"}[i], row.Label, both("doel", "goal"), *row.Cells["n"].Figure})
	}
	heat := heatOf(t, []string{"n", "cosa"})
	heat.ID = "heat"
	first := barOf(t, "n", 10)
	first.ID = "first"
	return &Report{
		Lang: lang, Audience: Extern, Version: "0.1.0",
		Info: coding.StudyInfo{
			Name: "proef", Title: both("Een proefstudie", "A trial study"), Notice: both("Fictieve gegevens", "Invented data"),
			Lang: lang, Changed: "2020-07-31T12:00:00Z", Head: strings.Repeat("ab", 32),
		},
		First: FirstPage{Headlines: []Headline{{instruments.Same("37"), both("respondenten", "respondents"), both("82 % van het plan", "82% of the plan")}}, Chart: first, Sentences: []instruments.Text{both("Een zin.", "A sentence.")}},
		Sections: []Section{
			{ID: "activities", Title: both("Activiteiten", "Activities"), Question: both("Wat doen vrijwilligers?", "What do volunteers do?"), Blocks: []Block{
				{Para: both("Een alinea.", "A paragraph.")},
				{List: []instruments.Text{both("Een punt.", "A point.")}},
				{Chart: barOf(t, "n", 0)},
				{Table: &t},
				{Chart: heat},
				{Chart: flow},
				{Chart: partsOf(forms, []string{"p1", "p2"}, "total")},
				{Table: &forms},
			}},
			{ID: "method", Title: both("Verantwoording", "Method"), Appendix: true, Blocks: []Block{{Heading: both("Begrippen", "Terms"), Terms: []Term{{both("dyade", "dyad"), both("een koppel", "a pair")}}}}},
		},
		Codebook: []coding.Code{{ID: "act.D01", Name: both("signaleren", "signalling"), Origin: instruments.FromReport}},
	}
}

// sharedFile is a file of the folder shared beside the module. Without it the
// test is skipped, but fails where CI or MEERZICHT_SHARED=required asks for it.
func sharedFile(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil && dir != filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	path := filepath.Join(dir, "..", "shared", name)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") != "" || os.Getenv("MEERZICHT_SHARED") == "required" {
			t.Fatalf("shared/%s is needed here: %v", name, err)
		}
		t.Skipf("shared/%s is not there", name)
	}
	return path
}
