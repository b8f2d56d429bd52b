package study

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
	"pgregory.net/rapid"
)

// spoken is a reader of lines "Label: words", each a turn without its label.
func spoken(name string, data []byte) (instruments.Document, instruments.Problems) {
	d := instruments.Document{Title: stem(name), Text: string(data), Decoder: "fake"}
	at := 0
	for line := range strings.SplitAfterSeq(d.Text, "\n") {
		label, _, _ := strings.Cut(line, ": ")
		n := len([]rune(line))
		if n > 0 {
			from := at + min(n, len([]rune(label))+2)
			d.Turns = append(d.Turns, instruments.Turn{Speaker: label, Start: from, End: at + len([]rune(strings.TrimSuffix(line, "\n"))), TimeMS: -1})
		}
		at += n
	}
	return d, nil
}

func importSpoken(t testing.TB, s *Study, files map[string]string) {
	t.Helper()
	var in []Input
	for name, text := range files {
		in = append(in, input(name, text))
	}
	slices.SortFunc(in, func(a, b Input) int { return strings.Compare(a.Name, b.Name) })
	if _, err := s.Import(t.Context(), "x", in, ImportOptions{As: instruments.Other, Replace: true, Readers: Readers{Transcript: spoken, List: fakeList}}); err != nil {
		t.Fatal(err)
	}
}

func mustSearch(t testing.TB, s *Study, query string, limit int) ([]Hit, int) {
	t.Helper()
	hits, total, err := s.Search(t.Context(), query, limit)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return hits, total
}

// where is a hit as "document:turn start-end 'words'".
func where(t testing.TB, s *Study, h Hit) string {
	t.Helper()
	body, err := s.Text(t.Context(), h.Document)
	if err != nil {
		t.Fatal(err)
	}
	r := []rune(body)
	if got := string(r[h.ExcerptStart : h.ExcerptStart+len([]rune(h.Excerpt))]); got != h.Excerpt || h.ExcerptStart > h.Start || h.ExcerptStart+len([]rune(h.Excerpt)) < h.End {
		t.Errorf("excerpt %q at %d, the text has %q; match %d–%d", h.Excerpt, h.ExcerptStart, got, h.Start, h.End)
	}
	return fmt.Sprintf("%s:%d %s", h.Document, h.Turn, string(r[h.Start:h.End]))
}

func TestSearch(t *testing.T) {
	s, _ := newStudy(t)
	importSpoken(t, s, map[string]string{
		"A.txt": "Prof: Wij dronken samen koffie 😀 in de stad.\nVrijw: De vrijwilliger zei: één op één, Café!\n",
		"B.txt": "V: koffie samen? Nee, thee. Foto's van vrijwilligerswerk.\nV: samen   koffie\n\nV: IJs en ĳs, Zoë’s cafe\u0301\n",
		"C.txt": "Koffie: hier staat het woord alleen als naam van de spreker\n",
	})
	for _, test := range []struct {
		query string
		want  []string
	}{
		{"koffie", []string{"A:0 koffie", "B:0 koffie", "B:1 koffie"}},
		{"KOFFIE", []string{"A:0 koffie", "B:0 koffie", "B:1 koffie"}},
		{"koffie samen", []string{"A:0 samen", "B:0 koffie", "B:1 samen"}},
		{`"samen koffie"`, []string{"A:0 samen koffie", "B:1 samen   koffie"}},
		{"“samen koffie”", []string{"A:0 samen koffie", "B:1 samen   koffie"}},
		{`"samen koffie" stad`, []string{"A:0 samen koffie"}},
		{"cafe", []string{"A:1 Café", "B:3 cafe\u0301"}},
		{"café", []string{"A:1 Café", "B:3 cafe\u0301"}},
		{"vrijwillig*", []string{"A:1 vrijwilliger", "B:0 vrijwilligerswerk"}},
		{`"de vrijwillig*"`, []string{"A:1 De vrijwilliger"}},
		{"vrijwilliger", []string{"A:1 vrijwilliger"}},
		{"een-op-een", []string{"A:1 één op één"}},
		{"foto's", []string{"B:0 Foto's"}},
		{"ijs", []string{"B:3 IJs"}},
		{"zoe", []string{"B:3 Zoë"}},
		{"spreker", []string{"C:0 spreker"}},
		{"thee koffie koffie", []string{"B:0 koffie"}},
		{"koffie bestaatniet", nil},
		{"stad vrijwilliger", nil}, // both stand in A, in two turns
		{`"koffie in`, []string{"A:0 koffie 😀 in"}},
		{"wij OR thee NOT", nil}, // no operators
		{"koffie*", []string{"A:0 koffie", "B:0 koffie", "B:1 koffie"}},
		{"koffie) AND (x", nil},
		{"text:koffie", nil},
	} {
		hits, total := mustSearch(t, s, test.query, 50)
		var got []string
		for _, h := range hits {
			got = append(got, where(t, s, h))
		}
		if !slices.Equal(got, test.want) || total != len(test.want) {
			t.Errorf("%s: %d: %q, want %q", test.query, total, got, test.want)
		}
	}
	hits, total := mustSearch(t, s, "koffie", 2)
	if len(hits) != 2 || total != 3 || hits[0].Document != "A" {
		t.Errorf("limit 2: %v of %d", hits, total)
	}
	for _, limit := range []int{0, -1} {
		if hits, total := mustSearch(t, s, "koffie", limit); len(hits) != 0 || total != 3 {
			t.Errorf("limit %d: %v of %d", limit, hits, total)
		}
	}
	mustVerify(t, s)
}

func TestSearchRefusesOddQueries(t *testing.T) {
	s, _ := newStudy(t)
	for _, q := range []string{"", "  ", `""`, "*", "a*", "?!", "\xff", strings.Repeat("a", 501), strings.Repeat("a ", 21), "'", "--"} {
		_, _, err := s.Search(t.Context(), q, 10)
		if !errors.Is(err, instruments.ErrRefused) {
			t.Errorf("%q: %v, want a refusal", q, err)
			continue
		}
		told(t, err)
	}
}

func FuzzSearch(f *testing.F) {
	for _, q := range []string{"koffie", `"samen koffie"`, "ko*", `a" OR "b`, "NEAR(a b)", "{x}:y ^z", "\x00", "é\u0301*", "-a +b", `"`} {
		f.Add(q)
	}
	s, _ := newStudy(f)
	importSpoken(f, s, map[string]string{"A.txt": "P: samen koffie, a or b near c\n"})
	f.Fuzz(func(t *testing.T, q string) {
		hits, total, err := s.Search(t.Context(), q, 5)
		if err != nil && !errors.Is(err, instruments.ErrRefused) {
			t.Errorf("%q: %v", q, err)
		}
		if len(hits) > total {
			t.Errorf("%d hits of %d", len(hits), total)
		}
	})
}

// plainSearch is search by looking: every turn, word by word.
func plainSearch(docs []instruments.Document, terms []term) (out []string) {
	words := func(text string) (w []string) {
		for s := (scanner{text: text}); s.next(); {
			w = append(w, string(s.word))
		}
		return w
	}
	has := func(in []string, t term) bool {
		for i := 0; i+len(t.words) <= len(in); i++ {
			ok := true
			for k, w := range t.words {
				last := k == len(t.words)-1
				ok = ok && (in[i+k] == w || last && t.start && strings.HasPrefix(in[i+k], w))
			}
			if ok {
				return true
			}
		}
		return false
	}
	for _, d := range docs {
		r := []rune(d.Text)
		for i, turn := range d.Turns {
			w := words(string(r[turn.Start:turn.End]))
			if !slices.ContainsFunc(terms, func(t term) bool { return !has(w, t) }) {
				out = append(out, fmt.Sprint(d.ID, i))
			}
		}
	}
	return out
}

// Searching gives what looking at every turn gives, whatever was imported,
// replaced, undone and redone, and in a study that is open for reading only.
func TestSearchIsWhatStandsThere(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		path := filepath.Join(t.TempDir(), "s.mz")
		s, err := Create(t.Context(), path, testOptions())
		if err != nil {
			rt.Fatal(err)
		}
		defer s.Close()
		word := rapid.SampledFrom(strings.Fields("ja nee jaar ne één een EEN nee's op-en ĳs 😀 ja, . jaren"))
		line := rapid.Custom(func(t *rapid.T) string {
			return "S: " + strings.Join(rapid.SliceOfN(word, 0, 6).Draw(t, "words"), " ") + "\n"
		})
		for range rapid.IntRange(1, 5).Draw(rt, "steps") {
			switch rapid.IntRange(0, 4).Draw(rt, "step") {
			case 0:
				_, _, err = s.Undo(t.Context(), "x")
			case 1:
				_, _, err = s.Redo(t.Context(), "x")
			default:
				files := map[string]string{}
				for range rapid.IntRange(1, 40).Draw(rt, "files") {
					files[rapid.SampledFrom([]string{"A", "B", "C"}).Draw(rt, "name")+fmt.Sprint(len(files))+".txt"] = "S: x\n" + strings.Join(rapid.SliceOfN(line, 1, 4).Draw(rt, "lines"), "")
				}
				importSpoken(t, s, files)
			}
			if err != nil {
				rt.Fatal(err)
			}
		}
		r, err := OpenReadOnly(t.Context(), path)
		if err != nil {
			rt.Fatal(err)
		}
		defer r.Close()
		docs := mustCorpus(t, s, WithTexts()).Documents
		for range 5 {
			query := strings.Join(rapid.SliceOfN(word, 1, 3).Draw(rt, "query"), " ") + rapid.SampledFrom([]string{"", "*"}).Draw(rt, "star")
			if rapid.Bool().Draw(rt, "phrase") {
				query = `"` + query + `"`
			}
			terms, err := parseQuery(query)
			if err != nil {
				continue
			}
			want := plainSearch(docs, terms)
			for _, s := range []*Study{r, s} {
				hits, total := mustSearch(t, s, query, 1000)
				var got []string
				for _, h := range hits {
					got = append(got, fmt.Sprint(h.Document, h.Turn))
					where(t, s, h)
				}
				if !slices.Equal(got, want) || total != len(want) {
					rt.Fatalf("%s: %v (%d), want %v", query, got, total, want)
				}
			}
		}
		if _, err := s.Verify(t.Context()); err != nil {
			rt.Fatal(err)
		}
	})
}

// A large import is indexed afterwards, in several steps, while others write.
func TestIndexOfManyDocuments(t *testing.T) {
	s, _ := newStudy(t)
	files := map[string]string{}
	for i := range someDocuments + 250 {
		files[fmt.Sprintf("D%03d.txt", i)] = fmt.Sprintf("S: woord%d staat in een tekst\nS: tweede beurt\n", i)
	}
	importSpoken(t, s, files)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	writing := make(chan int)
	go func() {
		n := 0
		for ; ctx.Err() == nil; n++ {
			if _, err := s.DoRequest(t.Context(), "x", fmt.Sprint("w", n), putPerson(fmt.Sprint(n))); err != nil {
				t.Error(err)
			}
		}
		writing <- n
	}()
	if err := s.Index(t.Context()); err != nil {
		t.Fatal(err)
	}
	cancel()
	if <-writing == 0 {
		t.Error("nobody could write meanwhile")
	}
	if left, err := pick(s.reader, 1); err != nil || len(left) != 0 {
		t.Errorf("left after indexing: %v, %v", left, err)
	}
	if _, total := mustSearch(t, s, "tweede", 1); total != len(files) {
		t.Errorf("%d hits, want %d", total, len(files))
	}
	if hits, total := mustSearch(t, s, "woord249", 9); total != 1 || hits[0].Document != "D249" {
		t.Errorf("%v", hits)
	}
	mustVerify(t, s)
}

func TestScanner(t *testing.T) {
	long := strings.Repeat("é", 100)
	for in, want := range map[string]string{
		"":                      "",
		"Hé, jij!":              "he 0-2|jij 4-7",
		"foto's":                "foto 0-4|s 5-6",
		"e\u0301e\u0301n":       "een 0-5",
		"af\u00adbreken":        "afbreken 0-9",
		"\u0301los":             "los 1-4",
		"ĲS 12½ Ørsted Ł Đ ß":   "ijs 0-2|12½ 3-6|orsted 7-13|l 14-15|d 16-17|ß 18-19",
		"Ёлка 東京 ﬁ":             "ёлка 0-4|東京 5-7|ﬁ 8-9",
		"a😀b":                   "a 0-1|b 2-3",
		long:                    strings.Repeat("e", 64) + " 0-100",
		"×÷":                    "",
		"Việt Nguyễn ǅ":         "viet 0-4|nguyen 5-11|ǆ 12-13",
		strings.Repeat("京", 30): strings.Repeat("京", 21) + " 0-30",
	} {
		var got []string
		for s := (scanner{text: in}); s.next(); {
			got = append(got, fmt.Sprintf("%s %d-%d", s.word, s.start, s.point))
			if b := in[s.from:s.at]; len([]rune(b)) != s.point-s.start {
				t.Errorf("%q: bytes %d–%d are %q", in, s.from, s.at, b)
			}
		}
		if joined := strings.Join(got, "|"); joined != want {
			t.Errorf("%q: %s, want %s", in, joined, want)
		}
	}
}

func TestOutline(t *testing.T) {
	doc := fakeDocument()
	doc.Title = `,"turns":[ ],"words":`
	for _, turns := range [][]instruments.Turn{nil, {{Start: 1, End: 2}}, {{Speaker: `],"words":9`, Start: 1, End: 2}, {Speaker: `,"turns":[`, Start: 3, End: 4}}} {
		doc.Turns = turns
		full, err := coding.Canonical(doc)
		if err != nil {
			t.Fatal(err)
		}
		got, err := coding.Decode[instruments.Document](outline(full))
		if err != nil {
			t.Fatal(err)
		}
		want := doc
		want.Turns, want.Text = nil, ""
		a, _ := coding.Canonical(want)
		b, _ := coding.Canonical(got)
		if string(a) != string(b) {
			t.Errorf("%s\nwant %s", b, a)
		}
	}
}
