package refi

import (
	"strings"

	"meerzicht/instruments"
)

// Fewer selections than this say little; then the habit of the program counts
// unless another way fits better by more than a margin.
const (
	fewSelections = 10
	fewest        = 3 // fewer say nothing, however well they fit
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
// selections fit, then the habit of the program. What fits badly, or hardly
// better than another way, must be confirmed.
func (e *evidence) find(origin string) finding {
	usual := habit(origin)
	if strings.HasPrefix(origin, ourName) {
		return finding{usual, false, instruments.Text{NL: "zo schrijft Meerzicht", EN: "as Meerzicht writes"}}
	}
	ways := e.ways(usual)
	best := usual
	for _, c := range ways {
		if e.differ[c][best] && e.better(c, best) {
			best = c
		}
	}
	byQuotation := true
	lead := margin // how far behind the best of the others is
	rivals := false
	for _, c := range ways {
		if c == best || !e.differ[c][best] {
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
		return finding{best, e.bad(best), instruments.Textf("%d van %d fragmenten dragen hun citaat, en dat staat zo op zijn plaats", "%d of %d selections carry their quotation, and it stands in its place this way", e.named[best], e.n)}
	case e.n < fewSelections:
		return e.few(best, usual, lead)
	}
	return finding{best, lead < margin || e.bad(best), e.fitting(best)}
}

// ways are the ways of counting that are considered. One program only is known
// to count bytes of UTF-8; for others they must fit far better than all else.
func (e *evidence) ways(usual convention) []convention {
	out := []convention{codePoints, codePointsOnce, utf16Units, utf16Once}
	far := e.n >= fewSelections && !e.bad(utf8Bytes)
	for _, c := range out {
		far = far && e.score[utf8Bytes] >= e.score[c]+e.n/2
	}
	if far || usual == utf8Bytes {
		out = append(out, utf8Bytes)
	}
	return out
}

// bad reports whether fewer than half of the selections carry their quotation or
// begin and end at the edge of a word.
func (e *evidence) bad(c convention) bool { return max(e.good[c], e.named[c])*2 < e.n }

// better compares two ways: more quotations, else a better fit. What is only as
// good does not replace the habit.
func (e *evidence) better(a, b convention) bool {
	if e.quoted[a] != e.quoted[b] {
		return e.quoted[a] > e.quoted[b]
	}
	return e.score[a] > e.score[b]
}

// few keeps to the habit of the program unless it fits clearly worse. The user
// must confirm, unless everything fits this way and nothing else comes near.
func (e *evidence) few(best, usual convention, lead int) finding {
	switch {
	case e.n >= fewest && e.good[best] == e.n && lead >= margin:
		look := e.fitting(best)
		look.NL += ", en bij geen andere telling; het zijn er weinig: kijk een paar coderingen na"
		look.EN += ", and by no other way of counting; they are few: look at some codings"
		return finding{best, false, look}
	case e.quoted[best] == e.quoted[usual] && e.score[best]-e.score[usual] < margin:
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
