package coding

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"meerzicht/instruments"
	"pgregory.net/rapid"
)

// naive is Compare as it is defined, without a sweep: characters painted one by
// one. It tells the agreed stretches and the differences.
func naive(a, b []Coding, threshold float64) []string {
	var out []string
	restA, restB := map[group][]stretch{}, map[group][]stretch{}
	documents := map[instruments.DocumentID]bool{}
	for _, c := range append(slices.Clone(a), b...) {
		documents[c.Document] = true
	}
	for id := range documents {
		inA, inB := painted(a, id), painted(b, id)
		groups := map[group]bool{}
		for g := range inA {
			groups[g] = true
		}
		for g := range inB {
			groups[g] = true
		}
		clear(restA)
		clear(restB)
		for g := range groups {
			out = append(out, naiveGroup(id, g, inA[g], inB[g], restA, restB)...)
		}
		out = append(out, naiveRest(id, restA, restB, threshold)...)
	}
	slices.Sort(out)
	return out
}

// painted are the stretches of a coder in a document by group: characters that
// touch and have the code.
func painted(codings []Coding, id instruments.DocumentID) map[group][]stretch {
	paint := map[group][]bool{}
	for _, c := range codings {
		if c.Document != id {
			continue
		}
		g := group{string(c.Dyad), string(c.Code)}
		if paint[g] == nil {
			paint[g] = make([]bool, 101)
		}
		for i := c.Start; i < c.End; i++ {
			paint[g][i] = true
		}
	}
	out := map[group][]stretch{}
	for g, on := range paint {
		for i := 0; i < 100; i++ {
			if !on[i] {
				continue
			}
			from := i
			for on[i] {
				i++
			}
			out[g] = append(out[g], stretch{start: from, end: i})
		}
	}
	return out
}

func naiveGroup(id instruments.DocumentID, g group, a, b []stretch, restA, restB map[group][]stretch) []string {
	var out []string
	type node struct {
		stretch
		other bool
	}
	var left []node
	for _, s := range a {
		left = append(left, node{s, false})
	}
	for _, s := range b {
		left = append(left, node{s, true})
	}
	for len(left) > 0 {
		in, rest := []node{left[0]}, left[1:]
		for grown := true; grown; {
			grown = false
			for i, n := range rest {
				if slices.ContainsFunc(in, func(m node) bool { return m.start < n.end && n.start < m.end }) {
					in, rest, grown = append(in, n), slices.Delete(slices.Clone(rest), i, i+1), true
					break
				}
			}
		}
		left = rest
		start, end, others := in[0].start, in[0].end, 0
		for _, n := range in {
			start, end = min(start, n.start), max(end, n.end)
			if n.other {
				others++
			}
		}
		switch {
		case others == 0:
			restA[g] = append(restA[g], in[0].stretch)
		case others == len(in):
			restB[g] = append(restB[g], in[0].stretch)
		case len(in) == 2 && in[0].start == in[1].start && in[0].end == in[1].end:
			out = append(out, fmt.Sprintf("agreed %s%s %d–%d %s", id, g.dyad, start, end, g.code))
		default:
			out = append(out, fmt.Sprintf("boundary %s%s %d–%d %s", id, g.dyad, start, end, g.code))
		}
	}
	return out
}

// naiveRest takes the best pair again and again.
func naiveRest(id instruments.DocumentID, a, b map[group][]stretch, threshold float64) []string {
	var out []string
	for {
		best, share, near := "", -1.0, false
		var takeA, takeB group
		var x, y stretch
		for _, g := range sortedGroups(a) {
			for _, h := range sortedGroups(b) {
				for _, s := range a[g] {
					for _, o := range b[h] {
						common, union := min(s.end, o.end)-max(s.start, o.start), max(s.end, o.end)-min(s.start, o.start)
						now, branches := float64(common)/float64(union), branch(CodeID(g.code)) == branch(CodeID(h.code))
						if g.dyad != h.dyad || now < threshold || now <= 0 {
							continue
						}
						codes := []string{g.code, h.code}
						at := []int{s.start, o.start}
						if codes[1] < codes[0] {
							slices.Reverse(codes)
							slices.Reverse(at)
						}
						name := fmt.Sprintf("%s|%s|%03d|%03d", codes[0], codes[1], at[0], at[1])
						if branches && !near || branches == near && (now > share || now == share && name < best) {
							best, share, near, takeA, takeB, x, y = name, now, branches, g, h, s, o
						}
					}
				}
			}
		}
		if best == "" {
			break
		}
		a[takeA] = slices.DeleteFunc(a[takeA], func(s stretch) bool { return s == x })
		b[takeB] = slices.DeleteFunc(b[takeB], func(s stretch) bool { return s == y })
		codes := []string{takeA.code, takeB.code}
		slices.Sort(codes)
		out = append(out, fmt.Sprintf("code %s%s %d–%d %s %s", id, takeA.dyad, min(x.start, y.start), max(x.end, y.end), codes[0], codes[1]))
	}
	for who, side := range map[string]map[group][]stretch{"A": a, "B": b} {
		for g, list := range side {
			for _, s := range list {
				out = append(out, fmt.Sprintf("missed %s%s %d–%d %s by %s", id, g.dyad, s.start, s.end, g.code, who))
			}
		}
	}
	return out
}

func sortedGroups(m map[group][]stretch) []group {
	return slices.SortedFunc(maps.Keys(m), func(a, b group) int { return slices.Compare([]string{a.dyad, a.code}, []string{b.dyad, b.code}) })
}

// The sweep finds what the definition says.
func TestCompareAgainstItsDefinition(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a, b := drawn(r, "a"), drawn(r, "b")
		threshold := rapid.SampledFrom([]float64{.2, .5, .8}).Draw(r, "threshold")
		agreed, diffs := Compare(a, b, threshold)
		got := tell(diffs)
		for _, p := range agreed {
			got = append(got, fmt.Sprintf("agreed %s%s %d–%d %s", p.A.Document, p.A.Dyad, p.A.Start, p.A.End, p.A.Code))
		}
		slices.Sort(got)
		if want := naive(a, b, threshold); !slices.Equal(got, want) {
			r.Fatalf("got\n%q\nwant\n%q", got, want)
		}
	})
}
