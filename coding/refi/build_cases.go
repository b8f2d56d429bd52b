package refi

import (
	"cmp"
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// caseAttribute is the attribute of documents that holds the name of their case.
const caseAttribute = "case"

// Keys of what our own cases and documents keep in variables. The first is their
// name in the export.
const (
	typeKey         = "type"
	roleKey         = "role"
	projectKey      = "project"
	consentKey      = "consent"
	trajectoryKey   = "trajectory"
	startContactKey = "start contact"
)

func keyNames() map[string]instruments.Text {
	return map[string]instruments.Text{
		typeKey: {NL: "respondenttype", EN: "respondent type"}, roleKey: {NL: "rol", EN: "role"}, projectKey: {NL: "project", EN: "project"},
		consentKey: {NL: "toestemming", EN: "consent"}, trajectoryKey: {NL: "traject", EN: "trajectory"}, startContactKey: {NL: "startcontact", EN: "start contact"},
	}
}

// Prefixes of the GUIDs of our variables.
const (
	ownVariable       = "own/"
	attributeVariable = "attribute/"
)

// reading of variables: their names, and which are ours.
type variableIndex struct {
	name map[string]string // by GUID
	key  map[string]string // of our own, by GUID; their descriptions say it
}

// addCases reads the variables in the three ways in which programs write them:
// on sources, on cases without a name, and on named cases.
func (b *builder) addCases() {
	v := b.variables()
	for i := range b.p.sources {
		s := &b.p.sources[i]
		b.onDocuments(v, s.values, b.of[s.guid])
	}
	for i := range b.p.cases {
		k := &b.p.cases[i]
		b.leave(coding.TransferOther, k.others, "verwijzingen van een case naar codes of fragmenten", "references from a case to codes or selections")
		if kind, id, ok := strings.Cut(takeApart(k.description).id, " "); ok && b.ownCase(v, k, kind, id) {
			continue
		}
		b.foreignCase(v, k)
	}
}

func (b *builder) variables() variableIndex {
	v := variableIndex{map[string]string{}, map[string]string{}}
	taken, explained := names{}, 0
	for _, x := range b.p.variables {
		d := takeApart(x.description)
		if strings.TrimSpace(d.text) != "" {
			explained++
		}
		if _, twice := v.name[x.guid]; twice {
			continue
		}
		name := cmp.Or(strings.TrimSpace(x.name), "variable")
		if _, ours := keyNames()[d.id]; ours {
			v.key[x.guid] = d.id
		} else {
			name = taken.take(name)
		}
		v.name[x.guid] = name
	}
	b.leave(coding.TransferOther, explained, "toelichtingen bij variabelen", "explanations of variables")
	return v
}

// onDocuments sets values on documents.
func (b *builder) onDocuments(v variableIndex, values []value, docs []*draft) {
	for _, x := range values {
		name, ok := v.name[x.variable]
		switch {
		case !ok:
			b.leave(coding.TransferVariables, 1, "de variabele staat niet in het project", "the variable is not in the project")
		case len(docs) == 0:
			b.leave(coding.TransferVariables, 1, "geen van de documenten is overgekomen", "none of the documents came over")
		default:
			kept := true
			for _, d := range docs {
				if v.key[x.variable] == projectKey {
					d.doc.Project = x.text
				} else {
					kept = d.set(name, x.text) && kept
				}
			}
			if kept {
				b.transfer.Take(coding.TransferVariables, 1)
			} else {
				b.leave(coding.TransferVariables, 1, "het document heeft al te veel andere waarden van deze variabele", "the document has too many other values of this variable already")
			}
		}
	}
}

// maxValues is how many values of one variable a document keeps.
const maxValues = 20

// set gives a document a value; a second one is put behind the first. It is
// false when there is no room for one more.
func (d *draft) set(name, text string) bool {
	if d.doc.Attributes == nil {
		d.doc.Attributes = map[string]string{}
	}
	have, twice := d.doc.Attributes[name]
	switch {
	case !twice:
		d.doc.Attributes[name] = text
	case len(have) > longestDescription:
		return false
	case slices.Contains(strings.Split(have, " | "), text):
	case strings.Count(have, " | ") >= maxValues:
		return false
	default:
		d.doc.Attributes[name] = have + " | " + text
	}
	return true
}

// foreignCase puts the values of a case, and its name, on its documents.
func (b *builder) foreignCase(v variableIndex, k *kase) {
	var docs []*draft
	seen := map[string]bool{}
	for _, ref := range k.sources {
		if !seen[ref] {
			seen[ref] = true
			docs = append(docs, b.of[ref]...)
		}
	}
	b.onDocuments(v, k.values, docs)
	name := strings.TrimSpace(k.name)
	if len(docs) == 0 {
		b.leave(coding.TransferCases, 1, "geen document van de case is overgekomen", "no document of the case came over")
	} else {
		b.transfer.Take(coding.TransferCases, 1)
		for _, d := range docs {
			if name != "" {
				d.set(caseAttribute, name)
			}
		}
	}
	if text := strings.TrimSpace(k.description); text != "" {
		target := "study"
		if len(docs) > 0 {
			target = docs[0].target()
		}
		b.memo(coding.Memo{Type: foreignMemo, Target: target, Text: joined(name, text)})
		b.transfer.Take(coding.TransferMemos, 1)
	}
}

// ownCase makes the respondent or the trajectory that a case of ours stands for;
// false for another case.
func (b *builder) ownCase(v variableIndex, k *kase, kind, id string) bool {
	var values map[string][]string
	switch coding.Kind(kind) {
	case coding.RespondentKind:
		r := instruments.Respondent{ID: instruments.RespondentID(id)}
		if slices.ContainsFunc(b.corpus.Respondents, func(x instruments.Respondent) bool { return x.ID == r.ID }) {
			return false
		}
		values, r.Attributes = b.split(v, k.values)
		r.Type, r.Role = instruments.RespondentType(first(values[typeKey])), instruments.Role(first(values[roleKey]))
		r.Project, r.Consent = first(values[projectKey]), first(values[consentKey])
		for _, t := range values[trajectoryKey] {
			r.Trajectories = append(r.Trajectories, instruments.TrajectoryID(t))
		}
		for _, ref := range k.sources {
			for _, d := range b.of[ref] {
				d.doc.Respondent = r.ID
			}
		}
		b.corpus.Respondents = append(b.corpus.Respondents, r)
	case coding.TrajectoryKind:
		t := instruments.Trajectory{ID: instruments.TrajectoryID(id)}
		if slices.ContainsFunc(b.corpus.Trajectories, func(x instruments.Trajectory) bool { return x.ID == t.ID }) {
			return false
		}
		values, t.Attributes = b.split(v, k.values)
		t.Project, t.StartContact = first(values[projectKey]), first(values[startContactKey])
		b.corpus.Trajectories = append(b.corpus.Trajectories, t)
	default:
		return false
	}
	b.transfer.Take(coding.TransferCases, 1)
	return true
}

// split tells the values of our own variables from attributes.
func (b *builder) split(v variableIndex, values []value) (own map[string][]string, attributes map[string]string) {
	own = map[string][]string{}
	for _, x := range values {
		name, ok := v.name[x.variable]
		if !ok {
			b.leave(coding.TransferVariables, 1, "de variabele staat niet in het project", "the variable is not in the project")
			continue
		}
		b.transfer.Take(coding.TransferVariables, 1)
		if key := v.key[x.variable]; key != "" {
			own[key] = append(own[key], x.text)
			continue
		}
		if attributes == nil {
			attributes = map[string]string{}
		}
		attributes[name] = x.text
	}
	return own, attributes
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// addGroups makes a group of every set.
func (b *builder) addGroups() {
	ids := names{}
	for _, s := range b.p.sets {
		d := takeApart(s.description)
		id := d.id
		if id == "" {
			id = codePrefix + slug(s.name)
		}
		g := coding.Group{ID: ids.take(id), Name: s.name, Description: d.text}
		missing := b.members(&g, s)
		b.leave(coding.TransferOther, missing, "leden van een groep die niet zijn overgekomen", "members of a group that did not come over")
		b.leave(coding.TransferOther, s.notes, "notities als lid van een groep", "notes as members of a group")
		b.corpus.Groups = append(b.corpus.Groups, g)
		b.transfer.Take(coding.TransferGroups, 1)
	}
}

// members fills a group and gives the number of members that are not there.
func (b *builder) members(g *coding.Group, s set) (missing int) {
	codes, docs := map[coding.CodeID]bool{}, map[instruments.DocumentID]bool{}
	for _, ref := range s.codes {
		code, ok := b.codes[ref]
		if !ok {
			missing++
		} else if !codes[code] {
			codes[code] = true
			g.Codes = append(g.Codes, code)
		}
	}
	for _, ref := range s.sources {
		if len(b.of[ref]) == 0 {
			missing++
		}
		for _, d := range b.of[ref] {
			if !docs[d.doc.ID] {
				docs[d.doc.ID] = true
				g.Documents = append(g.Documents, d.doc.ID)
			}
		}
	}
	return missing
}
