package transcript

import (
	"slices"
	"strings"

	"meerzicht/instruments"
)

// maxColumns is the widest table that can be a transcript.
const maxColumns = 6

// columns says what the columns of a table hold; −1 for what it lacks. A table
// is a transcript when it has a column of speakers and one of words.
type columns struct {
	speaker, time, text int
	heading             int // where the row of headings begins in the text
}

var noColumns = columns{-1, -1, -1, -1}

// What the column of speakers is called in a row of headings.
var speakerHeadings = []string{"spreker", "sprekers", "speaker", "wie", "naam", "persoon", "deelnemer", "rol", "label", "code"}

// readTables judges every table of the document.
func (f *turnFinder) readTables() []columns {
	var out []columns
	for i := 0; i < len(f.rows); {
		j := i
		for j < len(f.rows) && f.rows[j].table == f.rows[i].table {
			j++
		}
		for len(out) < f.rows[i].table {
			out = append(out, noColumns)
		}
		out = append(out, f.judge(f.rows[i:j]))
		i = j
	}
	return out
}

// judge finds the columns: the speakers are the first column in which labels
// fill at least four of five cells, the words the longest column beside it.
func (f *turnFinder) judge(rows []row) columns {
	width := 0
	for _, r := range rows {
		width = max(width, len(r.cells))
	}
	if width < 2 || width > maxColumns {
		return noColumns
	}
	c := noColumns
	longest := 0
	for col := 0; col < width; col++ {
		switch total := f.columnLength(rows, col); {
		case c.time < 0 && f.isTimes(rows, col):
			c.time = col
		case c.speaker < 0 && f.isSpeakers(rows, col):
			c.speaker = col
		case total > longest:
			c.text, longest = col, total
		}
	}
	if c.speaker < 0 || c.text < 0 {
		return noColumns
	}
	if f.isHeading(rows[0], c) {
		c.heading = rows[0].from
	}
	return c
}

// isHeading judges the first row of a table.
func (f *turnFinder) isHeading(r row, c columns) bool {
	if _, timed := cellTime(f.cell(r, c.time)); timed {
		return false
	}
	return slices.Contains(speakerHeadings, strings.ToLower(f.cell(r, c.speaker)))
}

func (f *turnFinder) cell(r row, col int) string {
	if col < 0 || col >= len(r.cells) {
		return ""
	}
	return strings.TrimSpace(f.text[r.cells[col].from:r.cells[col].to])
}

func (f *turnFinder) columnLength(rows []row, col int) int {
	total := 0
	for _, r := range rows {
		total += len(f.cell(r, col))
	}
	return total
}

func (f *turnFinder) isTimes(rows []row, col int) bool {
	filled, times := 0, 0
	if name, _ := headingName(f.cell(rows[0], col)); slices.Contains(startColumns, name) {
		rows = rows[1:]
	}
	for _, r := range rows {
		if s := f.cell(r, col); s != "" {
			filled++
			if _, ok := cellTime(s); ok {
				times++
			}
		}
	}
	return times > 0 && times*5 >= filled*4
}

func cellTime(s string) (int64, bool) {
	if n := len(s); n > 1 && timeMarks[s[0]] == s[n-1] {
		s = s[1 : n-1]
	}
	ms, n, _ := clock(s)
	return ms, n > 0 && n == len(s)
}

// isSpeakers is true when at least four of five filled cells below a heading
// hold a label that has a known form or comes back.
func (f *turnFinder) isSpeakers(rows []row, col int) bool {
	uses := map[string]int{}
	filled, enough := 0, 2
	if f.saysSpeakers(rows[0], col) {
		rows, enough = rows[1:], 1
	}
	for _, r := range rows {
		if s := f.cell(r, col); s != "" {
			filled++
			uses[s]++
		}
	}
	labels := 0
	for s, n := range uses {
		switch form := f.cellForm(s); {
		case form == noLabel:
		case form >= knownLabel || n >= enough:
			labels += n
		}
	}
	return labels > 0 && labels*5 >= filled*4
}

// saysSpeakers is true for a row of headings that calls a column that of the
// speakers and another that of their words; then nobody needs to speak twice.
func (f *turnFinder) saysSpeakers(r row, col int) bool {
	if name, _ := headingName(f.cell(r, col)); !slices.Contains(speakerColumns, name) {
		return false
	}
	for i := range r.cells {
		if name, _ := headingName(f.cell(r, i)); i != col && slices.Contains(wordsColumns, name) {
			return true
		}
	}
	return false
}

// cellForm judges a cell as a label; the colon is often left out there.
func (f *turnFinder) cellForm(s string) labelForm {
	s = strings.TrimSuffix(s, ":")
	if len(s) > maxLabel || !labelShape(s) {
		return noLabel
	}
	return f.forms.of(s)
}

// addRow adds one row as a turn. A row without a label goes on with the speaker
// of the row above; a row whose speaker is no label, such as the heading, is text.
func (f *turnFinder) addRow(r row, c columns) {
	speaker := strings.TrimSuffix(f.cell(r, c.speaker), ":")
	f.open, f.inTable = false, true
	if r.from == c.heading || len(r.cells) <= max(c.speaker, c.text) || f.cellForm(speaker) == noLabel && speaker != "" {
		from, to := trim(f.text, r.from, r.to)
		if from < to {
			f.add("", from, to, -1)
		}
		return
	}
	if speaker != "" {
		f.speaker = strings.TrimSpace(speaker)
	}
	ms := int64(-1)
	if t, ok := cellTime(f.cell(r, c.time)); ok {
		ms = t
	}
	f.addCells(r, c, ms)
}

// addCells adds the words of a row: the text cell, and any other cell that is
// neither time nor speaker, so that no column is lost.
func (f *turnFinder) addCells(r row, c columns, ms int64) {
	var turn *instruments.Turn
	for col, at := range r.cells {
		from, to := trim(f.text, at.from, at.to)
		isNumber := col != c.text && digits(f.text[from:to], 6) == to-from
		if from == to || isNumber || col == c.speaker || col == c.time && ms >= 0 {
			continue
		}
		speaker := f.speaker
		if col != c.text {
			speaker = ""
		}
		if turn != nil && turn.Speaker == speaker {
			turn.End = to
			continue
		}
		f.add(speaker, from, to, ms)
		turn = &f.turns[len(f.turns)-1]
	}
}
