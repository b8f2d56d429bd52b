package workbench

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"meerzicht/analysis/retrieval"
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report"
)

// quotationsShown is how many quotations one page has.
const quotationsShown = 100

func quotationRoutes() []route {
	routes := []route{
		{"GET /quotations", showQuotations, routeRule{}},
		{"GET /part/quotations", showQuotationsPart, routeRule{}},
	}
	for _, format := range []string{report.CSVFormat, report.XLSXFormat, report.JSONFormat} {
		routes = append(routes, route{"GET /quotations." + format, func(v *visit) error { return v.exportQuotations(format) }, routeRule{patience: exportPatience}})
	}
	return routes
}

// exportPatience is how long a file may take to be made and read.
const exportPatience = 5 * time.Minute

// quotationsPage is a query with what it found.
type quotationsPage struct {
	Query   string // in the words of the page's language
	Order   retrieval.Order
	Orders  []retrieval.Order
	Form    queryForm
	Problem *problemShown
	quotationsFound
}

// quotationsFound is one page of the quotations that were found, and how many
// there are in all.
type quotationsFound struct {
	Total, Documents, Respondents int
	From                          int // of the first one shown, from 0
	Before, After                 int // where the neighbouring pages begin; -1 none
	Lines                         []quotationLine
	Address                       string // of the query without the page
}

// To is the number of the last quotation shown.
func (f quotationsFound) To() int { return f.From + len(f.Lines) }

// First is the number of the first quotation shown.
func (f quotationsFound) First() int { return f.From + 1 }

// showQuotations is the page: ?q=QUERY&order=ORDER&from=N. A form without script
// sends its lines instead of a query; it is sent on to the query they make.
func showQuotations(v *visit) error {
	if q, ok := v.queryOfForm(); ok {
		http.Redirect(v.w, v.r, "/quotations?"+with(v.query(), append([]string{"q", q}, formFields()...)...), http.StatusSeeOther)
		return nil
	}
	page, err := v.quotations()
	if err != nil {
		return err
	}
	return v.page("quotations", instruments.Text{NL: "Citaten", EN: "Quotations"}, page)
}

// showQuotationsPart is form and list as they are after a change of either.
func showQuotationsPart(v *visit) error {
	page, err := v.quotations()
	if err != nil {
		return err
	}
	return v.part("quotations", "answer", page)
}

func (v *visit) quotations() (quotationsPage, error) {
	page := quotationsPage{Query: v.query().Get("q"), Order: v.order(), Orders: retrieval.Orders()}
	if q, ok := v.queryOfForm(); ok {
		page.Query = q
	}
	c, err := v.corpora.of(v.ctx(), v.study, false)
	if err != nil {
		return page, err
	}
	q, err := retrieval.Parse(page.Query)
	if err == nil {
		if page.Query != "" {
			page.Query = q.In(v.lang)
		}
		page.quotationsFound, err = v.find(c, q, page.Order)
	}
	var told *instruments.Error
	if errors.As(err, &told) {
		page.Problem, err = &problemShown{What: sentence(forPage(told.What.In(v.lang))), Hint: sentence(forPage(told.Hint.In(v.lang)))}, nil
	}
	if err != nil {
		return page, err
	}
	page.Form, err = v.queryForm(c, q)
	page.Address = "/quotations?" + with(url.Values{}, "q", page.Query, "order", string(page.Order))
	return page, err
}

// order is the order that is asked for; by document for an unknown one.
func (v *visit) order() retrieval.Order {
	if o := retrieval.Order(v.query().Get("order")); slices.Contains(retrieval.Orders(), o) {
		return o
	}
	return retrieval.ByDocument
}

// find brings one page of what a query finds.
func (v *visit) find(c *coding.Corpus, q retrieval.Query, by retrieval.Order) (quotationsFound, error) {
	list, err := v.quoted.find(c, q, by)
	f := quotationsFound{Total: len(list), Before: -1, After: -1}
	if err != nil {
		return f, err
	}
	f.Documents, f.Respondents = countedIn(list)
	f.From = min(max(v.number("from", 0), 0), max(len(list)-1, 0)) / quotationsShown * quotationsShown
	if f.From > 0 {
		f.Before = f.From - quotationsShown
	}
	end := min(f.From+quotationsShown, len(list))
	if end < len(list) {
		f.After = end
	}
	f.Lines, err = v.quotationLines(c, list[f.From:end])
	return f, err
}

// countedIn is in how many documents, and of how many respondents, quotations
// are.
func countedIn(list []retrieval.Quotation) (documents, respondents int) {
	docs, people := map[instruments.DocumentID]bool{}, map[instruments.RespondentID]bool{}
	for i := range list {
		docs[list[i].Document] = true
		if who := list[i].Respondent; who != "" {
			people[who] = true
		}
	}
	return len(docs), len(people)
}

// foundQuotations keeps the last list that was found, so that its next page is
// there at once.
type foundQuotations struct {
	mu     sync.Mutex
	corpus *coding.Corpus
	query  string
	order  retrieval.Order
	list   []retrieval.Quotation
	forget *time.Timer
}

func (f *foundQuotations) find(c *coding.Corpus, q retrieval.Query, by retrieval.Order) ([]retrieval.Quotation, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.corpus != c || f.query != q.String() || f.order != by {
		list, err := retrieval.Find(c, q, by)
		if err != nil {
			return nil, err
		}
		f.corpus, f.query, f.order, f.list = c, q.String(), by, list
	}
	if f.forget != nil {
		f.forget.Stop()
	}
	f.forget = time.AfterFunc(corpusIdle, f.drop)
	return f.list, nil
}

func (f *foundQuotations) drop() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.corpus, f.list = nil, nil
}

// exportQuotations is all that a query finds as a file, with the text around
// each quotation.
func (v *visit) exportQuotations(format string) error {
	q, err := retrieval.Parse(v.query().Get("q"))
	if err != nil {
		return err
	}
	c, err := v.corpora.of(v.ctx(), v.study, false)
	if err != nil {
		return err
	}
	list, err := v.quoted.find(c, q, v.order())
	if err != nil {
		return err
	}
	list = slices.Clone(list) // the kept one stays as it is
	if err := v.widenAll(list); err != nil {
		return err
	}
	v.attach(instruments.Text{NL: "citaten", EN: "quotations"}.In(v.lang), format)
	return report.WriteQuotations(v.w, list, format, v.lang)
}

// widenAll gives quotations the text around them, document by document, so that
// each text is read once.
func (v *visit) widenAll(list []retrieval.Quotation) error {
	texts, _ := v.study.View(v.ctx()).(coding.Texts)
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(list[i].Document, list[j].Document) })
	for _, i := range order {
		if err := widen(v.ctx(), texts, &list[i]); err != nil {
			return err
		}
	}
	return nil
}

// attach says that the answer is a file to keep. Nothing is written here.
func (v *visit) attach(name, format string) {
	v.w.Header().Set("Content-Type", map[string]string{
		report.CSVFormat: "text/csv; charset=utf-8", report.JSONFormat: "application/json; charset=utf-8", "html": "text/html; charset=utf-8",
		report.XLSXFormat: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	}[format])
	v.w.Header().Set("Content-Disposition", `attachment; filename="`+name+"."+format+`"`)
}

// quotationLine is a quotation in a list.
type quotationLine struct {
	retrieval.Quotation
	ID    string // of its element
	Href  string // of its place in the text
	Chips []codeChip
	Memos []string
}

// codeChip is a code with its colour and pattern; Met is one that was only met.
type codeChip struct {
	ID      coding.CodeID
	Name    string
	Pattern int
	Met     bool
}

// TurnNumber counts turns from one, as people do; 0 outside turns.
func (l quotationLine) TurnNumber() int { return l.Turn + 1 }

// quotationLines are quotations for showing, with the text around them.
func (v *visit) quotationLines(c *coding.Corpus, list []retrieval.Quotation) ([]quotationLine, error) {
	book, err := v.shelf()
	if err != nil {
		return nil, err
	}
	texts, _ := v.study.View(v.ctx()).(coding.Texts)
	memos := memosOf(c, list)
	out := make([]quotationLine, len(list))
	for i, q := range list {
		line := quotationLine{Quotation: q}
		line.ID = "q-" + string(q.Document) + "-" + strconv.Itoa(q.Start) + "-" + strconv.Itoa(q.End)
		line.Href = "/documents/" + url.PathEscape(string(q.Document)) + "?" + with(url.Values{}, "at", strconv.Itoa(q.Start), "coding", string(q.Codings[0]))
		for _, id := range q.Codes {
			line.Chips = append(line.Chips, v.chip(book, id, false))
		}
		for _, id := range q.WithCodes {
			line.Chips = append(line.Chips, v.chip(book, id, true))
		}
		for _, id := range q.Codings {
			line.Memos = append(line.Memos, memos[id]...)
		}
		if err := widen(v.ctx(), texts, &line.Quotation); err != nil {
			return nil, err
		}
		out[i] = line
	}
	return out, nil
}

func (v *visit) chip(book *shelved, id coding.CodeID, met bool) codeChip {
	i, ok := book.at[id]
	if !ok {
		return codeChip{ID: id, Name: string(id), Met: met}
	}
	return codeChip{ID: id, Name: v.codeName(book.Codes[i]), Pattern: i % patterns, Met: met}
}

// contextShown is how many code points a quotation shows on each side.
const contextShown = 160

// widen gives a quotation the text around it, where it still stands there.
func widen(ctx context.Context, texts coding.Texts, q *retrieval.Quotation) error {
	if texts == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	text, ok, err := texts.Segmenter(q.Document)
	if err != nil || !ok {
		return err
	}
	if there, ok := text.Between(q.Start, q.End); !ok || there != q.Text {
		return nil
	}
	q.Before, _ = text.Between(q.Start-contextShown, q.Start)
	q.After, _ = text.Between(q.End, q.End+contextShown)
	q.Before, q.After = strings.Clone(q.Before), strings.Clone(q.After) // else each keeps its whole text in memory
	if i := strings.IndexFunc(q.Before, unicode.IsSpace); i >= 0 && q.Start > contextShown {
		q.Before = "…" + q.Before[i:]
	}
	if i := strings.LastIndexFunc(q.After, unicode.IsSpace); i >= 0 && utf8.RuneCountInString(q.After) == contextShown {
		q.After = q.After[:i] + " …"
	}
	return nil
}

// memosOf are the memos of the codings of some quotations: their own, and those
// about them.
func memosOf(c *coding.Corpus, list []retrieval.Quotation) map[coding.CodingID][]string {
	out := map[coding.CodingID][]string{}
	for i := range list {
		if list[i].Memo {
			for _, id := range list[i].Codings {
				out[id] = nil
			}
		}
	}
	if len(out) == 0 {
		return out
	}
	for i := range c.Codings {
		if _, asked := out[c.Codings[i].ID]; asked && c.Codings[i].Memo != "" {
			out[c.Codings[i].ID] = append(out[c.Codings[i].ID], c.Codings[i].Memo)
		}
	}
	for _, m := range c.Memos {
		id, ok := strings.CutPrefix(m.Target, string(coding.CodingKind)+"/")
		if _, asked := out[coding.CodingID(id)]; ok && asked {
			out[coding.CodingID(id)] = append(out[coding.CodingID(id)], m.Text)
		}
	}
	return out
}
