package coding

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"meerzicht/instruments"
)

// columns of a codings file, in the order in which WriteCodings writes them.
func columns() []string {
	return []string{"document", "start", "end", "quotation", "code", "coder", "memo", "dyad", "origin", "weight", "rule", "matched"}
}

// Bounds of a codings file.
const (
	maxCodingProblems = 1000 // problems listed of one file
	maxCodings        = 2_000_000
	maxHeld           = 32 << 20 // bytes of document texts kept at a time
)

// IsCodings reports whether the beginning of a file is the header of a codings
// file.
func IsCodings(head []byte) bool {
	line, _, _ := strings.Cut(strings.TrimPrefix(string(head), "\ufeff"), "\n")
	fields := strings.FieldsFunc(strings.ToLower(line), func(r rune) bool { return r == ',' || r == ';' })
	for i, f := range fields {
		fields[i] = strings.Trim(f, " \t\r\"")
	}
	return slices.Contains(fields, "document") && slices.Contains(fields, "start") && slices.Contains(fields, "end") && slices.Contains(fields, "code")
}

// ReadCodings reads a codings file: CSV in UTF-8 (with or without byte order
// mark), separated by "," or ";", with the header document, start, end,
// quotation, code, coder, memo in any order, and optionally dyad, origin,
// weight, rule and matched. Positions count code points, the end is not
// included.
//
// The quotation must stand in the text at its positions. When it does not, the
// coding is looked up with Locate: found elsewhere it is read there and noted,
// else it is a problem, as are an unknown document, code, or position. A row
// without quotation takes the words at its positions. Ids are NewCodingID. The
// apostrophe that WriteCodings puts before a formula is taken off again.
func ReadCodings(name string, r io.Reader, docs func(instruments.DocumentID) (*instruments.Document, bool), book Codebook) ([]Coding, instruments.Problems) {
	return ReadCodingsOf("", name, r, docs, book)
}

// ReadCodingsOf is ReadCodings with a coder for the rows that name none.
func ReadCodingsOf(coder CoderID, name string, r io.Reader, docs func(instruments.DocumentID) (*instruments.Document, bool), book Codebook) ([]Coding, instruments.Problems) {
	c := codingsReader{name: name, coder: coder, docs: docs, book: book, ids: map[CodingID]int{}, unknown: map[instruments.DocumentID]bool{}}
	c.read(r)
	return c.codings, c.problems
}

type codingsReader struct {
	name     string
	coder    CoderID
	docs     func(instruments.DocumentID) (*instruments.Document, bool)
	book     Codebook
	csv      *csv.Reader
	column   map[string]int
	row      []string
	line     int
	bad      bool // the row at hand has a problem
	ids      map[CodingID]int
	unknown  map[instruments.DocumentID]bool
	text     *positions // of the document at hand
	texts    map[instruments.DocumentID]*positions
	held     int // bytes of texts
	codings  []Coding
	problems instruments.Problems
	left     int // problems beyond the bound
}

func (c *codingsReader) problem(column string, what, hint instruments.Text) {
	c.bad = true
	if len(c.problems) >= maxCodingProblems {
		c.left++
		return
	}
	c.problems = append(c.problems, instruments.Problem{File: c.name, Line: c.line, Column: column, What: what, Hint: hint})
}

func (c *codingsReader) note(column string, what instruments.Text) {
	if len(c.problems) < maxCodingProblems {
		c.problems = append(c.problems, instruments.Problem{File: c.name, Line: c.line, Column: column, What: what, Note: true})
	}
}

func (c *codingsReader) read(r io.Reader) {
	buf := bufio.NewReaderSize(r, 1<<16)
	if bom, _ := buf.Peek(3); string(bom) == "\ufeff" {
		_, _ = buf.Discard(3) // just peeked at: cannot fail
	}
	head, _ := buf.Peek(4096)
	line, _, _ := strings.Cut(string(head), "\n")
	c.csv = csv.NewReader(buf)
	if strings.Count(line, ";") > strings.Count(line, ",") {
		c.csv.Comma = ';'
	}
	c.csv.ReuseRecord = true
	if !c.header() {
		return
	}
	for c.next() {
		c.bad = false
		if coding, ok := c.coding(); ok {
			c.keep(coding)
		}
	}
	if c.left > 0 {
		c.problems = append(c.problems, instruments.Problem{File: c.name, What: instruments.Textf("en nog %d problemen", "and %d more problems", c.left)})
	}
}

func (c *codingsReader) header() bool {
	row, err := c.csv.Read()
	if err != nil {
		c.line = 1
		c.problem("", instruments.Text{NL: "het bestand heeft geen kopregel", EN: "the file has no header"}, headerHint())
		return false
	}
	c.line, c.column = 1, map[string]int{}
	for i, h := range row {
		h = strings.ToLower(strings.TrimSpace(h))
		if _, twice := c.column[h]; twice && slices.Contains(columns(), h) {
			c.problem(h, instruments.Text{NL: "deze kolom staat er twee keer", EN: "this column occurs twice"}, instruments.Text{})
		}
		c.column[h] = i
	}
	for _, h := range []string{"document", "start", "end", "code"} {
		if _, ok := c.column[h]; !ok {
			c.problem(h, instruments.Text{NL: "deze kolom ontbreekt", EN: "this column is missing"}, headerHint())
		}
	}
	return !c.bad
}

func headerHint() instruments.Text {
	return instruments.Text{
		NL: "de eerste regel is: document,start,end,quotation,code,coder,memo",
		EN: "the first line is: document,start,end,quotation,code,coder,memo",
	}
}

// next reads rows until one is well-formed; false at the end of the file.
func (c *codingsReader) next() bool {
	for {
		row, err := c.csv.Read()
		var parse *csv.ParseError
		switch {
		case err == nil:
			c.row = row
			c.line, _ = c.csv.FieldPos(0)
			if len(c.codings) < maxCodings {
				return true
			}
			c.problem("", instruments.Textf("meer dan %d coderingen", "more than %d codings", maxCodings), instruments.Text{})
			return false
		case errors.Is(err, io.EOF):
			return false
		case errors.As(err, &parse):
			c.line = parse.StartLine
			c.problem("", instruments.Textf("deze regel is geen geldige csv (%v)", "this line is no valid csv (%v)", parse.Err),
				instruments.Text{NL: "zet een tekst met scheidingsteken of aanhalingsteken tussen aanhalingstekens", EN: "quote a text that holds a separator or a quotation mark"})
		default:
			c.problem("", instruments.Textf("het bestand kan niet gelezen worden: %v", "the file cannot be read: %v", err), instruments.Text{})
			return false
		}
	}
}

// cell is the text of a column, "" when the file lacks it.
func (c *codingsReader) cell(column string) string {
	i, ok := c.column[column]
	if !ok || i >= len(c.row) {
		return ""
	}
	// A cell is copied: all cells of a row share memory with the whole line.
	s := strings.Clone(c.row[i])
	if !utf8.ValidString(s) {
		c.problem(column, instruments.Text{NL: "de tekst is geen UTF-8", EN: "the text is no UTF-8"},
			instruments.Text{NL: "bewaar het bestand als ‘CSV UTF-8’", EN: "save the file as ‘CSV UTF-8’"})
	}
	return s
}

func (c *codingsReader) number(column string) int {
	s := strings.TrimSpace(c.cell(column))
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		c.problem(column, instruments.Textf("%q is geen geheel getal van 0 of meer", "%q is no whole number of 0 or more", s), instruments.Text{})
		return 0
	}
	return n
}

func (c *codingsReader) coding() (Coding, bool) {
	out := Coding{
		Code: CodeID(defuse(c.cell("code"))), Coder: CoderID(defuse(c.cell("coder"))), Memo: defuse(c.cell("memo")),
		Dyad: instruments.DyadID(defuse(c.cell("dyad"))), Origin: c.cell("origin"), Rule: defuse(c.cell("rule")), Matched: defuse(c.cell("matched")),
	}
	out.Document = instruments.DocumentID(defuse(c.cell("document")))
	start, end := c.number("start"), c.number("end")
	if c.cell("weight") != "" {
		out.Weight = c.number("weight")
	}
	c.meaning(&out)
	if !c.bad && c.open(out.Document) {
		out.Segment = c.segment(Segment{Document: out.Document, Start: start, End: end})
	}
	return out, !c.bad
}

// meaning checks code, coder, origin and weight.
func (c *codingsReader) meaning(out *Coding) {
	if out.Coder == "" {
		out.Coder = c.coder
	}
	if out.Coder == "" {
		c.problem("coder", instruments.Text{NL: "er staat geen codeur", EN: "there is no coder"},
			instruments.Text{NL: "vul de kolom coder, of geef een codeur op bij het inlezen", EN: "fill the column coder, or give a coder with the import"})
	}
	if code, ok := c.book.Code(out.Code); !ok {
		c.problem("code", instruments.Textf("code %q staat niet in het codeboek", "code %q is not in the codebook", out.Code), instruments.Text{})
	} else if !code.Codable {
		c.problem("code", instruments.Textf("met code %q kan niet gecodeerd worden", "code %q cannot be used for coding", out.Code),
			instruments.Text{NL: "kies een code eronder", EN: "choose a code below it"})
	}
	switch out.Origin {
	case "":
		out.Origin = ByImport
	case ByHand, ByImport, FromLexicon:
	case ByAgreement, BySettling:
		if !out.Coder.Consensus() {
			c.problem("origin", instruments.Textf("herkomst %q hoort bij codeur consensus", "origin %q belongs to coder consensus", out.Origin),
				instruments.Text{NL: "kies hand of import, of laat de kolom leeg", EN: "choose hand or import, or leave the column empty"})
		}
	default:
		c.problem("origin", instruments.Textf("herkomst %q is onbekend", "origin %q is unknown", out.Origin),
			instruments.Text{NL: "kies hand, import, lexicon, agreed of settled, of laat de kolom leeg", EN: "choose hand, import, lexicon, agreed or settled, or leave the column empty"})
	}
	if out.Weight > 100 {
		c.problem("weight", instruments.Text{NL: "een gewicht ligt tussen 0 en 100", EN: "a weight is between 0 and 100"}, instruments.Text{})
	}
}

func (c *codingsReader) open(id instruments.DocumentID) bool {
	if c.text = c.texts[id]; c.text != nil {
		return true
	}
	if c.unknown[id] { // told once: a missing transcript may have thousands of codings
		c.bad = true
		return false
	}
	doc, ok := c.docs(id)
	if !ok {
		c.unknown[id] = true
		c.problem("document", instruments.Textf("document %q is er niet", "there is no document %q", id),
			instruments.Text{NL: "lees het transcript ook in, of verbeter de naam", EN: "import the transcript too, or correct the name"})
		return false
	}
	if c.held += len(doc.Text); c.held > maxHeld || c.texts == nil {
		c.texts, c.held = map[instruments.DocumentID]*positions{}, len(doc.Text)
	}
	c.text = newPositions(doc.Text)
	c.texts[id] = c.text
	return true
}

// segment checks positions and quotation, and looks a shifted quotation up.
func (c *codingsReader) segment(want Segment) Segment {
	quotation := c.cell("quotation")
	if c.bad {
		return want
	}
	now, err := c.text.segment(want.Document, want.Start, want.End)
	if err == nil && (quotation == "" || quotation == now.Quotation || defuse(quotation) == now.Quotation) {
		return now
	}
	if quotation == "" {
		c.problem("start", instruments.Textf("positie %d–%d ligt niet in de tekst (%d tekens)", "position %d–%d is not inside the text (%d characters)", want.Start, want.End, c.text.count),
			instruments.Text{NL: "posities tellen tekens vanaf 0, het eind hoort er niet bij", EN: "positions count characters from 0, the end is not included"})
		return want
	}
	for _, want.Quotation = range []string{defuse(quotation), quotation} {
		if now, found := c.text.locate(want); found == Moved {
			c.note("quotation", instruments.Textf("het citaat staat niet op %d–%d en is gevonden op %d–%d", "the quotation is not at %d–%d and was found at %d–%d", want.Start, want.End, now.Start, now.End))
			return now
		}
	}
	c.problem("quotation", instruments.Textf("het citaat %q staat niet in document %q", "the quotation %q is not in document %q", excerpt(quotation), want.Document),
		instruments.Text{NL: "is het transcript na het coderen veranderd?", EN: "was the transcript changed after coding?"})
	return want
}

func excerpt(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// keep adds a coding, once.
func (c *codingsReader) keep(coding Coding) {
	coding.ID = NewCodingID(coding)
	i, twice := c.ids[coding.ID]
	switch {
	case !twice:
		c.ids[coding.ID] = len(c.codings)
		c.codings = append(c.codings, coding)
	case c.codings[i] == coding:
		c.note("", instruments.Text{NL: "deze codering staat er al en telt één keer", EN: "this coding occurs already and counts once"})
	default:
		c.problem("", instruments.Text{NL: "deze codering staat er al, met een andere memo of ander gewicht", EN: "this coding occurs already, with another memo or weight"}, instruments.Text{})
	}
}

// WriteCodings writes a codings file that ReadCodings reads back: comma
// separated, UTF-8, line ends LF, all columns. A text that a spreadsheet would
// take for a formula (it begins with = + - @ tab or carriage return) gets an
// apostrophe in front; so does one that begins with apostrophes and then such a
// character. Taking one apostrophe off exactly those cells gives every text
// back, so the file loses nothing. (CSV itself knows one line end: CR LF inside
// a memo comes back as LF.) Context is not written; it follows from the text.
func WriteCodings(w io.Writer, codings []Coding) error {
	buf := bufio.NewWriterSize(w, 1<<16)
	out := csv.NewWriter(buf)
	row := columns()
	err := out.Write(row)
	for _, c := range codings {
		if err != nil {
			break
		}
		weight := ""
		if c.Weight != 0 {
			weight = strconv.Itoa(c.Weight)
		}
		row = append(row[:0], neutral(string(c.Document)), strconv.Itoa(c.Start), strconv.Itoa(c.End), neutral(c.Quotation), neutral(string(c.Code)), neutral(string(c.Coder)),
			neutral(c.Memo), neutral(string(c.Dyad)), neutral(c.Origin), weight, neutral(c.Rule), neutral(c.Matched))
		err = out.Write(row)
	}
	out.Flush()
	if err := errors.Join(err, out.Error(), buf.Flush()); err != nil {
		return fmt.Errorf("write codings: %w", err)
	}
	return nil
}

// neutral and defuse put the apostrophe before a formula and take it off.
func neutral(s string) string {
	if formula(strings.TrimLeft(s, "'")) {
		return "'" + s
	}
	return s
}

func defuse(s string) string {
	if rest := strings.TrimLeft(s, "'"); len(rest) < len(s) && formula(rest) {
		return s[1:]
	}
	return s
}

func formula(s string) bool { return s != "" && strings.IndexByte("=+-@\t\r", s[0]) >= 0 }
