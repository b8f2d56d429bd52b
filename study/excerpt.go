package study

import "unicode/utf8"

// span is a stretch of a text in code points [start, end) and in bytes
// [from, to).
type span struct{ start, end, from, to int }

// hit is a match with its place in the text and what stands around it; false
// when the text is another than the one that was indexed.
func (m match) hit(text string, turn turnWords) (Hit, bool) {
	if int(turn.at) > len(text) || turn.from > m.from || m.from >= m.to || m.to > turn.to {
		return Hit{}, false
	}
	s := scanner{text: text, at: int(turn.at), point: utf8.RuneCountInString(text[:turn.at])}
	var words []span // of the turn, up to the end of the excerpt
	for n := turn.from; n < turn.to && s.next(); n++ {
		w := span{s.start, s.point, s.from, s.at}
		if n >= m.to && w.end-words[m.to-1-turn.from].end > around {
			break
		}
		words = append(words, w)
	}
	if len(words) < int(m.to-turn.from) {
		return Hit{}, false
	}
	from, to := words[m.from-turn.from], words[m.to-1-turn.from]
	left := from
	for _, w := range words[:m.from-turn.from] {
		if from.start-w.start <= around {
			left = w
			break
		}
	}
	return Hit{Start: from.start, End: to.end, ExcerptStart: left.start, Excerpt: text[left.from:words[len(words)-1].to]}, true
}
