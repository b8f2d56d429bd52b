package report

import (
	"strings"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// support shows recommendations, the conclusions they rest on, and the codes
// those rest on, each with how many respondents and focus groups were coded
// with it. Nothing is concluded here: a chain is what the codebook says, its
// numbers are what was coded.
func (b *builder) support() {
	if len(b.c.Codings) == 0 {
		return
	}
	t := analysis.Table{
		ID: "support", Title: inBoth("Onderbouwing: aanbeveling, conclusie, codes", "Support: recommendation, conclusion, codes"), Unit: analysis.Respondents,
		Base: inBoth("Percentages van alle respondenten, en ernaast van de focusgroepen.", "Percentages of all respondents, and beside them of the focus groups."), Stub: inBoth("Code en waar zij op rust", "Code and what it rests on"),
		Columns: []analysis.Column{
			{Key: "n", Label: inBoth("respondenten", "respondents"), Kind: analysis.FigureCell},
			{Key: "focus", Label: inBoth("focusgroepen", "focus groups"), Kind: analysis.FigureCell},
			{Key: "origin", Label: inBoth("herkomst", "origin"), Kind: analysis.TextCell},
		},
		Notes: []analysis.Warning{{Code: "as_coded", Text: inBoth("De keten staat in het codeboek van de onderzoekers. De getallen zeggen hoe vaak iets is gecodeerd, niet of de conclusie juist is.", "The chain is in the researchers' codebook. The numbers say how often something was coded, not whether the conclusion is right.")}},
	}
	for _, domain := range []string{"aanbeveling", "conclusie"} {
		for _, code := range b.c.Codebook.Domain(domain) {
			if len(code.Supports) > 0 && (domain == "aanbeveling" || !b.supported(code.ID)) {
				b.chain(&t, code.ID, 0, "")
			}
		}
	}
	if len(t.Rows) == 0 {
		return
	}
	t = analysis.InTheLayer(b.c, t)
	b.tables[t.ID] = t
	b.para(inBoth("Hieronder staat elke aanbeveling met de conclusies waar zij op rust en de codes waar die op rusten, voor zover gecodeerd.", "Below stands every recommendation with the conclusions it rests on and the codes those rest on, as far as coded."))
	b.show("support", instruments.Text{}, nil)
}

// supported is true for a conclusion that some recommendation names: it stands
// there already.
func (b *builder) supported(id coding.CodeID) bool {
	for _, c := range b.c.Codebook.Domain("aanbeveling") {
		for _, s := range c.Supports {
			if s == id {
				return true
			}
		}
	}
	return false
}

// chain adds a code and what it rests on; it returns whether anything of it was
// coded, and adds nothing otherwise. A circle in the codebook ends where it
// began.
func (b *builder) chain(t *analysis.Table, id coding.CodeID, level int, path string) bool {
	code, ok := b.c.Codebook.Code(id)
	if !ok || strings.Contains(path, "/"+string(id)+"/") || level > 8 {
		return false
	}
	path += "/" + string(id) + "/"
	at := len(t.Rows)
	people, groups := b.coded(id)
	t.Rows = append(t.Rows, analysis.Row{Key: path, Level: level, Label: instruments.Textf("%s %s", "%s %s", code.ID, code.Name), Cells: map[string]analysis.Cell{
		"n": {Figure: people}, "focus": {Figure: groups}, "origin": {Text: originText(code.Origin)},
	}})
	found := someCount(people) || someCount(groups)
	for _, s := range code.Supports {
		found = b.chain(t, s, level+1, path) || found
	}
	if !found {
		t.Rows = t.Rows[:at]
	}
	return found
}

func someCount(f *analysis.Figure) bool { return f != nil && (f.Count > 0 || isMasked(*f)) }

// coded finds the protected figures of a code in the table of its domain.
func (b *builder) coded(id coding.CodeID) (people, groups *analysis.Figure) {
	if a, ok := id.Activity(); ok {
		return b.figure("activities", string(a), analysis.ColumnAll), nil
	}
	if g, ok := strings.CutPrefix(string(id), coding.GoalPrefix); ok {
		return b.figure("goals", g, "respondents"), nil
	}
	code, _ := b.c.Codebook.Code(id)
	table := "codes-" + code.Domain
	return b.figure(table, string(id), analysis.ColumnAll), b.figure(table, string(id), analysis.KindPrefix+string(instruments.FocusGroup))
}

func (b *builder) figure(table, row, column string) *analysis.Figure {
	t, ok := b.tables[table]
	if !ok {
		return nil
	}
	r, ok := t.Row(row)
	if !ok {
		return nil
	}
	return r.Cells[column].Figure
}
