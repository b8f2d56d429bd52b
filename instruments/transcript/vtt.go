package transcript

import "strings"

// readVTT reads WebVTT: Teams, Zoom, Stream, noScribe. Who speaks stands in
// voice tags, or else as a label before the words.
func readVTT(data []byte) (content, *refusal) { return readCues("vtt", data) }

// readCues reads the formats that are made of cues.
func readCues(name string, data []byte) (content, *refusal) {
	c, err := readText(data)
	if err != nil {
		return content{}, err
	}
	s := subtitles{text: c.text, labels: newCueLabels()}
	c.text = ""
	cues, notes := s.learn()
	if cues == 0 {
		return content{}, refuseNoCues(name)
	}
	eachCue(s.text, s.tell)
	c.omit("note", notes)
	c.omit("repeat", s.repeats)
	return s.talk.content(name, c)
}

// subtitles reads cues in two passes: what they have in common, then what each
// of them says.
type subtitles struct {
	text    string
	labels  *cueLabels
	voiced  bool // voice tags tell who speaks
	rolling bool // cues repeat the line before and add to it
	talk    talk
	speaker string            // of the last label: a line without one goes on with it
	typed   map[string]string // label typed in a cue of its own → for a voice
	shown   string            // last line of the cue before, in rolling subtitles
	repeats int
}

// learn sees all cues once.
func (s *subtitles) learn() (cues, notes int) {
	cues, notes = eachCue(s.text, func(c cue) {
		first := true
		for _, line := range c.lines {
			s.rolling = s.rolling || inlineTime(line)
			s.voiced = s.voiced || hasVoice(line)
			if !s.voiced {
				if words := strings.TrimSpace(plainLine(line)); words != "" {
					s.labels.see(words, first)
					first = false
				}
			}
		}
	})
	if !s.voiced {
		s.labels.settle()
	}
	return cues, notes
}

// hasVoice is true for a line in which a voice tag begins.
func hasVoice(line string) bool {
	at := strings.Index(line, "<v")
	return at >= 0 && (blankAt(line, at+2) || line[at+2] == '.')
}

// tell says one cue.
func (s *subtitles) tell(c cue) {
	u := utterance{id: utteranceID(c.id), start: c.start, end: c.end}
	if s.voiced {
		s.tellVoices(c, u)
	} else {
		s.tellLines(c, u)
	}
}

// tellVoices says a cue by its voice tags. noScribe's editor writes the label
// and the time as cues of their own: the label is who the voice is.
func (s *subtitles) tellVoices(c cue, u utterance) {
	for v := range voices(strings.Join(c.lines, "\n")) {
		words := strings.TrimSpace(v.words)
		if isBareTime(words) {
			continue
		}
		if label, n := cutLabel(words); n > 0 && n == len(words) && v.speaker != "" {
			if s.typed == nil {
				s.typed = map[string]string{}
			}
			s.typed[v.speaker] = label
			continue
		}
		u.words, u.speaker = v.words, v.speaker
		if label, ok := s.typed[v.speaker]; ok {
			u.speaker = label
		}
		s.talk.add(u)
	}
}

// tellLines says a cue by its lines, each of which may begin with a label. A line
// without one goes on with who spoke before when the file has labels.
func (s *subtitles) tellLines(c cue, u utterance) {
	if s.rolling {
		c.lines = s.fresh(c.lines)
	}
	var words strings.Builder
	say := func() {
		u.speaker, u.words = s.speaker, words.String()
		s.talk.add(u)
		words.Reset()
	}
	for _, line := range c.lines {
		plain := strings.TrimSpace(plainLine(line))
		if isBareTime(plain) {
			continue
		}
		label, rest := s.labels.cut(plain)
		if label != "" {
			say()
			s.speaker = label
		}
		words.WriteString(rest)
		words.WriteByte('\n')
	}
	say()
}

// fresh drops the lines of rolling subtitles that the cue before showed already.
func (s *subtitles) fresh(lines []string) []string {
	out := lines[:0:0]
	before := s.shown
	for _, line := range lines {
		plain := strings.TrimSpace(plainLine(line))
		if plain == "" {
			continue
		}
		if plain == before && !inlineTime(line) {
			s.repeats++
		} else {
			out = append(out, line)
		}
		s.shown = plain
	}
	return out
}

// plainLine is a line without tags.
func plainLine(line string) string {
	if !strings.ContainsAny(line, "<{&") {
		return line
	}
	plain := ""
	var more strings.Builder
	for v := range voices(line) {
		if plain == "" {
			plain = v.words
		} else {
			more.WriteString(v.words)
		}
	}
	return plain + more.String()
}

// inlineTime is true for the times inside the words that rolling subtitles have:
// <00:00:01.000><c>.
func inlineTime(line string) bool {
	for at := 0; ; at++ {
		next := strings.IndexByte(line[at:], '<')
		if next < 0 {
			return false
		}
		at += next
		if ms, n := cueClock(line[at+1 : min(at+30, len(line))]); n > 0 && ms >= 0 && strings.HasPrefix(line[at+1+n:], "><c") {
			return true
		}
	}
}

// isBareTime is true for a time between brackets and nothing else.
func isBareTime(words string) bool {
	if len(words) < 2 || words[0] != '[' {
		return false
	}
	_, n, _ := leadingTime(words)
	return n == len(words)
}

func refuseNoCues(name string) *refusal {
	if name == "srt" {
		return refuse("Er staan geen ondertitels met tijden in dit .srt-bestand.", "There are no subtitles with times in this .srt file.",
			"Exporteer het transcript opnieuw, of sla het op als Word (.docx).", "Export the transcript again, or save it as Word (.docx).")
	}
	return refuse("Er staat geen gesproken tekst met tijden in dit .vtt-bestand.", "There is no spoken text with times in this .vtt file.",
		"Download het transcript opnieuw, of sla het op als Word (.docx).", "Download the transcript again, or save it as Word (.docx).")
}
