package coding

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"meerzicht/instruments"
)

// SingleID is the id of the one record of StudyKind and of SetKind.
const (
	StudyID = "study"
	SetID   = "set"
)

// Source is the record of an imported file: what it was read as, so that the
// same bytes are recognised when they come again.
type Source struct {
	instruments.Source
	As string `json:"as"` // "transcript", "list" or "codings"
}

// Normal is the command as it is stored: every record decoded strictly as what
// its kind says and written again as canonical JSON. It is an error when a
// record is not of its kind, carries another id than its change, or when the
// command changes nothing, changes one record twice, or holds text that is no
// UTF-8.
func (c Command) Normal() (Command, error) {
	out := c
	out.Changes = make([]Change, 0, len(c.Changes))
	seen := make(map[[2]string]bool, len(c.Changes))
	for _, ch := range c.Changes {
		key := [2]string{string(ch.Kind), ch.ID}
		if seen[key] {
			return Command{}, fmt.Errorf("command %s changes %s %q twice", c.Type, ch.Kind, ch.ID)
		}
		seen[key] = true
		n, err := ch.normal()
		if err != nil {
			return Command{}, fmt.Errorf("command %s: %w", c.Type, err)
		}
		if !bytes.Equal(n.Before, n.After) {
			out.Changes = append(out.Changes, n)
		}
	}
	if c.Type == "" || !utf8.ValidString(c.Type) || !utf8.ValidString(c.Reason) {
		return Command{}, fmt.Errorf("command %q: type and reason must be text", c.Type)
	}
	return out, nil
}

func (c Change) normal() (Change, error) {
	if c.ID == "" || !utf8.ValidString(c.ID) || strings.ContainsRune(c.ID, 0) {
		return c, fmt.Errorf("%s: id %q is empty or no text", c.Kind, c.ID)
	}
	for _, side := range []*json.RawMessage{&c.Before, &c.After} {
		if *side == nil {
			continue
		}
		raw, err := normalRecord(c.Kind, c.ID, *side)
		if err != nil {
			return c, fmt.Errorf("%s %q: %w", c.Kind, c.ID, err)
		}
		*side = raw
	}
	return c, nil
}

// normalRecord decodes a record as its kind and encodes it again.
func normalRecord(kind Kind, id string, raw []byte) (json.RawMessage, error) {
	switch kind {
	case StudyKind:
		return recode(raw, id, func(StudyInfo) string { return StudyID })
	case SetKind:
		return recode(raw, id, func(instruments.Set) string { return SetID })
	case RespondentKind:
		return recode(raw, id, func(r instruments.Respondent) string { return string(r.ID) })
	case TrajectoryKind:
		return recode(raw, id, func(t instruments.Trajectory) string { return string(t.ID) })
	case DocumentKind:
		return recode(raw, id, func(d instruments.Document) string { return string(d.ID) })
	case FillingKind:
		return recode(raw, id, func(f instruments.Filling) string { return f.ID })
	case CodeKind:
		return recode(raw, id, func(c Code) string { return string(c.ID) })
	case CoderKind:
		return recode(raw, id, func(c Coder) string { return string(c.ID) })
	case CodingKind:
		return recode(raw, id, func(c Coding) string { return string(c.ID) })
	case MemoKind:
		return recode(raw, id, func(m Memo) string { return m.ID })
	case OverrideKind:
		return recode(raw, id, func(o Override) string { return string(o.Dyad) })
	case DecisionKind:
		return recode(raw, id, func(d Decision) string { return d.ID })
	case SourceKind:
		return recode(raw, id, func(s Source) string { return s.SHA256 })
	case ProgressKind:
		return recode(raw, id, Progress.ID)
	case RoundKind:
		return recode(raw, id, func(r Round) string { return r.ID })
	case GroupKind:
		return recode(raw, id, func(g Group) string { return g.ID })
	case SettlementKind:
		return recode(raw, id, func(s Settlement) string { return s.ID })
	}
	return nil, fmt.Errorf("unknown kind of record")
}

func recode[T any](raw []byte, id string, idOf func(T) string) (json.RawMessage, error) {
	v, err := Decode[T](raw)
	if err != nil {
		return nil, err
	}
	if got := idOf(v); got != id {
		return nil, fmt.Errorf("the record's own id is %q", got)
	}
	return Canonical(v)
}

// Decode reads a record strictly: unknown members are errors.
func Decode[T any](raw []byte) (T, error) {
	var v T
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&v); err != nil {
		return v, fmt.Errorf("decode record: %w", err)
	}
	return v, nil
}
