package report

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

const (
	nl = instruments.Dutch
	en = instruments.English
)

func TestPercent(t *testing.T) {
	for _, c := range []struct {
		count, base int
		nl, en      string
	}{
		{23, 37, "62\u00a0%", "62%"}, // 62.16
		{19, 37, "51\u00a0%", "51%"}, // 51.35
		{16, 37, "43\u00a0%", "43%"}, // 43.24
		{1, 8, "13\u00a0%", "13%"},   // 12.5, half up
		{1, 200, "1\u00a0%", "1%"},   // 0.5, half up
		{0, 5, "0\u00a0%", "0%"},
		{5, 5, "100\u00a0%", "100%"},
		{0, 0, "–", "–"},
	} {
		if got := Percent(c.count, c.base, nl); got != c.nl {
			t.Errorf("Percent(%d, %d, nl) = %q, want %q", c.count, c.base, got, c.nl)
		}
		if got := Percent(c.count, c.base, en); got != c.en {
			t.Errorf("Percent(%d, %d, en) = %q, want %q", c.count, c.base, got, c.en)
		}
	}
}

func TestWording(t *testing.T) {
	plain := analysis.Figure{Count: 253, Unit: analysis.Mentions}
	stamped := stamp(handmade(), 5)
	small := stamped.Figure("A01", "cosa")
	for _, c := range []struct {
		f      analysis.Figure
		nl, en string
	}{
		{*share(23, 37), "62\u00a0%, 23 van 37", "62%, 23 of 37"},
		{plain, "253", "253"},
		{small, "<5", "<5"},
		{analysis.Figure{Reason: "empty_group"}, "–", "–"},
	} {
		if got := (Wording{c.f}).In(nl); got != c.nl {
			t.Errorf("nl: %q, want %q", got, c.nl)
		}
		if got := (Wording{c.f}).In(en); got != c.en {
			t.Errorf("en: %q, want %q", got, c.en)
		}
	}
	if got, want := full(*share(23, 37), nl), "62\u00a0%, 23 van 37 respondenten (46–76\u00a0%)"; got != want {
		t.Errorf("full = %q, want %q", got, want)
	}
}

func TestNumberAndDate(t *testing.T) {
	if got := Number(6.8378, 1, nl); got != "6,8" {
		t.Errorf("nl: %q", got)
	}
	if got := Number(6.8378, 2, en); got != "6.84" {
		t.Errorf("en: %q", got)
	}
	if got := Number(math.NaN(), 2, en); got != "–" {
		t.Errorf("NaN: %q", got)
	}
	for _, c := range []struct{ in, nl, en string }{
		{"2020-07-31T12:00:00Z", "31-07-2020", "31 July 2020"},
		{"2020-01-02", "02-01-2020", "2 January 2020"},
		{"", "", ""},
		{"gisteren", "gisteren", "gisteren"},
		{"2020-13-45", "2020-13-45", "2020-13-45"},
	} {
		if got := Date(c.in, nl); got != c.nl {
			t.Errorf("Date(%q, nl) = %q, want %q", c.in, got, c.nl)
		}
		if got := Date(c.in, en); got != c.en {
			t.Errorf("Date(%q, en) = %q, want %q", c.in, got, c.en)
		}
	}
}

// A percentage is never further than half a point from the share, and a mask
// never shows a digit of the count.
func TestPercentProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.IntRange(1, 10_000).Draw(t, "base")
		count := rapid.IntRange(0, base).Draw(t, "count")
		p := (200*count + base) / (2 * base)
		if d := math.Abs(float64(p) - 100*float64(count)/float64(base)); d > 0.5 {
			t.Fatalf("%d/%d as %d %%: off by %g", count, base, p, d)
		}
		if (p == 0) != (200*count < base) {
			t.Fatalf("%d/%d as %d %%", count, base, p)
		}
	})
}
