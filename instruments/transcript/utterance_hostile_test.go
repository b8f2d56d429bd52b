package transcript

import (
	"bytes"
	"strings"
	"testing"
)

// Files that are no speech are refused with advice, in both languages.
func TestSpokenRefusals(t *testing.T) {
	whisper := `{"segments":[{"start":0,"end":1,"text":"a"}]}`
	for _, c := range []struct {
		name, file, data string
		nl               string
	}{
		{"no cues", "a.vtt", "WEBVTT\n\nNOTE niets\n", "geen gesproken tekst met tijden"},
		{"a text named vtt", "a.vtt", "Gewoon een verhaal.\n", "geen gesproken tekst met tijden"},
		{"no subtitles", "a.srt", "1\n2\n3\n", "geen ondertitels met tijden"},
		{"cues without words", "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "leeg"},
		{"bytes named srt", "a.srt", "1\n\x01\x02\x03\x04\x05\x06\x07", "geen leesbare tekst"},
		{"truncated JSON", "a.json", whisper[:len(whisper)-3], "geen geldige JSON"},
		{"no segments", "a.json", `{"segments":[]}`, "geen gesproken tekst"},
		{"silent segments", "a.json", `{"segments":[{"text":"  ","start":1}]}`, "geen gesproken tekst"},
		{"other JSON", "a.json", `{"naam":"x"}`, "geen transcript"},
		{"an otr without text", "a.otr", `{"media":"x"}`, "geen tekst"},
		{"an otr with other text", "a.otr", `{"text":["x"]}`, "geen tekst"},
		{"an otr that is no JSON", "a.otr", `text`, "geen geldige JSON"},
		{"an empty otr", "a.otr", `{"text":"<p>&nbsp;</p>"}`, "leeg"},
		{"CHAT without utterances", "a.cha", "@UTF8\n@Begin\n@End\n", "geen enkele uiting"},
		{"a table without rows", "a.csv", "spreker;tekst\n", "leeg"},
		{"a table of something else", "a.csv", "naam;leeftijd\nx;3\n", "geen transcript"},
		{"too many turns", "a.vtt", "WEBVTT\n\n" + strings.Repeat("0:1.0 --> 0:1.1\n<v A>a<v B>b\n\n", maxTurns/2+1), "beurten"},
		{"names that fill the memory", "a.json", `{"speakers":[{"spkid":"a","name":"` + strings.Repeat("x", 1<<20) + `"}],"segments":[` + strings.Repeat(`{"speaker":"a","text":"a"},{"speaker":"b","text":"b"},`, maxTurns) + `{}]}`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			doc, problems := Read(c.file, []byte(c.data))
			if problems.Err() == nil || len(problems) != 1 || doc.Text != "" {
				t.Fatalf("read: %v", problems)
			}
			p := problems[0]
			if !strings.Contains(p.What.NL, c.nl) || p.What.EN == "" || p.What.NL == p.What.EN || p.Hint.NL == "" || p.Hint.EN == "" || p.File != c.file {
				t.Errorf("%+v", p)
			}
		})
	}
}

// Files that are made to cost time or memory: what grows with the square of their
// size would not end.
func TestSpokenBombs(t *testing.T) {
	fill := func(head, piece string) []byte {
		return append([]byte(head), bytes.Repeat([]byte(piece), (1<<20)/len(piece))...)
	}
	cue := "WEBVTT\n\n00:01.000 --> 00:02.000\n"
	for name, c := range map[string]struct {
		file string
		data []byte
	}{
		"open tags":        {"a.vtt", fill(cue, "<v ")},
		"open braces":      {"a.vtt", fill(cue, "{\\")},
		"inline times":     {"a.vtt", fill(cue, "<00:00:01.000")},
		"colons":           {"a.srt", fill(cue, "a: ")},
		"lines of a cue":   {"a.srt", fill(cue, "a: b\n")},
		"other labels":     {"a.srt", append([]byte(cue), manyLabels()...)},
		"arrows":           {"a.vtt", fill(cue, "-->")},
		"notes":            {"a.vtt", fill(cue, "NOTE\n\n")},
		"nested arrays":    {"a.json", fill(`{"segments":`, "[")},
		"nested objects":   {"a.json", fill("", `{"results":`)},
		"empty segments":   {"a.json", append(fill(`{"segments":[`, "{},"), "{}]}"...)},
		"words":            {"a.json", append(fill(`{"segments":[{"text":"a","words":[`, "{},"), "{}]}]}"...)},
		"the same word":    {"a.json", append(fill(`{"segments":[{"words":[`, `{"word":"a"},`), "{}]}]}"...)},
		"speakers":         {"a.json", append(fill(`{"speakers":[`, `{"id":"a","name":"b"},`), `{}],"segments":[{"text":"a"}]}`...)},
		"members":          {"a.json", append(fill(`{`, `"a":1,`), `"segments":[{"text":"a"}]}`...)},
		"open quotes":      {"a.csv", fill("speaker,text\n", "\"a\n")},
		"doubled quotes":   {"a.csv", fill("speaker,text\n", `"",`)},
		"quotes in a row":  {"a.csv", fill("speaker,text\n", `"`)},
		"cells":            {"a.csv", fill("speaker,text\n", ",")},
		"bullets":          {"a.cha", fill("*I:\t", "•1_2•")},
		"open bullets":     {"a.cha", fill("*I:\t", "\x15")},
		"other bullets":    {"a.cha", fill("*I:\ta \x15", "•1_2•")},
		"low lines":        {"a.cha", fill("*I:\t\x15", "_")},
		"tiers":            {"a.cha", fill("", "%a\n")},
		"spans":            {"a.otr", append(fill(`{"text":"`, `<span timestamp`), `"}`...)},
		"comments":         {"a.otr", append(fill(`{"text":"`, `<!--`), `"}`...)},
		"steering lines":   {"a.txt", fill("", "#CODE\n")},
		"ends of turns":    {"a.txt", fill("", "I: a #00:00:01-0#")},
		"steering endings": {"a.txt", fill("I: a", " #ENDCODE")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, problems := Read(c.file, c.data)
			if problems.Err() == nil {
				checkPositions(t, doc.Text, doc.Length)
			}
		})
	}
}

// manyLabels are more different labels than are counted.
func manyLabels() []byte {
	var b bytes.Buffer
	for i := range 50_000 {
		b.WriteString(strings.Repeat("A", 1+i%7) + string(rune('a'+i%26)) + strings.Repeat("b", i%11) + ": x: y\n")
	}
	return b.Bytes()
}
