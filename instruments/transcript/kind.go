package transcript

import (
	"bytes"
	"path"
	"strings"
)

// kind is what a file turns out to be.
type kind int

const (
	kindUnknown  kind = iota
	kindEmpty         // no bytes
	kindText          // .txt, .md
	kindZip           // a zip archive: docx when it holds a Word document
	kindOtherZip      // a zip archive whose name says it is something else
	kindOLE           // Word file with a password, or .doc of before 2007
	kindDocx          // named .docx, but no zip archive
	kindPDF           // known, not read yet, from here on
	kindRTF
	kindVTT
	kindSRT
	kindHTML
	kindODT
	kindJSON
)

var magics = []struct {
	magic string
	kind  kind
}{
	{"%PDF-", kindPDF},
	{`{\rtf`, kindRTF},
	{"WEBVTT", kindVTT},
	{"\ufeffWEBVTT", kindVTT},
}

var extensions = map[string]kind{
	".txt": kindText, ".text": kindText, ".md": kindText, ".markdown": kindText, "": kindText,
	".docx": kindDocx, ".docm": kindDocx, ".doc": kindOLE, ".dot": kindOLE,
	".pdf": kindPDF, ".rtf": kindRTF, ".vtt": kindVTT, ".srt": kindSRT,
	".html": kindHTML, ".htm": kindHTML, ".odt": kindODT,
}

// kindOf recognises by content, then by extension.
func kindOf(base string, data []byte) kind {
	ext := strings.ToLower(path.Ext(base))
	byName := extensions[ext]
	switch {
	case len(data) == 0 && byName != kindUnknown:
		return kindEmpty
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return zipKind(ext)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return oleKind(byName)
	}
	for _, m := range magics {
		if bytes.HasPrefix(data, []byte(m.magic)) {
			return m.kind
		}
	}
	if byName == kindText && looksLikeHTML(data) {
		return kindHTML
	}
	if ext == ".json" && bytes.Contains(data, []byte(`"segments"`)) {
		return kindJSON
	}
	return byName
}

// zipKind leaves the archives of other programs to their own readers.
func zipKind(ext string) kind {
	switch ext {
	case ".xlsx", ".xlsm", ".qdpx", ".qdc", ".zip", ".pptx":
		return kindOtherZip
	case ".odt":
		return kindODT
	}
	return kindZip
}

func oleKind(byName kind) kind {
	if byName == kindUnknown { // such as a workbook with a password
		return kindUnknown
	}
	return kindOLE
}

func looksLikeHTML(data []byte) bool {
	head := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(data[:min(len(data), 256)], []byte("\ufeff"))))
	return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html"))
}
