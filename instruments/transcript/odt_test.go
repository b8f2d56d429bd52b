package transcript

import (
	"fmt"
	"strings"
	"testing"

	"meerzicht/instruments"
)

// What of OpenDocument is text, what is left out, and how often.
func TestOpenDocumentText(t *testing.T) {
	t.Parallel()
	const box = `<draw:frame><draw:text-box><text:p>in een vak</text:p></draw:text-box></draw:frame>`
	for _, c := range []struct {
		name, body, text, omitted string
	}{
		{"paragraphs", odfPara("a") + odfPara() + odfPara("b"), "a\n\nb", "[]"},
		{"white space is one blank", odfPara(" een\n\t twee  ", odfSpan("  drie "), " vier "), "een twee drie vier", "[]"},
		{"counted blanks", odfPara(`a<text:s/>b<text:s text:c="3"/>c <text:s text:c="2"/>d`), "a b   c   d", "[]"},
		{"a count that is none", odfPara(`a<text:s text:c="x"/>b<text:s text:c="-4"/>c`), "a b c", "[]"},
		{"tabs and line breaks", odfPara(`a<text:tab/>b <text:line-break/> c<text:soft-page-break/>d`), "a\tb\ncd", "[]"},
		{"headings and lists", `<text:h>Kop</text:h><text:list><text:list-header>` + odfPara("eerst") + `</text:list-header><text:list-item><text:number>1.</text:number>` + odfPara("een") + `</text:list-item></text:list>`, "Kop\neerst\neen", "[]"},
		{"deleted text stands apart", `<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>codeur1</dc:creator></office:change-info>` + odfPara("weg") +
			`</text:deletion></text:changed-region><text:changed-region><text:insertion/></text:changed-region></text:tracked-changes>` + odfPara(`a<text:change/>b`), "ab", "[{deleted 1}]"},
		{"comments", odfPara(`a<office:annotation><dc:creator>codeur1</dc:creator>`, odfPara("niet zeker"), `</office:annotation>b<office:annotation-end/>`), "ab", "[{comment 1}]"},
		{"notes", odfPara(`a<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>`+odfPara("onder")+`</text:note-body></text:note>`,
			`b<text:note text:note-class="endnote"><text:note-body>`+odfPara("achter")+`</text:note-body></text:note>`), "ab", "[{endnote 1} {footnote 1}]"},
		{"fields", odfPara(`<text:date>3 mei</text:date> <text:title>Gesprek</text:title> <text:page-number>2</text:page-number><text:script>x</text:script>`), "3 mei Gesprek 2", "[]"},
		{"hidden", odfPara(`a <text:span text:style-name="weg">geheim</text:span>b<text:hidden-text text:is-hidden="true">x</text:hidden-text><text:hidden-text>y</text:hidden-text>`) +
			`<text:section text:display="none">` + odfPara("z") + `</text:section>`, "a by", "[{hidden 3}]"},
		{"small letters over others", odfPara(`<text:ruby><text:ruby-base>onder</text:ruby-base><text:ruby-text>boven</text:ruby-text></text:ruby>`), "onder", "[{ruby 1}]"},
		{"pictures and objects", odfPara(`a<draw:frame><draw:image/><svg:title>foto</svg:title><svg:desc>x</svg:desc></draw:frame><draw:frame><draw:object/><draw:image/></draw:frame>`), "a", "[{image 1} {object 1}]"},
		{"a text box", odfPara("ervoor ", box, "erna") + odfPara("z"), "ervoor erna\nin een vak\nz", "[]"},
		{"a text box on the page", box + odfPara("a"), "in een vak\na", "[]"},
		{"an empty text box", `<draw:frame><draw:text-box>` + odfPara() + `</draw:text-box></draw:frame>` + odfPara("a"), "a", "[]"},
		{"a shape with words", odfPara(`a<draw:custom-shape><text:p>b</text:p><draw:enhanced-geometry/></draw:custom-shape>`), "a\nb", "[]"},
		{"tables", odfPara("x") + odfTable(odfRow("a", "b"), odfRow("", "c")) + odfPara("y"), "x\na\tb\n\tc\ny", "[]"},
		{"joined cells", odfTable(`<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>a</text:p></table:table-cell><table:covered-table-cell/>` +
			`<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row><table:table-row><table:covered-table-cell/><table:table-cell><text:p>c</text:p></table:table-cell></table:table-row>`), "a\tb\n\tc", "[]"},
		{"a table in a cell", odfTable(`<table:table-row><table:table-cell>` + odfTable(odfRow("a", "b"), odfRow("c", "d")) + `</table:table-cell></table:table-row>`), "a\tb\nc\td", "[]"},
		{"lines in a cell", odfTable(`<table:table-row><table:table-cell>` + odfPara("a") + odfPara("b") + `</table:table-cell></table:table-row>`), "a\nb", "[]"},
		{"how an index is made", `<text:table-of-content><text:table-of-content-source><text:index-title-template>Inhoud</text:index-title-template></text:table-of-content-source><text:index-body>` +
			odfPara("Kop 3") + `</text:index-body></text:table-of-content>`, "Kop 3", "[]"},
		{"unknown wrappers", `<text:nieuw>` + odfPara(`<text:nog>a</text:nog>`) + `</text:nieuw>`, "a", "[]"},
		{"no text between paragraphs", "los" + odfPara("a") + "los", "a", "[]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			doc := mustRead(t, "a.odt", odt(c.body))
			if doc.Text != c.text {
				t.Errorf("%q, want %q", doc.Text, c.text)
			}
			if got := fmt.Sprint(doc.Omitted); got != c.omitted {
				t.Errorf("omitted %s, want %s", got, c.omitted)
			}
			checkWhole(t, doc)
		})
	}
}

// Headers and footers stand with the page styles, and are counted when they hold
// words; changes are told.
func TestOpenDocumentBeside(t *testing.T) {
	styles := `<office:document-styles` + odfSpaces + `><office:master-styles><style:master-page><style:header><text:p>Vertrouwelijk</text:p></style:header>` +
		`<style:header-left><text:p> </text:p></style:header-left><style:footer><text:p><text:page-number>1</text:page-number></text:p></style:footer></style:master-page></office:master-styles></office:document-styles>`
	body := `<text:tracked-changes><text:changed-region><text:insertion/></text:changed-region></text:tracked-changes>` + odfPara("I: dag")
	data := zipped("mimetype", odtType, "content.xml", odfContent(body), "styles.xml", styles)
	doc, problems := Read("a.odt", data)
	if got := fmt.Sprint(doc.Omitted); got != "[{footer 1} {header 1}]" {
		t.Errorf("omitted %s", got)
	}
	if doc.Decoder != "odt" || !strings.Contains(problems.In(instruments.Dutch), "1 bijgehouden wijziging is") {
		t.Errorf("%s %v", doc.Decoder, problems)
	}
}

func TestOpenDocumentRefused(t *testing.T) {
	t.Parallel()
	locked := `<manifest:manifest><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`
	doc := func(xml string) []byte { return zipped("mimetype", odtType, "content.xml", xml) }
	checkRefused(t, []refusedFile{
		{"password", "a.odt", zipped("mimetype", odtType, "META-INF/manifest.xml", locked, "content.xml", "\x01\x02"), "wachtwoord"},
		{"password, one package", "a.odt", zipped("mimetype", odtType, "META-INF/manifest.xml", locked, "encrypted-package", "\x01\x02"), "wachtwoord"},
		{"truncated", "a.odt", odt(odfPara("a"))[:200], "beschadigd"},
		{"only a head", "a.odt", []byte("PK\x03\x04"), "beschadigd"},
		{"no zip", "a.odt", []byte("tekst"), "heet .odt"},
		{"no content", "a.odt", zipped("mimetype", odtType), "zonder tekstdocument"},
		{"a sheet", "a.odt", doc(strings.ReplaceAll(odfContent("x"), "office:text>", "office:spreadsheet>")), "zonder tekstdocument"},
		{"a path outside", "a.odt", zipped("mimetype", odtType, "../content.xml", odfContent(odfPara("a"))), "zonder tekstdocument"},
		{"empty", "a.odt", odt(odfPara()), "leeg"},
		{"everything deleted", "a.odt", odt(`<text:tracked-changes><text:deletion>` + odfPara("x") + `</text:deletion></text:tracked-changes>`), "verwijderde tekst"},
		{"blanks without end", "a.odt", odt(odfPara(strings.Repeat(`a<text:s text:c="30000000"/>`, 3))), "langer dan"},
		{"a bomb", "a.odt", odt(odfPara(strings.Repeat("a", 8<<20))), "veel meer dan"},
		{"deep", "a.odt", odt(strings.Repeat("<text:section>", 2000) + strings.Repeat("</text:section>", 2000)), "dieper genest"},
		{"entities", "a.odt", doc(`<!DOCTYPE x [<!ENTITY a "b">]>` + odfContent(odfPara("&a;"))), "DTD"},
		{"breaks off", "a.odt", doc(odfContent(odfPara("a"))[:800]), "breekt af"},
		{"another encoding", "a.odt", doc(strings.Replace(odfContent(odfPara("a")), "UTF-8", "EBCDIC", 1)), "te ontcijferen"},
	})
}

func TestOpenDocumentFixture(t *testing.T) {
	doc := mustRead(t, "s.odt", shared(t, "fixtures/transcripts/odt/tika-testStyles.odt"))
	if want := "This is just a test.\nAnd another test is here.\n\nOne\nTwo\nThree\n\nFirst\nSecond\nThird\n"; doc.Text != want {
		t.Errorf("%q", doc.Text)
	}
}
