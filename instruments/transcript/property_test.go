package transcript

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// words makes speech: words of any letters and signs that XML and text can hold,
// never a label, a time or a line end by accident.
func words(t *rapid.T, label string) string {
	word := rapid.StringMatching(`[a-zéëïüçA-Z0-9<>&"'’“”€…😀\-]{1,12}[,.;!?]{0,1}`)
	list := rapid.SliceOfN(word, 1, 20).Draw(t, label)
	return "zin " + strings.Join(list, " ")
}

// Whatever is said, it reads back word for word, from text and from Word.
func TestTurnsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		labels := rapid.SampledFrom([][]string{{"I", "R"}, {"Interviewer", "Respondent"}, {"INT", "R07"}, {"Gespreksleider", "V1", "V2", "P1"}}).Draw(t, "labels")
		n := rapid.IntRange(2, 30).Draw(t, "turns")
		var want []said
		for i := range n {
			want = append(want, said{labels[i%len(labels)], words(t, "words")})
		}
		newline := rapid.SampledFrom([]string{"\n", "\r\n", "\r", "\n\n"}).Draw(t, "newline")
		var text, paragraphs, rows strings.Builder
		for _, s := range want {
			text.WriteString(s.speaker + ": " + s.text + newline)
			paragraphs.WriteString(para(bold(s.speaker+":"), run(" "+s.text)))
			rows.WriteString(tableRow(s.speaker, s.text))
		}
		for name, data := range map[string][]byte{
			"a.txt": []byte(text.String()), "utf16.txt": utf16Bytes("\ufeff"+text.String(), true),
			"a.docx": docx(paragraphs.String()), "table.docx": docx(table(rows.String())),
		} {
			doc, problems := Read(name, data)
			if problems.Err() != nil {
				t.Fatalf("%s: %v", name, problems)
			}
			checkWhole(t, doc)
			got := spoken(doc)
			for i := range want {
				if i >= len(got) || got[i] != want[i] {
					t.Fatalf("%s: turn %d of %d (%d read): %q", name, i+1, n, len(got), want[i])
				}
			}
		}
	})
}

// FuzzRead feeds anything to the reader: no panic, and a document that is read
// keeps its promises.
func FuzzRead(f *testing.F) {
	for name, data := range eightFiles(f) {
		f.Add(name, data)
	}
	f.Add("a.docx", zipped("word/document.xml", billionLaughs))
	f.Add("a.txt", []byte("1 | **I:** [00:01] x #00:00:01-2#\n##META\nAnna   0:03\n\x00\xff"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		doc, problems := Read(name, data)
		Recognises(name, data)
		if problems.Err() != nil {
			if doc.Text != "" {
				t.Error("a refused file gave a document")
			}
			for _, p := range problems {
				if p.What.NL == "" || p.What.EN == "" {
					t.Errorf("no message: %+v", p)
				}
			}
			return
		}
		checkPositions(t, doc.Text, doc.Length)
		checkWhole(t, doc)
	})
}

// FuzzText is the fuzz target of lines and labels, without a container before
// them.
func FuzzText(f *testing.F) {
	for _, seed := range []string{plainEight("\n"), "[00:01] I: a\n(1:02) R: b", "I   0:03\na", "12 | I:\n[1:00]\nx", "**I**: a\n**R:** b", "A: a\nB: b\nA: c\nB: d"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		doc, problems := Read("a.txt", []byte(text))
		if problems.Err() == nil {
			checkWhole(t, doc)
		}
	})
}

func checkPositions(t *testing.T, text string, length int) {
	t.Helper()
	if n := utf8.RuneCountInString(text); n != length {
		t.Errorf("length %d, want %d code points", length, n)
	}
}
