package workbench

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// clustersOf cuts a text at every cluster start, asked one by one.
func clustersOf(text string) []string {
	var out []string
	for i, r := range text {
		if clusterStart(text, i) == i {
			out = append(out, "")
		}
		out[len(out)-1] += text[i:max(i+1, i+sizeAt(text, i, r))]
	}
	return out
}

func sizeAt(text string, i int, r rune) int {
	if r == utf8.RuneError {
		_, n := utf8.DecodeRuneInString(text[i:])
		return n
	}
	return utf8.RuneLen(r)
}

// The cases follow the rules GB3 to GB13 of UAX #29.
func TestClusters(t *testing.T) {
	for name, want := range map[string][]string{
		"ascii":              {"a", " ", "b"},
		"line ends":          {"a", "\r\n", "\n", "\r", "b"},
		"mark on nothing":    {"\u0301\u0302", "a"},
		"mark on a line end": {"\n", "\u0301", "a"},
		"accents":            {"e\u0301\u0323", "x"},
		"Hebrew points":      {"ש\u05bc\u05c1", "ל"},
		"Devanagari sign":    {"क\u093f", "त"},
		"control":            {"\x01", "\u200b", "\u202e", "\u00ad", "a"},
		"joiner alone":       {"a\u200d", "b"},
		"family":             {"👩\u200d👩\u200d👧", "👩"},
		"joined by a letter": {"a\u200d", "👩"},
		"skin":               {"👍🏽", "👍"},
		"heart":              {"❤\ufe0f", "❤\ufe0f\u200d🔥"},
		"keycap":             {"1\ufe0f\u20e3", "2"},
		"flags":              {"🇳🇱", "🇧🇪", "🇩", "x", "🇫🇷"},
		"flag and accent":    {"🇳🇱\u0301", "🇳🇱"},
		"half, accent, half": {"🇳\u0301", "🇱"},
		"England":            {"🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "🏴"},
		"Hangul parts":       {"\u1112\u1161\u11ab", "\u1100\u1100\u1161"},
		"Hangul syllables":   {"가\u11a8", "한", "국"},
		"Hangul out of step": {"각", "\u1161", "가"},
		"invalid":            {"\xff", "\xfe", "a"},
		"copyright":          {"©\ufe0f\u200d©", "a"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := clustersOf(strings.Join(want, "")); !slices.Equal(got, want) {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}

func TestClusterEnd(t *testing.T) {
	text := "ae\u0301b🇳🇱"
	for i, want := range map[int]int{0: 0, 1: 1, 2: 4, 4: 4, 5: 5, 9: 13, 13: 13} {
		if got := clusterEnd(text, i); got != want {
			t.Errorf("end from byte %d: %d, want %d", i, got, want)
		}
	}
	if got := clusterEnd("e\u0301", 1); got != 3 {
		t.Errorf("end of the last cluster %d, want 3", got)
	}
}

// Asking for one place gives what walking from the beginning of the text gives.
func TestClusterStartProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := oddText().Draw(t, "text")
		var scan clusterScan
		start := 0
		for i, r := range text {
			if scan.starts(r) {
				start = i
			}
			if got := clusterStart(text, i); got != start {
				t.Fatalf("the cluster of byte %d of %q begins at %d, want %d", i, text, got, start)
			}
		}
	})
}

func BenchmarkClusterStart(b *testing.B) {
	text := strings.Repeat("één keer 👩\u200d👩\u200d👧 e\u0301 ", 1000)
	for i := 0; b.Loop(); i++ {
		at := i * 7919 % len(text)
		for !utf8.RuneStart(text[at]) {
			at--
		}
		clusterStart(text, at)
	}
}
