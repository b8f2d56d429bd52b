package transcript

import (
	"strings"
	"unicode/utf8"

	"meerzicht/instruments"
)

// maxCandidates bounds the labels that are counted; a text with more different
// words before a colon is no conversation.
const maxCandidates = 5000

// turnFinder cuts the canonical text into turns, in two passes: which labels the
// document supports, and what each of them says.
type turnFinder struct {
	text     string
	rows     []row
	tables   []columns // per table: which column is what
	believed map[string]bool
	turns    []instruments.Turn // with bytes for positions until the end
	open     bool               // the last turn may still be continued
	speaker  string             // of the last turn
	inTable  bool               // the last turn was a row
}

// findTurns gives the turns of a text and its length in code points.
func findTurns(text string, rows []row) ([]instruments.Turn, int, *refusal) {
	f := turnFinder{text: text, rows: rows}
	f.tables = f.readTables()
	f.believed = f.believe()
	f.walk(f.addLine, f.addRow)
	f.dropSilent()
	if len(f.turns) > maxTurns {
		return nil, 0, refuseTurns()
	}
	return f.turns, toCodePoints(text, f.turns), nil
}

// walk calls line for every line of the text, and row for every row of a table
// that is a transcript.
func (f *turnFinder) walk(line func(from, to int), row func(r row, c columns)) {
	pos := 0
	lines := func(to int) {
		for pos < to {
			n := strings.IndexByte(f.text[pos:to], '\n')
			if n < 0 {
				n = to - pos
			}
			line(pos, pos+n)
			pos += n + 1
		}
	}
	for _, r := range f.rows {
		if c := f.tables[r.table]; c.text >= 0 {
			lines(r.from)
			row(r, c)
			pos = r.to + 1
		}
	}
	lines(len(f.text))
}

// believe decides which candidate labels are labels. A known form is, wherever
// it stands; a code or a name must be used twice; and names alone must carry the
// text: two of them, on at least three lines in ten.
func (f *turnFinder) believe() map[string]bool {
	type count struct {
		form labelForm
		uses int
	}
	counts := map[string]*count{}
	filled := 0
	f.walk(func(from, to int) {
		l := parseLine(f.text, from, to)
		if l.from < l.to || l.label != "" {
			filled++
		}
		if l.label == "" {
			return
		}
		c := counts[l.label]
		if c == nil && len(counts) < maxCandidates {
			c = &count{form: l.form}
			counts[l.label] = c
		}
		if c != nil {
			c.uses++
		}
	}, func(row, columns) {})
	out := map[string]bool{}
	firm, names, nameUses := 0, 0, 0
	for label, c := range counts {
		out[label] = c.form == knownLabel || c.uses >= 2
		if !out[label] {
			delete(out, label)
		} else if c.form == likeLabel {
			names++
			nameUses += c.uses
		} else {
			firm++
		}
	}
	if firm == 0 && (names < 2 || nameUses*10 < filled*3) {
		clear(out)
	}
	return out
}

// addLine adds one line: a turn of its own when it has a label, a time or a
// number, else more words of the turn that is open.
func (f *turnFinder) addLine(from, to int) {
	l := parseLine(f.text, from, to)
	if f.inTable { // words below a table are nobody's
		f.speaker, f.inTable = "", false
	}
	if l.meta {
		f.add("", l.from, l.to, -1)
		f.open, f.speaker = false, ""
		return
	}
	if f.believed[l.label] {
		f.speaker, f.open = l.label, false
		if l.from == l.to {
			f.begin(l)
			return
		}
	} else {
		l.from = l.bare
	}
	if l.from == l.to {
		return
	}
	starts := l.label != "" && f.believed[l.label] || l.number || l.timeMS >= 0
	if f.open && !starts && len(f.turns) > 0 {
		last := &f.turns[len(f.turns)-1]
		if last.Start < 0 {
			last.Start = l.from
		}
		last.End = l.to
		return
	}
	f.add(f.speaker, l.from, l.to, l.timeMS)
	f.open = len(f.believed) > 0
}

// begin opens a turn whose words are on the lines below.
func (f *turnFinder) begin(l line) {
	f.add(l.label, -1, -1, l.timeMS)
	f.open = true
}

func (f *turnFinder) add(speaker string, from, to int, timeMS int64) {
	f.dropSilent()
	if len(f.turns) <= maxTurns {
		f.turns = append(f.turns, instruments.Turn{Speaker: speaker, Start: from, End: to, TimeMS: timeMS})
	}
}

// dropSilent takes back a last turn that has a label and no words.
func (f *turnFinder) dropSilent() {
	if n := len(f.turns); n > 0 && f.turns[n-1].Start < 0 {
		f.turns = f.turns[:n-1]
	}
}

// toCodePoints turns byte positions into code points, in place, and gives the
// length of the text in code points.
func toCodePoints(text string, turns []instruments.Turn) int {
	pos, n := 0, 0
	at := func(b int) int {
		n += utf8.RuneCountInString(text[pos:b])
		pos = b
		return n
	}
	for i := range turns {
		turns[i].Start = at(turns[i].Start)
		turns[i].End = at(turns[i].End)
	}
	return at(len(text))
}
