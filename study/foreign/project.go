package foreign

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/transcript"
)

// project gathers what a database gives.
type project struct {
	*database
	name     string // of the file
	prefix   string // of code ids, such as "taguette."
	c        *coding.Corpus
	t        coding.Transfer
	problems instruments.Problems
	ids      map[string]bool // of documents and codes, in use
	coders   map[coding.CoderID]bool
	codings  map[coding.CodingID]int
	budget   int // bytes in which quotations may still be looked up
	moved    int // marks that were found elsewhere
	exact    int // marks whose words stood where they should
}

func (p *project) note(what, hint instruments.Text) {
	p.problems = append(p.problems, instruments.Problem{File: p.name, What: what, Hint: hint, Note: true})
}

// fresh is an id that nothing has yet: the name itself, else with a number.
func (p *project) fresh(kind, id string) string {
	for n := 1; ; n++ {
		try := id
		if n > 1 {
			try += "-" + strconv.Itoa(n)
		}
		if key := kind + "\x00" + try; !p.ids[key] {
			p.ids[key] = true
			return try
		}
	}
}

// slug is a name as part of a code's id: letters and digits, else hyphens.
func slug(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' }), "-")
}

// code adds a code and gives its id.
func (p *project) code(c coding.Code) coding.CodeID {
	stem := p.prefix
	if c.Parent != "" {
		stem = string(c.Parent) + "."
	}
	c.ID = coding.CodeID(p.fresh("code", stem+cmp.Or(slug(c.Name.NL), "code")))
	c.Origin, c.Domain, c.Order = instruments.Inductive, strings.TrimSuffix(p.prefix, "."), len(p.c.Codebook.Codes)
	p.c.Codebook.Codes = append(p.c.Codebook.Codes, c)
	return c.ID
}

// coder adds a coder once. Whom the program does not name is nobody ("").
// Somebody who has the name of a coder that is no person gets another.
func (p *project) coder(name string) coding.CoderID {
	id := coding.CoderID(strings.TrimSpace(name))
	if id == "" {
		return ""
	}
	if !id.Person() {
		id += "-" + coding.CoderID(strings.TrimSuffix(p.prefix, "."))
	}
	if !p.coders[id] {
		p.coders[id] = true
		p.c.Coders = append(p.c.Coders, coding.Coder{ID: id})
		p.t.Take(coding.TransferCoders, 1)
	}
	return id
}

func (p *project) memo(kind, target, text, author string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	m := coding.Memo{ID: strings.TrimSuffix(p.prefix, ".") + "-" + strconv.Itoa(len(p.c.Memos)+1), Type: kind, Target: target, Text: text}
	if author != "" {
		m.Author = p.coder(author)
	}
	p.c.Memos = append(p.c.Memos, m)
	p.t.Take(coding.TransferMemos, 1)
}

// document adds a document. Its original is what the database held.
func (p *project) document(title, file, original, text string) *instruments.Document {
	d := transcript.Of(title, text)
	base := path.Base(strings.ReplaceAll(cmp.Or(file, title), `\`, "/"))
	sum := sha256.Sum256([]byte(original))
	d.ID = instruments.DocumentID(p.fresh("document", cmp.Or(strings.TrimSpace(strings.TrimSuffix(title, path.Ext(title))), strings.TrimSuffix(base, path.Ext(base)), "document")))
	d.Kind = instruments.Interview
	d.Source = instruments.Source{Name: base, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(original))}
	p.c.Documents = append(p.c.Documents, d)
	p.t.Take(coding.TransferDocuments, 1)
	return &p.c.Documents[len(p.c.Documents)-1]
}

// mark is a stretch of a document that carries codes.
type mark struct {
	start, end int    // bytes of the source
	quotation  string // what it was made on, as the program keeps it; "" when it keeps none
	found      bool
}

// settle finds where the words of a mark stand: at its place, else nearest to it.
func (p *project) settle(s *source, m *mark) {
	whole := 0 <= m.start && m.start < m.end && m.end <= len(s.raw)
	switch {
	case whole && (m.quotation == "" || s.raw[m.start:m.end] == m.quotation):
		m.found = true
		p.exact++
	case m.quotation != "":
		at, ok := nearest(s.raw, m.quotation, m.start, &p.budget)
		if ok {
			m.start, m.end, m.found = at, at+len(m.quotation), true
			p.moved++
		}
	}
}

// keep adds a coding. Two marks that become one coding stay one, with both memos.
func (p *project) keep(k coding.Coding) {
	k.Origin = coding.ByImport
	k.ID = coding.NewCodingID(k)
	if i, twice := p.codings[k.ID]; twice {
		if was := &p.c.Codings[i]; k.Memo != "" && k.Memo != was.Memo {
			was.Memo = strings.TrimSpace(was.Memo + "\n" + k.Memo)
		}
		p.t.Lose(coding.TransferCodings, 1, instruments.Text{NL: "dezelfde codering stond er twee keer; zij telt één keer", EN: "the same coding stood there twice; it counts once"})
		return
	}
	p.codings[k.ID] = len(p.c.Codings)
	p.c.Codings = append(p.c.Codings, k)
	p.t.Take(coding.TransferCodings, 1)
}

// lostWords is why a mark does not come along.
func lostWords() instruments.Text {
	return instruments.Text{NL: "de gemarkeerde woorden staan niet in de tekst", EN: "the marked words are not in the text"}
}

// order puts the lists of a corpus in the order that a Corpus has.
func (p *project) order() {
	p.c.Codebook = coding.TreeOf(p.c.Codebook.Codes)
	slices.SortFunc(p.c.Documents, func(a, b instruments.Document) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(p.c.Coders, func(a, b coding.Coder) int { return cmp.Compare(a.ID, b.ID) })
	coding.SortCodings(p.c.Codings)
	p.t.Sort()
}
