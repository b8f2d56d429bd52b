package study

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"sync"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// CorpusOption changes what Corpus loads.
type CorpusOption func(*corpusOptions)

type corpusOptions struct{ texts, bare bool }

// WithTexts loads the canonical text of every document.
func WithTexts() CorpusOption { return func(o *corpusOptions) { o.texts = true } }

// WithoutDocuments leaves out documents and fillings: enough for a list of
// codings, and quick where thousands of transcripts stand beside them.
func WithoutDocuments() CorpusOption { return func(o *corpusOptions) { o.bare = true } }

// Corpus reads the whole study: one consistent picture, in a fixed order. Texts
// are left out unless asked for.
func (s *Study) Corpus(ctx context.Context, opts ...CorpusOption) (*coding.Corpus, error) {
	var o corpusOptions
	for _, opt := range opts {
		opt(&o)
	}
	c := &coding.Corpus{}
	err := s.read(ctx, func(d *db) error {
		if err := loadInfo(d, c); err != nil {
			return err
		}
		if err := loadRecords(d, c, o.bare); err != nil {
			return err
		}
		if err := loadCodings(d, c); err != nil {
			return err
		}
		if o.texts {
			return loadTexts(d, c)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

func loadInfo(d *db, c *coding.Corpus) error {
	infos, err := load[coding.StudyInfo](d, coding.StudyKind)
	if err != nil {
		return err
	}
	if len(infos) > 0 {
		c.Info = infos[0]
	}
	last, err := head(d)
	if err != nil {
		return err
	}
	c.Info.Events, c.Info.Changed, c.Info.Head = last.Seq, last.Time, last.Hash
	_, err = d.one(`SELECT time FROM events ORDER BY seq LIMIT 1`, nil, func(st *sqlite3.Stmt) { c.Info.Created = st.ColumnText(0) })
	return err
}

func loadRecords(d *db, c *coding.Corpus, bare bool) error {
	sets, err := load[instruments.Set](d, coding.SetKind)
	if err != nil {
		return err
	}
	c.Instruments = &instruments.Set{}
	if len(sets) > 0 {
		c.Instruments = &sets[0]
	}
	codes, err := load[coding.Code](d, coding.CodeKind)
	if err != nil {
		return err
	}
	c.Codebook = coding.TreeOf(codes)
	steps := []func() error{
		func() (err error) {
			c.Respondents, err = load[instruments.Respondent](d, coding.RespondentKind)
			return
		},
		func() (err error) {
			c.Trajectories, err = load[instruments.Trajectory](d, coding.TrajectoryKind)
			return
		},
		func() (err error) { c.Coders, err = load[coding.Coder](d, coding.CoderKind); return },
		func() (err error) { c.Memos, err = load[coding.Memo](d, coding.MemoKind); return },
		func() (err error) { c.Overrides, err = load[coding.Override](d, coding.OverrideKind); return },
		func() (err error) { c.Groups, err = load[coding.Group](d, coding.GroupKind); return },
		func() (err error) { c.Rounds, err = load[coding.Round](d, coding.RoundKind); return },
		func() (err error) { c.Settlements, err = load[coding.Settlement](d, coding.SettlementKind); return },
		func() (err error) { c.Progress, err = load[coding.Progress](d, coding.ProgressKind); return },
	}
	if !bare {
		steps = append(steps,
			func() (err error) { c.Documents, err = load[instruments.Document](d, coding.DocumentKind); return },
			func() (err error) { c.Fillings, err = load[instruments.Filling](d, coding.FillingKind); return })
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// load decodes all records of a kind, by id, on all processors: the documents
// of a large study are tens of megabytes of JSON.
func load[T any](d *db, kind coding.Kind) ([]T, error) {
	var raws [][]byte
	err := each(d, kind, func(_ string, raw []byte) error {
		raws = append(raws, raw)
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := make([]T, len(raws))
	workers := min(runtime.GOMAXPROCS(0), len(raws)/64+1)
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(raws) && errs[w] == nil; i += workers {
				errs[w] = json.Unmarshal(raws[i], &out[i])
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, damaged("", instruments.Textf("een %s is niet te lezen", "a %s cannot be read", kind), err)
		}
	}
	return out, nil
}

func loadCodings(d *db, c *coding.Corpus) error {
	n := 0
	if _, err := d.one(`SELECT count(*) FROM codings`, nil, func(st *sqlite3.Stmt) { n = st.ColumnInt(0) }); err != nil {
		return err
	}
	c.Codings = make([]coding.Coding, 0, n)
	// The table is clustered in corpus order.
	return codings(d, `ORDER BY document, start, stop, code, coder, id`, nil, func(coding coding.Coding) error {
		c.Codings = append(c.Codings, coding)
		return nil
	})
}

func loadTexts(d *db, c *coding.Corpus) error {
	for i := range c.Documents {
		b, err := blob(d, c.Documents[i].TextSHA256)
		if err != nil {
			return damaged(string(c.Documents[i].ID), instruments.Text{NL: "de tekst van dit document ontbreekt", EN: "the text of this document is missing"}, err)
		}
		c.Documents[i].Text = string(b)
	}
	return nil
}

// Text is the canonical text of a document.
func (s *Study) Text(ctx context.Context, id instruments.DocumentID) (string, error) {
	b, err := s.bytes(ctx, id, func(d instruments.Document) (string, error) { return d.TextSHA256, nil })
	return string(b), err
}

// Original is the file a document was read from, byte for byte. It is refused
// where the study never had that file (Source.Absent).
func (s *Study) Original(ctx context.Context, id instruments.DocumentID) ([]byte, error) {
	return s.bytes(ctx, id, func(d instruments.Document) (string, error) {
		if !d.Source.Absent {
			return d.Source.SHA256, nil
		}
		return "", instruments.Refuse("", instruments.Textf("het bronbestand van document %s (%s) zit niet in dit onderzoek", "the source file of document %s (%s) is not in this study", instruments.Plain(string(id)), instruments.Plain(d.Source.Name)),
			instruments.Text{NL: "lees dat bestand in om het te bewaren", EN: "import that file to keep it"})
	})
}

func (s *Study) bytes(ctx context.Context, id instruments.DocumentID, sum func(instruments.Document) (string, error)) ([]byte, error) {
	var b []byte
	err := s.read(ctx, func(d *db) error {
		doc, err := document(d, id)
		if err != nil {
			return err
		}
		name, err := sum(doc)
		if err == nil {
			b, err = blob(d, name)
		}
		return err
	})
	return b, err
}

func document(d *db, id instruments.DocumentID) (instruments.Document, error) {
	raw, ok, err := record(d, coding.DocumentKind, string(id))
	if err != nil {
		return instruments.Document{}, err
	}
	if !ok {
		return instruments.Document{}, instruments.Refuse("", instruments.Textf("document %q is er niet", "there is no document %q", id), instruments.Text{})
	}
	doc, err := coding.Decode[instruments.Document](raw)
	if err != nil {
		return doc, fmt.Errorf("document %q: %w", id, err)
	}
	return doc, nil
}
