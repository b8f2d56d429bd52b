package workbench

import (
	"net/http"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

func (d *desk) respondent(id string) (instruments.Respondent, bool) {
	d.t.Helper()
	r, ok, err := coding.Find[instruments.Respondent](d.study.View(d.t.Context()), coding.RespondentKind, id)
	if err != nil {
		d.t.Fatal(err)
	}
	return r, ok
}

func inOf(r instruments.Respondent) respondentIn {
	in := respondentIn{ID: r.ID, Type: r.Type, Role: r.Role, Project: r.Project, Trajectories: r.Trajectories, Consent: r.Consent, Attributes: r.Attributes, Base: baseOf(r)}
	if in.Attributes == nil {
		in.Attributes = map[string]string{}
	}
	return in
}

func TestPeopleSortedAndFiltered(t *testing.T) {
	d := newDesk(t)
	if got := firstCells(d.get("/part/people?type=vrijwilliger&project=geen")); len(got) != 0 {
		t.Errorf("of no project: %v", got)
	}
	page := d.get("/people")
	if !strings.Contains(page, "37 van 37") || !strings.Contains(page, `href="/trajectories/T01"`) || !strings.Contains(page, `href="/documents/R01"`) {
		t.Error("not all respondents, or no way to their trajectories and documents")
	}
	for query, want := range map[string]string{"q=R01": "1 van 37", "q=zoek+maar": "0 van 37"} {
		if got := d.get("/people?" + query); !strings.Contains(got, want) {
			t.Errorf("?%s does not show %s", query, want)
		}
	}
	for _, key := range []string{"id", "type", "role", "project", "trajectories", "consent", "codings", "memos", "a.wat"} {
		for _, sort := range []string{key, "-" + key} {
			if got := d.get("/people?sort=" + sort); !strings.Contains(got, "37 van 37") {
				t.Errorf("sorted by %s something is missing", sort)
			}
		}
	}
	if got := firstCells(d.get("/people?sort=-id")); got[0] != "R37" {
		t.Errorf("last first: %s", got[0])
	}
}

func TestPutRespondent(t *testing.T) {
	d := newDesk(t)
	r, _ := d.respondent("R01")
	in := inOf(r)
	in.Consent, in.Attributes = "nee", map[string]string{"leeftijd": " 40-50 ", "leeg": " "}
	d.do("respondent.put", in)
	now, _ := d.respondent("R01")
	if now.Consent != "nee" || now.Attributes["leeftijd"] != "40-50" || len(now.Attributes) != 1 || now.Role != r.Role {
		t.Errorf("%+v", now)
	}
	if page := d.get("/people"); !strings.Contains(page, "leeftijd") || !strings.Contains(page, "40-50") {
		t.Error("the list has no column for the attribute")
	}
	if page := d.get("/people/R01"); !strings.Contains(page, "Geen toestemming") {
		t.Error("the page does not warn that an interview is still there")
	}
	d.refused("respondent.put", in, http.StatusConflict)
	d.do("undo", struct{}{})
	if back, _ := d.respondent("R01"); back.Consent != r.Consent {
		t.Errorf("after undo %+v", back)
	}
}

func TestAddRespondentAndTrajectory(t *testing.T) {
	d := newDesk(t)
	d.do("trajectory.put", trajectoryIn{ID: "T99", Project: "nieuw", StartContact: "ja", Attributes: map[string]string{"duur": "2 jaar"}})
	d.do("respondent.put", respondentIn{ID: "R99", Type: instruments.Volunteer, Role: "vrijwilliger", Project: "nieuw", Trajectories: []instruments.TrajectoryID{"T99"}, Attributes: map[string]string{}})
	if r, ok := d.respondent("R99"); !ok || r.Project != "nieuw" {
		t.Fatalf("%+v", r)
	}
	if page := d.get("/trajectories/T99"); !strings.Contains(page, "R99") || !strings.Contains(page, "2 jaar") {
		t.Error("the page of the trajectory lacks its respondent or attribute")
	}
	if page := d.get("/people/R99"); !strings.Contains(page, "Respondent R99") {
		t.Error("no page of the new respondent")
	}
	if answer := d.refused("respondent.put", respondentIn{ID: "R99", Type: instruments.Volunteer, Role: "vrijwilliger", Trajectories: []instruments.TrajectoryID{}, Attributes: map[string]string{}}, http.StatusConflict); !strings.Contains(answer, "R99 is er al") {
		t.Errorf("added twice: %s", answer)
	}
	d.refused("trajectory.put", trajectoryIn{ID: "T99", Attributes: map[string]string{}}, http.StatusConflict)
}

func TestPeopleRefusals(t *testing.T) {
	d := newDesk(t)
	r, _ := d.respondent("R01")
	for name, change := range map[string]func(*respondentIn){
		"id":         func(in *respondentIn) { in.ID = "a/b" },
		"no id":      func(in *respondentIn) { in.ID = "" },
		"type":       func(in *respondentIn) { in.Type = "buurman" },
		"role":       func(in *respondentIn) { in.Role = "koning" },
		"consent":    func(in *respondentIn) { in.Consent = "misschien" },
		"trajectory": func(in *respondentIn) { in.Trajectories = []instruments.TrajectoryID{"T77"} },
	} {
		in := inOf(r)
		change(&in)
		if answer := d.refused("respondent.put", in, http.StatusBadRequest); strings.Contains(answer, `"what":""`) {
			t.Errorf("%s: %s", name, answer)
		}
	}
	d.refused("trajectory.put", trajectoryIn{ID: "T98", StartContact: "wellicht", Attributes: map[string]string{}}, http.StatusBadRequest)
	d.refused("trajectory.put", trajectoryIn{ID: "a;b", Attributes: map[string]string{}}, http.StatusBadRequest)
	for _, address := range []string{"/people/R99", "/trajectories/T99", "/part/people/form?respondent=R99", "/part/people/form?trajectory=T99"} {
		d.fetch(http.MethodGet, address, nil, http.StatusNotFound)
	}
	for _, address := range []string{"/part/people/form?respondent=", "/part/people/form?trajectory=", "/part/people/form?trajectory=T01"} {
		if form := d.get(address); !strings.Contains(form, "<form") {
			t.Errorf("%s is no form", address)
		}
	}
}
