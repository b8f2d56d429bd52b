package workbench

import (
	"net/url"
	"strings"
	"testing"
)

func TestHeadings(t *testing.T) {
	columns := []column{{key: "name"}, {key: "words", number: true}, {}}
	for query, want := range map[string]string{
		"":                 "name, -words, ",
		"sort=name&page=3": "-name ascending, -words, ",
		"sort=-name":       "name descending, -words, ",
		"sort=-words&q=x":  "name, words descending, ",
	} {
		at := &url.URL{Path: "/p", RawQuery: query}
		var got []string
		for _, h := range headings(at, columns) {
			u, err := url.Parse(h.Href)
			if err != nil || u.Query().Has("page") || u.Query().Get("q") != at.Query().Get("q") && h.Href != "" {
				t.Errorf("%q leads to %q", query, h.Href)
			}
			got = append(got, strings.TrimSpace(u.Query().Get("sort")+" "+h.Sort))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q: %s, want %s", query, strings.Join(got, ", "), want)
		}
	}
}

func TestPaged(t *testing.T) {
	rows := []int{1, 2, 3, 4, 5}
	for query, want := range map[string]string{"": "1 2 ", "page=2": "3 4 ", "page=3": "5 ", "page=9": "5 ", "page=-1": "1 2 ", "page=x": "1 2 "} {
		got, links := paged(&url.URL{Path: "/p", RawQuery: query}, rows, 2)
		s := ""
		for _, n := range got {
			s += string(rune('0'+n)) + " "
		}
		if s != want || len(links) != 3 {
			t.Errorf("%q: %s with %d links, want %s", query, s, len(links), want)
		}
	}
	if got, links := paged(&url.URL{}, []int(nil), 2); len(got) != 0 || links != nil {
		t.Errorf("of nothing: %v %v", got, links)
	}
}

func TestHolds(t *testing.T) {
	for words, want := range map[string]bool{"": true, " ": true, "een": true, "EEN": true, "drie": false} {
		if holds(words, "Een", "twee") != want {
			t.Errorf("%q: %t", words, !want)
		}
	}
}
