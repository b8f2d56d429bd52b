package coding

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"meerzicht/instruments"
)

// checkCodes refuses codes that cannot stand for one another, and takes note of
// the others.
func (m *merger) checkCodes() {
	for _, old := range slices.Sorted(maps.Keys(m.opt.Codes)) {
		name := m.opt.Codes[old]
		_, theirs, err := m.theirs.View.Record(CodeKind, string(old))
		if m.err == nil {
			m.err = err
		}
		switch {
		case !theirs:
			m.refuse("", instruments.Textf("in de andere kopie is geen code %q", "there is no code %q in the other copy", instruments.Plain(string(old))),
				instruments.Text{NL: "schrijf --code OUD=NIEUW, met OUD zoals de andere kopie de code noemt", EN: "write --code OLD=NEW, with OLD as the other copy calls the code"})
		case m.now(recordKey{CodeKind, string(old)}) != nil:
			m.refuse("", instruments.Textf("code %q is hier nog", "code %q is still here", instruments.Plain(string(old))),
				instruments.Text{NL: "laat --code weg en voeg de codes daarna samen met ‘meerzicht code merge’", EN: "leave --code out and merge the codes afterwards with ‘meerzicht code merge’"})
		case m.now(recordKey{CodeKind, string(name)}) == nil:
			m.refuse("", instruments.Textf("er is hier geen code %q", "there is no code %q here", instruments.Plain(string(name))),
				instruments.Text{NL: "schrijf --code OUD=NIEUW, met NIEUW zoals de code hier heet", EN: "write --code OLD=NEW, with NEW as the code is called here"})
		}
		m.codes[old], m.remaps = name, true
	}
}

func saidCode(here CodeID) instruments.Text {
	return instruments.Textf("geldt als %s, zoals opgegeven", "counts as %s, as was given", instruments.Plain(string(here)))
}

// sayBack says why a record that was taken away here comes back. A code that was
// merged into another is named with that other, so that it can be merged again.
func (m *merger) sayBack(g goneRecord) instruments.Text {
	into := m.into(CodeID(g.id))
	if g.kind != CodeKind || into == "" {
		return instruments.Text{NL: "hier weggehaald, maar nodig voor wat erbij komt: komt terug", EN: "taken away here, but needed by what comes in: comes back"}
	}
	return instruments.Textf("hier samengevoegd met %[1]s, maar in de kopie is er verder mee gecodeerd: komt terug. Voeg hem weer samen, of neem dit terug (undo) en geef --code %[2]s=%[1]s op: dan komt dat werk binnen als %[1]s",
		"merged into %[1]s here, but the copy went on coding with it: comes back. Merge it again, or take this back (undo) and give --code %[2]s=%[1]s: then that work comes in as %[1]s",
		instruments.Plain(string(into)), instruments.Plain(g.id))
}

// into is the code here that a code was merged into, perhaps in steps; "" when
// there is none.
func (m *merger) into(id CodeID) CodeID {
	for range len(m.ours.Into) {
		next, merged := m.ours.Into[id]
		if !merged {
			return ""
		}
		if id = next; m.now(recordKey{CodeKind, string(id)}) != nil {
			return id
		}
	}
	return ""
}

// Into tells which code the codes that a code.merge takes away were merged into,
// as far as its changes show: by the codings, children or memos that moved. Of
// other commands it is nil.
func (c Command) Into() (map[CodeID]CodeID, error) {
	if c.Type != "code.merge" {
		return nil, nil
	}
	out := map[CodeID]CodeID{}
	for _, ch := range c.Changes {
		if ch.Kind == CodeKind && ch.After == nil {
			out[CodeID(ch.ID)] = ""
		}
	}
	var into CodeID
	for _, ch := range c.Changes {
		if ch.Before == nil || ch.After == nil {
			continue
		}
		var was, is naming
		if err := decodeBoth(ch, &was, &is); err != nil {
			return nil, err
		}
		for _, pair := range [][2]CodeID{{was.Code, is.Code}, {was.Parent, is.Parent}, {targetCode(was), targetCode(is)}} {
			if _, gone := out[pair[0]]; gone && pair[1] != "" && pair[1] != pair[0] {
				into = pair[1]
			}
		}
	}
	if into == "" {
		return nil, nil
	}
	for id := range out {
		out[id] = into
	}
	return out, nil
}

func targetCode(n naming) CodeID {
	id, is := cutTarget(n.Target, CodeKind)
	if !is {
		return ""
	}
	return CodeID(id)
}

func decodeBoth(ch Change, was, is any) error {
	if err := json.Unmarshal(ch.Before, was); err != nil {
		return fmt.Errorf("change of %s %s: %w", ch.Kind, ch.ID, err)
	}
	if err := json.Unmarshal(ch.After, is); err != nil {
		return fmt.Errorf("change of %s %s: %w", ch.Kind, ch.ID, err)
	}
	return nil
}
