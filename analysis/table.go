package analysis

import "meerzicht/instruments"

// Unit is what a figure counts.
type Unit string

// The units of count. Persons, trajectories and dyads are what a reader may
// compare; mentions and segments say how often something was written down.
const (
	Mentions     Unit = "mention"    // vermelding: respondent × activity
	Respondents  Unit = "respondent" // persons
	Trajectories Unit = "trajectory" // traject
	Dyads        Unit = "dyad"
	Segments     Unit = "segment" // fragment: a coded stretch of text
	Documents    Unit = "document"
	Items        Unit = "item" // respondent × activity pair, of concordance
)

// Label is the unit's plural in both languages.
func (u Unit) Label() instruments.Text {
	switch u {
	case Mentions:
		return instruments.Text{NL: "vermeldingen", EN: "mentions"}
	case Respondents:
		return instruments.Text{NL: "respondenten", EN: "respondents"}
	case Trajectories:
		return instruments.Text{NL: "trajecten", EN: "trajectories"}
	case Dyads:
		return instruments.Text{NL: "dyades", EN: "dyads"}
	case Segments:
		return instruments.Text{NL: "fragmenten", EN: "segments"}
	case Documents:
		return instruments.Text{NL: "documenten", EN: "documents"}
	}
	return instruments.Text{NL: "items", EN: "items"}
}

// Warning is something a reader must know beside a figure; it is shown as a
// footnote. Code is stable ("no_variation"), Text is for people.
type Warning struct {
	Code string           `json:"code"`
	Text instruments.Text `json:"text"`
}

// Interval is a confidence interval; both ends lie in [0, 1] for a proportion.
type Interval struct {
	Lo     float64 `json:"lo"`
	Hi     float64 `json:"hi"`
	Level  float64 `json:"level"` // 0.95
	Method string  `json:"method"`
}

// Figure is one number with all that makes it checkable. A figure without a
// Base is a plain count. A figure with a Reason has no value, and says why.
type Figure struct {
	Count    int              `json:"count"`
	Base     int              `json:"base,omitempty"` // the denominator; 0: no share is shown
	Unit     Unit             `json:"unit"`
	BaseOf   instruments.Text `json:"base_of,omitzero"` // what the base is: "respondenten", "respondenten in LJ&R"
	Interval *Interval        `json:"interval,omitempty"`
	IDs      []string         `json:"ids,omitempty"` // what was counted, one id each: respondents, mentions ("R01/A01"), trajectories, dyads, codings
	// Persons is the number of different persons (or collaborations) behind
	// the count: what disclosure control looks at. For persons it is Count.
	Persons int    `json:"persons"`
	Reason  string `json:"reason,omitempty"` // "empty_group": no value
	// Mask is set by package disclosure: the figure is withheld and holds no
	// number. Readers print "<5" (the k of the audit) or a sign for withheld.
	Mask     Mask      `json:"mask,omitempty"`
	Warnings []Warning `json:"warnings,omitempty"`
}

// Mask says how a figure is withheld.
type Mask string

// The masks.
const (
	Shown  Mask = ""
	Small  Mask = "small"  // fewer than k persons: "<k"
	Hidden Mask = "hidden" // withheld so that a small one cannot be computed; says nothing about its size
)

// Share is Count/Base, in [0, 1]; false when there is no base and when the
// figure is masked.
func (f Figure) Share() (float64, bool) {
	if f.Base == 0 || f.Reason != "" || f.Mask != Shown {
		return 0, false
	}
	return float64(f.Count) / float64(f.Base), true
}

// CellKind is what a column's cells hold.
type CellKind string

// The kinds of cells.
const (
	TextCell   CellKind = "text"
	FigureCell CellKind = "figure"
	NumberCell CellKind = "number" // a statistic that is no count, such as a share of weights
)

// Cell is one cell of a table, of the kind its column says.
type Cell struct {
	Text   instruments.Text `json:"text,omitzero"`
	Figure *Figure          `json:"figure,omitempty"`
	Number *float64         `json:"number,omitempty"`
	Reason string           `json:"reason,omitempty"` // why a number is absent
}

// Column is one column. Group joins neighbouring columns under one heading,
// such as the three projects.
type Column struct {
	Key      string           `json:"key"`
	Label    instruments.Text `json:"label"`
	Kind     CellKind         `json:"kind"`
	Group    instruments.Text `json:"group,omitzero"`
	Decimals int              `json:"decimals,omitempty"` // of a NumberCell
}

// Row is one row. Level indents it; Total marks a row that sums others.
type Row struct {
	Key   string           `json:"key"`
	Label instruments.Text `json:"label"`
	Level int              `json:"level,omitempty"`
	Total bool             `json:"total,omitempty"`
	// Occurs marks a row that is there only because something was counted in
	// it; disclosure control drops it when a figure of it is masked.
	Occurs bool            `json:"occurs,omitempty"`
	Cells  map[string]Cell `json:"cells"` // by column key
}

// CellRef names a cell of a table.
type CellRef struct {
	Table  string `json:"table"`
	Row    string `json:"row"`
	Column string `json:"column"`
}

// Sum says that the count in Whole is the sum of the counts in Parts: what an
// attacker could use to give back a masked cell. Parts may lie in other tables.
type Sum struct {
	Whole CellRef   `json:"whole"`
	Parts []CellRef `json:"parts"`
}

// Table is figures in rows and columns, with its title, what it counts, its
// notes, and the sums that hold between its cells.
type Table struct {
	ID      string           `json:"id"` // "activities", stable
	Title   instruments.Text `json:"title"`
	Unit    Unit             `json:"unit"`
	Base    instruments.Text `json:"base,omitzero"` // sentence: what the denominator is
	Stub    instruments.Text `json:"stub"`          // heading of the row labels
	Columns []Column         `json:"columns"`
	Rows    []Row            `json:"rows"`
	// Ordered is the column by whose counts the rows were sorted, "" when their
	// order says nothing; disclosure control moves rows whose count is masked.
	Ordered string    `json:"ordered,omitempty"`
	Notes   []Warning `json:"notes,omitempty"`
	Sums    []Sum     `json:"sums,omitempty"`
}

// Row returns the row with that key.
func (t *Table) Row(key string) (Row, bool) {
	for _, r := range t.Rows {
		if r.Key == key {
			return r, true
		}
	}
	return Row{}, false
}

// Figure returns the figure at a row and column; the zero Figure with Reason
// "no_such_cell" when there is none.
func (t *Table) Figure(row, column string) Figure {
	if r, ok := t.Row(row); ok {
		if c := r.Cells[column]; c.Figure != nil {
			return *c.Figure
		}
	}
	return Figure{Reason: "no_such_cell"}
}
