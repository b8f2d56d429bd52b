package workbench

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

// againIn names an undone act by its first event.
type againIn struct {
	Act int64 `json:"act"`
}

// doAgain does an act that was undone once more, as a new act, however long ago
// that was: redo only knows what was undone since the last new act.
func (v *visit) doAgain(in request) (receipt, error) {
	with, err := decodeStrict[againIn](in.With)
	if err != nil {
		return receipt{}, err
	}
	a, cmds, err := v.study.CommandsOf(v.ctx(), with.Act)
	if err != nil {
		return receipt{}, err
	}
	r, err := v.study.DoRequest(v.ctx(), string(v.coder()), in.Request, func(view coding.View) ([]coding.Command, error) {
		c := changing{View: view}
		err := fits(c.entire(), cmds)
		if c.hides() {
			err = unfit(err)
		}
		return cmds, err
	})
	if errors.Is(err, study.ErrConflict) {
		err = changedSince(instruments.Text{NL: "gegevens die erbij horen", EN: "records that belong to it"})
	}
	if err != nil {
		return receipt{}, err
	}
	said := instruments.Textf("Opnieuw gedaan: %s", "Done again: %s", actWords(a))
	return receipt{Seq: r.Seq, Said: said.In(v.lang), Repeated: r.Repeated}, nil
}

func changedSince(what instruments.Text) error {
	return refused(http.StatusConflict, instruments.Textf("dit kan niet opnieuw, want intussen is veranderd: %s", "this cannot be done again, since this changed meanwhile: %s", what),
		instruments.Text{NL: "misschien is het al opnieuw gedaan; anders: maak eerst opnieuw of ongedaan wat er later mee gebeurde", EN: "perhaps it was done again already; otherwise first redo or undo what happened to it later"})
}

func missing(what instruments.Text) error {
	return refused(http.StatusConflict, instruments.Textf("dit kan niet opnieuw, want er ontbreekt: %s", "this cannot be done again, since this is missing: %s", what),
		instruments.Text{NL: "doe eerst de handeling opnieuw die dat maakte", EN: "first do the act again that made it"})
}

// recordKey names a record.
type recordKey struct {
	kind coding.Kind
	id   string
}

// overlay is the study as it would be after some changes.
type overlay struct {
	view  coding.View
	after map[recordKey]json.RawMessage
}

func (o overlay) record(k recordKey) (json.RawMessage, error) {
	if raw, ok := o.after[k]; ok {
		return raw, nil
	}
	raw, ok, err := o.view.Record(k.kind, k.id)
	if !ok {
		raw = nil
	}
	return raw, err
}

// fits reports what stands in the way of doing commands of long ago once more:
// a record that changed, something that they refer to and is gone, or something
// that refers to what they take away.
func fits(view coding.View, cmds []coding.Command) error {
	o := overlay{view, map[recordKey]json.RawMessage{}}
	for _, cmd := range cmds {
		for _, ch := range cmd.Changes {
			k := recordKey{ch.Kind, ch.ID}
			now, err := o.record(k)
			if err != nil {
				return err
			}
			if !bytes.Equal(now, ch.Before) {
				return changedSince(k.text())
			}
			o.after[k] = ch.After
		}
	}
	removed, known := false, map[recordKey]bool{}
	for _, cmd := range cmds {
		for _, ch := range cmd.Changes {
			if raw := o.after[recordKey{ch.Kind, ch.ID}]; raw == nil {
				removed = removed || ch.Kind == coding.DocumentKind || ch.Kind == coding.CodeKind
			} else if err := o.referred(ch.Kind, raw, known); err != nil {
				return err
			}
		}
	}
	if !removed {
		return nil
	}
	return o.orphans()
}

// text names a record for people.
func (k recordKey) text() instruments.Text {
	for _, c := range countedKinds() {
		if c.kind == k.kind {
			if k.kind == coding.CodingKind || k.kind == coding.MemoKind {
				return c.one // their ids mean nothing to people
			}
			return instruments.Textf("%s %s", "%s %s", c.one, k.id)
		}
	}
	return instruments.Text{NL: "gegevens die erbij horen", EN: "records that belong to it"}
}

// referred refuses a record whose document or code is not there; known are those
// that were found.
func (o overlay) referred(kind coding.Kind, raw json.RawMessage, known map[recordKey]bool) error {
	var to struct{ Document, Code, Parent string }
	switch kind {
	case coding.CodingKind, coding.DecisionKind, coding.ProgressKind, coding.CodeKind:
		if err := json.Unmarshal(raw, &to); err != nil {
			return err
		}
	}
	for _, k := range []recordKey{{coding.DocumentKind, to.Document}, {coding.CodeKind, to.Code}, {coding.CodeKind, to.Parent}} {
		if k.id == "" || known[k] {
			continue
		}
		found, err := o.record(k)
		if err != nil {
			return err
		}
		if found == nil {
			return missing(k.text())
		}
		known[k] = true
	}
	return nil
}

// orphans refuses to take away what codings of later need.
func (o overlay) orphans() error {
	return o.view.Each(coding.CodingKind, func(id string, raw json.RawMessage) error {
		if after, ok := o.after[recordKey{coding.CodingKind, id}]; ok && after == nil {
			return nil
		}
		var to struct{ Document, Code string }
		if err := json.Unmarshal(raw, &to); err != nil {
			return err
		}
		for _, k := range []recordKey{{coding.DocumentKind, to.Document}, {coding.CodeKind, to.Code}} {
			if after, ok := o.after[k]; ok && after == nil {
				return changedSince(instruments.Text{NL: "er zijn coderingen bij gekomen", EN: "codings were added"})
			}
		}
		return nil
	})
}
