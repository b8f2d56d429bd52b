package main

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"
)

// columnsOf reads the named columns of a CSV file as one string, a line a row.
func columnsOf(t *testing.T, path string, columns []string) string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, row := range rows[1:] {
		for _, c := range columns {
			i := slices.Index(rows[0], c)
			if i < 0 {
				t.Fatalf("%s has no column %s", path, c)
			}
			b.WriteString(row[i] + "\t")
		}
		b.WriteString("\n")
	}
	return b.String()
}
