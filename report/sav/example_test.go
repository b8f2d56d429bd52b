package sav_test

import (
	"bytes"
	"fmt"

	"meerzicht/report/sav"
)

func ExampleFile_Write() {
	f := sav.File{Product: "Meerzicht", Cases: 2, Variables: []sav.Variable{
		{Name: "respondent", Label: "Respondent", Width: 3},
		{Name: "A01", Label: "samen ondernemen", Labels: []sav.Label{{Value: 1, Text: "genoemd"}}},
	}}
	var b bytes.Buffer
	err := f.Write(&b, func(yield func([]any) bool) {
		_ = yield([]any{"R01", 1}) && yield([]any{"R02", nil})
	})
	fmt.Printf("%s %v\n", b.Bytes()[:4], err)
	// Output: $FL2 <nil>
}

func ExampleNames() {
	fmt.Println(sav.Names([]string{"Leeftijd", "leeftijd", "één woord", "to"}))
	// Output: [Leeftijd leeftijd_2 een_woord v_to]
}
