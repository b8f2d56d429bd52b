package workbench

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"meerzicht/report"
)

// property is a custom property in declarations; light stands in for what dark
// does not set.
func property(t *testing.T, name string, declarations ...string) string {
	t.Helper()
	for _, d := range declarations {
		if _, rest, ok := strings.Cut(d, "--"+name+":"); ok {
			value, _, _ := strings.Cut(rest, ";")
			return strings.TrimSpace(value)
		}
	}
	t.Fatalf("no token --%s", name)
	return ""
}

// luminance is the relative luminance of WCAG 2.2 of a colour #rgb or #rrggbb.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	hex := strings.TrimPrefix(colour, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || len(hex) != 6 {
		t.Fatalf("%q is no colour", colour)
	}
	channel := func(v uint64) float64 {
		x := float64(v&255) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(n>>16) + 0.7152*channel(n>>8) + 0.0722*channel(n)
}

func ratio(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// WCAG 2.2 asks 4.5 of text, and 7 of text for those who need more.
func TestTextStandsOutInEveryLook(t *testing.T) {
	light, dark := report.Tokens()
	for _, look := range []struct {
		name  string
		least float64
		by    []string
	}{
		{"light", 4.5, []string{light}},
		{"dark", 4.5, []string{dark, light}},
		{"contrast", 7, []string{contrast, light}},
	} {
		for _, text := range []string{"ink", "muted", "accent", "notice"} {
			for _, ground := range []string{"paper", "sheet"} {
				if r := ratio(t, property(t, text, look.by...), property(t, ground, look.by...)); r < look.least {
					t.Errorf("%s: %s on %s has contrast %.2f, want at least %.1f", look.name, text, ground, r, look.least)
				}
			}
		}
	}
}

func TestEveryLookIsInTheStylesheet(t *testing.T) {
	body, err := assetBody("workbench.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, look := range []string{"auto", "light", "dark", "contrast"} {
		if !strings.Contains(string(body), "[data-theme="+look+"]{") {
			t.Errorf("no rule for the look %s", look)
		}
	}
}
