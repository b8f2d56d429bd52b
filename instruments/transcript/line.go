package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is one line of the canonical text (a paragraph, for a Word document) as
// far as its form tells: what stands before the words, and the words.
type line struct {
	from, to int    // the words, in bytes of the text, without blanks around them
	bare     int    // where the words begin when the label is not believed
	label    string // candidate label, "" for none
	form     labelForm
	number   bool  // "12 |" stood before it
	timeMS   int64 // −1 without a time
	meta     bool  // a "##" line
}

// parseLine reads the parts that may stand before and after the words.
func parseLine(text string, from, to int) line {
	from, to = trim(text, from, to)
	l := line{from: from, to: to, bare: from, timeMS: -1}
	if from == to {
		return l
	}
	if strings.HasPrefix(text[from:to], "##") && !strings.HasPrefix(text[from:to], "###") && metaKey(text[from+2:to]) {
		l.meta = true
		return l
	}
	if n := utteranceNumber(text[l.from:l.to]); n > 0 {
		l.number = true
		l.from, _ = trim(text, l.from+n, l.to)
	}
	ms, n, sure := leadingTime(text[l.from:l.to])
	if n > 0 {
		l.timeMS = ms
		l.from, _ = trim(text, l.from+n, l.to)
	}
	if ms, n := trailingTime(text[l.from:l.to]); n > 0 {
		if l.timeMS < 0 {
			l.timeMS = ms
		}
		_, l.to = trim(text, l.from, l.to-n)
		sure = true
	}
	l.bare = l.from
	label, n := cutLabel(text[l.from:l.to])
	if n > 0 {
		l.label, l.form = label, formOf(label)
	}
	if l.form != noLabel {
		l.from, _ = trim(text, l.from+n, l.to)
	} else if l.label = ""; l.timeMS >= 0 && !sure {
		// "10:30 was ik er" begins with a time of the story, not of the recording
		l.timeMS = -1
		l.from, l.to = from, to
		l.bare = from
	}
	return l
}

// metaKey is true for what follows "##" in a line about the file, "META text …".
func metaKey(s string) bool {
	return s != "" && s[0] >= 'A' && s[0] <= 'Z'
}

func trim(text string, from, to int) (int, int) {
	from += len(text[from:to]) - len(strings.TrimLeftFunc(text[from:to], unicode.IsSpace))
	return from, from + len(strings.TrimRightFunc(text[from:to], unicode.IsSpace))
}

// utteranceNumber is the length of "12 |" at the start of s, 0 without it.
func utteranceNumber(s string) int {
	i := digits(s, 6)
	if i == 0 {
		return 0
	}
	rest := strings.TrimLeft(s[i:], " \t")
	if !strings.HasPrefix(rest, "|") {
		return 0
	}
	return len(s) - len(rest) + 1
}

// digits counts the digits at the start of s, at most limit.
func digits(s string, limit int) int {
	i := 0
	for i < len(s) && i < limit && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	return i
}

// cutLabel finds "Label:" at the start of s, alone or followed by a blank, bold
// in Markdown or not, and gives the label and the length of it all.
func cutLabel(s string) (string, int) {
	marks := 0
	for marks < 2 && marks < len(s) && s[marks] == '*' {
		marks++
	}
	stars := s[:marks]
	colon := strings.IndexByte(s[:min(len(s), maxLabel+marks+1)], ':')
	if colon < 0 {
		return "", 0
	}
	label, n := s[marks:colon], colon+1
	if marks > 0 {
		switch {
		case strings.HasPrefix(s[n:], stars):
			n += marks // **I:** words
		case strings.HasSuffix(label, stars):
			label = label[:len(label)-marks] // **I**: words
		default:
			return "", 0
		}
	}
	label = strings.TrimSpace(label)
	if !labelShape(label) || !blankAt(s, n) {
		return "", 0
	}
	return label, n
}

// labelShape is true for a label's characters: it begins with a letter and holds
// letters, digits, blanks and the signs of names.
func labelShape(label string) bool {
	first, _ := utf8.DecodeRuneInString(label)
	if label == "" || !unicode.IsLetter(first) {
		return false
	}
	for _, r := range label {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) && !strings.ContainsRune(" \u00a0.,-–_'’()&/#", r) {
			return false
		}
	}
	return true
}

func blankAt(s string, i int) bool {
	if i >= len(s) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsSpace(r)
}
