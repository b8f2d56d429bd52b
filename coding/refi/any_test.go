package refi

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// drawElement draws any element of the vocabulary with any attributes, and any
// elements inside it.
func drawElement(t *rapid.T, b *strings.Builder, depth int) {
	name := rapid.SampledFrom([]string{
		"Users", "User", "CodeBook", "Codes", "Code", "Sets", "Set", "MemberCode", "MemberSource", "MemberNote", "Variables", "Variable", "VariableValue", "VariableRef", "TextValue",
		"Cases", "Case", "SourceRef", "CodeRef", "SelectionRef", "Sources", "TextSource", "PDFSource", "PictureSource", "AudioSource", "Representation", "Transcript", "TextDescription",
		"PlainTextContent", "PlainTextSelection", "PDFSelection", "TranscriptSelection", "SyncPoint", "Coding", "NoteRef", "Notes", "Note", "Description", "Links", "Link", "Graphs", "Elders",
	}).Draw(t, "element")
	b.WriteString("<" + name)
	for _, attr := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{
		"guid", "targetGUID", "name", "creatingUser", "startPosition", "endPosition", "plainTextPath", "richTextPath", "fromSyncPoint", "toSyncPoint", "position", "timeStamp", "isCodable", "color", "id",
	}), 0, 8, rapid.ID[string]).Draw(t, "attributes") {
		b.WriteString(" " + attr + `="` + rapid.SampledFrom([]string{"", "1", "{1}", "2", "3", "4", "9", "internal://t.txt", "internal://u.txt", "a.docx", "-1", "99999999999999999999", "2.0", "true", "#abc"}).Draw(t, "value") + `"`)
	}
	b.WriteString(">")
	for range rapid.IntRange(0, 4).Draw(t, "children") {
		if depth < 6 && rapid.Bool().Draw(t, "nested") {
			drawElement(t, b, depth+1)
		} else {
			b.WriteString(rapid.SampledFrom([]string{"", "een tekst", "Meerzicht: interview R01", "Meerzicht: respondent R01", "Meerzicht: trajectory T", "Meerzicht: c.1", "\n", "Wel: a\nMeerzicht: m → study", "é😀\r\nb"}).Draw(t, "text"))
		}
	}
	b.WriteString("</" + name + ">")
}

// Any elements in any order are read without a panic, and what is read can leave
// and come back.
func TestAnyProject(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		var b strings.Builder
		b.WriteString(`<Project origin="` + rapid.SampledFrom([]string{"", "NVivo", "Meerzicht 1"}).Draw(rt, "origin") + `"><CodeBook><Codes><Code guid="1" name="a"/></Codes></CodeBook>`)
		b.WriteString(`<Sources><TextSource guid="2" plainTextPath="internal://t.txt"><PlainTextSelection guid="9" startPosition="1" endPosition="4"><Coding><CodeRef targetGUID="1"/><NoteRef targetGUID="3"/></Coding></PlainTextSelection>`)
		for range rapid.IntRange(0, 4).Draw(rt, "in the source") {
			drawElement(rt, &b, 0)
		}
		b.WriteString(`</TextSource>`)
		for range rapid.IntRange(0, 4).Draw(rt, "sources") {
			drawElement(rt, &b, 0)
		}
		b.WriteString(`</Sources>`)
		for range rapid.IntRange(0, 8).Draw(rt, "elements") {
			drawElement(rt, &b, 0)
		}
		b.WriteString(`</Project>`)
		checkRead(t, "x.qdpx", zipOf(t, "project.qde", b.String(), "sources/t.txt", "Interviewer: één 😀?\r\nR01: ja\u0301.\r\n", "sources/u.txt", "b"))
		if t.Failed() {
			rt.Fatal(b.String())
		}
	})
}
