package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The house tests hold the rules that are about the project itself and not
// about what it does: who may import whom, how long things may be, what must be
// documented, and that the documents tell the truth. Each rule is a plain
// function from what was read to a list of violations, so that a made-up
// violation can show that the rule is able to fail.

// houseFile is one parsed Go file of the project.
type houseFile struct {
	name   string // slash-separated, from the module root
	source []byte
	syntax *ast.File
	fset   *token.FileSet
}

func (f houseFile) test() bool      { return strings.HasSuffix(f.name, "_test.go") }
func (f houseFile) dir() string     { return path.Dir(f.name) }
func (f houseFile) generated() bool { return ast.IsGenerated(f.syntax) }
func (f houseFile) lines() int      { return bytes.Count(f.source, []byte("\n")) }
func (f houseFile) line(p token.Pos) int {
	return f.fset.Position(p).Line
}

// houseRoot is the module root: the nearest folder above with a go.mod.
func houseRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod in any folder above")
		}
		dir = up
	}
}

// houseParse reads every Go file of the project, testdata included, because
// the replication study and its generator are code like any other.
func houseParse(t *testing.T) []houseFile {
	t.Helper()
	root, fset := houseRoot(t), token.NewFileSet()
	var files []houseFile
	for _, name := range houseNames(t, root) {
		if !strings.HasSuffix(name, ".go") {
			continue
		}
		source, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, houseSyntax(t, fset, name, source))
	}
	if len(files) < 10 {
		t.Fatalf("only %d Go files found under the module root", len(files))
	}
	return files
}

func houseSyntax(t *testing.T, fset *token.FileSet, name string, source []byte) houseFile {
	t.Helper()
	syntax, err := parser.ParseFile(fset, name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return houseFile{name: name, source: source, syntax: syntax, fset: fset}
}

// houseMade turns a made-up source text into a file, for showing that a rule can fail.
func houseMade(t *testing.T, name, source string) houseFile {
	t.Helper()
	return houseSyntax(t, token.NewFileSet(), name, []byte(source))
}

// houseNames lists the project's files: what git has, or will have after the
// next "git add", and without git every file that is not hidden.
func houseNames(t *testing.T, root string) []string {
	t.Helper()
	cmd := exec.Command("git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Logf("git ls-files: %v; walking the folder instead", err)
		return houseWalk(t, root)
	}
	var names []string
	for _, name := range strings.Split(string(out), "\x00") {
		if info, err := os.Lstat(filepath.Join(root, name)); err == nil && info.Mode().IsRegular() && name != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func houseWalk(t *testing.T, root string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == ".git":
			return fs.SkipDir
		case d.Type().IsRegular():
			name, err := filepath.Rel(root, file)
			names = append(names, filepath.ToSlash(name))
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	return names
}

// houseReport fails the test with one line per violation.
func houseReport(t *testing.T, rule string, violations []string) {
	t.Helper()
	slices.Sort(violations)
	for _, v := range violations {
		t.Errorf("%s: %s", rule, v)
	}
}

// TestHouseWalkAgreesWithGit: the two ways to list files see the same Go files.
func TestHouseWalkAgreesWithGit(t *testing.T) {
	root := houseRoot(t)
	walked := houseWalk(t, root)
	for _, name := range houseNames(t, root) {
		if strings.HasSuffix(name, ".go") && !slices.Contains(walked, name) {
			t.Errorf("%s is listed by git and not found in the folder", name)
		}
	}
}
