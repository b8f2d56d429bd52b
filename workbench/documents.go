package workbench

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
)

const (
	documentsShown = 200                    // rows on one page of the list
	coverageTime   = 120 * time.Millisecond // that a page may spend on coverages nobody counted yet; the script asks for the others
	coverageAsked  = 20                     // coverages asked for at once
)

func documentRoutes() []route {
	return []route{
		{"GET /documents", showDocuments, routeRule{}},
		{"GET /part/documents/rows", showDocumentRows, routeRule{}},
		{"GET /part/covered", sayCovered, routeRule{}},
		{"GET /documents/{id}/about", showDocument, routeRule{}},
		{"GET /part/documents/about", showDocumentAbout, routeRule{}},
	}
}

func documentActs() map[string]act {
	return map[string]act{"document.put": takes(putDocument), "document.progress": takes(setProgress), "document.remove": takes(removeDocument)}
}

// documentKinds are what a document can be.
func documentKinds() []choice {
	return []choice{
		{string(instruments.Interview), instruments.Text{NL: "interview", EN: "interview"}},
		{string(instruments.FocusGroup), instruments.Text{NL: "focusgroep", EN: "focus group"}},
		{string(instruments.Literature), instruments.Text{NL: "literatuur", EN: "literature"}},
		{string(instruments.Other), instruments.Text{NL: "overig", EN: "other"}},
	}
}

// How far a coder is with a document. Only "klaar" is stored.
const (
	notBegun = "niet begonnen"
	begun    = "bezig"
)

func progressStates() []choice {
	return []choice{
		{notBegun, instruments.Text{NL: notBegun, EN: "not begun"}},
		{begun, instruments.Text{NL: begun, EN: "under way"}},
		{coding.Done, instruments.Text{NL: coding.Done, EN: "done"}},
	}
}

// documentRow is a document in the list.
type documentRow struct {
	instruments.Document
	Turns     int
	All, Mine int
	State     string
	Others    []coderState // how far the others are
	Rounds    string       // of double coding that it is in: "1, 2"
	Covered   string       // "" when it is not counted yet
}

type coderState struct {
	Coder coding.CoderID
	State string
}

// StateText is the state in words.
func (s coderState) StateText() instruments.Text { return labelOf(progressStates(), s.State) }

// StateText is the own state in words.
func (r documentRow) StateText() instruments.Text { return labelOf(progressStates(), r.State) }

// KindText is the kind in words.
func (r documentRow) KindText() instruments.Text { return labelOf(documentKinds(), string(r.Kind)) }

// documentsPage is one page of the list.
type documentsPage struct {
	Heads    []heading
	Rows     []documentRow
	Found    int
	Total    int
	Coder    coding.CoderID
	Query    url.Values
	Kinds    []choice
	States   []choice
	Projects []string
	Pages    []pageLink
}

type pageLink struct {
	Number int
	Href   string
	Now    bool
}

func showDocuments(v *visit) error {
	p, err := v.documentsPage()
	if err != nil {
		return err
	}
	return v.page("documents", instruments.Text{NL: "Documenten", EN: "Documents"}, p)
}

func showDocumentRows(v *visit) error {
	p, err := v.documentsPage()
	if err != nil {
		return err
	}
	return v.part("documents", "document_rows", p)
}

func (v *visit) documentsPage() (documentsPage, error) {
	rows, err := v.documentRows()
	if err != nil {
		return documentsPage{}, err
	}
	q := v.r.URL.Query()
	p := documentsPage{Total: len(rows), Coder: v.coder(), Query: q, Kinds: documentKinds(), States: progressStates()}
	for _, r := range rows {
		if r.Project != "" && !slices.Contains(p.Projects, r.Project) {
			p.Projects = append(p.Projects, r.Project)
		}
	}
	slices.Sort(p.Projects)
	rows = slices.DeleteFunc(rows, func(r documentRow) bool { return !r.wanted(q) })
	sortDocuments(rows, q)
	p.Found = len(rows)
	at := &url.URL{Path: "/documents", RawQuery: v.r.URL.RawQuery}
	p.Heads = headings(at, documentColumns())
	p.Rows, p.Pages = paged(at, rows, documentsShown)
	return p, v.fillCoverage(p.Rows)
}

// paged cuts rows to the page that an address asks for.
func paged[T any](at *url.URL, rows []T, size int) ([]T, []pageLink) {
	pages := (len(rows) + size - 1) / size
	now, _ := strconv.Atoi(at.Query().Get("page"))
	now = min(max(now, 1), max(pages, 1))
	var links []pageLink
	for i := 1; i <= pages && pages > 1; i++ {
		links = append(links, pageLink{Number: i, Href: at.Path + "?" + with(at.Query(), "page", strconv.Itoa(i)), Now: i == now})
	}
	return rows[min((now-1)*size, len(rows)):min(now*size, len(rows))], links
}

func documentColumns() []column {
	return []column{
		{key: "id", label: instruments.Text{NL: "Document", EN: "Document"}},
		{key: "title", label: instruments.Text{NL: "Titel", EN: "Title"}},
		{key: "kind", label: instruments.Text{NL: "Soort", EN: "Kind"}},
		{key: "respondent", label: instruments.Text{NL: "Respondent", EN: "Respondent"}},
		{key: "project", label: instruments.Text{NL: "Project", EN: "Project"}},
		{key: "words", label: instruments.Text{NL: "Woorden", EN: "Words"}, number: true},
		{key: "turns", label: instruments.Text{NL: "Beurten", EN: "Turns"}, number: true},
		{key: "codings", label: instruments.Text{NL: "Coderingen", EN: "Codings"}, number: true},
		{key: "mine", label: instruments.Text{NL: "waarvan eigen", EN: "of which own"}, number: true},
		{label: instruments.Text{NL: "Gecodeerde antwoorden", EN: "Coded answers"}},
		{key: "state", label: instruments.Text{NL: "Stand", EN: "State"}},
		{key: "omitted", label: instruments.Text{NL: "Weggelaten", EN: "Left out"}, number: true},
		{key: "file", label: instruments.Text{NL: "Bestand", EN: "File"}},
		{label: instruments.Text{NL: "Gegevens", EN: "Details"}},
	}
}

func (r documentRow) wanted(q url.Values) bool {
	for _, pair := range [][2]string{{q.Get("kind"), string(r.Kind)}, {q.Get("project"), r.Project}, {q.Get("state"), r.State}} {
		if pair[0] != "" && pair[0] != pair[1] {
			return false
		}
	}
	return holds(q.Get("q"), string(r.ID), r.Title, string(r.Respondent), r.Source.Name)
}

// LeftOut is how many pieces were left out when reading.
func (r documentRow) LeftOut() (n int) {
	for _, o := range r.Omitted {
		n += o.Count
	}
	return n
}

func sortDocuments(rows []documentRow, q url.Values) {
	key, down := sorting(q)
	place := map[string]int{notBegun: 0, begun: 1, coding.Done: 2}
	order := map[string]func(a, b documentRow) int{
		"title":      func(a, b documentRow) int { return cmp.Compare(a.Title, b.Title) },
		"kind":       func(a, b documentRow) int { return cmp.Compare(a.Kind, b.Kind) },
		"respondent": func(a, b documentRow) int { return cmp.Compare(a.Respondent, b.Respondent) },
		"project":    func(a, b documentRow) int { return cmp.Compare(a.Project, b.Project) },
		"words":      func(a, b documentRow) int { return cmp.Compare(a.Words, b.Words) },
		"turns":      func(a, b documentRow) int { return cmp.Compare(a.Turns, b.Turns) },
		"codings":    func(a, b documentRow) int { return cmp.Compare(a.All, b.All) },
		"mine":       func(a, b documentRow) int { return cmp.Compare(a.Mine, b.Mine) },
		"state":      func(a, b documentRow) int { return cmp.Compare(place[a.State], place[b.State]) },
		"omitted":    func(a, b documentRow) int { return cmp.Compare(a.LeftOut(), b.LeftOut()) },
		"file":       func(a, b documentRow) int { return cmp.Compare(a.Source.Name, b.Source.Name) },
		"id":         func(a, b documentRow) int { return cmp.Compare(a.ID, b.ID) },
	}[key]
	if order == nil {
		return
	}
	slices.SortStableFunc(rows, func(a, b documentRow) int {
		if down {
			return order(b, a)
		}
		return order(a, b)
	})
}

// documentRows are all documents by id.
func (v *visit) documentRows() ([]documentRow, error) {
	docs, err := v.study.Documents(v.ctx())
	if err != nil {
		return nil, err
	}
	counts, err := v.study.CountsByDocument(v.ctx())
	if err != nil {
		return nil, err
	}
	progress, err := coding.All[coding.Progress](v.study.View(v.ctx()), coding.ProgressKind)
	if err != nil {
		return nil, err
	}
	rounds, err := coding.All[coding.Round](v.study.View(v.ctx()), coding.RoundKind)
	if err != nil {
		return nil, err
	}
	in := inRounds(rounds)
	done := map[string]bool{}
	coders := map[instruments.DocumentID][]coding.CoderID{}
	for _, p := range progress {
		done[p.ID()] = p.State == coding.Done
		coders[p.Document] = append(coders[p.Document], p.Coder)
	}
	rows := make([]documentRow, len(docs))
	for i, d := range docs {
		rows[i] = v.documentRow(d, counts[d.ID], coders[d.ID], done)
		rows[i].Rounds = in[d.ID]
	}
	return rows, nil
}

func (v *visit) documentRow(d instruments.Document, counts map[coding.CoderID]int, others []coding.CoderID, done map[string]bool) documentRow {
	r := documentRow{Document: d, All: sum(counts), Mine: counts[v.coder()]}
	for _, s := range d.Speakers {
		r.Turns += s.Turns
	}
	state := func(c coding.CoderID) string {
		switch {
		case done[coding.Progress{Document: d.ID, Coder: c}.ID()]:
			return coding.Done
		case counts[c] > 0:
			return begun
		}
		return notBegun
	}
	r.State = state(v.coder())
	for c := range counts {
		if !slices.Contains(others, c) {
			others = append(others, c)
		}
	}
	slices.Sort(others)
	for _, c := range others {
		if c != v.coder() && c != coding.LexiconCoder {
			r.Others = append(r.Others, coderState{c, state(c)})
		}
	}
	return r
}

// fillCoverage puts in what is known, and counts what there is time for.
func (v *visit) fillCoverage(rows []documentRow) error {
	until := time.Now().Add(coverageTime)
	ids := make([]instruments.DocumentID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	known, err := v.covered.now(v, ids)
	if err != nil {
		return err
	}
	for i, r := range rows {
		s, ok := known[r.ID]
		if !ok && time.Now().Before(until) {
			if s, err = v.covered.find(v, r.ID); err != nil {
				return err
			}
			ok = true
		}
		if ok {
			rows[i].Covered = shareText(s)
		}
	}
	return nil
}

// shareText is a share with its base: "40 % (8 van 20)"; "–" of nothing.
func shareText(s share) string {
	x, ok := s.value()
	if !ok {
		return "–"
	}
	return strconv.Itoa(int(x*100+.5)) + " % (" + strconv.Itoa(s.part) + "/" + strconv.Itoa(s.whole) + ")"
}

// sayCovered counts the coverage of some documents: ?id=R01&id=R02.
func sayCovered(v *visit) error {
	ids := v.r.URL.Query()["id"]
	if len(ids) > coverageAsked {
		return refused(http.StatusBadRequest, instruments.Textf("hoogstens %d documenten tegelijk", "at most %d documents at once", coverageAsked), reloadHint())
	}
	out := map[string]string{}
	for _, id := range ids {
		if _, ok, err := v.study.Outline(v.ctx(), instruments.DocumentID(id)); err != nil || !ok {
			continue // removed since the page was made
		}
		s, err := v.covered.find(v, instruments.DocumentID(id))
		if err != nil {
			return err
		}
		out[id] = shareText(s)
	}
	return v.json(out)
}
