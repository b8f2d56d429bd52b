package archive

import (
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"meerzicht/instruments"
)

// maxFileName is how long the name of a text may be, in bytes, without extension.
const maxFileName = 80

// fileName makes a name for a file of any text: Latin letters, digits, "-" and "_",
// never a name that Windows keeps for itself.
func fileName(text string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(text) {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-', r == '_':
			b.WriteRune(r)
		case 0x300 <= r && r < 0x370: // an accent
		case !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
		if b.Len() >= maxFileName {
			break
		}
	}
	name := strings.Trim(b.String(), "_-")
	if name == "" || kept(name) {
		name = strings.TrimSuffix("x_"+name, "_")
	}
	return name
}

// kept are the names of devices of Windows.
func kept(name string) bool {
	switch n := strings.ToUpper(name); n {
	case "CON", "PRN", "AUX", "NUL":
		return true
	default:
		return len(n) == 4 && (strings.HasPrefix(n, "COM") || strings.HasPrefix(n, "LPT")) && n[3] >= '0' && n[3] <= '9'
	}
}

// textNames are the names of the texts of documents: safe, and different also
// where capitals do not count.
func textNames(docs []instruments.Document) []string {
	seen, next := make(map[string]bool, len(docs)), map[string]int{}
	out := make([]string, len(docs))
	for i, d := range docs {
		base := fileName(string(d.ID))
		name, key := base, strings.ToLower(base)
		for n := next[key]; seen[strings.ToLower(name)]; {
			n = max(n+1, 2)
			next[key] = n
			name = base + "-" + strconv.Itoa(n)
		}
		seen[strings.ToLower(name)] = true
		out[i] = "texts/" + name + ".txt"
	}
	return out
}
