package analysis

import (
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// Source is where it is read from that a respondent named an activity.
type Source string

// The sources: the filled checklists, or the codings of the interviews.
const (
	FromChecklists Source = "checklist"
	FromCodings    Source = "codings"
)

// Options choose what a table counts and for whom. The zero value counts
// respondents of the whole study from the checklists.
type Options struct {
	// Unit of the main columns of Activities: Respondents (default), Mentions
	// or Trajectories. Other tables have the units they state.
	Unit Unit
	// Include and Exclude are projects; an empty Include takes all.
	Include, Exclude []string
	Types            []instruments.RespondentType // empty: all
	Source           Source                       // FromChecklists by default
	Kinds            []instruments.DocumentKind   // documents whose codings are counted as segments; interviews by default
	Lexicon          bool                         // count the codings of coder "lexicon" too
	AllGoals         bool                         // Goals: an activity counts for its further goals too
	Without          []string                     // projects that get a column "zonder …"
	Cells            bool                         // Activities: columns for project × type as well
	Association      bool                         // Cooccurrence: phi and lift too
	By               Trait                        // Tests: what the respondents are told apart by; project by default
	Domain           string                       // Cooccurrence, Saturation: domain of the codes; "" is all
}

// Takes is true for a respondent whom the options count.
func (o Options) Takes(r instruments.Respondent) bool {
	return (len(o.Include) == 0 || slices.Contains(o.Include, r.Project)) &&
		!slices.Contains(o.Exclude, r.Project) && (len(o.Types) == 0 || slices.Contains(o.Types, r.Type))
}

func (o Options) whole() bool { return len(o.Include) == 0 && len(o.Exclude) == 0 && len(o.Types) == 0 }

func (o Options) kinds() []instruments.DocumentKind {
	if len(o.Kinds) == 0 {
		return []instruments.DocumentKind{instruments.Interview}
	}
	return o.Kinds
}

// counts is true when a coding counts as a coder's: hand-made, or of the
// lexicon when that is asked for.
func (o Options) counts(k *coding.Coding) bool { return o.Lexicon || k.Coder != coding.LexiconCoder }

// indexed is the index of the people the options take, with their states.
func (o Options) indexed(c *coding.Corpus) *index {
	x := newIndex(c)
	if o.Source == FromCodings {
		x.spoken(o.Lexicon)
	} else {
		x.checklists()
	}
	if !o.whole() {
		x.keep(o)
		x.warn("selection", instruments.Text{NL: "Deze tabel telt een deel van het onderzoek.", EN: "This table counts a part of the study."})
	}
	return x
}
