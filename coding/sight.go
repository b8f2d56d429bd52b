package coding

import (
	"slices"
	"strings"

	"meerzicht/instruments"
)

// Sight (zicht) is what one coder may see of the others' work. While a blind
// round is open, nobody sees codings, lists, manual classes or progress that
// another coder of the round, or of an earlier round about the same documents,
// made on its documents, nor their consensus and what was decided about it, nor
// any memo of theirs; who does not code in the round sees nobody's. Codings of
// other coders, such as for another domain, and suggestions stay visible. The
// zero Sight sees everything.
//
// It keeps coders from seeing each other's work by accident. It is no lock: the
// study file holds everything, and whoever gives another name sees as that coder.
type Sight struct {
	coder  CoderID
	blind  bool
	docs   map[instruments.DocumentID]bool
	others map[CoderID]bool
	people map[instruments.RespondentID]bool
	cases  map[instruments.TrajectoryID]bool
}

// RemovedDocument is a document of a round that is no longer in the study, and
// whom it was about.
type RemovedDocument struct {
	Document   instruments.DocumentID   `json:"document"`
	Respondent instruments.RespondentID `json:"respondent,omitempty"`
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
			if err := s.close(v, r, rounds); err != nil {
				return Sight{}, err
			}
		}
	}
	return s, nil
}

func (s *Sight) close(v View, r Round, rounds []Round) error {
	if !s.blind {
		s.blind = true
		s.docs, s.others = map[instruments.DocumentID]bool{}, map[CoderID]bool{}
		s.people, s.cases = map[instruments.RespondentID]bool{}, map[instruments.TrajectoryID]bool{}
	}
	for _, id := range r.Documents {
		s.docs[id] = true
	}
	for _, gone := range r.Removed {
		s.docs[gone.Document] = true
	}
	for _, o := range rounds {
		if o.ID != r.ID && !slices.ContainsFunc(o.Documents, r.Has) {
			continue
		}
		for _, k := range o.Coders {
			s.others[k] = k != s.coder
		}
	}
	if !r.Lists {
		return nil
	}
	for _, id := range r.Documents {
		if err := s.lists(v, id); err != nil {
			return err
		}
	}
	for _, gone := range r.Removed {
		if err := s.listsAbout(v, gone.Respondent); err != nil {
			return err
		}
	}
	return nil
}

// lists hides the lists that belong to a document.
func (s *Sight) lists(v View, id instruments.DocumentID) error {
	doc, ok, err := Find[instruments.Document](v, DocumentKind, string(id))
	if err != nil || !ok {
		return err
	}
	return s.listsAbout(v, doc.Respondent)
}

func (s *Sight) listsAbout(v View, id instruments.RespondentID) error {
	if id == "" {
		return nil
	}
	s.people[id] = true
	who, _, err := Find[instruments.Respondent](v, RespondentKind, string(id))
	for _, t := range who.Trajectories {
		s.cases[t] = true
	}
	return err
}

// Blind reports whether anything is hidden.
func (s Sight) Blind() bool { return s.blind }

// hides reports whether a coder's work on what the round is about is hidden.
func (s Sight) hides(k CoderID) bool { return s.blind && (s.others[k] || k.Consensus()) }

// Coding reports whether a coding may be seen.
func (s Sight) Coding(c Coding) bool { return !s.hides(c.Coder) || !s.docs[c.Document] }

// Filling reports whether a filled list may be seen.
func (s Sight) Filling(f instruments.Filling) bool {
	return !s.hides(CoderID(f.Coder)) || !s.people[f.Respondent] && !s.cases[f.Dyad.Trajectory]
}

// Settlement reports whether a decision may be seen: of what the round is about
// none, since each tells what somebody had coded or filled in.
func (s Sight) Settlement(d Settlement) bool {
	if !s.blind {
		return true
	}
	trajectory, _, _ := strings.Cut(d.Subject, "/")
	return !s.docs[d.Document] && !s.people[instruments.RespondentID(d.Subject)] && !s.cases[instruments.TrajectoryID(trajectory)]
}

// Memo reports whether a memo may be seen: of the others of the round none,
// whatever it is about, since what it is about may itself tell.
func (s Sight) Memo(m Memo) bool { return !s.hides(m.Author) }

// Progress reports whether it may be seen how far a coder is.
func (s Sight) Progress(p Progress) bool { return !s.hides(p.Coder) || !s.docs[p.Document] }

// Override reports whether a manual class of a dyad may be seen.
func (s Sight) Override(o Override) bool {
	trajectory, _, _ := strings.Cut(string(o.Dyad), "/")
	return !s.hides(CoderID(o.By)) || !s.cases[instruments.TrajectoryID(trajectory)]
}

// Coder reports whether somebody's acts may be seen.
func (s Sight) Coder(k CoderID) bool { return !s.hides(k) }

// Corpus is a corpus as the coder may see it: without what is hidden. What is
// counted from it, in any layer, tells nothing of the others.
func (s Sight) Corpus(c *Corpus) *Corpus {
	if !s.blind {
		return c
	}
	out := *c
	out.Codings = visible(c.Codings, s.Coding)
	out.Fillings = visible(c.Fillings, s.Filling)
	out.Memos = visible(c.Memos, s.Memo)
	out.Overrides = visible(c.Overrides, s.Override)
	out.Settlements = visible(c.Settlements, s.Settlement)
	out.Progress = visible(c.Progress, s.Progress)
	out.Rounds = slices.Clone(c.Rounds)
	for i := range out.Rounds {
		if r := &out.Rounds[i]; r.Blind && !r.Released {
			r.Standing = nil // the consensus that counts is not there to be counted
		}
	}
	return &out
}

// visible are those of a list that may be seen; nil when there are none, so that
// an empty list does not tell that something was left out.
func visible[T any](list []T, seen func(T) bool) []T {
	if list = only(list, seen); len(list) == 0 {
		return nil
	}
	return list
}
