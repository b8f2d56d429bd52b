package coding

import (
	"slices"
	"testing"

	"meerzicht/instruments"
)

func TestLayerText(t *testing.T) {
	for _, test := range []struct {
		layer  Layer
		nl, en string
	}{
		{Layer{}, "", ""},
		{Layer{Name: EveryLayer}, "Laag: alles, het werk van elke codeur naast dat van de ander.", "Layer: all, every coder’s work beside the others’."},
		{Layer{Name: "anna"}, "Laag: alleen het werk van anna.", "Layer: only the work of anna."},
		{Layer{Name: "consensus"}, "Laag: consensus; die is er nog niet, dus telt ieders werk.", "Layer: consensus; there is none yet, so everybody’s work counts."},
		{Layer{Name: "consensus", Consensus: 4}, "Laag: consensus.", "Layer: consensus."},
		{
			Layer{Name: "consensus", Consensus: 4, First: 3, Unsettled: []instruments.DocumentID{"R01", "R02"}, Fallback: []CoderID{"anna"}},
			"Laag: consensus; van 2 documenten en 1 lijst waarover nog niet alles beslist is, telt anna.",
			"Layer: consensus; of 2 documents and 1 list with differences that are not settled yet, anna counts.",
		},
		{
			Layer{Name: "consensus", First: 2, Fallback: []CoderID{"anna", "bram"}},
			"Laag: consensus; van 2 lijsten waarover nog niet alles beslist is, telt anna, bram.",
			"Layer: consensus; of 2 lists with differences that are not settled yet, anna, bram counts.",
		},
		{
			Layer{Name: "consensus", Consensus: 3, Earlier: 1, First: 1, Unsettled: []instruments.DocumentID{"R01"}, Fallback: []CoderID{"anna"}},
			"Laag: consensus; van 1 document waarover nog niet alles beslist is, telt anna; van 1 document of lijst telt de consensus van een eerdere ronde.",
			"Layer: consensus; of 1 document with differences that are not settled yet, anna counts; of 1 document or list the consensus of an earlier round counts.",
		},
	} {
		if got := test.layer.Text(); got.NL != test.nl || got.EN != test.en {
			t.Errorf("%+v:\n%s\n%s", test.layer, got.NL, got.EN)
		}
	}
}

// names are whose codings and lists are in a corpus.
func names(c *Corpus) []string {
	var out []string
	for _, k := range c.Codings {
		out = append(out, string(k.Document)+" "+string(k.Coder))
	}
	for _, f := range c.Fillings {
		out = append(out, f.ID)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Outside rounds: everybody's work; a consensus alone; suggestions always.
func TestLayersOutsideRounds(t *testing.T) {
	c := &Corpus{Coders: []Coder{{ID: "a"}, {ID: "b"}}}
	c.Codings = []Coding{
		of(t, "a", "R01", 0, 2, "v"),
		of(t, "b", "R01", 0, 2, "v"),
		of(t, "a", "R02", 0, 2, "v"),
		of(t, ConsensusCoder, "R02", 0, 2, "v"),
		of(t, LexiconCoder, "R02", 0, 2, "w"),
		of(t, "consensus-1", "R02", 4, 5, "w"),
	}
	c.Fillings = []instruments.Filling{activities("a", "R01"), activities("b", "R01"), activities("a", "R02"), activities("consensus", "R02")}
	for name, want := range map[string][]string{
		"":        {"R01 a", "R01 b", "R02 consensus", "R02 lexicon", "activiteiten/R01/a", "activiteiten/R01/b", "activiteiten/R02/consensus"},
		"a":       {"R01 a", "R02 a", "R02 lexicon", "activiteiten/R01/a", "activiteiten/R02/a"},
		"all":     names(c),
		"unknown": nil,
	} {
		got, err := c.InLayer(name)
		if want == nil {
			refused(t, name, Command{}, err)
			continue
		}
		if err != nil || !slices.Equal(names(got), want) {
			t.Errorf("%q: %q, want %q (%v)", name, names(got), want, err)
		}
	}
	if in, _ := c.InLayer(""); in.Layer.Name != "consensus" || in.Layer.Consensus != 2 || in.Layer.First != 0 {
		t.Errorf("%+v", in.Layer)
	}
}

// A list of a round counts by its consensus, else by the first coder of the round
// who filled it; who fills it without being in the round does not count.
func TestLayerOfLists(t *testing.T) {
	s := listed(t, activities("b", "R01", "A01=genoemd"), activities("c", "R01", "A01=genoemd"), indicators("a", "K1=1"), indicators("b", "K1=1"))
	merge(t, s)
	in, err := corpusOf(t, s).InLayer("")
	want := []string{"activiteiten/R01/b", "indicatoren/T01/V–toezichth./consensus"}
	// the document itself has no codings: there is nothing open, so it counts by its empty consensus
	if err != nil || !slices.Equal(names(in), want) || in.Layer.Consensus != 2 || in.Layer.First != 1 || !slices.Equal(in.Layer.Fallback, []CoderID{"b"}) {
		t.Errorf("%q %+v %v", names(in), in.Layer, err)
	}
	if got := in.Layer.Text().NL; got != "Laag: consensus; van 1 lijst waarover nog niet alles beslist is, telt b." {
		t.Error(got)
	}
}

// A released round that nobody merged yet counts by its first coder, however much
// both agree.
func TestLayerBeforeMerging(t *testing.T) {
	s := double(t, of(t, "a", "R01", 0, 5, "v"), of(t, "b", "R01", 0, 5, "v"))
	in, err := corpusOf(t, s).InLayer("")
	if err != nil || !slices.Equal(names(in), []string{"R01 a"}) || !slices.Equal(in.Layer.Unsettled, []instruments.DocumentID{"R01"}) {
		t.Errorf("%q %+v %v", names(in), in.Layer, err)
	}
	merge(t, s)
	if in, _ = corpusOf(t, s).InLayer(""); !slices.Equal(names(in), []string{"R01 consensus"}) {
		t.Errorf("%q", names(in))
	}
}
