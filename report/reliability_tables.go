package report

import (
	"slices"

	"meerzicht/analysis"
	"meerzicht/analysis/agreement"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// Columns of the tables of agreement.
const (
	colUnits   = "units"
	colPercent = "percent"
	colKappa   = "kappa"
	colAC1     = "ac1"
	colAlpha   = "alpha"
	colLower   = "lower"
	colUpper   = "upper"
)

// number is a column of numbers with that many decimals.
func number(key string, label, group instruments.Text, decimals int) analysis.Column {
	return analysis.Column{Key: key, Label: label, Group: group, Kind: analysis.NumberCell, Decimals: decimals}
}

var (
	headAlpha    = inBoth("Alfa", "Alpha")
	labelPercent = inBoth("gelijk", "equal")
)

// measureColumns are the columns of the measures of one row.
func measureColumns() []analysis.Column {
	return []analysis.Column{
		number(colPercent, labelPercent, instruments.Text{}, 3),
		number(colKappa, inBoth("kappa", "kappa"), instruments.Text{}, 3),
		number(colAC1, instruments.Same("AC1"), instruments.Text{}, 3),
		number(colAlpha, inBoth("waarde", "value"), headAlpha, 3),
		number(colLower, inBoth("van", "from"), headAlpha, 3),
		number(colUpper, inBoth("tot", "to"), headAlpha, 3),
	}
}

// measured are the cells of some measures. The kappa is Cohen's, with more than
// two coders Fleiss'.
func measured(ms []agreement.Measure) map[string]analysis.Cell {
	out := map[string]analysis.Cell{}
	put := func(key string, names ...string) {
		for _, name := range names {
			if i := slices.IndexFunc(ms, func(m agreement.Measure) bool { return m.Name == name }); i >= 0 {
				out[key] = analysis.Cell{Number: ms[i].Value, Reason: ms[i].Reason}
				return
			}
		}
	}
	put(colPercent, agreement.PercentName, agreement.SegmentName)
	put(colKappa, agreement.CohenName, agreement.FleissName)
	put(colAC1, agreement.GwetName)
	put(colAlpha, agreement.AlphaName, agreement.SetJaccardName, agreement.SetMASIName)
	for _, m := range ms {
		switch m.Name {
		case agreement.AlphaName, agreement.SetJaccardName, agreement.SetMASIName:
			interval(out, m)
			return out
		}
	}
	return out
}

// interval adds the interval of alpha, and the shares of its replicates below
// the two customary limits.
func interval(cells map[string]analysis.Cell, m agreement.Measure) {
	cells[colLower], cells[colUpper] = analysis.Cell{Reason: m.CIReason}, analysis.Cell{Reason: m.CIReason}
	if m.CI != nil {
		cells[colLower], cells[colUpper] = analysis.Cell{Number: &m.CI[0]}, analysis.Cell{Number: &m.CI[1]}
	}
	cells["below667"], cells["below800"] = analysis.Cell{Number: m.Below667, Reason: m.CIReason}, analysis.Cell{Number: m.Below800, Reason: m.CIReason}
}

// reliabilityTable is the pooled agreement: a row for every unit of every round,
// and for the sets of codes of a unit. Rows that rest on fewer than k documents,
// respondents or dyads are left out.
func reliabilityTable(all []doubled, k int) analysis.Table {
	t := analysis.Table{
		ID: "reliability", Title: inBoth("Interbeoordelaarsbetrouwbaarheid", "Reliability between coders"), Stub: inBoth("Eenheid", "Unit"),
		Base: inBoth("Alle codes, activiteiten of indicatoren van een eenheid samen.", "All codes, activities or indicators of a unit together."),
		Columns: append([]analysis.Column{number(colUnits, inBoth("eenheden", "units"), instruments.Text{}, 0)}, append(measureColumns(),
			number("below667", inBoth("kans < 0,667", "chance < .667"), headAlpha, 3), number("below800", inBoth("kans < 0,800", "chance < .800"), headAlpha, 3))...),
		Notes: []analysis.Warning{
			{Code: "limits", Text: inBoth("0,667 en 0,800 zijn de grenzen van Krippendorff (2004, p. 241), een afspraak: de kans is het deel van de bootstrapherhalingen waarin alfa eronder blijft.", ".667 and .800 are the limits of Krippendorff (2004, p. 241), a convention: the chance is the share of bootstrap replicates in which alpha stays below.")},
			{Code: "units", Text: inBoth("Eenheden: per code, activiteit of indicator (beurten, respondenten, dyades); bij fragmenten alle fragmenten van de codeurs samen.", "Units: for each code, activity or indicator (turns, respondents, dyads); of segments all segments of the coders together.")},
			{Code: "interval", Text: inBoth("Alfa is die van Krippendorff; van en tot: 95\u00a0%-interval uit een bootstrap (10.000 herhalingen, percentielen) over documenten, beurten, respondenten of dyades.", "Alpha is Krippendorff's; from and to: 95% interval from a bootstrap (10,000 replicates, percentiles) over documents, turns, respondents or dyads.")},
		},
	}
	few := false
	for _, d := range all {
		for _, r := range d.results {
			if r.Unit != agreement.Segment && max(len(r.Documents), len(r.Subjects)) < k {
				few = true
				continue
			}
			t.Rows = append(t.Rows, unitRows(d, r, len(all) > 1)...)
		}
	}
	if few {
		t.Notes = append(t.Notes, analysis.Warning{Code: "few", Text: instruments.Textf("Een eenheid waarvan minder dan %d documenten, respondenten of dyades dubbel zijn gedaan, staat hier niet.", "A unit of which fewer than %d documents, respondents or dyads were done twice is not shown here.", k)})
	}
	return t
}

// unitRows are the rows of one unit of one round.
func unitRows(d doubled, r agreement.Result, rounds bool) []analysis.Row {
	row := func(key string, label instruments.Text, units int, ms []agreement.Measure) analysis.Row {
		if rounds {
			key, label = d.round.ID+"/"+key, instruments.Textf("ronde %s: %s", "round %s: %s", d.round.ID, label)
		}
		cells := measured(ms)
		n := float64(units)
		cells[colUnits] = analysis.Cell{Number: &n}
		return analysis.Row{Key: key, Label: label, Cells: cells}
	}
	out := []analysis.Row{row(string(r.Unit), r.Unit.Label(), r.Units, r.Pooled)}
	if main, _ := d.main(); main.Unit == r.Unit {
		mean := row(string(r.Unit)+"-mean", instruments.Textf("%s, gemiddelde over de codes", "%s, mean over the codes", r.Unit.Label()), 0, r.Mean)
		delete(mean.Cells, colUnits)
		out = append(out, mean)
		for _, m := range r.Sets {
			if m.Name != agreement.PercentName {
				out = append(out, row(string(r.Unit)+"-"+m.Name, instruments.Textf("%s: %s", "%s: %s", r.Unit.Label(), agreement.Label(m.Name)), m.N, []agreement.Measure{m}))
			}
		}
	}
	if r.Form != nil {
		out = append(out, row("form", r.Form.Label, len(r.Subjects), r.Form.Measures))
	}
	return out
}

// codesTable is the agreement on each code, the least first, with what it is made
// of. A code that fewer than k respondents were coded with is left out: its
// counts would say of how few.
func codesTable(d doubled, r agreement.Result, k int) analysis.Table {
	t := itemsTable("reliability-codes", inBoth("Overeenstemming per code", "Agreement by code"), inBoth("Code, met de minste overeenstemming boven", "Code, with the least agreement on top"), d.coders, true)
	t.Base = instruments.Textf("Geteld zijn %s.", "Counted are %s.", r.Unit.Label())
	people, left := peopleByCode(d, r.Documents), 0
	for _, code := range r.Codes {
		if people[code.Code] < k {
			left++
			continue
		}
		t.Rows = append(t.Rows, itemRow(string(code.Code), code, true))
	}
	if left > 0 {
		t.Notes = append(t.Notes, analysis.Warning{Code: "few", Text: instruments.Textf("Codes die bij minder dan %d respondenten zijn gecodeerd, staan hier niet (%d).", "Codes that fewer than %d respondents were coded with are not shown here (%d).", k, left)})
	}
	return t
}

// itemsTable is an empty table of items, with the 2×2 of the coders when asked.
func itemsTable(id string, title, stub instruments.Text, coders []coding.CoderID, binary bool) analysis.Table {
	t := analysis.Table{ID: id, Title: title, Stub: stub}
	if binary {
		head := inBoth("Hoe vaak", "How often")
		first, second := inBoth("alleen de een", "only the one"), inBoth("alleen de ander", "only the other")
		if len(coders) == 2 {
			first = instruments.Textf("alleen %s", "only %s", instruments.Plain(string(coders[0])))
			second = instruments.Textf("alleen %s", "only %s", instruments.Plain(string(coders[1])))
		} else {
			head = inBoth("Hoe vaak, over alle paren van codeurs", "How often, over all pairs of coders")
		}
		t.Columns = []analysis.Column{
			number("both", inBoth("beiden", "both"), head, 0), number("only_a", first, head, 0), number("only_b", second, head, 0), number("neither", inBoth("geen van beiden", "neither"), head, 0),
			number("prevalence", inBoth("prevalentie", "prevalence"), instruments.Text{}, 3),
		}
	}
	t.Columns = append(t.Columns, measureColumns()...)
	return t
}

func itemRow(key string, code agreement.CodeResult, binary bool) analysis.Row {
	row := analysis.Row{Key: key, Label: instruments.Textf("%s %s", "%s %s", key, code.Label), Cells: measured(code.Measures)}
	if binary {
		for column, n := range map[string]int{"both": code.Table.Both, "only_a": code.Table.OnlyA, "only_b": code.Table.OnlyB, "neither": code.Table.Neither} {
			x := float64(n)
			row.Cells[column] = analysis.Cell{Number: &x}
		}
		row.Cells["prevalence"] = analysis.Cell{Number: code.Prevalence}
	}
	return row
}

// peopleByCode counts the respondents that the compared coders coded with each
// code in some documents; a document about nobody counts as one.
func peopleByCode(d doubled, documents []instruments.DocumentID) map[coding.CodeID]int {
	who := map[instruments.DocumentID]string{}
	for _, doc := range d.corpus.Documents {
		if slices.Contains(documents, doc.ID) {
			who[doc.ID] = "document " + string(doc.ID)
			if doc.Respondent != "" {
				who[doc.ID] = string(doc.Respondent)
			}
		}
	}
	seen := map[coding.CodeID]map[string]bool{}
	for i := range d.corpus.Codings {
		k := &d.corpus.Codings[i]
		one, in := who[k.Document]
		if !in || !slices.Contains(d.coders, k.Coder) {
			continue
		}
		if seen[k.Code] == nil {
			seen[k.Code] = map[string]bool{}
		}
		seen[k.Code][one] = true
	}
	out := map[coding.CodeID]int{}
	for code, people := range seen {
		out[code] = len(people)
	}
	return out
}
