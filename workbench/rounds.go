package workbench

import (
	"cmp"
	"net/url"
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

func roundRoutes() []route {
	return []route{
		{"GET /rounds", showRounds, routeRule{}},
		{"GET /part/rounds", showRoundsPart, routeRule{}},
	}
}

// roundDocuments is how many documents the page lists to choose from; for a
// larger round there is the command.
const roundDocuments = 5000

// roundsPage is the rounds of double coding, and what opening the next one asks.
type roundsPage struct {
	Rounds    []roundView // the latest first
	Open      string      // the round that must be released before the next one
	Next      int
	Documents []roundChoice
	More      int // documents that are not listed
	Projects  []string
	Kinds     []choice
	Coders    []roundChoice
	Lists     bool // of the round before
	Blind     bool
}

// roundChoice is a document or coder that can be in the next round.
type roundChoice struct {
	ID, Title, Project string
	Kind               choice
	Rounds             string // those that it was in
	In                 bool   // in the round before
}

// roundView is a round as the page shows it.
type roundView struct {
	coding.Round
	Titles  []roundChoice
	Workers []roundWorker
	Hidden  bool // how far the others are is not shown
}

// roundWorker is how far a coder of a round is.
type roundWorker struct {
	Coder         coding.CoderID
	Hidden        bool
	Done, Codings int
}

// CompareHref is where what its coders did is compared.
func (r roundView) CompareHref() string {
	return "/compare?" + url.Values{"round": {r.ID}}.Encode()
}

func showRounds(v *visit) error {
	p, err := v.roundsPage()
	if err != nil {
		return err
	}
	return v.page("rounds", instruments.Text{NL: "Rondes", EN: "Rounds"}, p)
}

func showRoundsPart(v *visit) error {
	p, err := v.roundsPage()
	if err != nil {
		return err
	}
	return v.part("rounds", "rounds_now", p)
}

func (v *visit) roundsPage() (roundsPage, error) {
	view := v.study.View(v.ctx())
	rounds, err := coding.All[coding.Round](view, coding.RoundKind)
	if err != nil {
		return roundsPage{}, err
	}
	docs, err := v.study.Documents(v.ctx())
	if err != nil {
		return roundsPage{}, err
	}
	p := roundsPage{Next: len(rounds) + 1, Kinds: documentKinds(), Blind: true}
	last, any := coding.Latest(rounds)
	if any {
		p.Lists, p.Blind = last.Lists, last.Blind
		if !last.Released {
			p.Open = last.ID
		}
	}
	p.documents(docs, rounds, last)
	if err := p.coders(view, v.coder(), last); err != nil {
		return p, err
	}
	p.Rounds, err = v.roundViews(rounds, docs)
	return p, err
}

// documents are those to choose from.
func (p *roundsPage) documents(docs []instruments.Document, rounds []coding.Round, last coding.Round) {
	in, before := inRounds(rounds), map[instruments.DocumentID]bool{}
	for _, id := range last.Documents {
		before[id] = true
	}
	for _, d := range docs {
		if d.Project != "" && !slices.Contains(p.Projects, d.Project) {
			p.Projects = append(p.Projects, d.Project)
		}
		if len(p.Documents) == roundDocuments {
			p.More++
			continue
		}
		c := roundChoice{ID: string(d.ID), Title: d.Title, Project: d.Project, Rounds: in[d.ID], In: before[d.ID]}
		c.Kind = choice{string(d.Kind), labelOf(documentKinds(), string(d.Kind))}
		p.Documents = append(p.Documents, c)
	}
	slices.Sort(p.Projects)
}

// inRounds are the numbers of the rounds that each document was in: "1, 2".
func inRounds(rounds []coding.Round) map[instruments.DocumentID]string {
	out := map[instruments.DocumentID]string{}
	for _, r := range rounds {
		for _, id := range r.Documents {
			if out[id] != "" {
				out[id] += ", "
			}
			out[id] += r.ID
		}
	}
	return out
}

// coders are those to choose from: who is known, and who looks.
func (p *roundsPage) coders(view coding.View, own coding.CoderID, last coding.Round) error {
	all, err := coding.All[coding.Coder](view, coding.CoderKind)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, func(c coding.Coder) bool { return c.ID == own }) {
		all = append(all, coding.Coder{ID: own})
	}
	slices.SortFunc(all, func(a, b coding.Coder) int { return cmp.Compare(a.ID, b.ID) })
	for _, c := range all {
		if c.ID.Person() {
			p.Coders = append(p.Coders, roundChoice{ID: string(c.ID), In: last.Of(c.ID)})
		}
	}
	return nil
}

// roundViews are the rounds, the latest first, with how far their coders are.
func (v *visit) roundViews(rounds []coding.Round, docs []instruments.Document) ([]roundView, error) {
	l, err := v.study.look(v.ctx())
	if err != nil || len(rounds) == 0 {
		return nil, err
	}
	progress, err := coding.All[coding.Progress](v.study.View(v.ctx()), coding.ProgressKind)
	if err != nil {
		return nil, err
	}
	counts, err := v.study.CountsByDocument(v.ctx())
	if err != nil {
		return nil, err
	}
	done, titles := map[string]bool{}, map[instruments.DocumentID]string{}
	for _, p := range progress {
		done[p.ID()] = p.State == coding.Done
	}
	for _, d := range docs {
		titles[d.ID] = d.Title
	}
	var out []roundView
	for _, r := range rounds {
		shown := roundView{Round: r}
		for _, id := range r.Documents {
			shown.Titles = append(shown.Titles, roundChoice{ID: string(id), Title: titles[id]})
		}
		current := currentDocuments(rounds, r) // of the others the round keeps the counts
		for _, k := range r.Coders {
			w := roundWorker{Coder: k, Hidden: !l.Coder(k) && r.Blind && !r.Released}
			if !w.Hidden {
				past := r.PastWork(k)
				w.Done, w.Codings = past.Done, past.Codings
			}
			for _, id := range current {
				if done[coding.Progress{Document: id, Coder: k}.ID()] {
					w.Done++
				}
				w.Codings += counts[id][k]
			}
			shown.Workers, shown.Hidden = append(shown.Workers, w), shown.Hidden || w.Hidden
		}
		out = append(out, shown)
	}
	slices.Reverse(out)
	return out, nil
}

// blindness is the line on every page that says what is hidden; nil when nothing
// is.
type blindness struct {
	Rounds    string
	Documents int
	Coders    string // the others of the rounds
	Coding    bool   // the one who looks codes in a round
}

func (l look) blindness() *blindness {
	if !l.hides() {
		return nil
	}
	b := &blindness{Rounds: l.names()}
	docs := map[instruments.DocumentID]bool{}
	var others []string
	for _, r := range l.rounds {
		for _, id := range r.Documents {
			docs[id] = true
		}
		for _, k := range r.Coders {
			if b.Coding = b.Coding || k == l.coder; k != l.coder && !slices.Contains(others, string(k)) {
				others = append(others, string(k))
			}
		}
	}
	b.Documents = len(docs)
	b.Coders = enumerated(others, ", ")
	return b
}
