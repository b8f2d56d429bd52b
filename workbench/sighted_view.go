package workbench

import (
	"encoding/json"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// sightedView is a view without what may not be seen. Acts are made on it, so
// that none can name, change or count another coder's work.
type sightedView struct {
	coding.View
	look look
}

// view is a view as it may be seen.
func (l look) view(v coding.View) coding.View {
	if !l.hides() {
		return v
	}
	return sightedView{v, l}
}

// entire is the view behind a sighted one, for commands that keep the study
// whole, such as removing a document. What they say must not tell of what is
// hidden, and they must not be refused for it.
func (c changing) entire() coding.View {
	if v, ok := c.View.(sightedView); ok {
		return v.View
	}
	return c.View
}

// hides reports whether the one who acts does not see everything.
func (c changing) hides() bool { _, ok := c.View.(sightedView); return ok }

// Record is a record, absent when it may not be seen.
func (v sightedView) Record(kind coding.Kind, id string) (json.RawMessage, bool, error) {
	raw, ok, err := v.View.Record(kind, id)
	if err != nil || !ok || kind == coding.CoderKind { // whoever codes for the first time gets a record
		return raw, ok, err
	}
	if show, err := v.look.shows(kind, id, raw); err != nil || !show {
		return nil, false, err
	}
	return raw, true, nil
}

// Each passes over what may not be seen.
func (v sightedView) Each(kind coding.Kind, do func(id string, record json.RawMessage) error) error {
	if kind == coding.CoderKind {
		return v.eachCoder(do)
	}
	return v.View.Each(kind, func(id string, raw json.RawMessage) error {
		show, err := v.look.shows(kind, id, raw)
		if err != nil || !show {
			return err
		}
		return do(id, raw)
	})
}

func (v sightedView) eachCoder(do func(id string, record json.RawMessage) error) error {
	all, err := coding.All[coding.Coder](v.View, coding.CoderKind)
	if err != nil {
		return err
	}
	for _, c := range v.look.coders(all) {
		raw, err := coding.Canonical(c)
		if err != nil {
			return err
		}
		if err := do(string(c.ID), raw); err != nil {
			return err
		}
	}
	return nil
}

// CodingsOf are the codings with a code that may be seen.
func (v sightedView) CodingsOf(code coding.CodeID) ([]coding.Coding, error) {
	list, err := v.View.CodingsOf(code)
	return keep(list, v.look.Coding), err
}

// CodingsIn are the codings in a document that may be seen.
func (v sightedView) CodingsIn(id instruments.DocumentID) ([]coding.Coding, error) {
	var list []coding.Coding
	var err error
	if in, ok := v.View.(interface {
		CodingsIn(instruments.DocumentID) ([]coding.Coding, error)
	}); ok {
		list, err = in.CodingsIn(id)
		return keep(list, v.look.Coding), err
	}
	list, err = coding.All[coding.Coding](v.View, coding.CodingKind)
	return keep(list, func(c coding.Coding) bool { return c.Document == id && v.look.Coding(c) }), err
}

// Segmenter is that of the view behind: texts may be seen.
func (v sightedView) Segmenter(id instruments.DocumentID) (coding.Segmenter, bool, error) {
	if texts, ok := v.View.(coding.Texts); ok {
		return texts.Segmenter(id)
	}
	return coding.Segmenter{}, false, nil
}
