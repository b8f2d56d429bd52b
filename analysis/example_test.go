package analysis_test

import (
	"fmt"
	"strings"

	"meerzicht/analysis"
)

// show prints the counts of some cells.
func show(t analysis.Table, row string, columns ...string) {
	for i, c := range columns {
		f := t.Figure(row, c)
		columns[i] = fmt.Sprint(c, " ", f.Count)
		if f.Base > 0 {
			columns[i] += fmt.Sprint("/", f.Base)
		}
	}
	fmt.Println(strings.Join(columns, "; "))
}

func ExampleGoals() {
	t := analysis.Goals(small(), analysis.Options{})
	show(t, "G", "n", "project:Noord", "respondents", "trajectories")
	fmt.Println(t.Figure("H", "n").IDs)
	// Output:
	// n 5/7; project:Noord 4/5; respondents 4/5; trajectories 2/2
	// [P1/B1 V2/B1]
}

func ExampleForms() {
	t := analysis.Forms(small())
	show(t, "form1", "n", "project:Noord", "role:toezichthouder", "trajectories")
	fmt.Println(t.Figure("form2", "n").IDs)
	// Output:
	// n 1/2; project:Noord 1/1; role:toezichthouder 1/2; trajectories 1/2
	// [T2/V–toezichth.]
}

func ExampleFormGoals() {
	t := analysis.FormGoals(small())
	show(t, "form2", "dyads", "n", "goal:G", "goal:H")
	fmt.Println(t.Figure("form2", "goal:G").IDs)
	// Output:
	// dyads 1; n 2/2; goal:G 1/2; goal:H 1/2
	// [T2/V–toezichth./V2/A2]
}

func ExampleFormValuation() {
	show(analysis.FormValuation(coded(small()), "waardering"), "waard.W1.1", "class:form1", "class:form2")
	// Output: class:form1 2/3; class:form2 0/2
}

func ExampleConcordance() {
	show(analysis.Concordance(coded(small()), analysis.Options{}), "B1", "both", "checklist", "transcript", "neither", "agree")
	// Output: both 0/2; checklist 1/2; transcript 1/2; neither 0/2; agree 0/2
}

func ExampleConcordanceByRespondent() {
	show(analysis.ConcordanceByRespondent(coded(small()), analysis.Options{}), "V1", "both", "checklist", "transcript", "neither", "agree")
	// Output: both 1/4; checklist 1/4; transcript 1/4; neither 1/4; agree 1/3
}

func ExampleTriads() {
	show(analysis.Triads(small(), analysis.Options{}), "total", "all", "some", "one", "none")
	// Output: all 1/4; some 0/4; one 2/4; none 1/4
}

func ExampleSample() {
	c := small()
	c.Instruments.Plan.Projects, c.Instruments.Plan.PerCell = []string{"Noord", "Zuid"}, 2
	show(analysis.Sample(c), "Noord", "type:vrijwilliger", "n")
	// Output: type:vrijwilliger 1/2; n 3/6
}

func ExampleCodesByType() {
	t := analysis.CodesByType(coded(small()), "waardering", analysis.Options{})
	show(t, "waard.W1", "n", "type:client", "segments", "kind:focusgroep")
	// Output: n 2/5; type:client 1/1; segments 3; kind:focusgroep 1/1
}

func ExampleExpectation() {
	t := analysis.Expectation(small(), analysis.Options{Without: []string{"Noord"}})
	fmt.Println(t.Rows[0].Cells["expected"].Text.NL)
	show(t, "B1", "n", "without:Noord")
	// Output:
	// nee
	// n 2/5; without:Noord 1/2
}

func ExampleCooccurrence() {
	t := analysis.Cooccurrence(coded(small()), analysis.Options{Domain: "waardering"})
	show(t, "waard.W1.1+waard.W1.2", "n1", "n2", "n12")
	r, _ := t.Row("waard.W1.1+waard.W1.2")
	fmt.Println(*r.Cells["jaccard"].Number)
	// Output:
	// n1 2/5; n2 1/5; n12 1/5
	// 0.5
}

func ExampleSaturation() {
	for _, r := range analysis.Saturation(coded(small()), analysis.Options{}).Rows {
		fmt.Printf("%s %v %v %.2f\n", r.Key, *r.Cells["new"].Number, *r.Cells["seen"].Number, *r.Cells["expected"].Number)
	}
	// Output:
	// C1 1 1 2.00
	// P1 1 2 3.33
	// V1 2 4 4.00
}

func ExampleSmallestBase() {
	fmt.Println(analysis.SmallestBase(5, "62", "51", "43"))
	// Output: 37
}

func ExampleFigure_Share() {
	f := analysis.Figure{Count: 23, Base: 37}
	share, ok := f.Share()
	fmt.Printf("%.3f %v\n", share, ok)
	f.Mask = analysis.Small
	_, ok = f.Share()
	fmt.Println(ok)
	// Output:
	// 0.622 true
	// false
}

func ExampleReasonText() {
	fmt.Println(analysis.ReasonText(analysis.UnusedCode).NL)
	// Output: Een van de codes is nooit gebruikt.
}
