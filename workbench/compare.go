package workbench

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"meerzicht/coding"
	"meerzicht/instruments"
)

func compareRoutes() []route {
	return []route{
		{"GET /compare", showCompare, routeRule{}},
		{"GET /part/compare", showComparePart, routeRule{}},
		{"GET /compare/figures", showFigures, routeRule{}},
		{"GET /part/compare/figures", showFiguresPart, routeRule{}},
		{"GET /compare/codes", showConfused, routeRule{}},
	}
}

// differencesShown is how many differences one page of the queue has. All of
// them are in the page, so that deciding goes on while the server is away.
const differencesShown = 25

// comparing is what is compared: a round and two of its coders. Nothing is when
// closed says why.
type comparing struct {
	Rounds []choice
	Round  coding.Round
	A, B   coding.CoderID
	Closed *problemShown
	Past   bool // a later round has documents of this one: these are decided about there
}

// comparePage is the queue of differences with the page of it that is shown.
type comparePage struct {
	comparing
	queuePage
	Confused, Figures, FiguresPage string
}

// compared reads from the address what is compared: ?round=N&a=CODER&b=CODER. The
// default is the latest round that is released, and its first two coders.
func (v *visit) compared(c *coding.Corpus) comparing {
	out := comparing{}
	if len(c.Rounds) == 0 {
		out.Closed = v.closed(instruments.Text{NL: "er is nog geen ronde van dubbel coderen", EN: "there is no round of double coding yet"},
			instruments.Text{NL: "open er een bij Rondes: kies de documenten en de codeurs", EN: "open one at Rounds: choose the documents and the coders"})
		return out
	}
	for _, r := range c.Rounds {
		out.Rounds = append(out.Rounds, choice{r.ID, roundLabel(r)})
	}
	asked := v.query().Get("round")
	i := slices.IndexFunc(c.Rounds, func(r coding.Round) bool { return r.ID == asked })
	if i >= 0 {
		out.Round = c.Rounds[i]
	} else {
		out.Round = latestToCompare(c.Rounds)
	}
	out.A, out.B = pairOf(out.Round, coding.CoderID(v.query().Get("a")), coding.CoderID(v.query().Get("b")))
	out.Past = pastRound(c.Rounds, out.Round)
	blind := blindAgain(c.Rounds, out.Round)
	switch {
	case !out.Round.Released:
		out.Closed = v.closed(instruments.Textf("ronde %s is nog niet vrijgegeven", "round %s is not released yet", out.Round.ID),
			instruments.Text{NL: "vergelijken kan zodra de ronde is vrijgegeven, bij Rondes; tot dan werkt ieder los van de ander", EN: "comparing is possible once the round is released, at Rounds; until then everybody works apart from the others"})
	case blind != "":
		out.Closed = v.closed(instruments.Textf("de documenten van ronde %s worden nu blind opnieuw gecodeerd, in ronde %s", "the documents of round %s are now coded again blindly, in round %s", out.Round.ID, blind),
			instruments.Text{NL: "deze ronde is weer te zien als de nieuwe is vrijgegeven", EN: "this round can be seen again once the new one is released"})
	}
	return out
}

func (v *visit) closed(what, hint instruments.Text) *problemShown {
	return &problemShown{What: sentence(what.In(v.lang)), Hint: sentence(hint.In(v.lang))}
}

func roundLabel(r coding.Round) instruments.Text {
	if r.Released {
		return instruments.Textf("ronde %s", "round %s", r.ID)
	}
	return instruments.Textf("ronde %s (nog open)", "round %s (still open)", r.ID)
}

// latestToCompare is the latest released round; without one the latest.
func latestToCompare(rounds []coding.Round) coding.Round {
	released := slices.DeleteFunc(slices.Clone(rounds), func(r coding.Round) bool { return !r.Released })
	if r, ok := coding.Latest(released); ok {
		return r
	}
	r, _ := coding.Latest(rounds)
	return r
}

// pairOf are two different coders of a round: those asked for, else the first
// ones.
func pairOf(r coding.Round, a, b coding.CoderID) (coding.CoderID, coding.CoderID) {
	if len(r.Coders) < 2 {
		return a, b
	}
	if !r.Of(a) {
		a = r.Coders[0]
	}
	if !r.Of(b) || a == b {
		b = r.Coders[slices.IndexFunc(r.Coders, func(k coding.CoderID) bool { return k != a })]
	}
	return a, b
}

// blindAgain is the blind round that is open on documents of a round; "" for
// none. What stood in them before may not guide the new work.
func blindAgain(rounds []coding.Round, r coding.Round) string {
	for _, other := range rounds {
		if other.ID != r.ID && other.Blind && !other.Released && slices.ContainsFunc(other.Documents, r.Has) {
			return other.ID
		}
	}
	return ""
}

// pastRound: a later round holds documents of this one.
func pastRound(rounds []coding.Round, r coding.Round) bool {
	return len(currentDocuments(rounds, r)) < len(r.Documents)
}

// currentDocuments are the documents of a round that no later one codes again.
func currentDocuments(rounds []coding.Round, r coding.Round) []instruments.DocumentID {
	return coding.CurrentDocuments(r, rounds)
}

// address is where the same round and coders are compared.
func (c comparing) address(path string, more ...string) string {
	return path + "?" + with(url.Values{}, append([]string{"round", c.Round.ID, "a", string(c.A), "b", string(c.B)}, more...)...)
}

// showCompare is the page: ?round=1&a=ANNA&b=BRAM&sort=code&kind=missed&show=settled&at=ID&place=N.
func showCompare(v *visit) error {
	page, err := v.comparePage()
	if err != nil {
		return err
	}
	return v.page("compare", instruments.Text{NL: "Vergelijken", EN: "Compare"}, page)
}

// showComparePart is the queue as it is after a change.
func showComparePart(v *visit) error {
	page, err := v.comparePage()
	if err != nil {
		return err
	}
	if page.Closed != nil {
		return refused(http.StatusConflict, instruments.Same(page.Closed.What), instruments.Same(page.Closed.Hint))
	}
	return v.part("compare", "compare-now", page)
}

func (v *visit) comparePage() (comparePage, error) {
	c, err := v.corpora.of(v.ctx(), v.study, false)
	if err != nil {
		return comparePage{}, err
	}
	page := comparePage{comparing: v.compared(c)}
	if page.Closed != nil {
		return page, nil
	}
	page.Confused, page.Figures, page.FiguresPage = page.address("/compare/codes"), page.address("/part/compare/figures"), page.address("/compare/figures")
	q, err := v.queueOf(c, page.comparing)
	if err != nil {
		return page, err
	}
	page.queuePage, err = v.queuePage(q)
	return page, err
}

// position is a number as an address has it.
func position(n int) string { return strconv.Itoa(n) }
