package workbench

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

// sighted is the study as the desk's coder sees it.
func (d *desk) sighted() *sighted {
	return &sighted{full: d.study, sights: &d.server.sights, coder: func() coding.CoderID { return d.server.coder }}
}

// Words that only one coder writes.
const (
	annasWord = "annazegt"
	bramsWord = "bramzegt"
)

// blindDocuments are the documents of the blind round of these tests.
var blindDocuments = []instruments.DocumentID{"R01", "R02", "R03", "R04"}

// blindWork is a study in which a round is open, step by step. Steps of bram are
// left out without him.
type blindWork struct {
	t    testing.TB
	s    *study.Study
	n    int
	bram bool
}

// as does an act as somebody.
func (w *blindWork) as(who coding.CoderID, make func(coding.View) (coding.Command, error)) {
	w.t.Helper()
	if w.n++; who == "bram" && !w.bram {
		return
	}
	_, err := w.s.DoRequest(context.Background(), string(who), fmt.Sprintf("werk-%d", w.n), func(v coding.View) ([]coding.Command, error) {
		cmd, err := make(v)
		return []coding.Command{cmd}, err
	})
	if err != nil {
		w.t.Fatalf("%s: %v", who, err)
	}
}

func (w *blindWork) code(who coding.CoderID, id instruments.DocumentID, start, end int, code coding.CodeID, dyad instruments.DyadID, memo string) {
	w.t.Helper()
	w.as(who, func(v coding.View) (coding.Command, error) {
		seg, err := coding.SegmentIn(v, id, start, end)
		if err != nil {
			return coding.Command{}, err
		}
		return coding.AddCodings(v, coding.Coding{Segment: seg, Code: code, Coder: who, Dyad: dyad, Memo: memo})
	})
}

// work is what a coder does at a time: codings, memos, lists, progress, a class
// by hand, a rejected suggestion.
func (w *blindWork) work(who coding.CoderID, word string, shift int) {
	w.t.Helper()
	for i, id := range blindDocuments {
		w.code(who, id, 10+shift, 60+shift, activityCode(1), "", "")
		w.code(who, id, 80+shift+i, 140+shift, activityCode(7+shift/5), "", word+" bij de codering")
		w.code(who, id, 30, 90, activityCode(2), "", "")
	}
	w.code(who, "R01", 15+shift, 25+shift, "ind.K2.3", "T06/V–toezichth.", word)
	for i, target := range []string{"study", "document/R01", "code/act.A01", "respondent/R01", "trajectory/T06"} {
		w.as(who, func(v coding.View) (coding.Command, error) {
			return coding.SetMemo(v, coding.Memo{ID: fmt.Sprintf("%s-%d", who, i), Type: "analyse", Target: target, Text: word + " als memo", Author: who})
		})
	}
	w.as(who, func(v coding.View) (coding.Command, error) {
		return coding.SetProgress(v, coding.Progress{Document: "R02", Coder: who, State: coding.Done})
	})
	w.as(who, func(v coding.View) (coding.Command, error) {
		f := instruments.Filling{ID: instruments.FillingID(instruments.ActivityFilling, "R01", string(who)), Kind: instruments.ActivityFilling, Respondent: "R01", Coder: string(who)}
		f.Responses = []instruments.Response{{Activity: "A01", State: instruments.Mentioned, Remark: word}, {Activity: "A02", State: instruments.Denied}}
		return coding.PutFilling(v, f)
	})
	w.as(who, func(v coding.View) (coding.Command, error) {
		seg, err := coding.SegmentIn(v, "R01", 200+shift, 220+shift)
		if err != nil {
			return coding.Command{}, err
		}
		k := coding.Coding{Segment: seg, Code: activityCode(3), Coder: who}
		return coding.RejectSuggestion(v, coding.Decision{ID: string(coding.NewCodingID(k)), Segment: seg, Code: k.Code, By: who, Reason: word})
	})
}

// blindDesk is a desk in a study with an open blind round of anna and bram, in
// which anna did some work, and bram some before and after it when he works too.
func blindDesk(t testing.TB, coder coding.CoderID, bram bool) *desk {
	t.Helper()
	data, err := replication()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "studie.mz")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	d := deskOn(t, file)
	d.server.coder = coder
	w := &blindWork{t: t, s: d.study, bram: bram}
	w.as("leiding", func(v coding.View) (coding.Command, error) {
		return coding.OpenRound(v, coding.Round{Documents: blindDocuments, Coders: []coding.CoderID{"anna", "bram"}, Lists: true, Blind: true})
	})
	w.work("bram", bramsWord, 5)
	w.work("anna", annasWord, 0)
	w.as("bram", func(v coding.View) (coding.Command, error) {
		return coding.SetOverride(v, coding.Override{Dyad: dyadOfRound(t, v), Class: "form2", By: "bram", Memo: bramsWord})
	})
	w.code("bram", "R03", 300, 400, activityCode(9), "", bramsWord)
	w.code("anna", "R03", 300, 400, activityCode(5), "", "")
	return d
}

// dyadOfRound is a dyad whose lists are part of the round.
func dyadOfRound(t testing.TB, v coding.View) instruments.DyadID {
	t.Helper()
	fillings, err := coding.All[instruments.Filling](v, coding.FillingKind)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range fillings {
		who, _, err := coding.Find[instruments.Respondent](v, coding.RespondentKind, "R01")
		if err != nil {
			t.Fatal(err)
		}
		if f.Kind == instruments.IndicatorFilling && slices.Contains(who.Trajectories, f.Dyad.Trajectory) {
			return f.Dyad.ID
		}
	}
	t.Fatal("no dyad in the round")
	return ""
}

// hunted are addresses that ask for what bram did, by its name.
func (d *desk) hunted() []string {
	k := coding.Coding{Segment: coding.Segment{Document: "R01", Start: 15, End: 65}, Code: activityCode(1), Coder: "bram"}
	id := url.QueryEscape(string(coding.NewCodingID(k)))
	return []string{
		"/documents/R01?coders=bram", "/documents/R01?coding=" + id, "/part/details?document=R01&block=0&coding=" + id, "/part/memo?target=coding/" + id,
		"/memos?author=bram", "/memos?target=coding/" + id, "/memos.csv?q=" + bramsWord, "/search?q=" + bramsWord, "/quotations?q=" + url.QueryEscape("codeur:bram"), "/quotations?q=act.A08",
		"/quotations.csv?q=act.A08", "/history?actor=bram", "/history.json", "/lists/activities/R01?coder=bram", "/documents?state=klaar", "/documents?sort=-codings",
		"/part/code?code=act.A08", "/part/code/split?code=act.A08", "/codebook.csv", "/part/covered?id=R01&id=R03", "/part/suggestions?document=R01", "/rounds", "/part/rounds",
		"/part/verify", "/people/R01", "/report/cell?table=activities&row=A08&column=n", "/report?layer=bram", "/tables/activities?layer=bram", "/tables/activities?layer=all", "/here.json",
	}
}

// Numbers and hashes that tell how many events there were, not what.
var serials = regexp.MustCompile(`[0-9a-f]{64}|(?:[0-9a-f]{8} ){7}[0-9a-f]{8}|stud(?:iehash|y hash) [0-9a-f]{16}|data-(?:seq|undo-to|again)="\d+"|after=\d+|"(?:seq|act|undoes)":\d+|id="(?:act|back|again)-\d+"|no?r?\. \d+|"path":\[[\d,]*\]|<td class="num">\d+</td><td><time`)

// plain is an answer without those, and without the number of the last event of
// either study.
func plain(t testing.TB, body []byte, heads ...*desk) string {
	if bytes.HasPrefix(body, []byte("PK")) {
		return plainWorkbook(t, body, heads...)
	}
	s := serials.ReplaceAllString(string(body), "#")
	for _, d := range heads {
		s = regexp.MustCompile(`\b`+strconv.FormatInt(d.head().Seq, 10)+`\b`).ReplaceAllString(s, "#")
	}
	return s
}

func plainWorkbook(t testing.TB, body []byte, heads ...*desk) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, f := range z.File {
		if !strings.Contains(f.Name, "xl/worksheets") && !strings.Contains(f.Name, "xl/shared") {
			continue // the order of the types of parts differs from time to time
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out.WriteString(f.Name + plain(t, part, heads...))
	}
	return out.String()
}

// ask is what an address answers, and its status.
func (d *desk) ask(address string) (int, []byte) {
	r, err := http.NewRequest(http.MethodGet, d.base+address, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	r.Header.Set("X-Meerzicht", "1")
	resp, body := d.reply(r)
	return resp.StatusCode, []byte(body)
}

// sameAnswers asks both desks and wants the same.
func sameAnswers(t *testing.T, with, without *desk, address string) {
	t.Helper()
	s1, b1 := with.ask(address)
	s2, b2 := without.ask(address)
	p1, p2 := plain(t, b1, with, without), plain(t, b2, with, without)
	if s1 >= 400 && s2 == s1 { // the reference of a refusal is random
		p1, p2 = saidIn(b1), saidIn(b2)
	}
	if s1 != s2 || p1 != p2 {
		t.Errorf("%.150s: %d and %d, %s", address, s1, s2, firstDifference(p1, p2))
	}
	if strings.Contains(p1, bramsWord) && !strings.Contains(address, bramsWord) {
		t.Errorf("%.150s tells a word of bram", address)
	}
}

func saidIn(body []byte) string {
	var p refusalShown
	_ = json.Unmarshal(body, &p) // a page has no JSON: then its words are not compared
	return p.Problem.What + p.Problem.Hint
}

func firstDifference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	from := max(0, i-120)
	return fmt.Sprintf("at %d\n with: …%s\n without: …%s", i, a[from:min(len(a), i+120)], b[from:min(len(b), i+120)])
}

// Anna's browser gets the same bytes whether or not bram did anything in the
// blind round: every page, fragment, file and stream, whatever she asks.
func TestBlindAnswersAreTheSame(t *testing.T) {
	t.Parallel()
	with, without := blindDesk(t, "anna", true), blindDesk(t, "anna", false)
	if with.head().Seq < without.head().Seq+20 {
		t.Fatal("bram did nothing")
	}
	without.get("/part/report") // so that the page links to its cells
	with.coverAll()
	without.coverAll()
	known := without.addresses(1)
	asked := 0
	for _, pattern := range slices.Sorted(maps.Keys(known)) {
		for _, address := range known[pattern] {
			sameAnswers(t, with, without, address)
			asked++
		}
	}
	for _, address := range with.hunted() {
		sameAnswers(t, with, without, address)
	}
	if asked < 60 {
		t.Errorf("only %d addresses asked", asked)
	}
	heard, other := with.heard(), without.heard()
	if !slices.Equal(heard, other) || len(heard) < 10 {
		t.Errorf("the stream of events tells %d and %d events apart: %s", len(heard), len(other), firstDifference(strings.Join(heard, "\n"), strings.Join(other, "\n")))
	}
}

// coverAll counts the coverage of every document, which the list of documents
// shows as far as there is time.
func (d *desk) coverAll() {
	d.t.Helper()
	docs, err := d.study.Documents(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	for _, one := range docs {
		d.get("/part/covered?id=" + url.QueryEscape(string(one.ID)))
	}
}

// heard is all that the stream of events tells, without numbers.
func (d *desk) heard() (out []string) {
	d.t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Second)
	defer stop()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, d.base+"/events?after=1", nil)
	if err != nil {
		d.t.Fatal(err)
	}
	resp, err := d.client.Do(r)
	if err != nil {
		d.t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 1<<22)
	last := fmt.Sprintf("id: %d", d.head().Seq)
	for lines.Scan() {
		if lines.Text() == last {
			lines.Scan()
			return append(out, plain(d.t, lines.Bytes()))
		}
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			out = append(out, plain(d.t, []byte(data)))
		}
	}
	d.t.Errorf("the stream ended after %d events: %v", len(out), lines.Err())
	return out
}

// What anna does is answered the same too, undo above all; and afterwards bram's
// work is as it was.
func TestBlindActsAreTheSame(t *testing.T) {
	t.Parallel()
	with, without := blindDesk(t, "anna", true), blindDesk(t, "anna", false)
	brams := with.workOf("bram")
	if len(brams) < 13 {
		t.Fatalf("bram has %d codings", len(brams))
	}
	own := without.workOf("anna")[0]
	for i, one := range []struct {
		do   string
		with any
	}{
		{"coding.remove", codingIDs{[]coding.CodingID{brams[0]}}},
		{"coding.annotate", fields{"coding": brams[1], "memo": "x"}},
		{"coding.resize", fields{"coding": brams[1], "start": 1, "end": 9}},
		{"memo.coding", fields{"coding": brams[0], "text": "x", "base": ""}},
		{"memo.set", fields{"id": "nieuw", "type": "analyse", "target": "coding/" + string(brams[0]), "text": "x"}},
		{"filling.copy", fields{"filling": "activiteiten/R01/bram"}},
		{"coding.add", fields{"document": "R01", "start": 15, "end": 65, "code": "act.A01"}},
		{"coding.remove", fields{"codings": []coding.CodingID{own}}},
		{"undo", nil},
		{"undo", nil},
		{"undo", fields{"careful": true}},
		{"redo", nil},
		{"coding.add", fields{"document": "R02", "start": 15, "end": 65, "new_code": "iets van mij"}},
		{"undo", nil},
		{"redo", nil},
		{"code.merge", fields{"into": "act.A01", "from": []string{"act.A08"}}},
		{"undo", nil},
		{"code.codable", fields{"code": "act.A08", "codable": false}},
		{"code.delete", fields{"code": "act.A08"}},
		{"undo", nil},
		{"undo", nil},
		{"undo", nil},
	} {
		id := fmt.Sprintf("zelfde-%d", i)
		a, b := with.answer(id, one.do, one.with), without.answer(id, one.do, one.with)
		if a != b {
			t.Errorf("%d %s: with bram %s, without %s", i, one.do, a, b)
		}
		sameAnswers(t, with, without, "/history.json")
		sameAnswers(t, with, without, "/part/history")
	}
	if after := with.workOf("bram"); !slices.Equal(brams, after) {
		t.Errorf("bram had %d codings, and now %d", len(brams), len(after))
	}
	if _, err := with.study.Verify(t.Context()); err != nil {
		t.Error(err)
	}
	sameAnswers(t, with, without, "/documents/R01")
	sameAnswers(t, with, without, "/part/tree")
}

// workOf are the codings of a coder in the round.
func (d *desk) workOf(who coding.CoderID) (out []coding.CodingID) {
	for _, id := range blindDocuments {
		for _, c := range d.codings(id) {
			if c.Coder == who {
				out = append(out, c.ID)
			}
		}
	}
	return out
}

// answer is what an act is answered, without numbers.
func (d *desk) answer(id, do string, with any) string {
	d.t.Helper()
	r, err := http.NewRequest(http.MethodPost, d.base+"/command", bytes.NewReader(d.command(id, do, with)))
	if err != nil {
		d.t.Fatal(err)
	}
	for name, value := range map[string]string{"X-Meerzicht": "1", "Content-Type": "application/json", "Origin": d.base} {
		r.Header.Set(name, value)
	}
	resp, body := d.reply(r)
	if resp.StatusCode != http.StatusOK {
		return resp.Status + " " + saidIn([]byte(body))
	}
	return plain(d.t, []byte(body))
}

// Who takes another name sees what that name sees; who does not code in the
// round sees neither; and after the release everybody sees everything.
func TestSightFollowsNameAndRelease(t *testing.T) {
	t.Parallel()
	d := blindDesk(t, "carl", true)
	views := []string{"/memos", "/memos.csv", "/documents", "/part/details?document=R01&block=0", "/documents/R01", "/search?q=" + "als", "/codebook?code=act.A08", "/lists/activities/R01?coder=bram", "/quotations?q=act.A08", "/rounds", "/tables/activities"}
	told := func(words ...string) (found []string) {
		for _, address := range views {
			_, body := d.ask(address)
			for _, w := range words {
				if strings.Contains(string(body), w) {
					found = append(found, address+": "+w)
				}
			}
		}
		return found
	}
	if found := told(bramsWord, annasWord); found != nil {
		t.Errorf("carl is told %v", found)
	}
	if page := d.get("/rounds"); strings.Count(page, `class="quiet">verborgen tot de vrijgave`) != 2 || !strings.Contains(page, "je codeert er niet in mee") {
		t.Error("the page of rounds does not say that both coders are hidden")
	}
	d.session(sessionChoice{Coder: "bram"})
	if found := told(annasWord); found != nil {
		t.Errorf("bram is told %v", found)
	}
	if found := told(bramsWord); len(found) < 5 {
		t.Errorf("bram sees his own work in %v only", found)
	}
	d.do("round.release", releaseRoundIn{Round: d.lastRound()})
	if found := told(annasWord, bramsWord); len(found) < 10 {
		t.Errorf("after the release: %v", found)
	}
	if page := d.get("/history"); strings.Contains(page, "own-acts") || !strings.Contains(page, "ronde vrijgeven") {
		t.Error("after the release the log still shows own acts alone, or lacks the release")
	}
	d.do("undo", nil)
	if found := told(annasWord); found != nil {
		t.Errorf("with the release undone bram is told %v", found)
	}
}

func (d *desk) lastRound() string {
	d.t.Helper()
	rounds, err := coding.All[coding.Round](d.study.View(d.t.Context()), coding.RoundKind)
	if err != nil {
		d.t.Fatal(err)
	}
	last, _ := coding.Latest(rounds)
	return last.ID
}

// Handlers have the study as the coder may see it; the whole one is for a few
// places that are listed here.
func TestNobodyLooksPastTheSight(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	whole := regexp.MustCompile(`\.full\b|Server\.(full|study)\b|study\.Open`)
	entire := map[string]int{"documents_about.go": 1, "history_again.go": 1, "rounds_acts.go": 2}
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") || strings.HasPrefix(f, "sighted") {
			continue
		}
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		allowed := map[string]int{"server.go": 3, "cache.go": 1}[f] // New, handle, keepIndexed; corpora
		if n := len(whole.FindAll(src, -1)); n > allowed {
			t.Errorf("%s reaches the whole study %d times", f, n)
		}
		if n := strings.Count(string(src), ".entire()"); n != entire[f] {
			t.Errorf("%s makes commands on the whole study %d times, want %d: what they say must not tell", f, n, entire[f])
		}
	}
}
