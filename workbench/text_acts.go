package workbench

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"meerzicht/coding"
	"meerzicht/instruments"
)

func codingActs() map[string]act {
	return map[string]act{
		"coding.add":      takes(addCoding),
		"coding.remove":   takes(removeCoding),
		"coding.resize":   takes(resizeCoding),
		"coding.annotate": takes(annotateCoding),
		"coding.recode":   takes(recodeCodings),
	}
}

// addCodingIn is a stretch to code: with a code, or with one that is made for it
// under the name NewCode.
type addCodingIn struct {
	Document instruments.DocumentID `json:"document"`
	Start    int                    `json:"start"`
	End      int                    `json:"end"`
	Code     coding.CodeID          `json:"code"`
	NewCode  string                 `json:"new_code"`
}

func addCoding(c changing, in addCodingIn) (made, error) {
	seg, err := coding.SegmentIn(c.View, in.Document, in.Start, in.End)
	if err != nil {
		return made{}, err
	}
	var commands []coding.Command
	view := c.View
	if in.NewCode != "" {
		if in.Code, commands, err = ownCode(view, in.NewCode); err != nil {
			return made{}, err
		}
		view = after(view, commands...)
	}
	one := coding.Coding{Segment: seg, Code: in.Code, Coder: c.coder}
	if one.ID, err = freeID(view, one); err != nil {
		return made{}, err
	}
	cmd, err := coding.AddCodings(view, one)
	said := instruments.Textf("Gecodeerd met %s", "Coded as %s", codeName(view, in.Code))
	return made{commands: append(commands, cmd), said: said}, err
}

// freeID is the id of a new coding. It is the usual one, unless a coding that
// was made here has moved since and still has it.
func freeID(v coding.View, c coding.Coding) (coding.CodingID, error) {
	id := coding.NewCodingID(c)
	for n := 2; ; n++ {
		there, ok, err := coding.Find[coding.Coding](v, coding.CodingKind, string(id))
		if err != nil || !ok || coding.NewCodingID(there) == coding.NewCodingID(c) {
			return id, err
		}
		id = coding.NewCodingID(c) + coding.CodingID("-"+strconv.Itoa(n))
	}
}

// codeName is a code's name for the status line; its id when it has none.
func codeName(v coding.View, id coding.CodeID) instruments.Text {
	c, ok, err := coding.Find[coding.Code](v, coding.CodeKind, string(id))
	if err != nil || !ok || c.Name.IsZero() {
		return instruments.Same(shortCode(id))
	}
	return instruments.Textf("%s (%s)", "%s (%s)", c.Name, shortCode(id))
}

// Codes that are made while coding stand under one heading.
const (
	ownRoot   = coding.CodeID("eigen")
	ownDomain = "eigen"
	ownLength = 60 // code points of a name
)

// ownCode is the code of the researcher's own with that name; when there is none
// yet, the commands that make it.
func ownCode(v coding.View, name string) (coding.CodeID, []coding.Command, error) {
	name = strings.Join(strings.Fields(name), " ")
	if name == "" || utf8.RuneCountInString(name) > ownLength || strings.ContainsFunc(name, unicode.IsControl) {
		return "", nil, refused(http.StatusBadRequest, instruments.Textf("de naam van een code heeft 1 tot %d tekens", "the name of a code has 1 to %d characters", ownLength),
			instruments.Text{NL: "kies een kortere naam", EN: "choose a shorter name"})
	}
	codes, err := coding.All[coding.Code](v, coding.CodeKind)
	if err != nil {
		return "", nil, err
	}
	taken, order := map[coding.CodeID]bool{}, 0
	for _, c := range codes {
		if c.Parent == ownRoot && c.Codable && (strings.EqualFold(c.Name.NL, name) || strings.EqualFold(c.Name.EN, name)) {
			return c.ID, nil, nil
		}
		taken[c.ID], order = true, max(order, c.Order+1)
	}
	return newOwnCode(v, name, order, taken)
}

func newOwnCode(v coding.View, name string, order int, taken map[coding.CodeID]bool) (coding.CodeID, []coding.Command, error) {
	var commands []coding.Command
	if !taken[ownRoot] {
		root, err := coding.AddCode(v, coding.Code{ID: ownRoot, Name: instruments.Text{NL: "Eigen codes", EN: "Own codes"}, Origin: instruments.Inductive, Domain: ownDomain, Order: order})
		if err != nil {
			return "", nil, err
		}
		commands, order = append(commands, root), order+1
	}
	id := ownRoot + "." + coding.CodeID(slug(name))
	for n := 2; taken[id]; n++ {
		id = ownRoot + "." + coding.CodeID(slug(name)+"-"+strconv.Itoa(n))
	}
	code, err := coding.AddCode(after(v, commands...), coding.Code{ID: id, Parent: ownRoot, Name: instruments.Same(name), Origin: instruments.Inductive, Domain: ownDomain, Codable: true, Order: order})
	return id, append(commands, code), err
}

// slug is a name as part of an id: small letters and digits without accents,
// hyphens between words.
func slug(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r), unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		default:
			gap = true
		}
	}
	if b.Len() == 0 {
		return "code"
	}
	return b.String()
}

// afterView is a view as it will be after commands, so that the next command of
// the same act can build on them.
type afterView struct {
	coding.View
	records map[[2]string]json.RawMessage // nil: taken away
}

func after(v coding.View, commands ...coding.Command) coding.View {
	a := afterView{v, map[[2]string]json.RawMessage{}}
	for _, cmd := range commands {
		for _, ch := range cmd.Changes {
			a.records[[2]string{string(ch.Kind), ch.ID}] = ch.After
		}
	}
	return a
}

// Record is the record after the commands.
func (a afterView) Record(kind coding.Kind, id string) (json.RawMessage, bool, error) {
	if raw, ok := a.records[[2]string{string(kind), id}]; ok {
		return raw, raw != nil, nil
	}
	return a.View.Record(kind, id)
}

// Segmenter is that of the view beneath: commands of the text pane change no
// text.
func (a afterView) Segmenter(id instruments.DocumentID) (coding.Segmenter, bool, error) {
	if texts, ok := a.View.(coding.Texts); ok {
		return texts.Segmenter(id)
	}
	return coding.Segmenter{}, false, nil
}

type codingIDs struct {
	Codings []coding.CodingID `json:"codings"`
}

func removeCoding(c changing, in codingIDs) (made, error) {
	return one(instruments.Text{NL: "Codering verwijderd", EN: "Coding removed"})(coding.RemoveCodings(c.View, in.Codings...))
}

type resizeIn struct {
	Coding coding.CodingID `json:"coding"`
	Start  int             `json:"start"`
	End    int             `json:"end"`
}

func resizeCoding(c changing, in resizeIn) (made, error) {
	old, err := theCoding(c.View, in.Coding)
	if err != nil {
		return made{}, err
	}
	seg, err := coding.SegmentIn(c.View, old.Document, in.Start, in.End)
	if err != nil {
		return made{}, err
	}
	said := instruments.Textf("Codering is nu: “%s”", "Coding is now: “%s”", shortened(seg.Quotation, 60))
	return one(said)(coding.ResizeCoding(c.View, in.Coding, seg))
}

// annotateIn changes what is given and leaves the rest.
type annotateIn struct {
	Coding coding.CodingID `json:"coding"`
	Memo   *string         `json:"memo"`
	Weight *int            `json:"weight"`
}

// memoLength is how many code points a memo of a coding may have.
const memoLength = 20_000

func annotateCoding(c changing, in annotateIn) (made, error) {
	old, err := theCoding(c.View, in.Coding)
	if err != nil {
		return made{}, err
	}
	said := instruments.Text{NL: "Memo bewaard", EN: "Memo stored"}
	if in.Weight != nil {
		old.Weight = *in.Weight
		said = instruments.Textf("Gewicht is nu %d", "Weight is now %d", old.Weight)
	}
	if in.Memo != nil {
		if utf8.RuneCountInString(*in.Memo) > memoLength {
			return made{}, refused(http.StatusBadRequest, instruments.Textf("de memo is langer dan %d tekens", "the memo is longer than %d characters", memoLength), instruments.Text{NL: "maak hem korter", EN: "make it shorter"})
		}
		old.Memo = strings.TrimSpace(*in.Memo)
	}
	return one(said)(coding.AnnotateCoding(c.View, in.Coding, old.Memo, old.Weight))
}

type recodeIn struct {
	Codings []coding.CodingID `json:"codings"`
	Code    coding.CodeID     `json:"code"`
	NewCode string            `json:"new_code"`
}

// recodeCodings gives codings another code. They keep their coder, memo and
// weight, but are somebody's decision from now on, no longer that of a rule.
func recodeCodings(c changing, in recodeIn) (made, error) {
	view, out := c.View, made{}
	var err error
	if in.NewCode != "" {
		if in.Code, out.commands, err = ownCode(view, in.NewCode); err != nil {
			return made{}, err
		}
		view = after(view, out.commands...)
	}
	var list []coding.Coding
	for _, id := range in.Codings {
		one, err := theCoding(c.View, id)
		if err != nil {
			return made{}, err
		}
		one.Code, one.Origin, one.Rule, one.Matched = in.Code, coding.ByHand, "", ""
		if one.ID, err = freeID(view, one); err != nil {
			return made{}, err
		}
		list = append(list, one)
	}
	cmd, err := coding.RemoveCodings(view, in.Codings...)
	if err != nil {
		return made{}, err
	}
	add, err := coding.AddCodings(view, list...)
	cmd.Type, cmd.Changes = "coding.recode", append(cmd.Changes, add.Changes...)
	out.commands, out.said = append(out.commands, cmd), instruments.Textf("Nu gecodeerd met %s", "Now coded as %s", codeName(view, in.Code))
	return out, err
}

// theCoding is a coding that must be there still.
func theCoding(v coding.View, id coding.CodingID) (coding.Coding, error) {
	c, ok, err := coding.Find[coding.Coding](v, coding.CodingKind, string(id))
	if err == nil && !ok {
		err = refused(http.StatusConflict, instruments.Text{NL: "deze codering is er niet meer", EN: "this coding is no longer there"},
			instruments.Text{NL: "iemand heeft haar verwijderd; ongedaan maken kan met Z", EN: "somebody removed it; Z undoes that"})
	}
	return c, err
}
