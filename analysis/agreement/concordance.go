package agreement

import (
	"cmp"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// ConcordanceResult is how far the checklist and the coded interview of one
// respondent name the same activities: concordantie. It compares two sources,
// not two coders; the first column of every table is the checklist.
type ConcordanceResult struct {
	Question    instruments.Text   `json:"question"`
	Rule        instruments.Text   `json:"rule"`
	Missing     instruments.Text   `json:"missing"`
	Respondents []string           `json:"respondents"` // compared
	Table       Table              `json:"table"`
	Prevalence  *float64           `json:"prevalence"`
	Pooled      []Measure          `json:"pooled"`
	Mean        []Measure          `json:"mean"`
	Codes       []CodeResult       `json:"codes"`
	Notes       []analysis.Warning `json:"warnings"`
}

// Concordance gives the measures of agreement for the counts of
// analysis.Concordance: per activity over the respondents who have both a
// checklist and a coded interview, and for all activities together, where the
// interval draws respondents. The corpus should be that of one layer
// (coding.Corpus.InLayer), or the codings of several coders count as one.
func Concordance(c *coding.Corpus, o Options) ConcordanceResult {
	r := ConcordanceResult{
		Question: instruments.Text{NL: "concordantie van checklist en transcript", EN: "concordance of checklist and transcript"},
		Rule: instruments.Text{
			NL: "Eenheid: respondent × activiteit, genoemd of niet. A is de checklist, B het gecodeerde interview; wat in geen van beide staat, telt als overeenstemming op \"niet\".",
			EN: "Unit: respondent × activity, named or not. A is the checklist, B the coded interview; what stands in neither counts as agreement on \"not\".",
		},
		Missing: instruments.Text{
			NL: "Alleen respondenten met zowel een checklist als een interview met minstens één gecodeerde activiteit zijn vergeleken.",
			EN: "Only respondents with both a checklist and an interview with at least one coded activity are compared.",
		},
		Respondents: []string{},
	}
	people := analysis.ConcordanceByRespondent(c, analysis.Options{})
	items := analysis.Concordance(c, analysis.Options{})
	x := &scope{s: Settings{Options: o}}
	whole := &tally{groups: newGrouping(2, len(people.Rows)), pairs: make([]Table, 1)}
	for _, row := range people.Rows {
		if !row.Total {
			r.Respondents = append(r.Respondents, row.Key)
			whole.counted(tableOf(row))
		}
	}
	r.Pooled = x.measure(whole)
	r.Table, r.Prevalence = whole.table(), whole.prevalence()
	for _, row := range items.Rows {
		if row.Total {
			continue
		}
		t := apart(tableOf(row))
		r.Codes = append(r.Codes, CodeResult{
			Code: coding.ActivityCode(instruments.ActivityID(row.Key)), Label: row.Label, Table: tableOf(row), Prevalence: t.prevalence(), Measures: x.measure(t),
		})
	}
	r.Mean, r.Notes = orEmpty(meanOf(r.Codes)), orEmpty(items.Notes)
	if note, ok := analysis.LayerNote(c); ok {
		r.Notes = append(r.Notes, note)
	}
	noNull(r.Mean)
	r.Codes = byAgreement(orEmpty(r.Codes), AlphaName)
	return r
}

// tableOf reads the counts of a row of analysis.Concordance.
func tableOf(row analysis.Row) Table {
	n := func(column string) int { return row.Cells[column].Figure.Count }
	return Table{Both: n("both"), OnlyA: n("checklist"), OnlyB: n("transcript"), Neither: n("neither")}
}

// counted makes a group of decisions of two sources that were counted before.
func (t *tally) counted(of Table) {
	group := t.groups.add([]bool{true, true}, of.N())
	t.pairs[0] = t.pairs[0].Plus(Table{Both: of.Both, OnlyA: of.OnlyA, OnlyB: of.OnlyB})
	if of.Both+of.OnlyA+of.OnlyB > 0 {
		t.cells = append(t.cells, votes{group, []int{0, of.OnlyA + of.OnlyB, of.Both}, of.OnlyA})
	}
}

// apart is a tally of which every decision is a group of its own.
func apart(of Table) *tally {
	t := &tally{groups: newGrouping(2, of.N()), pairs: make([]Table, 1)}
	for range of.Both {
		t.counted(Table{Both: 1})
	}
	for range of.OnlyA {
		t.counted(Table{OnlyA: 1})
	}
	for range of.OnlyB {
		t.counted(Table{OnlyB: 1})
	}
	for range of.Neither {
		t.counted(Table{Neither: 1})
	}
	return t
}

func compareIDs[T ~string](a, b T) int { return cmp.Compare(a, b) }
