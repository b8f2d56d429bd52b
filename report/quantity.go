package report

import (
	"unicode"
	"unicode/utf8"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// quantifier is the word for a share from the study's own table of words
// ("de meeste", "sommige"), the strictest that fits: share at least From, count
// at least Min. Without a fitting word it is zero, and the number stands alone.
func quantifier(set *instruments.Set, f analysis.Figure) instruments.Text {
	if f.Reason != "" || f.Base == 0 {
		return instruments.Text{}
	}
	var word instruments.Text
	best := -1
	for _, q := range set.Quantity {
		if 100*f.Count >= q.From*f.Base && f.Count >= q.Min && q.From > best && f.Count > 0 {
			word, best = q.Word, q.From
		}
	}
	return word
}

// some is a quantity in words with its number: "de meeste respondenten (62 %,
// 23 van 37)"; without a word "23 van 37 respondenten (62 %)".
func some(set *instruments.Set, f analysis.Figure) instruments.Text {
	unit := f.BaseOf
	if unit.IsZero() {
		unit = f.Unit.Label()
	}
	if word := quantifier(set, f); !word.IsZero() {
		return instruments.Textf("%s %s (%s)", "%s %s (%s)", word, unit, Wording{f})
	}
	return instruments.Textf("%s %s", "%s %s", Wording{f}, unit)
}

// capital makes the first letter of both wordings a capital.
func capital(t instruments.Text) instruments.Text {
	up := func(s string) string {
		r, n := utf8.DecodeRuneInString(s)
		if n == 0 {
			return s
		}
		return string(unicode.ToUpper(r)) + s[n:]
	}
	return instruments.Text{NL: up(t.NL), EN: up(t.EN)}
}

// enumerate joins texts as people do: "a, b en c".
func enumerate(ts []instruments.Text) instruments.Text {
	var out instruments.Text
	for i, t := range ts {
		switch {
		case i == 0:
			out = t
		case i == len(ts)-1:
			out = instruments.Textf("%s en %s", "%s and %s", out, t)
		default:
			out = instruments.Textf("%s, %s", "%s, %s", out, t)
		}
	}
	return out
}
