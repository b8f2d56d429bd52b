package transcript

import (
	"math"
	"strings"
	"unicode"
)

// speech reads the segments of a recogniser.
type speech struct {
	talk  talk
	names map[string]string // of speakers, by id
	clock timeUnit
	unit  float64 // milliseconds of one unit of a bare time
}

// timeUnit learns whether bare numbers are seconds or milliseconds: people say
// some fifteen characters a second, never less than one in three seconds for as
// long as they talk.
type timeUnit struct {
	fraction bool    // a number has a fraction, so they are seconds
	letters  int     // characters said
	span     float64 // units that they took
}

// unit is the length of one unit in milliseconds.
func (t timeUnit) unit() float64 {
	if !t.fraction && t.span > 0 && float64(t.letters) < t.span/3 {
		return 1
	}
	return 1000
}

func (t *timeUnit) see(start, end rawJSON, letters int) {
	from, ok1 := start.number()
	to, ok2 := end.number()
	if !ok1 || !ok2 {
		return
	}
	t.fraction = t.fraction || strings.ContainsAny(string(start)+string(end), ".eE")
	t.letters += letters
	t.span += max(to-from, 0)
}

// measure learns the unit of the times of one segment, or of its words when it
// has none itself.
func (s *speech) measure(v rawJSON) {
	f := fieldsOf(v)
	start, end := f.bounds()
	letters := len(f.words())
	if start != nil && letters > 0 {
		s.clock.see(start, end, letters)
		return
	}
	for part := range f.of(partsField).list() {
		p := fieldsOf(part)
		said := len(p.words())
		letters += said
		if start == nil {
			s.clock.see(p.of(startField), p.of(endField), said)
		}
	}
	s.clock.see(start, end, letters)
}

// times are the start and end of a segment or word in milliseconds, −1 when it
// has none.
func (s *speech) times(f *fields) (start, end int64) {
	if offsets := f.of(offsetsField); offsets.kind() == '{' { // whisper.cpp
		pair := fieldsOf(offsets)
		return s.ms(pair.of(startField), 1), s.ms(pair.of(endField), 1)
	}
	if ticks := f.of(ticksField); ticks != nil { // tenths of microseconds
		return s.ms(ticks, 1e-4), -1
	}
	if from := f.of(startMSField); from != nil {
		return s.ms(from, 1), s.ms(f.of(endMSField), 1)
	}
	from, to := f.bounds()
	return s.ms(from, s.unit), s.ms(to, s.unit)
}

func (s *speech) ms(v rawJSON, unit float64) int64 {
	if f, ok := v.number(); ok {
		return max(int64(math.Round(f*unit)), 0)
	}
	if t := strings.TrimSpace(v.text()); t != "" {
		if ms, n := cueClock(t); n == len(t) {
			return ms
		}
	}
	return -1
}

// tell says one segment. Its own text is believed above its words; words that
// are said by several speakers part it.
func (s *speech) tell(v rawJSON) {
	f := fieldsOf(v)
	if !f.isSpeech() {
		return
	}
	u := utterance{speaker: s.speaker(&f), words: f.words()}
	u.start, u.end = s.times(&f)
	parts := f.of(partsField)
	switch {
	case parts.kind() != '[':
		s.talk.add(u)
	case strings.TrimSpace(u.words) == "":
		s.tellParts(parts, u)
	default:
		s.tellSplit(parts, u)
	}
}

// tellParts says the words of a segment without a text. A word without a speaker
// is said by that of the segment, else of the word before.
func (s *speech) tellParts(parts rawJSON, u utterance) {
	segment := u.speaker
	for part := range parts.list() {
		f := fieldsOf(part)
		if !f.isSpeech() {
			continue
		}
		u.words = f.words()
		start, end := s.times(&f)
		u.start, u.end = firstTime(start, u.start), firstTime(end, u.end)
		if who := s.speaker(&f); who != "" {
			u.speaker = who
		} else if segment != "" {
			u.speaker = segment
		}
		s.talk.add(u)
		if strings.TrimSpace(u.words) != "" {
			u.start = -1 // of the segment: that of its first word
		}
	}
}

// piece is the part of a segment's text from a byte onward that one speaker says.
type piece struct {
	utterance
	from int
}

// tellSplit says a segment with a text and words. Where its words name more than
// one speaker the text is cut between them: a word without a speaker belongs to
// that of the word before it. When the words are not those of the text, the
// segment is said whole.
func (s *speech) tellSplit(parts rawJSON, u utterance) {
	pieces := []piece{{utterance: u}}
	pos, named := 0, false
	for part := range parts.list() {
		f := fieldsOf(part)
		word := strings.TrimSpace(f.words())
		rest := strings.TrimLeftFunc(u.words[pos:], unicode.IsSpace)
		if !strings.HasPrefix(rest, word) {
			s.talk.add(u)
			return
		}
		at := len(u.words) - len(rest)
		pos = at + len(word)
		last := &pieces[len(pieces)-1]
		start, end := s.times(&f)
		who := s.speaker(&f)
		switch {
		case who == "" || who == last.speaker:
		case !named && (last.speaker == "" || strings.TrimSpace(u.words[:at]) == ""):
			last.speaker = who // the words know better than the segment
		default:
			last.end = -1
			pieces = append(pieces, piece{utterance{speaker: who, start: start, end: end}, at})
		}
		named = named || who != ""
	}
	to := len(u.words)
	for i := len(pieces) - 1; i >= 0; i-- {
		pieces[i].words = u.words[pieces[i].from:to]
		to = pieces[i].from
	}
	for _, p := range pieces {
		s.talk.add(p.utterance)
	}
}
