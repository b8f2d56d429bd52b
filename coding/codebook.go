package coding

import (
	"strings"

	"meerzicht/instruments"
)

// CodeID is the full id of a code. Its prefix says what it belongs to, so that
// activity A01, recommendation A1 and respondent type V never clash:
//
//	act.A01           activity              doel.SI, doel.PC.hoop   goal, construct
//	ind.K2.1          value of an indicator sig.route.client        facet of signalling
//	waard. meerw. knelp. voorw. concl. aanb. refl. ctx.             the coded themes
type CodeID string

// Prefixes of the codes that follow from the instruments.
const (
	ActivityPrefix  = "act."
	GoalPrefix      = "doel."
	IndicatorPrefix = "ind."
)

// Domains of codes that follow from the instruments; the others come with
// instruments.CodeEntry.
const (
	ActivityDomain  = "activiteit"
	GoalDomain      = "doel"
	FacetDomain     = "facet"
	IndicatorDomain = "indicator"
)

// Code is one entry of the codebook (codeboek). Parents may be codable.
type Code struct {
	ID         CodeID                       `json:"id"`
	Parent     CodeID                       `json:"parent,omitempty"`
	Name       instruments.Text             `json:"name"`
	Definition instruments.Text             `json:"definition,omitzero"`
	Include    instruments.Text             `json:"include,omitzero"` // wel
	Exclude    instruments.Text             `json:"exclude,omitzero"` // niet
	Example    instruments.Text             `json:"example,omitzero"` // voorbeeld
	Origin     instruments.Origin           `json:"origin"`
	Domain     string                       `json:"domain"`
	Who        []instruments.RespondentType `json:"who,omitempty"`
	Expected   string                       `json:"expected,omitempty"` // verwacht uit literatuur: ja, nee, beperkt
	Supports   []CodeID                     `json:"supports,omitempty"`
	Colour     string                       `json:"colour,omitempty"` // #RRGGBB
	Codable    bool                         `json:"codable"`
	Order      int                          `json:"order"` // among its siblings
}

// Codebook is the tree of codes in reading order: parents before children.
type Codebook struct {
	Codes []Code
	index map[CodeID]int
}

// NewCodebook makes the codebook that a set of instruments brings: a branch for
// the activities, the goals with their constructs, the facets, the indicator
// values, and the template's own code entries.
func NewCodebook(set *instruments.Set) Codebook {
	b := builder{}
	b.taxonomy(&set.Taxonomy)
	b.indicators(&set.List)
	for _, e := range set.Codes {
		b.entry("", "", e)
	}
	return Of(b.codes)
}

// Of is the codebook of those codes, which must stand parents before children.
func Of(codes []Code) Codebook {
	book := Codebook{Codes: codes, index: make(map[CodeID]int, len(codes))}
	for i, c := range codes {
		book.index[c.ID] = i
	}
	return book
}

// Code returns the code with that id.
func (b Codebook) Code(id CodeID) (Code, bool) {
	i, ok := b.index[id]
	if !ok {
		return Code{}, false
	}
	return b.Codes[i], true
}

// Domain returns the codes of a domain, in order.
func (b Codebook) Domain(domain string) []Code {
	var out []Code
	for _, c := range b.Codes {
		if c.Domain == domain {
			out = append(out, c)
		}
	}
	return out
}

// Depth is the number of ancestors of a code; 0 for a root and for an unknown
// code. A cycle counts each code once.
func (b Codebook) Depth(id CodeID) int {
	n, seen := 0, map[CodeID]bool{}
	for c, ok := b.Code(id); ok && c.Parent != "" && !seen[c.ID]; c, ok = b.Code(c.Parent) {
		seen[c.ID] = true
		n++
	}
	return n
}

// ActivityCode is the code of an activity.
func ActivityCode(a instruments.ActivityID) CodeID { return CodeID(ActivityPrefix + string(a)) }

// Activity is the activity a code stands for; false for any other code.
func (c CodeID) Activity() (instruments.ActivityID, bool) {
	a, ok := strings.CutPrefix(string(c), ActivityPrefix)
	return instruments.ActivityID(a), ok && a != ""
}

// GoalCode is the code of a goal.
func GoalCode(g instruments.GoalID) CodeID { return CodeID(GoalPrefix + string(g)) }

// IndicatorCode is the code of an indicator's value.
func IndicatorCode(k instruments.IndicatorID, v instruments.Value) CodeID {
	return CodeID(IndicatorPrefix + string(k) + "." + string(v))
}

// Indicator is the indicator and value a code stands for.
func (c CodeID) Indicator() (instruments.IndicatorID, instruments.Value, bool) {
	rest, ok := strings.CutPrefix(string(c), IndicatorPrefix)
	if !ok {
		return "", "", false
	}
	k, v, ok := strings.Cut(rest, ".")
	return instruments.IndicatorID(k), instruments.Value(v), ok
}

type builder struct{ codes []Code }

func (b *builder) add(c Code) CodeID {
	c.Order = len(b.codes)
	b.codes = append(b.codes, c)
	return c.ID
}

func (b *builder) taxonomy(t *instruments.Taxonomy) {
	if len(t.Activities) > 0 {
		root := b.add(Code{ID: "act", Name: instruments.Text{NL: "Activiteiten", EN: "Activities"}, Domain: ActivityDomain, Origin: instruments.FromReport})
		for _, a := range t.Activities {
			b.add(Code{ID: ActivityCode(a.ID), Parent: root, Name: a.Label, Definition: a.Definition, Domain: ActivityDomain, Origin: a.Origin, Expected: a.Expected, Codable: true})
			b.facets(a)
		}
	}
	if len(t.Goals) == 0 {
		return
	}
	root := b.add(Code{ID: "doel", Name: instruments.Text{NL: "Doelen", EN: "Goals"}, Domain: GoalDomain, Origin: instruments.FromReport})
	for _, g := range t.Goals {
		id := b.add(Code{ID: GoalCode(g.ID), Parent: root, Name: g.Label, Definition: g.Definition, Domain: GoalDomain, Origin: g.Origin, Codable: true})
		for _, c := range g.Constructs {
			b.add(Code{ID: id + CodeID("."+c.ID), Parent: id, Name: c.Label, Definition: c.Definition, Domain: GoalDomain, Origin: c.Origin, Codable: true})
		}
	}
}

func (b *builder) facets(a instruments.Activity) {
	for _, f := range a.Facets {
		id := b.add(Code{ID: CodeID(f.ID), Parent: ActivityCode(a.ID), Name: f.Label, Domain: FacetDomain, Origin: f.Origin})
		for _, v := range f.Values {
			b.add(Code{ID: id + CodeID("."+v.ID), Parent: id, Name: v.Label, Domain: FacetDomain, Origin: f.Origin, Codable: true})
		}
	}
}

func (b *builder) indicators(l *instruments.IndicatorList) {
	if len(l.Indicators) == 0 {
		return
	}
	root := b.add(Code{ID: "ind", Name: instruments.Text{NL: "Indicatoren van samenwerking", EN: "Indicators of collaboration"}, Domain: IndicatorDomain, Origin: instruments.Fictional})
	for _, k := range l.Indicators {
		id := b.add(Code{ID: CodeID(IndicatorPrefix + string(k.ID)), Parent: root, Name: k.Label, Domain: IndicatorDomain, Origin: instruments.Fictional})
		for _, v := range k.Values {
			b.add(Code{ID: IndicatorCode(k.ID, v.ID), Parent: id, Name: v.Label, Domain: IndicatorDomain, Origin: instruments.Fictional, Codable: true})
		}
	}
}

func (b *builder) entry(parent CodeID, domain string, e instruments.CodeEntry) {
	if e.Domain != "" {
		domain = e.Domain
	}
	c := Code{
		ID: CodeID(e.ID), Parent: parent, Name: e.Label, Definition: e.Definition, Include: e.Include, Exclude: e.Exclude,
		Example: e.Example, Origin: e.Origin, Domain: domain, Who: e.Who, Expected: e.Expected, Codable: true,
	}
	for _, s := range e.Supports {
		c.Supports = append(c.Supports, CodeID(s))
	}
	id := b.add(c)
	for _, child := range e.Codes {
		b.entry(id, domain, child)
	}
}
