package agreement

import (
	"math"
	"slices"
	"strconv"
)

// Level is the level of measurement of the values.
type Level string

// The levels. From Ordinal on values have an order, and Scores.
const (
	Nominal  Level = "nominal"
	Ordinal  Level = "ordinal"
	Interval Level = "interval"
	Ratio    Level = "ratio"
)

// Levels are all levels, the weakest first.
func Levels() []Level { return []Level{Nominal, Ordinal, Interval, Ratio} }

// Missing is the code of a coder who gave a unit no value.
const Missing int32 = -1

// Data is what coders said of units: one value of one variable each, or none.
type Data struct {
	Coders []string // names; their number is the number of coders
	Level  Level    // "" is Nominal
	// Labels names the categories; a code is a position in it. For an ordered
	// level they stand in ascending order.
	Labels []string
	// Scores is the number of each category, strictly ascending; nil stands for
	// the positions themselves. Nominal data need none; for Ratio none is
	// negative.
	Scores []float64
	// Codes holds the values unit by unit, within a unit coder by coder:
	// Codes[unit*len(Coders)+coder]. Missing marks no value.
	Codes []int32
	// Categories is the number of categories q that the codebook has; 0 says
	// that it is not known, and then the categories that occur are counted and
	// a warning says so.
	Categories int
}

// Units is the number of units, coded or not.
func (d Data) Units() int {
	if len(d.Coders) == 0 {
		return 0
	}
	return len(d.Codes) / len(d.Coders)
}

// Unit is the values of one unit, one a coder.
func (d Data) Unit(u int) []int32 { return d.Codes[u*len(d.Coders) : (u+1)*len(d.Coders)] }

// Pairable counts the units with values of at least two coders.
func (d Data) Pairable() int {
	n := 0
	for u := range d.Units() {
		if present(d.Unit(u)) >= 2 {
			n++
		}
	}
	return n
}

// FromLabels makes Data of written values, one slice a unit with one value a
// coder and "" for none. The categories are the given ones (which then are the
// codebook, in this order) and after them what else occurs, in order of name.
func FromLabels(level Level, coders, categories []string, units [][]string) Data {
	d := Data{Coders: coders, Level: level, Labels: slices.Clone(categories), Categories: len(categories)}
	place := map[string]int32{}
	for i, c := range categories {
		place[c] = int32(i)
	}
	var more []string
	for _, unit := range units {
		for _, v := range unit {
			if _, known := place[v]; v != "" && !known {
				place[v] = Missing
				more = append(more, v)
			}
		}
	}
	slices.Sort(more)
	for _, v := range more {
		place[v] = int32(len(d.Labels))
		d.Labels = append(d.Labels, v)
	}
	d.Codes = make([]int32, 0, len(units)*len(coders))
	for _, unit := range units {
		for c := range coders {
			code := Missing
			if c < len(unit) && unit[c] != "" {
				code = place[unit[c]]
			}
			d.Codes = append(d.Codes, code)
		}
	}
	return d
}

// FromNumbers makes Data of numbers, one slice a unit with one number a coder
// and NaN for none. q is the number of categories of the codebook, 0 for unknown.
func FromNumbers(level Level, coders []string, q int, units [][]float64) Data {
	all := make([]float64, 0, len(units)*len(coders))
	for _, unit := range units {
		for c := range coders {
			if c < len(unit) {
				all = append(all, unit[c])
			} else {
				all = append(all, math.NaN())
			}
		}
	}
	return numbers(level, coders, q, all)
}

// numbers makes Data of the numbers of all units one after the other.
func numbers(level Level, coders []string, q int, all []float64) Data {
	d := Data{Coders: coders, Level: level, Categories: q, Codes: make([]int32, len(all))}
	seen := map[float64]int32{}
	for _, v := range all {
		if _, known := seen[v]; !known && !math.IsNaN(v) {
			seen[v] = 0
			d.Scores = append(d.Scores, v)
		}
	}
	slices.Sort(d.Scores)
	for i, s := range d.Scores {
		seen[s] = int32(i)
		d.Labels = append(d.Labels, strconv.FormatFloat(s, 'g', -1, 64))
	}
	for i, v := range all {
		if d.Codes[i] = Missing; !math.IsNaN(v) {
			d.Codes[i] = seen[v]
		}
	}
	return d
}

// score is the number of a category: its score, or its position.
func (d Data) score(code int32) float64 {
	if d.Scores == nil {
		return float64(code)
	}
	return d.Scores[code]
}

// label is the name of a category for people.
func (d Data) label(code int32) string {
	if int(code) < len(d.Labels) {
		return d.Labels[code]
	}
	return strconv.Itoa(int(code) + 1)
}

// width is one more than the highest code that can occur; false when the codes
// fit neither the coders nor the scores.
func (d Data) width() (int, bool) {
	lo, hi := Missing, Missing
	for _, c := range d.Codes {
		lo, hi = min(lo, c), max(hi, c)
	}
	known := max(len(d.Labels), len(d.Scores))
	ok := lo == Missing && (len(d.Coders) == 0 || len(d.Codes)%len(d.Coders) == 0) && (d.Scores == nil || int(hi) < len(d.Scores))
	return max(known, int(hi)+1), ok
}

// present counts the values of a unit.
func present(unit []int32) int {
	n := 0
	for _, c := range unit {
		if c >= 0 {
			n++
		}
	}
	return n
}
