package transcript

import (
	"fmt"
	"strings"
	"testing"
)

// Bytes are read by the encoding of the font they are written in; the characters
// are those of the code charts.
func TestRTFCharsets(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		charset int
		bytes   string
		want    string
	}{
		{0, `\'e9\'80`, "é€"},           // Windows-1252
		{77, `\'8e\'db`, "é€"},          // Macintosh
		{128, `\'82\'a0`, "あ"},          // Shift JIS
		{129, `\'b0\'a1`, "가"},          // EUC-KR
		{134, `\'b0\'a1`, "啊"},          // GBK
		{136, `\'a4\'40`, "一"},          // Big5
		{161, `\'e1\'e2`, "αβ"},         // Windows-1253
		{162, `\'fe\'f0`, "şğ"},         // Windows-1254
		{163, `\'d0\'f0`, "Đđ"},         // Windows-1258
		{177, `\'e0\'e1`, "אב"},         // Windows-1255
		{178, `\'c7`, "ا"},              // Windows-1256
		{186, `\'e0`, "ą"},              // Windows-1257
		{204, `\'e9\'f2`, "йт"},         // Windows-1251
		{222, `\'a1`, "ก"},              // Windows-874
		{238, `\'9a\'b3`, "šł"},         // Windows-1250
		{254, `\'82`, "é"},              // code page 437
		{255, `\'82\'d5`, "éı"},         // code page 850
		{99, `\'e9`, "é"},               // unknown: that of the file
		{204, `a\'e9 b\'20c`, "aй b c"}, // between letters
	} {
		data := []byte(fmt.Sprintf(`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset%d X;}}\f0 I: %s\par}`, c.charset, c.bytes))
		if doc := mustRead(t, "a.rtf", data); strings.TrimSpace(doc.Text) != "I: "+c.want {
			t.Errorf("charset %d: %q, want %q", c.charset, doc.Text, c.want)
		}
	}
}

// A file without a table of fonts says its encoding at the start, by a number or
// by a word.
func TestRTFEncodingOfFile(t *testing.T) {
	t.Parallel()
	for head, want := range map[string]string{
		`\ansi`:                   "é", // Windows-1252, as Windows had it
		`\ansi\ansicpg1251`:       "й",
		`\ansi\ansicpg28592`:      "é", // ISO 8859-2
		`\ansi\ansicpg99999`:      "é", // there is none: as Windows
		`\mac`:                    "È",
		`\pc`:                     "Θ", // code page 437
		`\pca`:                    "Ú", // code page 850
		`\ansi\ansicpg10007`:      "й", // Macintosh, Cyrillic
		`\ansi\ansicpg0`:          "é",
		`\ansi\ansicpg-1`:         "é",
		`\ansi\ansicpg1252\u233?`: "é é", // the blank behind a stand-in is text
	} {
		doc := mustRead(t, "a.rtf", []byte(`{\rtf1`+head+` \'e9}`))
		if doc.Text != want {
			t.Errorf("%s: %q, want %q", head, doc.Text, want)
		}
	}
}

// Half of a two-byte character is told, and the words around it stay.
func TestRTFHalfCharacter(t *testing.T) {
	t.Parallel()
	doc, problems := Read("a.rtf", []byte(`{\rtf1\ansi{\fonttbl{\f0\fcharset128 X;}}\f0 I: voor \'82{\f1 na}}`))
	if problems.Err() != nil || len(problems) != 1 || !strings.Contains(doc.Text, "voor \ufffd") || !strings.HasSuffix(doc.Text, "na") {
		t.Errorf("%q %v", doc.Text, problems)
	}
}
