package rock

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"meerzicht/instruments"
)

// utterance is what stands on one line of ROCK: a line of the text, or the lines
// of one turn. Positions are code points: start and end (behind the line end) of
// the text, from and to, the words of the turn, of the utterance.
type utterance struct {
	text       string
	start, end int
	from, to   int
}

// uid is the identifier of the i-th utterance of the n-th document. It says where
// the words of the turn begin, and how long they are where that is not up to the
// last of them.
func (u utterance) uid(n, i int) string {
	id := "d" + strconv.Itoa(n) + "u" + strconv.Itoa(i+1)
	from, to := spoken(u.text, "", false)
	if u.from == from && u.to == to {
		return id
	}
	id += "w" + strconv.Itoa(u.from)
	if u.to != to {
		id += "n" + strconv.Itoa(u.to-u.from)
	}
	return id
}

// blocksOf cuts a text into utterances: at every line end that is not inside a
// turn.
func blocksOf(d *instruments.Document) []utterance {
	var out []utterance
	turns := d.Turns
	at, from, length := 0, 0, utf8.RuneCountInString(d.Text) // code points: behind the line, of the utterance
	var text strings.Builder
	for line := range strings.SplitSeq(d.Text, "\n") {
		text.WriteString(line)
		at += utf8.RuneCountInString(line) + 1 // with its line end
		for len(turns) > 0 && turns[0].End <= at {
			turns = turns[1:]
		}
		if len(turns) > 0 && turns[0].Start < at && at <= length {
			text.WriteByte('\n')
			continue
		}
		u := utterance{text: text.String(), start: from, end: at}
		u.from, u.to = spoken(u.text, "", false)
		out = append(out, u)
		text.Reset()
		from = at
	}
	words(out, d.Turns)
	return out
}

// words sets, for an utterance with just one turn in it, where its words are.
func words(blocks []utterance, turns []instruments.Turn) {
	for i := range blocks {
		u := &blocks[i]
		for len(turns) > 0 && turns[0].Start < u.start {
			turns = turns[1:]
		}
		one := len(turns) > 0 && turns[0].End < u.end && turns[0].Start < turns[0].End
		if one && (len(turns) == 1 || turns[1].Start >= u.end) {
			u.from, u.to = turns[0].Start-u.start, turns[0].End-u.start
		}
	}
}
