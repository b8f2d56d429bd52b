package instruments_test

import (
	"errors"
	"io/fs"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"meerzicht/instruments"
)

const plainStudy = "name: x\ntitle: {nl: X}\ntypes:\n  - {id: a, letter: A, label: {nl: a}}\n"

// load reads a template of a plain study.yaml and one more file, or of a
// study.yaml of its own.
func load(name, data string) (*instruments.Set, error) {
	fsys := fstest.MapFS{"x/study.yaml": {Data: []byte(plainStudy)}}
	fsys["x/"+name] = &fstest.MapFile{Data: []byte(data)}
	return instruments.Load(fsys, "x")
}

// Whatever stands in a template, it is refused in words, in both languages,
// and nothing of it reaches the terminal that moves a cursor.
func TestHostileTemplates(t *testing.T) {
	for name, tt := range map[string]struct{ data, nl, en string }{
		"bomb":            {"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a]\nname: *b\n", `onbekend veld "a"`, `unknown field "a"`},
		"list in itself":  {"name: &a [*a]\n", "x/study.yaml, regel 1: deze waarde past hier niet", "x/study.yaml, line 1: this value does not fit here"},
		"map in itself":   {"title: &a {nl: *a}\n", "regel 1: deze waarde past hier niet", "line 1: this value does not fit here"},
		"deep lists":      {"name: " + strings.Repeat("[", 20_000), "geen geldige YAML (exceeded max depth", "not valid YAML (exceeded max depth"},
		"deep maps":       {strings.Repeat("a: {", 12_000), "geen geldige YAML", "not valid YAML"},
		"deep indents":    {deepIndents(1500), "onbekend veld", "unknown field"},
		"no anchor":       {"title: *nergens\n", "unknown anchor 'nergens'", "unknown anchor 'nergens'"},
		"merge":           {"<<: [1]\nname: x\n", "geen geldige YAML", "not valid YAML"},
		"wrong tag":       {"name: !!int x\n", "geen geldige YAML", "not valid YAML"},
		"NUL":             {"name: x\x00\n", "geen geldige YAML (control characters", "not valid YAML (control characters"},
		"no UTF-8":        {"\x80\x81", "geen geldige YAML (invalid leading UTF-8", "not valid YAML (invalid leading UTF-8"},
		"UTF-16":          {"\xff\xfen\x00a\x00", "deze waarde past hier niet", "this value does not fit here"},
		"escape":          {"name: x\nplan: {per_cell: \"\\e[31mvijf\"}\n", "regel 2: deze waarde past hier niet: `·[31mvijf` (str)", "line 2: this value does not fit here: `·[31mvijf` (str)"},
		"two lines":       {"name: x\nplan: {per_cell: \"a\\nb\"}\n", "past hier niet: `a·b` (str)", "not fit here: `a·b` (str)"},
		"cut rune":        {"name: x\nplan: {per_cell: ééééééééé}\n", "past hier niet: `ééé...` (str)", "not fit here: `ééé...` (str)"},
		"escape in field": {"name: x\n\"\\e[2J\": 1\n", `onbekend veld "·[2J"`, `unknown field "·[2J"`},
		"field twice":     {"name: x\n\"na\\u202eme\": 1\n\"na\\u202eme\": 2\n", `regel 3: veld "na\u202eme" staat er al op regel 2`, `line 3: field "na\u202eme" is already on line 2`},
		"escape in id":    {plainStudy + "  - {id: \"\\e[0m\", letter: B, label: {nl: b}}\n", `regel 5: id "\x1b[0m" bevat tekens die niet mogen`, `line 5: id "\x1b[0m" has characters that are not allowed`},
		"escape letter":   {plainStudy + "  - {id: b, letter: \"\\e\", label: {nl: b}}\n", `letter "\x1b" ontbreekt of is al gebruikt`, `letter "\x1b" is missing or already used`},
		"long id":         {plainStudy + "  - {id: " + strings.Repeat("a", 101) + ", letter: B, label: {nl: b}}\n", "bevat tekens die niet mogen", "characters that are not allowed"},
	} {
		_, err := load("study.yaml", tt.data)
		var problems instruments.Problems
		if !errors.As(err, &problems) || !errors.Is(err, instruments.ErrRefused) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for lang, want := range map[instruments.Lang]string{instruments.Dutch: tt.nl, instruments.English: tt.en} {
			told := problems.In(lang)
			if !strings.Contains(told, want) {
				t.Errorf("%s in %s: %q is not in\n%s", name, lang, want, told)
			}
			if strings.ContainsAny(told, "\x1b\u202e\x00\r") || !strings.HasPrefix(told, "x/study.yaml") || strings.ToValidUTF8(told, "?") != told {
				t.Errorf("%s in %s is told as %q", name, lang, told)
			}
		}
	}
}

func deepIndents(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

// A file of nothing but mistakes: the first thousand are told, the rest counted,
// and memory stays within bounds.
func TestManyMistakes(t *testing.T) {
	for name, tt := range map[string]struct{ file, data, last string }{
		"items": {"checklist.yaml", "items:\n" + strings.Repeat("- a\n", 200_000), "x: en nog 398999 problemen"}, // unknown, and on the list twice but for the first
		"goals": {"taxonomy.yaml", "goals:\n" + strings.Repeat("- {}\n", 2_000), "x: en nog "},
		"types": {"study.yaml", "name: x\ntypes:\n" + strings.Repeat("- 1\n", 50_000), "x/study.yaml: en nog 49000 problemen"},
		"rules": {"lexicon.yaml", "rules:\n" + strings.Repeat("- {code: a}\n", 2_000), "x: en nog 2999 problemen"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := load(tt.file, tt.data)
		runtime.ReadMemStats(&after)
		var problems instruments.Problems
		if !errors.As(err, &problems) || len(problems) != 1001 {
			t.Fatalf("%s: %d problems", name, len(problems))
		}
		if last := problems[1000].In(instruments.Dutch); !strings.HasPrefix(last, tt.last) {
			t.Errorf("%s: the last is %q", name, last)
		}
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 600 { // all ever taken, most of it given back
			t.Errorf("%s: %d MiB", name, used)
		}
	}
}

// Large tables of contents are checked in about linear time: a goal, activity
// or type is not looked for by walking all of them.
func TestLargeTemplate(t *testing.T) {
	var b strings.Builder
	b.WriteString("goals:\n")
	for i := range 12_000 {
		b.WriteString("- {id: g" + number(i) + ", label: {nl: x}, origin: fictief}\n")
	}
	b.WriteString("activities:\n")
	for i := range 12_000 {
		b.WriteString("- {id: a" + number(i) + ", label: {nl: x}, origin: fictief, primary: g" + number(i) + "}\n")
	}
	set, err := load("taxonomy.yaml", b.String())
	if err != nil {
		t.Fatal(err)
	}
	if a := set.Taxonomy.Activities[11_999]; a.Primary != "g11999" {
		t.Errorf("the last is %+v", a)
	}
}

func number(i int) string {
	const digits = "0123456789"
	if i < 10 {
		return digits[i : i+1]
	}
	return number(i/10) + digits[i%10:i%10+1]
}

// broken is a file system in which one file cannot be read.
type broken struct {
	fstest.MapFS
	name string
}

func (b broken) Open(name string) (fs.File, error) {
	if name == b.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return b.MapFS.Open(name)
}

// A file that cannot be read stops the work, and the cause is kept.
func TestUnreadableFile(t *testing.T) {
	fsys := broken{fstest.MapFS{"x/study.yaml": {Data: []byte(plainStudy)}, "x/taxonomy.yaml": {Data: []byte("goals: []\n")}}, "x/taxonomy.yaml"}
	_, err := instruments.Load(fsys, "x")
	var e *instruments.Error
	if !errors.As(err, &e) || !errors.Is(err, fs.ErrPermission) || !errors.Is(err, instruments.ErrRefused) || e.Where != "x/taxonomy.yaml" {
		t.Fatalf("%v", err)
	}
	if got := instruments.Localized(err, instruments.Dutch); !strings.HasPrefix(got, "x/taxonomy.yaml: het bestand is niet te lezen: ") {
		t.Errorf("told %q", got)
	}
	if _, err := instruments.Load(fsys, "weg"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing folder: %v", err)
	}
}

// What is no YAML is left alone; both endings are read, and a file at its
// largest is.
func TestOtherFilesInTheFolder(t *testing.T) {
	fsys := fstest.MapFS{
		"x/study.yaml": {Data: []byte(plainStudy)}, "x/LEESMIJ.txt": {Data: []byte("{{{")}, "x/.DS_Store": {Data: []byte{0}}, "x/map/study.yaml": {Data: []byte("{{{")},
		"x/codebook.yaml": {Data: []byte("codes: []\n" + strings.Repeat("#\n", (4<<20-10)/2))},
	}
	if _, err := instruments.Load(fsys, "x"); err != nil {
		t.Error(err)
	}
	fsys["x/codebook.yaml"].Data = append(fsys["x/codebook.yaml"].Data, '#')
	if _, err := instruments.Load(fsys, "x"); err == nil || !strings.Contains(err.Error(), "larger than 4 MiB") {
		t.Errorf("one byte more: %v", err)
	}
	delete(fsys, "x/codebook.yaml")
	fsys["x/studie.yml"] = &fstest.MapFile{Data: []byte("name: y\n")}
	if _, err := instruments.Load(fsys, "x"); err == nil || !strings.Contains(err.Error(), "x/studie.yml: a file of this name does not belong") {
		t.Errorf("another name: %v", err)
	}
}
