package transcript

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"
)

// Whatever is said, it reads back word for word from every document format.
func TestDocumentsReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		labels := rapid.SampledFrom([][]string{{"I", "R"}, {"Interviewer", "Respondent"}, {"Gespreksleider", "V1"}}).Draw(t, "labels")
		var want []said
		for i := range rapid.IntRange(2, 12).Draw(t, "turns") {
			want = append(want, said{labels[i%2], words(t, "words")})
		}
		for name, data := range writeDocuments(want) {
			doc, problems := Read(name, data)
			if problems.Err() != nil {
				t.Fatalf("%s: %v", name, problems)
			}
			checkWhole(t, doc)
			got := spoken(doc)
			for i := range want {
				if i >= len(got) || got[i] != want[i] {
					t.Fatalf("%s: turn %d (%d read): %q, want %q", name, i+1, len(got), got[min(i, len(got)-1)], want[i])
				}
			}
		}
	})
}

// writeDocuments writes a conversation in a layout of each format.
func writeDocuments(talk []said) map[string][]byte {
	var odf, odfRows, escapes, bytes, cells, web, webRows strings.Builder
	for _, s := range talk {
		odf.WriteString(odfPara(odfSpan(s.speaker+":"), `<text:s/>`, esc(s.text)))
		odfRows.WriteString(odfRow(s.speaker, s.text))
		escapes.WriteString(s.speaker + ": " + rtfUnits(s.text, `\'3f`) + "\\par\n")
		bytes.WriteString(`{\b ` + s.speaker + `:}\tab{\f2 ` + rtfBytesOf(s.text, charmap.Macintosh, false) + "}\\par\n")
		cells.WriteString(`\trowd\intbl ` + s.speaker + `\cell ` + rtfUnits(s.text, "?") + `\cell\row` + "\n")
		web.WriteString("<p><b>" + s.speaker + "</b>: " + htmlEntities(s.text) + "\n")
		webRows.WriteString("<tr><td>" + s.speaker + "<td><i>" + esc(s.text) + "</i>")
	}
	return map[string][]byte{
		"a.odt": odt(odf.String()), "rows.odt": odt(odfTable(odfRows.String())),
		"a.rtf": rtf(escapes.String()), "mac.rtf": rtf(bytes.String()), "rows.rtf": rtf(cells.String()),
		"a.html": page("", web.String()), "rows.html": page("", "<table>"+webRows.String()+"</table>"),
	}
}

// FuzzDocuments feeds anything to the readers of OpenDocument, RTF and HTML.
func FuzzDocuments(f *testing.F) {
	for name, data := range allFiles(f) {
		if !strings.HasSuffix(name, ".pdf") {
			f.Add(name, data)
		}
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		for _, read := range []func([]byte) (content, *refusal){readODT, readRTF, readHTML} {
			if len(data) > 1<<20 {
				return
			}
			if c, refused := read(data); refused == nil {
				if _, refused := c.spoken(nil); refused != nil && refused.what.NL == "" {
					t.Errorf("%s: a refusal without words", name)
				}
			}
		}
		if doc, problems := Read(name, data); problems.Err() == nil {
			checkWhole(t, doc)
		}
	})
}
