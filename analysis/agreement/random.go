package agreement

import "math/bits"

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

// fraction is a number in [0, 1) with 53 bits.
func (s *stream) fraction() float64 { return float64(s.next()>>11) / (1 << 53) }

func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
