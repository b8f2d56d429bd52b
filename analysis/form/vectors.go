package form

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"meerzicht/instruments"
)

// Limits of a file of vectors: bytes and rows. Beyond them it is refused.
const (
	MaxVectorBytes = 16 << 20
	MaxVectorRows  = 100_000
)

// VectorRow is one dyad of a file of vectors, with the ratings it gives. Line
// counts from one, the header being line 1. Expected is the column
// expected_class, "" when there is none.
type VectorRow struct {
	Line       int                  `json:"line"`
	Trajectory string               `json:"trajectory"`
	Dyad       string               `json:"dyad"`
	Ratings    []instruments.Rating `json:"ratings"`
	Expected   string               `json:"expected,omitempty"`
}

// ReadVectors reads a CSV file of dyads: a header with trajectory, dyad and the
// ids of the list's indicators in any order, then one dyad a row. An empty
// value and "-" mean not observed. Comma or semicolon and a byte-order mark are
// taken as they come. All problems are collected; a row with one is left out.
// Problems carry no file name, which the caller knows.
func ReadVectors(r io.Reader, list *instruments.IndicatorList) ([]VectorRow, instruments.Problems) {
	v := vectors{list: list, limit: &io.LimitedReader{R: r, N: MaxVectorBytes + 1}}
	text := bufio.NewReader(v.limit)
	if bom, _ := text.Peek(3); string(bom) == "\ufeff" {
		_, _ = text.Discard(3) // cannot fail: the bytes were just peeked
	}
	v.csv = csv.NewReader(text)
	v.csv.FieldsPerRecord = -1
	if head, _ := text.Peek(4096); semicolons(string(head)) {
		v.csv.Comma = ';'
	}
	if v.header() {
		v.body()
	}
	return v.rows, v.problems
}

// semicolons is true when the first line has more semicolons than commas.
func semicolons(head string) bool {
	line, _, _ := strings.Cut(head, "\n")
	return strings.Count(line, ";") > strings.Count(line, ",")
}

type vectors struct {
	list     *instruments.IndicatorList
	limit    *io.LimitedReader
	csv      *csv.Reader
	columns  map[string]int // lower-case heading → position
	rows     []VectorRow
	problems instruments.Problems
}

func (v *vectors) problem(line int, column string, what, hint instruments.Text) {
	v.problems = append(v.problems, instruments.Problem{Line: line, Column: column, What: what, Hint: hint})
}

// next reads a record; false at the end, after an unreadable stretch, and when
// a limit is passed.
func (v *vectors) next() ([]string, int, bool) {
	rec, err := v.csv.Read()
	var parse *csv.ParseError
	switch {
	case v.limit.N <= 0:
		v.problem(0, "", instruments.Textf("Het bestand is groter dan %d MiB.", "The file is larger than %d MiB.", MaxVectorBytes>>20),
			instruments.Text{NL: "Splits het bestand.", EN: "Split the file."})
	case err == nil:
		line, _ := v.csv.FieldPos(0)
		return rec, line, true
	case errors.As(err, &parse):
		v.problem(parse.Line, "", instruments.Text{NL: "Deze regel is geen geldige csv.", EN: "This line is not valid csv."},
			instruments.Text{NL: "Zet een waarde met aanhalingstekens tussen dubbele aanhalingstekens.", EN: "Put a value with quotes between double quotes."})
	case !errors.Is(err, io.EOF):
		v.problem(0, "", instruments.Textf("Het bestand is niet verder te lezen: %s.", "The file cannot be read further: %s.", err.Error()), instruments.Text{})
	}
	return nil, 0, false
}

func (v *vectors) header() bool {
	rec, line, ok := v.next()
	if !ok {
		if len(v.problems) == 0 {
			v.problem(0, "", instruments.Text{NL: "Het bestand is leeg.", EN: "The file is empty."}, v.wanted())
		}
		return false
	}
	v.columns = map[string]int{}
	for i, h := range rec {
		key := strings.ToLower(strings.TrimSpace(h))
		if _, twice := v.columns[key]; twice && key != "" {
			v.problem(line, h, instruments.Text{NL: "Deze kolom staat er twee keer.", EN: "This column stands there twice."}, instruments.Text{})
		}
		v.columns[key] = i
	}
	missing := v.missing()
	if len(missing) > 0 {
		v.problem(line, "", instruments.Textf("Kolommen ontbreken: %s.", "Columns are missing: %s.", strings.Join(missing, ", ")), v.wanted())
	}
	return len(v.problems) == 0
}

func (v *vectors) missing() []string {
	var out []string
	for _, k := range v.list.Indicators {
		if _, ok := v.columns[strings.ToLower(string(k.ID))]; !ok {
			out = append(out, string(k.ID))
		}
	}
	return out
}

func (v *vectors) wanted() instruments.Text {
	names := []string{"trajectory", "dyad"}
	for _, k := range v.list.Indicators {
		names = append(names, string(k.ID))
	}
	return instruments.Textf("De eerste regel noemt de kolommen: %s.", "The first line names the columns: %s.", strings.Join(names, ","))
}

func (v *vectors) body() {
	for {
		rec, line, ok := v.next()
		if !ok {
			return
		}
		if len(v.rows) == MaxVectorRows {
			v.problem(line, "", instruments.Textf("Meer dan %d rijen.", "More than %d rows.", MaxVectorRows), instruments.Text{NL: "Splits het bestand.", EN: "Split the file."})
			return
		}
		if row, ok := v.row(rec, line); ok {
			v.rows = append(v.rows, row)
		}
	}
}

func (v *vectors) row(rec []string, line int) (VectorRow, bool) {
	cell := func(name string) string {
		if i, ok := v.columns[name]; ok && i < len(rec) {
			return strings.TrimSpace(rec[i])
		}
		return ""
	}
	before := len(v.problems)
	if slices.ContainsFunc(rec, func(s string) bool { return !utf8.ValidString(s) }) {
		v.problem(line, "", instruments.Text{NL: "Deze regel is geen geldige UTF-8.", EN: "This line is not valid UTF-8."},
			instruments.Text{NL: "Bewaar het bestand als csv in UTF-8.", EN: "Save the file as csv in UTF-8."})
		return VectorRow{}, false
	}
	row := VectorRow{Line: line, Trajectory: cell("trajectory"), Dyad: cell("dyad"), Expected: cell("expected_class")}
	for _, k := range v.list.Indicators {
		value := instruments.Value(cell(strings.ToLower(string(k.ID))))
		if value == "" {
			value = instruments.NotObserved
		}
		if _, ok := k.Value(value); !ok && value != instruments.NotObserved {
			v.problem(line, string(k.ID), instruments.Textf("%q is geen waarde van %s.", "%q is no value of %s.", instruments.Plain(string(value)), k.ID), values(k))
		}
		row.Ratings = append(row.Ratings, instruments.Rating{Indicator: k.ID, Value: value})
	}
	return row, len(v.problems) == before
}

func values(k instruments.Indicator) instruments.Text {
	ids := make([]string, 0, len(k.Values)+1)
	for _, v := range k.Values {
		ids = append(ids, string(v.ID))
	}
	return instruments.Textf("Kies uit %s.", "Choose from %s.", strings.Join(append(ids, string(instruments.NotObserved)), ", "))
}
