package workbench

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"meerzicht/analysis/form"
	"meerzicht/coding"
	"meerzicht/instruments"
)

func listRoutes() []route {
	return []route{
		{"GET /lists", showLists, routeRule{}},
		{"GET /lists/activities/{respondent}", showActivities, routeRule{}},
		{"GET /lists/indicators/{dyad}", showIndicators, routeRule{}},
		{"GET /part/lists", partLists, routeRule{}},
		{"GET /part/activities", partActivities, routeRule{}},
		{"GET /part/indicators", partIndicators, routeRule{}},
		{"GET /part/list", partList, routeRule{}},
	}
}

// listsPage is one of the three views of filled lists.
type listsPage struct {
	Overview   *listsOverview
	Activities *activitiesView
	Indicators *indicatorsView
	Text       *listText
}

// listText is the transcript beside a list, and the choice of transcripts.
type listText struct {
	Documents []documentChoice
	Document  instruments.Document
	Chunks    []chunkView
	Seq       int64
}

type documentChoice struct {
	instruments.Document
	Href string
	Now  bool
}

// listsOverview is all respondents and dyads with their filled lists.
type listsOverview struct {
	Items       int // of the activity list
	Indicators  int
	Respondents []respondentLine
	Dyads       []dyadLine
}

type respondentLine struct {
	instruments.Respondent
	Type  instruments.Text
	Href  string
	Lists []filledLine
}

// filledLine is one filled activity list in numbers.
type filledLine struct {
	Coder     string
	Href      string
	Mentioned int
	Tally     listTally
}

type dyadLine struct {
	form.Assignment
	Href      string
	Coders    []string
	Class     instruments.Text
	Effective instruments.Text // of a class by hand; zero without one
	Flags     []instruments.Text
}

func showLists(v *visit) error {
	o, err := v.listsOverview()
	if err != nil {
		return err
	}
	return v.page("lists", instruments.Text{NL: "Lijsten", EN: "Lists"}, listsPage{Overview: o})
}

func partLists(v *visit) error {
	o, err := v.listsOverview()
	if err != nil {
		return err
	}
	return v.part("lists", "lists-overview", o)
}

func (v *visit) listsOverview() (*listsOverview, error) {
	c, err := v.corpora.of(v.ctx(), v.study, false)
	if err != nil {
		return nil, err
	}
	o := &listsOverview{Items: len(c.Instruments.Checklist.Items), Indicators: len(c.Instruments.List.Indicators)}
	fillings := map[string][]*instruments.Filling{}
	for i := range c.Fillings {
		f := &c.Fillings[i]
		fillings[string(f.Respondent)+"\x00"+string(f.Dyad.ID)] = append(fillings[string(f.Respondent)+"\x00"+string(f.Dyad.ID)], f)
	}
	quotes := quotesByRespondent(c)
	for _, r := range c.Respondents {
		o.Respondents = append(o.Respondents, v.respondentLine(c.Instruments, r, fillings[string(r.ID)+"\x00"], quotes[r.ID]))
	}
	for _, a := range withPossibleDyads(c, form.All(c)) {
		o.Dyads = append(o.Dyads, newDyadLine(c.Instruments, a, fillings["\x00"+string(a.Dyad.ID)]))
	}
	return o, nil
}

func (v *visit) respondentLine(set *instruments.Set, r instruments.Respondent, fillings []*instruments.Filling, quotes activityQuotes) respondentLine {
	info, _ := set.TypeInfo(r.Type)
	line := respondentLine{Respondent: r, Type: info.Label, Href: activitiesHref(r.ID, "", "")}
	for _, f := range fillings {
		t := tallyOf(checklistLines(set, f, quotes, v.coder()))
		line.Lists = append(line.Lists, filledLine{Coder: f.Coder, Href: activitiesHref(r.ID, f.Coder, ""), Mentioned: t.Mentioned, Tally: t})
	}
	return line
}

func newDyadLine(set *instruments.Set, a form.Assignment, fillings []*instruments.Filling) dyadLine {
	line := dyadLine{Assignment: a, Href: indicatorsHref(a.Dyad.ID, "", ""), Class: form.Label(a.Class, a.Mixed), Flags: a.Flags.Texts()}
	for _, f := range fillings {
		line.Coders = append(line.Coders, f.Coder)
	}
	if a.Override != nil {
		line.Effective = form.Label(a.Effective(&set.List))
	}
	return line
}

// quotesByRespondent are the activity codings in the interviews of each
// respondent. Codings of coder "lexicon" are left out, as everywhere.
func quotesByRespondent(c *coding.Corpus) map[instruments.RespondentID]activityQuotes {
	speaker := map[instruments.DocumentID]instruments.RespondentID{}
	for _, d := range c.Documents {
		if d.Kind == instruments.Interview && d.Respondent != "" {
			speaker[d.ID] = d.Respondent
		}
	}
	out := map[instruments.RespondentID]activityQuotes{}
	for _, k := range c.Codings {
		who := speaker[k.Document]
		if who == "" {
			continue
		}
		if out[who] == nil {
			out[who] = activityQuotes{}
		}
		out[who].add(k)
	}
	return out
}

// withPossibleDyads adds the dyads that nobody filled a list for: those of a
// volunteer's trajectory with the role of a professional in it.
func withPossibleDyads(c *coding.Corpus, have []form.Assignment) []form.Assignment {
	known := map[instruments.DyadID]bool{}
	for _, a := range have {
		known[a.Dyad.ID] = true
	}
	for _, r := range c.Respondents {
		for _, t := range r.Trajectories {
			d, ok := dyadOf(c.Instruments, t, r.Role)
			if !ok || known[d.ID] {
				continue
			}
			known[d.ID] = true
			have = append(have, form.Assignment{
				Dyad: d, Project: r.Project, Result: form.Classify(&c.Instruments.List, nil),
				Note: instruments.Text{NL: "Geen ingevulde indicatorenlijst.", EN: "No filled indicator list."},
			})
		}
	}
	slices.SortStableFunc(have, func(a, b form.Assignment) int { return cmp.Compare(a.Dyad.ID, b.Dyad.ID) })
	return have
}

// dyadOf is the dyad of a trajectory with a professional of that role; false
// when the role makes none.
func dyadOf(set *instruments.Set, t instruments.TrajectoryID, role instruments.Role) (instruments.Dyad, bool) {
	for _, r := range set.Roles {
		if r.ID == role && r.Dyad != "" {
			return instruments.Dyad{ID: instruments.NewDyadID(t, r.Dyad), Trajectory: t, Role: role, Name: r.Dyad}, true
		}
	}
	return instruments.Dyad{}, false
}

// activitiesHref and indicatorsHref are the addresses of lists; an empty coder
// or document leaves the choice to the page.
func activitiesHref(r instruments.RespondentID, coder string, document instruments.DocumentID) string {
	return "/lists/activities/" + url.PathEscape(string(r)) + listQuery(coder, document)
}

func indicatorsHref(d instruments.DyadID, coder string, document instruments.DocumentID) string {
	return "/lists/indicators/" + url.PathEscape(string(d)) + listQuery(coder, document)
}

func listQuery(coder string, document instruments.DocumentID) string {
	q := url.Values{}
	if coder != "" {
		q.Set("coder", coder)
	}
	if document != "" {
		q.Set("document", string(document))
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// codingHref opens the text at a coding.
func codingHref(c coding.Coding) string {
	return "/documents/" + url.PathEscape(string(c.Document)) + "?" + url.Values{"at": {strconv.Itoa(c.Start)}, "coding": {string(c.ID)}}.Encode()
}

// listTextOf is the transcript that stands beside a list: the document that the
// address asks for, else the first.
func (v *visit) listTextOf(docs []instruments.Document, href func(instruments.DocumentID) string) (*listText, error) {
	out := &listText{}
	if len(docs) == 0 {
		return out, nil
	}
	asked := instruments.DocumentID(v.r.URL.Query().Get("document"))
	now := max(0, slices.IndexFunc(docs, func(d instruments.Document) bool { return d.ID == asked }))
	for i, d := range docs {
		out.Documents = append(out.Documents, documentChoice{d, href(d.ID), i == now})
	}
	d, err := v.open(docs[now].ID)
	if err != nil {
		return nil, err
	}
	out.Document = d.Document
	return out, v.with(d, func(m *margin) error {
		out.Seq, out.Chunks = d.seq, d.chunksAround(v.lang, m, 0)
		return nil
	})
}

// noRespondent refuses a respondent that is not there.
func noRespondent() error {
	return refused(http.StatusNotFound, instruments.Text{NL: "deze respondent is niet in het onderzoek", EN: "this respondent is not in the study"},
		instruments.Text{NL: "kies een respondent uit de lijsten", EN: "choose a respondent from the lists"})
}

// fillingsOf are the filled lists of a kind about a subject, the coders by name.
func fillingsOf(view coding.View, kind instruments.FillingKind, subject string) ([]instruments.Filling, error) {
	coders, err := coding.All[coding.Coder](view, coding.CoderKind)
	if err != nil {
		return nil, err
	}
	var out []instruments.Filling
	for _, c := range coders {
		f, ok, err := coding.Find[instruments.Filling](view, coding.FillingKind, instruments.FillingID(kind, subject, string(c.ID)))
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, f)
		}
	}
	slices.SortFunc(out, func(a, b instruments.Filling) int { return cmp.Compare(a.Coder, b.Coder) })
	return out, nil
}

// coderChoice is a coder whose filled list can be shown.
type coderChoice struct {
	ID       string
	Href     string
	Now, Own bool
	Filled   bool
}

// shownFilling is the list that a page shows: that of the coder it asks for;
// else the own one, else the one that counts. It is nil when the coder has none.
func (v *visit) shownFilling(fillings []instruments.Filling) (coder string, f *instruments.Filling) {
	of := func(coder string) *instruments.Filling {
		i := slices.IndexFunc(fillings, func(f instruments.Filling) bool { return f.Coder == coder })
		if i < 0 {
			return nil
		}
		return &fillings[i]
	}
	if coder = v.r.URL.Query().Get("coder"); coder != "" {
		return coder, of(coder)
	}
	if f = of(string(v.coder())); f != nil || len(fillings) == 0 {
		return string(v.coder()), f
	}
	some := make([]*instruments.Filling, len(fillings))
	for i := range fillings {
		some[i] = &fillings[i]
	}
	f, _ = form.Chosen(some)
	return f.Coder, f
}

// listChoices are the coders with a list, and the one at the page, who may begin one.
func (v *visit) listChoices(fillings []instruments.Filling, now string, href func(coder string) string) []coderChoice {
	own := string(v.coder())
	var out []coderChoice
	for _, f := range fillings {
		out = append(out, coderChoice{ID: f.Coder, Href: href(f.Coder), Now: f.Coder == now, Own: f.Coder == own, Filled: true})
	}
	if !slices.ContainsFunc(out, func(c coderChoice) bool { return c.Own }) {
		out = append(out, coderChoice{ID: own, Href: href(own), Now: own == now, Own: true})
	}
	return out
}
