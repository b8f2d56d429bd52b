package agreement_test

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"meerzicht/analysis/agreement"
)

// grid reads one line a coder, values apart by blanks, "." for none, as the
// literature prints reliability data.
func grid(level agreement.Level, q int, lines ...string) agreement.Data {
	var units [][]string
	coders := make([]string, len(lines))
	for c, line := range lines {
		coders[c] = string(rune('A' + c))
		for u, v := range strings.Fields(line) {
			if u == len(units) {
				units = append(units, make([]string, len(lines)))
			}
			if v != "." {
				units[u][c] = v
			}
		}
	}
	if level == agreement.Nominal {
		d := agreement.FromLabels(level, coders, nil, units)
		d.Categories = q
		return d
	}
	numbers := make([][]float64, len(units))
	for u, unit := range units {
		for _, v := range unit {
			x, err := strconv.ParseFloat(v, 64)
			if err != nil {
				x = math.NaN()
			}
			numbers[u] = append(numbers[u], x)
		}
	}
	return agreement.FromNumbers(level, coders, q, numbers)
}

// square makes the data of a table of two coders: rows the first, columns the second.
func square(level agreement.Level, counts [][]int) agreement.Data {
	d := agreement.Data{Coders: []string{"A", "B"}, Level: level, Categories: len(counts)}
	for a, row := range counts {
		d.Labels = append(d.Labels, string(rune('a'+a)))
		for b, n := range row {
			for range n {
				d.Codes = append(d.Codes, int32(a), int32(b))
			}
		}
	}
	return d
}

// tallied makes the data of counts per category, as Fleiss (1971) prints them.
func tallied(q int, counts [][]int) agreement.Data {
	d := agreement.Data{Level: agreement.Nominal, Categories: q}
	for _, unit := range counts {
		m := 0
		for k, n := range unit {
			for range n {
				d.Codes = append(d.Codes, int32(k))
				m++
			}
		}
		for len(d.Coders) < m {
			d.Coders = append(d.Coders, "C"+strconv.Itoa(len(d.Coders)+1))
		}
	}
	for k := range q {
		d.Labels = append(d.Labels, string(rune('a'+k)))
	}
	return d
}

// near checks a value against a reference printed with some decimals.
func near(t *testing.T, what string, got *float64, want, tolerance float64) {
	t.Helper()
	if got == nil {
		t.Errorf("%s has no value, want %v", what, want)
		return
	}
	if math.Abs(*got-want) > tolerance {
		t.Errorf("%s = %.7f, want %v ± %v", what, *got, want, tolerance)
	}
}

// between checks an interval.
func between(t *testing.T, what string, got *[2]float64, lo, hi, tolerance float64) {
	t.Helper()
	if got == nil {
		t.Errorf("%s has no interval, want %v–%v", what, lo, hi)
		return
	}
	near(t, what+", lower limit", &got[0], lo, tolerance)
	near(t, what+", upper limit", &got[1], hi, tolerance)
}

// dataC is the example of Krippendorff (2011), section C: 12 units, 4 coders.
func dataC(level agreement.Level) agreement.Data {
	return grid(level, 5,
		"1 2 3 3 2 1 4 1 2 . . .",
		"1 2 3 3 2 2 4 1 2 5 . 3",
		". 3 3 3 2 3 4 2 2 5 1 .",
		"1 2 3 3 2 4 4 1 2 5 1 .")
}

// news is table 1 of Hayes & Krippendorff (2007): 40 articles, 5 observers.
func news(level agreement.Level) agreement.Data {
	return grid(level, 4,
		"1 1 2 . 0 0 1 1 2 2 . 0 1 3 1 1 2 1 1 0 0 0 2 0 1 0 0 1 1 1 1 2 2 3 2 2 2 2 2 1",
		"1 1 3 0 0 0 0 . 2 1 1 0 2 3 1 1 1 2 1 0 0 0 3 0 2 1 0 2 1 1 1 1 2 2 2 2 2 2 2 1",
		"2 0 3 0 0 0 2 2 2 1 0 0 2 2 1 1 2 3 0 0 1 . 3 0 . 1 0 1 2 2 0 2 . 2 2 3 2 . 2 1",
		". 1 3 . . . . 0 . 1 0 0 2 2 . . . 3 1 . 1 0 3 0 2 1 1 2 2 . . 1 2 2 . . . 1 2 .",
		"2 . . 0 0 0 1 . 2 . . . . 3 1 1 2 . . 0 . 0 . . 2 . 0 . . 2 0 . 2 . 2 2 2 2 . 1")
}
