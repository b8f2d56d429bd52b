package refi

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// refused reads a file that must be refused with a sentence in both languages.
func refused(t *testing.T, name string, data []byte) string {
	t.Helper()
	c, _, problems := Read(name, bytes.NewReader(data), int64(len(data)), ReadOptions{})
	err := problems.Err()
	if err == nil || c != nil {
		t.Fatalf("%s was not refused", name)
	}
	p := problems[0]
	if !errors.Is(err, instruments.ErrRefused) || p.What.NL == "" || p.What.EN == "" || p.What.NL == p.What.EN || p.Hint.NL == "" || p.File != name {
		t.Errorf("%s: refusal %+v", name, p)
	}
	return p.What.EN
}

// deepCodes is a codebook of codes inside each other.
func deepCodes(n int) string {
	var b strings.Builder
	b.WriteString(`<CodeBook><Codes>`)
	for i := range n {
		fmt.Fprintf(&b, `<Code guid="%d" name="code %d" isCodable="true">`, i, i)
	}
	return b.String() + strings.Repeat("</Code>", n) + `</Codes></CodeBook>`
}

func TestRefused(t *testing.T) {
	t.Parallel()
	usual := projectOf("x", sourceOf(selectionOf(0, 3, "")))
	whole := zipOf(t, "project.qde", usual, "sources/t.txt", plainText)
	outside := func(address string) []byte {
		return zipOf(t, "project.qde", strings.Replace(usual, "internal://t.txt", address, 1), "sources/t.txt", plainText)
	}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"leeg.qdpx":         {nil, "the file is empty"},
		"leeg.qdc":          {[]byte("\ufeff"), "the file is empty"},
		"woord.qdpx":        {[]byte("Dit is geen project."), "the project cannot be read: it is no valid XML"},
		"html.qdpx":         {[]byte("<html><body/></html>"), "this is no REFI-QDA project, or the file is not complete"},
		"half.qdpx":         {whole[:len(whole)/2], "this is no REFI-QDA project, or the file is not complete"},
		"kop.qdpx":          {whole[:3], "this is no REFI-QDA project, or the file is not complete"},
		"ander.qdpx":        {zipOf(t, "word/document.xml", "x"), "there is no project (project.qde) in this archive"},
		"hol.qdpx":          {zipOf(t), "this is no REFI-QDA project, or the file is not complete"},
		"half.qdc":          {[]byte(usual[:len(usual)-40]), "the project cannot be read: it ends halfway"},
		"dtd.qdc":           {[]byte(`<!DOCTYPE a [<!ENTITY b "c">]><CodeBook/>`), "the project cannot be read: a document type definition (DTD) does not belong in it"},
		"entiteit.qdc":      {[]byte(`<CodeBook origin="&b;"/>`), "the project cannot be read: it is no valid XML"},
		"kruis.qdc":         {[]byte(`<CodeBook><Codes></CodeBook></Codes>`), "the project cannot be read: it is no valid XML"},
		"twee.qdc":          {[]byte(`<CodeBook/><CodeBook/>`), "the project cannot be read: it is no valid XML"},
		"tekens.qdc":        {[]byte(`<?xml version="1.0" encoding="ebcdic"?><CodeBook/>`), "the project cannot be read: its character encoding is unknown"},
		"diep.qdc":          {[]byte(deepCodes(100_000)), "the project cannot be read: more than 4096 levels deep"},
		"niets.qdc":         {[]byte(`<CodeBook/>`), "nothing of this project remains: it holds no codes and no readable texts"},
		"absoluut.qdpx":     {outside("absolute:///etc/passwd"), "nothing of this project remains: the text stands outside the project file and is therefore not read"},
		"relatief.qdpx":     {outside("relative:///t.txt"), "nothing of this project remains: the text stands outside the project file and is therefore not read"},
		"web.qdpx":          {outside("https://example.org/t.txt"), "nothing of this project remains: the text stands outside the project file and is therefore not read"},
		"schijf.qdpx":       {outside(`C:\t.txt`), "nothing of this project remains: the text stands outside the project file and is therefore not read"},
		"omhoog.qdpx":       {outside("internal://../../t.txt"), "nothing of this project remains: the path of the text points outside the project file"},
		"omhoog in zip":     {zipOf(t, "project.qde", usual, "../t.txt", plainText), "the project file was refused: it holds a file whose path points outside the archive"},
		"omhoog in windows": {zipOf(t, "project.qde", usual, `sources\..\..\t.txt`, plainText), "the project file was refused: it holds a file whose path points outside the archive"},
		"schijf in zip":     {zipOf(t, "project.qde", usual, `C:\t.txt`, plainText), "the project file was refused: it holds a file whose path points outside the archive"},
		"slot.qdpx":         {encrypted(t, usual), "the project file is protected with a password"},
		"kapot.qdpx":        {broken(whole), "the project file is damaged: a part cannot be unpacked"},
	} {
		if got := refused(t, name, c.data); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// encrypted is an archive whose project says that it is encrypted.
func encrypted(t *testing.T, qde string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateRaw(&zip.FileHeader{Name: "project.qde", Method: zip.Store, Flags: 1, UncompressedSize64: uint64(len(qde)), CompressedSize64: uint64(len(qde))})
	if err == nil {
		_, err = io.WriteString(w, qde)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// broken turns a byte of the first member around.
func broken(data []byte) []byte {
	out := bytes.Clone(data)
	out[60] ^= 0x55
	return out
}

// Some texts outside, others inside: what is inside is read, the rest counted.
func TestPartlyOutside(t *testing.T) {
	t.Parallel()
	two := sourceOf(selectionOf(0, 11, ""))
	two = strings.Replace(two, "</Sources>", `<TextSource guid="x" name="weg" plainTextPath="absolute:///etc/passwd">`+selectionOf(0, 3, "")+`</TextSource></Sources>`, 1)
	c, transfer := readProject(t, two, ReadOptions{})
	if len(c.Documents) != 1 || len(c.Codings) != 1 {
		t.Errorf("%+v", c.Documents)
	}
	if docs, codings := count(transfer, coding.TransferDocuments), count(transfer, coding.TransferCodings); docs != [2]int{2, 1} || codings != [2]int{2, 1} {
		t.Errorf("documents %v, codings %v", docs, codings)
	}
}

// peakWhile is the most memory that is in use while do runs, and how long it
// takes.
func peakWhile(do func()) (uint64, time.Duration) {
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	peak, done, stopped := uint64(0), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-done:
				return
			case <-time.After(5 * time.Millisecond):
				runtime.ReadMemStats(&now)
				peak = max(peak, now.HeapAlloc)
			}
		}
	}()
	start := time.Now()
	do()
	took := time.Since(start)
	close(done)
	<-stopped
	return peak - min(peak, before.HeapAlloc), took
}

// Bombs: whatever is packed, it takes little memory.
func TestBombs(t *testing.T) {
	codes := func(n int) string {
		return `<CodeBook><Codes>` + strings.Repeat(`<Code guid="1" name="a" isCodable="true"/>`, n) + `</Codes></CodeBook>`
	}
	usual := projectOf("x", sourceOf(selectionOf(0, 3, "")))
	spans, pointed, twins := &strings.Builder{}, &strings.Builder{}, &strings.Builder{}
	for i := range 20_000 {
		spans.WriteString(selectionOf(i, 9_000_000-i, ""))
		fmt.Fprintf(pointed, `<NoteRef targetGUID="%d"/>`, i%2)
		fmt.Fprintf(twins, `<TextSource guid="x" name="a" plainTextPath="internal://t.txt"><PlainTextSelection guid="%d" startPosition="0" endPosition="9"/></TextSource>`, i)
	}
	many := []string{"project.qde", usual}
	for i := range 100_000 {
		many = append(many, fmt.Sprint("sources/", i), "")
	}
	noted := strings.Replace(selectionOf(0, 3, ""), `</Coding>`, pointed.String()+`</Coding>`, 1)
	for name, data := range map[string][]byte{
		"text of 80 MB":     packed(t, usual, "sources/t.txt", strings.Repeat("0", 80_000_000)),
		"project of 20 MB":  packed(t, usual[:len(usual)-len("</Project>")]+strings.Repeat(" ", 20_000_000)+"</Project>"),
		"a million codes":   packed(t, codes(1_000_000)),
		"one attribute":     packed(t, `<CodeBook origin="`+strings.Repeat("a", 36_000_000)+`"/>`),
		"quotations":        packed(t, projectOf("x", sourceOf(spans.String())), "sources/t.txt", strings.Repeat("ja, goed ", 1_000_000)),
		"lines":             packed(t, usual, "sources/t.txt", strings.Repeat("é:\r\n", 3_000_000)),
		"100,000 files":     packed(t, many[1], many[2:]...),
		"loose codes":       []byte(codes(100_000)),
		"many elements":     packed(t, `<Project><Sources>`+strings.Repeat(`<TextSource/>`, 3_000_000)+`</Sources></Project>`),
		"notes everywhere":  packed(t, projectOf("x", sourceOf(noted)+`<Notes><Note guid="0"><PlainTextContent>`+strings.Repeat("a ", 1_000_000)+`</PlainTextContent></Note><Note guid="1"><PlainTextContent>b</PlainTextContent></Note></Notes>`), "sources/t.txt", plainText),
		"one text, 20,000×": packed(t, projectOf("x", "<Sources>"+twins.String()+"</Sources>"), "sources/t.txt", strings.Repeat("ja, goed ", 1_000_000)),
	} {
		peak, took := peakWhile(func() { _, _, _ = Read("x.qdpx", bytes.NewReader(data), int64(len(data)), ReadOptions{}) })
		t.Logf("%s: %d kB packed, %d MiB, %v", name, len(data)>>10, peak>>20, took)
		if peak > 230<<20 {
			t.Errorf("%s takes %d MiB", name, peak>>20)
		}
	}
}

// packed is an archive that is made quickly.
func packed(t *testing.T, project string, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		if len(files) > 1000 {
			return struct {
				io.Writer
				io.Closer
			}{w, io.NopCloser(nil)}, nil
		}
		return flate.NewWriter(w, flate.BestSpeed)
	})
	for i, files := 0, append([]string{"project.qde", project}, files...); i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err == nil {
			_, err = io.WriteString(w, files[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Wide and deep trees of codes are read, and go out and come back.
func TestWideAndDeep(t *testing.T) {
	t.Parallel()
	wide := `<CodeBook><Codes>` + strings.Repeat(`<Code guid="" name="Gelijk" isCodable="true"/>`, 10_000) + `</Codes></CodeBook>`
	for name, book := range map[string]string{"wide": wide, "deep": deepCodes(3000)} {
		c, _ := codesOf(t, book)
		n := len(c.Codebook.Codes)
		if want := strings.Count(book, "<Code "); n != want {
			t.Errorf("%s: %d codes of %d", name, n, want)
		}
		var b bytes.Buffer
		if _, err := WriteCodebook(&b, c, WriteOptions{}); err != nil {
			t.Fatal(err)
		}
		again, _ := codesOf(t, b.String())
		if !slices.EqualFunc(again.Codebook.Codes, c.Codebook.Codes, func(a, b coding.Code) bool { return a.ID == b.ID && a.Parent == b.Parent && a.Name == b.Name }) {
			t.Errorf("%s came back otherwise", name)
		}
	}
	c, _ := codesOf(t, deepCodes(3000))
	if d := c.Codebook.Depth("qda.code-2999"); d != 2999 {
		t.Errorf("depth %d", d)
	}
}
