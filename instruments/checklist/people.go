package checklist

import (
	"slices"
	"strconv"
	"strings"

	"meerzicht/instruments"
)

// people reads the respondent sheet. Columns with an unknown heading are
// attributes. In a workbook the sheet is read once more as Excel shows it, so
// that an attribute that is a date does not become a number.
func (r *reader) people(t *table) {
	if r.rowless(t) {
		return
	}
	t = r.shown(t)
	seen := map[instruments.RespondentID]int{}
	for _, line := range t.body {
		id := t.cell(line, fRespondent)
		if !r.checkID(t.grid, line.n, t.column(fRespondent), id) {
			continue
		}
		who := instruments.Respondent{
			ID: instruments.RespondentID(id), Project: t.cell(line, fProject),
			Consent:    r.yesNo(t, line, fConsent),
			Attributes: r.attributes(t, line, fRespondent, fTrajectory, fProject, fRole, fConsent, fTicks, fTicked),
		}
		if first, dup := seen[who.ID]; dup {
			r.problem(t.grid, line.n, t.column(fRespondent), instruments.Textf("respondent %s staat ook al op rij %d", "respondent %s is on row %d as well", id, first),
				instruments.Text{NL: "zet meer trajecten in één cel, gescheiden door een komma", EN: "put more than one trajectory in one cell, separated by a comma"})
		}
		seen[who.ID] = line.n
		r.roleOf(t, line, &who)
		r.project(t, line, who.Project)
		for _, tr := range ids(t.cell(line, fTrajectory)) {
			if r.checkID(t.grid, line.n, t.column(fTrajectory), tr) {
				who.Trajectories = append(who.Trajectories, instruments.TrajectoryID(tr))
			}
		}
		r.result.Respondents = append(r.result.Respondents, who)
		r.ticked(t, line, who.ID)
	}
}

// shown is the table with cells as Excel formats them.
func (r *reader) shown(t *table) *table {
	if t.sheet == "" {
		return t
	}
	grids, _ := workbook(r.name, r.data, true) // it was read without problems before
	for _, g := range grids {
		if g.sheet == t.sheet {
			if again, read := r.find(g); read != nil {
				return again
			}
		}
	}
	return t
}

func (r *reader) yesNo(t *table, line row, f field) string {
	v, ok := yesNo(t.cell(line, f))
	if !ok {
		r.problem(t.grid, line.n, t.column(f), instruments.Textf("%q is geen ja of nee", "%q is not yes or no", instruments.Plain(t.cell(line, f))),
			instruments.Text{NL: "vul ja of nee in, of laat de cel leeg", EN: "fill in yes or no, or leave the cell empty"})
	}
	return v
}

func (r *reader) roleOf(t *table, line row, who *instruments.Respondent) {
	text := t.cell(line, fRole)
	info, ok := r.role(text)
	if !ok {
		r.problem(t.grid, line.n, t.column(fRole), instruments.Textf("rol %q is niet bekend", "role %q is not known", instruments.Plain(text)), r.roleHint())
	}
	who.Role, who.Type = info.ID, info.Type
}

// role finds a role by id or label; the name of a type will do when only one
// role belongs to it.
func (r *reader) role(text string) (instruments.RoleInfo, bool) {
	key := fold(text)
	for _, info := range r.set.Roles {
		if key == fold(string(info.ID)) || key == fold(info.Label.NL) || key == fold(info.Label.EN) {
			return info, true
		}
	}
	var found []instruments.RoleInfo
	if t, ok := r.typeOf(key); ok {
		for _, info := range r.set.Roles {
			if info.Type == t {
				found = append(found, info)
			}
		}
	}
	if len(found) == 1 {
		return found[0], true
	}
	return instruments.RoleInfo{}, false
}

func (r *reader) roleHint() instruments.Text {
	nl, en := make([]string, len(r.set.Roles)), make([]string, len(r.set.Roles))
	for i, info := range r.set.Roles {
		nl[i], en[i] = info.Label.In(instruments.Dutch), info.Label.In(instruments.English)
	}
	return instruments.Text{NL: "kies uit: " + strings.Join(nl, ", "), EN: "choose from: " + strings.Join(en, ", ")}
}

// project refuses an empty project where projects were planned and notes one
// that is not in the plan.
func (r *reader) project(t *table, line row, project string) {
	planned := r.set.Plan.Projects
	switch {
	case len(planned) == 0 || slices.Contains(planned, project):
	case project == "":
		r.problem(t.grid, line.n, t.column(fProject), instruments.Text{NL: "het project ontbreekt", EN: "the project is missing"},
			instruments.Textf("gepland zijn: %s", "planned are: %s", strings.Join(planned, ", ")))
	default:
		r.note(t.grid, line.n, t.column(fProject), instruments.Textf("project %q staat niet in het plan", "project %q is not in the plan", instruments.Plain(project)),
			instruments.Textf("gepland zijn: %s", "planned are: %s", strings.Join(planned, ", ")))
	}
}

// attributes are the cells of all columns but the used ones.
func (r *reader) attributes(t *table, line row, used ...field) map[string]string {
	var out map[string]string
	for i := range t.top.cells {
		heading := t.top.cell(i)
		f, known := r.words[fold(heading)]
		if heading == "" || known && slices.Contains(used, f) || line.cell(i) == "" {
			continue
		}
		if out == nil {
			out = map[string]string{}
		}
		out[heading] = line.cell(i)
	}
	return out
}

// ticked reads a column that lists the activities mentioned by a respondent
// ("A01 B03"), as an activity filling without the other two states. A column
// with their number must agree.
func (r *reader) ticked(t *table, line row, who instruments.RespondentID) {
	if !t.has(fTicked) {
		return
	}
	f := instruments.Filling{
		ID:   instruments.FillingID(instruments.ActivityFilling, string(who), ""),
		Kind: instruments.ActivityFilling, Respondent: who, Source: r.source,
	}
	column := t.column(fTicked)
	for _, code := range ids(t.cell(line, fTicked)) {
		id, ok := r.byLabel[fold(code)]
		dup := slices.ContainsFunc(f.Responses, func(x instruments.Response) bool { return x.Activity == id })
		if !ok || dup {
			r.problem(t.grid, line.n, column, instruments.Textf("activiteit %q is niet bekend of staat er twee keer", "activity %q is not known or is there twice", instruments.Plain(code)),
				instruments.Text{NL: "gebruik codes uit de taxonomie, gescheiden door spaties", EN: "use codes of the taxonomy, separated by blanks"})
			continue
		}
		f.Responses = append(f.Responses, instruments.Response{Activity: id, State: instruments.Mentioned})
	}
	if n := t.cell(line, fTicks); n != "" && n != strconv.Itoa(len(f.Responses)) {
		r.problem(t.grid, line.n, t.column(fTicks), instruments.Textf("er staat %s, maar de rij noemt %d activiteiten", "it says %s, but the row names %d activities", instruments.Plain(n), len(f.Responses)), instruments.Text{})
	}
	r.result.Fillings = append(r.result.Fillings, f)
}

// cases reads the sheet of trajectories.
func (r *reader) cases(t *table) {
	t = r.shown(t)
	seen := map[string]int{}
	for _, line := range t.body {
		id := t.cell(line, fTrajectory)
		if !r.checkID(t.grid, line.n, t.column(fTrajectory), id) {
			continue
		}
		if first, dup := seen[id]; dup {
			r.problem(t.grid, line.n, t.column(fTrajectory), instruments.Textf("traject %s staat ook al op rij %d", "trajectory %s is on row %d as well", id, first), instruments.Text{})
		}
		seen[id] = line.n
		r.result.Trajectories = append(r.result.Trajectories, instruments.Trajectory{
			ID: instruments.TrajectoryID(id), Project: t.cell(line, fProject),
			StartContact: r.yesNo(t, line, fStart), Attributes: r.attributes(t, line, fTrajectory, fProject, fStart),
		})
	}
}

// trajectories makes the respondents and trajectories of a file agree: without
// a sheet of trajectories they follow from the respondents, with one every
// respondent's trajectory must be on it.
func (r *reader) trajectories() {
	derive := len(r.result.Trajectories) == 0
	project := map[instruments.TrajectoryID]string{}
	for _, t := range r.result.Trajectories {
		project[t.ID] = t.Project
	}
	for _, who := range r.result.Respondents {
		for _, id := range who.Trajectories {
			p, known := project[id]
			switch {
			case !known && derive:
				project[id] = who.Project
				r.result.Trajectories = append(r.result.Trajectories, instruments.Trajectory{ID: id, Project: who.Project})
			case !known:
				r.whole(instruments.Textf("traject %s van respondent %s staat niet op het blad met trajecten", "trajectory %s of respondent %s is not on the sheet of trajectories", string(id), string(who.ID)),
					instruments.Text{NL: "vul het traject daar aan of verbeter het nummer", EN: "add the trajectory there or correct its id"})
			case p != who.Project && p != "" && who.Project != "":
				r.whole(instruments.Textf("respondent %s hoort bij project %q, traject %s bij %q", "respondent %s belongs to project %q, trajectory %s to %q", string(who.ID), instruments.Plain(who.Project), string(id), instruments.Plain(p)),
					instruments.Text{NL: "geef respondent en traject hetzelfde project", EN: "give respondent and trajectory the same project"})
			}
		}
	}
}
