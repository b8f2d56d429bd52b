package transcript

import "strings"

// clock reads "1:02", "00:01:02", "00:01:02.250", "00:01:02,250" or f4's
// "00:01:02-5" at the start of s: milliseconds, length, and how many parts the
// time has. Length is 0 when there is none.
func clock(s string) (ms int64, n, parts int) {
	seconds := int64(0)
	for parts < 3 {
		width := 2
		if parts == 0 {
			width = 3 // 100 hours or minutes and more
		}
		d := digits(s[n:], width)
		if d == 0 || parts > 0 && d != 2 {
			return 0, 0, 0
		}
		value := number(s[n : n+d])
		if parts > 0 && value > 59 {
			return 0, 0, 0
		}
		seconds = seconds*60 + value
		n += d
		parts++
		if n >= len(s) || s[n] != ':' || parts == 3 {
			break
		}
		n++
	}
	if parts < 2 {
		return 0, 0, 0
	}
	ms = seconds * 1000
	if n+1 < len(s) && strings.IndexByte(".,-", s[n]) >= 0 {
		if d := digits(s[n+1:], 3); d > 0 {
			ms += number((s[n+1:n+1+d] + "00")[:3])
			n += 1 + d
		}
	}
	return ms, n, parts
}

func number(s string) int64 {
	v := int64(0)
	for i := 0; i < len(s); i++ {
		v = v*10 + int64(s[i]-'0')
	}
	return v
}

var timeMarks = map[byte]byte{'[': ']', '(': ')', '#': '#', '<': '>', '{': '}'}

// leadingTime reads a time before the words: between marks, or bare. A bare time
// of two parts is not sure, for stories hold clock times too: a label must
// follow it.
func leadingTime(s string) (ms int64, n int, sure bool) {
	if s == "" {
		return 0, 0, false
	}
	if end, ok := timeMarks[s[0]]; ok {
		ms, n, _ = clock(s[1:])
		if n == 0 || n+1 >= len(s) || s[n+1] != end {
			return 0, 0, false
		}
		return ms, n + 2, true
	}
	ms, n, parts := clock(s)
	if n == 0 || !blankAt(s, n) {
		return 0, 0, false
	}
	return ms, n, parts == 3
}

// trailingTime reads f4's #00:01:02-5# or [00:01:02] at the end of the words.
func trailingTime(s string) (ms int64, n int) {
	if s == "" {
		return 0, 0
	}
	var open int
	switch s[len(s)-1] {
	case '#':
		open = strings.LastIndexByte(s[:len(s)-1], '#')
	case ']':
		open = strings.LastIndexByte(s, '[')
	default:
		return 0, 0
	}
	if open < 0 {
		return 0, 0
	}
	ms, n, _ = clock(s[open+1:])
	if n == 0 || open+1+n != len(s)-1 {
		return 0, 0
	}
	return ms, len(s) - open
}
