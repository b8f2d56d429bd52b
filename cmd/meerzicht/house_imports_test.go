package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// houseTree is one row of the import table of ARCHITECTURE.md.
type houseTree struct {
	name string   // package tree, from the module root
	ours []string // trees of ours it may import, "*" for all but cmd
	owns []string // outside modules it may import, and the guarded part of the standard library
}

// houseTable is the import table. What is not in it may not be imported: no
// other module reaches the program, and the packages of houseGuarded only
// where a row names them. html/template belongs to the workbench, and to what
// else writes pages with texts of strangers (topic lists, report), because it
// escapes by place.
func houseTable() []houseTree {
	return []houseTree{
		{"instruments", nil, []string{
			"go.yaml.in/yaml/v3", "github.com/xuri/excelize/v2", "golang.org/x/text", "html/template",
			"golang.org/x/net/html", "github.com/ledongthuc/pdf", // transcripts
		}},
		{"coding", []string{"instruments"}, []string{"go.yaml.in/yaml/v3"}},
		{"analysis", []string{"instruments", "coding"}, []string{"gonum.org/v1/gonum"}},
		{"study", []string{"instruments", "coding"}, []string{"github.com/ncruces/go-sqlite3", "golang.org/x/crypto", "filippo.io/age"}},
		{"report", []string{"instruments", "coding", "analysis"}, []string{
			"github.com/go-echarts/go-echarts/v2", "github.com/xuri/excelize/v2", "golang.org/x/text", "html/template",
		}},
		{"workbench", []string{"*"}, []string{"net", "net/http", "html/template", "golang.org/x/text"}}, // searching a text whatever its accents
		{"cmd", []string{"*"}, []string{"github.com/spf13/cobra", "github.com/spf13/pflag", "golang.org/x/term"}},
		{"testdata", []string{"instruments", "coding"}, []string{"golang.org/x/text"}}, // the generator writes old encodings
	}
}

// houseGuarded are the standard packages that only the rows naming them may
// import: nothing else speaks to a network or makes pages from templates.
func houseGuarded() []string { return []string{"net", "net/http", "html/template"} }

// houseModule is the path of this module.
const houseModule = "meerzicht"

// housePackage is what "go list -json" tells of a package, as far as it matters here.
type housePackage struct {
	ImportPath string
	Name       string
	Standard   bool
	Imports    []string
	Deps       []string
	Module     *struct{ Path string }
}

// TestHouseImportTable holds the import table against what go list says.
func TestHouseImportTable(t *testing.T) {
	for _, system := range []string{"linux", "windows"} {
		pkgs := houseList(t, system)
		if len(pkgs) < 6 {
			t.Fatalf("go list found only %d packages of ours for %s", len(pkgs), system)
		}
		houseReport(t, "import table ("+system+")", houseImportViolations(pkgs, houseTable()))
	}
}

// TestHouseNoSQLiteInReports: analysis and report never see SQLite, not even
// by way of another package.
func TestHouseNoSQLiteInReports(t *testing.T) {
	for _, p := range houseList(t, "linux") {
		tree := houseTreeOf(p.ImportPath)
		if tree != "analysis" && tree != "report" {
			continue
		}
		for _, dep := range p.Deps {
			if strings.Contains(dep, "sqlite") || dep == houseModule+"/study" {
				t.Errorf("%s depends on %s", p.ImportPath, dep)
			}
		}
	}
}

// TestHouseImportsCanFail shows that each kind of violation is seen.
func TestHouseImportsCanFail(t *testing.T) {
	made := func(from string, imports ...string) housePackage {
		return housePackage{ImportPath: houseModule + "/" + from, Imports: imports}
	}
	cases := []struct {
		pkg  housePackage
		want int
	}{
		{made("coding", "meerzicht/instruments", "strings"), 0},
		{made("coding/lexicon", "meerzicht/coding", "go.yaml.in/yaml/v3"), 0},
		{made("instruments", "meerzicht/coding"), 1},
		{made("analysis", "github.com/xuri/excelize/v2"), 1},
		{made("analysis", "github.com/xuri/excelize/v3"), 1},
		{made("report", "meerzicht/study"), 1},
		{made("report", "net/http", "html/template"), 1},
		{made("report", "meerzicht/testdata"), 1},
		{made("workbench", "meerzicht/study", "net/http"), 0},
		{made("workbench", "meerzicht/cmd/meerzicht"), 1},
		{made("workbench", "meerzicht/testdata"), 1},
		{made("cmd/meerzicht", "meerzicht/testdata", "github.com/spf13/cobra"), 0},
		{made("cmd/meerzicht", "pgregory.net/rapid"), 1},
		{made("study", "github.com/ncruces/go-sqlite3/driver"), 0},
		{made("plugins", "strings"), 1},
	}
	for _, c := range cases {
		got := houseImportViolations([]housePackage{c.pkg}, houseTable())
		if len(got) != c.want {
			t.Errorf("%s importing %v: %d violations %q, want %d", c.pkg.ImportPath, c.pkg.Imports, len(got), got, c.want)
		}
	}
}

// TestHouseImportsStrictTable holds the real packages against a table in which
// nothing may import anything: it must fail.
func TestHouseImportsStrictTable(t *testing.T) {
	table := houseTable()
	for i := range table {
		table[i].ours, table[i].owns = nil, nil
	}
	if got := houseImportViolations(houseList(t, "linux"), table); len(got) < 10 {
		t.Errorf("an empty import table is broken only %d times", len(got))
	}
}

// houseImportViolations lists every import that the table does not allow.
func houseImportViolations(pkgs []housePackage, table []houseTree) []string {
	var out []string
	for _, p := range pkgs {
		i := slices.IndexFunc(table, func(row houseTree) bool { return row.name == houseTreeOf(p.ImportPath) })
		if i < 0 {
			out = append(out, fmt.Sprintf("%s stands in no row of the table", p.ImportPath))
			continue
		}
		for _, imported := range p.Imports {
			if !table[i].allows(imported) {
				out = append(out, fmt.Sprintf("%s may not import %s", p.ImportPath, imported))
			}
		}
	}
	return out
}

func (r houseTree) allows(imported string) bool {
	switch {
	case imported == houseModule || strings.HasPrefix(imported, houseModule+"/"):
		return r.allowsOurs(houseTreeOf(imported))
	case strings.Contains(strings.Split(imported, "/")[0], "."), slices.Contains(houseGuarded(), imported):
		return slices.ContainsFunc(r.owns, func(m string) bool {
			return imported == m || strings.HasPrefix(imported, m+"/")
		})
	}
	return true // the rest of the standard library is free
}

// allowsOurs: a tree may import itself and what its row names; the replication
// study is for cmd, tests and itself.
func (r houseTree) allowsOurs(tree string) bool {
	switch {
	case tree == r.name || slices.Contains(r.ours, tree):
		return true
	case tree == "testdata":
		return r.name == "cmd"
	}
	return tree != "cmd" && slices.Contains(r.ours, "*")
}

// houseTreeOf is the top-level folder of a package of ours.
func houseTreeOf(importPath string) string {
	rest := strings.TrimPrefix(importPath, houseModule+"/")
	return strings.Split(rest, "/")[0]
}

// houseList asks go list for the packages of ours as one operating system
// builds them. The pattern ./... passes over testdata, so those folders are
// named one by one.
func houseList(t *testing.T, system string) []housePackage {
	t.Helper()
	args := append([]string{"list", "-e", "-deps", "-json=ImportPath,Name,Standard,Imports,Deps,Module", "./..."}, houseTestdataPackages(t)...)
	cmd := exec.Command("go", args...)
	cmd.Dir = houseRoot(t)
	cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0", "GOWORK=off")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	return houseDecode(t, out)
}

func houseTestdataPackages(t *testing.T) []string {
	t.Helper()
	var dirs []string
	for _, name := range houseNames(t, houseRoot(t)) {
		if strings.HasPrefix(name, "testdata/") && strings.HasSuffix(name, ".go") {
			dirs = append(dirs, "./"+path.Dir(name))
		}
	}
	slices.Sort(dirs)
	return slices.Compact(dirs)
}

// houseDecode reads go list's stream of objects and keeps the packages of ours.
func houseDecode(t *testing.T, out []byte) []housePackage {
	t.Helper()
	var pkgs []housePackage
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p housePackage
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			return pkgs
		}
		if err != nil {
			t.Fatal(err)
		}
		if p.Module != nil && p.Module.Path == houseModule {
			pkgs = append(pkgs, p)
		}
	}
}

// TestHouseImportTableIsDocumented: the table in ARCHITECTURE.md says the same
// as the one that is enforced.
func TestHouseImportTableIsDocumented(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(houseRoot(t), "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	houseReport(t, "ARCHITECTURE.md", houseTableViolations(string(data), houseTable()))
}

// TestHouseImportTableCanDiffer shows that a table that says less or more is seen.
func TestHouseImportTableCanDiffer(t *testing.T) {
	rows := []houseTree{{name: "coding", ours: []string{"instruments"}}, {name: "cmd", ours: []string{"*"}}}
	cases := map[string]int{
		"| `coding` | x | instruments | yaml |\n| `cmd/meerzicht` | x | all | cobra |\n":     0,
		"| `coding` | x | – | yaml |\n| `cmd` | x | all | |\n":                               1,
		"| `coding` | x | instruments, study | yaml |\n| `cmd` | x | all but coding | |\n":   2,
		"| `coding` | x | instruments | yaml |\n":                                            1,
		"| `coding/lexicon` | x | instruments |  |\n| `cmd` | all of it | instruments | |\n": 2,
	}
	for text, want := range cases {
		if got := houseTableViolations(text, rows); len(got) != want {
			t.Errorf("%q: %q, want %d", text, got, want)
		}
	}
}

// houseTableViolations compares the third column of a Markdown table, "may
// import of ours", with the rules. A row counts for the tree it names.
func houseTableViolations(text string, table []houseTree) []string {
	said := map[string]string{}
	for _, line := range strings.Split(text, "\n") {
		cells := strings.Split(line, "|")
		if len(cells) > 4 {
			said[strings.Trim(cells[1], " `")] = strings.TrimSpace(cells[3])
		}
	}
	var out []string
	for _, row := range table {
		want := strings.Join(row.ours, ", ")
		got, ok := said[row.name]
		if row.name == "cmd" && !ok {
			got, ok = said["cmd/meerzicht"]
		}
		switch {
		case row.name == "workbench" && !ok, row.name == "testdata" && ok: // not built yet; described in prose
		case !ok:
			out = append(out, "no row for "+row.name)
		case want == "*" && (got == "all" || got == "all but cmd"), want == "" && got == "–", want != "" && got == want:
		default:
			out = append(out, fmt.Sprintf("%s may import %q, the table says %q", row.name, want, got))
		}
	}
	return out
}
