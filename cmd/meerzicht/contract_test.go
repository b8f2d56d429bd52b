package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"meerzicht/analysis"
)

// shape is the JSON that other programs rely on: the names of an object's
// members and the kind of each. A "?" after a kind allows null.
type shape map[string]string

// decode reads JSON strictly: one value, numbers as numbers.
func decode(t *testing.T, text string) any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("no JSON: %v\n%s", err, text)
	}
	if d.More() {
		t.Fatalf("more than one JSON value:\n%s", text)
	}
	return v
}

// holds checks an object against a shape; members beyond it are free.
func (s shape) holds(t *testing.T, where string, v any) map[string]any {
	t.Helper()
	m, ok := v.(map[string]any)
	if !ok {
		t.Fatalf("%s is %T, want an object", where, v)
	}
	for name, kind := range s {
		member, there := m[name]
		if got := kindName(member); !there || got != strings.TrimSuffix(kind, "?") && (got != "null" || !strings.HasSuffix(kind, "?")) {
			t.Errorf("%s.%s is %s (there: %v), want %s", where, name, got, there, kind)
		}
	}
	return m
}

func kindName(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return "bool"
	case string:
		return "string"
	case []any:
		return "list"
	case map[string]any:
		return "object"
	case float64:
		if v == math.Trunc(v) {
			return "whole"
		}
		return "number"
	}
	return fmt.Sprintf("%T", v)
}

// figure is what every figure has.
func figure(more shape) shape {
	out := shape{"value": "number?", "reason": "string", "n": "whole", "method": "string", "warnings": "list"}
	for name, kind := range more {
		out[name] = kind
	}
	return out
}

// TestProportionContract: values by hand and by Wilson's formula (statistics.md).
func TestProportionContract(t *testing.T) {
	s := figure(shape{"count": "whole", "ci": "list", "level": "number"})
	m := s.holds(t, "proportion", decode(t, must(t, "calc", "proportion", "23", "37", "--format", "json").stdout))
	if got := m["value"].(float64); got != 23.0/37 {
		t.Errorf("value %v", got)
	}
	ci := m["ci"].([]any)
	if lo, hi := ci[0].(float64), ci[1].(float64); math.Abs(lo-0.4610) > 5e-5 || math.Abs(hi-0.7594) > 5e-5 {
		t.Errorf("interval %v", ci)
	}
	empty := shape{"value": "null", "reason": "string", "n": "whole", "ci": "null", "warnings": "list"}
	if m := empty.holds(t, "empty", decode(t, must(t, "calc", "proportion", "0", "0", "--format", "json").stdout)); m["reason"] == "" {
		t.Error("no value and no reason")
	}
}

func TestGrimContract(t *testing.T) {
	list, ok := decode(t, must(t, "calc", "grim", "--n", "37", "62", "50", "--format", "json").stdout).([]any)
	if !ok || len(list) != 2 {
		t.Fatalf("got %v", list)
	}
	s := shape{"reported": "string", "n": "whole", "possible": "bool", "counts": "list"}
	for i, want := range []struct {
		possible bool
		counts   []any
	}{{true, []any{23.0}}, {false, []any{}}} { // 18/37 = 48.6, 19/37 = 51.4: no 50
		m := s.holds(t, "grim", list[i])
		if m["possible"] != want.possible || !slices.Equal(m["counts"].([]any), want.counts) {
			t.Errorf("%v, want %v", m, want)
		}
	}
}

// TestCrosstabContract: 8, 2 against 1, 5. χ² = 16·(8·5 − 2·1)² / (10·6·9·7) =
// 6.1122, V = √(χ²/16), Fisher 0.0350 by hand from the hypergeometric
// distribution, below.
func TestCrosstabContract(t *testing.T) {
	t.Chdir(t.TempDir())
	text := "kant,uitkomst\n" + strings.Repeat("a,x\n", 8) + strings.Repeat("a,y\n", 2) + "b,x\n" + strings.Repeat("b,y\n", 5) + "b,\n"
	if err := os.WriteFile("t.csv", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s := shape{
		"rows": "list", "cols": "list", "counts": "list", "n": "whole", "left_out": "whole", "expected": "list", "adjusted_residuals": "list",
		"chi2": "number", "df": "whole", "chi2_p": "number", "cramers_v": "number", "fisher_p": "number", "preferred": "string",
		"dropped": "list", "statistics": "list", "warnings": "list",
	}
	m := s.holds(t, "crosstab", decode(t, must(t, "calc", "crosstab", "t.csv", "--rows", "kant", "--cols", "uitkomst", "--format", "json").stdout))
	chi2 := 16.0 * 38 * 38 / (10 * 6 * 9 * 7)
	// Ways to draw 9 of 16 with k of 10: C(10,k)·C(6,9−k), as extreme as k = 8.
	// 45·6 for k = 8, 10·1 for k = 9, and from the other side 120·1 for k = 3.
	fisher := (45*6 + 10*1 + 120*1) / 11440.0
	for name, want := range map[string]float64{"chi2": chi2, "cramers_v": math.Sqrt(chi2 / 16), "fisher_p": fisher, "df": 1, "n": 16, "left_out": 1} {
		if got := m[name].(float64); math.Abs(got-want) > 1e-9 {
			t.Errorf("%s = %v, want %v", name, got, want)
		}
	}
	if got := fmt.Sprint(m["counts"]); got != "[[8 2] [1 5]]" {
		t.Errorf("counts %s", got)
	}
	if got := fmt.Sprint(m["expected"]); got != "[[5.625 4.375] [3.375 2.625]]" {
		t.Errorf("expected %s", got)
	}
	for _, one := range m["statistics"].([]any) {
		figure(shape{"name": "string"}).holds(t, "statistic", one)
	}
}

func TestClassifyContract(t *testing.T) {
	t.Chdir(t.TempDir())
	head := "trajectory,dyad,K1,K2,K3,K4,K5,K6,K7,K8,K9,K10\n"
	rows := "T01,V-a,1,1,1,1,1,1,1,1,1,1\nT02,V-b,1,-,-,-,-,-,-,-,-,-\n"
	if err := os.WriteFile("d.csv", []byte(head+rows), 0o600); err != nil {
		t.Fatal(err)
	}
	list := decode(t, must(t, "calc", "classify", "d.csv", "--format", "json").stdout).([]any)
	s := shape{"trajectory": "string", "dyad": "string", "class": "string", "mixed": "list", "shares": "list?", "flags": "list", "reason": "object", "reasons": "list"}
	for i, class := range []string{"form1", "insufficient"} {
		if m := s.holds(t, "row", list[i]); m["class"] != class {
			t.Errorf("row %d: %v, want %s", i+1, m["class"], class)
		}
	}
	reason := shape{"indicator": "string", "value": "string", "decides": "bool"}
	reason.holds(t, "reason", list[0].(map[string]any)["reasons"].([]any)[0])
}

func TestTranscriptContract(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("R01.txt", []byte("I: Hoe gíng het? #00:00:04-1#\nR: Goed 🙂. #00:00:09-0#\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := shape{"text": "string", "sha256": "string", "decoder": "string", "turns": "list", "omitted": "list", "problems": "list", "speakers": "list", "words": "whole"}
	m := s.holds(t, "transcript", decode(t, must(t, "transcript", "R01.txt", "--format", "json").stdout))
	turn := shape{"speaker": "string", "start": "whole", "end": "whole", "time_ms": "whole", "text": "string"}
	text := []rune(m["text"].(string))
	for i, one := range m["turns"].([]any) {
		tm := turn.holds(t, "turn", one)
		start, end := int(tm["start"].(float64)), int(tm["end"].(float64))
		if got := string(text[start:end]); got != tm["text"] { // positions count code points
			t.Errorf("turn %d: %q at its place, %q as text", i+1, got, tm["text"])
		}
	}
	if err := os.WriteFile("R02.txt", []byte("I: Hoe?\nR: Zo.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	m = s.holds(t, "transcript", decode(t, must(t, "transcript", "R02.txt", "--format", "json").stdout))
	shape{"time_ms": "null"}.holds(t, "turn without time", m["turns"].([]any)[0])
}

// TestTableContract: every kind of table, as JSON a list of figures with value,
// base and ids, and as CSV as many cells in every line.
func TestTableContract(t *testing.T) {
	demo := demoFile(t)
	for _, k := range analysis.Kinds() {
		args := []string{"table", k.Name, demo}
		if k.Cross() {
			args = append(args, "--activity", "D01")
		}
		v := decode(t, must(t, append(args, "--format", "json")...).stdout)
		if !k.Cross() {
			m := shape{"id": "string", "title": "string", "columns": "list", "rows": "list"}.holds(t, k.Name, v)
			if len(m["rows"].([]any)) == 0 {
				t.Errorf("%s has no rows", k.Name)
			}
			figuresHold(t, k.Name, m)
		}
		records, err := csv.NewReader(strings.NewReader(must(t, append(args, "--format", "csv")...).stdout)).ReadAll()
		if err != nil || len(records) < 2 { // the reader insists on equal lengths
			t.Errorf("%s: %d lines of CSV, %v", k.Name, len(records), err)
		}
		for _, lang := range []string{"nl", "en"} {
			text := must(t, append(args, "--lang", lang)...).stdout
			for line := range strings.Lines(text) {
				if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > defaultWidth {
					t.Errorf("%s in %s: a line of %d characters: %s", k.Name, lang, n, line)
				}
			}
		}
	}
}

// figuresHold checks every object in a table that has a value.
func figuresHold(t *testing.T, where string, v any) {
	t.Helper()
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			figuresHold(t, where, one)
		}
	case map[string]any:
		if _, ok := v["unit"]; ok && v["id"] == nil { // the table itself has a unit too
			// A plain count has no base, so no n.
			shape{"value": "whole?", "reason": "string", "n": "whole?", "method": "string", "warnings": "list"}.holds(t, where, v)
			if v["value"] == nil && v["reason"] == "" {
				t.Errorf("%s has no value and no reason", where)
			}
			return
		}
		for name, one := range v {
			figuresHold(t, where+"."+name, one)
		}
	}
}

// TestListsAreNeverNull: an empty list is [] in JSON.
func TestListsAreNeverNull(t *testing.T) {
	t.Chdir(t.TempDir())
	must(t, "new", "s.mz", "--template", "leeg")
	for _, args := range []string{"codings s.mz", "classify s.mz", "code s.mz --list"} {
		if got := must(t, append(strings.Fields(args), "--format", "json")...).stdout; got != "[]\n" {
			t.Errorf("%s: %q", args, got)
		}
	}
}
