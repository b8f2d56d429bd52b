package transcript

import (
	"strings"
)

// readCHA reads CHAT, the format of CLAN and TalkBank: an utterance a line,
// "*SPK:" and a tab before it, lines that go on beginning with a tab. The codes
// of the transcriber stay in the words; dependent tiers and headers are counted.
func readCHA(data []byte) (content, *refusal) {
	c, err := readText(data)
	if err != nil {
		return content{}, err
	}
	r := chat{}
	for line := range strings.Lines(c.text) {
		r.take(strings.TrimRight(line, "\n"))
	}
	r.flush()
	if len(r.talk.turns) == 0 && !r.talk.full {
		return content{}, refuseNoTiers()
	}
	c.omit("header-line", r.headers)
	c.omit("tier", r.tiers)
	return r.talk.content("CHAT", c)
}

// chat reads the lines of CHAT.
type chat struct {
	talk           talk
	lines          []string // of the utterance that is open, without its label
	speaker        string
	state          byte // what a line with a tab goes on with: '*', '%', '@', 0 at the start
	tiers, headers int
}

// take reads one line. A line that begins with none of the signs goes on with the
// one before, as one with a tab does: no word may be lost.
func (r *chat) take(line string) {
	if strings.TrimSpace(line) == "" {
		return
	}
	switch first := line[0]; {
	case first == '*':
		r.flush()
		r.state = '*'
		label, words, ok := strings.Cut(line[1:], ":")
		if !ok {
			label, words = "", line[1:]
		}
		r.speaker, r.lines = strings.TrimSpace(label), append(r.lines[:0], words)
	case first == '%':
		r.state = '%'
		r.tiers++
	case first == '@':
		r.state = '@'
		r.headers++
	case r.state == '*':
		r.lines = append(r.lines, line)
	case r.state == 0:
		r.state = '@'
		r.headers++
	}
}

// flush says the utterance that is open. Its time is that of its first bullet.
func (r *chat) flush() {
	u := utterance{speaker: r.speaker, apart: true, start: -1, end: -1}
	var words strings.Builder
	for _, line := range r.lines {
		for sign := bulletOf(line); line != ""; {
			before, start, end, rest := cutBullet(line, sign)
			words.WriteString(before)
			words.WriteByte(' ')
			u.start, u.end = firstTime(u.start, start), firstTime(end, u.end)
			line = rest
		}
	}
	u.words = words.String()
	r.talk.add(u)
	r.lines = r.lines[:0]
}

// bulletOf is the sign around the times of a line: the character that CHAT uses,
// or what CLAN shows for it.
func bulletOf(line string) string {
	if strings.IndexByte(line, bullet[0]) >= 0 {
		return bullet
	}
	return "•"
}

const bullet = "\x15"

// cutBullet parts a line at its first bullet with a time: the words before it,
// the time, and what follows. Without one all of the line is before it.
func cutBullet(line, sign string) (before string, start, end int64, rest string) {
	for at := 0; ; {
		open := strings.Index(line[at:], sign)
		if open < 0 {
			break
		}
		open += at
		at = open + len(sign)
		body, after, ok := strings.Cut(line[at:], sign)
		if !ok {
			break
		}
		if start, end, ok := bulletTime(body); ok {
			return line[:open], start, end, after
		}
	}
	return strings.ReplaceAll(line, bullet, " "), -1, -1, ""
}

// bulletTime reads "1073_2414", also as it was written before, behind the name of
// the recording: %snd:"file"_1073_2414.
func bulletTime(body string) (start, end int64, ok bool) {
	if len(body) > longestTag {
		return 0, 0, false
	}
	parts := strings.Split(body, "_")
	n := len(parts)
	if n < 2 || !allDigits(parts[n-1]) || !allDigits(parts[n-2]) || len(parts[n-1]) > 12 || len(parts[n-2]) > 12 {
		return 0, 0, false
	}
	if n > 2 && !strings.HasPrefix(body, "%") {
		return 0, 0, false
	}
	return number(parts[n-2]), number(parts[n-1]), true
}

func refuseNoTiers() *refusal {
	return refuse("Er staat geen enkele uiting in dit CHAT-bestand: geen regel begint met * en een spreker.",
		"There is no utterance in this CHAT file: no line begins with * and a speaker.",
		"Controleer het bestand in CLAN, of sla het op als Word (.docx).", "Check the file in CLAN, or save it as Word (.docx).")
}
