package report

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// replication is the fictional replication study from the shared tick matrix and
// dyad vectors, with a layer of codings that this file makes up: enough for
// every section of a report.
func replication(t testing.TB) *coding.Corpus {
	t.Helper()
	set, err := instruments.Builtin("reclassering-2020")
	if err != nil {
		t.Fatal(err)
	}
	c := &coding.Corpus{
		Instruments: set, Codebook: coding.NewCodebook(set), Coders: []coding.Coder{{ID: "codeur-1"}},
		Info: coding.StudyInfo{
			Name: "replicatie", Title: both("Een extra paar ogen: replicatie", "An extra pair of eyes: replication"),
			Notice: both("Fictieve gegevens, zo gemaakt dat gepubliceerde randtotalen kloppen", "Invented data, made so that published margins hold"),
			Lang:   nl, Template: set.Name, Created: "2020-01-06T09:00:00Z", Changed: "2020-07-15T16:30:00Z", Events: 812, Head: strings.Repeat("0123456789abcdef", 4),
		},
	}
	respondents(t, c)
	dyadFillings(t, c)
	inventedCodings(c)
	return c
}

func csvRows(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := os.Open(sharedFile(t, "replication/"+name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// respondents reads people, trajectories, interviews and activity checklists.
func respondents(t testing.TB, c *coding.Corpus) {
	t.Helper()
	seen := map[string]bool{}
	for _, r := range csvRows(t, "respondents.csv") {
		id, tr := instruments.RespondentID(r[0]), instruments.TrajectoryID(r[1])
		role := instruments.Role(r[3])
		c.Respondents = append(c.Respondents, instruments.Respondent{ID: id, Type: c.Instruments.TypeOf(role), Role: role, Project: r[2], Trajectories: []instruments.TrajectoryID{tr}, Consent: "ja"})
		if !seen[r[1]] {
			seen[r[1]] = true
			c.Trajectories = append(c.Trajectories, instruments.Trajectory{ID: tr, Project: r[2], StartContact: "ja"})
		}
		c.Documents = append(c.Documents, instruments.Document{ID: instruments.DocumentID(id), Kind: instruments.Interview, Respondent: id, Project: r[2], Words: 1500})
		f := instruments.Filling{ID: instruments.FillingID(instruments.ActivityFilling, r[0], "codeur-1"), Kind: instruments.ActivityFilling, Respondent: id, Coder: "codeur-1"}
		for _, a := range c.Instruments.Taxonomy.Activities {
			state := instruments.NotDiscussed
			if slices.Contains(strings.Fields(r[5]), string(a.ID)) {
				state = instruments.Mentioned
			}
			f.Responses = append(f.Responses, instruments.Response{Activity: a.ID, State: state})
		}
		c.Fillings = append(c.Fillings, f)
	}
	for _, p := range []string{"COSA", "LJR", "ADAM"} {
		c.Documents = append(c.Documents, instruments.Document{ID: instruments.DocumentID("FG-" + p), Kind: instruments.FocusGroup, Words: 2000})
	}
}

// dyadFillings reads the dyad vectors.
func dyadFillings(t testing.TB, c *coding.Corpus) {
	t.Helper()
	for _, r := range csvRows(t, "indicators.csv") {
		d := instruments.Dyad{ID: instruments.NewDyadID(instruments.TrajectoryID(r[0]), r[1]), Trajectory: instruments.TrajectoryID(r[0]), Name: r[1]}
		for _, role := range c.Instruments.Roles {
			if role.Dyad == r[1] {
				d.Role = role.ID
			}
		}
		f := instruments.Filling{ID: instruments.FillingID(instruments.IndicatorFilling, string(d.ID), "codeur-1"), Kind: instruments.IndicatorFilling, Dyad: d, Coder: "codeur-1"}
		for i, k := range c.Instruments.List.Indicators {
			f.Ratings = append(f.Ratings, instruments.Rating{Indicator: k.ID, Value: instruments.Value(r[2+i])})
		}
		c.Fillings = append(c.Fillings, f)
	}
}

// inventedCodings codes what checklists say, and spreads the themes over
// interviews and focus groups by a fixed rule.
func inventedCodings(c *coding.Corpus) {
	add := func(doc instruments.DocumentID, code coding.CodeID) {
		n := len(c.Codings)
		c.Codings = append(c.Codings, coding.Coding{
			ID: coding.CodingID(fmt.Sprintf("k%04d", n)), Code: code, Coder: "codeur-1", Origin: coding.ByImport,
			Segment: coding.Segment{Document: doc, Start: 10 * n, End: 10*n + 8, Quotation: "GEHEIME WOORDEN"},
		})
	}
	for _, f := range c.Fillings {
		for i, r := range f.Responses {
			if r.State == instruments.Mentioned && i%7 != 3 {
				add(instruments.DocumentID(f.Respondent), coding.ActivityCode(r.Activity))
			}
		}
	}
	for i, code := range c.Codebook.Codes {
		for j, d := range c.Documents {
			focus := d.Kind == instruments.FocusGroup
			switch code.Domain {
			case "waardering", "meerwaarde", "knelpunt", "voorwaarde":
				if (i*7+j*3)%(4+i%5) == 0 {
					add(d.ID, code.ID)
				}
			case "reflectie", "conclusie", "aanbeveling":
				if focus && (i+j)%2 == 0 {
					add(d.ID, code.ID)
				}
			}
		}
	}
}
