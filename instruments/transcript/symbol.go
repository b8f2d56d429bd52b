package transcript

import (
	"strconv"
	"strings"
)

// Symbol fonts give ordinary characters another shape. The tables hold what
// turns up in typed interviews; a symbol outside them is counted as left out.
var (
	wingdings = map[rune]rune{
		0x4a: '☺', 0x4b: '😐', 0x4c: '☹', 0x6c: '●', 0x6e: '■', 0x71: '❑', 0x76: '❖', 0x9f: '•', 0xa7: '▪', 0xa8: '☐',
		0xd8: '➢', 0xdf: '←', 0xe0: '→', 0xe1: '↑', 0xe2: '↓', 0xe8: '➔', 0xf0: '⇨', 0xfb: '✗', 0xfc: '✓', 0xfd: '☒', 0xfe: '☑',
	}
	symbolFont = map[rune]rune{
		0xa3: '≤', 0xa5: '∞', 0xab: '↔', 0xac: '←', 0xad: '↑', 0xae: '→', 0xaf: '↓', 0xb0: '°', 0xb1: '±', 0xb3: '≥',
		0xb4: '×', 0xb7: '•', 0xb8: '÷', 0xb9: '≠', 0xbb: '≈', 0xbc: '…', 0xd6: '√', 0xde: '⇒', 0xe5: '∑',
		0x61: 'α', 0x62: 'β', 0x63: 'χ', 0x64: 'δ', 0x65: 'ε', 0x67: 'γ', 0x6b: 'κ', 0x6c: 'λ', 0x6d: 'μ', 0x70: 'π',
		0x73: 'σ', 0x44: 'Δ', 0x53: 'Σ', 0x57: 'Ω',
	}
)

// symbolRune maps the hexadecimal code of a w:sym to a character.
func symbolRune(font, hex string) (rune, bool) {
	n, err := strconv.ParseUint(hex, 16, 16)
	if err != nil {
		return 0, false
	}
	return symbolIn(font, rune(n))
}

// symbolIn is the character that a font shows for a code. Codes of the private
// area F000–F0FF are those of the font; others are Unicode already.
func symbolIn(font string, r rune) (rune, bool) {
	if r == 0 || !xmlChar(r) {
		return 0, false
	}
	inFont := r >= 0xf000 && r <= 0xf0ff
	code := r & 0xff
	switch font = strings.ToLower(font); {
	case strings.HasPrefix(font, "wingdings") && (inFont || r < 0x100):
		m, ok := wingdings[code]
		return m, ok && font == "wingdings"
	case font == "symbol" && (inFont || r < 0x100):
		if m, ok := symbolFont[code]; ok {
			return m, true
		}
		return code, code >= '0' && code <= '9' || code == ' '
	}
	return r, r >= ' ' && !(r >= 0xe000 && r <= 0xf8ff)
}
