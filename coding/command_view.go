package coding

import (
	"encoding/json"
	"fmt"

	"meerzicht/instruments"
)

// View is what a command needs to see of a study to be made: the records as
// they are now. Package study implements it on the study file, State in memory.
type View interface {
	// Record is the canonical JSON of one record; false when there is none.
	Record(kind Kind, id string) (json.RawMessage, bool, error)
	// Each calls do with every record of a kind, in a fixed order.
	Each(kind Kind, do func(id string, record json.RawMessage) error) error
	// CodingsOf are the codings with that code, in the order of a Corpus.
	CodingsOf(code CodeID) ([]Coding, error)
}

// Find decodes one record of a view; false when there is none.
func Find[T any](v View, kind Kind, id string) (T, bool, error) {
	var zero T
	raw, ok, err := v.Record(kind, id)
	if err != nil || !ok {
		return zero, false, err
	}
	t, err := Decode[T](raw)
	return t, err == nil, err
}

// All decodes every record of a kind, in the order of Each.
func All[T any](v View, kind Kind) ([]T, error) {
	var out []T
	err := v.Each(kind, func(_ string, raw json.RawMessage) error {
		t, err := Decode[T](raw)
		out = append(out, t)
		return err
	})
	return out, err
}

// draft builds the changes of a command against a view. It keeps the first
// error, so that a constructor reads as a list of steps.
type draft struct {
	view View
	cmd  Command
	at   map[[2]string]int // place of a record in cmd.Changes
	err  error
}

func newDraft(v View, kind string) *draft {
	return &draft{view: v, cmd: Command{Type: kind}, at: map[[2]string]int{}}
}

// put sets a record; nil takes it away. A record set twice is one change.
func (d *draft) put(kind Kind, id string, after any) {
	if d.err != nil {
		return
	}
	key := [2]string{string(kind), id}
	i, ok := d.at[key]
	if !ok {
		before, _, err := d.view.Record(kind, id)
		if err != nil {
			d.err = fmt.Errorf("read %s %q: %w", kind, id, err)
			return
		}
		i = len(d.cmd.Changes)
		d.at[key] = i
		d.cmd.Changes = append(d.cmd.Changes, Change{Kind: kind, ID: id, Before: before})
	}
	d.cmd.Changes[i].After = nil
	if after != nil {
		d.cmd.Changes[i].After, d.err = Canonical(after)
	}
}

func (d *draft) refuse(where string, what, hint instruments.Text) {
	if d.err == nil {
		d.err = instruments.Refuse(where, what, hint)
	}
}

func (d *draft) done() (Command, error) {
	if d.err != nil {
		return Command{}, d.err
	}
	return d.cmd, nil
}

// must finds a record that has to exist; what names it for the message.
func must[T any](d *draft, kind Kind, id string) T {
	var zero T
	if d.err != nil {
		return zero
	}
	t, ok, err := Find[T](d.view, kind, id)
	if err != nil {
		d.err = err
	} else if !ok {
		d.refuse("", instruments.Textf("%s %q is er niet", "there is no %s %q", kindName(kind), id), instruments.Text{})
	}
	return t
}

// exists reports whether a record is there.
func (d *draft) exists(kind Kind, id string) bool {
	if d.err != nil {
		return false
	}
	_, ok, err := d.view.Record(kind, id)
	d.err = err
	return ok
}

// coder makes the record of a coder who is not known yet.
func (d *draft) coder(id CoderID) {
	if id == "" {
		d.refuse("", instruments.Text{NL: "de codeur heeft geen naam", EN: "the coder has no name"},
			instruments.Text{NL: "geef een naam of pseudoniem op", EN: "give a name or pseudonym"})
		return
	}
	if _, drafted := d.at[[2]string{string(CoderKind), string(id)}]; !drafted && !d.exists(CoderKind, string(id)) {
		d.put(CoderKind, string(id), Coder{ID: id})
	}
}

func kindName(k Kind) instruments.Text {
	switch k {
	case CodeKind:
		return instruments.Text{NL: "code", EN: "code"}
	case CodingKind:
		return instruments.Text{NL: "codering", EN: "coding"}
	case RespondentKind:
		return instruments.Text{NL: "respondent", EN: "respondent"}
	case TrajectoryKind:
		return instruments.Text{NL: "traject", EN: "trajectory"}
	case DecisionKind:
		return instruments.Text{NL: "afwijzing", EN: "rejection"}
	case OverrideKind:
		return instruments.Text{NL: "handmatige klasse voor dyade", EN: "manual class for dyad"}
	}
	return instruments.Same(string(k))
}
