package transcript

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"meerzicht/instruments"
)

func open(t *testing.T, data []byte) *archive {
	t.Helper()
	a, refused := openArchive(data)
	if refused != nil {
		t.Fatal(refused.what.EN)
	}
	return a
}

func TestFindMember(t *testing.T) {
	a := open(t, zipped("Word/Document.xml", "1", "word/document.xml", "2", `deel\X.xml`, "3"))
	for name, want := range map[string]string{
		"word/document.xml": "2", // exactly that name goes before the same in other capitals
		"WORD/DOCUMENT.XML": "1",
		"deel/x.xml":        "3",
	} {
		f := a.find(name)
		if f == nil {
			t.Errorf("%s is not found", name)
			continue
		}
		var buf bytes.Buffer
		if refused := a.read(f, &buf); refused != nil || buf.String() != want {
			t.Errorf("%s: %q %v", name, buf.String(), refused)
		}
	}
	if a.find("document.xml") != nil {
		t.Error("a name without its folder is found")
	}
}

func TestRelations(t *testing.T) {
	const head = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	data := zipped(
		"word/_rels/document.xml.rels", head+
			`<Relationship Type="`+relType+`header" Target="header1.xml"/>`+
			`<Relationship Type="http://purl.oclc.org/ooxml/officeDocument/relationships/footer" Target="../voet.xml"/>`+
			`<Relationship Type="`+relType+`hyperlink" Target="https://voorbeeld.nl" TargetMode="External"/>`+
			`<Relationship Type="`+relType+`image" Target="/media/../media/a&amp;b.png"/></Relationships>`,
		"kapot/_rels/x.xml.rels", head,
	)
	a := open(t, data)
	want := []relation{{"header", "word/header1.xml"}, {"footer", "voet.xml"}, {"image", "media/a&b.png"}}
	if got := a.relations("word/document.xml"); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := a.relations("kapot/x.xml"); len(got) != 0 {
		t.Errorf("of a part that breaks off: %v", got)
	}
	if got := a.relations("geen.xml"); len(got) != 0 {
		t.Errorf("of a part without any: %v", got)
	}
}

func TestMainPart(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"named":       {zipped("_rels/.rels", relationships("officeDocument", "a/b.xml"), "a/b.xml", "x", "word/document.xml", "y"), "a/b.xml"},
		"absolute":    {zipped("_rels/.rels", relationships("officeDocument", "/a/b.xml"), "a/b.xml", "x"), "a/b.xml"},
		"other kinds": {zipped("_rels/.rels", relationships("core-properties", "p.xml", "officeDocument", "b.xml"), "b.xml", "x"), "b.xml"},
		"usual place": {zipped("word/document.xml", "y"), "word/document.xml"},
		"none":        {zipped("b.xml", "y"), ""},
	} {
		got := ""
		if f := open(t, c.data).mainPart(); f != nil {
			got = f.Name
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// What is unpacked counts for all parts together.
func TestBudget(t *testing.T) {
	a := open(t, zipped("a.xml", strings.Repeat("a", 600), "b.xml", strings.Repeat("b", 600)))
	a.left = 1000
	var buf bytes.Buffer
	if refused := a.read(a.find("a.xml"), &buf); refused != nil || buf.Len() != 600 {
		t.Fatalf("the first part: %d bytes, %v", buf.Len(), refused)
	}
	buf.Reset()
	if refused := a.read(a.find("b.xml"), &buf); refused == nil {
		t.Error("the second part went over the limit")
	}
}

func TestKindOf(t *testing.T) {
	for _, c := range []struct {
		name, data string
		want       kind
	}{
		{"a.docx", "PK\x03\x04", kindDocx},
		{"a.txt", "PK\x03\x04", kindDocx},
		{"a", "PK\x03\x04", kindDocx},
		{"a.xlsx", "PK\x03\x04", kindOtherZip},
		{"a.ODT", "PK\x03\x04", kindODT},
		{"a.docx", "", kindEmpty},
		{"a.bin", "", kindUnknown},
		{"a.txt", "dag", kindText},
		{"a.markdown", "dag", kindText},
		{"a.txt", "{\\rtf1}", kindRTF},
		{"a.txt", "\ufeffWEBVTT\n", kindVTT},
		{"a.txt", "\ufeff  <HTML>", kindHTML},
		{"a.md", "<html lang=nl>", kindHTML},
		{"a.txt", "<p> is geen html-bestand", kindText},
		{"a.srt", "1\n", kindSRT},
		{"a.doc", "oud", kindOLE},
		{"a.json", `{"segments": []}`, kindJSON},
		{"a.json", `{}`, kindUnknown},
		{"a.exe", "MZ", kindUnknown},
	} {
		if got := kindOf(c.name, []byte(c.data)); got != c.want {
			t.Errorf("%s %q: %v, want %v", c.name, c.data, got, c.want)
		}
	}
}

// Wherever words stand, in whatever wrapper, they are read once and in order.
func TestNoWordLostInWrappers(t *testing.T) {
	wrappers := []string{
		"w:sdt", "w:sdtContent", "w:smartTag", "w:ins", "w:moveTo", "w:hyperlink", "w:fldSimple", "w:customXml", "w:bdo", "w:dir", "w:onbekend",
	}
	rapid.Check(t, func(t *rapid.T) {
		var body strings.Builder
		var want []string
		for i := range rapid.IntRange(1, 12).Draw(t, "paragraphs") {
			var runs strings.Builder
			for j := range rapid.IntRange(1, 4).Draw(t, "runs") {
				word := fmt.Sprintf("woord%dx%d ", i, j)
				want = append(want, strings.TrimSpace(word))
				inner := run(word)
				for _, w := range rapid.SliceOfN(rapid.SampledFrom(wrappers), 0, 4).Draw(t, "wrappers") {
					inner = "<" + w + ">" + inner + "</" + w + ">"
				}
				runs.WriteString(inner)
			}
			block := para(runs.String())
			switch rapid.SampledFrom([]string{"plain", "control", "cell", "box"}).Draw(t, "place") {
			case "control":
				block = "<w:sdt><w:sdtPr/><w:sdtContent>" + block + "</w:sdtContent></w:sdt>"
			case "cell":
				block = table("<w:tr><w:tc>" + block + "</w:tc></w:tr>")
			case "box":
				inside := "<w:txbxContent>" + block + "</w:txbxContent>"
				block = para("<mc:AlternateContent><mc:Choice>" + inside + "</mc:Choice><mc:Fallback>" + inside + "</mc:Fallback></mc:AlternateContent>")
			}
			body.WriteString(block)
		}
		doc, problems := Read("a.docx", docx(body.String()))
		if problems.Err() != nil {
			t.Fatal(problems)
		}
		if got := strings.Fields(doc.Text); !slices.Equal(got, want) {
			t.Fatalf("%q, want %q", got, want)
		}
		checkWhole(t, doc)
	})
}

// Readers run side by side during an import and share only their buffers.
func TestReadInParallel(t *testing.T) {
	files := eightFiles(t)
	var wg sync.WaitGroup
	for name, data := range files {
		for range 4 {
			wg.Go(func() {
				for range 5 {
					doc, problems := Read(name, data)
					if got := spoken(doc); problems.Err() != nil || !slices.Equal(got, eight) {
						t.Errorf("%s: %v %v", name, got, problems)
					}
				}
			})
		}
	}
	wg.Wait()
}

// A document costs a fixed number of allocations, and none per paragraph.
func TestAllocations(t *testing.T) {
	count := func(paragraphs int) float64 {
		data := docx(strings.Repeat(para(bold("R:"), run(" een antwoord van een paar woorden")), paragraphs))
		return testing.AllocsPerRun(20, func() { mustRead(t, "a.docx", data) })
	}
	if few, many := count(10), count(1000); many > few+60 {
		t.Errorf("%.0f allocations for 1,000 paragraphs, %.0f for 10", many, few)
	}
}

// Every refusal exists in both languages and says what to do.
func TestRefusalTexts(t *testing.T) {
	refusals := []*refusal{
		refuseFileSize(1), refuseTextSize(), refuseTurns(), refuseEmpty(true), refuseEmpty(false), refuseBinary(), refuseNoWord(),
		refuseDamaged("x", "y"), refuseUnsafe("x", "y"),
		refuseXML(errDepth), refuseXML(errDoctype), refuseXML(errTooLong), refuseXML(errCharset), refuseXML(errSyntax),
	}
	for k := kindUnknown; k <= kindJSON; k++ {
		if k != kindEmpty && k != kindText && k != kindDocx {
			refusals = append(refusals, refuseKind(k, ".x"))
		}
	}
	for _, r := range refusals {
		p := r.in("a.docx")
		for _, lang := range []instruments.Lang{instruments.Dutch, instruments.English} {
			text := p.In(lang)
			if !strings.HasPrefix(text, "a.docx: ") || strings.Contains(text, "%!") || len(strings.Split(text, "\n")) != 2 {
				t.Errorf("%s: %q", lang, text)
			}
		}
		if r.what.NL == r.what.EN || r.hint.NL == r.hint.EN {
			t.Errorf("one language only: %+v", r)
		}
	}
}

// A part that unpacks to more than the directory claims is refused, and what is
// claimed is what Weight tells.
func TestArchiveClaims(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	w := zip.NewWriter(&file)
	part, err := w.Create("word/document.xml")
	if err == nil {
		_, err = io.WriteString(part, documentXML(para(run(strings.Repeat("vrijwilliger ", 1000)))))
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	data := file.Bytes()
	if n := Weight(data); n < 13_000 || n > 14_000 {
		t.Errorf("weight %d, want that of the text and its marks", n)
	}
	mustRead(t, "a.docx", data)
	lying := bytes.Clone(data)
	binary.LittleEndian.PutUint32(lying[bytes.LastIndex(lying, []byte("PK\x01\x02"))+24:], 500)
	if doc, problems := Read("a.docx", lying); problems.Err() == nil || doc.Text != "" {
		t.Errorf("a lying archive: %d bytes of text, %v", len(doc.Text), problems)
	}
	if n := Weight([]byte("plat")); n != 4 {
		t.Errorf("weight of a text: %d", n)
	}
	if n := Weight([]byte("PK\x03\x04")); n != 0 {
		t.Errorf("weight of a torn archive: %d", n)
	}
}
