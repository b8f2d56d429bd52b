package report

import (
	"fmt"
	"strings"

	"meerzicht/analysis/form"
	"meerzicht/instruments"
)

// DyadLine is one dyad with its class and what the class rests on. It describes
// a few people and is for inside the team only.
type DyadLine struct {
	Dyad     instruments.Dyad
	Project  string
	Computed instruments.Text // class by the rule
	Counts   instruments.Text // class that counts: the override's, else the computed
	By, Memo string           // of the override
	Shares   instruments.Text // "1: 0 %, 2: 95 %, 3: 5 %"
	Rule     instruments.Text // the step of the rule that applied
	Flags    instruments.Text
	Reasons  instruments.Text // "K1 sporadisch; K2 professional bepaalt"
	Sources  string           // respondents whose words the ratings rest on
}

// dyadList describes every dyad.
func dyadList(dyads []form.Assignment, set *instruments.Set) []DyadLine {
	var out []DyadLine
	for _, a := range dyads {
		class, mixed := a.Effective(&set.List)
		line := DyadLine{
			Dyad: a.Dyad, Project: a.Project, Computed: form.Label(a.Class, a.Mixed), Counts: form.Label(class, mixed), Rule: a.Reason,
			Flags: listed(a.Flags.Texts()), Shares: sharesText(a.Shares), Reasons: reasonsText(a.Reasons), Sources: sourcesOf(a.Reasons),
		}
		if a.Override != nil {
			line.By, line.Memo = a.Override.By, a.Override.Memo
		}
		out = append(out, line)
	}
	return out
}

func joined(ts []instruments.Text, between string) instruments.Text {
	var nl, en []string
	for _, t := range ts {
		nl, en = append(nl, t.In(instruments.Dutch)), append(en, t.In(instruments.English))
	}
	return instruments.Text{NL: strings.Join(nl, between), EN: strings.Join(en, between)}
}

func listed(ts []instruments.Text) instruments.Text { return joined(ts, "; ") }

func sharesText(shares []form.Share) instruments.Text {
	var ts []instruments.Text
	for _, s := range shares {
		ts = append(ts, instruments.Text{
			NL: fmt.Sprintf("%s: %s", s.Form, Percent(s.Num, s.Den, instruments.Dutch)),
			EN: fmt.Sprintf("%s: %s", s.Form, Percent(s.Num, s.Den, instruments.English)),
		})
	}
	return listed(ts)
}

// reasonsText names the indicators that decided, with what was observed.
func reasonsText(reasons []form.Reason) instruments.Text {
	var ts []instruments.Text
	for _, k := range reasons {
		if k.Decides {
			ts = append(ts, instruments.Textf("%s %s: %s", "%s %s: %s", k.Indicator, k.Label, k.ValueLabel))
		}
	}
	return listed(ts)
}

func sourcesOf(reasons []form.Reason) string {
	var ids []string
	seen := map[instruments.RespondentID]bool{}
	for _, k := range reasons {
		for _, e := range k.Evidence {
			if e.Respondent != "" && !seen[e.Respondent] {
				seen[e.Respondent] = true
				ids = append(ids, string(e.Respondent))
			}
		}
	}
	return strings.Join(ids, " ")
}

// dyads writes the single dyads of an internal report.
func (b *book) dyads() {
	if len(b.r.Dyads) == 0 {
		return
	}
	lang := b.r.Lang
	b.open(b.say("Dyades", "Dyads"), b.say("elke samenwerking met vorm, aandelen, redenen en kanttekeningen; alleen intern", "every collaboration with form, shares, reasons and remarks; internal only"))
	b.line(b.head, b.say("traject", "trajectory"), b.say("dyade", "dyad"), "project", b.say("berekende vorm", "computed form"), b.say("vorm die telt", "form that counts"), b.say("vastgesteld door", "set by"), "memo",
		b.say("aandelen", "shares"), b.say("regel", "rule"), b.say("kanttekeningen", "remarks"), b.say("redenen", "reasons"), b.say("bronnen", "sources"))
	for _, d := range b.r.Dyads {
		b.line(b.wrap, string(d.Dyad.Trajectory), d.Dyad.Name, d.Project, d.Computed.In(lang), d.Counts.In(lang), d.By, d.Memo,
			d.Shares.In(lang), d.Rule.In(lang), d.Flags.In(lang), d.Reasons.In(lang), d.Sources)
	}
	b.widths(10, 18, 16, 18, 18, 16, 30, 26, 50, 26, 70, 16)
	b.finish(12)
}
