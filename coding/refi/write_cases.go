package refi

import (
	"maps"
	"slices"
	"strconv"

	"meerzicht/coding"
	"meerzicht/instruments"
)

func itoa(n int) string { return strconv.Itoa(n) }

// used are the variables that have values: our own by key, and attributes by
// name.
type used struct{ own, attributes map[string]bool }

func (u used) key(key, value string) {
	if value != "" {
		u.own[key] = true
	}
}

func (u used) names(attributes map[string]string) {
	for name, value := range attributes {
		if value != "" {
			u.attributes[name] = true
		}
	}
}

// used finds the variables of documents, respondents and trajectories.
func (p *writer) used() used {
	u := used{map[string]bool{}, map[string]bool{}}
	for _, r := range p.c.Respondents {
		u.key(typeKey, string(r.Type))
		u.key(roleKey, string(r.Role))
		u.key(projectKey, r.Project)
		u.key(consentKey, r.Consent)
		for _, t := range r.Trajectories {
			u.key(trajectoryKey, string(t))
		}
		u.names(r.Attributes)
	}
	for _, t := range p.c.Trajectories {
		u.key(projectKey, t.Project)
		u.key(startContactKey, t.StartContact)
		u.names(t.Attributes)
	}
	for i := range p.c.Documents {
		if d := &p.c.Documents[i]; p.documents[d.ID] != "" {
			u.key(projectKey, d.Project)
			u.names(d.Attributes)
		}
	}
	return u
}

// variables declares the variables that have values.
func (p *writer) variables() {
	u := p.used()
	if len(u.own)+len(u.attributes) == 0 {
		return
	}
	p.x.open("Variables")
	for _, key := range slices.Sorted(maps.Keys(u.own)) {
		p.x.open("Variable", "guid", GUID(variableGUID, ownVariable+key), "name", keyNames()[key].In(p.opt.Lang), "typeOfVariable", "Text")
		p.x.text("Description", described{id: key}.compose(p.opt.Lang))
		p.x.end("Variable")
	}
	for _, name := range slices.Sorted(maps.Keys(u.attributes)) {
		p.x.empty("Variable", "guid", GUID(variableGUID, attributeVariable+name), "name", name, "typeOfVariable", "Text")
	}
	p.x.end("Variables")
}

// value writes the value of a variable; none when it is empty.
func (p *writer) value(variable, text string) {
	if text == "" {
		return
	}
	p.x.open("VariableValue")
	p.x.empty("VariableRef", "targetGUID", variable)
	p.x.text("TextValue", text)
	p.x.end("VariableValue")
	p.transfer.Take(coding.TransferVariables, 1)
}

func (p *writer) own(key, text string) { p.value(GUID(variableGUID, ownVariable+key), text) }

func (p *writer) attributes(m map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(m)) {
		p.value(GUID(variableGUID, attributeVariable+name), m[name])
	}
}

// cases writes a case for every respondent and trajectory, with the documents of
// theirs.
func (p *writer) cases() {
	if len(p.c.Respondents)+len(p.c.Trajectories) == 0 {
		return
	}
	documents := map[instruments.RespondentID][]string{}
	for i := range p.c.Documents {
		if d := &p.c.Documents[i]; d.Respondent != "" && p.documents[d.ID] != "" {
			documents[d.Respondent] = append(documents[d.Respondent], p.documents[d.ID])
		}
	}
	inside := map[instruments.TrajectoryID][]string{}
	p.x.open("Cases")
	for _, r := range p.c.Respondents {
		p.begin(coding.RespondentKind, string(r.ID))
		p.own(typeKey, string(r.Type))
		p.own(roleKey, string(r.Role))
		p.own(projectKey, r.Project)
		p.own(consentKey, r.Consent)
		for _, t := range r.Trajectories {
			p.own(trajectoryKey, string(t))
			inside[t] = append(inside[t], documents[r.ID]...)
		}
		p.attributes(r.Attributes)
		p.members(documents[r.ID])
	}
	for _, t := range p.c.Trajectories {
		p.begin(coding.TrajectoryKind, string(t.ID))
		p.own(projectKey, t.Project)
		p.own(startContactKey, t.StartContact)
		p.attributes(t.Attributes)
		p.members(inside[t.ID])
	}
	p.x.end("Cases")
	p.transfer.Take(coding.TransferCases, len(p.c.Respondents)+len(p.c.Trajectories))
}

func (p *writer) begin(kind coding.Kind, id string) {
	p.x.open("Case", "guid", GUID(kind, id), "name", id)
	p.x.text("Description", described{id: string(kind) + " " + id}.compose(p.opt.Lang))
}

// members ends a case with its documents.
func (p *writer) members(documents []string) {
	for _, guid := range documents {
		p.x.empty("SourceRef", "targetGUID", guid)
	}
	p.x.end("Case")
}

// leaveBehind counts what neither a project nor a codebook holds.
func (p *writer) leaveBehind() {
	c := p.c
	languages, about := 0, 0
	for i := range c.Codebook.Codes {
		k := &c.Codebook.Codes[i]
		for _, t := range []instruments.Text{k.Name, k.Definition, k.Include, k.Exclude, k.Example} {
			if t.NL != "" && t.EN != "" && t.NL != t.EN {
				languages++
				break
			}
		}
		if k.Origin != "" || k.Domain != "" || k.Expected != "" || len(k.Who)+len(k.Supports) > 0 {
			about++
		}
	}
	p.leave(coding.TransferOther, languages, "codes met ook een naam of definitie in de andere taal", "codes that also have a name or definition in the other language")
	p.leave(coding.TransferOther, about, "codes met herkomst, domein of verwijzingen", "codes with an origin, domain or references")
	p.leave(coding.TransferLists, len(c.Fillings), "ingevulde lijsten kent de standaard niet", "the standard knows no filled lists")
	p.leave(coding.TransferOther, len(c.Overrides), "handmatige klassen van dyades", "manual classes of dyads")
	p.leave(coding.TransferOther, len(c.Rounds), "codeerrondes", "rounds of coding")
	p.leave(coding.TransferOther, len(c.Settlements), "beslissingen over verschillen", "decisions about differences")
	p.leave(coding.TransferOther, len(c.Progress), "voortgang van codeurs", "progress of coders")
	if p.codebookOnly {
		p.leaveStudy()
		return
	}
	p.leaveDetails()
}

// leaveStudy counts what a codebook has no room for.
func (p *writer) leaveStudy() {
	c, nl, en := p.c, "een codeboek bevat alleen codes", "a codebook holds codes only"
	carried := 0
	for i := range c.Codings {
		if c.Codings[i].Memo != "" {
			carried++
		}
	}
	p.leave(coding.TransferDocuments, len(c.Documents), nl, en)
	p.leave(coding.TransferCodings, len(c.Codings), nl, en)
	p.leave(coding.TransferCoders, len(c.Coders), nl, en)
	p.leave(coding.TransferMemos, len(c.Memos)+carried, nl, en)
	p.leave(coding.TransferCases, len(c.Respondents)+len(c.Trajectories), nl, en)
}

// leaveDetails counts what a project does not say of documents and codings.
func (p *writer) leaveDetails() {
	var times, roles, omitted, weights, dyads, origins int
	count := func(n *int, yes bool) {
		if yes {
			*n++
		}
	}
	for i := range p.c.Documents {
		d := &p.c.Documents[i]
		count(&times, slices.ContainsFunc(d.Turns, func(t instruments.Turn) bool { return t.TimeMS >= 0 }))
		count(&roles, slices.ContainsFunc(d.Speakers, func(s instruments.Speaker) bool { return s.Role != instruments.UnknownVoice }))
		count(&omitted, len(d.Omitted) > 0)
	}
	for i := range p.c.Codings {
		k := &p.c.Codings[i]
		count(&weights, k.Weight != 0)
		count(&dyads, k.Dyad != "" && p.about(k) == "")
		count(&origins, k.Origin != "" && k.Origin != coding.ByImport || k.Rule != "")
	}
	p.leave(coding.TransferOther, times, "documenten met tijden van beurten", "documents with times of turns")
	p.leave(coding.TransferOther, roles, "documenten met rollen van sprekers", "documents with roles of speakers")
	p.leave(coding.TransferOther, omitted, "documenten met een lijst van weggelaten tekst", "documents with a list of omitted text")
	p.leave(coding.TransferOther, weights, "coderingen met een gewicht", "codings with a weight")
	p.leave(coding.TransferOther, dyads, "coderingen over een dyade met een naam die niet op één regel past", "codings about a dyad with a name that does not fit on one line")
	p.leave(coding.TransferOther, origins, "coderingen waarvan bekend is hoe ze ontstonden (met de hand, woordenboek, consensus)", "codings of which is known how they came about (by hand, lexicon, consensus)")
}
