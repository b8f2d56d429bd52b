package analysis

import (
	"strconv"
	"strings"

	"meerzicht/instruments"
)

// Grim says whether a reported percentage can come from a whole number of n.
type Grim struct {
	Reported string `json:"reported"`
	N        int    `json:"n"`
	Possible bool   `json:"possible"`
	Counts   []int  `json:"counts"` // every whole number that rounds to it
}

const maxGrimBase = 1_000_000

// GRIM checks a percentage as printed ("62", "62,2", "62.2 %") against a base n
// of 1 to 1,000,000: the numerators whose percentage, rounded to as many
// decimals as were printed, gives it. A percentage exactly halfway may have
// been rounded either way. After Brown & Heathers (2017), Soc. Psychol.
// Personal. Sci. 8, 363–369. The error is an *instruments.Error.
func GRIM(n int, reported string) (Grim, error) {
	g := Grim{Reported: reported, N: n, Counts: []int{}}
	value, decimals, ok := percentage(reported)
	if !ok {
		return g, instruments.Refuse("", instruments.Textf("%q is geen percentage van 0 tot en met 100.", "%q is no percentage from 0 to 100.", instruments.Plain(reported)),
			instruments.Text{NL: "Schrijf 62 of 62,2, met hooguit vier decimalen.", EN: "Write 62 or 62.2, with at most four decimals."})
	}
	if n < 1 || n > maxGrimBase {
		return g, instruments.Refuse("", instruments.Textf("Het aantal %d ligt niet tussen 1 en %d.", "The number %d is not between 1 and %d.", n, maxGrimBase),
			instruments.Text{NL: "Geef het aantal respondenten.", EN: "Give the number of respondents."})
	}
	unit := 100
	for range decimals {
		unit *= 10
	}
	// value ± ½ of the last decimal, times n/unit, ends included.
	for x := max(0, (2*value-1)*n/(2*unit)-1); x <= n && 2*unit*x <= (2*value+1)*n; x++ {
		if 2*unit*x >= (2*value-1)*n {
			g.Counts = append(g.Counts, x)
		}
	}
	g.Possible = len(g.Counts) > 0
	return g, nil
}

// SmallestBase is the smallest n from at least from up to 1000 of which all the
// reported percentages can come; 0 when there is none or one is unreadable.
func SmallestBase(from int, reported ...string) int {
	for n := max(from, 1); n <= 1000; n++ {
		all := true
		for _, r := range reported {
			g, err := GRIM(n, r)
			all = all && err == nil && g.Possible
		}
		if all {
			return n
		}
	}
	return 0
}

// percentage reads a printed percentage as a whole number of its last decimal.
func percentage(s string) (value, decimals int, ok bool) {
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), "%"))
	whole, part, _ := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	if len(part) > 4 || whole == "" || len(whole) > 3 || strings.ContainsAny(whole+part, "+-_ ") {
		return 0, 0, false
	}
	value, err := strconv.Atoi(whole + part)
	limit := 100
	for range part {
		limit *= 10
	}
	return value, len(part), err == nil && value <= limit
}
