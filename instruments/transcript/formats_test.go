package transcript

import (
	"os"
	"os/exec"
	"path/filepath"
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
				if _, _, _, refused := c.spoken(); refused != nil && refused.what.NL == "" {
					t.Errorf("%s: a refusal without words", name)
				}
			}
		}
		if doc, problems := Read(name, data); problems.Err() == nil {
			checkWhole(t, doc)
		}
	})
}

// What LibreOffice makes of the eight turns is read in every format it writes.
func TestLibreOffice(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("LibreOffice must be here")
		}
		t.Skip("LibreOffice is not here")
	}
	if testing.Short() {
		t.Skip("slow")
	}
	dir := t.TempDir()
	rows := eachTurn(func(_ int, t turn) string { return odfRow(clockOf(t.start), t.speaker, t.text) })
	paragraphs := eachTurn(func(_ int, t turn) string { return odfPara(odfSpan(t.speaker+":"), " ", esc(t.text)) })
	sources := map[string]string{"paragraphs": paragraphs, "table": odfTable(rows)}
	for layout, body := range sources {
		if err := os.WriteFile(filepath.Join(dir, layout+".fodt"), []byte(flatODT(body)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, filter := range []string{"odt", "docx", "rtf", "html:HTML (StarWriter)", "pdf"} {
		ext, _, _ := strings.Cut(filter, ":")
		cmd := exec.Command(office, "-env:UserInstallation=file://"+filepath.ToSlash(filepath.Join(dir, "profile")), "--headless", "--convert-to", filter,
			"--outdir", dir, filepath.Join(dir, "paragraphs.fodt"), filepath.Join(dir, "table.fodt"))
		if told, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", filter, err, told)
		}
		for layout := range sources {
			if layout == "table" && ext == "pdf" {
				continue // columns mix there; that is what the note is for
			}
			data, err := os.ReadFile(filepath.Join(dir, layout+"."+ext))
			if err != nil {
				t.Fatal(err)
			}
			doc, problems := readsPDF().Read(layout+"."+ext, data)
			if err := problems.Err(); err != nil {
				t.Errorf("%s %s: %v", layout, ext, err)
				continue
			}
			t.Run(layout+"."+ext, func(t *testing.T) { sameTurns(t, doc, layout == "table") })
		}
	}
}

// flatODT is the body in one file, which LibreOffice reads without a package.
func flatODT(body string) string {
	return strings.NewReplacer("<office:document-content", `<office:document office:mimetype="`+odtType+`" office:version="1.3"`,
		"</office:document-content>", "</office:document>").Replace(odfContent(body))
}
