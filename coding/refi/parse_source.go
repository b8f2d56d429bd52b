package refi

import (
	"strconv"
	"strings"
)

const maxTexts = 100 // transcripts of one recording

func (p *parser) sources() {
	p.each(func(name string, el element) {
		if !strings.HasSuffix(name, "Source") {
			p.skip()
			return
		}
		p.keep()
		s := source{kind: name, guid: el.guid("guid"), name: el.attr("name"), user: el.guid("creatingUser")}
		if name == "TextSource" {
			t := p.newText(el)
			p.content(&t)
			s.description, s.codings, s.notes, s.values = t.description, t.codings, t.notes, t.values
			t.description, t.codings, t.notes, t.values = "", nil, nil, nil
			s.texts = []text{t}
		} else {
			p.medium(&s)
		}
		p.p.sources = append(p.p.sources, s)
	})
}

func (p *parser) notes() {
	p.each(func(_ string, el element) {
		p.keep()
		t := p.newText(el)
		p.content(&t)
		p.p.notes = append(p.p.notes, note{t})
	})
}

func (p *parser) newText(el element) text {
	return text{
		guid: el.guid("guid"), name: el.attr("name"), user: el.guid("creatingUser"),
		path: strings.TrimSpace(el.attr("plainTextPath")), rich: strings.TrimSpace(el.attr("richTextPath")),
	}
}

// content reads the children of a text: a source, a representation, a transcript
// or a note.
func (p *parser) content(t *text) {
	p.each(func(name string, el element) {
		switch name {
		case "Description":
			t.description = p.text()
		case "PlainTextContent":
			t.content, t.inline = p.text(), true
		case "SyncPoint":
			p.sync(t, el)
		case "Coding":
			p.coding(&t.codings, el)
		case "NoteRef":
			p.target(&t.notes, el)
		case "VariableValue":
			p.value(&t.values)
		default:
			if !strings.HasSuffix(name, "Selection") {
				p.skip()
				return
			}
			p.selection(&t.selections, el)
		}
	})
}

func (p *parser) sync(t *text, el element) {
	p.keep()
	s := syncPoint{guid: el.guid("guid")}
	var err error
	s.position, err = number(el.attr("position"))
	s.placed = err == nil
	if s.time, err = number(el.attr("timeStamp")); err != nil {
		s.time = -1
	}
	t.sync = append(t.sync, s)
	p.skip()
}

// number reads a position. Some programs write a fraction behind it.
func number(s string) (int64, error) {
	whole, fraction, _ := strings.Cut(strings.TrimSpace(s), ".")
	if strings.Trim(fraction, "0") != "" {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseInt(whole, 10, 64)
}

func (p *parser) selection(list *[]selection, el element) {
	p.keep()
	s := selection{
		guid: el.guid("guid"), name: el.attr("name"), user: el.guid("creatingUser"),
		from: el.guid("fromSyncPoint"), to: el.guid("toSyncPoint"),
	}
	var first, second error
	s.start, first = number(el.attr("startPosition"))
	s.end, second = number(el.attr("endPosition"))
	s.bad = first != nil || second != nil
	p.each(func(name string, el element) {
		switch name {
		case "Description":
			s.description = p.text()
		case "Coding":
			p.coding(&s.codings, el)
		case "NoteRef":
			p.target(&s.notes, el)
		default:
			p.skip()
		}
	})
	*list = append(*list, s)
}

func (p *parser) coding(list *[]mark, el element) {
	p.keep()
	m := mark{guid: el.guid("guid"), user: el.guid("creatingUser")}
	p.each(func(name string, el element) {
		switch name {
		case "CodeRef":
			m.code = el.guid("targetGUID")
			p.skip()
		case "NoteRef":
			p.target(&m.notes, el)
		default:
			p.skip()
		}
	})
	*list = append(*list, m)
}

// medium reads a source that is no text: its texts, and the selections that
// stand outside them.
func (p *parser) medium(s *source) {
	p.each(func(name string, el element) {
		switch name {
		case "Description":
			s.description = p.text()
		case "Representation", "TextDescription", "Transcript":
			p.keep()
			t := p.newText(el)
			p.content(&t)
			if s.texts = append(s.texts, t); len(s.texts) > maxTexts && p.err == nil {
				p.err = errTooMuch
			}
		case "Coding":
			p.coding(&s.codings, el)
		case "NoteRef":
			p.target(&s.notes, el)
		case "VariableValue":
			p.value(&s.values)
		default:
			if !strings.HasSuffix(name, "Selection") {
				p.skip()
				return
			}
			p.selection(&s.outside, el)
		}
	})
}
