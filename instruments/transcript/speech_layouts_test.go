package transcript

import (
	"fmt"
	"strings"
	"testing"
)

// What recognisers of many makes list, in their own words, reads as the same two
// turns.
func TestRecognisersAgree(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{
		"utterances inside results": `{"metadata":{"duration":4},"results":{"channels":[],"utterances":[{"start":0.5,"end":2.0,"confidence":0.9,"speaker":0,"transcript":"Hoe was dat?"},{"start":2.5,"end":4.0,"speaker":1,"transcript":"Goed."}]}}`,
		"ticks":                     `{"recognizedPhrases":[{"speaker":0,"offsetInTicks":5000000,"nBest":[{"display":"Hoe was dat?"},{"display":"hoe wast dat"}]},{"speaker":1,"offsetInTicks":25000000,"nBest":[{"display":"Goed."}]}]}`,
		"pairs of times":            `{"text":"x","chunks":[{"timestamp":[0.5,2.0],"text":" Hoe was dat?","speaker":"0"},{"timestamp":[2.5,null],"text":" Goed.","speaker":"1"}]}`,
		"milliseconds by name":      `{"segments":[{"start_ms":500,"end_ms":2000,"speaker":0,"text":"Hoe was dat?"},{"start_ms":2500,"end_ms":4000,"speaker":1,"text":"Goed."}]}`,
		"numbers as strings":        `{"segments":[{"start":"0.5","end":"2.0","speaker":"0","text":"Hoe was dat?"},{"start":"2.5","end":"4","speaker":"1","text":"Goed."}]}`,
		"times on the clock":        `{"segments":[{"start":"00:00:00.500","end":"00:00:02.000","speaker":"0","text":"Hoe was dat?"},{"start":"00:00:02,500","end":"00:00:04,000","speaker":"1","text":"Goed."}]}`,
		"a list without more":       `[{"start":0.5,"end":2.0,"speaker":0,"text":"Hoe was dat?"},{"start":2.5,"end":4.0,"speaker":1,"text":"Goed."}]`,
		"speakers as objects":       `{"segments":[{"start":0.5,"end":2,"speaker":{"id":"0"},"text":"Hoe was dat?"},{"start":2.5,"end":4,"speaker":{"id":"1"},"text":"Goed."}]}`,
		"blank space and escapes":   "{ \"segments\" : [\n\t{ \"text\" : \"Hoe\\u0020was\\tdat?\" , \"start\" : 5e-1 , \"end\":2, \"speaker\":0 } ,\r\n { \"speaker\":1, \"start\":2.5, \"end\":4, \"text\":\"\\u0047oed.\" } ] }",
		"the order of members":      `{"segments":[{"text":"Hoe was dat?","speaker":0,"end":2.0,"start":0.5},{"text":"Goed.","end":4,"start":2.5,"speaker":1}],"language":"nl","text":"Hoe was dat? Goed."}`,
	} {
		t.Run(name, func(t *testing.T) {
			checkHeard(t, "a.json", file, []heard{{"Spreker 0", 500, "Hoe was dat?"}, {"Spreker 1", 2500, "Goed."}})
		})
	}
}

// When cues without speakers belong together: until a sentence ends, or nobody
// speaks for two seconds.
func TestCuesBecomeTurns(t *testing.T) {
	t.Parallel()
	cues := func(list ...string) string {
		var b strings.Builder
		b.WriteString("WEBVTT\n")
		for _, c := range list {
			times, words, _ := strings.Cut(c, "|")
			from, to, _ := strings.Cut(times, "-")
			fmt.Fprintf(&b, "\n00:%s --> 00:%s\n%s\n", from, to, words)
		}
		return b.String()
	}
	for _, c := range []struct {
		name, file string
		want       []heard
	}{
		{"a sentence over three cues", cues("01.000-02.000|Toen dacht ik", "02.000-03.000|dat het", "03.000-04.000|wel ging.", "04.000-05.000|Maar nee."), []heard{{"", 1000, "Toen dacht ik dat het wel ging."}, {"", 4000, "Maar nee."}}},
		{"a question, a cry, and a trailing off", cues("01.000-02.000|Ja?", "02.000-03.000|Nee!", "03.000-04.000|Nou …", "04.000-05.000|goed"), []heard{{"", 1000, "Ja?"}, {"", 2000, "Nee!"}, {"", 3000, "Nou …"}, {"", 4000, "goed"}}},
		{"a silence of two seconds", cues("01.000-02.000|Ik dacht", "04.000-05.000|dat wel"), []heard{{"", 1000, "Ik dacht"}, {"", 4000, "dat wel"}}},
		{"a shorter silence", cues("01.000-02.000|Ik dacht", "03.900-05.000|dat wel"), []heard{{"", 1000, "Ik dacht dat wel"}}},
		{"a speaker who stops for long stays one turn", cues("01.000-02.000|<v A>Een.", "30.000-31.000|<v A>Twee.", "31.000-32.000|<v B>Drie."), []heard{{"A", 1000, "Een. Twee."}, {"B", 31_000, "Drie."}}},
		{"a word of agreement inside a sentence parts it", cues("01.000-05.000|<v A>Ik ging daar", "02.000-02.500|<v B>Hm-hm.", "05.000-06.000|<v A>heen."), []heard{{"A", 1000, "Ik ging daar"}, {"B", 2000, "Hm-hm."}, {"A", 5000, "heen."}}},
		{"references", cues("01.000-02.000|Tom &amp; Jan &lt;3&nbsp;keer&gt;."), []heard{{"", 1000, "Tom & Jan <3 keer>."}}},
	} {
		t.Run(c.name, func(t *testing.T) { checkHeard(t, "a.vtt", c.file, c.want) })
	}
}

// Subtitles as programs leave them, legal or not.
func TestOddSubtitles(t *testing.T) {
	t.Parallel()
	want := []heard{{"I", 1000, "Hoe was dat?"}, {"R", 2500, "Zó goed."}}
	const plain = "1\n00:00:01,000 --> 00:00:02,000\nI: Hoe was dat?\n\n2\n00:00:02,500 --> 00:00:04,000\nR: Zó goed.\n"
	for name, file := range map[string]string{
		"as they should be":    plain,
		"a byte order mark":    "\ufeff" + plain,
		"Windows' line ends":   strings.ReplaceAll(plain, "\n", "\r\n"),
		"old Macintosh's":      strings.ReplaceAll(plain, "\n", "\r"),
		"UTF-16":               string(utf16Bytes("\ufeff"+plain, false)),
		"UTF-16 without mark":  string(utf16Bytes(plain, true)),
		"Windows-1252":         string(windows(t, plain)),
		"points in times":      strings.ReplaceAll(plain, ",", "."),
		"without numbers":      strings.NewReplacer("1\n00", "00", "2\n00", "00").Replace(plain),
		"wrong numbers":        strings.NewReplacer("1\n00", "7\n00", "2\n00", "7\n00").Replace(plain),
		"short hours":          strings.ReplaceAll(plain, "00:00:0", "0:00:0"),
		"no end of the file":   strings.TrimRight(plain, "\n"),
		"blank lines before":   "\n\n" + plain,
		"many blank lines":     strings.ReplaceAll(plain, "\n\n", "\n\n\n \n"),
		"blanks at line ends":  strings.ReplaceAll(plain, "\n", " \n"),
		"places on the screen": strings.NewReplacer(",000\nI", ",000  X1:10 X2:90 Y1:400 Y2:440\nI").Replace(plain),
		"tags of type":         strings.NewReplacer("Hoe", "<i>Hoe</i>", "goed", `<font color="#ff0000">goed</font>`, "Zó", `{\an8}Zó`).Replace(plain),
		"words over two lines": strings.NewReplacer("Hoe was", "Hoe\nwas").Replace(plain),
	} {
		t.Run(name, func(t *testing.T) { checkHeard(t, "a.srt", file, want) })
	}
}

// In pages, an element that is left out and needs no end tag ends where the next
// begins; no words of the next are lost.
func TestLeftOutWithoutEnd(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, body, text, omitted string }{
		{"items of a list", `<ul><li hidden>x<li hidden>y<li>z</ul>`, "z", "[{hidden 2}]"},
		{"a paragraph before a block", `<p style="display:none">x<div>a</div>`, "a", "[{hidden 1}]"},
		{"rows", `<table><tr style="display:none"><td>x<td>y<tr><td>a<td>b</table>`, "a\tb", "[{hidden 1}]"},
		{"cells", `<table><tr><td hidden>x<td>a</table>`, "a", "[{hidden 1}]"},
		{"terms", `<dl><dt hidden>x<dt>a<dd>b</dl>`, "a\nb", "[{hidden 1}]"},
		{"options", `<select><option hidden>x<option>a</select>`, "a", "[{hidden 1}]"},
		{"a block that has to be closed", `<div hidden><p>x<p>y</div><p>a`, "a", "[{hidden 1}]"},
		{"one inside another", `<div hidden><div hidden>x</div>y</div>a`, "a", "[{hidden 1}]"},
		{"deletions in each other", `<p>a<del>x<del>y</del>z</del>b`, "ab", "[{deleted 1}]"},
		{"nothing in it", `<p hidden></p><p>a`, "a", "[]"},
	} {
		doc := mustRead(t, "a.html", page("", c.body))
		if doc.Text != c.text || fmt.Sprint(doc.Omitted) != c.omitted {
			t.Errorf("%s: %q %v, want %q %s", c.name, doc.Text, doc.Omitted, c.text, c.omitted)
		}
		checkWhole(t, doc)
	}
}

// Bytes that are wrong in a page cost no more than themselves, and are told.
func TestWrongBytesInPages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, file, text string }{
		{"a mark, and one byte that is no UTF-8", "\ufeff<p>I: a\xffb</p><p>é</p>", "I: a\ufffdb\né"},
		{"a NUL", "<html><p>I: a\x00b</p><p>dit is een heel gewone regel van een gesprek</p>", "I: ab\ndit is een heel gewone regel van een gesprek"},
		{"an encoding that this page is not in", `<html><meta charset="utf-16"><p>I: één</p>`, "I: één"},
		{"half a character of two bytes", `<html><meta charset="shift_jis"><p>` + "\x82\xa0\x82</p>", "あ"},
	} {
		doc := mustRead(t, "a.html", []byte(c.file))
		if !strings.HasPrefix(doc.Text, c.text) {
			t.Errorf("%s: %q, want %q", c.name, doc.Text, c.text)
		}
	}
}
