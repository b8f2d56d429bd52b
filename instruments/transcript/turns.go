package transcript

import (
	"maps"
	"slices"
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
	forms    forms
	believed map[string]bool
	maxqda   bool               // lines steer MAXQDA: its sign makes a label
	layout   *layout            // another than "Label: words"
	heads    map[int]head       // by where their lines begin
	doubted  int                // lines with what looks like a label and was used once
	doubt    string             // the first of those
	turns    []instruments.Turn // with bytes for positions until the end
	ends     []int64            // when each turn ended, by f4's times; −1 when that is not told
	open     bool               // the last turn may still be continued
	speaker  string             // of the last turn
	inTable  bool               // the last turn was a row
	waiting  int64              // a time on a line of its own, for the next turn; −1 for none
	wrapped  bool               // no labels, and lines end at a margin: blank lines part paragraphs
}

// voicesFound is who says what in a text.
type voicesFound struct {
	turns    []instruments.Turn // in code points
	speakers []instruments.Speaker
	length   int // code points of the text
	notes    instruments.Problems
}

// findTurns finds who says what in a text; named are labels that the user says are
// ones.
func findTurns(text string, rows []row, named []string) (voicesFound, *refusal) {
	if strings.Count(text, "\n") > maxLines {
		return voicesFound{}, refuseTurns()
	}
	f := turnFinder{text: text, rows: rows, forms: forms{}, waiting: -1}
	for _, label := range named {
		f.forms[label] = namedLabel
	}
	f.tables = f.readTables()
	f.believed = f.believe()
	f.wrapped = len(f.believed) == 0 && hardWrapped(text)
	f.walk(f.addLine, f.addRow)
	f.dropSilent()
	if len(f.turns) > maxTurns {
		return voicesFound{}, refuseTurns()
	}
	f.startFromEnds()
	speakers := proposeSpeakers(text, f.turns)
	return voicesFound{f.turns, speakers, toCodePoints(text, f.turns), f.noteDoubt()}, nil
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

// candidate counts how often a label of some form could be one.
type candidate struct {
	form labelForm
	told bool
	uses int
}

// believe decides which candidate labels are labels. A known form is, wherever
// it stands; a code or a name must be used twice; and names alone must carry the
// text: two of them, on at least three lines in ten. One letter, once in a whole
// text, is no conversation.
func (f *turnFinder) believe() map[string]bool {
	counts, filled := f.candidates()
	out, named, all := map[string]bool{}, map[string]bool{}, []string(nil)
	firm, names, nameUses, longest := 0, 0, 0, 0
	for label, c := range counts {
		f.maxqda = f.maxqda || c.told && c.uses >= 2
		if c.form == namedLabel { // it says of the others what it would say unnamed
			named[label], c.form = true, formOf(label)
		}
		switch {
		case slices.Contains(everybody, strings.ToLower(label)):
			all = append(all, label)
			continue
		case c.form != knownLabel && c.uses < 2:
			continue
		case c.form == likeLabel:
			names++
			nameUses += c.uses
		default:
			firm += c.uses
			longest = max(longest, len(label))
		}
		out[label] = true
	}
	byName := names >= 2 && nameUses*10 >= filled*3
	if !byName && (firm == 0 || firm == 1 && longest == 1 && names == 0) {
		clear(out)
	}
	maps.Copy(out, named)
	if len(out) == 0 && !f.maxqda {
		return f.otherLayout()
	}
	for _, label := range all {
		out[label] = true
	}
	return out
}

// noteDoubt tells of lines that look as if somebody spoke who is not believed to.
func (f *turnFinder) noteDoubt() instruments.Problems {
	if f.doubted == 0 {
		return nil
	}
	label := instruments.Plain(f.doubt)
	what := instruments.Textf("%d regels lijken met een label te beginnen dat verder niet voorkomt, zoals ‘%s:’; ze staan nu bij de spreker ervoor.",
		"%d lines seem to begin with a label that occurs nowhere else, such as ‘%s:’; they now belong to the speaker before them.", f.doubted, label)
	if f.doubted == 1 {
		what = instruments.Textf("1 regel lijkt met een label te beginnen dat verder niet voorkomt: ‘%s:’; ze staat nu bij de spreker ervoor.",
			"1 line seems to begin with a label that occurs nowhere else: ‘%s:’; it now belongs to the speaker before it.", label)
	}
	return instruments.Problems{{Note: true, What: what, Hint: instruments.Textf(
		"Is dat een spreker, zeg dat dan: --speaker \"%s=respondent\".", "If that is a speaker, say so: --speaker \"%s=respondent\".", label)}}
}

// candidates counts the candidate labels and the lines that are not blank.
func (f *turnFinder) candidates() (map[string]*candidate, int) {
	counts := map[string]*candidate{}
	filled, steered, told := 0, false, false
	f.walk(func(from, to int) {
		l := parseLine(f.text, from, to, f.forms)
		if l.from < l.to || l.label != "" {
			filled++
		}
		steered, told = steered || l.meta && f.text[l.from+1] != '#', told || l.told
		if l.label == "" {
			return
		}
		c := counts[l.label]
		if c == nil {
			if len(counts) == maxCandidates {
				return
			}
			c = &candidate{form: l.form, told: l.told}
			counts[l.label] = c
		}
		c.uses++
	}, func(row, columns) {})
	f.maxqda = steered && told
	return counts, filled
}

// addLine adds one line: a turn of its own when it has a label, a time or a
// number, else more words of the turn that is open.
func (f *turnFinder) addLine(from, to int) {
	l := f.parse(from, to)
	if f.inTable { // words below a table are nobody's
		f.speaker, f.inTable = "", false
	}
	if l.meta {
		f.add("", l.from, l.to, -1)
		f.open = false
		if !l.steers {
			f.speaker = ""
		}
		return
	}
	if h, ok := f.heads[from]; ok {
		f.addHead(h)
		return
	}
	if f.believed[l.label] && f.heads == nil || l.told && f.maxqda {
		f.speaker, f.open = l.label, false
	} else {
		f.doubtLabel(l)
		l.disbelieve()
	}
	if l.from == l.to {
		f.addWordless(l)
		return
	}
	if f.open && l.label == "" && !l.number && l.timeMS < 0 {
		f.extend(l)
	} else {
		f.add(f.speaker, l.from, l.to, firstTime(l.timeMS, f.waiting))
		f.open = len(f.believed) > 0 || f.maxqda || f.wrapped
	}
	if l.endMS >= 0 { // the mark closes the turn, so that it stays outside
		f.ends[len(f.ends)-1] = l.endMS
		f.open = false
	}
}

// addHead begins a turn of which the words stand below.
func (f *turnFinder) addHead(h head) {
	if h.label != "" { // else it is the time below a name, which is known already
		f.speaker = h.label
		f.add(h.label, -1, -1, h.ms)
		f.open = true
	}
}

// doubtLabel remembers a line inside what somebody says that could be the only one
// of another speaker.
func (f *turnFinder) doubtLabel(l line) {
	if f.speaker == "" || l.told || f.layout != nil || l.form != likeLabel && l.form != codeLabel {
		return
	}
	if f.doubted++; f.doubted == 1 {
		f.doubt = l.label
	}
}

// addWordless takes a line without words: a label or a time whose words are on
// the lines below, or a blank line, which ends a paragraph of a wrapped text.
func (f *turnFinder) addWordless(l line) {
	switch {
	case l.label != "":
		f.add(l.label, -1, -1, firstTime(l.timeMS, f.waiting))
		f.open = true
	case l.timeMS >= 0 && f.open && f.turns[len(f.turns)-1].Start < 0:
		f.turns[len(f.turns)-1].TimeMS = l.timeMS // between a label and its words
	case l.timeMS >= 0:
		f.waiting, f.open = l.timeMS, false
	default:
		f.open = f.open && !f.wrapped
	}
}

// extend gives more words to the turn that is open.
func (f *turnFinder) extend(l line) {
	last := &f.turns[len(f.turns)-1]
	if last.Start < 0 {
		last.Start = l.from
	}
	last.End = l.to
}

func (f *turnFinder) add(speaker string, from, to int, timeMS int64) {
	f.dropSilent()
	f.waiting = -1
	if len(f.turns) <= maxTurns {
		f.turns = append(f.turns, instruments.Turn{Speaker: speaker, Start: from, End: to, TimeMS: timeMS})
		f.ends = append(f.ends, -1)
	}
}

// dropSilent takes back a last turn that has a label and no words.
func (f *turnFinder) dropSilent() {
	if n := len(f.turns); n > 0 && f.turns[n-1].Start < 0 {
		f.turns, f.ends = f.turns[:n-1], f.ends[:n-1]
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
