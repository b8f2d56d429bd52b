package transcript

import (
	"slices"
	"strings"
)

// startFromEnds gives the turns of a text of f4 their starts. f4 writes the time
// at the end of a paragraph, so the end of a turn is the start of the next, and
// the first begins with the recording. A time at the start of a turn stands.
func (f *turnFinder) startFromEnds() {
	if !slices.ContainsFunc(f.ends, func(ms int64) bool { return ms >= 0 }) {
		return
	}
	at := int64(0)
	for i, end := range f.ends {
		t := &f.turns[i]
		if end < 0 && t.Speaker == "" { // a title, or a line for another program
			continue
		}
		t.TimeMS = firstTime(t.TimeMS, at)
		at = end
	}
}

// MAXQDA's preprocessor takes texts with lines that steer it: #TEXT with the name
// of a text, #CODE with that of a code and #ENDCODE around what is coded, and in
// focus groups a sign before the label: "#Anna: words". Such lines are nobody's
// words; the text itself stays as it is.

// maxqdaLine is true for a line that steers the preprocessor; inside, when what is
// said may go on below it.
func maxqdaLine(s string) (steers, inside bool) {
	if len(s) < 4 || s[0] != '#' {
		return false, false
	}
	rest := s[1:]
	for _, word := range []string{"ENDCODE", "CODE", "ENDTEXT", "TEXT", "ENDVAR", "VAR"} {
		name, ok := strings.CutPrefix(rest, word)
		if !ok {
			continue
		}
		// #TEXT and #CODE may have their name right behind them; a label has a colon
		if _, n := cutLabel(rest); n > 0 && !strings.HasPrefix(strings.TrimLeft(name, " \t"), ":") {
			return false, false
		}
		return true, strings.HasSuffix(word, "CODE")
	}
	return false, false
}

// withoutEndCode is where the words of a line end when #ENDCODE closes it.
func withoutEndCode(text string, from, to int) int {
	if strings.HasSuffix(text[from:to], " #ENDCODE") {
		_, to = trim(text, from, to-len("#ENDCODE"))
	}
	return to
}

// cutMaxqdaLabel finds "#Label: words" and "#SPEAKER Label", and gives the label
// and the length of all before the words.
func cutMaxqdaLabel(s string) (string, int) {
	rest, ok := strings.CutPrefix(s, "#")
	if !ok || blankAt(rest, 0) {
		return "", 0
	}
	if name, ok := strings.CutPrefix(rest, "SPEAKER"); ok {
		if name = strings.TrimSpace(strings.Trim(name, " \t:")); labelShape(name) && len(name) <= maxLabel {
			return name, len(s)
		}
	}
	label, n := cutLabel(rest)
	if n == 0 || label == "" {
		return "", 0
	}
	return label, n + 1
}
