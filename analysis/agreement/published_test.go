package agreement_test

import (
	"strings"
	"testing"

	"meerzicht/analysis/agreement"
)

// fleiss1971 is table 1 of Fleiss (1971): 30 patients, 6 psychiatrists, 5 diagnoses.
func fleiss1971() agreement.Data {
	return tallied(5, [][]int{
		{0, 0, 0, 6, 0},
		{0, 3, 0, 0, 3},
		{0, 1, 4, 0, 1},
		{0, 0, 0, 0, 6},
		{0, 3, 0, 3, 0},
		{2, 0, 4, 0, 0},
		{0, 0, 4, 0, 2},
		{2, 0, 3, 1, 0},
		{2, 0, 0, 4, 0},
		{0, 0, 0, 0, 6},
		{1, 0, 0, 5, 0},
		{1, 1, 0, 4, 0},
		{0, 3, 3, 0, 0},
		{1, 0, 0, 5, 0},
		{0, 2, 0, 3, 1},
		{0, 0, 5, 0, 1},
		{3, 0, 0, 1, 2},
		{5, 1, 0, 0, 0},
		{0, 2, 0, 4, 0},
		{1, 0, 2, 0, 3},
		{0, 0, 0, 0, 6},
		{0, 1, 0, 5, 0},
		{0, 2, 0, 1, 3},
		{2, 0, 0, 4, 0},
		{1, 0, 0, 4, 1},
		{0, 5, 0, 1, 0},
		{4, 0, 0, 0, 2},
		{0, 2, 0, 4, 0},
		{1, 0, 5, 0, 0},
		{0, 0, 0, 0, 6},
	})
}

// gender are 15 persons by 4 raters of Gwet (2014), example data "raw.gender"
// of the R package irrCAC.
func gender() agreement.Data {
	return grid(agreement.Nominal, 3,
		"a a a a a b b b c a a a a a b", "a a a a b a b c c a a a a b a",
		"a b b c a a b b c a b b c a a", "c c c c a a b b c c c c c a a")
}

// observers are 15 units by 5 observers of Gwet (2014), "raw.5observers" of irrCAC.
func observers() agreement.Data {
	return grid(agreement.Nominal, 4,
		"1 1 2 . 0 0 1 1 2 2 . 0 1 3 1", "1 1 3 0 0 0 0 . 2 1 1 0 2 3 1", "2 0 3 0 0 0 2 2 2 1 0 0 2 2 1",
		". 1 3 . . . . 0 . 1 0 0 2 2 .", "2 . . 0 0 0 1 . 2 . . . . 3 1")
}

// TestPublishedValues: values as printed in the literature or by the reference
// program named.
func TestPublishedValues(t *testing.T) {
	t.Parallel()
	sas := square(agreement.Ordinal, [][]int{{0, 4, 1}, {0, 8, 0}, {0, 1, 5}})
	pregnancy := square(agreement.Ordinal, [][]int{{13, 0, 0}, {0, 20, 7}, {0, 4, 56}})
	diagnosis := square(agreement.Ordinal, [][]int{{40, 6, 4, 15}, {4, 25, 1, 5}, {4, 2, 21, 9}, {17, 13, 12, 45}})
	psychosis := square(agreement.Nominal, [][]int{{75, 1, 4}, {5, 4, 1}, {0, 0, 10}})
	cohen := square(agreement.Nominal, [][]int{{88, 14, 18}, {10, 40, 10}, {2, 6, 12}})
	binary := grid(agreement.Nominal, 2, "1 1 0 0 0 0 0 0 0 0", "0 1 1 0 0 1 0 1 0 0")
	nominal := grid(agreement.Nominal, 5, "a a b b d c c c e d d a", "b a b b b c c c e d d d")
	for _, tt := range []struct {
		source    string
		m         agreement.Measure
		want, tol float64
	}{
		{"Cohen 1960 p. 45", agreement.Cohen(cohen), .492, 5e-4},
		{"Cohen 1960 p. 45, Po", agreement.Percent(cohen), .70, 1e-9},
		{"Fleiss 1971 by R irr 0.84.1", agreement.Fleiss(fleiss1971()), .4302445, 5e-8},
		{"Fleiss 1971 p. 380, P", agreement.Percent(fleiss1971()), .5556, 5e-5},
		{"Krippendorff 2011 C nominal", agreement.Alpha(dataC(agreement.Nominal), none()), .743421, 5e-7},
		{"Krippendorff 2011 C ordinal", agreement.Alpha(dataC(agreement.Ordinal), none()), .815, 5e-4},
		{"Krippendorff 2011 C interval", agreement.Alpha(dataC(agreement.Interval), none()), .849, 5e-4},
		{"Krippendorff 2011 C ratio", agreement.Alpha(dataC(agreement.Ratio), none()), .797, 5e-4},
		{"Krippendorff 2011 A, Krippendorff 2004 p. 224", agreement.Alpha(binary, none()), .0952, 5e-5},
		{"Krippendorff 2004 p. 224, percent", agreement.Percent(binary), .60, 1e-9},
		{"Krippendorff 2011 B", agreement.Alpha(nominal, none()), .692, 5e-4},
		{"Hayes & Krippendorff 2007 ordinal", agreement.Alpha(news(agreement.Ordinal), none()), .7598, 5e-5},
		{"Hayes & Krippendorff 2007 nominal", agreement.Alpha(news(agreement.Nominal), none()), .4765, 5e-5},
		{"Hayes & Krippendorff 2007 interval, krippendorff-alpha 0.757", agreement.Alpha(news(agreement.Interval), none()), .757, 5e-4},
		{"SAS PROC FREQ 3×3", agreement.Cohen(sas), .4842, 5e-5},
		{"SAS PROC FREQ 3×3, linear", agreement.Weighted(sas, agreement.Linear), .4701, 5e-5},
		{"Fleiss 1981 p. 213", agreement.Cohen(psychosis), .676, 5e-4},
		{"Gwet 2014 pregnancies, kappa", agreement.Cohen(pregnancy), .796, 5e-4},
		{"Gwet 2014 pregnancies, linear", agreement.Weighted(pregnancy, agreement.Linear), .843, 5e-4},
		{"Gwet 2014 pregnancies, quadratic", agreement.Weighted(pregnancy, agreement.Quadratic), .892, 5e-4},
		{"Gwet 2014 pregnancies, BP", agreement.BrennanPrediger(pregnancy), .835, 5e-4},
		{"Gwet 2014 pregnancies, AC1", agreement.GwetAC1(pregnancy), .84933, 5e-6},
		{"Gwet 2014 pregnancies, p_a", agreement.Percent(pregnancy), .890, 5e-4},
		{"Gwet 2014 diagnoses, kappa", agreement.Cohen(diagnosis), .432, 5e-4},
		{"Gwet 2014 diagnoses, linear", agreement.Weighted(diagnosis, agreement.Linear), .407, 5e-4},
		{"Gwet 2014 diagnoses, quadratic", agreement.Weighted(diagnosis, agreement.Quadratic), .383, 5e-4},
		{"Gwet 2014 diagnoses, BP", agreement.BrennanPrediger(diagnosis), .450, 5e-4},
		{"Gwet 2014 diagnoses, AC1", agreement.GwetAC1(diagnosis), .456, 5e-4},
		{"irrCAC gender, AC1", agreement.GwetAC1(gender()), .20808, 5e-6},
		{"irrCAC gender, Fleiss", agreement.Fleiss(gender()), .12889, 5e-6},
		{"irrCAC observers with missing values, AC1", agreement.GwetAC1(observers()), .49662, 5e-6},
		{"irrCAC 4 raters with missing values, BP", agreement.BrennanPrediger(dataC(agreement.Nominal)), .773, 5e-4},
		{"irrCAC 4 raters with missing values, p_a", agreement.Percent(dataC(agreement.Nominal)), .818, 5e-4},
	} {
		near(t, tt.source, tt.m.Value, tt.want, tt.tol)
	}
}

func none() agreement.Options { return agreement.Options{Bootstrap: agreement.NoBootstrap} }

// TestPublishedErrors: standard errors and intervals.
func TestPublishedErrors(t *testing.T) {
	t.Parallel()
	sas := square(agreement.Ordinal, [][]int{{0, 4, 1}, {0, 8, 0}, {0, 1, 5}})
	diagnosis := square(agreement.Nominal, [][]int{{40, 6, 4, 15}, {4, 25, 1, 5}, {4, 2, 21, 9}, {17, 13, 12, 45}})
	pregnancy := square(agreement.Nominal, [][]int{{13, 0, 0}, {0, 20, 7}, {0, 4, 56}})
	k, linear := agreement.Cohen(sas), agreement.Weighted(sas, agreement.Linear)
	near(t, "SAS ASE", k.SE, .1380, 5e-5)
	near(t, "SAS ASE under H0", k.SE0, .1484, 5e-5)
	between(t, "SAS kappa", k.CI, .2137, .7547, 5e-5)
	near(t, "SAS weighted ASE", linear.SE, .1457, 5e-5)
	near(t, "SAS weighted ASE under H0", linear.SE0, .1426, 5e-5)
	between(t, "SAS weighted kappa", linear.CI, .1845, .7558, 1e-4)
	psychosis := agreement.Cohen(square(agreement.Nominal, [][]int{{75, 1, 4}, {5, 4, 1}, {0, 0, 10}}))
	near(t, "Fleiss 1981 p. 219, SE0", psychosis.SE0, .076, 5e-4)
	// Gwet's program for tables divides by n, the one for raw data, as here, by
	// n − 1: half a per mille wider at n = 223, half a per cent at n = 100.
	near(t, "irrCAC diagnoses, SE of BP", agreement.BrennanPrediger(diagnosis).SE, .044, 6e-4)
	near(t, "irrCAC diagnoses, SE of AC1", agreement.GwetAC1(diagnosis).SE, .043, 6e-4)
	between(t, "irrCAC diagnoses, BP", agreement.BrennanPrediger(diagnosis).CI, .363, .537, 1e-3)
	between(t, "irrCAC diagnoses, AC1", agreement.GwetAC1(diagnosis).CI, .371, .542, 1e-3)
	between(t, "Gwet 2014 pregnancies, BP", agreement.BrennanPrediger(pregnancy).CI, .742, .928, 1e-3)
	between(t, "Gwet 2014 pregnancies, AC1", agreement.GwetAC1(pregnancy).CI, .764, .935, 1e-3)
	between(t, "irrCAC gender, AC1", agreement.GwetAC1(gender()).CI, .01356, .40261, 5e-6)
	between(t, "irrCAC gender, Fleiss", agreement.Fleiss(gender()).CI, -.17246, .43023, 5e-6)
	between(t, "irrCAC observers, AC1", agreement.GwetAC1(observers()).CI, .23502, .75823, 5e-6)
}

// TestParadoxes: the tables of Feinstein & Cicchetti (1990), J. Clin.
// Epidemiol. 43, 543–549: the same agreement, other margins, another kappa.
func TestParadoxes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		counts         [][]int
		percent, kappa float64
	}{
		{[][]int{{40, 9}, {6, 45}}, .85, .70},
		{[][]int{{80, 10}, {5, 5}}, .85, .32},
		{[][]int{{45, 15}, {25, 15}}, .60, .13},
		{[][]int{{25, 35}, {5, 35}}, .60, .26},
	} {
		d := square(agreement.Nominal, tt.counts)
		near(t, "percent", agreement.Percent(d).Value, tt.percent, 1e-9)
		near(t, "kappa", agreement.Cohen(d).Value, tt.kappa, 5e-3)
		c := tt.counts
		for _, m := range agreement.Binary(agreement.Table{Both: c[0][0], OnlyA: c[0][1], OnlyB: c[1][0], Neither: c[1][1]}) {
			if m.Name == agreement.CohenName {
				near(t, "kappa of the 2×2", m.Value, tt.kappa, 5e-3)
			}
		}
	}
}

// TestHayesKrippendorffIntervals: the intervals that ../shared/statistics.md
// gives for the data of Hayes & Krippendorff (2007).
func TestHayesKrippendorffIntervals(t *testing.T) {
	t.Parallel()
	units := agreement.Alpha(news(agreement.Ordinal), agreement.Options{})
	between(t, "units", units.CI, .626, .843, .015)
	pairs := agreement.Alpha(news(agreement.Ordinal), agreement.Options{Bootstrap: agreement.PairBootstrap})
	between(t, "pairs", pairs.CI, .716, .813, .015)
	if a, b := units.CI[1]-units.CI[0], pairs.CI[1]-pairs.CI[0]; a < 1.5*b {
		t.Errorf("units %v wide, pairs %v: pairs are too narrow with five coders", a, b)
	}
	// P(alpha < .667) and P(alpha < .800), by counting .0814 and .8259 of 10,000.
	near(t, "P(alpha < .667)", units.Below667, .08, .02)
	near(t, "P(alpha < .800)", units.Below800, .826, .02)
	if units.Replicates != 10_000 || units.Dropped != 0 || units.N != 40 {
		t.Errorf("%d replicates, %d dropped, %d units", units.Replicates, units.Dropped, units.N)
	}
}

// TestGwetCountsSingleValues: the value of Gwet (2014) for the data with a unit
// of one value stands in the warning.
func TestGwetCountsSingleValues(t *testing.T) {
	t.Parallel()
	m := agreement.GwetAC1(dataC(agreement.Nominal))
	for _, w := range m.Warnings {
		if w.Code == agreement.UnpairedValues && strings.Contains(w.Text.EN, "0.7754") && strings.Contains(w.Text.EN, "1 unit ") && strings.Contains(w.Text.NL, "0,7754") {
			return
		}
	}
	t.Errorf("irrCAC prints .77544 for all values; warnings %v", m.Warnings)
}

// TestStatsmodels: kappa and its errors to nine decimals, by cohens_kappa of
// statsmodels 0.13.5 (Python) for the table of diagnoses of Gwet (2014).
func TestStatsmodels(t *testing.T) {
	t.Parallel()
	d := square(agreement.Ordinal, [][]int{{40, 6, 4, 15}, {4, 25, 1, 5}, {4, 2, 21, 9}, {17, 13, 12, 45}})
	for _, tt := range []struct {
		m              agreement.Measure
		kappa, se, se0 float64
	}{
		{agreement.Cohen(d), .4315007758811794, .045969181562379, .03976133704440365},
		{agreement.Weighted(d, agreement.Linear), .4068108740134464, .05338805071276334, .051884994786334994},
		{agreement.Weighted(d, agreement.Quadratic), .38318594413494866, .06579469580787654, .06668231825737472},
	} {
		near(t, tt.m.Name, tt.m.Value, tt.kappa, 1e-9)
		near(t, tt.m.Name+", SE", tt.m.SE, tt.se, 1e-9)
		near(t, tt.m.Name+", SE0", tt.m.SE0, tt.se0, 1e-9)
	}
}

// TestUnusedRankKeepsItsPlace: ranks 1, 2 and 5 of a scale of five lie 1 and 3
// apart, not 1 and 1. By hand: pairs 11 22 55 12 25; linear distances seen
// (1 + 3)/5 of the range, expected with rows 2 2 1 and columns 1 2 2:
// (2·(2·1 + 2·4) + 2·(1·1 + 2·3) + 1·(1·4 + 2·3))/25.
func TestUnusedRankKeepsItsPlace(t *testing.T) {
	t.Parallel()
	d := grid(agreement.Ordinal, 5, "1 2 5 1 2", "1 2 5 2 5")
	near(t, "linear", agreement.Weighted(d, agreement.Linear).Value, 1-(4./5)/(44./25), 1e-12)
	near(t, "quadratic", agreement.Weighted(d, agreement.Quadratic).Value, 1-(10./5)/((2*(2*1+2*16.)+2*(1*1+2*9.)+1*(16+2*9.))/25), 1e-12)
}
