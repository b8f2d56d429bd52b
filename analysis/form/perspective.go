package form

import (
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// perspectives classifies a dyad by the words of each respondent type alone.
// The flag is set when the volunteers and the professionals point to different
// forms; a view that is insufficient or ambiguous points to none and does not
// count, and a mixed form is the same whichever of its two leads.
func (s *study) perspectives(id instruments.DyadID, ratings []instruments.Rating) ([]View, bool) {
	said := s.said(id, ratings)
	var views []View
	point := map[instruments.RespondentType][]string{}
	for _, t := range s.typesOf(said) {
		r := Classify(&s.set.List, ballots(&s.set.List, said[t]))
		views = append(views, View{Type: t, Class: r.Class, Mixed: r.Mixed, Observed: r.Observed})
		point[t] = pointed(r)
	}
	v, p := point[instruments.Volunteer], point[instruments.Professional]
	return views, v != nil && p != nil && !slices.Equal(v, p)
}

// ballot counts what one type said about one indicator.
type ballot map[instruments.IndicatorID]map[instruments.Value]int

func (b ballot) add(k instruments.IndicatorID, v instruments.Value) {
	if v == "" || v == instruments.NotObserved {
		return
	}
	if b[k] == nil {
		b[k] = map[instruments.Value]int{}
	}
	b[k][v]++
}

// said gathers the values per type, from the filling's evidence and from the
// codings; words that stand in both count once.
func (s *study) said(id instruments.DyadID, ratings []instruments.Rating) map[instruments.RespondentType]ballot {
	type utterance struct {
		k instruments.IndicatorID
		instruments.Evidence
	}
	seen, out := map[utterance]bool{}, map[instruments.RespondentType]ballot{}
	add := func(u utterance) {
		t := s.types[u.Respondent]
		if seen[u] || t == "" {
			return
		}
		seen[u] = true
		if out[t] == nil {
			out[t] = ballot{}
		}
		out[t].add(u.k, u.Value)
	}
	for _, r := range ratings {
		for _, e := range r.Evidence {
			add(utterance{r.Indicator, e})
		}
	}
	for _, c := range s.codings[id] {
		k, v, _ := c.Code.Indicator()
		add(utterance{k, evidence(s, c, v)})
	}
	return out
}

func evidence(s *study, c *coding.Coding, v instruments.Value) instruments.Evidence {
	return instruments.Evidence{Respondent: s.speakers[c.Document], Value: v, Quotation: c.Quotation}
}

// ballots turns what was said into ratings: the value said most often; a tie
// leaves the indicator unobserved, since then the words point both ways.
func ballots(list *instruments.IndicatorList, b ballot) []instruments.Rating {
	var out []instruments.Rating
	for _, k := range list.Indicators {
		best, most, tie := instruments.NotObserved, 0, false
		for _, v := range k.Values {
			switch n := b[k.ID][v.ID]; {
			case n > most:
				best, most, tie = v.ID, n, false
			case n == most && n > 0:
				tie = true
			}
		}
		if !tie {
			out = append(out, instruments.Rating{Indicator: k.ID, Value: best})
		}
	}
	return out
}

func pointed(r Result) []string {
	if id, ok := r.Class.Form(); ok {
		return []string{id}
	}
	if r.Class == Mixed {
		return slices.Sorted(slices.Values(r.Mixed))
	}
	return nil
}

// typesOf lists the types that spoke: those of the set in its order, then any
// others by name.
func (s *study) typesOf(said map[instruments.RespondentType]ballot) []instruments.RespondentType {
	var out, rest []instruments.RespondentType
	for _, t := range s.set.Types {
		if said[t.ID] != nil {
			out = append(out, t.ID)
		}
	}
	for t := range said {
		if !slices.Contains(out, t) {
			rest = append(rest, t)
		}
	}
	slices.Sort(rest)
	return append(out, rest...)
}
