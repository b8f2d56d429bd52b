// Package generate makes the files of the fictional replication study from the
// marked-up conversations in testdata/source: transcripts in several layouts and
// encodings, filled lists, the respondent sheet, the first coder's codings and
// the gold file. The same sources give the same bytes; there is no randomness,
// so the sources are the seed.
//
//	files, err := generate.Files(os.DirFS("testdata/source"))
//
// The markup is described in testdata/source/MARKUP.md. Offsets are taken from
// the transcripts as Meerzicht reads them back, and a stretch that does not read
// back word for word is an error, so a generated study proves the readers too.
package generate

import (
	"bufio"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"unicode/utf8"
)

// conversation is one parsed source file.
type conversation struct {
	name       string // "R01", "FG-COSA"
	respondent string // "" for a focus group
	group      string
	turns      []turn
}

// turn is one line of a conversation without its markup.
type turn struct {
	label string
	text  string
	marks []mark
}

// mark is one code on a stretch of a turn, in code points of the turn's text.
type mark struct {
	start, end int
	code       string
	kind       string // mention, denied, other, plan
	dyad       string // "cc", "tz" or ""
	deviates   bool   // the first coder does not follow the gold
}

var (
	lineForm = regexp.MustCompile(`^(I|R|GL|V\d|P\d|C\d): (.*)$`)
	openMark = regexp.MustCompile(`^\{([^{}: ]+): ?`)
	kinds    = map[byte]string{'!': "denied", '~': "other", '?': "plan"}
)

// conversations reads every R*.txt and FG-*.txt of a folder, in order of name.
func conversations(fsys fs.FS) ([]conversation, error) {
	names, err := fs.Glob(fsys, "*.txt")
	if err != nil {
		return nil, err
	}
	var out []conversation
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		c, err := parse(strings.TrimSuffix(name, ".txt"), string(data))
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

func parse(name, data string) (conversation, error) {
	c := conversation{name: name}
	lines := bufio.NewScanner(strings.NewReader(data))
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		key, value, isHead := strings.Cut(strings.TrimPrefix(line, "# "), ": ")
		switch {
		case line == "":
		case line[0] == '#' && isHead && key == "respondent":
			c.respondent = value
		case line[0] == '#' && isHead && key == "group":
			c.group = value
		case line[0] == '#':
		default:
			t, err := parseTurn(line)
			if err != nil {
				return c, fmt.Errorf("%s.txt:%d: %w", name, n, err)
			}
			c.turns = append(c.turns, t)
		}
	}
	return c, lines.Err()
}

func parseTurn(line string) (turn, error) {
	m := lineForm.FindStringSubmatch(line)
	if m == nil {
		return turn{}, fmt.Errorf("no label in %.40q", line)
	}
	t := turn{label: m[1]}
	text, marks, err := strip(m[2])
	t.text, t.marks = text, marks
	return t, err
}

type openStretch struct {
	codes string
	start int
}

// strip removes the marks from a line and returns them with their positions.
func strip(s string) (string, []mark, error) {
	var (
		out   strings.Builder
		n     int // code points written
		stack []openStretch
		marks []mark
	)
	for len(s) > 0 {
		switch s[0] {
		case '{':
			m := openMark.FindString(s)
			if m == "" {
				return "", nil, fmt.Errorf("bad mark at %.40q", s)
			}
			stack = append(stack, openStretch{strings.TrimRight(m[1:], ": "), n})
			s = s[len(m):]
		case '}':
			if len(stack) == 0 {
				return "", nil, fmt.Errorf("unmatched } before %.40q", s)
			}
			top := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			marks = append(marks, expand(top.codes, top.start, n)...)
			s = s[1:]
		default:
			r, size := utf8.DecodeRuneInString(s)
			out.WriteRune(r)
			n++
			s = s[size:]
		}
	}
	if len(stack) > 0 {
		return "", nil, fmt.Errorf("mark %q is not closed", stack[0].codes)
	}
	return out.String(), marks, nil
}

// expand makes one mark of every code in "act.D01+sig.route.client".
func expand(codes string, start, end int) []mark {
	var out []mark
	for _, code := range strings.Split(codes, "+") {
		m := mark{start: start, end: end, kind: "mention"}
		if kind, ok := kinds[code[0]]; ok {
			m.kind, code = kind, code[1:]
		}
		code, m.deviates = strings.CutSuffix(code, "%")
		m.code, m.dyad, _ = strings.Cut(code, "@")
		out = append(out, m)
	}
	return out
}
