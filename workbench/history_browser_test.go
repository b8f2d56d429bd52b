package workbench

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"meerzicht/coding"
	"meerzicht/study"
)

// shop is a workbench that a test closes and opens again on the same port, with
// something in front of it that can lose answers.
type shop struct {
	t     *testing.T
	file  string
	port  string
	desk  *desk
	study *study.Study
	stop  func()
	lose  atomic.Int32 // answers to commands that are lost after they were done
}

func newShop(t *testing.T) *shop {
	t.Helper()
	data, err := replication()
	if err != nil {
		t.Fatal(err)
	}
	s := &shop{t: t, file: filepath.Join(t.TempDir(), "studie.mz"), port: "0"}
	if err := os.WriteFile(s.file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	s.open()
	t.Cleanup(s.close)
	return s
}

func (s *shop) open() {
	s.t.Helper()
	var err error
	if s.study, err = study.Open(context.Background(), s.file, study.Options{Actor: "toets", Now: testClock}); err != nil {
		s.t.Fatal(err)
	}
	var l net.Listener
	for range 50 { // the port may need a moment
		if l, err = net.Listen("tcp", "127.0.0.1:"+s.port); err == nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	_, s.port, _ = net.SplitHostPort(l.Addr().String())
	server, err := New(Options{Study: s.study, Address: l.Addr(), Coder: "toets"})
	if err != nil {
		s.t.Fatal(err)
	}
	own := server.guard.wrap(server.mux)
	srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/command" && s.lose.Add(-1) >= 0 {
			own.ServeHTTP(&swallowed{header: http.Header{}}, r)
			panic(http.ErrAbortHandler) // done, but the answer never arrives
		}
		own.ServeHTTP(w, r)
	})}
	go func() { _ = srv.Serve(l) }()
	s.desk = &desk{t: s.t, study: s.study, server: server, base: "http://127.0.0.1:" + s.port}
	s.stop = func() { srv.Close(); s.study.Close() }
}

// swallowed takes an answer that nobody gets.
type swallowed struct{ header http.Header }

func (w *swallowed) Header() http.Header         { return w.header }
func (w *swallowed) Write(b []byte) (int, error) { return len(b), nil }
func (w *swallowed) WriteHeader(int)             {}

func (s *shop) close() {
	if s.stop != nil {
		s.stop()
		s.stop = nil
	}
}

// again closes the workbench and opens it again: all sessions are gone.
func (s *shop) again() { s.close(); s.open() }

// done is how many documents are reported as done.
func (s *shop) done() int {
	s.t.Helper()
	list, err := coding.All[coding.Progress](s.study.View(context.Background()), coding.ProgressKind)
	if err != nil {
		s.t.Fatal(err)
	}
	return len(list)
}

const (
	allStored  = `!document.documentElement.hasAttribute("data-pending")`
	readOnly   = `!document.querySelector("#offline").hidden`
	sayDone    = `document.querySelector('[data-progress="%s"]').click()`
	isDone     = `document.querySelector('[data-progress="%s"]').dataset.state === ""`
	seeOffline = `new MutationObserver(() => { window.sawOffline ||= !document.querySelector("#offline").hidden }).observe(document.querySelector("#offline"), {attributes: true})`
)

// report presses the button that reports a document as done.
func (b *tab) report(id string) {
	b.t.Helper()
	evaluate[bool](b, fmt.Sprintf("("+sayDone+", true)", id))
}

// Sixty acts, a restart, undo of all of them with the keyboard, and all again.
func TestUndoWithoutLimitAcrossRestarts(t *testing.T) {
	s := newShop(t)
	b := s.desk.browser(1200, 800)
	b.goTo("/documents")
	start := s.desk.seq()
	for i := range 60 {
		b.report(fmt.Sprintf("R%02d", i%30+1))
		if i == 29 { // the next round opens them again
			b.wait(allStored + " && " + fmt.Sprintf(isDone, "R30"))
		}
	}
	b.wait(allStored)
	if n := s.desk.seq() - start; n < 60 || s.done() != 0 { // the first also makes the coder
		t.Fatalf("%d events, %d done", n, s.done())
	}
	s.again()
	b.wait(readOnly + ` && document.querySelector("#offline").textContent.includes("opnieuw gestart")`)
	b.goTo(s.desk.server.StartURL())
	b.goTo("/documents")
	for range 30 {
		b.press("Ctrl+z")
	}
	b.wait(allStored)
	if s.done() != 30 {
		t.Errorf("after 30 undos %d documents are done, want 30", s.done())
	}
	for range 30 {
		b.press("Ctrl+z")
	}
	b.wait(allStored)
	if s.done() != 0 {
		t.Errorf("after 60 undos %d documents are done", s.done())
	}
	s.again()
	b.goTo(s.desk.server.StartURL())
	for range 30 {
		b.press("Ctrl+y")
	}
	b.wait(allStored)
	if s.done() != 30 {
		t.Errorf("after 30 redos %d documents are done, want 30", s.done())
	}
	for range 30 {
		b.press("Shift+z")
	}
	b.wait(allStored)
	if s.done() != 0 {
		t.Errorf("after 60 redos %d documents are done", s.done())
	}
	if _, err := s.study.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

// What one window does, the other shows within a second.
func TestTwoTabsFollowOneStream(t *testing.T) {
	s := newShop(t)
	one := s.desk.browser(1200, 800)
	two := one.again()
	two.goTo("/documents")
	one.goTo("/documents")
	began := time.Now()
	one.report("R03")
	two.wait(fmt.Sprintf(isDone, "R03"))
	if took := time.Since(began); took > time.Second {
		t.Errorf("the other window showed it after %v", took)
	}
	began = time.Now()
	two.press("Ctrl+z")
	one.wait("!(" + fmt.Sprintf(isDone, "R03") + ")")
	if took := time.Since(began); took > time.Second {
		t.Errorf("the first window showed the undo after %v", took)
	}
}

// An answer is lost after the act was done: the page sends it again, and it is
// done once.
func TestRepeatedRequestIsDoneOnce(t *testing.T) {
	s := newShop(t)
	b := s.desk.browser(1200, 800)
	b.goTo("/documents")
	evaluate[bool](b, "("+seeOffline+", true)")
	before := s.desk.seq()
	// The browser itself asks again on every idle connection that breaks, so answers
	// are lost until the page has noticed.
	s.lose.Store(1_000)
	b.report("R05")
	b.wait("window.sawOffline")
	s.lose.Store(0)
	b.wait(allStored)
	b.wait(fmt.Sprintf(isDone, "R05"))
	if n := s.desk.seq() - before; n != 1 || s.done() != 1 {
		t.Errorf("%d events, %d done; want one of each", n, s.done())
	}
	b.wait("!(" + readOnly + ")")
}

// The workbench goes away; what is done meanwhile waits, survives a new
// session and a closed window, and is done once in the order in which it was made.
func TestWaitingActsAreStoredLater(t *testing.T) {
	s := newShop(t)
	b := s.desk.browser(1200, 800)
	b.goTo("/documents")
	closing := b.again()
	closing.goTo("/documents")
	before := s.desk.seq()
	s.close()
	for _, id := range []string{"R01", "R02", "R03"} {
		b.report(id)
	}
	b.wait(readOnly + ` && document.querySelector("#pending").textContent.startsWith("3 ")`)
	b.picture("offline")
	closing.report("R04")
	closing.wait(readOnly + ` && document.querySelector("#pending").textContent.startsWith("1 ")`)
	chromedp.Cancel(closing.ctx)
	s.open()
	// The first window still holds the old session: it says so and keeps waiting.
	b.wait(`document.querySelector("#offline").textContent.includes("meerzicht serve")`)
	if s.done() != 0 {
		t.Error("stored without a session")
	}
	b.goTo(s.desk.server.StartURL())
	for range 200 {
		if s.done() == 4 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	b.goTo("/documents")
	b.wait(fmt.Sprintf(isDone, "R01") + " && " + fmt.Sprintf(isDone, "R04"))
	if n := s.desk.seq() - before; s.done() != 4 || n != 4 {
		t.Errorf("%d done in %d events, want 4", s.done(), n)
	}
	var order string
	acts, err := s.study.Acts(t.Context(), 1<<40, 4, func(study.Act) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range acts {
		line := visitText(s, a.First)
		order = line + order
	}
	if order != "R01R02R03R04" && order != "R04R01R02R03" {
		t.Errorf("done in the order %s", order)
	}
}

// visitText is the document that an act reported.
func visitText(s *shop, seq int64) (id string) {
	_ = s.study.Since(s.t.Context(), seq-1, 1, func(e study.Event) error {
		cmd, err := e.Command()
		for _, ch := range cmd.Changes {
			if ch.Kind == coding.ProgressKind {
				id = ch.ID[:3]
			}
		}
		return err
	})
	return id
}

// The log undoes back to an act, marks what is undone, and checks the study.
func TestLogInTheBrowser(t *testing.T) {
	d := newDesk(t)
	b := d.browser(1200, 800)
	var seqs []int64
	for i := range 5 {
		seqs = append(seqs, d.do("memo.set", memoIn{ID: fmt.Sprint("m", i), Type: "analyse", Target: "study", Text: "x"}).Seq)
	}
	b.goTo("/history")
	b.click(fmt.Sprintf("#back-%d", seqs[2]))
	b.wait(fmt.Sprintf(`document.querySelectorAll("tr.undone").length === 3 && document.querySelector("#act-%d.undone") && !document.querySelector("#act-%d.undone")`, seqs[2], seqs[1]))
	if _, ok := d.memo("m1"); !ok {
		t.Error("one act too many was undone")
	}
	if _, ok := d.memo("m2"); ok {
		t.Error("the act itself is not undone")
	}
	evaluate[bool](b, `(document.querySelector("#verify").focus(), true)`)
	b.press("Enter")
	b.wait(`document.querySelector("#verified").textContent.includes("In orde")`)
	b.picture("history")
	b.everyLook("/history", "history")
}

// everyLook runs axe on a page in both languages, light and dark, and looks
// whether it fits a narrow screen.
func (b *tab) everyLook(address, name string) {
	b.t.Helper()
	for _, c := range []sessionChoice{{Lang: "nl", Theme: "light"}, {Lang: "nl", Theme: "dark"}, {Lang: "en", Theme: "contrast"}, {Lang: "en", Theme: "light"}} {
		evaluate[bool](b, fmt.Sprintf(`fetch("/session", {method: "POST", headers: {"Content-Type": "application/json", "X-Meerzicht": "1"}, body: JSON.stringify({lang: %q, theme: %q})}).then(r => r.ok)`, c.Lang, c.Theme))
		b.goTo(address)
		b.accessible(name + " " + c.Lang + " " + c.Theme)
		if c.Lang == "en" && c.Theme == "light" {
			b.picture(name + "-en")
		}
	}
	evaluate[bool](b, `fetch("/session", {method: "POST", headers: {"Content-Type": "application/json", "X-Meerzicht": "1"}, body: JSON.stringify({lang: "nl", theme: "auto"})}).then(r => r.ok)`)
	b.goTo(address)
}
