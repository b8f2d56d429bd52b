package instruments

import (
	"errors"
	"fmt"
	"strings"
)

// ErrRefused marks input that was refused while nothing was changed. The
// command line maps it to exit code 4.
var ErrRefused = errors.New("input refused")

// Error is a failure told to a person: what went wrong, where, and what to do.
// Kind is one of the project's sentinels, for errors.Is and the exit code.
type Error struct {
	Kind  error // sentinel, such as ErrRefused; may be nil
	What  Text  // what is wrong, one sentence
	Where string
	Hint  Text  // what the user can do; may be zero
	Err   error // the cause; may be nil
}

// Refuse is the Error for input that cannot be taken, at a place.
func Refuse(where string, what, hint Text) *Error {
	return &Error{Kind: ErrRefused, What: what, Where: where, Hint: hint}
}

// Error is the English message on one line; people are shown In.
func (e *Error) Error() string { return strings.ReplaceAll(e.In(English), "\n", " ") }

// In is the message in lang, with a "hint:" line ("tip:" in Dutch) when there
// is something to do.
func (e *Error) In(lang Lang) string {
	var b strings.Builder
	if e.Where != "" {
		b.WriteString(Plain(e.Where) + ": ")
	}
	b.WriteString(e.What.In(lang))
	if e.Err != nil {
		b.WriteString(": " + Localized(e.Err, lang))
	}
	writeHint(&b, e.Hint, lang)
	return b.String()
}

// Unwrap gives errors.Is both the sentinel and the cause.
func (e *Error) Unwrap() []error {
	var out []error
	for _, err := range []error{e.Kind, e.Err} {
		if err != nil {
			out = append(out, err)
		}
	}
	return out
}

// Localized is the message of err in lang: that of the first Localizer in its
// chain, else err.Error().
func Localized(err error, lang Lang) string {
	var l Localizer
	if errors.As(err, &l) {
		return l.In(lang)
	}
	return err.Error()
}

// Problem is one thing wrong in an input file. Row and Column count from one;
// zero means the place is the whole file, or the whole row. Line is for text
// files, Sheet and Row for workbooks.
type Problem struct {
	File   string `json:"file"`
	Sheet  string `json:"sheet,omitempty"`
	Line   int    `json:"line,omitempty"`
	Row    int    `json:"row,omitempty"`
	Column string `json:"column,omitempty"` // a column's letter or heading
	What   Text   `json:"what"`
	Hint   Text   `json:"hint,omitzero"`
	// Note is true for something worth telling that does not stop an import,
	// such as text left out of a transcript.
	Note bool `json:"note,omitempty"`
}

// Where names the place: "file.xlsx, blad Lijst, rij 4, kolom C".
func (p Problem) Where(lang Lang) string {
	var b strings.Builder
	b.WriteString(Plain(p.File))
	part := func(nl, en, format string, v any) {
		fmt.Fprintf(&b, ", %s "+format, Text{NL: nl, EN: en}.In(lang), v)
	}
	if p.Sheet != "" {
		part("blad", "sheet", "%s", Plain(p.Sheet))
	}
	if p.Line > 0 {
		part("regel", "line", "%d", p.Line)
	}
	if p.Row > 0 {
		part("rij", "row", "%d", p.Row)
	}
	if p.Column != "" {
		part("kolom", "column", "%s", Plain(p.Column))
	}
	return b.String()
}

// In is the problem in lang: place, what, and a hint line when there is one.
func (p Problem) In(lang Lang) string {
	var b strings.Builder
	if where := p.Where(lang); where != "" {
		b.WriteString(where + ": ")
	}
	b.WriteString(p.What.In(lang))
	writeHint(&b, p.Hint, lang)
	return b.String()
}

// Problems is every problem found in one go. As an error it is ErrRefused.
type Problems []Problem

// Error counts the problems in English; people are shown In.
func (p Problems) Error() string { return p.In(English) }

// Unwrap makes errors.Is(err, ErrRefused) true.
func (p Problems) Unwrap() error { return ErrRefused }

// In lists all problems in lang, one a line, hints below them.
func (p Problems) In(lang Lang) string {
	lines := make([]string, len(p))
	for i, one := range p {
		lines[i] = one.In(lang)
	}
	return strings.Join(lines, "\n")
}

// Err is nil when no problem stops the work (notes do not), else the Problems.
func (p Problems) Err() error {
	for _, one := range p {
		if !one.Note {
			return p
		}
	}
	return nil
}

// Plain makes a name from a file or a user safe to print on a terminal: control
// and bidirectional formatting characters and line separators become "·", so that no escape
// sequence in a file name or code name reaches the screen.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < ' ' || r >= 0x7f && r < 0xa0,
			r == 0x061c, r >= 0x200e && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return '·'
		}
		return r
	}, s)
}

func writeHint(b *strings.Builder, hint Text, lang Lang) {
	if !hint.IsZero() {
		b.WriteString("\n  " + Text{NL: "tip: ", EN: "hint: "}.In(lang) + hint.In(lang))
	}
}
