package portable

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
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

// Read is ReadFrom for a document in memory.
func Read(name string, data []byte) (*coding.Corpus, coding.Transfer, instruments.Problems) {
	return ReadFrom(name, bytes.NewReader(data))
}

// ReadFrom reads a whole study. A problem that is no note means that the file
// cannot be trusted; the corpus then holds what was sound. Info.Events and
// Info.Head are zero: they are of the log.
func ReadFrom(name string, r io.Reader) (*coding.Corpus, coding.Transfer, instruments.Problems) {
	in := newReader(name, r)
	in.run()
	if in.left > 0 {
		in.problems = append(in.problems, instruments.Problem{File: name, What: instruments.Textf("en nog %d problemen", "and %d more problems", in.left)})
	}
	return in.c, transfer(in.c), in.problems
}

// reader reads one document.
type reader struct {
	name     string
	limit    *io.LimitedReader
	dec      *json.Decoder
	c        *coding.Corpus
	codes    []coding.Code
	members  map[string]bool // that were read
	member   string          // at hand
	stopped  bool            // nothing behind this can be read
	problems instruments.Problems
	left     int // problems beyond the bound
}

func newReader(name string, r io.Reader) *reader {
	limit := &io.LimitedReader{R: r, N: maxFile + 1}
	buf := bufio.NewReaderSize(limit, 1<<16)
	if bom, _ := buf.Peek(3); string(bom) == "\ufeff" {
		_, _ = buf.Discard(3) // just peeked at: cannot fail
	}
	return &reader{name: name, limit: limit, dec: json.NewDecoder(buf), c: &coding.Corpus{}, members: map[string]bool{}}
}

func (r *reader) problem(what, hint instruments.Text) {
	if len(r.problems) >= maxProblems {
		r.left++
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
	if !r.opens() {
		return
	}
	for !r.stopped && r.dec.More() {
		r.next()
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
	if r.delimiter('{') && r.named("format") && r.decode(&format) && format == Format && r.named("version") && r.decode(&version) {
		return r.knows(version)
	}
	if !r.stopped {
		r.stop(instruments.Text{NL: "dit is geen volledig onderzoek van Meerzicht", EN: "this is no whole study of Meerzicht"},
			instruments.Textf("het bestand begint met \"format\": %q en \"version\"", "the file begins with \"format\": %q and \"version\"", Format))
	}
	return false
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

// delimiter takes one brace or bracket; false when something else stands there.
func (r *reader) delimiter(want json.Delim) bool {
	t, err := r.dec.Token()
	r.broken(err)
	return err == nil && t == want
}

// named takes the name of a member; false when it is another one.
func (r *reader) named(want string) bool {
	t, err := r.dec.Token()
	r.broken(err)
	return err == nil && t == want
}

// decode takes a small value; false when it is of another type.
func (r *reader) decode(v any) bool {
	err := r.dec.Decode(v)
	var kind *json.UnmarshalTypeError
	if !errors.As(err, &kind) {
		r.broken(err)
	}
	return err == nil
}

// broken stops on an error of the JSON itself or of the file.
func (r *reader) broken(err error) {
	var syntax *json.SyntaxError
	switch {
	case err == nil || r.stopped:
	case r.limit.N <= 0:
		r.stop(instruments.Textf("het bestand is groter dan %d MB", "the file is larger than %d MB", maxFile>>20), instruments.Text{})
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		r.stop(instruments.Text{NL: "het bestand is afgekapt: het einde ontbreekt", EN: "the file is truncated: its end is missing"},
			instruments.Text{NL: "is het wel helemaal gekopieerd?", EN: "was it copied whole?"})
	case errors.As(err, &syntax):
		r.stop(instruments.Textf("het bestand is geen geldige JSON, rond teken %d", "the file is no valid JSON, near byte %d", r.dec.InputOffset()),
			instruments.Text{NL: "is het met de hand veranderd?", EN: "was it changed by hand?"})
	default:
		r.stop(instruments.Textf("het bestand kan niet gelezen worden: %v", "the file cannot be read: %v", err), instruments.Text{})
	}
}

// next reads one member of the document.
func (r *reader) next() {
	t, err := r.dec.Token()
	r.broken(err)
	name, ok := t.(string)
	if r.stopped || !ok {
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
	var raw json.RawMessage
	r.broken(r.dec.Decode(&raw))
}

// end reads the closing brace; nothing may follow.
func (r *reader) end() {
	if !r.delimiter('}') || r.stopped {
		return
	}
	if _, err := r.dec.Token(); !errors.Is(err, io.EOF) {
		r.problem(instruments.Text{NL: "na het onderzoek staat nog iets in het bestand", EN: "something follows the study in the file"}, instruments.Text{})
	}
}

// table is the reader of each member.
func (r *reader) table() map[string]func() {
	c := r.c
	return map[string]func(){
		"study":        r.study,
		"instruments":  func() { one(r, &c.Instruments) },
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
	one(r, &s)
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
