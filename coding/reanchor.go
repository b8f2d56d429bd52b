package coding

import (
	"sort"
	"strings"
)

// Reanchored is a coding of a text that was replaced by a corrected version.
type Reanchored struct {
	Coding  Coding  // as it would become; as it was when Lost
	Old     Segment // where it stood
	Outcome Found
}

// Reanchor looks codings of a document up in a new version of its text. Both texts
// are laid side by side word by word, so that it is known which words are which:
//
//   - Same and Shifted: the words of the coding are there as they were, at their
//     place among the words around them; shifted when what stands before them
//     became longer or shorter.
//   - Moved: they stand elsewhere among words that are new, and are three words or
//     more or stand in the same context. Of several such places the one in its
//     context counts, then the nearest.
//   - Changed: between the same surroundings words were corrected, and at least
//     half of those of the coding are still there.
//   - Lost: everything else. A coding never goes to other words that happen to
//     read the same.
//
// The quotation and context of what is found are those of the new text. The order
// is that of the codings given. It takes a fraction of a second for texts of
// 100,000 words.
func Reanchor(oldText, newText string, codings []Coding) []Reanchored {
	words := wordsOf(oldText, newText)
	r := reanchoring{old: newPositions(oldText), now: newPositions(newText), a: words[0], b: words[1]}
	r.match = align(r.a, r.b)
	r.turn()
	out := make([]Reanchored, len(codings))
	for i, c := range codings {
		out[i] = Reanchored{Coding: c, Old: c.Segment}
		out[i].Coding.Segment, out[i].Outcome = r.find(c.Segment)
	}
	return out
}

// Shared is the share of the words of the shorter text that stand in the other in
// the same order, 0 to 1: whether one may be a version of the other. Of a text
// without words it is 0.
func Shared(a, b string) float64 {
	words := wordsOf(a, b)
	shorter := min(len(words[0]), len(words[1]))
	if shorter == 0 {
		return 0
	}
	n := 0
	for _, k := range align(words[0], words[1]) {
		if k >= 0 {
			n++
		}
	}
	return float64(n) / float64(shorter)
}

// reanchoring is two versions of a text, laid side by side.
type reanchoring struct {
	old, now    *positions
	a, b        []word
	match, back []int         // the word of the other text; -1 for none
	loose       map[int][]int // words of the new text that are no word of the old one, by key
}

// turn looks at the pairs from the side of the new text.
func (r *reanchoring) turn() {
	r.back, r.loose = make([]int, len(r.b)), map[int][]int{}
	for k := range r.back {
		r.back[k] = -1
	}
	for i, k := range r.match {
		if k >= 0 {
			r.back[k] = i
		}
	}
	for k, i := range r.back {
		if i < 0 {
			r.loose[r.b[k].key] = append(r.loose[r.b[k].key], k)
		}
	}
}

// find is where a segment stands in the new text.
func (r *reanchoring) find(s Segment) (Segment, Found) {
	was, err := r.old.segment(s.Document, s.Start, s.End)
	if err != nil || was.Quotation != s.Quotation {
		return Locate(r.now.text, s) // it did not fit its own text
	}
	from := sort.Search(len(r.a), func(i int) bool { return r.a[i].end > s.Start })
	to := sort.Search(len(r.a), func(i int) bool { return r.a[i].start >= s.End })
	if now, ok := r.inPlace(was, from, to); ok {
		if now.Start == s.Start {
			return now, Same
		}
		return now, Shifted
	}
	if now, ok := r.elsewhere(was, from, to); ok {
		return now, Moved
	}
	if now, ok := r.corrected(was, from, to); ok {
		return now, Changed
	}
	return s, Lost
}

// inPlace finds the same words in their place: the stretch is held by a word of
// its own, or when it has none (three dots) by a word beside it. That is enough:
// of words that stand there twice nobody can tell which one was taken out.
func (r *reanchoring) inPlace(s Segment, from, to int) (Segment, bool) {
	for _, i := range r.holds(from, to) {
		w, k := r.a[i], r.b[r.match[i]]
		for _, start := range []int{k.start + s.Start - w.start, k.end + s.Start - w.end} {
			if now, ok := r.reads(s, start); ok && r.edges(s, now, from, to) {
				return now, true
			}
		}
	}
	return Segment{}, false
}

// holds are the words of [from, to) that are in the new text too, or those beside
// it when it is empty. A few from each end are enough: they can only disagree
// where words repeat.
func (r *reanchoring) holds(from, to int) []int {
	const few = 4
	if from == to {
		from, to = max(from-1, 0), min(to+1, len(r.a))
	}
	var out []int
	for i := from; i < to && len(out) < few; i++ {
		if r.match[i] >= 0 {
			out = append(out, i)
		}
	}
	for i := to - 1; i >= from && len(out) < 2*few; i-- {
		if r.match[i] >= 0 {
			out = append(out, i)
		}
	}
	return out
}

// reads reports whether the quotation stands at a position of the new text.
func (r *reanchoring) reads(s Segment, start int) (Segment, bool) {
	now, err := r.now.segment(s.Document, start, start+s.End-s.Start)
	return now, err == nil && now.Quotation == s.Quotation
}

// edges reports whether a stretch begins and ends with whole words where the old
// one did: "fiets" is another word in "fietsen".
func (r *reanchoring) edges(s, now Segment, from, to int) bool {
	if from == to {
		return true
	}
	first, last := r.wordAt(now.Start), r.wordAt(now.End-1)
	if s.Start <= r.a[from].start && (first == len(r.b) || r.b[first].start < now.Start) {
		return false
	}
	return s.End < r.a[to-1].end || last == len(r.b) || r.b[last].start >= now.End || r.b[last].end <= now.End
}

// own reports whether a stretch of the new text is no other words of the old one
// than those of [from, to). In a long stretch a few may be: common words are
// paired by chance around a passage that was moved.
func (r *reanchoring) own(s Segment, from, to int) bool {
	const long, few = 6, 3 // words; one in so many
	others, n := 0, 0
	for k := r.wordAt(s.Start); k < len(r.b) && r.b[k].start < s.End; k++ {
		if i := r.back[k]; i >= 0 && (i < from || i >= to) {
			others++
		}
		n++
	}
	return others == 0 || n >= long && few*others <= n
}

// wordAt is the first word of the new text that ends after a position.
func (r *reanchoring) wordAt(start int) int {
	return sort.Search(len(r.b), func(k int) bool { return r.b[k].end > start })
}

// elsewhere finds the same words among words that are new: a passage that was
// moved. Short ones count only in their context.
func (r *reanchoring) elsewhere(s Segment, from, to int) (Segment, bool) {
	const enough, most = 3, 1000 // words; places that are looked at
	if from == to {
		return Segment{}, false
	}
	best, bestSides, found := Segment{}, 0, false
	for i := from; i < min(from+enough, to) && !found; i++ {
		places := r.loose[r.a[i].key]
		for _, k := range places[:min(most, len(places))] {
			now, ok := r.reads(s, r.b[k].start+s.Start-r.a[i].start)
			if !ok || !r.edges(s, now, from, to) || !r.own(now, from, to) {
				continue
			}
			sides := contextSides(r.now.text, r.now.offset(now.Start), s)
			if sides == 0 && to-from < enough {
				continue
			}
			if !found || sides > bestSides || sides == bestSides && abs(now.Start-s.Start) < abs(best.Start-s.Start) {
				best, bestSides, found = now, sides, true
			}
		}
	}
	return best, found
}

// corrected finds the stretch between the words that hold a segment on both
// sides, when at least half of its own words are in it.
func (r *reanchoring) corrected(s Segment, from, to int) (Segment, bool) {
	first, last, kept := -1, -1, 0
	for i := from; i < to; i++ {
		if r.match[i] >= 0 {
			if kept++; first < 0 {
				first = i
			}
			last = i
		}
	}
	if kept == 0 || 2*kept < to-from {
		return Segment{}, false
	}
	k, l := r.match[first], r.match[last]
	for lead := first - from; lead > 0 && k > 0 && r.back[k-1] < 0; lead-- {
		k-- // corrected words, one for one
	}
	for trail := to - 1 - last; trail > 0 && l+1 < len(r.b) && r.back[l+1] < 0; trail-- {
		l++
	}
	start, end := r.b[k].start, r.b[l].end
	if r.match[from] == k {
		start = max(start, start+min(s.Start-r.a[from].start, r.b[k].end-start-1)) // it began inside the word
	}
	if r.match[to-1] == l {
		end = min(end, max(start+1, end-(r.a[to-1].end-s.End)))
	}
	now, err := r.now.segment(s.Document, start, r.signs(end, s))
	return now, err == nil
}

// signs takes the punctuation along that the old segment ended with, when it still
// follows.
func (r *reanchoring) signs(end int, s Segment) int {
	words := cutWords(s.Quotation, map[string]int{})
	if len(words) == 0 {
		return end
	}
	tail := []rune(s.Quotation)[words[len(words)-1].end:]
	if at := r.now.offset(end); len(tail) > 0 && strings.HasPrefix(r.now.text[at:], string(tail)) {
		return end + len(tail)
	}
	return end
}
