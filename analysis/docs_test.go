package analysis_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meerzicht/analysis"
)

// TestStatisticsPage computes every bold number of docs/statistics.md again.
func TestStatisticsPage(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "docs", "statistics.md"))
	if err != nil {
		t.Fatal(err)
	}
	page, bold := string(raw), map[string]int{}
	say := func(section string, values ...string) {
		t.Helper()
		_, body, ok := strings.Cut(page, "\n## "+section+"\n")
		body, _, _ = strings.Cut(body, "\n## ")
		if !ok {
			t.Errorf("no section %q", section)
		}
		for _, v := range values {
			if !strings.Contains(body, "**"+v+"**") && !strings.Contains(body, "**"+v+"0**") {
				t.Errorf("%s does not say %s", section, v)
			}
		}
		bold[section] = strings.Count(body, "**") / 2
	}
	c := analysis.NewCrosstab([]string{"COSA", "elsewhere"}, []string{"named", "not"}, [][]int{{10, 4}, {13, 10}})
	w, cp := analysis.Wilson(23, 37, .95), analysis.ClopperPearson(0, 10, .95)
	q := analysis.CochranQ([][]bool{{true, true}, {true, false}, {true, false}})
	k := analysis.KruskalWallis([]float64{1, 2, 3}, []float64{4, 5, 6})
	p := []float64{.005, .01, .04}
	curve := analysis.AccumulationCurve(3, []int{3, 1, 1})
	grim, _ := analysis.GRIM(37, "62")
	say("Share with a Wilson interval", dec(w.Lo), dec(w.Hi))
	say("Share with an exact interval", dec(cp.Hi))
	say("Cross table: χ², residuals, Cramér's V", dec(*c.Expected[0][0]), dec(*c.Chi2.Value), dec(*c.AdjustedResiduals[0][0]), dec(*c.CramersV.Value))
	say("Fisher's exact test", dec(*analysis.FisherExact([][]int{{3, 1}, {1, 3}}).P), dec(*c.Fisher.P), dec(*analysis.OddsRatio(10, 4, 13, 10).Value))
	say("Two items of the same people: McNemar", dec(*analysis.McNemar(12, 8).P))
	say("Several items of the same people: Cochran's Q", dec(*q.Value), dec(*q.P))
	say("Groups of unequal size: Kruskal–Wallis", dec(*k.Value), dec(*k.P))
	for _, v := range append(analysis.Holm(p), analysis.BenjaminiHochberg(p)...) {
		say("Many tests: Holm and Benjamini–Hochberg", dec(v))
	}
	say("Can this percentage be: GRIM", fmt.Sprint(grim.Counts[0]), fmt.Sprint(analysis.SmallestBase(5, "62", "51", "43")))
	say("Codes that occur together: Jaccard", dec(*analysis.Jaccard(8, 6, 4).Value))
	say("Codes that occur together: phi and lift", dec(*analysis.Phi(8, 6, 4, 10).Value), dec(*analysis.Lift(8, 6, 4, 10).Value))
	fresh := []int{10, 5, 3, 2, 1, 0, 0}
	say("Saturation: a stopping rule", analysis.Stop(fresh, 4, 2, .05).Text(), analysis.Stop(fresh, 4, 2, 0).Text())
	say("Saturation: how many codes there may be", dec(*analysis.Chao2(4, []int{1, 1, 1, 2, 4}).Value), dec(*analysis.Chao2(3, []int{3, 1, 1}).Value))
	say("Saturation: the accumulation curve", dec(curve[0]), dec(curve[1]), dec(curve[2]))
	computed := 0
	for _, n := range bold {
		computed += n
	}
	if all := strings.Count(page, "**") / 2; computed < all {
		t.Errorf("%d of %d bold numbers stand in sections that are computed", computed, all)
	}
	if !strings.Contains(page, "*"+analysis.Quantify(nil, 23, 37).NL+"*") {
		t.Error("the word for 23 of 37 differs")
	}
}

// dec writes a number as the page does: four decimals at most, no leading zero.
func dec(v float64) string {
	s := strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.4f", v), "0"), ".")
	return strings.TrimPrefix(s, "0")
}
