package rock

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// ownContainer is the name of the fragment that says of which document and coder
// the lines below it are. Readers of ROCK pass over fragments they do not know.
const ownContainer = "ROCK_meerzicht"

// ownVersion is the version of what stands in it.
const ownVersion = 1

// yamlCode is one code of a ROCK_codes fragment. The standard knows id, label,
// parentId and description; the others are for reading back.
type yamlCode struct {
	ID          string `yaml:"id"`
	Label       string `yaml:"label"`
	ParentID    string `yaml:"parentId,omitempty"`
	Description string `yaml:"description,omitempty"`
	Colour      string `yaml:"colour,omitempty"`
	Codable     string `yaml:"codable,omitempty"` // "false"
	OurID       string `yaml:"meerzichtId"`
}

// yamlDocument is what the fragment of ours says.
type yamlDocument struct {
	Version    int    `yaml:"version"`
	Document   string `yaml:"document"`
	Title      string `yaml:"title"`
	Kind       string `yaml:"kind,omitempty"`
	Respondent string `yaml:"respondent,omitempty"`
	Project    string `yaml:"project,omitempty"`
	Coder      string `yaml:"coder,omitempty"`
	Case       string `yaml:"cid"`
	SHA256     string `yaml:"sha256"` // of the text
}

// Write writes a corpus that was loaded with its texts as one stream: the codes,
// then each document once for every coder who coded in it. Errors are those of w,
// and of a corpus without texts. The transfer tells what ROCK cannot hold.
func Write(w io.Writer, c *coding.Corpus, lang instruments.Lang) (coding.Transfer, error) {
	x := &writer{out: bufio.NewWriterSize(w, 1<<16), lang: lang, codes: names{}, coders: names{}, cases: names{}, codeName: map[coding.CodeID]string{}}
	x.t.Origin = "Meerzicht"
	x.codebook(c.Codebook)
	of := map[instruments.DocumentID][]coding.Coding{}
	for _, k := range c.Codings {
		of[k.Document] = append(of[k.Document], k)
	}
	for i := range c.Documents {
		d := &c.Documents[i]
		if d.Text == "" && d.Length > 0 {
			return coding.Transfer{}, fmt.Errorf("write ROCK: the text of document %q was not loaded", d.ID)
		}
		x.document(i+1, d, of[d.ID])
		delete(of, d.ID)
	}
	if x.err == nil {
		x.err = x.out.Flush()
	}
	if x.err != nil {
		return coding.Transfer{}, fmt.Errorf("write ROCK: %w", x.err)
	}
	for _, left := range of {
		x.t.Lose(coding.TransferCodings, len(left), instruments.Text{NL: "het document is er niet", EN: "the document is not there"})
	}
	x.left(c)
	x.t.Convention = instruments.Text{NL: "een code hoort bij de hele beurt", EN: "a code is of the whole turn"}
	x.t.Sort()
	return x.t, nil
}

// left counts what ROCK has no place for.
func (x *writer) left(c *coding.Corpus) {
	x.t.Take(coding.TransferCoders, len(x.coders))
	none := instruments.Text{NL: "daar heeft ROCK geen plaats voor", EN: "ROCK has no place for them"}
	x.t.Lose(coding.TransferMemos, len(c.Memos), none)
	x.t.Lose(coding.TransferCases, len(c.Respondents)+len(c.Trajectories), none)
	x.t.Lose(coding.TransferGroups, len(c.Groups), none)
	x.t.Lose(coding.TransferLists, len(c.Fillings), none)
	x.t.Lose(coding.TransferOther, len(c.Overrides)+len(c.Rounds)+len(c.Settlements)+len(c.Progress), none)
}

// names are the names that stand for ids of ours: letters without accents,
// digits and underscores, each used once.
type names map[string]bool

func (n names) fresh(id string) string {
	name := strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return '_'
		}
		return r
	}, id)
	if name == "" || !unicode.IsLetter(rune(name[0])) {
		name = "x" + name
	}
	for i, try := 2, name; ; i++ {
		if !n[try] {
			n[try] = true
			return try
		}
		try = name + "_" + strconv.Itoa(i)
	}
}

// writer writes the stream; after an error it writes nothing.
type writer struct {
	out      *bufio.Writer
	lang     instruments.Lang
	t        coding.Transfer
	codes    names
	coders   names
	cases    names
	codeName map[coding.CodeID]string
	coderOf  map[coding.CoderID]string
	err      error
}

func (x *writer) put(parts ...string) {
	for _, s := range parts {
		if x.err == nil {
			_, x.err = x.out.WriteString(s)
		}
	}
}

func (x *writer) fragment(container string, v any) {
	data, err := yaml.Marshal(map[string]any{container: v})
	if err != nil && x.err == nil {
		x.err = fmt.Errorf("fragment %s: %w", container, err)
	}
	x.put("---\n", string(data), "---\n")
}

// codebook writes the codes. Fragments have a bound for readers, so a large
// codebook gets several.
func (x *writer) codebook(book coding.Codebook) {
	for _, code := range book.Codes {
		x.codeName[code.ID] = x.codes.fresh(string(code.ID))
	}
	for some := range slices.Chunk(book.Codes, 200) {
		list := make([]yamlCode, len(some))
		for i, code := range some {
			list[i] = yamlCode{
				ID: x.codeName[code.ID], Label: code.Name.In(x.lang), ParentID: x.codeName[code.Parent], Description: code.Definition.In(x.lang), Colour: code.Colour, OurID: string(code.ID),
			}
			if !code.Codable {
				list[i].Codable = "false"
			}
		}
		x.fragment("ROCK_codes", list)
	}
	x.t.Take(coding.TransferCodes, len(book.Codes))
}

// coder is the name of a coder in the stream.
func (x *writer) coder(id coding.CoderID) string {
	if x.coderOf == nil {
		x.coderOf = map[coding.CoderID]string{}
	}
	if x.coderOf[id] == "" {
		x.coderOf[id] = x.coders.fresh(string(id))
	}
	return x.coderOf[id]
}

// document writes a document once for every coder in it, or once without codes.
func (x *writer) document(n int, d *instruments.Document, codings []coding.Coding) {
	id := x.cases.fresh(string(d.ID))
	if len(d.Attributes) > 0 {
		values := map[string]string{"caseId": id}
		for name, v := range d.Attributes {
			if name == "caseId" || name == "cid" {
				x.t.Lose(coding.TransferVariables, 1, instruments.Text{NL: "een waarde met de naam die ROCK voor de case zelf gebruikt", EN: "a value with the name that ROCK uses for the case itself"})
				continue
			}
			values[name] = v
			x.t.Take(coding.TransferVariables, 1)
		}
		x.fragment("ROCK_attributes", []map[string]string{values})
	}
	blocks := blocksOf(d)
	by := map[coding.CoderID][]coding.Coding{}
	var order []coding.CoderID
	for _, k := range codings {
		if by[k.Coder] == nil {
			order = append(order, k.Coder)
		}
		by[k.Coder] = append(by[k.Coder], k)
	}
	slices.Sort(order)
	if len(order) == 0 {
		order = []coding.CoderID{""}
	}
	for _, coder := range order {
		x.copyOf(n, d, id, coder, blocks, by[coder])
	}
	x.t.Take(coding.TransferDocuments, 1)
}

func (x *writer) copyOf(n int, d *instruments.Document, id string, coder coding.CoderID, blocks []utterance, codings []coding.Coding) {
	x.fragment(ownContainer, yamlDocument{
		Version: ownVersion, Document: string(d.ID), Title: d.Title, Kind: string(d.Kind), Respondent: string(d.Respondent), Project: d.Project, Coder: string(coder), Case: id, SHA256: d.TextSHA256,
	})
	x.put("---<<document>>---\n[[cid=", id, "]]")
	if coder != "" {
		x.put(" [[coderId=", x.coder(coder), "]]")
	}
	x.put("\n")
	codes := x.place(blocks, codings)
	for i, u := range blocks {
		x.put("[[uid=", u.uid(n, i), "]] ", hide(u.text))
		for _, code := range codes[i] {
			x.put(" [[", code, "]]")
		}
		x.put("\n")
	}
}

// place puts the codes of codings behind the utterances that they touch, and
// counts how they fared.
func (x *writer) place(blocks []utterance, codings []coding.Coding) [][]string {
	out := make([][]string, len(blocks))
	for _, k := range codings {
		name, fresh := x.codeName[k.Code], false
		var on []utterance
		first, _ := slices.BinarySearchFunc(blocks, k.Start, func(u utterance, at int) int { return cmp.Compare(u.end, at+1) })
		for i := first; i < len(blocks) && blocks[i].start < k.End && name != ""; i++ {
			if blocks[i].from >= blocks[i].to {
				continue // nothing was said there
			}
			on = append(on, blocks[i])
			if !slices.Contains(out[i], name) {
				out[i] = append(out[i], name)
				fresh = true
			}
			if value := name + "||" + strconv.Itoa(k.Weight); k.Weight > 0 && !slices.Contains(out[i], value) {
				out[i] = append(out[i], value)
			}
		}
		x.count(k, on, fresh)
	}
	return out
}

// count tells how one coding came out.
func (x *writer) count(k coding.Coding, on []utterance, fresh bool) {
	if k.Memo != "" {
		x.t.Lose(coding.TransferMemos, 1, instruments.Text{NL: "memo’s bij coderingen", EN: "memos on codings"})
	}
	switch {
	case len(on) == 0:
		x.t.Lose(coding.TransferCodings, 1, instruments.Text{NL: "de code of de plaats is er niet", EN: "the code or the place is not there"})
	case !fresh:
		x.t.Lose(coding.TransferCodings, 1, instruments.Text{NL: "valt na verbreden samen met een andere codering", EN: "coincides with another coding once widened"})
	case len(on) > 1:
		x.t.Lose(coding.TransferCodings, 1, instruments.Text{NL: "verdeeld over de beurten die zij raakt", EN: "divided over the turns that it touches"})
	case on[0].start+on[0].from != k.Start || on[0].start+on[0].to != k.End:
		x.t.Lose(coding.TransferCodings, 1, instruments.Text{NL: "verbreed tot de beurt", EN: "widened to the turn"})
	case k.Dyad != "":
		x.t.Lose(coding.TransferCodings, 1, instruments.Text{NL: "zonder de dyade waar zij over gaat", EN: "without the dyad that it is about"})
	default:
		x.t.Take(coding.TransferCodings, 1)
	}
}
