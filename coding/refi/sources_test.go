package refi

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

func markOf(guid string) string {
	return `<Coding guid="` + guid + `" creatingUser="` + guidU + `"><CodeRef targetGUID="` + guidA + `"/></Coding>`
}

// A text that is mentioned twice, as a source and as the transcript of a
// recording, is one document with the selections of both.
func TestTextMentionedTwice(t *testing.T) {
	t.Parallel()
	selection := func(guid string, start, end int) string {
		return `<PlainTextSelection guid="` + guid + `" startPosition="` + itoa(start) + `" endPosition="` + itoa(end) + `">` + markOf("c"+guid) + `</PlainTextSelection>`
	}
	text := `<TextSource guid="t" name="R01" plainTextPath="internal://t.txt">` + selection("1", 0, 11) + selection("3", 27, 30) + `</TextSource>`
	video := `<VideoSource guid="v" name="R01.mp4"><Transcript guid="t" name="R01" plainTextPath="internal://T.TXT"><SyncPoint guid="s" position="27" timeStamp="1500"/><SyncPoint guid="z" timeStamp="9"/>` +
		selection("1", 0, 11) + selection("2", 27, 36) + `</Transcript><VideoSelection guid="2" begin="0" end="9">` + markOf("d") + `</VideoSelection></VideoSource>`
	set := `<Sets><Set guid="g" name="Beeld"><MemberSource targetGUID="v"/><MemberSource targetGUID="t"/><MemberSource targetGUID="x"/><MemberNote targetGUID="y"/></Set></Sets>`
	for _, order := range []string{text + video, video + text} {
		c, transfer := readProject(t, "<Sources>"+order+"</Sources>"+set, ReadOptions{})
		var got []string
		for _, k := range c.Codings {
			got = append(got, k.Quotation)
		}
		if want := []string{"Interviewer", "R01", "R01: Goed"}; len(c.Documents) != 1 || !slices.Equal(got, want) {
			t.Errorf("%d documents, codings %q", len(c.Documents), got)
		}
		if c.Documents[0].Turns[1].TimeMS != 1500 {
			t.Errorf("turns %+v", c.Documents[0].Turns)
		}
		if g := c.Groups[0]; !slices.Equal(g.Documents, []instruments.DocumentID{"R01"}) {
			t.Errorf("group %+v", g)
		}
		if n := losses(transfer, coding.TransferOther); n["members of a group that did not come over"] != 1 || n["notes as members of a group"] != 1 {
			t.Errorf("%v", n)
		}
	}
}

// Several transcripts of one recording are several documents; what is said about
// the recording goes for all of them.
func TestSeveralTranscripts(t *testing.T) {
	t.Parallel()
	qde := projectOf("x", `<Variables><Variable guid="v" name="plaats"/></Variables><Sources><AudioSource guid="a" name="opname.wav"><Description>Opgenomen op kantoor</Description>`+
		`<Transcript guid="1" name="Deel 1"><PlainTextContent>een</PlainTextContent></Transcript><Transcript guid="2" name="Deel 2" plainTextPath="internal://t.txt"/><Transcript guid="3" name="Deel 3" plainTextPath="internal://weg.txt"/>`+
		`<NoteRef targetGUID="n"/><VariableValue><VariableRef targetGUID="v"/><TextValue>Utrecht</TextValue></VariableValue></AudioSource></Sources><Notes><Note guid="n"><PlainTextContent>ruis</PlainTextContent></Note></Notes>`)
	c, transfer := readBytes(t, "x.qdpx", zipOf(t, "project.qde", qde, "sources/t.txt", plainText), ReadOptions{})
	if len(c.Documents) != 2 || c.Documents[0].ID != "Deel 1" || c.Documents[1].ID != "Deel 2" {
		t.Fatalf("%+v", c.Documents)
	}
	for _, d := range c.Documents {
		if d.Attributes["plaats"] != "Utrecht" || d.Kind != instruments.Interview {
			t.Errorf("%s: %v", d.ID, d.Attributes)
		}
	}
	var memos []string
	for _, m := range c.Memos {
		memos = append(memos, m.Target+": "+m.Text)
	}
	slices.Sort(memos)
	if want := []string{"document/Deel 1: Opgenomen op kantoor", "document/Deel 1: ruis", "document/Deel 2: ruis"}; !slices.Equal(memos, want) {
		t.Errorf("memos %q", memos)
	}
	wantLosses(t, transfer, coding.TransferDocuments, map[string]int{"the text is not in the project file": 1})
}

// Why a source gives no document is told for each kind.
func TestSourcesWithoutText(t *testing.T) {
	t.Parallel()
	parts := `<Sources><PictureSource guid="1" name="a.jpg"/><AudioSource guid="2" name="b.wav"/><VideoSource guid="3" name="c.mp4"/><PDFSource guid="4" name="d.pdf">` + markOf("x") + `</PDFSource>` +
		`<TextSource guid="5" name="e"/><TextSource guid="6" name="f"><PlainTextContent> ` + "\n" + `</PlainTextContent></TextSource><TextSource guid="7" name="g" plainTextPath="internal://g.txt"/><Elders/></Sources>`
	_, transfer := readProject(t, parts, ReadOptions{})
	wantLosses(t, transfer, coding.TransferDocuments, map[string]int{
		"images without a text": 1, "sound or video without a transcript": 2, "there is no text with it": 1, "the text is empty": 1, "the text is not in the project file": 1,
		"sources without a text, such as a PDF of which only the pages were kept": 1,
	})
	wantLosses(t, transfer, coding.TransferCodings, map[string]int{"the document did not come over": 1})
}

// The formatted text is read when the plain text is missing, without positions.
func TestFormattedText(t *testing.T) {
	t.Parallel()
	source := func(path string) string {
		return `<Sources><TextSource guid="1" name="R01" richTextPath="` + path + `"><PlainTextSelection guid="s" startPosition="0" endPosition="3"><Description>let op</Description>` + markOf("c") + `</PlainTextSelection>` +
			`<PlainTextSelection guid="z" startPosition="0" endPosition="3"/></TextSource></Sources>`
	}
	c, transfer := readBytes(t, "x.qdpx", zipOf(t, "project.qde", projectOf("x", source("internal://r.md")), "sources/r.md", "**Interviewer:** Hoe ging het?\n\n**R01:** Goed.\n"), ReadOptions{})
	if len(c.Documents) != 1 || !strings.Contains(c.Documents[0].Text, "Hoe ging het?") || len(c.Codings) != 0 {
		t.Errorf("%+v", c.Documents)
	}
	wantLosses(t, transfer, coding.TransferCodings, map[string]int{"the positions belong to the plain text, which is missing": 1})
	if len(c.Memos) != 1 || c.Memos[0].Text != "let op" || c.Memos[0].Target != "document/R01" || !transfer.Convention.IsZero() {
		t.Errorf("%+v %+v", c.Memos, transfer)
	}
	for path, why := range map[string]string{"internal://weg.docx": "the text is not in the project file", "internal://kapot.docx": "the plain text is missing and the formatted text cannot be read"} {
		_, transfer := readBytes(t, "x.qdpx", zipOf(t, "project.qde", projectOf("x", source(path)), "sources/kapot.docx", "PK\x03\x04"), ReadOptions{})
		wantLosses(t, transfer, coding.TransferDocuments, map[string]int{why: 1})
	}
	data := zipOf(t, "project.qde", projectOf("x", source("absolute:///r.docx")))
	if got := refused(t, "x.qdpx", data); !strings.Contains(got, "stands outside") {
		t.Error(got)
	}
	both := strings.Replace(sourceOf(selectionOf(0, 11, "")), `plainTextPath`, `richTextPath="internal://r.docx" plainTextPath`, 1)
	c, transfer = readProject(t, both, ReadOptions{})
	if len(c.Codings) != 1 || losses(transfer, coding.TransferOther)["texts with formatting; the plain text was read"] != 1 {
		t.Errorf("%+v", transfer)
	}
}

// Notes may stand in files of their own, and may themselves be coded.
func TestNoteFiles(t *testing.T) {
	t.Parallel()
	notes := `<Notes><Note guid="1" name="Dagboek" plainTextPath="internal://n.txt"/><Note guid="2" plainTextPath="internal://weg.txt"/><Note guid="3" plainTextPath="absolute:///n.txt"/>` +
		`<Note guid="4" name="Los idee…"><Description>kort</Description><PlainTextContent>Los idee over hulp</PlainTextContent><PlainTextSelection guid="s" startPosition="0" endPosition="3">` + markOf("c") + `</PlainTextSelection>` + markOf("d") + `</Note></Notes>`
	c, transfer := readBytes(t, "x.qdpx", zipOf(t, "project.qde", projectOf("x", notes), "sources/n.txt", "\ufeffregel 1\r\nregel 2"), ReadOptions{})
	var got []string
	for _, m := range c.Memos {
		got = append(got, m.ID+" "+m.Text)
	}
	if want := []string{"qda-1 Dagboek\n\nregel 1\nregel 2", "qda-4 Los idee…\n\nkort\n\nLos idee over hulp"}; !slices.Equal(got, want) {
		t.Errorf("memos %q", got)
	}
	wantLosses(t, transfer, coding.TransferMemos, map[string]int{"empty notes": 2})
	wantLosses(t, transfer, coding.TransferCodings, map[string]int{"coding of a note": 2})
}

// Links and networks are counted, as is what a case points at.
func TestCountedOnly(t *testing.T) {
	t.Parallel()
	parts := `<Cases><Case guid="k" name="Case 1"><Description>een case</Description><CodeRef targetGUID="` + guidA + `"/><SelectionRef targetGUID="x"/></Case></Cases>` +
		`<Links><Link guid="l"><NoteRef targetGUID="n"/></Link><Link guid="m"/></Links><Graphs><Graph guid="g"><Vertex guid="v"/></Graph></Graphs>`
	c, transfer := readProject(t, parts, ReadOptions{})
	wantLosses(t, transfer, coding.TransferOther, map[string]int{"links between parts": 2, "networks and graphs": 1, "references from a case to codes or selections": 2})
	wantLosses(t, transfer, coding.TransferCases, map[string]int{"no document of the case came over": 1})
	if len(c.Memos) != 1 || c.Memos[0].Text != "Case 1\n\neen case" || c.Memos[0].Target != "study" {
		t.Errorf("%+v", c.Memos)
	}
}

// What hangs on a text that is outside the project stays: notes, not codings.
func TestNotesOfLostTexts(t *testing.T) {
	t.Parallel()
	lost := `<TextSource guid="x" name="weg" plainTextPath="internal://weg.txt"><Description>was belangrijk</Description><PlainTextSelection guid="s" startPosition="0" endPosition="3"><Description>opvallend</Description>` + markOf("c") + `</PlainTextSelection>` + markOf("d") + `<NoteRef targetGUID="n"/></TextSource></Sources>`
	parts := strings.Replace(sourceOf(""), "</Sources>", lost, 1) + `<Notes><Note guid="n"><PlainTextContent>over de bron</PlainTextContent></Note></Notes>`
	c, transfer := readProject(t, parts, ReadOptions{})
	var got []string
	for _, m := range c.Memos {
		got = append(got, m.Target+": "+m.Text)
	}
	slices.Sort(got)
	if want := []string{"study: opvallend", "study: over de bron", "study: was belangrijk"}; !slices.Equal(got, want) {
		t.Errorf("memos %q", got)
	}
	wantLosses(t, transfer, coding.TransferCodings, map[string]int{"the document did not come over": 2})
}

// A bare project file is read without an archive, and positions by name only when
// the name exists.
func TestBareProject(t *testing.T) {
	t.Parallel()
	qde := projectOf("x", `<Sources><TextSource guid="1" name="R01"><PlainTextContent>`+plainText+`</PlainTextContent>`+selectionOf(0, 11, "")+`</TextSource><TextSource guid="2" name="R02" plainTextPath="internal://t.txt"/></Sources>`)
	c, transfer := readBytes(t, "project.qde", []byte(qde), ReadOptions{Positions: "utf16"})
	if len(c.Codings) != 1 || c.Codings[0].Quotation != "Interviewer" || transfer.Positions != "utf16" || !strings.Contains(transfer.Convention.EN, "as asked for") {
		t.Errorf("%+v %+v", c.Codings, transfer)
	}
	_, _, problems := Read("project.qde", strings.NewReader(qde), int64(len(qde)), ReadOptions{Positions: "runes"})
	if problems.Err() == nil || !strings.Contains(problems[0].Hint.EN, "codepoint, codepoint-crlf1, utf16, utf16-crlf1, utf8") {
		t.Errorf("%v", problems)
	}
}

// Two sources of one name are two documents; a source without a name has one.
func TestDocumentNames(t *testing.T) {
	t.Parallel()
	source := func(guid, name string) string {
		return `<TextSource guid="` + guid + `" name="` + name + `"><PlainTextContent>tekst</PlainTextContent></TextSource>`
	}
	c, _ := readProject(t, "<Sources>"+source("1", "R01.docx")+source("2", "R01.txt")+source("3", "")+source("4", " a&#x202e;b ")+source("5", strings.Repeat("n", 300))+"</Sources>", ReadOptions{})
	var got []string
	for _, d := range c.Documents {
		got = append(got, string(d.ID)+"|"+d.Title)
	}
	want := []string{"R01-2|R01.txt", "R01|R01.docx", "a·b| a\u202eb ", "document|document", strings.Repeat("n", 100) + "|" + strings.Repeat("n", 300)}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	const sum = "324d0315d575bf5b4f6c8703f1135b847d14ca925480746ef1bd3a412d93667b" // sha256sum of "tekst"
	if d := c.Documents[0]; d.Source.Size != 5 || d.TextSHA256 != sum || d.Source.SHA256 != sum || d.Length != 5 || d.Words != 1 || d.Decoder != "utf-8" {
		t.Errorf("%+v", d)
	}
}

// Every project among the fixtures is read in both languages with the same
// counts.
func TestFixturesInEnglish(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"qda/nvivo-mac-12.7-masked.qdpx", "qda/atlasti-win-23.2-codes-only.qdpx", "qda/refi-spec-example-atlasti-mac-8.4.qdpx", "qdc/atlasti-win-23.4.qdc", "qdc/taguette-empty-sets.qdc"} {
		data, err := os.ReadFile(shared(t, name))
		if err != nil {
			t.Fatal(err)
		}
		if !Recognises(filepath.Base(name), data[:min(len(data), 512)]) {
			t.Errorf("%s is not recognised", name)
		}
		nl, one := readBytes(t, "x", data, ReadOptions{Lang: instruments.Dutch})
		en, two := readBytes(t, "x", data, ReadOptions{Lang: instruments.English})
		if len(one.Counts) != len(two.Counts) || one.Lost() != two.Lost() {
			t.Errorf("%s: %+v and %+v", name, one.Counts, two.Counts)
		}
		for i, k := range nl.Codebook.Codes {
			if other := en.Codebook.Codes[i]; other.ID != k.ID || other.Name.EN != k.Name.NL || other.Name.NL != "" {
				t.Errorf("%s: %+v and %+v", name, k, other)
			}
		}
	}
}
