package workbench

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

const (
	importPatience = 10 * time.Minute       // of one import, upload included
	importBeat     = 100 * time.Millisecond // between two lines of progress
	importLinks    = 20                     // new documents that are linked after an import
	importFiles    = 20_000                 // at once
	importName     = 1024                   // bytes of a file's name
	importOption   = 1024                   // bytes of an option
	importMapped   = 5_000                  // speakers and columns that a page may send
)

func importRoutes() []route {
	return []route{
		{"GET /import", showImport, routeRule{}},
		{"POST /import", postImport, routeRule{accepts: []string{typeMultipart}, body: bodyImport, patience: importPatience}},
	}
}

// importPage is the page on which files are brought in.
type importPage struct {
	Kinds       []choice
	Conventions []choice
	Coder       coding.CoderID
	LimitM      int
}

func showImport(v *visit) error {
	return v.page("import", instruments.Text{NL: "Inlezen", EN: "Import"}, importPage{Kinds: documentKinds(), Conventions: conventions(), Coder: v.coder(), LimitM: bodyImport >> 20})
}

// importing is one import that a page sent: what to do, and the files, which
// stand one after the other in a temporary file that has no name any more.
type importing struct {
	options study.ImportOptions
	files   []study.Input
	store   *os.File
	size    int64
}

// postImport takes files as they come and reads them all, or nothing. The
// answer is one JSON value a line: progress, and at the end what was read or
// the problems. Giving up the request gives up the import.
func postImport(v *visit) error {
	in, err := receive(v.r)
	defer in.close()
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "application/x-ndjson; charset=utf-8")
	out := importAnswer{w: v.w, rc: http.NewResponseController(v.w)}
	in.options.Progress = out.progress
	before, err := v.study.Head(v.ctx())
	if err != nil {
		return err
	}
	in.options.Readers, in.options.Lang = v.readers, v.lang
	report, err := v.study.Import(v.ctx(), string(v.coder()), in.files, in.options)
	if v.ctx().Err() != nil && err != nil {
		return v.ctx().Err() // the page gave up
	}
	result := v.importResult(in, report, err)
	var failed error
	if result.importFound, failed = v.found(report); failed != nil {
		return failed
	}
	if result.Stored {
		if result.Documents, err = v.newDocuments(before.Seq); err != nil {
			return err
		}
	}
	return out.end(result)
}

// newDocuments are the documents that imports added after an event, at most
// importLinks.
func (v *visit) newDocuments(after int64) ([]string, error) {
	var out []string
	err := v.study.Since(v.ctx(), after, 0, func(e study.Event) error {
		if e.Type != "import.transcript" && e.Type != "import.project" || len(out) == importLinks {
			return nil
		}
		cmd, err := e.Command()
		for _, ch := range cmd.Changes {
			if ch.Kind == coding.DocumentKind && ch.After != nil && len(out) < importLinks {
				out = append(out, ch.ID)
			}
		}
		return err
	})
	return out, err
}

// receive reads the parts of the request: options first, then files, each named
// by its path as the page knows it.
func receive(r *http.Request) (*importing, error) {
	in := &importing{}
	parts, err := r.MultipartReader()
	if err != nil {
		return in, instruments.Refuse("", instruments.Text{NL: "de bestanden kwamen niet heel aan", EN: "the files did not arrive whole"}, tryAgain())
	}
	if in.store, err = os.CreateTemp("", "meerzicht-*"); err != nil { // mode 0600
		return in, fmt.Errorf("import: %w", err)
	}
	// Where the system allows it the file loses its name now, so that nothing
	// stays behind whatever happens; elsewhere close removes it.
	_ = os.Remove(in.store.Name())
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = in.take(part)
		}
		if err != nil {
			return in, arrived(err)
		}
	}
	if len(in.files) == 0 {
		return in, instruments.Refuse("", instruments.Text{NL: "er zijn geen bestanden gekozen", EN: "no files were chosen"}, instruments.Text{NL: "sleep bestanden naar de pagina of kies ze", EN: "drop files on the page or choose them"})
	}
	return in, nil
}

// arrived is the refusal of a body that broke off; other errors stay as they are.
func arrived(err error) error {
	var told *instruments.Error
	var size *http.MaxBytesError
	var f *refusal
	switch {
	case errors.As(err, &size):
		return stop("size", http.StatusRequestEntityTooLarge,
			instruments.Textf("deze bestanden zijn samen groter dan %d MiB", "these files together are larger than %d MiB", size.Limit>>20),
			instruments.Text{NL: "lees ze in delen in, of gebruik ‘meerzicht import’ in de terminal", EN: "import them in parts, or use ‘meerzicht import’ in the terminal"})
	case errors.As(err, &told), errors.As(err, &f):
		return err
	}
	return instruments.Refuse("", instruments.Text{NL: "de bestanden kwamen niet heel aan", EN: "the files did not arrive whole"}, tryAgain())
}

// take reads one part: an option, or a file that is put behind the others.
func (i *importing) take(part *multipart.Part) error {
	if name, ok := strings.CutPrefix(part.FormName(), "file:"); ok {
		return i.takeFile(name, part)
	}
	raw, err := io.ReadAll(io.LimitReader(part, importOption))
	if err != nil {
		return err
	}
	kind, name, mapped := strings.Cut(part.FormName(), ":")
	if mapped {
		return i.takeMapped(kind, name, string(raw))
	}
	switch value := string(raw); kind {
	case "as":
		if value != "" && !slices.ContainsFunc(documentKinds(), func(k choice) bool { return k.ID == value }) {
			return refused(http.StatusBadRequest, instruments.Text{NL: "deze soort document is er niet", EN: "there is no such kind of document"}, reloadHint())
		}
		i.options.As = instruments.DocumentKind(value)
	case "coder":
		if value != "" {
			if err := checkCoder(value); err != nil {
				return err
			}
		}
		i.options.Coder = value
	case "replace":
		i.options.Replace = value == "yes"
	case "dry":
		i.options.DryRun = value == "yes"
	case "lost":
		i.options.AcceptLost = value == "yes"
	case "positions":
		if value != "" && !slices.ContainsFunc(conventions(), func(c choice) bool { return c.ID == value }) {
			return noMember()
		}
		i.options.Positions = value
	default:
		return noMember()
	}
	return nil
}

func noMember() error {
	return refused(http.StatusBadRequest, instruments.Text{NL: "de vraag van de pagina heeft een onderdeel dat hier niet hoort", EN: "the page's request has a member that does not belong here"}, reloadHint())
}

// takeMapped takes the role of a speaker, or what a column is.
func (i *importing) takeMapped(kind, name, value string) error {
	if len(i.options.Speakers)+len(i.options.Columns) >= importMapped || len(name) > importName {
		return noMember()
	}
	switch kind {
	case "speaker":
		role := instruments.SpeakerRole(value)
		if !slices.ContainsFunc(speakerRoles(), func(c choice) bool { return c.ID == value }) {
			return noMember()
		}
		if i.options.Speakers == nil {
			i.options.Speakers = map[string]instruments.SpeakerRole{}
		}
		i.options.Speakers[name] = role
	case "column":
		if i.options.Columns == nil {
			i.options.Columns = map[string]string{}
		}
		i.options.Columns[name] = value
	default:
		return noMember()
	}
	return nil
}

func (i *importing) takeFile(name string, part io.Reader) error {
	if len(i.files) == importFiles || name == "" || len(name) > importName {
		return refused(http.StatusBadRequest, instruments.Textf("te veel bestanden, of een bestandsnaam die niet kan (hoogstens %d bestanden)", "too many files, or a file name that cannot be (at most %d files)", importFiles),
			instruments.Text{NL: "lees ze in delen in", EN: "import them in parts"})
	}
	n, err := io.Copy(i.store, part)
	if err != nil {
		return err
	}
	from, store := i.size, i.store
	i.size += n
	i.files = append(i.files, study.Input{Name: name, Size: n, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(io.NewSectionReader(store, from, n)), nil
	}})
	return nil
}

func (i *importing) close() {
	if i.store != nil {
		i.store.Close()
		_ = os.Remove(i.store.Name()) // gone already where it could lose its name
	}
}

// importAnswer is the answer while it grows.
type importAnswer struct {
	w    http.ResponseWriter
	rc   *http.ResponseController
	mu   sync.Mutex
	last time.Time
}

// progress tells how many files were read, not more often than anyone can see.
func (a *importAnswer) progress(done, total int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if now := time.Now(); now.Sub(a.last) >= importBeat || done == total {
		a.last = now
		_ = json.NewEncoder(a.w).Encode(map[string]int{"done": done, "total": total})
		_ = a.rc.Flush() // who is gone gives up the context
	}
}

func (a *importAnswer) end(result importResult) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return json.NewEncoder(a.w).Encode(result)
}

// importResult is how an import ended, in the page's language.
type importResult struct {
	Said      string         `json:"said"`
	Stored    bool           `json:"stored"`
	Refused   bool           `json:"refused,omitempty"`
	Files     []fileResult   `json:"files"`
	Documents []string       `json:"documents,omitempty"` // that were added, see importLinks
	Problems  []problemShown `json:"problems"`
	importFound
}

// fileResult is what one file turned out to be. Index is its place among those
// that were sent.
type fileResult struct {
	Name  string `json:"name"`
	As    string `json:"as"`
	Items string `json:"items"`
	Facts string `json:"facts,omitempty"` // how it was read
	Left  string `json:"left,omitempty"`  // what was left out, by kind
	Bad   bool   `json:"bad,omitempty"`   // it has a problem that stops the import
}

func (v *visit) importResult(in *importing, r study.ImportReport, err error) importResult {
	if err == nil {
		return importResult{Said: importSaid(r).In(v.lang), Stored: !r.DryRun, Files: v.fileResults(r), Problems: v.problems(untoldNotes(r))}
	}
	out := importResult{Refused: true, Files: v.fileResults(r)}
	if len(r.Files) != len(in.files) {
		out.Files = make([]fileResult, len(in.files))
	}
	var list instruments.Problems
	errors.As(err, &list)
	for i, f := range in.files {
		if slices.ContainsFunc(list, func(p instruments.Problem) bool { return !p.Note && p.File == f.Name }) {
			out.Files[i] = fileResult{Bad: true, As: out.Files[i].As}
		}
		out.Files[i].Name = forPage(f.Name)
	}
	if list != nil {
		stops := 0
		for _, p := range list {
			if !p.Note {
				stops++
			}
		}
		out.Said = instruments.Textf("Niets ingelezen: %s. Het onderzoek is niet veranderd.", "Nothing imported: %s. The study was not changed.",
			number(stops, "probleem", "problemen", "problem", "problems")).In(v.lang)
		out.Problems = v.problems(list)
		return out
	}
	p := refusalOf(err).shown(v.lang, "").Problem
	out.Said = instruments.Text{NL: "Niets ingelezen. Het onderzoek is niet veranderd.", EN: "Nothing imported. The study was not changed."}.In(v.lang)
	out.Problems = []problemShown{p}
	return out
}

// untoldNotes are the notes but those that a list on the page tells: the lost
// codings of a new version, one by one.
func untoldNotes(r study.ImportReport) instruments.Problems {
	listed := map[string]bool{}
	for _, f := range r.Files {
		listed[f.Name] = f.Version != nil
	}
	return slices.DeleteFunc(slices.Clone(r.Notes), func(p instruments.Problem) bool {
		return listed[p.File] && strings.HasPrefix(p.What.NL, "codering verloren:")
	})
}

// importSaid is the line that the command prints.
func importSaid(r study.ImportReport) instruments.Text {
	said := instruments.Textf("%s, %s, %s, %s, %s", "%s, %s, %s, %s, %s",
		number(r.Respondents, "respondent", "respondenten", "respondent", "respondents"),
		number(r.Trajectories, "traject", "trajecten", "trajectory", "trajectories"),
		number(r.Documents, "document", "documenten", "document", "documents"),
		number(r.Fillings, "lijst", "lijsten", "list", "lists"),
		number(r.Codings, "codering", "coderingen", "coding", "codings"))
	for _, more := range []struct {
		n    int
		text instruments.Text
	}{
		{r.Codes, number(r.Codes, "code", "codes", "code", "codes")},
		{r.Memos, number(r.Memos, "memo", "memo’s", "memo", "memos")},
		{r.Groups, number(r.Groups, "groep", "groepen", "group", "groups")},
	} {
		if more.n > 0 {
			said = instruments.Textf("%s, %s", "%s, %s", said, more.text)
		}
	}
	if r.Known > 0 {
		said = instruments.Textf("%s; %s", "%s; %s", said, number(r.Known, "bestand was al ingelezen", "bestanden waren al ingelezen", "file was imported before", "files were imported before"))
	}
	if r.DryRun {
		return instruments.Textf("Gecontroleerd, nog niets opgeslagen: %s.", "Checked, nothing stored yet: %s.", said)
	}
	return instruments.Textf("Ingelezen: %s.", "Imported: %s.", said)
}

// factsText says how a transcript was read.
func factsText(f study.FileReport) instruments.Text {
	if f.As != study.AsTranscript || f.Words == 0 {
		return instruments.Text{}
	}
	t := number(f.Words, "woord", "woorden", "word", "words")
	if f.Turns > 0 {
		t = instruments.Textf("%s, %s", "%s, %s", t, number(f.Turns, "beurt", "beurten", "turn", "turns"))
	}
	return instruments.Textf("%s (%s)", "%s (%s)", t, f.Decoder)
}

// leftText is what was left out of a text.
func leftText(list []instruments.Omission) instruments.Text {
	var t instruments.Text
	for i, o := range list {
		if i == 0 {
			t = instruments.Textf("weggelaten: %d × %s", "left out: %d × %s", o.Count, o.Text())
			continue
		}
		t = instruments.Textf("%s, %d × %s", "%s, %d × %s", t, o.Count, o.Text())
	}
	return t
}

// number is a number with its noun.
func number(n int, oneNL, moreNL, oneEN, moreEN string) instruments.Text {
	if n == 1 {
		return instruments.Textf("%d %s", "%d %s", n, instruments.Text{NL: oneNL, EN: oneEN})
	}
	return instruments.Textf("%d %s", "%d %s", n, instruments.Text{NL: moreNL, EN: moreEN})
}

func (v *visit) fileResults(r study.ImportReport) []fileResult {
	kinds := map[string][4]string{
		study.AsRespondents: {"respondent", "respondenten", "respondent", "respondents"},
		study.AsTranscript:  {"document", "documenten", "document", "documents"},
		study.AsList:        {"lijst", "lijsten", "list", "lists"},
		study.AsCodings:     {"codering", "coderingen", "coding", "codings"},
	}
	out := make([]fileResult, len(r.Files))
	for i, f := range r.Files {
		out[i] = fileResult{Name: forPage(f.Name), Facts: factsText(f).In(v.lang), Left: leftText(f.Omitted).In(v.lang)}
		k := kinds[f.As]
		switch {
		case f.Known:
			out[i].Items = instruments.Text{NL: "brengt niets nieuws; overgeslagen", EN: "brings nothing new; skipped"}.In(v.lang)
		case f.As == "":
		case f.As == study.AsPart, f.As == study.AsProject: // what is in a project is told beside
			out[i].As = importKind(f.As).In(v.lang)
		default:
			out[i].As = importKind(f.As).In(v.lang)
			out[i].Items = number(f.Items, k[0], k[1], k[2], k[3]).In(v.lang)
		}
	}
	return out
}

func importKind(as string) instruments.Text {
	return map[string]instruments.Text{
		study.AsRespondents: {NL: "respondentenblad", EN: "respondent sheet"},
		study.AsTranscript:  {NL: "transcript", EN: "transcript"},
		study.AsList:        {NL: "ingevulde lijst", EN: "filled list"},
		study.AsCodings:     {NL: "codeerbestand", EN: "codings file"},
		study.AsProject:     {NL: "project van een ander programma", EN: "project of another program"},
		study.AsPart:        {NL: "onderdeel van een projectmap, niet gelezen", EN: "part of a project folder, not read"},
	}[as]
}
