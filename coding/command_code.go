package coding

import (
	"regexp"
	"slices"

	"meerzicht/instruments"
)

// AddCode adds a code to the codebook. Its parent, when it has one, must exist.
func AddCode(v View, c Code) (Command, error) {
	d := newDraft(v, "code.add")
	d.newCode(c)
	return d.done()
}

func (d *draft) newCode(c Code) {
	if c.ID == "" || c.Name.IsZero() {
		d.refuse("", instruments.Text{NL: "de code heeft geen naam of kenmerk", EN: "the code has no name or id"}, instruments.Text{})
	}
	if _, twice := d.at[[2]string{string(CodeKind), string(c.ID)}]; twice || d.exists(CodeKind, string(c.ID)) {
		d.refuse("", instruments.Textf("code %s bestaat al", "code %s exists already", c.ID), instruments.Text{})
	}
	if c.Parent != "" {
		must[Code](d, CodeKind, string(c.Parent))
	}
	d.colour(c.Colour)
	d.put(CodeKind, string(c.ID), c)
}

// changeCode is the command that changes one code.
func changeCode(v View, kind string, id CodeID, change func(*draft, *Code)) (Command, error) {
	d := newDraft(v, kind)
	c := must[Code](d, CodeKind, string(id))
	if d.err == nil {
		change(d, &c)
	}
	d.put(CodeKind, string(id), c)
	return d.done()
}

// RenameCode gives a code another name. Its id stays.
func RenameCode(v View, id CodeID, name instruments.Text) (Command, error) {
	return changeCode(v, "code.rename", id, func(d *draft, c *Code) {
		if name.IsZero() {
			d.refuse(string(id), instruments.Text{NL: "de nieuwe naam is leeg", EN: "the new name is empty"}, instruments.Text{})
		}
		c.Name = name
	})
}

// Definition is the text of the codebook that says when a code applies.
type Definition struct{ Definition, Include, Exclude, Example instruments.Text }

// DefineCode sets the definition of a code: what it means, when it does (wel)
// and when it does not apply (niet), and an example.
func DefineCode(v View, id CodeID, def Definition) (Command, error) {
	return changeCode(v, "code.define", id, func(_ *draft, c *Code) {
		c.Definition, c.Include, c.Exclude, c.Example = def.Definition, def.Include, def.Exclude, def.Example
	})
}

// RecolourCode gives a code another colour, #RRGGBB, or none.
func RecolourCode(v View, id CodeID, colour string) (Command, error) {
	return changeCode(v, "code.recolour", id, func(d *draft, c *Code) {
		d.colour(colour)
		c.Colour = colour
	})
}

func (d *draft) colour(colour string) {
	if colour != "" && !regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`).MatchString(colour) {
		d.refuse("", instruments.Textf("%q is geen kleur", "%q is no colour", colour), instruments.Text{NL: "schrijf een kleur als #1A9850", EN: "write a colour as #1A9850"})
	}
}

// MoveCode puts a code under another parent ("" = the top) at a place among its
// siblings. A code cannot move below itself.
func MoveCode(v View, id, parent CodeID, order int) (Command, error) {
	return changeCode(v, "code.move", id, func(d *draft, c *Code) {
		if parent != "" && d.below(parent, id) {
			d.refuse(string(id), instruments.Textf("code %s kan niet onder zichzelf hangen", "code %s cannot stand below itself", id), instruments.Text{})
		}
		c.Parent, c.Order = parent, order
	})
}

// below reports whether id is ancestor itself or stands somewhere below it.
func (d *draft) below(id, ancestor CodeID) bool {
	seen := map[CodeID]bool{}
	for id != "" && !seen[id] && d.err == nil {
		if id == ancestor {
			return true
		}
		seen[id] = true
		id = must[Code](d, CodeKind, string(id)).Parent
	}
	return false
}

// MergeCodes turns codes into one: every coding, child, memo and support of the
// codes in from goes to into, and the codes in from are taken away. Where that
// gives one coder the same code twice on the same stretch (for the same dyad),
// one coding stays, with both memos; the changes hold the other. Decisions about
// differences between coders (Settlement) follow.
func MergeCodes(v View, into CodeID, from ...CodeID) (Command, error) {
	d := newDraft(v, "code.merge")
	from = slices.Compact(slices.Sorted(slices.Values(from))) // a code named twice is merged once
	must[Code](d, CodeKind, string(into))
	for _, id := range from {
		if d.below(into, id) {
			d.refuse(string(into), instruments.Textf("code %s kan niet opgaan in %s, die eronder hangt", "code %s cannot merge into %s, which stands below it", id, into),
				instruments.Textf("hang %s eerst ergens anders", "move %s elsewhere first", into))
		}
		must[Code](d, CodeKind, string(id))
	}
	if d.err != nil {
		return Command{}, d.err
	}
	d.mergeCodings(into, from)
	d.mergeTree(into, from)
	d.mergeMemos(into, from)
	d.regroup(from, into)
	return d.done()
}

// place is where two codings of one code are the same coding.
type place struct {
	document   instruments.DocumentID
	start, end int
	coder      CoderID
	dyad       instruments.DyadID
}

func (d *draft) mergeCodings(into CodeID, from []CodeID) {
	gone := map[CodingID]CodingID{}
	kept, err := d.view.CodingsOf(into)
	at := make(map[place]Coding, len(kept))
	for _, c := range kept {
		at[placeOf(c)] = c
	}
	for _, id := range from {
		var moving []Coding
		if err == nil {
			moving, err = d.view.CodingsOf(id)
		}
		for _, c := range moving {
			if keep, double := at[placeOf(c)]; double {
				gone[c.ID] = keep.ID
			}
			d.mergeCoding(at, c, into)
		}
	}
	if err != nil {
		d.err = err
	}
	d.recode(from, func(_ Settlement, p Part) []Part { p.Code = into; return []Part{p} }, gone)
}

func (d *draft) mergeCoding(at map[place]Coding, c Coding, into CodeID) {
	keep, double := at[placeOf(c)]
	if !double {
		c.Code = into
		at[placeOf(c)] = c
		d.put(CodingKind, string(c.ID), c)
		return
	}
	d.put(CodingKind, string(c.ID), nil)
	switch {
	case c.Memo == "" || c.Memo == keep.Memo:
		return
	case keep.Memo == "":
		keep.Memo = c.Memo
	default:
		keep.Memo += "\n" + c.Memo
	}
	at[placeOf(c)] = keep
	d.put(CodingKind, string(keep.ID), keep)
}

func placeOf(c Coding) place { return place{c.Document, c.Start, c.End, c.Coder, c.Dyad} }

func (d *draft) mergeTree(into CodeID, from []CodeID) {
	codes, err := All[Code](d.view, CodeKind)
	if err != nil {
		d.err = err
	}
	for _, c := range codes {
		if slices.Contains(from, c.ID) {
			d.put(CodeKind, string(c.ID), nil)
			continue
		}
		changed := slices.Contains(from, c.Parent)
		if changed {
			c.Parent = into
		}
		if supports, ok := replaceCodes(c.Supports, c.ID, into, from); ok {
			c.Supports, changed = supports, true
		}
		if changed {
			d.put(CodeKind, string(c.ID), c)
		}
	}
}

// replaceCodes replaces the codes in from by into, once, and never by self.
func replaceCodes(list []CodeID, self, into CodeID, from []CodeID) ([]CodeID, bool) {
	var out []CodeID
	changed := false
	for _, id := range list {
		if slices.Contains(from, id) {
			id, changed = into, true
		}
		if id != self && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out, changed
}

func (d *draft) mergeMemos(into CodeID, from []CodeID) {
	memos, err := All[Memo](d.view, MemoKind)
	if err != nil {
		d.err = err
	}
	for _, m := range memos {
		for _, id := range from {
			if m.Target == "code/"+string(id) {
				m.Target = "code/" + string(into)
				d.put(MemoKind, m.ID, m)
			}
		}
	}
}

// SplitCode adds the codes in parts and gives them the codings that to assigns;
// a coding for which to returns "" keeps its code. Parts without a parent
// become siblings of the code, directly behind it.
func SplitCode(v View, id CodeID, parts []Code, to func(Coding) CodeID) (Command, error) {
	d := newDraft(v, "code.split")
	whole := must[Code](d, CodeKind, string(id))
	targets, all := map[CodeID]bool{id: true}, []CodeID{id}
	_, seat := d.seat(Seat{After: id}, "", len(parts))
	for i, p := range parts {
		if p.Parent == "" {
			p.Parent, p.Order = whole.Parent, seat+i
		}
		targets[p.ID], all = true, append(all, p.ID)
		d.newCode(p)
	}
	if d.err != nil {
		return Command{}, d.err
	}
	codings, err := v.CodingsOf(id)
	if err != nil {
		return Command{}, err
	}
	for _, c := range codings {
		code := to(c)
		if code == "" || code == id {
			continue
		}
		if !targets[code] {
			d.refuse(string(id), instruments.Textf("code %s is geen deel van de splitsing", "code %s is no part of the split", code), instruments.Text{})
		}
		c.Code = code
		d.put(CodingKind, string(c.ID), c)
	}
	d.split(id, codings, to)
	d.regroup([]CodeID{id}, all...)
	return d.done()
}

// DeleteCode takes a code away with all its codings; the changes hold them, so
// that undo brings everything back. A code that has codes below it is refused.
func DeleteCode(v View, id CodeID) (Command, error) {
	d := newDraft(v, "code.delete")
	must[Code](d, CodeKind, string(id))
	codes, err := All[Code](v, CodeKind)
	if err != nil {
		return Command{}, err
	}
	for _, c := range codes {
		if c.Parent == id {
			d.refuse(string(id), instruments.Textf("onder code %s hangen nog codes", "there are codes below code %s", id),
				instruments.Text{NL: "verplaats of verwijder die eerst", EN: "move or delete those first"})
		}
		if supports, ok := replaceCodes(c.Supports, id, id, []CodeID{id}); ok && c.ID != id {
			c.Supports = slices.DeleteFunc(supports, func(s CodeID) bool { return s == id })
			d.put(CodeKind, string(c.ID), c)
		}
	}
	codings, err := v.CodingsOf(id)
	if err != nil {
		return Command{}, err
	}
	for _, c := range codings {
		d.put(CodingKind, string(c.ID), nil)
	}
	d.forget(id)
	d.regroup([]CodeID{id})
	d.put(CodeKind, string(id), nil)
	return d.done()
}
