package checklist

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"meerzicht/instruments"
)

// hit is the activity that a text names, and by what.
type hit struct {
	id   instruments.ActivityID // empty when two activities go by the text
	how  string                 // byCode, byLabel
	rank int                    // of two activities with one name the lower rank has it
}

// The ways in which a column can be recognised.
const (
	byCode  = "code"
	byLabel = "label"
	similar = "similar"
	given   = "given"
)

// names finds activities by what headings and cells call them.
type names struct {
	exact   map[string]hit
	loose   map[string]hit // by the words alone, without punctuation
	longest int            // bytes of the longest name
	words   []nameWords
}

// nameWords are the words of one name of an activity, to compare by.
type nameWords struct {
	id    instruments.ActivityID
	words []string
}

func newNames(set *instruments.Set) *names {
	n := &names{exact: map[string]hit{}, loose: map[string]hit{}}
	inForm := xmlNames(set)
	for _, a := range set.Taxonomy.Activities {
		n.add(string(a.ID), hit{a.ID, byCode, 0})
		n.add(inForm[a.ID], hit{a.ID, byCode, 1})
		for i, t := range []instruments.Text{a.Label, a.Short} {
			n.add(t.NL, hit{a.ID, byLabel, 2 + i})
			n.add(t.EN, hit{a.ID, byLabel, 2 + i})
			n.words = append(n.words, nameWords{a.ID, wordsOf(t.NL)}, nameWords{a.ID, wordsOf(t.EN)})
		}
	}
	return n
}

// add makes a name known. A name that two activities have is nobody's.
func (n *names) add(name string, h hit) {
	n.longest = max(n.longest, len(name))
	enter(n.exact, fold(name), h)
	enter(n.loose, looseKey(name), h)
}

func enter(m map[string]hit, key string, h hit) {
	old, taken := m[key]
	switch {
	case key == "":
	case !taken || h.rank < old.rank:
		m[key] = h
	case h.rank == old.rank && h.id != old.id:
		m[key] = hit{rank: h.rank}
	}
}

// find is the activity that a text names as a whole.
func (n *names) find(text string) (hit, bool) {
	h, ok := n.exact[fold(text)]
	if !ok {
		h, ok = n.loose[looseKey(text)]
	}
	return h, ok && h.id != ""
}

// split finds the activity at the end of a heading, after the name of the
// question ("grp/q/A01", "Welke? - koken", "A[SQ001]"). The longest name wins,
// since labels hold separators too. After an underscore only a code counts.
func (n *names) split(heading string) (question, choice string, h hit, ok bool) {
	if h, ok = n.find(heading); ok {
		return "", heading, h, true
	}
	for i := max(0, len(heading)-2*n.longest-8); i < len(heading); i++ {
		width := separatorAt(heading[i:])
		if width == 0 {
			continue
		}
		rest := strings.TrimSpace(heading[i+width:])
		switch heading[i] {
		case '_':
			rest = strings.TrimLeft(rest, "_")
		case '[':
			rest = strings.TrimSuffix(rest, "]")
		case '=': // REDCap: "Question (choice=label)"
			rest = strings.TrimSuffix(rest, ")")
		}
		if h, ok = n.find(rest); ok && (heading[i] != '_' || h.how == byCode) {
			if digits(rest) { // the 3 of "Q1_3" is more often a number than a code
				h.how = similar
			}
			return cutEnd(heading[:i]), rest, h, true
		}
	}
	return "", "", hit{}, false
}

// separators stand between a question and its choice.
const separators = `/\.-–_:[|>=`

func separatorAt(s string) int {
	r, width := utf8.DecodeRuneInString(s)
	if s == "" || !strings.ContainsRune(separators, r) {
		return 0
	}
	return width
}

// cutEnd removes what separated a question from its choice.
func cutEnd(s string) string {
	s = strings.TrimRight(s, " \t\n"+separators)
	return strings.TrimRight(strings.TrimSuffix(s, "(choice"), " ")
}

func digits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}

// looseKey is the words of a text, however they are joined: R and other
// programs turn blanks and punctuation into full stops.
func looseKey(s string) string {
	return strings.Join(strings.FieldsFunc(fold(s), notWord), " ")
}

func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }

// smallWords say nothing about what an activity is.
func smallWords() []string {
	return []string{
		"aan", "als", "bij", "dat", "de", "die", "een", "en", "het", "in", "is", "met", "naar", "niet", "of", "om", "op", "te", "tot", "uit", "van", "voor",
		"zijn", "heeft", "and", "at", "for", "from", "not", "on", "or", "the", "to", "with", "activiteit", "activiteiten", "activity", "activities",
	}
}

// wordsOf are the words of a text that say something, each once.
func wordsOf(s string) []string {
	words := slices.DeleteFunc(strings.FieldsFunc(fold(s), notWord), func(w string) bool {
		return utf8.RuneCountInString(w) < 3 && !digits(w) || slices.Contains(smallWords(), w)
	})
	slices.Sort(words)
	return slices.Compact(words)
}

// propose is the activity whose name shares most of its words with a text, or
// whose code differs in zeros and marks only ("a1"); "" when none shares half,
// or two share as much.
func (n *names) propose(text string) instruments.ActivityID {
	if len(text) > 1000 {
		return ""
	}
	code := bareCode(text)
	for key, h := range n.exact {
		if h.how == byCode && h.id != "" && code != "" && bareCode(key) == code && n.only(code, h.id) {
			return h.id
		}
	}
	words := wordsOf(text)
	best, most, tied := instruments.ActivityID(""), 0.5, false
	for _, w := range n.words {
		switch score := overlap(words, w.words); {
		case score > most || score == most && best == "":
			best, most, tied = w.id, score, false
		case score == most && w.id != best:
			tied = true
		}
	}
	if tied {
		return ""
	}
	return best
}

// only tells that no other activity has this code but for zeros and marks.
func (n *names) only(code string, id instruments.ActivityID) bool {
	for key, h := range n.exact {
		if h.how == byCode && h.id != id && bareCode(key) == code {
			return false
		}
	}
	return true
}

// bareCode is a code without marks and leading zeros: "A_01" and "a1" are both
// "a1". Texts that are no code are empty.
func bareCode(s string) string {
	s = strings.Join(strings.FieldsFunc(strings.ToLower(s), notWord), "")
	at := strings.IndexFunc(s, unicode.IsDigit)
	if at <= 0 || len(s) > 8 || !digits(s[at:]) {
		return ""
	}
	return s[:at] + strings.TrimLeft(s[at:], "0")
}

// overlap is the share of letters, in two lists of words, that belong to words
// of both: Dice's coefficient with long words counting for more. Words that
// begin alike count as the same, since Dutch inflects at the end.
func overlap(a, b []string) float64 {
	shared, total := 0, 0
	for _, pair := range [][2][]string{{a, b}, {b, a}} {
		for _, w := range pair[0] {
			n := utf8.RuneCountInString(w)
			total += n
			if slices.ContainsFunc(pair[1], func(v string) bool { return sameStem(w, v) }) {
				shared += n
			}
		}
	}
	return float64(shared) / float64(max(total, 1))
}

func sameStem(a, b string) bool {
	const stem = 5
	return a == b || len(a) >= stem && len(b) >= stem && a[:stem] == b[:stem]
}
