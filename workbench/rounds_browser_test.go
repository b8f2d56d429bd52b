package workbench

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

// recorder keeps every byte that the server sends, streams included, by the
// session that it is sent to.
type recorder struct {
	mu   sync.Mutex
	sent map[string]*bytes.Buffer // by cookie
	who  map[string]string        // cookie of a name, see tab.as
}

type recording struct {
	http.ResponseWriter
	r  *recorder
	to string
}

func (w *recording) Write(p []byte) (int, error) {
	w.r.mu.Lock()
	if w.r.sent[w.to] == nil {
		w.r.sent[w.to] = &bytes.Buffer{}
	}
	w.r.sent[w.to].Write(p)
	w.r.mu.Unlock()
	return w.ResponseWriter.Write(p)
}

func (w *recording) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (r *recorder) wrap(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		cookie := q.Header.Get("Cookie")
		if name := q.URL.Query().Get("wie"); name != "" {
			r.mu.Lock()
			r.who[name] = cookie
			r.mu.Unlock()
		}
		h.ServeHTTP(&recording{w, r, cookie}, q)
	})
}

// to is all that was sent to somebody, and a beginning anew.
func (r *recorder) to(name string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	b := r.sent[r.who[name]]
	if b == nil {
		return ""
	}
	defer b.Reset()
	return b.String()
}

// recordedDesk serves the replication study through a recorder.
func recordedDesk(t *testing.T) (*desk, *recorder) {
	t.Helper()
	data, err := replication()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "studie.mz")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := study.Open(t.Context(), file, study.Options{Actor: "toets", Now: testClock})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server, err := New(Options{Study: s, Address: l.Addr(), Coder: "leiding"})
	if err != nil {
		t.Fatal(err)
	}
	r := &recorder{sent: map[string]*bytes.Buffer{}, who: map[string]string{}}
	srv := &http.Server{Handler: r.wrap(server.guard.wrap(server.mux))}
	go func() { _ = srv.Serve(l) }()
	t.Cleanup(func() { srv.Close(); s.Close() })
	return &desk{t: t, study: s, server: server, base: "http://" + l.Addr().String()}, r
}

// as makes a tab that of a coder.
func (b *tab) as(coder string) {
	b.t.Helper()
	const choose = `fetch("/session", {method: "POST", headers: {"Content-Type": "application/json", "X-Meerzicht": "1"}, body: JSON.stringify({coder: %q})}).then(r => fetch("/here.json?wie=%s", {headers: {"X-Meerzicht": "1"}})).then(r => r.ok)`
	if !evaluate[bool](b, fmt.Sprintf(choose, coder, coder)) {
		b.t.Fatalf("not %s", coder)
	}
}

// Two coders in two browsers: nothing that anna's browser receives, over all
// views and the stream of events, holds what bram does, until the release.
func TestBlindRoundInTwoBrowsers(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("no browser in a short run")
	}
	d, r := recordedDesk(t)
	w := &blindWork{t: t, s: d.study, bram: true}
	w.as("leiding", func(v coding.View) (coding.Command, error) {
		return coding.OpenRound(v, coding.Round{Documents: blindDocuments, Coders: []coding.CoderID{"anna", "bram"}, Lists: true, Blind: true})
	})
	anna, bram := d.browser(1300, 900), d.browser(1300, 900)
	anna.as("anna")
	bram.as("bram")
	r.to("anna")
	anna.goTo("/documents/R01")
	bram.codesAsBram(w)
	for _, address := range []string{
		"/documents/R01", "/documents/R01?coders=bram", "/", "/codebook?code=act.A08", "/quotations?q=act.A08", "/lists", "/lists/activities/R01", "/tables/activities", "/tables/codes",
		"/documents", "/documents/R01/about", "/people", "/people/R01", "/memos", "/history", "/search?q=als+memo", "/rounds", "/import", "/report",
	} {
		anna.goTo(address)
		if address == "/documents/R01" {
			anna.picture("workbench-blind")
		}
		if anna.text("#blind") == "" {
			t.Errorf("%s does not say that a blind round is open", address)
		}
	}
	anna.wait(`!document.querySelector("[data-making]")`)
	got := r.to("anna")
	signs := []string{bramsWord, `"actor":"bram"`, `"coder":"bram"`, `data-coder="bram"`}
	for _, id := range d.workOf("bram") {
		signs = append(signs, string(id))
	}
	if len(signs) < 14 || len(got) < 200_000 {
		t.Fatalf("%d signs of bram, %d bytes to anna", len(signs), len(got))
	}
	for _, sign := range signs {
		if i := strings.Index(got, sign); i >= 0 {
			t.Errorf("anna's browser was sent %q: …%s…", sign, got[max(0, i-200):min(len(got), i+100)])
		}
	}
	anna.goTo("/memos")
	bram.releasesByKeys()
	anna.wait(`document.querySelector("#main").textContent.includes("` + bramsWord + `")`) // the page of anna comes anew by itself
	if anna.text("#blind") != "" {
		t.Error("after the release the page still says that it is blind")
	}
	bram.opensNextByKeys(d)
	anna.wait(`document.querySelector("#blind")`)
}

// codesAsBram does some work by keys and some beside them.
func (b *tab) codesAsBram(w *blindWork) {
	b.t.Helper()
	b.goTo("/documents/R01")
	b.settle()
	b.press("j", "t", "c")
	b.wait(`document.querySelector("#palette").open`)
	b.write("a08")
	b.wait(`document.querySelector("#palette-list [role=option]")?.dataset.id === "act.A08"`)
	b.press("Enter")
	for range 500 {
		if len(b.workOf("bram")) == 1 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	w.work("bram", bramsWord, 5)
	b.wait(fmt.Sprintf(`Number(document.body.dataset.seq) >= %d`, b.head().Seq))
}

// releasesByKeys releases the open round at its page, which first says what that
// means.
func (b *tab) releasesByKeys() {
	b.t.Helper()
	b.goTo("/rounds")
	b.tabTo("details.release summary")
	b.press("Enter")
	b.wait(`document.querySelector("details.release").open`)
	b.accessible("rounds nl, about to release")
	b.picture("workbench-rounds")
	b.tabTo("[data-release]")
	b.press("Enter")
	b.wait(`!document.querySelector("[data-release]") && document.querySelector("#round-form")`)
	b.wait(`document.querySelector("#status").textContent.includes("vrijgegeven")`)
}

// opensNextByKeys opens a round with the same documents and coders: they start
// afresh, and undo brings all back.
func (b *tab) opensNextByKeys(d *desk) {
	b.t.Helper()
	had := len(d.workOf("bram"))
	if had < 13 {
		b.t.Fatalf("bram has %d codings", had)
	}
	b.wait(`document.querySelectorAll("input[name=document]:checked").length === 4 && document.querySelectorAll("input[name=coder]:checked").length === 2`)
	if !strings.Contains(b.text(".again"), "opnieuw") {
		b.t.Error("the page does not say what happens to the codings of the round before")
	}
	b.accessible("rounds nl, form")
	b.picture("workbench-rounds-form")
	b.narrow(320, 640)
	b.picture("workbench-rounds-narrow")
	if what := evaluate[string](b, wide); what != "" {
		b.t.Errorf("rounds at 320 px is %s", what)
	}
	b.wideAgain()
	before := len(evaluate[[]string](b, `[...document.querySelectorAll("article.round")].map(r => r.id)`))
	b.tabTo("#round-q")
	b.write("R0")
	b.wait(`document.querySelector("#round-count").textContent.startsWith("4 ")`)
	b.tabTo("#round-open")
	b.press("Enter")
	b.wait(fmt.Sprintf(`document.querySelectorAll("article.round").length === %d && document.querySelector("#blind")`, before+1))
	if left := d.workOf("bram"); len(left) != 0 {
		b.t.Errorf("in the new round bram starts with %d codings", len(left))
	}
	if b.text("#open-title + p") == "" || !strings.Contains(b.text("#open-title + p"), "nog open") {
		b.t.Error("a further round can be opened while this one is open")
	}
	b.wait(`!document.querySelector("#undo").disabled`)
	b.click("#undo") // an act of bram, but perhaps a large one
	time.Sleep(700 * time.Millisecond)
	if len(d.workOf("bram")) == 0 {
		b.click("#undo")
	}
	b.wait(fmt.Sprintf(`document.querySelectorAll("article.round").length === %d`, before))
	if back := d.workOf("bram"); len(back) != had {
		b.t.Errorf("after undo bram has %d codings, before the round %d", len(back), had)
	}
	b.tabTo("#round-open")
	b.press("Enter")
	b.wait(`document.querySelector("#blind")`)
}

// A round by mouse and choice: filter, all shown, a coder who is not known yet.
func TestRoundIsChosen(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("no browser in a short run")
	}
	d := newDesk(t)
	d.withoutRounds()
	b := d.browser(1300, 900)
	b.goTo("/rounds")
	b.click("#round-open")
	b.wait(`!document.querySelector("#problem").hidden`)
	if evaluate[string](b, `document.activeElement.name`) != "document" {
		t.Error("the focus is not on what is missing")
	}
	b.click("#round-q")
	b.write("R03")
	b.click("#round-all")
	b.wait(`document.querySelectorAll("input[name=document]:checked").length === 1`)
	evaluate[bool](b, `(document.querySelector("input[name=blind]").click(), true)`)
	b.click("input[name=others]")
	b.write("anna, dirk")
	b.press("Enter")
	b.wait(`document.querySelector("article.round")`)
	b.wait(`document.querySelector("#status").textContent.includes("1 document")`)
	rounds, err := coding.All[coding.Round](d.study.View(t.Context()), coding.RoundKind)
	if err != nil || len(rounds) == 0 {
		t.Fatal(rounds, err)
	}
	r, _ := coding.Latest(rounds)
	if !slices.Equal(r.Documents, []instruments.DocumentID{"R03"}) || !slices.Equal(r.Coders, []coding.CoderID{"anna", "dirk"}) || r.Blind || r.Lists {
		t.Errorf("the round is %+v", r)
	}
	if b.text("#blind") != "" {
		t.Error("a round that is not blind says it is")
	}
	b.goTo("/documents")
	if !strings.Contains(b.text("#document-rows tbody"), "dubbel gecodeerd: ronde "+r.ID) {
		t.Error("the list of documents does not mark what is double-coded")
	}
}

// withoutRounds releases what round the study has open.
func (d *desk) withoutRounds() {
	d.t.Helper()
	rounds, err := coding.All[coding.Round](d.study.View(d.t.Context()), coding.RoundKind)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, r := range rounds {
		if !r.Released {
			d.do("round.release", releaseRoundIn{Round: r.ID})
		}
	}
}
