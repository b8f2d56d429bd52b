package checklist_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"

	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
)

// The built-in sets, read once; no test changes them.
var (
	replication = sync.OnceValues(func() (*instruments.Set, error) { return instruments.Builtin("reclassering-2020") })
	blankStudy  = sync.OnceValues(func() (*instruments.Set, error) { return instruments.Builtin("leeg") })
)

// template is the built-in set that most tests read against.
func template(t testing.TB) *instruments.Set {
	t.Helper()
	set, err := replication()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func empty(t testing.TB) *instruments.Set {
	t.Helper()
	set, err := blankStudy()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// shared is the path of a file beside the module; without the folder the test
// is skipped, unless it is required.
func shared(t testing.TB, path string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
	}
	file := filepath.Join(dir, "..", "shared", filepath.FromSlash(path))
	if _, err := os.Stat(file); err != nil {
		if os.Getenv("CI") != "" || os.Getenv("MEERZICHT_SHARED") == "required" {
			t.Fatalf("required: %v", err)
		}
		t.Skipf("not run: %v", err)
	}
	return file
}

// read reads without any problem, notes aside.
func read(t testing.TB, name string, data []byte, set *instruments.Set) checklist.Result {
	t.Helper()
	result, problems := checklist.Read(name, data, set)
	if err := problems.Err(); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return result
}

// wantProblem checks that some problem says what, in Dutch, at the place.
func wantProblem(t testing.TB, problems instruments.Problems, where, what string) {
	t.Helper()
	for _, p := range problems {
		if strings.Contains(p.Where(instruments.Dutch), where) && strings.Contains(p.What.In(instruments.Dutch), what) {
			if p.What.EN == "" || p.What.EN == p.What.NL {
				t.Errorf("no English wording: %v", p.What)
			}
			return
		}
	}
	t.Errorf("no problem %q at %q in:\n%s", what, where, problems.In(instruments.Dutch))
}

// sheet is one sheet of a workbook that a test makes.
type sheet struct {
	name string
	rows [][]any
}

// workbook is an xlsx file as another program might have written it.
func workbook(t testing.TB, sheets ...sheet) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, s := range sheets {
		if i == 0 {
			s0 := f.GetSheetName(0)
			if err := f.SetSheetName(s0, s.name); err != nil {
				t.Fatal(err)
			}
		} else if _, err := f.NewSheet(s.name); err != nil {
			t.Fatal(err)
		}
		for y, row := range s.rows {
			cell, err := excelize.CoordinatesToCellName(1, y+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetSheetRow(s.name, cell, &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	var buf bytes.Buffer
	if err := f.Write(&buf); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// grid splits a drawing of a sheet: a line per row, cells between bars.
func grid(drawing string) [][]any {
	var rows [][]any
	for _, line := range strings.Split(strings.Trim(drawing, "\n"), "\n") {
		var cells []any
		for _, c := range strings.Split(line, "|") {
			cells = append(cells, strings.TrimSpace(c))
		}
		rows = append(rows, cells)
	}
	return rows
}

func list(t testing.TB, drawing string) []byte {
	t.Helper()
	return workbook(t, sheet{"Lijst", grid(drawing)})
}
