package coding

import (
	"slices"
	"strings"

	"meerzicht/instruments"
)

// sheet is one list on the desk.
type sheet struct {
	roundList
	a, b        *instruments.Filling // nil when one of the two did not fill it
	consensus   *instruments.Filling
	agreed      int
	differences int
	open        []Difference
	changed     []Settlement
	answers     map[string]Settlement // by item
}

func (d *desk) sheet(l roundList) sheet {
	p := sheet{roundList: l, a: l.fillings[d.a], b: l.fillings[d.b], consensus: l.fillings[ConsensusCoder], answers: map[string]Settlement{}}
	decisions := d.decisions(StandingList(l.kind, l.subject))
	for _, s := range decisions {
		p.answers[s.Item] = s
	}
	if p.a == nil || p.b == nil || p.byHand() {
		return p
	}
	var all []Difference
	p.agreed, all = CompareFillings(*p.a, *p.b)
	p.differences = len(all)
	for _, one := range all {
		if _, done := p.answers[one.Item]; !done {
			p.open = append(p.open, one)
		}
	}
	a, b := answers(*p.a), answers(*p.b)
	for _, s := range decisions {
		if d.between(s) && !sameParts([]Part{{Coder: d.a, Answer: a.of(s.Item)}, {Coder: d.b, Answer: b.of(s.Item)}}, s.Found) {
			p.changed = append(p.changed, s)
		}
	}
	return p
}

// byHand is true for a list whose consensus a person filled in or a file brought:
// that is a decision about the whole list.
func (p *sheet) byHand() bool {
	return p.consensus != nil && p.consensus.Origin != instruments.MergedFilling
}

// settled reports whether the consensus of the list stands and is that of what
// the coders have now.
func (p *sheet) settled() bool {
	return p.byHand() || p.consensus != nil && p.a != nil && p.b != nil && len(p.open) == 0
}

// merged is the filling that stands for both, false while an item is open or when
// not both filled the list: the answers both gave and those decided; evidence of
// the side that was kept, or of both; remarks of both.
func (p *sheet) merged() (instruments.Filling, bool) {
	if p.a == nil || p.b == nil || p.byHand() || len(p.open) > 0 {
		return instruments.Filling{}, false
	}
	f := instruments.Filling{
		ID: instruments.FillingID(p.kind, p.subject, string(ConsensusCoder)), Kind: p.kind, Respondent: p.a.Respondent, Dyad: p.a.Dyad,
		Coder: string(ConsensusCoder), Origin: instruments.MergedFilling,
	}
	if p.a.Date == p.b.Date {
		f.Date = p.a.Date
	}
	a, b := answers(*p.a), answers(*p.b)
	for _, item := range items(*p.a, *p.b) {
		answer, sides := a.of(item), []*instruments.Filling{p.a, p.b}
		if s, done := p.answers[item]; done {
			answer, sides = s.Answer, p.kept(s)
		} else if answer != b.of(item) {
			return instruments.Filling{}, false
		}
		p.write(&f, item, answer, sides)
	}
	return f, true
}

// kept are the fillings that a decision about an item keeps; both for an answer
// of its own, of which only fitting evidence is taken.
func (p *sheet) kept(s Settlement) []*instruments.Filling {
	var out []*instruments.Filling
	for _, k := range s.Keep {
		if f := p.fillings[k]; f != nil {
			out = append(out, f)
		}
	}
	if s.Own || len(out) == 0 {
		return []*instruments.Filling{p.a, p.b}
	}
	return out
}

func (p *sheet) write(f *instruments.Filling, item, answer string, from []*instruments.Filling) {
	if p.kind != instruments.IndicatorFilling {
		r := instruments.Response{Activity: instruments.ActivityID(item), State: instruments.State(answer)}
		for _, one := range from {
			for _, o := range one.Responses {
				if o.Activity == r.Activity {
					r.Remark = joined(r.Remark, o.Remark)
				}
			}
		}
		f.Responses = append(f.Responses, r)
		return
	}
	r := instruments.Rating{Indicator: instruments.IndicatorID(item), Value: instruments.Value(answer)}
	for _, one := range from {
		for _, o := range one.Ratings {
			if o.Indicator == r.Indicator {
				r.Remark = joined(r.Remark, o.Remark)
				r.Evidence = p.evidence(r.Evidence, o, r.Value)
			}
		}
	}
	f.Ratings = append(f.Ratings, r)
}

// evidence adds what one coder rests an indicator on. When the value was decided
// against the coder's, only evidence that points to the value counts.
func (p *sheet) evidence(have []instruments.Evidence, o instruments.Rating, value instruments.Value) []instruments.Evidence {
	for _, e := range o.Evidence {
		if (o.Value == value || e.Value == value) && !slices.Contains(have, e) {
			have = append(have, e)
		}
	}
	return have
}

func joined(a, b string) string {
	switch {
	case b == "" || strings.Contains(a, b):
		return a
	case a == "":
		return b
	}
	return a + " / " + b
}

// notes say what the comparison leaves out.
func (d *desk) notes() []instruments.Text {
	var out []instruments.Text
	say := func(nl, en string, who CoderID, what []string) {
		if len(what) > 0 {
			out = append(out, instruments.Textf(nl, en, who, strings.Join(what, ", ")))
		}
	}
	alone, byHand := map[CoderID][]string{}, []string{}
	for _, l := range d.lists {
		p := d.sheet(l)
		switch {
		case p.byHand():
			byHand = append(byHand, l.subject)
		case p.a != nil && p.b == nil:
			alone[d.a] = append(alone[d.a], l.subject)
		case p.b != nil && p.a == nil:
			alone[d.b] = append(alone[d.b], l.subject)
		}
	}
	for _, k := range []CoderID{d.a, d.b} {
		say("Alleen %s vulde deze lijsten in; ze zijn niet vergeleken: %s.", "Only %s filled these lists; they are not compared: %s.", k, alone[k])
		var none []string
		for _, id := range d.documents {
			if list := d.codings[id]; len(by(list, d.a))+len(by(list, d.b)) > 0 && len(by(list, k)) == 0 {
				none = append(none, string(id))
			}
		}
		say("%s codeerde niets in: %s.", "%s coded nothing in: %s.", k, none)
	}
	if len(byHand) > 0 {
		out = append(out, instruments.Textf("De consensus van deze lijsten is ingevuld of ingelezen en blijft zoals die is: %s.",
			"The consensus of these lists was filled in or imported and stays as it is: %s.", strings.Join(byHand, ", ")))
	}
	return out
}
