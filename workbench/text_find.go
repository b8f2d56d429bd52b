package workbench

import (
	"net/http"
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"meerzicht/instruments"
)

// Bounds of finding in a document.
const (
	mostFound     = 5000
	longestSought = 200 // code points
)

// found is where words stand in a document. Total counts those beyond the list
// too.
type found struct {
	Total int      `json:"total"`
	Hits  [][2]int `json:"hits"`
}

// sayFound finds words in one document: ?document=ID&q=WORDS.
func sayFound(v *visit) error {
	d, err := v.asked()
	if err != nil {
		return err
	}
	q := v.query().Get("q")
	if !utf8.ValidString(q) || utf8.RuneCountInString(q) > longestSought {
		return refused(http.StatusBadRequest, instruments.Textf("de zoekvraag is langer dan %d tekens", "the query is longer than %d characters", longestSought),
			instruments.Text{NL: "zoek op minder woorden", EN: "search for fewer words"})
	}
	return v.json(findIn(d.model, q))
}

// findIn finds words as they stand next to each other in the words of a block,
// without regard to capitals, accents and the kind of white space. Matches do
// not overlap.
func findIn(m *textModel, q string) found {
	out := found{Hits: [][2]int{}}
	sought := foldText(q, nil).folded
	sought = trimBlanks(sought)
	if len(sought) == 0 {
		return out
	}
	var f folded
	for _, b := range m.blocks {
		f = foldText(m.slice(b.bodyStart, b.bodyEnd), &f)
		for i := 0; ; {
			k := indexRunes(f.folded[i:], sought)
			if k < 0 {
				break
			}
			i += k
			if out.Total++; len(out.Hits) < mostFound {
				out.Hits = append(out.Hits, [2]int{b.bodyStart + f.from[i], b.bodyStart + f.from[i+len(sought)-1] + f.marks(i+len(sought)-1)})
			}
			i += len(sought)
		}
	}
	return out
}

// folded is a text as it is compared: small letters without accents, runs of
// white space as one blank. from is the code point that each came from; end is
// the text's length.
type folded struct {
	folded []rune
	from   []int
	end    int
}

// marks is how many code points the letter at i takes, with its accents.
func (f folded) marks(i int) int {
	for k := i + 1; k < len(f.from); k++ {
		if f.from[k] != f.from[i] {
			return f.from[k] - f.from[i]
		}
	}
	return f.end - f.from[i]
}

// foldText folds a text, in the memory of an earlier one.
func foldText(text string, reuse *folded) folded {
	var f folded
	if reuse != nil {
		f.folded, f.from = reuse.folded[:0], reuse.from[:0]
	}
	point := 0
	for _, r := range text {
		f.add(r, point)
		point++
	}
	f.end = point
	return f
}

func (f *folded) add(r rune, point int) {
	switch {
	case r < utf8.RuneSelf && !unicode.IsSpace(r):
		f.put(unicode.ToLower(r), point)
	case unicode.IsSpace(r):
		if n := len(f.folded); n == 0 || f.folded[n-1] != ' ' {
			f.put(' ', point)
		}
	default:
		for _, part := range norm.NFKD.String(string(r)) {
			if !unicode.Is(unicode.Mn, part) {
				f.put(unicode.ToLower(part), point)
			}
		}
	}
}

func (f *folded) put(r rune, point int) {
	f.folded, f.from = append(f.folded, r), append(f.from, point)
}

func trimBlanks(runes []rune) []rune {
	for len(runes) > 0 && runes[0] == ' ' {
		runes = runes[1:]
	}
	for len(runes) > 0 && runes[len(runes)-1] == ' ' {
		runes = runes[:len(runes)-1]
	}
	return runes
}

// indexRunes is the first place of some runes in others, -1 when they are not
// there.
func indexRunes(in, what []rune) int {
	for i := 0; i+len(what) <= len(in); i++ {
		if in[i] == what[0] && slices.Equal(in[i:i+len(what)], what) {
			return i
		}
	}
	return -1
}
