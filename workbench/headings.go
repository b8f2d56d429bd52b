package workbench

import (
	"net/url"
	"strings"

	"meerzicht/instruments"
)

// column is a column of a table that can be sorted by.
type column struct {
	key    string
	label  instruments.Text
	number bool // stands right, and sorts from large to small first
}

// heading is a column's heading: a link that sorts, so that it works without
// script.
type heading struct {
	Label  instruments.Text
	Href   string // "" when the column cannot be sorted by
	Sort   string // aria-sort
	Number bool
}

// headings are the headings of a table at an address, sorted by ?sort=KEY, or
// ?sort=-KEY for the other way round.
func headings(at *url.URL, columns []column) []heading {
	q := at.Query()
	now, down := sorting(q)
	out := make([]heading, len(columns))
	for i, c := range columns {
		out[i] = heading{Label: c.label, Number: c.number}
		if c.key == "" {
			continue
		}
		next := c.key
		if c.number {
			next = "-" + c.key
		}
		if c.key == now {
			out[i].Sort, next = "ascending", "-"+c.key
			if down {
				out[i].Sort, next = "descending", c.key
			}
		}
		out[i].Href = at.Path + "?" + with(q, "sort", next, "page", "")
	}
	return out
}

// sorting is the key that an address sorts by, and whether downwards.
func sorting(q url.Values) (key string, down bool) {
	return strings.CutPrefix(q.Get("sort"), "-")
}

// with is a query with some values set; "" takes one away.
func with(q url.Values, pairs ...string) string {
	out := url.Values{}
	for k, v := range q {
		out[k] = v
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			out.Del(pairs[i])
		} else {
			out.Set(pairs[i], pairs[i+1])
		}
	}
	return out.Encode()
}

// choice is one option of a list to choose from.
type choice struct {
	ID    string
	Label instruments.Text
}

func labelOf(list []choice, id string) instruments.Text {
	for _, c := range list {
		if c.ID == id {
			return c.Label
		}
	}
	return instruments.Same(id)
}

// holds reports whether any of the texts holds the words, whatever their case.
func holds(words string, texts ...string) bool {
	words = strings.ToLower(strings.TrimSpace(words))
	for _, t := range texts {
		if strings.Contains(strings.ToLower(t), words) {
			return true
		}
	}
	return words == ""
}
