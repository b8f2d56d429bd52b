package workbench

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

// The log and undo of who does not see everything: own acts alone. What another
// coder does is passed over, so that it neither shows nor is taken back.

// Acts are the own acts, and removals of documents.
func (s *sighted) Acts(ctx context.Context, before int64, limit int, keep func(study.Act) bool) ([]study.Act, error) {
	l, err := s.look(ctx)
	if err != nil {
		return nil, err
	}
	return s.full.Acts(ctx, before, limit, func(a study.Act) bool { return l.listed(a) && keep(a) })
}

// listed reports whether an act stands in the log: the own ones, and that a
// document was removed, which takes the work of everybody along.
func (l look) listed(a study.Act) bool { return l.own(a) || a.Types["document.remove"] > 0 }

func (l look) own(a study.Act) bool { return !l.hides() || a.Actor == string(l.coder) }

// Actors are all who did something.
func (s *sighted) Actors(ctx context.Context) ([]string, error) {
	l, err := s.look(ctx)
	if err != nil {
		return nil, err
	}
	if l.hides() {
		return []string{string(l.coder)}, nil
	}
	return s.full.Actors(ctx)
}

// ActOf is an act, with how many of the records that it changed may be seen.
func (s *sighted) ActOf(ctx context.Context, first int64) (study.Act, bool, error) {
	a, ok, err := s.full.ActOf(ctx, first)
	l, failed := s.look(ctx)
	if err = cmpErr(err, failed); err != nil || !ok || !l.hides() {
		return a, ok, err
	}
	a.Records = map[coding.Kind]int{}
	err = s.Since(ctx, a.First-1, int(a.Last-a.First+1), func(e study.Event) error {
		cmd, err := e.Command()
		for _, ch := range cmd.Changes {
			a.Records[ch.Kind]++
		}
		return err
	})
	return a, err == nil && l.own(a), err
}

func (s *sighted) Undoable(ctx context.Context) (study.Event, bool, error) {
	l, err := s.look(ctx)
	switch {
	case err != nil:
		return study.Event{}, false, err
	case l.hides():
		return s.full.UndoableBy(ctx, string(l.coder))
	}
	return s.full.Undoable(ctx)
}

func (s *sighted) Redoable(ctx context.Context) (study.Event, bool, error) {
	l, err := s.look(ctx)
	switch {
	case err != nil:
		return study.Event{}, false, err
	case l.hides():
		return s.full.RedoableBy(ctx, string(l.coder))
	}
	return s.full.Redoable(ctx)
}

func (s *sighted) UndoPath(ctx context.Context, first int64) ([]int64, error) {
	l, err := s.look(ctx)
	switch {
	case err != nil:
		return nil, err
	case l.hides():
		return s.full.UndoPathBy(ctx, string(l.coder), first)
	}
	return s.full.UndoPath(ctx, first)
}

func (s *sighted) UndoRequestIf(ctx context.Context, actor, request string, allow func(study.Act) error) (study.Receipt, error) {
	l, err := s.look(ctx)
	switch {
	case err != nil:
		return study.Receipt{}, err
	case l.hides():
		return s.turnOwn(ctx, l, request, false, allow)
	}
	return s.full.UndoRequestIf(ctx, actor, request, allow)
}

func (s *sighted) RedoRequest(ctx context.Context, actor, request string) (study.Receipt, error) {
	l, err := s.look(ctx)
	switch {
	case err != nil:
		return study.Receipt{}, err
	case l.hides():
		return s.turnOwn(ctx, l, request, true, func(study.Act) error { return nil })
	}
	return s.full.RedoRequest(ctx, actor, request)
}

// turnOwn takes back an own act, or does it again, when that still fits what
// came after it.
func (s *sighted) turnOwn(ctx context.Context, l look, request string, redo bool, allow func(study.Act) error) (study.Receipt, error) {
	others, err := s.othersSince(ctx, l)
	if err != nil {
		return study.Receipt{}, err
	}
	r, err := s.full.TurnOwnRequest(ctx, string(l.coder), request, redo, func(a study.Act, view coding.View, cmds []coding.Command) error {
		a.Records = map[coding.Kind]int{}
		for _, cmd := range cmds {
			kept, err := l.changes(cmd.Changes, a.Actor)
			if err != nil {
				return err
			}
			for _, ch := range kept {
				a.Records[ch.Kind]++
			}
		}
		if err := allow(a); err != nil {
			return err
		}
		if err := l.guardTurn(view, redo, others, cmds); err != nil {
			return err
		}
		return unfit(fits(view, cmds))
	})
	if errors.Is(err, study.ErrConflict) {
		err = unfit(err)
	}
	return r, err
}

// unfit says that an act does not fit any more, but not what is in the way: that
// may be another coder's work. What is no refusal stays as it is.
func unfit(err error) error {
	var told *instruments.Error
	if err == nil || !errors.As(err, &told) {
		return err
	}
	return refused(http.StatusConflict, instruments.Text{NL: "dit kan nu niet ongedaan of opnieuw: wat erbij hoort is intussen veranderd", EN: "this cannot be undone or redone now: what belongs to it changed meanwhile"},
		instruments.Text{NL: "wat het is, blijft verborgen tot de blinde ronde is vrijgegeven", EN: "what it is stays hidden until the blind round is released"})
}

// CommandsOf are the commands of an own act that was undone.
func (s *sighted) CommandsOf(ctx context.Context, first int64) (study.Act, []coding.Command, error) {
	l, err := s.look(ctx)
	if err != nil {
		return study.Act{}, nil, err
	}
	a, cmds, err := s.full.CommandsOf(ctx, first)
	if l.hides() && (err != nil || !l.own(a)) {
		return study.Act{}, nil, unfit(cmpErr(err, refused(http.StatusConflict, instruments.Text{}, instruments.Text{})))
	}
	if l.hides() && slices.ContainsFunc(cmds, func(c coding.Command) bool { return c.Type == "document.remove" }) {
		err = l.removeAnew()
	}
	return a, cmds, err
}
