package refi

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"meerzicht/instruments"
)

func TestDescriptions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, written string
		want          described
	}{
		{"nothing but the id", "Meerzicht: act.A01", described{id: "act.A01"}},
		{"definition", "Helpt mee.\nMeerzicht: act.A01", described{text: "Helpt mee.", id: "act.A01"}},
		{
			"everything", "Helpt mee.\nWel: samen gaan\nook bellen\nNiet: alleen praten\nVoorbeeld: “ik ging mee”\nMeerzicht: act.A01",
			described{text: "Helpt mee.", parts: [parts]string{"samen gaan\nook bellen", "alleen praten", "“ik ging mee”"}, id: "act.A01"},
		},
		{"no definition", "Niet: praten\nMeerzicht: x", described{parts: [parts]string{exclude: "praten"}, id: "x"}},
		{"line that looks like a label", "\\Wel: een raar begin\nWel: a\n\\Niet: b\nMeerzicht: x", described{text: "Wel: een raar begin", parts: [parts]string{include: "a\nNiet: b"}, id: "x"}},
		{"backslashes of its own", "\\\\Wel: a\n\\x\nMeerzicht: x", described{text: "\\Wel: a\n\\x", id: "x"}},
		{"a line that looks like an id", "\\Meerzicht: y\nMeerzicht: x", described{text: "Meerzicht: y", id: "x"}},
		{"text that ends with blank lines", "a\n\n\nMeerzicht: x", described{text: "a\n\n", id: "x"}},
	} {
		if got := takeApart(c.written); got != c.want {
			t.Errorf("%s: read %+v, want %+v", c.name, got, c.want)
		}
		if got := c.want.compose(instruments.Dutch); got != c.written {
			t.Errorf("%s: written %q, want %q", c.name, got, c.written)
		}
	}
}

// What is not ours is text, all of it; what other programs add behind our line
// does no harm, and both languages are read.
func TestForeignDescriptions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, description string
		want              described
	}{
		{"empty", "", described{}},
		{"labels without our line", "Wel: a\nNiet: b", described{text: "Wel: a\nNiet: b"}},
		{"our line is not the last", "Meerzicht: x\nen nog wat", described{text: "Meerzicht: x\nen nog wat"}},
		{"blanks behind it", "a\nMeerzicht: x \r\n\n", described{text: "a", id: "x"}},
		{"English", "a\nInclude: b\nExclude: c\nExample: d\nMeerzicht: x", described{text: "a", parts: [parts]string{"b", "c", "d"}, id: "x"}},
		{"an id that is too long", "a\nMeerzicht: " + strings.Repeat("x", longestID+1), described{text: "a\nMeerzicht: " + strings.Repeat("x", longestID+1)}},
		{"a description that is too long", strings.Repeat("a\n", longestDescription) + "Meerzicht: x", described{text: strings.Repeat("a\n", longestDescription) + "Meerzicht: x"}},
	} {
		if got := takeApart(c.description); got != c.want {
			t.Errorf("%s: %.200v, want %.200v", c.name, got, c.want)
		}
	}
}

// Whatever stands in the parts comes back, in both languages.
func TestDescriptionsComeBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		want := described{text: wordsOf(rt, "text", 0), id: "c.1"}
		for p := range parts {
			want.parts[p] = wordsOf(rt, "part", 0)
		}
		lang := rapid.SampledFrom([]instruments.Lang{instruments.Dutch, instruments.English}).Draw(rt, "lang")
		if got := takeApart(want.compose(lang)); got != want {
			rt.Fatalf("%+v came back as %+v from %q", want, got, want.compose(lang))
		}
	})
}

func TestSlug(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Signaleren":             "signaleren",
		"  Coke::full-fat Coke ": "coke-full-fat-coke",
		"“rushed”":               "rushed",
		"":                       "",
		"!!!":                    "",
		"Één ding, 2×":           "één-ding-2",
		"日本語":                    "日本語",
		strings.Repeat("a", 50):  strings.Repeat("a", 40),
		"knelpunten in de samenwerking met vrijwilligers": "knelpunten-in-de-samenwerking-met",
		"knelpunten in de samenwerking met de lange ij":   "knelpunten-in-de-samenwerking-met-de",
	} {
		if got := slug(name); got != want {
			t.Errorf("%q became %q, want %q", name, got, want)
		}
	}
}

func TestSixDigits(t *testing.T) {
	t.Parallel()
	for colour, want := range map[string]string{
		"#1a9850": "#1A9850", "#abc": "#AABBCC", "": "", "red": "", "#12345": "", "1A9850": "", "#GGGGGG": "", "#1A98501": "",
	} {
		if got := sixDigits(colour); got != want {
			t.Errorf("%q became %q, want %q", colour, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	n := names{}
	for _, c := range [][2]string{{"a", "a"}, {"a", "a-2"}, {"a-2", "a-2-2"}, {"a", "a-3"}, {"a-3", "a-3-2"}, {"b", "b"}} {
		if got := n.take(c[0]); got != c[1] {
			t.Errorf("%s became %s, want %s", c[0], got, c[1])
		}
	}
}

func TestStem(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"R01.docx": "R01", "R01.DOCX": "R01", "Gesprek nr. 3 met groep": "Gesprek nr. 3 met groep", "v1.2": "v1.2", "opname.m4a": "opname", "": "", ".txt": "", "a.b.txt": "a.b",
	} {
		if got := stem(name); got != want {
			t.Errorf("%q became %q, want %q", name, got, want)
		}
	}
}

func TestFirstPoints(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		n    int
		want string
	}{{"één 😀!", 4, "één "}, {"één 😀!", 5, "één 😀"}, {"één 😀!", 6, "één 😀!"}, {"één 😀!", 60, "één 😀!"}, {"", 3, ""}, {"abc", 0, ""}} {
		if got := firstPoints(c.text, c.n); got != c.want {
			t.Errorf("the first %d of %q are %q, want %q", c.n, c.text, got, c.want)
		}
	}
}
