package transcript

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"meerzicht/instruments"
)

// beside is what may stand outside the turns on one line: number, time, label,
// time.
var beside = regexp.MustCompile(`^(\d+\s*\||\d+$)?\s*([\[(#<{]?\d+(:\d\d)+([.,-]\d+)?[\])#>}]?)?\s*` +
	`(\*{0,2}\[?\pL[\pL\d\pM \x{a0},.\-–_'’()&/#+]{0,60}?\]?\s*:?\*{0,2}:?)?\s*([\[(#<{]?\d+(:\d\d)+([.,-]\d+)?[\])#>}]?)?:?$`)

// checkWhole holds every document to what Document promises: positions in order
// and inside the text, no blanks at the edges of a turn, every other character a
// label, time or number, and the hashes and counts of the text itself.
func checkWhole(t interface{ Errorf(string, ...any) }, doc instruments.Document) {
	text := []rune(doc.Text)
	sum := sha256.Sum256([]byte(doc.Text))
	if doc.Length != len(text) || doc.TextSHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("length %d of %d, or the hash is wrong", doc.Length, len(text))
	}
	if !utf8.ValidString(doc.Text) || strings.ContainsAny(doc.Text, "\r\x00") {
		t.Errorf("the text is not canonical")
	}
	at := 0
	turns := map[string]int{}
	for i, turn := range doc.Turns {
		if turn.Start < at || turn.End <= turn.Start || turn.End > len(text) {
			t.Errorf("turn %d: [%d,%d) after %d of %d", i+1, turn.Start, turn.End, at, len(text))
			return
		}
		if unicode.IsSpace(text[turn.Start]) || unicode.IsSpace(text[turn.End-1]) {
			t.Errorf("turn %d has blanks around it", i+1)
		}
		checkGap(t, doc, string(text[at:turn.Start]))
		at = turn.End
		if turn.Speaker != "" {
			turns[turn.Speaker]++
		}
	}
	checkGap(t, doc, string(text[at:]))
	for _, s := range doc.Speakers {
		if s.Turns != turns[s.Label] {
			t.Errorf("speaker %q: %d turns, counted %d", s.Label, s.Turns, turns[s.Label])
		}
		delete(turns, s.Label)
	}
	if len(turns) > 0 {
		t.Errorf("speakers missing: %v", turns)
	}
}

// checkGap allows numbers, times, the labels of the document, and labels that
// said nothing.
func checkGap(t interface{ Errorf(string, ...any) }, doc instruments.Document, gap string) {
	for _, line := range strings.FieldsFunc(gap, func(r rune) bool { return r == '\n' || r == '\t' }) {
		line = strings.TrimSpace(line)
		if said, ok := strings.CutSuffix(line, ":"); ok && slices.ContainsFunc(doc.Speakers, func(s instruments.Speaker) bool { return s.Label == said }) {
			continue // a name as a recogniser gives it
		}
		line = strings.TrimPrefix(strings.TrimSuffix(line, "#ENDCODE"), "#") // MAXQDA's signs
		m := beside.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			t.Errorf("%q is in no turn", line)
			continue
		}
		label := strings.TrimSpace(strings.Trim(m[4], "*:[] "))
		known := slices.ContainsFunc(doc.Speakers, func(s instruments.Speaker) bool { return s.Label == label })
		if label != "" && !known && !strings.Contains(line, ":") {
			t.Errorf("%q is in no turn and no label", line)
		}
	}
}

func TestDocument(t *testing.T) {
	data := []byte("\xef\xbb\xbfI: Één vraag?\r\nR: Ja -- 3 keer.\r\n")
	doc := mustRead(t, `C:\map\R07 versie.2.txt`, data)
	sum := sha256.Sum256(data)
	want := instruments.Document{
		Title: "R07 versie.2", Text: "I: Één vraag?\nR: Ja -- 3 keer.\n", Decoder: "utf-8-bom",
		Length: 31, Words: 7, // "--" is no word; the labels are
		Source: instruments.Source{Name: "R07 versie.2.txt", SHA256: hex.EncodeToString(sum[:]), Size: int64(len(data))},
	}
	if doc.Title != want.Title || doc.Text != want.Text || doc.Decoder != want.Decoder || doc.Source != want.Source {
		t.Errorf("%+v", doc)
	}
	if doc.Length != want.Length || doc.Words != want.Words {
		t.Errorf("length %d, words %d", doc.Length, doc.Words)
	}
	if doc.ID != "" || doc.Kind != "" || doc.Respondent != "" {
		t.Errorf("the study's fields are filled: %+v", doc)
	}
	if got := doc.Turns[0]; got.Start != 3 || got.End != 13 || got.TimeMS != -1 {
		t.Errorf("first turn %+v", got)
	}
}

func TestRecognises(t *testing.T) {
	sheet := zipped("_rels/.rels", relationships("officeDocument", "xl/workbook.xml"), "xl/workbook.xml", "<workbook/>")
	for _, c := range []struct {
		name string
		data []byte
		want bool
	}{
		{"a.docx", docx(""), true},
		{"zonder-extensie", docx(""), true},
		{"a.docx", sheet, false},
		{"a.xlsx", sheet, false},
		{"a.xlsx", docx(""), false},
		{"a.qdpx", zipped("project.qde", "<Project/>"), false},
		{"a.docx", zipped("leesmij.txt", "niets"), false},
		{"a.docx", docx("")[:40], true}, // damaged: Read tells how
		{"a.docx", []byte("geen zip"), true},
		{"a.txt", []byte("tekst"), true},
		{"a.TXT", []byte("tekst"), true},
		{"a.md", []byte("tekst"), true},
		{"a.txt", nil, true},
		{"a.csv", []byte("a,b"), false},
		{"a.json", []byte(`{"tabel":[]}`), false},
		{"a.json", []byte(`{"segments":[]}`), true},
		{"a.png", []byte("\x89PNG"), false},
		{"a.doc", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), true},
		{"a.xlsx", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), false},
		{"a.pdf", []byte("%PDF-1.7"), true},
		{"a.vtt", []byte("WEBVTT"), true},
		{"studie.mz", []byte("SQLite format 3\x00"), false},
	} {
		if got := Recognises(c.name, c.data); got != c.want {
			t.Errorf("%s %.12q: %v", c.name, c.data, got)
		}
	}
}

// Formats that are known and not read say which ones are, in both languages.
func TestKnownNotRead(t *testing.T) {
	for name, data := range map[string]string{
		"a.pdf": "%PDF-1.7", "b.rtf": "tekst", "f.odt": "PK\x03\x04", "i.txt": "%PDF-1.4", "j.csv": "a;b", "k.xyz": "x", "l.doc": "\xd0\xcf\x11\xe0",
	} {
		_, problems := Read(name, []byte(data))
		if len(problems) != 1 || problems.Err() == nil {
			t.Errorf("%s: %v", name, problems)
			continue
		}
		p := problems[0]
		if p.File != name || !strings.Contains(p.Hint.NL, ".docx") || !strings.Contains(p.Hint.EN, ".docx") || p.What.NL == p.What.EN {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

func TestCountWords(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, " \n\t": 0, "een": 1, "een twee": 2, "een\ntwee\tdrie": 3, "'s avonds": 2, "- – … !": 0, "e-mail": 1,
		"één\u00a0twee": 2, "€ 12,50": 1, "(ja)": 1, "«ça»": 1, "\u2003é": 1, "a -b- c": 3,
	} {
		if got := countWords(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

func TestReadKeepsNothingOfItsInput(t *testing.T) {
	for name, data := range map[string][]byte{"a.txt": []byte(plainEight("\n")), "a.docx": docx(tableOfEight())} {
		doc := mustRead(t, name, data)
		before := fmt.Sprint(doc)
		for i := range data {
			data[i] = 'x'
		}
		mustRead(t, "b.docx", docx(para(run("iets heel anders"))))
		if fmt.Sprint(doc) != before {
			t.Errorf("%s changed with its input", name)
		}
	}
}

func TestSameInputSameDocument(t *testing.T) {
	names := slices.Sorted(func(yield func(string) bool) {
		for name := range eightFiles(t) {
			if !yield(name) {
				return
			}
		}
	})
	files := eightFiles(t)
	for _, name := range names {
		first, p1 := Read(name, files[name])
		second, p2 := Read(name, files[name])
		if fmt.Sprint(first, p1) != fmt.Sprint(second, p2) {
			t.Errorf("%s reads differently the second time", name)
		}
	}
}
