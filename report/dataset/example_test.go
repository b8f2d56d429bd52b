package dataset_test

import (
	"fmt"
	"os"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report/dataset"
)

// A respondent who named one activity, denied the second and was not asked about
// the third.
func ExampleOf() {
	set := &instruments.Set{Taxonomy: instruments.Taxonomy{Activities: []instruments.Activity{{ID: "A01"}, {ID: "A02"}, {ID: "A03"}}}}
	corpus := &coding.Corpus{
		Instruments: set,
		Respondents: []instruments.Respondent{{ID: "R01", Type: "client"}},
		Fillings: []instruments.Filling{{Kind: instruments.ActivityFilling, Respondent: "R01", Coder: "codeur1", Responses: []instruments.Response{
			{Activity: "A01", State: instruments.Mentioned}, {Activity: "A02", State: instruments.Denied},
		}}},
	}
	d, err := dataset.Of(corpus, dataset.Wide, dataset.Options{Columns: dataset.Indicators})
	if err == nil {
		err = dataset.WriteCSV(os.Stdout, d, instruments.Dutch)
	}
	fmt.Println(err)
	// Output:
	// respondent,type,role,project,trajectories,n_trajectories,consent,A01,A02,A03,n_activities,n_interviews
	// R01,client,,,,0,,1,0,,1,0
	// <nil>
}
