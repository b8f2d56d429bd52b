package agreement_test

import (
	"fmt"
	"strings"

	"meerzicht/analysis/agreement"
	"meerzicht/instruments"
)

func ExampleAlpha() {
	// Two coders, ten units; they differ about the third and the seventh.
	d := agreement.FromLabels(agreement.Nominal, []string{"Anna", "Bram"}, []string{"ja", "nee"}, [][]string{
		{"ja", "ja"},
		{"ja", "ja"},
		{"ja", "nee"},
		{"ja", "ja"},
		{"nee", "nee"},
		{"nee", "nee"},
		{"nee", "ja"},
		{"ja", "ja"},
		{"nee", "nee"},
		{"ja", "ja"},
	})
	m := agreement.Alpha(d, agreement.Options{Bootstrap: agreement.NoBootstrap})
	fmt.Printf("%.4f over %d units\n", *m.Value, m.N)
	// Output: 0.6042 over 10 units
}

func ExampleMeasures() {
	d := agreement.FromLabels(agreement.Nominal, []string{"Anna", "Bram"}, []string{"ja", "nee"}, [][]string{{"ja", "ja"}, {"ja", "ja"}})
	for _, m := range agreement.Measures(d, agreement.Options{}) {
		if m.Value != nil {
			fmt.Println(m.Name, *m.Value)
		} else {
			fmt.Println(m.Name, "–", m.Reason)
		}
	}
	// Output:
	// percent 1
	// cohen_kappa – no_variation
	// fleiss_kappa – no_variation
	// brennan_prediger 1
	// gwet_ac1 1
	// krippendorff_alpha – no_variation
}

func ExampleSetAlpha() {
	s := agreement.Sets{Coders: []string{"Anna", "Bram"}, Labels: []string{"praktisch", "emotie", "signaal"}}
	s.Values = append(s.Values,
		agreement.NewSet(3, 0, 1), agreement.NewSet(3, 0), // praktisch and emotie against praktisch
		agreement.NewSet(3, 2), agreement.NewSet(3, 2),
		agreement.NewSet(3), agreement.NewSet(3), // both: no code
	)
	m := agreement.SetAlpha(s, agreement.Jaccard, agreement.Options{Bootstrap: agreement.NoBootstrap})
	fmt.Printf("%.4f\n", *m.Value)
	// Output: 0.8000
}

func ExampleBinaryUnits() {
	documents := []agreement.Table{{Both: 120, OnlyA: 30, Neither: 850}, {Both: 40, OnlyB: 60, Neither: 900}}
	for _, m := range agreement.BinaryUnits(documents, agreement.Options{Bootstrap: agreement.NoBootstrap}) {
		if m.Name == agreement.JaccardName {
			fmt.Printf("%s: %.2f\n", agreement.Label(m.Name).In(instruments.English), *m.Value)
		}
	}
	// Output: Jaccard (coded only): 0.64
}

func ExampleReadCSV() {
	file, problems, _ := agreement.ReadCSV("codeurs.csv", strings.NewReader("unit;Anna;Bram\n1;3,5;4\n2;2;2\n2;1;x\n"), agreement.CSVOptions{Level: agreement.Interval})
	fmt.Println(len(file.IDs))
	fmt.Println(problems.In(instruments.English))
	// Output:
	// 0
	// codeurs.csv, line 4, column unit: unit "2" is on line 3 too
	//   hint: put all coders of a unit on one line
	// codeurs.csv, line 4, column Bram: "x" is no number
	//   hint: write 3,5 or 3.5, or choose --level nominal
}
