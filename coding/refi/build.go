package refi

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// builder makes a corpus of a project.
type builder struct {
	file     string
	opt      ReadOptions
	p        *project
	archive  *archive // nil for a bare XML file
	own      bool     // the project was written by us
	corpus   *coding.Corpus
	transfer coding.Transfer
	problems instruments.Problems

	codes       map[string]coding.CodeID // by GUID
	codeByIndex []coding.CodeID
	codeIDs     names
	coders      map[string]coding.CoderID // by GUID
	coderIDs    names
	docIDs      names
	memoIDs     names
	drafts      []*draft
	owner       map[string]*source  // by GUID: the first that has it
	of          map[string][]*draft // by GUID of a source or text
	byPath      map[string]*draft
	notes       map[string]*noteUse // by GUID
	codings     map[coding.CodingID]int
	room        int              // bytes of quotations that may still come
	outside     instruments.Text // why texts were refused: they stand elsewhere
}

// freeQuotations is how many bytes of quotations any project may hold; beyond
// that they may be some times the texts themselves, for one may select the whole
// of a text a few times, but not thousands of times.
const (
	freeQuotations  = 64 << 20
	quotationsRatio = 4
)

func newBuilder(file string, opt ReadOptions) *builder {
	return &builder{
		file: file, opt: opt, corpus: &coding.Corpus{Instruments: &instruments.Set{}},
		codes: map[string]coding.CodeID{}, codeIDs: names{}, coders: map[string]coding.CoderID{}, coderIDs: names{}, docIDs: names{}, memoIDs: names{},
		owner: map[string]*source{}, of: map[string][]*draft{}, byPath: map[string]*draft{}, notes: map[string]*noteUse{}, codings: map[coding.CodingID]int{},
		room: freeQuotations,
	}
}

func (b *builder) build() *refusal {
	p := b.p
	b.own = strings.HasPrefix(p.origin, ourName)
	b.transfer.Origin = instruments.Plain(p.origin)
	b.corpus.Info.Title = b.text(p.name)
	b.corpus.Info.Name = p.name
	b.corpus.Info.Lang = cmp.Or(b.opt.Lang, instruments.Dutch)
	b.addCoders()
	b.addCodes()
	b.indexNotes()
	if bad := b.addDocuments(); bad != nil {
		return bad
	}
	if bad := b.addCodings(); bad != nil {
		return bad
	}
	b.addCases()
	b.addGroups()
	b.addMemos()
	b.leave(coding.TransferOther, p.links, "koppelingen tussen onderdelen", "links between parts")
	b.leave(coding.TransferOther, p.graphs, "netwerken en diagrammen", "networks and graphs")
	b.finish()
	if len(b.corpus.Documents)+len(b.corpus.Codebook.Codes) == 0 || len(b.drafts) == 0 && !b.outside.IsZero() {
		return refuseNothing(cmp.Or(b.outside, instruments.Text{NL: "er staan geen codes en geen leesbare teksten in", EN: "it holds no codes and no readable texts"}))
	}
	return nil
}

// text is a wording of the file, in its language.
func (b *builder) text(s string) instruments.Text {
	if b.opt.Lang == instruments.English {
		return instruments.Text{EN: s}
	}
	return instruments.Text{NL: s}
}

// leave counts what does not come over.
func (b *builder) leave(kind coding.TransferKind, n int, nl, en string) {
	b.transfer.Lose(kind, n, instruments.Text{NL: nl, EN: en})
}

func (b *builder) note(nl, en string, args ...any) {
	b.problems = append(b.problems, instruments.Problem{File: b.file, What: instruments.Textf(nl, en, args...), Note: true})
}

// finish puts everything in the order of a corpus.
func (b *builder) finish() {
	c := b.corpus
	for _, d := range b.drafts {
		c.Documents = append(c.Documents, d.doc)
	}
	slices.SortFunc(c.Documents, func(x, y instruments.Document) int { return cmp.Compare(x.ID, y.ID) })
	slices.SortFunc(c.Coders, func(x, y coding.Coder) int { return cmp.Compare(x.ID, y.ID) })
	slices.SortFunc(c.Memos, func(x, y coding.Memo) int { return cmp.Compare(x.ID, y.ID) })
	slices.SortFunc(c.Groups, func(x, y coding.Group) int { return cmp.Compare(x.ID, y.ID) })
	slices.SortFunc(c.Respondents, func(x, y instruments.Respondent) int { return cmp.Compare(x.ID, y.ID) })
	slices.SortFunc(c.Trajectories, func(x, y instruments.Trajectory) int { return cmp.Compare(x.ID, y.ID) })
	coding.SortCodings(c.Codings)
}

// ordered is the transfer with its counts in the order of a reader.
func (b *builder) ordered() coding.Transfer {
	sortCounts(&b.transfer)
	return b.transfer
}

func sortCounts(t *coding.Transfer) {
	order := []coding.TransferKind{
		coding.TransferDocuments, coding.TransferCodes, coding.TransferCodings, coding.TransferCoders, coding.TransferMemos,
		coding.TransferCases, coding.TransferVariables, coding.TransferGroups, coding.TransferLists, coding.TransferOther,
	}
	slices.SortStableFunc(t.Counts, func(x, y coding.TransferCount) int {
		return slices.Index(order, x.Kind) - slices.Index(order, y.Kind)
	})
}

// names are ids that are taken, and how often each was asked for.
type names map[string]int

// take gives an id that nobody has yet: the one asked for, else with a number
// behind it.
func (n names) take(id string) string {
	if n[id] == 0 {
		n[id] = 1
		return id
	}
	for {
		n[id]++
		other := fmt.Sprintf("%s-%d", id, n[id])
		if n[other] == 0 {
			n[other] = 1
			return other
		}
	}
}
