package transcript

import (
	"fmt"
	"strings"
	"testing"

	"meerzicht/instruments"
)

// What of HTML is text, what is left out, and how often.
func TestHTMLText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, body, text, omitted string
	}{
		{"blocks", `<h1>Kop</h1>los<p>a</p>los<div>b<div>c</div>d</div>`, "Kop\nlos\na\nlos\nb\nc\nd", "[]"},
		{"white space", "<p> een\n\t<b> twee</b>  <i>drie </i> </p>  \n <p>x</p>", "een twee drie\nx", "[]"},
		{"hard blanks stay", "<p>a&nbsp; b\u00a0</p>", "a\u00a0 b\u00a0", "[]"},
		{"breaks", "<p>a<br>b <br/> c<br></p><p><br></p><p>d</p>", "a\nb\nc\n\nd", "[]"},
		{"empty paragraphs", "<p></p><p>a</p><p> </p><p>b", "a\nb", "[]"},
		{"references", "<p>&lt;b&gt; &amp; &eacute;&#235;&#xEF; &notareference; &euro &rsquo;s", "<b> & éëï ¬areference; &euro ’s", "[]"},
		{"preformatted", "<pre>a  b\n  c\n\nd</pre><p>e", "a  b\n  c\n\nd\ne", "[]"},
		{"scripts and styles", `<style>a</style>x<script>b < c</script><noscript>d</noscript><template>e</template><!-- f --><title>g</title>y`, "xy", "[]"},
		{"Word's conditions", `<!--[if mso]>a<![endif]--><p>b<![if !supportLists]>c<![endif]>d<o:p></o:p></p>`, "bcd", "[]"},
		{"deleted and inserted", "<p>a<del>weg <b>weg</b></del><ins>b</ins><s>c</s></p>", "abc", "[{deleted 1}]"},
		{"hidden", `<p>a<span hidden>x</span><span style="Display : None">y</span><span style='mso-hide:all'>z</span><input type="hidden" value="q"></p><p hidden>w<p>b`, "a\nb", "[{hidden 4}]"},
		{"nested hidden", `<div style="display:none"><div>x</div>y</div>a`, "a", "[{hidden 1}]"},
		{"pictures and objects", `<p>a<img src="x"><svg><text>t</text></svg><video>v</video><object>o</object>b`, "ab", "[{image 2} {object 2}]"},
		{"Word's comments", `<p>a<span style='mso-comment-continuation:1'>b</span><a class=msocomanchor href="#c">[C1]</a></p><div style='mso-element:comment-list'><div style='mso-element:comment'>niet zeker</div><div style='mso-element:comment'>x</div></div>`, "ab", "[{comment 2}]"},
		{"Word's notes", `<p>a</p><div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1><p>onder</p></div></div>`, "a", "[{footnote 1}]"},
		{"LibreOffice's notes", `<p>a<a class="sdfootnoteanc" href="#x"><sup>1</sup></a></p><div id="sdfootnote1"><p>onder</p></div><div id="sdfootnotes">b</div>`, "a\nb", "[{footnote 1}]"},
		{"LibreOffice's header", `<div title="header"><p>Vertrouwelijk</p></div><p>a</p><div title="footer"><p>1</p></div>`, "a", "[{footer 1} {header 1}]"},
		{"small letters over others", "<ruby>onder<rp>(</rp><rt>boven</rt><rp>)</rp></ruby> <ruby>b<rt>x</ruby>c", "onder bc", "[]"},
		{"tables", `<table><caption>T</caption><tr><th>a<th>b</tr><tr><td><p>c</p><p>d</p></td><td></td></tr></table>e`, "T\na\tb\nc\nd\t\ne", "[]"},
		{"a table in a cell", `<table><tr><td>a<table><tr><td>b<td>c</table>d<td>e</table>`, "a\nb\tc\nd\te", "[]"},
		{"cells without a table", `<td>a</td><td>b</td>`, "a\nb", "[]"},
		{"text between cells", `<table><tr>los<td>a</td></tr></table>`, "los\na", "[]"},
		{"forms", `<label>Naam</label><textarea>a
b</textarea><select><option>c<option>d</select><button>e</button>`, "Naam\na\nb\nc\nd\ne", "[]"},
		{"ends that began nothing", `</p></div></td></table>a</b></del></pre></br>b`, "a\nb", "[]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			doc := mustRead(t, "a.html", []byte("<html><body>"+c.body+"</body></html>"))
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

// The encoding: mark, then UTF-8 when it is that, then what the page says.
func TestHTMLEncodings(t *testing.T) {
	const meta = `<meta http-equiv="Content-Type" content="text/html; charset=%s">`
	for _, c := range []struct {
		name, page, decoder, text string
	}{
		{"UTF-8", "<p>één", "html", "één"},
		{"Latin-2 by its name", fmt.Sprintf(meta, "iso-8859-2") + "<p>\xb9\xe9", "html-iso-8859-2", "šé"},
		{"quotes and capitals", "<META CHARSET='Windows-1251'><p>\xe9\xf2", "html-windows-1251", "йт"},
		{"two bytes", `<meta charset=Shift_JIS><p>` + "\x82\xa0", "html-shift_jis", "あ"},
		{"seven bits", `<meta charset="iso-2022-jp"><p>` + "\x1b$B$\"\x1b(B", "html-iso-2022-jp", "あ"},
		{"no such encoding", `<meta charset="onzin"><p>` + "\xe9\xe9n", "html-windows-1252", "één"},
		{"UTF-8 that is none", `<meta charset="utf-8"><p>` + "\xe9\xe9n", "html-windows-1252", "één"},
		{"nothing said", "<p>\x93\xe9\xe9n\x94", "html-windows-1252", "“één”"},
	} {
		doc := mustRead(t, "a.html", []byte(c.page))
		if doc.Decoder != c.decoder || doc.Text != c.text {
			t.Errorf("%s: %s %q, want %s %q", c.name, doc.Decoder, doc.Text, c.decoder, c.text)
		}
	}
	_, problems := Read("a.html", []byte("<p>\xe9\xe9n woord"))
	if nl := problems.In(instruments.Dutch); !strings.Contains(nl, "Windows-1252") {
		t.Errorf("not told: %s", nl)
	}
}

// Hostile pages: quick, flat, and nothing lost.
func TestHTMLOdd(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"deep":          strings.Repeat("<div><b>", 300_000),
		"deep tables":   strings.Repeat("<table><tr><td>", 20_000),
		"many cells":    "<table><tr>" + strings.Repeat("<td>", 200_000) + "</table>",
		"attributes":    "<p " + strings.Repeat(`a="b" `, 200_000) + ">",
		"a long name":   "<" + strings.Repeat("a", 500_000) + ">",
		"half a tag":    "<p>a</p><", // the text follows
		"half comments": "<p>x<!-->",
	} {
		doc, problems := Read("a.html", []byte("<html>"+body+" slot"))
		if problems.Err() != nil || !strings.Contains(doc.Text, "slot") {
			t.Errorf("%s: %v %.60q", name, problems, doc.Text)
		}
		checkWhole(t, doc)
	}
	// what an element swallowed that nothing closed is at least told
	doc := mustRead(t, "a.html", []byte("<p>a<xml>weg"))
	if got := fmt.Sprint(doc.Omitted); got != "[{hidden 1}]" {
		t.Errorf("omitted %s", got)
	}
}

func TestHTMLRefused(t *testing.T) {
	t.Parallel()
	checkRefused(t, []refusedFile{
		{"no words", "a.html", page("", "<p></p>"), "leeg"},
		{"pictures only", "a.html", page("", `<img src="a"><del>b</del>`), "verwijderde tekst"},
		{"a tag without end", "a.html", []byte("<p>a<img src='" + strings.Repeat("x", maxTag+1)), "32 MiB"},
		{"too much text", "a.html", []byte(strings.Repeat("<p>"+strings.Repeat("woord ", 20_000), maxText/120_000+10)), "langer dan"},
		{"too many paragraphs", "a.html", []byte(strings.Repeat("<p>a", maxTurns+2)), "alinea's"},
		{"rows without end", "a.html", []byte("a<table>" + strings.Repeat("<tr><td>", maxTurns+2)), "alinea's"},
	})
}

// Times beside the words go to the turn that begins there, and to no other.
func TestMarkedTimes(t *testing.T) {
	doc := mustRead(t, "a.html", []byte(`<p>Titel</p><p><a name="ts_1500_2000_S00">S00: Dag.</a> <a name="ts_2000_2600_S00">Welkom.</a></p>`+
		`<p><a name="ts_2600_3000_S01">S01: [00:00:09] Ja.</a></p><p><a name="ts_x_3_S00">S00: Goed.</a></p><p>S01: Nee.</p>`))
	var got []int64
	for _, turn := range doc.Turns {
		got = append(got, turn.TimeMS)
	}
	if fmt.Sprint(got) != "[-1 1500 2600 -1 -1]" {
		t.Errorf("%v of %q", got, spoken(doc))
	}
}
