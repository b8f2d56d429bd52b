package workbench

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// codeForm is the dialog in which a person says how a code changes.
type codeForm struct {
	Do       string // the act
	Code     coding.Code
	Label    string
	Beside   bool // of code.add: beside the code, not below it
	Parent   string
	Count    int // codings with the code
	Below    int // codes below it
	Note     instruments.Text
	Shut     bool // cannot be done while a blind round is open; Note says so
	Swatches []swatch
	Split    splitPage
}

// swatch is a colour of the palette by name.
type swatch struct {
	Colour string
	Name   instruments.Text
	Place  int
	Now    bool
}

// swatches are the colours of the palette by their names.
func swatches(now string) []swatch {
	names := [...]instruments.Text{
		{NL: "blauw", EN: "blue"},
		{NL: "oranje", EN: "orange"},
		{NL: "groen", EN: "green"},
		{NL: "roze", EN: "pink"},
		{NL: "lichtblauw", EN: "sky blue"},
		{NL: "vermiljoen", EN: "vermilion"},
		{NL: "geel", EN: "yellow"},
	}
	out := make([]swatch, len(palette))
	for i, c := range palette {
		out[i] = swatch{Colour: c, Name: names[i], Place: i, Now: strings.EqualFold(c, now)}
	}
	return out
}

// showCodeForm is the form of an act on a code: ?do=code.merge&code=ID.
func showCodeForm(v *visit) error {
	q := v.r.URL.Query()
	f := codeForm{Do: q.Get("do"), Beside: q.Get("beside") != ""}
	if _, ok := codesActs()[f.Do]; !ok {
		return notFound()
	}
	s, err := v.shelf()
	if err != nil {
		return err
	}
	if i, ok := s.at[coding.CodeID(q.Get("code"))]; ok {
		f.Code, f.Label, f.Below = s.Codes[i], v.codeName(s.Codes[i]), s.end[i]-i-1
		if p := s.parent[i]; p >= 0 {
			f.Parent = v.codeName(s.Codes[p])
		}
	} else if f.Do != "code.add" || q.Get("code") != "" {
		return v.goneCode()
	}
	counts, err := v.study.CountsByCode(v.ctx())
	if err != nil {
		return err
	}
	f.Count, f.Note, f.Swatches = sum(counts[f.Code.ID]), meaning(f.Code.ID, f.Do), swatches(f.Code.Colour)
	if err := f.shut(v); err != nil {
		return err
	}
	if f.Do == "code.split" {
		if f.Split, err = v.splitPage(f.Code.ID, 0); err != nil {
			return err
		}
	}
	return v.part("codebook", "code-form", f)
}

// shut says in a form that its act waits for the release of a blind round.
func (f *codeForm) shut(v *visit) error {
	l, err := v.study.look(v.ctx())
	if err != nil || !slices.Contains([]string{"code.merge", "code.split", "code.delete"}, f.Do) {
		return err
	}
	if stay := l.codesStay(); stay != nil {
		told := refusalOf(stay).told
		f.Shut, f.Note = true, instruments.Textf("%s – %s", "%s – %s", told.What, told.Hint)
	}
	return nil
}

// goneCode says that a code is not in the codebook.
func (v *visit) goneCode() error {
	return refused(http.StatusNotFound, instruments.Text{NL: "deze code is er niet (meer)", EN: "this code is not there (any more)"},
		instruments.Text{NL: "kies een code in het codeboek", EN: "choose a code in the codebook"})
}

// optionsMost is how many codes a box for choosing shows at once.
const optionsMost = 50

// codeOption is a code to choose.
type codeOption struct {
	ID   coding.CodeID
	Row  string
	Path string
	Sign string // short id
}

// showCodeOptions are codes whose path or id has all words: ?find=words, without
// ?not=ID and what is below it (&branch=1), and only codable ones with
// &codable=1.
func showCodeOptions(v *visit) error {
	s, err := v.shelf()
	if err != nil {
		return err
	}
	q := v.r.URL.Query()
	lo, hi := len(s.Codes), 0
	if i, ok := s.at[coding.CodeID(q.Get("not"))]; ok {
		lo, hi = i, i+1
		if q.Get("branch") != "" {
			hi = s.end[i]
		}
	}
	words := strings.Fields(strings.ToLower(q.Get("find")))
	var out []codeOption
	for i, c := range s.Codes {
		if i >= lo && i < hi || q.Get("codable") != "" && !c.Codable {
			continue
		}
		path := s.path(i, v.codeName)
		in := strings.ToLower(path + " " + string(c.ID))
		if slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(in, w) }) {
			continue
		}
		if out = append(out, codeOption{c.ID, "o" + rowID(c.ID), path, shortCode(c.ID)}); len(out) == optionsMost {
			break
		}
	}
	return v.part("codebook", "code-options", out)
}

// showCodePlaces are the places below a parent: ?parent=ID&code=ID.
func showCodePlaces(v *visit) error {
	s, err := v.shelf()
	if err != nil {
		return err
	}
	q := v.r.URL.Query()
	top, lo, hi := -1, 0, len(s.Codes)
	if id := coding.CodeID(q.Get("parent")); id != "" {
		i, ok := s.at[id]
		if !ok {
			return v.goneCode()
		}
		top, lo, hi = i, i+1, s.end[i]
	}
	var out []codeOption
	for i := lo; i < hi && len(out) < siblingPage; i = s.end[i] {
		if c := s.Codes[i]; s.parent[i] == top && string(c.ID) != q.Get("code") {
			out = append(out, codeOption{ID: c.ID, Path: v.codeName(c)})
		}
	}
	return v.part("codebook", "code-places", out)
}

// splitSize is how many quotations a page of the split dialog has.
const splitSize = 50

// splitPage is a page of the codings of a code, to be handed to its parts.
type splitPage struct {
	Code             coding.CodeID
	Codings          []splitLine
	Page, Pages, All int
	From             int // number of the first one, from 1
}

type splitLine struct {
	coding.Coding
	Title string
}

// Last and Next are numbers of pages, -1 for none.
func (p splitPage) Last() int { return p.Page - 1 }

// Next is the number of the next page, -1 for none.
func (p splitPage) Next() int {
	if p.Page+1 >= p.Pages {
		return -1
	}
	return p.Page + 1
}

// To is the number of the last one.
func (p splitPage) To() int { return p.From + len(p.Codings) - 1 }

// showSplitPage is one page of codings: ?code=ID&page=N.
func showSplitPage(v *visit) error {
	n, _ := strconv.Atoi(v.r.URL.Query().Get("page"))
	p, err := v.splitPage(coding.CodeID(v.r.URL.Query().Get("code")), n)
	if err != nil {
		return err
	}
	return v.part("codebook", "split-page", p)
}

func (v *visit) splitPage(id coding.CodeID, n int) (splitPage, error) {
	list, err := v.study.CodingsWith(v.ctx(), id)
	if err != nil {
		return splitPage{}, err
	}
	titles, err := v.titles()
	if err != nil {
		return splitPage{}, err
	}
	p := splitPage{Code: id, All: len(list), Pages: max(1, (len(list)+splitSize-1)/splitSize)}
	p.Page = min(max(0, n), p.Pages-1)
	p.From = p.Page*splitSize + 1
	for _, k := range list[p.Page*splitSize : min(len(list), (p.Page+1)*splitSize)] {
		p.Codings = append(p.Codings, splitLine{k, titles[k.Document]})
	}
	return p, nil
}

// titles are the titles of all documents.
func (v *visit) titles() (map[instruments.DocumentID]string, error) {
	docs, err := v.study.Documents(v.ctx())
	out := make(map[instruments.DocumentID]string, len(docs))
	for _, d := range docs {
		out[d.ID] = d.Title
	}
	return out, err
}
