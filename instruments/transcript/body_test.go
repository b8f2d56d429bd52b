package transcript

import (
	"fmt"
	"strings"
	"testing"

	"meerzicht/instruments"
)

// What of WordprocessingML is text, what is left out, and how often.
func TestWordText(t *testing.T) {
	const box = `<w:txbxContent><w:p><w:r><w:t>in een vak</w:t></w:r></w:p></w:txbxContent>`
	for _, c := range []struct {
		name, body, text, omitted string
	}{
		{"runs", para(run("een "), run("woord")), "een woord", "[]"},
		{"paragraphs", para(run("a")) + para() + para(run("b ")) + para(), "a\n\nb \n", "[]"},
		{"references and quotes", para(`<w:r><w:t>&lt;a&gt; &amp; &quot;b&quot; &#233;&#xEB; é</w:t></w:r>`), `<a> & "b" éë é`, "[]"},
		{"character data", para(`<w:r><w:t><![CDATA[<b> & c]]></w:t></w:r>`), "<b> & c", "[]"},
		{"comments of the XML", para(`<w:r><w:t>a<!-- geen tekst -->b<?ook niet?>c</w:t></w:r>`), "abc", "[]"},
		{"line ends in the XML", para("<w:r><w:t>een\r\ntwee\ndrie&#13;vier</w:t></w:r>"), "een twee drie vier", "[]"},
		{"layout of the XML", "\n  <w:p>\n    <w:r>\n      <w:t>a</w:t>\n    </w:r>\n  </w:p>\n", "a", "[]"},
		{"tabs", para(`<w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>`, run("a"), `<w:r><w:tab/></w:r>`, run("b"), `<w:r><w:ptab/></w:r>`, run("c")), "a\tb\tc", "[]"},
		{"breaks", para(`<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t><w:br w:type="page"/><w:t>d</w:t></w:r>`), "a\nb\nc\fd", "[]"},
		{"hyphens", para(`<w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>mail re</w:t><w:softHyphen/><w:t>ünie</w:t></w:r>`), "e\u2011mail re\u00adünie", "[]"},
		{"symbols", para(`<w:r><w:sym w:font="Wingdings" w:char="F0E0"/><w:sym w:font="Symbol" w:char="F0B3"/><w:sym w:font="Calibri" w:char="20AC"/><w:t>x</w:t></w:r>`), "→≥€x", "[]"},
		{"unknown symbols", para(`<w:r><w:sym w:font="Webdings" w:char="F0AA"/><w:sym w:font="Wingdings" w:char="zz"/><w:t>x</w:t></w:r>`), "x", "[{symbol 2}]"},
		{"content controls", "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>" + para(run("a"), "<w:sdt><w:sdtContent>"+run("b")+"</w:sdtContent></w:sdt>") + "</w:sdtContent></w:sdt>", "ab", "[]"},
		{"smart tags, links, fields", para("<w:smartTag>"+run("a")+"</w:smartTag>", "<w:hyperlink>"+run("b")+"</w:hyperlink>", "<w:fldSimple>"+run("c")+"</w:fldSimple>", "<w:customXml>"+run("d")+"</w:customXml>", "<w:bdo>"+run("e")+"</w:bdo>"), "abcde", "[]"},
		{"field codes", para(`<w:r><w:fldChar/><w:instrText> DATE </w:instrText><w:fldChar/></w:r>`, run("3 mei")), "3 mei", "[]"},
		{"deleted", para(run("a"), `<w:del><w:r><w:delText>weg</w:delText></w:r></w:del>`, run("b")), "ab", "[{deleted 1}]"},
		{"moved", para(`<w:moveFrom>`+run("x")+`</w:moveFrom>`, run("a")) + para(`<w:moveTo>`+run("x")+`</w:moveTo>`), "a\nx", "[{moved 1}]"},
		{"deleted paragraph mark", para(`<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>`, run("a")) + para(run("b")) + para(run("c")), "ab\nc", "[]"},
		{"deleted row", table(tableRow("a"), `<w:tr><w:trPr><w:del/></w:trPr><w:tc>`+para(run("weg"))+`</w:tc></w:tr>`, tableRow("b")), "a\nb", "[{deleted 1}]"},
		{"inserted row", table(tableRow("a"), `<w:tr><w:trPr><w:ins/></w:trPr><w:tc>`+para(run("b"))+`</w:tc></w:tr>`), "a\nb", "[]"},
		{"former properties", para(`<w:pPr><w:pPrChange><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:pPrChange></w:pPr>`, run("a")) + para(run("b")), "a\nb", "[]"},
		{"references to notes", para(run("a"), `<w:r><w:footnoteReference/></w:r><w:r><w:endnoteReference/></w:r><w:r><w:commentReference/></w:r><w:r><w:commentReference/></w:r>`), "a", "[{comment 2} {endnote 1} {footnote 1}]"},
		{"images", para(run("a"), `<w:r><w:drawing><a:graphic><pic:pic><a:blip/></pic:pic></a:graphic></w:drawing></w:r>`, `<w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r>`), "a", "[{image 2}]"},
		{"one image, two versions", para(run("a"), `<mc:AlternateContent><mc:Choice><pic:pic/></mc:Choice><mc:Fallback><v:imagedata/></mc:Fallback></mc:AlternateContent>`), "a", "[{image 1}]"},
		{"charts and objects", para(run("a"), `<w:r><c:chart/><w:object><o:OLEObject/></w:object></w:r>`) + "<w:altChunk/>", "a", "[{inserted-file 1} {object 2}]"},
		{"WordArt", para(run("a"), `<w:r><w:pict><v:shape><v:textpath string="kop"/><v:textpath string=" "/></v:shape></w:pict></w:r>`), "a", "[{wordart 1}]"},
		{"empty small letters", para(`<w:ruby><w:rt/><w:rubyBase>` + run("onder") + `</w:rubyBase></w:ruby>`), "onder", "[]"},
		{"a text box", para(run("ervoor "), `<w:r><wps:txbx>`+box+`</wps:txbx></w:r>`, run("erna")) + para(run("z")), "ervoor erna\nin een vak\nz", "[]"},
		{"a text box once", para(run("a"), `<mc:AlternateContent><mc:Choice>`+box+`</mc:Choice><mc:Fallback>`+box+`</mc:Fallback></mc:AlternateContent>`), "a\nin een vak", "[{textbox-duplicate 1}]"},
		{"only the fallback has words", para(run("a"), `<mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice><mc:Fallback>`+box+`</mc:Fallback></mc:AlternateContent>`), "a\nin een vak", "[]"},
		{"a box in a box", para(run("a"), `<w:txbxContent>`+para(run("b"), box)+`</w:txbxContent>`), "a\nb\nin een vak", "[]"},
		{"an empty box", para(run("a"), `<w:txbxContent>`+para()+`</w:txbxContent>`), "a", "[]"},
		{"a table in a box", para(run("a"), `<w:txbxContent>`+table(tableRow("I", "x"), tableRow("R", "y"))+`</w:txbxContent>`), "a\nI\tx\nR\ty", "[]"},
		{"a box in a cell", table(`<w:tr><w:tc>` + para(run("a"), box) + `</w:tc><w:tc>` + para(run("b")) + `</w:tc></w:tr>`), "a\nin een vak\tb", "[]"},
		{"small letters over others", para(`<w:ruby><w:rt>` + run("boven") + `</w:rt><w:rubyBase>` + run("onder") + `</w:rubyBase></w:ruby>`), "onder", "[{ruby 1}]"},
		{"hidden", para(run("a"), `<w:r><w:rPr><w:b/><w:vanish/></w:rPr><w:t>we</w:t></w:r><w:r><w:rPr><w:vanish w:val="1"/></w:rPr><w:t>g</w:t></w:r>`, `<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>b</w:t></w:r>`,
			`<w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>c</w:t></w:r>`, `<w:r><w:rPr><w:vanish/></w:rPr><w:t>weg</w:t></w:r>`), "abc", "[{hidden 2}]"},
		{"a hidden paragraph mark", para(`<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>`, run("a")) + para(run("b")), "a\nb", "[]"},
		{"an unknown wrapper", "<w:nieuw>" + para("<w:nog>"+run("a")+"</w:nog>") + "</w:nieuw>", "a", "[]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := mustRead(t, "a.docx", docx(c.body))
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

// The note counts insertions, deletions and moves once each.
func TestTrackedChangesNote(t *testing.T) {
	body := para(`<w:pPr><w:rPr><w:ins/></w:rPr></w:pPr>`, `<w:ins>`+run("a")+`</w:ins>`, `<w:del><w:r><w:delText>b</w:delText></w:r></w:del>`,
		`<w:moveFrom>`+run("c")+`</w:moveFrom>`, `<w:moveTo>`+run("c")+`</w:moveTo>`)
	_, problems := Read("a.docx", docx(body))
	if len(problems) != 1 || !problems[0].Note || problems.Err() != nil {
		t.Fatalf("%v", problems)
	}
	if nl, en := problems.In(instruments.Dutch), problems.In(instruments.English); !strings.Contains(nl, "4 bijgehouden wijzigingen zijn als geaccepteerd") || !strings.Contains(en, "4 tracked changes accepted") {
		t.Errorf("%s\n%s", nl, en)
	}
	_, problems = Read("a.docx", docx(para(`<w:ins>`+run("a")+`</w:ins>`)))
	if nl, en := problems.In(instruments.Dutch), problems.In(instruments.English); !strings.Contains(nl, "1 bijgehouden wijziging is") || !strings.Contains(en, "1 tracked change accepted") {
		t.Errorf("%s\n%s", nl, en)
	}
	if _, problems := Read("a.docx", docx(para(run("a")))); problems != nil {
		t.Errorf("without changes: %v", problems)
	}
}

// Headers and footers are counted when they hold words.
func TestHeadersAndFooters(t *testing.T) {
	part := func(text string) string {
		return xmlHead + `<w:hdr xmlns:w="` + wordNS + `">` + para(run(text)) + `</w:hdr>`
	}
	data := zipped("_rels/.rels", relationships("officeDocument", "word/document.xml"),
		"word/document.xml", documentXML(para(run("I: Dag"))),
		"word/_rels/document.xml.rels", relationships("header", "header1.xml", "header", "header2.xml", "footer", "footer1.xml", "footer", "weg.xml"),
		"word/header1.xml", part("Vertrouwelijk"), "word/header2.xml", part("  "), "word/footer1.xml", part("Bladzijde 1"))
	if got := fmt.Sprint(mustRead(t, "a.docx", data).Omitted); got != "[{footer 1} {header 1}]" {
		t.Errorf("omitted %s", got)
	}
}

// Files of other programs: what they show in Word is what is read.
func TestFixtures(t *testing.T) {
	for _, c := range []struct {
		name, omitted string
		once          []string // stretches that must occur exactly once
	}{
		{
			"poi-delins.docx", "[{deleted 2}]",
			[]string{"Tika can be:", "Apache Tika 0.3 has been released.", "A title in certain Indian monarchies for a Crown Prince", "Lucene Boot Camp"},
		},
		{"poi-footnotes.docx", "[{footnote 1}]", []string{"Eto ochen prostoy text so snoskoy"}},
		{
			"tika-testWORD_sdtInTextBox.docx", "[{textbox-duplicate 1}]",
			[]string{"simple-text", "rich-text-content-control_inside-text-box"},
		},
	} {
		doc := mustRead(t, c.name, shared(t, "fixtures/transcripts/docx/"+c.name))
		checkWhole(t, doc)
		if got := fmt.Sprint(doc.Omitted); got != c.omitted {
			t.Errorf("%s: omitted %s, want %s", c.name, got, c.omitted)
		}
		for _, s := range c.once {
			if n := strings.Count(doc.Text, s); n != 1 {
				t.Errorf("%s: %q %d times", c.name, s, n)
			}
		}
	}
}

// The published texts are read whole: canonical text and nothing changed, their
// tabs kept, and not one word taken for a speaker.
func TestSources(t *testing.T) {
	tabs := 0
	for _, name := range []string{
		"000_b00da9bd3095a552", "001_b83cf5c3a7307dd6", "002_7aace0d75900d079", "003_dbf1d3ecb9211c7f", "004_55c2166d2202c2f0",
	} {
		data := string(shared(t, "sources/"+name+".txt"))
		doc := mustRead(t, name+".txt", []byte(data))
		checkWhole(t, doc)
		if want := strings.ReplaceAll(strings.TrimPrefix(data, "\ufeff"), "\r\n", "\n"); doc.Text != want {
			t.Errorf("%s: the text changed", name)
		}
		if len(doc.Speakers) > 0 {
			t.Errorf("%s: speakers %v in a report", name, doc.Speakers)
		}
		tabs += strings.Count(doc.Text, "\t")
	}
	if tabs < 53 {
		t.Errorf("%d tabs, want the 53 and more of the tables", tabs)
	}
}

func TestSymbolRune(t *testing.T) {
	for _, c := range []struct {
		font, hex string
		want      rune
		ok        bool
	}{
		{"Wingdings", "F04A", '☺', true},
		{"wingdings", "F0FC", '✓', true},
		{"Wingdings 2", "F050", 0, false},
		{"Symbol", "F061", 'α', true},
		{"Symbol", "F035", '5', true},
		{"Symbol", "F0F0", 0, false},
		{"Arial", "2022", '•', true},
		{"Arial", "F0B7", 0, false},
		{"Arial", "0", 0, false},
		{"Arial", "D800", 0, false},
		{"Arial", "", 0, false},
	} {
		got, ok := symbolRune(c.font, c.hex)
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%s %s: %q %v", c.font, c.hex, got, ok)
		}
	}
}
