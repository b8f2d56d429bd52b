package agreement

import (
	"cmp"
	"maps"
	"slices"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// turns are the units of a document: its turns that hold text, in order; a
// document without any is one unit as a whole.
func (d *compared) turns() []span {
	var out []span
	for _, t := range d.Turns {
		if t.Start < t.End {
			out = append(out, span{t.Start, t.End})
		}
	}
	slices.SortFunc(out, byStart)
	if len(out) == 0 {
		out = append(out, span{0, max(1, d.length())})
	}
	return out
}

// touched lists the positions of the turns that a coder's stretches overlap,
// ascending, and counts the stretches that overlap none.
func touched(turns, spans []span) (in []int, outside int) {
	next := 0
	for _, s := range spans {
		for next < len(turns) && turns[next].end <= s.start {
			next++
		}
		hit := false
		for i := next; i < len(turns) && turns[i].start < s.end; i++ {
			if turns[i].end <= s.start {
				continue
			}
			hit = true
			if len(in) == 0 || in[len(in)-1] < i {
				in = append(in, i)
			}
		}
		if !hit {
			outside++
		}
	}
	return in, outside
}

// turned is the turns of one study as units.
type turned struct {
	groups  *grouping
	tallies []*tally
	sets    []valued
	outside int // stretches that lie between turns
	whole   int // documents without turns
}

// turnsOf asks for every turn and code: does a coding of the code overlap it?
func (x *scope) turnsOf() turned {
	out := turned{groups: newGrouping(len(x.coders), 0)}
	var first []int
	for i := range x.docs {
		d := &x.docs[i]
		first = append(first, len(out.sets))
		if len(d.Turns) == 0 {
			out.whole++
		}
		for range d.turns() {
			out.groups.add(d.worked, 1)
			out.sets = append(out.sets, newValued(d.worked))
		}
	}
	out.tallies = newTallies(out.groups, len(x.codes))
	for i := range x.docs {
		out.document(&x.docs[i], first[i])
	}
	return out
}

// document counts one document whose first turn is a unit of that number.
func (t *turned) document(d *compared, first int) {
	turns := d.turns()
	for from := 0; from < len(d.use); {
		of := d.uses(d.use[from].code)
		code := of[0].code
		in := map[int][]bool{}
		for _, u := range of {
			list, outside := touched(turns, u.spans)
			t.outside += outside
			for _, i := range list {
				if in[i] == nil {
					in[i] = make([]bool, len(d.worked))
				}
				in[i][u.coder] = true
				v := &t.sets[first+i]
				v.sets[u.coder] = append(v.sets[u.coder], code)
			}
		}
		for _, i := range slices.Sorted(maps.Keys(in)) {
			t.tallies[code].say(first+i, d.worked, in[i])
		}
		from += len(of)
	}
}

// Confused is how often two codes stood for each other: units to which one
// coder gave only the one and another coder only the other.
type Confused struct {
	A     coding.CodeID `json:"a"`
	B     coding.CodeID `json:"b"`
	Count int           `json:"count"`
}

// singles are the values of the units to which every coder who worked on them
// gave exactly one code; the others are left out. A coder who did not work on
// a unit is -1.
func singles(sets []valued) [][]int {
	var out [][]int
	for _, v := range sets {
		row, one := make([]int, len(v.sets)), true
		for k, s := range v.sets {
			switch {
			case !v.worked[k]:
				row[k] = -1
			case len(s) == 1:
				row[k] = s[0]
			default:
				one = false
			}
		}
		if one {
			out = append(out, row)
		}
	}
	return out
}

// confused counts the pairs of coders who gave one code each, not the same.
func (x *scope) confused(rows [][]int) []Confused {
	count := map[[2]int]int{}
	for _, row := range rows {
		for i, a := range row {
			for _, b := range row[i+1:] {
				if a >= 0 && b >= 0 && a != b {
					count[[2]int{min(a, b), max(a, b)}]++
				}
			}
		}
	}
	var out []Confused
	for pair, n := range count {
		out = append(out, Confused{x.codes[pair[0]], x.codes[pair[1]], n})
	}
	slices.SortFunc(out, func(p, q Confused) int {
		return cmp.Or(cmp.Compare(q.Count, p.Count), cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B))
	})
	return out
}

// notes say what became of codings that lie in no turn, and of documents
// without turns.
func (t *turned) notes() []analysis.Warning {
	var out []analysis.Warning
	if t.outside > 0 {
		out = append(out, analysis.Warning{Code: "outside_turns", Text: instruments.Textf(
			"Fragmenten buiten elke beurt: %d; zij tellen hier niet mee.", "Segments outside every turn: %d; they do not count here.", t.outside)})
	}
	if t.whole > 0 {
		out = append(out, analysis.Warning{Code: "no_turns", Text: instruments.Textf(
			"Documenten zonder beurten: %d; elk is één eenheid.", "Documents without turns: %d; each is one unit.", t.whole)})
	}
	return out
}
