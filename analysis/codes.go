package analysis

import (
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// KindPrefix and SegmentPrefix start the column keys of a kind of documents.
const (
	KindPrefix    = "kind:"     // documents of the kind with the code
	SegmentPrefix = "segments:" // segments in documents of the kind
)

// DomainLabel is the name of a domain of the codebook.
func DomainLabel(domain string) instruments.Text {
	switch domain {
	case coding.ActivityDomain:
		return instruments.Text{NL: "Activiteiten", EN: "Activities"}
	case coding.GoalDomain:
		return instruments.Text{NL: "Doelen", EN: "Goals"}
	case coding.IndicatorDomain:
		return instruments.Text{NL: "Indicatoren", EN: "Indicators"}
	case coding.FacetDomain:
		return instruments.Text{NL: "Facetten", EN: "Facets"}
	case "waardering":
		return instruments.Text{NL: "Waardering", EN: "Valuation"}
	case "meerwaarde":
		return instruments.Text{NL: "Meerwaarde", EN: "Added value"}
	case "knelpunt":
		return instruments.Text{NL: "Knelpunten", EN: "Bottlenecks"}
	case "voorwaarde":
		return instruments.Text{NL: "Voorwaarden", EN: "Conditions"}
	case "conclusie":
		return instruments.Text{NL: "Conclusies", EN: "Conclusions"}
	case "aanbeveling":
		return instruments.Text{NL: "Aanbevelingen", EN: "Recommendations"}
	case "reflectie":
		return instruments.Text{NL: "Reflectie van de focusgroepen", EN: "Reflection of the focus groups"}
	case "context":
		return instruments.Text{NL: "Context", EN: "Context"}
	case "":
		return instruments.Text{NL: "Alle codes", EN: "All codes"}
	}
	return instruments.Same(domain)
}

// CodesByType is the table of the codes of a domain ("" for all): the
// respondents in whose interview the code occurs, overall, per respondent type
// and per project, the segments, and beside the interviews the documents of
// other kinds (focus groups, literature) with the code. A parent counts its
// children too. Only interviews count respondents.
//
// Columns: n, project:…, type:…, segments, kind:… and segments:… per other kind.
func CodesByType(c *coding.Corpus, domain string, o Options) Table {
	x := newIndex(c)
	if !o.whole() {
		x.keep(o)
	}
	name := domain
	if name == "" {
		name = "all"
	}
	b := &codeTable{index: x, o: o, domain: domain, groups: x.groups(o), kinds: x.otherKinds()}
	b.t = Table{
		ID: "codes-" + name, Title: DomainLabel(domain), Unit: Respondents, Stub: instruments.Same("Code"),
		Base: instruments.Text{NL: "Percentages van alle respondenten in de groep.", EN: "Percentages of all respondents in the group."},
	}
	b.columns()
	b.said = x.codings(o, domain)
	for _, code := range c.Codebook.Codes {
		if domain == "" || code.Domain == domain {
			b.codeRow(code)
		}
	}
	b.baseRow(x, b.groups)
	b.across(x.sums(o))
	b.notes()
	return b.t
}

type codeTable struct {
	*index
	builder
	o      Options
	domain string
	groups []group
	kinds  []instruments.DocumentKind
	said   *coded
}

// otherKinds are the kinds of documents besides interviews that the study has.
func (x *index) otherKinds() []instruments.DocumentKind {
	have := map[instruments.DocumentKind]bool{}
	for _, k := range x.kinds {
		have[k] = true
	}
	return slices.DeleteFunc([]instruments.DocumentKind{instruments.FocusGroup, instruments.Literature, instruments.Other}, func(k instruments.DocumentKind) bool { return !have[k] })
}

func kindLabel(k instruments.DocumentKind) instruments.Text {
	switch k {
	case instruments.FocusGroup:
		return instruments.Text{NL: "focusgroepen", EN: "focus groups"}
	case instruments.Literature:
		return instruments.Text{NL: "literatuur", EN: "literature"}
	case instruments.Interview:
		return instruments.Text{NL: "interviews", EN: "interviews"}
	}
	return instruments.Text{NL: "overige documenten", EN: "other documents"}
}

func (t *codeTable) columns() {
	t.groupColumns(t.groups)
	t.column("segments", instruments.Text{NL: "fragmenten in interviews", EN: "segments in interviews"}, instruments.Text{}, FigureCell)
	for _, k := range t.kinds {
		head := instruments.Text{NL: "Naast de interviews", EN: "Beside the interviews"}
		t.column(KindPrefix+string(k), kindLabel(k), head, FigureCell)
	}
}

func (t *codeTable) codeRow(code coding.Code) {
	r := t.row(string(code.ID), code.Name)
	r.Level = t.c.Codebook.Depth(code.ID)
	for _, g := range t.groups {
		r.figure(g.key, people(t.ids(keepIn(g.people, t.said.people[code.ID])), len(g.people), g.baseOf))
	}
	r.figure("segments", tally(len(t.said.segments[code.ID]), 0, len(t.said.people[code.ID]), Segments, instruments.Text{}, t.said.segments[code.ID]))
	for _, k := range t.kinds {
		ids := sortedKeys(t.said.documents[code.ID][k])
		f := &Figure{Count: len(ids), Base: t.countKind(k), Unit: Documents, BaseOf: kindLabel(k), IDs: ids}
		r.figure(KindPrefix+string(k), f.withInterval())
		f.Interval = nil // documents are no sample
	}
}

func (x *index) countKind(k instruments.DocumentKind) int {
	n := 0
	for _, have := range x.kinds {
		if have == k {
			n++
		}
	}
	return n
}

func (t *codeTable) notes() {
	t.t.Notes = append(t.t.Notes, t.index.notes...)
	if len(t.people) == 0 {
		t.empty()
	}
	t.note("parents", "Een hoofdcode telt haar subcodes mee; een respondent telt per code één keer.", "A parent code includes its subcodes; a respondent counts once a code.")
	t.note("interviews_only", "Alleen interviews tellen respondenten; focusgroepen en literatuur staan ernaast als documenten.", "Only interviews count respondents; focus groups and literature stand beside them as documents.")
}

// coded is where each code occurs: a code includes its descendants.
type coded struct {
	people    map[coding.CodeID]map[int]bool
	segments  map[coding.CodeID][]string // ids of codings in interviews
	documents map[coding.CodeID]map[instruments.DocumentKind]map[string]bool
}

// codings finds where the codes of a domain occur, in one pass.
func (x *index) codings(o Options, domain string) *coded {
	out := &coded{map[coding.CodeID]map[int]bool{}, map[coding.CodeID][]string{}, map[coding.CodeID]map[instruments.DocumentKind]map[string]bool{}}
	above := map[coding.CodeID][]coding.CodeID{}
	for i := range x.c.Codings {
		k := &x.c.Codings[i]
		if !o.counts(k) {
			continue
		}
		line, ok := above[k.Code]
		if !ok {
			line = lineage(x.c.Codebook, k.Code, domain)
			above[k.Code] = line
		}
		for _, id := range line {
			out.add(x, id, k)
		}
	}
	return out
}

// lineage is a code and its ancestors within a domain; a cycle counts once.
func lineage(book coding.Codebook, id coding.CodeID, domain string) []coding.CodeID {
	var out []coding.CodeID
	seen := map[coding.CodeID]bool{}
	for c, ok := book.Code(id); ok && !seen[c.ID]; c, ok = book.Code(c.Parent) {
		seen[c.ID] = true
		if domain == "" || c.Domain == domain {
			out = append(out, c.ID)
		}
	}
	return out
}

func (d *coded) add(x *index, id coding.CodeID, k *coding.Coding) {
	kind := x.kinds[k.Document]
	if p, ok := x.speaker[k.Document]; ok {
		if d.people[id] == nil {
			d.people[id] = map[int]bool{}
		}
		d.people[id][p] = true
		d.segments[id] = append(d.segments[id], string(k.ID))
		return
	}
	if kind == instruments.Interview {
		return // of nobody, or of somebody left out
	}
	if d.documents[id] == nil {
		d.documents[id] = map[instruments.DocumentKind]map[string]bool{}
	}
	if d.documents[id][kind] == nil {
		d.documents[id][kind] = map[string]bool{}
	}
	d.documents[id][kind][string(k.Document)] = true
}
