package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"meerzicht/analysis/agreement"
	"meerzicht/coding"
)

// measureShape is what every measure of agreement has.
func measureShape() shape {
	return shape{"name": "string", "value": "number?", "reason": "string", "se": "number?", "ci": "list?", "n": "whole", "left_out": "whole", "method": "string", "warnings": "list"}
}

// holdsMeasures checks a list of measures; a value may be a whole number.
func holdsMeasures(t *testing.T, where string, v any) {
	t.Helper()
	list, ok := v.([]any)
	if !ok {
		t.Fatalf("%s is %T, want a list", where, v)
	}
	for _, m := range list {
		one := m.(map[string]any)
		want := measureShape()
		for _, name := range []string{"value", "se"} {
			if kindName(one[name]) == "whole" {
				want[name] = "whole"
			}
		}
		want.holds(t, where, m)
		if one["value"] == nil && one["reason"] == "" {
			t.Errorf("%s: %v has neither value nor reason", where, one["name"])
		}
	}
}

// The JSON of agreement: of every unit the same members, lists never null.
func TestReliabilityContract(t *testing.T) {
	file := demoFile(t)
	for _, unit := range agreement.Units() {
		out := decode(t, mustRun(t, "agreement", file, "--unit", string(unit), "--replicates", "100", "--format", "json"))
		m := shape{
			"question": "object", "unit": "string", "coders": "list", "round": "string", "documents": "list", "subjects": "list", "left_out": "list",
			"units": "whole", "rule": "object", "missing": "object", "table": "object", "pooled": "list", "mean": "list", "sets": "list",
			"sets_coded": "list", "single": "list", "confused": "list", "codes": "list", "unused": "whole", "warnings": "list",
		}.holds(t, string(unit), out)
		for _, name := range []string{"pooled", "mean", "sets", "sets_coded", "single"} {
			holdsMeasures(t, string(unit)+"."+name, m[name])
		}
		for _, c := range m["codes"].([]any) {
			code := shape{"code": "string", "label": "object", "table": "object", "measures": "list"}.holds(t, string(unit), c)
			holdsMeasures(t, string(unit)+".codes", code["measures"])
			shape{"both": "whole", "only_a": "whole", "only_b": "whole", "neither": "whole"}.holds(t, string(unit)+".table", code["table"])
		}
		if form, there := m["form"]; there != (unit == agreement.Indicator) {
			t.Errorf("%s: form %v", unit, form)
		}
	}
	rectangular(t, mustRun(t, "agreement", file, "--unit", "checklist", "--replicates", "100", "--format", "csv"))
	p := shape{"question": "object", "pairs": "list", "trajectories": "list", "units": "whole", "values": "whole", "measures": "list", "triads": "whole", "shared": "whole", "asked": "whole", "left_out": "list", "warnings": "list"}.
		holds(t, "perspectives", decode(t, mustRun(t, "agreement", file, "--perspectives", "--replicates", "100", "--format", "json")))
	holdsMeasures(t, "perspectives", p["measures"])
	c := shape{"question": "object", "respondents": "list", "table": "object", "pooled": "list", "mean": "list", "codes": "list", "warnings": "list"}.
		holds(t, "concordance", decode(t, mustRun(t, "agreement", file, "--concordance", "--replicates", "100", "--format", "json")))
	holdsMeasures(t, "concordance", c["pooled"])
	rectangular(t, mustRun(t, "agreement", file, "--perspectives", "--replicates", "100", "--format", "csv"))
	rectangular(t, mustRun(t, "agreement", file, "--concordance", "--replicates", "100", "--format", "csv"))
	t.Run("same bytes", func(t *testing.T) {
		again := []string{"agreement", file, "--replicates", "100", "--seed", "5"}
		first, second := mustRun(t, again...), mustRun(t, again...)
		if first != second {
			t.Error("the same command gives other bytes")
		}
	})
	t.Run("round", func(t *testing.T) { figuresOfARoundStay(t, file) })
}

// rectangular insists on CSV with the columns of agreement in every line.
func rectangular(t *testing.T, text string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 2 || !slices.Equal(rows[0], measureHead()) {
		t.Errorf("%d rows, headed %v", len(rows), rows[0])
	}
}

// figuresOfARoundStay: what a coder does after the release changes no figure of
// the round.
func figuresOfARoundStay(t *testing.T, file string) {
	before := mustRun(t, "agreement", file, "--unit", "character", "--replicates", "100", "--format", "json")
	var r agreement.Result
	if err := json.Unmarshal([]byte(before), &r); err != nil {
		t.Fatal(err)
	}
	late := filepath.Join(t.TempDir(), "laat.csv")
	if err := os.WriteFile(late, []byte("document,start,end,code\n"+string(r.Documents[0])+",0,40,act.A09\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	mustRun(t, "import", file, late, "--coder", "codeur2")
	if after := mustRun(t, "agreement", file, "--unit", "character", "--replicates", "100", "--format", "json"); after != before {
		t.Error("a coding made after the release changed the figures of the round")
	}
}

func TestRoundOfTheFigures(t *testing.T) {
	c := &coding.Corpus{Rounds: []coding.Round{
		{ID: "1", Coders: []coding.CoderID{"anna", "bram"}, Released: true, Lists: true},
		{ID: "2", Coders: []coding.CoderID{"anna", "cleo"}, Released: true},
		{ID: "3", Coders: []coding.CoderID{"anna", "bram"}},
	}}
	for _, one := range []struct {
		o    reliabilityOptions
		want string
	}{
		{reliabilityOptions{unit: "turn"}, "2"},
		{reliabilityOptions{unit: "checklist"}, "1"},
		{reliabilityOptions{unit: "turn", coders: []string{"bram", "anna"}}, "1"},
		{reliabilityOptions{unit: "turn", coders: []string{"anna", "dirk"}}, ""},
		{reliabilityOptions{unit: "checklist", coders: []string{"anna", "cleo"}}, ""},
		{reliabilityOptions{unit: "turn", round: 3}, "3"},
	} {
		if got := one.o.roundOf(c); got != one.want {
			t.Errorf("%+v: round %q, want %q", one.o, got, one.want)
		}
	}
}
