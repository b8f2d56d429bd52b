package transcript

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// rtfHead opens a file with a western, an eastern, a Mac and a symbol font.
const rtfHead = `{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\froman\fcharset238 Times;}{\f2\fcharset77 Geneva;}{\f3\fcharset2 Wingdings;}` +
	`{\f4\fcharset128 MS Gothic;}{\f5\fnil\fcharset2 Symbol{\*\falt Standaard};}}{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}{\s1 Kop;}}{\*\generator Proef;}` +
	`{\info{\title Titel}{\author codeur1}}\viewkind4\uc1\pard\plain\f0 `

func rtf(body string) []byte { return []byte(rtfHead + body + "}") }

// rtfUnits writes text with \u, a stand-in behind each.
func rtfUnits(text, standIn string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		switch {
		case u == '\\' || u == '{' || u == '}':
			b.WriteString(`\` + string(rune(u)))
		case u < 0x80:
			b.WriteByte(byte(u))
		default:
			fmt.Fprintf(&b, `\u%d%s`, int16(u), standIn)
		}
	}
	return b.String()
}

// rtfBytesOf writes text as bytes of a code page, \u for what it lacks.
func rtfBytesOf(text string, enc encoding.Encoding, raw bool) string {
	var b strings.Builder
	for _, r := range text {
		data, err := enc.NewEncoder().Bytes([]byte(string(r)))
		switch {
		case err != nil || r < 0x80:
			b.WriteString(rtfUnits(string(r), "?"))
		case raw:
			b.Write(data)
		default:
			for _, c := range data {
				fmt.Fprintf(&b, `\'%02x`, c)
			}
		}
	}
	return b.String()
}

// rtfWordsOf writes quotes and dashes by their names.
var rtfNamed = strings.NewReplacer("’", `\rquote `, "‘", `\lquote `, "“", `\ldblquote `, "”", `\rdblquote `, "–", `\endash `, "—", `\emdash `, "•", `\bullet `)

func rtfFiles() map[string][]byte {
	each := func(piece func(t turn) string) []byte {
		return rtf(eachTurn(func(_ int, t turn) string { return piece(t) }))
	}
	hex := func(s string) string { return rtfBytesOf(s, charmap.Windows1252, false) }
	cells := func(t turn) string {
		return hex(clockOf(t.start)) + `\cell ` + t.speaker + `\cell ` + hex(t.text) + `\cell`
	}
	const row = `\trowd\trgaph70\cellx1000\cellx2000\cellx9000 `
	return map[string][]byte{
		"hex.rtf":     each(func(t turn) string { return t.speaker + ": " + hex(t.text) + "\\par\r\n" }),
		"unicode.rtf": each(func(t turn) string { return t.speaker + ": " + rtfUnits(t.text, "?") + "\\par\n" }),
		"spaces.rtf":  each(func(t turn) string { return t.speaker + ": " + rtfUnits(t.text, " ?") + "\\par\n" }),
		"hexed.rtf":   each(func(t turn) string { return t.speaker + ": " + rtfUnits(t.text, `\'3f`) + "\\par\n" }),
		"bare.rtf":    each(func(t turn) string { return t.speaker + `: {\uc0 ` + rtfUnits(t.text, " ") + "}\\par\n" }),
		"two.rtf":     each(func(t turn) string { return t.speaker + `: {\uc2 ` + rtfUnits(t.text, `\'83A`) + "}\\par\n" }),
		"mac-font.rtf": each(func(t turn) string {
			return t.speaker + `: {\f2 ` + rtfBytesOf(t.text, charmap.Macintosh, false) + "}\\par\n"
		}),
		"east-font.rtf": each(func(t turn) string {
			return t.speaker + `: {\f1 ` + rtfBytesOf(t.text, charmap.Windows1250, false) + "}\\par\n"
		}),
		"raw.rtf": each(func(t turn) string {
			return t.speaker + ": " + rtfBytesOf(t.text, charmap.Windows1252, true) + "\\par\n"
		}),
		"raw-utf-8.rtf": each(func(t turn) string { return t.speaker + ": " + t.text + "\\par\n" }),
		"mac.rtf": []byte(strings.Replace(strings.Replace(rtfHead, `\ansi\ansicpg1252`, `\mac`, 1), `\fcharset0`, ``, 1) +
			eachTurn(func(_ int, t turn) string {
				return t.speaker + ": " + rtfBytesOf(t.text, charmap.Macintosh, false) + "\\par\n"
			}) + "}"),
		"named.rtf":    each(func(t turn) string { return t.speaker + ": " + rtfNamed.Replace(t.text) + "\\par\n" }),
		"newlines.rtf": each(func(t turn) string { return t.speaker + ": " + strings.ReplaceAll(hex(t.text), " ", "\r\n ") + "\\\n" }),
		"bold.rtf":     each(func(t turn) string { return `\pard{\b ` + t.speaker + `:}{\b0  ` + hex(t.text) + "}\\par\n" }),
		"tab.rtf":      each(func(t turn) string { return `{\b ` + t.speaker + `:}\tab ` + hex(t.text) + "\\par\n" }),
		"own-line.rtf": each(func(t turn) string { return t.speaker + `:\line ` + hex(t.text) + "\\par\n" }),
		"revised.rtf":  each(func(t turn) string { return t.speaker + `: {\revised\revauth1 ` + hex(t.text) + "}\\par\n" }),
		"fields.rtf": each(func(t turn) string {
			return t.speaker + `: {\field{\*\fldinst HYPERLINK "x"}{\fldrslt ` + hex(t.text) + "}}\\par\n"
		}),
		"word.doc":  each(func(t turn) string { return t.speaker + ": " + hex(t.text) + "\\par\n" }), // the content decides
		"table.rtf": each(func(t turn) string { return row + `\pard\intbl ` + cells(t) + `\row` + "\n" }),
		"table-word.rtf": rtf(eachTurn(func(_ int, t turn) string {
			return row + `\pard\plain\intbl{` + cells(t) + `}\pard\plain\intbl{` + row + `\row}` + "\n"
		}) + `\pard`),
		"table-bare.rtf": each(func(t turn) string { return row + cells(t) + `\row` + "\n" }),
		"nested-cells.rtf": rtf(`\trowd\cellx9000\pard\intbl ` + eachTurn(func(_ int, t turn) string {
			return `\pard\intbl\itap2 ` + t.speaker + `: ` + hex(t.text) + `\nestcell{\*\nesttableprops\trowd\cellx500\nestrow}{\nonesttables\par}`
		}) + `\pard\intbl\itap1\cell\row\pard`),
	}
}
