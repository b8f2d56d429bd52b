package workbench

import (
	"strings"

	"meerzicht/analysis/form"
	"meerzicht/instruments"
)

// computedView is the form of a dyad in the page's words, by the filled list that
// is shown. The assignment is of the list that counts in the tables.
type computedView struct {
	form.Assignment
	Shown   form.Result      // by the list that is shown
	By      string           // whose list that is; "" when nobody filled one
	Key     string           // of the shown class, such as "mixed2/3"
	Class   instruments.Text // the shown class
	Other   bool             // another list counts than the one shown
	Counts  instruments.Text // the class by the list that counts
	Forms   []instruments.Form
	Shares  []shareView
	Reasons []reasonView
	Flags   []instruments.Text
	Views   []perspectiveView // by the evidence for the list that counts; none beside another one
	ByHand  instruments.Text  // the class by hand; zero without one
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

// computed is what package form makes of the list of a coder, nil when that one
// is still empty, and of the study.
func (s *dyadStudy) computed(coder string, filled *instruments.Filling) computedView {
	a, list := s.all, &s.Instruments.List
	out := computedView{Assignment: a, Shown: a.Result, By: a.Coder, Forms: list.Forms, Classes: classChoices(list, a)}
	if out.Other = a.Coder != "" && coder != a.Coder; out.Other {
		var ratings []instruments.Rating
		if filled != nil {
			ratings = filled.Ratings
		}
		out.Shown, out.By, out.Counts = form.Classify(list, ratings), coder, form.Label(a.Class, a.Mixed)
	}
	out.Key, out.Class, out.Flags = out.Shown.Key(), form.Label(out.Shown.Class, out.Shown.Mixed), out.Shown.Flags.Texts()
	out.figures(list)
	if !out.Other {
		for _, p := range a.Views {
			info, _ := s.Instruments.TypeInfo(p.Type)
			out.Views = append(out.Views, perspectiveView{info.Plural, form.Label(p.Class, p.Mixed), p.Observed})
		}
	}
	if a.Override != nil {
		out.ByHand = form.Label(a.Effective(list))
	}
	return out
}

// figures are the shares and the reasons of what is shown.
func (c *computedView) figures(list *instruments.IndicatorList) {
	for i, share := range c.Shown.Shares {
		c.Shares = append(c.Shares, shareView{list.Forms[i], percentText(share.Num, share.Den), instruments.Textf("%s van %s", "%s of %s", pointsText(share.Num), pointsText(share.Den)), share.Value})
	}
	for _, r := range c.Shown.Reasons {
		view := reasonView{Reason: r}
		for _, p := range r.Points {
			view.Gave = append(view.Gave, pointsText(p))
		}
		c.Reasons = append(c.Reasons, view)
	}
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
