package generate

import (
	"encoding/csv"
	"io/fs"
	"strings"

	"meerzicht/instruments"
)

// person is a row of source/respondents.csv.
type person struct {
	respondent instruments.Respondent
	ticks      map[instruments.ActivityID]bool
}

// dyadRow is a row of source/dyads.csv: a dyad and its indicator values.
type dyadRow struct {
	dyad   instruments.Dyad
	values map[instruments.IndicatorID]instruments.Value
}

func table(fsys fs.FS, name string) ([]map[string]string, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = row[i]
		}
		out = append(out, m)
	}
	return out, nil
}

func people(fsys fs.FS, set *instruments.Set) ([]person, error) {
	rows, err := table(fsys, "respondents.csv")
	if err != nil {
		return nil, err
	}
	var out []person
	for _, row := range rows {
		role := instruments.Role(row["role"])
		p := person{ticks: map[instruments.ActivityID]bool{}, respondent: instruments.Respondent{
			ID: instruments.RespondentID(row["respondent"]), Role: role, Type: set.TypeOf(role), Project: row["project"],
			Trajectories: []instruments.TrajectoryID{instruments.TrajectoryID(row["trajectory"])}, Consent: "ja",
			Attributes: map[string]string{"geslacht": row["gender"], "situatie": row["situation"]},
		}}
		for _, a := range strings.Fields(row["activities"]) {
			p.ticks[instruments.ActivityID(a)] = true
		}
		out = append(out, p)
	}
	return out, nil
}

func dyads(fsys fs.FS, set *instruments.Set) ([]dyadRow, error) {
	rows, err := table(fsys, "dyads.csv")
	if err != nil {
		return nil, err
	}
	var out []dyadRow
	for _, row := range rows {
		t := instruments.TrajectoryID(row["trajectory"])
		d := dyadRow{values: map[instruments.IndicatorID]instruments.Value{}, dyad: instruments.Dyad{
			ID: instruments.NewDyadID(t, row["dyad"]), Trajectory: t, Name: row["dyad"], Role: roleOf(set, row["dyad"]),
		}}
		for _, k := range set.List.Indicators {
			d.values[k.ID] = instruments.Value(row[string(k.ID)])
		}
		out = append(out, d)
	}
	return out, nil
}

func roleOf(set *instruments.Set, dyad string) instruments.Role {
	for _, r := range set.Roles {
		if r.Dyad == dyad {
			return r.ID
		}
	}
	return ""
}

func trajectories(people []person) []instruments.Trajectory {
	var out []instruments.Trajectory
	seen := map[instruments.TrajectoryID]bool{}
	for _, p := range people {
		for _, t := range p.respondent.Trajectories {
			if !seen[t] {
				seen[t] = true
				out = append(out, instruments.Trajectory{ID: t, Project: p.respondent.Project, StartContact: "ja"})
			}
		}
	}
	return out
}
