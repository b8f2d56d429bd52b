package rock

import (
	"regexp"
	"strings"
	"unicode"
)

// token is one mark between double square brackets.
type token struct {
	kind  tokenKind
	name  string // of a code: its path; of an identifier: its class
	value string
}

type tokenKind int

const (
	isText    tokenKind = iota // no mark of ROCK: it stays in the text
	isCode                     // [[code]], [[parent>child]]
	isValue                    // [[code||value]]
	isID                       // [[cid=1]], [[coderId:x]]
	isUID                      // [[uid=7zs2xyf]]
	isNetwork                  // [[a->b||type||weight]]
)

// tokenOf reads what stands between the brackets. The standard allows letters
// without accents, digits and underscores; older files have full stops and
// hyphens, and people write accents.
func tokenOf(inside string) token {
	inside = strings.TrimSpace(inside)
	if name, value, ok := strings.Cut(inside, "||"); ok {
		switch name = strings.TrimSpace(name); {
		case strings.Contains(name, "->"):
			return token{kind: isNetwork}
		case isPath(name):
			return token{isValue, name, strings.TrimSpace(value)}
		}
		return token{}
	}
	if strings.Contains(inside, "->") {
		return token{kind: isNetwork}
	}
	if i := strings.IndexAny(inside, "=:"); i > 0 {
		class, value := strings.TrimSpace(inside[:i]), strings.TrimSpace(inside[i+1:])
		switch {
		case !isName(class) || !isName(value):
			return token{}
		case strings.EqualFold(class, "uid"):
			return token{kind: isUID, value: value}
		}
		return token{isID, class, value}
	}
	if isPath(inside) && startsWithLetter(inside) {
		return token{kind: isCode, name: inside}
	}
	return token{}
}

// isPath reports whether s is names with ">" between them.
func isPath(s string) bool {
	for part := range strings.SplitSeq(s, ">") {
		if !isName(strings.TrimSpace(part)) {
			return false
		}
	}
	return true
}

func isName(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("_.-", r)
	}) < 0
}

func startsWithLetter(s string) bool {
	return strings.IndexFunc(s, unicode.IsLetter) == 0
}

// marks takes the marks out of a line: the words, and the marks in their order.
// A mark takes the blank in front of it along; one at the beginning that behind it.
func marks(line string) (words string, found []token) {
	var b strings.Builder
	for {
		i := strings.Index(line, "[[")
		if i < 0 {
			break
		}
		end := strings.Index(line[i:], "]]")
		if end < 0 {
			break
		}
		if again := strings.LastIndex(line[i:i+end], "[["); again > 0 { // [[ in [[: the inner pair counts
			i, end = i+again, end-again
		}
		t := tokenOf(line[i+2 : i+end])
		if t.kind == isText {
			b.WriteString(line[:i+end+2])
			line = line[i+end+2:]
			continue
		}
		found = append(found, t)
		b.WriteString(strings.TrimSuffix(line[:i], " "))
		line = line[i+end+2:]
		if b.Len() == 0 {
			line = strings.TrimPrefix(line, " ")
		}
	}
	b.WriteString(line)
	return b.String(), found
}

// The marks that stand on lines of their own, and those of streams. Older files
// have section breaks without the double angle brackets.
var (
	sectionBreak = regexp.MustCompile(`---<<\s*[a-zA-Z][a-zA-Z0-9_]*\s*>>---|---paragraph-break---|---<[a-zA-Z0-9]?>---`)
	anchor       = regexp.MustCompile(`--\+-\{[^}]*\}-\+--`)
)

// without takes the marks of a kind out of a line that has their sign.
func without(mark *regexp.Regexp, sign, line string) string {
	if !strings.Contains(line, sign) {
		return line
	}
	return mark.ReplaceAllString(line, "")
}

// In a line of ours a joiner (U+2060, no width) stands where words look like a
// mark of ROCK, and a lineMark (U+2028) for a line end inside a turn. Both are
// written with a joiner in front where the words themselves have them.
const (
	joiner   = '\u2060'
	lineMark = '\u2028'
)

// hide writes words so that nothing in them is a mark or a line end; show gives
// them back.
func hide(words string) string {
	if !strings.ContainsAny(words, "[-\n\u2028\u2060") {
		return words
	}
	var b strings.Builder
	for i, r := range words {
		before := words[:i]
		switch {
		case r == joiner, r == lineMark,
			r == '[' && strings.HasSuffix(before, "["),
			(r == '<' || r == 'p') && strings.HasSuffix(before, "---"),
			r == '{' && strings.HasSuffix(before, "--+-"):
			b.WriteRune(joiner)
		case r == '\n':
			r = lineMark
		}
		b.WriteRune(r)
	}
	return b.String()
}

func show(line string) string {
	if !strings.ContainsAny(line, "\u2028\u2060") {
		return line
	}
	var b strings.Builder
	escaped := false
	for _, r := range line {
		switch {
		case r == joiner && !escaped:
			escaped = true
			continue
		case r == lineMark && !escaped:
			r = '\n'
		}
		escaped = false
		b.WriteRune(r)
	}
	return b.String()
}
