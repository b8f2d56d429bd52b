package transcript

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meerzicht/instruments"
	"meerzicht/instruments/transcript/pdf"
)

// readsPDF reads PDFs in this process, which only tests do.
func readsPDF() Reader {
	return Reader{PDF: func(data []byte) (string, error) {
		pages, err := pdf.Text(data)
		if err != nil {
			return "", pdf.ReasonOf(err).Refusal()
		}
		return strings.Join(pages, "\f"), nil
	}}
}

func pdfFiles(t testing.TB) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	names, err := filepath.Glob("testdata/pdf/*.pdf")
	if err != nil || len(names) == 0 {
		t.Fatal("no PDFs in testdata", err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(name)] = data
	}
	return out
}

// The same eight turns come out of every layout of every document format.
func TestEightTurnsOfDocuments(t *testing.T) {
	t.Parallel()
	for format, files := range map[string]map[string][]byte{
		"odt": odtFiles(), "rtf": rtfFiles(), "html": htmlFiles(t), "pdf": pdfFiles(t),
	} {
		for name, data := range files {
			t.Run(format+"/"+name, func(t *testing.T) {
				t.Parallel()
				if !Recognises(name, data) {
					t.Error("not recognised")
				}
				doc, problems := readsPDF().Read(name, data)
				if err := problems.Err(); err != nil {
					t.Fatal(err)
				}
				doc = withoutHeading(doc)
				sameTurns(t, doc, strings.Contains(name, "time") || strings.Contains(name, "table") || name == "no-head.odt")
			})
		}
	}
}

// allFiles are the files of all document formats together.
func allFiles(t testing.TB) map[string][]byte {
	out := map[string][]byte{}
	for _, files := range []map[string][]byte{odtFiles(), rtfFiles(), htmlFiles(t), pdfFiles(t)} {
		maps.Copy(out, files)
	}
	return out
}

// withoutHeading takes away the row of headings, which is nobody's turn.
func withoutHeading(doc instruments.Document) instruments.Document {
	if len(doc.Turns) == 9 && doc.Turns[0].Speaker == "" {
		doc.Turns = doc.Turns[1:]
	}
	return doc
}
