package dataset_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"meerzicht/instruments"
	"meerzicht/report/dataset"
	"meerzicht/report/sav"
)

// havenScript writes what R haven reads from d.sav: the values to values.csv, and
// a line for every variable to labels.csv.
const havenScript = `library(haven)
d <- read_sav("d.sav", user_na = TRUE)
flat <- function(x) paste(x, collapse = "|")
v <- data.frame(
  name = names(d),
  label = sapply(d, function(x) flat(attr(x, "label"))),
  values = sapply(d, function(x) flat(unname(attr(x, "labels")))),
  texts = sapply(d, function(x) flat(names(attr(x, "labels")))),
  missing = sapply(d, function(x) flat(attr(x, "na_values"))))
write.csv(v, "labels.csv", row.names = FALSE, na = "")
plain <- as.data.frame(lapply(d, function(x) { attributes(x) <- NULL; x }))
names(plain) <- names(d)
write.csv(plain, "values.csv", row.names = FALSE, na = " ")
`

// large is a dataset of ten thousand rows with everything that goes wrong easily:
// accents, emoji, long names, long labels, long texts, gaps.
func large() dataset.Dataset {
	states := []dataset.ValueLabel{{Value: 1, Label: both("genoemd", "mentioned")}, {Value: 2, Label: both("expliciet niet: één", "explicitly not")}, {Value: 9, Label: both("geen lijst", "no list")}}
	d := dataset.Dataset{
		Name: "groot", Label: both("Groot onderzoek met é en 😀", "Large study"), Changed: "2020-07-15T16:30:00Z",
		Variables: []dataset.Variable{
			{Name: "respondent", Label: both("Respondent", ""), Type: dataset.String, Missing: dataset.NoMissing},
			{Name: "een_naam_van_meer_dan_acht_tekens", Label: both(strings.Repeat("é", 127), ""), Type: dataset.Number, Values: states, Missing: 9, Set: "alles"},
			{Name: "een_naam_van_meer_dan_acht_tekens_ook", Label: both("tweede", ""), Type: dataset.Number, Values: states[:2], Missing: dataset.NoMissing, Set: "alles"},
			{Name: "rol", Label: both("rol 😀", ""), Type: dataset.String, Values: []dataset.ValueLabel{{Value: "cirkelcoördinator", Label: both("cirkelcoördinator (COSA) é", "")}}, Missing: dataset.NoMissing},
			{Name: "kort", Label: both("kort", ""), Type: dataset.String, Values: []dataset.ValueLabel{{Value: "ja", Label: both("Ja", "")}, {Value: "nee", Label: both("Nee é", "")}}, Missing: dataset.NoMissing},
			{Name: "citaat", Label: both("citaat", ""), Type: dataset.String, Missing: dataset.NoMissing},
			{Name: "getal", Label: both("getal", ""), Type: dataset.Number, Measure: sav.Scale, Missing: dataset.NoMissing},
		},
		Sets: []dataset.ResponseSet{{Name: "alles", Label: both("Alles é", ""), Counted: 1}},
	}
	for i := range 10_000 {
		row := []dataset.Value{fmt.Sprintf("R%05d", i), []dataset.Value{1, 2, 9, nil}[i%4], i % 2, "cirkelcoördinator", []string{"ja", "nee", ""}[i%3], "", 37*i - 1000}
		if i%500 == 0 { // some quotations, of more than a thousand bytes, cut anywhere
			row[5] = sav.Cut(strings.Repeat("één 😀 ‘citaat’, \"aan\" de rand; ", 1+i/200), 1000+i/10)
		}
		if i%7 == 0 {
			row[6] = nil
		}
		d.Rows = append(d.Rows, row)
	}
	return d
}

// TestHavenReadsTenThousandRows: R haven and PSPP read every value, label and
// missing value of ten thousand rows.
func TestHavenReadsTenThousandRows(t *testing.T) {
	t.Parallel()
	d := large()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "d.sav"), d, nl, dataset.WriteSAV)
	if err := os.WriteFile(filepath.Join(dir, "read.R"), []byte(havenScript), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, dir, "Rscript", "--vanilla", "--encoding=UTF-8", "read.R")
	run(t, dir, "pspp-convert", "d.sav", "pspp.csv")
	want := asRead(d)
	for _, file := range []string{"values.csv", "pspp.csv"} {
		got := records(t, filepath.Join(dir, file))
		if len(got) != 10_001 {
			t.Fatalf("%s has %d lines", file, len(got))
		}
		for i := range want {
			for j := range got[i] { // an R table writes trailing blanks as they are
				got[i][j] = strings.TrimRight(got[i][j], " ")
				want[i][j] = strings.TrimRight(want[i][j], " ")
			}
			if !slices.Equal(got[i], want[i]) {
				t.Fatalf("%s, line %d:\n got %q\nwant %q", file, i, got[i], want[i])
			}
		}
	}
	havenLabels(t, d, records(t, filepath.Join(dir, "labels.csv"))[1:])
}

func havenLabels(t *testing.T, d dataset.Dataset, got [][]string) {
	t.Helper()
	for i, v := range d.Variables {
		var values, texts []string
		for _, l := range v.Values {
			values, texts = append(values, fmt.Sprint(l.Value)), append(texts, l.Label.In(instruments.Dutch))
		}
		missing := ""
		if v.Missing != dataset.NoMissing {
			missing = strconv.Itoa(v.Missing)
		}
		want := []string{v.Name, v.Label.In(instruments.Dutch), strings.Join(values, "|"), strings.Join(texts, "|"), missing}
		if !slices.Equal(got[i], want) {
			t.Errorf("variable %d:\n got %q\nwant %q", i, got[i], want)
		}
	}
}
