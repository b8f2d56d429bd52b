package analysis

import (
	"meerzicht/coding"
)

// ChooseLayer is the choice of a layer. Every kind of table takes it.
const ChooseLayer Choice = "layer"

// NoteLayer is the code of the note that says whose work a table counts.
const NoteLayer = "layer"

// InLayer is the corpus of the layer that a reader asked for, by the names of
// coding.Corpus.InLayer; "" is the consensus. A study in which one coder did all
// the work has nothing to choose between: unless a layer was asked for it is the
// corpus itself, and its figures need no word about layers. A name that no coder
// has is refused.
func InLayer(c *coding.Corpus, asked string) (*coding.Corpus, error) {
	if asked == "" && !doubled(c) {
		return c, nil
	}
	return c.InLayer(asked)
}

// doubled is true for a study that was coded by more than one, or is going to
// be: it has rounds, a consensus, or work of several coders. Accepted suggestions
// of the lexicon are nobody's second opinion.
func doubled(c *coding.Corpus) bool {
	if len(c.Rounds) > 0 {
		return true
	}
	one := coding.CoderID("")
	another := func(who coding.CoderID) bool {
		if who == coding.LexiconCoder || who == "" || who == one {
			return false
		}
		first := one == ""
		one = who
		return !first
	}
	for i := range c.Codings {
		if another(c.Codings[i].Coder) {
			return true
		}
	}
	for i := range c.Fillings {
		if another(coding.CoderID(c.Fillings[i].Coder)) {
			return true
		}
	}
	return false
}

// LayerNote says whose work the figures of a corpus count; false where no layer
// was chosen, so that there is nothing to say.
func LayerNote(c *coding.Corpus) (Warning, bool) {
	if c.Layer.Name == "" {
		return Warning{}, false
	}
	return Warning{Code: NoteLayer, Text: c.Layer.Text()}, true
}

// InTheLayer is the table with the note of the corpus's layer before its others.
func InTheLayer(c *coding.Corpus, t Table) Table {
	if note, ok := LayerNote(c); ok {
		t.Notes = append([]Warning{note}, t.Notes...)
	}
	return t
}
