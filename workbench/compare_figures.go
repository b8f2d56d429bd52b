package workbench

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"meerzicht/analysis/agreement"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// figureReplicates is how many replicates the intervals beside the queue are
// made from: enough for two decimals, and there within a second. The command
// `agreement` takes more.
const figureReplicates = 1_000

// codesShown is how many codes the figures list at once, those with least
// agreement first.
const codesShown = 12

// measured keeps the figures that were computed last: those of a released round
// never change.
type measured struct {
	mu     sync.Mutex
	kept   map[measuredKey]agreement.Result
	forget *time.Timer
}

type measuredKey struct {
	round string
	seq   int64 // of the release; of a round that is not released, of the study
	a, b  coding.CoderID
	unit  agreement.Unit
}

// keptFigures is how many results are remembered.
const keptFigures = 16

// of computes the figures of a round as it was released, and says with which
// event that was; 0 for a round that is not released.
func (m *measured) of(ctx context.Context, s *sighted, head int64, of comparing, unit agreement.Unit) (agreement.Result, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	key := measuredKey{of.Round.ID, 0, of.A, of.B, unit}
	if !of.Round.Released {
		key.seq = head
	}
	if found, ok := m.kept[key]; ok {
		return found, nil
	}
	c, _, err := s.CorpusOfRound(ctx, of.Round.ID)
	if err != nil {
		return agreement.Result{}, err
	}
	result, err := agreement.Study(c, agreement.Settings{
		Coders: []coding.CoderID{of.A, of.B}, Round: of.Round.ID, Documents: of.Round.Documents, Unit: unit,
		Options: agreement.Options{Replicates: figureReplicates, Seed: 1, Done: ctx.Done()},
	})
	if err != nil || ctx.Err() != nil {
		return result, err
	}
	if m.kept == nil || len(m.kept) >= keptFigures {
		m.kept = map[measuredKey]agreement.Result{}
	}
	m.kept[key] = result
	if m.forget != nil {
		m.forget.Stop()
	}
	m.forget = time.AfterFunc(corpusIdle, m.drop)
	return result, nil
}

func (m *measured) drop() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = nil
}

// figuresPage is the agreement of two coders: the rounds in which both coded
// beside each other.
type figuresPage struct {
	comparing
	Unit      queueChoice
	Figures   []roundFigures
	Pooled    []figureRow
	Codes     []codeFigures
	More      []codeFigures
	Rule      instruments.Text
	Missing   instruments.Text
	Unused    int
	Queue     string // address of the queue
	Seed      int
	OfSeveral bool
}

// roundFigures heads a column.
type roundFigures struct {
	Label  instruments.Text
	Now    bool // not released: as it is now
	Result agreement.Result
}

// figureRow is one measure in each round.
type figureRow struct {
	Label instruments.Text
	Cells []figureCell
}

type figureCell struct {
	Value, Interval string
	Why             instruments.Text // there is no value
}

// codeFigures are those of one code: the 2×2 of the round that is shown, and
// alpha in each round.
type codeFigures struct {
	ID     coding.CodeID
	Label  instruments.Text
	Table  agreement.Table
	Share  string // prevalence
	Alphas []figureCell
}

func showFigures(v *visit) error {
	page, err := v.figuresPage()
	if err != nil {
		return err
	}
	return v.page("figures", instruments.Text{NL: "Overeenstemming", EN: "Agreement"}, page)
}

func showFiguresPart(v *visit) error {
	page, err := v.figuresPage()
	if err != nil {
		return err
	}
	return v.part("figures", "figures-now", page)
}

// figuresPage computes the figures: ?round=N&a=CODER&b=CODER&unit=UNIT.
func (v *visit) figuresPage() (figuresPage, error) {
	c, err := v.corpora.of(v.ctx(), v.study, false)
	if err != nil {
		return figuresPage{}, err
	}
	page := figuresPage{comparing: v.compared(c)}
	if page.Closed != nil {
		return page, nil
	}
	page.Unit, page.Queue = unitChoice(v.query().Get("unit"), page.Round), page.address("/compare")
	for _, r := range c.Rounds {
		if r.ID != page.Round.ID && (!r.Released || !r.Of(page.A) || !r.Of(page.B) || blindAgain(c.Rounds, r) != "") {
			continue
		}
		of := page.comparing
		of.Round = r
		result, err := v.measured.of(v.ctx(), v.study, c.Info.Events, of, agreement.Unit(page.Unit.Now))
		if err != nil {
			return page, err
		}
		page.Figures = append(page.Figures, roundFigures{instruments.Textf("ronde %s", "round %s", r.ID), !r.Released, result})
		if r.ID == page.Round.ID {
			page.Rule, page.Missing, page.Unused = result.Rule, result.Missing, result.Unused
		}
	}
	page.fill(v.lang)
	return page, nil
}

func unitChoice(now string, r coding.Round) queueChoice {
	var values []choice
	for _, u := range agreement.Units() {
		if r.Lists || u != agreement.Checklist && u != agreement.Indicator {
			values = append(values, choice{string(u), u.Label()})
		}
	}
	if now == "" {
		now = string(agreement.Turn)
	}
	return choiceOf("unit", now, instruments.Text{NL: "Eenheid", EN: "Unit"}, values...)
}

// fill makes the rows of what was computed.
func (p *figuresPage) fill(lang instruments.Lang) {
	var names []string
	for _, f := range p.Figures {
		for _, m := range slices.Concat(f.Result.Pooled, f.Result.Sets) {
			if !slices.Contains(names, m.Name) {
				names = append(names, m.Name)
			}
		}
	}
	for _, name := range names {
		row := figureRow{Label: agreement.Label(name)}
		for _, f := range p.Figures {
			row.Cells = append(row.Cells, cellOf(slices.Concat(f.Result.Pooled, f.Result.Sets), name, lang))
		}
		p.Pooled = append(p.Pooled, row)
	}
	i := slices.IndexFunc(p.Figures, func(f roundFigures) bool { return f.Result.Round == p.Round.ID })
	if i < 0 {
		return
	}
	for _, r := range p.Figures[i].Result.Codes {
		row := codeFigures{ID: r.Code, Label: r.Label, Table: r.Table}
		if r.Prevalence != nil {
			row.Share = decimal(*r.Prevalence, lang)
		}
		for _, f := range p.Figures {
			k := slices.IndexFunc(f.Result.Codes, func(other agreement.CodeResult) bool { return other.Code == r.Code })
			if k < 0 {
				row.Alphas = append(row.Alphas, figureCell{Why: instruments.Text{NL: "niet gebruikt", EN: "not used"}})
				continue
			}
			row.Alphas = append(row.Alphas, alphaOf(f.Result.Codes[k].Measures, lang))
		}
		p.Codes = append(p.Codes, row)
	}
	if len(p.Codes) > codesShown {
		p.Codes, p.More = p.Codes[:codesShown], p.Codes[codesShown:]
	}
}

// alphaOf is alpha, and for units without a correction for chance the first
// measure there is.
func alphaOf(list []agreement.Measure, lang instruments.Lang) figureCell {
	name := agreement.AlphaName
	if len(list) > 0 && !slices.ContainsFunc(list, func(m agreement.Measure) bool { return m.Name == name }) {
		name = list[0].Name
	}
	return cellOf(list, name, lang)
}

func cellOf(list []agreement.Measure, name string, lang instruments.Lang) figureCell {
	i := slices.IndexFunc(list, func(m agreement.Measure) bool { return m.Name == name })
	if i < 0 {
		return figureCell{Value: "–"}
	}
	m := list[i]
	if m.Value == nil {
		return figureCell{Why: m.Message}
	}
	cell := figureCell{Value: decimal(*m.Value, lang)}
	if m.CI != nil {
		cell.Interval = decimal(m.CI[0], lang) + "–" + decimal(m.CI[1], lang)
	}
	return cell
}

// decimal writes a figure with two decimals, and one that is not quite 1 as less
// than that.
func decimal(x float64, lang instruments.Lang) string {
	s := fmt.Sprintf("%.2f", x)
	switch {
	case s == "1.00" && x < 1:
		s = "0.99"
	case s == "-0.00":
		s = "0.00"
	}
	if lang == instruments.Dutch {
		s = strings.Replace(s, ".", ",", 1)
	}
	return strings.Replace(s, "-", "−", 1)
}

// confusedPage lists which codes stand where the other coder used another.
type confusedPage struct {
	comparing
	Pairs []confusedPair
	Total int
	Queue string
}

// confusedPair is a pair of codes with where they stood for each other.
type confusedPair struct {
	Count int
	A, B  codeCard
	Where []confusedPlace
	Rest  int
}

type confusedPlace struct {
	Href  string
	Label string
	Words string
}

// Bounds of the list of confusions.
const (
	mostConfused = 60 // pairs
	mostPlaces   = 8  // of one pair
)

// showConfused is the page of the codes that are confused, as they were at the
// release of the round: settling does not make the list shorter.
func showConfused(v *visit) error {
	c, err := v.corpora.of(v.ctx(), v.study, false)
	if err != nil {
		return err
	}
	page := confusedPage{comparing: v.compared(c)}
	page.Queue = page.address("/compare")
	if page.Closed == nil {
		if err := v.confused(c, &page); err != nil {
			return err
		}
	}
	return v.page("confused", instruments.Text{NL: "Welke codes worden verward?", EN: "Which codes are confused?"}, page)
}

func (v *visit) confused(now *coding.Corpus, page *confusedPage) error {
	then, _, err := v.study.CorpusOfRound(v.ctx(), page.Round.ID)
	if err != nil {
		return err
	}
	book, err := v.shelf()
	if err != nil {
		return err
	}
	var a, b []coding.Coding
	for _, k := range then.Codings {
		if !page.Round.Has(k.Document) {
			continue
		}
		switch k.Coder {
		case page.A:
			a = append(a, k)
		case page.B:
			b = append(b, k)
		}
	}
	_, diffs := coding.Compare(a, b, 0)
	all := coding.Confusions(diffs)
	page.Total = len(all)
	for _, pair := range all[:min(len(all), mostConfused)] {
		out := confusedPair{Count: pair.Count, A: v.card(book, pair.A, ""), B: v.card(book, pair.B, "")}
		out.Rest = max(0, len(pair.Where)-mostPlaces)
		for _, d := range pair.Where[:len(pair.Where)-out.Rest] {
			out.Where = append(out.Where, v.confusedPlace(now, page.comparing, d))
		}
		page.Pairs = append(page.Pairs, out)
	}
	return nil
}

// confusedPlace is a difference as a link: to the queue while it is open there,
// else to the text.
func (v *visit) confusedPlace(c *coding.Corpus, of comparing, d coding.Difference) confusedPlace {
	p := confusedPlace{Label: string(d.Document), Href: of.address("/compare", "at", d.ID)}
	if doc, ok := c.Document(d.Document); ok && doc.Title != "" {
		p.Label = doc.Title
	}
	if slices.ContainsFunc(c.Settlements, func(s coding.Settlement) bool { return s.Difference == d.ID && s.Round == of.Round.ID }) {
		p.Href = of.address("/compare", "show", showSettled, "at", coding.SettlementID(of.Round.ID, d.ID))
	}
	if of.Past {
		p.Href = "/documents/" + url.PathEscape(string(d.Document)) + "?at=" + position(d.Start)
	}
	if len(d.A) > 0 {
		p.Words = shortened(d.A[0].Quotation, 100)
	}
	return p
}
