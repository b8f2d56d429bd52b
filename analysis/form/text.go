package form

import (
	"fmt"
	"strings"

	"meerzicht/instruments"
)

// Label is the name of a class as reports print it: "vorm 2", "mengvorm 2/3".
func Label(c Class, mixed []string) instruments.Text {
	if id, ok := c.Form(); ok {
		return instruments.Textf("vorm %s", "form %s", id)
	}
	switch c {
	case Mixed:
		if len(mixed) == 0 {
			return instruments.Text{NL: "mengvorm", EN: "mixed form"}
		}
		return instruments.Textf("mengvorm %s", "mixed form %s", strings.Join(mixed, "/"))
	case Insufficient:
		return instruments.Text{NL: "onvoldoende gegevens", EN: "insufficient data"}
	case Ambiguous:
		return instruments.Text{NL: "niet eenduidig", EN: "ambiguous"}
	}
	return instruments.Same(string(c))
}

// ParseClass reads a class as people and overrides write it: "form1", "mixed",
// "mixed2/3", "mixed 2/3", "insufficient" or "ambiguous". The forms must be in
// the list; false when the class is none of these.
func ParseClass(s string, list *instruments.IndicatorList) (Class, []string, bool) {
	known := func(id string) bool {
		for _, f := range list.Forms {
			if f.ID == id {
				return true
			}
		}
		return false
	}
	c := Class(strings.TrimSpace(s))
	if id, ok := c.Form(); ok {
		return c, nil, known(id)
	}
	if c == Mixed || c == Insufficient || c == Ambiguous {
		return c, nil, true
	}
	pair, ok := strings.CutPrefix(string(c), string(Mixed))
	a, b, two := strings.Cut(strings.TrimSpace(pair), "/")
	if !ok || !two || !known(a) || !known(b) || a == b {
		return "", nil, false
	}
	return Mixed, []string{a, b}, true
}

// Texts are the flags that are set, in words.
func (f Flags) Texts() []instruments.Text {
	var out []instruments.Text
	add := func(set bool, nl, en string) {
		if set {
			out = append(out, instruments.Text{NL: nl, EN: en})
		}
	}
	add(f.OneSource, "één bron", "one source")
	add(f.PerspectiveDifference, "perspectiefverschil", "perspective difference")
	add(f.Borderline, "grensgeval", "borderline case")
	add(f.Tied, "derde vorm even sterk", "third form equally strong")
	return out
}

func (r *Result) insufficient(list *instruments.IndicatorList) instruments.Text {
	if r.Observed < list.Thresholds.MinObserved {
		return instruments.Textf("%d van %d indicatoren waargenomen; er zijn er minstens %d nodig.",
			"%d of %d indicators observed; at least %d are needed.", r.Observed, r.Asked, list.Thresholds.MinObserved)
	}
	var ids []string
	for _, k := range list.Indicators {
		if k.Required {
			ids = append(ids, string(k.ID))
		}
	}
	if len(ids) == 0 || len(list.Forms) == 0 {
		return instruments.Text{NL: "De indicatorenlijst bevat niets waarop een klasse kan rusten.", EN: "The indicator list holds nothing a class could rest on."}
	}
	return instruments.Textf("Geen van de vereiste indicatoren (%s) is waargenomen.", "None of the required indicators (%s) was observed.", strings.Join(ids, ", "))
}

// sentence says which step applied and with which numbers.
func sentence(ranked []Share, c Class, t instruments.Thresholds) instruments.Text {
	first := ranked[0]
	second := Share{Den: first.Den}
	if len(ranked) > 1 {
		second = ranked[1]
	}
	lead := Share{Num: first.Num - second.Num, Den: first.Den}
	switch _, isForm := c.Form(); {
	case isForm:
		return instruments.Textf("Vorm %s krijgt %s (minstens %d %%) en ligt %s voor op de volgende (minstens %d punt).",
			"Form %s receives %s (at least %d %%) and leads the next by %s (at least %d points).",
			first.Form, percent(first), t.TopShare, percentPoints(lead), t.Lead)
	case c == Mixed:
		return instruments.Textf("Vorm %s krijgt %s en ligt %s voor, te weinig voor één vorm (%d %% en %d punt); vorm %s krijgt %s (minstens %d %%).",
			"Form %s receives %s and leads by %s, too little for a single form (%d %% and %d points); form %s receives %s (at least %d %%).",
			first.Form, percent(first), percentPoints(lead), t.TopShare, t.Lead, second.Form, percent(second), t.SecondShare)
	}
	return instruments.Textf("Vorm %s krijgt %s, te weinig voor één vorm, en geen tweede vorm haalt %d %%; in overleg vast te stellen.",
		"Form %s receives %s, too little for a single form, and no second form reaches %d %%; to be settled by consensus.",
		first.Form, percent(first), t.SecondShare)
}

// percent is a share as "59,1 % (6,5 van 11)", exact points beside it.
func percent(s Share) instruments.Text {
	p := tenths(s)
	return instruments.Textf("%s %% (%s van %s)", "%s %% (%s of %s)", p, points(s.Num), points(s.Den))
}

func percentPoints(s Share) instruments.Text {
	return instruments.Textf("%s punt", "%s points", tenths(s))
}

// tenths is the share in percent with one decimal, half up, in whole numbers.
func tenths(s Share) instruments.Text {
	n := (2*1000*s.Num + s.Den) / (2 * s.Den)
	return decimal(fmt.Sprintf("%d.%d", n/10, n%10))
}

// points writes hundredths as points: 650 is 6.5, 1100 is 11.
func points(hundredths int) instruments.Text {
	s := fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100)
	return decimal(strings.TrimRight(strings.TrimRight(s, "0"), "."))
}

func decimal(s string) instruments.Text {
	return instruments.Text{NL: strings.Replace(s, ".", ",", 1), EN: s}
}
