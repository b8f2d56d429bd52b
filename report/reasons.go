package report

import (
	"meerzicht/analysis"
	"meerzicht/analysis/form"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// formReasons is why dyads have their form: per indicator, in how many dyads of
// each class it pointed to that class. The single dyads stand in the workbook of
// the team, since each is a few people.
func formReasons(dyads []form.Assignment, set *instruments.Set) analysis.Table {
	t := analysis.Table{
		ID: "form-reasons", Title: inBoth("Waar de vorm op rust", "What the form rests on"), Unit: analysis.Dyads,
		Base: inBoth("Percentages van de dyades van die vorm, zoals berekend.", "Percentages of the dyads of that form, as computed."),
		Stub: inBoth("Indicator die naar de vorm wijst", "Indicator pointing to the form"),
	}
	var classes []form.Class
	for _, f := range set.List.Forms {
		classes = append(classes, form.Of(f.ID))
	}
	classes = append(classes, form.Mixed)
	for _, k := range classes {
		t.Columns = append(t.Columns, analysis.Column{Key: string(k), Label: form.Label(k, nil), Kind: analysis.FigureCell})
	}
	for _, k := range set.List.Indicators {
		row := analysis.Row{Key: string(k.ID), Label: instruments.Textf("%s %s", "%s %s", k.ID, k.Label), Cells: map[string]analysis.Cell{}}
		for _, class := range classes {
			row.Cells[string(class)] = analysis.Cell{Figure: decided(dyads, class, k.ID)}
			cell := analysis.CellRef{Table: t.ID, Row: row.Key, Column: string(class)}
			rest := cell
			rest.Column = "unshown:" + string(class)
			t.Sums = append(t.Sums, analysis.Sum{Whole: analysis.CellRef{Table: t.ID, Row: analysis.RowBase, Column: string(class)}, Parts: []analysis.CellRef{cell, rest}})
		}
		t.Rows = append(t.Rows, row)
	}
	t.Rows = append(t.Rows, reasonsBase(dyads, classes))
	for _, class := range classes {
		t.Sums = append(t.Sums, analysis.Sum{
			Whole: analysis.CellRef{Table: t.ID, Row: analysis.RowBase, Column: string(class)},
			Parts: []analysis.CellRef{{Table: "forms", Row: string(class), Column: analysis.ColumnAll}},
		})
	}
	return t
}

// reasonsBase is the row of denominators: the dyads of each computed class.
func reasonsBase(dyads []form.Assignment, classes []form.Class) analysis.Row {
	base := analysis.Row{Key: analysis.RowBase, Label: inBoth("dyades (basis)", "dyads (base)"), Total: true, Cells: map[string]analysis.Cell{}}
	for _, class := range classes {
		base.Cells[string(class)] = analysis.Cell{Figure: dyadFigure(dyads, func(a form.Assignment) bool { return a.Class == class }, 0, instruments.Text{})}
	}
	return base
}

// decided counts the dyads of a class for which an indicator pointed to it.
func decided(dyads []form.Assignment, class form.Class, id instruments.IndicatorID) *analysis.Figure {
	base := 0
	for _, a := range dyads {
		if a.Class == class {
			base++
		}
	}
	return dyadFigure(dyads, func(a form.Assignment) bool {
		if a.Class != class {
			return false
		}
		for _, r := range a.Reasons {
			if r.Indicator == id && r.Decides {
				return true
			}
		}
		return false
	}, base, instruments.Textf("dyades met %s", "dyads with %s", form.Label(class, nil)))
}

func dyadFigure(dyads []form.Assignment, has func(form.Assignment) bool, base int, of instruments.Text) *analysis.Figure {
	f := &analysis.Figure{Base: base, Unit: analysis.Dyads, BaseOf: of, IDs: []string{}}
	for _, a := range dyads {
		if has(a) {
			f.IDs = append(f.IDs, string(a.Dyad.ID))
		}
	}
	f.Count, f.Persons = len(f.IDs), len(f.IDs)
	return f
}

// formFlags counts what a reader must know beside the classes.
func formFlags(dyads []form.Assignment, _ *instruments.Set) analysis.Table {
	t := analysis.Table{
		ID: "form-flags", Title: inBoth("Kanttekeningen bij de vormen", "Remarks on the forms"), Unit: analysis.Dyads,
		Stub:    inBoth("Kanttekening", "Remark"),
		Columns: []analysis.Column{{Key: "n", Label: instruments.Same("n"), Kind: analysis.FigureCell}},
	}
	for _, f := range []struct {
		key   string
		label instruments.Text
		has   func(form.Assignment) bool
	}{
		{"one_source", inBoth("één bron: alle aanwijzingen komen van één respondent", "one source: all evidence comes from one respondent"), func(a form.Assignment) bool { return a.Flags.OneSource }},
		{"perspective", inBoth("perspectiefverschil: vrijwilliger en professional wijzen op verschillende vormen", "perspective difference: volunteer and professional point to different forms"), func(a form.Assignment) bool { return a.Flags.PerspectiveDifference }},
		{"borderline", inBoth("grensgeval: iets andere drempels geven een andere klasse", "borderline case: slightly other thresholds give another class"), func(a form.Assignment) bool { return a.Flags.Borderline }},
		{"override", inBoth("door een onderzoeker vastgesteld, met naam en memo", "set by a researcher, with name and memo"), func(a form.Assignment) bool { return a.Override != nil }},
	} {
		cell := analysis.Cell{Figure: dyadFigure(dyads, f.has, 0, instruments.Text{})}
		t.Rows = append(t.Rows, analysis.Row{Key: f.key, Label: f.label, Cells: map[string]analysis.Cell{"n": cell}})
		ref := analysis.CellRef{Table: t.ID, Row: f.key, Column: "n"}
		rest := ref
		rest.Column = "unshown"
		t.Sums = append(t.Sums, analysis.Sum{Whole: analysis.CellRef{Table: "forms", Row: analysis.RowTotal, Column: analysis.ColumnAll}, Parts: []analysis.CellRef{ref, rest}})
	}
	return t
}

// startContact counts the trajectories with contact at the start: context, and
// never an input of the classification.
func startContact(c *coding.Corpus) analysis.Table {
	t := analysis.Table{
		ID: "start", Title: inBoth("Contact bij de start", "Contact at the start"), Unit: analysis.Trajectories, Stub: inBoth("Startcontact", "Start contact"),
		Columns: []analysis.Column{{Key: "n", Label: instruments.Same("n"), Kind: analysis.FigureCell}},
	}
	f := &analysis.Figure{Base: len(c.Trajectories), Unit: analysis.Trajectories, BaseOf: inBoth("trajecten", "trajectories"), IDs: []string{}}
	for _, tr := range c.Trajectories {
		if tr.StartContact == "ja" {
			f.IDs = append(f.IDs, string(tr.ID))
		}
	}
	f.Count, f.Persons = len(f.IDs), len(f.IDs)
	if f.Count > 0 {
		t.Rows = []analysis.Row{{Key: "ja", Label: inBoth("ja", "yes"), Cells: map[string]analysis.Cell{"n": {Figure: f}}}}
	}
	return t
}
