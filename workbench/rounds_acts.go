package workbench

import (
	"net/http"
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

func roundActs() map[string]act {
	return map[string]act{"round.open": takes(openRound), "round.release": takes(releaseRound)}
}

type openRoundIn struct {
	Documents []instruments.DocumentID `json:"documents"`
	Coders    []coding.CoderID         `json:"coders"`
	Lists     bool                     `json:"lists"`
	Blind     bool                     `json:"blind"`
}

// openRound opens the next round. The documents come in the order of the study.
func openRound(c changing, in openRoundIn) (made, error) {
	for i, k := range in.Coders {
		in.Coders[i] = coding.CoderID(strings.TrimSpace(string(k)))
		if err := checkCoder(string(in.Coders[i])); err != nil {
			return made{}, err
		}
	}
	slices.Sort(in.Documents)
	cmd, err := coding.OpenRound(c.entire(), coding.Round{Documents: in.Documents, Coders: in.Coders, Lists: in.Lists, Blind: in.Blind})
	if err != nil {
		return made{}, err
	}
	taken := 0
	for _, ch := range cmd.Changes {
		if ch.Kind == coding.CodingKind && ch.After == nil {
			taken++
		}
	}
	said := instruments.Textf("Ronde %s is open: %s.", "Round %s is open: %s.", openedID(cmd), number(len(in.Documents), "document", "documenten", "document", "documents"))
	if taken > 0 {
		said = instruments.Textf("%s %s van de vorige ronde staan nu alleen nog bij die ronde.", "%s %s of the round before now stand with that round only.", said, number(taken, "codering", "coderingen", "coding", "codings"))
	}
	return made{commands: []coding.Command{cmd}, said: said}, nil
}

// openedID is the number of the round that a command opens.
func openedID(cmd coding.Command) string {
	for _, ch := range cmd.Changes {
		if ch.Kind == coding.RoundKind && ch.Before == nil {
			return ch.ID
		}
	}
	return ""
}

type releaseRoundIn struct {
	Round string `json:"round"`
}

// releaseRound ends the independent part of a round.
func releaseRound(c changing, in releaseRoundIn) (made, error) {
	if _, ok, err := c.Record(coding.RoundKind, in.Round); err != nil || !ok {
		return made{}, cmpErr(err, refused(http.StatusNotFound, instruments.Text{NL: "deze ronde is er niet", EN: "there is no such round"}, reloadHint()))
	}
	return one(instruments.Textf("Ronde %s is vrijgegeven: iedereen ziet nu het werk van alle codeurs.", "Round %s is released: everybody sees the work of all coders now.", in.Round))(coding.ReleaseRound(c.entire(), in.Round))
}
