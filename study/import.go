package study

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// Input is one file to import. Open is called once or twice; Size, when known,
// lets a file that is too large be refused unread.
type Input struct {
	Name string
	Open func() (io.ReadCloser, error)
	Size int64
}

// ImportOptions say how files are imported.
type ImportOptions struct {
	As       instruments.DocumentKind // the kind of every transcript; "" = recognised
	Coder    string                   // who filled lists and made codings that name nobody
	DryRun   bool                     // do everything but keep nothing
	Replace  bool                     // lists, codings and transcripts may replace what is there
	Progress func(done, total int)    // called after every file; nil = not
	Readers  Readers                  // zero = the project's own
}

// What a file turned out to be, in FileReport.As and coding.Source.
const (
	AsRespondents = "respondents"
	AsTranscript  = "transcript"
	AsList        = "list"
	AsCodings     = "codings"
)

// FileReport says what one input was. Known marks a file whose bytes were
// imported before and that was skipped.
type FileReport struct {
	Name  string `json:"name"`
	As    string `json:"as,omitempty"`
	Known bool   `json:"known,omitempty"`
	Items int    `json:"items"` // documents, respondents, lists or codings that it added or changed
}

// ImportReport says what an import did, or with DryRun would have done. Counts
// are of things added or changed.
type ImportReport struct {
	Files        []FileReport         `json:"files"` // as the inputs
	Respondents  int                  `json:"respondents"`
	Trajectories int                  `json:"trajectories"`
	Documents    int                  `json:"documents"`
	Fillings     int                  `json:"fillings"`
	Codings      int                  `json:"codings"`
	Known        int                  `json:"known"` // files skipped, imported before
	Notes        instruments.Problems `json:"notes,omitempty"`
	DryRun       bool                 `json:"dry_run,omitempty"`
}

// errDryRun rolls a dry run back.
var errDryRun = errors.New("dry run")

// Import reads files and stores what they hold: all of it, or nothing. Files
// are told apart by content and extension; respondent sheets come first, then
// transcripts, lists, and codings, so that one import may hold all of a study.
// When anything is wrong in any file, every problem of every file is the error
// (instruments.Problems), and the study is unchanged, as it is when the context
// ends. Each file is one event; the whole import is undone as one. Files whose
// bytes were imported before are skipped with a note.
//
// Transcripts are read on all processors and written by one; only a few are in
// memory at a time.
func (s *Study) Import(ctx context.Context, actor string, inputs []Input, opt ImportOptions) (ImportReport, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	im := &importer{s: s, ctx: ctx, actor: actor, inputs: inputs, opt: opt, readers: opt.Readers.withDefaults()}
	im.report = ImportReport{DryRun: opt.DryRun, Files: make([]FileReport, len(inputs))}
	im.problems = make([]instruments.Problems, len(inputs))
	for i, in := range inputs {
		im.report.Files[i].Name = in.Name
	}
	var problems instruments.Problems
	err := s.write(ctx, func() error {
		if err := im.run(); err != nil {
			return err
		}
		problems = im.all()
		if err := problems.Err(); err != nil {
			return err
		}
		if opt.DryRun {
			return errDryRun
		}
		return nil
	})
	if err == nil || errors.Is(err, errDryRun) {
		s.writer.tidy()
		im.report.Notes = problems
		return im.report, nil
	}
	return ImportReport{}, err
}

// importer is one import under way. Everything but its reading of files happens
// on one goroutine, inside one write transaction.
type importer struct {
	s       *Study
	ctx     context.Context
	actor   string
	inputs  []Input
	opt     ImportOptions
	readers Readers

	set          *instruments.Set
	book         coding.Codebook
	respondents  map[instruments.RespondentID]bool
	tokens       map[string]instruments.RespondentID // lower-case id → id
	projects     map[instruments.RespondentID]string
	trajectories map[instruments.TrajectoryID]bool
	coders       map[coding.CoderID]bool
	earlier      map[string]string // hash → name of files of earlier imports; workers read it
	sources      map[string]string // the same, and the files of this import

	batch     int64
	last      Head
	loose     int                 // interviews without respondent so far
	looseNote instruments.Problem // about those beyond the first few

	done     int
	report   ImportReport
	problems []instruments.Problems // by input
}

func (im *importer) run() error {
	if err := im.load(); err != nil {
		return err
	}
	lists, others, codings, err := im.sort()
	for _, step := range []func() error{
		func() error { return im.sheets(lists) },
		func() error { return im.transcripts(others) },
		func() error { return im.lists(lists) },
		func() error { return im.codings(codings) },
	} {
		if err == nil {
			err = step()
		}
	}
	return err
}

// load reads what the files are checked against.
func (im *importer) load() error {
	d := im.s.writer
	var c coding.Corpus
	if err := loadRecords(d, &c); err != nil {
		return err
	}
	var err error
	if im.last, err = head(d); err != nil {
		return err
	}
	im.set, im.book = c.Instruments, c.Codebook
	im.respondents, im.tokens = map[instruments.RespondentID]bool{}, map[string]instruments.RespondentID{}
	im.projects = map[instruments.RespondentID]string{}
	for _, r := range c.Respondents {
		im.know(r)
	}
	im.trajectories = map[instruments.TrajectoryID]bool{}
	for _, t := range c.Trajectories {
		im.trajectories[t.ID] = true
	}
	im.coders = map[coding.CoderID]bool{}
	for _, c := range c.Coders {
		im.coders[c.ID] = true
	}
	im.earlier = map[string]string{}
	sources, err := load[coding.Source](d, coding.SourceKind)
	for _, src := range sources {
		im.earlier[src.SHA256] = src.Name
	}
	im.sources = maps.Clone(im.earlier)
	return err
}

func (im *importer) know(r instruments.Respondent) {
	im.respondents[r.ID] = true
	im.tokens[strings.ToLower(string(r.ID))] = r.ID
	im.projects[r.ID] = r.Project
}

// all is every problem, in the order of the inputs.
func (im *importer) all() instruments.Problems {
	var out instruments.Problems
	for _, ps := range im.problems {
		out = append(out, ps...)
	}
	if im.loose > unlinkedNotes {
		out = append(out, im.looseNote)
	}
	return out
}

func (im *importer) problem(i int, what, hint instruments.Text) {
	im.problems[i] = append(im.problems[i], instruments.Problem{File: im.inputs[i].Name, What: what, Hint: hint})
}

func (im *importer) note(i int, what, hint instruments.Text) {
	im.problems[i] = append(im.problems[i], instruments.Problem{File: im.inputs[i].Name, What: what, Hint: hint, Note: true})
}

// finished counts a file for the progress.
func (im *importer) finished() error {
	im.done++
	if im.opt.Progress != nil {
		im.opt.Progress(im.done, len(im.inputs))
	}
	return im.ctx.Err()
}

// fresh reports whether a file's bytes are new; a known file is noted.
func (im *importer) fresh(i int, sum string) bool {
	name, known := im.sources[sum]
	if !known {
		im.sources[sum] = im.inputs[i].Name
		return true
	}
	im.report.Files[i].Known = true
	im.report.Known++
	im.note(i, instruments.Textf("al eerder ingelezen (als %s); overgeslagen", "imported before (as %s); skipped", instruments.Plain(name)), instruments.Text{})
	return false
}

// change makes the change that sets a record, with what is there now as Before.
func (im *importer) change(kind coding.Kind, id string, after any) (coding.Change, error) {
	before, _, err := record(im.s.writer, kind, id)
	if err != nil {
		return coding.Change{}, err
	}
	raw, err := coding.Canonical(after)
	return coding.Change{Kind: kind, ID: id, Before: before, After: raw}, err
}

// store writes the event of one file: its changes, the coders they name, and
// the file itself as a source.
func (im *importer) store(i int, as string, src instruments.Source, changes []coding.Change) error {
	src.Name = baseName(im.inputs[i].Name)
	c, err := im.change(coding.SourceKind, src.SHA256, coding.Source{Source: src, As: as})
	if err != nil {
		return err
	}
	im.report.Files[i].As = as
	return im.append("import."+as, append(changes, c))
}

func (im *importer) append(kind string, changes []coding.Change) error {
	var real []coding.Change
	for _, ch := range changes {
		if string(ch.Before) != string(ch.After) {
			real = append(real, ch)
		}
	}
	if len(real) == 0 {
		return nil
	}
	for _, ch := range real {
		if err := apply(im.s.writer, ch); err != nil {
			return fmt.Errorf("import: %w", err)
		}
	}
	return im.event(coding.Command{Type: kind, Changes: real})
}

// event appends the event of changes that are in the state already.
func (im *importer) event(cmd coding.Command) error {
	e, err := im.s.event(im.last, im.actor, cmd, im.batch, 0)
	if err != nil {
		return err
	}
	im.last, im.batch = Head{Seq: e.Seq, Time: e.Time, Hash: e.Hash}, e.Batch
	return nil
}

// coder is the change that makes a coder known, once; nil when known already.
func (im *importer) coder(id coding.CoderID) ([]coding.Change, error) {
	if im.coders[id] {
		return nil, nil
	}
	im.coders[id] = true
	c, err := im.change(coding.CoderKind, string(id), coding.Coder{ID: id})
	return []coding.Change{c}, err
}

// hasDocument reports whether there is a document with that id.
func hasDocument(d *db, id instruments.DocumentID) (bool, error) {
	return d.one(`SELECT 1 FROM records WHERE kind = ? AND id = ?`, []any{string(coding.DocumentKind), string(id)}, func(*sqlite3.Stmt) {})
}
