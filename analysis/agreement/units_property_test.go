package agreement

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"meerzicht/coding"
	"meerzicht/instruments"
)

const drawnLength = 40

// drawCorpus makes a small study: documents with turns, up to four coders, any
// codings, coders who left documents alone.
func drawCorpus(t *rapid.T) (*coding.Corpus, []coding.CoderID) {
	coders := []coding.CoderID{"anna", "bram", "cleo", "dirk"}[:rapid.IntRange(2, 4).Draw(t, "coders")]
	c := testCorpus(drawnLength)
	for _, k := range append(slices.Clone(coders), "eva", "fien") {
		c.Coders = append(c.Coders, coding.Coder{ID: k})
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "documents") {
		d := instruments.Document{ID: instruments.DocumentID(fmt.Sprint("R", i)), Length: drawnLength}
		for at := 0; at < drawnLength; at += 8 {
			d.Turns = append(d.Turns, instruments.Turn{Start: at + 1, End: at + 8})
		}
		c.Documents = append(c.Documents, d)
		for _, k := range coders {
			for range rapid.IntRange(0, 5).Draw(t, "codings") {
				from := rapid.IntRange(0, drawnLength-1).Draw(t, "from")
				to := rapid.IntRange(from+1, drawnLength).Draw(t, "to")
				mark(c, fmt.Sprintf("%s %s A%d %d-%d", k, d.ID, rapid.IntRange(1, 3).Draw(t, "code"), from, to))
			}
		}
	}
	return c, coders
}

// expanded is the study written out: one nominal value ("", yes, no) a coder
// for every unit of a code.
func expanded(c *coding.Corpus, coders []coding.CoderID, unit Unit, code coding.CodeID) Data {
	var rows [][]string
	for _, d := range c.Documents {
		worked, n := map[coding.CoderID]bool{}, 0
		for _, k := range c.Codings {
			if k.Document == d.ID && !worked[k.Coder] {
				worked[k.Coder] = true
				n++
			}
		}
		if n < 2 {
			continue
		}
		for _, u := range unitsOf(d, unit) {
			row := make([]string, len(coders))
			for i, who := range coders {
				if worked[who] {
					row[i] = "no"
				}
				for _, k := range c.Codings {
					if k.Document == d.ID && k.Coder == who && k.Code == code && k.Start < u.end && k.End > u.start {
						row[i] = "yes"
					}
				}
			}
			rows = append(rows, row)
		}
	}
	names := make([]string, len(coders))
	for i, k := range coders {
		names[i] = string(k)
	}
	return FromLabels(Nominal, names, []string{"no", "yes"}, rows)
}

func unitsOf(d instruments.Document, unit Unit) []span {
	var out []span
	switch unit {
	case Document:
		out = append(out, span{0, d.Length})
	case Turn:
		for _, t := range d.Turns {
			out = append(out, span{t.Start, t.End})
		}
	case Character:
		for i := range d.Length {
			out = append(out, span{i, i + 1})
		}
	}
	return out
}

// The figures of a study are those of its decisions written out one by one.
func TestUnitsAgainstTheWrittenOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c, coders := drawCorpus(rt)
		for _, unit := range []Unit{Document, Turn, Character} {
			r := mustStudy(t, c, Settings{Unit: unit, Coders: coders, Options: Options{Bootstrap: NoBootstrap}})
			for _, one := range r.Codes {
				d := expanded(c, coders, unit, one.Code)
				want := Measures(d, Options{Bootstrap: NoBootstrap})
				for _, m := range one.Measures {
					w := named(want, m.Name)
					if w.Method == "" || m.Name == JaccardName { // measures of tables only
						continue
					}
					if (m.Value == nil) != (w.Value == nil) || m.Value != nil && !almost(*m.Value, *w.Value) {
						rt.Fatalf("%s %s %s: %v (%s), written out %v (%s)", unit, one.Code, m.Name, show(m), m.Reason, show(w), w.Reason)
					}
					if m.N != w.N || m.LeftOut != w.LeftOut {
						rt.Fatalf("%s %s %s: n %d, left out %d; written out %d, %d", unit, one.Code, m.Name, m.N, m.LeftOut, w.N, w.LeftOut)
					}
				}
			}
		}
	})
}

func almost(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 }

func show(m Measure) any {
	if m.Value == nil {
		return nil
	}
	return *m.Value
}

// loosely compares results up to the last bits, since sums may be added in
// another order.
func loosely() cmp.Option { return cmpopts.EquateApprox(0, 1e-9) }

// wordless leaves out wordings, which may name a code.
func wordless() cmp.Option { return cmpopts.IgnoreTypes(instruments.Text{}) }

// Splitting a coding in two adjacent ones, another order of the codings, and
// the same codings once more change nothing; no unit looks at the pieces.
func TestUnitsDoNotSeePieces(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c, coders := drawCorpus(rt)
		pieces := *c
		pieces.Codings = nil
		for _, k := range c.Codings {
			if k.End-k.Start < 2 || rapid.Bool().Draw(rt, "whole") {
				pieces.Codings = append(pieces.Codings, k)
				continue
			}
			a, b := k, k
			a.End = rapid.IntRange(k.Start+1, k.End-1).Draw(rt, "cut")
			b.Start = a.End
			pieces.Codings = append(pieces.Codings, b, a)
			if rapid.Bool().Draw(rt, "twice") {
				pieces.Codings = append(pieces.Codings, k)
			}
		}
		seed := rapid.Uint64().Draw(rt, "order")
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(pieces.Codings), func(i, j int) {
			pieces.Codings[i], pieces.Codings[j] = pieces.Codings[j], pieces.Codings[i]
		})
		slices.Reverse(pieces.Documents)
		for _, s := range everyText() {
			s.Coders, s.Replicates = coders, 20
			if d := cmp.Diff(mustStudy(t, c, s), mustStudy(t, &pieces, s)); d != "" {
				rt.Fatalf("%s: %s", s.Unit, d)
			}
		}
	})
}

func everyText() []Settings {
	return []Settings{{Unit: Document}, {Unit: Document, Frequency: true}, {Unit: Turn}, {Unit: Segment}, {Unit: Segment, Threshold: .2}, {Unit: Character}}
}

// The order of coders changes who is A and who is B, and no figure.
func TestUnitsDoNotDependOnTheOrderOfCoders(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c, coders := drawCorpus(rt)
		turned := slices.Clone(coders)
		slices.Reverse(turned)
		for _, s := range everyText() {
			s.Bootstrap = NoBootstrap
			s.Coders = coders
			a := mustStudy(t, c, s)
			s.Coders = turned
			b := mustStudy(t, c, s)
			for _, one := range a.Codes {
				other := b.code(t, string(one.Code))
				if one.Table.Both != other.Table.Both || one.Table.OnlyA+one.Table.OnlyB != other.Table.OnlyA+other.Table.OnlyB {
					rt.Fatalf("%s %s: %v and %v", s.Unit, one.Code, one.Table, other.Table)
				}
				for _, m := range one.Measures {
					w := other.Measure(m.Name)
					if (m.Value == nil) != (w.Value == nil) || m.Value != nil && !almost(*m.Value, *w.Value) {
						rt.Fatalf("%s %s %s: %v and %v", s.Unit, one.Code, m.Name, show(m), show(w))
					}
				}
			}
		}
	})
}

// Another name for the codes changes nothing but the names.
func TestUnitsDoNotDependOnNames(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c, coders := drawCorpus(rt)
		renamed := *c
		renamed.Codings = slices.Clone(c.Codings)
		other := map[coding.CodeID]coding.CodeID{"act.A1": "act.Z9", "act.A2": "act.B1", "act.A3": "act.A1"}
		for i := range renamed.Codings {
			renamed.Codings[i].Code = other[renamed.Codings[i].Code]
		}
		for _, s := range everyText() {
			s.Coders, s.Bootstrap = coders, NoBootstrap
			a, b := mustStudy(t, c, s), mustStudy(t, &renamed, s)
			for _, one := range a.Codes {
				again := b.code(t, string(other[one.Code]))
				if d := cmp.Diff(one.Measures, again.Measures, loosely(), wordless()); d != "" || one.Table != again.Table {
					rt.Fatalf("%s %s: %s", s.Unit, one.Code, d)
				}
			}
			if d := cmp.Diff(a.Sets, b.Sets, loosely(), wordless()); d != "" {
				rt.Fatalf("%s sets: %s", s.Unit, d)
			}
		}
	})
}

// Who codes the same agrees: every measure with a value is exactly 1.
func TestUnitsOfTheSameWork(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c, _ := drawCorpus(rt)
		c.Codings = slices.DeleteFunc(c.Codings, func(k coding.Coding) bool { return k.Coder != "anna" })
		coders := []coding.CoderID{"anna", "eva", "fien"}[:rapid.IntRange(2, 3).Draw(rt, "same")]
		for _, k := range slices.Clone(c.Codings) {
			for _, who := range coders[1:] {
				k.Coder = who
				c.Codings = append(c.Codings, k)
			}
		}
		for _, s := range everyText() {
			s.Coders, s.Replicates = coders, 20
			r := mustStudy(t, c, s)
			for _, list := range [][]Measure{r.Pooled, r.Sets, r.SetsCoded, r.Single, r.Mean} {
				allOne(rt, s.Unit, list)
			}
			for _, one := range r.Codes {
				allOne(rt, s.Unit, one.Measures)
			}
		}
	})
}

func allOne(t *rapid.T, unit Unit, list []Measure) {
	for _, m := range list {
		if m.Value != nil && *m.Value != 1 && m.Name != PrevalenceName {
			t.Fatalf("%s: %s is %v", unit, m.Name, *m.Value)
		}
	}
}

// The same seed gives the same figures with any number of workers.
func TestUnitsDoNotDependOnWorkers(t *testing.T) {
	t.Parallel()
	c := workload(12, 30)
	for _, s := range everyText() {
		s.Coders, s.Replicates, s.Workers = anna(), 300, 1
		one := mustStudy(t, c, s)
		for _, n := range []int{2, 8} {
			s.Workers = n
			if d := cmp.Diff(one, mustStudy(t, c, s)); d != "" {
				t.Fatalf("%s with %d workers: %s", s.Unit, n, d)
			}
		}
		if m := named(one.Pooled, AlphaName); s.Unit != Segment && (m.CI == nil || m.CI[0] >= m.CI[1]) {
			t.Errorf("%s: interval %v", s.Unit, m.CI)
		}
	}
}
