package instruments

import (
	"bytes"
	"embed"
	"errors"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

//go:embed builtin
var builtin embed.FS

// maxTemplateFile is the size in bytes above which a template file is refused;
// maxProblems is how many problems are told, so that a file of nothing but
// mistakes does not fill memory.
const (
	maxTemplateFile = 4 << 20
	maxProblems     = 1000
)

// The files of a template folder. Only study.yaml must be there; topic lists
// are every file named topics-*.yaml.
const (
	studyName     = "study.yaml"
	taxonomyName  = "taxonomy.yaml"
	checklistName = "checklist.yaml"
	indicatorName = "indicators.yaml"
	codebookName  = "codebook.yaml"
	lexiconName   = "lexicon.yaml"
)

// studyFile is study.yaml: what a Set holds beside the instruments, which have
// files of their own.
type studyFile struct {
	Name     string       `yaml:"name"`
	Version  string       `yaml:"version"`
	Title    Text         `yaml:"title"`
	Notice   Text         `yaml:"notice"`
	Types    []TypeInfo   `yaml:"types"`
	Roles    []RoleInfo   `yaml:"roles"`
	Plan     SamplePlan   `yaml:"plan"`
	Quantity []Quantifier `yaml:"quantifiers"`
}

type codebookFile struct {
	Codes []CodeEntry `yaml:"codes"`
}

// Templates lists the names of the built-in templates, sorted.
func Templates() []string {
	entries, err := builtin.ReadDir("builtin")
	if err != nil {
		return nil // cannot happen: the folder is embedded
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

// Builtin loads a built-in template. An unknown name is ErrRefused, with the
// known names in the hint.
func Builtin(name string) (*Set, error) {
	if !slices.Contains(Templates(), name) {
		known := strings.Join(Templates(), ", ")
		return nil, Refuse(name,
			Text{NL: "dit sjabloon is niet bekend", EN: "this template is not known"},
			Textf("kies uit: %s", "choose from: %s", known))
	}
	sub, err := fs.Sub(builtin, "builtin")
	if err != nil {
		return nil, err
	}
	return Load(sub, name)
}

// Load reads the template in folder name of fsys. Decoding is strict: unknown
// fields, ids that clash and references that point nowhere are refused, all at
// once, as Problems with file and line. A missing folder and a read failure are
// *Error.
func Load(fsys fs.FS, name string) (*Set, error) {
	entries, err := fs.ReadDir(fsys, name)
	if err != nil {
		return nil, &Error{
			Kind: ErrRefused, Where: name, Err: err,
			What: Text{NL: "de map met het sjabloon is niet te lezen", EN: "the template folder cannot be read"},
		}
	}
	l := loader{fsys: fsys, dir: name, files: map[string][]byte{}}
	for _, e := range entries {
		if err := l.file(e.Name()); err != nil {
			return nil, err
		}
	}
	if l.files[studyName] == nil && len(l.problems) == 0 {
		l.problem(studyName, 0, Text{NL: "dit bestand ontbreekt", EN: "this file is missing"},
			Text{NL: "elk sjabloon heeft een study.yaml met naam, titel en respondenttypen", EN: "every template has a study.yaml with name, title and respondent types"})
	}
	if len(l.problems) == 0 { // a half-decoded set would only add false findings
		l.check()
	}
	if err := l.problems.Err(); err != nil {
		return nil, err
	}
	return &l.set, nil
}

// loader gathers a set and everything wrong with it.
type loader struct {
	fsys     fs.FS
	dir      string
	set      Set
	files    map[string][]byte
	problems Problems
}

// file reads and decodes one file of the folder; what is no YAML is left alone.
func (l *loader) file(name string) error {
	if ext := path.Ext(name); ext != ".yaml" && ext != ".yml" {
		return nil
	}
	target, done := l.target(name)
	if target == nil {
		l.problem(name, 0, Text{NL: "een bestand met deze naam hoort niet in een sjabloon", EN: "a file of this name does not belong in a template"},
			Textf("bekend zijn: %s", "known are: %s", strings.Join([]string{studyName, taxonomyName, checklistName, indicatorName, codebookName, lexiconName, "topics-*.yaml"}, ", ")))
		return nil
	}
	data, err := l.read(name)
	if err != nil {
		return &Error{
			Kind: ErrRefused, Where: path.Join(l.dir, name), Err: err,
			What: Text{NL: "het bestand is niet te lezen", EN: "the file cannot be read"},
		}
	}
	if len(data) > maxTemplateFile {
		l.problem(name, 0, Text{NL: "het bestand is groter dan 4 MiB", EN: "the file is larger than 4 MiB"}, Text{})
		return nil
	}
	l.files[name] = data
	l.decode(name, data, target)
	done()
	return nil
}

func (l *loader) read(name string) ([]byte, error) {
	f, err := l.fsys.Open(path.Join(l.dir, name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxTemplateFile+1))
}

// target is what a file is decoded into, and what puts it in the set after.
func (l *loader) target(name string) (any, func()) {
	keep := func() {}
	switch {
	case name == studyName:
		f := &studyFile{}
		return f, func() {
			l.set.Name, l.set.Version, l.set.Title, l.set.Notice = f.Name, f.Version, f.Title, f.Notice
			l.set.Types, l.set.Roles, l.set.Plan, l.set.Quantity = f.Types, f.Roles, f.Plan, f.Quantity
		}
	case name == taxonomyName:
		return &l.set.Taxonomy, keep
	case name == checklistName:
		return &l.set.Checklist, keep
	case name == indicatorName:
		return &l.set.List, keep
	case name == lexiconName:
		return &l.set.Lexicon, keep
	case name == codebookName:
		f := &codebookFile{}
		return f, func() { l.set.Codes = f.Codes }
	case strings.HasPrefix(name, "topics-"):
		t := &TopicList{}
		return t, func() { l.set.Topics = append(l.set.Topics, *t) }
	}
	return nil, nil
}

// decode reads exactly one YAML document and turns the decoder's messages into
// problems.
func (l *loader) decode(name string, data []byte, into any) {
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	err := d.Decode(into)
	var te *yaml.TypeError
	switch {
	case errors.Is(err, io.EOF):
		l.problem(name, 0, Text{NL: "het bestand is leeg", EN: "the file is empty"}, Text{})
		return
	case errors.As(err, &te):
		for _, msg := range te.Errors[:min(len(te.Errors), maxProblems)] {
			l.yamlProblem(name, msg)
		}
		l.more(name, len(te.Errors)-maxProblems)
	case err != nil:
		l.yamlProblem(name, strings.TrimPrefix(err.Error(), "yaml: "))
		return
	}
	if err := d.Decode(&yaml.Node{}); !errors.Is(err, io.EOF) {
		l.problem(name, 0, Text{NL: "het bestand bevat meer dan één YAML-document", EN: "the file holds more than one YAML document"},
			Text{NL: "haal de regel met --- en wat erna komt weg", EN: "remove the line with --- and what follows"})
	}
}

func (l *loader) problem(file string, line int, what, hint Text) {
	l.problems = append(l.problems, Problem{File: path.Join(l.dir, file), Line: line, What: what, Hint: hint})
}

// more says how many problems are not told.
func (l *loader) more(file string, n int) {
	if n > 0 {
		l.problem(file, 0, Textf("en nog %d problemen", "and %d more problems", n), Text{})
	}
}

// The decoder's messages, which are English only; see yamlProblem.
var (
	yamlLine     = regexp.MustCompile(`^line (\d+): (?s:(.*))$`)
	yamlUnknown  = regexp.MustCompile(`^field (.*) not found in type `)
	yamlTwice    = regexp.MustCompile(`^mapping key (.*) already defined at line (\d+)$`)
	yamlMismatch = regexp.MustCompile(`^cannot unmarshal !!(\w+)(?s:(.*)) into (.*)$`)
)

// yamlProblem says a message of the YAML decoder in both languages.
func (l *loader) yamlProblem(file, msg string) {
	line := 0
	if m := yamlLine.FindStringSubmatch(msg); m != nil {
		line, _ = strconv.Atoi(m[1]) // digits only; beyond int there is no line
		msg = m[2]
	}
	msg = Plain(strings.ToValidUTF8(msg, "")) // it quotes the file, cut at any byte
	what := Textf("geen geldige YAML (%s)", "not valid YAML (%s)", msg)
	hint := Text{NL: "let op inspringen met spaties en op aanhalingstekens om : en #", EN: "mind indenting with spaces, and quotes around : and #"}
	if m := yamlUnknown.FindStringSubmatch(msg); m != nil {
		what = Textf("onbekend veld %q", "unknown field %q", m[1])
		hint = Text{NL: "controleer de spelling; veldnamen zijn Engels en klein geschreven", EN: "check the spelling; field names are English and lower case"}
	} else if m := yamlTwice.FindStringSubmatch(msg); m != nil {
		what = Textf("veld %s staat er al op regel %s", "field %s is already on line %s", m[1], m[2])
		hint = Text{}
	} else if m := yamlMismatch.FindStringSubmatch(msg); m != nil {
		what = Textf("deze waarde past hier niet:%s (%s)", "this value does not fit here:%s (%s)", m[2], m[1])
		hint = Textf("verwacht: %s", "expected: %s", kindName(m[3]))
	}
	l.problem(file, line, what, hint)
}

// kindName says a Go type in words a template writer knows.
func kindName(goType string) Text {
	switch {
	case goType == "int":
		return Text{NL: "een geheel getal", EN: "a whole number"}
	case goType == "bool":
		return Text{NL: "true of false", EN: "true or false"}
	case goType == "instruments.Text":
		return Text{NL: "een tekst als {nl: …, en: …}", EN: "a text as {nl: …, en: …}"}
	case strings.HasPrefix(goType, "[]"):
		return Text{NL: "een lijst", EN: "a list"}
	case strings.HasPrefix(goType, "map[") || strings.Contains(goType, "."):
		return Text{NL: "velden met een waarde", EN: "fields with a value"}
	}
	return Text{NL: "een tekst", EN: "a text"}
}
