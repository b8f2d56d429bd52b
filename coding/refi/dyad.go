package refi

import (
	"maps"
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// The standard has no place for the dyad that a coding is about. It is written as
// a note, one for each dyad, to which its codings refer; the last line of the note
// carries the id, as descriptions do, for the text of notes is what programs keep.
const dyadNote = "dyad "

// about is the dyad of a coding that can be written; "" when there is none.
func (p *writer) about(k *coding.Coding) instruments.DyadID {
	if k.Dyad == "" || takeApart(p.dyadText(k.Dyad)).id != dyadNote+string(k.Dyad) {
		return ""
	}
	return k.Dyad
}

func (p *writer) dyadText(id instruments.DyadID) string {
	text := instruments.Textf("Over de dyade %s.", "About the dyad %s.", string(id)).In(p.opt.Lang)
	return described{text: text, id: dyadNote + string(id)}.compose(p.opt.Lang)
}

// dyadNotes writes the notes that codings about a dyad refer to.
func (p *writer) dyadNotes() {
	for _, id := range slices.Sorted(maps.Keys(p.dyads)) {
		p.x.open("Note", "guid", GUID(noteGUID, dyadNote+string(id)), "name", instruments.Text{NL: "Dyade", EN: "Dyad"}.In(p.opt.Lang))
		p.x.text("PlainTextContent", p.dyadText(id))
		p.x.end("Note")
	}
}

// dyadOf is the dyad that a note stands for. Memos on codings have no name, and
// other memos of ours have an id, so that nothing that people wrote is one.
func dyadOf(u *noteUse) instruments.DyadID {
	if u.own != "" || u.name == "" {
		return ""
	}
	id, ours := strings.CutPrefix(takeApart(u.content).id, dyadNote)
	if !ours {
		return ""
	}
	return instruments.DyadID(id)
}

// dyadsIn are the dyads that a coding is about, by its notes: several where
// another program made one coding of two. There is always one, which may be "".
func (b *builder) dyadsIn(refs []string) []instruments.DyadID {
	var out []instruments.DyadID
	for _, ref := range refs {
		if u := b.notes[ref]; u != nil && u.dyad != "" && len(out) < maxDyads && !slices.Contains(out, u.dyad) {
			out = append(out, u.dyad)
		}
	}
	if len(out) == 0 {
		return []instruments.DyadID{""}
	}
	return out
}

// maxDyads is how many dyads one coding may be about.
const maxDyads = 100
