package refi_test

import (
	"bytes"
	"fmt"
	"strings"

	"meerzicht/coding"
	"meerzicht/coding/refi"
	"meerzicht/instruments"
)

// A codebook of another program becomes a codebook with readable ids.
func ExampleRead() {
	const book = `<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Ander programma 2">
	  <Codes>
	    <Code guid="1FF58B12-6F6F-4B0C-8BE5-BBDC91F55294" name="Praktische hulp" isCodable="false">
	      <Code guid="0D62985D-B147-5D01-A9B5-CAE5DCD98342" name="Samen formulieren invullen" isCodable="true" color="#4A0"/>
	    </Code>
	  </Codes>
	</CodeBook>`
	corpus, transfer, problems := refi.Read("codes.qdc", strings.NewReader(book), int64(len(book)), refi.ReadOptions{})
	if err := problems.Err(); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(transfer.Origin)
	for _, code := range corpus.Codebook.Codes {
		fmt.Printf("%s: %s %q\n", code.ID, code.Name.NL, code.Colour)
	}
	for _, n := range transfer.Counts {
		fmt.Println(n.Kind.Text().EN, n.Found, n.Taken)
	}
	// Output:
	// Ander programma 2
	// qda.praktische-hulp: Praktische hulp ""
	// qda.samen-formulieren-invullen: Samen formulieren invullen "#44AA00"
	// codes 2 2
}

// What the standard cannot hold is counted.
func ExampleWriteCodebook() {
	corpus := &coding.Corpus{
		Codebook: coding.Of([]coding.Code{{ID: "waard.hulp", Name: instruments.Text{NL: "Hulp", EN: "Help"}, Definition: instruments.Text{NL: "Zegt dat het hielp."}, Codable: true}}),
	}
	var out bytes.Buffer
	transfer, err := refi.WriteCodebook(&out, corpus, refi.WriteOptions{Program: "Meerzicht"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(out.String())
	for _, n := range transfer.Counts {
		fmt.Println(n.Kind, n.Found, n.Taken, n.Lost)
	}
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?>
	// <CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Meerzicht">
	// <Codes>
	// <Code guid="af640106-2c63-8a7d-a60b-b6ef986f11ff" isCodable="true" name="Hulp">
	// <Description>Zegt dat het hielp.
	// Meerzicht: waard.hulp</Description>
	// </Code>
	// </Codes>
	// </CodeBook>
	// code 1 1 []
	// other 1 0 [{1 {codes met ook een naam of definitie in de andere taal codes that also have a name or definition in the other language}}]
}

// The same thing has the same GUID in every export.
func ExampleGUID() {
	fmt.Println(refi.GUID(coding.CodeKind, "waard.hulp"))
	fmt.Println(refi.GUID(coding.CoderKind, "waard.hulp") == refi.GUID(coding.CodeKind, "waard.hulp"))
	// Output:
	// af640106-2c63-8a7d-a60b-b6ef986f11ff
	// false
}
