package transcript

import (
	"fmt"
	"strings"
	"testing"
)

// spokenBench writes a talk of about 7,000 words in cues, segments or rows of ten
// words.
func spokenBench(head, piece, foot string) []byte {
	var b strings.Builder
	b.WriteString(head)
	ms := int64(0)
	for i, s := range longTalk() {
		words := strings.Fields(s.text)
		for j := 0; len(words) > 0; j++ {
			n := min(10, len(words))
			said := strings.Join(words[:n], " ")
			words = words[n:]
			var list []string
			for k, w := range strings.Fields(said) {
				at := ms + int64(k)*300
				list = append(list, fmt.Sprintf(`{"word":%s,"start":%s,"end":%s,"score":0.87,"speaker":%q}`, quoted(w), seconds(at), seconds(at+250), s.speaker))
			}
			b.WriteString(strings.NewReplacer("{id}", fmt.Sprintf("%s/%d-%d", guid, i, j), "{n}", fmt.Sprint(j), "{b.}", clockAt(ms, "."), "{e.}", clockAt(ms+3000, "."),
				"{b,}", clockAt(ms, ","), "{e,}", clockAt(ms+3000, ","), "{bs}", seconds(ms), "{es}", seconds(ms+3000), "{b}", fmt.Sprint(ms), "{e}", fmt.Sprint(ms+3000),
				"{f4}", strings.TrimSuffix(clockAt(ms, "-"), "00"), "{l}", s.speaker, "{t}", said, "{words}", strings.Join(list, ",")).Replace(piece))
			ms += 3000
		}
	}
	return []byte(b.String() + foot)
}

// BenchmarkReadSpoken reads a talk of about an hour in each format; MB/s are those
// of the file.
func BenchmarkReadSpoken(b *testing.B) {
	for _, c := range []struct {
		name, file string
		data       []byte
	}{
		{"vtt-teams", "a.vtt", spokenBench("WEBVTT\n\n", "{id}\r\n{b.} --> {e.}\r\n<v {l}>{t}</v>\r\n\r\n", "")},
		{"vtt-zoom", "a.vtt", spokenBench("WEBVTT\n\n", "{n}\n{b.} --> {e.}\n{l}: {t}\n\n", "")},
		{"srt", "a.srt", spokenBench("", "{n}\n{b,} --> {e,}\n{l}: {t}\n\n", "")},
		{"json-whisper", "a.json", spokenBench(`{"segments":[`, `{"start":{bs},"end":{es},"text":" {t}","tokens":[50364,12,445,9921],"avg_logprob":-0.2},`, `{}]}`)},
		{"json-whisperx", "a.json", spokenBench(`{"segments":[`, `{"start":{bs},"end":{es},"text":" {t}","words":[{words}],"speaker":"{l}"},`, `{}]}`)},
		{"otr", "a.otr", spokenBench(`{"text":"`, `<p><span class=\"timestamp\" data-timestamp=\"{bs}\">0:00</span> {l}: {t}<br /></p>`, `"}`)},
		{"cha", "a.cha", spokenBench("@UTF8\n@Begin\n", "*{l}:\t{t} . \x15{b}_{e}\x15\n%mor:\tpro|x v|y\n", "@End\n")},
		{"csv", "a.csv", spokenBench("speaker;text;start;end\n", "{l};\"{t}\";{bs};{es}\n", "")},
		{"f4", "a.txt", spokenBench("", "{l}: {t} #{f4}#\n", "")},
	} {
		b.Run(c.name, func(b *testing.B) {
			mustRead(b, c.file, c.data)
			b.SetBytes(int64(len(c.data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, problems := Read(c.file, c.data); problems.Err() != nil {
					b.Fatal(problems)
				}
			}
		})
	}
}
