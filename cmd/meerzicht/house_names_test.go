package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// houseRule looks at one file and lists what breaks a rule of style.
type houseRule struct {
	name  string
	tests bool // test files are looked at too
	check func(houseFile) []string
}

func houseRules() []houseRule {
	return []houseRule{
		{"every exported name has a doc comment", false, houseUndocumented},
		{"no Get in names", true, houseGetters},
		{"receivers have one letter", true, houseReceivers},
		{"no init functions", true, houseInits},
		{"packages have a name of their own", true, housePackageNames},
		{"no state in package variables", false, houseLockedGlobals},
	}
}

// TestHouseNames holds every file against the rules of naming and documentation.
func TestHouseNames(t *testing.T) {
	files := houseParse(t)
	for _, rule := range houseRules() {
		for _, f := range files {
			if !f.generated() && (rule.tests || !f.test()) {
				houseReport(t, rule.name, rule.check(f))
			}
		}
	}
	houseReport(t, "every package has a comment", houseUncommented(files))
	houseReport(t, "no function writes a package variable", houseWrittenGlobals(files))
}

// TestHouseNamesCanFail shows that every rule sees the violation made up for it.
func TestHouseNamesCanFail(t *testing.T) {
	f := houseMade(t, "made/util/up.go", `package util

import "sync"

var lock sync.Mutex

var state int

type T struct{}

const C = 1

func (this T) GetName() string { state = 2; return "" }

func init() {}
`)
	for _, rule := range houseRules() {
		if len(rule.check(f)) == 0 {
			t.Errorf("%s: the made-up file breaks it and nothing was seen", rule.name)
		}
	}
	if got := houseUndocumented(f); len(got) != 3 {
		t.Errorf("T, C and GetName lack a comment, seen: %q", got)
	}
	if got := houseUncommented([]houseFile{f}); len(got) != 1 {
		t.Errorf("a package without a comment gave %q", got)
	}
	if got := houseWrittenGlobals([]houseFile{f}); len(got) != 1 {
		t.Errorf("a package variable is written, seen: %q", got)
	}
}

// TestHouseNamesAllow shows that what is right is left alone.
func TestHouseNamesAllow(t *testing.T) {
	f := houseMade(t, "made/coding/up.go", `// Package coding is made up.
package coding

import "errors"

// ErrA and ErrB share a comment.
var (
	ErrA = errors.New("a")
	ErrB = errors.New("b")
)

// T is a type.
type T struct{ Getter int }

// Gettysburg is a place.
func (t T) Gettysburg() { ErrA := 1; ErrA++; _ = ErrA }

func (T) hidden() {}

type inner struct{}

func (i *inner) Exported() {}
`)
	for _, rule := range houseRules() {
		houseReport(t, rule.name, rule.check(f))
	}
	houseReport(t, "package comment", houseUncommented([]houseFile{f}))
	houseReport(t, "written variable", houseWrittenGlobals([]houseFile{f}))
}

// houseUncommented lists the packages none of whose files has a package
// comment. A package of tests only needs none.
func houseUncommented(files []houseFile) []string {
	commented := map[string]bool{}
	for _, f := range files {
		if !f.test() {
			commented[f.dir()] = commented[f.dir()] || f.syntax.Doc != nil
		}
	}
	var out []string
	for dir, ok := range commented {
		if !ok {
			out = append(out, dir)
		}
	}
	return out
}

func houseUndocumented(f houseFile) []string {
	var out []string
	for _, decl := range f.syntax.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Name.IsExported() && houseOwnerExported(d) && d.Doc == nil {
				out = append(out, f.at(d.Pos(), d.Name.Name))
			}
		case *ast.GenDecl:
			out = append(out, houseUndocumentedGroup(f, d)...)
		}
	}
	return out
}

// houseOwnerExported: a method counts as exported when its type is.
func houseOwnerExported(d *ast.FuncDecl) bool {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return true
	}
	owner := d.Recv.List[0].Type
	for {
		switch e := owner.(type) {
		case *ast.StarExpr:
			owner = e.X
		case *ast.IndexExpr:
			owner = e.X
		case *ast.IndexListExpr:
			owner = e.X
		case *ast.Ident:
			return e.IsExported()
		default:
			return true
		}
	}
}

// houseUndocumentedGroup: the comment of a group counts for everything in it.
func houseUndocumentedGroup(f houseFile, d *ast.GenDecl) []string {
	if d.Doc != nil || d.Tok == token.IMPORT {
		return nil
	}
	var out []string
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() && s.Doc == nil && s.Comment == nil {
				out = append(out, f.at(s.Pos(), s.Name.Name))
			}
		case *ast.ValueSpec:
			if s.Names[0].IsExported() && s.Doc == nil && s.Comment == nil {
				out = append(out, f.at(s.Pos(), s.Names[0].Name))
			}
		}
	}
	return out
}

func houseGetters(f houseFile) []string {
	var out []string
	for _, decl := range f.syntax.Decls {
		d, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		rest, found := strings.CutPrefix(d.Name.Name, "Get")
		next, _ := utf8.DecodeRuneInString(rest)
		if found && !unicode.IsLower(next) {
			out = append(out, f.at(d.Pos(), d.Name.Name))
		}
	}
	return out
}

func houseReceivers(f houseFile) []string {
	var out []string
	for _, decl := range f.syntax.Decls {
		d, ok := decl.(*ast.FuncDecl)
		if !ok || d.Recv == nil {
			continue
		}
		for _, field := range d.Recv.List {
			for _, name := range field.Names {
				if utf8.RuneCountInString(name.Name) != 1 {
					out = append(out, f.at(d.Pos(), "("+name.Name+") "+d.Name.Name))
				}
			}
		}
	}
	return out
}

func houseInits(f houseFile) []string {
	var out []string
	for _, decl := range f.syntax.Decls {
		if d, ok := decl.(*ast.FuncDecl); ok && d.Name.Name == "init" && d.Recv == nil {
			out = append(out, f.at(d.Pos(), "init"))
		}
	}
	return out
}

// housePackageNames refuses names that say nothing about what a package is.
func housePackageNames(f houseFile) []string {
	empty := []string{"util", "utils", "common", "helper", "helpers", "type", "types", "model", "models", "misc", "base", "shared"}
	for _, name := range []string{strings.TrimSuffix(f.syntax.Name.Name, "_test"), path.Base(f.dir())} {
		if slices.Contains(empty, name) || name != strings.ToLower(name) {
			return []string{f.name + ": " + name}
		}
	}
	return nil
}

// houseLockedGlobals lists package variables of a type from package sync: a
// lock beside a function is state that no caller can see.
func houseLockedGlobals(f houseFile) []string {
	var out []string
	for _, v := range housePackageVars(f) {
		if s, ok := v.Type.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && (x.Name == "sync" || x.Name == "atomic") {
				out = append(out, f.at(v.Pos(), v.Names[0].Name))
			}
		}
	}
	return out
}

func housePackageVars(f houseFile) []*ast.ValueSpec {
	var out []*ast.ValueSpec
	for _, decl := range f.syntax.Decls {
		if d, ok := decl.(*ast.GenDecl); ok && d.Tok == token.VAR {
			for _, spec := range d.Specs {
				out = append(out, spec.(*ast.ValueSpec))
			}
		}
	}
	return out
}

// houseWrittenGlobals lists assignments to package variables from functions of
// the same package. A name that the function also declares is left alone, so a
// violation may be missed but none is made up.
func houseWrittenGlobals(files []houseFile) []string {
	globals := map[string]map[string]bool{}
	for _, f := range files {
		for _, v := range housePackageVars(f) {
			for _, name := range v.Names {
				if globals[f.dir()] == nil {
					globals[f.dir()] = map[string]bool{}
				}
				globals[f.dir()][name.Name] = !f.test()
			}
		}
	}
	var out []string
	for _, f := range files {
		for _, decl := range f.syntax.Decls {
			if d, ok := decl.(*ast.FuncDecl); ok && d.Body != nil {
				out = append(out, houseWrites(f, d, globals[f.dir()])...)
			}
		}
	}
	return out
}

func houseWrites(f houseFile, d *ast.FuncDecl, globals map[string]bool) []string {
	var out []string
	local := houseDeclared(d)
	ast.Inspect(d.Body, func(n ast.Node) bool {
		for _, target := range houseTargets(n) {
			if name := houseRootName(target); globals[name] && !local[name] {
				out = append(out, f.at(n.Pos(), name))
			}
		}
		return true
	})
	return out
}

// houseTargets are the expressions a statement writes to.
func houseTargets(n ast.Node) []ast.Expr {
	switch s := n.(type) {
	case *ast.AssignStmt:
		if s.Tok != token.DEFINE {
			return s.Lhs
		}
	case *ast.IncDecStmt:
		return []ast.Expr{s.X}
	}
	return nil
}

// houseRootName is the variable that an expression such as a.b[c] starts from.
func houseRootName(e ast.Expr) string {
	for {
		switch x := e.(type) {
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

// houseDeclared collects the names a function declares, wherever it does.
func houseDeclared(d *ast.FuncDecl) map[string]bool {
	names := map[string]bool{}
	add := func(e ast.Expr) {
		if id, ok := e.(*ast.Ident); ok {
			names[id.Name] = true
		}
	}
	ast.Inspect(d, func(n ast.Node) bool {
		switch s := n.(type) {
		case *ast.Field:
			for _, name := range s.Names {
				add(name)
			}
		case *ast.ValueSpec:
			for _, name := range s.Names {
				add(name)
			}
		case *ast.AssignStmt:
			if s.Tok == token.DEFINE {
				for _, e := range s.Lhs {
					add(e)
				}
			}
		case *ast.RangeStmt:
			if s.Tok == token.DEFINE {
				add(s.Key)
				add(s.Value)
			}
		}
		return true
	})
	return names
}

func (f houseFile) at(p token.Pos, what string) string {
	return fmt.Sprintf("%s:%d: %s", f.name, f.line(p), what)
}
