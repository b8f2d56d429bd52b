package agreement

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestPairsOf(t *testing.T) {
	for m, want := range map[int]string{0: "[]", 1: "[]", 2: "[[0 1]]", 3: "[[0 1] [0 2] [1 2]]", 4: "[[0 1] [0 2] [0 3] [1 2] [1 3] [2 3]]"} {
		if got := fmt.Sprint(pairsOf(m)); got != want {
			t.Errorf("%d coders: %s, want %s", m, got, want)
		}
	}
}

// Two groups of one decision by three coders, one group without the third.
func TestTallyByHand(t *testing.T) {
	g := newGrouping(3, 3)
	all, two := []bool{true, true, true}, []bool{true, true, false}
	for _, worked := range [][]bool{all, all, two} {
		g.add(worked, 1)
	}
	one := newTallies(g, 1)[0]
	one.say(0, all, []bool{true, true, false})
	one.say(1, all, []bool{false, false, false})
	one.say(2, two, []bool{true, false, true}) // the third has no say here
	one.close()
	if got := fmt.Sprint(one.pairs); got != "[{1 1 0 1} {0 1 0 1} {0 1 0 1}]" {
		t.Errorf("pairs %s", got)
	}
	if got := fmt.Sprint(one.cells); got != "[{0 [0 0 1 0] 0} {2 [0 1 0] 1}]" {
		t.Errorf("cells %s", got)
	}
	if values, yes := one.totals(); values != 8 || yes != 3 || *one.prevalence() != 3./8 {
		t.Errorf("%d of %d values are yes", yes, values)
	}
	if g.units() != 3 || !one.stand() || one.pairsOfValues() != 3+2+2 {
		t.Errorf("%d units, %d pairs of values", g.units(), one.pairsOfValues())
	}
}

// Pooling adds the codes up: decisions, tables and cells.
func TestPoolByHand(t *testing.T) {
	g := newGrouping(2, 2)
	both := []bool{true, true}
	g.add(both, 10)
	g.add(both, 20)
	tallies := newTallies(g, 2)
	for i, list := range [][]Table{{{Both: 3, OnlyA: 1}, {OnlyB: 2}}, {{OnlyB: 4}, {}}} {
		for group, table := range list {
			if table.ones() > 0 {
				tallies[i].cells = append(tallies[i].cells, votes{group, []int{0, table.OnlyA + table.OnlyB, table.Both}, table.OnlyA})
				tallies[i].pairs[0] = tallies[i].pairs[0].Plus(table)
			}
		}
	}
	sum := pool(g, tallies)
	sum.close()
	if sum.table() != (Table{3, 1, 6, 50}) || sum.groups.units() != 60 {
		t.Errorf("%v of %d", sum.table(), sum.groups.units())
	}
	if got := fmt.Sprint(sum.cells); got != "[{0 [0 5 3] 1} {1 [0 2 0] 0}]" {
		t.Errorf("cells %s", got)
	}
	if values, yes := sum.totals(); values != 120 || yes != 13 {
		t.Errorf("%d of %d", yes, values)
	}
	if empty := pool(g, nil); empty.groups.units() != 0 || empty.prevalence() != nil {
		t.Error("nothing pooled holds something")
	}
}

// Of two coders the sums of many give what the table gives.
func TestManyIsTwo(t *testing.T) {
	x := &scope{}
	rapid.Check(t, func(rt *rapid.T) {
		g := newGrouping(2, 4)
		one := newTallies(g, 1)[0]
		for group := range rapid.IntRange(1, 4).Draw(rt, "groups") {
			n := rapid.IntRange(0, 6).Draw(rt, "both")
			a, b := rapid.IntRange(0, 4).Draw(rt, "a"), rapid.IntRange(0, 4).Draw(rt, "b")
			g.add([]bool{true, true}, n+a+b+rapid.IntRange(0, 6).Draw(rt, "neither"))
			if n+a+b > 0 {
				one.cells = append(one.cells, votes{group, []int{0, a + b, n}, a})
				one.pairs[0] = one.pairs[0].Plus(Table{Both: n, OnlyA: a, OnlyB: b})
			}
		}
		one.close()
		if g.units() == 0 {
			return
		}
		table, many := Binary(one.table()), x.many(one)
		for _, name := range []string{PercentName, BrennanPredigerName, GwetName, AlphaName} {
			m, w := named(many, name), named(table, name)
			if (m.Value == nil) != (w.Value == nil) || m.Value != nil && math.Abs(*m.Value-*w.Value) > 1e-12 {
				rt.Fatalf("%v %s: %v, by table %v", one.table(), name, show(m), show(w))
			}
			if v, ok := one.sum(2).value(name); ok && m.Value != nil && math.Abs(v-*m.Value) > 1e-12 {
				rt.Fatalf("%s as a replicate %v, else %v", name, v, *m.Value)
			}
		}
	})
}

func TestAlphaOf(t *testing.T) {
	for _, one := range []struct {
		values, yes, split, want float64
		ok                       bool
	}{{200, 60, 20, 1 - 199*20./(60*140), true}, {10, 5, 0, 1, true}, {10, 0, 0, 0, false}, {10, 10, 0, 0, false}, {0, 0, 0, 0, false}} {
		got, ok := alphaOf(one.values, one.yes, one.split)
		if ok != one.ok || ok && got != one.want {
			t.Errorf("%+v: %v %v", one, got, ok)
		}
	}
}
