package workbench

import (
	"net/url"
	"strings"
	"testing"
)

// What is searched for is found in texts, codes and memos; an odd query says
// what to do.
func TestSearch(t *testing.T) {
	d := newDesk(t)
	memo := "Let op de koffiekamer bij R05."
	d.do("memo.set", map[string]any{"id": "toets-1", "target": "document/R05", "type": "analyse", "text": memo})
	page := d.get("/search?q=koffie")
	for _, want := range []string{"<mark>koffie</mark>", "beurten in de teksten", `href="/documents/R01?at=`, "/codebook?code=", "koffiekamer"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
	if page := d.get("/search?q=R05"); !strings.Contains(page, `href="/people/R05"`) {
		t.Error("the respondent is not found")
	}
	for _, odd := range []string{`""`, "*", "a*", strings.Repeat("x ", 30), "\x00", "<script>alert(1)</script>", `OR AND ( "`} {
		page := d.get("/search?" + url.Values{"q": {odd}}.Encode())
		if strings.Contains(page, "<script>alert") || !strings.Contains(page, "<h1") {
			t.Errorf("%q: %.200s", odd, page)
		}
	}
	if page := d.get(`/search?q=%22%22`); !strings.Contains(page, "er staat geen woord in de zoekvraag") && !strings.Contains(page, "Er staat geen woord") {
		t.Error("an empty query is not explained")
	}
}

// Pages follow each other without a hit twice.
func TestSearchPages(t *testing.T) {
	d := newDesk(t)
	first, second := d.get("/search?q=de"), d.get("/search?q=de&from=25")
	if strings.Count(first, `class="hit"><p`) != hitsShown || !strings.Contains(first, "from=25") || !strings.Contains(second, "from=50") {
		t.Error("the second page is not there")
	}
	link := func(page string) string {
		_, rest, _ := strings.Cut(page, `<a class="go" href="`)
		address, _, _ := strings.Cut(rest, `"`)
		return address
	}
	if link(first) == link(second) {
		t.Error("both pages begin with the same hit")
	}
}

func TestParted(t *testing.T) {
	for _, c := range []struct {
		text     string
		from, to int
		want     string
	}{{"abcdef", 2, 4, "ab|cd|ef"}, {"abc", -1, 9, "|abc|"}, {"abc", 3, 2, "abc||"}, {"é😀x", 1, 2, "é|😀|x"}} {
		a, m, z := parted([]rune(c.text), c.from, c.to)
		if got := a + "|" + m + "|" + z; got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}
