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
	kindOtherZip      // a zip archive whose name says it is something else
	kindOLE           // Word file with a password, or .doc of before 2007
	kindNoZip         // named .docx or .odt, but no zip archive
	kindText          // .txt, .md; the formats that are read, from here on
	kindDocx          // a zip archive: a Word document, or refused as none
	kindODT
	kindRTF
	kindHTML
	kindPDF
	kindVTT
	kindSRT
	kindJSON // of a speech recogniser: Whisper, WhisperX, Amberscript
	kindOTR  // oTranscribe
	kindCHA  // CHAT
	kindCSV  // a table with a column of speakers and one of words
)

// format is one format that is read.
type format struct {
	name string // as people call it
	read func(data []byte) (content, *refusal)
}

// formats are the readers; a kind without one is refused.
func formatOf(k kind) (format, bool) {
	f, ok := map[kind]format{
		kindText: {"platte tekst", readText},
		kindDocx: {"Word", readDocx},
		kindODT:  {"OpenDocument (.odt)", readODT},
		kindRTF:  {"RTF", readRTF},
		kindHTML: {"HTML", readHTML},
		kindVTT:  {"WebVTT", readVTT},
		kindSRT:  {"SRT", readSRT},
		kindJSON: {"JSON", readSpeechJSON},
		kindOTR:  {"oTranscribe", readOTR},
		kindCHA:  {"CHAT", readCHA},
		kindCSV:  {"CSV", readSpokenTable},
	}[k]
	return f, ok
}

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
	".docx": kindNoZip, ".docm": kindNoZip, ".odt": kindNoZip, ".ott": kindNoZip, ".doc": kindOLE, ".dot": kindOLE,
	".pdf": kindPDF, ".rtf": kindRTF, ".vtt": kindVTT, ".srt": kindSRT,
	".html": kindHTML, ".htm": kindHTML, ".xhtml": kindHTML, ".otr": kindOTR, ".cha": kindCHA,
}

// kindOf recognises by content, then by extension.
func kindOf(base string, data []byte) kind {
	ext := strings.ToLower(path.Ext(base))
	byName := extensions[ext]
	switch {
	case len(data) == 0 && byName != kindUnknown:
		return kindEmpty
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return zipKind(ext, data)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return oleKind(byName)
	}
	for _, m := range magics {
		if bytes.HasPrefix(data, []byte(m.magic)) {
			return m.kind
		}
	}
	switch {
	case (byName == kindText || byName == kindOLE) && looksLikeHTML(data):
		return kindHTML
	case byName == kindText && looksLikeSRT(data):
		return kindSRT
	case byName == kindText && bytes.HasPrefix(bytes.TrimPrefix(data, []byte("\ufeff")), []byte("@UTF8")):
		return kindCHA
	case ext == ".json" && speechJSON(data):
		return kindJSON
	case (ext == ".csv" || ext == ".tsv") && spokenTable(data):
		return kindCSV
	}
	return byName
}

// zipKind leaves the archives of other programs to their own readers.
func zipKind(ext string, data []byte) kind {
	switch ext {
	case ".xlsx", ".xlsm", ".qdpx", ".qdc", ".zip", ".pptx":
		return kindOtherZip
	}
	if ext == ".odt" || ext == ".ott" || odtStart(data) {
		return kindODT
	}
	return kindDocx
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
