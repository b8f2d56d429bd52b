package coding

import (
	"cmp"
	"slices"
)

// Confusion (verwisseling) is a pair of codes that coders took for each other:
// one coded a stretch with one, the other about the same stretch with the other.
// Who used which does not matter; A is the one whose id comes first.
type Confusion struct {
	A     CodeID       `json:"a"`
	B     CodeID       `json:"b"`
	Count int          `json:"count"`
	Where []Difference `json:"where"`
}

// Confusions are the pairs of codes among differences of type OtherCode, the
// most frequent first, then by code.
func Confusions(diffs []Difference) []Confusion {
	at := map[[2]CodeID]int{}
	var out []Confusion
	for _, d := range diffs {
		codes := d.Codes()
		if d.Type != OtherCode || len(codes) != 2 {
			continue
		}
		key := [2]CodeID(codes)
		i, known := at[key]
		if !known {
			i = len(out)
			at[key] = i
			out = append(out, Confusion{A: key[0], B: key[1]})
		}
		out[i].Count++
		out[i].Where = append(out[i].Where, d)
	}
	slices.SortFunc(out, func(x, y Confusion) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	return out
}
