package study

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// stream is where a word stands in the texts of a segment, text by text.
type stream interface {
	seek(text int64) bool       // to the first text from that number on; false when there is none
	text() int64                // the text it is at
	places(dst []int32) []int32 // adds the places in that text, in order
	broken() error              // what stopped it, when it was not the end
}

func streamOf(rows [][]byte) stream {
	if len(rows) == 1 {
		return &wordStream{rest: rows[0]}
	}
	return newUnion(rows)
}

// mostPlaces bounds the places in a text and the texts in a segment: more than
// the largest file can have, so that a broken index does not fill the memory.
const mostPlaces = 1 << 26

// wordStream reads the row of one word.
type wordStream struct {
	rest   []byte // what follows the text it is at
	now    []byte // its places
	number int64
	err    error
}

func (w *wordStream) seek(text int64) bool {
	for w.number < text || w.number == 0 {
		if len(w.rest) == 0 {
			return false
		}
		step, n := binary.Uvarint(w.rest[1:])
		if w.rest[0] != 0 || n <= 0 || step == 0 {
			w.err = errPlaces
			return false
		}
		w.number += int64(step)
		w.now = w.rest[1+n:]
		end := bytes.IndexByte(w.now, 0) // no varint of ours holds a 0 byte
		if end < 0 {
			end = len(w.now)
		}
		w.now, w.rest = w.now[:end], w.now[end:]
	}
	return true
}

func (w *wordStream) text() int64 { return w.number }

func (w *wordStream) broken() error { return w.err }

func (w *wordStream) places(dst []int32) []int32 {
	at := int32(-1)
	for b := w.now; len(b) > 0; {
		step, n := uint64(b[0]), 1
		if step >= 0x80 {
			step, n = binary.Uvarint(b)
		}
		if n <= 0 || step > uint64(mostPlaces-at) {
			w.err = errPlaces
			return dst
		}
		at += int32(step)
		dst = append(dst, at)
		b = b[n:]
	}
	return dst
}

// union is many words as if they were one.
type union struct {
	first int64
	sets  [][]uint64 // by text from first on: a bit for each place
	at    int
	err   error
}

func newUnion(rows [][]byte) *union {
	u := &union{at: -1}
	var buf []int32
	for i, row := range rows {
		w := wordStream{rest: row}
		for w.seek(w.number + 1) {
			if i == 0 && u.sets == nil {
				u.first = w.number
			}
			if abs := max(w.number-u.first, u.first-w.number); abs > mostPlaces {
				u.err = errPlaces
				return u
			}
			buf = w.places(buf[:0])
			u.add(w.number, buf)
		}
		if w.err != nil {
			u.err = w.err
		}
	}
	return u
}

func (u *union) add(number int64, places []int32) {
	if number < u.first { // rare: the first word is not in the first texts
		u.sets = append(make([][]uint64, u.first-number), u.sets...)
		u.first = number
	}
	i := int(number - u.first)
	for len(u.sets) <= i {
		u.sets = append(u.sets, nil)
	}
	for _, p := range places {
		for len(u.sets[i]) <= int(p)/64 {
			u.sets[i] = append(u.sets[i], 0)
		}
		u.sets[i][p/64] |= 1 << (p % 64)
	}
}

func (u *union) seek(text int64) bool {
	u.at = max(u.at, int(text-u.first), 0)
	for u.at < len(u.sets) && u.sets[u.at] == nil {
		u.at++
	}
	return u.err == nil && u.at < len(u.sets)
}

func (u *union) text() int64 { return u.first + int64(u.at) }

func (u *union) broken() error { return u.err }

func (u *union) places(dst []int32) []int32 {
	for i, set := range u.sets[u.at] {
		for ; set != 0; set &= set - 1 {
			dst = append(dst, int32(i*64+bits.TrailingZeros64(set)))
		}
	}
	return dst
}
