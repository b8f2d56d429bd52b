package generate

import (
	"fmt"
	"io/fs"
	"strings"

	"meerzicht/instruments"
)

// answer is a row of source/codeur2-lists.csv: where the second coder answers an
// item of a list otherwise than the first.
type answer struct {
	value, decision, comment string
	line                     int
}

// lists of the second coder, and what was decided about their differences.
type secondAnswers struct {
	files   []File
	settled [][]string // rows of besluiten.csv
	table   map[[3]string]answer
	used    int
}

// secondLists fills the lists of the respondents of the round, and of the dyads
// of their trajectories, a second time: as two tables of text, the way somebody
// delivers who works in a spreadsheet.
func secondLists(source fs.FS, m material, round map[string]bool) (*secondAnswers, error) {
	a := &secondAnswers{table: map[[3]string]answer{}}
	if err := a.read(source); err != nil {
		return nil, err
	}
	activityRows, cases := [][]string{{"respondent", "activity", "state", "coder"}}, map[instruments.TrajectoryID]bool{}
	for _, p := range m.people {
		id := string(p.respondent.ID)
		if _, ok := round[id]; !ok {
			continue
		}
		cases[p.respondent.Trajectories[0]] = true
		for _, r := range activities(m.set, p, talkOf(m.talks, p.respondent.ID), "").Responses {
			state := a.of("activiteiten", id, id, string(r.Activity), string(r.State))
			activityRows = append(activityRows, []string{id, string(r.Activity), state, second})
		}
	}
	dyadRows := [][]string{a.heading(m.set)}
	for _, row := range m.dyads {
		if !cases[row.dyad.Trajectory] {
			continue
		}
		line := []string{string(row.dyad.Trajectory), row.dyad.Name}
		for _, k := range m.set.List.Indicators {
			short := string(row.dyad.Trajectory) + " " + suffixOf(row.dyad.Role)
			line = append(line, a.of("indicatoren", short, string(row.dyad.ID), string(k.ID), string(row.values[k.ID])))
		}
		dyadRows = append(dyadRows, append(line, second))
	}
	if a.used != len(a.table) {
		return nil, fmt.Errorf("codeur2-lists.csv: %d of %d rows are about no item of the round", len(a.table)-a.used, len(a.table))
	}
	return a, a.write(activityRows, dyadRows)
}

func (a *secondAnswers) read(source fs.FS) error {
	rows, err := table(source, "codeur2-lists.csv")
	if err != nil {
		return err
	}
	for i, r := range rows {
		k := [3]string{r["list"], r["subject"], r["item"]}
		if _, twice := a.table[k]; twice {
			return fmt.Errorf("codeur2-lists.csv:%d: the item stands there twice", i+2)
		}
		a.table[k] = answer{r["answer"], r["decision"], r["comment"], i + 2}
	}
	return nil
}

func (a *secondAnswers) heading(set *instruments.Set) []string {
	out := []string{"trajectory", "dyad"}
	for _, k := range set.List.Indicators {
		out = append(out, string(k.ID))
	}
	return append(out, "coder")
}

// of is the second coder's answer where the first one's is given. A difference
// is settled as the source says, else by the first coder's answer, from which
// the published counts come.
func (a *secondAnswers) of(list, short, subject, item, first string) string {
	d, ok := a.table[[3]string{list, short, item}]
	if !ok || d.value == first {
		return first
	}
	a.used++
	keep, decided := coder, first
	if d.decision == second {
		keep, decided = second, d.value
	}
	a.settled = append(a.settled, []string{"", "", "", "", list, subject, item, keep, "", decided, d.comment})
	return d.value
}

func (a *secondAnswers) write(activities, dyads [][]string) error {
	for _, f := range []struct {
		name string
		rows [][]string
	}{{"activiteiten-codeur2.csv", activities}, {"indicatoren-codeur2.csv", dyads}} {
		data, err := csvBytes(f.rows)
		if err != nil {
			return err
		}
		a.files = append(a.files, File{Name: f.name, Data: data})
	}
	return nil
}

func suffixOf(role instruments.Role) string {
	for _, s := range strings.Fields("cc tz") {
		if dyadRole(s) == role {
			return s
		}
	}
	return ""
}
