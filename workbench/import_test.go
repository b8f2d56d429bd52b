package workbench

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
)

// upload is a form as the import page sends it.
type upload struct {
	options map[string]string
	files   [][2]string // name, content
}

func (u upload) body(t testing.TB) (string, []byte) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, value := range u.options {
		if err := w.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range u.files {
		part, err := w.CreateFormFile("file:"+f[0], "x")
		if err == nil {
			_, err = io.WriteString(part, f[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), b.Bytes()
}

// bring posts files and returns the status and the lines of the answer.
func (d *desk) bring(u upload) (int, []string) {
	d.t.Helper()
	kind, body := u.body(d.t)
	req, err := http.NewRequest(http.MethodPost, d.base+"/import", bytes.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	req.Header.Set("X-Meerzicht", "1")
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Origin", d.base)
	resp, err := d.client.Do(req)
	if err != nil {
		d.t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return resp.StatusCode, strings.Split(strings.TrimSpace(string(raw)), "\n")
}

func (d *desk) result(u upload) importResult {
	d.t.Helper()
	status, lines := d.bring(u)
	var r importResult
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &r); err != nil || status != http.StatusOK {
		d.t.Fatalf("%d %v: %s", status, err, lines)
	}
	return r
}

func (d *desk) seq() int64 {
	d.t.Helper()
	h, err := d.study.Head(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return h.Seq
}

const talkFile = "Interviewer: Hoe gaat het?\nRespondent: We gaan samen wandelen en praten over werk.\n"

func TestImportChecksFirst(t *testing.T) {
	d := newDesk(t)
	before := d.seq()
	u := upload{map[string]string{"dry": "yes", "as": "overig"}, [][2]string{{"map/gesprek.txt", talkFile}, {"verslag.txt", "Een verslag zonder sprekers."}}}
	r := d.result(u)
	if r.Stored || r.Refused || len(r.Files) != 2 || r.Files[0].Name != "map/gesprek.txt" || r.Files[0].As != "transcript" || r.Files[0].Items != "1 document" || !strings.Contains(r.Said, "nog niets opgeslagen: 0 respondenten, 0 trajecten, 2 documenten") {
		t.Errorf("%+v", r)
	}
	if d.seq() != before {
		t.Error("a check stored something")
	}
	u.options["dry"] = "no"
	if r = d.result(u); !r.Stored || !strings.HasPrefix(r.Said, "Ingelezen: ") {
		t.Errorf("%+v", r)
	}
	if doc := d.document("gesprek"); doc.Source.Name != "gesprek.txt" || doc.Kind != "overig" {
		t.Errorf("%+v", doc)
	}
	if r = d.result(u); r.Files[0].Items != "brengt niets nieuws; overgeslagen" || len(r.Problems) != 2 || !r.Problems[0].Note {
		t.Errorf("again: %+v", r)
	}
	d.do("undo", struct{}{})
	if d.document("gesprek").ID != "" || d.document("verslag").ID != "" {
		t.Error("both files are one act")
	}
}

func TestImportRefusesAllOrNothing(t *testing.T) {
	d := newDesk(t)
	before := d.seq()
	photo := "\xff\xd8\xff\xe0\x00\x10JFIF" + strings.Repeat("\x00\xfe", 200)
	r := d.result(upload{map[string]string{"as": "overig"}, [][2]string{{"goed.txt", talkFile}, {"vakantie.jpg", photo}, {"leeg.txt", ""}}})
	if !r.Refused || r.Stored || !strings.Contains(r.Said, "Niets ingelezen: 2 problemen. Het onderzoek is niet veranderd.") {
		t.Errorf("%+v", r)
	}
	i := slices.IndexFunc(r.Problems, func(p problemShown) bool { return p.Where == "vakantie.jpg" })
	if i < 0 || r.Problems[i].What != "dit soort bestand wordt niet ingelezen" || r.Problems[i].Hint == "" {
		t.Errorf("the photo: %+v", r.Problems)
	}
	if d.seq() != before {
		t.Error("something was stored")
	}
	d.session(sessionChoice{Lang: "en"})
	if r := d.result(upload{nil, [][2]string{{"vakantie.jpg", photo}}}); !strings.Contains(r.Said, "Nothing imported: 1 problem.") || r.Problems[0].What != "this kind of file is not imported" {
		t.Errorf("in English: %+v", r)
	}
}

// The hints of the command name its options; those of the page name its fields.
func TestImportHintsNameThePage(t *testing.T) {
	d := newDesk(t)
	r := d.result(upload{map[string]string{"dry": "yes"}, [][2]string{{"iemand.txt", talkFile}, {"R01.txt", talkFile + "Interviewer: Dank."}}})
	all, err := json.Marshal(r)
	if err != nil || strings.Contains(string(all), "--") {
		t.Errorf("%s %v", all, err)
	}
	if !strings.Contains(string(all), "‘Soort document’") || !strings.Contains(string(all), "‘Vervangen’") {
		t.Errorf("%s", all)
	}
}

func TestImportRequests(t *testing.T) {
	d := newDesk(t)
	for name, u := range map[string]upload{
		"nothing": {map[string]string{"dry": "yes"}, nil},
		"kind":    {map[string]string{"as": "gedicht"}, [][2]string{{"a.txt", talkFile}}},
		"coder":   {map[string]string{"coder": string(coding.LexiconCoder)}, [][2]string{{"a.txt", talkFile}}},
		"unknown": {map[string]string{"wat": "x"}, [][2]string{{"a.txt", talkFile}}},
		"name":    {nil, [][2]string{{strings.Repeat("a", importName+1), talkFile}}},
	} {
		status, lines := d.bring(u)
		if status != http.StatusBadRequest || !strings.Contains(lines[0], `"problem"`) {
			t.Errorf("%s: %d %s", name, status, lines)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "meerzicht-[0-9]*")); len(left) > 0 {
		for _, f := range left {
			if info, err := os.Stat(f); err == nil && !info.IsDir() {
				t.Errorf("%s stayed behind", f)
			}
		}
	}
}

// A page that goes away in the middle leaves the study as it was.
func TestImportGivenUp(t *testing.T) {
	d := newDesk(t)
	before := d.seq()
	ctx, cancel := context.WithCancel(t.Context())
	read, write := io.Pipe()
	w := multipart.NewWriter(write)
	go func() {
		part, err := w.CreateFormFile("file:half.txt", "x")
		if err == nil {
			_, _ = io.WriteString(part, talkFile)
		}
		cancel()
		write.CloseWithError(context.Canceled)
	}()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.base+"/import", read)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Meerzicht", "1")
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Origin", d.base)
	if resp, err := d.client.Do(req); err == nil {
		resp.Body.Close()
		t.Error("an answer to half a request")
	}
	if d.do("memo.set", memoIn{ID: "m", Type: "analyse", Target: "study", Text: "x"}).Seq != before+1 {
		t.Error("the import that was given up left something")
	}
}
