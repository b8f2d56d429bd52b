package coding

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"meerzicht/instruments"
	"pgregory.net/rapid"
)

const talk = "V: We gingen samen naar de film.\nP: En één keer ‘koffie’; leuk, \"echt\" 😀.\n- Ja.\n"

func testDocs(texts map[string]string) func(instruments.DocumentID) (*instruments.Document, bool) {
	return func(id instruments.DocumentID) (*instruments.Document, bool) {
		text, ok := texts[string(id)]
		return textDocument(string(id), text), ok
	}
}

func testBook() Codebook {
	return Of([]Code{
		{ID: "act", Name: instruments.Same("Activiteiten")},
		{ID: "act.A01", Parent: "act", Codable: true, Name: instruments.Same("samen")},
		{ID: "act.A02", Parent: "act", Codable: true, Name: instruments.Same("koffie")},
		{ID: "=x", Codable: true, Name: instruments.Same("formule")},
	})
}

func read(t *testing.T, file string) ([]Coding, instruments.Problems) {
	t.Helper()
	return ReadCodings("codes.csv", strings.NewReader(file), testDocs(map[string]string{"R01": talk, "R02": "Samen uit."}), testBook())
}

func TestReadCodings(t *testing.T) {
	const row = "R01,13,18,samen,act.A01,ik,mooi\n"
	want := Coding{Segment: Segment{Document: "R01", Start: 13, End: 18, Quotation: "samen", Prefix: "V: We gingen ", Suffix: " naar de film.\nP: En één keer ‘k"}, Code: "act.A01", Coder: "ik", Memo: "mooi", Origin: ByImport}
	want.ID = NewCodingID(want)
	for name, file := range map[string]string{
		"plain":           "document,start,end,quotation,code,coder,memo\n" + row,
		"BOM and CRLF":    "\ufeffdocument,start,end,quotation,code,coder,memo\r\nR01,13,18,samen,act.A01,ik,mooi\r\n",
		"semicolons":      "document;start;end;quotation;code;coder;memo\nR01;13;18;samen;act.A01;ik;mooi\n",
		"other order":     "memo,coder,code,quotation,end,start,document\nmooi,ik,act.A01,samen,18,13,R01\n",
		"capitals, extra": "Document, Start ,END,Quotation,Code,Coder,Memo,eigen\nR01,13,18,samen,act.A01,ik,mooi,x\n",
		"no quotation":    "document,start,end,code,coder,memo\nR01,13,18,act.A01,ik,mooi\n",
		"no last newline": "document,start,end,quotation,code,coder,memo\nR01, 13,18 ,samen,act.A01,ik,mooi",
		"quoted":          "\"document\",\"start\",\"end\",\"quotation\",\"code\",\"coder\",\"memo\"\n\"R01\",\"13\",\"18\",\"samen\",\"act.A01\",\"ik\",\"mooi\"\n",
		"empty lines":     "document,start,end,quotation,code,coder,memo\n\n" + row + "\n",
	} {
		got, problems := read(t, file)
		if len(problems) > 0 || len(got) != 1 || got[0] != want {
			t.Errorf("%s: %+v, %v", name, got, problems)
		}
		if !IsCodings([]byte(file)) {
			t.Errorf("%s: not recognised", name)
		}
	}
}

func TestReadCodingsAllColumns(t *testing.T) {
	got, problems := read(t, "document,start,end,quotation,code,coder,memo,dyad,origin,weight,rule,matched\nR01,13,18,samen,act.A01,lexicon,,T01/V–x,lexicon,80,samen*,samen\n")
	want := Coding{Segment: got[0].Segment, Code: "act.A01", Coder: "lexicon", Origin: FromLexicon, Weight: 80, Rule: "samen*", Matched: "samen", Dyad: "T01/V–x"}
	want.ID = NewCodingID(want)
	if len(problems) > 0 || got[0] != want {
		t.Errorf("%+v, %v", got, problems)
	}
	// Two dyads in one sentence are two codings.
	got, problems = read(t, "document,start,end,code,coder,dyad\nR01,13,18,act.A01,ik,T01/a\nR01,13,18,act.A01,ik,T01/b\n")
	if len(problems) > 0 || len(got) != 2 || got[0].ID == got[1].ID {
		t.Errorf("%+v, %v", got, problems)
	}
}

// What WriteCodings writes of a consensus is read back; nobody else's codings come
// from comparing.
func TestReadCodingsOfConsensus(t *testing.T) {
	got, problems := read(t, "document,start,end,code,coder,origin\nR01,13,18,act.A01,consensus,agreed\nR01,13,16,act.A01,consensus,settled\nR01,13,17,act.A01,consensus-1,agreed\n")
	if len(problems) > 0 || len(got) != 3 || got[0].Origin != ByAgreement || got[1].Origin != BySettling || got[2].Origin != ByAgreement {
		t.Errorf("%+v, %v", got, problems)
	}
	for _, row := range []string{"R01,13,18,act.A01,anna,agreed", "R01,13,18,act.A01,lexicon,settled", "R01,13,18,act.A01,consensus,elders"} {
		if _, problems := read(t, "document,start,end,code,coder,origin\n"+row+"\n"); len(problems) != 1 || problems[0].Column != "origin" {
			t.Errorf("%s: %v", row, problems)
		}
	}
}

func TestReadCodingsMovedQuotation(t *testing.T) {
	got, problems := read(t, "document,start,end,quotation,code,coder\nR01,3,8,samen,act.A01,ik\n")
	if len(got) != 1 || got[0].Start != 13 || got[0].End != 18 || problems.Err() != nil || len(problems) != 1 || problems[0].Line != 2 {
		t.Errorf("%+v, %v", got, problems)
	}
}

// Every problem is found, with its line and column, and in both languages.
func TestReadCodingsProblems(t *testing.T) {
	for _, test := range []struct {
		name, row, column string
	}{
		{"unknown document", "R09,0,3,,act.A01,ik", "document"},
		{"unknown code", "R01,0,3,,act.B99,ik", "code"},
		{"code that groups", "R01,0,3,,act,ik", "code"},
		{"no code", "R01,0,3,,,ik", "code"},
		{"no coder", "R01,0,3,,act.A01,", "coder"},
		{"no number", "R01,x,3,,act.A01,ik", "start"},
		{"negative", "R01,-1,3,,act.A01,ik", "start"},
		{"fraction", "R01,0,3.5,,act.A01,ik", "end"},
		{"empty number", "R01,0,,,act.A01,ik", "end"},
		{"out of range", "R01,0,3000,,act.A01,ik", "start"},
		{"turned round", "R01,3,2,,act.A01,ik", "start"},
		{"lost quotation", "R01,0,5,dansen,act.A01,ik", "quotation"},
		{"no UTF-8", "R01,0,3,\xe9\xe9n,act.A01,ik", "quotation"},
		{"bad csv", "R01,0,3,\"x\"y,act.A01,ik", ""},
		{"too few cells", "R01,0,3,V: ,act.A01", ""},
	} {
		codings, problems := read(t, "document,start,end,quotation,code,coder\nR01,13,18,samen,act.A01,ik\n"+test.row+"\nR02,0,5,Samen,act.A01,ik\n")
		if len(codings) != 2 {
			t.Errorf("%s: %d codings around it, want 2", test.name, len(codings))
		}
		if len(problems) != 1 || problems[0].Line != 3 || problems[0].Column != test.column || problems[0].File != "codes.csv" || !errors.Is(problems.Err(), instruments.ErrRefused) {
			t.Errorf("%s: %v", test.name, problems.In(instruments.English))
			continue
		}
		if p := problems[0]; p.What.NL == "" || p.What.EN == "" || p.What.NL == p.What.EN {
			t.Errorf("%s: not told in two languages: %+v", test.name, p.What)
		}
	}
}

func TestReadCodingsHeaders(t *testing.T) {
	for name, file := range map[string]string{
		"empty": "", "other file": "a,b,c\n1,2,3\n", "no code": "document,start,end\n", "twice": "document,start,start,end,code\n", "binary": "\x00\x01\x02",
	} {
		if got, problems := read(t, file); len(got) != 0 || problems.Err() == nil || problems[0].Line != 1 {
			t.Errorf("%s: %v, %v", name, got, problems)
		}
	}
	for _, head := range []string{"respondent,rol\n", "", "document,code\n", "spreker;tekst"} {
		if IsCodings([]byte(head)) {
			t.Errorf("%q is taken for codings", head)
		}
	}
}

func TestReadCodingsTwice(t *testing.T) {
	same := "R01,13,18,samen,act.A01,ik,mooi\n"
	got, problems := read(t, "document,start,end,quotation,code,coder,memo\n"+same+same)
	if len(got) != 1 || len(problems) != 1 || !problems[0].Note {
		t.Errorf("%v, %v", got, problems)
	}
	if _, problems = read(t, "document,start,end,quotation,code,coder,memo\n"+same+"R01,13,18,samen,act.A01,ik,lelijk\n"); problems.Err() == nil {
		t.Error("two memos on one coding were taken")
	}
}

func TestReadCodingsBoundsProblems(t *testing.T) {
	file := "document,start,end,code,coder\n" + strings.Repeat("R01,0,3,act.B99,ik\n", maxCodingProblems+500)
	if _, problems := read(t, file); len(problems) != maxCodingProblems+1 || !strings.Contains(problems[maxCodingProblems].What.EN, "500") {
		t.Errorf("%d problems", len(problems))
	}
	file = "document,start,end,code,coder\n" + strings.Repeat("R09,0,3,act.A01,ik\n", 500)
	if _, problems := read(t, file); len(problems) != 1 {
		t.Errorf("an absent document is told %d times", len(problems))
	}
}

func TestReadCodingsReadError(t *testing.T) {
	r := io.MultiReader(strings.NewReader("document,start,end,code,coder\nR01,0,3,act.A01,ik\n"), iotest.ErrReader(errors.New("schijf weg")))
	if _, problems := ReadCodings("c.csv", r, testDocs(map[string]string{"R01": talk}), testBook()); problems.Err() == nil || !strings.Contains(problems.Error(), "schijf weg") {
		t.Errorf("problems = %v", problems)
	}
}

func TestReadCodingsOf(t *testing.T) {
	got, problems := ReadCodingsOf("jij", "c.csv", strings.NewReader("document,start,end,code,coder\nR01,0,3,act.A01,\nR01,0,3,act.A01,ik\n"), testDocs(map[string]string{"R01": talk}), testBook())
	if len(problems) != 0 || len(got) != 2 || got[0].Coder != "jij" || got[0].ID != NewCodingID(got[0]) || got[1].Coder != "ik" {
		t.Errorf("%+v, %v", got, problems)
	}
}

// A quotation from a file made by another program may begin with an apostrophe
// and a dash: the text decides.
func TestReadCodingsForeignApostrophe(t *testing.T) {
	texts := map[string]string{"D": "'- nee en - ja"}
	for quotation, want := range map[string]int{"'- nee": 0, "''- nee": 0} {
		got, problems := ReadCodings("c.csv", strings.NewReader("document,start,end,quotation,code,coder\nD,0,6,"+quotation+",act.A01,ik\n"), testDocs(texts), testBook())
		if len(problems) != 0 || len(got) != 1 || got[0].Start != want {
			t.Errorf("%q: %+v, %v", quotation, got, problems)
		}
	}
}

func TestFormulasAreNeutralised(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "tekst": "tekst", "=1+1": "'=1+1", "- Ja": "'- Ja", "+31": "'+31", "@x": "'@x", "\tx": "'\tx", "\rx": "'\rx", "'=1": "''=1", "'": "'", "'t": "'t", "''-": "'''-", "a=b": "a=b", "−1": "−1",
	} {
		if got := neutral(in); got != want || defuse(got) != in {
			t.Errorf("neutral(%q) = %q (back: %q), want %q", in, got, defuse(got), want)
		}
	}
	var b bytes.Buffer
	c := Coding{Segment: Segment{Document: "=D", Start: 1, End: 2, Quotation: "-x"}, Code: "+c", Coder: "@k", Memo: "\tm", Rule: "=r", Matched: "-m", Dyad: "=d", Origin: "=o"}
	if err := WriteCodings(&b, []Coding{c}); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, cell := range rows[1] {
		if formula(cell) {
			t.Errorf("column %s: %q is a formula", rows[0][i], cell)
		}
	}
}

// What is written is read back, whatever the texts hold.
func TestWriteReadCodings(t *testing.T) {
	text := rapid.StringOfN(rapid.RuneFrom([]rune("ab=+-@\t'\",;\n é😀")), 0, 8, -1)
	rapid.Check(t, func(t *rapid.T) {
		body := "=" + text.Draw(t, "text") + "'-x"
		doc := textDocument("D", body)
		var want []Coding
		seen := map[CodingID]bool{}
		for range rapid.IntRange(0, 5).Draw(t, "n") {
			start := rapid.IntRange(0, doc.Length-1).Draw(t, "start")
			seg, err := NewSegment(doc, start, rapid.IntRange(start+1, doc.Length).Draw(t, "end"))
			if err != nil {
				t.Fatal(err)
			}
			c := Coding{
				Segment: seg, Code: rapid.SampledFrom([]CodeID{"act.A01", "=x"}).Draw(t, "code"), Coder: CoderID("k" + text.Draw(t, "coder")),
				Origin: rapid.SampledFrom([]string{ByHand, ByImport, FromLexicon}).Draw(t, "origin"), Memo: text.Draw(t, "memo"), Rule: text.Draw(t, "rule"),
				Matched: text.Draw(t, "matched"), Weight: rapid.IntRange(0, 100).Draw(t, "weight"), Dyad: instruments.DyadID(text.Draw(t, "dyad")),
			}
			c.ID = NewCodingID(c)
			if !seen[c.ID] {
				want = append(want, c)
			}
			seen[c.ID] = true
		}
		var b bytes.Buffer
		if err := WriteCodings(&b, want); err != nil {
			t.Fatal(err)
		}
		got, problems := ReadCodings("c.csv", &b, testDocs(map[string]string{"D": body}), testBook())
		if len(problems) > 0 || !slices.Equal(got, want) {
			t.Fatalf("problems %v\ngot  %+v\nwant %+v", problems, got, want)
		}
	})
}

func TestWriteCodingsError(t *testing.T) {
	if err := WriteCodings(failingWriter{}, make([]Coding, 5000)); err == nil {
		t.Error("a full disk was not noticed")
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errors.New("vol") }

func FuzzReadCodings(f *testing.F) {
	f.Add("document,start,end,quotation,code,coder,memo\nR01,13,18,samen,act.A01,ik,mooi\n")
	f.Add("\ufeffdocument;start;end;quotation;code;coder;memo\r\nR01;3;8;samen;act.A01;ik;\"a\nb\"\r\n")
	f.Add("document,start,end,code\nR01,0,99999999999999999999,act.A01\n\"")
	f.Fuzz(func(t *testing.T, file string) {
		codings, problems := ReadCodings("f.csv", strings.NewReader(file), testDocs(map[string]string{"R01": talk}), testBook())
		runes := []rune(talk)
		for _, c := range codings {
			if string(runes[c.Start:c.End]) != c.Quotation || c.ID != NewCodingID(c) || c.Coder == "" {
				t.Fatalf("%+v", c)
			}
		}
		for _, p := range problems {
			if p.What.IsZero() || p.File != "f.csv" {
				t.Fatalf("%+v", p)
			}
		}
	})
}

func ExampleWriteCodings() {
	var b bytes.Buffer
	c := Coding{Segment: Segment{Document: "R01", Start: 13, End: 18, Quotation: "samen"}, Code: "act.A01", Coder: "ik", Memo: "=niet rekenen"}
	fmt.Println(WriteCodings(&b, []Coding{c}))
	fmt.Print(b.String())
	// Output:
	// <nil>
	// document,start,end,quotation,code,coder,memo,dyad,origin,weight,rule,matched
	// R01,13,18,samen,act.A01,ik,'=niet rekenen,,,,,
}

func manyCodings(b *testing.B, n int) ([]Coding, map[string]string) {
	texts := map[string]string{}
	var out []Coding
	for d := range 370 {
		doc := textDocument(fmt.Sprintf("R%04d", d), strings.Repeat("Wij gingen één keer samen naar de film, \"ja\" zei hij. ", 400))
		texts[string(doc.ID)] = doc.Text
		s := NewSegmenter(doc)
		for i := range n / 370 {
			seg, err := s.Segment(i*50, i*50+60)
			if err != nil {
				b.Fatal(err)
			}
			out = append(out, Coding{Segment: seg, Code: "act.A01", Coder: "ik", Origin: ByImport, Memo: "een memo"})
		}
	}
	return out, texts
}

// BenchmarkWriteCodings writes 111,000 codings; the aim is 0.35 s.
func BenchmarkWriteCodings111000(b *testing.B) {
	codings, _ := manyCodings(b, 111_000)
	b.ResetTimer()
	for range b.N {
		if err := WriteCodings(io.Discard, codings); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadCodings111000(b *testing.B) {
	codings, texts := manyCodings(b, 111_000)
	var file bytes.Buffer
	if err := WriteCodings(&file, codings); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for range b.N {
		got, problems := ReadCodings("c.csv", bytes.NewReader(file.Bytes()), testDocs(texts), testBook())
		if len(got) != len(codings) || problems.Err() != nil {
			b.Fatal(len(got), problems)
		}
	}
}
