package rock

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/transcript"
)

// awkward are words with everything that ROCK could take for a mark.
func awkward() *rapid.Generator[string] {
	parts := []string{"a", "é", "e\u0301", "🚌", " ", "\t", "\u00a0", "\n", "\u2028", "\u2060", "[", "]", "[[", "]]", "[[a]]", "[[uid=1]]", "---", "\n---\n", "<<a>>---", "--+-{x}-+--", "#", "\n# ", "~", "||", ">", "Respondent: ", "\nInterviewer: ", "p", "---paragraph-break---"}
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts), 1, 25).Draw(t, "parts"), "")
	})
}

func TestHideShow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := awkward().Draw(t, "words")
		line := hide(want)
		if got := show(line); got != want {
			t.Fatalf("%q, want %q", got, want)
		}
		if _, found := marks(line); len(found) > 0 || strings.Contains(line, "\n") || sectionBreak.MatchString(line) || anchor.MatchString(line) {
			t.Fatalf("%q holds marks", line)
		}
	})
}

// TestRoundTrip: codings of whole turns come back as they were, and texts to the
// last blank, whatever is in them.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := drawn(t)
		var b bytes.Buffer
		out, err := Write(&b, want, instruments.Dutch)
		if err != nil {
			t.Fatal(err)
		}
		got, in, problems := Read("x.rock", b.Bytes(), instruments.Dutch)
		if len(problems) > 0 {
			t.Fatal(problems.In(instruments.English))
		}
		if out.Lost() > 0 || in.Lost() > 0 {
			t.Fatalf("lost: %+v %+v\n%s", out, in, b.String())
		}
		for i, d := range want.Documents {
			if got.Documents[i].ID != d.ID || got.Documents[i].Text != d.Text {
				t.Fatalf("%q, want %q", got.Documents[i].Text, d.Text)
			}
		}
		a, z := stood(want), stood(got)
		if diff := cmp.Diff(a, z, cmp.Transformer("set", func(in []string) map[string]int {
			out := map[string]int{}
			for _, s := range in {
				out[s]++
			}
			return out
		})); diff != "" {
			t.Fatalf("%s\n%s", diff, b.String())
		}
	})
}

// drawn draws a study with codings on turns only.
func drawn(t *rapid.T) *coding.Corpus {
	c := &coding.Corpus{Codebook: coding.Of([]coding.Code{
		{ID: "c.1", Name: instruments.Same("een"), Codable: true}, {ID: "c-1", Name: instruments.Same("- twee: #"), Codable: true}, {ID: "één", Parent: "c.1", Name: instruments.Same("~"), Codable: true},
	})}
	for i := range rapid.IntRange(1, 3).Draw(t, "documents") {
		text := "x" + awkward().Draw(t, "text") // a document is never blank
		d := transcript.Of(fmt.Sprintf("d %d", i), text)
		d.ID = instruments.DocumentID(d.Title)
		c.Documents = append(c.Documents, d)
		blocks := blocksOf(&d)
		for _, turn := range d.Turns {
			u := utteranceOf(blocks, turn)
			if u == nil || u.start+u.from != turn.Start || u.start+u.to != turn.End || turn.Start >= turn.End {
				continue // a turn that shares its line with another has no line of its own
			}
			seg, err := coding.NewSegment(&d, turn.Start, turn.End)
			if err != nil {
				t.Fatal(err)
			}
			k := coding.Coding{
				Segment: seg, Code: c.Codebook.Codes[rapid.IntRange(0, 2).Draw(t, "code")].ID, Coder: coding.CoderID(fmt.Sprintf("codeur %d", rapid.IntRange(1, 2).Draw(t, "coder"))),
				Weight: rapid.SampledFrom([]int{0, 0, 1, 100}).Draw(t, "weight"), Origin: coding.ByImport,
			}
			k.ID = coding.NewCodingID(k)
			c.Codings = append(c.Codings, k)
		}
	}
	return c
}

func utteranceOf(blocks []utterance, turn instruments.Turn) *utterance {
	for i := range blocks {
		if blocks[i].start <= turn.Start && turn.End < blocks[i].end {
			return &blocks[i]
		}
	}
	return nil
}

// TestBlocksCoverTheText: utterances one behind the other are the text.
func TestBlocksCoverTheText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := instruments.Document{Text: awkward().Draw(t, "text")}
		d.Length = utf8.RuneCountInString(d.Text)
		at := 0
		for at < d.Length {
			turn := instruments.Turn{Start: rapid.IntRange(at, d.Length).Draw(t, "start")}
			turn.End = rapid.IntRange(turn.Start, d.Length).Draw(t, "end")
			d.Turns = append(d.Turns, turn)
			at = turn.End + 1
		}
		var texts []string
		end := 0
		for _, u := range blocksOf(&d) {
			if u.start != end || u.from < 0 || u.to > utf8.RuneCountInString(u.text) {
				t.Fatalf("%+v behind %d", u, end)
			}
			end = u.end
			texts = append(texts, u.text)
		}
		if got := strings.Join(texts, "\n"); got != d.Text || end != d.Length+1 {
			t.Fatalf("%q, want %q", got, d.Text)
		}
	})
}

// FuzzRead: no file makes the reader fail; what it counts adds up, and its
// codings stand in its texts.
func FuzzRead(f *testing.F) {
	var b bytes.Buffer
	if _, err := Write(&b, small(f), instruments.Dutch); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte(foreign))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, transfer, problems := Read("x.rock", data, instruments.Dutch)
		for _, n := range transfer.Counts {
			sum := n.Taken
			for _, l := range n.Lost {
				sum += l.Count
			}
			if sum != n.Found {
				t.Fatalf("%+v does not add up", n)
			}
		}
		if problems.Err() != nil {
			return
		}
		for _, k := range c.Codings {
			d, ok := c.Document(k.Document)
			if _, known := c.Codebook.Code(k.Code); !ok || !known || !coding.NewSegmenter(&d).Holds(k.Segment) {
				t.Fatalf("%+v stands nowhere", k)
			}
		}
	})
}

func BenchmarkWrite(b *testing.B) {
	c := large(b)
	var size bytes.Buffer
	if _, err := Write(&size, c, instruments.Dutch); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(size.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Write(&bytes.Buffer{}, c, instruments.Dutch); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	var data bytes.Buffer
	if _, err := Write(&data, large(b), instruments.Dutch); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(data.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, problems := Read("x.rock", data.Bytes(), instruments.Dutch); problems.Err() != nil {
			b.Fatal(problems)
		}
	}
}

// large is 37 interviews of some 30 kB, with a code on every fourth turn.
func large(b *testing.B) *coding.Corpus {
	b.Helper()
	c := &coding.Corpus{Codebook: coding.Of([]coding.Code{{ID: "c1", Name: instruments.Same("Meegaan"), Codable: true}})}
	for i := range 37 {
		d := transcript.Of(fmt.Sprintf("R%02d", i), strings.Repeat("Interviewer: En hoe ging dat toen?\nRespondent: Ik ben meegegaan – naar de gemeente – want dat vond hij een hele stap.\n", 260))
		d.ID = instruments.DocumentID(d.Title)
		c.Documents = append(c.Documents, d)
		in := coding.NewSegmenter(&d)
		for j := 0; j < len(d.Turns); j += 4 {
			seg, err := in.Segment(d.Turns[j].Start, d.Turns[j].End)
			if err != nil {
				b.Fatal(err)
			}
			c.Codings = append(c.Codings, coding.Coding{Segment: seg, Code: "c1", Coder: "codeur1"})
		}
	}
	return c
}
