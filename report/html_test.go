package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

func pageOf(t *testing.T, r *Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.HTML(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestHTMLIsDeterministic(t *testing.T) {
	first, second := pageOf(t, handmadeReport(nl)), pageOf(t, handmadeReport(nl))
	if first != second {
		t.Error("the same report gave other bytes")
	}
}

// visible is the page without its scripts and styles.
func visible(page string) string {
	return regexp.MustCompile(`(?s)<(script|style)[^>]*>.*?</(script|style)>`).ReplaceAllString(page, "")
}

func TestHTMLShowsFigures(t *testing.T) {
	for lang, wants := range map[instruments.Lang][]string{
		nl: {`<html lang="nl">`, "62\u00a0% van 37 (46–76\u00a0%)", "Eenheid: respondenten.", "fictief", "31-07-2020", "afgeschermd: minder dan 5", "Hatched", "&lt;5"},
		en: {`<html lang="en">`, "62% of 37 (46–76%)", "Unit: respondents.", "fictional", "31 July 2020", "masked: fewer than 5", "&lt;5"},
	} {
		page := visible(pageOf(t, handmadeReport(lang)))
		for _, want := range wants {
			if want == "Hatched" { // the other language must not leak
				if strings.Contains(page, want) {
					t.Errorf("%s: English words on a Dutch page", lang)
				}
				continue
			}
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %q", lang, want)
			}
		}
	}
}

// The notice stands on the first page, beside every chart and table, and in the
// footer of every printed page.
func TestHTMLNotice(t *testing.T) {
	page := pageOf(t, handmadeReport(nl))
	if first, _, _ := strings.Cut(page, "<nav"); !strings.Contains(first, "<b>fictief</b> <bdi>Fictieve gegevens</bdi>") {
		t.Error("no notice on the first page")
	}
	if want, got := 7, strings.Count(page, `<span class="tag">fictief</span>`); got != want { // five charts, two tables
		t.Errorf("%d captions with the mark, want %d", got, want)
	}
	if !strings.Contains(page, `@bottom-left{content:"fictief \2013  Fictieve gegevens`) {
		t.Error("no notice in the printed footer")
	}
	r := handmadeReport(nl)
	r.Info.Notice = instruments.Text{}
	if strings.Contains(visible(pageOf(t, r)), `tag">fictief`) {
		t.Error("real data are labelled fictional")
	}
}

// A masked figure leaves no number behind: not in the page, not in the chart's
// data, whatever stood in the figure.
func TestHTMLMasks(t *testing.T) {
	r := handmadeReport(nl)
	secret := handmade()
	secret.Rows[1].Cells["cosa"].Figure.Count = 4711
	secret.Rows[1].Cells["cosa"].Figure.IDs = []string{"R4712"}
	stamped := stamp(secret, 5)
	r.Sections[0].Blocks = []Block{{Table: &stamped}, {Chart: heatOf(stamped, []string{"n", "cosa"})}, {Chart: barOf(stamped, "cosa", 0)}}
	r.First.Chart = nil
	page := pageOf(t, r)
	for _, s := range []string{"4711", "R4712"} {
		if strings.Contains(strings.ReplaceAll(page, echartsScript, ""), s) {
			t.Errorf("%s is on the page", s)
		}
	}
	var b bytes.Buffer
	for _, f := range []Format{TextFormat, CSVFormat, JSONFormat} {
		if err := WriteTable(&b, stamped, f, nl); err != nil {
			t.Fatal(err)
		}
	}
	if strings.Contains(b.String(), "4711") || strings.Contains(b.String(), "R4712") {
		t.Error("a writer gives a masked figure away")
	}
}

// hostileReport is full of what a study's words must never do.
func hostileReport(payload string) *Report {
	r := handmadeReport(nl)
	p := instruments.Same(payload)
	r.Info = coding.StudyInfo{Name: payload, Title: p, Notice: p, Lang: nl, Changed: payload, Head: payload}
	r.First.Headlines = []Headline{{p, p, p}}
	r.First.Sentences = []instruments.Text{p}
	r.Version = payload
	for i := range r.Sections[0].Blocks {
		b := &r.Sections[0].Blocks[i]
		if b.Table != nil {
			hostileTable(b.Table, payload)
		}
		if b.Chart != nil {
			b.Chart.Title, b.Chart.Alt = p, p
			b.Chart.Categories = []instruments.Text{p, p, p}[:len(b.Chart.Categories)]
			for j := range b.Chart.Links {
				b.Chart.Links[j].FromLabel, b.Chart.Links[j].ToLabel = p, p
				b.Chart.Links[j].From = payload + fmt.Sprint(j)
			}
			for j := range b.Chart.Series {
				b.Chart.Series[j].Name = p
			}
		}
	}
	r.Sections = append(r.Sections, Section{ID: "x", Title: p, Question: p, Blocks: []Block{{Para: p}, {List: []instruments.Text{p}}, {Heading: p}, {Terms: []Term{{p, p}}}}})
	return r
}

func hostileTable(t *analysis.Table, payload string) {
	p := instruments.Same(payload)
	t.ID, t.Title, t.Base, t.Stub = payload, p, p, p
	t.Notes = []analysis.Warning{{Code: payload, Text: p}}
	for i := range t.Columns {
		t.Columns[i].Label, t.Columns[i].Group = p, p
	}
	for i := range t.Rows {
		t.Rows[i].Label = p
	}
}

var payloads = []string{
	`</script><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'-alert(1)-'`, "<!--<script>", "]]>", "{{.}}", "</style><style>*{display:none}",
	"javascript:alert(1)", "\u2028\u2029", "\u202enebegrov\u202c", "=1+1", `{a|b}`, "\\", `\3c script`, "a\x00b", "<svg onload=alert(1)>",
}

func TestHTMLHostile(t *testing.T) {
	ours := strings.Count(pageOf(t, handmadeReport(nl)), "<script")
	for _, p := range payloads {
		page := pageOf(t, hostileReport(p))
		if got := strings.Count(strings.ReplaceAll(page, echartsScript, ""), "<script"); got != ours {
			t.Errorf("%q: %d script elements, want %d", p, got, ours)
		}
		for _, data := range regexp.MustCompile(`(?s)<script type="application/json"[^>]*>(.*?)</script>`).FindAllStringSubmatch(page, -1) {
			if !json.Valid([]byte(data[1])) || strings.ContainsAny(data[1], "<>&\u2028\u2029") {
				t.Errorf("%q: unsafe chart data %.80s", p, data[1])
			}
		}
	}
}

func TestHTMLRefusesMarker(t *testing.T) {
	err := hostileReport("a __f__alert(1)__f__ b").HTML(&bytes.Buffer{})
	if !errors.Is(err, instruments.ErrRefused) {
		t.Fatalf("error = %v, want a refusal", err)
	}
	for _, lang := range []instruments.Lang{nl, en} {
		if text := instruments.Localized(err, lang); !strings.Contains(text, "__f__") || !strings.Contains(text, "\n") {
			t.Errorf("%s: %q names neither marker nor hint", lang, text)
		}
	}
}

func TestBrowserHostile(t *testing.T) {
	ctx := browser(t)
	all := strings.Join(payloads, " ")
	visit(t, ctx, onDisk(t, hostileReport(all)))
	drawn(t, ctx, 5)
	title, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.querySelector('h1').textContent`))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{payloads[0], payloads[1], "=1+1"} {
		if !strings.Contains(title, p) {
			t.Errorf("the title does not show %q: %q", p, title)
		}
	}
}

func TestCSSString(t *testing.T) {
	for in, want := range map[string]string{
		"abc 1": `"abc 1"`, `"`: `"\22 "`, "</style>": `"\3c \2f style\3e "`, "é": `"\e9 "`, "a\nb": `"a b"`, `\`: `"\5c "`,
	} {
		if got := cssString(in); got != want {
			t.Errorf("cssString(%q) = %s, want %s", in, got, want)
		}
	}
}
