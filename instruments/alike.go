package instruments

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Alike reports whether two names differ in nothing that people mean by a name:
// in capitals, in spaces, or in how an accent is written. A name is alike to
// itself.
func Alike(a, b string) bool {
	plain := func(s string) string { return strings.Join(strings.Fields(norm.NFKC.String(s)), " ") }
	return strings.EqualFold(plain(a), plain(b))
}
