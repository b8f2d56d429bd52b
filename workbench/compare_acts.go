package workbench

import (
	"bytes"
	"net/http"
	"strings"
	"unicode/utf8"

	"meerzicht/coding"
	"meerzicht/instruments"
)

func compareActs() map[string]act {
	return map[string]act{
		"consensus.merge":  takes(mergeAgreed),
		"consensus.settle": takes(settleDifference),
		"consensus.reopen": takes(reopenSettlement),
	}
}

// mergeIn names a round and two of its coders.
type mergeIn struct {
	Round string         `json:"round"`
	A     coding.CoderID `json:"a"`
	B     coding.CoderID `json:"b"`
}

func mergeAgreed(c changing, in mergeIn) (made, error) {
	if err := openForSettling(c.View, in.Round); err != nil {
		return made{}, err
	}
	cmd, err := coding.MergeAgreed(c.View, in.Round, in.A, in.B)
	if err != nil {
		return made{}, err
	}
	n := 0
	for _, ch := range cmd.Changes {
		if !bytes.Equal(ch.Before, ch.After) {
			n++
		}
	}
	said := instruments.Textf("Overeenstemming overgenomen; wijzigingen in de consensus: %d", "Agreement taken over; changes in the consensus: %d", n)
	if n == 0 {
		return made{said: instruments.Text{NL: "De consensus had alle overeenstemming al", EN: "The consensus had all agreement already"}}, nil
	}
	return one(said)(cmd, nil)
}

// settleIn is a decision about a difference: whose version holds, or one of its
// own.
type settleIn struct {
	Round      string                 `json:"round"`
	A          coding.CoderID         `json:"a"`
	B          coding.CoderID         `json:"b"`
	Difference string                 `json:"difference"`
	Document   instruments.DocumentID `json:"document"`
	Keep       []coding.CoderID       `json:"keep,omitempty"`
	Own        []ownIn                `json:"own,omitempty"`
	Answer     string                 `json:"answer"`
	Comment    string                 `json:"comment"`
}

// ownIn is a coding of an own version.
type ownIn struct {
	Start int           `json:"start"`
	End   int           `json:"end"`
	Code  coding.CodeID `json:"code"`
}

// Bounds of a decision.
const (
	commentLength = 2_000 // code points
	mostOwn       = 20    // codings of an own version
)

func settleDifference(c changing, in settleIn) (made, error) {
	if err := openForSettling(c.View, in.Round); err != nil {
		return made{}, err
	}
	if utf8.RuneCountInString(in.Comment) > commentLength || len(in.Own) > mostOwn {
		return made{}, refused(http.StatusBadRequest, instruments.Textf("een opmerking heeft ten hoogste %d tekens, een eigen versie %d coderingen", "a comment has at most %d characters, an own version %d codings", commentLength, mostOwn),
			instruments.Text{NL: "maak het korter", EN: "make it shorter"})
	}
	w := coding.Verdict{Difference: in.Difference, Round: in.Round, A: in.A, B: in.B, Keep: in.Keep, Answer: in.Answer, Comment: strings.TrimSpace(in.Comment), By: c.coder}
	for _, k := range in.Own {
		seg, err := coding.SegmentIn(c.View, in.Document, k.Start, k.End)
		if err != nil {
			return made{}, err
		}
		w.Own = append(w.Own, coding.Coding{Segment: seg, Code: k.Code})
	}
	return one(saidOf(w))(coding.Settle(c.View, w))
}

func saidOf(w coding.Verdict) instruments.Text {
	switch {
	case len(w.Own) > 0:
		return instruments.Text{NL: "Beslist: eigen versie", EN: "Settled: own version"}
	case w.Answer != "":
		return instruments.Text{NL: "Beslist: eigen antwoord", EN: "Settled: own answer"}
	case len(w.Keep) > 1:
		return instruments.Text{NL: "Beslist: beide", EN: "Settled: both"}
	case len(w.Keep) == 1:
		return instruments.Textf("Beslist: %s", "Settled: %s", w.Keep[0])
	}
	return instruments.Text{NL: "Beslist: geen van beide", EN: "Settled: neither"}
}

type reopenIn struct {
	Settlement string `json:"settlement"`
}

func reopenSettlement(c changing, in reopenIn) (made, error) {
	s, ok, err := coding.Find[coding.Settlement](c.View, coding.SettlementKind, in.Settlement)
	if err != nil {
		return made{}, err
	}
	if !ok {
		return made{}, refused(http.StatusConflict, instruments.Text{NL: "deze beslissing is er niet meer", EN: "this decision is no longer there"},
			instruments.Text{NL: "iemand opende haar opnieuw", EN: "somebody reopened it"})
	}
	if err := openForSettling(c.View, s.Round); err != nil {
		return made{}, err
	}
	return one(instruments.Text{NL: "Opnieuw geopend", EN: "Reopened"})(coding.Reopen(c.View, in.Settlement))
}

// openForSettling refuses to settle in a round that is not there, or whose coders
// may not see each other's work yet.
func openForSettling(v coding.View, id string) error {
	r, ok, err := coding.Find[coding.Round](v, coding.RoundKind, id)
	if err != nil {
		return err
	}
	if !ok {
		return refused(http.StatusConflict, instruments.Text{NL: "deze ronde is er niet (meer)", EN: "this round is not there (any more)"},
			instruments.Text{NL: "laad de pagina opnieuw", EN: "reload the page"})
	}
	if r.Blind && !r.Released {
		return refused(http.StatusConflict, instruments.Textf("ronde %s is blind en nog niet vrijgegeven", "round %s is blind and not released yet", r.ID),
			instruments.Text{NL: "geef de ronde eerst vrij, bij Rondes", EN: "release the round first, at Rounds"})
	}
	return nil
}
