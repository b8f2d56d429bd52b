package transcript

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"meerzicht/instruments"
)

// Where the list of what is said may lie: sureLists hold speech wherever they
// stand, perhapsLists when their first element has a time or a speaker; wrappers
// hold one of these.
var (
	sureLists    = []string{"segments", "utterances", "transcription", "monologues", "recognizedPhrases"}
	perhapsLists = []string{"audio_segments", "sentences", "chunks", "transcript", "phrases", "paragraphs", "items", "results", "words", "word_segments"}
	wrappers     = []string{"results", "result", "transcript", "transcription", "data", "response"}
)

// Names of a speaker in the list of speakers, and of its id.
var (
	nameOfSpeaker = []string{"name", "display_name", "label", "speaker", "spkid", "id"}
	idOfSpeaker   = []string{"spkid", "id", "speaker", "label"}
)

const maxWrapped = 4 // levels at which the list of a recogniser may lie

// speechJSON reports whether JSON is the output of a speech recogniser.
func speechJSON(data []byte) bool {
	_, ok := speechList(jsonOf(jsonBytes(data)), 0)
	return ok
}

// jsonBytes gives JSON in UTF-8 without a byte order mark.
func jsonBytes(data []byte) []byte {
	decoder, body := decoderOf(data[:min(len(data), 4096)])
	switch decoder {
	case utf8BOM:
		return data[3:]
	case utf16LE, utf16BE:
		if len(data) > maxText {
			return body
		}
		text, _ := decodeUTF16(bytes.TrimPrefix(bytes.TrimPrefix(data, []byte("\xff\xfe")), []byte("\xfe\xff")), decoder == utf16BE)
		return []byte(text)
	}
	return data
}

// speechList finds the list of segments in the JSON of a recogniser.
func speechList(v rawJSON, depth int) (rawJSON, bool) {
	if v.kind() == '[' {
		return v, spokenElement(v, true)
	}
	if depth == maxWrapped {
		return nil, false
	}
	members := v.object()
	for i, name := range slices.Concat(sureLists, perhapsLists) {
		if list := members[name]; list.kind() == '[' && spokenElement(list, i >= len(sureLists)) {
			return list, true
		}
	}
	for _, name := range wrappers {
		if inner := members[name]; inner.kind() == '{' {
			if list, ok := speechList(inner, depth+1); ok {
				return list, ok
			}
		}
	}
	return nil, false
}

// spokenElement judges a list by its first element: words, and when strict a time
// or a speaker beside them. An empty list is only what it is called.
func spokenElement(list rawJSON, strict bool) bool {
	for first := range list.list() {
		f := fieldsOf(first)
		spoken := f.of(saidField).kind() == '"' || f.of(partsField).kind() == '[' || f.of(choicesField).kind() == '['
		placed := f.of(startField) != nil || f.of(offsetsField) != nil || f.of(ticksField) != nil || f.of(startMSField) != nil || f.of(speakerField) != nil
		return spoken && (placed || !strict)
	}
	return !strict
}

// readSpeechJSON reads the JSON of Whisper, WhisperX, whisper.cpp, Amberscript
// and of recognisers that write alike.
func readSpeechJSON(data []byte) (content, *refusal) {
	c, v, err := readJSON(data)
	if err != nil {
		return content{}, err
	}
	list, ok := speechList(v, 0)
	if !ok {
		return content{}, refuseNoSpeech()
	}
	s := speech{names: speakerTable(v)}
	for segment := range list.list() {
		s.measure(segment)
	}
	s.unit = s.clock.unit()
	for segment := range list.list() {
		s.tell(segment)
	}
	if len(s.talk.turns) == 0 && !s.talk.full {
		return content{}, refuseNoSpeech()
	}
	return s.talk.content("json", c)
}

// readJSON decodes a file and gives the value in it, and a content that knows the
// decoder and the notes. JSON is UTF-8: a recogniser that cut characters in two
// does not make it Windows-1252, as long as most characters are whole.
func readJSON(data []byte) (content, rawJSON, *refusal) {
	c, err := readText(data)
	if err != nil {
		return content{}, nil, err
	}
	if c.decoder == windows1252 {
		if text, bad := mendedUTF8(data); bad > 0 {
			c = content{text: text, decoder: utf8Plain, notes: instruments.Problems{noteUnreadable(bad)}}
		}
	}
	whole := wholeJSON([]byte(c.text))
	c.text = ""
	if whole == nil {
		return content{}, nil, refuseBrokenJSON()
	}
	return c, jsonOf(whole), nil
}

// mendedUTF8 replaces what is no UTF-8, and tells how often; 0 when more is broken
// than whole.
func mendedUTF8(data []byte) (string, int) {
	text := canonical(bytes.ToValidUTF8(data, []byte("\ufffd")))
	bad := strings.Count(text, "\ufffd")
	whole := 0
	for _, r := range text {
		if r >= utf8.RuneSelf && r != utf8.RuneError {
			whole++
		}
	}
	if whole <= bad {
		return "", 0
	}
	return text, bad
}

// speakerTable reads the list of speakers that stands beside the segments: their
// names by their ids.
func speakerTable(v rawJSON) map[string]string {
	out := map[string]string{}
	table := v.object()["speakers"]
	if table.kind() == 0 {
		return out
	}
	for one := range table.list() {
		o := one.object()
		id, name := o.first(idOfSpeaker...), o.first(nameOfSpeaker...)
		if s := speakerOf(name); s != "" && len(out) < maxCandidates {
			out[speakerOf(id)] = speakerLabel(s)
		}
	}
	for id, name := range table.object() {
		if s := speakerOf(name); s != "" {
			out[id] = speakerLabel(s)
		}
	}
	return out
}

// speakerOf reads who speaks: a name, a number, or an object with a name.
func speakerOf(v rawJSON) string {
	switch k := v.kind(); {
	case k == '"':
		s := strings.TrimSpace(v.text())
		if s == "?" {
			return ""
		}
		if allDigits(s) {
			return "Spreker " + s
		}
		return s
	case k == '{':
		o := v.object()
		for _, name := range nameOfSpeaker {
			if s := o[name]; s.kind() != '{' && speakerOf(s) != "" {
				return speakerOf(s)
			}
		}
	case k >= '0' && k <= '9' && allDigits(string(v)):
		return "Spreker " + string(v)
	}
	return ""
}

func refuseBrokenJSON() *refusal {
	return refuse("Het bestand is geen geldige JSON; het is beschadigd of niet compleet.", "The file is no valid JSON; it is damaged or not complete.",
		"Exporteer het transcript opnieuw, of sla het op als Word (.docx).", "Export the transcript again, or save it as Word (.docx).")
}

func refuseNoSpeech() *refusal {
	return refuse("In dit JSON-bestand staat geen gesproken tekst.", "There is no spoken text in this JSON file.",
		"Meerzicht leest de JSON van Whisper, WhisperX, whisper.cpp en Amberscript; exporteer anders als Word (.docx) of .vtt.",
		"Meerzicht reads the JSON of Whisper, WhisperX, whisper.cpp and Amberscript; else export as Word (.docx) or .vtt.")
}
