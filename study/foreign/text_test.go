package foreign

import (
	"maps"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"meerzicht/instruments"
)

func TestPlain(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, page, raw, text string }{
		{"one paragraph", "<p>Eén</p>", "Eén", "Eén"},
		{"two, broken in the text", "<p>a</p>\n<p>b</p>", "a\nb", "a\nb"},
		{"two, not broken", "<p>a</p><p>b</p>", "ab", "a\nb"},
		{"break in a line", "a<br>b<br/>c", "abc", "a\nb\nc"},
		{"break and line end", "a<br>\n  b", "a\n  b", "a\n  b"},
		{"words in bold", "<b>a</b><em>b</em> c", "ab c", "ab c"},
		{"list", "<ul><li>a</li><li>b</li></ul>c", "abc", "a\nb\nc"},
		{"names of characters", "&lt;b&gt; &amp; &eacute;&#8230;&nbsp;x", "<b> & é…\u00a0x", "<b> & é…\u00a0x"},
		{"less than", "3 < 4 en <3", "3 < 4 en <3", "3 < 4 en <3"},
		{"marks in attributes", `<a href="x>y" title='<p>'>a</a>b`, "ab", "ab"},
		{"comment", "a<!-- <p>weg</p> -->b", "ab", "ab"},
		{"line ends of Windows", "<p>a\r\nb\rc</p>", "a\nb\nc", "a\nb\nc"},
		{"blank between", "<p>a</p> <p>b</p>", "a b", "a \nb"},
		{"empty paragraphs", "<p></p><p>a</p><p></p><p>b</p><p></p>", "ab", "a\nb"},
		{"never closed", "a<p", "a", "a"},
		{"carriage return by name", "a&#13;b", "a\rb", "a\nb"},
	} {
		s := plain(tt.page)
		if text, _ := s.canonical(nil); s.raw != tt.raw || text != tt.text {
			t.Errorf("%s: %q and %q, want %q and %q", tt.name, s.raw, text, tt.raw, tt.text)
		}
	}
}

// TestPlaces: the break stands before a start and behind an end.
func TestPlaces(t *testing.T) {
	t.Parallel()
	_, at := plain("<p>é</p><p>b</p>").canonical([]int{0, 1, 2, 3, 9})
	if want := map[int]place{0: {0, 0}, 2: {2, 1}, 3: {3, 3}}; !maps.Equal(at, want) {
		t.Errorf("%v, want %v", at, want)
	}
}

func TestBytesAt(t *testing.T) {
	t.Parallel()
	const s = "a🚌é" // bytes 1, 4, 2
	if diff := cmp.Diff(map[int]int{0: 0, 1: 1, 2: 5, 3: 7}, bytesAt(s, codePoints, []int{3, 2, 1, 0, 4, -1})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[int]int{1: 1, 3: 5, 4: 7}, bytesAt(s, utf16Units, []int{1, 2, 3, 4})); diff != "" {
		t.Error(diff)
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	budget := 1000
	for _, tt := range []struct {
		to, want int
		found    bool
		what     string
	}{{0, 0, true, "ja"}, {5, 6, true, "ja"}, {100, 6, true, "ja"}, {0, 0, false, "misschien"}, {0, 0, false, ""}} {
		if at, ok := nearest("ja en ja", tt.what, tt.to, &budget); ok != tt.found || ok && at != tt.want {
			t.Errorf("%q near %d: %d %v", tt.what, tt.to, at, ok)
		}
	}
	if _, ok := nearest("ja en ja", "ja", 0, new(int)); ok {
		t.Error("looked without a budget")
	}
}

// TestMarksHold: on any page, a mark that the program would make on its own text
// lands on the same words of ours.
func TestMarksHold(t *testing.T) {
	t.Parallel()
	words := rapid.StringOfN(rapid.SampledFrom([]rune("ab é\u0301🚌\u200d\n&<")), 0, 12, -1)
	tags := rapid.SampledFrom([]string{"<p>", "</p>", "<br>", "<b>", "</b>", "<li>", ""})
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;")
	rapid.Check(t, func(t *rapid.T) {
		var page, raw strings.Builder
		for range rapid.IntRange(1, 8).Draw(t, "parts") {
			w := words.Draw(t, "words")
			raw.WriteString(w)
			page.WriteString(tags.Draw(t, "tag") + escape.Replace(w))
		}
		s := plain(page.String())
		if s.raw != raw.String() {
			t.Fatalf("%q, want %q", s.raw, raw.String())
		}
		start := rapid.IntRange(0, len(s.raw)).Draw(t, "start")
		end := rapid.IntRange(start, len(s.raw)).Draw(t, "end")
		text, at := s.canonical([]int{start, end})
		from, ok := at[start]
		to, whole := at[end]
		if boundary := (start == len(s.raw) || utf8.RuneStart(s.raw[start])) && (end == len(s.raw) || utf8.RuneStart(s.raw[end])); boundary != (ok && whole) {
			t.Fatalf("%d-%d in %q: places %v %v", start, end, s.raw, ok, whole)
		} else if !boundary || start == end {
			return
		}
		// Where a break is put in there is one line end more.
		got := string([]rune(text)[from.start:to.end])
		if without := func(s string) string { return strings.ReplaceAll(s, "\n", "") }; without(got) != without(s.raw[start:end]) {
			t.Fatalf("%q, want %q", got, s.raw[start:end])
		}
		if strings.HasPrefix(got, "\n") && s.raw[start] != '\n' || strings.HasSuffix(got, "\n") && s.raw[end-1] != '\n' {
			t.Fatalf("%q takes a break of ours along", got)
		}
	})
}

// FuzzRead: no bytes make the reader fail, and what it counts adds up.
func FuzzRead(f *testing.F) {
	f.Add(made(f, taguetteTables, taguetteRows))
	f.Add(made(f, qualcoderTables, qualcoderRows))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, transfer, problems := Read("x", strings.NewReader(string(data)), int64(len(data)), instruments.Dutch)
		sums(t, transfer)
		if problems.Err() != nil {
			return
		}
		for _, d := range c.Documents {
			if !utf8.ValidString(d.Text) || strings.ContainsAny(d.Text, "\r\x00") {
				t.Fatalf("the text of %q is not canonical", d.ID)
			}
		}
	})
}

// FuzzPlain: no page makes it fail, and breaks stand in order inside the text.
func FuzzPlain(f *testing.F) {
	f.Add("<p>a</p><p>b &amp; c</p>")
	f.Add("a<!--<br")
	f.Add("<a href='>'>x</a")
	f.Fuzz(func(t *testing.T, page string) {
		s := plain(strings.ToValidUTF8(page, "\ufffd"))
		last := 0
		for _, b := range s.breaks {
			if b < last || b > len(s.raw) {
				t.Fatalf("breaks %v in %d bytes", s.breaks, len(s.raw))
			}
			last = b
		}
		text, at := s.canonical([]int{0, len(s.raw)})
		if len(s.raw) > 0 && at[len(s.raw)].end > utf8.RuneCountInString(text) {
			t.Fatal("the end lies behind the text")
		}
	})
}
