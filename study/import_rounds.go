package study

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// roundWatch knows what of the study is coded twice, and counts what comes into
// it from a project: the figures of a round, and what counts as the consensus,
// never change without a word.
type roundWatch struct {
	documents map[instruments.DocumentID][]coding.Round // by number
	people    map[instruments.RespondentID][]coding.Round
	cases     map[instruments.TrajectoryID][]coding.Round
	fresh     map[instruments.DocumentID]bool // came in with this project
	came      map[arrival]*arrived
}

// arrival is whose work came in, and which round it touches; "" for a consensus
// outside rounds.
type arrival struct {
	round string
	coder coding.CoderID
}

type arrived struct {
	round           coding.Round
	codings, fields int
}

// watchRounds reads the rounds, and whom their lists are about.
func (m *importer) watchRounds() (*roundWatch, error) {
	w := &roundWatch{
		documents: map[instruments.DocumentID][]coding.Round{}, people: map[instruments.RespondentID][]coding.Round{}, cases: map[instruments.TrajectoryID][]coding.Round{},
		fresh: map[instruments.DocumentID]bool{}, came: map[arrival]*arrived{},
	}
	rounds, err := load[coding.Round](m.s.writer, coding.RoundKind)
	slices.SortStableFunc(rounds, func(a, b coding.Round) int { return cmp.Compare(numberOf(a), numberOf(b)) })
	for _, r := range rounds {
		for _, id := range r.Documents {
			w.documents[id] = append(w.documents[id], r)
			if r.Lists && err == nil {
				err = w.lists(m.s.writer, r, id)
			}
		}
	}
	return w, err
}

func numberOf(r coding.Round) int { n, _ := strconv.Atoi(r.ID); return n }

// lists are those about the respondent of a document, and about the trajectories.
func (w *roundWatch) lists(d *db, r coding.Round, id instruments.DocumentID) error {
	there, err := hasDocument(d, id)
	if err != nil || !there {
		return err
	}
	doc, err := document(d, id)
	if err != nil || doc.Respondent == "" {
		return err
	}
	w.people[doc.Respondent] = append(w.people[doc.Respondent], r)
	raw, there, err := record(d, coding.RespondentKind, string(doc.Respondent))
	if err != nil || !there {
		return err
	}
	who, err := coding.Decode[instruments.Respondent](raw)
	for _, t := range who.Trajectories {
		w.cases[t] = append(w.cases[t], r)
	}
	return err
}

// has reports whether a document is in a round.
func (w *roundWatch) has(id instruments.DocumentID) bool { return len(w.documents[id]) > 0 }

// ofList are the rounds in which a list is filled twice.
func (w *roundWatch) ofList(f instruments.Filling) []coding.Round {
	if f.Respondent != "" {
		return w.people[f.Respondent]
	}
	return w.cases[f.Dyad.Trajectory]
}

// codingCame counts a coding that is new in the study.
func (w *roundWatch) codingCame(c coding.Coding) {
	if n := w.touch(w.documents[c.Document], c.Coder, w.fresh[c.Document]); n != nil {
		n.codings++
	}
}

// listCame counts a list that is new in the study, or replaces another.
func (w *roundWatch) listCame(f instruments.Filling) {
	if n := w.touch(w.ofList(f), coding.CoderID(f.Coder), true); n != nil {
		n.fields++
	}
}

// touch is where to count somebody's work on what is in some rounds: at the latest
// that has the coder, else at the latest. Nil where nothing is told.
func (w *roundWatch) touch(rounds []coding.Round, coder coding.CoderID, fresh bool) *arrived {
	var r coding.Round
	for i, one := range rounds {
		if one.Of(coder) || !r.Of(coder) {
			r = rounds[i]
		}
	}
	if r.ID == "" && (fresh || coder != coding.ConsensusCoder) {
		return nil
	}
	key := arrival{r.ID, coder}
	if w.came[key] == nil {
		w.came[key] = &arrived{round: r}
	}
	return w.came[key]
}

// tellRounds says what came into rounds, by round and coder.
func (a *adoption) tellRounds() {
	for _, key := range slices.SortedFunc(maps.Keys(a.rounds.came), func(x, y arrival) int {
		return cmp.Or(cmp.Compare(numberOf(coding.Round{ID: x.round}), numberOf(coding.Round{ID: y.round})), cmp.Compare(x.coder, y.coder))
	}) {
		n := a.rounds.came[key]
		a.note(a.index, n.text(key.coder), instruments.Text{NL: "is dat niet de bedoeling, neem het inlezen dan terug met ‘meerzicht undo’", EN: "if that is not intended, take the import back with ‘meerzicht undo’"})
	}
}

func (n *arrived) text(coder coding.CoderID) instruments.Text {
	what, who := n.what(), instruments.Plain(string(coder))
	switch {
	case n.round.ID == "":
		return instruments.Textf("van %[2]s zijn er nu ook hier: %[1]s; in die documenten telt voortaan alleen de consensus", "of %[2]s there are now here as well: %[1]s; in those documents only the consensus counts from now on", what, who)
	case !n.round.Of(coder):
		return instruments.Textf("nieuw van %[2]s: %[1]s in documenten van ronde %[3]s, waarin %[2]s niet codeert; dit telt mee naast de consensus", "new by %[2]s: %[1]s in documents of round %[3]s, in which %[2]s does not code; this counts beside the consensus", what, who, n.round.ID)
	case n.round.Released:
		return instruments.Textf("ronde %[3]s was al vrijgegeven. Nieuw van %[2]s in haar documenten: %[1]s. De overeenstemming van de ronde blijft die van de vrijgave; de consensus telt in die documenten pas als dit is samengevoegd en erover is beslist",
			"round %[3]s was released already. New by %[2]s in its documents: %[1]s. The agreement of the round stays that of its release; the consensus counts in those documents only once this is merged and decided about", what, who, n.round.ID)
	}
	return instruments.Textf("ronde %[3]s loopt nog. Nieuw van %[2]s in haar documenten: %[1]s. Dit telt als eigen werk van %[2]s in de ronde", "round %[3]s is still open. New by %[2]s in its documents: %[1]s. This counts as %[2]s’s own work in the round", what, who, n.round.ID)
}

// what is how much came in.
func (n *arrived) what() instruments.Text {
	codings := plural(n.codings, instruments.Text{NL: "1 codering", EN: "1 coding"}, "%d coderingen", "%d codings")
	lists := plural(n.fields, instruments.Text{NL: "1 ingevulde lijst", EN: "1 filled list"}, "%d ingevulde lijsten", "%d filled lists")
	switch {
	case n.fields == 0:
		return codings
	case n.codings == 0:
		return lists
	}
	return instruments.Textf("%s en %s", "%s and %s", codings, lists)
}

// consensusStays is why a consensus of a project stays out.
func consensusStays() instruments.Text {
	return instruments.Text{
		NL: "de consensus over werk van een ronde ontstaat hier, uit samenvoegen en beslissen, en komt niet uit een bestand",
		EN: "the consensus on the work of a round comes about here, by merging and deciding, and not from a file",
	}
}
