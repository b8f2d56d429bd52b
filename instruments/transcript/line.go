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
	told     bool  // the label has MAXQDA's sign before it
	number   bool  // "12 |" stood before it
	timeMS   int64 // −1 without a time
	bareMS   int64 // the time when the label is not believed
	endMS    int64 // f4's time at the end of a paragraph: when it ended
	meta     bool  // a "##" line, or one that steers another program
	steers   bool  // of those, one inside what somebody says
}

// parseLine reads the parts that may stand before and after the words.
func parseLine(text string, from, to int, known forms) line {
	from, to = trim(text, from, to)
	l := line{from: from, to: to, timeMS: -1, bareMS: -1, endMS: -1}
	if l.meta, l.steers = maxqdaLine(text[from:to]); l.meta || metaLine(text[from:to]) {
		l.meta = true
		return l
	}
	l.to = withoutEndCode(text, from, to)
	to = l.to
	if n := utteranceNumber(text[from:to]); n > 0 {
		l.number = true
		l.from, _ = trim(text, from+n, to)
	}
	l.bare = l.from
	if ms, n, sure := leadingTime(text[l.from:to]); n > 0 {
		l.timeMS = ms
		l.from, _ = trim(text, l.from+n, to)
		if sure {
			l.bare, l.bareMS = l.from, ms
		}
	}
	if ms, n := trailingTime(text[l.from:to]); n > 0 {
		_, l.to = trim(text, l.from, to-n)
		if text[to-1] == ']' && l.headed(text, ms, known) {
			return l
		}
		if text[to-1] == '#' {
			l.endMS = ms
		} else {
			l.timeMS, l.bareMS = firstTime(l.timeMS, ms), firstTime(l.bareMS, ms)
		}
	}
	l.readLabel(text, known)
	return l
}

// headed is true for a line that is nothing but a label and the time behind it,
// "Spreker 1 [00:01:02]", with the words below. Only words that transcripts use
// for speakers are: "Ja [00:01:02]" is what somebody said.
func (l *line) headed(text string, ms int64, known forms) bool {
	label := text[l.from:l.to]
	if len(label) > maxLabel || !labelShape(label) || known.of(label) < knownLabel {
		return false
	}
	l.label, l.form, l.from = label, knownLabel, l.to
	l.timeMS, l.bareMS = ms, ms
	return true
}

// readLabel finds the label where the words seem to begin. Without one, a time
// of which the form is not sure belongs to the words: "10:30 was ik er" begins
// with a time of the story, not of the recording.
func (l *line) readLabel(text string, known forms) {
	label, n := cutLabel(text[l.from:l.to])
	if n == 0 && l.timeMS < 0 {
		label, l.timeMS, n = cutTimedLabel(text[l.from:l.to])
	}
	if n > 0 {
		l.label, l.form = label, known.of(label)
	} else if label, n = cutMaxqdaLabel(text[l.from:l.to]); n > 0 {
		l.label, l.form, l.told = label, codeLabel, true
	}
	if l.form == noLabel {
		l.disbelieve()
		return
	}
	l.from, _ = trim(text, l.from+n, l.to)
}

// disbelieve makes the words begin where they do without a label.
func (l *line) disbelieve() {
	l.from, l.timeMS, l.label, l.told = l.bare, l.bareMS, "", false
}

func firstTime(a, b int64) int64 {
	if a >= 0 {
		return a
	}
	return b
}

// metaLine is true for a line about the file, such as "##META text …". A heading
// of Markdown has a blank behind its signs.
func metaLine(s string) bool {
	return len(s) > 2 && s[:2] == "##" && s[2] >= 'A' && s[2] <= 'Z'
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

// cutTimedLabel finds a label with a time behind it: "Anna [00:01:02]:",
// "Spreker 1 (1:02)", or "Anna   0:03" with the line ending there. A colon may
// be left out, for the time already tells.
func cutTimedLabel(s string) (label string, ms int64, n int) {
	end := strings.IndexAny(s[:min(len(s), maxLabel+2)], "[(0123456789")
	for end > 0 && end <= maxLabel {
		label := strings.TrimRightFunc(s[:end], unicode.IsSpace)
		if ms, n := timeBehind(s[end:], end-len(label)); n > 0 && labelShape(label) {
			return label, ms, end + n
		}
		next := strings.IndexAny(s[end+1:], "[(0123456789")
		if next < 0 {
			break
		}
		end += 1 + next
	}
	return "", -1, 0
}

// timeBehind reads the time behind a label and blanks bytes of white space. A
// bare time must stand apart and be the last of its line.
func timeBehind(s string, blanks int) (ms int64, n int) {
	if closing, ok := timeMarks[s[0]]; ok {
		ms, n, _ = clock(s[1:])
		if n == 0 || n+1 >= len(s) || s[n+1] != closing {
			return 0, 0
		}
		n += 2
		if strings.HasPrefix(s[n:], ":") {
			n++
		}
		if !blankAt(s, n) {
			return 0, 0
		}
		return ms, n
	}
	ms, n, _ = clock(s)
	if n == 0 || blanks < 2 || n != len(s) {
		return 0, 0
	}
	return ms, n
}

// labelShape is true for a label's characters: it begins with a letter and holds
// letters, digits, blanks and the signs of names.
func labelShape(label string) bool {
	first, _ := utf8.DecodeRuneInString(label)
	if label == "" || !unicode.IsLetter(first) {
		return false
	}
	for _, r := range label {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) && !strings.ContainsRune(" \u00a0.,-–_'’()&/#+", r) {
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
