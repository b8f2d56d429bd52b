package sav_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"meerzicht/instruments"
	"meerzicht/report/sav"
)

func written(t interface{ Fatal(...any) }, f sav.File, rows [][]any) []byte {
	var b bytes.Buffer
	f.Cases = len(rows)
	if err := f.Write(&b, slices.Values(rows)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sample uses every part of the format.
func sample() (sav.File, [][]any) {
	f := sav.File{
		Label: "Klein onderzoek é", Product: "Meerzicht", Changed: time.Date(2020, 7, 15, 16, 30, 5, 0, time.UTC),
		Notes: []string{"Fictieve gegevens", strings.Repeat("woorden met é ", 10)},
		Variables: []sav.Variable{
			{Name: "respondent", Label: "Respondent", Width: 3},
			{Name: "een_lange_naam_met_meer_dan_acht_tekens", Label: "it's joint", Labels: []sav.Label{{Value: 1, Text: "genoemd"}, {Value: 0, Text: "expliciet niet"}}, Attributes: []sav.Attribute{{Name: "label_en", Value: "it's"}}},
			{Name: "een_lange_naam_met_meer_dan_acht_tekens_ook", Labels: []sav.Label{{Value: 1, Text: "genoemd"}, {Value: 0, Text: "expliciet niet"}}},
			{Name: "staat", Measure: sav.Ordinal, Missing: []int{9}, Labels: []sav.Label{{Value: 9, Text: "geen lijst"}}},
			{Name: "rol", Width: 18, Labels: []sav.Label{{Value: "cirkelcoördinator", Text: "cirkelcoördinator (COSA)"}}},
			{Name: "citaat", Label: "Citaat", Width: 600},
			{Name: "toestemming", Width: 3, Labels: []sav.Label{{Value: "ja", Text: "Ja é"}}},
			{Name: "grootte", Measure: sav.Scale, Decimals: 2},
		},
		Sets: []sav.Set{{Name: "activiteiten", Label: "Activiteiten é", Counted: 1, Variables: []string{"een_lange_naam_met_meer_dan_acht_tekens", "een_lange_naam_met_meer_dan_acht_tekens_ook"}}},
	}
	return f, [][]any{
		{"R01", 1, 0, 9, "cirkelcoördinator", sav.Cut(strings.Repeat("é😀x", 100), 600), "ja", 1.25},
		{"é", nil, 151, 152, "", "", nil, nil},
		{nil, -99, -100, 1 << 40, "x", "kort  ", "nee", -0.5},
	}
}

// TestReadBack: the reader of these tests finds everything that was written.
func TestReadBack(t *testing.T) {
	t.Parallel()
	f, rows := sample()
	r := readFile(written(t, f, rows))
	if r.label != f.Label || r.cases != 3 || r.notes[0] != "Fictieve gegevens" {
		t.Errorf("label %q, %d cases, notes %q", r.label, r.cases, r.notes)
	}
	for i, v := range f.Variables {
		got := r.vars[i]
		if got.name != v.Name || got.label != v.Label || got.width != v.Width || len(got.labels) != len(v.Labels) {
			t.Errorf("variable %+v, want %+v", got, v)
		}
		for _, l := range v.Labels {
			if got.labels[fmt.Sprint(l.Value)] != l.Text {
				t.Errorf("%s: value %v is %q, want %q", v.Name, l.Value, got.labels[fmt.Sprint(l.Value)], l.Text)
			}
		}
	}
	if !slices.Equal(r.vars[3].missing, []float64{9}) || r.vars[3].level != 2 || r.vars[0].level != 1 {
		t.Errorf("missing %v, levels %d and %d", r.vars[3].missing, r.vars[3].level, r.vars[0].level)
	}
	want := [][]any{
		{"R01", 1.0, 0.0, 9.0, "cirkelcoördinator", rows[0][5], "ja", 1.25},
		{"é", nil, 151.0, 152.0, "", "", "", nil},
		{"", -99.0, -100.0, float64(1 << 40), "x", "kort", "nee", -0.5},
	}
	for i := range want {
		if !slices.Equal(r.rows[i], want[i]) {
			t.Errorf("case %d: %v, want %v", i, r.rows[i], want[i])
		}
	}
}

// TestBytes holds pieces of a file against what the description of the format
// says, byte for byte.
func TestBytes(t *testing.T) {
	t.Parallel()
	f, rows := sample()
	data := written(t, f, rows)
	r := readFile(data)
	if got := string(data[84:109]); got != "\x00\x00\x00\x00\x00\x00\x59\x4015 Jul 2016:30:05" {
		t.Errorf("bias and time: %q", got)
	}
	// The set names its variables by their short names in small letters: the first
	// names free after those of eight bytes or fewer.
	if got := string(r.records[7]); got != "$activiteiten=D1 1 15 Activiteiten é v2 v3\n" {
		t.Errorf("record 7: %q", got)
	}
	if got := string(r.records[14]); got != "CITAAT=00600\x00\t" {
		t.Errorf("record 14: %q", got)
	}
	if got := string(r.records[18]); got != "een_lange_naam_met_meer_dan_acht_tekens:label_en('it's'\n)" {
		t.Errorf("record 18: %q", got)
	}
	// 600 bytes: segments of 255, 255 and 600 - 2*252 = 96.
	if i := bytes.Index(data, []byte("CITAAT  ")); data[i-20] != 255 {
		t.Errorf("the first segment of 600 bytes has width %d", data[i-20])
	}
	if i := bytes.Index(data, []byte("V5      ")); i < 0 || data[i-20] != 96 {
		t.Error("the last segment of 600 bytes has not width 96")
	}
}

func TestLabelsAreCutBetweenCharacters(t *testing.T) {
	t.Parallel()
	long := "a" + strings.Repeat("é", 200)
	f := sav.File{Label: long, Variables: []sav.Variable{{Name: "a", Label: long + "\n", Width: 9, Labels: []sav.Label{{Value: "x", Text: long}}}}}
	v := readFile(written(t, f, nil)).vars[0]
	if len(v.label) != 255 || !utf8.ValidString(v.label) {
		t.Errorf("a label of %d bytes: %q", len(v.label), v.label)
	}
	if l := v.labels["x"]; len(l) != 119 || !utf8.ValidString(l) {
		t.Errorf("a value label of %d bytes: %q", len(l), l)
	}
	if got := sav.Line("  een\tregel\x00 met \xff ", 100); got != "een regel  met \uFFFD" {
		t.Errorf("a label on one line: %q", got)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	one := func(v sav.Variable) sav.File { return sav.File{Variables: []sav.Variable{v}, Cases: 1} }
	cases := map[string]struct {
		file sav.File
		row  []any
	}{
		"no variables":      {sav.File{}, nil},
		"name":              {one(sav.Variable{Name: "één"}), []any{1}},
		"reserved":          {one(sav.Variable{Name: "with"}), []any{1}},
		"twice":             {sav.File{Variables: []sav.Variable{{Name: "a"}, {Name: "A"}}, Cases: 1}, []any{1, 1}},
		"too wide":          {one(sav.Variable{Name: "a", Width: 32_768}), []any{"a"}},
		"missing strings":   {one(sav.Variable{Name: "a", Width: 1, Missing: []int{1}}), []any{"a"}},
		"four missing":      {one(sav.Variable{Name: "a", Missing: []int{1, 2, 3, 4}}), []any{1}},
		"too long":          {one(sav.Variable{Name: "a", Width: 2}), []any{"abc"}},
		"text for a number": {one(sav.Variable{Name: "a"}), []any{"1"}},
		"number for a text": {one(sav.Variable{Name: "a", Width: 2}), []any{1}},
		"cells":             {one(sav.Variable{Name: "a"}), []any{1, 2}},
		"no rows":           {one(sav.Variable{Name: "a"}), nil},
	}
	for name, c := range cases {
		var rows [][]any
		if c.row != nil {
			rows = [][]any{c.row}
		}
		err := c.file.Write(io.Discard, slices.Values(rows))
		if !errors.Is(err, instruments.ErrRefused) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if instruments.Localized(err, instruments.Dutch) == instruments.Localized(err, instruments.English) {
			t.Errorf("%s: the message is the same in both languages: %v", name, err)
		}
	}
}

// TestRows: more rows than announced are refused too, and a failing disk is told.
func TestRows(t *testing.T) {
	t.Parallel()
	f := sav.File{Variables: []sav.Variable{{Name: "a"}}, Cases: 1}
	if err := f.Write(io.Discard, slices.Values([][]any{{1}, {2}})); !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("two rows for one case: %v", err)
	}
	full := errors.New("full")
	if err := f.Write(failing{full}, slices.Values([][]any{{1}})); !errors.Is(err, full) {
		t.Errorf("a full disk gives %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestNames(t *testing.T) {
	t.Parallel()
	in := []string{"leeftijd", "Leeftijd", "LEEFTIJD", "reden van vertrek?", "1e gesprek", "with", "", "😀", "Coördinator", "a.b-c", "__x__", strings.Repeat("x", 80), strings.Repeat("x", 80)}
	want := []string{"leeftijd", "Leeftijd_2", "LEEFTIJD_3", "reden_van_vertrek", "v_1e_gesprek", "v_with", "v", "v_2", "Coordinator", "a_b_c", "x", strings.Repeat("x", 64), strings.Repeat("x", 62) + "_2"}
	if got := sav.Names(in); !slices.Equal(got, want) {
		t.Errorf("names\n got %q\nwant %q", got, want)
	}
}

// TestNamesProperty: any texts give as many names that are valid and differ.
func TestNamesProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"a", "A", "a_2", "to", "é", "_"})), 0, 30).Draw(t, "texts")
		seen := map[string]bool{}
		for _, n := range sav.Names(texts) {
			if !sav.Valid(n) || seen[strings.ToUpper(n)] {
				t.Fatalf("%q is not valid or not unique", n)
			}
			seen[strings.ToUpper(n)] = true
		}
	})
}

// TestRoundTripProperty: whatever numbers and texts go in come back.
func TestRoundTripProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		widths := rapid.SliceOfN(rapid.SampledFrom([]int{0, 1, 7, 8, 9, 255, 256, 257, 504, 505, 900}), 1, 6).Draw(t, "widths")
		f := sav.File{}
		for i, w := range widths {
			f.Variables = append(f.Variables, sav.Variable{Name: fmt.Sprintf("variabele_%d", i), Width: w})
		}
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) []any {
			row := make([]any, len(widths))
			for i, w := range widths {
				if w > 0 {
					row[i] = sav.Cut(rapid.StringOf(rapid.RuneFrom([]rune("a é😀\n'"))).Draw(t, "text")+strings.Repeat(rapid.SampledFrom([]string{"", "é", "😀x"}).Draw(t, "more"), w), w)
				} else if rapid.Bool().Draw(t, "there") {
					row[i] = rapid.OneOf(rapid.IntRange(-120, 200), rapid.IntRange(-1<<40, 1<<40)).Draw(t, "number")
				}
			}
			return row
		}), 0, 5).Draw(t, "rows")
		got := readFile(written(t, f, rows)).rows
		for i, row := range rows {
			for j, cell := range row {
				want := cell
				switch x := cell.(type) {
				case int:
					want = float64(x)
				case string:
					want = strings.TrimRight(x, " ")
				}
				if got[i][j] != want {
					t.Fatalf("row %d, cell %d: %q, want %q", i, j, got[i][j], want)
				}
			}
		}
	})
}

func BenchmarkWrite(b *testing.B) {
	f, rows := sample()
	many := make([][]any, 10_000)
	for i := range many {
		many[i] = rows[i%len(rows)]
	}
	f.Cases = len(many)
	b.SetBytes(int64(len(written(b, f, many))))
	for b.Loop() {
		if err := f.Write(io.Discard, slices.Values(many)); err != nil {
			b.Fatal(err)
		}
	}
}
