package portable

import (
	"bytes"
	"encoding/json"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// Recognises reports whether the beginning of a file is that of a whole study.
// The name does not matter.
func Recognises(_ string, head []byte) bool {
	s := strings.TrimLeft(strings.TrimPrefix(string(head[:min(len(head), 256)]), "\ufeff"), " \t\r\n")
	for _, part := range []string{"{", `"format"`, ":", `"` + Format + `"`} {
		rest, ok := strings.CutPrefix(s, part)
		if !ok {
			return false
		}
		s = strings.TrimLeft(rest, " \t\r\n")
	}
	return true
}

// Read reads a whole study. A problem that is no note means that the file cannot
// be trusted; the corpus then holds what was sound. Info.Events and Info.Head are
// zero: they are of the log. The corpus keeps nothing of data.
func Read(name string, data []byte) (*coding.Corpus, coding.Transfer, instruments.Problems) {
	r := &reader{name: name, scanner: scanner{data: bytes.TrimPrefix(data, []byte("\ufeff"))}, c: &coding.Corpus{}, members: map[string]bool{}}
	r.run()
	if r.left > 0 {
		r.problems = append(r.problems, instruments.Problem{File: name, What: instruments.Textf("en nog %d problemen", "and %d more problems", r.left)})
	}
	return r.c, transfer(r.c), r.problems
}

// reader reads one document.
type reader struct {
	scanner
	name     string
	c        *coding.Corpus
	codes    []coding.Code
	members  map[string]bool // that were read
	member   string          // at hand
	stopped  bool            // nothing behind this can be read
	problems instruments.Problems
	left     int // problems beyond the bound
}

func (r *reader) problem(what, hint instruments.Text) {
	if len(r.problems) >= maxProblems {
		r.left++
		r.stopped = r.stopped || r.left >= maxLeft
		return
	}
	r.problems = append(r.problems, instruments.Problem{File: r.name, What: what, Hint: hint})
}

// stop is a problem behind which nothing can be read.
func (r *reader) stop(what, hint instruments.Text) {
	r.problem(what, hint)
	r.stopped = true
}

func (r *reader) run() {
	if len(r.data) > maxFile {
		r.stop(instruments.Textf("het bestand is groter dan %d MB", "the file is larger than %d MB", maxFile>>20), instruments.Text{})
		return
	}
	if !r.opens() {
		return
	}
	for !r.stopped && r.take(',') {
		r.one()
	}
	if !r.stopped {
		r.end()
	}
	r.whole()
}

// opens reads the format and its version, which stand first, so that a document
// of a later version is refused before it is misread.
func (r *reader) opens() bool {
	var format string
	var version json.Number
	if r.take('{') && r.first("format", &format) && format == Format && r.take(',') && r.first("version", &version) {
		return r.knows(version)
	}
	r.stop(instruments.Text{NL: "dit is geen volledig onderzoek van Meerzicht", EN: "this is no whole study of Meerzicht"},
		instruments.Textf("het bestand begint met \"format\": %q en \"version\"", "the file begins with \"format\": %q and \"version\"", Format))
	return false
}

// first takes the member of that name into v; false when it is not there.
func (r *reader) first(want string, v any) bool {
	if name, ok := r.scanner.name(); !ok || name != want {
		return false
	}
	raw, _ := r.value()
	return json.Unmarshal(raw, v) == nil
}

func (r *reader) knows(version json.Number) bool {
	n, err := version.Int64()
	switch {
	case err == nil && n > Version:
		r.stop(instruments.Textf("dit bestand is geschreven door een nieuwere versie van Meerzicht (opmaak %d, dit programma kent %d)", "this file was written by a newer version of Meerzicht (format %d, this program knows %d)", n, Version),
			instruments.Text{NL: "installeer de nieuwe versie", EN: "install the new version"})
	case err != nil || n < 1:
		r.stop(instruments.Textf("versie %s van de opmaak bestaat niet", "version %s of the format does not exist", instruments.Plain(version.String())), instruments.Text{})
	}
	return !r.stopped
}

// broken stops where the document is no JSON, or ends too early.
func (r *reader) broken() {
	if r.stopped {
		return
	}
	if r.next() == 0 && r.pos >= len(r.data) {
		r.stop(instruments.Text{NL: "het bestand is afgekapt: het einde ontbreekt", EN: "the file is truncated: its end is missing"},
			instruments.Text{NL: "is het wel helemaal gekopieerd?", EN: "was it copied whole?"})
		return
	}
	r.stop(instruments.Textf("het bestand is geen geldige JSON, bij byte %d", "the file is no valid JSON, at byte %d", r.pos),
		instruments.Text{NL: "is het met de hand veranderd?", EN: "was it changed by hand?"})
}

// one reads one member of the document.
func (r *reader) one() {
	name, ok := r.scanner.name()
	if !ok {
		r.broken()
		return
	}
	read, known := r.table()[name]
	switch {
	case !known:
		r.problem(instruments.Textf("onderdeel %q is onbekend", "member %q is unknown", instruments.Plain(excerpt(name))),
			instruments.Text{NL: "is dit bestand van een nieuwere versie, of met de hand veranderd?", EN: "is this file of a newer version, or was it changed by hand?"})
		r.skip()
	case r.members[name]:
		r.problem(instruments.Textf("onderdeel %q staat er twee keer", "member %q occurs twice", name), instruments.Text{})
		r.skip()
	default:
		r.members[name], r.member = true, name
		read()
	}
}

func (r *reader) skip() {
	if raw, _ := r.value(); len(raw) == 0 {
		r.broken()
	}
}

// end reads the closing brace; nothing may follow.
func (r *reader) end() {
	if !r.take('}') {
		r.broken()
		return
	}
	if r.next() != 0 || r.pos < len(r.data) {
		r.problem(instruments.Text{NL: "na het onderzoek staat nog iets in het bestand", EN: "something follows the study in the file"}, instruments.Text{})
	}
}

// table is the reader of each member.
func (r *reader) table() map[string]func() {
	c := r.c
	return map[string]func(){
		"study":        r.study,
		"instruments":  func() { single(r, &c.Instruments) },
		"coders":       func() { each(r, &c.Coders, func(v *coding.Coder) string { return string(v.ID) }) },
		"respondents":  func() { each(r, &c.Respondents, func(v *instruments.Respondent) string { return string(v.ID) }) },
		"trajectories": func() { each(r, &c.Trajectories, func(v *instruments.Trajectory) string { return string(v.ID) }) },
		"codes":        func() { each(r, &r.codes, func(v *coding.Code) string { return string(v.ID) }) },
		"documents":    r.documents,
		"codings":      func() { each(r, &c.Codings, func(v *coding.Coding) string { return string(v.ID) }) },
		"fillings":     func() { each(r, &c.Fillings, func(v *instruments.Filling) string { return v.ID }) },
		"memos":        func() { each(r, &c.Memos, func(v *coding.Memo) string { return v.ID }) },
		"overrides":    func() { each(r, &c.Overrides, func(v *coding.Override) string { return string(v.Dyad) }) },
		"groups":       func() { each(r, &c.Groups, func(v *coding.Group) string { return v.ID }) },
		"rounds":       func() { each(r, &c.Rounds, func(v *coding.Round) string { return v.ID }) },
		"settlements":  func() { each(r, &c.Settlements, func(v *coding.Settlement) string { return v.ID }) },
		"progress":     func() { each(r, &c.Progress, func(v *coding.Progress) string { return v.ID() }) },
	}
}

func (r *reader) study() {
	var s study
	single(r, &s)
	r.c.Info = coding.StudyInfo{Name: s.Name, Title: s.Title, Notice: s.Notice, Lang: s.Lang, Template: s.Template, Created: s.Created, Changed: s.Changed}
}

func (r *reader) documents() {
	var docs []document
	each(r, &docs, func(d *document) string { return string(d.ID) })
	if docs != nil {
		r.c.Documents = make([]instruments.Document, len(docs))
	}
	for i, d := range docs {
		r.c.Documents[i] = d.Document
		r.c.Documents[i].Text = d.Text
	}
}

func excerpt(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
