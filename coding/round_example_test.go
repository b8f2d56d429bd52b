package coding_test

import (
	"fmt"

	"meerzicht/coding"
	"meerzicht/instruments"
)

func ExampleCompare() {
	stretch := func(coder coding.CoderID, start, end int, code coding.CodeID) coding.Coding {
		return coding.Coding{Segment: coding.Segment{Document: "R01", Start: start, End: end}, Code: code, Coder: coder}
	}
	agreed, diffs := coding.Compare(
		[]coding.Coding{stretch("anna", 0, 20, "act.A01"), stretch("anna", 30, 50, "act.A02"), stretch("anna", 60, 80, "w")},
		[]coding.Coding{stretch("bram", 0, 9, "act.A01"), stretch("bram", 9, 20, "act.A01"), stretch("bram", 30, 55, "act.A02"), stretch("bram", 60, 75, "v")}, 0)
	fmt.Println("agreed:", agreed[0].A.Start, agreed[0].A.End, agreed[0].A.Code)
	for _, d := range diffs {
		fmt.Println(d.Type.Text().EN+":", d.Start, d.End, d.Codes())
	}
	// Output:
	// agreed: 0 20 act.A01
	// other edges: 30 55 [act.A02]
	// another code: 60 80 [v w]
}

func ExampleSettle() {
	s, doc := exampleState(), exampleDocument()
	r := coding.Round{Documents: []instruments.DocumentID{doc.ID}, Coders: []coding.CoderID{"anna", "bram"}}
	cmd, err := coding.OpenRound(s, r)
	apply(s, cmd, err)
	for coder, end := range map[coding.CoderID]int{"anna": 21, "bram": 24} {
		seg, err := coding.NewSegment(doc, 11, end)
		if err != nil {
			fmt.Println(err)
			return
		}
		cmd, err := coding.AddCodings(s, coding.Coding{Segment: seg, Code: "thee", Coder: coder})
		apply(s, cmd, err)
	}
	cmd, err = coding.ReleaseRound(s, "1")
	apply(s, cmd, err)
	cmd, err = coding.MergeAgreed(s, "", "", "")
	apply(s, cmd, err)

	codings, err := coding.All[coding.Coding](s, coding.CodingKind)
	if err != nil {
		fmt.Println(err)
		return
	}
	coding.SortCodings(codings)
	queue, err := coding.SettlingOf(&coding.Corpus{Codings: codings, Rounds: []coding.Round{{ID: "1", Documents: r.Documents, Coders: r.Coders, Released: true}}}, "", "", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	cmd, err = coding.Settle(s, coding.Verdict{Difference: queue.Queue[0].ID, Keep: []coding.CoderID{"anna"}, By: "anna", Comment: "alleen het drinken"})
	apply(s, cmd, err)
	codings, err = s.CodingsOf("thee")
	for _, c := range codings {
		fmt.Println(c.Coder, c.Quotation, c.Origin)
	}
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// anna samen thee hand
	// consensus samen thee settled
	// bram samen thee of hand
}
