package transcript

import (
	"strings"
	"unicode/utf8"
)

// A margin that texts are broken at lies between these numbers of code points.
const (
	minMargin = 40
	maxMargin = 130
)

// hardWrapped reports whether the lines of a text end at a margin, as in mail
// and in text taken from a PDF: no line is longer than a margin can be, and of
// the lines that are followed by another line, at least ten and four in five
// come near the longest.
func hardWrapped(text string) bool {
	longest := 0
	var lengths [maxMargin + 1]int // of the lines that are followed by a line
	last, followed := 0, 0
	for line := range strings.Lines(text) {
		n := utf8.RuneCountInString(strings.TrimSpace(line))
		if n > maxMargin {
			return false
		}
		if last > 0 && n > 0 {
			lengths[last]++
			followed++
		}
		longest, last = max(longest, n), n
	}
	near := 0
	for n := longest * 2 / 3; n <= longest; n++ {
		near += lengths[n]
	}
	return longest >= minMargin && followed >= 10 && near*5 >= followed*4
}
