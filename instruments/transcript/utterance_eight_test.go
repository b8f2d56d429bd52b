package transcript

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"testing"
)

// clockAt writes a time as 00:01:05.500, with the sign before the fraction given.
func clockAt(ms int64, point string) string {
	return fmt.Sprintf("%02d:%02d:%02d%s%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, point, ms%1000)
}

// spokenFile writes the eight turns with one piece for each: N its number, B and E
// its begin and end in milliseconds, the clocks of both with a point and with a
// comma, L the label, T the words.
func spokenFile(head, piece, foot string) string {
	var b strings.Builder
	b.WriteString(head)
	for i, t := range eightTurns() {
		b.WriteString(strings.NewReplacer(
			"{n}", fmt.Sprint(i+1), "{0n}", fmt.Sprint(i), "{b}", fmt.Sprint(t.start), "{e}", fmt.Sprint(t.end),
			"{bs}", seconds(t.start), "{es}", seconds(t.end),
			"{b.}", clockAt(t.start, "."), "{e.}", clockAt(t.end, "."), "{b,}", clockAt(t.start, ","), "{e,}", clockAt(t.end, ","),
			"{f4}", strings.TrimSuffix(clockAt(t.end, "-"), "00"),
			"{l}", t.speaker, "{s}", fmt.Sprintf("SPEAKER_%02d", i%2), "{k}", []string{"INV", "RES"}[i%2],
			"{t}", t.text, "{h}", html.EscapeString(t.text), "{j}", quoted(t.text), "{q}", `"`+strings.ReplaceAll(t.text, `"`, `""`)+`"`,
			"{1}", half(t.text, 0), "{2}", half(t.text, 1), "{words}", jsonWords(t),
		).Replace(piece))
	}
	return b.String() + foot
}

func seconds(ms int64) string { return fmt.Sprintf("%d.%03d", ms/1000, ms%1000) }

func quoted(s string) string {
	out, _ := json.Marshal(s)
	return string(out)
}

// half is one of the two halves of words, cut at a blank.
func half(s string, which int) string {
	words := strings.Fields(s)
	if which == 0 {
		return strings.Join(words[:len(words)/2], " ")
	}
	return strings.Join(words[len(words)/2:], " ")
}

// jsonWords are the words of a turn as recognisers list them; the last has no
// speaker and no time, as happens.
func jsonWords(t turn) string {
	var out []string
	words := strings.Fields(t.text)
	for i, w := range words {
		if i == len(words)-1 && i > 0 {
			out = append(out, fmt.Sprintf(`{"word":%s,"text":%s}`, quoted(w), quoted(w)))
			continue
		}
		at := t.start + int64(i)*10
		out = append(out, fmt.Sprintf(`{"word":%s,"text":%s,"start":%s,"end":%s,"score":0.9,"speaker":%q}`, quoted(w), quoted(w), seconds(at), seconds(at+10), t.speaker))
	}
	return strings.Join(out, ",")
}

const guid = "fbbdef90-042d-4d6b-86d5-8c9c38e7021c"

// spokenFiles are the eight turns in every format and layout of speech; a name
// with "untimed" in it has no times.
func spokenFiles(t testing.TB) map[string][]byte {
	crlf := func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }
	srt := spokenFile("", "{n}\n{b,} --> {e,}\n{l}: {t}\n\n", "")
	csv := spokenFile("Tijd;Spreker;Tekst\n", "{b.};{l};{q}\n", "")
	out := map[string]string{
		"teams.vtt":        crlf(spokenFile("WEBVTT\n\n", guid+"/{n}-0\n{b.} --> {e.}\n<v {l}>{1}\n{2}</v>\n\n", "")),
		"teams-parts.vtt":  crlf(spokenFile("WEBVTT\n\n", guid+"/{n}-0\n{b.} --> {e.}\n<v {l}>{1}</v>\n\n"+guid+"/{n}-1\n{e.} --> {e.}\n<v {l}>{2}</v>\n\n", "")),
		"unclosed.vtt":     spokenFile("WEBVTT AnneWill\n\nNOTE\nTranscribed with a program\n(Language: nl)\n\nNOTE media: a.wav\n\n", "{n}\n{b.} --> {e.}\n<v {l}>{t}\n\n", ""),
		"classes.vtt":      spokenFile("WEBVTT\n\nSTYLE\n::cue(.a) { color: red }\n\nREGION\nid:x\n\n", "{b.} --> {e.} line:90% align:start\n<v.loud.a {l}><i>{1}</i> <b>{2}</b></v>\n\n", ""),
		"two-voices.vtt":   "WEBVTT\n\n" + spokenPairs(),
		"zoom.vtt":         crlf(spokenFile("WEBVTT\n\n", "{n}\n{b.} --> {e.}\n{l}: {t}\n\n", "")),
		"zoom-parts.vtt":   spokenFile("WEBVTT\n\n", "{n}\n{b.} --> {e.}\n{l}: {1}\n\n{n}5\n{e.} --> {e.}\n{l}: {2}\n\n", ""),
		"stream.vtt":       spokenFile("WEBVTT\n\nNOTE duration:\"00:01:00\"\n\nNOTE language:nl-nl\n\n", "NOTE Confidence: 0.87\n\n"+guid+"\n{b.} --> {e.}\n{l}: {1} \n{2}\n\n", ""),
		"entities.vtt":     spokenFile("\ufeffWEBVTT\n\n", "{b.} --> {e.}\n<v {l}>{h}</v>\n\n", ""),
		"no-blanks.vtt":    spokenFile("WEBVTT\n", "{n}\n{b.} --> {e.}\n{l}: {t}\n", ""),
		"rolling.vtt":      spokenRolling(),
		"voices.txt":       spokenFile("WEBVTT\n\n", "{b.} --> {e.}\n<v {l}>{t}</v>\n\n", ""),
		"numbers.srt":      crlf(srt),
		"cr.srt":           strings.ReplaceAll(srt, "\n", "\r"),
		"bom.srt":          "\ufeff" + srt,
		"no-numbers.srt":   spokenFile("", "{b,} --> {e,}\n{l}: {t}\n\n", ""),
		"points.srt":       spokenFile("", "{n}\n{b.} --> {e.}  X1:40 X2:600 Y1:20 Y2:50\n{l}: {t}\n\n", ""),
		"own-line.srt":     spokenFile("", "{n}\n{b,} --> {e,}\n{l}:\n{1}\n{2}\n\n", ""),
		"brackets.srt":     spokenFile("", "{n}\n{b,} --> {e,}\n[{l}] {t}\n\n", ""),
		"bracket-lab.srt":  spokenFile("", "{n}\n{b,} --> {e,}\n[{l}]: {t}\n\n", ""),
		"tags.srt":         spokenFile("", "{n}\n{b,} --> {e,}\n{\\an8}<font color=\"#fff\">{l}: <i>{1}</i></font>\n<b>{2}</b>\n\n", ""),
		"once.srt":         spokenFile("", "{n}\n{b,} --> {e,}\n{l}: {1}\n\n{n}\n{e,} --> {e,}\n{2}\n\n", ""),
		"subtitles.txt":    srt,
		"whisperx.json":    spokenFile(`{"segments":[`, `{"start":{bs},"end":{es},"text":" {t}","words":[{words}],"speaker":"{l}"},`, `{"text":"  ","start":4000.5}],"word_segments":[],"language":"nl"}`),
		"words-only.json":  spokenFile(`{"segments":[`, `{"start":{bs},"end":{es},"text":{j},"words":[{words}]},`, `{"text":""}]}`),
		"one-segment.json": `{"segments":[{"start":0,"end":75,"text":` + quoted(spokenFile("", " {t}", "")) + `,"words":[` + strings.TrimSuffix(spokenFile("", "{words},", ""), ",") + `]}]}`,
		"amberscript.json": spokenFile(`{"id":"x","speakers":[{"spkid":"Interviewer","name":""},{"spkid":"Respondent","name":"Respondent"}],"segments":[`,
			`{"speaker":"{l}","words":[{words}]},`, `{"speaker":"Respondent","words":[]}],"highlights":[]}`),
		"table.json": spokenFile(`{"speakers":[{"spkid":"SPEAKER_00","name":"Interviewer"},{"spkid":"SPEAKER_01","name":"Respondent"}],"segments":[`,
			`{"speaker":"{s}","start":{bs},"end":{es},"text":{j}},`, `{"text":""}]}`),
		"whispercpp.json": spokenFile(`{"systeminfo":"x","transcription":[`,
			`{"timestamps":{"from":"{b,}","to":"{e,}"},"offsets":{"from":{b},"to":{e}},"text":{j},"speaker":"{l}"},`, `{"offsets":{},"text":""}]}`),
		"nan.json":        spokenFile(`{"text":"NaN","segments":[`, `{"start":{bs},"end":{es},"text":{j},"avg_logprob":NaN,"x":-Infinity,"speaker":"{l}"},`, `{"text":"","x":Infinity}]}`),
		"array.json":      spokenFile(`[`, `{"speaker_name":"{l}","startTime":{bs},"endTime":{es},"sentence":{j}},`, `{"sentence":""}]`),
		"utterances.json": spokenFile(`{"status":"completed","utterances":[`, `{"speaker":{"name":"{l}","id":1},"start":{b},"end":{e},"text":{j}},`, `{"text":""}]}`),
		"monologues.json": spokenFile(`{"monologues":[`, `{"speaker":"{l}","elements":[{"type":"text","value":{j},"ts":{bs},"end_ts":{es}},{"type":"punct","value":" "}]},`, `{}]}`),
		"chunks.json":     spokenFile(`{"text":"x","chunks":[`, `{"timestamp":[{bs},{es}],"text":{j},"speaker":"{l}"},`, `{"timestamp":[0,null],"text":""}]}`),
		"wrapped.json":    spokenFile(`{"results":{"utterances":[`, `{"start":{bs},"end":{es},"transcript":{j},"speaker":"{l}"},`, `{"transcript":""}]}}`),
		"page.otr": `{"text":` + quoted(spokenFile("", `<p><span class="timestamp" data-timestamp="{bs}">0:00</span> <b>{l}</b>:&nbsp;{h}<br /></p>`, "<p>&nbsp;</p>")) +
			`,"media":"a.mp3","media-time":12.5}`,
		"breaks.otr": `{"media":"","text":` + quoted(spokenFile("", `<span class="timestamp" contenteditable="false" data-timestamp="{bs}">0:00</span>{l}: {h}<br>`, "")) + `}`,
		"own-line.otr": `{"text":` + quoted(spokenFile("", `<div><span class="timestamp" data-timestamp="{bs}">0:00</span></div><div>{l}:</div><div>{h}</div>`, "")) +
			`}`,
		"table.csv":       csv,
		"excel.csv":       "\ufeff" + crlf(csv),
		"sep.csv":         "sep=;\r\n" + crlf(csv),
		"comma.csv":       spokenFile("speaker,text,start,end\n", "{l},{q},{bs},{es}\n", ""),
		"tabs.tsv":        spokenFile("start_ms\tend_ms\tspeaker\ttext\n", "{b}\t{e}\t{l}\t{t}\n", ""),
		"ms-guessed.csv":  spokenFile("start,end,speaker,text\n", "{b},{e},{l},{q}\n", ""),
		"breaks.csv":      spokenFile("Nr;Naam spreker;Begin (s);Gesproken tekst\n", "{n};{l};{bs};\"{1}\n{2}\"\n", ""),
		"untimed.csv":     spokenFile("Wie;Tekst\n", "{l};{q}\n", ""),
		"person.csv":      spokenFile("Tijdcode,Naam,Transcriptie\n", "{b.},{l},{q}\n", ""),
		"f4.txt":          crlf(spokenFile("", "{l}: {t} #{f4}#\n", "")),
		"f4-blank.txt":    spokenFile("", "{l}: {t} #{f4}#\n\n", ""),
		"f4.docx":         string(docx(spokenFile("", para(bold("{l}: "), run("{t} #{f4}#")), ""))),
		"untimed-mq.txt":  spokenFile("#TEXT Gesprek 1\n", "#{l}: {t}\n", ""),
		"untimed-mq2.txt": spokenFile("", "#SPEAKER {l}\n{t}\n", ""),
	}
	files := map[string][]byte{"f4.rtf": rtf(eachTurn(func(_ int, t turn) string {
		return rtfUnits(fmt.Sprintf("%s: %s #%s#", t.speaker, t.text, strings.TrimSuffix(clockAt(t.end, "-"), "00")), "?") + `\par `
	}))}
	for name, text := range out {
		files[name] = []byte(text)
	}
	files["utf-16.vtt"] = utf16Bytes("\ufeff"+out["teams.vtt"], false)
	files["utf-16.srt"] = utf16Bytes(out["numbers.srt"], true)
	files["utf-16.json"] = utf16Bytes("\ufeff"+out["whisperx.json"], false)
	files["utf-16.csv"] = utf16Bytes("\ufeff"+out["table.csv"], false)
	files["utf-8.json"] = []byte("\ufeff" + out["array.json"])
	return files
}

// spokenPairs writes a question and its answer into one cue, each with its voice
// tag; the answer has no time of its own.
func spokenPairs() string {
	var b strings.Builder
	for _, t := range eightTurns() {
		fmt.Fprintf(&b, "%s --> %s\n<v %s>%s</v>\n<v>\n\n", clockAt(t.start, "."), clockAt(t.end, "."), t.speaker, t.text)
	}
	return b.String()
}

// spokenRolling writes captions that show the line before once more and then add
// words with a time each.
func spokenRolling() string {
	var b strings.Builder
	b.WriteString("WEBVTT\nKind: captions\nLanguage: nl\n\n")
	before := " "
	for _, t := range eightTurns() {
		line := t.speaker + ": " + t.text
		first, rest, _ := strings.Cut(line, " ")
		fmt.Fprintf(&b, "%s --> %s align:start position:0%%\n%s\n%s<%s><c> %s</c>\n\n", clockAt(t.start, "."), clockAt(t.end, "."), before, first, clockAt(t.start, "."), rest)
		fmt.Fprintf(&b, "%s --> %s align:start position:0%%\n%s\n \n\n", clockAt(t.end, "."), clockAt(t.end, "."), line)
		before = line
	}
	return b.String()
}

// The same eight turns come out of every format of speech, word for word.
func TestEightSpoken(t *testing.T) {
	for name, data := range spokenFiles(t) {
		t.Run(name, func(t *testing.T) {
			if !Recognises(name, data) {
				t.Error("not recognised")
			}
			doc := mustRead(t, name, data)
			if strings.Contains(name, "mq.txt") { // the line that steers is nobody's
				doc.Turns = doc.Turns[1:]
			}
			sameTurns(t, doc, !strings.Contains(name, "untimed"))
		})
	}
	chat := spokenFile("@UTF8\n@Begin\n@Languages:\tnld\n@Participants:\tINV Anna Investigator, RES Bea Adult\n",
		"*{k}:\t{1}\n\t{2} \x15{b}_{e}\x15\n%mor:\tx\n\ty\n", "@End\n")
	doc := mustRead(t, "eight.cha", []byte(strings.NewReplacer("*INV", "*Interviewer", "*RES", "*Respondent").Replace(chat)))
	sameTurns(t, doc, true)
}
