package refi

import (
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// Two sources of one GUID are two documents; what refers to the GUID means the
// first.
func TestSourcesOfOneGUID(t *testing.T) {
	t.Parallel()
	source := func(name string) string {
		return `<TextSource guid="s" name="` + name + `"><PlainTextContent>` + plainText + `</PlainTextContent>` + selectionOf(0, 11, "") + `</TextSource>`
	}
	parts := `<Variables><Variable guid="v" name="plaats"/></Variables><Cases><Case guid="k" name="Case 1"><VariableValue><VariableRef targetGUID="v"/><TextValue>Zuid</TextValue></VariableValue><SourceRef targetGUID="s"/><SourceRef targetGUID="S"/></Case></Cases>` +
		"<Sources>" + source("R01") + source("R02") + `</Sources><Sets><Set guid="g" name="alles"><MemberSource targetGUID="{S}"/><MemberSource targetGUID="s"/></Set></Sets>`
	c, transfer := readProject(t, parts, ReadOptions{})
	if len(c.Documents) != 2 || len(c.Codings) != 2 || c.Documents[0].Attributes["plaats"] != "Zuid" || c.Documents[1].Attributes != nil {
		t.Errorf("%+v", c.Documents)
	}
	if !slices.Equal(c.Groups[0].Documents, []instruments.DocumentID{"R01"}) || transfer.Lost() != 0 {
		t.Errorf("%+v, %+v", c.Groups, transfer)
	}
}

// A note that many codings share stands with each of them once, and is one note in
// the count.
func TestSharedNote(t *testing.T) {
	t.Parallel()
	shared := strings.ReplaceAll(selectionOf(0, 11, "")+strings.ReplaceAll(selectionOf(27, 30, ""), guidC, guidB), "</Coding>", `<NoteRef targetGUID="n"/><NoteRef targetGUID="{N}"/></Coding>`)
	c, transfer := readProject(t, sourceOf(shared)+`<Notes><Note guid="N" name="Idee"><PlainTextContent>hulp is breder</PlainTextContent></Note></Notes>`, ReadOptions{})
	for _, k := range c.Codings {
		if k.Memo != "Idee\n\nhulp is breder" {
			t.Errorf("%q carries %q", k.Quotation, k.Memo)
		}
	}
	if len(c.Codings) != 2 || count(transfer, coding.TransferMemos) != [2]int{1, 1} || len(c.Memos) != 0 {
		t.Errorf("%+v, %+v", c.Codings, transfer)
	}
}

// The same coding with two memos keeps both.
func TestSameCodingTwoMemos(t *testing.T) {
	t.Parallel()
	with := func(note string) string {
		return strings.Replace(selectionOf(0, 11, ""), "</Coding>", `<NoteRef targetGUID="`+note+`"/></Coding>`, 1)
	}
	note := func(guid string) string {
		return `<Note guid="` + guid + `"><PlainTextContent>memo ` + guid + `</PlainTextContent></Note>`
	}
	c, transfer := readProject(t, sourceOf(with("1")+with("2")+with("1"))+"<Notes>"+note("1")+note("2")+"</Notes>", ReadOptions{})
	if len(c.Codings) != 1 || c.Codings[0].Memo != "memo 1\n\nmemo 2" {
		t.Errorf("%+v", c.Codings)
	}
	if n := count(transfer, coding.TransferCodings); n != [2]int{3, 1} {
		t.Errorf("codings %v", n)
	}
}
