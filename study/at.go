package study

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"math"
	"slices"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// CorpusAt reads the study as it was after the event with that number: what
// Corpus would have given then. It refuses a number that the log does not have.
func (s *Study) CorpusAt(ctx context.Context, seq int64, opts ...CorpusOption) (*coding.Corpus, error) {
	var c *coding.Corpus
	err := s.read(ctx, func(d *db) (err error) {
		c, err = corpusAt(d, seq, opts)
		return err
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

// CorpusOfRound reads the study as it was when a round of double coding was
// released, and the number of that event. Of a round that was released more
// than once, after taking the release back, the last time counts. A round that
// is not released is read as the study is now, with number 0. It refuses a round
// that is not there.
func (s *Study) CorpusOfRound(ctx context.Context, id string, opts ...CorpusOption) (*coding.Corpus, int64, error) {
	var c *coding.Corpus
	var at int64
	err := s.read(ctx, func(d *db) error {
		now, err := head(d)
		if err == nil {
			at, err = released(d, id)
		}
		if err == nil {
			c, err = corpusAt(d, cmp.Or(at, now.Seq), opts)
		}
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	return c, at, nil
}

// released is the last event that released a round; 0 when the round is not.
func released(d *db, id string) (int64, error) {
	raw, ok, err := record(d, coding.RoundKind, id)
	if err != nil {
		return 0, err
	}
	if !ok {
		return 0, instruments.Refuse("", instruments.Textf("ronde %q is er niet", "there is no round %q", instruments.Plain(id)),
			instruments.Text{NL: "‘meerzicht round’ noemt de rondes van een onderzoek", EN: "‘meerzicht round’ lists the rounds of a study"})
	}
	if out, err := isReleased(raw); err != nil || !out {
		return 0, err
	}
	// The payload is canonical, so a change of the round reads thus; a text that
	// says the same has its quotes escaped. Imports, the bulk of a log, bring no
	// rounds; CASE makes sure that their payloads are not looked at.
	mark := string(append(coding.AppendString([]byte(`"id":`), id), `,"kind":"round"}`...))
	var at int64
	err = d.query(`SELECT seq, payload FROM events WHERE CASE WHEN type LIKE 'import.%' THEN 0 ELSE instr(payload, ?) END > 0 ORDER BY seq DESC`, []any{mark}, func(st *sqlite3.Stmt) error {
		cmd, err := coding.Decode[coding.Command](st.ColumnRawText(1))
		if err != nil {
			return damaged("", instruments.Textf("gebeurtenis %d is niet te lezen", "event %d cannot be read", st.ColumnInt64(0)), err)
		}
		if did, err := releases(cmd, id); err != nil || !did {
			return err
		}
		at = st.ColumnInt64(0)
		return errEnough
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return at, err
}

// releases reports whether a command turns a round from unreleased, or from
// nothing, into released.
func releases(cmd coding.Command, id string) (bool, error) {
	for _, ch := range cmd.Changes {
		if ch.Kind != coding.RoundKind || ch.ID != id {
			continue
		}
		before, err := isReleased(ch.Before)
		if err != nil || before {
			return false, err
		}
		return isReleased(ch.After)
	}
	return false, nil
}

func isReleased(raw []byte) (bool, error) {
	if raw == nil {
		return false, nil
	}
	r, err := coding.Decode[coding.Round](raw)
	return r.Released, err
}

// corpusAt is the corpus as it is now with what changed since put back: a round
// was released lately as a rule, and most of a study came before that.
func corpusAt(d *db, seq int64, opts []CorpusOption) (*coding.Corpus, error) {
	e, err := eventAt(d, max(seq, 1))
	if err != nil || e.Seq != seq {
		return nil, errors.Join(err, instruments.Refuse("", instruments.Textf("gebeurtenis %d staat niet in het logboek", "event %d is not in the log", seq), instruments.Text{}))
	}
	c, o := &coding.Corpus{}, corpusOptions{}
	for _, opt := range opts {
		opt(&o)
	}
	if err := errors.Join(loadInfo(d, c), loadRecords(d, c, o.bare), loadCodings(d, c)); err != nil {
		return nil, err
	}
	p, err := readPast(d, seq)
	if err == nil {
		err = p.restore(c, o.bare)
	}
	c.Info.Events, c.Info.Changed, c.Info.Head = e.Seq, e.Time, e.Hash
	if err == nil && o.texts {
		err = loadTexts(d, c)
	}
	return c, err
}

// pastRecords are those that changed after an event, as they were then; nil =
// absent.
type pastRecords map[coding.Kind]map[string]json.RawMessage

func readPast(d *db, seq int64) (pastRecords, error) {
	p := pastRecords{}
	err := events(d, seq+1, math.MaxInt64, func(e Event) error {
		cmd, err := e.Command()
		if err != nil {
			return damaged("", instruments.Textf("gebeurtenis %d is niet te lezen", "event %d cannot be read", e.Seq), err)
		}
		for _, ch := range cmd.Changes {
			of := p[ch.Kind]
			if of == nil {
				of = map[string]json.RawMessage{}
				p[ch.Kind] = of
			}
			if _, known := of[ch.ID]; !known {
				of[ch.ID] = ch.Before
			}
		}
		return nil
	})
	return p, err
}

// restore puts the past records into a corpus of now.
func (p pastRecords) restore(c *coding.Corpus, bare bool) error {
	codes := c.Codebook.Codes
	infos, sets := []coding.StudyInfo{c.Info}, []instruments.Set{*c.Instruments}
	err := errors.Join(
		restore(p, coding.StudyKind, &infos, func(coding.StudyInfo) string { return coding.StudyID }),
		restore(p, coding.SetKind, &sets, func(instruments.Set) string { return coding.SetID }),
		restore(p, coding.CodeKind, &codes, func(k coding.Code) string { return string(k.ID) }),
		restore(p, coding.RespondentKind, &c.Respondents, func(r instruments.Respondent) string { return string(r.ID) }),
		restore(p, coding.TrajectoryKind, &c.Trajectories, func(t instruments.Trajectory) string { return string(t.ID) }),
		restore(p, coding.CoderKind, &c.Coders, func(k coding.Coder) string { return string(k.ID) }),
		restore(p, coding.MemoKind, &c.Memos, func(m coding.Memo) string { return m.ID }),
		restore(p, coding.OverrideKind, &c.Overrides, func(o coding.Override) string { return string(o.Dyad) }),
		restore(p, coding.GroupKind, &c.Groups, func(g coding.Group) string { return g.ID }),
		restore(p, coding.RoundKind, &c.Rounds, func(r coding.Round) string { return r.ID }),
		restore(p, coding.SettlementKind, &c.Settlements, func(s coding.Settlement) string { return s.ID }),
		restore(p, coding.ProgressKind, &c.Progress, coding.Progress.ID),
		restore(p, coding.CodingKind, &c.Codings, func(k coding.Coding) string { return string(k.ID) }),
	)
	if !bare {
		err = errors.Join(err,
			restore(p, coding.DocumentKind, &c.Documents, func(d instruments.Document) string { return string(d.ID) }),
			restore(p, coding.FillingKind, &c.Fillings, func(f instruments.Filling) string { return f.ID }))
	}
	if len(infos) > 0 {
		infos[0].Created = c.Info.Created
		c.Info = infos[0]
	}
	if len(sets) > 0 {
		c.Instruments = &sets[0]
	}
	c.Codebook = coding.TreeOf(codes)
	coding.SortCodings(c.Codings)
	return err
}

// restore takes the records of a kind that changed out of a list by id, and puts
// in what they were.
func restore[T any](p pastRecords, kind coding.Kind, list *[]T, id func(T) string) error {
	of := p[kind]
	if len(of) == 0 {
		return nil
	}
	*list = slices.DeleteFunc(*list, func(one T) bool { _, changed := of[id(one)]; return changed })
	for _, raw := range of {
		if raw == nil {
			continue
		}
		one, err := coding.Decode[T](raw)
		if err != nil {
			return damaged("", instruments.Textf("een %s is niet te lezen", "a %s cannot be read", kind), err)
		}
		*list = append(*list, one)
	}
	slices.SortFunc(*list, func(a, b T) int { return cmp.Compare(id(a), id(b)) })
	return nil
}
