package agreement

import (
	"math"
	"math/bits"
)

// stream is a counter-based generator: SplitMix64 of Steele, Lea & Flood (2014),
// Fast splittable pseudorandom number generators, OOPSLA, with the constants of
// its 64-bit finaliser. Each replicate has a stream of its own, keyed by seed
// and number, so that the drawing does not depend on who draws when.
type stream struct{ state uint64 }

const goldenGamma = 0x9e3779b97f4a7c15 // 2⁶⁴ divided by the golden ratio, odd

// newStream is the stream of a replicate.
func newStream(seed uint64, replicate int) stream {
	return stream{mix(mix(seed+goldenGamma) + uint64(replicate)*goldenGamma)}
}

// next is 64 bits.
func (s *stream) next() uint64 {
	s.state += goldenGamma
	return mix(s.state)
}

// below is a number under n, which is at least 1. The product of 64 bits and n
// leaves a bias of at most n/2⁶⁴.
func (s *stream) below(n int) int {
	hi, _ := bits.Mul64(s.next(), uint64(n))
	return int(hi)
}

// lot is a column of an alias table: below the threshold, in 2⁻⁶⁴, it stands for
// itself, from there on for the other.
type lot struct {
	threshold uint64
	other     int32
}

// lots is the alias table of patterns by their number of units, n in all: a draw
// of one unit that takes the same time whatever the number of units. Walker
// (1977), ACM Trans. Math. Softw. 3, 253–256, in whole numbers.
func lots(patterns []pattern, n int) []lot {
	out := make([]lot, len(patterns))
	room := make([]int, len(patterns)) // times the number of patterns; n fills a column
	var under, over []int32
	for i, p := range patterns {
		out[i] = lot{math.MaxUint64, int32(i)}
		switch room[i] = p.units * len(patterns); {
		case room[i] < n:
			under = append(under, int32(i))
		case room[i] > n:
			over = append(over, int32(i))
		}
	}
	for len(under) > 0 && len(over) > 0 {
		small, large := under[len(under)-1], over[len(over)-1]
		under = under[:len(under)-1]
		threshold, _ := bits.Div64(uint64(room[small]), 0, uint64(n))
		out[small] = lot{threshold, large}
		switch room[large] -= n - room[small]; {
		case room[large] < n:
			over, under = over[:len(over)-1], append(under, large)
		case room[large] == n:
			over = over[:len(over)-1]
		}
	}
	return out
}

// pick draws a column and then itself or the other.
func (s *stream) pick(lots []lot) int32 {
	at, part := bits.Mul64(s.next(), uint64(len(lots)))
	if l := &lots[at]; part >= l.threshold {
		return l.other
	}
	return int32(at)
}

// fraction is a number in [0, 1) with 53 bits.
func (s *stream) fraction() float64 { return float64(s.next()>>11) / (1 << 53) }

func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
