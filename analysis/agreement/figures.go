package agreement

import (
	"slices"
	"strings"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// names of the coders.
func (x *scope) names() []string {
	out := make([]string, len(x.coders))
	for i, k := range x.coders {
		out[i] = string(k)
	}
	return out
}

// single fills in the figures of the units with one code of every coder.
func (x *scope) single(r *Result, sets []valued) {
	rows := singles(sets)
	labels := make([]string, len(x.codes))
	for i, id := range x.codes {
		labels[i] = string(id)
	}
	d := Data{Coders: x.names(), Level: Nominal, Labels: labels, Categories: len(x.codes) + x.unused}
	for _, row := range rows {
		for _, code := range row {
			d.Codes = append(d.Codes, int32(code)) // -1 is Missing
		}
	}
	r.Single, r.Confused = Measures(d, x.s.Options), x.confused(rows)
}

// frequency is the agreement on how often a code was used: alpha of intervals
// and of ratios between numbers, and the share of units with the same number.
func (x *scope) frequency(units []float64) []Measure {
	var rows [][]float64
	for row := range slices.Chunk(units, max(1, len(x.coders))) {
		rows = append(rows, row)
	}
	interval, ratio := FromNumbers(Interval, x.names(), 0, rows), FromNumbers(Ratio, x.names(), 0, rows)
	a, b := Alpha(interval, x.s.Options), Alpha(ratio, x.s.Options)
	b.Name = RatioAlphaName
	return []Measure{Percent(interval).finished(), a.finished(), b.finished()}
}

// RatioAlphaName is alpha of how often a code was used, on a ratio scale; on an
// interval scale it has the name of alpha.
const RatioAlphaName = "krippendorff_alpha_ratio"

// notes says what a reader must know beside all figures.
func (x *scope) notes(r *Result) {
	note := func(code string, text instruments.Text) {
		r.Notes = append(r.Notes, analysis.Warning{Code: code, Text: text})
	}
	if len(x.coders) < 2 {
		note(NeedTwoCoders, ReasonText(NeedTwoCoders))
		return
	}
	if len(r.Documents)+len(r.Subjects) == 0 {
		note(NothingShared, instruments.Textf("Er is geen document en geen lijst waaraan meer dan één van hen werkte: %s.", "There is no document and no list that more than one of them worked on: %s.", x.both()))
	}
	x.idle(note)
	x.independence(note)
	if _, list := x.s.Unit.list(); list && x.round.ID != "" && !x.round.Lists {
		note("no_lists", instruments.Textf("Ronde %s telt geen lijsten; vergeleken is wat er bij haar documenten ingevuld is.", "Round %s has no lists; compared is what was filled about its documents.", instruments.Plain(x.round.ID)))
	}
	if len(x.coders) > 2 {
		note("pairs_of_coders", instruments.Text{
			NL: "Bij meer dan twee codeurs is elke 2×2-tabel de som over alle paren van codeurs; A is de eerst genoemde van elk paar.",
			EN: "With more than two coders every 2×2 table is the sum over all pairs of coders; A is the first named of each pair.",
		})
	}
	if n := len(x.leftOut); n > 0 {
		note("left_out", instruments.Textf("Niet vergeleken omdat niet twee codeurs eraan werkten: %d.", "Not compared, since no two coders worked on it: %d.", n))
	}
	if x.unused > 0 {
		note("unused_codes", instruments.Textf("Codes die geen van de codeurs gebruikte: %d; zij staan niet in de lijst en tellen in geen cijfer mee.", "Codes that none of the coders used: %d; they are not listed and count in no figure.", x.unused))
	}
	for _, d := range x.docs {
		if slices.ContainsFunc(d.use, func(u use) bool { return u.beyond }) {
			note("beyond_end", instruments.Textf("In document %s reiken coderingen voorbij het einde van de tekst; zij zijn daar afgebroken.", "In document %s codings reach past the end of the text; they were cut there.", instruments.Plain(string(d.ID))))
		}
	}
}

// NothingShared is the code of the note that no two coders did the same work.
const NothingShared = "nothing_shared"

func (x *scope) both() string {
	list := make([]string, len(x.coders))
	for i, k := range x.coders {
		list[i] = instruments.Plain(string(k))
	}
	return strings.Join(list, " + ")
}

// independence warns when the work that is compared may not be independent.
func (x *scope) independence(note func(string, instruments.Text)) {
	for _, k := range x.coders {
		if !k.Person() {
			note("no_person", instruments.Textf("%s is geen onafhankelijke codeur.", "%s is no independent coder.", string(k)))
		}
	}
	if x.round.Released {
		return
	}
	for _, r := range x.c.Rounds {
		switch id := instruments.Plain(r.ID); {
		case r.Released || !slices.ContainsFunc(x.coders, r.Of):
		case r.Blind:
			note("open_round", instruments.Textf("Ronde %s is blind en nog niet vrijgegeven; deze cijfers zijn voorlopig, en wie erin codeert hoort ze nog niet te zien.",
				"Round %s is blind and not released yet; these figures are provisional, and who codes in it should not see them yet.", id))
		default:
			note("open_round", instruments.Textf("Ronde %s is nog niet vrijgegeven; deze cijfers zijn voorlopig.", "Round %s is not released yet; these figures are provisional.", id))
		}
	}
	seen := slices.ContainsFunc(x.c.Rounds, func(r coding.Round) bool { return r.Released && slices.ContainsFunc(x.coders, r.Of) })
	if seen || len(x.c.Settlements) > 0 {
		note("not_independent", instruments.Text{
			NL: "Dit is het werk zoals het er nu staat. Codeurs kunnen elkaars werk hebben gezien en het hunne hebben aangepast; de cijfers van een ronde zijn die van haar vrijgave.",
			EN: "This is the work as it stands now. Coders may have seen each other's work and changed their own; the figures of a round are those of its release.",
		})
	}
}

// mostDraws bounds the units drawn for one figure; leastReplicates are made
// whatever their number.
const (
	mostDraws       = 1_000_000_000
	leastReplicates = 1000
)

// temper makes fewer replicates where there are very many units, and says so.
func (x *scope) temper(r *Result, units int) {
	asked := x.s.replicates()
	if x.s.Bootstrap == NoBootstrap || units == 0 || asked <= leastReplicates || units*asked <= mostDraws {
		return
	}
	x.s.Replicates = max(leastReplicates, mostDraws/units)
	r.Notes = append(r.Notes, analysis.Warning{Code: "fewer_replicates", Text: instruments.Textf(
		"Bij %d eenheden zijn %d herhalingen getrokken in plaats van %d.", "With %d units %d replicates were drawn instead of %d.", units, x.s.Replicates, asked)})
}

// sets fills in set-valued alpha, with and without the units that nobody gave a
// code.
func (x *scope) sets(r *Result, sets []valued) {
	coded := slices.DeleteFunc(slices.Clone(sets), valued.empty)
	r.Sets, r.SetsCoded = x.setAlpha(sets), x.setAlpha(coded)
}

// setAlpha is set-valued alpha of units.
func (x *scope) setAlpha(units []valued) []Measure {
	s := Sets{Coders: x.names()}
	for _, id := range x.codes {
		s.Labels = append(s.Labels, string(id))
	}
	for _, v := range units {
		for k, codes := range v.sets {
			if !v.worked[k] {
				s.Values = append(s.Values, nil)
				continue
			}
			s.Values = append(s.Values, NewSet(max(1, len(x.codes)), codes...))
		}
	}
	return SetMeasures(s, x.s.Options)
}
