package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

// TestDemoRound looks at the demo as it is left: a released round, two
// interviews still to settle, all lists settled, and the acts in the order in
// which they happen in life.
func TestDemoRound(t *testing.T) {
	c := demoCorpus(t)
	if len(c.Rounds) != 1 || !c.Rounds[0].Released || !c.Rounds[0].Blind || !c.Rounds[0].Lists || len(c.Rounds[0].Documents) != 14 {
		t.Fatalf("rounds %+v", c.Rounds)
	}
	s, err := coding.SettlingOf(c, "", "", "")
	if err != nil {
		t.Fatal(err)
	}
	open := map[instruments.DocumentID]int{}
	for _, d := range s.Queue {
		open[d.Document]++
	}
	want := map[instruments.DocumentID]int{}
	for _, r := range sourceRows(t, "codeur2.csv") {
		if id := instruments.DocumentID(r["document"]); (id == "R24" || id == "R28") && !(id == "R24" && r["code"] == "act.A08") {
			want[id]++
		}
	}
	if !maps.Equal(open, want) || len(s.Changed) != 0 {
		t.Errorf("open: %v, want %v; %d changed", open, want, len(s.Changed))
	}
	if done := len(generatedRows(t, "settled/besluiten.csv")); len(s.Done) != done || s.Settled != done {
		t.Errorf("%d decisions about %d differences, want %d", len(s.Done), s.Settled, done)
	}
	counts, err := c.InLayer("")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(counts.Layer.Unsettled, []instruments.DocumentID{"R24", "R28"}) {
		t.Errorf("unsettled in the layer that counts: %v", counts.Layer.Unsettled)
	}
	lists := map[string]int{}
	for _, f := range c.Fillings {
		lists[f.Coder]++
	}
	if lists["codeur1"] != 61 || lists["codeur2"] != 26 || lists["consensus"] != 26 {
		t.Errorf("lists: %v", lists)
	}
}

func TestDemoTellsTheStoryInOrder(t *testing.T) {
	s, err := study.OpenReadOnly(t.Context(), filepath.Join(demoFolder(t), "studie.mz"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var story []string
	err = s.Log(t.Context(), func(e study.Event) error {
		if len(story) == 0 || story[len(story)-1] != e.Type {
			story = append(story, e.Type)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.Index(story, "round.open")
	want := []string{"round.open", "import.list", "import.codings", "round.release", "consensus.merge", "consensus.settle"}
	if i < 0 || story[i-1] != "import.codings" || !slices.Equal(story[i:], want) {
		t.Errorf("the story goes %v, want it to end %v", story, want)
	}
}

// TestSettledTowardsTheGold: in the settled interviews of the round the consensus
// is the gold, save edges that were decided otherwise, two stretches that keep
// both codes, and one mention that both coders missed or saw in what is left.
func TestSettledTowardsTheGold(t *testing.T) {
	c := consensusCorpus(t)
	type place struct{ document, code, at string }
	truth, have := map[place]bool{}, map[place]bool{}
	round := map[string]bool{}
	for _, r := range sourceRows(t, "round.csv") {
		round[r["document"]] = r["settled"] == "ja"
	}
	for _, r := range generatedRows(t, "study/gold.csv") {
		if round[r[0]] && r[5] == "mention" {
			truth[place{r[0], r[4], r[1] + "-" + r[2]}] = true
		}
	}
	for _, k := range c.Codings {
		if round[string(k.Document)] {
			have[place{string(k.Document), string(k.Code), fmt.Sprintf("%d-%d", k.Start, k.End)}] = true
		}
	}
	otherwise, both := 0, 0
	for _, r := range sourceRows(t, "codeur2.csv") {
		switch {
		case r["decision"] == "both":
			both++
		case r["does"] == "edges" && r["decision"] != "":
			otherwise++
		}
	}
	missing, more := 0, 0
	for p := range truth {
		if !have[p] {
			missing++
		}
	}
	for p := range have {
		if !truth[p] {
			more++
		}
	}
	if missing != otherwise+1 || more != otherwise+1+both { // one own version has other edges too
		t.Errorf("%d of the gold are not in the consensus, %d are there besides; want %d and %d", missing, more, otherwise+1, otherwise+1+both)
	}
}
