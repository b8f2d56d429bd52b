package workbench

import (
	"strings"

	"meerzicht/analysis/form"
	"meerzicht/instruments"
)

// computedView is the form of a dyad in the page's words.
type computedView struct {
	form.Assignment
	Key     string // of the computed class, such as "mixed2/3"
	Class   instruments.Text
	Forms   []instruments.Form
	Shares  []shareView
	Reasons []reasonView
	Flags   []instruments.Text
	Views   []perspectiveView
	Shown   *form.Result // by the list that is shown, when another one counts
	ShownAs instruments.Text
	ByHand  instruments.Text // the class by hand; zero without one
	Classes []classChoice
}

type shareView struct {
	Form    instruments.Form
	Percent instruments.Text
	Points  instruments.Text
	Value   float64
}

type reasonView struct {
	form.Reason
	Gave []instruments.Text // points per form
}

type perspectiveView struct {
	Type, Class instruments.Text
	Observed    int
}

type classChoice struct {
	Key   string
	Label instruments.Text
	Now   bool
}

// computed is what package form makes of the study, and of the filled list that
// is shown when that is not the one that counts.
func (s *dyadStudy) computed(shown *instruments.Filling) computedView {
	a, list := s.all, &s.Instruments.List
	out := computedView{Assignment: a, Key: a.Key(), Class: form.Label(a.Class, a.Mixed), Forms: list.Forms, Flags: a.Flags.Texts(), Classes: classChoices(list, a)}
	for i, share := range a.Shares {
		out.Shares = append(out.Shares, shareView{list.Forms[i], percentText(share.Num, share.Den), instruments.Textf("%s van %s", "%s of %s", pointsText(share.Num), pointsText(share.Den)), share.Value})
	}
	for _, r := range a.Reasons {
		view := reasonView{Reason: r}
		for _, p := range r.Points {
			view.Gave = append(view.Gave, pointsText(p))
		}
		out.Reasons = append(out.Reasons, view)
	}
	for _, p := range a.Views {
		info, _ := s.Instruments.TypeInfo(p.Type)
		out.Views = append(out.Views, perspectiveView{info.Plural, form.Label(p.Class, p.Mixed), p.Observed})
	}
	if shown != nil && shown.Coder != a.Coder {
		r := form.Classify(list, shown.Ratings)
		out.Shown, out.ShownAs = &r, form.Label(r.Class, r.Mixed)
	}
	if a.Override != nil {
		out.ByHand = form.Label(a.Effective(list))
	}
	return out
}

// classChoices are the classes that a person can choose: the forms, their pairs
// and the two that are none.
func classChoices(list *instruments.IndicatorList, a form.Assignment) []classChoice {
	now := a.Key()
	if a.Override != nil {
		now = form.Key(a.Effective(list))
	}
	var out []classChoice
	add := func(c form.Class, mixed []string) {
		key := form.Key(c, mixed)
		out = append(out, classChoice{key, form.Label(c, mixed), key == now})
	}
	for _, f := range list.Forms {
		add(form.Of(f.ID), nil)
	}
	for _, f := range list.Forms {
		for _, g := range list.Forms {
			if f.ID != g.ID {
				add(form.Mixed, []string{f.ID, g.ID})
			}
		}
	}
	add(form.Insufficient, nil)
	add(form.Ambiguous, nil)
	return out
}

// percentText is a share in percent with one decimal, half up, from whole
// numbers.
func percentText(num, den int) instruments.Text {
	n := (2*1000*num + den) / (2 * den)
	return commaText(n/10, n%10, 1, " %")
}

// pointsText writes hundredths as points: 650 is 6.5.
func pointsText(hundredths int) instruments.Text {
	switch {
	case hundredths%100 == 0:
		return commaText(hundredths/100, 0, 0, "")
	case hundredths%10 == 0:
		return commaText(hundredths/100, hundredths/10%10, 1, "")
	}
	return commaText(hundredths/100, hundredths%100, 2, "")
}

// commaText is a number with decimals, by the mark of each language.
func commaText(whole, part, digits int, unit string) instruments.Text {
	if digits == 0 {
		return instruments.Textf("%d%s", "%d%s", whole, unit)
	}
	t := instruments.Textf("%d,%0*d%s", "%d.%0*d%s", whole, digits, part, unit)
	return instruments.Text{NL: t.NL, EN: strings.TrimSpace(t.EN)}
}
