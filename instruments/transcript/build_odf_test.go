package transcript

import (
	"fmt"
	"strings"
)

const odfSpaces = ` xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"` +
	` xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"` +
	` xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"` +
	` xmlns:dc="http://purl.org/dc/elements/1.1/"`

const odfHidden = `<office:automatic-styles><style:style style:name="weg" style:family="text"><style:text-properties text:display="none"/></style:style>` +
	`<style:style style:name="vet" style:family="text"><style:text-properties/></style:style></office:automatic-styles>`

func odfContent(body string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><office:document-content` + odfSpaces + `>` + odfHidden + `<office:body><office:text>` + body +
		`</office:text></office:body></office:document-content>`
}

// odt is the least OpenDocument text with that body.
func odt(body string) []byte {
	return zipped("mimetype", odtType, "content.xml", odfContent(body), "META-INF/manifest.xml", `<manifest:manifest xmlns:manifest="m"/>`)
}

func odfPara(parts ...string) string { return "<text:p>" + strings.Join(parts, "") + "</text:p>" }

func odfSpan(text string) string {
	return `<text:span text:style-name="vet">` + esc(text) + `</text:span>`
}

func odfRow(cells ...string) string {
	var b strings.Builder
	for _, c := range cells {
		b.WriteString("<table:table-cell>" + odfPara(esc(c)) + "</table:table-cell>")
	}
	return "<table:table-row>" + b.String() + "</table:table-row>"
}

func odfTable(rows ...string) string {
	return `<table:table table:name="t"><table:table-column table:number-columns-repeated="3"/>` + strings.Join(rows, "") + "</table:table>"
}

// eachTurn writes one piece for each of the eight turns.
func eachTurn(piece func(i int, t turn) string) string {
	var b strings.Builder
	for i, t := range eightTurns() {
		b.WriteString(piece(i, t))
	}
	return b.String()
}

// clockOf writes a time to the tenth of a second, as f4 and tables do.
func clockOf(ms int64) string {
	return fmt.Sprintf("%02d:%02d:%02d.%d", ms/3_600_000, ms/60_000%60, ms/1000%60, ms/100%10)
}

func odtFiles() map[string][]byte {
	each := func(piece func(t turn) string) []byte {
		return odt(eachTurn(func(_ int, t turn) string { return piece(t) }))
	}
	plain := eachTurn(func(_ int, t turn) string { return odfPara(esc(t.speaker + ": " + t.text)) })
	rows := eachTurn(func(_ int, t turn) string { return odfRow(clockOf(t.start), t.speaker, t.text) })
	return map[string][]byte{
		"paragraphs.odt": odt(plain),
		"headings.odt":   each(func(t turn) string { return "<text:h>" + esc(t.speaker) + ":</text:h>" + odfPara(esc(t.text)) }),
		"bold.odt":       each(func(t turn) string { return odfPara(odfSpan(t.speaker), odfSpan(":"), " ", odfSpan(t.text)) }),
		"tab.odt":        each(func(t turn) string { return odfPara(odfSpan(t.speaker+":"), "<text:tab/>", esc(t.text)) }),
		"blanks.odt":     each(func(t turn) string { return odfPara(esc(t.speaker), ":<text:s text:c=\"3\"/>", esc(t.text), " ") }),
		"pretty.odt": each(func(t turn) string {
			return "\n    " + odfPara("\n      ", odfSpan(t.speaker+":"), "\n      ", strings.ReplaceAll(esc(t.text), " ", "\n   "), "\n    ") + "\n"
		}),
		"line-break.odt": each(func(t turn) string { return odfPara(odfSpan(t.speaker+":"), "<text:line-break/>", esc(t.text)) }),
		"list.odt": odt("<text:list>" + eachTurn(func(i int, t turn) string {
			return "<text:list-item><text:number>" + fmt.Sprint(i+1) + ".</text:number>" + odfPara(esc(t.speaker+": "+t.text)) + "</text:list-item>"
		}) + "</text:list>"),
		"section.odt":  odt(`<text:section text:name="s">` + plain + `</text:section>`),
		"links.odt":    each(func(t turn) string { return odfPara(esc(t.speaker), ": <text:a>", esc(t.text), "</text:a>") }),
		"tables.odt":   odt(odfTable("<table:table-header-rows>" + odfRow("Tijd", "Spreker", "Tekst") + "</table:table-header-rows>" + rows)),
		"no-head.odt":  odt(odfTable(rows)),
		"named.docx":   odt(plain), // the content decides
		"no-extension": odt(plain),
		"no-type.odt":  zipped("content.xml", odfContent(plain)),
		"word.odt":     docx(eachTurn(func(_ int, t turn) string { return para(run(t.speaker + ": " + t.text)) })),
		"utf-16.odt":   zipped("mimetype", odtType, "content.xml", string(utf16Bytes("\ufeff"+strings.Replace(odfContent(plain), "UTF-8", "UTF-16", 1), false))),
		"inserted.odt": each(func(t turn) string {
			return odfPara(esc(t.speaker), ": ", "<text:change-start/>", esc(t.text), "<text:change-end/>")
		}),
	}
}
