package workbench

import (
	"math"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// detailsView is the codings of one block as text, so that nothing is told by
// place or colour alone.
type detailsView struct {
	Name    string
	Codings []codingView
}

type codingView struct {
	coding.Coding
	Name, Path string
	Pattern    int
	Words      string
	By         instruments.Text // how it came about; empty when by hand
}

// quotedWords is how many code points of a quotation the details show.
const quotedWords = 160

// showDetails renders the codings of one block: ?document=ID&block=3.
func showDetails(v *visit) error {
	d, err := v.asked()
	if err != nil {
		return err
	}
	i := v.number("block", -1)
	if i < 0 || i >= len(d.model.blocks) {
		return notFound()
	}
	book, err := v.codebook()
	if err != nil {
		return err
	}
	return v.with(d, func(m *margin) error {
		b := d.model.blocks[i]
		marks := m.index.in(b.start, b.end)
		out := detailsView{Name: blockName(v.lang, b, len(marks))}
		for _, k := range marks {
			out.Codings = append(out.Codings, v.codingView(d, book, k))
		}
		return v.part("text", "details", out)
	})
}

func (v *visit) codingView(d *openDocument, book coding.Codebook, k mark) codingView {
	c := d.marks[k.id]
	return codingView{
		Coding: c, Name: d.faces[c.Code].name.In(v.lang), Path: codePath(book, c.Code, v.lang), Pattern: k.order % patterns,
		Words: shortened(c.Quotation, quotedWords), By: originText(c),
	}
}

// shortened is the beginning of a text of at most n code points, with an
// ellipsis when something is left out.
func shortened(text string, n int) string {
	for i := range text {
		if n--; n < 0 {
			return text[:i] + "…"
		}
	}
	return text
}

// originText says how a coding came about when nobody made it by hand.
func originText(c coding.Coding) instruments.Text {
	switch c.Origin {
	case coding.ByImport:
		return instruments.Text{NL: "ingelezen", EN: "imported"}
	case coding.FromLexicon:
		return instruments.Textf("voorstel van regel %s, gevonden: %s", "suggested by rule %s, found: %s", c.Rule, c.Matched)
	case coding.ByAgreement:
		return instruments.Text{NL: "beide codeurs zijn het eens", EN: "both coders agree"}
	case coding.BySettling:
		return instruments.Text{NL: "beslist bij het vergelijken", EN: "decided when comparing"}
	}
	return instruments.Text{}
}

// codePath is the names of the nearest ancestors of a code, the highest first.
func codePath(book coding.Codebook, id coding.CodeID, lang instruments.Lang) string {
	path, seen := "", map[coding.CodeID]bool{id: true}
	c, _ := book.Code(id)
	for c.Parent != "" && !seen[c.Parent] {
		seen[c.Parent] = true
		parent, ok := book.Code(c.Parent)
		if !ok {
			break
		}
		if path != "" {
			path = " › " + path
		}
		if len(seen) > pathNames+1 {
			return "…" + path
		}
		path, c = parent.Name.In(lang)+path, parent
	}
	return path
}

// coverageView is how much of a document is coded.
type coverageView struct {
	Answers, Of, Percent int
	Known                bool
	Codings              int // of all coders
}

func coverageOf(d *openDocument, m *margin) coverageView {
	s := coverage(d.model, m.index.all).answers
	p, ok := s.value()
	return coverageView{s.part, s.whole, int(math.Round(100 * p)), ok, len(d.marks)}
}

// showCoverage renders the coverage of a document: ?document=ID.
func showCoverage(v *visit) error {
	d, err := v.asked()
	if err != nil {
		return err
	}
	return v.with(d, func(m *margin) error { return v.part("text", "coverage", coverageOf(d, m)) })
}

// paletteLine is a code as the palette finds it: by words of its path or its id,
// in both languages.
type paletteLine struct {
	ID      coding.CodeID `json:"id"`
	Name    string        `json:"name"`
	Path    string        `json:"path"`
	Words   string        `json:"words"` // what is searched
	Class   string        `json:"class"`
	Pattern int           `json:"pattern"`
}

// sayPalette lists the codes that can be applied, in the codebook's order.
func sayPalette(v *visit) error {
	book, err := v.codebook()
	if err != nil {
		return err
	}
	out := []paletteLine{}
	for i, c := range book.Codes {
		if !c.Codable {
			continue
		}
		words := string(c.ID)
		for _, lang := range []instruments.Lang{instruments.Dutch, instruments.English} {
			words += " " + codePath(book, c.ID, lang) + " " + c.Name.In(lang)
		}
		out = append(out, paletteLine{c.ID, c.Name.In(v.lang), codePath(book, c.ID, v.lang), words, codeClass(c.ID), i % patterns})
	}
	return v.json(out)
}
