package refi

import (
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// codes writes the tree of codes, which is not empty. A code whose parent is not
// before it in the codebook stands at the top.
func (p *writer) codes() {
	list := p.c.Codebook.Codes
	at, below := map[coding.CodeID]int{}, make([][]int, len(list))
	var top []int
	for i, c := range list {
		if parent, ok := at[c.Parent]; ok {
			below[parent] = append(below[parent], i)
		} else {
			top = append(top, i)
		}
		at[c.ID] = i
	}
	p.x.open("Codes")
	// −1 ends a code. The stack is our own: a tree may be thousands of codes deep.
	stack := slices.Clone(top)
	slices.Reverse(stack)
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if i < 0 {
			p.x.end("Code")
			continue
		}
		p.code(&list[i])
		stack = append(stack, -1)
		for _, child := range slices.Backward(below[i]) {
			stack = append(stack, child)
		}
	}
	p.x.end("Codes")
	p.transfer.Take(coding.TransferCodes, len(list))
}

// code writes one code up to the codes below it.
func (p *writer) code(c *coding.Code) {
	codable := "false"
	if c.Codable {
		codable = "true"
	}
	name := c.Name.In(p.opt.Lang)
	p.x.tag("Code", "guid", p.codeGUID[c.ID], "isCodable", codable, "color", sixDigits(c.Colour))
	p.x.put(` name="`)
	p.x.escape(name, true)
	p.x.put("\">\n")
	d := described{text: c.Definition.In(p.opt.Lang), id: string(c.ID)}
	d.parts = [parts]string{c.Include.In(p.opt.Lang), c.Exclude.In(p.opt.Lang), c.Example.In(p.opt.Lang)}
	p.x.text("Description", d.compose(p.opt.Lang))
	if !p.codebookOnly {
		p.refer("code/" + string(c.ID))
	}
}

// groups writes the groups as sets. Projects and codebooks call the attribute
// that names a code differently.
func (p *writer) groups(reference string) {
	list := p.c.Groups
	if p.codebookOnly {
		list = slices.DeleteFunc(slices.Clone(list), func(g coding.Group) bool { return len(g.Codes) == 0 && len(g.Documents) > 0 })
		p.leave(coding.TransferGroups, len(p.c.Groups)-len(list), "groepen van documenten", "groups of documents")
	}
	if len(list) == 0 {
		return
	}
	missing := 0
	p.x.open("Sets")
	for _, g := range list {
		p.x.tag("Set", "guid", GUID(coding.GroupKind, g.ID))
		p.x.put(` name="`)
		p.x.escape(g.Name, true)
		p.x.put("\">\n")
		p.x.text("Description", described{text: g.Description, id: g.ID}.compose(p.opt.Lang))
		for _, code := range g.Codes {
			if guid := p.codeGUID[code]; guid != "" {
				p.x.empty("MemberCode", reference, guid)
			} else {
				missing++
			}
		}
		for _, d := range g.Documents {
			if guid := p.documents[d]; guid != "" && !p.codebookOnly {
				p.x.empty("MemberSource", reference, guid)
			} else {
				missing++
			}
		}
		p.x.end("Set")
	}
	p.x.end("Sets")
	p.transfer.Take(coding.TransferGroups, len(list))
	p.leave(coding.TransferOther, missing, "leden van een groep die er niet in staan", "members of a group that are not in it")
}

// sources writes the documents with their selections.
func (p *writer) sources() {
	if len(p.documents) == 0 {
		p.loseRest()
		return
	}
	p.x.open("Sources")
	for i := range p.c.Documents {
		d := &p.c.Documents[i]
		guid := p.documents[d.ID]
		if guid == "" {
			continue
		}
		p.x.open("TextSource", "guid", guid, "name", d.Title, "plainTextPath", "internal://"+guid+".txt")
		p.x.text("Description", described{id: string(d.Kind) + " " + string(d.ID)}.compose(p.opt.Lang))
		p.selections(d)
		p.refer("document/" + string(d.ID))
		if d.Project != "" {
			p.value(GUID(variableGUID, ownVariable+projectKey), d.Project)
		}
		p.attributes(d.Attributes)
		p.x.end("TextSource")
		p.transfer.Take(coding.TransferDocuments, 1)
		if wide(d.Text) {
			p.wide++
		}
	}
	p.x.end("Sources")
	p.loseRest()
}

// wide reports whether a text has characters outside the basic plane: those
// that take four bytes.
func wide(text string) bool {
	for i := range len(text) {
		if text[i] >= 0xf0 {
			return true
		}
	}
	return false
}

// loseRest counts the codings of documents that are not written.
func (p *writer) loseRest() {
	n := 0
	for id, list := range p.codings {
		if p.documents[id] == "" {
			n += len(list)
		}
	}
	p.leave(coding.TransferCodings, n, "het document staat er niet in", "the document is not in it")
}

// selections writes one selection for each stretch that is coded, with a coding
// for each code and coder.
func (p *writer) selections(d *instruments.Document) {
	list := p.fitting(d)
	for len(list) > 0 {
		k := list[0]
		n := 1
		for n < len(list) && list[n].Start == k.Start && list[n].End == k.End {
			n++
		}
		p.selection(list[:n])
		list = list[n:]
	}
}

// fitting are the codings of a document that can be written: of a known code,
// with their words in their place.
func (p *writer) fitting(d *instruments.Document) []*coding.Coding {
	in := coding.NewSegmenter(d)
	return slices.DeleteFunc(p.codings[d.ID], func(k *coding.Coding) bool {
		switch {
		case p.codeGUID[k.Code] == "":
			p.leave(coding.TransferCodings, 1, "de code staat niet in het codeboek", "the code is not in the codebook")
		case k.Start >= k.End || !in.Holds(k.Segment):
			p.leave(coding.TransferCodings, 1, "het citaat staat niet op zijn plaats in de tekst", "the quotation does not stand in its place in the text")
		default:
			return false
		}
		return true
	})
}

func (p *writer) selection(list []*coding.Coding) {
	k := list[0]
	start, end := itoa(k.Start), itoa(k.End)
	p.x.open("PlainTextSelection", "guid", GUID(selectionGUID, string(k.Document)+"\x00"+start+"\x00"+end),
		"name", firstPoints(k.Quotation, longestName), "startPosition", start, "endPosition", end)
	for i, k := range list {
		if i > 0 && slices.ContainsFunc(list[:i], func(o *coding.Coding) bool { return o.Code == k.Code && o.Coder == k.Coder && p.about(o) == p.about(k) }) {
			p.leave(coding.TransferCodings, 1, "dezelfde code en codeur op dezelfde woorden", "the same code and coder on the same words")
			continue
		}
		p.x.open("Coding", "guid", GUID(coding.CodingKind, string(k.ID)), "creatingUser", p.coderGUID[k.Coder])
		p.x.empty("CodeRef", "targetGUID", p.codeGUID[k.Code])
		if k.Memo != "" {
			p.carried = append(p.carried, k)
			p.x.empty("NoteRef", "targetGUID", GUID(noteGUID, string(k.ID)))
		}
		if dyad := p.about(k); dyad != "" {
			p.dyads[dyad] = true
			p.x.empty("NoteRef", "targetGUID", GUID(noteGUID, dyadNote+string(dyad)))
		}
		p.refer("coding/" + string(k.ID))
		p.x.end("Coding")
		p.transfer.Take(coding.TransferCodings, 1)
	}
	p.x.end("PlainTextSelection")
}

// notes writes the memos, and those that codings carry.
func (p *writer) notes() {
	// A memo on the study is referred to after the notes.
	for _, guid := range p.memos["study"] {
		p.pointed[guid] = true
	}
	if len(p.c.Memos)+len(p.carried)+len(p.dyads) == 0 {
		return
	}
	p.x.open("Notes")
	for _, m := range p.c.Memos {
		guid := GUID(coding.MemoKind, m.ID)
		id := m.ID
		if !p.pointed[guid] {
			id += targetArrow + m.Target
		}
		p.x.open("Note", "guid", guid, "name", m.Type, "creatingUser", p.coderGUID[m.Author])
		p.x.text("Description", described{id: id}.compose(p.opt.Lang))
		p.x.text("PlainTextContent", m.Text)
		p.x.end("Note")
	}
	for _, k := range p.carried {
		p.x.open("Note", "guid", GUID(noteGUID, string(k.ID)), "creatingUser", p.coderGUID[k.Coder])
		p.x.text("PlainTextContent", k.Memo)
		p.x.end("Note")
	}
	p.dyadNotes()
	p.x.end("Notes")
	p.transfer.Take(coding.TransferMemos, len(p.c.Memos)+len(p.carried))
}
