package workbench

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"net/http"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"meerzicht/instruments"
)

// actSource is the source of the package, read for what acts take: the functions
// themselves do not tell.
type actSource struct {
	acts    map[string]string          // act → function
	takes   map[string]ast.Expr        // function → type of its last parameter
	structs map[string]*ast.StructType // by name
}

func readActs(t testing.TB) actSource {
	t.Helper()
	src := actSource{map[string]string{}, map[string]ast.Expr{}, map[string]*ast.StructType{}}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	all := &ast.File{Name: ast.NewIdent("workbench")}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		all.Decls = append(all.Decls, file.Decls...)
	}
	ast.Inspect(all, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			name, isName := n.Key.(*ast.BasicLit)
			call, isCall := n.Value.(*ast.CallExpr)
			if isName && isCall && len(call.Args) == 1 {
				fun, ok := call.Fun.(*ast.Ident)
				of, named := call.Args[0].(*ast.Ident)
				if ok && named && fun.Name == "takes" {
					act, _ := strconv.Unquote(name.Value)
					src.acts[act] = of.Name
				}
			}
		case *ast.FuncDecl:
			if p := n.Type.Params.List; n.Recv == nil && len(p) > 0 {
				src.takes[n.Name.Name] = p[len(p)-1].Type
			}
		case *ast.TypeSpec:
			if s, ok := n.Type.(*ast.StructType); ok {
				src.structs[n.Name.Name] = s
			}
		}
		return true
	})
	return src
}

// member is a member of an act's JSON: where it stands and how it is made.
type member struct {
	name string
	kind string // string, int, bool, list, map, object
	put  func(into fields, value any)
}

// members are all members of a struct, those of its structs too.
func (s actSource) members(of ast.Expr) []member {
	var out []member
	if id, ok := of.(*ast.Ident); ok && s.structs[id.Name] != nil {
		for _, f := range s.structs[id.Name].Fields.List {
			out = append(out, s.member(f)...)
		}
	}
	return out
}

func (s actSource) member(f *ast.Field) []member {
	if f.Tag == nil {
		return s.members(f.Type) // embedded
	}
	tag, _ := strconv.Unquote(f.Tag.Value)
	name, _, _ := strings.Cut(reflect.StructTag(tag).Get("json"), ",")
	kind, inner := memberKind(f.Type), f.Type
	if star, ok := f.Type.(*ast.StarExpr); ok {
		inner = star.X
	}
	one := member{name, kind, func(into fields, value any) { into[name] = value }}
	if list, ok := inner.(*ast.ArrayType); ok {
		inner = list.Elt
	}
	out := []member{one}
	for _, m := range s.members(inner) {
		out = append(out, member{name + "." + m.name, m.kind, func(into fields, value any) {
			below := fields{}
			m.put(below, value)
			into[name] = below
			if kind == "list" {
				into[name] = []fields{below}
			}
		}})
	}
	return out
}

func memberKind(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return memberKind(e.X)
	case *ast.ArrayType:
		return "list"
	case *ast.MapType:
		return "map"
	case *ast.Ident:
		if e.Name == "int" || e.Name == "bool" || e.Name == "string" || e.Name == "int64" {
			return strings.TrimSuffix(e.Name, "64")
		}
		return "object"
	}
	return "string" // a typed id of another package
}

// hostileValues are values that a member of an act may be sent, by its kind.
func hostileValues(kind string) []any {
	texts := []any{"", " ", "x", "\x00", "a\x00b", "\u202ea\u2066b", "<script>alert(1)</script>", "'; DROP TABLE events; --", "{{.}}", "\u2028", "\x1b[31m", strings.Repeat("é", 200_000), strings.Repeat("a/", 30), "\ufffd", "../../x"}
	wrong := []any{true, 1.5, []any{}, fields{}, nil}
	switch kind {
	case "int":
		return []any{-1, 0, 1, 1 << 31, 1<<53 + 1, -1 << 62, 1.5, 1e300, "1", true, nil, []any{}}
	case "bool":
		return []any{"ja", 1, nil, []any{}}
	case "list":
		many := make([]string, 20_000)
		for i := range many {
			many[i] = "x"
		}
		return []any{[]any{}, []any{nil}, []any{""}, []any{"x", "x"}, []any{[]any{}}, []any{fields{}}, []any{1}, many, "x", nil, fields{}}
	case "map", "object":
		return []any{fields{}, fields{"": ""}, fields{"\x00": "\x00"}, fields{"a": fields{"was": "", "now": "x"}}, fields{"a": nil}, []any{}, "x", 1, nil}
	}
	return append(texts, wrong...)
}

// usual are values with which an act is about something that is there.
func usual(samples map[string]string, list []member) fields {
	out := fields{}
	for _, m := range list {
		value := samples[m.name]
		switch {
		case strings.Contains(m.name, "."):
		case m.kind == "int":
			m.put(out, 3+len(m.name)) // "start" is before "end" never; that is refused as well
		case m.kind == "string" && value != "":
			m.put(out, value)
		}
	}
	if _, ok := out["start"]; ok {
		out["start"], out["end"] = 5, 40
	}
	return out
}

// Every act refuses members it does not know, and takes hostile values as text
// or refuses them: in words, in both languages, with the study as it was.
func TestActsAgainstHostileValues(t *testing.T) {
	d := newDesk(t)
	src, samples := readActs(t), d.samples()
	delete(samples, "kind")
	names := slices.Sorted(maps.Keys(d.server.acts))
	if len(names) < 20 || len(src.acts) < len(names) {
		t.Errorf("%d acts, %d of them found in the source", len(names), len(src.acts))
	}
	done, refused := 0, map[int]int{}
	for _, name := range append(names, "undo", "redo") {
		list := src.members(src.takes[src.acts[name]])
		if len(list) == 0 && name != "undo" && name != "redo" {
			t.Errorf("%s: its members are not found", name)
		}
		strange := usual(samples, list)
		strange["zz_unknown"] = 1
		if got := d.hostile(name, strange); got != http.StatusBadRequest {
			t.Errorf("%s with a member that does not belong there: %d", name, got)
		}
		for _, m := range list {
			for _, value := range hostileValues(m.kind) {
				with := usual(samples, list)
				m.put(with, value)
				status := d.hostile(name, with)
				if refused[status]++; status == http.StatusOK {
					done++
				}
			}
		}
	}
	if _, err := d.study.Verify(t.Context()); err != nil {
		t.Error(err)
	}
	for _, raw := range []string{`{"target":"\ud800"}`, "{\"target\":\"\xff\"}", `{"target":"a","target":"b"}`, `{"a":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}`} {
		got := d.fetch(http.MethodPost, "/command", []byte(`{"request":"ruw","do":"memo.set","with":`+raw+`}`), http.StatusBadRequest)
		wantCleanRefusal(t, raw[:12], http.StatusBadRequest, got)
	}
	t.Logf("%d acts: %v", len(names), refused)
}

// hostile posts an act and looks at what came of it.
func (d *desk) hostile(name string, with fields) int {
	d.t.Helper()
	before := d.head()
	d.serial++
	body := d.command("vijand-"+strconv.Itoa(d.serial), name, with)
	what := name + " " + string(body[:min(len(body), 260)])
	resp, got := d.reply(d.writing("/command", typeJSON, string(body)))
	if resp.StatusCode == http.StatusOK {
		d.readsOnly("/history.json", http.StatusOK)
		return resp.StatusCode
	}
	words := wantCleanRefusal(d.t, what, resp.StatusCode, got)
	if after := d.head(); after != before {
		d.t.Errorf("%.260s: refused, and yet the study changed", what)
	}
	if resp.StatusCode == http.StatusRequestEntityTooLarge || d.serial%5 > 0 {
		return resp.StatusCode
	}
	d.session(sessionChoice{Lang: string(instruments.English)})
	_, english := d.reply(d.writing("/command", typeJSON, string(body)))
	d.session(sessionChoice{Lang: string(instruments.Dutch)})
	if other := wantCleanRefusal(d.t, what, resp.StatusCode, english); other == words {
		d.t.Errorf("%.260s: said in one language only: %s", what, words)
	}
	return resp.StatusCode
}
