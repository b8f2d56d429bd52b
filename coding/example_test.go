package coding_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// exampleState is a small study in memory; package study gives the same view of
// a file.
func exampleState() *coding.State {
	s := &coding.State{}
	for _, r := range []struct {
		kind coding.Kind
		id   string
		json string
	}{
		{coding.DocumentKind, "R01", `{"id":"R01","length":29}`},
		{coding.CodeKind, "koffie", `{"id":"koffie","name":{"nl":"Koffie"},"codable":true}`},
		{coding.CodeKind, "thee", `{"id":"thee","name":{"nl":"Thee"},"codable":true}`},
	} {
		change := coding.Change{Kind: r.kind, ID: r.id, After: json.RawMessage(r.json)}
		if err := s.Apply(coding.Command{Type: "put", Changes: []coding.Change{change}}); err != nil {
			panic(err)
		}
	}
	return s
}

func exampleDocument() *instruments.Document {
	return &instruments.Document{ID: "R01", Text: "We dronken samen thee of zo. "}
}

// apply makes a command and does it.
func apply(s *coding.State, cmd coding.Command, err error) coding.Command {
	if err == nil {
		err = s.Apply(cmd)
	}
	if err != nil {
		fmt.Println(instruments.Localized(err, instruments.English))
	}
	return cmd
}

func ExampleCommand_Inverse() {
	s := exampleState()
	seg, _ := coding.NewSegment(exampleDocument(), 17, 21)
	cmd, err := coding.AddCodings(s, coding.Coding{Segment: seg, Code: "thee", Coder: "ik"})
	apply(s, cmd, err)
	before := s.Len()
	apply(s, cmd.Inverse(), nil)
	fmt.Println(before, s.Len())
	// Output: 5 3
}

func ExampleMergeCodes() {
	s := exampleState()
	seg, _ := coding.NewSegment(exampleDocument(), 17, 21)
	for _, code := range []coding.CodeID{"koffie", "thee"} {
		cmd, err := coding.AddCodings(s, coding.Coding{Segment: seg, Code: code, Coder: "ik", Memo: "memo bij " + string(code)})
		apply(s, cmd, err)
	}
	cmd, err := coding.MergeCodes(s, "koffie", "thee")
	apply(s, cmd, err)
	codings, _ := s.CodingsOf("koffie")
	fmt.Printf("%d %q\n", len(codings), codings[0].Memo)
	// Output: 1 "memo bij koffie\nmemo bij thee"
}

func ExampleMoveCode() {
	s := exampleState()
	cmd, err := coding.MoveCode(s, "thee", "koffie", 0)
	apply(s, cmd, err)
	cmd, err = coding.MoveCode(s, "koffie", "thee", 0)
	apply(s, cmd, err)
	// Output: koffie: code koffie cannot stand below itself
}

func ExampleSplitCode() {
	s := exampleState()
	seg, _ := coding.NewSegment(exampleDocument(), 11, 21)
	cmd, err := coding.AddCodings(s, coding.Coding{Segment: seg, Code: "thee", Coder: "ik"})
	apply(s, cmd, err)
	together := coding.Code{ID: "thee.samen", Name: instruments.Same("Thee, samen"), Codable: true}
	cmd, err = coding.SplitCode(s, "thee", []coding.Code{together}, func(c coding.Coding) coding.CodeID {
		if strings.Contains(c.Quotation, "samen") {
			return together.ID
		}
		return ""
	})
	apply(s, cmd, err)
	codings, _ := s.CodingsOf("thee.samen")
	fmt.Println(len(codings), codings[0].Quotation)
	// Output: 1 samen thee
}

func ExampleDeleteCode() {
	s := exampleState()
	cmd, err := coding.DeleteCode(s, "thee")
	apply(s, cmd, err)
	_, there, _ := s.Record(coding.CodeKind, "thee")
	fmt.Println(there, len(cmd.Changes))
	// Output: false 1
}

func ExampleSetOverride() {
	s := exampleState()
	cmd, err := coding.SetOverride(s, coding.Override{Dyad: "T01/V–toezichth.", Class: "form2"})
	apply(s, cmd, err)
	// Output:
	// T01/V–toezichth.: a manual class needs a name and a memo
	//   hint: write down who decides this and why
}

func ExampleCanonicalJSON() {
	b, err := coding.CanonicalJSON([]byte(`{ "naam": "Caf\u00e9", "aantal": 3 }`))
	fmt.Println(string(b), err)
	_, err = coding.CanonicalJSON([]byte(`0.5`))
	fmt.Println(err)
	// Output:
	// {"aantal":3,"naam":"Café"} <nil>
	// canonical JSON: number "0.5" is no integer within ±(2^53−1) at byte 3
}

func ExampleReadCodings() {
	file := `document;start;end;quotation;code;coder;memo
R01;17;21;thee;thee;ik;of koffie
R01;0;4;thee;thee;ik;staat elders
R01;0;4;wijn;thee;ik;
`
	doc := exampleDocument()
	docs := func(id instruments.DocumentID) (*instruments.Document, bool) { return doc, id == doc.ID }
	book := coding.Of([]coding.Code{{ID: "thee", Codable: true}})
	codings, problems := coding.ReadCodings("codes.csv", strings.NewReader(file), docs, book)
	fmt.Println(len(codings))
	fmt.Println(problems.In(instruments.English))
	// Output:
	// 1
	// codes.csv, line 3, column quotation: the quotation is not at 0–4 and was found at 17–21
	// codes.csv, line 3: this coding occurs already, with another memo or weight
	// codes.csv, line 4, column quotation: the quotation "wijn" is not in document "R01"
	//   hint: was the transcript changed after coding?
}

func ExampleTreeOf() {
	book := coding.TreeOf([]coding.Code{{ID: "b", Order: 2}, {ID: "a.1", Parent: "a", Order: 9}, {ID: "a", Order: 1}})
	for _, c := range book.Codes {
		fmt.Println(strings.Repeat("  ", book.Depth(c.ID)) + string(c.ID))
	}
	// Output:
	// a
	//   a.1
	// b
}

func ExampleSegmenter() {
	s := coding.NewSegmenter(exampleDocument())
	for _, span := range [][2]int{{0, 2}, {17, 21}} {
		seg, err := s.Segment(span[0], span[1])
		fmt.Println(seg.Quotation, err)
	}
	// Output:
	// We <nil>
	// thee <nil>
}

func ExampleIsCodings() {
	fmt.Println(coding.IsCodings([]byte("document,start,end,quotation,code,coder,memo\n")))
	fmt.Println(coding.IsCodings([]byte("respondent;rol;project\n")))
	_ = coding.WriteCodings(os.Stdout, nil)
	// Output:
	// true
	// false
	// document,start,end,quotation,code,coder,memo,dyad,origin,weight,rule,matched
}
