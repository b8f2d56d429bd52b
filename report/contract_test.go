package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// raw decodes a table's json without any type of ours.
func raw(t *testing.T, table analysis.Table, lang instruments.Lang) map[string]any {
	t.Helper()
	var out map[string]any
	d := json.NewDecoder(strings.NewReader(written(t, table, JSONFormat, lang)))
	if err := d.Decode(&out); err != nil {
		t.Fatalf("%s: %v", table.ID, err)
	}
	if d.More() {
		t.Errorf("%s: more than one value", table.ID)
	}
	return out
}

// Every figure of every table is {value, reason, n, share, method, warnings,
// ids}: value null exactly when there is a reason, and then nothing else is
// given; else as many ids as the count where ids are given, n and share
// together, and the method of an interval.
func TestJSONContract(t *testing.T) {
	for _, o := range []Options{{}, {Audience: Intern, Lang: en}} {
		r := built(t, realStudy(t), o)
		values, nulls, intervals := 0, 0, 0
		for _, table := range r.Tables() {
			got := raw(t, table, r.Lang)
			for _, key := range []string{"id", "title", "stub", "columns", "rows", "notes"} {
				if got[key] == nil {
					t.Errorf("%s: no %s", table.ID, key)
				}
			}
			for i, row := range got["rows"].([]any) {
				for key, cell := range row.(map[string]any)["cells"].(map[string]any) {
					f, ok := cell.(map[string]any)
					if !ok {
						continue
					}
					at := table.ID + "/" + table.Rows[i].Key + "/" + key
					if _, figure := f["n"]; !figure {
						continue
					}
					checkFigure(t, at, f)
					if f["value"] == nil {
						nulls++
					} else {
						values++
					}
					if f["interval"] != nil {
						intervals++
					}
				}
			}
		}
		if values < 300 || nulls < 100 || intervals < 50 {
			t.Errorf("%d values, %d nulls, %d intervals", values, nulls, intervals)
		}
	}
}

func checkFigure(t *testing.T, at string, f map[string]any) {
	t.Helper()
	for _, key := range []string{"value", "reason", "n", "share", "method", "warnings", "ids"} {
		if _, ok := f[key]; !ok {
			t.Errorf("%s: no %s", at, key)
		}
	}
	value, has := f["value"].(float64)
	ids, warnings := f["ids"].([]any), f["warnings"].([]any)
	if has == (f["reason"] != "") || warnings == nil {
		t.Errorf("%s: value %v with reason %v", at, f["value"], f["reason"])
	}
	n, base := f["n"].(float64)
	share, part := f["share"].(float64)
	switch {
	case !has && (base || part || f["interval"] != nil || len(ids) > 0 || f["method"] != ""):
		t.Errorf("%s: nothing may be said beside a reason: %v", at, f)
	case base != part || part && math.Abs(share-value/n) > 1e-12:
		t.Errorf("%s: share %v of %v in %v", at, share, value, n)
	case (f["interval"] != nil) != strings.HasPrefix(f["method"].(string), "Wilson"):
		t.Errorf("%s: method %v, interval %v", at, f["method"], f["interval"])
	case len(ids) > 0 && has && len(ids) != int(value):
		t.Errorf("%s: %d ids for a count of %v", at, len(ids), value)
	}
	if iv, ok := f["interval"].(map[string]any); ok && (iv["lo"].(float64) > share || iv["hi"].(float64) < share || iv["level"] != .95) {
		t.Errorf("%s: interval %v around %v", at, iv, share)
	}
}

// What is not finite, and what is absent, is null with a reason: JSON has no word
// for it.
func TestJSONNumbers(t *testing.T) {
	number := func(x float64) analysis.Cell { return analysis.Cell{Number: &x} }
	for name, c := range map[string]struct {
		cell   analysis.Cell
		value  any
		reason string
	}{
		"plain": {number(0.25), 0.25, ""}, "NaN": {number(math.NaN()), nil, "not_finite"}, "infinite": {number(math.Inf(-1)), nil, "not_finite"},
		"absent": {analysis.Cell{Reason: "no_pairs"}, nil, "no_pairs"}, "tiny": {number(5e-324), 5e-324, ""}, "nothing": {analysis.Cell{}, nil, ""},
	} {
		table := analysis.Table{ID: "t", Columns: []analysis.Column{{Key: "x", Kind: analysis.NumberCell}}, Rows: []analysis.Row{{Key: "r", Cells: map[string]analysis.Cell{"x": c.cell}}}}
		row := raw(t, table, nl)["rows"].([]any)[0].(map[string]any)
		got := row["cells"].(map[string]any)["x"].(map[string]any)
		if got["value"] != c.value || got["reason"] != c.reason {
			t.Errorf("%s: %v", name, got)
		}
	}
	empty := raw(t, analysis.Table{ID: "leeg"}, nl)
	for _, key := range []string{"columns", "rows", "notes"} {
		if list, ok := empty[key].([]any); !ok || len(list) != 0 {
			t.Errorf("an empty table has %s %v, want an empty list", key, empty[key])
		}
	}
}

// Whatever words a table has: a field of its csv never begins as a formula does,
// only a quote is ever put in front, and every other character comes back.
func TestNeutralProperty(t *testing.T) {
	begin := rapid.SampledFrom([]string{"", "=", "+", "-", "@", "\t", "\r", "=+", "'=", "\x00=", " =", "-1", "+1.5", "--1", "\n=", "=cmd|' /C calc'!A0"})
	rapid.Check(t, func(t *rapid.T) {
		in := begin.Draw(t, "begin") + rapid.String().Draw(t, "rest")
		got := Neutral(in)
		bare := strings.ReplaceAll(in, "\x00", "")
		if got != bare && got != "'"+bare {
			t.Fatalf("%q became %q", in, got)
		}
		if got == "" {
			return
		}
		if strings.ContainsRune("=@\t\r", rune(got[0])) {
			t.Fatalf("%q would run", got)
		}
		if got[0] == '+' || got[0] == '-' {
			if _, err := strconv.ParseFloat(strings.ReplaceAll(strings.ReplaceAll(got[1:], ".", ""), "_", "x"), 64); err != nil && strings.Trim(got[1:], ".") != "" || strings.ContainsAny(got[1:], "xXpPeEiInN_") {
				t.Fatalf("%q is no plain number", got)
			}
		}
		if Neutral(got) != got {
			t.Fatalf("twice neutral: %q becomes %q", got, Neutral(got))
		}
	})
}

// Every field of a csv made from hostile words reads back to what Neutral says,
// keys and headings too.
func TestCSVReadsBack(t *testing.T) {
	for _, p := range append([]string{"=1+1", "+x", "-x", "@x", "\tx", "a,b", "a\"b", "a\nb", "a\r\nb", "'"}, payloads...) {
		table := handmade()
		hostileTable(&table, p)
		for i := range table.Rows {
			table.Rows[i].Key = p
		}
		table.Columns[0].Key = p
		rows, err := csv.NewReader(strings.NewReader(written(t, table, CSVFormat, nl))).ReadAll()
		if err != nil || len(rows) != len(table.Rows)+1 {
			t.Errorf("%q: %d rows, %v", p, len(rows), err)
			continue
		}
		want := strings.ReplaceAll(Neutral(p), "\r\n", "\n") // as encoding/csv reads
		if rows[1][0] != want || rows[1][1] != want || rows[0][3] != want {
			t.Errorf("%q: key %q, label %q, heading %q", p, rows[1][0], rows[1][1], rows[0][3])
		}
	}
}

// Csv is for programs: the same in both languages but for words, a decimal
// point, no per cent signs, valid UTF-8.
func TestCSVIsForPrograms(t *testing.T) {
	r := built(t, realStudy(t), Options{})
	for _, table := range r.Tables() {
		dutch, english := written(t, table, CSVFormat, nl), written(t, table, CSVFormat, en)
		if !utf8.ValidString(dutch) || strings.HasPrefix(dutch, "\ufeff") {
			t.Errorf("%s: not plain UTF-8", table.ID)
		}
		a, _ := csv.NewReader(strings.NewReader(dutch)).ReadAll()
		b, _ := csv.NewReader(strings.NewReader(english)).ReadAll()
		if strings.Join(a[0], "|") != strings.Join(b[0], "|") || len(a) != len(b) {
			t.Fatalf("%s: other columns in English", table.ID)
		}
		for i := range a[1:] {
			for j, column := range a[0] {
				x, y := a[i+1][j], b[i+1][j]
				if strings.HasSuffix(column, ".share") && x != "" {
					if share, err := strconv.ParseFloat(x, 64); err != nil || share < 0 || share > 1 || x != y {
						t.Errorf("%s: %s is %q in Dutch, %q in English", table.ID, column, x, y)
					}
				}
			}
		}
	}
}

// An unknown format is refused before anything is written.
func TestUnknownFormatWritesNothing(t *testing.T) {
	var b bytes.Buffer
	if err := WriteTable(&b, handmade(), "xml", nl); err == nil || b.Len() > 0 {
		t.Errorf("%v, %d bytes", err, b.Len())
	}
}
