package workbench

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// baseOf names a record as it is now, by its content; a page sends it back with
// a change, so that nobody overwrites what they have not seen. The name is no
// secret and says nothing of the content.
func baseOf(record any) string {
	raw, err := coding.Canonical(record)
	if err != nil {
		return "?" // fits no base that a page has
	}
	h := sha256.Sum256(raw)
	return hex.EncodeToString(h[:8])
}

// sameBase refuses a change of a record that was changed meanwhile. An absent
// record has base "".
func sameBase[T any](asked string, now T, there bool) error {
	base := ""
	if there {
		base = baseOf(now)
	}
	if base == asked {
		return nil
	}
	return refused(http.StatusConflict, instruments.Text{NL: "dit is intussen ergens anders gewijzigd; er is niets overschreven", EN: "this was changed elsewhere meanwhile; nothing was overwritten"},
		instruments.Text{NL: "vergelijk beide versies en bewaar wat moet blijven", EN: "compare both versions and store what should stay"})
}

type memoIn struct {
	ID     string `json:"id"`
	Type   string `json:"type"`
	Target string `json:"target"`
	Text   string `json:"text"`
	Base   string `json:"base"`
}

// setMemo writes a memo of any object; an empty text takes it away.
func setMemo(c changing, in memoIn) (made, error) {
	if in.ID == "" || len(in.ID) > 300 || !slices.ContainsFunc(memoTypes(), func(t choice) bool { return t.ID == in.Type }) {
		return made{}, refused(http.StatusBadRequest, instruments.Text{NL: "deze memo heeft geen geldige soort of geen naam", EN: "this memo has no valid type or no name"}, reloadHint())
	}
	names := targetNames{view: c.View, lang: c.v.lang, codings: map[string]coding.Coding{}}
	if _, ok, err := names.known(in.Target); err != nil || !ok {
		return made{}, cmpErr(err, refused(http.StatusNotFound, instruments.Text{NL: "waar deze memo bij hoort, is er niet meer", EN: "what this memo belongs to is no longer there"}, instruments.Text{NL: "de tekst staat nog als concept op de pagina Memo’s", EN: "the text is still a draft on the page Memos"}))
	}
	now, there, err := coding.Find[coding.Memo](c.View, coding.MemoKind, in.ID)
	if err == nil {
		err = sameBase(in.Base, now, there)
	}
	if err != nil {
		return made{}, err
	}
	memo := coding.Memo{ID: in.ID, Type: in.Type, Target: in.Target, Text: strings.TrimSpace(in.Text), Author: c.coder}
	said := instruments.Text{NL: "Memo bewaard", EN: "Memo stored"}
	if there {
		memo.Author, memo.Target = now.Author, now.Target
	}
	if memo.Text == "" {
		said = instruments.Text{NL: "Memo verwijderd", EN: "Memo deleted"}
	}
	return one(said)(coding.SetMemo(c.View, memo))
}

type codingMemoIn struct {
	Coding coding.CodingID `json:"coding"`
	Text   string          `json:"text"`
	Base   string          `json:"base"`
}

// setCodingMemo writes the memo that a coding carries itself.
func setCodingMemo(c changing, in codingMemoIn) (made, error) {
	now, there, err := coding.Find[coding.Coding](c.View, coding.CodingKind, string(in.Coding))
	if err == nil && there {
		err = sameBase(in.Base, now.Memo, true)
	}
	if err != nil {
		return made{}, err
	}
	return one(instruments.Text{NL: "Memo bewaard", EN: "Memo stored"})(coding.AnnotateCoding(c.View, in.Coding, strings.TrimSpace(in.Text), now.Weight))
}

// cmpErr is the first of two errors that is one.
func cmpErr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}
