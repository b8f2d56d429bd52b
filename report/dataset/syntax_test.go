package dataset_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report/dataset"
	"meerzicht/report/sav"
)

// tiny has one variable of each sort.
func tiny() dataset.Dataset {
	return dataset.Dataset{
		Kind: dataset.Wide, Name: "klein", Label: both("Klein onderzoek.", "Small study."), Notes: []instruments.Text{both("Fictief", "Invented")},
		Variables: []dataset.Variable{
			{Name: "naam", Label: both("d'r naam", "her name"), Type: dataset.String, Measure: sav.Nominal, Missing: dataset.NoMissing},
			{Name: "a1", Label: both("eerste", "first"), Type: dataset.Number, Measure: sav.Nominal, Values: []dataset.ValueLabel{{Value: 1, Label: both("ja", "yes")}, {Value: 9, Label: both("geen", "none")}}, Missing: 9, Set: "s"},
			{Name: "a2", Label: both("tweede", "second"), Type: dataset.Number, Measure: sav.Nominal, Values: []dataset.ValueLabel{{Value: 1, Label: both("ja", "yes")}, {Value: 9, Label: both("geen", "none")}}, Missing: 9, Set: "s"},
			{Name: "deel", Label: both("aandeel", "share"), Type: dataset.Number, Measure: sav.Scale, Decimals: 2, Missing: dataset.NoMissing},
		},
		Rows: [][]dataset.Value{{"R1", 1, 9, 0.25}, {"R2", 9, 1, nil}},
		Sets: []dataset.ResponseSet{{Name: "s", Label: both("set", "set"), Counted: 1}},
	}
}

// TestSyntaxText is what a person who knows SPSS would write for four variables.
func TestSyntaxText(t *testing.T) {
	t.Parallel()
	want := `* Encoding: UTF-8.
* Klein onderzoek.
* Fictief.
* Deze syntaxis leest klein.csv uit de werkmap; kies die zo nodig eerst met CD.

GET DATA
  /TYPE=TXT
  /FILE='klein.csv'
  /ENCODING='UTF8'
  /ARRANGEMENT=DELIMITED
  /DELCASE=LINE
  /FIRSTCASE=2
  /DELIMITERS=","
  /QUALIFIER='"'
  /VARIABLES=naam A3
    a1 F8.0
    a2 F8.0
    deel F8.0
  .

RECODE a1 a2
  (SYSMIS=9).
MISSING VALUES a1 a2
  (9).

* Labels in English; the next block replaces them.
VARIABLE LABELS naam
   'her name'
  /a1
   'first'
  /a2
   'second'
  /deel
   'share'
  .
VALUE LABELS a1 a2
    1 'yes'
    9 'none'
  .

* Labels in het Nederlands.
VARIABLE LABELS naam
   'd''r naam'
  /a1
   'eerste'
  /a2
   'tweede'
  /deel
   'aandeel'
  .
VALUE LABELS a1 a2
    1 'ja'
    9 'geen'
  .

MRSETS /MDGROUP NAME=$s LABEL='set'
  VARIABLES= a1 a2
  VALUE=1.
VARIABLE LEVEL naam a1 a2
  (NOMINAL).
VARIABLE LEVEL deel
  (SCALE).
FORMATS deel (F10.2).
EXECUTE.
`
	var b bytes.Buffer
	if err := dataset.WriteSyntax(&b, tiny(), "klein.csv", nl); err != nil {
		t.Fatal(err)
	}
	compare(t, strings.Split(b.String(), "\n"), strings.Split(want, "\n"))
}

// TestFractions: a fraction reads the same by way of CSV, of .sav and of Excel.
func TestFractions(t *testing.T) {
	t.Parallel()
	d := tiny()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "klein.sav"), d, nl, dataset.WriteSAV)
	write(t, filepath.Join(dir, "klein.csv"), d, nl, dataset.WriteCSV)
	if got := records(t, filepath.Join(dir, "klein.csv")); got[1][3] != "0.25" || got[1][2] != "" || got[2][1] != "" || got[2][3] != "" {
		t.Errorf("csv %q", got)
	}
	var b bytes.Buffer
	if err := dataset.WriteSyntax(&b, d, "klein.csv", nl); err != nil {
		t.Fatal(err)
	}
	for _, get := range []string{"GET FILE='klein.sav'.", b.String()} {
		if out := look(t, dir, get+"\nLIST."); !strings.Contains(out, "\nR1,1,9,.25\nR2,9,1,. ") {
			t.Errorf("PSPP reads\n%s", out)
		}
	}
}

// TestSyntaxTellsOfLines: texts of several lines do not come in by way of CSV, and
// the syntax says so; nothing of the study can end a comment and begin a command.
func TestSyntaxTellsOfLines(t *testing.T) {
	t.Parallel()
	c := small()
	c.Info.Title = both("Eerste regel.\nDELETE VARIABLES A01.", "")
	for text, want := range map[string]bool{"een regel": false, "twee\nregels": true, "twee\rregels": true} {
		c.Codings[0].Quotation = text
		var b bytes.Buffer
		if err := dataset.WriteSyntax(&b, made(t, c, dataset.Codings, dataset.Options{}), "x'y.csv", nl); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(b.String(), "meer regels"); got != want {
			t.Errorf("%q: told %v, want %v", text, got, want)
		}
		if strings.Contains(b.String(), "\nDELETE") || !strings.Contains(b.String(), "/FILE='x''y.csv'") {
			t.Errorf("title or name of the file breaks out:\n%s", b.String()[:300])
		}
	}
}

// TestPSPPReadsOddStudies: names nobody foresaw, empty tables, texts that are no
// UTF-8, labels beyond every limit: PSPP reads the file without a word.
func TestPSPPReadsOddStudies(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é😀", 500)
	c := &coding.Corpus{
		Info:        coding.StudyInfo{Title: instruments.Same(long), Notice: instruments.Same("a\x00b\nc")},
		Respondents: []instruments.Respondent{{ID: "R\xff\x00", Type: "<script>", Project: long, Attributes: map[string]string{"WITH": "9", "😀": "\x1b[31m", long: "1", "title": "a\r\nb"}}},
		Codebook:    coding.Of([]coding.Code{{ID: coding.CodeID(long), Name: instruments.Same(long), Codable: true}, {ID: "=1+1", Name: instruments.Same("'\"),"), Codable: true}}),
		Documents:   []instruments.Document{{ID: "D", Kind: instruments.Interview, Respondent: "R\xff\x00"}},
		Codings:     []coding.Coding{{Code: "=1+1", Segment: coding.Segment{Document: "D", Quotation: long}}},
	}
	for _, kind := range dataset.Kinds() {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "d.sav"), made(t, c, kind, dataset.Options{}), en, dataset.WriteSAV)
		if out := look(t, dir, "GET FILE='d.sav'.\nDISPLAY DICTIONARY.\nLIST.\n"); strings.Contains(out, "warning") || strings.Contains(out, "error") {
			t.Errorf("%s: PSPP says\n%s", kind, out)
		}
	}
}
