package coding

import (
	"slices"

	"meerzicht/instruments"
)

// Group is a set of documents and codes that somebody named, such as a document
// group of ATLAS.ti or a set of MAXQDA and NVivo. It counts nothing by itself.
// When codes merge, split or go, and when a document is taken out of the study,
// groups follow; a group of which nothing is left stays, with its name.
type Group struct {
	ID          string                   `json:"id"`
	Name        string                   `json:"name"`
	Description string                   `json:"description,omitempty"`
	Documents   []instruments.DocumentID `json:"documents,omitempty"` // in the order given
	Codes       []CodeID                 `json:"codes,omitempty"`     // in the order given
}

// regroup puts other codes in the place of some in every group; of a code that
// goes nothing comes in its place.
func (d *draft) regroup(codes []CodeID, to ...CodeID) {
	d.groups(func(g *Group) bool {
		if !slices.ContainsFunc(g.Codes, func(id CodeID) bool { return slices.Contains(codes, id) }) {
			return false
		}
		var out []CodeID
		add := func(ids ...CodeID) {
			for _, id := range ids {
				if !slices.Contains(out, id) {
					out = append(out, id)
				}
			}
		}
		for _, id := range g.Codes {
			if slices.Contains(codes, id) {
				add(to...)
			} else {
				add(id)
			}
		}
		g.Codes = out
		return true
	})
}

// ungroup takes a document out of every group.
func (d *draft) ungroup(id instruments.DocumentID) error {
	d.groups(func(g *Group) bool {
		n := len(g.Documents)
		g.Documents = slices.DeleteFunc(g.Documents, func(o instruments.DocumentID) bool { return o == id })
		return len(g.Documents) < n
	})
	return d.err
}

// groups puts every group that a function changes.
func (d *draft) groups(change func(*Group) bool) {
	if d.err != nil {
		return
	}
	all, err := All[Group](d.view, GroupKind)
	d.err = err
	for _, g := range all {
		if change(&g) {
			d.put(GroupKind, g.ID, g)
		}
	}
}
