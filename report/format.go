package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

const nbsp = "\u00a0"

// Percent is a share of a whole as a whole percentage, half up, in the style of
// the language: "62 %" with a no-break space in Dutch, "62%" in English. It
// works on the counts, so that no binary fraction decides a rounding. A base of
// zero or less gives "–".
func Percent(count, base int, lang instruments.Lang) string {
	if base <= 0 {
		return "–"
	}
	return percentSign(strconv.Itoa((200*count+base)/(2*base)), lang)
}

func percentSign(n string, lang instruments.Lang) string {
	if lang == instruments.English {
		return n + "%"
	}
	return n + nbsp + "%"
}

// Number is x with that many decimals, with a decimal comma in Dutch. What is
// not finite gives "–".
func Number(x float64, decimals int, lang instruments.Lang) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "–"
	}
	s := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.Trim(s, "-0.") == "" { // what rounds to nothing has no sign
		s = strings.TrimPrefix(s, "-")
	}
	if lang == instruments.English {
		return s
	}
	return strings.Replace(s, ".", ",", 1)
}

// Date is the day of an RFC 3339 time or a yyyy-mm-dd date: 31-07-2020 in
// Dutch, 31 July 2020 in English. What is no date is returned as it is.
func Date(s string, lang instruments.Lang) string {
	if len(s) < 10 {
		return s
	}
	t, err := time.Parse(time.DateOnly, s[:10])
	switch {
	case err != nil:
		return s
	case lang == instruments.English:
		return t.Format("2 January 2006")
	}
	return t.Format("02-01-2006")
}

// Span is an interval as percentages: "46–76 %", "46–76%".
func Span(iv analysis.Interval, lang instruments.Lang) string {
	whole := func(x float64) string { return strconv.Itoa(int(math.Floor(100*x + 0.5))) }
	return percentSign(whole(iv.Lo)+"–"+whole(iv.Hi), lang)
}

// Wording is a figure as people read it; it says itself in both languages, so
// that it can stand in instruments.Textf.
type Wording struct{ analysis.Figure }

// In is the figure in lang: "62 %, 23 van 37", or the count alone when it has
// no base, or its mark when it is masked or undefined.
func (w Wording) In(lang instruments.Lang) string {
	if mark, ok := markOf(w.Figure); ok {
		return mark.In(lang)
	}
	if w.Base == 0 {
		return strconv.Itoa(w.Count)
	}
	return Percent(w.Count, w.Base, lang) + ", " + ofBase(w.Figure, lang)
}

func ofBase(f analysis.Figure, lang instruments.Lang) string {
	return fmt.Sprintf(instruments.Text{NL: "%d van %d", EN: "%d of %d"}.In(lang), f.Count, f.Base)
}

// full is the figure with the name of its base and its interval: for the first
// page and for text that stands alone.
func full(f analysis.Figure, lang instruments.Lang) string {
	s := Wording{f}.In(lang)
	if _, masked := markOf(f); masked || f.Base == 0 {
		return s
	}
	if base := f.BaseOf.In(lang); base != "" {
		s += " " + base
	}
	if f.Interval != nil {
		s += " (" + Span(*f.Interval, lang) + ")"
	}
	return s
}

// cellText is a cell as people read it.
func cellText(c analysis.Cell, col analysis.Column, lang instruments.Lang) string {
	switch {
	case c.Figure != nil:
		return Wording{*c.Figure}.In(lang)
	case c.Number != nil:
		return Number(*c.Number, col.Decimals, lang)
	case c.Reason != "":
		return reasonMark(c.Reason).In(lang)
	case col.Kind == analysis.TextCell:
		return c.Text.In(lang)
	}
	return "–"
}
