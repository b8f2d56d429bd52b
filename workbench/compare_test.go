package workbench

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// twoTalk is coded by anna and bram; what they differ about is in twoCodings.
const twoTalk = `I: Hoe gaat het?
R: Prima. We gaan wandelen met de hond. Daarna drinken we koffie bij mevrouw Jansen.
I: En de coördinator?
R: Die belt elke week. Dat is fijn. Soms komt ze langs met een taart 🎂 erbij.
I: Helpt dat?
R: Zeker weten. Ik heb nu weer mensen om me heen.
`

// twoCodings are what the two coded, by words.
var twoCodings = []struct {
	coder coding.CoderID
	code  coding.CodeID
	words string
}{
	{"anna", "act.A01", "wandelen met de hond"},
	{"anna", "act.A02", "koffie"},
	{"bram", "act.A02", "drinken we koffie bij mevrouw Jansen"},
	{"anna", "act.A03", "Die belt elke week."},
	{"bram", "act.A04", "Die belt elke week."},
	{"bram", "act.A01", "Dat is fijn."},
	{"anna", "act.A06", "langs met een taart 🎂"},
	{"bram", "act.A06", "een taart 🎂 erbij"},
	{"anna", "act.A05", "Zeker weten."},
	{"bram", "act.A05", "Zeker weten."},
	{"bram", "act.A07", "weer mensen om me heen"},
}

// act does a command as somebody.
func (d *desk) act(actor string, make func(coding.View) (coding.Command, error)) {
	d.t.Helper()
	d.serial++
	_, err := d.study.DoRequest(d.t.Context(), actor, fmt.Sprintf("doet-%d-%d", d.serial, time.Now().UnixNano()), func(v coding.View) ([]coding.Command, error) {
		cmd, err := make(v)
		return []coding.Command{cmd}, err
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

// coded is a coding of the first place of some words of a text.
func coded(id instruments.DocumentID, text string, coder coding.CoderID, code coding.CodeID, words string) coding.Coding {
	before, _, ok := strings.Cut(text, words)
	if !ok {
		panic(words)
	}
	start := len([]rune(before))
	return coding.Coding{Segment: coding.Segment{Document: id, Start: start, End: start + len([]rune(words)), Quotation: words}, Code: code, Coder: coder, Origin: coding.ByHand}
}

// openTwo opens a round of anna and bram.
func (d *desk) openTwo(blind bool, docs ...instruments.DocumentID) {
	d.t.Helper()
	d.act("anna", func(v coding.View) (coding.Command, error) {
		return coding.OpenRound(v, coding.Round{Documents: docs, Coders: []coding.CoderID{"anna", "bram"}, Lists: true, Blind: blind})
	})
}

func (d *desk) release(id string) {
	d.t.Helper()
	d.act("anna", func(v coding.View) (coding.Command, error) { return coding.ReleaseRound(v, id) })
}

// twoCoders is a desk with a released round: six differences in a text, two in
// a list, and one coding and 28 answers that are the same.
func twoCoders(t testing.TB) (*desk, instruments.DocumentID) {
	t.Helper()
	d := newDesk(t)
	id := d.double()
	d.session(sessionChoice{Coder: "cato"})
	return d, id
}

func (d *desk) double() instruments.DocumentID {
	d.t.Helper()
	id := d.bringTalk("gesprek", twoTalk)
	d.openTwo(true, id, "R01")
	var list []coding.Coding
	for _, k := range twoCodings {
		list = append(list, coded(id, twoTalk, k.coder, k.code, k.words))
	}
	list[1].Memo = "alleen het drinken"
	d.act("anna", func(v coding.View) (coding.Command, error) { return coding.AddCodings(v, list...) })
	for who, states := range map[string][2]instruments.State{"anna": {instruments.Mentioned, instruments.NotDiscussed}, "bram": {instruments.Denied, instruments.Mentioned}} {
		d.act(who, func(v coding.View) (coding.Command, error) {
			set, _, err := coding.Find[instruments.Set](v, coding.SetKind, coding.SetID)
			if err != nil {
				return coding.Command{}, err
			}
			f := instruments.Filling{ID: instruments.FillingID(instruments.ActivityFilling, "R01", who), Kind: instruments.ActivityFilling, Respondent: "R01", Coder: who}
			f.Responses = responses(&set, []instruments.Response{{Activity: "A01", State: states[0], Remark: "volgens " + who}, {Activity: "A02", State: states[1]}})
			return coding.PutFilling(v, f)
		})
	}
	d.release("1")
	return id
}

// settling is what is decided and what is left, by the model.
func (d *desk) settling() coding.Settling {
	d.t.Helper()
	c, err := d.study.Corpus(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	s, err := coding.SettlingOf(c, "1", "anna", "bram")
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

// consensus is what stands in the consensus of a document.
func (d *desk) consensus(id instruments.DocumentID) []string {
	d.t.Helper()
	var out []string
	for _, k := range d.codings(id) {
		if k.Coder == coding.ConsensusCoder {
			out = append(out, string(k.Code)+": "+k.Quotation)
		}
	}
	return out
}

// The page shows every kind of difference with both sides, the text around it,
// and both answers of a list.
func TestCompareShows(t *testing.T) {
	d, id := twoCoders(t)
	page := d.get("/compare")
	for _, want := range []string{
		"1 gelijk", "Verschillen (8)", `data-open="8"`, ">gemist<", ">grens<", ">andere code<", ">lijst<", "alleen het drinken", "activiteitenlijst van R01", "expliciet niet",
		`class="ma fa ea"`, "beurt 2", "A: A03 · B: A04",
	} {
		if want == "1 gelijk" {
			want = fmt.Sprintf("%d gelijk", d.settling().Agreed)
		}
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Count(page, `class="difference"`) != 8 {
		t.Errorf("%d differences in the page, want 8", strings.Count(page, `class="difference"`))
	}
	for kind, want := range map[string]int{"missed": 3, "boundary": 2, "code": 1, "list": 2, "": 8, "odd": 0} {
		if got := strings.Count(d.get("/part/compare?kind="+kind), `class="difference"`); got != want {
			t.Errorf("kind %q: %d differences, want %d", kind, got, want)
		}
	}
	order := regexp.MustCompile(`data-line="([^"]+)"`).FindAllStringSubmatch(d.get("/part/compare?sort=code&kind=missed"), -1)
	var ids []string
	for _, m := range order {
		ids = append(ids, m[1])
	}
	var want []string
	for _, words := range []string{"wandelen met de hond", "Dat is fijn.", "weer mensen om me heen"} { // A01, A01, A07
		for _, q := range d.settling().Queue {
			if list := append(slices.Clone(q.A), q.B...); q.Type == coding.Missed && list[0].Quotation == words {
				want = append(want, q.ID)
			}
		}
	}
	if !slices.Equal(ids, want) {
		t.Errorf("by code: %v, want %v", ids, want)
	}
	if !strings.Contains(d.get("/compare/codes"), "1×") || !strings.Contains(d.get("/compare/codes"), "/documents/"+string(id)+"?") && !strings.Contains(d.get("/compare/codes"), "at=") {
		t.Error("the codes that are confused do not tell where")
	}
}

// The text around a difference is that of the document, cut at the edges of what
// is at issue, in code points.
func TestCompareStretch(t *testing.T) {
	e := queued{Difference: coding.Difference{A: []coding.Coding{coded("x", twoTalk, "anna", "act.A06", "langs met een taart 🎂")}, B: []coding.Coding{coded("x", twoTalk, "bram", "act.A06", "een taart 🎂 erbij")}}}
	var got []string
	whole := ""
	for _, p := range markedPieces(twoTalk, 0, e) {
		whole += p.Text
		if p.Class != "" {
			got = append(got, p.Class+": "+p.Text)
		}
	}
	want := []string{"ma fa: langs met ", "ma ea mb fb: een taart 🎂", "mb eb:  erbij"}
	if whole != twoTalk || !slices.Equal(got, want) {
		t.Errorf("pieces %q, want %q", got, want)
	}
	if got := fromWord("anden en meer", true); got != "en meer" {
		t.Errorf("from a word: %q", got)
	}
	if got := fromWord("handen", false); got != "handen" {
		t.Errorf("from the beginning of the text: %q", got)
	}
}

// Deciding puts what holds into the consensus; what agrees is taken over without
// touching a decision; undo takes back; reopening opens again.
func TestCompareSettles(t *testing.T) {
	d, id := twoCoders(t)
	settle := func(i int, w settleIn) receipt {
		t.Helper()
		w.Round, w.A, w.B, w.Difference, w.Document = "1", "anna", "bram", d.settling().Queue[i].ID, id
		return d.do("consensus.settle", w)
	}
	if r := settle(0, settleIn{Keep: []coding.CoderID{"anna"}, Comment: " de hond hoort erbij "}); r.Said != "Beslist: anna" {
		t.Errorf("said %q", r.Said)
	}
	settle(0, settleIn{Keep: []coding.CoderID{"anna", "bram"}})
	settle(0, settleIn{})
	d.do("consensus.merge", mergeIn{"1", "anna", "bram"})
	want := []string{"act.A01: wandelen met de hond", "act.A02: drinken we koffie bij mevrouw Jansen", "act.A05: Zeker weten."}
	if got := d.consensus(id); !slices.Equal(got, want) {
		t.Errorf("consensus %q, want %q", got, want)
	}
	if r := d.do("consensus.merge", mergeIn{"1", "anna", "bram"}); r.Seq != 0 || !strings.Contains(d.get("/compare"), "alles wat gelijk is staat in de consensus") {
		t.Errorf("taking over again did something: %+v", r)
	}
	s := d.settling()
	i := slices.IndexFunc(s.Done, func(s coding.Settlement) bool { return s.Comment != "" })
	if len(s.Done) != 3 || s.Done[i].By != "cato" || s.Done[i].Comment != "de hond hoort erbij" {
		t.Errorf("decided: %+v", s.Done)
	}
	page := d.get("/compare?show=settled&at=" + s.Done[i].ID)
	for _, want := range []string{"Beslist (3)", "Beslist: A (anna), door cato", "de hond hoort erbij", "geen van beide", "Beslist: beide"} {
		if !strings.Contains(page, want) {
			t.Errorf("the decided ones do not show %q", want)
		}
	}
	d.do("consensus.reopen", reopenIn{s.Done[i].ID})
	if got := len(d.settling().Queue); got != 6 {
		t.Errorf("%d open after reopening, want 6", got)
	}
	d.do("undo", struct{}{})
	if got := len(d.settling().Queue); got != 5 {
		t.Errorf("%d open after undoing that, want 5", got)
	}
}

// A decision about work that changed afterwards is listed.
func TestCompareChanged(t *testing.T) {
	d, id := twoCoders(t)
	q := d.settling().Queue[0]
	d.do("consensus.settle", settleIn{Round: "1", A: "anna", B: "bram", Difference: q.ID, Document: id, Keep: []coding.CoderID{"anna"}})
	d.do("coding.remove", codingIDs{[]coding.CodingID{q.A[0].ID}})
	page := d.get("/compare?show=changed")
	if !strings.Contains(page, "Veranderd na de beslissing (1)") || !strings.Contains(page, "1 veranderd na de beslissing") {
		t.Error("what changed after the decision is not listed")
	}
}

// What cannot be compared is refused with a page that says why.
func TestCompareClosed(t *testing.T) {
	d := newDesk(t)
	if page := d.get("/compare"); !strings.Contains(page, "geen ronde van dubbel coderen") || !strings.Contains(page, `href="/rounds"`) {
		t.Error("without a round the page does not say so")
	}
	d.openTwo(true, "R01")
	for _, address := range []string{"/compare", "/compare/figures", "/compare/codes"} {
		if page := d.get(address); !strings.Contains(page, "nog niet vrijgegeven") || strings.Contains(page, `class="queue"`) {
			t.Errorf("%s of a blind round does not say that it is not released", address)
		}
	}
	d.fetch(http.MethodGet, "/part/compare", nil, http.StatusConflict)
	d.refused("consensus.merge", mergeIn{"1", "anna", "bram"}, http.StatusConflict)
	d.refused("consensus.settle", settleIn{Round: "1", Difference: "x"}, http.StatusConflict)
	d.refused("consensus.settle", settleIn{Round: "7", Difference: "x"}, http.StatusConflict)
	d.refused("consensus.reopen", reopenIn{"x"}, http.StatusConflict)
	d.release("1")
	d.refused("consensus.settle", settleIn{Round: "1", Difference: "x", Comment: strings.Repeat("é", commentLength+1)}, http.StatusBadRequest)
	d.refused("consensus.settle", settleIn{Round: "1", Difference: "x"}, http.StatusBadRequest)
}

// Two rounds: the first can be read again when the second is released, and its
// figures stand beside those of the second and did not change.
func TestCompareTwoRounds(t *testing.T) {
	d, id := twoCoders(t)
	q := d.settling().Queue[0]
	before := d.get("/part/compare/figures?unit=character")
	d.do("consensus.settle", settleIn{Round: "1", A: "anna", B: "bram", Difference: q.ID, Document: id, Keep: []coding.CoderID{"anna"}})
	if after := d.get("/part/compare/figures?unit=character"); after != before {
		t.Error("settling changed the figures of the round")
	}
	d.openTwo(true, id)
	if page := d.get("/compare?round=1"); !strings.Contains(page, "blind opnieuw gecodeerd, in ronde 2") {
		t.Error("what stood before can be seen while the documents are coded again blindly")
	}
	again := []coding.Coding{coded(id, twoTalk, "anna", "act.A05", "Zeker weten."), coded(id, twoTalk, "bram", "act.A05", "Zeker weten."), coded(id, twoTalk, "bram", "act.A01", "Dat is fijn.")}
	d.act("anna", func(v coding.View) (coding.Command, error) { return coding.AddCodings(v, again...) })
	d.release("2")
	if page := d.get("/compare"); !strings.Contains(page, "Verschillen (1)") {
		t.Error("the second round is not the one that is compared")
	}
	first := d.get("/compare?round=1&show=settled")
	if !strings.Contains(first, "in een latere ronde opnieuw gecodeerd") || !strings.Contains(first, "Beslist: A (anna)") || !strings.Contains(first, "A01") {
		t.Error("what was decided in the first round cannot be read")
	}
	figures := d.get("/compare/figures")
	if !strings.Contains(figures, ">ronde 1<") || !strings.Contains(figures, ">ronde 2<") {
		t.Error("the two rounds do not stand beside each other")
	}
}

// Comparing document by document, and again what changed only, is comparing
// everything.
func TestComparePartsAreTheWhole(t *testing.T) {
	d, id := twoCoders(t)
	check := func(what string) {
		t.Helper()
		c, err := d.study.Corpus(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		of := comparing{Round: c.Rounds[0], A: "anna", B: "bram"}
		got, err := d.server.settlings.of(t.Context(), c, of)
		if err != nil {
			t.Fatal(err)
		}
		want := d.settling()
		byID := cmpopts.SortSlices(func(a, b coding.Settlement) bool { return a.ID < b.ID })
		if diff := cmp.Diff(want, got.whole, byID, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(coding.Settling{}, "Notes")); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
		wait := 0
		cmd, err := coding.MergeAgreed(d.study.View(t.Context()), "1", "anna", "bram")
		if err != nil {
			t.Fatal(err)
		}
		for _, ch := range cmd.Changes {
			if string(ch.Before) == string(ch.After) {
				continue
			}
			if ch.Kind == coding.CodingKind || ch.Kind == coding.FillingKind {
				wait++
			}
		}
		if got.wait != wait {
			t.Errorf("%s: %d wait to be taken over, want %d", what, got.wait, wait)
		}
	}
	check("at first")
	for len(d.settling().Queue) > 0 {
		q := d.settling().Queue[0]
		d.do("consensus.settle", settleIn{Round: "1", A: "anna", B: "bram", Difference: q.ID, Document: id, Keep: []coding.CoderID{"bram"}})
		check("after deciding about " + q.ID)
	}
	d.do("coding.add", addCodingIn{Document: id, Start: 0, End: 5, Code: "act.A09"})
	check("after a coding of another")
	d.session(sessionChoice{Coder: "anna"})
	d.do("coding.add", addCodingIn{Document: id, Start: 0, End: 5, Code: "act.A09"})
	check("after a coding of one of the two")
	d.do("consensus.merge", mergeIn{"1", "anna", "bram"})
	check("after taking over")
	d.do("undo", struct{}{})
	check("after undoing that")
}

// Positions in the queue: an id, of several the first that is there, else a number.
func TestComparePlace(t *testing.T) {
	d, _ := twoCoders(t)
	q := d.settling().Queue
	current := func(address string) string {
		m := regexp.MustCompile(`data-line="([^"]+)"><a href="[^"]*" class="go" aria-current`).FindStringSubmatch(d.get(address))
		if m == nil {
			t.Fatalf("%s: none is current", address)
		}
		return m[1]
	}
	for address, want := range map[string]string{
		"":                                      q[0].ID,
		"at=" + q[3].ID:                         q[3].ID,
		"at=weg&at=" + url.QueryEscape(q[2].ID): q[2].ID,
		"at=weg&place=5":                        q[4].ID,
		"place=999":                             q[len(q)-1].ID,
		"place=-3":                              q[0].ID,
	} {
		if got := current("/part/compare?" + address); got != want {
			t.Errorf("%q is at %s, want %s", address, got, want)
		}
	}
}
