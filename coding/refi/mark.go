package refi

import (
	"strings"

	"meerzicht/instruments"
)

// ourName begins the origin of our files, and the line that carries an id.
const ourName = "Meerzicht"

// A description of ours is the text, then labelled parts on lines of their own,
// then the line with the id. Lines of the text that look like one of these get a
// backslash, which is taken off again.
const idLabel = ourName + ": "

// part is a labelled part of a code's description.
type part int

const (
	include part = iota
	exclude
	example
	parts
)

func (p part) label() instruments.Text {
	return [parts]instruments.Text{{NL: "Wel: ", EN: "Include: "}, {NL: "Niet: ", EN: "Exclude: "}, {NL: "Voorbeeld: ", EN: "Example: "}}[p]
}

// labelled reports the label that a line begins with, after any backslashes.
func labelled(line string) (p part, id bool, rest string) {
	bare := strings.TrimLeft(line, `\`)
	if rest, ok := strings.CutPrefix(bare, idLabel); ok {
		return parts, true, rest
	}
	for p := range parts {
		for _, l := range []string{p.label().NL, p.label().EN} {
			if rest, ok := strings.CutPrefix(bare, l); ok {
				return p, false, rest
			}
		}
	}
	return parts, false, ""
}

// Longer ids and descriptions are none of ours.
const (
	longestID          = 500
	longestDescription = 1 << 20
)

// described is a description in its parts.
type described struct {
	text  string
	parts [parts]string
	id    string // "" when the description is not one of ours
}

// compose writes a description.
func (d described) compose(lang instruments.Lang) string {
	var blocks []string
	add := func(label, s string) {
		if s != "" || label == idLabel {
			blocks = append(blocks, label+guarded(s, label != ""))
		}
	}
	add("", d.text)
	for p := range parts {
		add(p.label().In(lang), d.parts[p])
	}
	add(idLabel, oneLine(d.id))
	return strings.Join(blocks, "\n")
}

// oneLine keeps an id on its line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// guarded puts a backslash before lines that would be read as a label. The first
// line of a part stands behind its own label.
func guarded(s string, behind bool) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		if p, id, _ := labelled(line); (p < parts || id) && (i > 0 || !behind) {
			lines[i] = `\` + line
		}
	}
	return strings.Join(lines, "\n")
}

// takeApart reads a description. One that does not carry our line is all text.
func takeApart(s string) described {
	trimmed := strings.TrimRight(s, " \t\r\n") // programs add blanks
	id, ok := strings.CutPrefix(trimmed[strings.LastIndexByte(trimmed, '\n')+1:], idLabel)
	if !ok || len(id) > longestID || len(s) > longestDescription {
		return described{text: s}
	}
	lines := strings.Split(trimmed, "\n")
	last := len(lines) - 1
	d := described{id: id}
	var now []string
	at := parts // the text before the first label
	keep := func() {
		if s := strings.Join(now, "\n"); at < parts {
			d.parts[at] = s
		} else {
			d.text = s
		}
		now = nil
	}
	for _, line := range lines[:last] {
		p, ours, rest := labelled(line)
		switch {
		case strings.HasPrefix(line, `\`) && (p < parts || ours):
			line = line[1:]
		case p < parts:
			keep()
			at, line = p, rest
		}
		now = append(now, line)
	}
	keep()
	return d
}
