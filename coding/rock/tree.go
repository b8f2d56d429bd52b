package rock

import (
	"cmp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// tree gathers the codes of a file: those of the fragments, and those that only
// stand behind a line. A name is one code, wherever it stands.
type tree struct {
	codes []coding.Code
	at    map[string]int // index, by the name in the file
}

// code is the code of that name; it is made when it is new.
func (t *tree) code(name string) *coding.Code {
	name = strings.TrimSpace(name)
	i, known := t.at[name]
	if !known {
		i = len(t.codes)
		t.at[name] = i
		t.codes = append(t.codes, coding.Code{
			ID: coding.CodeID("rock." + name), Name: instruments.Same(name), Origin: instruments.Inductive, Domain: "rock", Codable: true, Order: i,
		})
	}
	return &t.codes[i]
}

// path makes the codes of a path such as "parent>child", and gives the index of
// the last. The first place at which a code stands below another holds.
func (t *tree) path(path string) int {
	above := -1
	for name := range strings.SplitSeq(path, ">") {
		t.code(name)
		i := t.at[strings.TrimSpace(name)]
		if above >= 0 {
			t.below(i, above)
		}
		above = i
	}
	return above
}

// maxDepth is how deep a tree may be.
const maxDepth = 100

// below puts a code under another, unless it has a place already.
func (t *tree) below(i, above int) {
	if c := &t.codes[i]; c.Parent == "" && i != above {
		c.Parent = t.codes[above].ID
	}
}

// straighten opens rings and puts what stands too deep at the top.
func (t *tree) straighten() {
	const unknown, walking = 0, -1
	at := make(map[coding.CodeID]int, len(t.codes))
	for i, c := range t.codes {
		at[c.ID] = i
	}
	depth := make([]int, len(t.codes))
	for i := range t.codes {
		var path []int
		for j := i; depth[j] == unknown; j = at[t.codes[j].Parent] {
			depth[j] = walking
			path = append(path, j)
			if parent := t.codes[j].Parent; parent == "" || depth[at[parent]] == walking {
				t.codes[j].Parent = ""
				break
			}
		}
		for _, j := range slices.Backward(path) {
			depth[j] = 1
			if parent := t.codes[j].Parent; parent != "" {
				depth[j] = depth[at[parent]] + 1
			}
			if depth[j] > maxDepth {
				t.codes[j].Parent, depth[j] = "", 1
			}
		}
	}
}

// fragment is one block of YAML as a tree of nodes. Aliases are left alone, since
// a few of them can stand for millions of nodes.
type fragment struct{ node *yaml.Node }

// parse reads a fragment; false when it is no YAML.
func parse(text string) (fragment, bool) {
	var n yaml.Node
	if err := yaml.Unmarshal([]byte(text), &n); err != nil {
		return fragment{}, false
	}
	if n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
		return fragment{n.Content[0]}, true
	}
	return fragment{&n}, true
}

// get is the value of a member of a mapping; nil when there is none.
func (f fragment) get(name string) fragment {
	if f.node != nil && f.node.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(f.node.Content); i += 2 {
			if f.node.Content[i].Value == name {
				return fragment{f.node.Content[i+1]}
			}
		}
	}
	return fragment{}
}

// items are the items of a list; a single mapping is a list of one.
func (f fragment) items() []fragment {
	switch {
	case f.node == nil:
		return nil
	case f.node.Kind == yaml.MappingNode:
		return []fragment{f}
	case f.node.Kind != yaml.SequenceNode:
		return nil
	}
	out := make([]fragment, len(f.node.Content))
	for i, n := range f.node.Content {
		out[i] = fragment{n}
	}
	return out
}

// text is a scalar.
func (f fragment) text(name string) string {
	if v := f.get(name); v.node != nil && v.node.Kind == yaml.ScalarNode && v.node.Tag != "!!null" {
		return v.node.Value
	}
	return ""
}

// declare adds the codes of a fragment, with all below them.
func (t *tree) declare(list []fragment, above int, depth int) {
	for _, f := range list {
		name := cmp.Or(f.text("id"), f.text("code"), f.text("label"))
		if name == "" || depth > maxDepth {
			continue
		}
		c := t.code(name)
		if label := f.text("label"); label != "" {
			c.Name = instruments.Same(label)
		}
		c.Definition = instruments.Same(f.text("description"))
		c.Colour = f.text("colour")
		c.Codable = f.text("codable") != "false"
		i := t.at[strings.TrimSpace(name)]
		if parent := f.text("parentId"); parent != "" {
			t.code(parent)
			t.below(i, t.at[strings.TrimSpace(parent)])
		} else if above >= 0 {
			t.below(i, above)
		}
		t.declare(f.get("children").items(), i, depth+1)
	}
}
