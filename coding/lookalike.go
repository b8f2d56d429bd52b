package coding

import (
	"slices"

	"meerzicht/instruments"
)

// lookalike is the coder among those known whose name somebody may have meant:
// alike and not the same. A name that is known itself is meant.
func lookalike(known []CoderID, id CoderID) (CoderID, bool) {
	if slices.Contains(known, id) {
		return "", false
	}
	i := slices.IndexFunc(known, func(k CoderID) bool { return instruments.Alike(string(k), string(id)) })
	if i < 0 {
		return "", false
	}
	return known[i], true
}

// coderNames are the coders that a view knows.
func (d *draft) coderNames(v View) []CoderID {
	all, err := All[Coder](v, CoderKind)
	if d.err == nil {
		d.err = err
	}
	names := make([]CoderID, len(all))
	for i, k := range all {
		names[i] = k.ID
	}
	return names
}

// checkLookalikes refuses new names that differ from that of a coder who is
// known, or from each other, in capitals or the like only: one person would be
// two.
func (d *draft) checkLookalikes(coders []CoderID) {
	known := d.coderNames(d.view)
	for _, id := range coders {
		if other, alike := lookalike(known, id); alike {
			d.refuseLookalike(id, other)
		}
		known = append(known, id)
	}
}

func (d *draft) refuseLookalike(id, other CoderID) {
	d.refuse("", instruments.Textf("codeur %q lijkt te veel op %q", "coder %q is too much like %q", instruments.Plain(string(id)), instruments.Plain(string(other))),
		instruments.Textf("bedoelt u %s? geef twee mensen namen die niet alleen in hoofdletters of accenttekens verschillen", "did you mean %s? give two people names that differ in more than capitals or the writing of accents", instruments.Plain(string(other))))
}

// checkNewName refuses a name for a coder of the other copy that is nearly that
// of somebody whom a copy knows.
func (m *merger) checkNewName(old, name CoderID) {
	known := m.coderNames(m.view)
	for _, k := range m.coderNames(m.theirs.View) {
		if k != old {
			known = append(known, k)
		}
	}
	if meant, alike := lookalike(known, name); alike {
		m.refuseLookalike(name, meant)
	}
}

// tellLookalikes lists the coders who come in under nearly the name of one who is
// here.
func (m *merger) tellLookalikes() {
	known := m.coderNames(m.view)
	for _, ch := range m.cmd.Changes {
		if ch.Kind != CoderKind || ch.After == nil {
			continue
		}
		if meant, alike := lookalike(known, CoderID(ch.ID)); alike {
			m.tell(MergeFinding{
				Outcome: MergeIn, Kind: CoderKind, ID: ch.ID, Here: string(meant),
				What: instruments.Textf("lijkt op %[1]s hier; is het dezelfde mens, neem dit dan terug (undo) en geef --coder %[2]s=%[1]s op", "is like %[1]s here; if that is the same person, take this back (undo) and give --coder %[2]s=%[1]s", instruments.Plain(string(meant)), instruments.Plain(ch.ID)),
			})
		}
	}
}
