package workbench

import (
	"cmp"
	"encoding/csv"
	"maps"
	"slices"
	"strconv"

	"meerzicht/analysis/retrieval"
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report"
)

// codebookPage is the codebook beside the record of one code.
type codebookPage struct {
	Codes  []codeLine
	Record *codeRecord
}

// Limits of what a record shows; the whole stands in the quotations.
const (
	exampleQuotations = 5
	recordDocuments   = 100
)

// codeRecord is all that is known of a code.
type codeRecord struct {
	coding.Code
	Row, Label, Path string
	Count            int
	Coders           []countedName
	Documents        []countedName
	MoreDocuments    int
	Quotations       []splitLine
	Memos            []coding.Memo
	Fields           []recordField
	Swatches         []swatch
	Origins          []instruments.Origin
	Who              string
	Renaming         instruments.Text // what renaming a code of the instruments means
	Query            string           // asks for its quotations
	Below            int
}

// countedName is how often something of that name occurs.
type countedName struct {
	ID, Name string
	N        int
}

// recordField is a text of the definition in both languages.
type recordField struct {
	Name  string // "definition"
	Label instruments.Text
	Text  instruments.Text
}

func recordFields(c coding.Code) []recordField {
	return []recordField{
		{"definition", instruments.Text{NL: "Definitie", EN: "Definition"}, c.Definition},
		{"include", instruments.Text{NL: "Wel", EN: "Include"}, c.Include},
		{"exclude", instruments.Text{NL: "Niet", EN: "Exclude"}, c.Exclude},
		{"example", instruments.Text{NL: "Voorbeeld", EN: "Example"}, c.Example},
	}
}

// showCodebook is the codebook: ?code=ID shows that code.
func showCodebook(v *visit) error {
	lines, err := v.codeLines()
	if err != nil {
		return err
	}
	page := codebookPage{Codes: lines}
	if id := coding.CodeID(v.r.URL.Query().Get("code")); id != "" {
		if page.Record, err = v.record(id); err != nil {
			return err
		}
	}
	return v.page("codebook", instruments.Text{NL: "Codeboek", EN: "Codebook"}, page)
}

// showRecord is the record of one code: ?code=ID.
func showRecord(v *visit) error {
	r, err := v.record(coding.CodeID(v.r.URL.Query().Get("code")))
	if err != nil {
		return err
	}
	return v.part("codebook", "code-record", r)
}

// record is all that is known of a code.
func (v *visit) record(id coding.CodeID) (*codeRecord, error) {
	s, err := v.shelf()
	if err != nil {
		return nil, err
	}
	i, ok := s.at[id]
	if !ok {
		return nil, v.goneCode()
	}
	c := s.Codes[i]
	r := &codeRecord{
		Code: c, Row: rowID(id), Label: v.codeName(c), Path: s.path(i, v.codeName), Fields: recordFields(c), Swatches: swatches(c.Colour), Who: aboutOf(c).who,
		Origins:  []instruments.Origin{instruments.FromReport, instruments.FromLiterature, instruments.Inductive, instruments.Fictional},
		Renaming: meaning(id, "code.rename"), Query: retrieval.Quote(string(id)), Below: s.end[i] - i - 1,
	}
	if err := v.recordCodings(r); err != nil {
		return nil, err
	}
	memos, err := coding.All[coding.Memo](v.study.View(v.ctx()), coding.MemoKind)
	for _, m := range memos {
		if m.Target == "code/"+string(id) {
			r.Memos = append(r.Memos, m)
		}
	}
	return r, err
}

// recordCodings counts the codings of a code and takes the first as examples.
func (v *visit) recordCodings(r *codeRecord) error {
	list, err := v.study.CodingsWith(v.ctx(), r.ID)
	if err != nil {
		return err
	}
	titles, err := v.titles()
	if err != nil {
		return err
	}
	coders, documents := map[string]int{}, map[string]int{}
	for _, k := range list {
		coders[string(k.Coder)]++
		documents[string(k.Document)]++
	}
	for _, k := range list[:min(len(list), exampleQuotations)] {
		r.Quotations = append(r.Quotations, splitLine{k, titles[k.Document]})
	}
	r.Count, r.Coders = len(list), counted(coders, func(id string) string { return id })
	r.Documents = counted(documents, func(id string) string { return titles[instruments.DocumentID(id)] })
	if n := len(r.Documents); n > recordDocuments {
		r.Documents, r.MoreDocuments = r.Documents[:recordDocuments], n-recordDocuments
	}
	return nil
}

// counted are the counts in a list, the largest first.
func counted(by map[string]int, name func(string) string) []countedName {
	var out []countedName
	for _, id := range slices.Sorted(maps.Keys(by)) {
		out = append(out, countedName{id, name(id), by[id]})
	}
	slices.SortStableFunc(out, func(a, b countedName) int { return cmp.Compare(b.N, a.N) })
	return out
}

// printCodebook is the whole codebook for reading and printing.
func printCodebook(v *visit) error {
	s, err := v.shelf()
	if err != nil {
		return err
	}
	counts, err := v.study.CountsByCode(v.ctx())
	if err != nil {
		return err
	}
	t := treeLines{shelved: s, v: v, counts: counts}
	out := make([]printedCode, len(s.Codes))
	for i, c := range s.Codes {
		out[i] = printedCode{t.line(i), aboutOf(c).who, recordFields(c)}
	}
	return v.page("codebook_print", instruments.Text{NL: "Codeboek", EN: "Codebook"}, out)
}

// printedCode is a code in the printed codebook.
type printedCode struct {
	codeLine
	Whose string
	Texts []recordField
}

// HeadLevel is the level of its heading.
func (p printedCode) HeadLevel() int { return min(p.Level()+1, 6) }

// exportCodebook is the codebook as CSV: one line a code, in reading order.
func exportCodebook(v *visit) error {
	s, err := v.shelf()
	if err != nil {
		return err
	}
	counts, err := v.study.CountsByCode(v.ctx())
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	v.w.Header().Set("Content-Disposition", `attachment; filename="codebook.csv"`)
	out := csv.NewWriter(v.w)
	lines := [][]string{{
		"id", "parent", "level", "name_nl", "name_en", "definition_nl", "definition_en", "include_nl", "include_en", "exclude_nl", "exclude_en",
		"example_nl", "example_en", "origin", "domain", "who", "codable", "colour", "codings",
	}}
	for i, c := range s.Codes {
		line := []string{
			string(c.ID), string(c.Parent), strconv.Itoa(s.depth[i] + 1), c.Name.NL, c.Name.EN, c.Definition.NL, c.Definition.EN, c.Include.NL, c.Include.EN,
			c.Exclude.NL, c.Exclude.EN, c.Example.NL, c.Example.EN, string(c.Origin), c.Domain, aboutOf(c).who, strconv.FormatBool(c.Codable), c.Colour, strconv.Itoa(sum(counts[c.ID])),
		}
		for k, cell := range line {
			line[k] = report.Neutral(cell)
		}
		lines = append(lines, line)
	}
	return out.WriteAll(lines)
}
