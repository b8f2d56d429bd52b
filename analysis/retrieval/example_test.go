package retrieval_test

import (
	"fmt"

	"meerzicht/analysis"
	"meerzicht/analysis/retrieval"
	"meerzicht/coding"
	"meerzicht/instruments"
)

func exampleCorpus() *coding.Corpus {
	set := &instruments.Set{Taxonomy: instruments.Taxonomy{Activities: []instruments.Activity{{ID: "A01", Label: instruments.Same("koffie")}}}}
	doc := instruments.Document{ID: "R01", Kind: instruments.Interview, Respondent: "R01", Text: "We dronken koffie en dat hielp hem erg."}
	c := &coding.Corpus{
		Instruments: set, Codebook: coding.Of([]coding.Code{{ID: "act.A01"}, {ID: "waard.W1"}}), Documents: []instruments.Document{doc},
		Respondents: []instruments.Respondent{{ID: "R01", Type: instruments.Volunteer, Project: "LJ&R"}, {ID: "R02", Type: instruments.Client, Project: "LJ&R"}},
	}
	for _, id := range []string{"R01", "R02"} {
		c.Fillings = append(c.Fillings, instruments.Filling{
			ID: "activiteiten/" + id + "/ann", Kind: instruments.ActivityFilling, Respondent: instruments.RespondentID(id), Coder: "ann",
			Responses: []instruments.Response{{Activity: "A01", State: instruments.Mentioned}},
		})
	}
	coffee, _ := coding.NewSegment(&doc, 3, 17)
	helped, _ := coding.NewSegment(&doc, 11, 38)
	c.Codings = []coding.Coding{{ID: "k1", Segment: coffee, Code: "act.A01", Coder: "ann"}, {ID: "k2", Segment: helped, Code: "waard.W1", Coder: "ann"}}
	return c
}

func ExampleFind() {
	for _, text := range []string{"act.A01 AND waard.W1", "act.A01 OVERLAPS waard.W1", "act.A01 NIET waard.W1", `project:"LJ&R" rol:vrijwilliger`} {
		q, err := retrieval.Parse(text)
		if err != nil {
			fmt.Println(err)
			continue
		}
		found, err := retrieval.Find(exampleCorpus(), q, retrieval.ByDocument)
		fmt.Println(q, len(found), err)
		for _, one := range found {
			fmt.Printf("  %q %v\n", one.Text, one.Codes)
		}
	}
	// Output:
	// act.A01 AND waard.W1 1 <nil>
	//   "koffie" [act.A01 waard.W1]
	// act.A01 OVERLAPS waard.W1 1 <nil>
	//   "dronken koffie" [act.A01]
	// act.A01 NOT waard.W1 0 <nil>
	// project:LJ&R AND role:vrijwilliger 2 <nil>
	//   "dronken koffie" [act.A01]
	//   "koffie en dat hielp hem erg" [waard.W1]
}

func ExampleOf() {
	c, o := exampleCorpus(), analysis.Options{}
	table := analysis.Activities(c, o)
	for _, who := range retrieval.Of(c, table, "A01", analysis.ColumnAll, o) {
		fmt.Println(who.ID, len(who.Quotations), "quotations;", who.Ticks[0].Item, who.Ticks[0].State, "by", who.Ticks[0].Coder)
	}
	// Output:
	// R01 1 quotations; A01 genoemd by ann
	// R02 0 quotations; A01 genoemd by ann
}
