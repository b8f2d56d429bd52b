package workbench

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"meerzicht/coding"
	"meerzicht/coding/portable"
	"meerzicht/coding/refi"
	"meerzicht/instruments"
	"meerzicht/report/export"
)

// file asks for a file to keep, and wants it whole.
func (d *desk) file(query string) (name string, data []byte) {
	d.t.Helper()
	r, err := http.NewRequest(http.MethodGet, d.base+"/export/file?"+query, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	r.Header.Set("X-Meerzicht", "1")
	resp, body := d.reply(r)
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Length") != strconv.Itoa(len(body)) || len(body) == 0 {
		d.t.Fatalf("%s: %s, %s of %d bytes: %.300s", query, resp.Status, resp.Header.Get("Content-Length"), len(body), body)
	}
	kind, params, err := mime.ParseMediaType(resp.Header.Get("Content-Disposition"))
	if err != nil || kind != "attachment" || resp.Header.Get("X-Content-Type-Options") != "nosniff" {
		d.t.Errorf("%s: %q %v", query, resp.Header.Get("Content-Disposition"), err)
	}
	return params["filename"], []byte(body)
}

// Every form comes whole, under a name that says what it is; nothing changes.
func TestExportFiles(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	before := d.seq()
	for query, want := range map[string]string{
		"": ".qdpx", "form=qdpx": ".qdpx", "form=qdc": ".qdc", "form=json": ".json", "form=rock": ".rock", "form=csv": "-codings.csv", "form=csv&what=goals&audience=extern": "-goals.csv",
		"form=sav&what=long&labels=en": "-long.sav", "form=sps": "-wide-sps.zip", "form=xlsx&what=respondents": "-respondents.xlsx", "form=csv&what=all": "-codings.csv", // left behind by another form
	} {
		name, data := d.file(query)
		if !strings.HasSuffix(name, want) || strings.ContainsAny(name, `/\"`) {
			t.Errorf("%q is called %q, want %s at its end", query, name, want)
		}
		switch want {
		case ".qdpx":
			c, _, problems := refi.Read(name, bytes.NewReader(data), int64(len(data)), refi.ReadOptions{Lang: instruments.Dutch})
			if problems.Err() != nil || len(c.Documents) != 40 {
				t.Errorf("%q: %v", query, problems)
			}
		case ".json":
			if c, _, problems := portable.Read(name, data); problems.Err() != nil || len(c.Respondents) != 37 {
				t.Errorf("%q: %v", query, problems)
			}
		case "-wide-sps.zip":
			if got := strings.Join(members(t, data), " "); !strings.HasSuffix(got, "-wide.csv") || !strings.Contains(got, "-wide.sps ") {
				t.Errorf("members: %s", got)
			}
		}
	}
	if d.seq() != before {
		t.Error("something in the study changed")
	}
}

// members are the names in a zip archive.
func members(t testing.TB, data []byte) []string {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range in.File {
		out = append(out, m.Name)
	}
	return out
}

// unpacked is what the members of a zip archive hold, or the data themselves.
func unpacked(t testing.TB, data []byte) string {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return string(data)
	}
	var b strings.Builder
	for _, m := range in.File {
		r, err := m.Open()
		if err == nil {
			_, err = io.Copy(&b, r)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// The archive has the log, and without texts no words.
func TestExportArchive(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, data := d.file("form=zip&texts=no")
	names := strings.Join(members(t, data), " ")
	if !strings.Contains(names, "README.md") || !strings.Contains(names, "report/rapport.html") || strings.Contains(names, "events.jsonl") {
		t.Errorf("%s", names)
	}
	if words := "Mijn vrouw zei"; strings.Contains(unpacked(t, data), words) {
		t.Errorf("%q is in an archive without texts", words)
	}
}

// The page tells what is lost before anything is saved; what cannot be is a problem
// on the page.
func TestExportPage(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	page := d.get("/part/export?form=qdpx")
	for _, want := range []string{": ingevulde lijsten kent de standaard niet", "alleen voor wie ze mag lezen", `href="/export/file?`, `value="qdpx" checked`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q: %.2000s", want, page)
		}
	}
	if page = d.get("/part/export?form=json"); !strings.Contains(page, "Alles past erin.") {
		t.Errorf("%.2000s", page)
	}
	if page = d.get("/part/export?form=csv&what=goals"); !strings.Contains(page, "niet afgeschermd") || !strings.Contains(page, `name="audience"`) {
		t.Errorf("%.2000s", page)
	}
	if page = d.get("/part/export?form=csv&what=wide"); strings.Contains(page, `name="audience"`) || !strings.Contains(page, "afzonderlijke personen") {
		t.Errorf("%.2000s", page)
	}
	if page = d.get("/part/export?form=csv&layer=niemand"); !strings.Contains(page, `role="alert"`) || strings.Contains(page, "/export/file?") {
		t.Errorf("%.2000s", page)
	}
	d.session(sessionChoice{Lang: "en"})
	if page = d.get("/export?form=qdpx"); !strings.Contains(page, "In which form") || !strings.Contains(page, `<option value="en" selected>`) {
		t.Errorf("%.2000s", page)
	}
	for _, query := range []string{"form=docx", "form=folder"} {
		d.fetch(http.MethodGet, "/export/file?"+query, nil, http.StatusBadRequest)
		d.fetch(http.MethodGet, "/part/export?"+query, nil, http.StatusBadRequest)
	}
	d.fetch(http.MethodGet, "/export/file?form=csv&layer=niemand", nil, http.StatusBadRequest)
	d.fetch(http.MethodGet, "/export/file?form=csv&what=goals&audience=iedereen", nil, http.StatusBadRequest)
	d.fetch(http.MethodPost, "/export/file?form=csv", nil, http.StatusMethodNotAllowed)
}

// While a blind round is open, files hold what the coder may see, whatever their
// form, and say so.
func TestBlindExport(t *testing.T) {
	t.Parallel()
	with, without := blindDesk(t, "anna", true), blindDesk(t, "anna", false)
	for _, f := range exportForms() {
		sameAnswers(t, with, without, "/part/export?form="+f.ID)
		if f.ID == "zip" { // its texts are in the others; the log is what it has of its own
			continue
		}
		_, data := with.file("form=" + f.ID + "&layer=all")
		text := unpacked(t, data)
		if strings.Contains(text, bramsWord) {
			t.Errorf("%s tells a word of bram", f.ID)
		}
		if f.ID == "json" && !strings.Contains(text, annasWord) {
			t.Error("anna’s own work is not in the file")
		}
	}
	sameAnswers(t, with, without, "/export/file?form=csv&what=codings&layer=all")
	sameAnswers(t, with, without, "/export/file?form=csv&what=wide")
	if page := with.get("/part/export?form=zip"); !strings.Contains(page, "Blinde ronde 1 is open") || !strings.Contains(page, "Het logboek ook niet.") {
		t.Errorf("%.2000s", page)
	}
	if _, data := with.file("form=zip"); strings.Contains(strings.Join(members(t, data), " "), "events.jsonl") || strings.Contains(unpacked(t, data), bramsWord) {
		t.Error("the archive tells what bram did")
	}
}

// Who stops waiting leaves nothing behind, and the next gets the file.
func TestExportGivenUp(t *testing.T) {
	d := newDesk(t)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Millisecond)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, d.base+"/export/file?form=zip", nil)
	if err != nil {
		t.Fatal(err)
	}
	if resp, err := d.client.Do(r); err == nil {
		resp.Body.Close()
	}
	d.file("form=csv")
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "meerzicht-[0-9]*")); len(left) > 0 {
		for _, name := range left {
			if info, err := os.Stat(name); err == nil && !info.IsDir() {
				t.Errorf("%s stayed behind", name)
			}
		}
	}
}

func TestExportNames(t *testing.T) {
	t.Parallel()
	f, _ := export.ByID("qdpx")
	for name, want := range map[string]string{
		"reclassering 2020": "reclassering-2020.qdpx", `../../etc/"passwd"`: "etc-passwd.qdpx", "één & twee\r\n": "één-twee.qdpx", "…": "onderzoek.qdpx", "": "onderzoek.qdpx",
		strings.Repeat("a", 200): strings.Repeat("a", 60) + ".qdpx", "\u202egpj.exe": "gpj-exe.qdpx",
	} {
		if got := exportName(coding.StudyInfo{Name: name}, f, export.Options{Lang: instruments.Dutch}); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
