package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"meerzicht/analysis"
	"meerzicht/analysis/form"
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
	"meerzicht/testdata"
)

// The projects of the replication study.
const (
	cosa = "COSA 1-op-1"
	ljr  = "LJ&R"
	adam = "A'dam"
)

// demoOnce runs the demo once for all tests of this package; it lives as long
// as the test process.
var demoOnce = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "meerzicht-facts")
	if err != nil {
		return "", err
	}
	var out, errs strings.Builder
	if code := run(context.Background(), []string{"demo", dir, "--lang", "nl"}, strings.NewReader(""), &out, &errs); code != 0 {
		return "", fmt.Errorf("demo: exit code %d: %s", code, errs.String())
	}
	return dir, nil
})

func demoFolder(t testing.TB) string {
	t.Helper()
	dir, err := demoOnce()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func demoCorpus(t testing.TB, opt ...study.CorpusOption) *coding.Corpus {
	t.Helper()
	s, err := study.OpenReadOnly(context.Background(), filepath.Join(demoFolder(t), "studie.mz"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c, err := s.Corpus(context.Background(), opt...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// consensusCorpus is the demo in the layer that counts.
func consensusCorpus(t testing.TB) *coding.Corpus {
	t.Helper()
	c, err := demoCorpus(t).InLayer("")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestPublishedFacts asserts on the replication study what is published of the
// study of 2020, the constraints of a faithful replication, and the
// hand-computed values: with the consensus, and with the first coder's work only.
func TestPublishedFacts(t *testing.T) {
	for _, broken := range brokenFacts(consensusCorpus(t)) {
		t.Error(broken)
	}
	first, err := demoCorpus(t).InLayer(string(testdata.FirstCoder))
	if err != nil {
		t.Fatal(err)
	}
	for _, broken := range brokenFacts(first) {
		t.Errorf("%s alone: %s", testdata.FirstCoder, broken)
	}
}

// TestPublishedFactsNotice changes one tick, in every way a tick can change,
// and must see the published facts fail.
func TestPublishedFactsNotice(t *testing.T) {
	c := consensusCorpus(t)
	for _, from := range []instruments.State{instruments.Mentioned, instruments.NotDiscussed} {
		t.Run(string(from), func(t *testing.T) {
			changed := *c
			changed.Fillings = slices.Clone(c.Fillings)
			if !flipOne(&changed, from) {
				t.Fatalf("no item is %q", from)
			}
			if len(brokenFacts(&changed)) == 0 {
				t.Error("one tick changed and no published fact failed")
			}
		})
	}
}

func flipOne(c *coding.Corpus, from instruments.State) bool {
	to := map[instruments.State]instruments.State{instruments.Mentioned: instruments.NotDiscussed, instruments.NotDiscussed: instruments.Mentioned}[from]
	for i, f := range c.Fillings {
		for j, r := range f.Responses {
			if r.State == from {
				responses := slices.Clone(f.Responses)
				responses[j].State = to
				c.Fillings[i].Responses = responses
				return true
			}
		}
	}
	return false
}

// facts collects what does not hold.
type facts struct {
	c      *coding.Corpus
	broken []string
}

func (f *facts) want(what string, got, want any) {
	if fmt.Sprint(got) != fmt.Sprint(want) {
		f.broken = append(f.broken, fmt.Sprintf("%s: %v, want %v", what, got, want))
	}
}

func (f *facts) hold(what string, ok bool) { f.want(what, ok, true) }

func brokenFacts(c *coding.Corpus) []string {
	f := &facts{c: c}
	f.people()
	f.ticks()
	f.projects()
	f.goals()
	f.forms()
	f.themes()
	f.computed()
	return f.broken
}

// people: constraints 1, 2, 11, 12, 14 and 17.
func (f *facts) people() {
	types, cells, traits := map[instruments.RespondentType]int{}, map[string]int{}, map[string]int{}
	for _, r := range f.c.Respondents {
		types[r.Type]++
		cells[r.Project+"/"+string(r.Type)]++
		if r.Type != instruments.Professional {
			traits[string(r.Type)+" "+r.Attributes["situatie"]]++
		}
		if r.Type == instruments.Client {
			traits["client "+r.Attributes["geslacht"]]++
		}
		f.hold(string(r.ID)+" circle coordinators only at COSA", r.Role != "cirkelcoördinator" || r.Project == cosa)
	}
	f.want("respondents", len(f.c.Respondents), 37)
	f.want("volunteers, professionals, clients", []int{types[instruments.Volunteer], types[instruments.Professional], types[instruments.Client]}, "[13 15 9]")
	f.want("cells of project and type", len(cells), 9)
	for cell, n := range cells {
		f.hold(cell+" within the plan of 5", n <= 5)
	}
	f.want("clients: men, women", []int{traits["client m"], traits["client v"]}, "[8 1]")
	f.hold("at least two sex offenders", traits["client zedendelict"] >= 2)
	retired, student, working := traits["vrijwilliger gepensioneerd"], traits["vrijwilliger student"], traits["vrijwilliger werkend"]
	f.hold("volunteers: retired and students outnumber working, who are some", retired+student > working && working > 0)
	for _, t := range f.c.Trajectories {
		f.want(string(t.ID)+" contact at the start", t.StartContact, "ja")
	}
	groups := 0
	for _, d := range f.c.Documents {
		if d.Kind == instruments.FocusGroup {
			groups++
		}
	}
	f.want("focus groups", groups, 3)
}

// ticks: constraints 3, 4 and 5.
func (f *facts) ticks() {
	t := analysis.Activities(f.c, analysis.Options{})
	total, distinct := 0, 0
	groups := map[instruments.GoalID]bool{}
	published := map[string][2]int{"D01": {23, 62}, "A01": {19, 51}, "C01": {16, 43}}
	for _, a := range f.c.Instruments.Taxonomy.Activities {
		n := t.Figure(string(a.ID), "n")
		f.want(string(a.ID)+" base", n.Base, 37)
		total += n.Count
		if n.Count > 0 {
			distinct++
			groups[a.Primary] = true
		}
		if p, ok := published[string(a.ID)]; ok {
			f.want(string(a.ID)+" respondents", n.Count, p[0])
			f.want(string(a.ID)+" percentage", (200*n.Count+n.Base)/(2*n.Base), p[1])
		} else {
			f.hold(string(a.ID)+" at most 15", n.Count <= 15)
		}
	}
	f.want("activities mentioned", total, 253)
	f.hold("at least 16 distinct activities", distinct >= 16)
	f.want("groups of activities", len(groups), 5)
}

// projects: constraints 6 and 7 – signalling strictly first where published.
func (f *facts) projects() {
	all := analysis.Activities(f.c, analysis.Options{})
	f.firstIs("overall", all, "D01")
	f.firstIs("without COSA", analysis.Activities(f.c, analysis.Options{Exclude: []string{cosa}}), "D01")
	f.firstIs("inside LJ&R", analysis.Activities(f.c, analysis.Options{Include: []string{ljr}}), "D01")
	f.firstIs("inside A'dam", analysis.Activities(f.c, analysis.Options{Include: []string{adam}}), "D01")
}

func (f *facts) firstIs(where string, t analysis.Table, id string) {
	top, second := t.Figure(t.Rows[0].Key, "n").Count, t.Figure(t.Rows[1].Key, "n").Count
	f.want("most named "+where, t.Rows[0].Key, id)
	f.hold(fmt.Sprintf("most named %s by a lead (%d, %d)", where, top, second), top > second)
}

// goals: constraints 8, 9 and 10.
func (f *facts) goals() {
	for _, where := range []analysis.Options{{}, {Include: []string{cosa}}, {Include: []string{ljr}}, {Include: []string{adam}}} {
		t := analysis.Goals(f.c, where)
		n := func(g string) int { return t.Figure(g, "n").Count }
		si, pc, rb, rm, co := n("SI"), n("PC"), n("RB"), n("RM"), n("CO")
		at := fmt.Sprintf("goals in %v: %d %d %d %d %d", where.Include, si, pc, rb, rm, co)
		f.hold(at+" – SI > PC > RB+RM > CO", si > pc && pc > rb+rm && rb+rm > co)
		f.hold(at+" – SI first, CO last", si > max(pc, rb, rm, co) && co < min(pc, rb, rm))
		f.hold(at+" – SI and PC the bulk", 2*(si+pc) > si+pc+rb+rm+co)
	}
}

// forms: constraint 13.
func (f *facts) forms() {
	n := map[string]map[string]int{cosa: {}, ljr: {}, adam: {}}
	for _, a := range form.All(f.c) {
		key := string(a.Class)
		if a.Project == cosa {
			key = string(a.Dyad.Role) + " " + key
		}
		n[a.Project][key]++
	}
	for _, p := range []string{ljr, adam} {
		f.hold(fmt.Sprintf("%s: form 2 > 3 > 1, mixed at least once: %v", p, n[p]),
			n[p]["form2"] > n[p]["form3"] && n[p]["form3"] > n[p]["form1"] && n[p]["form1"] > 0 && n[p]["mixed"] >= 1)
	}
	f.want("COSA coordinators in form 1", n[cosa]["cirkelcoördinator form1"], 5)
	f.want("COSA supervisors in form 3", n[cosa]["toezichthouder form3"], 4)
	f.want("COSA supervisors with insufficient data", n[cosa]["toezichthouder insufficient"], 1)
}

// themes: constraints 15 and 16, on the coded interviews.
func (f *facts) themes() {
	who := map[coding.CodeID]map[instruments.RespondentID]bool{}
	for _, k := range f.c.Codings {
		if who[k.Code] == nil {
			who[k.Code] = map[instruments.RespondentID]bool{}
		}
		who[k.Code][instruments.RespondentID(k.Document)] = true
	}
	few := 0
	for _, r := range f.c.Respondents {
		if r.Type == instruments.Client {
			f.hold(string(r.ID)+" is enthusiastic", who["waard.W2.1"][r.ID])
			f.hold(string(r.ID)+" does not object to sharing signals", who["waard.W3.1"][r.ID])
			if who["waard.W2.5"][r.ID] {
				few++
			}
		}
		f.hold(string(r.ID)+" turnover only in LJ&R and A'dam", r.Project != cosa || !who["knelp.K1.1"][r.ID])
	}
	f.hold(fmt.Sprintf("a few clients with the volunteer as only social contact: %d", few), few >= 2 && few <= 4)
	f.hold("turnover is named at all", len(who["knelp.K1.1"]) > 0)
}

// computed: the values of the replication set that were computed by plain
// formulas, without a library.
func (f *facts) computed() {
	t := analysis.Activities(f.c, analysis.Options{Unit: analysis.Trajectories})
	distinct := 0
	for _, r := range t.Rows {
		if !r.Total {
			distinct += t.Figure(r.Key, "trajectories").Count
		}
	}
	f.want("trajectory × activity", distinct, 181)
	all := analysis.Activities(f.c, analysis.Options{})
	for id, want := range map[string]string{"D01": ".4610–.7594", "A01": ".3589–.6655", "C01": ".2867–.5909"} {
		got := ""
		if i := all.Figure(id, "n").Interval; i != nil {
			got = strings.ReplaceAll(fmt.Sprintf("%.4f–%.4f", i.Lo, i.Hi), "0.", ".")
		}
		f.want(id+" Wilson 95 %", got, want)
	}
	goals := analysis.Goals(f.c, analysis.Options{})
	for goal, want := range map[string]int{"SI": 95, "PC": 78, "RB": 36, "RM": 30, "CO": 14} {
		f.want("mentions of "+goal, goals.Figure(goal, "n").Count, want)
	}
	triads := 0
	t = analysis.Triads(f.c, analysis.Options{})
	for _, r := range t.Rows {
		if !r.Total {
			triads += t.Figure(r.Key, "all").Count
		}
	}
	f.want("triad × activity named by all three", triads, 19)
}
