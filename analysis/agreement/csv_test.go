package agreement_test

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"meerzicht/analysis/agreement"
	"meerzicht/instruments"
)

func read(t testing.TB, text string, o agreement.CSVOptions) (agreement.File, instruments.Problems) {
	t.Helper()
	f, problems, err := agreement.ReadCSV("in.csv", strings.NewReader(text), o)
	if err != nil {
		t.Fatal(err)
	}
	return f, problems
}

// TestReadCSV: what is taken, in every way it may be written.
func TestReadCSV(t *testing.T) {
	t.Parallel()
	number := func(l agreement.Level) agreement.CSVOptions { return agreement.CSVOptions{Level: l} }
	for _, tt := range []struct {
		name, text string
		o          agreement.CSVOptions
		scores     []float64
		labels     string
		codes      []int32
	}{
		{"comma", "unit,A,B\n1,x,y\n2,y,\n", agreement.CSVOptions{}, nil, "x y", []int32{0, 1, 1, -1}},
		{"semicolon, mark, CRLF", "\ufeffunit;A;B\r\n1;y;x\r\n2;;x\r\n", agreement.CSVOptions{}, nil, "x y", []int32{1, 0, -1, 0}},
		{"tab, blanks", "Eenheid\tA\tB\n 1 \t x\tx \n", agreement.CSVOptions{}, nil, "x", []int32{0, 0}},
		{"separator line of a spreadsheet", "sep=;\nunit;A;B\n1;x;x\n", agreement.CSVOptions{}, nil, "x", []int32{0, 0}},
		{"quoted", "unit,A,B\n1,\"a, b\",\"a, b\"\n", agreement.CSVOptions{}, nil, "a, b", []int32{0, 0}},
		{"empty lines", "\nunit,A,B\n\n1,x,x\n,,\n\n", agreement.CSVOptions{}, nil, "x", []int32{0, 0}},
		{"numbers in order", "unit,A,B\n1,10,9\n2,2.5,\n", number(agreement.Interval), []float64{2.5, 9, 10}, "2.5 9 10", []int32{2, 1, 0, -1}},
		{"decimal comma", "unit;A;B\n1;2,5;2.5\n2;1e2;-3\n", number(agreement.Interval), []float64{-3, 2.5, 100}, "-3 2.5 100", []int32{1, 1, 2, 0}},
		{"decimal comma, tab", "unit\tA\tB\n1\t0,5\t2\n", number(agreement.Ratio), []float64{.5, 2}, "0.5 2", []int32{0, 1}},
		{"one and the same number", "unit,A,B\n1,1,1.0\n2,+1,-0\n", number(agreement.Ordinal), []float64{0, 1}, "0 1", []int32{1, 1, 1, 0}},
		{
			"words in the order of the codebook", "unit,A,B\n1,laag,hoog\n2,midden,laag\n",
			agreement.CSVOptions{Level: agreement.Ordinal, Labels: []string{"laag", "midden", "hoog"}},
			nil, "laag midden hoog",
			[]int32{0, 2, 1, 0},
		},
		{
			"codebook of numbers", "unit,A,B\n1,1.0,3\n", agreement.CSVOptions{Level: agreement.Ordinal, Labels: []string{"1.0", "2", "3"}}, nil, "1.0 2 3", []int32{0, 2},
		},
	} {
		f, problems := read(t, tt.text, tt.o)
		if len(problems) > 0 {
			t.Errorf("%s: %s", tt.name, problems.In(instruments.English))
			continue
		}
		d := f.Data
		if !slices.Equal(d.Codes, tt.codes) || strings.Join(d.Labels, " ") != tt.labels || !slices.Equal(d.Scores, tt.scores) || d.Units() != len(f.IDs) {
			t.Errorf("%s: codes %v, labels %q, scores %v, units %v", tt.name, d.Codes, d.Labels, d.Scores, f.IDs)
		}
	}
}

// TestReadCSVRefuses: what is refused, where, in both languages, all of it in one go.
func TestReadCSVRefuses(t *testing.T) {
	t.Parallel()
	plain := agreement.CSVOptions{}
	interval := agreement.CSVOptions{Level: agreement.Interval}
	for _, tt := range []struct {
		name, text string
		o          agreement.CSVOptions
		nl, en     []string
	}{
		{"empty", "", plain, []string{"in.csv: het bestand is leeg"}, []string{"in.csv: the file is empty"}},
		{"blank", " \n\n", plain, []string{"in.csv: het bestand is leeg"}, []string{"in.csv: the file is empty"}},
		{"header only", "unit,A,B\n", plain, []string{"in.csv: geen gegevens: er staat alleen een kop"}, []string{"in.csv: no data: there is only a header"}},
		{"workbook", "PK\x03\x04rest", plain, []string{"in.csv: dit is een werkmap"}, []string{"in.csv: this is a workbook"}},
		{"UTF-16", "\xff\xfeu\x00n\x00", plain, []string{"in.csv: dit is geen tekst in UTF-8"}, []string{"in.csv: this is no text in UTF-8"}},
		{"Latin-1", "unit,A,B\n1,caf\xe9,x\n", plain, []string{"in.csv, regel 2: dit is geen tekst in UTF-8"}, []string{"in.csv, line 2: this is no text in UTF-8"}},
		{"another file", "respondent,activity\nR01,A01\n", plain, []string{`in.csv, regel 1: de eerste kolom heet "respondent", niet "unit"`}, []string{`in.csv, line 1: the first column is called "respondent", not "unit"`}},
		{"odd separator", "sep=#\nunit#A\n", plain, []string{`in.csv, regel 1: het scheidingsteken "#"`}, []string{`in.csv, line 1: the separator "#"`}},
		{"quotation mark", "unit,A,B\n1,\"x,y\n", plain, []string{"in.csv, regel 2: geen geldige CSV"}, []string{"in.csv, line 2: not valid CSV"}},
		{
			"several", "unit,A,A\n1,x,y\n2,x\n1,x,y\n,x,y\n", plain,
			[]string{`in.csv, regel 1, kolom A: codeur "A" staat er twee keer`, "in.csv, regel 3: 2 kolommen, de kop heeft er 3", `in.csv, regel 4, kolom unit: fragment "1" staat ook in regel 2`, "in.csv, regel 5, kolom unit: dit fragment heeft geen naam"},
			[]string{`in.csv, line 1, column A: coder "A" is there twice`, "in.csv, line 3: 2 columns, the header has 3", `in.csv, line 4, column unit: unit "1" is on line 2 too`, "in.csv, line 5, column unit: this unit has no name"},
		},
		{"coder without name", "unit,A,\n1,x,y\n", plain, []string{"in.csv, regel 1, kolom 3: deze kolom heeft geen naam"}, []string{"in.csv, line 1, column 3: this column has no name"}},
		{"no number", "unit,A,B\n1,2,x\n", interval, []string{`in.csv, regel 2, kolom B: "x" is geen getal`}, []string{`in.csv, line 2, column B: "x" is no number`}},
		{"decimal comma in quotes", "unit,A,B\n1,\"2,5\",3\n", interval, []string{`in.csv, regel 2, kolom A: "2,5" is geen getal`}, []string{`in.csv, line 2, column A: "2,5" is no number`}},
		{"odd numbers", "unit;A;B\n1;NaN;Inf\n2;0x10;1_000\n3;1e999;1.000,5\n", interval, []string{`"NaN"`, `"Inf"`, `"0x10"`, `"1_000"`, `"1e999"`, `"1.000,5"`}, []string{`"NaN"`}},
		{"rank in words", "unit,A,B\n1,laag,hoog\n", agreement.CSVOptions{Level: agreement.Ordinal}, []string{`"laag" is geen getal`, "--categories laag,midden,hoog"}, []string{`"laag" is no number`}},
		{"negative ratio", "unit,A,B\n1,-2,3\n", agreement.CSVOptions{Level: agreement.Ratio}, []string{"in.csv, regel 2, kolom A: -2 is negatief"}, []string{"in.csv, line 2, column A: -2 is negative"}},
		{
			"outside the codebook", "unit,A,B\n1,ja,nee\n2,ja,mis\x1bschien\n",
			agreement.CSVOptions{Categories: 2},
			[]string{`in.csv, regel 3, kolom B: Onbekende code "mis·schien" in regel 3`},
			[]string{`in.csv, line 3, column B: Unknown code "mis·schien" on line 3`},
		},
		{"outside the named codebook", "unit,A,B\n1,ja,neen\n", agreement.CSVOptions{Labels: []string{"ja", "nee", "?"}}, []string{`Onbekende code "neen" in regel 2`}, []string{`Unknown code "neen" on line 2`}},
		{"outside the codebook of numbers", "unit,A,B\n1,1,2\n2,3,1\n", agreement.CSVOptions{Level: agreement.Ordinal, Categories: 2}, []string{`Onbekende code "3" in regel 3`}, []string{`Unknown code "3" on line 3`}},
		{"code of a set", "unit,A,B\n1,a|b,c\n", agreement.CSVOptions{Sets: true, Categories: 2}, []string{`Onbekende code "c" in regel 2`}, []string{`Unknown code "c" on line 2`}},
	} {
		f, problems := read(t, tt.text, tt.o)
		if problems.Err() == nil || len(f.IDs) > 0 {
			t.Errorf("%s is taken", tt.name)
		}
		for lang, want := range map[instruments.Lang][]string{instruments.Dutch: tt.nl, instruments.English: tt.en} {
			for _, w := range want {
				if got := problems.In(lang); !strings.Contains(got, w) {
					t.Errorf("%s: %q does not say %q", tt.name, got, w)
				}
			}
		}
	}
}

// TestReadCSVSets: sets, the empty set, no value.
func TestReadCSVSets(t *testing.T) {
	t.Parallel()
	f, problems := read(t, "unit,A,B\n1,a|b,b | a\n2,|,c\n3,,a|a\n", agreement.CSVOptions{Sets: true})
	if len(problems) > 0 {
		t.Fatal(problems.In(instruments.English))
	}
	v := f.Sets.Values
	if len(v) != 6 || v[0].Len() != 2 || !slices.Equal(v[0].Codes(), v[1].Codes()) || v[2] == nil || v[2].Len() != 0 || v[4] != nil || v[5].Len() != 1 {
		t.Errorf("sets %v", v)
	}
	if strings.Join(f.Sets.Labels, "") != "abc" || f.Sets.Units() != 3 || f.Sets.Pairable() != 2 {
		t.Errorf("labels %v, %d units, %d pairable", f.Sets.Labels, f.Sets.Units(), f.Sets.Pairable())
	}
}

// endless is a file without an end.
type endless struct{ line string }

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = e.line[i%len(e.line)]
	}
	return len(p), nil
}

// TestReadCSVHuge: files without an end are refused, and a broken reader is an error.
func TestReadCSVHuge(t *testing.T) {
	t.Parallel()
	head := "unit" + strings.Repeat(",c", 2)
	for name, r := range map[string]io.Reader{
		"problems": io.MultiReader(strings.NewReader("unit,A,B\n"), io.LimitReader(endless{"x,y\n"}, 4<<20)),
		"coders":   strings.NewReader(head + strings.Repeat(",d", 2000) + "\n"),
	} {
		_, problems, err := agreement.ReadCSV("in.csv", r, agreement.CSVOptions{})
		if err != nil || problems.Err() == nil || len(problems) > 60 {
			t.Errorf("%s: %d problems, %v", name, len(problems), err)
		}
	}
	_, problems, _ := agreement.ReadCSV("in.csv", io.MultiReader(strings.NewReader("unit,A,B\n"), io.LimitReader(endless{"x,y\n"}, 4<<20)), agreement.CSVOptions{})
	if last := problems[len(problems)-1].What.EN; !strings.Contains(last, "more problems") {
		t.Errorf("the rest is not counted: %s", last)
	}
	_, _, err := agreement.ReadCSV("in.csv", io.MultiReader(strings.NewReader("unit,A,B\n1,x,y\n"), broken{}), agreement.CSVOptions{})
	if !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("a broken reader gives %v", err)
	}
	_, problems, err = agreement.ReadCSV("in.csv", io.MultiReader(strings.NewReader("unit,A,B\n1,\"x"), endless{"many words "}), agreement.CSVOptions{})
	if err != nil || !strings.Contains(problems.In(instruments.Dutch), "te groot") {
		t.Errorf("a cell without an end: %v, %v", problems, err)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

// FuzzReadCSV: any bytes give data that can be computed with, or problems.
func FuzzReadCSV(f *testing.F) {
	f.Add("unit,A,B\n1,x,y\n2,y,\n", "nominal", 0, false)
	f.Add("unit;A;B;C\n1;2,5;3;\n2;;1;1\n", "interval", 4, false)
	f.Add("unit\tA\tB\n1\ta|b\t|\n", "nominal", 3, true)
	f.Add("sep=;\nunit;A;B\n1;1e99;-0\n", "ratio", 0, false)
	f.Fuzz(func(t *testing.T, text, level string, q int, sets bool) {
		if !slices.Contains(agreement.Levels(), agreement.Level(level)) || q < 0 || len(text) > 1<<16 {
			return
		}
		file, problems, err := agreement.ReadCSV("f.csv", strings.NewReader(text), agreement.CSVOptions{Level: agreement.Level(level), Categories: q, Sets: sets})
		if err != nil {
			t.Fatal(err)
		}
		if problems.Err() != nil {
			for _, p := range problems {
				if p.What.NL == "" || p.What.EN == "" {
					t.Fatalf("no words: %+v", p)
				}
			}
			return
		}
		o := agreement.Options{Replicates: 100}
		measures := agreement.Measures(file.Data, o)
		if sets {
			measures = agreement.SetMeasures(file.Sets, o)
		}
		for _, m := range measures {
			if (m.Value == nil) == (m.Reason == "") || m.Value != nil && (math.IsNaN(*m.Value) || *m.Value > 1) {
				t.Fatalf("%s: %v %q", m.Name, show(m.Value), m.Reason)
			}
		}
	})
}

// TestFromNumbersAndLabels: short units are filled up, the codebook comes first.
func TestFromNumbersAndLabels(t *testing.T) {
	t.Parallel()
	d := agreement.FromNumbers(agreement.Ratio, []string{"A", "B"}, 0, [][]float64{{3}, {1, 3}, {math.NaN(), 2}})
	if fmt.Sprint(d.Codes, d.Scores) != "[2 -1 0 2 -1 1] [1 2 3]" {
		t.Errorf("%v %v", d.Codes, d.Scores)
	}
	d = agreement.FromLabels(agreement.Nominal, []string{"A", "B"}, []string{"z", "y"}, [][]string{{"y", "b"}, {"a"}})
	if fmt.Sprint(d.Codes, d.Labels, d.Categories) != "[1 3 2 -1] [z y a b] 2" {
		t.Errorf("%v %v %d", d.Codes, d.Labels, d.Categories)
	}
	if d.Units() != 2 || d.Pairable() != 1 {
		t.Errorf("%d units, %d pairable", d.Units(), d.Pairable())
	}
}
