package agreement

import (
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// CoderWithoutWork is the code of the note that a coder of a round had nothing
// when it was released: the figures then compare work with its absence.
const CoderWithoutWork = "coder_without_work"

// WithoutWork are the coders of a round who have no coding in its documents and
// marked none of them done, in the order of the round. Of a released round the
// corpus should be that of its release (study.CorpusOfRound).
func WithoutWork(c *coding.Corpus, r coding.Round) []coding.CoderID {
	did := map[coding.CoderID]bool{}
	in := map[instruments.DocumentID]bool{}
	for _, id := range r.Documents {
		in[id] = true
	}
	for i := range c.Codings {
		if k := &c.Codings[i]; in[k.Document] {
			did[k.Coder] = true
		}
	}
	for _, p := range c.Progress {
		if in[p.Document] && p.State == coding.Done {
			did[p.Coder] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(r.Coders), func(k coding.CoderID) bool { return did[k] })
}

// idle warns of coders who had nothing to compare in the round.
func (x *scope) idle(note func(string, instruments.Text)) {
	if _, list := x.s.Unit.list(); list || x.round.ID == "" {
		return
	}
	for _, k := range WithoutWork(x.c, x.round) {
		who, id := instruments.Plain(string(k)), instruments.Plain(x.round.ID)
		switch {
		case !slices.Contains(x.coders, k):
		case x.round.Released:
			note(CoderWithoutWork, instruments.Textf("%s had bij de vrijgave van ronde %s niets gecodeerd; later werk telt niet mee in deze cijfers. Neem de vrijgave terug met undo, of open een nieuwe ronde.",
				"%s had coded nothing when round %s was released; later work does not count in these figures. Take the release back with undo, or open a new round.", who, id))
		default:
			note(CoderWithoutWork, instruments.Textf("%s heeft in ronde %s nog niets gecodeerd.", "%s has coded nothing in round %s yet.", who, id))
		}
	}
}
