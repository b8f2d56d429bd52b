package retrieval

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"meerzicht/coding"
)

// Queries as lines of a form, by the rules of Query.
func TestForm(t *testing.T) {
	a, b, c := Term{Code: "act.A01"}, Term{Code: "b"}, Term{Code: "een c"}
	joined := func(t Term, j Join) Term { t.Join = j; return t }
	for text, want := range map[string]Form{
		"":                           {},
		"*":                          {},
		"act.A01":                    {Terms: []Term{a}},
		"onder:act.D01":              {Terms: []Term{{Under: true, Code: "act.D01"}}},
		`act.A01 EN b NIET "een c"`:  {Terms: []Term{a, joined(b, JoinAnd), joined(c, JoinNot)}},
		"act.A01 OR b AND \"een c\"": {Terms: []Term{a, joined(b, JoinOr), joined(c, JoinAnd)}},
		"act.A01 OVERLAPS b":         {Terms: []Term{a, joined(b, JoinOverlaps)}},
		"act.A01 ZELFDE BEURT b":     {Terms: []Term{a, joined(b, JoinTurn)}},
		"(act.A01 OR b) AND project:LJ&R,\"COSA 1-op-1\" memo:ja": {
			Terms: []Term{a, joined(b, JoinOr)}, Conditions: []Condition{{"project", `LJ&R,"COSA 1-op-1"`}, {"memo", "yes"}},
		},
		"rol:vrijwilliger act.A01":   {Terms: []Term{a}, Conditions: []Condition{{"role", "vrijwilliger"}}},
		"coder:x":                    {Conditions: []Condition{{"coder", "x"}}},
		"coder:x AND kind:interview": {Conditions: []Condition{{"coder", "x"}, {"kind", "interview"}}},
	} {
		q, err := Parse(text)
		if err != nil {
			t.Fatal(text, err)
		}
		got, ok := q.Form()
		if diff := cmp.Diff(want, got); diff != "" || !ok {
			t.Errorf("%q: %v\n%s", text, ok, diff)
		}
		back, err := Parse(got.Text())
		if err != nil || back.String() != q.String() && text != "rol:vrijwilliger act.A01" {
			t.Errorf("%q becomes %q, %v", text, back, err)
		}
	}
}

// What a form cannot show is said to be none.
func TestNoForm(t *testing.T) {
	for _, text := range []string{"a AND (b OR c)", "a NOT (b AND c)", "(a AND coder:x) OR b", "NOT coder:x", "a NOT coder:x", "coder:x OR project:y", "(a OR b) NOT c"} {
		q, err := Parse(text)
		if err != nil {
			t.Fatal(text, err)
		}
		if f, ok := q.Form(); ok {
			t.Errorf("%q is shown as %+v", text, f)
		}
	}
}

// Whatever is filled in, the query that it writes shows the same form again.
func TestFormAgain(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var f Form
		for i := range rapid.IntRange(0, 5).Draw(r, "terms") {
			term := Term{Under: rapid.Bool().Draw(r, "under"), Code: coding.CodeID(rapid.SampledFrom([]string{"a", "een b", `c"`, "OR", "d,e"}).Draw(r, "code"))}
			if i > 0 {
				term.Join = rapid.SampledFrom(Joins()).Draw(r, "join")
			}
			f.Terms = append(f.Terms, term)
		}
		for range rapid.IntRange(0, 3).Draw(r, "conditions") {
			f.Conditions = append(f.Conditions, Condition{rapid.SampledFrom([]string{"role", "project", "coder"}).Draw(r, "field"), rapid.SampledFrom([]string{"x", `"y z"`, `x,"y z"`}).Draw(r, "values")})
		}
		q, err := Parse(f.Text())
		if err != nil {
			r.Fatal(f.Text(), err)
		}
		if got, ok := q.Form(); !ok || cmp.Diff(f, got) != "" {
			r.Fatalf("%q: %v %s", f.Text(), ok, cmp.Diff(f, got))
		}
	})
}

func TestFieldLabel(t *testing.T) {
	if got := FieldLabel("role"); got.NL != "rol" || got.EN != "role" {
		t.Error(got)
	}
	if got := FieldLabel("zo maar").NL; got != "zo maar" {
		t.Error(got)
	}
}
