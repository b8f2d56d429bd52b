package workbench

import (
	"unicode"
	"unicode/utf8"
)

// runeKind is what a code point does at the edge of a grapheme cluster: what a
// reader sees as one character. The kinds follow UAX #29 in practice, made from
// the tables of package unicode; the rules for prepended signs (GB9b) and for
// conjuncts of Indic scripts (GB9c) are left out, so there a cluster may be
// smaller than the browser's.
type runeKind uint8

const (
	plainRune    runeKind = iota // always begins a cluster
	controlRune                  // stands alone, but for CR LF
	extendRune                   // belongs to what is before it: marks, variation selectors, skin tones, tags
	joinerRune                   // ZWJ: belongs to what is before it, and glues two pictures
	pictureRune                  // emoji and their like
	regionalRune                 // half a flag
	hangulL                      // leading consonant
	hangulV                      // vowel
	hangulT                      // final consonant
	hangulLV                     // syllable without a final
	hangulLVT                    // syllable with one
	carriageRune
	lineRune
)

func kindOf(r rune) runeKind {
	switch {
	case r >= ' ' && r < 0x7f:
		return plainRune
	case r == '\n':
		return lineRune
	case r == '\r':
		return carriageRune
	case r == 0xa9, r == 0xae:
		return pictureRune
	case r < 0x300:
		return kindOfControl(r)
	case r < 0x1100:
		return kindOfMark(r)
	case r >= 0x1100 && r <= 0x11ff, r >= 0xa960 && r <= 0xa97f, r >= 0xac00 && r <= 0xd7ff:
		return kindOfHangul(r)
	case r >= 0x1f1e6 && r <= 0x1f1ff:
		return regionalRune
	case isPicture(r):
		return pictureRune
	}
	return kindOfMark(r)
}

func kindOfControl(r rune) runeKind {
	if unicode.Is(unicode.Cc, r) || r == 0xad {
		return controlRune
	}
	return plainRune
}

func kindOfMark(r rune) runeKind {
	switch {
	case r == '\u200d':
		return joinerRune
	case r == '\u200c', r >= 0x1f3fb && r <= 0x1f3ff, r >= 0xe0020 && r <= 0xe007f, r == 0xff9e, r == 0xff9f:
		return extendRune
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc):
		return extendRune
	case r == '\u2028', r == '\u2029', unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r):
		return controlRune
	}
	return plainRune
}

func kindOfHangul(r rune) runeKind {
	switch {
	case r >= 0x1100 && r <= 0x115f, r >= 0xa960 && r <= 0xa97c:
		return hangulL
	case r >= 0x1160 && r <= 0x11a7, r >= 0xd7b0 && r <= 0xd7c6:
		return hangulV
	case r >= 0x11a8 && r <= 0x11ff, r >= 0xd7cb && r <= 0xd7fb:
		return hangulT
	case r >= 0xac00 && r <= 0xd7a3 && (r-0xac00)%28 == 0:
		return hangulLV
	case r >= 0xac00 && r <= 0xd7a3:
		return hangulLVT
	}
	return plainRune
}

// isPicture: the blocks that hold the emoji; only a joiner before one matters,
// so that the other signs in these blocks do no harm.
func isPicture(r rune) bool {
	switch {
	case r >= 0x1f3fb && r <= 0x1f3ff:
		return false
	case r == 0x203c, r == 0x2049, r == 0x2122, r == 0x2139, r == 0x3030, r == 0x303d, r == 0x3297, r == 0x3299:
		return true
	}
	return r >= 0x2190 && r <= 0x2bff || r >= 0x1f000 && r <= 0x1fafd
}

// clusterScan walks over code points and says where clusters begin.
type clusterScan struct {
	last    runeKind
	picture bool // the cluster so far is a picture with marks, ZWJ last or not
	flags   int  // regional indicators in a row
	begun   bool
}

// starts takes the next code point: whether it begins a cluster.
func (c *clusterScan) starts(r rune) bool {
	k := kindOf(r)
	joins := c.begun && c.joins(k)
	if k == regionalRune {
		c.flags++
	} else {
		c.flags = 0
	}
	c.picture = k == pictureRune || joins && c.picture && (k == extendRune || k == joinerRune)
	c.last, c.begun = k, true
	return !joins
}

// joins: no edge between the last code point and one of kind k (GB3 to GB13).
func (c *clusterScan) joins(k runeKind) bool {
	switch c.last {
	case carriageRune:
		return k == lineRune
	case lineRune, controlRune:
		return false
	}
	switch k {
	case extendRune, joinerRune:
		return true
	case pictureRune:
		return c.last == joinerRune && c.picture
	case regionalRune:
		return c.flags%2 == 1
	case hangulL, hangulLV, hangulLVT:
		return c.last == hangulL
	case hangulV:
		return c.last == hangulL || c.last == hangulV || c.last == hangulLV
	case hangulT:
		return c.last >= hangulV && c.last <= hangulLVT
	}
	return false
}

// certainStart: a code point of kind k begins a cluster behind one of kind
// before, whatever stands further back.
func certainStart(before, k runeKind) bool {
	switch k {
	case plainRune, controlRune, carriageRune:
		return true
	case lineRune:
		return before != carriageRune
	case pictureRune:
		return before != joinerRune
	case extendRune, joinerRune:
		return before == controlRune || before == lineRune || before == carriageRune
	case regionalRune:
		return before != regionalRune
	}
	return before < hangulL || before > hangulLVT
}

// clusterStart is the byte at which the cluster that holds byte i of text
// begins; i is the start of a code point, or len(text), which begins one.
func clusterStart(text string, i int) int {
	if i <= 0 || i >= len(text) {
		return min(max(i, 0), len(text))
	}
	from := certainBefore(text, i)
	if from == i {
		return i
	}
	start, scan := from, clusterScan{}
	for j, r := range text[from:] {
		if from+j > i {
			break
		}
		if scan.starts(r) {
			start = from + j
		}
	}
	return start
}

// certainBefore is the last byte at or before i at which a cluster begins
// whatever stands further back.
func certainBefore(text string, i int) int {
	r, _ := utf8.DecodeRuneInString(text[i:])
	for k := kindOf(r); i > 0; {
		r, n := utf8.DecodeLastRuneInString(text[:i])
		before := kindOf(r)
		if certainStart(before, k) {
			break
		}
		i, k = i-n, before
	}
	return i
}

// clusterEnd is the first byte at or behind i at which a cluster begins, or
// len(text).
func clusterEnd(text string, i int) int {
	start := clusterStart(text, i)
	if start == i {
		return i
	}
	var scan clusterScan
	for j, r := range text[start:] {
		if scan.starts(r) && j > 0 {
			return start + j
		}
	}
	return len(text)
}
