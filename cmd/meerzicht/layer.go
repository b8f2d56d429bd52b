package main

import (
	"context"
	"slices"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// layerUsage is the help of --layer where the consensus counts by default.
func layerUsage(a *app) string {
	return a.say("wiens werk telt (`LAAG`): consensus (standaard), all of een codeur", "whose work counts (`LAYER`): consensus (default), all or a coder")
}

// withLayer reads the layer of a study that was asked for, "" for the consensus
// where there is one, without locking or changing the study.
func (a *app) withLayer(ctx context.Context, path, layer string, do func(*coding.Corpus) error) error {
	return a.withCorpus(ctx, path, func(c *coding.Corpus) error {
		c, err := inLayer(c, layer)
		if err != nil {
			return err
		}
		return do(c)
	})
}

// layerNote says, where people read, that the layer holds the work of the first
// coder where nothing was settled yet. A file format keeps to its columns.
func (a *app) layerNote(c *coding.Corpus) {
	if c.Layer.First == 0 {
		return
	}
	a.warned = true
	if a.format == "text" {
		tellProblems(a.stderr, instruments.Problems{{Note: true, What: c.Layer.Text()}}, a.lang)
	}
}

// inLayer is the layer of a corpus that was asked for. A name that is no layer
// is wrong use, and the layers there are get named.
func inLayer(c *coding.Corpus, layer string) (*coding.Corpus, error) {
	names := []string{string(coding.ConsensusCoder), coding.EveryLayer}
	for _, k := range c.Coders {
		if !slices.Contains(names, string(k.ID)) {
			names = append(names, string(k.ID))
		}
	}
	if layer != "" && !slices.Contains(names, layer) {
		return nil, unknown(instruments.Text{NL: "onbekende laag", EN: "unknown layer"}, layer, names)
	}
	return analysis.InLayer(c, layer)
}
