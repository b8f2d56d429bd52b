package checklist

import (
	"slices"
	"strings"

	"meerzicht/instruments"
)

// ratings reads the indicator list of one dyad.
func (r *reader) ratings(t *table) {
	trajectory, dyadLine := r.needID(t, fTrajectory), r.need(t, fDyad)
	f := instruments.Filling{
		Kind: instruments.IndicatorFilling, Source: r.source,
		Dyad:  r.dyad(t.grid, dyadLine.n, 1, trajectory, dyadLine.value),
		Coder: r.coder(t), Date: r.date(t),
	}
	f.ID = instruments.FillingID(f.Kind, string(f.Dyad.ID), f.Coder)
	if r.rowless(t) {
		return
	}
	speakers := r.speakers(t)
	seen, empty := map[instruments.IndicatorID]int{}, 0
	for _, line := range t.body {
		k, ok := r.indicator(t, line, seen)
		if !ok {
			continue
		}
		if t.cell(line, fValue) == "" {
			empty++
		}
		f.Ratings = append(f.Ratings, r.rating(t, line, k, speakers))
	}
	if empty > 0 {
		r.note(t.grid, 0, -1, instruments.Textf("%d indicatoren zonder waarde zijn gelezen als niet waargenomen", "%d indicators without a value were read as not observed", empty), instruments.Text{})
	}
	for _, k := range r.set.List.Indicators {
		if _, ok := seen[k.ID]; !ok {
			r.note(t.grid, 0, -1, instruments.Textf("indicator %s staat niet op de lijst", "indicator %s is not on the list", string(k.ID)),
				instruments.Text{NL: "zij telt als niet waargenomen", EN: "it counts as not observed"})
		}
	}
	r.result.Fillings = append(r.result.Fillings, f)
}

// dyad finds the professional role by the dyad's name, by the whole dyad id, or
// by the role itself.
func (r *reader) dyad(g *grid, n, column int, trajectory, name string) instruments.Dyad {
	if _, rest, ok := strings.Cut(name, "/"); ok {
		name = rest
	}
	t := instruments.TrajectoryID(trajectory)
	var known []string
	for _, info := range r.set.Roles {
		if info.Dyad == "" {
			continue
		}
		known = append(known, info.Dyad)
		switch fold(name) {
		case fold(info.Dyad), fold(string(info.ID)), fold(info.Label.NL), fold(info.Label.EN):
			return instruments.Dyad{ID: instruments.NewDyadID(t, info.Dyad), Trajectory: t, Role: info.ID, Name: info.Dyad}
		}
	}
	if name != "" {
		r.problem(g, n, column, instruments.Textf("dyade %q is niet bekend", "dyad %q is not known", instruments.Plain(name)),
			instruments.Textf("kies uit: %s", "choose from: %s", strings.Join(known, ", ")))
	}
	return instruments.Dyad{ID: instruments.NewDyadID(t, name), Trajectory: t, Name: name}
}

// speakers are the respondents that the header names, by type.
func (r *reader) speakers(t *table) map[instruments.RespondentType][]string {
	out := map[instruments.RespondentType][]string{}
	for _, info := range r.set.Types {
		line := t.header[fOf+field(info.ID)]
		for _, id := range ids(line.value) {
			if r.checkID(t.grid, line.n, 1, id) {
				out[info.ID] = append(out[info.ID], id)
			}
		}
	}
	return out
}

// ids splits a cell with one or more ids.
func ids(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",; \n\t+&", r) })
}

func (r *reader) indicator(t *table, line row, seen map[instruments.IndicatorID]int) (instruments.Indicator, bool) {
	text := t.cell(line, fIndicator)
	for _, k := range r.set.List.Indicators {
		if fold(text) != fold(string(k.ID)) && fold(text) != fold(k.Label.NL) && fold(text) != fold(k.Label.EN) {
			continue
		}
		if first, dup := seen[k.ID]; dup {
			r.problem(t.grid, line.n, -1, instruments.Textf("%s staat ook al op rij %d", "%s is on row %d as well", string(k.ID), first),
				instruments.Text{NL: "laat één van beide rijen staan", EN: "keep one of the two rows"})
			return k, false
		}
		seen[k.ID] = line.n
		return k, true
	}
	r.problem(t.grid, line.n, t.column(fIndicator), instruments.Textf("indicator %q is niet bekend", "indicator %q is not known", instruments.Plain(text)),
		instruments.Text{NL: "gebruik de codes van de indicatorenlijst van dit onderzoek", EN: "use the codes of this study's indicator list"})
	return instruments.Indicator{}, false
}

// value reads a dropdown cell.
func (r *reader) value(t *table, line row, column int, k instruments.Indicator, text string) instruments.Value {
	v, ok := valueOf(k, text)
	if !ok {
		choices := []string{choice(notObserved(), instruments.Dutch)}
		english := []string{choice(notObserved(), instruments.English)}
		for _, c := range k.Values {
			choices = append(choices, choice(c, instruments.Dutch))
			english = append(english, choice(c, instruments.English))
		}
		r.problem(t.grid, line.n, column, instruments.Textf("%q is geen waarde van %s", "%q is not a value of %s", instruments.Plain(text), string(k.ID)),
			instruments.Text{NL: "kies uit: " + strings.Join(choices, "; "), EN: "choose from: " + strings.Join(english, "; ")})
	}
	return v
}

func (r *reader) rating(t *table, line row, k instruments.Indicator, speakers map[instruments.RespondentType][]string) instruments.Rating {
	out := instruments.Rating{
		Indicator: k.ID, Remark: t.cell(line, fRemark),
		Value: r.value(t, line, t.column(fValue), k, t.cell(line, fValue)),
	}
	e := evidence{value: map[instruments.RespondentID]instruments.Value{}}
	r.sources(t, line, k, &e)
	for _, info := range r.set.Types {
		if column := t.column(fBy + field(info.ID)); line.cell(column) != "" {
			r.according(t, line, column, k, speakers[info.ID], &e)
		}
	}
	for _, id := range e.order {
		v, ok := e.value[id]
		if !ok {
			v = out.Value
		}
		out.Evidence = append(out.Evidence, instruments.Evidence{Respondent: id, Value: v})
	}
	r.quotations(t, line, out.Evidence)
	return out
}

// evidence gathers who said what about one indicator, in order of appearance.
type evidence struct {
	order []instruments.RespondentID
	value map[instruments.RespondentID]instruments.Value
}

func (e *evidence) name(id string) {
	if !slices.Contains(e.order, instruments.RespondentID(id)) {
		e.order = append(e.order, instruments.RespondentID(id))
	}
}

// say notes a value; false when the respondent was given another one before.
func (e *evidence) say(id string, v instruments.Value) bool {
	e.name(id)
	old, ok := e.value[instruments.RespondentID(id)]
	e.value[instruments.RespondentID(id)] = v
	return !ok || old == v
}

// sources reads the column of respondents the value rests on: "R01, R02", or
// with their own value "R01=1; R02=3".
func (r *reader) sources(t *table, line row, k instruments.Indicator, e *evidence) {
	column := t.column(fSource)
	for _, part := range ids(line.cell(column)) {
		r.source1(t, line, column, k, part, e)
	}
}

func (r *reader) source1(t *table, line row, column int, k instruments.Indicator, part string, e *evidence) {
	id, text, own := strings.Cut(part, "=")
	if !r.checkID(t.grid, line.n, column, id) {
		return
	}
	if !own {
		e.name(id)
		return
	}
	if v := r.value(t, line, column, k, text); !e.say(id, v) {
		r.problem(t.grid, line.n, column, instruments.Textf("%s heeft hier twee waarden", "%s has two values here", id),
			instruments.Text{NL: "geef elke respondent één waarde per indicator", EN: "give each respondent one value per indicator"})
	}
}

// according reads what one party says. The cell holds a choice that goes for
// every respondent of that type named above the list, or "R08=1; R09=2".
func (r *reader) according(t *table, line row, column int, k instruments.Indicator, speakers []string, e *evidence) {
	text := line.cell(column)
	if strings.Contains(text, "=") {
		for _, part := range ids(text) {
			r.source1(t, line, column, k, part, e)
		}
		return
	}
	v := r.value(t, line, column, k, text)
	if v == instruments.NotObserved {
		return
	}
	if len(speakers) == 0 {
		r.problem(t.grid, line.n, column, instruments.Text{NL: "boven de lijst staat niet welke respondent dit zegt", EN: "the respondent who says this is not named above the list"},
			instruments.Text{NL: "zet boven de lijst bij het respondenttype het nummer, zoals Vrijwilliger: R01", EN: "put the id beside the respondent type above the list, such as Volunteer: R01"})
	}
	for _, id := range speakers {
		if !e.say(id, v) {
			r.problem(t.grid, line.n, column, instruments.Textf("%s heeft hier twee waarden", "%s has two values here", id),
				instruments.Text{NL: "geef elke respondent één waarde per indicator", EN: "give each respondent one value per indicator"})
		}
	}
}

// quotations hands the words in the quotation column to who said them. A line
// that begins with a source's id and a colon begins that respondent's words.
func (r *reader) quotations(t *table, line row, sources []instruments.Evidence) {
	text := t.cell(line, fQuotation)
	if text == "" {
		return
	}
	at := -1
	if len(sources) == 1 {
		at = 0
	}
	for _, l := range strings.Split(text, "\n") {
		if head, rest, ok := strings.Cut(l, ":"); ok {
			i := slices.IndexFunc(sources, func(e instruments.Evidence) bool { return fold(string(e.Respondent)) == fold(head) })
			if i >= 0 {
				at, l = i, strings.TrimPrefix(rest, " ")
			}
		}
		if at < 0 {
			r.problem(t.grid, line.n, t.column(fQuotation), instruments.Text{NL: "bij dit citaat is niet duidelijk wie het zegt", EN: "it is not clear who says this quotation"},
				instruments.Text{NL: "zet het nummer van de bron ervoor, zoals R01: …, en noem het ook bij Bron", EN: "put the source's id before it, such as R01: …, and name it under Source too"})
			return
		}
		if sources[at].Quotation != "" {
			l = sources[at].Quotation + "\n" + l
		}
		sources[at].Quotation = l
	}
}

// vectors reads a table with a row per dyad and a column per indicator.
func (r *reader) vectors(t *table) {
	if r.rowless(t) {
		return
	}
	seen := map[string]int{}
	for _, line := range t.body {
		trajectory := t.cell(line, fTrajectory)
		if !r.checkID(t.grid, line.n, t.column(fTrajectory), trajectory) {
			continue
		}
		f := instruments.Filling{Kind: instruments.IndicatorFilling, Coder: t.cell(line, fCoder), Source: r.source}
		f.Dyad = r.dyad(t.grid, line.n, t.column(fDyad), trajectory, t.cell(line, fDyad))
		f.ID = instruments.FillingID(f.Kind, string(f.Dyad.ID), f.Coder)
		if first, dup := seen[f.ID]; dup {
			r.problem(t.grid, line.n, -1, instruments.Textf("deze dyade staat ook al op regel %d", "this dyad is on line %d as well", first), instruments.Text{})
		}
		seen[f.ID] = line.n
		for _, k := range r.set.List.Indicators {
			if column, ok := t.indices[k.ID]; ok {
				f.Ratings = append(f.Ratings, instruments.Rating{Indicator: k.ID, Value: r.value(t, line, column, k, line.cell(column))})
			}
		}
		r.result.Fillings = append(r.result.Fillings, f)
	}
}
