package main

import (
	"math"
	"os"
	"strings"
	"testing"
)

// TestAgreementContract: names, members and values that other programs rely on.
// The values are those of ../shared/statistics.md for data C of Krippendorff (2011).
func TestAgreementContract(t *testing.T) {
	t.Chdir(t.TempDir())
	lines := []string{
		"unit,A,B,C,D", "1,1,1,,1", "2,2,2,3,2", "3,3,3,3,3", "4,3,3,3,3", "5,2,2,2,2", "6,1,2,3,4", "7,4,4,4,4", "8,1,1,2,1", "9,2,2,2,2", "10,,5,5,5", "11,,,1,1", "12,,3,,",
	}
	if err := os.WriteFile("c.csv", []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := shape{"units": "whole", "pairable": "whole", "coders": "whole", "coder_names": "list", "level": "string", "categories": "whole", "seed": "whole", "measures": "list"}
	measure := figure(shape{"name": "string", "se": "number?", "ci": "list?"})
	measure["value"] = "number?"
	for level, alpha := range map[string]float64{"nominal": .743421, "ordinal": .815388, "interval": .849107, "ratio": .797403} {
		m := s.holds(t, level, decode(t, must(t, "calc", "agreement", "c.csv", "--level", level, "--categories", "5", "--replicates", "200", "--format", "json").stdout))
		if m["units"] != 12.0 || m["pairable"] != 11.0 || m["coders"] != 4.0 {
			t.Errorf("%s: %v units, %v pairable, %v coders", level, m["units"], m["pairable"], m["coders"])
		}
		var order []string
		for _, one := range m["measures"].([]any) {
			v := measure.holds(t, level, one)
			order = append(order, v["name"].(string))
			if v["name"] == "krippendorff_alpha" && math.Abs(v["value"].(float64)-alpha) > 1e-6 {
				t.Errorf("%s: alpha %v, want %v", level, v["value"], alpha)
			}
			if v["value"] == nil && v["reason"] == "" {
				t.Errorf("%s: %v has no value and no reason", level, v["name"])
			}
		}
		want := "percent cohen_kappa cohen_kappa_linear cohen_kappa_quadratic fleiss_kappa brennan_prediger gwet_ac1 krippendorff_alpha"
		if level == "nominal" {
			want = strings.Replace(want, "cohen_kappa_linear cohen_kappa_quadratic ", "", 1)
		}
		if got := strings.Join(order, " "); got != want {
			t.Errorf("%s: measures %s", level, got)
		}
	}
	m := s.holds(t, "sets", decode(t, must(t, "calc", "agreement", "c.csv", "--sets", "--replicates", "200", "--format", "json").stdout))
	if list := m["measures"].([]any); len(list) != 3 || measure.holds(t, "sets", list[2])["name"] != "set_alpha_masi" {
		t.Errorf("sets: %v", list)
	}
}
