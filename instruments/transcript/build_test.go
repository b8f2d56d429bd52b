package transcript

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"meerzicht/instruments"
)

// said is one turn as it should read back.
type said struct{ speaker, text string }

// Eight turns with what Dutch brings along: accents, quotes, dashes, the euro,
// a colon and a time inside the words, and words that look like a label.
var eight = []said{
	{"I", "Hoe bent u bij het project gekomen?"},
	{"R", "Via de coördinator. Die zei: kom ’s avonds langs – om 10:30 of zo."},
	{"I", "En toen?"},
	{"R", "Bijvoorbeeld: samen koffiedrinken, de ruïne bekijken, reünies …"},
	{"I", "Wat kostte dat?"},
	{"R", "Zo’n € 12,50 per keer; géén cent méér."},
	{"I", "Deed u dat met z’n tweeën?"},
	{"R", "Let op: met z’n drieën. Ik zei: kom maar."},
}

func spoken(doc instruments.Document) []said {
	text := []rune(doc.Text)
	var out []said
	for _, t := range doc.Turns {
		out = append(out, said{t.Speaker, string(text[t.Start:t.End])})
	}
	return out
}

func checkTurns(t *testing.T, doc instruments.Document, want []said) {
	t.Helper()
	got := spoken(doc)
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			t.Errorf("turn %d is missing: %q", i+1, want[i])
		case i >= len(want):
			t.Errorf("turn %d is too many: %q", i+1, got[i])
		case got[i] != want[i]:
			t.Errorf("turn %d: %q, want %q", i+1, got[i], want[i])
		}
	}
}

// zipped packs parts, given as name and content in turn.
func zipped(parts ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

const (
	wordNS   = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	strictNS = "http://purl.oclc.org/ooxml/wordprocessingml/main"
	relType  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	xmlHead  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
)

func relationships(pairs ...string) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i := 0; i < len(pairs); i += 2 {
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s%s" Target="%s"/>`, i, relType, pairs[i], pairs[i+1])
	}
	return b.String() + `</Relationships>`
}

func documentXML(body string) string {
	return xmlHead + `<w:document xmlns:w="` + wordNS + `"><w:body>` + body + `<w:sectPr><w:pgSz w:w="11906"/></w:sectPr></w:body></w:document>`
}

// docx is the least Word file with that body.
func docx(body string) []byte {
	return zipped("_rels/.rels", relationships("officeDocument", "word/document.xml"), "word/document.xml", documentXML(body))
}

func esc(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

func run(text string) string { return `<w:r><w:t xml:space="preserve">` + esc(text) + `</w:t></w:r>` }

func bold(text string) string {
	return `<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">` + esc(text) + `</w:t></w:r>`
}

func para(runs ...string) string { return "<w:p>" + strings.Join(runs, "") + "</w:p>" }

func tableRow(cells ...string) string {
	var b strings.Builder
	for _, c := range cells {
		b.WriteString("<w:tc>" + para(run(c)) + "</w:tc>")
	}
	return "<w:tr>" + b.String() + "</w:tr>"
}

func table(rows ...string) string {
	return `<w:tbl><w:tblPr/><w:tblGrid/>` + strings.Join(rows, "") + "</w:tbl>"
}

// each writes a body with one piece for each turn.
func each(piece func(s said) string) []byte {
	var b strings.Builder
	for _, s := range eight {
		b.WriteString(piece(s))
	}
	return docx(b.String())
}

func plainEight(newline string) string {
	var b strings.Builder
	for _, s := range eight {
		b.WriteString(s.speaker + ": " + s.text + newline)
	}
	return b.String()
}

func utf16Bytes(text string, big bool) []byte {
	var b bytes.Buffer
	for _, u := range utf16.Encode([]rune(text)) {
		if big {
			b.Write([]byte{byte(u >> 8), byte(u)})
		} else {
			b.Write([]byte{byte(u), byte(u >> 8)})
		}
	}
	return b.Bytes()
}

func windows(t testing.TB, text string) []byte {
	t.Helper()
	data, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(data)
}

func tableOfEight() string {
	var rows []string
	for i, s := range eight {
		rows = append(rows, tableRow(fmt.Sprintf("00:%02d:07", i), s.speaker, s.text))
	}
	return table(rows...)
}

// eightFiles writes the eight turns in every layout and encoding.
func eightFiles(t testing.TB) map[string][]byte {
	lines := func(format string) []byte {
		var b strings.Builder
		for i, s := range eight {
			b.WriteString(strings.NewReplacer("L", s.speaker, "T", s.text, "N", fmt.Sprint(i+1), "MM", fmt.Sprintf("%02d", i)).Replace(format))
		}
		return []byte(b.String())
	}
	utf16XML := strings.Replace(documentXML(para(run("I: "+eight[0].text))), "UTF-8", "UTF-16", 1)
	for _, s := range eight[1:] {
		utf16XML = strings.Replace(utf16XML, "<w:sectPr>", para(run(s.speaker+": "+s.text))+"<w:sectPr>", 1)
	}
	rels := relationships("officeDocument", "word/document.xml")
	return map[string][]byte{
		"utf-8.txt":         []byte(plainEight("\n")),
		"utf-8-crlf.txt":    []byte(plainEight("\r\n")),
		"bom.txt":           []byte("\ufeff" + plainEight("\r\n")),
		"cr.txt":            []byte(plainEight("\r")),
		"no-extension":      []byte(plainEight("\n")),
		"windows.txt":       windows(t, plainEight("\r\n")),
		"utf-16le-bom.txt":  utf16Bytes("\ufeff"+plainEight("\r\n"), false),
		"utf-16be-bom.txt":  utf16Bytes("\ufeff"+plainEight("\n"), true),
		"utf-16le.txt":      utf16Bytes(plainEight("\r\n"), false),
		"utf-16be.txt":      utf16Bytes(plainEight("\r"), true),
		"blank-lines.txt":   lines("L: T\n\n"),
		"tab.txt":           lines("L:\tT\n"),
		"own-line.txt":      lines("L:\nT\n\n"),
		"numbered.txt":      lines("N | L: T\n"),
		"times.txt":         lines("[00:MM:07] L: T\n"),
		"bare-times.txt":    lines("00:MM:07 L: T\n"),
		"short-times.txt":   lines("MM:07 L: T\n"),
		"times-behind.txt":  lines("L (00:MM:07): T\n"),
		"time-own-line.txt": lines("[00:MM:07]\nL: T\n"),
		"f4.txt":            lines("L: T #00:MM:07-0#\n"),
		"bold.md":           lines("**L:** T\n\n"),
		"bold-colon.md":     lines("**L**: T\n\n"),
		"indented.txt":      lines("  L:  T \n"),
		"paragraphs.docx":   each(func(s said) string { return para(run(s.speaker + ": " + s.text)) }),
		"bold.docx":         each(func(s said) string { return para(bold(s.speaker+":"), run(" "+s.text)) }),
		"tab.docx":          each(func(s said) string { return para(bold(s.speaker), bold(":"), "<w:r><w:tab/></w:r>", run(s.text)) }),
		"own-line.docx":     each(func(s said) string { return para(bold(s.speaker+":")) + para(run(s.text)) }),
		"line-breaks.docx":  each(func(s said) string { return para(run(s.speaker+":"), "<w:r><w:br/></w:r>", run(s.text)) }),
		"content-control": each(func(s said) string {
			return "<w:sdt><w:sdtContent>" + para(run(s.speaker+": "+s.text)) + "</w:sdtContent></w:sdt>"
		}),
		"smart-tags.docx":     each(func(s said) string { return para(run(s.speaker+": "), "<w:smartTag>"+run(s.text)+"</w:smartTag>") }),
		"insertions.docx":     each(func(s said) string { return para(run(s.speaker+": "), "<w:ins>"+run(s.text)+"</w:ins>") }),
		"hyperlinks.docx":     each(func(s said) string { return para(run(s.speaker+": "), "<w:hyperlink>"+run(s.text)+"</w:hyperlink>") }),
		"table.docx":          docx(tableOfEight()),
		"strict.docx":         zipped("_rels/.rels", rels, "word/document.xml", strings.Replace(documentXML(tableOfEight()), wordNS, strictNS, 1)),
		"other-prefix.docx":   zipped("_rels/.rels", rels, "word/document.xml", strings.NewReplacer("<w:", "<x:", "</w:", "</x:", "xmlns:w=", "xmlns:x=").Replace(documentXML(tableOfEight()))),
		"other-part.docx":     zipped("_rels/.rels", relationships("officeDocument", "/deel/hoofd.xml"), "deel/hoofd.xml", documentXML(tableOfEight())),
		"no-relations.docx":   zipped("word/document.xml", documentXML(tableOfEight())),
		"capital-names.docx":  zipped("_rels/.rels", rels, "Word/Document.xml", documentXML(tableOfEight())),
		"backslashes.docx":    zipped("_rels/.rels", rels, `word\document.xml`, documentXML(tableOfEight())),
		"utf-16.docx":         zipped("_rels/.rels", rels, "word/document.xml", string(utf16Bytes("\ufeff"+utf16XML, false))),
		"utf-16-no-mark.docx": zipped("_rels/.rels", rels, "word/document.xml", string(utf16Bytes(utf16XML, true))),
		"windows-1252.docx":   zipped("word/document.xml", string(windows(t, strings.Replace(documentXML(tableOfEight()), "UTF-8", "windows-1252", 1)))),
		"named-txt.txt":       docx(tableOfEight()), // the content decides
	}
}

// The same eight turns come out of every layout and encoding, word for word.
func TestEightTurns(t *testing.T) {
	for name, data := range eightFiles(t) {
		t.Run(name, func(t *testing.T) {
			if !Recognises(name, data) {
				t.Error("not recognised")
			}
			doc := mustRead(t, name, data)
			checkTurns(t, doc, eight)
			checkWhole(t, doc)
			if n := len(doc.Speakers); n != 2 || doc.RoleOf("I") != instruments.AsInterviewer || doc.RoleOf("R") != instruments.AsRespondent {
				t.Errorf("speakers %v", doc.Speakers)
			}
			timed := strings.Contains(name, "time") || strings.Contains(name, "table")
			for i, turn := range doc.Turns {
				if want := int64(i*60+7) * 1000; timed && turn.TimeMS != want {
					t.Errorf("turn %d at %d ms, want %d", i+1, turn.TimeMS, want)
				}
			}
		})
	}
}
