package workbench

import (
	"cmp"
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report"
)

func memoRoutes() []route {
	return []route{
		{"GET /memos", showMemos, routeRule{}},
		{"GET /part/memos", showMemoLines, routeRule{}},
		{"GET /memos.csv", exportMemos, routeRule{}},
		{"GET /part/memo", showMemoDialog, routeRule{}},
	}
}

func memoActs() map[string]act {
	return map[string]act{"memo.set": takes(setMemo), "memo.coding": takes(setCodingMemo)}
}

// memoTypes are the kinds of memo that there are.
func memoTypes() []choice {
	return []choice{
		{"methode", instruments.Text{NL: "methode", EN: "method"}},
		{"reflectie", instruments.Text{NL: "reflectie", EN: "reflection"}},
		{"analyse", instruments.Text{NL: "analyse", EN: "analysis"}},
		{"beslissing", instruments.Text{NL: "beslissing", EN: "decision"}},
	}
}

// ownType is what the memo that a coding carries itself is called.
const ownType = "codering"

// memoLine is one memo as pages show it. Base is the memo as the page knows it,
// so that a later change of somebody else is noticed.
type memoLine struct {
	coding.Memo
	Base   string
	Coding coding.CodingID // of a memo that a coding carries itself
	On     target
}

// TypeText is the type in words.
func (m memoLine) TypeText() instruments.Text {
	if m.Type == ownType {
		return instruments.Text{NL: "bij de codering", EN: "of the coding"}
	}
	return labelOf(memoTypes(), m.Type)
}

// memosPage is the list of all memos.
type memosPage struct {
	Heads   []heading
	Lines   []memoLine
	Total   int
	Query   url.Values
	Types   []choice
	Kinds   []choice
	Authors []coding.CoderID
	Export  string
}

func showMemos(v *visit) error {
	p, err := v.memosPage()
	if err != nil {
		return err
	}
	return v.page("memos", instruments.Text{NL: "Memo’s", EN: "Memos"}, p)
}

func showMemoLines(v *visit) error {
	p, err := v.memosPage()
	if err != nil {
		return err
	}
	return v.part("memos", "memo_lines", p)
}

func (v *visit) memosPage() (memosPage, error) {
	all, err := v.memos()
	if err != nil {
		return memosPage{}, err
	}
	q := v.r.URL.Query()
	p := memosPage{Total: len(all), Query: q, Types: append(memoTypes(), choice{ownType, memoLine{Memo: coding.Memo{Type: ownType}}.TypeText()}), Kinds: targetKinds(), Export: "/memos.csv?" + q.Encode()}
	for _, m := range all {
		if !slices.Contains(p.Authors, m.Author) && m.Author != "" {
			p.Authors = append(p.Authors, m.Author)
		}
	}
	slices.Sort(p.Authors)
	p.Lines = slices.DeleteFunc(all, func(m memoLine) bool { return !wanted(m, q) })
	sortMemos(p.Lines, q)
	p.Heads = headings(&url.URL{Path: "/memos", RawQuery: v.r.URL.RawQuery}, []column{
		{key: "on", label: instruments.Text{NL: "Bij", EN: "On"}},
		{key: "type", label: instruments.Text{NL: "Soort", EN: "Type"}},
		{key: "text", label: instruments.Text{NL: "Memo", EN: "Memo"}},
		{key: "author", label: instruments.Text{NL: "Door", EN: "By"}},
		{label: instruments.Text{NL: "Wijzigen", EN: "Edit"}},
	})
	return p, nil
}

// wanted reports whether a memo is as the filter says.
func wanted(m memoLine, q url.Values) bool {
	for _, pair := range [][2]string{{q.Get("type"), m.Type}, {q.Get("on"), m.On.Kind}, {q.Get("author"), string(m.Author)}, {q.Get("target"), m.Target}} {
		if pair[0] != "" && pair[0] != pair[1] {
			return false
		}
	}
	return holds(q.Get("q"), m.Text, m.On.Label, m.On.ID)
}

func sortMemos(lines []memoLine, q url.Values) {
	key, down := sorting(q)
	slices.SortStableFunc(lines, func(a, b memoLine) int {
		n := map[string]int{
			"type": cmp.Compare(a.Type, b.Type), "text": cmp.Compare(a.Text, b.Text), "author": cmp.Compare(a.Author, b.Author), "on": compareTargets(a.On, b.On),
		}[key]
		if down {
			n = -n
		}
		return cmp.Or(n, compareTargets(a.On, b.On), cmp.Compare(a.ID, b.ID))
	})
}

// memos are all memos, those that codings carry themselves included.
func (v *visit) memos() ([]memoLine, error) {
	list, err := coding.All[coding.Memo](v.study.View(v.ctx()), coding.MemoKind)
	if err != nil {
		return nil, err
	}
	noted, err := v.study.CodingsWithMemo(v.ctx())
	if err != nil {
		return nil, err
	}
	names, err := v.targets()
	if err != nil {
		return nil, err
	}
	out := make([]memoLine, 0, len(list)+len(noted))
	for _, m := range list {
		out = append(out, memoLine{Memo: m, Base: baseOf(m), On: names.of(m.Target)})
	}
	for _, c := range noted {
		out = append(out, ofCoding(c, names))
	}
	return out, nil
}

// ofCoding is the memo that a coding carries itself.
func ofCoding(c coding.Coding, names targetNames) memoLine {
	id := "coding/" + string(c.ID)
	names.remember(c)
	return memoLine{
		Memo: coding.Memo{ID: "own:" + string(c.ID), Type: ownType, Target: id, Text: c.Memo, Author: c.Coder},
		Base: baseOf(c.Memo), Coding: c.ID, On: names.of(id),
	}
}

// exportMemos is the list, filtered and sorted as on the page, as csv.
func exportMemos(v *visit) error {
	p, err := v.memosPage()
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	v.w.Header().Set("Content-Disposition", `attachment; filename="memos.csv"`)
	w := csv.NewWriter(v.w)
	rows := [][]string{{"id", "type", "target", "target_label", "author", "text"}}
	for _, m := range p.Lines {
		rows = append(rows, []string{m.ID, m.Type, m.Target, m.On.Label, string(m.Author), m.Text})
	}
	for _, row := range rows {
		for i, cell := range row {
			row[i] = report.Neutral(cell)
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// memoDialog is what the dialog shows of one object: its memos, and room for
// another.
type memoDialog struct {
	On    target
	Lines []memoLine
	New   memoLine
	Types []choice
}

func showMemoDialog(v *visit) error {
	names, err := v.targets()
	if err != nil {
		return err
	}
	id := v.r.URL.Query().Get("target")
	on, ok, err := names.known(id)
	if err != nil {
		return err
	}
	if !ok {
		return refused(http.StatusNotFound, instruments.Text{NL: "waar deze memo bij hoort, is er niet meer", EN: "what this memo belongs to is no longer there"},
			instruments.Text{NL: "misschien is het verwijderd: maak dat ongedaan, of kies iets anders", EN: "perhaps it was deleted: undo that, or choose something else"})
	}
	d := memoDialog{On: on, Types: memoTypes(), New: memoLine{Memo: coding.Memo{Type: "analyse", Target: id, Author: v.coder()}}}
	list, err := coding.All[coding.Memo](v.study.View(v.ctx()), coding.MemoKind)
	if err != nil {
		return err
	}
	for _, m := range list {
		if m.Target == id {
			d.Lines = append(d.Lines, memoLine{Memo: m, Base: baseOf(m), On: on})
		}
	}
	if c, is, err := names.coding(id); err != nil {
		return err
	} else if is {
		d.Lines = slices.Insert(d.Lines, 0, ofCoding(c, names))
	}
	return v.part("memos", "memo_dialog", d)
}
