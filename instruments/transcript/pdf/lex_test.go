package pdf

import (
	"fmt"
	"strings"
	"testing"
)

// show writes operators with what stands before them.
func show(data string) string {
	var out []string
	l := lexer{data: []byte(data)}
	for {
		op, args := l.next(nil)
		var parts []string
		for _, a := range args {
			switch {
			case a.mark != 0:
				parts = append(parts, string(a.mark))
			case a.kind == isNumber:
				parts = append(parts, fmt.Sprint(a.num))
			case a.kind == isOther:
				parts = append(parts, "?")
			case a.kind == isName:
				parts = append(parts, "/"+a.text)
			default:
				parts = append(parts, fmt.Sprintf("%q", a.text))
			}
		}
		if op == "" {
			return strings.Join(append(out, parts...), " ")
		}
		out = append(out, strings.Join(append(parts, op), " "))
	}
}

func TestLexer(t *testing.T) {
	for in, want := range map[string]string{
		"1 -2.5 +.5 4. Td":             "1 -2.5 0.5 4 Td",
		"(a(b)c) Tj":                   `"a(b)c" Tj`,
		`(\n\r\t\b\f\(\)\\\z\0501) Tj`: `"\n\r\t\b\f()\\z(1" Tj`,
		"(a\\\r\nb\\\nc) Tj":           `"abc" Tj`,
		"(zonder eind":                 `"zonder eind"`,
		"<48 65 6C6> Tj":               "\"Hel`\" Tj",
		"<zz> Tj":                      `"" Tj`,
		"/F#31 12 Tf/A#zz/B#4":         "/F1 12 Tf /A#zz /B#4",
		"[(a)-20(b)]TJ":                `[ "a" -20 "b" ] TJ`,
		"<</A<</B true>>>>BDC":         "< /A < /B ? > > BDC",
		"% niets\n1 w%x\rQ":            "1 w Q",
		"0x10 inf NaN 1e3 do":          "0x10 inf NaN 1e3 do",
		")) } { null f":                "} { ? f",
		"":                             "",
		"\x00\x0c\t Q":                 "Q",
	} {
		if got := show(in); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

// Too many operands are forgotten, and the lexer always moves on.
func TestLexerBounds(t *testing.T) {
	l := lexer{data: []byte(strings.Repeat("1 ", 3*maxOperands) + "Q")}
	if op, args := l.next(nil); op != "Q" || len(args) > maxOperands+1 {
		t.Errorf("%s after %d operands", op, len(args))
	}
	l = lexer{data: []byte("ID x\x00EIx y EI Q")}
	l.next(nil)
	l.skipImage()
	if op, _ := l.next(nil); op != "Q" {
		t.Errorf("%q behind a picture", op)
	}
	l = lexer{data: []byte("zonder eind")}
	l.skipImage()
	if op, _ := l.next(nil); op != "" {
		t.Errorf("%q behind a picture without end", op)
	}
}

func TestCodeMap(t *testing.T) {
	m := readCodeMap([]byte("2 begincodespacerange <00><7F> <8000><FFFF> endcodespacerange 1 beginbfchar <01><00E9> endbfchar " +
		"3 beginbfrange <10><12><0061> <8000><8001>[<20AC><D83DDE42>] <20><10><0041> endbfrange"))
	for code, want := range map[string]string{"\x01": "é", "\x10": "a", "\x12": "c", "\x80\x00": "€", "\x80\x01": "🙂", "\x20": ""} {
		if got := m.chars[code]; got != want {
			t.Errorf("%x: %q, want %q", code, got, want)
		}
	}
	for raw, want := range map[string]int{"\x01\x02": 1, "\x80\x00": 2, "\x80": 7, "": 7} {
		if got := m.length(raw, 7); got != want {
			t.Errorf("%x: %d bytes, want %d", raw, got, want)
		}
	}
	big := readCodeMap([]byte("1 beginbfrange <00000000><FFFFFFFF><0041> endbfrange"))
	if len(big.chars) > maxCodes {
		t.Errorf("%d codes", len(big.chars))
	}
	if increase([]byte{0xff, 0xff}) {
		t.Error("an overflow goes unseen")
	}
}

// Between lines: a blank when the paper ended, a line end when the speaker did,
// a blank line when they stand apart.
func TestBetween(t *testing.T) {
	l := func(x, y, end float64, text string) line {
		return line{x: x, y: y, end: end, size: 10, first: 25, text: text}
	}
	const right = 500
	full := l(50, 700, 490, "tot aan de rand")
	for _, c := range []struct {
		name string
		a, b line
		want string
	}{
		{"full", full, l(50, 688, 200, "gaat door"), " "},
		{"ends early", l(50, 700, 300, "kort"), l(50, 688, 200, "gaat door"), "\n"},
		{"a label", full, l(50, 688, 200, "Anna: ja"), "\n"},
		{"a time and a label", full, l(50, 688, 200, "[0:05] Anna: ja"), "\n"},
		{"a colon inside", full, l(50, 688, 200, "hij zei: ja"), " "},
		{"a hyphen", l(50, 700, 490, "reclasse-"), l(50, 688, 200, "ring"), "\n"},
		{"apart", full, l(50, 670, 200, "nieuw"), "\n\n"},
		{"another column", full, l(300, 760, 400, "boven"), "\n\n"},
		{"far to the right", full, l(200, 688, 400, "elders"), "\n"},
		{"a hanging indent", full, l(80, 688, 200, "gaat door"), " "},
		{"a heading", line{x: 50, y: 700, end: 490, size: 16, text: "Kop"}, l(50, 688, 200, "tekst"), "\n"},
	} {
		if got := between(c.a, c.b, right); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if got := between(l(50, 700, 100, "a"), l(50, 688, 100, "b"), 100); got != "\n" {
		t.Errorf("a narrow page: %q", got)
	}
}

func TestMatrix(t *testing.T) {
	m := matrix{2, 0, 0, 3, 5, 7}.then(matrix{0, 1, -1, 0, 10, 20})
	if want := (matrix{0, 2, -3, 0, 3, 25}); m != want { // by hand
		t.Errorf("%v, want %v", m, want)
	}
	if m.then(identity) != m || identity.then(m) != m {
		t.Error("the identity changes something")
	}
}

func TestActualText(t *testing.T) {
	for raw, want := range map[string]string{"\xfe\xff\x00\xe9\xd8\x3d\xde\x42": "é🙂", "abc": "abc", "\xe9": "é", "\xfe\xff\x00\n": " ", "": ""} {
		if got := actualText(raw); got != want {
			t.Errorf("%x: %q, want %q", raw, got, want)
		}
	}
	for glyph, want := range map[string]string{"uni20AC": "€", "u1F642": "🙂", "uniD800": "", "eacute": "", "u12": "", "union": ""} {
		if got := unnamed(glyph); got != want {
			t.Errorf("%s: %q, want %q", glyph, got, want)
		}
	}
}
