package coding

import (
	"maps"
	"slices"
	"testing"

	"meerzicht/instruments"
	"pgregory.net/rapid"
)

// In the layer of the consensus no document is counted twice: of those who coded
// it in a round one counts, and others beside; nothing is made up, and what
// stands in it is said.
func TestLayerProperty(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := double(t)
		busy(t, r, s)
		add(t, s, of(t, "c", "R01", 20, 25, "v"))
		if rapid.Bool().Draw(r, "merge") {
			merge(t, s)
		}
		for _, d := range settlingOf(t, s).Queue {
			if rapid.Bool().Draw(r, "decide") {
				settle(t, s, Verdict{Difference: d.ID, Keep: []CoderID{"a"}})
			}
		}
		if rapid.Bool().Draw(r, "again") {
			open(t, s, both("R01"))
			busy(t, r, s)
		}
		c := corpusOf(t, s)
		in, err := c.InLayer("")
		if err != nil {
			r.Fatal(err)
		}
		fallback := map[instruments.DocumentID]bool{}
		counting := map[instruments.DocumentID]map[CoderID]bool{}
		for _, k := range in.Codings {
			if !slices.Contains(c.Codings, k) {
				r.Fatalf("made up: %+v", k)
			}
			if k.Coder == "c" {
				continue
			}
			if counting[k.Document] == nil {
				counting[k.Document] = map[CoderID]bool{}
			}
			counting[k.Document][k.Coder] = true
			fallback[k.Document] = k.Coder.Person()
		}
		for id, who := range counting {
			if len(who) != 1 || fallback[id] != slices.Contains(in.Layer.Unsettled, id) {
				r.Fatalf("%s counts by %v; %+v", id, who, in.Layer)
			}
		}
		if len(by(in.Codings, "c")) != 1 || in.Layer.First != len(in.Layer.Unsettled) {
			r.Fatalf("%+v", in.Layer)
		}
	})
}

// Opening a second round can be taken back to the letter; it loses nothing of the
// consensus, nor of anybody who does not code in it.
func TestSecondRoundProperty(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := double(t)
		busy(t, r, s)
		add(t, s, of(t, "c", "R01", 20, 25, "v"))
		merge(t, s)
		for _, d := range settlingOf(t, s).Queue {
			if rapid.Bool().Draw(r, "decide") {
				settle(t, s, Verdict{Difference: d.ID, Keep: rapid.SampledFrom([][]CoderID{nil, {"b"}, {"a", "b"}}).Draw(r, "keep")})
			}
		}
		first := settlingOf(t, s)
		before := consensusIn(t, s, ConsensusCoder)
		cmd, err := OpenRound(s, both("R01", "R02"))
		if err != nil {
			r.Fatal(err)
		}
		unchanged(t, s, cmd)
		if err := s.Apply(cmd); err != nil {
			r.Fatal(err)
		}
		if got := consensusIn(t, s, "consensus-1"); !maps.Equal(got, before) || len(consensusIn(t, s, ConsensusCoder)) != 0 {
			r.Fatalf("%v became %v", before, got)
		}
		c := corpusOf(t, s)
		if len(by(c.Codings, "a"))+len(by(c.Codings, "b")) != 0 || len(by(c.Codings, "c")) != 1 {
			r.Fatalf("%+v", c.Codings)
		}
		open := map[instruments.DocumentID]bool{}
		for _, d := range first.Queue {
			open[d.Document] = true
		}
		now, _ := Latest(c.Rounds)
		for _, id := range now.Documents {
			if stands := now.Standing[StandingDocument(id)] == "1"; stands == open[id] {
				r.Fatalf("%s: open %v, standing %v", id, open[id], now.Standing)
			}
		}
		for _, d := range c.Settlements {
			for _, id := range d.Made {
				if _, ok, _ := Find[Coding](s, CodingKind, string(id)); !ok {
					r.Fatalf("a decision made %s, which is not there", id)
				}
			}
		}
	})
}

// A list that is settled says of every item what both said or what was decided,
// whichever way it is filled and in whatever order it is decided.
func TestListProperty(t *testing.T) {
	state := rapid.SampledFrom([]string{"genoemd", "expliciet niet", "niet besproken", ""})
	rapid.Check(t, func(r *rapid.T) {
		fillings := map[CoderID]instruments.Filling{}
		for _, k := range []CoderID{"a", "b"} {
			var said []string
			for _, item := range []string{"A01", "A02", "A03", "A04"} {
				if answer := state.Draw(r, string(k)+item); answer != "" {
					said = append(said, item+"="+answer)
				}
			}
			fillings[k] = activities(string(k), "R01", said...)
		}
		s := listed(t, fillings["a"], fillings["b"])
		want := map[string]string{}
		for _, item := range items(fillings["a"], fillings["b"]) {
			want[item] = answers(fillings["a"]).of(item)
		}
		queue := settlingOf(t, s).Queue
		for _, d := range rapid.Permutation(queue).Draw(r, "order") {
			keep := rapid.SampledFrom([]CoderID{"a", "b"}).Draw(r, "keep")
			want[d.Item] = answers(fillings[keep]).of(d.Item)
			settle(t, s, Verdict{Difference: d.ID, Keep: []CoderID{keep}})
		}
		merge(t, s)
		f, ok := consensusList(t, s, instruments.ActivityFilling, "R01")
		if !ok || !maps.Equal(states(f), want) {
			r.Fatalf("%v, want %v", states(f), want)
		}
		in, err := corpusOf(t, s).InLayer("")
		if err != nil || len(in.Fillings) != 1 || in.Fillings[0].Coder != "consensus" || in.Layer.First != 0 {
			r.Fatalf("%+v %v", in.Layer, err)
		}
	})
}
