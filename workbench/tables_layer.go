package workbench

import (
	"slices"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// layer is whose work the address asks tables and report to count; "" is the
// consensus where there is one.
func (v *visit) layer() string { return v.query().Get(string(analysis.ChooseLayer)) }

// counted is the study as tables count it: one layer of it. What stands behind a
// figure is looked for in the same layer.
func (v *visit) counted() (*coding.Corpus, error) {
	c, err := v.corpora.of(v.ctx(), v.study, false)
	if err != nil {
		return nil, err
	}
	return v.inLayer(c)
}

// inLayer is the layer that the address asks for, of a corpus.
func (v *visit) inLayer(c *coding.Corpus) (*coding.Corpus, error) {
	if name := v.layer(); name != "" && !slices.ContainsFunc(layersOf(c), func(l choice) bool { return l.ID == name }) {
		return nil, unknownChoice(analysis.ChooseLayer, name)
	}
	return analysis.InLayer(c, v.layer())
}

// layersOf are the layers of a study.
func layersOf(c *coding.Corpus) []choice {
	out := []choice{
		{string(coding.ConsensusCoder), instruments.Text{NL: "de consensus, waar die er is", EN: "the consensus, where there is one"}},
		{coding.EveryLayer, instruments.Text{NL: "iedereen, naast elkaar", EN: "everybody, side by side"}},
	}
	for _, k := range c.Coders {
		if !slices.ContainsFunc(out, func(l choice) bool { return l.ID == string(k.ID) }) {
			out = append(out, choice{string(k.ID), instruments.Textf("alleen codeur %s", "coder %s only", string(k.ID))})
		}
	}
	return out
}

// layerChoice is the control of the layer; there is none where one coder did all
// the work.
func (v *visit) layerChoice(c *coding.Corpus) []tableChoice {
	if c.Layer.Name == "" {
		return nil
	}
	return []tableChoice{{Name: analysis.ChooseLayer, Label: choiceLabel(analysis.ChooseLayer), Values: layersOf(c), Chosen: map[string]bool{c.Layer.Name: true}}}
}
