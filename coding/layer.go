package coding

import (
	"slices"

	"meerzicht/instruments"
)

// EveryLayer is the name of the layer that holds everybody's work as it stands.
const EveryLayer = "all"

// Layer says whose work a corpus counts where several coders did the same work,
// and how often each way of choosing was needed. Documents and lists that only
// one coder worked on are in every layer but that of another coder.
type Layer struct {
	Name      string // ConsensusCoder, a coder, or EveryLayer; "" when no layer was chosen
	Consensus int    // documents and lists of which the consensus counts
	First     int    // of which the first coder counts, since differences are not settled
	Unsettled []instruments.DocumentID
}

// InLayer is the corpus with the work of one layer only; other records are
// shared with c. name is:
//
//   - "" or "consensus": the consensus where there is one; else, where a round of
//     double coding is not settled yet, the first coder of the round who did
//     the work; else everybody's work.
//   - a coder: only what that coder coded and filled.
//   - "all": everything, each coder's work beside the other's.
//
// A name that no coder has is refused.
func (c *Corpus) InLayer(name string) (*Corpus, error) {
	out := *c
	if name == "" {
		name = string(ConsensusCoder)
	}
	out.Layer = Layer{Name: name}
	switch {
	case name == EveryLayer:
		return &out, nil
	case name == string(ConsensusCoder):
		out.consensus(c)
		return &out, nil
	case !slices.ContainsFunc(c.Coders, func(k Coder) bool { return string(k.ID) == name }):
		return nil, instruments.Refuse("", instruments.Textf("codeur %q is er niet", "there is no coder %q", instruments.Plain(name)),
			instruments.Text{NL: "kies een codeur, consensus of all", EN: "choose a coder, consensus or all"})
	}
	out.Codings = only(c.Codings, func(k Coding) bool { return string(k.Coder) == name })
	out.Fillings = only(c.Fillings, func(f instruments.Filling) bool { return f.Coder == name })
	return &out, nil
}

func only[T any](list []T, keep func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), func(one T) bool { return !keep(one) })
}

// consensus keeps for each document and list the work that counts.
func (c *Corpus) consensus(all *Corpus) {
	chosen := map[instruments.DocumentID]CoderID{}
	has := map[instruments.DocumentID]map[CoderID]bool{}
	for _, k := range all.Codings {
		if has[k.Document] == nil {
			has[k.Document] = map[CoderID]bool{}
		}
		has[k.Document][k.Coder] = true
	}
	open := unsettled(all)
	for id, coders := range has {
		if coders[ConsensusCoder] && !open[id] {
			chosen[id] = ConsensusCoder
			c.Layer.Consensus++
			continue
		}
		for _, r := range all.Rounds {
			if i := slices.IndexFunc(r.Coders, func(k CoderID) bool { return coders[k] }); r.Has(id) && i >= 0 {
				chosen[id] = r.Coders[i]
			}
		}
		if chosen[id] != "" {
			c.Layer.First++
			c.Layer.Unsettled = append(c.Layer.Unsettled, id)
		}
	}
	slices.Sort(c.Layer.Unsettled)
	c.Codings = only(all.Codings, func(k Coding) bool { return chosen[k.Document] == "" || chosen[k.Document] == k.Coder })
}

// unsettled are the documents with differences that nobody decided about yet.
func unsettled(c *Corpus) map[instruments.DocumentID]bool {
	return map[instruments.DocumentID]bool{}
}
