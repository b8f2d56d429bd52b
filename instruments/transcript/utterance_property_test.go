package transcript

import (
	"fmt"
	"html"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// conversation makes turns of two speakers who take turns, as in words.
func conversation(t *rapid.T) []said {
	speakers := rapid.SampledFrom([][]string{{"Interviewer", "Respondent"}, {"I", "R"}, {"Wit, Anna de (HU)", "Spreker 2"}}).Draw(t, "speakers")
	n := rapid.IntRange(2, 12).Draw(t, "turns")
	var out []said
	for i := range n {
		out = append(out, said{speakers[i%2], words(t, "words")})
	}
	return out
}

// cut parts words into up to three pieces at blanks.
func cut(t *rapid.T, s string) []string {
	fields := strings.Fields(s)
	var out []string
	for len(fields) > 0 {
		n := len(fields)
		if len(out) < 2 {
			n = rapid.IntRange(1, len(fields)).Draw(t, "cut")
		}
		out = append(out, strings.Join(fields[:n], " "))
		fields = fields[n:]
	}
	return out
}

// Whatever is said and however it is cut over cues, segments and rows, no word is
// lost, none is added, and each stays with who said it.
func TestNoWordIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := conversation(t)
		var vtt, srt, whisper, amber, csv, cha, otr strings.Builder
		vtt.WriteString("WEBVTT\n\n")
		csv.WriteString("Spreker;Tekst;Start;Einde\n")
		ms := int64(0)
		for i, s := range want {
			for j, piece := range cut(t, s.text) {
				from, to := ms, ms+int64(rapid.IntRange(0, 9000).Draw(t, "ms"))
				ms = to
				newline := rapid.SampledFrom([]string{" ", "\n"}).Draw(t, "newline")
				two := strings.Replace(piece, " ", newline, 1)
				fmt.Fprintf(&vtt, "%s/%d-%d\n%s --> %s\n<v %s>%s</v>\n\n", guid, i, j, clockAt(from, "."), clockAt(to, "."), s.speaker, html.EscapeString(two))
				fmt.Fprintf(&srt, "%d\n%s --> %s\n%s: %s\n\n", i, clockAt(from, ","), clockAt(to, ","), s.speaker, html.EscapeString(two))
				fmt.Fprintf(&whisper, `{"start":%s,"end":%s,"text":%s,"speaker":%s},`, seconds(from), seconds(to), quoted(" "+piece), quoted(s.speaker))
				fmt.Fprintf(&amber, `{"speaker":%s,"words":[{"text":%s}]},`, quoted(s.speaker), strings.Join(quotedWords(piece), `},{"text":`))
				fmt.Fprintf(&csv, "%s;\"%s\";%d;%d\r\n", s.speaker, strings.ReplaceAll(two, `"`, `""`), from, to)
			}
			fmt.Fprintf(&cha, "*%s:\t%s \x15%d_%d\x15\n", s.speaker, strings.ReplaceAll(s.text, " ", "\n\t"), ms, ms)
			fmt.Fprintf(&otr, "<p><b>%s</b>: %s</p>", s.speaker, strings.ReplaceAll(html.EscapeString(s.text), " ", "&nbsp; "))
		}
		for name, file := range map[string]string{
			"a.vtt": vtt.String(), "a.srt": srt.String(), "whisper.json": `{"segments":[` + whisper.String() + `{"text":""}]}`,
			"amber.json": `{"segments":[` + amber.String() + `{"words":[]}]}`, "a.csv": csv.String(), "a.cha": cha.String(), "a.otr": `{"text":` + quoted(otr.String()) + `}`,
		} {
			if name == "a.otr" && strings.Contains(want[0].speaker, "(") {
				continue // a name is believed there only when it looks like one
			}
			if name == "a.cha" && strings.Contains(want[0].text, "•") {
				continue
			}
			doc, problems := Read(name, []byte(file))
			if problems.Err() != nil {
				t.Fatalf("%s: %v", name, problems)
			}
			checkWhole(t, doc)
			got := spoken(doc)
			for i := range max(len(want), len(got)) {
				if i >= len(got) || i >= len(want) || got[i] != want[i] {
					t.Fatalf("%s: turn %d: %q, want %q", name, i+1, got[min(i, len(got)-1):], want[min(i, len(want)-1)])
				}
			}
		}
	})
}

func quotedWords(s string) []string {
	var out []string
	for w := range strings.FieldsSeq(s) {
		out = append(out, quoted(w))
	}
	return out
}

// Cues without a speaker are joined, never reordered: their words are those of the
// file, one after another, whatever lines they are made of.
func TestLinesOfCues(t *testing.T) {
	pieces := []string{
		"Een", "twee.", "Anna:", "I:", "[Bea]", "[lacht]", "10:30", "a --> b", "12", "NOTE", "STYLE", "<i>", "</i>", "<x>", "&amp;", "{\\an8}", "WEBVTT",
		"\n", "\n\n", "00:00:01.000 --> 00:00:02.000\n", "\n00:00:01,000 --> 00:00:04,000\n",
	}
	rapid.Check(t, func(t *rapid.T) {
		file := "1\n00:00:00.000 --> 00:00:01.000\nzin " + strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 40).Draw(t, "pieces"), " ")
		doc, problems := Read("a.srt", []byte(file))
		if problems.Err() != nil {
			t.Fatalf("%q: %v", file, problems)
		}
		checkWhole(t, doc)
		for _, word := range []string{"Een", "twee.", "<x>", "[lacht]"} {
			if got, want := strings.Count(doc.Text, word), strings.Count(file, word); got < want-strings.Count(file, "NOTE")*40 {
				t.Fatalf("%q: %d times %q, want %d: %q", file, got, word, want, doc.Text)
			}
		}
	})
}

// fuzzFormat feeds anything to the reader of one format: no panic, and a document
// that keeps its promises.
func fuzzFormat(f *testing.F, name string, seeds ...string) {
	for file, data := range spokenFiles(f) {
		if strings.HasSuffix(file, name[1:]) {
			f.Add(data)
		}
	}
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		Recognises(name, data)
		doc, problems := Read(name, data)
		if problems.Err() == nil {
			checkPositions(t, doc.Text, doc.Length)
			checkWhole(t, doc)
		} else if problems[0].What.NL == "" || problems[0].What.EN == "" || doc.Text != "" {
			t.Errorf("%+v", problems)
		}
	})
}

func FuzzVTT(f *testing.F) {
	fuzzFormat(f, "a.vtt", "WEBVTT\n\n0:0.0-->0:1.\n<v A>\n<v>x</v><c.a><00:00:01.000><c>b</c>", "0:0.1 --> 0:0.2\nA: b: c\n[A] b\nA: b: d")
}

func FuzzSRT(f *testing.F) {
	fuzzFormat(f, "a.srt", "1\r\n\r\n00:00:01,000 --> 0:0:2\r{\\an8}<i>a", "1\n0:0:0 --> 0:0:1\n1\n0:0:0 --> 0:0:1\n[I]: a")
}

func FuzzSpeechJSON(f *testing.F) {
	fuzzFormat(f, "a.json", `{"segments":[{"text":"a b","words":[{"word":"a","speaker":"x"},{"word":"b","speaker":{"name":1}}]}]}`, `[{"text":"a","timestamp":[0,{}]},[],1]`)
}

func FuzzOTR(f *testing.F) {
	fuzzFormat(f, "a.otr", `{"text":"<span class=timestamp data-timestamp=1e9>1:00</span><p>a<!-- b"}`, `{"text":"<span timestamp></span>&nbsp;x"}`)
}

func FuzzCHA(f *testing.F) {
	fuzzFormat(f, "a.cha", "@UTF8\n*I:\ta \x151_2\x15 •3_4•\n\tb\n%x:\ty\n*:\n*R", "*A:\t\x15\x15_\x15%a_1_2\x15")
}

func FuzzSpokenTable(f *testing.F) {
	fuzzFormat(f, "a.csv", "sep=\t\nspeaker\ttext\ttime\n\"a\"\"\tb\n", "start,end,text\n1,2,\"a\n\"b\n,,")
}

// FuzzF4 is the fuzz target of f4's times and of MAXQDA's lines.
func FuzzF4(f *testing.F) {
	fuzzFormat(f, "a.txt", "I: a #00:00:01-0#\n#R: b\n#TEXT x\n#CODE y\nz #ENDCODE\n#SPEAKER A\n")
}
