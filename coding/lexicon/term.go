package lexicon

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"meerzicht/instruments"
)

// Limits of the term language, so that no lexicon file can exhaust memory.
const (
	maxTermBytes  = 4000
	maxExpansions = 400   // ways one term may be read after alternatives are written out
	maxTerms      = 40000 // in a lexicon, lists included
	defaultReach  = 8     // words between the parts of "a .. b"
	maxReach      = 40
)

// wordClass is a set of words, by key, whole word, start, end or inside.
type wordClass struct{ keys, exact, prefix, suffix, infix []string }

func (c *wordClass) add(o wordClass) {
	c.keys = append(c.keys, o.keys...)
	c.exact = append(c.exact, o.exact...)
	c.prefix = append(c.prefix, o.prefix...)
	c.suffix = append(c.suffix, o.suffix...)
	c.infix = append(c.infix, o.infix...)
}

// name is the same for equal classes.
func (c *wordClass) name() string {
	var b strings.Builder
	for i, list := range []*[]string{&c.keys, &c.exact, &c.prefix, &c.suffix, &c.infix} {
		sort.Strings(*list)
		*list = slices.Compact(*list)
		b.WriteString(strconv.Itoa(i) + " " + strings.Join(*list, " ") + "\n")
	}
	return b.String()
}

// gap is what stands between two parts of a term: at most reach words, and the
// second behind the first when ordered.
type gap struct {
	reach   int
	ordered bool
}

// reading is one way to read a term: parts of adjacent word classes, the gaps
// between them, and the phrases that may not be near.
type reading struct {
	parts [][]wordClass
	gaps  []gap
	not   [][]wordClass
}

// termError is a mistake in a term, in both languages.
type termError struct{ text instruments.Text }

func (e *termError) Error() string                   { return e.text.EN }
func (e *termError) In(lang instruments.Lang) string { return e.text.In(lang) }
func termErrorf(nl, en string, args ...any) *termError {
	return &termError{instruments.Textf(nl, en, args...)}
}
func (p *termParser) fail(nl, en string, args ...any) { p.failWith(termErrorf(nl, en, args...)) }
func (p *termParser) failWith(err *termError) {
	if p.err == nil {
		p.err = err
	}
	p.at = len(p.words)
}

// termParser reads one term. words are its blank-separated pieces, with the
// brackets and bars set apart.
type termParser struct {
	words []string
	at    int
	lists map[string][][]wordClass
	err   *termError
}

// parseTerm reads a term of the language described in the package comment. lists
// holds the named lists that "@name" may use.
func parseTerm(term string, lists map[string][][]wordClass) ([]reading, *termError) {
	if len(term) > maxTermBytes {
		return nil, termErrorf("de term is langer dan %d tekens", "the term is longer than %d characters", maxTermBytes)
	}
	spaced := strings.NewReplacer("(", " ( ", ")", " ) ", "|", " | ", "!", " ! ").Replace(term)
	p := &termParser{words: strings.Fields(spaced), lists: lists}
	out := p.readings()
	if p.err != nil {
		return nil, p.err
	}
	return out, nil
}

func (p *termParser) peek() string {
	if p.at < len(p.words) {
		return p.words[p.at]
	}
	return ""
}

func (p *termParser) readings() []reading {
	var parts [][][]wordClass
	var gaps []gap
	parts = append(parts, p.sequence())
	for strings.HasPrefix(p.peek(), "..") {
		gaps = append(gaps, p.gap())
		parts = append(parts, p.sequence())
	}
	if len(parts) > maxParts {
		p.fail("een term heeft hoogstens %d delen", "a term has at most %d parts", maxParts)
	}
	var not [][]wordClass
	for p.peek() == "!" {
		p.at++
		not = append(not, p.item()...)
	}
	if p.err == nil && p.at < len(p.words) {
		p.fail("%q staat hier niet goed", "%q does not belong here", p.peek())
	}
	if p.err != nil {
		return nil
	}
	return p.product(parts, gaps, not)
}

// product writes out every combination of the alternatives of the parts.
func (p *termParser) product(parts [][][]wordClass, gaps []gap, not [][]wordClass) []reading {
	out := []reading{{gaps: gaps, not: not}}
	for _, part := range parts {
		if len(out)*len(part) > maxExpansions {
			p.tooMany()
			return nil
		}
		next := make([]reading, 0, len(out)*len(part))
		for _, r := range out {
			for _, phrase := range part {
				longer := r
				longer.parts = append(slices.Clip(r.parts), phrase)
				next = append(next, longer)
			}
		}
		out = next
	}
	return out
}

func (p *termParser) tooMany() {
	p.fail("de term is op meer dan %d manieren te lezen; splits hem", "the term can be read in more than %d ways; split it", maxExpansions)
}

// gap reads "..", "..5", "..>" or "..>5".
func (p *termParser) gap() gap {
	s := strings.TrimPrefix(p.peek(), "..")
	p.at++
	s, ordered := strings.CutPrefix(s, ">")
	g := gap{reach: defaultReach, ordered: ordered}
	if s == "" {
		return g
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > maxReach {
		p.fail("achter .. hoort een getal van 0 tot en met %d, niet %q", ".. is followed by a number from 0 to %d, not %q", maxReach, s)
	}
	g.reach = n
	return g
}

// sequence reads adjacent items: all phrases they can stand for.
func (p *termParser) sequence() [][]wordClass {
	out := [][]wordClass{nil}
	n := 0
	for p.at < len(p.words) && !p.boundary() {
		out = p.join(out, p.item())
		n++
	}
	if n == 0 {
		p.fail("hier ontbreekt een woord", "a word is missing here")
	}
	return out
}

// boundary: the next piece ends a sequence.
func (p *termParser) boundary() bool {
	w := p.peek()
	return w == ")" || w == "|" || w == "!" || strings.HasPrefix(w, "..")
}

func (p *termParser) join(phrases, tails [][]wordClass) [][]wordClass {
	if len(phrases)*len(tails) > maxExpansions {
		p.tooMany()
		return nil
	}
	out := make([][]wordClass, 0, len(phrases)*len(tails))
	for _, a := range phrases {
		for _, b := range tails {
			out = append(out, append(slices.Clip(a), b...))
		}
	}
	return out
}

// item reads a word, a list or a bracketed choice.
func (p *termParser) item() [][]wordClass {
	w := p.peek()
	p.at++
	switch {
	case w == "(":
		return p.choice()
	case strings.HasPrefix(w, "@"):
		list, ok := p.lists[w[1:]]
		if !ok {
			p.fail("er is geen lijst %q", "there is no list %q", w[1:])
		}
		return list
	case w == "" || w == ")" || w == "|" || w == "!" || strings.HasPrefix(w, ".."):
		p.fail("hier ontbreekt een woord", "a word is missing here")
		return nil
	}
	c, err := parseWord(w)
	if err != nil {
		p.failWith(err)
	}
	return [][]wordClass{{c}}
}

// choice reads "a|b c|d)". Single words become one class.
func (p *termParser) choice() [][]wordClass {
	var all [][]wordClass
	for p.err == nil {
		all = append(all, p.sequence()...)
		switch p.peek() {
		case "|":
			p.at++
			continue
		case ")":
			p.at++
			return mergeSingles(all)
		}
		p.fail("er ontbreekt een haakje", "a bracket is missing")
	}
	return nil
}

// mergeSingles puts all phrases of one word together in one class.
func mergeSingles(all [][]wordClass) [][]wordClass {
	var single wordClass
	var out [][]wordClass
	found := false
	for _, phrase := range all {
		if len(phrase) == 1 {
			single.add(phrase[0])
			found = true
			continue
		}
		out = append(out, phrase)
	}
	if found {
		out = append(out, []wordClass{single})
	}
	return out
}

// parseWord reads "word", "word*", "*word", "*word*" or "=word".
func parseWord(w string) (wordClass, *termError) {
	exact := strings.HasPrefix(w, "=")
	core := strings.TrimPrefix(w, "=")
	head, tail := strings.HasPrefix(core, "*"), len(core) > 1 && strings.HasSuffix(core, "*")
	core = fold(strings.Trim(core, "*"))
	s := scanner{text: core}
	if !s.next() || s.start != 0 || s.at != len(core) {
		return wordClass{}, termErrorf("%q is geen woord", "%q is not a word", w)
	}
	switch {
	case exact && (head || tail):
		return wordClass{}, termErrorf("= en * gaan niet samen in %q", "= and * do not go together in %q", w)
	case exact:
		return wordClass{exact: []string{core}}, nil
	case head && tail:
		return wordClass{infix: []string{core}}, nil
	case head:
		return wordClass{suffix: []string{core}}, nil
	case tail:
		return wordClass{prefix: []string{core}}, nil
	}
	if uninflected(core) {
		return wordClass{exact: []string{core}}, nil
	}
	if forms := ownForms(core); forms != nil {
		return wordClass{exact: forms}, nil
	}
	if strays(core) {
		return wordClass{exact: []string{core, core + "e", core + "en", core + "s"}}, nil
	}
	ks := stemKeys(nil, strings.ReplaceAll(core, "-", ""))
	if participle := len(ks) == 2; participle { // "gekaart" is no "kaart"
		ks = ks[:1]
	}
	return wordClass{keys: pluralKeys(ks, core), exact: []string{core}}, nil
}

// ownForms are the forms of a term that is a diminutive or made with a suffix,
// nil for other words. Such a term means just that and not the word it comes
// from: "uitje" is not "uit" and "zitting" not "zitten", while "koffie" does find
// "koffietje" and "wandelen" finds "wandeling".
func ownForms(word string) []string {
	if base := strings.TrimSuffix(word, "s"); len(base) > 4 && strings.HasSuffix(base, "je") {
		return []string{base, base + "s"}
	}
	for _, suffix := range [...]string{"ing", "heid", "baar", "schap", "atie", "iteit", "ig"} {
		base := strings.TrimSuffix(word, "en")
		if suffix == "heid" {
			base = strings.Replace(base, "hed", "heid", 1)
		}
		if len(base) > len(suffix)+2 && strings.HasSuffix(base, suffix) && vowelIn(base[:len(base)-len(suffix)]) {
			return []string{base, base + "en", base + "s", base + "e", strings.Replace(base, "heid", "hed", 1) + "en"}
		}
	}
	return nil
}

func vowelIn(s string) bool { return strings.ContainsAny(s, "aeiouyéëïöü") }

// strays: the stem of a term is an uninflected word, as "weer" is of "weren".
// Such terms keep their own form.
func strays(word string) bool {
	s := Stem(word)
	return s != word && uninflected(s)
}
