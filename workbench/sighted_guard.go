package workbench

import (
	"context"
	"encoding/json"
	"math"
	"net/http"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

// While a blind round is open, no act may change or take away work that the one
// who acts does not see. A refusal must not tell that there is such work: what
// could touch it, such as deleting a code, is refused to everybody, used or not.

// codesStay refuses to delete, merge or split codes, or to turn one into a group.
func (l look) codesStay() error {
	if !l.hides() {
		return nil
	}
	return refused(http.StatusConflict, instruments.Textf("zolang blinde ronde %s open is kan een code niet verwijderd, samengevoegd of gesplitst worden, of een groep worden: anderen kunnen haar gebruikt hebben en hun werk is verborgen",
		"while blind round %s is open no code can be deleted, merged or split, or become a group: others may have used it, and their work is hidden", l.names()),
		instruments.Text{NL: "wacht op de vrijgave, bij Rondes; hernoemen, omschrijven en nieuwe codes maken kan wel", EN: "wait for the release, at Rounds; renaming, defining and making new codes is possible"})
}

// codesStay is that of the look of who acts.
func (c changing) codesStay() error {
	if v, ok := c.View.(sightedView); ok {
		return v.look.codesStay()
	}
	return nil
}

// untouchable refuses what would change hidden work.
func (l look) untouchable() error {
	return refused(http.StatusConflict, instruments.Textf("dit kan niet zolang blinde ronde %s open is: het kan verborgen werk van anderen raken", "this cannot be done while blind round %s is open: it may touch hidden work of others", l.names()),
		instruments.Text{NL: "wacht op de vrijgave, bij Rondes", EN: "wait for the release, at Rounds"})
}

// guard refuses commands that the rule above forbids. Removing a document stays
// possible, since somebody may withdraw consent; and rounds hold everybody's work.
func (l look) guard(view coding.View, cmds []coding.Command) error {
	if !l.hides() {
		return nil
	}
	for _, cmd := range cmds {
		switch cmd.Type {
		case "document.remove", "round.open", "round.release":
			continue
		case "code.delete", "code.merge", "code.split":
			return l.codesStay()
		}
		for _, ch := range cmd.Changes {
			if closes, err := closesCode(ch); err != nil || closes {
				return cmpErr(err, l.codesStay())
			}
		}
		if err := l.guardRecords(view, cmd.Changes); err != nil {
			return err
		}
	}
	return nil
}

// guardRecords refuses changes of hidden records, those included that the
// command did not know of.
func (l look) guardRecords(view coding.View, list []coding.Change) error {
	for _, ch := range list {
		// There is one class by hand of a dyad, whoever set it.
		if ch.Kind == coding.OverrideKind && !l.Override(coding.Override{Dyad: instruments.DyadID(ch.ID), By: string(coding.ConsensusCoder)}) {
			return l.untouchable()
		}
		now, _, err := view.Record(ch.Kind, ch.ID)
		if err != nil {
			return err
		}
		for _, raw := range []json.RawMessage{now, ch.Before, ch.After} {
			if raw == nil {
				continue
			}
			if show, err := l.shows(ch.Kind, ch.ID, raw); err != nil || !show {
				return cmpErr(err, l.untouchable())
			}
		}
	}
	return nil
}

// closesCode reports whether a change takes a code away, or makes it a group.
func closesCode(ch coding.Change) (bool, error) {
	if ch.Kind != coding.CodeKind || ch.Before == nil {
		return false, nil
	}
	if ch.After == nil {
		return true, nil
	}
	was, err := coding.Decode[coding.Code](ch.Before)
	if err != nil {
		return false, err
	}
	now, err := coding.Decode[coding.Code](ch.After)
	return was.Codable && !now.Codable, err
}

// guardTurn is guard for taking back an own act, or doing it again. A code or
// document that the act made may go as long as nobody else did anything since:
// then nobody used it. That somebody did something is no secret, what is.
func (l look) guardTurn(view coding.View, redo, others bool, cmds []coding.Command) error {
	var rest []coding.Command
	for _, cmd := range cmds {
		if redo && cmd.Type == "document.remove" {
			return l.removeAnew()
		}
		if !others && !redo && (cmd.Type == "code.add" || cmd.Type == "code.codable" || cmd.Type == "coding.add" || cmd.Type == "import") {
			if err := l.guardRecords(view, cmd.Changes); err != nil {
				return err
			}
			continue
		}
		for _, ch := range cmd.Changes {
			if ch.Kind == coding.DocumentKind && ch.After == nil && cmd.Type != "document.remove" {
				return l.untouchable()
			}
		}
		rest = append(rest, cmd)
	}
	return l.guard(view, rest)
}

// removeAnew refuses to remove a document by doing an old act again: whether
// that still fits depends on what others did meanwhile.
func (l look) removeAnew() error {
	return refused(http.StatusConflict, instruments.Textf("zolang blinde ronde %s open is kan dit niet opnieuw", "while blind round %s is open this cannot be redone", l.names()),
		instruments.Text{NL: "verwijder het document zelf, bij zijn gegevens", EN: "remove the document itself, at its details"})
}

// othersSince reports whether anybody else did something after the act that
// comes next for undo.
func (s *sighted) othersSince(ctx context.Context, l look) (bool, error) {
	own, ok, err := s.full.UndoableBy(ctx, string(l.coder))
	if err != nil || !ok {
		return false, err
	}
	acts, err := s.full.Acts(ctx, math.MaxInt64, 1, func(a study.Act) bool { return a.Actor != string(l.coder) })
	return len(acts) > 0 && acts[0].Last > own.Seq, err
}
