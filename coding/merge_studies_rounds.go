package coding

import (
	"slices"

	"meerzicht/instruments"
)

// tellRounds lists the rounds that the merge opened, released or otherwise
// changed here: that changes who sees what, and what counts.
func (m *merger) tellRounds() {
	counted := map[string]bool{}
	for _, ch := range m.cmd.Changes {
		if ch.Kind != RoundKind || m.err != nil {
			continue
		}
		var now Round
		old, was, err := Find[Round](m.view, RoundKind, ch.ID)
		if err == nil && ch.After != nil {
			now, err = Decode[Round](ch.After)
		}
		if m.err = err; err != nil {
			return
		}
		f := MergeFinding{Outcome: MergeIn, Kind: RoundKind, ID: ch.ID, What: sayRound(old, now, was, ch.After != nil)}
		if f.What.IsZero() {
			continue
		}
		if n := m.putAway(now, counted); !was && n == 1 {
			f.What = instruments.Textf("%s; 1 codering van hier is daarvoor weggezet en blijft in het logboek", "%s; 1 coding here was put away for it and stays in the log", f.What)
		} else if !was && n > 1 {
			f.What = instruments.Textf("%s; %d coderingen van hier zijn daarvoor weggezet en blijven in het logboek", "%s; %d codings here were put away for it and stay in the log", f.What, n)
		}
		m.tell(f)
	}
}

// sayRound says what happened to a round; nothing of what it keeps of itself for
// a later one.
func sayRound(old, now Round, was, is bool) instruments.Text {
	switch {
	case !is:
		return instruments.Text{NL: "in de kopie teruggenomen, en nu hier ook", EN: "taken back in the copy, and now here too"}
	case !was && now.Released:
		return instruments.Textf("in de kopie geopend en vrijgegeven, en nu hier ook: codeurs %s", "opened and released in the copy, and now here too: coders %s", roundCoders(now))
	case !was:
		return instruments.Textf("in de kopie geopend, en nu hier ook: codeurs %s", "opened in the copy, and now here too: coders %s", roundCoders(now))
	case now.Released && !old.Released:
		return instruments.Text{NL: "in de kopie vrijgegeven, en nu hier ook: de codeurs zien elkaars werk, en de cijfers van de ronde zijn die van nu", EN: "released in the copy, and now here too: the coders see each other's work, and the figures of the round are those of now"}
	case old.Released && !now.Released:
		return instruments.Text{NL: "de vrijgave is in de kopie teruggenomen, en nu hier ook", EN: "the release was taken back in the copy, and now here too"}
	case old.Blind == now.Blind && old.Lists == now.Lists && slices.Equal(old.Coders, now.Coders) && slices.Equal(old.Documents, now.Documents):
		return instruments.Text{}
	}
	return instruments.Text{NL: "in de kopie veranderd, en nu hier ook", EN: "changed in the copy, and now here too"}
}

func roundCoders(r Round) string {
	var names []string
	for _, k := range r.Coders {
		names = append(names, instruments.Plain(string(k)))
	}
	return shortList(names)
}

// putAway counts the codings of a round's coders in its documents that the merge
// takes away, each once.
func (m *merger) putAway(r Round, counted map[string]bool) int {
	n := 0
	for _, ch := range m.cmd.Changes {
		if ch.Kind != CodingKind || ch.After != nil || counted[ch.ID] || m.err != nil {
			continue
		}
		c, ok, err := Find[Coding](m.view, CodingKind, ch.ID)
		if m.err = err; ok && slices.Contains(r.Coders, c.Coder) && slices.Contains(r.Documents, c.Document) {
			counted[ch.ID] = true
			n++
		}
	}
	return n
}
