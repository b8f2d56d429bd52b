package coding

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"meerzicht/instruments"
	"pgregory.net/rapid"
)

func textDocument(id, text string) *instruments.Document {
	return &instruments.Document{ID: instruments.DocumentID(id), Text: text, Length: utf8.RuneCountInString(text)}
}

func TestNewSegment(t *testing.T) {
	// 😀 is one code point (two UTF-16 units, four bytes); é here is two (NFD).
	doc := textDocument("R01", "Hé 😀, cafe\u0301 hier.")
	for _, test := range []struct {
		start, end                int
		quotation, prefix, suffix string
	}{
		{0, 2, "Hé", "", " 😀, cafe\u0301 hier."},
		{3, 4, "😀", "Hé ", ", cafe\u0301 hier."},
		{6, 11, "cafe\u0301", "Hé 😀, ", " hier."},
		{12, 17, "hier.", "Hé 😀, cafe\u0301 ", ""},
	} {
		got, err := NewSegment(doc, test.start, test.end)
		want := Segment{Document: "R01", Start: test.start, End: test.end, Quotation: test.quotation, Prefix: test.prefix, Suffix: test.suffix}
		if err != nil || got != want {
			t.Errorf("[%d,%d) = %+v, %v; want %+v", test.start, test.end, got, err, want)
		}
	}
	for _, span := range [][2]int{{-1, 2}, {0, 18}, {5, 5}, {6, 5}, {17, 18}} {
		if _, err := NewSegment(doc, span[0], span[1]); !errors.Is(err, instruments.ErrRefused) {
			t.Errorf("[%d,%d): %v, want ErrRefused", span[0], span[1], err)
		}
	}
}

func TestSegmentContextIs32CodePoints(t *testing.T) {
	doc := textDocument("d", strings.Repeat("é", 100))
	s, err := NewSegment(doc, 50, 51)
	if err != nil || s.Prefix != strings.Repeat("é", 32) || s.Suffix != strings.Repeat("é", 32) {
		t.Errorf("%+v, %v", s, err)
	}
}

// Cutting runes by position is what every segment must equal.
func TestSegmentProperty(t *testing.T) {
	letter := rapid.RuneFrom([]rune("ab é😀\n\u0301"))
	rapid.Check(t, func(t *rapid.T) {
		runes := rapid.SliceOfN(letter, 1, 3*markEvery).Draw(t, "text")
		start := rapid.IntRange(0, len(runes)-1).Draw(t, "start")
		end := rapid.IntRange(start+1, len(runes)).Draw(t, "end")
		s, err := NewSegment(textDocument("d", string(runes)), start, end)
		if err != nil || s.Quotation != string(runes[start:end]) || s.Prefix != string(runes[max(0, start-32):start]) || s.Suffix != string(runes[end:min(len(runes), end+32)]) {
			t.Fatalf("%+v, %v", s, err)
		}
		if again, found := Locate(string(runes), s); found != Same || again != s {
			t.Fatalf("not found at its own place: %v", found)
		}
		shift := rapid.SliceOfN(letter, 1, 40).Draw(t, "shift")
		moved, found := Locate("☃"+string(shift)+string(runes), s)
		if found == Lost || moved.Quotation != s.Quotation {
			t.Fatalf("shifted text: %+v, %v", moved, found)
		}
	})
}

func TestLocate(t *testing.T) {
	segment := func(text string, start, end int) Segment {
		s, err := NewSegment(textDocument("d", text), start, end)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	old := "ja. nee. ja. misschien. ja."
	for _, test := range []struct {
		name  string
		seg   Segment
		text  string
		found Found
		start int
	}{
		{"same", segment(old, 9, 11), old, Same, 9},
		{"same words, other surroundings", segment(old, 9, 11), "xx. nee. ja. xxxxxxxxx. ja.", Same, 9},
		{"shifted: context says which", segment(old, 9, 11), "Zeg: " + old, Moved, 14},
		{"shifted far: context on both sides", segment(old, 24, 26), " " + strings.Repeat("ja ", 30) + old, Moved, 115},
		{"context on one side", segment(old, 9, 11), "ja. ja ja. nee. ja. ja.", Moved, 16},
		{"no context: the nearest", Segment{Document: "d", Start: 12, End: 14, Quotation: "ja"}, "ja ......... ja ja", Moved, 13},
		{"before the old place", Segment{Document: "d", Start: 10, End: 12, Quotation: "ja"}, "...... ja", Moved, 7},
		{"gone", segment(old, 13, 22), "ja. nee. ja.", Lost, 13},
		{"no quotation", Segment{Document: "d", Start: 0, End: 2}, old, Lost, 0},
		{"text became short", segment(old, 24, 26), "ja", Moved, 0},
		{"overlapping hits", Segment{Document: "d", Start: 9, End: 11, Quotation: "aa"}, "aaaa", Moved, 2},
	} {
		got, found := Locate(test.text, test.seg)
		if found != test.found || got.Start != test.start || got.Quotation != test.seg.Quotation {
			t.Errorf("%s: %+v, %v; want %v at %d", test.name, got, found, test.found, test.start)
		}
		if found == Moved && string([]rune(test.text)[got.Start:got.End]) != got.Quotation {
			t.Errorf("%s: positions do not hold the quotation", test.name)
		}
	}
}

func ExampleNewSegment() {
	doc := &instruments.Document{ID: "R01", Text: "We gingen samen naar de film."}
	seg, err := NewSegment(doc, 10, 15)
	fmt.Println(seg.Quotation, err)
	// Output: samen <nil>
}

func ExampleLocate() {
	doc := &instruments.Document{ID: "R01", Text: "We gingen samen naar de film."}
	seg, _ := NewSegment(doc, 10, 15)
	now, found := Locate("Ja: we gingen samen naar de film.", seg)
	fmt.Println(now.Start, found == Moved)
	// Output: 14 true
}

func BenchmarkSegmenter(b *testing.B) {
	doc := textDocument("d", strings.Repeat("één woord en nog een ", 2000))
	s := NewSegmenter(doc)
	for i := range b.N {
		if _, err := s.Segment(i%40000, i%40000+30); err != nil {
			b.Fatal(err)
		}
	}
}

// Text for showing is cut off at the edges, in code points.
func TestBetween(t *testing.T) {
	s := NewSegmenter(&instruments.Document{Text: "één café 😀!"})
	for _, c := range []struct {
		start, end int
		want       string
		ok         bool
	}{
		{0, 3, "één", true},
		{4, 8, "café", true},
		{9, 10, "😀", true},
		{9, 99, "😀!", true},
		{-5, 3, "één", true},
		{3, 3, "", true},
		{11, 99, "", true},
		{12, 99, "", false},
		{5, 4, "", false},
		{-5, -1, "", false},
	} {
		if got, ok := s.Between(c.start, c.end); got != c.want || ok != c.ok {
			t.Errorf("%d–%d: %q %v, want %q %v", c.start, c.end, got, ok, c.want, c.ok)
		}
	}
}
