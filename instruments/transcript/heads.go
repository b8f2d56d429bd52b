package transcript

import "strings"

// head is a line that says who speaks and since when, with the words below it:
// "00:00:01 Spreker 1", "Spreker 1 00:00:01", or the name and the time on a line
// each. The line with only the time has no label.
type head struct {
	label string
	ms    int64
}

// headFinder looks for heads, line by line.
type headFinder struct {
	at, timeAt int  // lines of the head that waits for its words; timeAt −1 for one line
	waiting    head // and what it says; no label: none waits
	name       string
	nameAt     int // the line above, when it may be a name
	found      []headAt
	other      int // lines with a time that head nothing
}

type headAt struct {
	head
	at, timeAt int
}

// see looks at one line.
func (h *headFinder) see(f *turnFinder, from, to int) {
	a, b := trim(f.text, from, to)
	s := f.text[a:b]
	if s == "" {
		h.name = ""
		return
	}
	name, nameAt := h.name, h.nameAt
	h.name = ""
	if ms, ok := cellTime(s); ok && name != "" {
		h.wait(head{name, ms}, nameAt, from)
		return
	}
	label, ms, timed := timedName(s)
	switch {
	case timed && label != "" && f.forms.of(label) != noLabel:
		h.wait(head{label, ms}, from, -1)
	case timed:
		h.drop()
		h.other++
	case h.waiting.label != "": // its words
		if len(h.found) <= maxTurns {
			h.found = append(h.found, headAt{h.waiting, h.at, h.timeAt})
		}
		h.waiting.label = ""
	case len(s) <= maxLabel && labelShape(s) && f.forms.of(s) != noLabel:
		h.name, h.nameAt = s, from
	}
}

func (h *headFinder) wait(w head, at, timeAt int) {
	h.drop()
	h.waiting, h.at, h.timeAt = w, at, timeAt
}

// drop forgets a head without words.
func (h *headFinder) drop() {
	if h.waiting.label != "" {
		h.waiting.label = ""
		h.other++
	}
}

// timedName parts a line into a time and the name before or behind it; a label is
// "" when what stands beside the time has not the form of one.
func timedName(s string) (label string, ms int64, timed bool) {
	if ms, n, _ := leadingTime(s); n > 0 {
		label := strings.TrimSpace(s[n:])
		if len(label) > maxLabel || !labelShape(label) {
			label = ""
		}
		return label, ms, true
	}
	at := strings.LastIndexAny(s, " \t") + 1
	ms, n, parts := clock(s[at:])
	label = strings.TrimSpace(s[:at])
	if n == 0 || at+n != len(s) || parts != 3 || len(label) > maxLabel || !labelShape(label) {
		return "", 0, false
	}
	return label, ms, true
}

// supported are the heads by where their lines begin, when four of five times head
// words and at least two voices have a known form or come back.
func (h *headFinder) supported(f *turnFinder) map[int]head {
	uses := map[string]int{}
	for _, one := range h.found {
		uses[one.label]++
	}
	voices := 0
	for label, n := range uses {
		if n >= 2 || f.forms.of(label) >= knownLabel {
			voices++
		}
	}
	if voices < 2 || len(h.found) > maxTurns || len(h.found)*5 < (len(h.found)+h.other)*4 {
		return nil
	}
	out := map[int]head{}
	for _, one := range h.found {
		out[one.at] = one.head
		if one.timeAt >= 0 {
			out[one.timeAt] = head{ms: one.ms}
		}
	}
	return out
}
