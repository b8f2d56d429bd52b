package workbench

import (
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// stretchOf is what makes two codings of different coders the same.
type stretchOf struct {
	code       coding.CodeID
	dyad       instruments.DyadID
	start, end int
}

func stretchOfCoding(k coding.Coding) stretchOf { return stretchOf{k.Code, k.Dyad, k.Start, k.End} }

// waiting counts in one document what taking over would do: agreed codings that
// the consensus lacks, and codings of it that are agreed no more. What was
// decided is left out, as coding.MergeAgreed does.
func waiting(codings []coding.Coding, settlements []coding.Settlement, of comparing) int {
	by := map[coding.CoderID][]coding.Coding{}
	for _, k := range codings {
		by[k.Coder] = append(by[k.Coder], k)
	}
	has := map[stretchOf]bool{}
	for _, k := range by[coding.ConsensusCoder] {
		has[stretchOfCoding(k)] = true
	}
	agreed, _ := coding.Compare(by[of.A], by[of.B], 0)
	n, want := 0, map[stretchOf]bool{}
	for _, p := range agreed {
		if decidedOn(settlements, of.Round.ID, p.A) {
			continue
		}
		want[stretchOfCoding(p.A)] = true
		if !has[stretchOfCoding(p.A)] {
			n++
		}
	}
	for i, a := range of.Round.Coders { // what another pair agrees on stays
		for _, b := range of.Round.Coders[i+1:] {
			if len(of.Round.Coders) == 2 {
				break
			}
			others, _ := coding.Compare(by[a], by[b], 0)
			for _, p := range others {
				if !decidedOn(settlements, of.Round.ID, p.A) {
					want[stretchOfCoding(p.A)] = true
				}
			}
		}
	}
	for _, k := range by[coding.ConsensusCoder] {
		if k.Origin == coding.ByAgreement && !want[stretchOfCoding(k)] {
			n++
		}
	}
	return n
}

// decidedOn: a decision is about this code on a stretch that the coding overlaps.
func decidedOn(settlements []coding.Settlement, round string, k coding.Coding) bool {
	return slices.ContainsFunc(settlements, func(s coding.Settlement) bool {
		return s.Round == round && s.Dyad == k.Dyad && slices.ContainsFunc(s.Found, func(p coding.Part) bool {
			return p.Code == k.Code && p.Start < k.End && k.Start < p.End
		})
	})
}

// waitingLists counts the lists of the round with nothing open that have no
// consensus yet.
func waitingLists(c *coding.Corpus, of comparing, open []coding.Difference) int {
	here := listsHere(c, currentDocuments(c.Rounds, of.Round))
	type list struct {
		kind    instruments.FillingKind
		subject string
	}
	filled := map[list]map[coding.CoderID]bool{}
	for _, f := range c.Fillings {
		if !here(f) {
			continue
		}
		key := list{f.Kind, coding.Subject(f)}
		if filled[key] == nil {
			filled[key] = map[coding.CoderID]bool{}
		}
		filled[key][coding.CoderID(f.Coder)] = true
	}
	for _, d := range open {
		delete(filled, list{d.List, d.Subject})
	}
	n := 0
	for _, by := range filled {
		if by[of.A] && by[of.B] && !by[coding.ConsensusCoder] {
			n++
		}
	}
	return n
}

// listsHere tells the lists about the respondents of some documents, and about
// their dyads.
func listsHere(c *coding.Corpus, docs []instruments.DocumentID) func(instruments.Filling) bool {
	people, cases := map[instruments.RespondentID]bool{}, map[instruments.TrajectoryID]bool{}
	in := map[instruments.DocumentID]bool{}
	for _, id := range docs {
		in[id] = true
	}
	for i := range c.Documents {
		if d := &c.Documents[i]; in[d.ID] && d.Respondent != "" {
			people[d.Respondent] = true
		}
	}
	for _, r := range c.Respondents {
		for _, t := range r.Trajectories {
			cases[t] = cases[t] || people[r.ID]
		}
	}
	return func(f instruments.Filling) bool {
		if f.Kind == instruments.IndicatorFilling {
			return cases[f.Dyad.Trajectory]
		}
		return people[f.Respondent]
	}
}

// mergeAbout says what taking over would do.
func mergeAbout(q *queue) (bool, instruments.Text) {
	switch n := q.parts.wait; {
	case n == 1:
		return true, instruments.Text{NL: "1 codering of lijst staat nog niet zo in de consensus; wat beslist is blijft", EN: "1 coding or list does not stand so in the consensus yet; what was settled stays"}
	case n > 0:
		return true, instruments.Textf("%d coderingen en lijsten staan nog niet zo in de consensus; wat beslist is blijft", "%d codings and lists do not stand so in the consensus yet; what was settled stays", n)
	case q.parts.whole.Agreed == 0:
		return false, instruments.Text{NL: "er is niets gelijk", EN: "nothing is the same"}
	}
	return false, instruments.Text{NL: "alles wat gelijk is staat in de consensus", EN: "all that is the same stands in the consensus"}
}

// mostNotes is how many remarks on the comparison the page shows.
const mostNotes = 4

// queueNotes say what the comparison leaves out.
func queueNotes(q *queue) []instruments.Text {
	notes := slices.Clone(q.parts.whole.Notes)
	if len(notes) > mostNotes {
		notes = append(notes[:mostNotes], instruments.Textf("en nog %d van zulke opmerkingen", "and %d more remarks of this kind", len(notes)-mostNotes))
	}
	if q.Past {
		notes = append(notes, instruments.Text{
			NL: "Documenten van deze ronde zijn in een latere ronde opnieuw gecodeerd; over die wordt daar beslist. Wat hier beslist is, blijft te lezen.",
			EN: "Documents of this round are coded again in a later round; they are settled there. What was settled here can still be read.",
		})
	}
	return notes
}
