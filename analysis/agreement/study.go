package agreement

import (
	"cmp"
	"slices"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// Settings say what of a study is compared.
type Settings struct {
	Coders    []coding.CoderID         // two or more, in the order in which they are shown; empty: see Choose
	Documents []instruments.DocumentID // only these, and only the lists about their respondents; empty: all
	Unit      Unit
	// Round is a round of double coding: its documents and coders are compared,
	// and the corpus should be that of its release (study.CorpusOfRound). "" is
	// the study as it stands.
	Round     string
	Threshold float64         // of Segment, in (0, 1]; 0 is DefaultThreshold
	Domain    string          // only the codes of this domain; "" is all
	Codes     []coding.CodeID // only these codes; empty: those of the domain
	Frequency bool            // Document: how often a code was used instead of whether
	// Pooled leaves the intervals of the single codes out of Document, Turn and
	// Character: they are most of the work, and not every reader shows them.
	Pooled bool
	Options
}

// LeftOut is a document or the subject of a list that was not compared, and who
// of the coders worked on it: one of them, or nobody.
type LeftOut struct {
	ID     string           `json:"id"`
	Coders []coding.CoderID `json:"coders"`
}

// CodeResult is the agreement on one code, activity or indicator.
type CodeResult struct {
	Code  coding.CodeID    `json:"code"`
	Label instruments.Text `json:"label"`
	// Table counts the units by who said yes. With more than two coders it is
	// the sum over the pairs of coders.
	Table Table `json:"table"`
	// Prevalence is the share of yes among all values of all coders, in [0, 1];
	// nil without values, and for segments and indicators.
	Prevalence *float64  `json:"prevalence"`
	Measures   []Measure `json:"measures"`
	// Binary are the measures of the table of a checklist item, whose Measures
	// are those of its three states.
	Binary []Measure `json:"binary,omitempty"`
}

// Measure is the measure of that name; one without value when there is none.
func (r CodeResult) Measure(name string) Measure { return named(r.Measures, name) }

// Result is the agreement of coders in a study: the figures, what they are made
// of and the rules that they follow.
type Result struct {
	Question  instruments.Text         `json:"question"` // which of the three questions this answers
	Unit      Unit                     `json:"unit"`
	Coders    []coding.CoderID         `json:"coders"`
	Round     string                   `json:"round"`     // "" when it is no round's
	Documents []instruments.DocumentID `json:"documents"` // compared, of units of text
	Subjects  []string                 `json:"subjects"`  // compared, of lists: respondents or dyads
	LeftOut   []LeftOut                `json:"left_out"`
	Units     int                      `json:"units"`     // of one code; of segments those of all coders and codes together
	Threshold float64                  `json:"threshold"` // of Segment, else 0
	Rule      instruments.Text         `json:"rule"`      // the unit, and what becomes of text that nobody coded
	Missing   instruments.Text         `json:"missing"`   // what becomes of what not every coder worked on

	// Table, Prevalence and Pooled are about all decisions together (micro):
	// every unit with every code that was used. Mean is the mean over the codes
	// that have a value (macro).
	Table      Table     `json:"table"`
	Prevalence *float64  `json:"prevalence"`
	Pooled     []Measure `json:"pooled"`
	Binary     []Measure `json:"binary,omitempty"` // of Checklist: named or not
	Mean       []Measure `json:"mean"`
	// Sets is set-valued alpha of Document and Turn: the value of a unit is the
	// set of its codes. SetsCoded leaves out the units to which nobody gave a code.
	Sets      []Measure `json:"sets"`
	SetsCoded []Measure `json:"sets_coded"`
	// Single is about the units to which every coder gave exactly one code, and
	// Confused lists which codes stood for which there; of Turn.
	Single   []Measure  `json:"single"`
	Confused []Confused `json:"confused"`
	// Form is the agreement of the forms that follow from each coder's list; of
	// Indicator.
	Form   *CodeResult        `json:"form,omitempty"`
	Codes  []CodeResult       `json:"codes"`  // those with least agreement first
	Unused int                `json:"unused"` // codes that none of the coders used: not listed, and in no figure
	Notes  []analysis.Warning `json:"warnings"`
}

// Study is the agreement of coders in a study: interbeoordelaarsbetrouwbaarheid.
// It refuses settings that cannot be meant: an unknown unit, coder, domain,
// round or document. Without two coders, or without anything that two of them
// did, the figures are absent and say why.
func Study(c *coding.Corpus, s Settings) (Result, error) {
	if err := s.check(c); err != nil {
		return Result{}, err
	}
	if c.Instruments == nil {
		bare := *c
		bare.Instruments = &instruments.Set{}
		c = &bare
	}
	x := newScope(c, s, s.coders(c))
	r := &Result{
		Question: instruments.Text{NL: "interbeoordelaarsbetrouwbaarheid", EN: "reliability between coders"},
		Unit:     s.Unit, Coders: x.coders, Round: s.Round, Rule: rule(s), Missing: missing(s, x.round),
	}
	switch s.Unit {
	case Checklist:
		x.checklists(r)
	case Indicator:
		x.indicators(r)
	default:
		x.gather()
		x.texts(r)
	}
	r.LeftOut = x.leftOut
	x.notes(r)
	r.finish()
	return *r, nil
}

// coders of the settings, else of the round, else those Choose names.
func (s Settings) coders(c *coding.Corpus) []coding.CoderID {
	if len(s.Coders) > 0 {
		return slices.Clone(s.Coders)
	}
	for _, r := range c.Rounds {
		if s.Round != "" && r.ID == s.Round {
			return slices.Clone(r.Coders)
		}
	}
	return Choose(c, s.Unit)
}

// texts fills in the figures of a unit of text.
func (x *scope) texts(r *Result) {
	r.Unused = x.unused
	for _, d := range x.docs {
		r.Documents = append(r.Documents, d.ID)
	}
	switch x.s.Unit {
	case Document:
		g, all := x.documentsOf()
		x.binary(r, g, all)
		x.sets(r, x.documentSets())
		if x.s.Frequency {
			x.counted(r)
		}
	case Turn:
		t := x.turnsOf()
		x.temper(r, len(t.sets))
		x.binary(r, t.groups, t.tallies)
		x.sets(r, t.sets)
		x.single(r, t.sets)
		r.Notes = append(r.Notes, t.notes()...)
	case Character:
		g, all := x.charactersOf()
		x.binary(r, g, all)
	case Segment:
		x.segmented(r, x.segmentsOf())
	}
}

// binary fills in the figures of yes/no decisions.
func (x *scope) binary(r *Result, g *grouping, all []*tally) {
	whole := pool(g, all)
	r.Units = g.units()
	x.fewGroups(r, len(g.raters))
	measures, pooled := x.measureCodes(g, all), x.measure(whole)
	r.Table, r.Prevalence, r.Pooled = whole.table(), whole.prevalence(), pooled
	r.Codes = make([]CodeResult, len(all))
	for i, t := range all {
		r.Codes[i] = CodeResult{Code: x.codes[i], Label: x.label(x.codes[i]), Table: t.table(), Prevalence: t.prevalence(), Measures: measures[i]}
	}
	r.Mean = meanOf(r.Codes)
}

// measureCodes is measureAll, without intervals where only pooled figures have
// them.
func (x *scope) measureCodes(g *grouping, all []*tally) [][]Measure {
	if !x.s.Pooled {
		return x.measureAll(g, all)
	}
	plain := *x
	plain.s.Bootstrap = NoBootstrap
	return plain.measureAll(g, all)
}

// fewGroups warns of intervals that are drawn from little.
func (x *scope) fewGroups(r *Result, n int) {
	if n < 2 || n >= fewUnits || x.s.Bootstrap == NoBootstrap {
		return
	}
	groups := Document.Label()
	if x.s.Unit == Turn {
		groups = Turn.Label()
	}
	r.Notes = append(r.Notes, analysis.Warning{Code: "few_groups", Text: instruments.Textf(
		"De intervallen zijn getrokken uit maar %d %s; met zo weinig zeggen zij weinig.", "The intervals are drawn from only %d %s; with so few they say little.", n, groups)})
}

// label is the name of a code; one the codebook does not know is its id.
func (x *scope) label(id coding.CodeID) instruments.Text {
	if code, ok := x.c.Codebook.Code(id); ok && !code.Name.IsZero() {
		return code.Name
	}
	return instruments.Same(string(id))
}

// counted replaces the measures of presence by those of frequency.
func (x *scope) counted(r *Result) {
	var pooled []float64
	for i := range r.Codes {
		units := x.frequencies(i)
		pooled = append(pooled, units...)
		r.Codes[i].Measures = x.frequency(units)
	}
	r.Pooled, r.Mean = x.frequency(pooled), meanOf(r.Codes)
}

// finish orders the codes by agreement, the least first and those without a
// value last, and gives every list a value.
func (r *Result) finish() {
	name := AlphaName
	if r.Unit == Segment {
		name = SegmentName
	}
	r.Codes = byAgreement(r.Codes, name)
	for _, list := range []*[]Measure{&r.Pooled, &r.Mean, &r.Sets, &r.SetsCoded, &r.Single} {
		*list = orEmpty(*list)
		noNull(*list)
	}
	for i := range r.Codes {
		r.Codes[i].Measures = orEmpty(r.Codes[i].Measures)
		noNull(r.Codes[i].Measures)
	}
	r.Codes, r.Confused, r.LeftOut, r.Notes = orEmpty(r.Codes), orEmpty(r.Confused), orEmpty(r.LeftOut), orEmpty(r.Notes)
	r.Documents, r.Subjects, r.Coders = orEmpty(r.Documents), orEmpty(r.Subjects), orEmpty(r.Coders)
}

// byAgreement puts the codes with the lowest value of a measure first, those
// without one last.
func byAgreement(codes []CodeResult, name string) []CodeResult {
	slices.SortStableFunc(codes, func(a, b CodeResult) int {
		p, q := a.Measure(name).Value, b.Measure(name).Value
		if p == nil || q == nil {
			return cmp.Compare(btoi(p == nil), btoi(q == nil))
		}
		return cmp.Compare(*p, *q)
	})
	return codes
}

// noNull gives measures a list of warnings, if an empty one.
func noNull(list []Measure) {
	for i := range list {
		list[i].Warnings = orEmpty(list[i].Warnings)
	}
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// named is the measure of that name; one without value when there is none.
func named(list []Measure, name string) Measure {
	for _, m := range list {
		if m.Name == name {
			return m
		}
	}
	return Measure{Name: name}
}
