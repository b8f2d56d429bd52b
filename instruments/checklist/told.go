package checklist

import (
	"slices"
	"strings"

	"meerzicht/instruments"
)

// tell says how empty and zero were understood, and what was left out.
func (s *survey) tell(count tally) {
	if count.zeros > 0 {
		s.note(s.grid, 0, -1, instruments.Textf("gevraagd en niet aangekruist, dus gelezen als niet besproken: %d×", "asked and not marked, so read as not discussed: %d×", count.zeros),
			instruments.Text{NL: "een leeg vakje zegt niet dat iets niet gebeurt; gebruik daarvoor een tweede vraag of het woord expliciet niet", EN: "an empty box does not say that something does not happen; use a second question or the words explicitly not for that"})
	}
	if count.blanks > 0 {
		s.note(s.grid, 0, -1, instruments.Textf("leeg, dus gelezen als niet gevraagd: %d×", "empty, so read as not asked: %d×", count.blanks), instruments.Text{})
	}
	if len(count.unfilled) > 0 {
		s.note(s.grid, 0, -1, instruments.Textf("geen antwoord over activiteiten, dus geen ingevulde lijst: %s", "no answer about activities, so not a filled list: %s", numbered(count.unfilled)), instruments.Text{})
	}
	if len(count.nobody) > 0 {
		s.note(s.grid, 0, -1, instruments.Textf("overgeslagen omdat er niets staat: %s", "passed over since there is nothing: %s", numbered(count.nobody)), instruments.Text{})
	}
	if len(count.coderless) > 0 {
		s.note(s.grid, 0, s.columnOf(useCoder), instruments.Textf("geen codeur ingevuld: %s", "no coder filled in: %s", numbered(count.coderless)),
			instruments.Text{NL: "vul de codeur in of geef --coder op", EN: "fill in the coder or give --coder"})
	}
	if len(s.result.Fillings) > 0 && s.columnOf(useCoder) < 0 && s.header[fCoder].value == "" {
		s.note(s.grid, s.top.n, -1, NoCoder(), instruments.Text{NL: "voeg een kolom coder toe of geef --coder op", EN: "add a column coder or give --coder"})
	}
	s.tellLeftOut()
	s.tellMissing()
}

// tellLeftOut counts the columns that were not read.
func (s *survey) tellLeftOut() {
	meta := 0
	var others []string
	for _, c := range s.columns {
		switch {
		case c.Use != useOut && (c.Use != useNote || c.Activity != ""):
		case isMeta(s.origin, s.top.cell(c.at)):
			meta++
		case c.filled > 0:
			others = append(others, instruments.Plain(clip(c.Heading)))
		}
	}
	if meta > 0 {
		s.note(s.grid, s.top.n, -1, instruments.Textf("weggelaten kolommen van het programma zelf: %d", "columns of the program itself that were left out: %d", meta), instruments.Text{})
	}
	if n := len(others); n > 0 {
		const most = 10
		list := strings.Join(others[:min(n, most)], ", ")
		if n > most {
			list += ", …"
		}
		s.note(s.grid, s.top.n, -1, instruments.Textf("andere weggelaten kolommen: %d (%s)", "other columns left out: %d (%s)", n, list),
			instruments.Textf("als kenmerk van de respondent: %s", "as an attribute of the respondent: %s", optionFor(others[0], useAttribute)))
	}
}

// tellMissing names the items of the checklist that the survey does not ask.
func (s *survey) tellMissing() {
	if slices.ContainsFunc(s.columns, func(c *column) bool { return c.Use == useList && len(c.question.columns) == 0 }) {
		return
	}
	seen := map[instruments.ActivityID]int{}
	for id := range s.claimed() {
		seen[id] = 1
	}
	if len(seen) > 0 {
		s.missing(&table{grid: s.grid, top: s.top}, seen)
	}
}
