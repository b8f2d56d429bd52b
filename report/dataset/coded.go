package dataset

import (
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report/sav"
)

// spoken is a code in the interviews with a respondent.
type spoken struct {
	who  instruments.RespondentID
	code coding.CodeID
}

// saidBy counts codings by respondent and code; only interviews count.
func (b *builder) saidBy() map[spoken]int {
	out := map[spoken]int{}
	for i := range b.c.Codings {
		k := &b.c.Codings[i]
		if who := b.speaker[k.Document]; who != "" && b.counts(k) {
			out[spoken{who, k.Code}]++
		}
	}
	return out
}

// interviews counts the interviews with each respondent.
func (b *builder) interviews() map[instruments.RespondentID]int {
	out := map[instruments.RespondentID]int{}
	for _, who := range b.speaker {
		out[who]++
	}
	return out
}

func kindValues() []ValueLabel {
	return []ValueLabel{
		{string(instruments.Interview), instruments.Same("interview")},
		{string(instruments.FocusGroup), instruments.Text{NL: "focusgroep", EN: "focus group"}},
		{string(instruments.Literature), instruments.Text{NL: "literatuur", EN: "literature"}},
		{string(instruments.Other), instruments.Text{NL: "overig", EN: "other"}},
	}
}

// about adds the columns that say what a document is and whose.
func (b *builder) about() {
	b.text("document", instruments.Same("document"))
	b.text("kind", instruments.Text{NL: "soort document", EN: "kind of document"}, kindValues()...)
	b.text("respondent", instruments.Same("respondent"))
	b.traits()
}

// aboutCells are those cells; the project of a document without respondent is its
// own.
func (b *builder) aboutCells(d *instruments.Document) []Value {
	r := b.people[d.Respondent]
	if r == nil {
		r = &instruments.Respondent{ID: d.Respondent, Project: d.Project}
	}
	return append([]Value{string(d.ID), string(d.Kind), string(d.Respondent)}, traitCells(r)...)
}

func (b *builder) matrix() error {
	attr := attributesOf(func(yield func(map[string]string)) {
		for i := range b.c.Documents {
			yield(b.c.Documents[i].Attributes)
		}
	})
	codes := b.codes()
	b.matrixVariables(attr, codes)
	if err := b.room(len(b.c.Documents)); err != nil {
		return err
	}
	counts, all := b.countsOf()
	for i := range b.c.Documents {
		d := &b.c.Documents[i]
		row := make([]Value, 0, len(b.d.Variables))
		row = append(row, b.aboutCells(d)...)
		row = append(row, attr.cells(d.Attributes)...)
		row = append(row, d.Words, all[d.ID])
		if b.o.Columns != Indicators {
			for _, k := range codes {
				row = append(row, counts[place{d.ID, k.ID}])
			}
		}
		if b.o.Columns != States {
			for _, k := range codes {
				row = append(row, min(counts[place{d.ID, k.ID}], 1))
			}
		}
		b.d.Rows = append(b.d.Rows, row)
	}
	return nil
}

type place struct {
	document instruments.DocumentID
	code     coding.CodeID
}

// countsOf counts the codings of each code in each document, and all of each
// document.
func (b *builder) countsOf() (map[place]int, map[instruments.DocumentID]int) {
	counts, all := map[place]int{}, map[instruments.DocumentID]int{}
	for i := range b.c.Codings {
		if k := &b.c.Codings[i]; b.counts(k) {
			counts[place{k.Document, k.Code}]++
			all[k.Document]++
		}
	}
	return counts, all
}

func (b *builder) matrixVariables(attr attributes, codes []coding.Code) {
	b.about()
	b.attributes(attr)
	b.number("words", instruments.Text{NL: "woorden", EN: "words"}, sav.Scale)
	b.number("n_codings", instruments.Text{NL: "aantal coderingen", EN: "number of codings"}, sav.Scale)
	if b.o.Columns != Indicators {
		for _, k := range codes {
			b.number("n_"+string(k.ID), instruments.Textf("%s: aantal", "%s: number", named(string(k.ID), k.Name)), sav.Scale)
		}
	}
	if b.o.Columns != States {
		for _, k := range codes {
			b.number("code_"+string(k.ID), named(string(k.ID), k.Name), sav.Nominal, given()...).Set = CodeSet
		}
		b.d.Sets = []ResponseSet{{CodeSet, instruments.Text{NL: "Codes in het document", EN: "Codes in the document"}, 1}}
	}
}

func (b *builder) codings() error {
	b.codingVariables()
	if err := b.room(len(b.c.Codings)); err != nil {
		return err
	}
	docs := make(map[instruments.DocumentID]*instruments.Document, len(b.c.Documents))
	for i := range b.c.Documents {
		docs[b.c.Documents[i].ID] = &b.c.Documents[i]
	}
	for i := range b.c.Codings {
		k := &b.c.Codings[i]
		d := docs[k.Document]
		if d == nil {
			d = &instruments.Document{ID: k.Document}
		}
		var weight Value
		if k.Weight != 0 {
			weight = k.Weight
		}
		row := make([]Value, 0, len(b.d.Variables))
		row = append(row, b.aboutCells(d)...)
		row = append(row, k.Start, k.End, string(k.Code), string(k.Coder), string(k.Dyad), k.Origin, weight, k.Rule)
		if !b.o.WithoutTexts {
			row = append(row, k.Quotation, k.Memo, k.Matched)
		}
		b.d.Rows = append(b.d.Rows, row)
	}
	return nil
}

func (b *builder) codingVariables() {
	b.about()
	var codes []ValueLabel
	for _, k := range b.c.Codebook.Codes {
		if !k.Name.IsZero() {
			codes = append(codes, ValueLabel{string(k.ID), k.Name})
		}
	}
	b.number("start", instruments.Text{NL: "begin (tekens vanaf 0)", EN: "start (characters from 0)"}, sav.Scale)
	b.number("end", instruments.Text{NL: "eind (hoort er niet bij)", EN: "end (not included)"}, sav.Scale)
	b.text("code", instruments.Same("code"), codes...)
	b.text("coder", instruments.Text{NL: "codeur", EN: "coder"})
	b.text("dyad", instruments.Text{NL: "dyade", EN: "dyad"})
	b.text("origin", instruments.Text{NL: "herkomst", EN: "origin"})
	b.number("weight", instruments.Text{NL: "gewicht (1–100)", EN: "weight (1–100)"}, sav.Scale)
	b.text("rule", instruments.Text{NL: "regel van het lexicon", EN: "rule of the lexicon"})
	if !b.o.WithoutTexts {
		b.text("quotation", instruments.Text{NL: "citaat", EN: "quotation"})
		b.text("memo", instruments.Same("memo"))
		b.text("matched", instruments.Text{NL: "gevonden woorden", EN: "words matched"})
	}
}
