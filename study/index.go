package study

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"sort"

	"meerzicht/instruments"
)

// The word index answers searches. It says of every word in which texts it
// stands and as the how manyth word: so words of one turn, and phrases, are
// found without looking at a text. Like the texts themselves it is only ever
// added to; which texts count is said by the documents.
//
// A row of the table words holds one word's places in the texts of one segment,
// a run of texts that were indexed together: for each text a 0 byte, how far its
// number is from the last one, and the distances between the places, the first
// counted from −1; all as unsigned varints.

// indexed is one text as it goes into the index. The words are those of a
// vocabulary.
type indexed struct {
	ids    []int32 // of the words
	words  []string
	places [][]byte
	sum    int64 // see sumOf
	turns  []byte
}

// vocabulary makes texts into indexed ones. It keeps the words it has met, in a
// hash table of its own, since looking words up is most of the work; one
// goroutine uses it at a time.
type vocabulary struct {
	slots []slot
	words []string
	count []int32 // of each word in the text at hand; zero between texts
}

// slot is an entry of the hash table; word is counted from 1, 0 = free.
type slot struct {
	hash uint32
	word int32
}

func newVocabulary() *vocabulary { return &vocabulary{slots: make([]slot, 1<<12)} }

// index makes the words of a text and the turns it is spoken in into what is
// stored of them.
func (v *vocabulary) index(body string, turns []instruments.Turn) indexed {
	seq := make([]int32, 0, len(body)/5)
	begin := make([]begins, 0, len(body)/5)
	var met []int32
	for s := (scanner{text: body}); s.next(); {
		id := v.id(s.hash, s.word)
		if v.count[id]++; v.count[id] == 1 {
			met = append(met, id)
		}
		seq, begin = append(seq, id), append(begin, begins{s.start, s.from})
	}
	out := indexed{ids: met, turns: packTurns(begin, turns)}
	out.words, out.places = v.places(seq, met)
	for i, id := range met {
		v.count[id] = 0
		out.sum += sumOf(out.words[i], out.places[i])
	}
	return out
}

// sumOf is a number for the places of a word in a text: FNV-1a, 64 bits, of the
// word, a 0 byte and the places as they are stored. The sum of a text is that of
// all its words, beyond 2^64 from 0 on again.
func sumOf(word string, places []byte) int64 {
	const prime = 1099511628211
	h := uint64(14695981039346656037)
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * prime
	}
	h *= prime
	for _, b := range places {
		h = (h ^ uint64(b)) * prime
	}
	return int64(h)
}

func (v *vocabulary) id(hash uint32, word []byte) int32 {
	mask := uint32(len(v.slots) - 1)
	i := (hash ^ hash>>15) & mask
	for ; v.slots[i].word != 0; i = (i + 1) & mask {
		if s := v.slots[i]; s.hash == hash && v.words[s.word-1] == string(word) {
			return s.word - 1
		}
	}
	v.words = append(v.words, string(word))
	v.count = append(v.count, 0)
	v.slots[i] = slot{hash, int32(len(v.words))}
	if 2*len(v.words) > len(v.slots) {
		v.grow()
	}
	return int32(len(v.words) - 1)
}

func (v *vocabulary) grow() {
	old := v.slots
	v.slots = make([]slot, 2*len(old))
	mask := uint32(len(v.slots) - 1)
	for _, s := range old {
		if s.word != 0 {
			i := (s.hash ^ s.hash>>15) & mask
			for v.slots[i].word != 0 {
				i = (i + 1) & mask
			}
			v.slots[i] = s
		}
	}
}

// places gathers the places of each word of a text. met are the words in it.
func (v *vocabulary) places(seq, met []int32) ([]string, [][]byte) {
	// By word, places in order: a counting sort.
	at := make([]int32, len(seq))
	from := int32(0)
	begin := make([]int32, len(met))
	for i, id := range met {
		begin[i], from, v.count[id] = from, from+v.count[id], from
	}
	for place, id := range seq {
		at[v.count[id]] = int32(place)
		v.count[id]++
	}
	words, out := make([]string, len(met)), make([][]byte, len(met))
	buf := make([]byte, 0, len(seq)*2)
	for i, id := range met {
		words[i] = v.words[id]
		start, last := len(buf), int32(-1)
		for _, place := range at[begin[i]:v.count[id]] {
			buf = binary.AppendUvarint(buf, uint64(place-last))
			last = place
		}
		out[i] = buf[start:len(buf):len(buf)]
	}
	return words, out
}

// begins is where a word begins, in code points and in bytes.
type begins struct{ point, at int }

// packTurns says of each turn which words are in it: how many words lie between
// it and the turn before, how many it has, and how many bytes lie between its
// first word and that of the turn before; at the end four bytes of SHA-256 over
// all that. A text without turns is one turn.
func packTurns(words []begins, turns []instruments.Turn) []byte {
	if len(turns) == 0 {
		turns = []instruments.Turn{{End: math.MaxInt}}
	}
	place := func(point int) int {
		return sort.Search(len(words), func(i int) bool { return words[i].point >= point })
	}
	out := make([]byte, 0, 4*len(turns))
	end, last := 0, 0
	for _, t := range turns {
		from := place(t.Start)
		to, at := max(from, place(t.End)), last
		if from < len(words) {
			at = words[from].at
		}
		out = binary.AppendVarint(out, int64(from-end))
		out = binary.AppendUvarint(out, uint64(to-from))
		out = binary.AppendVarint(out, int64(at-last))
		end, last = to, at
	}
	sum := sha256.Sum256(out)
	return append(out, sum[:4]...)
}

// turnWords are the words [from, to) of a turn, the first at byte at.
type turnWords struct{ from, to, at int32 }

func unpackTurns(b []byte) ([]turnWords, error) {
	if len(b) < 4 {
		return nil, nil // not indexed
	}
	b, tail := b[:len(b)-4], b[len(b)-4:]
	if sum := sha256.Sum256(b); !bytes.Equal(sum[:4], tail) {
		return nil, errPlaces
	}
	out := make([]turnWords, 0, len(b)/3)
	var from, to, at int64
	for len(b) > 0 {
		gap, n := binary.Varint(b)
		count, m := binary.Uvarint(b[max(n, 0):])
		jump, k := binary.Varint(b[max(n, 0)+max(m, 0):])
		from = to + gap
		to, at = from+int64(count), at+jump
		if n <= 0 || m <= 0 || k <= 0 || from < 0 || to < from || to > mostPlaces || at < 0 || at > mostPlaces {
			return nil, errPlaces
		}
		out = append(out, turnWords{int32(from), int32(to), int32(at)})
		b = b[n+m+k:]
	}
	return out, nil
}
