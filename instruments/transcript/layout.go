package transcript

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// layout is a way to write who speaks other than "Label: words". Such a way is
// only looked for in a text that has no labels with a colon.
type layout struct {
	// cut gives the label at the start of a line and the length of all before the
	// words; 0 without one.
	cut func(s string, known forms) (string, int)
	// uses is how often each of at least two labels must be there.
	uses int
}

var layouts = []layout{
	{cutPair, 2},    // Vraag: words
	{cutBracket, 1}, // [Interviewer] words
	{cutTight, 1},   // I:words
	{cutTabbed, 1},  // I<tab>words
}

// Words that head a text as often as they stand for who asks and who answers.
var (
	questionWords = []string{"vraag", "question"}
	answerWords   = []string{"antwoord", "answer"}
)

func cutPair(s string, _ forms) (string, int) {
	label, n := cutLabel(s)
	if word := strings.ToLower(label); slices.Contains(questionWords, word) || slices.Contains(answerWords, word) {
		return label, n
	}
	return "", 0
}

func cutBracket(s string, known forms) (string, int) {
	label, n := bracketLabel(s)
	if n == 0 || len(label) > maxLabel || known.of(label) < knownLabel {
		return "", 0
	}
	return label, n
}

// cutTight finds a label with the words right behind its colon. "C:\map" and
// "R:1" are something else.
func cutTight(s string, known forms) (string, int) {
	colon := strings.IndexByte(s[:min(len(s), maxLabel+1)], ':')
	if colon <= 0 || !labelShape(s[:colon]) || known.of(strings.TrimSpace(s[:colon])) < knownLabel {
		return "", 0
	}
	n := colon + 1
	if r, _ := utf8.DecodeRuneInString(s[n:]); n < len(s) && !unicode.IsSpace(r) && !unicode.IsLetter(r) && !strings.ContainsRune("‘“'\"(…", r) {
		return "", 0
	}
	return strings.TrimSpace(s[:colon]), n
}

func cutTabbed(s string, known forms) (string, int) {
	tab := strings.IndexByte(s[:min(len(s), maxLabel+1)], '\t')
	if tab <= 0 || !labelShape(s[:tab]) || known.of(strings.TrimSpace(s[:tab])) < knownLabel {
		return "", 0
	}
	return strings.TrimSpace(s[:tab]), tab
}

// otherLayout looks for one of the other ways, and gives the labels that it finds.
func (f *turnFinder) otherLayout() map[string]bool {
	counts := make([]map[string]int, len(layouts))
	for i := range counts {
		counts[i] = map[string]int{}
	}
	filled := 0
	var heads headFinder
	f.walk(func(from, to int) {
		l := parseLine(f.text, from, to, f.forms)
		heads.see(f, from, to)
		if l.disbelieve(); l.from == l.to || l.meta {
			return
		}
		filled++
		for i, way := range layouts {
			if label, n := way.cut(f.text[l.from:l.to], f.forms); n > 0 && (counts[i][label] > 0 || len(counts[i]) < maxCandidates) {
				counts[i][label]++
			}
		}
	}, func(row, columns) {})
	for i := range layouts {
		if out := layouts[i].supported(counts[i], filled); len(out) > 0 {
			f.layout = &layouts[i]
			return out
		}
	}
	f.heads = heads.supported(f)
	out := map[string]bool{}
	for _, h := range f.heads {
		if h.label != "" {
			out[h.label] = true
		}
	}
	return out
}

// supported are the labels when two voices or more use them on at least three
// lines in ten.
func (y layout) supported(counts map[string]int, filled int) map[string]bool {
	out, uses := map[string]bool{}, 0
	for label, n := range counts {
		if n >= y.uses {
			out[label] = true
			uses += n
		}
	}
	if len(out) < 2 || uses*10 < filled*3 {
		return nil
	}
	return out
}

// parse reads a line in the layout of the text.
func (f *turnFinder) parse(from, to int) line {
	l := parseLine(f.text, from, to, f.forms)
	if f.layout == nil || l.meta {
		return l
	}
	if l.label != "" {
		l.disbelieve()
	}
	if label, n := f.layout.cut(f.text[l.from:l.to], f.forms); n > 0 {
		l.label, l.form = label, knownLabel
		l.from, _ = trim(f.text, l.from+n, l.to)
	}
	return l
}
