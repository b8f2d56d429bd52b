package transcript

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"meerzicht/instruments"
)

// Limits on what is read, so that a hostile file cannot take the machine.
const (
	maxFile  = 64 << 20 // bytes of a file
	maxText  = 32 << 20 // bytes of canonical text
	maxTurns = 300_000  // turns of one document
	// lines of one document: every other one may be blank. They are counted while a
	// file is read, so that one with millions is not read to its end.
	maxLines = 2 * maxTurns
)

// content is what a format's reader delivers: the canonical text and what is
// known about it beyond the characters.
type content struct {
	text    string
	decoder string
	rows    []row // rows of tables, in order; nil for formats without tables
	// turns, with bytes of text for positions, of formats that say who speaks when;
	// nil: they are looked for in the text.
	turns []instruments.Turn
	// marks are the times that a format keeps beside the words, in order.
	marks   []mark
	omitted []instruments.Omission
	notes   instruments.Problems
}

// mark is a time of the recording at a byte of the text.
type mark struct {
	at int
	ms int64
}

// Reader reads transcripts. Its zero value reads every format but PDF.
type Reader struct {
	// PDF gives the text of a PDF, its pages parted by form feeds. It should read
	// in a process of its own, for nothing else bounds what a hostile PDF takes;
	// nil refuses PDF with advice. An instruments.Error says why it refuses.
	PDF func(data []byte) (string, error)
	// Labels are speakers that the text has by the user's word: what stands before a
	// colon is one of them, whatever it looks like and however rare. Formats that say
	// themselves who speaks do not need them.
	Labels []string
}

// Read reads a transcript with the zero Reader.
func Read(name string, data []byte) (instruments.Document, instruments.Problems) {
	return Reader{}.Read(name, data)
}

// Read reads a transcript. The format is recognised by content first and by the
// extension of name second. A document is only complete when problems.Err() is
// nil; notes among the problems say what was worth telling, such as accepted
// tracked changes. Read never panics and keeps nothing of data.
func (r Reader) Read(name string, data []byte) (instruments.Document, instruments.Problems) {
	base := baseName(name)
	c, err := r.content(base, data)
	if err == nil && strings.TrimSpace(c.text) == "" {
		err = refuseEmpty(len(c.omitted) > 0)
	}
	if err != nil {
		return instruments.Document{}, instruments.Problems{err.in(base)}
	}
	doc := instruments.Document{
		Title:      strings.TrimSuffix(base, path.Ext(base)),
		Text:       c.text,
		TextSHA256: textSum(c.text),
		Words:      countWords(c.text),
		Decoder:    c.decoder,
		Source:     instruments.Source{Name: base, SHA256: hexSum(data), Size: int64(len(data))},
		Omitted:    c.omitted,
	}
	talk, err := c.spoken(r.Labels)
	if err != nil {
		return instruments.Document{}, instruments.Problems{err.in(base)}
	}
	doc.Length, doc.Turns, doc.Speakers = talk.length, talk.turns, talk.speakers
	c.notes = append(c.notes, talk.notes...)
	for i := range c.notes {
		c.notes[i].File = base
	}
	return doc, c.notes
}

// spoken gives who says what.
func (c content) spoken(named []string) (voicesFound, *refusal) {
	if c.turns == nil {
		talk, err := findTurns(c.text, c.rows, named)
		markTimes(c.text, talk.turns, c.marks)
		return talk, err
	}
	if len(c.turns) > maxTurns {
		return voicesFound{}, refuseTurns()
	}
	speakers := proposeSpeakers(c.text, c.turns)
	return voicesFound{turns: c.turns, speakers: speakers, length: toCodePoints(c.text, c.turns)}, nil
}

// markTimes gives a turn that has no time the first that stands before its words,
// behind the turn before it.
func markTimes(text string, turns []instruments.Turn, marks []mark) {
	at, n, end := 0, 0, 0 // code points up to a byte; where the last turn ended
	for i := range turns {
		t := &turns[i]
		for ; len(marks) > 0; marks = marks[1:] {
			n += utf8.RuneCountInString(text[at:marks[0].at])
			at = marks[0].at
			if n > t.Start {
				break
			}
			if n >= end && t.TimeMS < 0 {
				t.TimeMS = marks[0].ms
			}
		}
		end = t.End
	}
}

// Recognises reports whether Read is the reader for a file: a format that it
// reads, or a transcript format that it knows by name and refuses with advice
// (.doc), which tells more than "unknown file".
func Recognises(name string, data []byte) bool {
	switch k := kindOf(baseName(name), data); k {
	case kindUnknown, kindOtherZip:
		return false
	case kindDocx:
		return isDocx(data)
	default:
		return true
	}
}

func (r Reader) content(base string, data []byte) (content, *refusal) {
	if len(data) > maxFile {
		return content{}, refuseFileSize(len(data))
	}
	k := kindOf(base, data)
	if f, ok := formatOf(k); ok {
		return f.read(data)
	}
	switch k {
	case kindPDF:
		return r.readPDF(data)
	case kindEmpty:
		return content{}, refuseEmpty(false)
	}
	return content{}, refuseKind(k, path.Ext(base))
}

// baseName is the last part of a path written by any system.
func baseName(name string) string {
	return path.Base(strings.ReplaceAll(name, `\`, "/"))
}

func hexSum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// textSum is the hash of a text, taken in pieces so that no second copy of a long
// text is made.
func textSum(text string) string {
	h := sha256.New()
	buf := make([]byte, 8<<10)
	for len(text) > 0 {
		n := copy(buf, text)
		h.Write(buf[:n])
		text = text[n:]
	}
	return hex.EncodeToString(h.Sum(nil))
}

// countWords counts the stretches between blanks that hold a letter or a digit,
// over the whole text, labels included.
func countWords(text string) int {
	n, open := 0, false // open: the current stretch is already counted
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			i++
			switch asciiClass[c] {
			case classBlank:
				open = false
			case classWord:
				if !open {
					n, open = n+1, true
				}
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		if unicode.IsSpace(r) {
			open = false
		} else if !open && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			n, open = n+1, true
		}
	}
	return n
}

const (
	classOther = iota
	classBlank
	classWord
)

var asciiClass = func() (t [utf8.RuneSelf]byte) {
	for c := range t {
		switch r := rune(c); {
		case unicode.IsSpace(r):
			t[c] = classBlank
		case unicode.IsLetter(r), unicode.IsDigit(r):
			t[c] = classWord
		}
	}
	return t
}()
