package coding

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"meerzicht/instruments"
)

// checkRenames refuses names that cannot be given, and takes note of the others.
func (m *merger) checkRenames() {
	for _, old := range slices.Sorted(maps.Keys(m.opt.Coders)) {
		name := m.opt.Coders[old]
		if !old.Person() || !name.Person() || strings.TrimSpace(string(name)) == "" {
			m.refuse("", instruments.Textf("codeur %q kan niet %q gaan heten", "coder %q cannot be renamed to %q", instruments.Plain(string(old)), instruments.Plain(string(name))),
				instruments.Text{NL: "lexicon en consensus zijn geen mensen; kies de naam of het pseudoniem van een mens", EN: "lexicon and consensus are no people; choose the name or pseudonym of a person"})
		}
		_, known, err := m.theirs.View.Record(CoderKind, string(old))
		if m.err == nil {
			m.err = err
		}
		if !known {
			m.refuse("", instruments.Textf("in de andere kopie is geen codeur %q", "there is no coder %q in the other copy", instruments.Plain(string(old))),
				instruments.Text{NL: "schrijf --coder OUD=NIEUW, met OUD zoals de andere kopie de codeur noemt", EN: "write --coder OLD=NEW, with OLD as the other copy calls the coder"})
		}
		m.checkNewName(old, name)
		m.remaps = m.remaps || old != name
	}
}

// work is what a coder did since the parting: the places of codings and lists
// that are new.
type work map[CoderID]map[string]bool

func (w work) add(coder CoderID, place string) {
	if w[coder] == nil {
		w[coder] = map[string]bool{}
	}
	w[coder][place] = true
}

// checkCoders refuses coders who have new work in both copies, that the other
// copy does not have, in the same documents or lists.
func (m *merger) checkCoders() {
	theirs, seen := m.newWork(m.theirs, true, func(k recordKey) bool { return m.touchedHere()[k] || m.now(k) != nil })
	ours, _ := m.newWork(m.ours, false, func(k recordKey) bool { return seen[k] })
	var who, where []string
	for _, coder := range slices.Sorted(maps.Keys(theirs)) {
		n := len(where)
		for place := range theirs[coder] {
			if ours[coder][place] && !slices.Contains(where, place) {
				where = append(where, place)
			}
		}
		if len(where) > n {
			who = append(who, string(coder))
		}
	}
	if len(who) == 0 {
		return
	}
	slices.Sort(where)
	name := instruments.Plain(who[0])
	m.refuse("", instruments.Textf("%s heeft in beide kopieën verder gewerkt aan hetzelfde (%s)", "%s worked on the same in both copies (%s)",
		instruments.Plain(strings.Join(who, ", ")), instruments.Plain(shortList(where))),
		instruments.Textf("waren het twee mensen, geef de codeur van de andere kopie dan een eigen naam: --coder %[1]s=NAAM; was het één mens: --coder %[1]s=%[1]s", "if they were two people, give the coder of the other copy a name of their own: --coder %[1]s=NAME; if it was one person: --coder %[1]s=%[1]s", name))
}

func shortList(of []string) string {
	const most = 5
	if len(of) <= most {
		return strings.Join(of, ", ")
	}
	return strings.Join(of[:most], ", ") + ", …"
}

// newWork lists what people did since the parting that known does not know, and
// the ids, as they are here, of everything that changed. Coders whom the options
// name are left out of theirs.
func (m *merger) newWork(of Fork, other bool, known func(recordKey) bool) (work, map[recordKey]bool) {
	out, seen := work{}, map[recordKey]bool{}
	for i := range of.Changed {
		r := &of.Changed[i]
		if r.Kind != CodingKind && r.Kind != FillingKind || m.err != nil {
			continue
		}
		key := recordKey{r.Kind, r.ID}
		if other && r.Kind == CodingKind {
			key.id = string(m.coding(CodingID(r.ID)))
		}
		seen[key] = true
		if r.Parting != nil || r.Now == nil {
			continue
		}
		coder, place, err := m.workOf(r, other)
		if m.err == nil {
			m.err = err
		}
		_, named := m.opt.Coders[coder]
		if coder.Person() && (!other || !named) && !(r.Kind == CodingKind && known(key)) && !m.sameFilling(r) {
			out.add(coder, place)
		}
	}
	return out, seen
}

// workOf is who did something, and in which document or list of ours.
func (m *merger) workOf(r *Revision, other bool) (CoderID, string, error) {
	if r.Kind == FillingKind {
		var f struct{ Coder, ID string }
		err := json.Unmarshal(r.Now, &f)
		return CoderID(f.Coder), f.ID, err
	}
	var c struct {
		Coder    CoderID
		Document instruments.DocumentID
	}
	err := json.Unmarshal(r.Now, &c)
	if other {
		c.Document = m.documentName(c.Document)
	}
	return c.Coder, string(c.Document), err
}

// sameFilling reports whether a list is the same in both copies, or in one only.
func (m *merger) sameFilling(r *Revision) bool {
	if r.Kind != FillingKind {
		return false
	}
	theirs := m.revisions[recordKey{r.Kind, r.ID}]
	return theirs == nil || string(theirs.Now) == string(m.now(recordKey{r.Kind, r.ID})) || string(theirs.Now) == string(theirs.Merged)
}

// touchedHere are the records that changed in our copy.
func (m *merger) touchedHere() map[recordKey]bool {
	if m.changedHere == nil {
		m.changedHere = make(map[recordKey]bool, len(m.ours.Changed))
		for _, r := range m.ours.Changed {
			m.changedHere[recordKey{r.Kind, r.ID}] = true
		}
	}
	return m.changedHere
}
