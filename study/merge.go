package study

import (
	"context"
	"errors"
	"maps"
	"math"
	"os"
	"strings"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// mergeType is the type of the events of a merge. Their reason ends in the hash
// of the other copy's last event, so that a later merge of the same copy knows
// what was brought in already.
const mergeType = "study.merge"

// MergeOptions say how another copy of a study is brought in.
type MergeOptions struct {
	// Coders gives coders of the other copy another name here, see
	// coding.MergeOptions.
	Coders map[coding.CoderID]coding.CoderID
	// Codes says which codes that are gone here are which codes here, see
	// coding.MergeOptions.
	Codes  map[coding.CodeID]coding.CodeID
	DryRun bool // do everything but keep nothing
}

// MergeReport says what a merge did, or with DryRun would have done.
type MergeReport struct {
	Other  string `json:"other"`  // base name of the other copy's file
	Head   string `json:"head"`   // hash of its last event
	Common int64  `json:"common"` // events that both logs begin with
	coding.MergeReport
	DryRun bool `json:"dry_run,omitempty"`
}

// Merge brings another copy of this study in, see coding.MergeStudies for what
// comes in and what does not: what the two copies have in common is what they
// were when their logs parted, or when the other copy was last merged. All of it
// is one act, which can be undone as one. The other copy is verified first, and
// only read.
func (s *Study) Merge(ctx context.Context, actor string, other *Study, opt MergeOptions) (MergeReport, error) {
	if sameFile(s.path, other.path) {
		return MergeReport{}, instruments.Refuse(other.path, instruments.Text{NL: "dit is hetzelfde bestand", EN: "this is the same file"},
			instruments.Text{NL: "geef de kopie waarin een ander heeft gewerkt", EN: "give the copy in which somebody else worked"})
	}
	if _, err := other.Verify(ctx); err != nil {
		return MergeReport{}, whose(other.path, err)
	}
	report := MergeReport{Other: baseName(other.path), DryRun: opt.DryRun}
	err := s.writeAlone(ctx, func(t *tx) error {
		return other.read(ctx, func(od *db) error {
			m := merging{tx: t, other: other, od: od, actor: actor, report: &report}
			if err := m.run(opt); err != nil || !opt.DryRun {
				return err
			}
			return errDryRun
		})
	})
	if err != nil && !errors.Is(err, errDryRun) {
		return MergeReport{}, err
	}
	s.writer.tidy()
	return report, nil
}

func sameFile(a, b string) bool {
	one, err := os.Stat(a)
	two, err2 := os.Stat(b)
	return err == nil && err2 == nil && os.SameFile(one, two)
}

// whose names the file in an error about a copy.
func whose(path string, err error) error {
	var told *instruments.Error
	if errors.As(err, &told) && told.Where == "" {
		named := *told
		named.Where = path
		return &named
	}
	return err
}

// merging is a merge under way, inside a write transaction here and a snapshot
// of the other copy.
type merging struct {
	*tx
	other  *Study
	od     *db
	actor  string
	report *MergeReport
}

func (m *merging) run(opt MergeOptions) error {
	last, err := head(m.od)
	if err != nil {
		return err
	}
	m.report.Head = last.Hash
	if m.report.Common, err = common(m.d, m.od); err != nil {
		return err
	}
	before, err := mergedBefore(m.d, m.od)
	if err != nil {
		return err
	}
	ours, err := fork(m.d, m.view(), m.report.Common, 0)
	if err != nil {
		return err
	}
	there := view{&m.other.texts, func(do func(*db) error) error { return do(m.od) }}
	theirs, err := fork(m.od, there, m.report.Common, before)
	if err != nil {
		return err
	}
	cmd, done, err := coding.MergeStudies(ours, theirs, coding.MergeOptions{Coders: opt.Coders, Codes: opt.Codes})
	if err != nil {
		return err
	}
	m.report.MergeReport = done
	return m.store(cmd)
}

// store writes what came in as one act, in events of bounded size.
func (m *merging) store(cmd coding.Command) error {
	if len(cmd.Changes) == 0 {
		return nil
	}
	cmd, err := cmd.Normal()
	if err != nil {
		return err
	}
	cmd.Type, cmd.Reason = mergeType, instruments.Plain(m.report.Other)+" "+m.report.Head
	var batch int64
	for all := cmd.Changes; len(all) > 0; all = all[len(cmd.Changes):] {
		cmd.Changes = all[:min(len(all), codingsPerEvent)]
		if err := m.bytes(cmd.Changes); err != nil {
			return err
		}
		seq, err := m.append(m.actor, cmd, batch, 0)
		if err != nil {
			return err
		}
		if batch == 0 {
			batch = seq
		}
	}
	return nil
}

// bytes copies the texts and original files of documents that come in.
func (m *merging) bytes(changes []coding.Change) error {
	for _, ch := range changes {
		if ch.Kind != coding.DocumentKind || ch.After == nil {
			continue
		}
		doc, err := coding.Decode[instruments.Document](ch.After)
		if err != nil {
			return err
		}
		for _, sum := range []string{doc.TextSHA256, kept(doc.Source)} {
			if here, err := hasBlob(m.d, sum); sum == "" || here || err != nil {
				if err != nil {
					return err
				}
				continue
			}
			b, err := blob(m.od, sum)
			if err == nil {
				err = putBlob(m.d, b, sum)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// common is the number of events that two logs begin with: a hash covers all
// events before it.
func common(a, b *db) (int64, error) {
	low, high := int64(0), int64(math.MaxInt64)
	for _, d := range []*db{a, b} {
		h, err := head(d)
		if err != nil {
			return 0, err
		}
		high = min(high, h.Seq)
	}
	for low < high {
		mid := low + (high-low+1)/2
		one, err := hashOf(a, mid)
		two, err2 := hashOf(b, mid)
		if err := errors.Join(err, err2); err != nil {
			return 0, err
		}
		if one == two {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return low, nil
}

func hashOf(d *db, seq int64) (hash string, err error) {
	_, err = d.one(`SELECT hash FROM events WHERE seq = ?`, []any{seq}, func(st *sqlite3.Stmt) { hash = st.ColumnText(0) })
	return hash, err
}

// mergedBefore is the last event of the other copy that was brought in by an
// earlier merge that is still in effect; 0 when there is none.
func mergedBefore(d, other *db) (int64, error) {
	back, err := readTurns(d)
	if err != nil {
		return 0, err
	}
	var hashes []string
	err = d.query(`SELECT DISTINCT batch, payload ->> 'reason' FROM events WHERE type = ? AND undoes = 0`, []any{mergeType}, func(st *sqlite3.Stmt) error {
		words := strings.Fields(st.ColumnText(1))
		if len(words) > 0 && !back.undone[st.ColumnInt64(0)] {
			hashes = append(hashes, words[len(words)-1])
		}
		return nil
	})
	var last int64
	for _, hash := range hashes {
		if err == nil {
			_, err = other.one(`SELECT seq FROM events WHERE hash = ?`, []any{hash}, func(st *sqlite3.Stmt) { last = max(last, st.ColumnInt64(0)) })
		}
	}
	return last, err
}

// fork is a copy with what changed in it after the first events, and how that
// was at the event merged.
func fork(d *db, v coding.View, parted, merged int64) (coding.Fork, error) {
	f := coding.Fork{View: v, Count: map[coding.Kind]int{}, Into: map[coding.CodeID]coding.CodeID{}}
	place := map[string]int{}
	err := events(d, parted+1, math.MaxInt64, func(e Event) error {
		cmd, err := e.Command()
		if err != nil {
			return damaged("", instruments.Textf("gebeurtenis %d is niet te lezen", "event %d cannot be read", e.Seq), err)
		}
		into, err := cmd.Into()
		if err != nil {
			return err
		}
		maps.Copy(f.Into, into)
		for _, ch := range cmd.Changes {
			key := digestKey(ch.Kind, ch.ID)
			i, known := place[key]
			if !known {
				i = len(f.Changed)
				place[key] = i
				f.Changed = append(f.Changed, coding.Revision{Kind: ch.Kind, ID: ch.ID, Parting: ch.Before, First: ch.Before, Merged: ch.Before})
			}
			r := &f.Changed[i]
			if r.Now = ch.After; r.First == nil {
				r.First = ch.After
			}
			if e.Seq <= merged {
				r.Merged = ch.After
			}
		}
		return nil
	})
	if err == nil {
		err = d.query(`SELECT kind, count(*) FROM records GROUP BY kind`, nil, func(st *sqlite3.Stmt) error {
			f.Count[coding.Kind(st.ColumnText(0))] = st.ColumnInt(1)
			return nil
		})
	}
	if err == nil {
		_, err = d.one(`SELECT count(*) FROM codings`, nil, func(st *sqlite3.Stmt) { f.Count[coding.CodingKind] = st.ColumnInt(0) })
	}
	return f, err
}
