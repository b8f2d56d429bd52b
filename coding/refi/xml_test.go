package refi

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// tree writes what a cursor sees, with local names only.
func tree(c *cursor) string {
	var b strings.Builder
	root, ok := c.root()
	if !ok {
		return ""
	}
	var walk func(name string, el element)
	walk = func(name string, el element) {
		b.WriteString(name)
		if v := el.attr("a"); v != "" {
			b.WriteString("=" + v)
		}
		b.WriteString("(")
		if name == "T" {
			b.WriteString(c.text())
		} else if name == "S" {
			c.skip()
		} else {
			c.each(walk)
		}
		b.WriteString(")")
	}
	walk(root.Name.Local, element(root.Attr))
	c.end()
	return b.String()
}

func TestCursor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, xml, want string }{
		{"names and attributes", `<x:A xmlns:x="u" a="1"><B a="&lt;&#233;&quot;"/></x:A>`, "A=1(B=<é\"())"},
		{"text", "<A>los<T> a<!-- nee -->b<![CDATA[<c>]]>&amp;\r\nd</T></A>", "A(T( ab<c>&\nd))"},
		{"text inside text", "<A><T>a<I>b</I>c</T><B/></A>", "A(T(abc)B())"},
		{"skipped", "<A><S><B><T>x</T></B></S><B/></A>", "A(S()B())"},
		{"instructions", "<?xml version='1.0'?><?pi x?>\n<A/>\n<!-- na -->\n", "A()"},
		{"prefixed attribute", `<A x:a="2"/>`, "A=2()"},
		{"namespace is no attribute", `<A xmlns:a="2"/>`, "A()"},
		{"carriage return by reference", "<A><T>a&#13;&#xA;b</T></A>", "A(T(a\r\nb))"},
	} {
		cur := newCursor(strings.NewReader(c.xml))
		if got := tree(cur); got != c.want || cur.err != nil {
			t.Errorf("%s: %q (%v), want %q", c.name, got, cur.err, c.want)
		}
	}
}

// Every error is a sentence, and says in which line.
func TestCursorErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, xml, want string
		line            int
	}{
		{"another end", "<A>\n<B></A>", "it is no valid XML", 2},
		{"one end too many", "<A></A></B>", "it is no valid XML", 1},
		{"cut", "<A>\n<B>\n", "it ends halfway", 3},
		{"cut in a tag", "<A>\n<B", "it ends halfway", 2},
		{"doctype", "\n<!DOCTYPE A SYSTEM 'x'><A/>", "a document type definition (DTD) does not belong in it", 2},
		{"entity", "<A>&x;</A>", "it is no valid XML", 1},
		{"control character", "<A>\x01</A>", "it is no valid XML", 1},
		{"no UTF-8", "<A>\xff</A>", "it is no valid XML", 1},
		{"text first", "tekst<A/>", "it is no valid XML", 1},
		{"second root", "<A/><B/>", "it is no valid XML", 1},
		{"deep", strings.Repeat("<A>", maxDepth+1), "more than 4096 levels deep", 1},
		{"long", "<A><T>" + strings.Repeat("0", maxText+1) + "</T></A>", "one text in it is longer than 32 MiB", 1},
		{"encoding", `<?xml version="1.0" encoding="shift_jis"?><A/>`, "its character encoding is unknown", 1},
	} {
		cur := newCursor(strings.NewReader(c.xml))
		tree(cur)
		r := cur.refusal()
		if r == nil {
			t.Errorf("%s is no error", c.name)
			continue
		}
		if !strings.HasSuffix(r.what.EN, c.want) || r.line != c.line {
			t.Errorf("%s: line %d: %s, want line %d: %s", c.name, r.line, r.what.EN, c.line, c.want)
		}
	}
	broken := newCursor(iotest.ErrReader(io.ErrClosedPipe))
	if tree(broken); broken.refusal() == nil {
		t.Error("an error of the reader is no error")
	}
}

// UTF-16 in either order, with or without mark, however it is cut into reads, is
// what the standard library makes of it.
func TestUTF16(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		text := "<" + wordsOf(rt, "text", 0)
		units := utf16.Encode([]rune(text))
		if rapid.Bool().Draw(rt, "broken") {
			units = append(units, rapid.SampledFrom([]uint16{0xd800, 0xdc00, 'x'}).Draw(rt, "lone"), 'y')
		}
		big := rapid.Bool().Draw(rt, "big")
		var data []byte
		if rapid.Bool().Draw(rt, "mark") {
			units = append([]uint16{0xfeff}, units...)
		}
		for _, u := range units {
			if big {
				data = append(data, byte(u>>8), byte(u))
			} else {
				data = append(data, byte(u), byte(u>>8))
			}
		}
		want := strings.TrimPrefix(string(utf16.Decode(units)), "\ufeff")
		got, err := io.ReadAll(inUTF8(iotest.OneByteReader(bytes.NewReader(data))))
		if err != nil || string(got) != want || !utf8.Valid(got) {
			rt.Fatalf("%q became %q (%v)", want, got, err)
		}
	})
}

func TestEscape(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, inText, inAttribute string
		lost                      int
	}{
		{"gewoon é 😀", "gewoon é 😀", "gewoon é 😀", 0},
		{`<a & "b">`, `&lt;a &amp; "b"&gt;`, `&lt;a &amp; &quot;b&quot;&gt;`, 0},
		{"a\n\tb\r", "a\n\tb&#xD;", "a&#xA;&#x9;b&#xD;", 0},
		{"\x00a\x1b\ufffe", "\ufffda\ufffd\ufffd", "\ufffda\ufffd\ufffd", 3},
		{"\ufffd", "\ufffd", "\ufffd", 0},
		{"a\xffb", "a\ufffdb", "a\ufffdb", 1},
		{"", "", "", 0},
	} {
		for attribute, want := range map[bool]string{false: c.inText, true: c.inAttribute} {
			var b bytes.Buffer
			x := newOut(&b)
			x.escape(c.text, attribute)
			if err := x.flush(); err != nil || b.String() != want || x.lost != c.lost {
				t.Errorf("%q became %q (%d lost, %v), want %q (%d)", c.text, b.String(), x.lost, err, want, c.lost)
			}
		}
	}
}

// What is written is read back as it was.
func TestEscapeComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		want := wordsOf(rt, "text", 0) + rapid.SampledFrom([]string{"", "\r", "\r\n", "]]>", "&amp;"}).Draw(rt, "end")
		var b bytes.Buffer
		x := newOut(&b)
		x.tag("A", "a", want)
		x.put(">")
		x.text("T", want)
		x.end("A")
		if err := x.flush(); err != nil {
			rt.Fatal(err)
		}
		cur := newCursor(&b)
		root, _ := cur.root()
		got := ""
		cur.each(func(string, element) { got = cur.text() })
		if element(root.Attr).attr("a") != want || got != want || cur.err != nil {
			rt.Fatalf("%q came back as %q and %q (%v)", want, element(root.Attr).attr("a"), got, cur.err)
		}
	})
}

func TestNumber(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{"0": 0, " 12 ": 12, "-3": -3, "12.0": 12, "+4": 4} {
		if got, err := number(text); err != nil || got != want {
			t.Errorf("%q is %d (%v), want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "x", "1.5", "99999999999999999999", "0x10"} {
		if got, err := number(text); err == nil {
			t.Errorf("%q is a number: %d", text, got)
		}
	}
}
