package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"meerzicht/testdata"
	"meerzicht/testdata/generate"
)

// TestReplicationIsFresh makes the replication study anew from its sources and
// compares it with the committed files: bytes, and cells for workbooks.
func TestReplicationIsFresh(t *testing.T) {
	made, err := generate.Files(os.DirFS("../../testdata/source"))
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for _, f := range made {
		have[f.Name] = true
		committed, err := fs.ReadFile(os.DirFS("../../testdata"), f.Name)
		if err != nil {
			t.Errorf("%s is not committed; run go generate ./testdata", f.Name)
			continue
		}
		if !same(t, f.Name, f.Data, committed) {
			t.Errorf("%s is stale; run go generate ./testdata", f.Name)
		}
	}
	for folder, files := range map[string]fs.FS{"study": testdata.Study(), "second": testdata.Second()} {
		err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && !have[folder+"/"+name] {
				t.Errorf("%s/%s is not made by the generator", folder, name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func same(t *testing.T, name string, a, b []byte) bool {
	t.Helper()
	if filepath.Ext(name) != ".xlsx" {
		return bytes.Equal(a, b)
	}
	return cells(t, a) == cells(t, b)
}

// cells is every sheet and cell of a workbook as one string.
func cells(t *testing.T, data []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: 64 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(sheet + "\n")
		for _, row := range rows {
			b.WriteString(strings.Join(row, "\t") + "\n")
		}
	}
	return b.String()
}

// TestReplicationMatrix compares the study's own matrix with the shared one:
// ticks and indicator values must be exactly those.
func TestReplicationMatrix(t *testing.T) {
	dir := sharedFolder(t, "replication")
	for name, columns := range map[string][]string{
		"respondents.csv": {"respondent", "trajectory", "project", "role", "activities"},
		"indicators.csv":  {"trajectory", "dyad", "K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8", "K9", "K10"},
	} {
		own := map[string]string{"respondents.csv": "respondents.csv", "indicators.csv": "dyads.csv"}[name]
		got, want := columnsOf(t, filepath.Join("../../testdata/source", own), columns), columnsOf(t, filepath.Join(dir, name), columns)
		if got != want {
			t.Errorf("%s differs from the shared matrix", own)
		}
	}
}
