package transcript

import (
	"fmt"
	"html"
	"strings"
	"testing"
)

// htmlEntities writes everything outside ASCII as a reference.
func htmlEntities(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r < 0x80 {
			b.WriteString(html.EscapeString(string(r)))
		} else {
			fmt.Fprintf(&b, "&#x%X;", r)
		}
	}
	return b.String()
}

var htmlNames = strings.NewReplacer("é", "&eacute;", "É", "&Eacute;", "ë", "&euml;", "ï", "&iuml;", "ö", "&ouml;", "è", "&egrave;", "’", "&rsquo;",
	"“", "&ldquo;", "”", "&rdquo;", "€", "&euro;", "…", "&hellip;", "–", "&ndash;", "🙂", "&#128578;")

func page(head, body string) []byte {
	return []byte("<!DOCTYPE html>\n<html><head><title>Gesprek: titel</title>" + head + "</head>\n<body>\n" + body + "</body></html>\n")
}

func htmlFiles(t testing.TB) map[string][]byte {
	each := func(piece func(t turn) string) string {
		return eachTurn(func(_ int, t turn) string { return piece(t) })
	}
	const utf8Meta = `<meta charset="utf-8">`
	const style = `<style>p { margin: 0 } /* Interviewer: geen tekst */</style><script>var a = "<p>R: nee</p>";</script>`
	paragraphs := each(func(t turn) string { return "<p>" + t.speaker + ": " + t.text + "</p>\n" })
	ansi := each(func(t turn) string {
		return "<p>" + t.speaker + ": " + strings.ReplaceAll(t.text, "🙂", "&#128578;") + "</p>\n"
	})
	word := each(func(t turn) string {
		return "<p class=MsoNormal><b><span\nstyle='font-family:\"Arial\"'>" + t.speaker + ":</span></b><span style='mso-tab-count:1'> </span>" +
			strings.ReplaceAll(strings.ReplaceAll(t.text, "🙂", "&#128578;"), " ", "\n") + "<o:p></o:p></p>\n\n"
	})
	const wordHead = `<meta http-equiv=Content-Type content="text/html; charset=windows-1252"><!--[if gte mso 9]><xml><o:Author>codeur1</o:Author></xml><![endif]-->`
	return map[string][]byte{
		"paragraphs.html":   page(utf8Meta+style, paragraphs),
		"no-meta.html":      page("", paragraphs),
		"bom.html":          []byte("\ufeff" + string(page("", paragraphs))),
		"stale-meta.html":   page(`<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">`, paragraphs),
		"utf-16.html":       utf16Bytes("\ufeff"+string(page("", paragraphs)), false),
		"windows.html":      windows(t, string(page(`<meta charset="windows-1252">`, ansi))),
		"windows-bare.html": windows(t, string(page("", ansi))),
		"numbers.html":      page("", each(func(t turn) string { return "<p>" + t.speaker + ": " + htmlEntities(t.text) + "</p>" })),
		"names.html":        page("", each(func(t turn) string { return "<p>" + t.speaker + ": " + htmlNames.Replace(t.text) + "</p>" })),
		"unclosed.html":     page("", each(func(t turn) string { return "<P>" + t.speaker + ": " + t.text + "\n" })),
		"divs.html":         page("", "<div>"+each(func(t turn) string { return "<div>" + t.speaker + ": " + t.text + "</div>" })+"</div>"),
		"breaks.html":       page("", "<p>"+each(func(t turn) string { return t.speaker + ": " + t.text + "<br>\n" })+"</p>"),
		"two-breaks.html":   page("", each(func(t turn) string { return t.speaker + ": " + t.text + "<br/><br/>" })),
		"pre.html":          page("", "<pre>"+each(func(t turn) string { return t.speaker + ": " + t.text + "\n" })+"</pre>"),
		"list.html":         page("", "<ol>"+each(func(t turn) string { return "<li>" + t.speaker + ": " + t.text })+"</ol>"),
		"terms.html":        page("", "<dl>"+each(func(t turn) string { return "<dt>" + t.speaker + ":<dd>" + t.text })+"</dl>"),
		"bold.html":         page("", each(func(t turn) string { return "<p><strong>" + t.speaker + "</strong>: <em>" + t.text + "</em></p>" })),
		"nbsp.html":         page("", each(func(t turn) string { return "<p>" + t.speaker + ":&nbsp;&nbsp; " + t.text + "&nbsp;</p>" })),
		"word.html":         windows(t, string(page(wordHead, "<div class=WordSection1>"+word+"</div>"))),
		"word.doc":          windows(t, "<html xmlns:w=\"x\"><head>"+wordHead+"</head><body>"+word+"</body></html>"),
		"named.txt":         page("", paragraphs),
		"xhtml.html":        []byte(`<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="x"/></head><body>` + paragraphs + "</body></html>"),
		"table.html": page("", "<table><tbody>"+each(func(t turn) string {
			return "<tr><td>" + clockOf(t.start) + "</td>\n<td>" + t.speaker + "</td>\n<td><p>" + t.text + "</p></td></tr>\n"
		})+"</tbody></table>"),
		"table-open.html": page("", "<table>"+each(func(t turn) string {
			return "<tr><td>" + clockOf(t.start) + "<td>" + t.speaker + "<td>" + t.text
		})+"</table>"),
		"times-noscribe.html": page(utf8Meta+`<meta name="audio_source" content="gesprek.wav">`, "<p style=\"font-weight:600\">"+eachTurn(func(i int, t turn) string {
			return fmt.Sprintf("</p>\n<p><a name=\"ts_%d_%d_S0%d\">%s: %s</a>", t.start, t.end, i%2, t.speaker, t.text)
		})+"</p>"),
		"times-shown.html": page("", eachTurn(func(_ int, t turn) string {
			return "<p>" + t.speaker + " <span style=\"color: #78909C\">[" + clockOf(t.start) + "]</span>: " + t.text + "</p>"
		})),
	}
}
