package refi

import (
	"strings"

	"meerzicht/instruments"
)

// Fewer selections than this say little; then the habit of the program counts
// unless another way fits better by more than a margin.
const (
	fewSelections = 10
	margin        = 3
)

// name is what ReadOptions.Positions calls a way of counting.
func (c convention) name() string {
	return [conventions]string{"codepoint", "codepoint-crlf1", "utf16", "utf16-crlf1", "utf8"}[c]
}

func (c convention) text() instruments.Text {
	return [conventions]instruments.Text{
		{NL: "codepunten (tekens), CR LF telt als twee", EN: "code points (characters), CR LF counts as two"},
		{NL: "codepunten (tekens), CR LF telt als één", EN: "code points (characters), CR LF counts as one"},
		{NL: "UTF-16-eenheden, CR LF telt als twee", EN: "UTF-16 units, CR LF counts as two"},
		{NL: "UTF-16-eenheden, CR LF telt als één", EN: "UTF-16 units, CR LF counts as one"},
		{NL: "bytes van UTF-8", EN: "bytes of UTF-8"},
	}[c]
}

func conventionNames() string {
	names := make([]string, conventions)
	for c := range conventions {
		names[c] = c.name()
	}
	return strings.Join(names, ", ")
}

func conventionOf(name string) (convention, bool) {
	for c := range conventions {
		if c.name() == name {
			return c, true
		}
	}
	return 0, false
}

// habit is how a program is known to count; the standard says code points.
func habit(origin string) convention {
	origin = strings.ToLower(origin)
	switch {
	case strings.Contains(origin, "nvivo"):
		return utf16Units
	case strings.Contains(origin, "atlas"):
		return codePointsOnce
	case strings.Contains(origin, "taguette"):
		return utf8Bytes
	}
	return codePoints
}

// evidence is what the selections of a project say about the way of counting.
type evidence struct {
	n      int              // selections
	named  [conventions]int // selections whose name is their text
	quoted [conventions]int // and how well, together
	score  [conventions]int
	good   [conventions]int // selections with both edges at a word's edge
	differ [conventions][conventions]bool
}

// add takes in how one selection fits by every way of counting.
func (e *evidence) add(fits *[conventions]fit) {
	e.n++
	for c := range fits {
		f := &fits[c]
		e.score[c] += f.score
		e.quoted[c] += f.quoted
		if f.quoted > otherWords {
			e.named[c]++
		}
		if f.score == 2 {
			e.good[c]++
		}
		for k := range c {
			if g := &fits[k]; f.ok != g.ok || f.ok && (f.start != g.start || f.end != g.end) {
				e.differ[c][k], e.differ[k][c] = true, true
			}
		}
	}
}

// finding is the way of counting that was found, and why.
type finding struct {
	convention
	unsure bool
	why    instruments.Text
}

// find decides: quotations that match exactly come first, then how well the
// selections fit, then the habit of the program. Bytes of UTF-8 are counted by
// one program only and not considered for others.
func (e *evidence) find(origin string) finding {
	usual := habit(origin)
	if strings.HasPrefix(origin, ourName) {
		return finding{usual, false, instruments.Text{NL: "zo schrijft Meerzicht", EN: "as Meerzicht writes"}}
	}
	best := usual
	for c := range conventions {
		if (c != utf8Bytes || usual == utf8Bytes) && e.differ[c][best] && e.better(c, best) {
			best = c
		}
	}
	byQuotation := true
	lead := margin // how far behind the best of the others is
	rivals := false
	for c := range conventions {
		if c == best || !e.differ[c][best] || c == utf8Bytes && usual != utf8Bytes {
			continue
		}
		rivals = true
		byQuotation = byQuotation && e.quoted[c] < e.quoted[best]
		lead = min(lead, e.score[best]-e.score[c])
	}
	switch {
	case !rivals:
		return finding{best, false, instruments.Text{NL: "hier komt elke telling op hetzelfde uit", EN: "here every way of counting comes to the same"}}
	case byQuotation:
		return finding{best, false, instruments.Textf("%d van %d fragmenten dragen hun citaat, en dat staat zo op zijn plaats", "%d of %d selections carry their quotation, and it stands in its place this way", e.named[best], e.n)}
	case e.n < fewSelections:
		return e.few(best, usual)
	}
	return finding{best, lead < margin, e.fitting(best)}
}

// better compares two ways: more quotations, else a better fit. What is only as
// good does not replace the habit.
func (e *evidence) better(a, b convention) bool {
	if e.quoted[a] != e.quoted[b] {
		return e.quoted[a] > e.quoted[b]
	}
	return e.score[a] > e.score[b]
}

// few keeps to the habit of the program unless it fits clearly worse.
func (e *evidence) few(best, usual convention) finding {
	if e.quoted[best] == e.quoted[usual] && e.score[best]-e.score[usual] < margin {
		return finding{usual, true, instruments.Text{NL: "de gewoonte van dat programma; er zijn te weinig fragmenten om het na te gaan", EN: "the habit of that program; there are too few selections to check it"}}
	}
	return finding{best, true, e.fitting(best)}
}

func (e *evidence) fitting(c convention) instruments.Text {
	return instruments.Textf("%d van %d fragmenten beginnen en eindigen zo aan de rand van een woord", "%d of %d selections so begin and end at the edge of a word", e.good[c], e.n)
}

// text says the finding in the report.
func (f finding) text() instruments.Text {
	return instruments.Textf("%s: %s", "%s: %s", f.convention.text(), f.why)
}
