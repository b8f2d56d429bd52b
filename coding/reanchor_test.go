package coding

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"meerzicht/instruments"
	"pgregory.net/rapid"
)

// onWords is a coding of words in a text, of their n-th occurrence.
func onWords(t testing.TB, text, words string, n int) Coding {
	t.Helper()
	from := 0
	for ; n > 0; n-- {
		from += strings.Index(text[from:], words) + 1
	}
	i := strings.Index(text[from:], words)
	if i < 0 {
		t.Fatalf("%q is not in %q", words, text)
	}
	start := utf8.RuneCountInString(text[:from+i])
	seg, err := NewSegment(&instruments.Document{ID: "R01", Text: text}, start, start+utf8.RuneCountInString(words))
	if err != nil {
		t.Fatal(err)
	}
	c := Coding{Segment: seg, Code: "act.A01", Coder: "codeur1"}
	c.ID = NewCodingID(c)
	return c
}

func outcome(f Found) string {
	return map[Found]string{Same: "same", Moved: "moved", Shifted: "shifted", Changed: "changed", Lost: "lost"}[f]
}

func TestReanchor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, old, now, words string
		nth                   int
		want, after           string
		start                 int
	}{
		{name: "nothing changed", old: "R: We gingen fietsen.", now: "R: We gingen fietsen.", words: "gingen fietsen", want: "same", after: "gingen fietsen", start: 6},
		{name: "before it", old: "R: We gingen fietsen.", now: "R: Nou, we gingen fietsen.", words: "gingen fietsen", want: "shifted", after: "gingen fietsen", start: 11},
		{name: "after it", old: "R: We gingen fietsen.", now: "R: We gingen fietsen, ja.", words: "gingen fietsen", want: "same", after: "gingen fietsen", start: 6},
		{name: "a word corrected", old: "R: We gingen saam fietsen gisteren.", now: "R: We gingen samen fietsen gisteren.", words: "gingen saam fietsen", want: "changed", after: "gingen samen fietsen", start: 6},
		{name: "the first word corrected", old: "R: Wij gingen samen fietsen.", now: "R: Zij gingen samen fietsen.", words: "Wij gingen samen", want: "changed", after: "Zij gingen samen", start: 3},
		{name: "the last word corrected", old: "R: We gingen samen fietse en toen.", now: "R: We gingen samen fietsen en toen.", words: "gingen samen fietse", want: "changed", after: "gingen samen fietsen", start: 6},
		{name: "a comma added", old: "R: Ja we gingen.", now: "R: Ja, we gingen.", words: "Ja we", want: "changed", after: "Ja, we", start: 3},
		{name: "capitals", old: "R: we gingen samen.", now: "R: We gingen samen.", words: "we gingen", want: "changed", after: "We gingen", start: 3},
		{name: "with its full stop", old: "R: We gingen saam weg. En toen.", now: "R: We gingen samen weg. En toen.", words: "gingen saam weg.", want: "changed", after: "gingen samen weg.", start: 6},
		{name: "words put in", old: "R: We gingen fietsen.", now: "R: We gingen heel vaak fietsen.", words: "gingen fietsen", want: "changed", after: "gingen heel vaak fietsen", start: 6},
		{name: "less than half is left", old: "R: We gingen samen hard fietsen.", now: "R: We gingen iets anders doen.", words: "gingen samen hard fietsen", want: "lost"},
		{name: "one word, corrected", old: "R: We fietsten.", now: "R: We wandelden.", words: "fietsten", want: "lost"},
		{name: "taken out", old: "R: We gingen fietsen. En naar huis.", now: "R: En naar huis.", words: "gingen fietsen", want: "lost"},
		{
			name: "never other words that read the same", old: "I: Samen?\nR: Ja.\nI: Vaak?\nR: Ja.\nI: Leuk?\nR: Nee.", now: "I: Samen?\nR: Ja.\nI: Vaak?\nR: Soms.\nI: Leuk?\nR: Nee.",
			words: "Ja", nth: 1, want: "lost",
		},
		{
			name: "the other of two stays itself", old: "I: Samen?\nR: Ja.\nI: Vaak?\nR: Ja.\nI: Leuk?", now: "I: Samen?\nR: Soms.\nI: Vaak?\nR: Ja.\nI: Leuk?",
			words: "Ja", nth: 1, want: "shifted", after: "Ja", start: 31,
		},
		{
			name: "a passage that was moved", old: "A: we dronken samen koffie.\nB: een heel ander verhaal dat langer is dan het eerste.\n", now: "B: een heel ander verhaal dat langer is dan het eerste.\nA: we dronken samen koffie.\n",
			words: "we dronken samen koffie", want: "moved", after: "we dronken samen koffie", start: 59,
		},
		{
			name: "a long passage among common words", old: "A: toen zijn we met de trein naar de zee gegaan.\nB: wij nooit.\nC: de hond en de kat.\n", now: "B: wij nooit.\nC: de hond en de kat.\nD: de een en de ander.\nA: toen zijn we met de trein naar de zee gegaan.\n",
			words: "we met de trein naar de zee gegaan", want: "shifted", after: "we met de trein naar de zee gegaan", start: 72,
		},
		{name: "inside a word", old: "R: De vrijwilligersgroep kwam.", now: "R: Nou, de vrijwilligersgroep kwam.", words: "groep", want: "shifted", after: "groep", start: 24},
		{name: "signs without words", old: "R: Tja … weet niet.", now: "R: Tja ja … weet niet.", words: "…", want: "shifted", after: "…", start: 10},
		{name: "an emoji", old: "R: Leuk 😀 ja.", now: "R: Heel leuk 😀 ja.", words: "😀", want: "shifted", after: "😀", start: 13},
		{name: "combining marks", old: "R: een cafe\u0301 bezocht.", now: "R: nou een cafe\u0301 bezocht.", words: "cafe\u0301 bezocht", want: "shifted", after: "cafe\u0301 bezocht", start: 11},
		{name: "nothing left", old: "R: We gingen.", now: "", words: "We gingen", want: "lost"},
	} {
		t.Run(c.name, func(t *testing.T) {
			coding := onWords(t, c.old, c.words, c.nth)
			got := Reanchor(c.old, c.now, []Coding{coding})[0]
			if outcome(got.Outcome) != c.want {
				t.Fatalf("%s ‘%s’ at %d, want %s", outcome(got.Outcome), got.Coding.Quotation, got.Coding.Start, c.want)
			}
			if got.Old != coding.Segment || got.Coding.ID != coding.ID || got.Coding.Code != coding.Code {
				t.Errorf("%+v", got)
			}
			if c.want == "lost" {
				if got.Coding != coding {
					t.Errorf("a lost coding changed: %+v", got.Coding)
				}
				return
			}
			if got.Coding.Quotation != c.after || got.Coding.Start != c.start {
				t.Errorf("‘%s’ at %d, want ‘%s’ at %d", got.Coding.Quotation, got.Coding.Start, c.after, c.start)
			}
			holds(t, c.now, got.Coding.Segment)
		})
	}
}

// A coding that did not fit its own text is looked up by its quotation alone.
func TestReanchorOfAMarkThatDidNotFit(t *testing.T) {
	t.Parallel()
	c := onWords(t, "R: We gingen fietsen.", "gingen fietsen", 0)
	c.Start, c.End = 2, 5
	got := Reanchor("R: We gingen fietsen.", "Nou: we gingen fietsen.", []Coding{c})[0]
	if got.Outcome != Moved || got.Coding.Quotation != "gingen fietsen" || got.Coding.Start != 8 {
		t.Errorf("%+v", got)
	}
}

// holds fails unless a segment is what stands at its positions.
func holds(t testing.TB, text string, s Segment) {
	t.Helper()
	if again, err := NewSegment(&instruments.Document{ID: s.Document, Text: text}, s.Start, s.End); err != nil || again != s {
		t.Errorf("%+v does not stand in the text: %+v, %v", s, again, err)
	}
}

// edited is a text of words, and the same after words of it were left out, put in,
// corrected and moved. touched are the words of the first that were.
type edited struct {
	old, now string
	place    [][2]int // of each word of old, in code points
	touched  []bool
	split    []bool // a word was put in behind it
}

func drawEdit(t *rapid.T) edited {
	vocabulary := []string{"ja", "nee", "we", "gingen", "fietsen", "koffie", "é́n", "😀", "R:", "I:", "thuis", "ʼs"}
	count := rapid.IntRange(1, 60).Draw(t, "words")
	var e edited
	var b, now strings.Builder
	for i := range count {
		w := rapid.SampledFrom(vocabulary).Draw(t, "word")
		if rapid.Bool().Draw(t, "own") { // half of the words stand once
			w = fmt.Sprintf("woord%d", i)
		}
		start := utf8.RuneCountInString(b.String())
		b.WriteString(w)
		e.place = append(e.place, [2]int{start, utf8.RuneCountInString(b.String())})
		sep := rapid.SampledFrom([]string{" ", "\n", ", ", ". "}).Draw(t, "sep")
		b.WriteString(sep)
		touched, split := false, false
		switch rapid.IntRange(0, 11).Draw(t, "edit") {
		case 0:
			touched = true // left out
		case 1:
			touched = true
			now.WriteString("verbeterd" + sep)
		case 2:
			split = true
			now.WriteString(w + sep + "erbij" + fmt.Sprint(i) + " ")
		default:
			now.WriteString(w + sep)
		}
		e.touched, e.split = append(e.touched, touched), append(e.split, split)
	}
	e.old, e.now = b.String(), now.String()
	return e
}

// Whatever was edited: every coding that is kept holds its quotation; one that is
// same or moved has the words that it had; and one of which no word was touched,
// held by a word that stands once, keeps exactly its words.
func TestReanchorProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		e := drawEdit(rt)
		doc := instruments.Document{ID: "R01", Text: e.old}
		var list []Coding
		var calm []bool
		for range rapid.IntRange(1, 8).Draw(rt, "codings") {
			from := rapid.IntRange(0, len(e.place)-1).Draw(rt, "from")
			to := rapid.IntRange(from+1, min(from+6, len(e.place))).Draw(rt, "to")
			seg, err := NewSegment(&doc, e.place[from][0], e.place[to-1][1])
			if err != nil {
				rt.Fatal(err)
			}
			list = append(list, Coding{ID: CodingID(fmt.Sprint(len(list))), Segment: seg})
			untouched := !slices.Contains(e.touched[from:to], true) && !slices.Contains(e.split[from:to-1], true)
			calm = append(calm, untouched && strings.Contains(seg.Quotation, "woord"))
		}
		for i, got := range Reanchor(e.old, e.now, list) {
			if got.Outcome == Lost {
				if got.Coding != list[i] {
					rt.Fatalf("a lost coding changed: %+v", got)
				}
				if calm[i] {
					rt.Fatalf("‘%s’ was not touched and is lost\n%q\n%q", list[i].Quotation, e.old, e.now)
				}
				continue
			}
			s := got.Coding.Segment
			if again, err := NewSegment(&instruments.Document{ID: "R01", Text: e.now}, s.Start, s.End); err != nil || again != s {
				rt.Fatalf("%+v does not stand in the text", s)
			}
			if (got.Outcome != Changed || calm[i]) && s.Quotation != list[i].Quotation {
				rt.Fatalf("%s: ‘%s’ became ‘%s’\n%q\n%q", outcome(got.Outcome), list[i].Quotation, s.Quotation, e.old, e.now)
			}
			if (got.Outcome == Same) != (s.Start == list[i].Start && s.Quotation == list[i].Quotation) && got.Outcome != Changed {
				rt.Fatalf("%s at %d, before at %d", outcome(got.Outcome), s.Start, list[i].Start)
			}
		}
	})
}

// The alignment pairs equal words, in order, and as many as can be when nothing
// bounds the search: its length is that of the longest common subsequence.
func TestAlignProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		draw := func(label string) []word {
			keys := rapid.SliceOfN(rapid.IntRange(0, 3), 0, 12).Draw(rt, label)
			words := make([]word, len(keys))
			for i, k := range keys {
				words[i].key = k
			}
			return words
		}
		a, b := draw("a"), draw("b")
		x := aligner{a, b, make([]int, len(a))}
		for i := range x.match {
			x.match[i] = -1
		}
		x.shortest(0, len(a), 0, len(b))
		if got, want := paired(rt, a, b, x.match), longest(a, b); got != want {
			rt.Fatalf("%d pairs, the longest common part has %d: %v", got, want, x.match)
		}
		paired(rt, a, b, align(a, b))
	})
}

func paired(t *rapid.T, a, b []word, match []int) int {
	n, last := 0, -1
	for i, k := range match {
		if k < 0 {
			continue
		}
		if k <= last || a[i].key != b[k].key {
			t.Fatalf("%v of %v and %v", match, a, b)
		}
		last = k
		n++
	}
	return n
}

// longest is the length of the longest common subsequence, by the plain table.
func longest(a, b []word) int {
	table := make([][]int, len(a)+1)
	for i := range table {
		table[i] = make([]int, len(b)+1)
	}
	for i := range a {
		for k := range b {
			if a[i].key == b[k].key {
				table[i+1][k+1] = table[i][k] + 1
			} else {
				table[i+1][k+1] = max(table[i][k+1], table[i+1][k])
			}
		}
	}
	return table[len(a)][len(b)]
}

// Texts made to be slow: no word stands once, and a great deal differs.
func TestReanchorOfHostileTexts(t *testing.T) {
	t.Parallel()
	words := func(n int, seed uint64) string {
		r := rand.New(rand.NewPCG(seed, 1))
		var b strings.Builder
		for range n {
			b.WriteString([]string{"ja ", "nee ", "tja "}[r.IntN(3)])
		}
		return b.String()
	}
	a, b := words(60_000, 1), words(60_000, 2)
	c := onWords(t, a, a[3000:3040], 0)
	if got := Reanchor(a, b, []Coding{c})[0]; got.Outcome == Changed {
		holds(t, b, got.Coding.Segment)
	}
	all := strings.Repeat("a", 200_000)
	Reanchor(all, strings.Repeat("a ", 100_000), []Coding{onWords(t, all, "aaaa", 0)})
	Reanchor("\xff\xfe", "\xff", nil)
}

func TestShared(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"we gingen samen fietsen", "We gingen, samen, fietsen!", 1},
		{"een twee drie vier", "een zes drie zeven", 0.5},
		{"een twee", "drie vier", 0},
		{"een twee", "een twee drie vier vijf", 1},
		{"", "een", 0},
		{"…", "…", 0},
		{"een twee drie", "drie twee een", 1.0 / 3},
	} {
		if got := Shared(c.a, c.b); got != c.want {
			t.Errorf("Shared(%q, %q) = %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func ExampleReanchor() {
	before := "R: We gingen saam fietsen. Daarna koffie."
	after := "R: Nou, we gingen samen fietsen. Daarna koffie."
	doc := instruments.Document{ID: "R01", Text: before}
	one, _ := NewSegment(&doc, 6, 25)
	two, _ := NewSegment(&doc, 34, 40)
	for _, r := range Reanchor(before, after, []Coding{{Segment: one}, {Segment: two}}) {
		fmt.Println(r.Outcome == Changed, r.Coding.Start, r.Coding.Quotation)
	}
	// Output:
	// true 11 gingen samen fietsen
	// false 40 koffie
}

// BenchmarkReanchor lays two versions of a text of 100,000 words side by side, of
// which one word in fifty was corrected, and looks 1,000 codings up.
func BenchmarkReanchor(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	var old, now strings.Builder
	for range 100_000 {
		w := fmt.Sprint("w", int(r.ExpFloat64()*800), " ")
		old.WriteString(w)
		if r.IntN(50) == 0 {
			w = "verbeterd "
		}
		now.WriteString(w)
	}
	doc := instruments.Document{ID: "R01", Text: old.String()}
	in := NewSegmenter(&doc)
	var list []Coding
	for i := range 1000 {
		seg, err := in.Segment(i*300, i*300+120)
		if err != nil {
			b.Fatal(err)
		}
		list = append(list, Coding{Segment: seg})
	}
	b.SetBytes(int64(old.Len()))
	for b.Loop() {
		Reanchor(old.String(), now.String(), list)
	}
}
