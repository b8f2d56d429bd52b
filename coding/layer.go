package coding

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"meerzicht/instruments"
)

// EveryLayer is the name of the layer that holds everybody's work as it stands.
const EveryLayer = "all"

// Layer (laag) says whose work a corpus counts where several coders did the same
// work, and how often each way of choosing was needed. Documents and lists that
// only one coder worked on are in every layer but that of another coder.
type Layer struct {
	Name      string // ConsensusCoder, a coder, or EveryLayer; "" when no layer was chosen
	Consensus int    // documents and lists of which the consensus counts
	Earlier   int    // of those: that of an earlier round, since the last is not settled
	First     int    // of which the first coder counts, since differences are not settled
	Fallback  []CoderID
	Unsettled []instruments.DocumentID // the documents among First, by id; the rest are lists
}

// Text says in one sentence whose work a figure counts, and for how many documents
// and lists somebody else's had to. It is zero when no layer was chosen.
func (l Layer) Text() instruments.Text {
	switch l.Name {
	case "":
		return instruments.Text{}
	case EveryLayer:
		return instruments.Text{NL: "Laag: alles, het werk van elke codeur naast dat van de ander.", EN: "Layer: all, every coder’s work beside the others’."}
	case string(ConsensusCoder):
		return l.consensusText()
	}
	return instruments.Textf("Laag: alleen het werk van %s.", "Layer: only the work of %s.", instruments.Plain(l.Name))
}

func (l Layer) consensusText() instruments.Text {
	if l.Consensus+l.First == 0 {
		return instruments.Text{NL: "Laag: consensus; die is er nog niet, dus telt ieders werk.", EN: "Layer: consensus; there is none yet, so everybody’s work counts."}
	}
	nl, en := "Laag: consensus", "Layer: consensus"
	if l.First > 0 {
		lists := l.First - len(l.Unsettled)
		names := make([]string, len(l.Fallback))
		for i, k := range l.Fallback {
			names[i] = instruments.Plain(string(k))
		}
		nl += "; van " + counted("en", len(l.Unsettled), lists, "document", "documenten", "lijst", "lijsten") + " waarover nog niet alles beslist is, telt " + strings.Join(names, ", ")
		en += "; of " + counted("and", len(l.Unsettled), lists, "document", "documents", "list", "lists") + " with differences that are not settled yet, " + strings.Join(names, ", ") + " counts"
	}
	if l.Earlier > 0 {
		nl += "; van " + counted("en", l.Earlier, 0, "document of lijst", "documenten of lijsten", "", "") + " telt de consensus van een eerdere ronde"
		en += "; of " + counted("and", l.Earlier, 0, "document or list", "documents or lists", "", "") + " the consensus of an earlier round counts"
	}
	return instruments.Text{NL: nl + ".", EN: en + "."}
}

// counted is "2 documents and 1 list", without what there is none of.
func counted(and string, n, m int, one, many, other, others string) string {
	say := func(n int, one, many string) string {
		if n == 1 {
			return "1 " + one
		}
		return strconv.Itoa(n) + " " + many
	}
	switch {
	case m == 0:
		return say(n, one, many)
	case n == 0:
		return say(m, other, others)
	}
	return say(n, one, many) + " " + and + " " + say(m, other, others)
}

// InLayer is the corpus with the work of one layer only; other records are
// shared with c. name is:
//
//   - "" or "consensus": of a document or list of a round of double coding the
//     consensus, once the round is released, nothing is open and everything agreed
//     was merged; until then the consensus of an earlier round that was settled;
//     and where there is none, the first coder of the round who did the work. Of
//     the rounds a document was in, the latest counts. Coders who coded a document
//     without being in any of its rounds, such as for another domain, count beside
//     whoever counts. Outside rounds a consensus counts alone; without one
//     everybody's work counts, and lists are chosen by who reads them.
//   - a coder: only what that coder coded and filled.
//   - "all": everything, each coder's work beside the other's.
//
// Accepted suggestions (coder "lexicon") are in every layer. A name that no coder
// has is refused.
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
	out.Codings = only(c.Codings, func(k Coding) bool { return string(k.Coder) == name || k.Coder == LexiconCoder })
	out.Fillings = only(c.Fillings, func(f instruments.Filling) bool { return f.Coder == name })
	return &out, nil
}

// only are those of a list that are kept; keep must say the same twice.
func only[T any](list []T, keep func(T) bool) []T {
	n := 0
	for i := range list {
		if keep(list[i]) {
			n++
		}
	}
	out := make([]T, 0, n)
	for i := range list {
		if keep(list[i]) {
			out = append(out, list[i])
		}
	}
	return out
}

// consensus keeps for each document and list the work that counts.
func (c *Corpus) consensus(all *Corpus) {
	l := layering{layer: &c.Layer, rounds: byNumber(all.Rounds), desks: map[string]*desk{}, all: all}
	l.documents(c)
	l.lists(c)
	slices.Sort(c.Layer.Fallback)
	c.Layer.Fallback = slices.Compact(c.Layer.Fallback)
	slices.Sort(c.Layer.Unsettled)
}

// layering chooses who counts.
type layering struct {
	layer  *Layer
	rounds []Round // by number
	desks  map[string]*desk
	all    *Corpus
}

// desk is what there is to know about a round, read once.
func (l *layering) desk(r Round) *desk {
	if l.desks[r.ID] == nil {
		l.desks[r.ID] = deskIn(l.all, r, "", "")
	}
	return l.desks[r.ID]
}

func (l *layering) documents(c *Corpus) {
	coders := map[instruments.DocumentID]map[CoderID]bool{}
	for i := range l.all.Codings {
		k := &l.all.Codings[i]
		if coders[k.Document] == nil {
			coders[k.Document] = map[CoderID]bool{}
		}
		coders[k.Document][k.Coder] = true
	}
	rounds := map[instruments.DocumentID][]Round{}
	for _, r := range l.rounds {
		for _, id := range r.Documents {
			rounds[id] = append(rounds[id], r)
			if coders[id] == nil {
				coders[id] = map[CoderID]bool{}
			}
		}
	}
	chosen := map[instruments.DocumentID]CoderID{}
	for _, id := range slices.Sorted(maps.Keys(coders)) {
		chosen[id] = l.choose(rounds[id], coders[id], StandingDocument(id), func(d *desk) bool { return d.settledDocument(id) })
		if of := rounds[id]; len(of) > 0 && chosen[id].Person() {
			l.layer.Unsettled = append(l.layer.Unsettled, id)
		}
	}
	c.Codings = only(l.all.Codings, func(k Coding) bool { return counts(k.Coder, chosen[k.Document], rounds[k.Document]) })
}

// counts reports whether a coder's codings of a document count beside those of
// the chosen one.
func counts(k, chosen CoderID, rounds []Round) bool {
	switch {
	case k == chosen || k == LexiconCoder:
		return true
	case k.Consensus():
		return false
	case len(rounds) == 0:
		return chosen == ""
	}
	return !slices.ContainsFunc(rounds, func(r Round) bool { return r.Of(k) })
}

// choose is who counts for a document or list that was in those rounds: "" for
// everybody. did are those who did the work.
func (l *layering) choose(rounds []Round, did map[CoderID]bool, key string, settled func(*desk) bool) CoderID {
	if len(rounds) == 0 {
		if !did[ConsensusCoder] {
			return ""
		}
		l.layer.Consensus++
		return ConsensusCoder
	}
	last := rounds[len(rounds)-1]
	if len(last.Coders) > 1 && settled(l.desk(last)) {
		l.layer.Consensus++
		return ConsensusCoder
	}
	if earlier := last.Standing[key]; earlier != "" {
		l.layer.Consensus++
		l.layer.Earlier++
		return ConsensusOf(earlier)
	}
	for _, r := range slices.Backward(rounds) {
		if i := slices.IndexFunc(r.Coders, func(k CoderID) bool { return did[k] }); i >= 0 {
			l.layer.First++
			l.layer.Fallback = append(l.layer.Fallback, r.Coders[i])
			return r.Coders[i]
		}
	}
	return ""
}

// lists keeps of each list the filling that counts.
func (l *layering) lists(c *Corpus) {
	in := map[listKey]roundList{}
	for _, one := range listsIn(l.all, documentsWithLists(l.rounds)) {
		in[one.listKey] = one
	}
	chosen := map[listKey]CoderID{}
	did := map[listKey]map[CoderID]bool{}
	var keys []listKey
	for i := range l.all.Fillings {
		f := &l.all.Fillings[i]
		key := listKey{f.Kind, Subject(*f)}
		if did[key] == nil {
			did[key] = map[CoderID]bool{}
			keys = append(keys, key)
		}
		did[key][CoderID(f.Coder)] = true
	}
	for _, key := range keys {
		rounds := slices.DeleteFunc(slices.Clone(l.rounds), func(r Round) bool { return !r.Lists || !slices.ContainsFunc(in[key].documents, r.Has) })
		chosen[key] = l.choose(rounds, did[key], StandingList(key.kind, key.subject), func(d *desk) bool { return d.settledList(key) })
	}
	c.Fillings = only(l.all.Fillings, func(f instruments.Filling) bool {
		who := chosen[listKey{f.Kind, Subject(f)}]
		return who == "" || who == CoderID(f.Coder)
	})
}
