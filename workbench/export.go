package workbench

import (
	"context"
	"errors"
	"html/template"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report"
	"meerzicht/report/export"
	"meerzicht/study"
)

func exportRoutes() []route {
	return []route{
		{"GET /export", showExport, routeRule{}},
		{"GET /part/export", showExportPart, routeRule{patience: exportPatience}},
		{"GET /export/file", sendExport, routeRule{patience: exportPatience}},
	}
}

// exportLook is how long the page waits for the loss report before it shows
// itself without; its script waits longer.
const exportLook = 400 * time.Millisecond

// exportPage is what can be taken along, with the choices of the address.
type exportPage struct {
	Formats   []export.Format
	Form      export.Format
	Contents  []export.Content
	Options   export.Options
	Layers    []choice // nil where there is nothing to choose
	Layer     string   // that is taken
	Audiences []report.Audience
	Address   template.URL // of the choices
	Now       exportNow
}

// exportNow is what becomes of the choices.
type exportNow struct {
	Making  bool // the loss report takes longer than a page waits
	Problem *problemShown
	Notes   []instruments.Text
	Lost    *transferShown // nil for a form without a loss report
	Name    string         // of the file
}

func showExport(v *visit) error {
	page, err := v.exportPage(exportLook)
	if err != nil {
		return err
	}
	return v.page("export", instruments.Text{NL: "Exporteren", EN: "Export"}, page)
}

func showExportPart(v *visit) error {
	page, err := v.exportPage(exportPatience)
	if err != nil {
		return err
	}
	return v.part("export", "export-choices", page)
}

// exportForm is the form that the address asks for; the first without a choice.
// What the workbench cannot send is not there.
func (v *visit) exportForm() (export.Format, error) {
	id := v.query().Get("form")
	if id == "" {
		return exportForms()[0], nil
	}
	for _, f := range exportForms() {
		if f.ID == id {
			return f, nil
		}
	}
	return export.Format{}, refused(http.StatusBadRequest, instruments.Text{NL: "deze vorm is er niet", EN: "there is no such form"}, reloadHint())
}

// exportForms are the forms that can be sent as one file.
func exportForms() []export.Format {
	return slices.DeleteFunc(export.Formats(), func(f export.Format) bool { return f.ID == export.Folder })
}

// exportOptions reads the choices of the address; those that the form does not
// take, left behind by another, are passed over.
func (v *visit) exportOptions(f export.Format) export.Options {
	q := v.query()
	o := export.Options{Layer: q.Get("layer"), Lang: v.lang, Version: v.version, WithoutTexts: f.ID == "zip" && q.Get("texts") == "no", RoundOf: func(id string) (*coding.Corpus, error) {
		c, _, err := v.study.CorpusOfRound(v.ctx(), id)
		return c, err
	}}
	if lang, ok := instruments.ParseLang(q.Get("labels")); ok && q.Get("labels") != "" {
		o.Lang = lang
	}
	contents := f.Contents()
	i := slices.IndexFunc(contents, func(c export.Content) bool { return c.Name == q.Get("what") })
	if i < 0 {
		i = 0
	}
	if len(contents) > 0 {
		o.What = contents[i].Name
		if contents[i].Published {
			o.Audience = report.Audience(q.Get("audience"))
		}
	}
	return o
}

func (v *visit) exportPage(patience time.Duration) (exportPage, error) {
	f, err := v.exportForm()
	if err != nil {
		return exportPage{}, err
	}
	p := exportPage{Formats: exportForms(), Form: f, Contents: f.Contents(), Options: v.exportOptions(f)}
	c, err := v.corpora.of(v.ctx(), v.study, f.Texts)
	if err != nil {
		return p, err
	}
	if layered, err := analysis.InLayer(c, ""); err == nil && layered.Layer.Name != "" {
		p.Layers = layersOf(c)
	}
	if p.Layer = p.Options.Layer; p.Layer == "" {
		p.Layer = f.LayerByDefault()
	}
	if i := slices.IndexFunc(p.Contents, func(c export.Content) bool { return c.Name == p.Options.What }); i >= 0 && p.Contents[i].Published {
		p.Audiences = []report.Audience{report.Intern, report.Extern}
	}
	p.Address = template.URL(exportAddress(f, p.Options))
	p.Now, err = v.exportNow(c, f, p.Options, patience)
	return p, err
}

// exportAddress are choices as a query.
func exportAddress(f export.Format, o export.Options) string {
	return with(url.Values{}, "form", f.ID, "what", o.What, "layer", o.Layer, "audience", string(o.Audience), "labels", string(o.Lang), "texts", map[bool]string{true: "no"}[o.WithoutTexts])
}

// exportNow looks what becomes of the choices by writing the file to nobody, when
// its form tells what is lost. What cannot be is a problem on the page.
func (v *visit) exportNow(c *coding.Corpus, f export.Format, o export.Options, patience time.Duration) (exportNow, error) {
	now := exportNow{Name: exportName(c.Info, f, o)}
	l, err := v.study.look(v.ctx())
	if err != nil {
		return now, err
	}
	ctx, cancel := context.WithTimeout(v.ctx(), patience)
	defer cancel()
	if err = v.exportable(c, o); err == nil {
		now.Notes, err = export.Notes(ctx, c, f, o)
	}
	if l.hides() {
		now.Notes = append(now.Notes, l.exported(f))
	}
	if err == nil && f.Reports {
		var lost coding.Transfer
		if lost, err = export.Write(ctx, io.Discard, c, f, o); err == nil {
			now.Lost = v.transferShown(lost)
		}
	}
	var told *instruments.Error
	switch {
	case err != nil && ctx.Err() != nil && v.ctx().Err() == nil:
		now.Making, err = true, nil
	case errors.As(err, &told):
		now.Problem, err = &problemShown{What: sentence(forPage(told.What.In(v.lang))), Hint: sentence(forPage(told.Hint.In(v.lang)))}, nil
	}
	return now, err
}

// exportable refuses choices that the study does not know.
func (v *visit) exportable(c *coding.Corpus, o export.Options) error {
	if o.Layer != "" && !slices.ContainsFunc(layersOf(c), func(l choice) bool { return l.ID == o.Layer }) {
		return unknownChoice(analysis.ChooseLayer, o.Layer)
	}
	return nil
}

// sendExport sends the file. It is made whole first, in a temporary file without a
// name, so that what goes wrong is an answer and not half a file.
func sendExport(v *visit) error {
	f, err := v.exportForm()
	if err != nil {
		return err
	}
	o := v.exportOptions(f)
	if o.Log, err = v.exportLog(); err != nil {
		return err
	}
	c, err := v.corpora.of(v.ctx(), v.study, f.Texts)
	if err != nil {
		return err
	}
	if err := v.exportable(c, o); err != nil {
		return err
	}
	file, err := os.CreateTemp("", "meerzicht-*") // mode 0600
	if err != nil {
		return err
	}
	_ = os.Remove(file.Name()) // where the system allows it nothing can stay behind
	defer func() { _ = file.Close(); _ = os.Remove(file.Name()) }()
	name, kind := exportName(c.Info, f, o), f.MIME
	if f.Beside(name) != "" {
		kind, err = "application/zip", export.WriteBoth(v.ctx(), file, c, f, o, strings.TrimSuffix(name, "-sps.zip")+f.Extension)
	} else {
		_, err = export.Write(v.ctx(), file, c, f, o)
	}
	if err != nil {
		return err
	}
	return v.sendFile(file, name, kind)
}

// exportLog are the events for an archive, as lines of JSON. Of some events only a
// part may be seen while a blind round is open; such a log proves nothing, so there
// is none.
func (v *visit) exportLog() (func(func([]byte) error) error, error) {
	l, err := v.study.look(v.ctx())
	if err != nil || l.hides() {
		return nil, err
	}
	return func(line func([]byte) error) error {
		return v.study.Since(v.ctx(), 0, 0, func(e study.Event) error {
			e.Request = "" // it is no part of the log
			return line(e.Line())
		})
	}, nil
}

// exported says what of the study is not in a file while a blind round is open.
func (l look) exported(f export.Format) instruments.Text {
	t := instruments.Textf("Blinde ronde %s is open: het werk van de andere codeurs zit hier niet in.", "Blind round %s is open: the work of the other coders is not in this.", l.names())
	if f.ID == "zip" {
		t = instruments.Textf("%s %s", "%s %s", t, instruments.Text{NL: "Het logboek ook niet.", EN: "Nor is the log."})
	}
	return t
}

// sendFile sends a file that was written just now.
func (v *visit) sendFile(file *os.File, name, kind string) error {
	size, err := file.Seek(0, io.SeekCurrent)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return err
	}
	h := v.w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.FormatInt(size, 10))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	_, err = io.Copy(v.w, file)
	return err
}

// exportName is the name of the file: the study's, what it holds, the extension.
func exportName(info coding.StudyInfo, f export.Format, o export.Options) string {
	name := safeName(info.Name)
	if name == "" {
		name = instruments.Text{NL: "onderzoek", EN: "study"}.In(o.Lang)
	}
	if o.What != "" && o.What != export.Everything {
		name += "-" + o.What
	}
	ext := f.Extension
	if f.Beside(name) != "" {
		ext = "-sps.zip" // syntax and data are two files
	}
	return name + ext
}

// safeName keeps of a name what every system takes in the name of a file.
func safeName(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '-'
	}, s)
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '-' })
	return strings.Trim(shortened(strings.Join(parts, "-"), 60), "-… ")
}

// transferShown is a loss report for a page.
type transferShown struct {
	Origin     string          `json:"origin"`
	Convention string          `json:"convention"`
	Positions  string          `json:"positions,omitempty"`
	Unsure     bool            `json:"unsure,omitempty"`
	Lost       int             `json:"lost"`
	Counts     []transferCount `json:"counts"`
}

// transferCount is one line of it.
type transferCount struct {
	Kind  string   `json:"kind"`
	Found int      `json:"found"`
	Taken int      `json:"taken"`
	Lost  []string `json:"lost"` // how many, and why
}

func (v *visit) transferShown(t coding.Transfer) *transferShown {
	out := &transferShown{Origin: forPage(t.Origin), Convention: forPage(t.Convention.In(v.lang)), Positions: t.Positions, Unsure: t.Unsure, Lost: t.Lost(), Counts: []transferCount{}}
	for _, c := range t.Counts {
		line := transferCount{Kind: c.Kind.Text().In(v.lang), Found: c.Found, Taken: c.Taken, Lost: []string{}}
		for _, l := range c.Lost {
			line.Lost = append(line.Lost, strconv.Itoa(l.Count)+": "+forPage(l.Why.In(v.lang)))
		}
		out.Counts = append(out.Counts, line)
	}
	return out
}
