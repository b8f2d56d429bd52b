package transcript

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math/rand"
	"runtime"
	"strings"
	"testing"
	"time"

	"meerzicht/instruments"
)

// stored packs one part without compression, under any header.
func stored(t *testing.T, header zip.FileHeader, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateRaw(&header)
	if err == nil {
		_, err = w.Write(content)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func deep(levels int) string {
	return documentXML(strings.Repeat("<w:sdt>", levels) + para(run("diep")) + strings.Repeat("</w:sdt>", levels))
}

const billionLaughs = `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>` +
	`<w:document><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>`

// Every hostile file gives one clear refusal in both languages that names the
// file, and no panic.
func TestRefusals(t *testing.T) {
	good := docx(tableOfEight())
	doc := func(xml string) []byte { return zipped("word/document.xml", xml) }
	many := make([]string, 0, 2*(maxEntries+1))
	for i := range maxEntries + 1 {
		many = append(many, fmt.Sprint(i), "")
	}
	encrypted := stored(t, zip.FileHeader{Name: "word/document.xml", Flags: 1, UncompressedSize64: 4, CompressedSize64: 4}, []byte("xxxx"))
	odd := stored(t, zip.FileHeader{Name: "word/document.xml", Method: 99, UncompressedSize64: 4, CompressedSize64: 4}, []byte("xxxx"))
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 512)
	checkRefused(t, []refusedFile{
		{"empty", "a.txt", nil, "leeg"},
		{"blanks only", "a.txt", []byte(" \n\t\r\n\u00a0"), "leeg"},
		{"a mark only", "a.txt", []byte("\xef\xbb\xbf"), "leeg"},
		{"a Word file without words", "a.docx", docx(para()), "leeg"},
		{"everything deleted", "a.docx", docx(para(`<w:del><w:r><w:delText>x</w:delText></w:r></w:del>`)), "verwijderde tekst"},
		{"too large", "a.docx", make([]byte, maxFile+1), "65 MiB"},
		{"too much text", "a.txt", bytes.Repeat([]byte("woord "), maxText/6+1), "langer dan 32 MiB"},
		{"too much text in UTF-8", "a.txt", bytes.Repeat([]byte("\x80 "), maxText/4+10), "langer dan 32 MiB"},
		{"too many paragraphs", "a.txt", bytes.Repeat([]byte("a\n"), maxTurns+1), "alinea's"},
		{"password", "a.docx", []byte(ole), "beveiligd met een wachtwoord"},
		{"old Word", "a.doc", []byte(ole), "oud .doc-bestand"},
		{"encrypted part", "a.docx", encrypted, "wachtwoord"},
		{"unknown packing", "a.docx", odd, "beschadigd"},
		{"truncated", "a.docx", good[:len(good)-30], "beschadigd"},
		{"truncated early", "a.docx", good[:60], "beschadigd"},
		{"only a head", "a.docx", []byte("PK\x03\x04"), "beschadigd"},
		{"damaged data", "a.docx", flip(good, len(good)/2), "beschadigd"},
		{"not a zip", "a.docx", []byte("gewone tekst"), "beschadigd"},
		{"too many entries", "a.docx", zipped(many...), "te veel onderdelen"},
		{"bomb by ratio", "a.docx", doc(documentXML(para(run(strings.Repeat("a", 8<<20))))), "veel meer dan"},
		{"bomb by size", "a.docx", doc(documentXML(strings.Repeat(" ", maxPart+1))), "veel meer dan"},
		{"millions of rows", "a.docx", doc(documentXML(para(run("x")) + table(strings.Repeat("<w:tr/>", maxTurns+2), pad()))), "alinea's"},
		{"a size that is a lie", "a.docx", lyingSize(t), "beschadigd"},
		{"no document", "a.docx", zipped("leesmij.txt", "niets"), "zonder Word-document"},
		{"a workbook", "a.docx", doc("<workbook/>"), "zonder Word-document"},
		{"a missing part", "a.docx", zipped("_rels/.rels", relationships("officeDocument", "weg.xml"), "word/document.xml", documentXML("")), "zonder Word-document"},
		{"a path outside", "a.docx", zipped("_rels/.rels", relationships("officeDocument", "../../../etc/passwd")), "zonder Word-document"},
		{"deep XML", "a.docx", doc(deep(10_000)), "dieper genest"},
		{"entities that expand", "a.docx", doc(billionLaughs), "DTD"},
		{"an outside entity", "a.docx", doc(`<!DOCTYPE a SYSTEM "file:///etc/passwd"><w:document/>`), "DTD"},
		{"XML that breaks off", "a.docx", doc(documentXML(para(run("x")))[:260]), "breekt af"},
		{"tags that cross", "a.docx", doc(documentXML("<w:p><w:r></w:p></w:r>")), "niet goed gevormd"},
		{"an unknown entity", "a.docx", doc(documentXML(para("<w:r><w:t>&eacute;</w:t></w:r>"))), "niet goed gevormd"},
		{"a forbidden character", "a.docx", doc(documentXML(para("<w:r><w:t>&#0;</w:t></w:r>"))), "niet goed gevormd"},
		{"a control character", "a.docx", doc(documentXML(para("<w:r><w:t>a\x1b[31m</w:t></w:r>"))), "niet goed gevormd"},
		{"an empty part", "a.docx", doc(""), "niet goed gevormd"},
		{"UTF-8 that is none", "a.docx", doc(documentXML(para("<w:r><w:t>\xff</w:t></w:r>"))), "te ontcijferen"},
		{"an unknown encoding", "a.docx", doc(strings.Replace(documentXML(""), "UTF-8", "EBCDIC", 1)), "te ontcijferen"},
		{"half a UTF-16 unit", "a.docx", doc("\xff\xfe<\x00a"), "te ontcijferen"},
		{"an image named text", "a.txt", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + strings.Repeat("\x01\x02\x03 ", 40)), "ander soort bestand"},
		{"an escape in the extension", "a.\x1b[31m", []byte("x"), "a.·[31m: Dit soort bestand (.·[31m)"},
	})
}

// refusedFile is a file that must be refused.
type refusedFile struct {
	name, file string
	data       []byte
	nl         string // a part of the Dutch message
}

// checkRefused reads files of which nothing may come but one message, in both
// languages, with advice.
func checkRefused(t *testing.T, files []refusedFile) {
	t.Helper()
	for _, c := range files {
		t.Run(c.name, func(t *testing.T) {
			got, problems := readsPDF().Read(c.file, c.data)
			if len(problems) != 1 || problems.Err() == nil || got.Text != "" {
				t.Fatalf("%v", problems)
			}
			p := problems[0]
			if !strings.Contains(p.In(instruments.Dutch), c.nl) || p.File != c.file {
				t.Errorf("%s", p.In(instruments.Dutch))
			}
			if p.What.EN == "" || p.What.EN == p.What.NL || p.Hint.NL == "" || p.Hint.EN == "" || p.Hint.EN == p.Hint.NL {
				t.Errorf("not in both languages with a hint: %+v", p)
			}
		})
	}
}

// pad is a stretch that does not pack, so that the ratio is not what is refused.
func pad() string {
	r := rand.New(rand.NewSource(1))
	var b strings.Builder
	for range 20_000 {
		fmt.Fprintf(&b, "<!-- %d -->", r.Int63())
	}
	return b.String()
}

func flip(data []byte, at int) []byte {
	out := bytes.Clone(data)
	for i := range 8 {
		out[at+i] ^= 0x55
	}
	return out
}

// lyingSize claims a few bytes and unpacks to more.
func lyingSize(t *testing.T) []byte {
	t.Helper()
	xml := documentXML(para(run(strings.Repeat("tekst ", 100))))
	return stored(t, zip.FileHeader{Name: "word/document.xml", UncompressedSize64: 10, CompressedSize64: uint64(len(xml))}, []byte(xml))
}

// Headers that all point at one large part are read once, and all parts together
// are bounded.
func TestManyHeaders(t *testing.T) {
	var pairs []string
	parts := []string{"_rels/.rels", relationships("officeDocument", "word/document.xml"), "word/document.xml", documentXML(para(run("I: Dag")))}
	header := `<w:hdr>` + para(run("kop")) + pad() + strings.Repeat(" ", 20<<20) + `</w:hdr>`
	for i := range 6 {
		name := fmt.Sprintf("h%d.xml", i)
		parts = append(parts, "word/"+name, header)
		for range 50 {
			pairs = append(pairs, "header", name)
		}
	}
	data := zipped(append(parts, "word/_rels/document.xml.rels", relationships(pairs...))...)
	doc := mustRead(t, "a.docx", data)
	if got := fmt.Sprint(doc.Omitted); got != "[{header 3}]" { // 3 × 20 MiB fit in 64
		t.Errorf("omitted %s", got)
	}
}

// Odd but honest files are read.
func TestOddFiles(t *testing.T) {
	for _, c := range []struct {
		name, file string
		data       []byte
		text       string
	}{
		{"nested within bounds", "a.docx", zipped("word/document.xml", deep(900)), "diep"},
		{"a huge attribute", "a.docx", docx(`<w:p w:x="` + strings.Repeat("a", 900_000) + `">` + run("x") + "</w:p>"), "x"},
		{"marks in an attribute", "a.docx", docx(`<w:p w:x='a > b " c'>` + run("x") + "</w:p>"), "x"},
		{"scripts stay text", "a.docx", docx(para(run("</script><script>alert(1)</script>"))), "</script><script>alert(1)</script>"},
		{"directions of writing stay", "a.txt", []byte("I: a\u202eb\u2066c\nR: d"), "I: a\u202eb\u2066c\nR: d"},
		{"NUL goes", "a.txt", []byte("I: a\x00b en nog wat"), "I: ab en nog wat"},
		{"some controls", "a.txt", []byte("I: \x1b[31mrood en een heel stuk gewone tekst erachter"), "I: \x1b[31mrood en een heel stuk gewone tekst erachter"},
		{"a wide text", "a.txt", []byte("I: " + strings.Repeat("é", 100_000)), "I: " + strings.Repeat("é", 100_000)},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := mustRead(t, c.file, c.data)
			checkWhole(t, doc)
			if doc.Text != c.text {
				t.Errorf("%.60q, want %.60q", doc.Text, c.text)
			}
		})
	}
}

// The largest texts that are taken stay within 256 MiB, the file included.
func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("large")
	}
	var b bytes.Buffer
	for i := 0; b.Len() < maxText-100; i++ {
		fmt.Fprintf(&b, "R: %d dat is zo gegaan, en %d keer anders,%s.\n", i, i*7919, strings.Repeat(" met meer woorden", 10))
	}
	text := b.String()
	b = bytes.Buffer{}
	for name, write := range map[string]func() []byte{ // one after the other, for what lives on makes the collector lazy
		"groot.txt":  func() []byte { return []byte(text) },
		"groot.docx": func() []byte { return docx(para(run(text))) },
		"groot.odt":  func() []byte { return odt(odfPara(text)) },
		"groot.rtf":  func() []byte { return rtf(strings.ReplaceAll(text, "\n", "\\par\n")) },
		"groot.html": func() []byte { return []byte("<p>" + strings.ReplaceAll(text, "\n", "\n<p>")) },
	} {
		data := write()
		var before runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		peak := watchHeap(func() { mustRead(t, name, data) }) - before.HeapInuse + uint64(len(data))
		t.Logf("%s: %d MiB", name, peak>>20)
		if peak > 240<<20 {
			t.Errorf("%s: %d MiB, which is too near 256", name, peak>>20)
		}
	}
}

func watchHeap(work func()) uint64 {
	done, peak := make(chan bool), make(chan uint64)
	go func() {
		var top uint64
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			top = max(top, m.HeapInuse)
			select {
			case <-done:
				peak <- top
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	work()
	done <- true
	return <-peak
}
