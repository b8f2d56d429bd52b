package agreement

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"meerzicht/instruments"
)

// Limits on a file, against what is no data file.
const (
	maxUnits    = 2_000_000
	maxCoders   = 1_000
	maxCells    = 5_000_000
	maxBytes    = 64 << 20
	maxValue    = 1e100 // of a number, so that its square is finite
	maxProblems = 50    // told; the rest is counted
)

// CSVOptions say how a file of values is read.
type CSVOptions struct {
	Level Level // "" is Nominal
	// Categories is the number of categories of the codebook, 0 for unknown.
	Categories int
	// Labels are the categories themselves, in order; then Categories is their
	// number, and the values of an ordinal scale may be words.
	Labels    []string
	Sets      bool // a cell holds codes apart by "|"; "|" alone is no code
	DropEmpty bool // with Sets: see Sets.DropEmpty
}

// File is what a file of values holds: Data, or Sets when those were asked for.
type File struct {
	Data Data
	Sets Sets
	IDs  []string // the units
}

// ReadCSV reads the values of coders: a header "unit,coder1,coder2,…" and a line
// a unit; an empty cell is no value. The separator is a comma, a semicolon or a
// tab, whichever the header has; with a semicolon or tab numbers may have a
// decimal comma. name is the file in messages. All problems are collected; the
// error is one of reading.
func ReadCSV(name string, r io.Reader, o CSVOptions) (File, instruments.Problems, error) {
	in := bufio.NewReaderSize(&limited{r: r, left: maxBytes}, 1<<16)
	t := &csvTable{name: name, o: o, seen: map[string]int{}, place: map[string]int32{}}
	comma, ok := t.sniff(in)
	if !ok {
		return File{}, t.problems, nil
	}
	rows := csv.NewReader(in)
	rows.Comma, rows.FieldsPerRecord, rows.ReuseRecord = comma, -1, true
	for {
		record, err := rows.Read()
		var bad *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return t.finish()
		case errors.As(err, &bad):
			t.wrong(bad.Line, "", instruments.Text{NL: "geen geldige CSV", EN: "not valid CSV"},
				instruments.Text{NL: "kijk naar de aanhalingstekens in deze regel", EN: "look at the quotation marks on this line"})
			return File{}, t.problems, nil
		case errors.Is(err, errTooLong):
			t.tooLarge(0)
			return File{}, t.problems, nil
		case err != nil:
			return File{}, nil, err
		}
		line, _ := rows.FieldPos(0)
		if t.row(line, record); t.full {
			return File{}, t.problems, nil
		}
	}
}

// csvTable is a file while it is read.
type csvTable struct {
	name     string
	o        CSVOptions
	comma    rune
	coders   []string
	ids      []string
	seen     map[string]int // line of a unit
	place    map[string]int32
	labels   []string
	codes    []int32   // position in labels
	numbers  []float64 // ordered levels without labels
	sets     []Set
	problems instruments.Problems
	more     int
	full     bool
}

// wrong adds a problem.
func (t *csvTable) wrong(line int, column string, what, hint instruments.Text) {
	if len(t.problems) >= maxProblems {
		t.more++
		return
	}
	t.problems = append(t.problems, instruments.Problem{File: t.name, Line: line, Column: column, What: what, Hint: hint})
}

// tooLarge refuses the file.
func (t *csvTable) tooLarge(line int) {
	t.wrong(line, "", instruments.Textf("te groot: hooguit %d fragmenten, %d waarden en %d MiB", "too large: at most %d units, %d values and %d MiB", maxUnits, maxCells, maxBytes>>20),
		instruments.Text{NL: "splits het bestand", EN: "split the file"})
	t.full = true
}

// errTooLong says that a reader holds more than it may.
var errTooLong = errors.New("too long")

// limited reads up to a number of bytes and refuses what comes after.
type limited struct {
	r    io.Reader
	left int
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if l.left -= n; l.left < 0 {
		return 0, errTooLong
	}
	return n, err
}

// sniff looks at the beginning of the file: marks, kinds of files that are no
// text, and the separator. It leaves the reader at the header.
func (t *csvTable) sniff(in *bufio.Reader) (comma rune, ok bool) {
	if mark, _ := in.Peek(3); bytes.Equal(mark, []byte("\ufeff")) {
		_, _ = in.Discard(3)
	}
	head, _ := in.Peek(1 << 15)
	asCSV := instruments.Text{NL: "bewaar het als CSV UTF-8", EN: "save it as CSV UTF-8"}
	switch {
	case len(bytes.TrimSpace(head)) == 0:
		t.wrong(0, "", instruments.Text{NL: "het bestand is leeg", EN: "the file is empty"}, headerHint())
		return 0, false
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		t.wrong(0, "", instruments.Text{NL: "dit is een werkmap of een ander ingepakt bestand", EN: "this is a workbook or another packed file"}, asCSV)
		return 0, false
	case bytes.IndexByte(head, 0) >= 0 || bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")):
		t.wrong(0, "", instruments.Text{NL: "dit is geen tekst in UTF-8", EN: "this is no text in UTF-8"}, asCSV)
		return 0, false
	}
	first, _, _ := bytes.Cut(bytes.TrimLeft(head, "\r\n"), []byte("\n"))
	first = bytes.TrimSpace(first)
	if sep, named := bytes.CutPrefix(first, []byte("sep=")); named && len(sep) == 1 { // a spreadsheet's own first line
		_, _ = in.ReadSlice('\n')
		if t.comma = rune(sep[0]); !strings.ContainsRune(",;\t", t.comma) {
			t.wrong(1, "", instruments.Textf("het scheidingsteken %q wordt niet gelezen", "the separator %q is not read", string(sep)), asCSV)
			return 0, false
		}
		return t.comma, true
	}
	t.comma = ','
	for _, c := range []rune{';', '\t'} {
		if bytes.Count(first, []byte(string(c))) > bytes.Count(first, []byte(string(t.comma))) {
			t.comma = c
		}
	}
	return t.comma, true
}

func headerHint() instruments.Text {
	return instruments.Text{
		NL: "de eerste regel moet zijn: unit,codeur1,codeur2,… en elke regel daarna een fragment",
		EN: "the first line must be: unit,coder1,coder2,… and every line after it one unit",
	}
}

// row takes in a line.
func (t *csvTable) row(line int, record []string) {
	for i := range record {
		record[i] = strings.TrimSpace(record[i])
		if !utf8.ValidString(record[i]) {
			t.wrong(line, "", instruments.Text{NL: "dit is geen tekst in UTF-8", EN: "this is no text in UTF-8"},
				instruments.Text{NL: "bewaar het bestand als CSV UTF-8", EN: "save the file as CSV UTF-8"})
			t.full = true
			return
		}
	}
	switch {
	case t.coders == nil:
		t.header(line, record)
	case !slices.ContainsFunc(record, func(s string) bool { return s != "" }):
		// a line of separators only, as spreadsheets leave at the end
	case len(record) != len(t.coders)+1:
		t.wrong(line, "", instruments.Textf("%d kolommen, de kop heeft er %d", "%d columns, the header has %d", len(record), len(t.coders)+1),
			instruments.Text{NL: "laat een cel leeg als er geen waarde is", EN: "leave a cell empty when there is no value"})
	default:
		t.unit(line, record)
	}
}

// header takes in the names of the coders.
func (t *csvTable) header(line int, record []string) {
	t.coders = []string{}
	switch strings.ToLower(record[0]) {
	case "unit", "units", "eenheid", "fragment":
	default:
		t.wrong(line, "", instruments.Textf("de eerste kolom heet %q, niet \"unit\"", "the first column is called %q, not \"unit\"", instruments.Plain(record[0])), headerHint())
		t.full = true
		return
	}
	if len(record)-1 > maxCoders {
		t.wrong(line, "", instruments.Textf("meer dan %d codeurs", "more than %d coders", maxCoders), instruments.Text{})
		t.full = true
		return
	}
	for i, name := range record[1:] {
		if name == "" {
			t.wrong(line, strconv.Itoa(i+2), instruments.Text{NL: "deze kolom heeft geen naam", EN: "this column has no name"},
				instruments.Text{NL: "zet de naam van de codeur in de kop", EN: "put the name of the coder in the header"})
		} else if slices.Contains(t.coders, name) {
			t.wrong(line, name, instruments.Textf("codeur %q staat er twee keer", "coder %q is there twice", instruments.Plain(name)),
				instruments.Text{NL: "geef elke codeur één kolom", EN: "give every coder one column"})
		}
		t.coders = append(t.coders, strings.Clone(name))
	}
	for i, l := range t.o.Labels {
		if v, err := strconv.ParseFloat(l, 64); err == nil && t.ordered() {
			l = strconv.FormatFloat(v, 'g', -1, 64)
		}
		t.place[l] = int32(i)
		t.labels = append(t.labels, l)
	}
}

// unit takes in the values of one unit.
func (t *csvTable) unit(line int, record []string) {
	id := strings.Clone(record[0])
	before, twice := t.seen[id]
	switch {
	case id == "":
		t.wrong(line, "unit", instruments.Text{NL: "dit fragment heeft geen naam", EN: "this unit has no name"},
			instruments.Text{NL: "geef elk fragment een eigen naam of nummer", EN: "give every unit a name or number of its own"})
	case twice:
		t.wrong(line, "unit", instruments.Textf("fragment %q staat ook in regel %d", "unit %q is on line %d too", instruments.Plain(id), before),
			instruments.Text{NL: "zet alle codeurs van een fragment in één regel", EN: "put all coders of a unit on one line"})
	default:
		t.seen[id] = line
	}
	t.ids = append(t.ids, id)
	if len(t.ids) > maxUnits || len(t.ids)*len(t.coders) > maxCells {
		t.tooLarge(line)
		return
	}
	for c, cell := range record[1:] {
		switch {
		case t.o.Sets:
			t.sets = append(t.sets, t.set(line, t.coders[c], cell))
		case t.ordered():
			t.numbers = append(t.numbers, t.number(line, t.coders[c], cell))
		default:
			t.codes = append(t.codes, t.code(line, t.coders[c], cell))
		}
	}
}

// ordered: values are numbers.
func (t *csvTable) ordered() bool {
	return t.o.Level != "" && t.o.Level != Nominal && !(t.o.Level == Ordinal && len(t.o.Labels) > 0)
}

// code is the category of a cell; a new one is added while the codebook has room.
func (t *csvTable) code(line int, column, cell string) int32 {
	if cell == "" {
		return Missing
	}
	if at, known := t.place[cell]; known {
		return at
	}
	limit := t.o.Categories
	if len(t.o.Labels) > 0 {
		limit = len(t.o.Labels)
	}
	if limit > 0 && len(t.labels) >= limit {
		t.unknown(line, column, cell, limit)
		return Missing
	}
	cell = strings.Clone(cell)
	t.place[cell] = int32(len(t.labels))
	t.labels = append(t.labels, cell)
	return t.place[cell]
}

// unknown is a value outside the codebook.
func (t *csvTable) unknown(line int, column, value string, limit int) {
	hint := instruments.Textf("het codeboek heeft %d categorieën: verbeter de waarde of --categories", "the codebook has %d categories: mend the value or --categories", limit)
	t.wrong(line, column, instruments.Textf("Onbekende code \"%s\" in regel %d", "Unknown code \"%s\" on line %d", instruments.Plain(value), line), hint)
}

// number is the number in a cell; NaN for none.
func (t *csvTable) number(line int, column, cell string) float64 {
	if cell == "" {
		return math.NaN()
	}
	text := cell
	if t.comma != ',' && !strings.Contains(text, ".") {
		text = strings.Replace(text, ",", ".", 1)
	}
	v, err := strconv.ParseFloat(text, 64)
	plain := strings.Trim(text, "+-.0123456789eE") == ""
	switch {
	case err != nil || !plain || math.Abs(v) > maxValue:
		t.wrong(line, column, instruments.Textf("%q is geen getal", "%q is no number", instruments.Plain(cell)), t.numberHint())
		return math.NaN()
	case v < 0 && t.o.Level == Ratio:
		t.wrong(line, column, instruments.Textf("%s is negatief; dat kan niet op een ratioschaal", "%s is negative; a ratio scale has no such values", instruments.Plain(cell)),
			instruments.Text{NL: "kies --level interval", EN: "choose --level interval"})
		return math.NaN()
	case v == 0:
		v = 0 // no −0
	}
	key := strconv.FormatFloat(v, 'g', -1, 64)
	if _, known := t.place[key]; !known {
		if limit := t.o.Categories; limit > 0 && len(t.place) >= limit || len(t.o.Labels) > 0 {
			t.unknown(line, column, cell, max(limit, len(t.o.Labels)))
			return math.NaN()
		}
		t.place[key] = 0
	}
	return v
}

func (t *csvTable) numberHint() instruments.Text {
	if t.o.Level == Ordinal {
		return instruments.Text{
			NL: "schrijf de rang als getal, geef de categorieën in volgorde met --categories laag,midden,hoog, of kies --level nominal",
			EN: "write the rank as a number, give the categories in order with --categories low,middle,high, or choose --level nominal",
		}
	}
	if t.comma == ',' {
		return instruments.Text{NL: "schrijf 3.5; een decimale komma kan alleen in een bestand met puntkomma's", EN: "write 3.5; a decimal comma is for files with semicolons only"}
	}
	return instruments.Text{NL: "schrijf 3,5 of 3.5, of kies --level nominal", EN: "write 3,5 or 3.5, or choose --level nominal"}
}

// set is the set in a cell, nil for no value.
func (t *csvTable) set(line int, column, cell string) Set {
	if cell == "" {
		return nil
	}
	set := Set{}
	for code := range strings.SplitSeq(cell, "|") {
		at := t.code(line, column, strings.TrimSpace(code))
		if at < 0 {
			continue
		}
		for int(at/64) >= len(set) {
			set = append(set, 0)
		}
		set[at/64] |= 1 << (at % 64)
	}
	return set
}

// finish is the file as read.
func (t *csvTable) finish() (File, instruments.Problems, error) {
	if t.coders != nil && len(t.ids) == 0 && len(t.problems) == 0 {
		t.wrong(0, "", instruments.Text{NL: "geen gegevens: er staat alleen een kop", EN: "no data: there is only a header"}, headerHint())
	}
	if t.coders == nil && len(t.problems) == 0 {
		t.wrong(0, "", instruments.Text{NL: "het bestand is leeg", EN: "the file is empty"}, headerHint())
	}
	if t.more > 0 {
		t.problems = append(t.problems, instruments.Problem{File: t.name, What: instruments.Textf("en nog %d problemen", "and %d more problems", t.more)})
	}
	if t.problems.Err() != nil {
		return File{}, t.problems, nil
	}
	t.seen = nil // large, and done with
	return t.file(), nil, nil
}

func (t *csvTable) file() File {
	f := File{IDs: t.ids}
	q := max(t.o.Categories, len(t.o.Labels))
	switch {
	case t.o.Sets:
		f.Sets = Sets{Coders: t.coders, Labels: t.labels, Values: t.sets, DropEmpty: t.o.DropEmpty}
	case t.ordered():
		f.Data = numbers(t.o.Level, t.coders, q, t.numbers)
	default:
		f.Data = t.data(q)
	}
	return f
}

// data are the codes; without a codebook the categories stand in order of name.
func (t *csvTable) data(q int) Data {
	d := Data{Coders: t.coders, Level: t.o.Level, Categories: q, Labels: t.labels, Codes: t.codes}
	if d.Level == "" {
		d.Level = Nominal
	}
	if len(t.o.Labels) > 0 {
		return d
	}
	d.Labels = slices.Clone(t.labels)
	slices.Sort(d.Labels)
	to := make([]int32, len(t.labels))
	for i, l := range t.labels {
		at, _ := slices.BinarySearch(d.Labels, l)
		to[i] = int32(at)
	}
	for i, c := range d.Codes {
		if c >= 0 {
			d.Codes[i] = to[c]
		}
	}
	return d
}
