package transcript

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
)

// tokens lists what a scanner finds: "<name", ">name", and text in one piece.
func tokens(data []byte) ([]string, error) {
	var out []string
	s := newScanner(data)
	for s.next() {
		switch s.kind {
		case startTag:
			out = append(out, "<"+string(s.name))
		case endTag:
			out = append(out, ">"+string(s.name))
		case charData:
			out = addText(out, string(s.text))
		}
	}
	return out, s.err
}

// standard lists the same with the reader of the standard library.
func standard(data []byte) ([]string, error) {
	var out []string
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errors.New("other charset") }
	depth := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		switch v := token.(type) {
		case xml.StartElement:
			out = append(out, "<"+v.Name.Local)
			depth++
		case xml.EndElement:
			out = append(out, ">"+v.Name.Local)
			depth--
		case xml.CharData:
			if depth > 0 {
				out = addText(out, string(v))
			}
		case xml.Directive:
			return out, errDoctype
		}
	}
}

// addText joins neighbouring text: how it is cut does not matter.
func addText(out []string, text string) []string {
	if text == "" {
		return out
	}
	if n := len(out); n > 0 && out[n-1][0] == '"' {
		out[n-1] += text
		return out
	}
	return append(out, `"`+text)
}

// Every XML part of every fixture reads as the standard library reads it.
func TestScannerAgainstStandard(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(sharedDir(t), "fixtures", "*", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	parts := 0
	for _, file := range files {
		z, err := zip.OpenReader(file)
		if err != nil {
			continue // no zip
		}
		for _, f := range z.File {
			if !strings.HasSuffix(f.Name, ".xml") && !strings.HasSuffix(f.Name, ".rels") {
				continue
			}
			parts++
			samePart(t, file, f)
		}
		z.Close()
	}
	if parts < 60 {
		t.Errorf("%d parts compared, want at least the 60 of the Word fixtures", parts)
	}
}

func samePart(t *testing.T, file string, f *zip.File) {
	t.Helper()
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	raw, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	data, err := xmlBytes(raw)
	if err != nil {
		t.Fatalf("%s %s: %v", filepath.Base(file), f.Name, err)
	}
	got, gotErr := tokens(data)
	want, wantErr := standard(data)
	if gotErr != nil || wantErr != nil {
		t.Fatalf("%s %s: %v, %v", filepath.Base(file), f.Name, gotErr, wantErr)
	}
	if g, w := strings.Join(got, "\x00"), strings.Join(want, "\x00"); g != w {
		t.Errorf("%s %s differs", filepath.Base(file), f.Name)
	}
}

func TestScanner(t *testing.T) {
	for data, want := range map[string]string{
		`<a/>`:                              `<a >a`,
		`<a></a >`:                          `<a >a`,
		"\n<a>\n</a>\n":                     "<a \"\n >a",
		`<x:a y="1"><b z='>'/>t</x:a>`:      `<a <b >b "t >a`,
		`<a>1&lt;2<!-- < & -->3<?p <?></a>`: `<a "1<23 >a`,
		`<a><![CDATA[&lt;]]]]></a>`:         `<a "&lt;]] >a`,
		"<a>x\r\ny\rz</a>":                  "<a \"x\ny\nz >a",
		`<a>&#x1F600;&#13;</a>`:             "<a \"😀\r >a",
		`<a/><b/>`:                          `<a >a <b >b`,
	} {
		got, err := tokens([]byte(data))
		if joined := strings.Join(got, " "); err != nil || joined != want {
			t.Errorf("%q: %q %v, want %q", data, joined, err, want)
		}
	}
}

func TestScannerRefuses(t *testing.T) {
	for data, want := range map[string]error{
		`<a>`: errSyntax, `</a>`: errSyntax, `<a></b>`: errSyntax, `<a><b></a></b>`: errSyntax, `<a`: errSyntax, `<`: errSyntax,
		`<a b="1>`: errSyntax, `<a <b/></a>`: errSyntax, `tekst<a/>`: errSyntax, `<a>&nbsp;</a>`: errSyntax, `<a>&</a>`: errSyntax,
		`<a>&#xD800;</a>`: errSyntax, `<a>&#1114112;</a>`: errSyntax, `<a>&#x;</a>`: errSyntax, `<a>&;</a>`: errSyntax,
		`<!-- x`: errSyntax, `<a><![CDATA[x</a>`: errSyntax, `<![CDATA[x]]>`: errSyntax, `<!ELEMENT a>`: errSyntax, `< a/>`: errSyntax,
		`<!DOCTYPE a><a/>`:                  errDoctype,
		strings.Repeat("<a>", maxDepth+1):   errDepth,
		strings.Repeat("<a><b/>", maxDepth): errDepth,
	} {
		if _, err := tokens([]byte(data)); !errors.Is(err, want) {
			t.Errorf("%.40q: %v, want %v", data, err, want)
		}
	}
}

func TestAttributes(t *testing.T) {
	s := newScanner([]byte(`<w:br w:type = "page" x='a &amp; "b"' y="" onzin/>`))
	if !s.next() {
		t.Fatal(s.err)
	}
	for name, want := range map[string]string{"type": "page", "x": `a & "b"`, "y": "", "typ": "", "onzin": ""} {
		if got := s.attr(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
}

func TestXMLEncodings(t *testing.T) {
	const want = `<a>é€</a>`
	head := func(encoding string) string { return `<?xml version="1.0" encoding='` + encoding + `'?>` + want }
	for name, data := range map[string][]byte{
		"utf-8": []byte(want), "mark": []byte("\ufeff" + want), "named": []byte(head("utf-8")), "ascii": []byte(`<?xml encoding="US-ASCII"?><a>&#233;&#x20ac;</a>`),
		"utf-16le": utf16Bytes("\ufeff"+head("UTF-16"), false), "utf-16be": utf16Bytes("\ufeff"+want, true),
		"utf-16le without": utf16Bytes(want, false), "utf-16be without": utf16Bytes(want, true),
		"windows-1252": windows(t, head("Windows-1252")), "latin 1": windows(t, head("ISO-8859-1")),
	} {
		part, err := xmlBytes(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got, err := tokens(part); err != nil || strings.Join(got, " ") != `<a "é€ >a` {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
}

// FuzzScanner holds the scanner to the reader of the standard library: what both
// take, they take alike.
func FuzzScanner(f *testing.F) {
	for _, seed := range []string{
		`<a/>`, documentXML(tableOfEight()), `<a b="c&lt;">&#233;<![CDATA[x]]><!-- - --><?p?></a>`, billionLaughs, "<a>\r\n</a>", `<a:b:c/>`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		data, err := xmlBytes(raw)
		if err != nil {
			return
		}
		got, gotErr := tokens(data)
		want, wantErr := standard(data)
		if wantErr == nil && gotErr == nil && strings.Join(got, "\x00") != strings.Join(want, "\x00") {
			t.Errorf("%q, want %q", got, want)
		}
	})
}
