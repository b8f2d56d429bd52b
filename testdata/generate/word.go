package generate

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"strings"
	"time"
)

// word writes a document with one piece of body a turn.
func word(c conversation, each func(b *strings.Builder, t turn, i int)) ([]byte, error) {
	var b strings.Builder
	paragraph(&b, run(notice, false))
	paragraph(&b, "")
	for i, t := range c.turns {
		each(&b, t, i)
	}
	return wordFile(b.String())
}

func paragraph(b *strings.Builder, runs string) { b.WriteString(para(runs)) }

func para(runs string) string { return "<w:p>" + runs + "</w:p>" }

func cell(text string) string { return "<w:tc>" + para(run(text, false)) + "</w:tc>" }

func run(text string, bold bool) string {
	props := ""
	if bold {
		props = "<w:rPr><w:b/></w:rPr>"
	}
	return "<w:r>" + props + `<w:t xml:space="preserve">` + escape(text) + "</w:t></w:r>"
}

func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // writing to a buffer cannot fail
	return b.String()
}

const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	packageNS = "http://schemas.openxmlformats.org/package/2006/"
	officeNS  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	wordNS    = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	wordType  = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
)

// wordFile packs a body into the least package Word opens. Times are fixed, so
// that the same body gives the same bytes.
func wordFile(body string) ([]byte, error) {
	parts := [][2]string{
		{"[Content_Types].xml", `<Types xmlns="` + packageNS + `content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/word/document.xml" ContentType="` + wordType + `"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + packageNS + `relationships">` +
			`<Relationship Id="rId1" Type="` + officeNS + `/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<w:document xmlns:w="` + wordNS + `"><w:body>` + body +
			`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>`},
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p[0], Method: zip.Deflate, Modified: time.Date(2020, 7, 15, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(xmlHead + p[1])); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}
