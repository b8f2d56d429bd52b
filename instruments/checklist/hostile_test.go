package checklist_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
)

// zipped is an archive with these parts.
func zipped(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for name, body := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// spoiled is a good workbook with one part replaced.
func spoiled(t testing.TB, part string, change func(string) string) []byte {
	t.Helper()
	good := list(t, "Respondent|R01\nCodeur|anna\nCode|Toestand\nA01|genoemd\nA02|genoemd")
	z, err := zip.NewReader(bytes.NewReader(good), int64(len(good)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(body)
	}
	if _, ok := parts[part]; !ok {
		t.Fatalf("no %s", part)
	}
	parts[part] = change(parts[part])
	return zipped(t, parts)
}

const sheet1 = "xl/worksheets/sheet1.xml"

func wideRows(n int) string {
	return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` +
		strings.Repeat(`<row><c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row>`, n) + `</sheetData></worksheet>`
}

func TestHostileFilesAreRefused(t *testing.T) {
	utf16 := func(s string) string { return strings.Join(strings.Split(s, ""), "\x00") + "\x00" }
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)
	good := list(t, "Respondent|R01\nCode|Toestand\nA01|genoemd")
	for _, tt := range []struct {
		name string
		data []byte
		what string
	}{
		{"empty", nil, "het bestand is leeg"},
		{"huge", make([]byte, 33<<20), "groter dan 32 MiB"},
		{"old Excel", []byte(ole), "oud Excel-bestand (.xls)"},
		{"password", []byte(ole + utf16("EncryptedPackage")), "beveiligd met een wachtwoord"},
		{"picture", []byte("\x89PNG\r\n\x1a\n\x00\x00"), "geen werkmap en geen tekst"},
		{"prose", []byte("Lieve opa,\nik kom zondag.\n"), "geen lijst die Meerzicht kent"},
		{"only blanks", []byte("\n ; ; \n\n"), "er staat niets in het bestand"},
		{"truncated", good[:len(good)/2], "beschadigd"},
		{"zip of nothing", zipped(t, nil), "werkmap"},
		{"Word", zipped(t, map[string]string{"word/document.xml": "<w/>"}), "Word-document"},
		{"OpenDocument", zipped(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument"},
		{"bomb", zipped(t, map[string]string{sheet1: strings.Repeat("a", 17<<20)}), "groter dan 16 MiB"},
		{"many parts", zipped(t, manyParts(1001)), "meer dan 1000 delen"},
		{"wide rows", spoiled(t, sheet1, func(string) string { return wideRows(50_000) }), "meer dan 2000 kolommen"},
		{"sheet breaks off", spoiled(t, sheet1, func(s string) string { return strings.Replace(s, `<row r="4"`, `<row r="3"><c></row><row r="4"`, 1) }), "breekt af"},
		{"sheet is no XML", spoiled(t, sheet1, func(string) string { return "\x00\x01" }), "er staat niets"},
		{"workbook is no XML", spoiled(t, "xl/workbook.xml", func(string) string { return "<workbook" }), ""},
		{"wide csv", []byte(strings.Repeat("a,", 2500) + "\n"), "meer dan 2000 kolommen"},
		{"entities", spoiled(t, sheet1, func(s string) string {
			return `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>` + strings.Replace(s, "<sheetData>", "<sheetData>&b;", 1)
		}), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			_, problems := checklist.Read("x", tt.data, template(t))
			if problems.Err() == nil {
				t.Fatal("not refused")
			}
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
			if tt.what != "" {
				wantProblem(t, problems, "x", tt.what)
			}
		})
	}
}

func manyParts(n int) map[string]string {
	parts := map[string]string{}
	for i := range n {
		parts[strings.Repeat("a", i%50+1)+string(rune('0'+i%10))+time.Duration(i).String()] = ""
	}
	return parts
}

// A table of shared strings that is all empty strings is small on disk and
// large in memory; so is a sheet of empty rows.
func TestMemoryStaysBounded(t *testing.T) {
	const ns = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`
	shared := func(n int) []byte {
		return spoiled(t, "xl/sharedStrings.xml", func(string) string { return "<sst" + ns + strings.Repeat("<si/>", n) + "</sst>" })
	}
	rows := spoiled(t, sheet1, func(string) string {
		return "<worksheet" + ns + "<sheetData>" + strings.Repeat("<row><c><v>1</v></c></row>", 600_000) + "</sheetData></worksheet>"
	})
	if _, problems := checklist.Read("x.xlsx", shared(3_000_000), template(t)); problems.Err() == nil {
		t.Error("3,000,000 strings are not refused")
	}
	for name, data := range map[string][]byte{"strings": shared(590_000), "rows": rows} {
		if most := peakMemory(data, template(t)); most > 256<<20 {
			t.Errorf("%s: %d MiB in use", name, most>>20)
		}
	}
}

// peakMemory reads a file and samples the heap meanwhile.
func peakMemory(data []byte, set *instruments.Set) uint64 {
	peak, stop := make(chan uint64), make(chan struct{})
	runtime.GC()
	go func() {
		var most uint64
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapInuse)
			select {
			case <-stop:
				peak <- most
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	_, _ = checklist.Read("x.xlsx", data, set)
	close(stop)
	return <-peak
}

// No cell of a form may turn into a formula, whatever a respondent said.
func TestFormulasStayText(t *testing.T) {
	set := template(t)
	evil := `=HYPERLINK("http://x","klik")`
	f := instruments.Filling{Kind: instruments.ActivityFilling, Respondent: "R01", Coder: "anna", Responses: []instruments.Response{{Activity: "A01", State: instruments.Mentioned, Remark: evil}}}
	file, err := checklist.Filled(set, f, instruments.Dutch)
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(file.Data))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	formula, err := book.GetCellFormula("Lijst", "D6")
	if err != nil || formula != "" {
		t.Errorf("formula %q, %v", formula, err)
	}
	if got := read(t, file.Name, file.Data, set).Fillings[0].Responses[0].Remark; got != evil {
		t.Errorf("remark %q", got)
	}
}

func TestFilledRefusesWhatItCannotShow(t *testing.T) {
	set := template(t)
	rating := func(k instruments.IndicatorID, v, said instruments.Value) instruments.Filling {
		return instruments.Filling{Kind: instruments.IndicatorFilling, Ratings: []instruments.Rating{{Indicator: k, Value: v, Evidence: []instruments.Evidence{{Respondent: "R01", Value: said}}}}}
	}
	response := func(a instruments.ActivityID, remark string) instruments.Filling {
		return instruments.Filling{Kind: instruments.ActivityFilling, Responses: []instruments.Response{{Activity: a, State: instruments.Mentioned, Remark: remark}}}
	}
	for name, f := range map[string]instruments.Filling{
		"activity":  response("Z01", ""),
		"long text": response("A01", strings.Repeat("😀", 16_384)), // 32,768 UTF-16 units
		"indicator": rating("K11", "1", "1"),
		"value":     rating("K1", "x", "1"),
		"evidence":  rating("K1", "1", "x"),
	} {
		if _, err := checklist.Filled(set, f, instruments.Dutch); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := checklist.Filled(set, response("A01", strings.Repeat("a", 32_767)), instruments.Dutch); err != nil {
		t.Errorf("the longest text: %v", err)
	}
}

// FuzzRead looks for panics and for results that hide a problem.
func FuzzRead(f *testing.F) {
	seeds, err := filepath.Glob("testdata/seeds/*")
	if err != nil || len(seeds) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, name := range seeds {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	set := template(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		result, problems := checklist.Read("x", data, set)
		for _, p := range problems {
			if p.What.NL == "" || p.What.EN == "" || p.File != "x" {
				t.Errorf("problem without words: %+v", p)
			}
		}
		if problems.Err() != nil {
			return
		}
		for _, f := range result.Fillings {
			for _, r := range f.Responses {
				if _, ok := set.Taxonomy.Activity(r.Activity); !ok {
					t.Errorf("unknown activity %q passed", r.Activity)
				}
			}
		}
	})
}
