package workbench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

// While a blind round is open, nobody may see what another coder of the round
// did. Handlers have no other way to the study than a sighted one, which leaves
// that out of everything it answers; so no page needs to think of it, and a new
// page cannot forget to.
//
// This protects from accident, not from intent: it is one machine, and who takes
// another name in the page, or opens the file with a command, sees what that
// name sees.

// look is what one coder may see at a moment.
type look struct {
	coding.Sight
	key    string         // changes when what may be seen does; "" when nothing is hidden
	coder  coding.CoderID // who looks
	rounds []coding.Round // the blind ones that are open
}

// sights remember what coders may see, since finding out means reading all
// documents of a round.
type sights struct {
	mu      sync.Mutex
	seq     int64 // the last event that by knows
	rounds  string
	version int
	by      map[coding.CoderID]look
	hidden  map[string]hiddenCounts // by key
}

// sightEvents is at how many events at once everything is looked at again.
const sightEvents = 500

// of is what a coder may see now. Without an open blind round, which is nearly
// always, it costs one short question to the study.
func (s *sights) of(ctx context.Context, st *study.Study, coder coding.CoderID) (look, error) {
	view := st.View(ctx)
	open, err := openBlind(view)
	if err != nil || open == "" {
		return look{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	head, err := st.Head(ctx)
	if err != nil {
		return look{}, err
	}
	if open != s.rounds || s.stale(ctx, st, head.Seq) {
		s.rounds, s.seq, s.by, s.hidden = open, head.Seq, map[coding.CoderID]look{}, map[string]hiddenCounts{}
		s.version++
	}
	if l, ok := s.by[coder]; ok {
		return l, nil
	}
	sight, err := coding.SightOf(view, coder)
	if err != nil {
		return look{}, err
	}
	rounds, err := coding.All[coding.Round](view, coding.RoundKind)
	if err != nil {
		return look{}, err
	}
	rounds = slices.DeleteFunc(rounds, func(r coding.Round) bool { return !r.Blind || r.Released })
	l := look{sight, fmt.Sprintf("%d %s", s.version, coder), coder, rounds}
	if len(s.by) < sessionLimit {
		s.by[coder] = l
	}
	return l, nil
}

// openBlind is the records of the blind rounds that are not released.
func openBlind(view coding.View) (string, error) {
	var open []byte
	err := view.Each(coding.RoundKind, func(_ string, raw json.RawMessage) error {
		// In canonical JSON a text that says the same has its quotes escaped.
		if bytes.Contains(raw, []byte(`"blind":true`)) && !bytes.Contains(raw, []byte(`"released":true`)) {
			open = append(open, raw...)
		}
		return nil
	})
	return string(open), err
}

// stale reports whether something changed that a sight follows from; else the
// sights know the events up to head.
func (s *sights) stale(ctx context.Context, st *study.Study, head int64) bool {
	if s.seq == head {
		return false
	}
	n, changed := 0, false
	err := st.Since(ctx, s.seq, sightEvents, func(e study.Event) error {
		n++
		for _, kind := range []string{`"kind":"round"`, `"kind":"document"`, `"kind":"respondent"`} {
			changed = changed || bytes.Contains(e.Payload, []byte(kind))
		}
		return nil
	})
	if err != nil || changed || n >= sightEvents {
		return true
	}
	s.seq = head
	return false
}

// hides reports whether anything is left out.
func (l look) hides() bool { return l.key != "" }

// shows reports whether a record may be seen.
func (l look) shows(kind coding.Kind, id string, raw json.RawMessage) (bool, error) {
	switch kind {
	case coding.CodingKind:
		return seen(raw, l.Coding)
	case coding.FillingKind:
		return seen(raw, l.Filling)
	case coding.MemoKind:
		return seen(raw, l.Memo)
	case coding.ProgressKind:
		return seen(raw, l.Progress)
	case coding.DecisionKind:
		return seen(raw, l.decision)
	case coding.OverrideKind:
		return seen(raw, l.Override)
	case coding.SettlementKind:
		return seen(raw, l.Settlement)
	case coding.CoderKind:
		return l.Coder(coding.CoderID(id)), nil
	}
	return true, nil
}

func seen[T any](raw json.RawMessage, may func(T) bool) (bool, error) {
	t, err := coding.Decode[T](raw)
	return err == nil && may(t), err
}

// decision: what another coder did with suggestions.
func (l look) decision(d coding.Decision) bool {
	return l.Progress(coding.Progress{Document: d.Document, Coder: d.By})
}

// coders are those whose names may be known: of the round all, whether or not
// they began.
func (l look) coders(list []coding.Coder) []coding.Coder {
	out := slices.DeleteFunc(slices.Clone(list), func(c coding.Coder) bool { return !l.Coder(c.ID) })
	for _, r := range l.rounds {
		for _, id := range r.Coders {
			if !slices.ContainsFunc(out, func(c coding.Coder) bool { return c.ID == id }) {
				out = append(out, coding.Coder{ID: id})
			}
		}
	}
	slices.SortFunc(out, func(a, b coding.Coder) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return out
}

// event is an event without what may not be seen: when nothing is left of it,
// its number alone.
func (l look) event(e study.Event) (study.Event, error) {
	if !l.hides() {
		return e, nil
	}
	cmd, err := e.Command()
	if err != nil {
		return e, err
	}
	kept, err := l.changes(cmd.Changes, e.Actor)
	if err != nil {
		return e, err
	}
	if len(kept) == 0 {
		return study.Event{Seq: e.Seq, Payload: coding.Command{}.JSON()}, nil
	}
	if !l.Coder(coding.CoderID(e.Actor)) {
		e.Actor, e.Request, cmd.Reason = "", "", ""
	}
	cmd.Changes = kept
	e.Payload = cmd.JSON()
	return e, nil
}

// changes are those of an event that may be seen on both sides.
func (l look) changes(list []coding.Change, actor string) ([]coding.Change, error) {
	var kept []coding.Change
	for _, ch := range list {
		show := ch.Kind != coding.SourceKind || l.Coder(coding.CoderID(actor))
		for _, raw := range []json.RawMessage{ch.Before, ch.After} {
			if raw == nil || !show {
				continue
			}
			var err error
			if show, err = l.shows(ch.Kind, ch.ID, raw); err != nil {
				return nil, err
			}
		}
		if show {
			kept = append(kept, ch)
		}
	}
	return kept, nil
}

// corpus is a corpus as it may be seen, with a title that says so.
func (l look) corpus(c *coding.Corpus) *coding.Corpus {
	if !l.hides() {
		return c
	}
	now := *l.Corpus(c)
	now.Coders = l.coders(c.Coders)
	if now.Info.Title.IsZero() {
		now.Info.Title = instruments.Same(c.Info.Name)
	}
	now.Info.Title = instruments.Textf("%s (%s)", "%s (%s)", now.Info.Title, l.notice())
	return &now
}

func keep[T any](list []T, may func(T) bool) []T {
	out := make([]T, 0, len(list))
	for _, one := range list {
		if may(one) {
			out = append(out, one)
		}
	}
	return slices.Clip(out)
}

// notice says what is hidden, behind the title of reports and files.
func (l look) notice() instruments.Text {
	return instruments.Textf("blinde ronde %s is open: zonder het werk van de andere codeurs", "blind round %s is open: without the work of the other coders", l.names())
}

// names are the numbers of the rounds.
func (l look) names() string {
	var names []string
	for _, r := range l.rounds {
		names = append(names, r.ID)
	}
	return strings.Join(names, ", ")
}
