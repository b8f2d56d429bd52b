package coding

import "meerzicht/instruments"

// Sight (zicht) is what one coder may see of the others' work. While a blind
// round is open, nobody sees codings, lists, memos or progress that another
// coder of the round made on its documents, nor the consensus about them; who
// does not code in the round sees nobody's. The zero Sight sees everything.
type Sight struct {
	coder  CoderID
	blind  bool
	docs   map[instruments.DocumentID]bool
	others map[CoderID]bool
	people map[instruments.RespondentID]bool
	cases  map[instruments.TrajectoryID]bool
}

// SightOf is what a coder sees of a study. It reads rounds and, when a blind one
// is open, documents and respondents.
func SightOf(v View, coder CoderID) (Sight, error) {
	rounds, err := All[Round](v, RoundKind)
	if err != nil {
		return Sight{}, err
	}
	s := Sight{coder: coder}
	for _, r := range rounds {
		if r.Blind && !r.Released {
			if err := s.close(v, r); err != nil {
				return Sight{}, err
			}
		}
	}
	return s, nil
}

func (s *Sight) close(v View, r Round) error {
	if !s.blind {
		s.blind = true
		s.docs, s.others = map[instruments.DocumentID]bool{}, map[CoderID]bool{ConsensusCoder: true}
		s.people, s.cases = map[instruments.RespondentID]bool{}, map[instruments.TrajectoryID]bool{}
	}
	for _, k := range r.Coders {
		s.others[k] = s.others[k] || k != s.coder
	}
	for _, id := range r.Documents {
		s.docs[id] = true
		if !r.Lists {
			continue
		}
		doc, ok, err := Find[instruments.Document](v, DocumentKind, string(id))
		if err != nil {
			return err
		}
		if !ok || doc.Respondent == "" {
			continue
		}
		s.people[doc.Respondent] = true
		who, _, err := Find[instruments.Respondent](v, RespondentKind, string(doc.Respondent))
		if err != nil {
			return err
		}
		for _, t := range who.Trajectories {
			s.cases[t] = true
		}
	}
	return nil
}

// Blind reports whether anything is hidden.
func (s Sight) Blind() bool { return s.blind }

// Coding reports whether a coding may be seen.
func (s Sight) Coding(c Coding) bool { return !s.blind || !s.docs[c.Document] || !s.others[c.Coder] }

// Filling reports whether a filled list may be seen.
func (s Sight) Filling(f instruments.Filling) bool {
	return !s.blind || !s.others[CoderID(f.Coder)] || !s.people[f.Respondent] && !s.cases[f.Dyad.Trajectory]
}

// Memo reports whether a memo may be seen: of the others of the round none,
// whatever it is about, since what it is about may itself tell.
func (s Sight) Memo(m Memo) bool { return !s.blind || !s.others[m.Author] }

// Progress reports whether it may be seen how far a coder is.
func (s Sight) Progress(p Progress) bool {
	return !s.blind || !s.docs[p.Document] || !s.others[p.Coder]
}

// Coder reports whether somebody's acts may be seen.
func (s Sight) Coder(k CoderID) bool { return !s.blind || !s.others[k] }
