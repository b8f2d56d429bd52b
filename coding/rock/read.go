package rock

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/transcript"
)

// Recognises reports whether a file is of ROCK: by its name, or because it begins
// like one.
func Recognises(name string, head []byte) bool {
	if strings.EqualFold(path.Ext(strings.ReplaceAll(name, `\`, "/")), ".rock") {
		return true
	}
	text := string(head)
	for _, sign := range []string{"\nROCK_attributes:", "\nROCK_codes:", "\nROCK_network:", "\nROCK_aesthetics:", "\n" + ownContainer + ":", "[[uid=", "[[uid:"} {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}

// Read reads a file of ROCK as a project. A file of ours gives its documents,
// coders and codes back; any other file is one document, named after the file.
func Read(name string, data []byte, lang instruments.Lang) (*coding.Corpus, coding.Transfer, instruments.Problems) {
	r := &reader{
		name: name, c: &coding.Corpus{Info: coding.StudyInfo{Lang: lang}}, tree: tree{at: map[string]int{}}, coders: map[coding.CoderID]bool{},
		documents: map[instruments.DocumentID]int{}, inCase: map[instruments.DocumentID][]string{}, cases: map[string]map[string]string{}, codeIDs: map[string]coding.CodeID{},
	}
	r.t.Origin = "ROCK"
	if what := r.refuse(data); !what.IsZero() {
		return &coding.Corpus{}, coding.Transfer{}, instruments.Problems{{File: name, What: what, Hint: instruments.Text{
			NL: "een ROCK-bestand is platte tekst met codes als [[code]]", EN: "a ROCK file is plain text with codes such as [[code]]",
		}}}
	}
	text, decoder := transcript.Decode(data)
	r.decoder = decoder
	r.source = instruments.Source{Name: baseName(name), SHA256: sum(data), Size: int64(len(data))}
	r.read(text)
	if r.problems.Err() != nil {
		return &coding.Corpus{}, coding.Transfer{}, r.problems
	}
	r.finish()
	return r.c, r.t, r.problems
}

func baseName(name string) string { return path.Base(strings.ReplaceAll(name, `\`, "/")) }

func sum[T string | []byte](data T) string {
	s := sha256.Sum256([]byte(data))
	return hex.EncodeToString(s[:])
}

func (r *reader) refuse(data []byte) instruments.Text {
	switch {
	case len(data) == 0:
		return instruments.Text{NL: "het bestand is leeg", EN: "the file is empty"}
	case len(data) > maxFile:
		return instruments.Textf("het bestand is groter dan %d MB", "the file is larger than %d MB", maxFile>>20)
	case strings.HasPrefix(string(data[:min(len(data), 4)]), "PK\x03\x04"):
		return instruments.Text{NL: "dit is een ingepakt bestand, zoals een ROCKproject: pak het uit en lees de .rock-bestanden in", EN: "this is a packed file, such as a ROCKproject: unpack it and import the .rock files"}
	}
	return instruments.Text{}
}

// reader reads one file.
type reader struct {
	tree
	name      string
	decoder   string
	source    instruments.Source
	c         *coding.Corpus
	t         coding.Transfer
	problems  instruments.Problems
	coders    map[coding.CoderID]bool
	documents map[instruments.DocumentID]int // index in the corpus
	inCase    map[instruments.DocumentID][]string
	cases     map[string]map[string]string // attributes, by case
	codeIDs   map[string]coding.CodeID     // ids of ours, by the name in the file
	pending   []pending
	block     block
	fragments int
}

// pending is a coding whose code has no id yet: a fragment further on may say
// which it is.
type pending struct {
	coding.Coding
	code int
}

// block is a document in the making, or another coder's copy of one.
type block struct {
	own   bool // of a file of ours
	about fragment
	text  strings.Builder
	lines int
	coder string
	cases []string // in the order in which they come
	marks []coded
	n     int // code points so far
}

// coded is a code behind a line: code points of the text.
type coded struct {
	start, end int
	code       int
	value      string
	coder      string
}

func (r *reader) note(line int, what instruments.Text) {
	r.problems = append(r.problems, instruments.Problem{File: r.name, Line: line, What: what, Note: true})
}

// lose counts what is no part of a study of texts.
func (r *reader) lose(n int, nl, en string) {
	r.t.Lose(coding.TransferOther, n, instruments.Text{NL: nl, EN: en})
}

// read reads the file line by line.
func (r *reader) read(text string) {
	text = strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), "\x00", "")
	rest, more := strings.TrimSuffix(text, "\n"), true
	for n := 1; more && r.problems.Err() == nil; n++ {
		var line string
		if line, rest, more = strings.Cut(rest, "\n"); line != "---" {
			r.line(line)
			continue
		}
		block, after, ends := fence(rest)
		if !ends {
			r.note(n, instruments.Text{NL: "het blok tussen --- dat hier begint, eindigt nergens; het is als tekst gelezen", EN: "the block between --- that begins here ends nowhere; it was read as text"})
			r.line(line)
			continue
		}
		r.fragment(n, block)
		n += strings.Count(rest[:len(rest)-len(after)], "\n")
		rest, more = after, after != ""
	}
	r.endBlock()
}

// fence cuts off the lines up to one that is "---"; false when there is none.
func fence(rest string) (block, after string, ok bool) {
	if rest == "---" {
		return "", "", true
	}
	if after, ok = strings.CutPrefix(rest, "---\n"); ok {
		return "", after, true
	}
	if block, after, ok = strings.Cut(rest, "\n---\n"); ok {
		return block, after, true
	}
	block, ok = strings.CutSuffix(rest, "\n---")
	return block, "", ok
}

// fragment reads a block of YAML.
func (r *reader) fragment(line int, text string) {
	r.fragments++
	if len(text) > maxFragment || r.fragments > maxFragments {
		r.problems = append(r.problems, instruments.Problem{File: r.name, Line: line, What: instruments.Textf("dit blok is groter dan %d kB, of er zijn er meer dan %d", "this block is larger than %d kB, or there are more than %d", maxFragment>>10, maxFragments)})
		return
	}
	f, ok := parse(text)
	if !ok {
		r.note(line, instruments.Text{NL: "dit blok is geen geldige YAML en is overgeslagen", EN: "this block is no valid YAML and was passed over"})
		r.lose(1, "blokken die geen geldige YAML zijn", "blocks that are no valid YAML")
		return
	}
	if own := f.get(ownContainer); own.node != nil {
		r.endBlock()
		r.block = block{own: true, about: own, coder: own.text("coder")}
		return
	}
	for _, name := range []string{"ROCK_codes", "codes", "dct"} {
		list := f.get(name).items()
		r.declare(list, -1, 0)
		r.known(list, 0)
	}
	for _, name := range []string{"ROCK_attributes", "metadata"} {
		for _, item := range f.get(name).items() {
			r.attributes(item)
		}
	}
	for _, name := range []string{"ROCK_network", "ROCK_aesthetics"} {
		if f.get(name).node != nil {
			r.lose(1, "beschrijvingen van netwerken en hun opmaak", "descriptions of networks and their looks")
		}
	}
}

// known remembers the ids that codes have in a study of ours.
func (r *reader) known(list []fragment, depth int) {
	for _, f := range list {
		if id := f.text("meerzichtId"); id != "" && depth <= maxDepth {
			r.codeIDs[f.text("id")] = coding.CodeID(id)
		}
		if depth <= maxDepth {
			r.known(f.get("children").items(), depth+1)
		}
	}
}

// attributes remembers the values of one case.
func (r *reader) attributes(f fragment) {
	id := cmp.Or(f.text("caseId"), f.text("cid"))
	if f.node == nil || id == "" {
		r.lose(1, "waarden zonder case", "values without a case")
		return
	}
	values := map[string]string{}
	for i := 0; i+1 < len(f.node.Content); i += 2 {
		if name := f.node.Content[i].Value; name != "caseId" && name != "cid" && f.text(name) != "" {
			values[name] = f.text(name)
		}
	}
	r.cases[id] = values
}

// line reads one utterance.
func (r *reader) line(line string) {
	b := &r.block
	if strings.HasPrefix(strings.TrimLeft(line, " \t"), "#") {
		r.lose(1, "regels met commentaar (#)", "lines with comment (#)")
		return
	}
	if rest := without(sectionBreak, "---", line); rest != line {
		if !b.own {
			r.lose(1, "grenzen van secties", "section breaks")
		}
		if line = rest; strings.TrimSpace(line) == "" {
			return
		}
	}
	if rest := without(anchor, "--+-{", line); rest != line {
		r.lose(1, "ankers van stromen", "anchors of streams")
		line = rest
	}
	words, found := marks(line)
	bare := len(found) > 0 && !slices.ContainsFunc(found, func(t token) bool { return t.kind == isUID })
	if b.own {
		words = show(words)
	} else {
		words = r.loose(words, len(found) > 0)
	}
	uid, codes := r.tokens(found)
	if bare && strings.TrimSpace(words) == "" { // a line of marks only
		r.t.Lose(coding.TransferCodings, len(codes), instruments.Text{NL: "codes op een regel zonder woorden", EN: "codes on a line without words"})
		return
	}
	r.utterance(words, uid, codes)
}

// loose takes away what only marks left behind: the blanks before codes that
// stand in a column, and the signs of nesting.
func (r *reader) loose(words string, marked bool) string {
	if rest := strings.TrimLeft(words, "~"); rest != words {
		r.lose(1, "tekens van nesting (~)", "signs of nesting (~)")
		words = rest
	}
	if marked {
		words = strings.TrimRight(words, " \t")
	}
	return words
}

// tokens takes identifiers to heart and gives the uid and the codes.
func (r *reader) tokens(found []token) (uid string, codes []token) {
	b := &r.block
	for _, t := range found {
		switch t.kind {
		case isCode, isValue:
			codes = append(codes, t)
		case isUID:
			uid = t.value
			if !b.own {
				r.lose(1, "kenmerken van uitingen (uid)", "identifiers of utterances (uid)")
			}
		case isNetwork:
			r.t.Lose(coding.TransferCodings, 1, instruments.Text{NL: "codes van een netwerk (a->b)", EN: "codes of a network (a->b)"})
		case isID:
			r.identifier(t)
		}
	}
	return uid, codes
}

// identifier follows a class instance identifier: the coder and the case hold
// until another comes.
func (r *reader) identifier(t token) {
	b := &r.block
	switch {
	case b.own && (t.name == "cid" || t.name == "coderId"): // they repeat what the fragment says
	case strings.EqualFold(t.name, "coderId"):
		b.coder = t.value
	case t.name == "cid" || t.name == "caseId":
		if !slices.Contains(b.cases, t.value) {
			b.cases = append(b.cases, t.value)
		}
	default:
		r.lose(1, "andere kenmerken van regels", "other identifiers of lines")
	}
}

// utterance adds a line of text with its codes.
func (r *reader) utterance(words, uid string, codes []token) {
	b := &r.block
	if b.lines > 0 {
		b.text.WriteByte('\n')
		b.n++
	}
	start, end := spoken(words, uid, b.own)
	at := map[coded]int{} // index of a mark, by what it is without its value
	for _, t := range codes {
		if len(r.pending)+len(b.marks) >= maxCodings {
			r.problems = append(r.problems, instruments.Problem{File: r.name, What: instruments.Textf("meer dan %d coderingen", "more than %d codings", maxCodings)})
			return
		}
		m := coded{b.n + start, b.n + end, r.path(t.name), t.value, b.coder}
		key := m
		key.value = ""
		if i, twice := at[key]; twice && (b.marks[i].value == "" || m.value == "") { // a code and its value are one coding
			b.marks[i].value = cmp.Or(b.marks[i].value, m.value)
			continue
		}
		at[key] = len(b.marks)
		b.marks = append(b.marks, m)
	}
	b.text.WriteString(words)
	b.n += utf8.RuneCountInString(words)
	b.lines++
}

// spoken is what a code behind a line is of, in code points of the line: the
// words without the blanks around them. In a file of ours the uid says where the
// words of a turn begin and end: "d1u4w11n30".
func spoken(words, uid string, own bool) (start, end int) {
	length := utf8.RuneCountInString(words)
	start = length - utf8.RuneCountInString(strings.TrimLeft(words, " \t\u00a0"))
	end = utf8.RuneCountInString(strings.TrimRight(words, " \t\u00a0"))
	if !own {
		return start, end
	}
	if _, rest, ok := strings.Cut(uid, "w"); ok {
		from, to, _ := strings.Cut(rest, "n")
		if w, err := strconv.Atoi(from); err == nil && 0 <= w && w < length {
			start, end = w, max(end, w)
			if n, err := strconv.Atoi(to); err == nil && 0 < n && w+n <= length {
				end = w + n
			}
		}
	}
	return start, end
}
