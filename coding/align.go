package coding

import (
	"slices"
	"strings"
	"unicode"
)

// word is a word of a text: letters, digits and what stands in between them, or a
// single sign such as an emoji. Positions count code points, half open.
type word struct {
	start, end int
	key        int // the same for the same word, capitals aside
}

// wordsOf cuts texts into words; equal words get equal keys.
func wordsOf(texts ...string) [][]word {
	keys := map[string]int{}
	out := make([][]word, len(texts))
	for i, text := range texts {
		out[i] = cutWords(text, keys)
	}
	return out
}

func cutWords(text string, keys map[string]int) []word {
	words := make([]word, 0, len(text)/6)
	from, start, n := -1, 0, 0 // the word under way, in bytes and code points
	end := func(to int) {
		if from < 0 {
			return
		}
		name := strings.ToLower(text[from:to])
		key, known := keys[name]
		if !known {
			key = len(keys)
			keys[name] = key
		}
		words = append(words, word{start, n, key})
		from = -1
	}
	for i, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if from < 0 {
				from, start = i, n
			}
		case unicode.IsSpace(r) || unicode.IsPunct(r):
			end(i)
		default:
			end(i)
			from, start = i, n
		}
		n++
	}
	end(len(text))
	return words
}

// mostEdits bounds the search for the shortest way from one stretch to another in
// which no word stands once; beyond it the words of the stretch count as changed.
const mostEdits = 400

// aligner finds which words of one text are which of another, in order.
type aligner struct {
	a, b  []word
	match []int // of a: its word of b, -1 for none
}

// align is, for each word of a, its word of b; -1 for none. Words that stand once
// on both sides hold it in place; what is between them is compared as a whole.
func align(a, b []word) []int {
	x := aligner{a, b, make([]int, len(a))}
	for i := range x.match {
		x.match[i] = -1
	}
	x.stretch(0, len(a), 0, len(b), 0)
	return x.match
}

// stretch aligns a[i:j] with b[k:l].
func (x *aligner) stretch(i, j, k, l, depth int) {
	for i < j && k < l && x.a[i].key == x.b[k].key {
		x.match[i] = k
		i, k = i+1, k+1
	}
	for i < j && k < l && x.a[j-1].key == x.b[l-1].key {
		j, l = j-1, l-1
		x.match[j] = l
	}
	if i == j || k == l {
		return
	}
	const deepest = 64
	held := x.anchors(i, j, k, l)
	if len(held) == 0 || depth == deepest {
		x.shortest(i, j, k, l)
		return
	}
	for _, at := range held {
		x.stretch(i, at[0], k, at[1], depth+1)
		x.match[at[0]] = at[1]
		i, k = at[0]+1, at[1]+1
	}
	x.stretch(i, j, k, l, depth+1)
}

// anchors are the words that stand once in both stretches, as many of them as
// stand in the same order.
func (x *aligner) anchors(i, j, k, l int) [][2]int {
	const twice = -2
	once := map[int]int{}
	for n := k; n < l; n++ {
		if _, seen := once[x.b[n].key]; seen {
			once[x.b[n].key] = twice
		} else {
			once[x.b[n].key] = n
		}
	}
	seen := map[int]int{}
	for n := i; n < j; n++ {
		seen[x.a[n].key]++
	}
	var pairs [][2]int
	for n := i; n < j; n++ {
		if at, ok := once[x.a[n].key]; ok && at != twice && seen[x.a[n].key] == 1 {
			pairs = append(pairs, [2]int{n, at})
		}
	}
	return rising(pairs)
}

// rising is the longest part of pairs, ordered by their first, in which the second
// rises too.
func rising(pairs [][2]int) [][2]int {
	var tops []int // of each length: the pair that ends lowest
	before := make([]int, len(pairs))
	for n, p := range pairs {
		at, _ := slices.BinarySearchFunc(tops, p[1], func(top, value int) int { return pairs[top][1] - value })
		before[n] = -1
		if at > 0 {
			before[n] = tops[at-1]
		}
		if at == len(tops) {
			tops = append(tops, n)
		} else {
			tops[at] = n
		}
	}
	out := make([][2]int, len(tops))
	for n, at := len(tops)-1, -1; n >= 0; n-- {
		if at < 0 {
			at = tops[n]
		}
		out[n] = pairs[at]
		at = before[at]
	}
	return out
}

// shortest aligns two stretches by the fewest words left out and put in (Myers,
// An O(ND) difference algorithm, 1986), when those are not too many.
func (x *aligner) shortest(i, j, k, l int) {
	n, m := j-i, l-k
	most := min(n+m, mostEdits)
	at := make([]int, 2*most+3) // furthest place in a, by diagonal
	var trail [][]int
	for d := 0; d <= most; d++ {
		trail = append(trail, slices.Clone(at[most+1-d:most+2+d]))
		for diag := -d; diag <= d; diag += 2 {
			c := most + 1 + diag
			p := at[c-1] + 1
			if diag == -d || diag != d && at[c-1] < at[c+1] {
				p = at[c+1]
			}
			q := p - diag
			for p < n && q < m && p >= 0 && q >= 0 && x.a[i+p].key == x.b[k+q].key {
				p, q = p+1, q+1
			}
			at[c] = p
			if p >= n && q >= m {
				x.walkBack(trail, n, m, i, k)
				return
			}
		}
	}
}

// walkBack follows the way that shortest found from its end. trail[d] holds the
// furthest places before step d, for the diagonals −d to d.
func (x *aligner) walkBack(trail [][]int, p, q, i, k int) {
	for d := len(trail) - 1; d >= 0; d-- {
		before := func(diag int) int {
			if diag < -d || diag > d {
				return -1
			}
			return trail[d][diag+d]
		}
		diag := p - q
		from := diag - 1
		if diag == -d || diag != d && before(diag-1) < before(diag+1) {
			from = diag + 1
		}
		p0 := before(from)
		q0 := p0 - from
		if d == 0 {
			p0, q0 = 0, 0
		}
		for p > max(p0, 0) && q > max(q0, 0) && x.a[i+p-1].key == x.b[k+q-1].key {
			p, q = p-1, q-1
			x.match[i+p] = k + q
		}
		if d > 0 {
			p, q = p0, q0
		}
	}
}
