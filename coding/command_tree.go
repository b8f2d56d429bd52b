package coding

import (
	"cmp"
	"maps"
	"slices"

	"meerzicht/instruments"
)

// Seat is a place in the tree of codes. With After or Before it is the place
// directly behind or in front of that sibling; else it is below Parent ("" = the
// top), in front of all others when First is set and behind them when not.
type Seat struct {
	Parent        CodeID
	After, Before CodeID
	First         bool
}

// AddCodeAt is AddCode at a place among its siblings. What stands behind it
// makes room.
func AddCodeAt(v View, c Code, at Seat) (Command, error) {
	d := newDraft(v, "code.add")
	c.Parent, c.Order = d.seat(at, c.ID, 1)
	d.newCode(c)
	return d.done()
}

// PlaceCode is MoveCode to a place among its siblings. What stands behind it
// makes room.
func PlaceCode(v View, id CodeID, at Seat) (Command, error) {
	d := newDraft(v, "code.move")
	c := must[Code](d, CodeKind, string(id))
	if at.After == id || at.Before == id {
		d.refuse(string(id), instruments.Textf("code %s kan niet naast zichzelf staan", "code %s cannot stand beside itself", id), instruments.Text{})
	}
	c.Parent, c.Order = d.seat(at, id, 1)
	if c.Parent != "" && d.below(c.Parent, id) {
		d.refuse(string(id), instruments.Textf("code %s kan niet onder zichzelf hangen", "code %s cannot stand below itself", id), instruments.Text{})
	}
	d.put(CodeKind, string(id), c)
	return d.done()
}

// seat frees n places in a row and returns the parent and the first of them.
// The code that takes the place does not count as a sibling.
func (d *draft) seat(at Seat, id CodeID, n int) (CodeID, int) {
	parent := d.seatParent(at)
	if d.err != nil {
		return "", 0
	}
	list, err := siblings(d.view, parent, id)
	if err != nil {
		d.err = err
	}
	place := len(list)
	switch {
	case at.After != "":
		place = 1 + slices.IndexFunc(list, func(c Code) bool { return c.ID == at.After })
	case at.Before != "":
		place = max(0, slices.IndexFunc(list, func(c Code) bool { return c.ID == at.Before }))
	case at.First:
		place = 0
	}
	return parent, d.makeRoom(list, place, n)
}

// seatParent is the parent that a seat stands for.
func (d *draft) seatParent(at Seat) CodeID {
	beside := cmp.Or(at.After, at.Before)
	if beside == "" {
		if at.Parent != "" {
			must[Code](d, CodeKind, string(at.Parent))
		}
		return at.Parent
	}
	return must[Code](d, CodeKind, string(beside)).Parent
}

// makeRoom returns the first of n orders in a row between list[place-1] and
// list[place]; it moves as few codes as are in the way.
func (d *draft) makeRoom(list []Code, place, n int) int {
	if len(list) == 0 {
		return 0
	}
	if place == 0 {
		return list[0].Order - n
	}
	from := list[place-1].Order + 1
	next := from + n
	for _, c := range list[place:] {
		if c.Order >= next {
			break
		}
		c.Order = next
		d.put(CodeKind, string(c.ID), c)
		next++
	}
	return from
}

// siblings are the codes directly below a parent, in order, without one. A code
// whose parent is not there stands at the top.
func siblings(v View, parent, without CodeID) ([]Code, error) {
	codes, err := All[Code](v, CodeKind)
	if err != nil {
		return nil, err
	}
	known := make(map[CodeID]bool, len(codes))
	for _, c := range codes {
		known[c.ID] = true
	}
	codes = slices.DeleteFunc(codes, func(c Code) bool {
		at := c.Parent
		if !known[at] {
			at = ""
		}
		return at != parent || c.ID == without
	})
	slices.SortFunc(codes, func(a, b Code) int { return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.ID, b.ID)) })
	return codes, nil
}

// SetCodable makes a code usable for coding, or makes it one that only groups
// others. A code with codings cannot become a group.
func SetCodable(v View, id CodeID, codable bool) (Command, error) {
	return changeCode(v, "code.codable", id, func(d *draft, c *Code) {
		c.Codable = codable
		if codable {
			return
		}
		codings, err := v.CodingsOf(id)
		if err != nil {
			d.err = err
		}
		if len(codings) > 0 {
			d.refuse(string(id), instruments.Textf("met code %s is %d keer gecodeerd; een groep heeft geen coderingen", "code %s has %d codings; a group has none", id, len(codings)),
				instruments.Text{NL: "voeg de code eerst samen met een andere, of splits haar", EN: "merge the code into another first, or split it"})
		}
	})
}

// About is where a code comes from, the domain it belongs to and of whom it is.
type About struct {
	Origin instruments.Origin
	Domain string
	Who    []instruments.RespondentType
}

// DescribeCode sets what a code is about.
func DescribeCode(v View, id CodeID, about About) (Command, error) {
	return changeCode(v, "code.describe", id, func(d *draft, c *Code) {
		switch about.Origin {
		case instruments.FromReport, instruments.FromLiterature, instruments.Inductive, instruments.Fictional:
		default:
			d.refuse(string(id), instruments.Textf("%q is geen herkomst", "%q is no origin", string(about.Origin)),
				instruments.Text{NL: "kies rapport, literatuur, inductief of fictief", EN: "choose rapport, literatuur, inductief or fictief"})
		}
		c.Origin, c.Domain, c.Who = about.Origin, about.Domain, about.Who
	})
}

// DeleteBranch takes a code away with all codes below it and all their codings;
// the changes hold them.
func DeleteBranch(v View, id CodeID) (Command, error) {
	codes, err := All[Code](v, CodeKind)
	if err != nil {
		return Command{}, err
	}
	in := map[CodeID]bool{id: true}
	for _, c := range TreeOf(codes).Codes { // parents stand before children
		if in[c.Parent] {
			in[c.ID] = true
		}
	}
	d := newDraft(v, "code.delete")
	must[Code](d, CodeKind, string(id))
	branch := slices.Sorted(maps.Keys(in))
	d.forget(branch...)
	d.regroup(branch)
	for _, c := range codes {
		if in[c.ID] {
			d.deleteCode(c.ID)
			continue
		}
		if kept := slices.DeleteFunc(slices.Clone(c.Supports), func(s CodeID) bool { return in[s] }); len(kept) < len(c.Supports) {
			c.Supports = kept
			d.put(CodeKind, string(c.ID), c)
		}
	}
	return d.done()
}

// deleteCode takes one code and its codings away.
func (d *draft) deleteCode(id CodeID) {
	codings, err := d.view.CodingsOf(id)
	if err != nil {
		d.err = err
	}
	for _, c := range codings {
		d.put(CodingKind, string(c.ID), nil)
	}
	d.put(CodeKind, string(id), nil)
}
