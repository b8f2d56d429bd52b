package workbench

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

// sighted is the study as the coder of a visit may see it. Its methods are those
// of study.Study, and without an open blind round they are nothing else.
type sighted struct {
	full   *study.Study // of this file alone, see TestNobodyLooksPastTheSight
	sights *sights
	coder  func() coding.CoderID

	mu  sync.Mutex
	now *look // of this visit; nil when it was not asked for yet
}

// look is what may be seen; it is the same for the whole visit.
func (s *sighted) look(ctx context.Context) (look, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now == nil {
		l, err := s.sights.of(ctx, s.full, s.coder())
		if err != nil {
			return l, err
		}
		s.now = &l
	}
	return *s.now, nil
}

// again makes a long visit look anew.
func (s *sighted) again() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = nil
}

// What holds no coder's work.

func (s *sighted) Head(ctx context.Context) (study.Head, error) { return s.full.Head(ctx) }

func (s *sighted) Changed() <-chan struct{} { return s.full.Changed() }

func (s *sighted) Info(ctx context.Context) (coding.StudyInfo, error) { return s.full.Info(ctx) }

func (s *sighted) Documents(ctx context.Context) ([]instruments.Document, error) {
	return s.full.Documents(ctx)
}

func (s *sighted) Document(ctx context.Context, id instruments.DocumentID) (instruments.Document, error) {
	return s.full.Document(ctx, id)
}

func (s *sighted) Outline(ctx context.Context, id instruments.DocumentID) (instruments.Document, bool, error) {
	return s.full.Outline(ctx, id)
}

func (s *sighted) DocumentsNear(ctx context.Context, id instruments.DocumentID, n int) (docs []instruments.Document, before, total int, err error) {
	return s.full.DocumentsNear(ctx, id, n)
}

func (s *sighted) Search(ctx context.Context, query string, limit int) (hits []study.Hit, total int, err error) {
	return s.full.Search(ctx, query, limit)
}

// What does.

// View is the study as commands see it.
func (s *sighted) View(ctx context.Context) coding.View {
	l, err := s.look(ctx)
	if err != nil {
		return blocked{err}
	}
	return l.view(s.full.View(ctx))
}

// blocked is a view of which it could not be found out what may be seen.
type blocked struct{ err error }

func (b blocked) Record(coding.Kind, string) (json.RawMessage, bool, error) { return nil, false, b.err }

func (b blocked) Each(coding.Kind, func(string, json.RawMessage) error) error { return b.err }

func (b blocked) CodingsOf(coding.CodeID) ([]coding.Coding, error) { return nil, b.err }

func (s *sighted) CodingsIn(ctx context.Context, id instruments.DocumentID) ([]coding.Coding, error) {
	list, err := s.full.CodingsIn(ctx, id)
	return s.codings(ctx, list, err)
}

func (s *sighted) CodingsWith(ctx context.Context, codes ...coding.CodeID) ([]coding.Coding, error) {
	list, err := s.full.CodingsWith(ctx, codes...)
	return s.codings(ctx, list, err)
}

func (s *sighted) CodingsWithMemo(ctx context.Context) ([]coding.Coding, error) {
	list, err := s.full.CodingsWithMemo(ctx)
	return s.codings(ctx, list, err)
}

func (s *sighted) codings(ctx context.Context, list []coding.Coding, err error) ([]coding.Coding, error) {
	l, failed := s.look(ctx)
	if err = cmpErr(err, failed); err != nil || !l.hides() {
		return list, err
	}
	return keep(list, l.Coding), nil
}

// CorpusOfRound is the study as it was when a round was released. What its coders
// had in it everybody could see from then on, also when a later round hides what
// they do there now.
func (s *sighted) CorpusOfRound(ctx context.Context, id string, opts ...study.CorpusOption) (*coding.Corpus, int64, error) {
	l, err := s.look(ctx)
	if err != nil {
		return nil, 0, err
	}
	c, seq, err := s.full.CorpusOfRound(ctx, id, opts...)
	if err != nil || !l.hides() {
		return c, seq, err
	}
	now := l.corpus(c)
	if at := slices.IndexFunc(c.Rounds, func(r coding.Round) bool { return r.ID == id }); at >= 0 && seq > 0 {
		r := c.Rounds[at]
		now.Codings = keep(c.Codings, func(k coding.Coding) bool { return r.Has(k.Document) || l.Coding(k) })
		now.Fillings = keep(c.Fillings, func(f instruments.Filling) bool { return r.Lists || l.Filling(f) })
		now.Coders, now.Info = c.Coders, c.Info
	}
	return now, seq, nil
}

// Since tells events; of one that may not be seen the number alone.
func (s *sighted) Since(ctx context.Context, after int64, limit int, do func(study.Event) error) error {
	l, err := s.look(ctx)
	if err != nil {
		return err
	}
	if !l.hides() {
		return s.full.Since(ctx, after, limit, do)
	}
	return s.full.Since(ctx, after, limit, func(e study.Event) error {
		e, err := l.event(e)
		if err != nil {
			return err
		}
		return do(e)
	})
}

// untold reports whether an event is a number alone.
func untold(e study.Event) bool { return e.Type == "" }

// DoRequest makes commands on the study as it may be seen.
func (s *sighted) DoRequest(ctx context.Context, actor, request string, make func(coding.View) ([]coding.Command, error)) (study.Receipt, error) {
	l, err := s.look(ctx)
	if err != nil {
		return study.Receipt{}, err
	}
	return s.full.DoRequest(ctx, actor, request, func(view coding.View) ([]coding.Command, error) {
		cmds, err := make(l.view(view))
		if err == nil {
			err = l.guard(view, cmds)
		}
		return cmds, err
	})
}

// Verify checks the study. How many records there are would tell how much others
// coded.
func (s *sighted) Verify(ctx context.Context) (study.Verification, error) {
	found, err := s.full.Verify(ctx)
	l, failed := s.look(ctx)
	if l.hides() {
		found.Records = 0
	}
	return found, cmpErr(err, failed)
}

// Import reads files. Problems that name another coder of a blind round would
// tell what that coder did; and replacing a text says what became of its codings.
func (s *sighted) Import(ctx context.Context, actor string, inputs []study.Input, opt study.ImportOptions) (study.ImportReport, error) {
	l, err := s.look(ctx)
	if err != nil {
		return study.ImportReport{}, err
	}
	if l.hides() && opt.Replace {
		return study.ImportReport{}, refused(http.StatusBadRequest, instruments.Textf("zolang blinde ronde %s open is kan een tekst niet vervangen worden", "while blind round %s is open no text can be replaced", l.names()),
			instruments.Text{NL: "geef de ronde eerst vrij, bij Rondes", EN: "release the round first, at Rounds"})
	}
	report, err := s.full.Import(ctx, actor, inputs, opt)
	var list instruments.Problems
	if errors.As(err, &list) {
		err = l.problems(list)
	}
	report = l.imported(report)
	report.Notes = l.problems(report.Notes)
	return report, err
}

// imported is what an import says without what tells of another coder of the
// round: which of the work in a project is new here, and what a new version of a
// text does to their codings.
func (l look) imported(r study.ImportReport) study.ImportReport {
	if !l.hides() {
		return r
	}
	r.Files = slices.Clone(r.Files)
	for i := range r.Files {
		f := &r.Files[i]
		if f.Version != nil {
			f.Version = l.version(*f.Version)
		}
		if f.As != study.AsProject {
			continue
		}
		if f.Known { // that all of it was here would tell as much
			f.Known = false
			r.Known--
		}
		f.Stored, f.Items = nil, 0
		r.Codings, r.Fillings, r.Memos = 0, 0, 0
		r.Notes = slices.DeleteFunc(slices.Clone(r.Notes), func(p instruments.Problem) bool { return p.File == f.Name && p.Hint.IsZero() })
		r.Notes = append(r.Notes, instruments.Problem{File: f.Name, Note: true, What: instruments.Textf(
			"zolang blinde ronde %s open is, staat hier niet hoeveel coderingen, lijsten en memo’s van dit project nieuw zijn", "while blind round %s is open, it is not said how many codings, lists and memos of this project are new", l.names())})
	}
	return r
}

// version is that of the codings that may be seen.
func (l look) version(r study.VersionReport) *study.VersionReport {
	out := study.VersionReport{Document: r.Document, LostDecisions: r.LostDecisions, Codings: []study.VersionCoding{}}
	for _, c := range r.Codings {
		if !l.Coding(coding.Coding{Coder: c.Coder, Segment: coding.Segment{Document: r.Document}}) {
			continue
		}
		out.Add(c)
	}
	return &out
}

// problems are problems without what they say of another coder of the round. A
// note about them is left out whole: that there is one says that there is work.
func (l look) problems(list instruments.Problems) instruments.Problems {
	if !l.hides() || list == nil {
		return list
	}
	out := make(instruments.Problems, 0, len(list))
	for _, p := range list {
		if l.tells(p.What) || l.tells(p.Hint) {
			if p.Note {
				continue
			}
			p.What = instruments.Text{NL: "dit past niet bij wat er van een andere codeur van de blinde ronde is", EN: "this does not fit what there is of another coder of the blind round"}
			p.Hint = instruments.Text{NL: "lees dit in als de ronde is vrijgegeven", EN: "import this when the round is released"}
		}
		out = append(out, p)
	}
	return out
}

// tells reports whether a text names another coder of the round.
func (l look) tells(t instruments.Text) bool {
	for _, r := range l.rounds {
		for _, k := range r.Coders {
			if k != l.coder && (strings.Contains(t.NL, string(k)) || strings.Contains(t.EN, string(k))) {
				return true
			}
		}
	}
	return false
}
