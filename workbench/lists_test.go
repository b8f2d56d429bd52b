package workbench

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/analysis/form"
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

func corpusOf(t testing.TB, s *study.Study) *coding.Corpus {
	t.Helper()
	c, err := s.Corpus(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The overview counts what the table of checklist against transcript counts.
func TestOverviewAgreesWithConcordance(t *testing.T) {
	d := newDesk(t)
	table := analysis.ConcordanceByRespondent(corpusOf(t, d.study), analysis.Options{})
	page := d.get("/lists")
	row := regexp.MustCompile(`<tr data-respondent="(R\d\d)">.*?</tr>`)
	number := regexp.MustCompile(`<td class="n">(?:<a [^>]*>)?[▲▼ ]*(\d+)`)
	compared := 0
	for _, m := range row.FindAllStringSubmatch(page, -1) {
		i := slices.IndexFunc(table.Rows, func(r analysis.Row) bool { return r.Key == m[1] })
		if i < 0 {
			continue
		}
		compared++
		var got []int
		for _, n := range number.FindAllStringSubmatch(m[0], -1) {
			x, _ := strconv.Atoi(n[1])
			got = append(got, x)
		}
		of := func(column string) int { return table.Rows[i].Cells[column].Figure.Count }
		want := []int{of("both") + of("checklist"), of("both"), of("checklist"), of("transcript")}
		if !slices.Equal(got, want) {
			t.Errorf("%s: mentioned, supported, without quotation, without tick %v, want %v", m[1], got, want)
		}
	}
	if compared != 37 {
		t.Errorf("%d respondents compared, want 37", compared)
	}
}

// The table of domain.md 3.2: class by class, as the pages show them.
func TestDyadsShowTheirComputedClass(t *testing.T) {
	d := newDesk(t)
	all := form.All(corpusOf(t, d.study))
	overview := d.get("/lists")
	if len(all) != 24 || strings.Count(overview, "data-class=") != 24 {
		t.Fatalf("%d dyads, %d in the page", len(all), strings.Count(overview, "data-class="))
	}
	shown := regexp.MustCompile(`data-class="([^"]*)"`)
	for _, a := range all {
		page := d.get(indicatorsHref(a.Dyad.ID, "", ""))
		if m := shown.FindStringSubmatch(page); m == nil || m[1] != a.Key() {
			t.Errorf("%s: the page shows %v, want %s", a.Dyad.ID, m, a.Key())
		}
		if !strings.Contains(page, asHTML(form.Label(a.Class, a.Mixed).NL)) || !strings.Contains(page, asHTML(a.Reason.NL)) {
			t.Errorf("%s: label or reason is not in the page", a.Dyad.ID)
		}
		for _, f := range a.Flags.Texts() {
			if !strings.Contains(page, asHTML(f.NL)) {
				t.Errorf("%s: flag %q is not in the page", a.Dyad.ID, f.NL)
			}
		}
	}
	page := d.get(indicatorsHref("T12/V–toezichth.", "", ""))
	for _, want := range []string{"mengvorm 2/3", "grensgeval", "59,1 %", "6,5 van 11", "40,9 %", "4,5 van 11"} { // by hand, form_test.go
		if !strings.Contains(page, want) {
			t.Errorf("T12: %q is not in the page", want)
		}
	}
}

// asHTML is a text as html/template writes it.
func asHTML(s string) string {
	return strings.NewReplacer("&", "&amp;", "'", "&#39;", "<", "&lt;", "+", "&#43;").Replace(s)
}

func TestChecklistLines(t *testing.T) {
	set := &instruments.Set{Checklist: instruments.Checklist{Items: []instruments.ActivityID{"A", "B", "C", "D"}}}
	quotes := activityQuotes{}
	for _, k := range []coding.Coding{
		{Code: "act.A", Coder: "ik"},
		{Code: "act.A", Coder: "jij"},
		{Code: "act.C", Coder: "jij"},
		{Code: "act.D", Coder: "jij"},
		{Code: "act.B", Coder: coding.LexiconCoder},
		{Code: "ind.K1.1", Coder: "ik"},
		{Code: "doel.SI", Coder: "ik"},
	} {
		quotes.add(k)
	}
	f := &instruments.Filling{Responses: []instruments.Response{{Activity: "A", State: instruments.Mentioned}, {Activity: "B", State: instruments.Mentioned, Remark: "?"}, {Activity: "C", State: instruments.Denied}}}
	lines := checklistLines(set, f, quotes, "ik")
	want := []struct {
		state       instruments.State
		quotes, own int
		signal      string
	}{
		{instruments.Mentioned, 2, 1, ""}, {instruments.Mentioned, 0, 0, unsupported}, {instruments.Denied, 1, 0, unticked}, {instruments.NotDiscussed, 1, 0, unticked},
	}
	for i, w := range want {
		if l := lines[i]; l.State != w.state || len(l.Quotes) != w.quotes || l.Own != w.own || l.Signal != w.signal {
			t.Errorf("%s: %+v, want %+v", l.ID, l, w)
		}
	}
	if got := tallyOf(lines); got != (listTally{Mentioned: 2, Denied: 1, NotDiscussed: 1, Supported: 1, Unsupported: 1, Unticked: 2}) {
		t.Errorf("tally %+v", got)
	}
	for _, l := range checklistLines(set, nil, quotes, "ik") {
		if l.State != "" || l.Signal != "" {
			t.Errorf("without a list %s has state %q and signal %q", l.ID, l.State, l.Signal)
		}
	}
}

func TestNumbersInWords(t *testing.T) {
	for _, tt := range []struct {
		got instruments.Text
		nl  string
		en  string
	}{
		{pointsText(650), "6,5", "6.5"},
		{pointsText(1100), "11", "11"},
		{pointsText(5), "0,05", "0.05"},
		{pointsText(150), "1,5", "1.5"},
		{percentText(650, 1100), "59,1 %", "59.1 %"},
		{percentText(1, 1), "100,0 %", "100.0 %"},
		{percentText(0, 3), "0,0 %", "0.0 %"},
		{percentText(1, 16), "6,3 %", "6.3 %"},
	} {
		if tt.got.NL != tt.nl || tt.got.EN != tt.en {
			t.Errorf("%v, want %q and %q", tt.got, tt.nl, tt.en)
		}
	}
}

// filling is a filled list as it is stored now.
func (d *desk) filling(kind instruments.FillingKind, subject, coder string) (instruments.Filling, bool) {
	d.t.Helper()
	f, ok, err := coding.Find[instruments.Filling](d.study.View(d.t.Context()), coding.FillingKind, instruments.FillingID(kind, subject, coder))
	if err != nil {
		d.t.Fatal(err)
	}
	return f, ok
}

func stateOf(f instruments.Filling, id instruments.ActivityID) instruments.State {
	for _, r := range f.Responses {
		if r.Activity == id {
			return r.State
		}
	}
	return ""
}

// A coder without a list makes one with the first item; another coder's list
// never changes.
func TestSetFilling(t *testing.T) {
	d := newDesk(t)
	before, _ := d.filling(instruments.ActivityFilling, "R01", "codeur1")
	remark := "  op dinsdag "
	d.do("filling.set", fillingIn{Respondent: "R01", Activity: "A01", State: instruments.Mentioned})
	d.do("filling.set", fillingIn{Respondent: "R01", Activity: "A02", Remark: &remark})
	f, ok := d.filling(instruments.ActivityFilling, "R01", "toets")
	if !ok || len(f.Responses) != 30 || stateOf(f, "A01") != instruments.Mentioned || stateOf(f, "A02") != instruments.NotDiscussed || f.Responses[1].Remark != "op dinsdag" {
		t.Errorf("the own list: %+v", f)
	}
	if after, _ := d.filling(instruments.ActivityFilling, "R01", "codeur1"); !slices.Equal(after.Responses, before.Responses) {
		t.Error("the list of codeur1 changed")
	}
	d.do("undo", nil)
	d.do("undo", nil)
	if _, ok := d.filling(instruments.ActivityFilling, "R01", "toets"); ok {
		t.Error("after two undos there still is an own list")
	}
	d.refused("filling.set", fillingIn{Respondent: "R01", Activity: "Z99", State: instruments.Mentioned}, http.StatusBadRequest)
	d.refused("filling.set", fillingIn{Respondent: "R01", Activity: "A01", State: "misschien"}, http.StatusBadRequest)
	d.refused("filling.set", fillingIn{Respondent: "R99", Activity: "A01", State: instruments.Denied}, http.StatusBadRequest)
}

func TestCopyFilling(t *testing.T) {
	d := newDesk(t)
	from, _ := d.filling(instruments.ActivityFilling, "R01", "codeur1")
	d.do("filling.copy", copyIn{Filling: from.ID})
	own, ok := d.filling(instruments.ActivityFilling, "R01", "toets")
	if !ok || own.Coder != "toets" || !slices.Equal(own.Responses, from.Responses) {
		t.Errorf("the copy: %+v", own)
	}
	d.refused("filling.copy", copyIn{Filling: from.ID}, http.StatusConflict)
	d.refused("filling.copy", copyIn{Filling: "activiteiten/R99/codeur1"}, http.StatusNotFound)
	d.do("filling.copy", copyIn{Filling: "indicatoren/T06/V–toezichth./codeur1"})
	if f, ok := d.filling(instruments.IndicatorFilling, "T06/V–toezichth.", "toets"); !ok || len(f.Ratings) == 0 {
		t.Error("an indicator list was not copied")
	}
}

// T06 in K1 to K10 is all 1. The own list says something else until it agrees.
func TestSetRating(t *testing.T) {
	d := newDesk(t)
	const dyad = "T06/V–toezichth."
	for _, k := range []instruments.IndicatorID{"K1", "K2", "K3", "K4"} {
		d.do("rating.set", ratingIn{Dyad: dyad, Indicator: k, Value: "2"})
	}
	f, _ := d.filling(instruments.IndicatorFilling, dyad, "toets")
	if len(f.Ratings) != 10 || f.Dyad.Role != "toezichthouder" || f.Ratings[4].Value != instruments.NotObserved {
		t.Fatalf("the own list: %+v", f)
	}
	page := d.get(indicatorsHref(dyad, "toets", ""))
	for _, want := range []string{`data-class="form2"`, `id="computed-class">vorm 2<`, `id="counts-class">vorm 1<`, "2 codeurs, nog geen consensus"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	d.refused("rating.set", ratingIn{Dyad: dyad, Indicator: "K1", Value: "9"}, http.StatusBadRequest)
	d.refused("rating.set", ratingIn{Dyad: dyad, Indicator: "K99", Value: "1"}, http.StatusBadRequest)
	d.refused("rating.set", ratingIn{Dyad: "T06/onbekend", Indicator: "K1", Value: "1"}, http.StatusNotFound)
	d.refused("rating.set", ratingIn{Dyad: "T99/V–toezichth.", Indicator: "K1", Value: "1"}, http.StatusBadRequest)
}

// Bars, reasons and head are of the list that is shown; a line tells which one
// counts. K1, K6 and K7 weigh 1 each of 12: with K1 not observed and two
// others at 2, form 1 has 9 of 11 points or 81.8 %. Another one's empty list has
// no shares at all.
func TestBarsAreOfTheListShown(t *testing.T) {
	d := newDesk(t)
	const dyad = "T06/V–toezichth."
	d.do("filling.copy", copyIn{Filling: "indicatoren/" + dyad + "/codeur1"})
	d.do("rating.set", ratingIn{Dyad: dyad, Indicator: "K1", Value: instruments.NotObserved})
	for _, k := range []instruments.IndicatorID{"K6", "K7"} {
		d.do("rating.set", ratingIn{Dyad: dyad, Indicator: k, Value: "2"})
	}
	reason := regexp.MustCompile(`<tr><th scope="row">K\d+ `)
	page := d.get(indicatorsHref(dyad, "toets", ""))
	for _, want := range []string{`id="observed">9 van 10<`, "81,8 %", "9 van 11", "18,2 %", "2 van 11", `id="counts-class">vorm 1<`, "die van codeur1"} {
		if !strings.Contains(page, want) {
			t.Errorf("the own list: the page lacks %q", want)
		}
	}
	if n := len(reason.FindAllString(page, -1)); n != 9 || strings.Contains(page, "100,0 %") {
		t.Errorf("the own list: %d reasons, want 9, and no bar of the other list", n)
	}
	page = d.get(indicatorsHref(dyad, "codeur1", ""))
	for _, want := range []string{`id="observed">10 van 10<`, "100,0 %", "12 van 12"} {
		if !strings.Contains(page, want) {
			t.Errorf("the list that counts: the page lacks %q", want)
		}
	}
	if strings.Contains(page, "counts-class") {
		t.Error("the list that counts is said to be another one")
	}
	page = d.get(indicatorsHref("T12/V–toezichth.", "toets", ""))
	for _, want := range []string{`id="observed">0 van 10<`, `id="counts-class">mengvorm 2/3<`} {
		if !strings.Contains(page, want) {
			t.Errorf("the list still empty: the page lacks %q", want)
		}
	}
	if strings.Contains(page, "<meter") {
		t.Error("the list still empty has bars")
	}
}

// Evidence is a coding that names the dyad; one that names none can be given it.
func TestEvidence(t *testing.T) {
	d := newDesk(t)
	const dyad = "T06/V–toezichth."
	d.do("evidence.add", evidenceIn{Dyad: dyad, Indicator: "K2", Value: "3", Document: "R15", Start: 20, End: 60})
	own := func(code coding.CodeID) (out []coding.Coding) {
		for _, k := range d.codings("R15") {
			if k.Coder == "toets" && k.Code == code {
				out = append(out, k)
			}
		}
		return out
	}
	if k := own("ind.K2.3"); len(k) != 1 || k[0].Dyad != dyad {
		t.Fatalf("evidence: %+v", k)
	}
	d.do("coding.add", map[string]any{"document": "R15", "start": 100, "end": 130, "code": "ind.K5.1"})
	loose := own("ind.K5.1")[0]
	if !strings.Contains(d.get(indicatorsHref(dyad, "", "")), `id="assign-`+string(loose.ID)+`"`) {
		t.Error("the coding without dyad is not listed")
	}
	d.do("evidence.assign", assignIn{Coding: loose.ID, Dyad: dyad})
	if k := own("ind.K5.1"); len(k) != 1 || k[0].Dyad != dyad || k[0].Start != loose.Start {
		t.Errorf("assigned: %+v", k)
	}
	d.do("undo", nil) // one act
	if k := own("ind.K5.1"); len(k) != 1 || k[0].Dyad != "" {
		t.Errorf("after undo: %+v", k)
	}
	i := slices.IndexFunc(d.codings("R15"), func(k coding.Coding) bool { return k.Coder == "codeur1" })
	d.refused("evidence.assign", assignIn{Coding: d.codings("R15")[i].ID, Dyad: dyad}, http.StatusBadRequest)
	d.refused("evidence.add", evidenceIn{Dyad: "T06/x", Indicator: "K2", Value: "3", Document: "R15", Start: 20, End: 60}, http.StatusNotFound)
}

// A class by hand stands beside the computed one, which stays.
func TestOverrideStandsBesideTheComputedClass(t *testing.T) {
	d := newDesk(t)
	const dyad = "T06/V–toezichth."
	for _, in := range []overrideIn{{Dyad: dyad, Class: "form2", By: " ", Memo: "overleg"}, {Dyad: dyad, Class: "form2", By: "ik"}, {Dyad: dyad, Class: "form9", By: "ik", Memo: "overleg"}} {
		d.refused("override.set", in, http.StatusBadRequest)
	}
	d.do("override.set", overrideIn{Dyad: dyad, Class: "mixed 2/3", By: "ik", Memo: "na overleg"})
	page := d.get(indicatorsHref(dyad, "", ""))
	for _, want := range []string{`data-class="form1"`, `id="computed-class">vorm 1<`, `id="byhand-class">mengvorm 2/3<`, "ik: na overleg"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	d.refused("override.clear", clearIn{Dyad: dyad, By: "ik"}, http.StatusBadRequest)
	d.do("override.clear", clearIn{Dyad: dyad, By: "ik", Memo: "toch niet"})
	if strings.Contains(d.get(indicatorsHref(dyad, "", "")), "byhand-class") {
		t.Error("the class by hand is still shown")
	}
}

// Of several lists the consensus is the one that is shown and that counts.
func TestConsensusIsShown(t *testing.T) {
	d := newDesk(t)
	const dyad = "T06/V–toezichth."
	for _, id := range []string{"indicatoren/" + dyad + "/codeur1", "activiteiten/R01/codeur1"} {
		f, _, err := coding.Find[instruments.Filling](d.study.View(t.Context()), coding.FillingKind, id)
		if err != nil {
			t.Fatal(err)
		}
		f.ID, f.Coder = strings.Replace(id, "codeur1", "consensus", 1), "consensus"
		for i := range f.Ratings {
			f.Ratings[i].Value = "2"
		}
		cmd, err := coding.PutFilling(d.study.View(t.Context()), f)
		if err == nil {
			err = d.study.Do(t.Context(), "toets", cmd)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	page := d.get(indicatorsHref(dyad, "", ""))
	if !strings.Contains(page, `data-coder="consensus"`) || !strings.Contains(page, `data-class="form2"`) {
		t.Error("the consensus list is not the one that counts")
	}
	page = d.get("/lists/activities/R01")
	if !strings.Contains(page, `data-coder="consensus"`) || !strings.Contains(page, "coder=codeur1") || strings.Contains(page, `type="radio"`) {
		t.Error("the consensus is not shown, or can be changed, or hides the other list")
	}
}

// What is asked for and is not there is refused; a name from elsewhere is shown
// as text.
func TestListsRefuse(t *testing.T) {
	d := newDesk(t)
	for _, address := range []string{"/lists/activities/R99", "/lists/indicators/T06", "/lists/indicators/" + url.PathEscape("T06/<b>"), "/part/list?respondent=", "/part/indicators?dyad=x"} {
		d.fetch(http.MethodGet, address, nil, http.StatusNotFound)
	}
	if page := d.get("/lists/activities/R01?coder=" + url.QueryEscape(`"><script>alert(1)</script>`)); strings.Contains(page, "<script>alert") {
		t.Error("a name of a coder is taken as markup")
	}
}

// A dyad that nobody filled a list for can be begun.
func TestPossibleDyads(t *testing.T) {
	set := &instruments.Set{Roles: []instruments.RoleInfo{{ID: "t", Dyad: "V–t"}, {ID: "v"}}, List: instruments.IndicatorList{}}
	c := &coding.Corpus{Instruments: set, Respondents: []instruments.Respondent{
		{ID: "1", Role: "v", Trajectories: []instruments.TrajectoryID{"T1"}}, {ID: "2", Role: "t", Trajectories: []instruments.TrajectoryID{"T2", "T1"}},
	}}
	have := []form.Assignment{{Dyad: instruments.Dyad{ID: "T2/V–t"}}}
	got := withPossibleDyads(c, have)
	if len(got) != 2 || got[0].Dyad.ID != "T1/V–t" || got[0].Dyad.Role != "t" || got[1].Dyad.ID != "T2/V–t" {
		t.Errorf("%+v", got)
	}
}

// BenchmarkIndicatorsPart is the list of a dyad after a change: the study is
// read again and every dyad classified.
func BenchmarkIndicatorsPart(b *testing.B) {
	d := newDesk(b)
	for b.Loop() {
		b.StopTimer()
		d.do("rating.set", ratingIn{Dyad: "T06/V–toezichth.", Indicator: "K1", Value: instruments.Value(strconv.Itoa(1 + d.serial%3))})
		b.StartTimer()
		d.get("/part/indicators?dyad=" + url.QueryEscape("T06/V–toezichth."))
	}
}

// BenchmarkActivitiesPart is the list of a respondent.
func BenchmarkActivitiesPart(b *testing.B) {
	d := newDesk(b)
	for b.Loop() {
		d.get("/part/activities?respondent=R01")
	}
}
