package refi

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"
)

// maxCodes is how many codes a codebook may have; ten times what anybody can
// work with.
const maxCodes = 25_000

// A project may hold so many codes, selections, codings, notes and the like
// together, and one more for every so many bytes of its file: each has a GUID,
// which takes that room even when it is packed, so that only a bomb has more.
const (
	freeThings    = 100_000
	bytesPerThing = 32
)

// parser fills a project from XML.
type parser struct {
	*cursor
	p    *project
	left int64 // things that may still come
}

// parseProject reads a project or a codebook; which one, its root says. size is
// that of the whole file, packed.
func parseProject(r io.Reader, size int64) (*project, *refusal) {
	p := parser{newCursor(r), &project{}, freeThings + size/bytesPerThing}
	root, ok := p.root()
	el := element(root.Attr)
	p.p.origin = strings.TrimSpace(el.attr("origin"))
	switch {
	case !ok && p.err == io.EOF:
		return nil, refuseEmpty()
	case !ok:
		return nil, p.refusal()
	case root.Name.Local == "Project":
		p.p.name, p.p.user = el.attr("name"), el.guid("creatingUserGUID")
		p.project()
	case root.Name.Local == "CodeBook":
		p.codebook()
	default:
		return nil, &refusal{what: refuseNoArchive().what, hint: againHint()}
	}
	p.end()
	return p.p, p.refusal()
}

func (p *parser) project() {
	p.each(func(name string, el element) {
		switch name {
		case "Users":
			p.users()
		case "CodeBook":
			p.codebook()
		case "Variables":
			p.variables()
		case "Cases":
			p.cases()
		case "Sources":
			p.sources()
		case "Notes":
			p.notes()
		case "Links":
			p.p.links += p.count()
		case "Graphs":
			p.p.graphs += p.count()
		case "Sets":
			p.sets()
		case "Description":
			p.p.description = p.text()
		case "NoteRef":
			p.target(&p.p.notesOn, el)
		default:
			p.skip()
		}
	})
}

// keep counts one more thing.
func (p *parser) keep() {
	if p.left--; p.left < 0 && p.err == nil {
		p.err = errTooMuch
	}
}

// target keeps the GUID that a reference names. Codebooks call it guid.
func (p *parser) target(list *[]string, el element) {
	p.keep()
	id := el.guid("targetGUID")
	if id == "" {
		id = el.guid("guid")
	}
	*list = append(*list, id)
	p.skip()
}

// count is the number of children.
func (p *parser) count() int {
	n := 0
	p.each(func(string, element) {
		n++
		p.skip()
	})
	return n
}

func (p *parser) users() {
	p.each(func(_ string, el element) {
		p.keep()
		name := el.attr("name")
		if name == "" {
			name = el.attr("id")
		}
		p.p.users = append(p.p.users, user{el.guid("guid"), name})
		p.skip()
	})
}

func (p *parser) codebook() {
	p.each(func(name string, _ element) {
		switch name {
		case "Codes":
			p.codes()
		case "Sets":
			p.sets()
		default:
			p.skip()
		}
	})
}

// codes reads the tree of codes. It keeps its own stack, since a tree may be
// thousands of codes deep.
func (p *parser) codes() {
	open := []int{-1}
	for len(open) > 0 {
		switch t := p.next().(type) {
		case nil:
			return
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.StartElement:
			at := open[len(open)-1]
			switch {
			case t.Name.Local == "Code":
				open = append(open, p.code(element(t.Attr), at))
			case t.Name.Local == "Description" && at >= 0:
				p.p.codes[at].description = p.text()
			case t.Name.Local == "NoteRef" && at >= 0:
				p.target(&p.p.codes[at].notes, element(t.Attr))
			default:
				p.skip()
			}
		}
	}
}

func (p *parser) code(el element, parent int) int {
	p.keep()
	if len(p.p.codes) >= maxCodes && p.err == nil {
		p.err = errCodes
	}
	codable, err := strconv.ParseBool(strings.TrimSpace(el.attr("isCodable")))
	p.p.codes = append(p.p.codes, code{
		guid: el.guid("guid"), name: el.attr("name"), color: strings.TrimSpace(el.attr("color")),
		codable: codable || err != nil, parent: parent,
	})
	return len(p.p.codes) - 1
}

func (p *parser) variables() {
	p.each(func(_ string, el element) {
		p.keep()
		v := variable{guid: el.guid("guid"), name: el.attr("name")}
		p.each(func(name string, _ element) {
			if text := p.text(); name == "Description" {
				v.description = text
			}
		})
		p.p.variables = append(p.p.variables, v)
	})
}

// value reads a VariableValue: a reference and a value of any type.
func (p *parser) value(list *[]value) {
	p.keep()
	var v value
	p.each(func(name string, el element) {
		if name == "VariableRef" {
			v.variable = el.guid("targetGUID")
			p.skip()
			return
		}
		v.text = p.text()
		if name != "TextValue" {
			v.text = strings.TrimSpace(v.text)
		}
	})
	if v.text != "" {
		*list = append(*list, v)
	}
}

func (p *parser) cases() {
	p.each(func(_ string, el element) {
		p.keep()
		k := kase{guid: el.guid("guid"), name: el.attr("name")}
		p.each(func(name string, el element) {
			switch name {
			case "Description":
				k.description = p.text()
			case "VariableValue":
				p.value(&k.values)
			case "SourceRef":
				p.target(&k.sources, el)
			case "CodeRef", "SelectionRef":
				k.others++
				p.skip()
			default:
				p.skip()
			}
		})
		p.p.cases = append(p.p.cases, k)
	})
}

func (p *parser) sets() {
	p.each(func(_ string, el element) {
		p.keep()
		s := set{guid: el.guid("guid"), name: el.attr("name")}
		p.each(func(name string, el element) {
			switch name {
			case "Description":
				s.description = p.text()
			case "MemberCode":
				p.target(&s.codes, el)
			case "MemberSource":
				p.target(&s.sources, el)
			case "MemberNote":
				s.notes++
				p.skip()
			default:
				p.skip()
			}
		})
		p.p.sets = append(p.p.sets, s)
	})
}
