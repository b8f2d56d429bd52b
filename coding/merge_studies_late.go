package coding

import (
	"cmp"
	"maps"
	"slices"

	"meerzicht/instruments"
)

// tellLate lists the codings that came in for a coder of a round that was
// released here already: nothing is wrong with them, but the figures of the round
// are those of its release, and who merges may think otherwise.
func (m *merger) tellLate() {
	rounds, err := All[Round](m.view, RoundKind) // as they were before the merge
	if err != nil || len(rounds) == 0 {
		m.err = err
		return
	}
	last := map[instruments.DocumentID]Round{}
	for _, r := range byNumber(rounds) {
		for _, id := range r.Documents {
			last[id] = r
		}
	}
	type key struct {
		round string
		coder CoderID
	}
	late := map[key]int{}
	for _, ch := range m.cmd.Changes {
		if ch.Kind != CodingKind || ch.Before != nil || ch.After == nil {
			continue
		}
		c, err := Decode[Coding](ch.After)
		if err != nil {
			m.err = err
			return
		}
		if r := last[c.Document]; r.Released && r.Of(c.Coder) {
			late[key{r.ID, c.Coder}]++
		}
	}
	for _, k := range slices.SortedFunc(maps.Keys(late), func(a, b key) int {
		return cmp.Or(cmp.Compare(roundNumber(a.round), roundNumber(b.round)), cmp.Compare(a.coder, b.coder))
	}) {
		m.tell(MergeFinding{Outcome: MergeLate, Kind: CodingKind, ID: string(k.coder), Count: late[k], What: instruments.Textf(
			"ronde %s was hier al vrijgegeven: deze coderingen van %s in haar documenten tellen niet mee in haar cijfers; neem de vrijgave terug met undo, of open een nieuwe ronde",
			"round %s was released here already: these codings of %s in its documents do not count in its figures; take the release back with undo, or open a new round", k.round, instruments.Plain(string(k.coder)))})
	}
}
