package workbench

import (
	"fmt"
	"strings"

	"meerzicht/coding"
)

// palette is the colours of Okabe & Ito (2008) that stand out on paper and on
// dark; with eight patterns they tell the codes apart that have no colour of
// their own.
var palette = [...]string{"#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b8a800"}

// patterns is how many patterns workbench.css knows (.p0 …).
const patterns = 6

func codesRoutes() []route { return nil }

func codesActs() map[string]act { return map[string]act{} }

// codebook is the codebook as it is now.
func (v *visit) codebook() (coding.Codebook, error) {
	codes, err := coding.All[coding.Code](v.study.View(v.ctx()), coding.CodeKind)
	return coding.TreeOf(codes), err
}

// codeLine is one line of the codebook pane.
type codeLine struct {
	coding.Code
	Depth   int
	Count   int
	Pattern int
	Path    string // names of the ancestors, for the palette
}

// codeLines are the codes in reading order with their counts.
func (v *visit) codeLines() ([]codeLine, error) {
	book, err := v.codebook()
	if err != nil {
		return nil, err
	}
	counts, err := v.study.CountsByCode(v.ctx())
	if err != nil {
		return nil, err
	}
	lines := make([]codeLine, len(book.Codes))
	path := map[coding.CodeID]string{}
	for i, c := range book.Codes {
		name := c.Name.In(v.lang)
		path[c.ID] = strings.TrimPrefix(path[c.Parent]+" › "+name, " › ")
		lines[i] = codeLine{Code: c, Depth: book.Depth(c.ID), Count: sum(counts[c.ID]), Pattern: i % patterns, Path: path[c.Parent]}
	}
	return lines, nil
}

// serveCodeColours is a stylesheet with one class for each code, since pages
// may not carry styles of their own.
func serveCodeColours(v *visit) error {
	book, err := v.codebook()
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "text/css; charset=utf-8")
	for i, c := range book.Codes {
		if _, err := fmt.Fprintf(v.w, ".%s{--code:%s}\n", codeClass(c.ID), colourOf(c, i)); err != nil {
			return err
		}
	}
	return nil
}

// colourOf is a code's own colour, or the one that its place gives it. Only
// #RRGGBB is let through, since it stands in a stylesheet.
func colourOf(c coding.Code, place int) string {
	if len(c.Colour) == 7 && c.Colour[0] == '#' && strings.Trim(c.Colour[1:], "0123456789abcdefABCDEF") == "" {
		return c.Colour
	}
	return palette[place%len(palette)]
}

func sum(by map[coding.CoderID]int) int {
	n := 0
	for _, x := range by {
		n += x
	}
	return n
}
