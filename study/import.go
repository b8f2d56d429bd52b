package study

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
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
	As      instruments.DocumentKind // the kind of every transcript; "" = recognised
	Coder   string                   // who filled lists and made codings that name nobody
	DryRun  bool                     // do everything but keep nothing
	Replace bool                     // lists, codings and transcripts may replace what is there
	// AcceptLost lets a transcript replace another although words that were coded
	// are no longer in it: those codings go.
	AcceptLost bool
	// Speakers are the roles of speakers, by label, in every document that has the
	// label.
	Speakers map[string]instruments.SpeakerRole
	// Columns say what the columns of a survey are, by heading: an activity or a
	// word of checklist.ColumnWords.
	Columns map[string]string
	// Positions says how a project of another program counts positions
	// ("codepoint", "codepoint-crlf1", "utf16", "utf16-crlf1", "utf8"); "" = found
	// out from the project.
	Positions string
	Lang      instruments.Lang // of what projects are put into words with; "" = Dutch
	// Progress is called as the work goes on; nil = not. A file is one step, a
	// project 200.
	Progress func(done, total int)
	Readers  Readers // zero = the project's own
}

// What a file turned out to be, in FileReport.As and coding.Source.
const (
	AsRespondents = "respondents"
	AsTranscript  = "transcript"
	AsList        = "list"
	AsCodings     = "codings"
	AsProject     = "project"
)

// FileReport says what one input was. Known marks a file that was imported
// before and was skipped.
type FileReport struct {
	Name  string `json:"name"`
	As    string `json:"as,omitempty"`
	Known bool   `json:"known,omitempty"`
	Items int    `json:"items"` // documents, respondents, lists or codings that it added or changed

	// Of a transcript: how it was read.
	Decoder  string                 `json:"decoder,omitempty"`
	Words    int                    `json:"words,omitempty"`
	Turns    int                    `json:"turns,omitempty"`
	Speakers []instruments.Speaker  `json:"speakers,omitempty"`
	Omitted  []instruments.Omission `json:"omitted,omitempty"`
	// Version says what became of the codings when the transcript is a new version
	// of a document.
	Version *VersionReport `json:"version,omitempty"`
	// Columns say what the columns of a survey were taken for.
	Columns []checklist.Column `json:"columns,omitempty"`
	// Transfer is the loss report of a project, and Stored what became of what was
	// taken.
	Transfer *coding.Transfer `json:"transfer,omitempty"`
	Stored   []StoredCount    `json:"stored,omitempty"`
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
	Codes        int                  `json:"codes,omitempty"` // of projects, as are memos and groups
	Memos        int                  `json:"memos,omitempty"`
	Groups       int                  `json:"groups,omitempty"`
	Known        int                  `json:"known"` // files skipped, imported before
	Notes        instruments.Problems `json:"notes,omitempty"`
	DryRun       bool                 `json:"dry_run,omitempty"`
}

// errDryRun rolls a dry run back.
var errDryRun = errors.New("dry run")

// Import reads files and stores what they hold: all of it, or nothing. Files
// are told apart by content and extension; respondent sheets come first, then
// transcripts, projects of other programs, lists, and codings, so that one import
// may hold all of a study.
// When anything is wrong in any file, every problem of every file is the error
// (instruments.Problems), and the study is unchanged, as it is when the context
// ends; the report then only says what the files were taken for. Each file is one event; the whole import is undone as one. Files that
// were imported before and of which all is here are skipped with a note; of those
// of which something is gone, that comes back. With Replace the content of a list
// or of codings is the file's again.
//
// Transcripts are read on all processors and written by one; only a few are in
// memory at a time.
func (s *Study) Import(ctx context.Context, actor string, inputs []Input, opt ImportOptions) (ImportReport, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	m := &importer{s: s, ctx: ctx, actor: actor, inputs: inputs, opt: opt, readers: opt.Readers.withDefaults(opt)}
	m.report = ImportReport{DryRun: opt.DryRun, Files: make([]FileReport, len(inputs))}
	m.problems = make([]instruments.Problems, len(inputs))
	for i, in := range inputs {
		m.report.Files[i].Name = in.Name
	}
	var problems instruments.Problems
	err := s.writeAlone(ctx, func(t *tx) error {
		m.tx = t
		if err := m.run(); err != nil {
			return err
		}
		problems = m.all()
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
		m.report.Notes = problems
		return m.report, nil
	}
	// Nothing was stored; what the files are stays worth knowing, such as the columns
	// that somebody must confirm.
	return ImportReport{Files: m.report.Files, DryRun: opt.DryRun}, err
}

// importer is one import under way. Everything but its reading of files happens
// on one goroutine, inside one write transaction.
type importer struct {
	s       *Study
	tx      *tx
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
	refused      map[instruments.RespondentID]bool // gave no consent
	trajectories map[instruments.TrajectoryID]bool
	coders       map[coding.CoderID]bool
	known        knownFiles
	sources      map[string]string // hash → name of the files of this import

	batch     int64
	blind     bool                // a sheet that may hold respondents was refused
	loose     int                 // interviews without respondent so far
	looseNote instruments.Problem // about those beyond the first few
	differing []differing         // codings of the file at hand
	claimed   map[instruments.DocumentID]claim
	heavy     sync.Mutex // held while a large transcript is read

	progress meter
	voices   voices
	loud     instruments.Problems // about no file in particular
	report   ImportReport
	problems []instruments.Problems // by input
}

func (m *importer) run() error {
	if err := m.load(); err != nil {
		return err
	}
	files, err := m.sort()
	if err == nil {
		m.checkFlags(files)
	}
	for _, step := range []func() error{
		func() error { return m.sheets(files.lists) },
		func() error { return m.transcripts(&files) },
		func() error { return m.projectFiles(files.projects) },
		m.checkVoices,
		func() error { return m.lists(files.lists) },
		func() error { return m.codings(files.codings) },
	} {
		if err == nil {
			err = step()
		}
	}
	return err
}

// checkFlags is a problem for what was said about files that are not there.
func (m *importer) checkFlags(f sortedFiles) {
	told := func(flag string, what instruments.Text) {
		m.loud = append(m.loud, instruments.Problem{What: instruments.Textf("%s verandert niets: %s", "%s changes nothing: %s", flag, what), Hint: instruments.Textf("laat %s weg, of geef het bestand erbij", "leave %s out, or give the file as well", flag)})
	}
	if m.opt.Positions != "" && len(f.projects) == 0 {
		told("--positions", instruments.Text{NL: "er is geen project bij", EN: "there is no project among the files"})
	}
	if len(m.opt.Columns) > 0 && f.sheets == 0 {
		told("--column", instruments.Text{NL: "er is geen tabel bij", EN: "there is no table among the files"})
	}
}

// load reads what the files are checked against. Documents and fillings are
// looked up one by one: there may be thousands.
func (m *importer) load() error {
	d := m.s.writer
	var c coding.Corpus
	if err := loadRecords(d, &c, true); err != nil {
		return err
	}
	m.set, m.book = c.Instruments, c.Codebook
	m.respondents, m.tokens = map[instruments.RespondentID]bool{}, map[string]instruments.RespondentID{}
	m.projects, m.refused = map[instruments.RespondentID]string{}, map[instruments.RespondentID]bool{}
	for _, r := range c.Respondents {
		m.know(r)
	}
	m.trajectories = map[instruments.TrajectoryID]bool{}
	for _, t := range c.Trajectories {
		m.trajectories[t.ID] = true
	}
	m.coders = map[coding.CoderID]bool{}
	for _, c := range c.Coders {
		m.coders[c.ID] = true
	}
	m.sources = map[string]string{}
	m.claimed = map[instruments.DocumentID]claim{}
	m.voices = voices{roles: m.opt.Speakers, met: map[string]bool{}}
	var err error
	m.known, err = loadKnown(d)
	return err
}

func (m *importer) know(r instruments.Respondent) {
	m.respondents[r.ID] = true
	m.tokens[strings.ToLower(string(r.ID))] = r.ID
	m.projects[r.ID] = r.Project
	if r.Consent == refusal {
		m.refused[r.ID] = true
	} else {
		delete(m.refused, r.ID)
	}
}

// all is every problem, in the order of the inputs.
func (m *importer) all() instruments.Problems {
	var out instruments.Problems
	for i, ps := range m.problems {
		for _, p := range ps {
			p.File = m.inputs[i].Name // as the user gave it; readers shorten it
			out = append(out, p)
		}
	}
	if m.loose > unlinkedNotes {
		out = append(out, m.looseNote)
	}
	return append(out, m.loud...)
}

func (m *importer) problem(i int, what, hint instruments.Text) {
	m.problems[i] = append(m.problems[i], instruments.Problem{File: m.inputs[i].Name, What: what, Hint: hint})
}

func (m *importer) note(i int, what, hint instruments.Text) {
	m.problems[i] = append(m.problems[i], instruments.Problem{File: m.inputs[i].Name, What: what, Hint: hint, Note: true})
}

// finished counts a file for the progress.
func (m *importer) finished() error {
	m.progress.step(1)
	return m.ctx.Err()
}

// change makes the change that sets a record, with what is there now as Before.
func (m *importer) change(kind coding.Kind, id string, after any) (coding.Change, error) {
	before, _, err := record(m.s.writer, kind, id)
	if err != nil {
		return coding.Change{}, err
	}
	raw, err := coding.Canonical(after)
	return coding.Change{Kind: kind, ID: id, Before: before, After: raw}, err
}

// store writes the event of one file: its changes, the coders they name, and
// the file itself as a source.
func (m *importer) store(i int, as string, src instruments.Source, changes []coding.Change) error {
	c, err := m.sourceChange(i, as, src)
	if err != nil {
		return err
	}
	m.report.Files[i].As = as
	return m.append("import."+as, append(changes, c))
}

// sourceChange makes a file known by its bytes.
func (m *importer) sourceChange(i int, as string, src instruments.Source) (coding.Change, error) {
	src.Name = baseName(m.inputs[i].Name)
	return m.change(coding.SourceKind, src.SHA256, coding.Source{Source: src, As: as})
}

func (m *importer) append(kind string, changes []coding.Change) error {
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
		if err := m.tx.apply(ch); err != nil {
			return fmt.Errorf("import: %w", err)
		}
	}
	return m.event(coding.Command{Type: kind, Changes: real})
}

// event appends the event of changes that are in the state already.
func (m *importer) event(cmd coding.Command) error {
	e, err := m.tx.event(m.actor, cmd, m.batch, 0)
	if err == nil {
		m.batch = e.Batch
	}
	return err
}

// coder is the change that makes a coder known, once; nil when known already.
func (m *importer) coder(id coding.CoderID) ([]coding.Change, error) {
	if m.coders[id] {
		return nil, nil
	}
	m.coders[id] = true
	c, err := m.change(coding.CoderKind, string(id), coding.Coder{ID: id})
	return []coding.Change{c}, err
}

// hasDocument reports whether there is a document with that id.
func hasDocument(d *db, id instruments.DocumentID) (bool, error) {
	return d.one(`SELECT 1 FROM records WHERE kind = ? AND id = ?`, []any{string(coding.DocumentKind), string(id)}, func(*sqlite3.Stmt) {})
}
