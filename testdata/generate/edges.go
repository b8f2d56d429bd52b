package generate

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// An edge moves the start or the end of a stretch by words, clauses or
// sentences: "end+sentence" takes in one sentence more, "start+2clauses" begins
// two clauses later. Several stand beside each other.
var edgeForm = regexp.MustCompile(`^(start|end)([+-])(\d*)(word|clause|sentence)s?$`)

// token is one word of a turn with the punctuation that is stuck to it, in code
// points of the turn's text.
type token struct {
	start, end int
	text       string
}

func tokens(text string) []token {
	var out []token
	runes := []rune(text)
	for i := 0; i < len(runes); i++ {
		if unicode.IsSpace(runes[i]) {
			continue
		}
		t := token{start: i}
		for i < len(runes) && !unicode.IsSpace(runes[i]) {
			i++
		}
		t.end, t.text = i, string(runes[t.start:i])
		out = append(out, t)
	}
	return out
}

// closes reports whether a unit ends with the word; quotation marks may follow.
func (t token) closes(unit string) bool {
	bare := strings.TrimRight(t.text, `'"’”)`)
	switch unit {
	case "word":
		return true
	case "clause":
		return strings.HasSuffix(bare, ",") || strings.HasSuffix(bare, ";") || strings.HasSuffix(bare, ":") || t.closes("sentence")
	}
	return strings.HasSuffix(bare, ".") || strings.HasSuffix(bare, "?") || strings.HasSuffix(bare, "!") || strings.HasSuffix(bare, "…")
}

// trimmed is where the word ends when it is the last of a stretch: a comma or
// colon stays outside.
func (t token) trimmed() int { return t.end - (len(t.text) - len(strings.TrimRight(t.text, ",;:"))) }

// moved is a stretch of a turn after its edges moved. It never begins or ends
// inside a word, nor leaves the turn.
func moved(text string, start, end int, spec string) (int, int, error) {
	words := tokens(text)
	first, last := -1, -1
	for i, w := range words {
		if first < 0 && w.end > start {
			first = i
		}
		if w.start < end {
			last = i
		}
	}
	for _, one := range strings.Fields(spec) {
		m := edgeForm.FindStringSubmatch(one)
		if m == nil {
			return 0, 0, fmt.Errorf("bad edge %q", one)
		}
		times := 1
		if m[3] != "" {
			times, _ = strconv.Atoi(m[3]) // only digits
		}
		step := map[string]int{"+": 1, "-": -1}[m[2]]
		for range times {
			if m[1] == "start" {
				first = nextStart(words, first, step, m[4])
				start = at(words, first).start
			} else {
				last = nextEnd(words, last, step, m[4])
				end = at(words, last).trimmed()
			}
		}
		if first < 0 || last >= len(words) || first > last {
			return 0, 0, fmt.Errorf("%s leaves the turn or nothing", one)
		}
	}
	return start, end, nil
}

func at(words []token, i int) token {
	if i < 0 || i >= len(words) {
		return token{}
	}
	return words[i]
}

// nextStart is the next word, in a direction, with which a unit begins.
func nextStart(words []token, i, step int, unit string) int {
	for i += step; i > 0 && i < len(words); i += step {
		if words[i-1].closes(unit) {
			return i
		}
	}
	return i
}

// nextEnd is the next word, in a direction, with which a unit ends.
func nextEnd(words []token, i, step int, unit string) int {
	for i += step; i >= 0 && i < len(words); i += step {
		if words[i].closes(unit) {
			return i
		}
	}
	return i
}
