package export

import (
	"context"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// Notes are what whoever gets the file must know beside the loss report: whose
// work it counts, and who may read it. It refuses what Write refuses at once.
func Notes(ctx context.Context, c *coding.Corpus, f Format, opt Options) ([]instruments.Text, error) {
	j, err := plan(ctx, c, f, opt)
	if err != nil {
		return nil, err
	}
	var out []instruments.Text
	for _, t := range []instruments.Text{j.corpus.Layer.Text(), j.readers()} {
		if !t.IsZero() {
			out = append(out, t)
		}
	}
	return out, nil
}

// Fallback reports whether a form takes somebody's work in the place of a
// consensus that is not settled yet.
func Fallback(c *coding.Corpus, f Format, opt Options) bool {
	layer, err := f.layer(c, opt.Layer)
	return err == nil && layer.Layer.First > 0
}

// readers says who may have the file.
func (j *job) readers() instruments.Text {
	switch {
	case j.format.ID == "qdc", j.Audience != "":
		return instruments.Text{}
	case j.WithoutTexts:
		return instruments.Text{
			NL: "De woorden van de interviews staan hier niet in; de gegevens gaan nog wel over afzonderlijke personen.",
			EN: "The words of the interviews are not in this; the data still are about single persons.",
		}
	case j.format.Texts:
		return instruments.Text{
			NL: "Hierin staan de teksten van het onderzoek: alleen voor wie ze mag lezen.",
			EN: "This holds the texts of the study: only for those who may read them.",
		}
	case j.content.Table() && !j.content.Persons:
		return instruments.Text{
			NL: "Kleine aantallen zijn niet afgeschermd: alleen voor binnen het onderzoeksteam.",
			EN: "Small counts are not masked: for inside the research team only.",
		}
	}
	return instruments.Text{
		NL: "Dit gaat over afzonderlijke personen: alleen voor binnen het onderzoeksteam.",
		EN: "This is about single persons: for inside the research team only.",
	}
}

// LayerByDefault is the layer that a form takes when none is asked for.
func (f Format) LayerByDefault() string {
	if f.Everybody {
		return coding.EveryLayer
	}
	return string(coding.ConsensusCoder)
}
