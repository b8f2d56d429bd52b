package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

func written(t *testing.T, table analysis.Table, format Format, lang instruments.Lang) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteTable(&b, table, format, lang); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWriteTableText(t *testing.T) {
	got := strings.ReplaceAll(written(t, stamp(handmade(), 5), TextFormat, nl), "\u00a0", " ")
	want := `Activiteiten
Eenheid: respondenten. Percentages van alle respondenten (n = 37).

                                                             project
activiteit                      allen  95 %-interval     COSA 1-op-1  herkomst  gewicht
signaleren            62 %, 23 van 37        46–76 %  71 %, 10 van 14  rapport      0,50
  samen ondernemen    51 %, 19 van 37                              <5  rapport         –
huisvesting           43 %, 16 van 37                               ×  fictief         –
totaal                             58                               –                 –

* Percentages tellen op tot meer dan 100.
`
	// Columns are padded to their widest cell, so compare word by word first and
	// then that the numbers stand right under each other.
	if d := cmp.Diff(strings.Fields(want), strings.Fields(got)); d != "" {
		t.Errorf("words (-want +got):\n%s\n%s", d, got)
	}
	at := -1
	for _, line := range strings.Split(got, "\n") {
		if i := strings.Index(line, " van 37"); i >= 0 {
			if end := utf8.RuneCountInString(line[:i]); at >= 0 && at != end {
				t.Errorf("column not aligned: %d and %d\n%s", at, end, got)
			} else {
				at = end
			}
		}
	}
	if english := written(t, handmade(), TextFormat, en); !strings.Contains(english, "62%, 23 of 37") {
		t.Errorf("English: %s", english)
	}
}

func TestWriteTableTextIsPlain(t *testing.T) {
	table := handmade()
	table.Rows[0].Label = instruments.Same("\x1b[31mrood\u202e")
	table.Title = instruments.Same("\x1b]0;titel\x07")
	if got := written(t, table, TextFormat, nl); strings.ContainsAny(got, "\x1b\x07\u202e") {
		t.Errorf("control characters on the terminal: %q", got)
	}
}

func TestWriteTableCSV(t *testing.T) {
	got, err := csv.NewReader(strings.NewReader(written(t, stamp(handmade(), 5), CSVFormat, en))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"key", "label", "level", "n", "n.n", "n.share", "n.lo", "n.hi", "cosa", "cosa.n", "cosa.share", "origin", "w"},
		{"D01", "signalling", "0", "23", "37", "0.6216216216216216", "0.461", "0.7594", "10", "14", "0.7142857142857143", "report", "0.5"},
		{"A01", "joint activities", "1", "19", "37", "0.5135135135135135", "", "", "<5", "", "", "report", "–"},
		{"C03", "housing", "0", "16", "37", "0.43243243243243246", "", "", "×", "", "", "fictional", ""},
		{"total", "total", "0", "58", "", "", "", "", "", "", "", "", ""},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestNeutral(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+31 6": "'+31 6", "-ja": "'-ja", "@SUM(A1)": "'@SUM(A1)", "\tx": "'\tx", "\r=x": "'\r=x",
		"-0.5": "-0.5", "+3": "+3", "": "", "ja = nee": "ja = nee", "<5": "<5", "\x00=1": "'=1",
		"-": "'-", "-Inf": "'-Inf", "+nan": "'+nan", "-0x1p-2": "'-0x1p-2",
	} {
		if got := Neutral(in); got != want {
			t.Errorf("Neutral(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWriteTableJSON(t *testing.T) {
	type figure struct {
		Value    *float64
		Reason   string
		N        *int
		Share    *float64
		Interval *analysis.Interval
		Method   string
		IDs      []string
		Warnings []struct{ Code, Text string }
	}
	var got struct {
		ID    string
		Notes []struct{ Code, Text string }
		Rows  []struct {
			Key   string
			Cells map[string]json.RawMessage
		}
	}
	if err := json.Unmarshal([]byte(written(t, stamp(handmade(), 5), JSONFormat, nl)), &got); err != nil {
		t.Fatal(err)
	}
	if got.ID != "activities" || len(got.Rows) != 4 || len(got.Notes) != 1 || got.Notes[0].Code != "multiple_response" {
		t.Errorf("table: %+v", got)
	}
	at := func(row int, column string) (f figure) {
		if err := json.Unmarshal(got.Rows[row].Cells[column], &f); err != nil {
			t.Fatal(err)
		}
		return f
	}
	f := at(0, "n")
	if *f.Value != 23 || *f.N != 37 || *f.Share != 23.0/37 || f.Method != "wilson" || f.Interval.Lo != .4610 || len(f.IDs) != 23 || f.Reason != "" || f.Warnings == nil {
		t.Errorf("figure: %+v", f)
	}
	for row, reason := range map[int]string{1: "<5", 2: "hidden"} {
		if f := at(row, "cosa"); f.Value != nil || f.N != nil || f.Share != nil || len(f.IDs) != 0 || f.Reason != reason {
			t.Errorf("masked figure in row %d: %+v", row, f)
		}
	}
	if f := at(1, "w"); f.Value != nil || f.Reason != "no_pairs" {
		t.Errorf("absent number: %+v", f)
	}
}

func TestWriteTableUnknownFormat(t *testing.T) {
	err := WriteTable(&bytes.Buffer{}, handmade(), "pdf", nl)
	if !errors.Is(err, instruments.ErrRefused) || !strings.Contains(instruments.Localized(err, nl), "json") {
		t.Errorf("error = %v", err)
	}
}

// Whatever a study calls its things, every writer gives as many rows as the
// table has, and the CSV reads back.
func TestWriteTableProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := handmade()
		for i := range table.Rows {
			table.Rows[i].Label = instruments.Same(rapid.String().Draw(t, "label"))
			table.Rows[i].Key = rapid.String().Draw(t, "key")
		}
		var b bytes.Buffer
		if err := WriteTable(&b, table, CSVFormat, nl); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&b).ReadAll()
		if err != nil || len(rows) != len(table.Rows)+1 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		for i, row := range rows[1:] {
			if s := row[1]; s != "" && strings.ContainsRune("=@\t\r", rune(s[0])) {
				t.Fatalf("label of row %d can run: %q", i, s)
			}
		}
		var j bytes.Buffer
		if err := WriteTable(&j, table, JSONFormat, nl); err != nil || !json.Valid(j.Bytes()) {
			t.Fatalf("json: %v", err)
		}
	})
}
