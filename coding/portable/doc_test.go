package portable

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// members are the names of all members of a type, but for those of the
// instruments, which the template files describe.
func members(t reflect.Type, seen map[reflect.Type]bool) []string {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] || t == reflect.TypeFor[instruments.Set]() {
		return nil
	}
	seen[t] = true
	var out []string
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name != "" && name != "-" {
			out = append(out, name)
		}
		out = append(out, members(f.Type, seen)...)
	}
	return out
}

// TestEveryMemberIsDescribed holds docs/whole-study.md against the types.
func TestEveryMemberIsDescribed(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "whole-study.md"))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	seen := map[reflect.Type]bool{}
	for _, v := range []any{
		study{},
		document{},
		coding.Coder{},
		instruments.Respondent{},
		instruments.Trajectory{},
		coding.Code{},
		coding.Coding{},
		instruments.Filling{},
		coding.Memo{},
		coding.Override{},
		coding.Group{},
		coding.Round{},
		coding.Settlement{},
		coding.Progress{},
	} {
		all = append(all, members(reflect.TypeOf(v), seen)...)
	}
	r := &reader{c: &coding.Corpus{}}
	for name := range r.table() {
		all = append(all, name)
	}
	slices.Sort(all)
	for _, name := range slices.Compact(all) {
		if !strings.Contains(string(page), "`"+name+"`") {
			t.Errorf("docs/whole-study.md does not describe %q", name)
		}
	}
	if len(all) < 100 {
		t.Errorf("only %d members were looked for", len(all))
	}
}
