package instruments

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// place is a spot in a template file: field names and list indices from the
// root. Its line is looked up only when something is wrong there.
type place struct {
	file string
	path []any
}

func (p place) in(steps ...any) place {
	return place{file: p.file, path: slices.Concat(p.path, steps)}
}

type finding struct {
	place
	what, hint Text
}

// checker holds what the rules need to know of each other.
type checker struct {
	set      *Set
	found    []finding
	left     int // findings beyond maxProblems, which are only counted
	types    map[RespondentType]bool
	goals    map[GoalID]bool
	acts     map[ActivityID]bool
	codes    map[string]bool // every id of the codebook that follows from the set
	supports []reference
}

type reference struct {
	place
	code string
}

// check applies all rules to a decoded set and adds what it finds to the
// problems, by file and line.
func (l *loader) check() {
	c := newChecker(&l.set)
	c.study()
	c.taxonomy()
	c.checklist()
	c.indicators()
	c.topics(slices.Sorted(maps.Keys(l.files)))
	c.codebook()
	c.lexicon()
	roots := map[string]*yaml.Node{}
	for _, f := range c.found {
		root, ok := roots[f.file]
		if !ok {
			root = &yaml.Node{}
			_ = yaml.Unmarshal(l.files[f.file], root) // it decoded before
			roots[f.file] = root
		}
		l.problem(f.file, lineOf(root, f.path), f.what, f.hint)
	}
	slices.SortStableFunc(l.problems, func(a, b Problem) int {
		return cmp.Or(strings.Compare(path.Base(a.File), path.Base(b.File)), cmp.Compare(a.Line, b.Line))
	})
	l.more("", c.left)
}

func newChecker(set *Set) *checker {
	c := &checker{set: set, codes: map[string]bool{}, types: map[RespondentType]bool{}, goals: map[GoalID]bool{}, acts: map[ActivityID]bool{}}
	for _, t := range set.Types {
		c.types[t.ID] = true
	}
	for _, g := range set.Taxonomy.Goals {
		c.goals[g.ID] = true
	}
	for _, a := range set.Taxonomy.Activities {
		c.acts[a.ID] = true
	}
	return c
}

// lineOf walks a path and gives the line of the last step that exists.
func lineOf(n *yaml.Node, steps []any) int {
	if n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
		n = n.Content[0]
	}
	line := n.Line
	for _, step := range steps {
		if n.Kind == yaml.AliasNode {
			n = n.Alias
		}
		next, at := child(n, step)
		if next == nil {
			break
		}
		n, line = next, at
	}
	return line
}

func child(n *yaml.Node, step any) (*yaml.Node, int) {
	switch s := step.(type) {
	case int:
		if n.Kind == yaml.SequenceNode && s < len(n.Content) {
			return n.Content[s], n.Content[s].Line
		}
	case string:
		for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == s {
				return n.Content[i+1], n.Content[i].Line
			}
		}
	}
	return nil, 0
}

func (c *checker) add(p place, what, hint Text) {
	if len(c.found) == maxProblems {
		c.left++
		return
	}
	c.found = append(c.found, finding{place: p, what: what, hint: hint})
}

// id refuses an id that is empty, malformed, or taken. Ids that differ only in
// case are taken too: a reader of filled lists could not keep them apart.
func (c *checker) id(p place, seen map[string]bool, id string) {
	key := strings.ToLower(id)
	switch {
	case id == "":
		c.add(p, Text{NL: "een id ontbreekt", EN: "an id is missing"}, Text{})
	case !plainID(id):
		c.add(p.in("id"), Textf("id %q bevat tekens die niet mogen", "id %q has characters that are not allowed", id),
			Text{NL: "gebruik letters, cijfers, punt, streepje en laag streepje", EN: "use letters, digits, full stop, hyphen and underscore"})
	case seen[key]:
		c.add(p.in("id"), Textf("id %q komt twee keer voor", "id %q occurs twice", id),
			Text{NL: "geef elk onderdeel een eigen id; hoofdletters maken geen verschil", EN: "give every part an id of its own; capitals make no difference"})
	}
	seen[key] = true
}

func plainID(id string) bool {
	for i, r := range id {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		if !letter && (i == 0 || !strings.ContainsRune("._-", r)) {
			return false
		}
	}
	return len(id) <= 100
}

func (c *checker) text(p place, field string, t Text) {
	if strings.TrimSpace(t.NL) == "" && strings.TrimSpace(t.EN) == "" {
		c.add(p.in(field), Textf("de tekst %s ontbreekt", "the text %s is missing", field),
			Text{NL: "schrijf bijvoorbeeld label: {nl: …, en: …}", EN: "write for instance label: {nl: …, en: …}"})
	}
}

// oneOf refuses a value outside a closed list; empty is allowed when it is in
// the list.
func (c *checker) oneOf(p place, field, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		known := slices.DeleteFunc(slices.Clone(allowed), func(s string) bool { return s == "" })
		c.add(p.in(field), Textf("%s %q is niet bekend", "%s %q is not known", field, value),
			Textf("kies uit: %s", "choose from: %s", strings.Join(known, ", ")))
	}
}

func (c *checker) origin(p place, o Origin) {
	c.oneOf(p, "origin", string(o), string(FromReport), string(FromLiterature), string(Inductive), string(Fictional))
}

func (c *checker) between(p place, field string, v, low, high int) {
	if v < low || v > high {
		c.add(p.in(field), Textf("%s is %d en moet tussen %d en %d liggen", "%s is %d and must be between %d and %d", field, v, low, high), Text{})
	}
}

// code notes an id of the codebook and refuses one that another part already
// has: activities, goals, facets, indicators and entries share one tree.
func (c *checker) code(p place, id string) {
	if c.codes[id] {
		c.add(p.in("id"), Textf("code %q komt twee keer voor", "code %q occurs twice", id), Text{})
	}
	c.codes[id] = true
}
