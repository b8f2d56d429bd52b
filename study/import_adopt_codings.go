package study

import (
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// codingPlace is by what codings are the same: the words, the code and who.
type codingPlace struct {
	start, end int
	code       coding.CodeID
	coder      coding.CoderID
}

func placeOf(c coding.Coding) codingPlace { return codingPlace{c.Start, c.End, c.Code, c.Coder} }

// codingShelf are the codings of one document while others come in. In a place
// are several only when they are about several dyads.
type codingShelf struct {
	at    map[codingPlace][]coding.Coding
	lines *lineShelf // of projects whose codings are of whole lines; else nil
}

// find is the coding that c is: in its place and about the same dyad, or one of
// the two says of none.
func (s *codingShelf) find(c coding.Coding) (coding.Coding, bool) {
	there := s.at[placeOf(c)]
	for _, same := range []func(coding.Coding) bool{
		func(h coding.Coding) bool { return h.Dyad == c.Dyad },
		func(h coding.Coding) bool { return h.Dyad == "" || c.Dyad == "" },
	} {
		if i := slices.IndexFunc(there, same); i >= 0 {
			return there[i], true
		}
	}
	return coding.Coding{}, false
}

func (s *codingShelf) add(c coding.Coding) { s.at[placeOf(c)] = append(s.at[placeOf(c)], c) }

// replace puts a coding that changed in the place of what it was.
func (s *codingShelf) replace(c coding.Coding) {
	there := s.at[placeOf(c)]
	if i := slices.IndexFunc(there, func(h coding.Coding) bool { return h.ID == c.ID }); i >= 0 {
		there[i] = c
	}
}

// adoptCodings brings the codings of one document in.
func (a *adoption) adoptCodings(at textPlace, list []int, needed map[coding.CodingID]bool) error {
	if len(list) == 0 {
		return nil
	}
	theirs := a.inPlace(at, list)
	here, err := a.shelfOf(at)
	if err != nil {
		return err
	}
	in := coding.NewSegmenter(&instruments.Document{ID: at.id, Text: at.text})
	for _, c := range theirs {
		id := c.ID
		ok, err := a.completeCoding(&c, in)
		if err == nil && ok {
			ok, err = a.adoptCoding(&c, here)
		}
		if err != nil {
			return err
		}
		if ok && needed[id] {
			a.codings[id] = c.ID
		}
	}
	return nil
}

// shelfOf are the codings that a document has here.
func (a *adoption) shelfOf(at textPlace) (*codingShelf, error) {
	s := &codingShelf{at: map[codingPlace][]coding.Coding{}}
	if at.fresh {
		return s, nil
	}
	if a.wholeLines() {
		s.lines = newLineShelf(at.text)
	}
	return s, codings(a.s.writer, `WHERE document = ?`, []any{string(at.id)}, func(c coding.Coding) error {
		s.add(c)
		s.lines.add(c)
		return nil
	})
}

// inPlace are codings with their places in the text as it is here.
func (a *adoption) inPlace(at textPlace, list []int) []coding.Coding {
	theirs := make([]coding.Coding, len(list))
	for i, n := range list {
		theirs[i] = a.from.Codings[n]
	}
	if at.old == "" {
		return theirs
	}
	out := theirs[:0]
	for _, r := range coding.Reanchor(at.old, at.text, theirs) {
		if r.Outcome == coding.Lost {
			a.transfer.Drop(coding.TransferCodings, 1, instruments.Textf("document %s heeft hier een andere tekst, en de woorden staan er niet in", "document %s has another text here, and the words are not in it", instruments.Plain(string(at.id))))
			continue
		}
		out = append(out, r.Coding)
	}
	return out
}

// completeCoding puts the names of the study in a coding; false when it does not
// fit here.
func (a *adoption) completeCoding(c *coding.Coding, in coding.Segmenter) (bool, error) {
	drop := func(nl, en string) (bool, error) {
		a.transfer.Drop(coding.TransferCodings, 1, instruments.Text{NL: nl, EN: en})
		return false, nil
	}
	code, known := a.codes[c.Code]
	if !known {
		return drop("de code van de codering staat niet in het codeboek van het project", "the code of the coding is not in the codebook of the project")
	}
	seg, err := in.Segment(c.Start, c.End)
	if err != nil {
		return drop("de posities liggen niet in de tekst", "the positions are not inside the text")
	}
	if c.Quotation != "" && c.Quotation != seg.Quotation {
		return drop("op de posities staan andere woorden dan het project noemt", "other words stand at the positions than the project says")
	}
	coder, err := a.coderOf(c.Coder)
	if err != nil {
		return false, err
	}
	if coder == "" {
		return a.nameless()
	}
	same := a.own && c.ID != "" && code == c.Code && coder == c.Coder && seg.Document == c.Document
	c.Segment, c.Code, c.Coder = seg, code, coder
	if c.Origin == "" {
		c.Origin = coding.ByImport
	}
	if !same {
		c.ID = coding.NewCodingID(*c)
	}
	return true, nil
}

// nameless is the problem, once, of codings that nobody made.
func (a *adoption) nameless() (bool, error) {
	what := instruments.Text{NL: "er staat niet wie de coderingen heeft gemaakt", EN: "the project does not say who made the codings"}
	if !slices.ContainsFunc(a.problems[a.index], func(p instruments.Problem) bool { return p.What == what }) {
		a.problem(a.index, what, instruments.Text{NL: "geef met --coder NAAM op wie dat was", EN: "say with --coder NAME who it was"})
	}
	return false, nil
}

// adoptCoding brings one coding in, unless it is here; false when it stays out.
func (a *adoption) adoptCoding(c *coding.Coding, here *codingShelf) (bool, error) {
	n := a.count(coding.TransferCodings)
	if before, there := here.find(*c); there {
		n.Here++
		return true, a.meet(c, before, here)
	}
	if finer, there := here.lines.find(*c); there {
		n.Here++
		n.Kept++
		a.finer++
		*c = finer
		return true, nil
	}
	if _, there, err := record(a.s.writer, coding.CodingKind, string(c.ID)); err != nil || there {
		n.Here++ // as somebody changed it since
		return true, err
	}
	if c.Coder.Consensus() && a.rounds.has(c.Document) {
		a.transfer.Drop(coding.TransferCodings, 1, consensusStays())
		return false, nil
	}
	here.add(*c)
	raw, err := coding.Canonical(*c)
	if err == nil {
		err = a.tx.insertCoding(*c)
	}
	if err != nil {
		return false, err
	}
	n.New++
	a.changes++
	a.importer.report.Codings++
	a.rounds.codingCame(*c)
	return true, a.log.add(coding.Change{Kind: coding.CodingKind, ID: string(c.ID), After: raw})
}

// meet is what becomes of a coding that is here already: it stays as it is,
// unless replacing. What the project does not say never replaces anything.
func (a *adoption) meet(c *coding.Coding, before coding.Coding, here *codingShelf) error {
	now := before
	if c.Memo != "" {
		now.Memo = c.Memo
	}
	if c.Weight != 0 {
		now.Weight = c.Weight
	}
	if c.Dyad != "" {
		now.Dyad = c.Dyad
	}
	*c = before
	if now == before {
		return nil
	}
	if !a.opt.Replace {
		a.count(coding.TransferCodings).Kept++
		return nil
	}
	*c = now
	here.replace(now)
	return a.put(coding.CodingKind, string(now.ID), now)
}
