package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"meerzicht/instruments"
)

// utterance is one cue, segment or row, as its format gives it.
type utterance struct {
	speaker    string
	words      string // with any blanks and line breaks
	id         string // cues with one id are parts of one utterance
	start, end int64  // milliseconds; −1 when unknown
	apart      bool   // a turn of its own, whoever spoke before
}

const (
	pauseMS    = 2000 // a silence that ends what nobody in particular said
	maxSpeaker = 120  // bytes of a speaker's name as a format gives it
)

// talk writes utterances as canonical text, one paragraph a turn, "Label: words"
// where the speaker is known, and keeps where the words of each turn lie.
type talk struct {
	text  strings.Builder
	turns []instruments.Turn
	last  utterance // of the turn that is open, without its words
	ended bool      // its words end with the end of a sentence
	full  bool      // a limit is passed
}

// add says one utterance. One without words is nothing.
func (t *talk) add(u utterance) {
	u.speaker = speakerLabel(u.speaker)
	if strings.TrimSpace(u.words) == "" {
		return
	}
	if t.text.Len()+len(u.words) > maxText || len(t.turns) > maxTurns {
		t.full = true
	}
	if t.full {
		return
	}
	if t.goesOn(u) {
		if !onlyCloses(u.words) {
			t.text.WriteByte(' ')
		}
	} else {
		t.open(u)
	}
	t.say(u)
}

// open begins a turn: a paragraph with the label before the words.
func (t *talk) open(u utterance) {
	if len(t.turns) > 0 {
		t.text.WriteByte('\n')
	}
	if u.speaker != "" {
		t.text.WriteString(u.speaker)
		t.text.WriteString(": ")
	}
	at := t.text.Len()
	t.turns = append(t.turns, instruments.Turn{Speaker: u.speaker, Start: at, End: at, TimeMS: max(u.start, -1)})
}

// say writes the words, joined with one blank.
func (t *talk) say(u utterance) {
	from := t.text.Len()
	if len(u.words) > 1<<20 { // in one step, for growing copies
		t.text.Grow(len(u.words))
	}
	for word := range strings.FieldsSeq(u.words) {
		if t.text.Len() > from {
			t.text.WriteByte(' ')
		}
		t.text.WriteString(word)
	}
	turn := &t.turns[len(t.turns)-1]
	turn.End = t.text.Len()
	if turn.TimeMS < 0 {
		turn.TimeMS = max(u.start, -1)
	}
	t.ended = sentenceEnds(strings.TrimRightFunc(u.words, unicode.IsSpace))
	u.words = ""
	t.last = u
}

// goesOn judges whether an utterance is more of the turn that is open: the same
// speaker; without speakers the same id; without either until a sentence ends or
// a pause falls.
func (t *talk) goesOn(u utterance) bool {
	switch {
	case len(t.turns) == 0, u.apart, u.speaker != t.last.speaker:
		return false
	case u.speaker != "":
		return true
	case u.id != "" || t.last.id != "":
		return u.id == t.last.id
	}
	paused := u.start >= 0 && t.last.end >= 0 && u.start-t.last.end >= pauseMS
	return !t.ended && !paused
}

// content gives what was said.
func (t *talk) content(format string, c content) (content, *refusal) {
	switch {
	case len(t.turns) > maxTurns:
		return content{}, refuseTurns()
	case t.full || t.text.Len() > maxText:
		return content{}, refuseTextSize()
	}
	c.text, c.turns = t.text.String(), t.turns
	c.decoder = format + ", " + c.decoder
	return c, nil
}

// speakerLabel is a name as it can stand before a colon: on one line, without a
// colon of its own at the end, without signs that steer the writing direction, and
// of a bearable length.
func speakerLabel(name string) string {
	name = name[:min(len(name), 8*maxSpeaker)]
	if strings.IndexFunc(name, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Bidi_Control, r) }) >= 0 {
		name = strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Bidi_Control, r) {
				return -1
			}
			return r
		}, name)
		name = strings.Join(strings.Fields(name), " ")
	}
	name = strings.ToValidUTF8(strings.TrimRight(name, ": "), "")
	if len(name) > maxSpeaker {
		cut := maxSpeaker
		for !utf8.RuneStart(name[cut]) {
			cut--
		}
		name = strings.TrimSpace(name[:cut])
	}
	return name
}

// sentenceEnds is true when words end with the sign of an ending, quotes and
// brackets behind it aside.
func sentenceEnds(words string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(words, `"'”’»)]`))
	return strings.ContainsRune(".?!…。？！", r)
}

// onlyCloses is true for a sign that some recognisers give as a word of its own:
// it belongs to the word before. An ellipsis stands apart in Dutch.
func onlyCloses(words string) bool {
	words = strings.TrimSpace(words)
	return len(words) == 1 && strings.Contains(".,:;!?", words)
}

// omit counts what was left out on purpose, when there was any.
func (c *content) omit(kind string, count int) {
	if count > 0 {
		c.omitted = append(c.omitted, instruments.Omission{Kind: kind, Count: count})
	}
}
