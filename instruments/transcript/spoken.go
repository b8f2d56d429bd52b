package transcript

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// What the columns of a table of speech are called, in letters and digits only.
var (
	speakerColumns = []string{"spreker", "sprekers", "speaker", "speakers", "sprekernaam", "naamspreker", "speakername", "speakerlabel", "speakerid", "wie", "who", "voice", "stem"}
	personColumns  = []string{"naam", "name", "deelnemer", "participant", "persoon", "person", "rol", "role", "label"} // beside a time only
	wordsColumns   = []string{"tekst", "text", "gesproken", "gesprokentekst", "uitspraak", "uiting", "transcript", "transcriptie", "transcription", "utterance", "words", "woorden", "zin", "sentence", "content", "inhoud", "beurt", "spraak", "speech", "caption", "ondertitel"}
	startColumns   = []string{"tijd", "time", "start", "begin", "starttijd", "begintijd", "starttime", "timestamp", "tijdstip", "tijdcode", "timecode", "van", "from", "in", "timein", "offset"}
	endColumns     = []string{"eind", "einde", "end", "eindtijd", "endtime", "stop", "tot", "to", "uit", "out", "timeout"}
)

// spokenColumns says where the columns of a table of speech are; −1 for what it
// lacks.
type spokenColumns struct {
	speaker, words, start, end int
	unit                       float64 // milliseconds of one unit of a bare time; 0 when the heading does not tell
}

// SpokenTable reports whether delimited text (.csv, .tsv) is a transcript: it has
// a row of headings with a column of speakers and one of words, or one of words
// between a start and an end.
func SpokenTable(data []byte) bool { return spokenTable(data) }

func spokenTable(data []byte) bool {
	head := data[:min(len(data), 16<<10)]
	decoder, body := decoderOf(head)
	text, _ := decode(decoder, body)
	t := newDelimited(text)
	headings, _ := t.row()
	_, ok := columnsOf(headings)
	return ok
}

// columnsOf finds the columns by their headings.
func columnsOf(headings []string) (spokenColumns, bool) {
	c := spokenColumns{-1, -1, -1, -1, 0}
	person := -1
	set := func(at *int, i int) {
		if *at < 0 {
			*at = i
		}
	}
	for i, heading := range headings {
		name, unit := headingName(heading)
		switch {
		case slices.Contains(speakerColumns, name):
			set(&c.speaker, i)
		case slices.Contains(personColumns, name):
			set(&person, i)
		case slices.Contains(wordsColumns, name):
			set(&c.words, i)
		case slices.Contains(startColumns, name):
			set(&c.start, i)
			c.unit = max(c.unit, unit)
		case slices.Contains(endColumns, name):
			set(&c.end, i)
			c.unit = max(c.unit, unit)
		}
	}
	if c.speaker < 0 && c.start >= 0 {
		c.speaker = person
	}
	return c, c.words >= 0 && (c.speaker >= 0 || c.start >= 0 && c.end >= 0)
}

// headingName is a heading without signs and case, and without the unit that it
// may end in: "Start (ms)", "end_time_s".
func headingName(heading string) (string, float64) {
	words := strings.FieldsFunc(strings.ToLower(heading), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	unit := 0.0
	if n := len(words); n > 1 {
		switch words[n-1] {
		case "ms", "msec", "milliseconden", "milliseconds":
			unit = 1
		case "s", "sec", "seconden", "seconds", "secs":
			unit = 1000
		}
		if unit > 0 {
			words = words[:n-1]
		}
	}
	return strings.Join(words, ""), unit
}

// readSpokenTable reads such a table. A row is a turn; rows with a start and an
// end are the cues of a recogniser and go on with one another. A row without a
// speaker goes on with the one above.
func readSpokenTable(data []byte) (content, *refusal) {
	c, err := readText(data)
	if err != nil {
		return content{}, err
	}
	rows := newDelimited(c.text)
	headings, _ := rows.row()
	columns, ok := columnsOf(headings)
	if !ok {
		return content{}, refuseNoColumns()
	}
	t := spokenRows{columns: columns, width: len(headings), comma: string(rows.comma)}
	t.measure(c.text)
	for {
		row, ok := rows.row()
		if !ok {
			break
		}
		t.tell(row)
	}
	c.text = ""
	c.omit("cell", t.other)
	return t.talk.content("csv", c)
}

// spokenRows reads the rows of a table of speech.
type spokenRows struct {
	columns spokenColumns
	width   int    // columns with a heading
	comma   string // what stands between the cells
	talk    talk
	speaker string
	other   int // cells with words in columns that are none of ours
}

// measure learns the unit of bare times when no heading tells it.
func (t *spokenRows) measure(text string) {
	if t.columns.unit > 0 || t.columns.start < 0 {
		return
	}
	rows := newDelimited(text)
	_, _ = rows.row()
	clock := timeUnit{}
	last, said := -1.0, 0
	for {
		row, ok := rows.row()
		if !ok {
			break
		}
		start, ok1 := bareNumber(cellAt(row, t.columns.start))
		end, ok2 := bareNumber(cellAt(row, t.columns.end))
		clock.fraction = clock.fraction || ok1 && strings.ContainsAny(cellAt(row, t.columns.start), ".,")
		letters := len(cellAt(row, t.columns.words))
		switch {
		case ok1 && ok2:
			clock.letters += letters
			clock.span += max(end-start, 0)
		case ok1 && last >= 0: // the row before lasted until this one
			clock.letters += said
			clock.span += max(start-last, 0)
		}
		last, said = -1, letters
		if ok1 {
			last = start
		}
	}
	t.columns.unit = clock.unit()
}

// tell says one row.
func (t *spokenRows) tell(row []string) {
	c := t.columns
	if c.words == t.width-1 && len(row) > t.width { // words with the sign between cells, and no quotes
		row[c.words] = strings.Join(row[c.words:], t.comma)
		row = row[:t.width]
	}
	if who := strings.TrimSpace(cellAt(row, c.speaker)); who != "" {
		t.speaker = who
	}
	t.talk.add(utterance{
		speaker: t.speaker, words: cellAt(row, c.words), apart: c.end < 0,
		start: t.ms(cellAt(row, c.start)), end: t.ms(cellAt(row, c.end)),
	})
	for i, cell := range row {
		if i != c.speaker && i != c.words && i != c.start && i != c.end && strings.IndexFunc(cell, unicode.IsLetter) >= 0 {
			t.other++
		}
	}
}

// ms reads a time: on the clock, or a bare number of seconds or milliseconds.
func (t *spokenRows) ms(cell string) int64 {
	cell = strings.Trim(cell, " \t\n[]()#")
	if cell == "" {
		return -1
	}
	if f, ok := bareNumber(cell); ok {
		return max(int64(math.Round(f*t.columns.unit)), 0)
	}
	if ms, n := cueClock(cell); n > 0 && n == len(cell) {
		return ms
	}
	if ms, n, _ := clock(cell); n > 0 && n == len(cell) { // f4's 00:00:01-5
		return ms
	}
	return -1
}

// bareNumber reads a number with a point or a comma.
func bareNumber(cell string) (float64, bool) {
	f, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(cell), ",", ".", 1), 64)
	return f, err == nil && f == f && math.Abs(f) < 1e12
}

func cellAt(row []string, i int) string {
	if i < 0 || i >= len(row) {
		return ""
	}
	return row[i]
}

func refuseNoColumns() *refusal {
	return refuse("Deze tabel heeft geen kolom met sprekers en een met hun woorden.", "This table has no column of speakers and one of their words.",
		"Zet boven de kolommen “spreker” en “tekst” (en “tijd”), of sla het transcript op als Word (.docx).",
		"Head the columns “speaker” and “text” (and “time”), or save the transcript as Word (.docx).")
}
