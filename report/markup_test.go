package report

import (
	"crypto/sha256"
	"encoding/base64"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"meerzicht/instruments"
)

var (
	tagPattern = regexp.MustCompile(`<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^>"]|"[^"]*")*)>`)
	attribute  = regexp.MustCompile(`([a-zA-Z:-]+)(?:="([^"]*)")?`)
)

// startTag is a start tag with its attributes.
type startTag struct {
	name       string
	attributes map[string]string
}

// startTags are the start tags of a page in order, without what scripts and
// styles hold.
func startTags(page string) []startTag {
	var out []startTag
	for _, m := range tagPattern.FindAllStringSubmatch(visible(page), -1) {
		if m[1] != "" {
			continue
		}
		e := startTag{strings.ToLower(m[2]), map[string]string{}}
		for _, a := range attribute.FindAllStringSubmatch(m[3], -1) {
			e.attributes[strings.ToLower(a[1])] = html.UnescapeString(a[2])
		}
		out = append(out, e)
	}
	return out
}

// pages are pages to hold to the rules of markup: of a whole study, of an empty
// one, and of one whose words are hostile.
func pages(t *testing.T) map[string]string {
	t.Helper()
	return map[string]string{
		"extern":  pageOf(t, built(t, realStudy(t), Options{})),
		"intern":  pageOf(t, built(t, realStudy(t), Options{Lang: en, Audience: Intern, Quotes: true})),
		"empty":   pageOf(t, built(t, emptyStudy(t, "leeg"), Options{Lang: nl})),
		"hostile": pageOf(t, hostileReport(strings.Join(payloads, " "))),
	}
}

// Every element that needs an end has one, inside the element it stands in, and
// no element stands where HTML does not know it.
func TestMarkupNests(t *testing.T) {
	void := []string{"meta", "br", "hr", "img", "input", "link", "col"}
	known := strings.Fields("html head meta title body a header p h1 h2 h3 b bdi ul ol li span figure figcaption div nav main noscript section footer " +
		"table caption thead tbody tr th td small details summary dl dt dd blockquote q cite")
	for name, page := range pages(t) {
		var open []string
		for _, m := range tagPattern.FindAllStringSubmatch(visible(page), -1) {
			tag := strings.ToLower(m[2])
			if !slices.Contains(known, tag) && !slices.Contains(void, tag) {
				t.Errorf("%s: element %s", name, tag)
			}
			switch {
			case slices.Contains(void, tag):
			case m[1] == "":
				checkParent(t, name, tag, open)
				open = append(open, tag)
			case len(open) == 0 || open[len(open)-1] != tag:
				t.Fatalf("%s: </%s> ends %v", name, tag, open)
			default:
				open = open[:len(open)-1]
			}
		}
		if len(open) > 0 {
			t.Errorf("%s: %v never end", name, open)
		}
	}
}

// checkParent knows the parents that a browser would repair silently.
func checkParent(t *testing.T, page, tag string, open []string) {
	t.Helper()
	parents := map[string][]string{
		"li": {"ul", "ol"}, "dt": {"dl"}, "dd": {"dl"}, "tr": {"thead", "tbody"}, "th": {"tr"}, "td": {"tr"}, "caption": {"table"},
		"thead": {"table"}, "tbody": {"table"}, "figcaption": {"figure"}, "summary": {"details"}, "main": {"body"},
	}
	parent := ""
	if len(open) > 0 {
		parent = open[len(open)-1]
	}
	if want, ok := parents[tag]; ok && !slices.Contains(want, parent) {
		t.Errorf("%s: %s inside %s", page, tag, parent)
	}
	if slices.Contains(open, "p") && slices.Contains([]string{"p", "ul", "ol", "div", "table", "h2", "h3", "dl", "figure"}, tag) {
		t.Errorf("%s: %s inside a paragraph, which it ends", page, tag)
	}
}

// Ids are unique; every link leads to an id of the page and nowhere else; every
// label and every chart's data name an element that is there.
func TestLinksAndIDs(t *testing.T) {
	refs := []string{"aria-labelledby", "aria-describedby", "for"}
	for name, page := range pages(t) {
		if name == "hostile" {
			continue // one payload as the id of two tables is the test's doing
		}
		ids := map[string]int{}
		for _, e := range startTags(page) {
			if id, ok := e.attributes["id"]; ok {
				ids[id]++
				if ids[id] > 1 || id == "" || strings.ContainsAny(id, " \t\n") {
					t.Errorf("%s: id %q, %d times", name, id, ids[id])
				}
			}
		}
		links := 0
		for _, e := range startTags(page) {
			if href, ok := e.attributes["href"]; ok {
				links++
				if target, local := strings.CutPrefix(href, "#"); !local || ids[target] != 1 {
					t.Errorf("%s: a link to %q", name, href)
				}
			}
			for _, r := range refs {
				if target, ok := e.attributes[r]; ok && ids[target] != 1 {
					t.Errorf("%s: %s names %q", name, r, target)
				}
			}
		}
		for _, m := range regexp.MustCompile(`<script type="application/json" data-chart="([^"]*)"`).FindAllStringSubmatch(page, -1) {
			if ids[m[1]] != 1 {
				t.Errorf("%s: chart data for %q", name, m[1])
			}
		}
		if links < 5 {
			t.Errorf("%s: %d links", name, links)
		}
	}
}

// The contents name every section once, in order, and nothing else.
func TestContentsNameEverySection(t *testing.T) {
	r := built(t, realStudy(t), Options{})
	page := visible(pageOf(t, r))
	_, rest, _ := strings.Cut(page, `<nav class="toc"`)
	nav, _, _ := strings.Cut(rest, "</nav>")
	var got, want []string
	for _, m := range regexp.MustCompile(`<li><a href="#([^"]*)">([^<]*)</a></li>`).FindAllStringSubmatch(nav, -1) {
		got = append(got, m[1]+" "+html.UnescapeString(m[2]))
	}
	for _, appendix := range []bool{false, true} {
		for _, s := range r.Sections {
			if s.Appendix == appendix {
				want = append(want, "s-"+s.ID+" "+s.Title.NL)
			}
		}
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("contents\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if !strings.Contains(page, "1. Activiteiten</h2>") || !strings.Contains(page, "A. Steekproef") {
		t.Error("sections have no number, or the appendix no letters")
	}
}

// Every table has a caption, a heading for every column and every row with its
// scope, and as many cells in each row as columns.
func TestTableMarkup(t *testing.T) {
	table := regexp.MustCompile(`(?s)<table id="([^"]*)".*?</table>`)
	span := regexp.MustCompile(`colspan="(\d+)"`)
	for name, page := range pages(t) {
		found := table.FindAllStringSubmatch(visible(page), -1)
		if len(found) == 0 && name != "empty" {
			t.Errorf("%s: no tables", name)
		}
		for _, m := range found {
			markup, id := m[0], m[1]
			if strings.Count(markup, "<caption") != 1 || regexp.MustCompile(`<caption[^>]*></caption>`).MatchString(markup) {
				t.Errorf("%s: table %s has no caption", name, id)
			}
			columns := strings.Count(markup, `<th scope="col"`)
			if len(regexp.MustCompile(`<th[ >]`).FindAllString(markup, -1)) != strings.Count(markup, "<th scope=") {
				t.Errorf("%s: table %s has a heading without a scope", name, id)
			}
			for _, row := range regexp.MustCompile(`(?s)<tr[ >].*?</tr>`).FindAllString(markup, -1) {
				cells := strings.Count(row, "<td") + strings.Count(row, "<th ")
				for _, s := range span.FindAllStringSubmatch(row, -1) {
					n, _ := strconv.Atoi(s[1])
					cells += n - 1
				}
				if cells != columns {
					t.Errorf("%s: table %s has %d columns and a row of %d cells: %.120s", name, id, columns, cells, row)
				}
			}
		}
	}
}

// The policy admits exactly the scripts and styles that stand in the page, by
// their hashes, and nothing from outside; nothing in the page needs more.
func TestPolicyMatchesThePage(t *testing.T) {
	for name, page := range pages(t) {
		m := regexp.MustCompile(`<meta http-equiv="Content-Security-Policy" content="([^"]*)">`).FindStringSubmatchIndex(page)
		if m == nil || strings.Contains(page[:m[0]], "<script") || strings.Contains(page[:m[0]], "<style") {
			t.Fatalf("%s: no policy before the first script and style", name)
		}
		policy := html.UnescapeString(page[m[2]:m[3]])
		for _, want := range []string{"default-src 'none'", "base-uri 'none'", "form-action 'none'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: the policy lacks %s", name, want)
			}
		}
		for _, loose := range []string{"unsafe", "http", "*", "data:", "blob:", "'self'"} {
			if strings.Contains(policy, loose) {
				t.Errorf("%s: the policy allows %s", name, loose)
			}
		}
		for tag, directive := range map[string]string{"script": "script-src", "style": "style-src"} {
			var want []string
			for _, e := range regexp.MustCompile(`(?s)<`+tag+`>(.*?)</`+tag+`>`).FindAllStringSubmatch(page, -1) {
				sum := sha256.Sum256([]byte(e[1]))
				want = append(want, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
			}
			if len(want) == 0 || !strings.Contains(policy, directive+" "+strings.Join(want, " ")+";") {
				t.Errorf("%s: %s of %q does not admit exactly %v", name, directive, policy, want)
			}
		}
		for _, e := range startTags(page) {
			for a := range e.attributes {
				if strings.HasPrefix(a, "on") || a == "style" || a == "src" || a == "srcset" || a == "action" {
					t.Errorf("%s: <%s %s>, which the policy forbids", name, e.name, a)
				}
			}
		}
	}
}

// The page says its language, its title, and that invented data are invented:
// on the first page, in every caption, at the foot.
func TestPageHead(t *testing.T) {
	for lang, title := range map[instruments.Lang]string{nl: "Vrijwilligers en professionals in drie projecten (fictieve replicatie)", en: "Volunteers and professionals in three projects (fictional replication)"} {
		r := built(t, realStudy(t), Options{Lang: lang})
		page := visible(pageOf(t, r))
		for _, want := range []string{`<html lang="` + string(lang) + `">`, "<title>" + title + "</title>", `<meta charset="utf-8">`, `content="no-referrer"`} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %s", lang, want)
			}
		}
		if strings.Count(page, "<h1") != 1 || strings.Count(page, "<main") != 1 {
			t.Errorf("%s: one h1 and one main are wanted", lang)
		}
		tag := wordsIn(lang).Fictional
		for _, m := range regexp.MustCompile(`(?s)<(caption|figcaption)[^>]*>(.*?)</`).FindAllStringSubmatch(page, -1) {
			if !strings.Contains(m[2], tag) {
				t.Errorf("%s: %.80q is not marked %s", lang, m[2], tag)
			}
		}
	}
}

// Headings go down one level at a time.
func TestHeadingsAreInOrder(t *testing.T) {
	for name, page := range pages(t) {
		last := 0
		for _, m := range regexp.MustCompile(`<h([1-6])[ >]`).FindAllStringSubmatch(visible(page), -1) {
			level, _ := strconv.Atoi(m[1])
			if level > last+1 {
				t.Errorf("%s: h%d after h%d", name, level, last)
			}
			last = level
		}
	}
}
