package transcript

import "strings"

// cue is one cue of WebVTT or SubRip. Its lines are as they stand, tags
// included, and are used up before the next cue.
type cue struct {
	id         string
	start, end int64
	lines      []string
}

const maxCueLines = 10_000 // lines of a cue that are held at once

// cueReader gives the cues of a text one after another. It is forgiving: what
// stands between cues and belongs to none is more of the cue before it, for a
// blank line inside a cue must not cost its words.
type cueReader struct {
	text       string
	say        func(c cue)
	cue        cue
	id         string // of the cue whose timing comes next
	named      bool   // an id may be any line, as WebVTT has it; else it is a number
	open       bool   // a cue is being read
	afterBlank bool
	skipping   bool // a note or the head, until the next blank line
	cues       int
	notes      int // blocks that are no speech: NOTE, STYLE, REGION, text before the first cue
}

// eachCue calls say for every cue and gives how many cues and notes there are.
func eachCue(text string, say func(c cue)) (cues, notes int) {
	r := cueReader{text: text, say: say, afterBlank: true}
	r.named = strings.HasPrefix(text, "WEBVTT")
	r.skipping = r.named
	for pos := 0; pos < len(text); {
		line, next := r.line(pos)
		r.take(line, next)
		pos = next
	}
	r.flush()
	return r.cues, r.notes
}

func (r *cueReader) line(pos int) (string, int) {
	if n := strings.IndexByte(r.text[pos:], '\n'); n >= 0 {
		return r.text[pos : pos+n], pos + n + 1
	}
	return r.text[pos:], len(r.text)
}

// take reads one line; the next begins at next.
func (r *cueReader) take(line string, next int) {
	if strings.TrimSpace(line) == "" {
		r.afterBlank, r.skipping = true, false
		return
	}
	start, end, timed := timing(line)
	switch {
	case timed:
		r.flush()
		r.cue = cue{id: r.id, start: start, end: end, lines: r.cue.lines[:0]}
		r.open, r.id, r.skipping = true, "", false
	case r.isID(strings.TrimSpace(line), next):
		r.id, r.skipping = strings.TrimSpace(line), false
	case r.skipping:
	case r.afterBlank && r.isNote(line):
		r.notes++
		r.skipping = true
	case recogniserNote(line):
		r.notes++
	case r.open:
		if len(r.cue.lines) == maxCueLines { // said in parts
			r.say(r.cue)
			r.cue.lines = r.cue.lines[:0]
		}
		r.cue.lines = append(r.cue.lines, line)
	case r.cues == 0:
		r.notes++
		r.skipping = true
	}
	r.afterBlank = false
}

// isID is true for the line before a timing: any line behind a blank one where ids
// have names, and a number or GUID also right below the words of a cue. A blank
// line may stand between a number and its timing.
func (r *cueReader) isID(line string, next int) bool {
	after, behind := r.line(next)
	number := allDigits(line)
	if r.afterBlank && number && strings.TrimSpace(after) == "" {
		after, _ = r.line(behind)
	}
	if _, _, timed := timing(after); !timed {
		return false
	}
	return number || utteranceID(line) != "" || r.named && (r.afterBlank || r.skipping)
}

func (r *cueReader) flush() {
	if r.open {
		r.cues++
		r.say(r.cue)
		r.open = false
	}
}

// isNote is true for the first line of a block that is no cue. Styles and
// regions stand before the first cue only; after it the word is speech.
func (r *cueReader) isNote(line string) bool {
	word, _, _ := strings.Cut(strings.ReplaceAll(line, "\t", " "), " ")
	switch word {
	case "NOTE":
		return true
	case "STYLE", "REGION":
		return !r.open && strings.TrimSpace(line) == word
	}
	return false
}

// recogniserNote is true for the remarks that Microsoft's recogniser puts
// between cues, of which other tools lose the blank lines.
func recogniserNote(line string) bool {
	rest, ok := strings.CutPrefix(line, "NOTE ")
	if !ok {
		return false
	}
	for _, key := range []string{"Confidence:", "duration:", "language:", "recognizability:"} {
		if strings.HasPrefix(rest, key) {
			return true
		}
	}
	return false
}

// utteranceID is the part of a cue's id that names the utterance: Teams writes
// GUID/n-m for part m of utterance n. Other ids number cues and give "".
func utteranceID(id string) string {
	slash := strings.IndexByte(id, '/')
	dash := strings.LastIndexByte(id, '-')
	if slash != 36 || dash < slash+2 || !allDigits(id[slash+1:dash]) || !allDigits(id[dash+1:]) || strings.Count(id[:slash], "-") != 4 {
		return ""
	}
	return id[:dash]
}

func allDigits(s string) bool { return s != "" && digits(s, len(s)) == len(s) }

// timing reads "from --> to", with settings behind it.
func timing(line string) (start, end int64, ok bool) {
	from, to, ok := strings.Cut(line, "-->")
	if !ok {
		return 0, 0, false
	}
	from, to = strings.TrimSpace(from), strings.TrimSpace(to)
	start, n := cueClock(from)
	end, m := cueClock(to)
	if n == 0 || n != len(from) || m == 0 || !blankAt(to, m) {
		return 0, 0, false
	}
	return start, end, true
}

// cueClock reads the time of a cue at the start of s, padded or not: hours may
// be left out, the fraction follows a point or comma. A time before the
// recording began is its beginning. The length is 0 when there is none.
func cueClock(s string) (ms int64, n int) {
	body := strings.TrimPrefix(s, "-")
	seconds, parts := int64(0), 0
	for parts < 3 {
		d := digits(body[n:], 6)
		if d == 0 {
			return 0, 0
		}
		seconds = seconds*60 + number(body[n:n+d])
		n, parts = n+d, parts+1
		if n >= len(body) || body[n] != ':' || parts == 3 {
			break
		}
		n++
	}
	ms = seconds * 1000
	fraction := 0
	if n < len(body) && (body[n] == '.' || body[n] == ',') {
		fraction = digits(body[n+1:], 9)
		ms += number((body[n+1:n+1+fraction] + "000")[:3])
		n += 1 + fraction
	}
	switch {
	case parts == 1 && fraction == 0:
		return 0, 0
	case len(body) < len(s):
		return 0, n + 1
	}
	return ms, n
}
