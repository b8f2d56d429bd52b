package checklist

import (
	"slices"
	"strings"

	"meerzicht/instruments"
)

// vocabulary splits a cell that lists choices. Names hold blanks and commas
// themselves, so the longest name that fits is taken, wherever it ends.
type vocabulary struct {
	byFirst map[string][]string // first word → names that begin with it, longest first
}

const listSeparators = " ,;|"

func newVocabulary(all ...[]string) vocabulary {
	v := vocabulary{byFirst: map[string][]string{}}
	seen := map[string]bool{"": true}
	for _, some := range all {
		for _, name := range some {
			key := fold(name)
			if !seen[key] {
				first := firstWord(key)
				v.byFirst[first] = append(v.byFirst[first], key)
				seen[key] = true
			}
		}
	}
	for _, keys := range v.byFirst {
		slices.SortFunc(keys, func(a, b string) int { return len(b) - len(a) })
	}
	return v
}

func firstWord(s string) string {
	if at := strings.IndexAny(s, listSeparators); at >= 0 {
		return s[:at]
	}
	return s
}

// split gives the names in a cell, folded, and what is no name.
func (v vocabulary) split(cell string) (found, unknown []string) {
	cell = fold(cell)
	part := " "
	if strings.Contains(cell, ";") {
		part = ";"
	}
	for {
		if cell = strings.TrimLeft(cell, listSeparators); cell == "" {
			return found, unknown
		}
		if name := v.begin(cell); name != "" {
			found, cell = append(found, name), cell[len(name):]
			continue
		}
		word, rest, _ := strings.Cut(cell, part)
		unknown, cell = append(unknown, strings.Trim(word, listSeparators)), rest
	}
}

// begin is the longest name that a text begins with.
func (v vocabulary) begin(s string) string {
	for _, name := range v.byFirst[firstWord(s)] {
		if strings.HasPrefix(s, name) && (len(s) == len(name) || strings.IndexByte(listSeparators, s[len(name)]) >= 0) {
			return name
		}
	}
	return ""
}

// all are the names under which activities are known, sorted.
func (n *names) all() []string {
	out := make([]string, 0, len(n.exact))
	for key, h := range n.exact {
		if h.id != "" {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}

// lists finds columns that hold a list of activities in one cell without a
// column per choice. At least half of the cells must list activities only; when
// no cell lists two, it may as well be a question with one answer, and the user
// is asked.
func (s *survey) lists() {
	v := newVocabulary(s.names.all())
	for _, c := range s.columns {
		if c.Use != "" || c.question != nil || c.filled == 0 || c.marks == c.filled {
			continue
		}
		whole, several := 0, false
		for _, line := range s.body {
			if cell := line.cell(c.at); cell != "" {
				found, unknown := v.split(cell)
				if len(found) > 0 && len(unknown) == 0 {
					whole++
					several = several || len(found) > 1
				}
			}
		}
		if 2*whole < c.filled {
			continue
		}
		c.Use, c.How = useList, byCode
		c.question = &question{name: c.Heading, key: c.key, label: c.Label, summary: c}
		c.Sure = several || ownQuestion(c.question) != ""
		s.questions = append(s.questions, c.question)
	}
}

// choices are the names in the list of a question: those of its columns, and of
// all activities when it has none.
func (s *survey) choices(q *question) (vocabulary, map[string]*column) {
	own := map[string]*column{}
	var texts []string
	for _, c := range q.columns {
		names := []string{c.choice}
		if a, ok := s.set.Taxonomy.Activity(c.Activity); ok && c.Use == useActivity {
			names = append(names, string(a.ID), xmlName(string(a.ID)), a.Label.NL, a.Label.EN)
		}
		for _, name := range names {
			key := fold(name)
			if _, taken := own[key]; !taken && key != "" {
				own[key] = c
				texts = append(texts, key)
			}
		}
	}
	return newVocabulary(texts, s.names.all()), own
}

// listed reads the list in a cell: the activities in it, and the columns of
// choices that are no activity. A name that is neither is a problem.
func (s *survey) listed(line row, r *listReader) (map[instruments.ActivityID]bool, map[*column]bool) {
	c := r.question.summary
	found, unknown := r.words.split(line.cell(c.at))
	acts, cols := map[instruments.ActivityID]bool{}, map[*column]bool{}
	for _, name := range found {
		if col, ok := r.columns[name]; ok {
			cols[col] = true
			if col.Use == useActivity {
				acts[col.Activity] = true
			}
			continue
		}
		if h, ok := s.names.find(name); ok {
			acts[h.id] = true
		}
	}
	if len(unknown) > 0 {
		s.cellProblem(line, c, instruments.Textf("%q noemt geen activiteit", "%q names no activity", instruments.Plain(clip(unknown[0]))),
			instruments.Text{NL: "gebruik codes of labels uit de taxonomie, of laat de kolom weg met --column", EN: "use codes or labels of the taxonomy, or leave the column out with --column"})
	}
	return acts, cols
}

// listReader reads the lists of one question.
type listReader struct {
	question *question
	words    vocabulary
	columns  map[string]*column
}

// clip shortens a text that is shown in a message.
func clip(s string) string {
	const most = 60
	for i := range s {
		if i > most {
			return s[:i] + "…"
		}
	}
	return s
}

// cellProblem tells of a cell; of one column only the first ten.
func (s *survey) cellProblem(line row, c *column, what, hint instruments.Text) {
	const most = 10
	if s.told[c.at]++; s.told[c.at] <= most {
		s.problem(s.grid, line.n, c.at, what, hint)
	}
	if s.told[c.at] == most+1 {
		s.problem(s.grid, 0, c.at, instruments.Text{NL: "in deze kolom staan meer cellen die niet te lezen zijn", EN: "this column has more cells that cannot be read"},
			instruments.Textf("is de kolom geen activiteit, laat haar dan weg: %s", "if the column is no activity, leave it out: %s", optionFor(c.Heading, useOut)))
	}
}
