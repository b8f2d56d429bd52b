package dataset

import (
	"strconv"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report/sav"
)

// person adds the columns that say who a respondent is.
func (b *builder) person() {
	b.text("respondent", instruments.Same("respondent"))
	b.traits()
	b.text("trajectories", instruments.Text{NL: "trajecten", EN: "trajectories"})
}

// traits adds type, role and project.
func (b *builder) traits() {
	var types, roles []ValueLabel
	for _, t := range b.set.Types {
		types = append(types, ValueLabel{string(t.ID), t.Label})
	}
	for _, r := range b.set.Roles {
		roles = append(roles, ValueLabel{string(r.ID), r.Label})
	}
	b.text("type", instruments.Text{NL: "type respondent", EN: "type of respondent"}, types...)
	b.text("role", instruments.Text{NL: "rol", EN: "role"}, roles...)
	b.text("project", instruments.Same("project"))
}

func personCells(r *instruments.Respondent) []Value {
	ids := make([]string, len(r.Trajectories))
	for i, t := range r.Trajectories {
		ids[i] = string(t)
	}
	return append(append([]Value{string(r.ID)}, traitCells(r)...), strings.Join(ids, " "))
}

func traitCells(r *instruments.Respondent) []Value {
	return []Value{string(r.Type), string(r.Role), r.Project}
}

// attributes are named values of respondents or documents; those that are whole
// numbers for everybody who has one become numbers.
type attributes struct {
	keys   []string
	number map[string]bool
}

func attributesOf(of func(yield func(map[string]string))) attributes {
	seen, words := map[string]bool{}, map[string]bool{}
	of(func(m map[string]string) {
		for k, v := range m {
			seen[k] = true
			if _, ok := whole(v); v != "" && !ok {
				words[k] = true
			}
		}
	})
	a := attributes{keys: sorted(seen), number: map[string]bool{}}
	for _, k := range a.keys {
		a.number[k] = !words[k]
	}
	return a
}

// whole is a whole number as a person writes it; "007" is a code, not a number.
func whole(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && strconv.Itoa(n) == s && len(s) <= 15
}

func (b *builder) attributes(a attributes) {
	for _, k := range a.keys {
		if a.number[k] {
			b.number("attr_"+k, instruments.Same(k), sav.Scale)
		} else {
			b.text("attr_"+k, instruments.Same(k))
		}
	}
}

func (a attributes) cells(m map[string]string) []Value {
	out := make([]Value, len(a.keys))
	for i, k := range a.keys {
		v := m[k]
		if !a.number[k] {
			out[i] = v
		} else if n, ok := whole(v); ok {
			out[i] = n
		}
	}
	return out
}

// activities are those of the taxonomy, then those that only occur in lists.
func (b *builder) activities() []instruments.Activity {
	if b.activity != nil {
		return b.activity
	}
	seen := map[instruments.ActivityID]bool{}
	for _, a := range b.set.Taxonomy.Activities {
		seen[a.ID] = true
		b.activity = append(b.activity, a)
	}
	more := map[instruments.ActivityID]bool{}
	for i := range b.c.Fillings {
		for _, r := range b.c.Fillings[i].Responses {
			if !seen[r.Activity] {
				more[r.Activity] = true
			}
		}
	}
	for _, id := range sorted(more) {
		b.activity = append(b.activity, instruments.Activity{ID: id})
	}
	return b.activity
}

// codes are the codes one can give, in the order of the codebook, then those that
// only occur in codings.
func (b *builder) codes() []coding.Code {
	var out []coding.Code
	seen := map[coding.CodeID]bool{}
	for _, k := range b.c.Codebook.Codes {
		if k.Codable {
			seen[k.ID] = true
			out = append(out, k)
		}
	}
	more := map[coding.CodeID]bool{}
	for i := range b.c.Codings {
		if k := &b.c.Codings[i]; !seen[k.Code] && b.counts(k) {
			more[k.Code] = true
		}
	}
	for _, id := range sorted(more) {
		k, ok := b.c.Codebook.Code(id)
		if !ok {
			k = coding.Code{ID: id}
		}
		out = append(out, k)
	}
	return out
}

// counts is true for the codings that the options count.
func (b *builder) counts(k *coding.Coding) bool {
	return b.o.Lexicon || k.Coder != coding.LexiconCoder
}

// named is a label that begins with the id, so that labels differ and can be
// looked up: "A01 samen ondernemen van activiteiten".
func named(id string, label instruments.Text) instruments.Text {
	if label.IsZero() {
		return instruments.Same(id)
	}
	return instruments.Textf("%s %s", "%s %s", id, label)
}

func yesNo(yes, no instruments.Text) []ValueLabel { return []ValueLabel{{1, yes}, {0, no}} }

func given() []ValueLabel {
	return yesNo(instruments.Text{NL: "gecodeerd", EN: "coded"}, instruments.Text{NL: "niet gecodeerd", EN: "not coded"})
}
