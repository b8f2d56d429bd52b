package workbench

import (
	"net/http"
	"strconv"
	"strings"

	"meerzicht/analysis"
	"meerzicht/analysis/retrieval"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// residualsID names the table beside a cross table.
const residualsID = "crosstab-residuals"

// Keys of the rows of a cross table.
const (
	rowNamed = "named"
	rowNot   = "not"
)

// crossed is a cross table of one activity with the respondents behind each
// cell.
type crossed struct {
	analysis.Crosstab
	activity instruments.Activity
	by       analysis.Trait
	who      [][][]string
}

// cross makes the cross table that the address asks for.
func (v *visit) cross(c *coding.Corpus, o analysis.Options) (crossed, error) {
	q := v.query()
	id := instruments.ActivityID(q.Get("activity"))
	if id == "" && len(c.Instruments.Taxonomy.Activities) > 0 {
		id = c.Instruments.Taxonomy.Activities[0].ID
	}
	x := crossed{by: analysis.Trait(q.Get("by"))}
	if x.by == "" {
		x.by = analysis.ByProject
	}
	var ok bool
	if x.activity, ok = c.Instruments.Taxonomy.Activity(id); !ok {
		return x, refused(http.StatusNotFound, instruments.Text{NL: "deze activiteit is er niet", EN: "there is no such activity"},
			instruments.Text{NL: "kies een activiteit uit de lijst", EN: "choose an activity from the list"})
	}
	x.Crosstab, x.who = analysis.CrossActivity(c, o, id, x.by, rowNamed, rowNot)
	return x, nil
}

// table is the counts as a table, with the tests as its notes.
func (x crossed) table() analysis.Table {
	t := analysis.Table{
		ID: "crosstab", Unit: analysis.Respondents, Stub: instruments.Text{NL: "Activiteit", EN: "Activity"},
		Title: instruments.Textf("%s %s, naar %s", "%s %s, by %s", string(x.activity.ID), x.activity.Label, labelOf(choiceValues(nil, analysis.ChooseTrait), string(x.by))),
		Base:  instruments.Text{NL: "Percentages van de respondenten in de kolom.", EN: "Percentages of the respondents in the column."},
	}
	for _, col := range x.Cols {
		t.Columns = append(t.Columns, analysis.Column{Key: col, Label: instruments.Same(col), Kind: analysis.FigureCell})
	}
	t.Columns = append(t.Columns, analysis.Column{Key: analysis.ColumnAll, Label: instruments.Text{NL: "alle", EN: "all"}, Kind: analysis.FigureCell})
	for i, row := range x.Rows {
		r := analysis.Row{Key: row, Label: crossLabel(row), Cells: map[string]analysis.Cell{}}
		var all []string
		for j, col := range x.Cols {
			r.Cells[col] = x.figure(x.who[i][j], x.columnTotal(j))
			all = append(all, x.who[i][j]...)
		}
		r.Cells[analysis.ColumnAll] = x.figure(all, x.N)
		t.Rows = append(t.Rows, r)
	}
	t.Notes = x.notes()
	return t
}

func crossLabel(row string) instruments.Text {
	if row == rowNamed {
		return instruments.Text{NL: "genoemd", EN: "named"}
	}
	return instruments.Text{NL: "niet genoemd", EN: "not named"}
}

func (x crossed) columnTotal(j int) int {
	n := 0
	for i := range x.Counts {
		n += x.Counts[i][j]
	}
	return n
}

func (x crossed) figure(ids []string, base int) analysis.Cell {
	return analysis.Cell{Figure: &analysis.Figure{
		Count: len(ids), Base: base, Unit: analysis.Respondents, IDs: ids, Persons: len(ids), BaseOf: instruments.Text{NL: "respondenten", EN: "respondents"},
	}}
}

// residuals are the expected counts and adjusted residuals.
func (x crossed) residuals() analysis.Table {
	t := analysis.Table{
		ID: residualsID, Stub: instruments.Text{NL: "Activiteit", EN: "Activity"},
		Title: instruments.Text{NL: "Verwachte aantallen en aangepaste residuen", EN: "Expected counts and adjusted residuals"},
		Base:  instruments.Text{NL: "Een residu boven 2 of onder −2 wijst op een afwijking; verkennend.", EN: "A residual above 2 or below −2 points to a deviation; exploratory."},
	}
	for _, kind := range []struct {
		key    string
		label  instruments.Text
		values [][]*float64
	}{
		{"expected:", instruments.Text{NL: "Verwacht", EN: "Expected"}, x.Expected},
		{"residual:", instruments.Text{NL: "Residu", EN: "Residual"}, x.AdjustedResiduals},
	} {
		for j, col := range x.Cols {
			t.Columns = append(t.Columns, analysis.Column{Key: kind.key + col, Label: instruments.Same(col), Group: kind.label, Kind: analysis.NumberCell, Decimals: 2})
			for i, row := range x.Rows {
				if i == len(t.Rows) {
					t.Rows = append(t.Rows, analysis.Row{Key: row, Label: crossLabel(row), Cells: map[string]analysis.Cell{}})
				}
				t.Rows[i].Cells[kind.key+col] = analysis.Cell{Number: kind.values[i][j]}
			}
		}
	}
	return t
}

// notes are the tests in words.
func (x crossed) notes() []analysis.Warning {
	var out []analysis.Warning
	for _, s := range []analysis.Statistic{x.Chi2, x.CramersV, x.Fisher} {
		out = append(out, analysis.Warning{Code: s.Name, Text: instruments.Text{NL: statisticText(s, instruments.Dutch), EN: statisticText(s, instruments.English)}})
	}
	if x.Preferred != "" {
		out = append(out, analysis.Warning{Code: "preferred", Text: instruments.Textf("Hier past: %s (verkennend; de aantallen gaan voor).", "Fits here: %s (exploratory; the counts come first).", statisticName(x.Preferred))})
	}
	return append(out, x.Warnings...)
}

// statisticText is a test on one line: name, value, degrees of freedom, p, n.
func statisticText(s analysis.Statistic, lang instruments.Lang) string {
	parts := []string{}
	if s.Value != nil && (s.P == nil || *s.Value != *s.P) {
		parts = append(parts, decimals(*s.Value, lang))
	}
	if s.DF > 0 {
		parts = append(parts, "df = "+strconv.Itoa(s.DF))
	}
	if s.P != nil {
		parts = append(parts, "p = "+decimals(*s.P, lang))
	}
	parts = append(parts, "n = "+strconv.Itoa(s.N))
	if s.Reason != "" {
		parts = append(parts, analysis.ReasonText(s.Reason).In(lang))
	}
	return statisticName(s.Name).In(lang) + ": " + strings.Join(parts, "; ")
}

func decimals(x float64, lang instruments.Lang) string {
	s := strconv.FormatFloat(x, 'f', 4, 64)
	if lang == instruments.English {
		return s
	}
	return strings.Replace(s, ".", ",", 1)
}

func statisticName(name string) instruments.Text {
	switch name {
	case "chi2":
		return instruments.Text{NL: "χ²-toets (Pearson)", EN: "χ² test (Pearson)"}
	case "cramers_v":
		return instruments.Text{NL: "Cramérs V", EN: "Cramér’s V"}
	case "fisher":
		return instruments.Text{NL: "exacte toets van Fisher", EN: "Fisher’s exact test"}
	}
	return instruments.Same(name)
}

// support is what stands behind a cell of the cross table.
func (x crossed) support(c *coding.Corpus, row, column string, o analysis.Options) []retrieval.Support {
	t := x.table()
	o.Unit = analysis.Respondents
	return retrieval.OfFigure(c, t.Figure(row, column), []coding.CodeID{coding.ActivityCode(x.activity.ID)}, o)
}
