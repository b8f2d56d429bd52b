package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/analysis/retrieval"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// twoQuotations are a plain one and one full of what a spreadsheet would run.
func twoQuotations() []retrieval.Quotation {
	return []retrieval.Quotation{
		{
			Document: "R01", Kind: instruments.Interview, Start: 120, End: 131, Text: "samen, \"koffie\"\ndrinken", Codings: []coding.CodingID{"k1", "k2"},
			Codes: []coding.CodeID{"act.A01", "waard.W1"}, Coders: []coding.CoderID{"ann", "bob"}, WithCodes: []coding.CodeID{"act.D01"}, Turn: 4, Speaker: "R",
			Voice: instruments.AsRespondent, Respondent: "R01", Type: instruments.Professional, Role: "toezichthouder", Project: "LJ&R", Before: "we gingen", After: "en toen",
		},
		{Document: "=1+1", Text: "=HYPERLINK(\"x\")", Codes: []coding.CodeID{"@a"}, Coders: []coding.CoderID{"-cmd"}, Turn: -1, Speaker: "+x", Project: "\ty", Before: "=b", After: "\r"},
	}
}

// listRows reads a list back as rows of cells.
func listRows(t *testing.T, data []byte, format Format, sheet string) [][]string {
	t.Helper()
	if format == XLSXFormat {
		return cellsOf(t, data, sheet)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestWriteQuotations(t *testing.T) {
	for _, format := range []Format{CSVFormat, XLSXFormat} {
		var b, again bytes.Buffer
		if err := errors.Join(WriteQuotations(&b, twoQuotations(), format, nl), WriteQuotations(&again, twoQuotations(), format, nl)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(b.Bytes(), again.Bytes()) {
			t.Errorf("%s: the same quotations gave other bytes", format)
		}
		rows := listRows(t, b.Bytes(), format, "Citaten")
		if len(rows) != 3 || len(rows[0]) != len(quotationColumns()) {
			t.Fatalf("%s: %q", format, rows)
		}
		got := map[string]string{}
		for i, name := range rows[0] {
			got[name] = rows[1][i]
		}
		want := map[string]string{
			"document": "R01", "start": "120", "end": "131", "quotation": "samen, \"koffie\"\ndrinken", "codes": "act.A01 waard.W1", "coders": "ann bob",
			"with": "act.D01", "speaker": "R", "voice": "respondent", "respondent": "R01", "type": "professional", "role": "toezichthouder", "project": "LJ&R",
			"turn": "5", "before": "we gingen", "after": "en toen", "codings": "k1 k2",
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q, want %q", format, got, want)
		}
	}
}

// No field of a CSV file begins like a formula; a workbook keeps the words as
// they are, as text.
func TestWriteQuotationsFormulas(t *testing.T) {
	var b bytes.Buffer
	if err := WriteQuotations(&b, twoQuotations(), CSVFormat, en); err != nil {
		t.Fatal(err)
	}
	for i, cell := range listRows(t, b.Bytes(), CSVFormat, "")[2] {
		if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
			t.Errorf("%s begins like a formula: %q", quotationColumns()[i].name, cell)
		}
	}
	b.Reset()
	if err := WriteQuotations(&b, twoQuotations(), XLSXFormat, en); err != nil {
		t.Fatal(err)
	}
	if row := listRows(t, b.Bytes(), XLSXFormat, "Quotations")[2]; row[0] != "=1+1" || row[3] != "=HYPERLINK(\"x\")" {
		t.Errorf("the workbook has %q", row)
	}
}

func TestWriteQuotationsJSON(t *testing.T) {
	for n := range 3 {
		var b bytes.Buffer
		if err := WriteQuotations(&b, twoQuotations()[:n], JSONFormat, nl); err != nil {
			t.Fatal(err)
		}
		var back []retrieval.Quotation
		if err := json.Unmarshal(b.Bytes(), &back); err != nil || back == nil || len(back) != n || n == 2 && !reflect.DeepEqual(back, twoQuotations()) {
			t.Errorf("%d: %v %s", n, err, b.Bytes())
		}
	}
}

// Who was counted without a quotation has a row too.
func TestWriteSupport(t *testing.T) {
	list := []retrieval.Support{
		{ID: "R01", Unit: analysis.Respondents, Quotations: twoQuotations(), Ticks: []retrieval.Tick{
			{Kind: instruments.ActivityFilling, Item: "A01", State: instruments.Mentioned, Coder: "consensus", Counts: true},
			{Kind: instruments.ActivityFilling, Item: "A01", State: instruments.Denied, Coder: "bob"},
		}},
		{ID: "T01/V–t.", Unit: analysis.Dyads, Ticks: []retrieval.Tick{{Kind: instruments.IndicatorFilling, Item: "K2", Value: "3", Coder: "ann", Counts: true}}},
		{ID: "=x", Code: "=x"},
	}
	for _, format := range []Format{CSVFormat, XLSXFormat} {
		var b bytes.Buffer
		if err := WriteSupport(&b, list, format, en); err != nil {
			t.Fatal(err)
		}
		rows := listRows(t, b.Bytes(), format, "Support")
		if len(rows) != 5 {
			t.Fatalf("%s: %d rows", format, len(rows))
		}
		for i, want := range []string{
			"counted unit ticks document",
			"R01 respondents A01 mentioned (consensus, counts); A01 explicitly not (bob) R01",
			"R01 respondents A01 mentioned (consensus, counts); A01 explicitly not (bob)",
			"T01/V–t. dyads K2 3 (ann, counts)",
		} {
			got := strings.TrimSpace(strings.Join(append(rows[i], "", "", "", "")[:4], " "))
			if !strings.HasPrefix(got, want) {
				t.Errorf("%s: %q, want %q", format, got, want)
			}
		}
		if format == CSVFormat && rows[4][0] != "'=x" {
			t.Errorf("a formula: %q", rows[4][0])
		}
	}
	var b bytes.Buffer
	if err := WriteSupport(&b, nil, JSONFormat, en); err != nil || b.String() != "[]\n" {
		t.Errorf("%q %v", b.String(), err)
	}
}

func TestWriteQuotationsRefuses(t *testing.T) {
	for _, write := range []func(w *broken, f Format) error{
		func(w *broken, f Format) error { return WriteQuotations(w, twoQuotations(), f, nl) },
		func(w *broken, f Format) error {
			return WriteSupport(w, []retrieval.Support{{ID: "a"}, {ID: "b", Quotations: twoQuotations()}}, f, nl)
		},
	} {
		if err := write(&broken{}, "pdf"); !errors.Is(err, instruments.ErrRefused) {
			t.Errorf("pdf: %v", err)
		}
		for _, f := range []Format{CSVFormat, XLSXFormat, JSONFormat} {
			if err := write(&broken{}, f); !errors.Is(err, errBroken) {
				t.Errorf("%s: a full disk gives %v", f, err)
			}
		}
	}
}

var errBroken = errors.New("schijf vol")

// broken is a file on a full disk.
type broken struct{}

func (*broken) Write([]byte) (int, error) { return 0, errBroken }

// The tables behind a report keep the ids of every figure, so that each cell of
// the report can be opened.
func TestCounted(t *testing.T) {
	c := realStudy(t)
	all := map[string]analysis.Table{}
	for _, table := range Counted(c, Options{Audience: Extern}) {
		all[table.ID] = table
		for _, r := range table.Rows {
			for column, cell := range r.Cells {
				if f := cell.Figure; f != nil && (len(f.IDs) != f.Count || f.Mask != analysis.Shown) {
					t.Errorf("%s %s %s: %d ids, counted %d, mask %q", table.ID, r.Key, column, len(f.IDs), f.Count, f.Mask)
				}
			}
		}
	}
	r, err := Build(c, Options{Audience: Intern})
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range r.Tables() {
		if _, ok := all[table.ID]; !ok && table.ID != "support" && table.ID != "perspectives" { // cells that repeat those of others, and measures
			t.Errorf("%s is shown, and not among those counted", table.ID)
		}
	}
	if got := Counted(&coding.Corpus{}, Options{}); got != nil {
		t.Errorf("without instruments: %d tables", len(got))
	}
}
