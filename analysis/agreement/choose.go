package agreement

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// Choose names the coders that are compared when nobody says which: those of
// the latest round of double coding, else the two people with the most double
// work in the unit (documents, or lists), first by name where that is equal.
// The lexicon and a consensus, of whichever round, are never chosen. Fewer than two names
// mean that there is no double work.
func Choose(c *coding.Corpus, unit Unit) []coding.CoderID {
	if r, ok := coding.Latest(c.Rounds); ok && len(r.Coders) > 1 {
		return slices.Clone(r.Coders)
	}
	did := workOf(c, unit)
	people := slices.DeleteFunc(slices.Sorted(maps.Keys(did)), func(k coding.CoderID) bool {
		return !k.Person()
	})
	best, most := people[:min(1, len(people))], 0
	for i, a := range people {
		for _, b := range people[i+1:] {
			if n := shared(did[a], did[b]); n > most {
				best, most = []coding.CoderID{a, b}, n
			}
		}
	}
	return slices.Clone(best)
}

// workOf lists per coder what they worked on.
func workOf(c *coding.Corpus, unit Unit) map[coding.CoderID]map[string]bool {
	out := map[coding.CoderID]map[string]bool{}
	mark := func(k coding.CoderID, what string) {
		if out[k] == nil {
			out[k] = map[string]bool{}
		}
		out[k][what] = true
	}
	if kind, list := unit.list(); list {
		for i := range c.Fillings {
			if f := &c.Fillings[i]; f.Kind == kind {
				mark(coding.CoderID(f.Coder), subject(f))
			}
		}
		return out
	}
	for i := range c.Codings {
		mark(c.Codings[i].Coder, string(c.Codings[i].Document))
	}
	for _, p := range c.Progress {
		if p.State == coding.Done {
			mark(p.Coder, string(p.Document))
		}
	}
	return out
}

func shared(a, b map[string]bool) int {
	n := 0
	for id := range a {
		if b[id] {
			n++
		}
	}
	return n
}

// known refuses coders that the study does not know, and one that is named
// twice.
func known(c *coding.Corpus, coders []coding.CoderID) error {
	have := map[coding.CoderID]bool{}
	for _, k := range c.Coders {
		have[k.ID] = true
	}
	for i := range c.Codings {
		have[c.Codings[i].Coder] = true
	}
	for i := range c.Fillings {
		have[coding.CoderID(c.Fillings[i].Coder)] = true
	}
	for i, k := range coders {
		if !have[k] {
			return instruments.Refuse("", instruments.Textf("codeur %q is er niet", "there is no coder %q", instruments.Plain(string(k))), names(have))
		}
		if slices.Contains(coders[:i], k) {
			return instruments.Refuse("", instruments.Textf("codeur %q staat er twee keer", "coder %q stands there twice", instruments.Plain(string(k))),
				instruments.Text{NL: "noem twee verschillende codeurs", EN: "name two different coders"})
		}
	}
	return nil
}

func names(have map[coding.CoderID]bool) instruments.Text {
	if len(have) == 0 {
		return instruments.Text{NL: "in dit onderzoek heeft nog niemand gecodeerd", EN: "nobody has coded in this study yet"}
	}
	var list []string
	for _, k := range slices.Sorted(maps.Keys(have)) {
		list = append(list, instruments.Plain(string(k)))
	}
	return instruments.Textf("kies uit: %s", "choose from: %s", strings.Join(list, ", "))
}

// check refuses settings that cannot be meant.
func (s Settings) check(c *coding.Corpus) error {
	switch {
	case !slices.Contains(Units(), s.Unit):
		return instruments.Refuse("", instruments.Textf("onbekende eenheid %q", "unknown unit %q", instruments.Plain(string(s.Unit))), chooseUnit())
	case s.Threshold < 0 || s.Threshold > 1 || s.Threshold != s.Threshold:
		return instruments.Refuse("", instruments.Text{NL: "de drempel ligt niet tussen 0 en 1", EN: "the threshold does not lie between 0 and 1"},
			instruments.Text{NL: "met 0,5 delen twee fragmenten minstens de helft van hun tekens", EN: "with 0.5 two segments share at least half of their characters"})
	case s.Domain != "" && len(c.Codebook.Domain(s.Domain)) == 0:
		return instruments.Refuse("", instruments.Textf("onbekend domein %q", "unknown domain %q", instruments.Plain(s.Domain)), instruments.Text{})
	case s.Round != "" && !slices.ContainsFunc(c.Rounds, func(r coding.Round) bool { return r.ID == s.Round }):
		return instruments.Refuse("", instruments.Textf("ronde %q is er niet", "there is no round %q", instruments.Plain(s.Round)), rounds(c))
	}
	for _, id := range s.Documents {
		if _, ok := c.Document(id); !ok {
			return instruments.Refuse("", instruments.Textf("document %q is er niet", "there is no document %q", instruments.Plain(string(id))), instruments.Text{})
		}
	}
	return known(c, s.Coders)
}

func chooseUnit() instruments.Text {
	list := make([]string, 0, len(Units()))
	for _, u := range Units() {
		list = append(list, string(u))
	}
	return instruments.Textf("kies uit: %s", "choose from: %s", strings.Join(list, ", "))
}

func rounds(c *coding.Corpus) instruments.Text {
	if len(c.Rounds) == 0 {
		return instruments.Text{NL: "dit onderzoek heeft nog geen ronde van dubbel coderen", EN: "this study has no round of double coding yet"}
	}
	list := slices.Clone(c.Rounds)
	slices.SortStableFunc(list, func(a, b coding.Round) int { return cmp.Compare(len(a.ID), len(b.ID)) })
	ids := make([]string, len(list))
	for i, r := range list {
		ids[i] = instruments.Plain(r.ID)
	}
	return instruments.Textf("kies uit: %s", "choose from: %s", strings.Join(ids, ", "))
}
