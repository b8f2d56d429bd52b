package refi

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"meerzicht/coding"
	"meerzicht/instruments"
)

const plainText = "Interviewer: Hoe ging het?\nR01: Goed, hij hielp mij.\n"

// readProject reads a project with one text, plainText, and the parts given.
func readProject(t *testing.T, parts string, opt ReadOptions) (*coding.Corpus, coding.Transfer) {
	t.Helper()
	return readBytes(t, "x.qdpx", zipOf(t, "project.qde", projectOf("Ander programma 1", parts), "sources/t.txt", plainText), opt)
}

func TestRecognises(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, head string
		want       bool
	}{
		{"a.QDPX", "", true},
		{"a.qdc", "x", true},
		{"a.zip", string(zipOf(t, "project.qde", "")), true},
		{"a.zip", string(zipOf(t, "word/document.xml", "")), false},
		{"a.xml", `<?xml version="1.0"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0">`, true},
		{"a.xml", "<html>", false},
		{"a.txt", "Interviewer: hallo", false},
		{"a.txt", "", false},
	} {
		if got := Recognises(c.name, []byte(c.head)); got != c.want {
			t.Errorf("%s %.20q: %v", c.name, c.head, got)
		}
	}
}

// The XML may be UTF-16 or Windows-1252, begin with a mark, use any prefix, and
// stand in an archive in whatever way programs write it.
func TestForms(t *testing.T) {
	t.Parallel()
	qde := strings.Replace(projectOf("x", sourceOf(selectionOf(27, 30, ""))), `name="Hulp"`, `name="Hulpé"`, 1)
	units := utf16.Encode([]rune("\ufeff" + strings.Replace(qde, "utf-8", "utf-16", 1)))
	little, big := make([]byte, 0, 2*len(units)), make([]byte, 0, 2*len(units))
	for _, u := range units {
		little, big = binary.LittleEndian.AppendUint16(little, u), binary.BigEndian.AppendUint16(big, u)
	}
	windows := strings.Replace(strings.Replace(qde, "utf-8", "windows-1252", 1), "é", "\xe9", 1)
	prefixed := strings.NewReplacer("</", "</q:", "<?", "<?", "<", "<q:", `xmlns="`, `xmlns:q="`).Replace(qde)
	for name, files := range map[string][]string{
		"usual":           {"project.qde", qde, "sources/t.txt", plainText},
		"capitals":        {"Project.qde", qde, "Sources/T.TXT", plainText},
		"other name":      {"mijn project.QDE", qde, "sources/t.txt", plainText},
		"folder":          {"studie/project.qde", qde, "studie/Sources/t.txt", plainText},
		"beside":          {"project.qde", qde, "t.txt", plainText},
		"backslashes":     {"project.qde", qde, `sources\t.txt`, plainText},
		"mark":            {"project.qde", "\ufeff" + qde, "sources/t.txt", plainText},
		"utf-16 little":   {"project.qde", string(little), "sources/t.txt", plainText},
		"utf-16 big":      {"project.qde", string(big), "sources/t.txt", plainText},
		"utf-16, no mark": {"project.qde", string(little[2:]), "sources/t.txt", plainText},
		"windows-1252":    {"project.qde", windows, "sources/t.txt", plainText},
		"prefixed":        {"project.qde", prefixed, "sources/t.txt", plainText},
		"inside":          {"project.qde", strings.Replace(qde, ` plainTextPath="internal://t.txt">`, "><PlainTextContent>"+plainText+"</PlainTextContent>", 1)},
		"Internal":        {"project.qde", strings.Replace(qde, "internal://", "Internal:///", 1), "sources/t.txt", plainText},
		"no scheme":       {"project.qde", strings.Replace(qde, "internal://", "sources/", 1), "sources/t.txt", plainText},
		"text in utf-16":  {"project.qde", qde, "sources/t.txt", utf16Text(plainText)},
	} {
		c, transfer := readBytes(t, "x.qdpx", zipOf(t, files...), ReadOptions{})
		if len(c.Codings) != 1 || c.Codings[0].Quotation != "R01" || c.Codings[0].Code != "qda.hulpé" || c.Codings[0].Coder != "codeur1" {
			t.Errorf("%s: codings %+v of %+v", name, c.Codings, transfer)
		}
		if c.Documents[0].ID != "R01" || len(c.Documents[0].Turns) != 2 || transfer.Lost() != 0 {
			t.Errorf("%s: document %+v", name, c.Documents[0])
		}
	}
}

func utf16Text(s string) string {
	out := []byte("\xff\xfe")
	for _, u := range utf16.Encode([]rune(s)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return string(out)
}

// Variables come in three habits: on the source, on a case without a name that
// points at it, and on a named case.
func TestVariables(t *testing.T) {
	t.Parallel()
	variables := `<Variables><Variable guid="` + guidU + `" name="leeftijd" typeOfVariable="Integer"/></Variables>`
	value := func(v string) string {
		return `<VariableValue><VariableRef targetGUID="{` + strings.ToUpper(guidU) + `}"/>` + v + `</VariableValue>`
	}
	ref := `<SourceRef targetGUID="` + guidB + `"/>`
	for _, c := range []struct {
		name, cases, onSource string
		want                  map[string]string
		found, taken          int // values
	}{
		{"on the source", "", value("<IntegerValue> 34 </IntegerValue>"), map[string]string{"leeftijd": "34"}, 1, 1},
		{"case without a name", `<Cases><Case guid="` + guidC + `">` + value("<TextValue>34</TextValue>") + ref + `</Case></Cases>`, "", map[string]string{"leeftijd": "34"}, 1, 1},
		{"named case", `<Cases><Case guid="` + guidC + `" name="Case 1">` + value("<FloatValue>34.5</FloatValue>") + ref + `</Case></Cases>`, "", map[string]string{"leeftijd": "34.5", "case": "Case 1"}, 1, 1},
		{"two cases", `<Cases><Case guid="x" name="a">` + value("<TextValue>1</TextValue>") + ref + `</Case><Case guid="y" name="b">` + value("<TextValue>2</TextValue>") + ref + `</Case></Cases>`, "", map[string]string{"leeftijd": "1 | 2", "case": "a | b"}, 2, 2},
		{"case of nobody", `<Cases><Case guid="x" name="a">` + value("<TextValue>1</TextValue>") + `</Case></Cases>`, "", nil, 1, 0},
		{"no value", "", value(""), nil, 0, 0},
		{"unknown variable", "", strings.Replace(value("<TextValue>1</TextValue>"), strings.ToUpper(guidU), guidC, 1), nil, 1, 0},
	} {
		parts := variables + c.cases + strings.Replace(sourceOf(""), "</TextSource>", c.onSource+"</TextSource>", 1)
		got, transfer := readProject(t, parts, ReadOptions{})
		if !maps.Equal(got.Documents[0].Attributes, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got.Documents[0].Attributes, c.want)
		}
		if n := count(transfer, coding.TransferVariables); n != [2]int{c.found, c.taken} {
			t.Errorf("%s: values %v", c.name, n)
		}
	}
}

// What is noted about a selection, a coding, a code, a source or the project
// becomes a memo; nothing that anybody wrote is lost.
func TestNotes(t *testing.T) {
	t.Parallel()
	note := func(guid, name, text string) string {
		return `<Note guid="` + guid + `" name="` + name + `" creatingUser="` + guidU + `"><PlainTextContent>` + text + `</PlainTextContent></Note>`
	}
	ref := func(guid string) string { return `<NoteRef targetGUID="` + guid + `"/>` }
	selection := `<PlainTextSelection guid="s1" startPosition="0" endPosition="11"><Description>over het fragment</Description><Coding guid="k1" creatingUser="` + guidU + `"><CodeRef targetGUID="` + guidA + `"/>` + ref("n1") + `</Coding>` + ref("n2") + `</PlainTextSelection>` +
		`<PlainTextSelection guid="s2" startPosition="27" endPosition="30"><Description>zonder code</Description></PlainTextSelection>`
	parts := strings.Replace(sourceOf(selection), "</TextSource>", ref("n3")+ref("nergens")+"</TextSource>", 1) +
		"<Notes>" + note("n1", "", "bij de codering") + note("n2", "Idee", "bij het fragment") + note("n3", "Bron", "bij de bron") + note("n4", "Project", "bij het project") + note("n5", "Los", "nergens bij") + note("n6", "", "") + "</Notes>" +
		"<Description>Een proefproject</Description>" + ref("n4")
	c, transfer := readProject(t, parts, ReadOptions{})
	if len(c.Codings) != 1 || c.Codings[0].Memo != "bij de codering\n\nover het fragment\n\nIdee\n\nbij het fragment" {
		t.Errorf("codings %+v", c.Codings)
	}
	var got []string
	for _, m := range c.Memos {
		got = append(got, m.Target+": "+m.Text+" ("+string(m.Author)+")")
	}
	slices.Sort(got)
	want := []string{
		"document/R01: Bij “R01”:\nzonder code ()", "document/R01: Bron\n\nbij de bron (codeur1)", "study: Een proefproject ()",
		"study: Los\n\nnergens bij (codeur1)", "study: Project\n\nbij het project (codeur1)",
	}
	if !slices.Equal(got, want) {
		t.Errorf("memos %q,\nwant %q", got, want)
	}
	wantCounts(t, transfer, map[coding.TransferKind][2]int{
		coding.TransferDocuments: {1, 1}, coding.TransferCodes: {1, 1}, coding.TransferCodings: {1, 1}, coding.TransferCoders: {1, 1},
		coding.TransferMemos: {9, 8}, // six notes of which one is empty, three descriptions
		coding.TransferOther: {2, 0}, // a selection without a code, a reference to nothing
	})
}

// Repeated spans are one stretch with all codings of all coders; only a coding
// that is there already goes, and it is counted.
func TestRepeatedSpans(t *testing.T) {
	t.Parallel()
	other := strings.Replace(strings.ToLower(guidU), "4", "5", 1)
	second := strings.ReplaceAll(selectionOf(0, 11, ""), strings.ToUpper(guidU), other)
	again := strings.ReplaceAll(selectionOf(0, 11, ""), guidC, "eeeeeeee-0000-4000-8000-000000000009")
	c, transfer := readProject(t, sourceOf(selectionOf(0, 11, "")+strings.ReplaceAll(second, guidC, "ffffffff-0000-4000-8000-000000000009")+again), ReadOptions{})
	if len(c.Codings) != 2 || c.Codings[0].Segment != c.Codings[1].Segment || c.Codings[0].Coder == c.Codings[1].Coder {
		t.Errorf("%+v", c.Codings)
	}
	if n := count(transfer, coding.TransferCodings); n != [2]int{3, 2} {
		t.Errorf("codings %v", n)
	}
}

// A recording is read as its transcript: selections between sync points stand in
// the text, and turns get the times.
func TestTranscripts(t *testing.T) {
	t.Parallel()
	parts := `<Sources><AudioSource guid="a" name="opname.m4a" path="relative:///opname.m4a"><Transcript guid="b" name="Transcript" plainTextPath="internal://t.txt">` +
		`<SyncPoint guid="s0" position="0" timeStamp="0"/><SyncPoint guid="s1" position="27" timeStamp="2500"/><SyncPoint guid="s2" position="36" timeStamp="4000"/>` +
		`<TranscriptSelection guid="x" fromSyncPoint="s1" toSyncPoint="s2"><Coding guid="c" creatingUser="` + guidU + `"><CodeRef targetGUID="` + guidA + `"/></Coding></TranscriptSelection></Transcript>` +
		`<AudioSelection guid="y" begin="0" end="10"><Coding guid="d"><CodeRef targetGUID="` + guidA + `"/></Coding></AudioSelection></AudioSource>` +
		`<PictureSource guid="p" name="foto.jpg"><PictureSelection guid="z" firstX="0" firstY="0" secondX="9" secondY="9"><Coding guid="e"><CodeRef targetGUID="` + guidA + `"/></Coding></PictureSelection></PictureSource></Sources>`
	c, transfer := readProject(t, parts, ReadOptions{})
	if len(c.Codings) != 1 || c.Codings[0].Quotation != "R01: Goed" || c.Documents[0].ID != "opname" {
		t.Fatalf("%+v of %+v", c.Codings, c.Documents)
	}
	if turns := c.Documents[0].Turns; turns[0].TimeMS != 0 || turns[1].TimeMS != 2500 {
		t.Errorf("turns %+v", turns)
	}
	wantCounts(t, transfer, map[coding.TransferKind][2]int{
		coding.TransferDocuments: {2, 1}, coding.TransferCodes: {1, 1}, coding.TransferCodings: {3, 1}, coding.TransferCoders: {1, 1},
	})
}

// A selection on a page that is also in the text of the page is one selection.
func TestPages(t *testing.T) {
	t.Parallel()
	mark := func(guid, code string) string {
		return `<Coding guid="` + guid + `" creatingUser="` + guidU + `"><CodeRef targetGUID="` + code + `"/></Coding>`
	}
	parts := `<Sources><PDFSource guid="a" name="rapport.pdf" path="internal://a.pdf">` +
		`<PDFSelection guid="s" page="0" firstX="1" firstY="1" secondX="2" secondY="2">` + mark("c1", guidA) + `</PDFSelection>` +
		`<PDFSelection guid="t" page="0" firstX="1" firstY="1" secondX="2" secondY="2">` + mark("c2", guidA) + `</PDFSelection>` +
		`<Representation guid="b" name="Tekst" plainTextPath="internal://t.txt"><PlainTextSelection guid="s" startPosition="0" endPosition="11">` + mark("c3", guidA) + `</PlainTextSelection></Representation>` +
		mark("c4", guidA) + `</PDFSource></Sources>`
	c, transfer := readProject(t, parts, ReadOptions{Lang: instruments.English})
	if len(c.Codings) != 2 || c.Codings[0].Quotation != "Interviewer" || c.Codings[1].Quotation != plainText || c.Documents[0].Kind != instruments.Other || c.Documents[0].ID != "rapport" {
		t.Errorf("%+v of %+v", c.Codings, c.Documents)
	}
	if n := count(transfer, coding.TransferCodings); n != [2]int{3, 2} {
		t.Errorf("codings %v", n)
	}
	if name := c.Codebook.Codes[0].Name; name != (instruments.Text{EN: "Hulp"}) {
		t.Errorf("name %+v", name)
	}
}

// Codes are what they are: nested, coloured, of one name, without a name, with a
// GUID twice, or missing.
func TestCodes(t *testing.T) {
	t.Parallel()
	book := `<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="x"><Codes>` +
		`<Code guid="1" name="Eén  Ding!" isCodable="false" color="#abc"><Description>Wel: hoort bij de definitie</Description><Code guid="2" name="één ding" isCodable="1" color="#A1B2C3"/></Code>` +
		`<Code guid="2" name="" isCodable="true" color="rood"/><Code guid="3" name="` + strings.Repeat("lang ", 20) + `" isCodable="true"/>` +
		`</Codes><Sets><Set guid="4" name="leeg"/></Sets></CodeBook>`
	c, problems := codesOf(t, book)
	want := []coding.Code{
		{ID: "qda.eén-ding", Name: instruments.Text{NL: "Eén  Ding!"}, Colour: "#AABBCC", Definition: instruments.Text{NL: "Wel: hoort bij de definitie"}},
		{ID: "qda.één-ding", Parent: "qda.eén-ding", Name: instruments.Text{NL: "één ding"}, Colour: "#A1B2C3", Codable: true},
		{ID: "qda.code", Name: instruments.Text{NL: "zonder naam"}, Codable: true},
		{ID: "qda.lang-lang-lang-lang-lang-lang-lang-lang", Name: instruments.Text{NL: strings.Repeat("lang ", 20)}, Codable: true},
	}
	for i, k := range c.Codebook.Codes {
		if k.ID != want[i].ID || k.Parent != want[i].Parent || k.Name != want[i].Name || k.Colour != want[i].Colour || k.Definition != want[i].Definition || k.Codable != want[i].Codable {
			t.Errorf("code %d: %+v, want %+v", i, k, want[i])
		}
	}
	if len(problems) != 1 || !problems[0].Note || len(c.Groups) != 1 {
		t.Errorf("problems %v, groups %v", problems, c.Groups)
	}
}

func codesOf(t *testing.T, book string) (*coding.Corpus, instruments.Problems) {
	t.Helper()
	c, transfer, problems := Read("x.qdc", bytes.NewReader([]byte(book)), int64(len(book)), ReadOptions{})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	checkCounts(t, transfer)
	return c, problems
}

// A coding of a code that is not in the codebook, or on a place that is not in
// the text, is lost with a reason.
func TestLostCodings(t *testing.T) {
	t.Parallel()
	missing := strings.ReplaceAll(selectionOf(0, 11, ""), strings.ToLower(guidA), guidB)
	c, transfer := readProject(t, sourceOf(missing+selectionOf(40, 4000, "")+selectionOf(-3, 4, "")+strings.Replace(selectionOf(0, 4, ""), `endPosition="4"`, `endPosition="vier"`, 1)), ReadOptions{})
	if len(c.Codings) != 0 {
		t.Errorf("%+v", c.Codings)
	}
	want := []coding.Loss{
		{Count: 1, Why: instruments.Text{NL: "de code staat niet in het codeboek", EN: "the code is not in the codebook"}},
		{Count: 3, Why: instruments.Text{NL: "de posities vallen buiten de tekst of midden in een teken", EN: "the positions fall outside the text or inside a character"}},
	}
	if i := slices.IndexFunc(transfer.Counts, func(c coding.TransferCount) bool { return c.Kind == coding.TransferCodings }); i < 0 || !slices.Equal(transfer.Counts[i].Lost, want) {
		t.Errorf("%+v", transfer.Counts)
	}
}

// Users of one name stay two; a user of another program is not our consensus;
// who is not in the list, or not named, is a coder all the same.
func TestUsers(t *testing.T) {
	t.Parallel()
	qde := strings.Replace(projectOf("x", sourceOf(strings.ReplaceAll(selectionOf(0, 11, ""), ` creatingUser="{`+strings.ToUpper(guidU)+`}"`, "")+
		strings.ReplaceAll(selectionOf(27, 30, ""), strings.ToUpper(guidU), "12345678-0000-4000-8000-000000000004"))),
		"</Users>", `<User guid="5" name="codeur1"/><User guid="6" name="consensus"/><User guid="7" id="EL"/><User guid="8"/></Users>`, 1)
	c, _ := readBytes(t, "x.qdpx", zipOf(t, "project.qde", qde, "sources/t.txt", plainText), ReadOptions{})
	var got []coding.CoderID
	for _, k := range c.Coders {
		got = append(got, k.ID)
	}
	if want := []coding.CoderID{"EL", "codeur", "codeur-12345678", "codeur1", "codeur1-2", "consensus-2", "onbekend"}; !slices.Equal(got, want) {
		t.Errorf("coders %q, want %q", got, want)
	}
}
