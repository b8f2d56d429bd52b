package transcript

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

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
	t.Parallel()
	dir := t.TempDir()
	officeWrites(t, office, dir)
	for _, ext := range []string{"odt", "docx", "rtf", "html", "pdf"} {
		for _, layout := range []string{"paragraphs", "table"} {
			if layout == "table" && ext == "pdf" {
				continue // columns mix there; that is what the note is for
			}
			data, err := os.ReadFile(filepath.Join(dir, layout+"."+ext))
			if err != nil {
				t.Error(err)
				continue
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

// officeWrites puts both layouts into a folder in every format. It starts
// LibreOffice twice, for that is what takes time: once to make its profile and
// OpenDocument, once for a macro in that profile to write all the rest.
func officeWrites(t *testing.T, office, dir string) {
	t.Helper()
	profile := filepath.Join(dir, "profile")
	start := func(args ...string) {
		t.Helper()
		cmd := exec.Command(office, append([]string{"-env:UserInstallation=file://" + filepath.ToSlash(profile), "--headless", "--norestore"}, args...)...)
		if told, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%q: %v\n%s", args, err, told)
		}
	}
	rows := eachTurn(func(_ int, t turn) string { return odfRow(clockOf(t.start), t.speaker, t.text) })
	paragraphs := eachTurn(func(_ int, t turn) string { return odfPara(odfSpan(t.speaker+":"), " ", esc(t.text)) })
	var files []string
	for layout, body := range map[string]string{"paragraphs": paragraphs, "table": odfTable(rows)} {
		files = append(files, filepath.Join(dir, layout+".fodt"))
		if err := os.WriteFile(filepath.Join(dir, layout+".fodt"), []byte(flatODT(body)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	start(append([]string{"--convert-to", "odt", "--outdir", dir}, files...)...)
	library := filepath.Join(profile, "user", "basic", "Standard")
	if err := os.RemoveAll(library); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(library, os.DirFS(filepath.Join("testdata", "libreoffice"))); err != nil {
		t.Fatal(err)
	}
	start(`macro:///Standard.Convert.Main("file://` + filepath.ToSlash(dir) + `/")`)
}

// flatODT is the body in one file, which LibreOffice reads without a package.
func flatODT(body string) string {
	return strings.NewReplacer("<office:document-content", `<office:document office:mimetype="`+odtType+`" office:version="1.3"`,
		"</office:document-content>", "</office:document>").Replace(odfContent(body))
}
