package workbench

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

var machineSeed = flag.Uint64("machine.seed", 0, "seed of TestTwoClientsAndKills; 0 = another one each time")

// machineKinds is every kind of record.
var machineKinds = []coding.Kind{
	coding.StudyKind, coding.SetKind, coding.RespondentKind, coding.TrajectoryKind, coding.DocumentKind, coding.FillingKind, coding.CodeKind,
	coding.CoderKind, coding.CodingKind, coding.MemoKind, coding.OverrideKind, coding.DecisionKind, coding.SourceKind, coding.ProgressKind,
}

// Two clients do random things while the server is killed again and again. What
// was acknowledged is there, once; replaying the log gives the study; and both
// clients come to show what the server shows.
func TestTwoClientsAndKills(t *testing.T) {
	seed, acts, kills := *machineSeed, 560, 8
	if seed == 0 {
		seed = rand.Uint64()
	}
	if testing.Short() || raceEnabled {
		acts, kills = 100, 3
	}
	t.Logf("-machine.seed=%d", seed)
	data, err := replication()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "studie.mz")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	walkers := newWalkers(t, path, seed)
	before := walkers[0].last
	server := serveFile(t, path)
	ctx, stop := context.WithCancel(t.Context())
	var following sync.WaitGroup
	for _, w := range walkers {
		w.served = server
		following.Go(func() { w.follow(ctx) })
	}
	start := time.Now()
	walkAndKill(walkers, server, acts, kills, rand.New(rand.NewPCG(seed, 99)))
	took := time.Since(start)
	head := settle(t, walkers)
	stop()
	following.Wait()
	server.again() // a server that has everything from the file
	for _, w := range walkers {
		w.compareWithFresh()
	}
	server.end()
	checkFile(t, path, walkers, before, head)
	tellWalk(t, walkers, took)
}

// newWalkers are two clients that know the study as a page does that has just
// been opened.
func newWalkers(t *testing.T, path string, seed uint64) []*walker {
	t.Helper()
	s, err := study.OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	head, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	list, err := s.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(list, func(a, b instruments.Document) int { return b.Length - a.Length })
	var docs []instruments.Document
	for _, one := range list[:2] {
		doc, err := s.Document(t.Context(), one.ID)
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, doc)
	}
	docs[0], docs[1] = docs[1], docs[0] // positions are those of the shorter one
	var out []*walker
	for i := range 2 {
		out = append(out, &walker{
			index: i, rng: rand.New(rand.NewPCG(seed, uint64(i))), events: rand.New(rand.NewPCG(seed, uint64(10+i))), docs: docs, last: head.Seq,
			alive: idsOf(t, s.View(t.Context())), blocks: map[string]string{}, refused: map[int]int{}, kinds: map[string]int{},
		})
	}
	return out
}

// idsOf is what exists, as the events tell of it.
func idsOf(t *testing.T, v coding.View) map[coding.Kind]map[string]toldChange {
	t.Helper()
	out := map[coding.Kind]map[string]toldChange{}
	for _, kind := range machineKinds {
		err := v.Each(kind, func(id string, raw json.RawMessage) error {
			if out[kind] == nil {
				out[kind] = map[string]toldChange{}
			}
			c := toldChange{Kind: kind, ID: id}
			if kind == coding.CodingKind {
				k, err := coding.Decode[coding.Coding](raw)
				if err != nil {
					return err
				}
				c.Document, c.Start, c.End, c.Code = k.Document, k.Start, k.End, k.Code
			}
			out[kind][id] = c
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// walkAndKill lets the clients do their acts, and kills the server now and then.
func walkAndKill(walkers []*walker, server *served, acts, kills int, rng *rand.Rand) {
	var mu sync.Mutex
	progress := 0
	var walking sync.WaitGroup
	for _, w := range walkers {
		walking.Go(func() {
			for n := range acts {
				w.act(n)
				mu.Lock()
				progress++
				mu.Unlock()
			}
		})
	}
	for k := range kills {
		for {
			mu.Lock()
			there := progress >= (k+1)*acts*len(walkers)/(kills+1)
			mu.Unlock()
			if there || walkers[0].t.Failed() {
				break
			}
			time.Sleep(time.Millisecond)
		}
		time.Sleep(time.Duration(rng.IntN(4000)) * time.Microsecond) // anywhere within a request
		server.again()
	}
	walking.Wait()
}

// settle waits until both clients have heard everything, and returns the number
// of the last event.
func settle(t *testing.T, walkers []*walker) int64 {
	t.Helper()
	head := int64(0)
	for _, w := range walkers {
		for _, a := range w.acked {
			head = max(head, a.receipt.Seq)
		}
	}
	for _, w := range walkers {
		for end := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
			w.mu.Lock()
			last, shown := w.last, w.shown
			w.mu.Unlock()
			if last >= head && shown >= head {
				break
			}
			if time.Now().After(end) {
				t.Fatalf("client %d has heard %d events and shows %d, of %d", w.index, last, shown, head)
			}
		}
	}
	return head
}

// compareWithFresh compares what the client shows with what a server shows that
// has just started.
func (w *walker) compareWithFresh() {
	w.client = nil
	if !w.session(&w.client, &w.base, &w.number) {
		w.t.Fatal("no session")
	}
	get := func(address string) string {
		status, got, _ := w.ask(context.Background(), w.client, http.MethodGet, w.base+address, nil)
		if status != http.StatusOK {
			w.t.Fatalf("%s: %d %s", address, status, got)
		}
		return string(got)
	}
	if tree := get("/part/tree"); w.tree != tree {
		w.t.Errorf("client %d: another tree of codes%s", w.index, differ(w.tree, tree))
	}
	fresh := map[string]string{}
	for _, chunk := range strings.Split(w.chunks(), ",") {
		maps.Copy(fresh, blocksOf(get("/part/chunk?document="+string(w.docs[0].ID)+"&chunk="+chunk)))
	}
	if len(fresh) == 0 || len(fresh) != len(w.blocks) {
		w.t.Errorf("client %d shows %d blocks of %d", w.index, len(w.blocks), len(fresh))
	}
	for id, block := range fresh {
		if got, want := plainBlock(w.blocks[id]), plainBlock(block); got != want {
			w.t.Errorf("client %d, block %s%s", w.index, id, differ(got, want))
		}
	}
}

var (
	shownPiece = regexp.MustCompile(`<span class="coded[^>]* data-codings="([^"]*)">([^<]*)</span>`)
	shownLane  = regexp.MustCompile(`(?:class="lane|class="pick)[^>]*data-coding="([^"]+)"`)
)

// plainBlock is what a block says, without the lanes in which the codings stand:
// a server that has just started packs them anew.
func plainBlock(html string) string {
	var b strings.Builder
	for _, m := range shownPiece.FindAllStringSubmatch(html, -1) {
		ids := strings.Fields(m[1])
		slices.Sort(ids)
		fmt.Fprintln(&b, ids, m[2])
	}
	fmt.Fprintln(&b, lanedIn(html))
	return b.String()
}

// lanedIn is the codings beside a block.
func lanedIn(html string) []string {
	var ids []string
	for _, m := range shownLane.FindAllStringSubmatch(html, -1) {
		ids = append(ids, m[1])
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// differ shows where two texts part.
func differ(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	from := max(0, n-80)
	return fmt.Sprintf(" at %d:\n  %.200q\n  %.200q", n, a[min(from, len(a)):], b[min(from, len(b)):])
}

// checkFile looks at the study itself.
func checkFile(t *testing.T, path string, walkers []*walker, before, head int64) {
	t.Helper()
	s, err := study.Open(t.Context(), path, study.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Verify(t.Context()); err != nil {
		t.Errorf("verify: %v", err)
	}
	now, err := s.Head(t.Context())
	if err != nil || now.Seq != head {
		t.Errorf("the log ends at %d (%v), the last acknowledged event is %d", now.Seq, err, head)
	}
	checkOnce(t, s, walkers, before)
	checkReplay(t, s)
	exist := idsOf(t, s.View(t.Context()))
	for _, w := range walkers {
		for _, kind := range machineKinds {
			if len(w.alive[kind]) != len(exist[kind]) || !maps.Equal(w.alive[kind], exist[kind]) {
				t.Errorf("client %d knows %d of kind %s by the events, the study has %d", w.index, len(w.alive[kind]), kind, len(exist[kind]))
			}
		}
		w.compareWithStudy(s)
	}
}

// checkOnce holds the log against the answers: each acknowledged request made
// one act, and no act came from anywhere else.
func checkOnce(t *testing.T, s *study.Study, walkers []*walker, before int64) {
	t.Helper()
	type made struct{ first, last int64 }
	acts := map[string]made{}
	err := s.Since(t.Context(), before, 0, func(e study.Event) error {
		a, known := acts[e.Request]
		if known && a.first != e.Batch {
			t.Errorf("request %q was done twice: event %d", e.Request, e.Seq)
		}
		acts[e.Request] = made{e.Batch, e.Seq}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range walkers {
		for _, a := range w.acked {
			if got := acts[a.request]; got.last != a.receipt.Seq {
				t.Errorf("%s %s was acknowledged as event %d; in the log it ends at %d", a.request, a.do, a.receipt.Seq, got.last)
			}
		}
		for _, a := range w.acked {
			delete(acts, a.request)
		}
	}
	if len(acts) > 0 {
		t.Errorf("acts that nobody was told of: %v", acts)
	}
}

// checkReplay replays the log in memory.
func checkReplay(t *testing.T, s *study.Study) {
	t.Helper()
	var state coding.State
	err := s.Log(t.Context(), func(e study.Event) error {
		cmd, err := e.Command()
		if err != nil {
			return err
		}
		return state.Apply(cmd)
	})
	if err != nil {
		t.Fatal(err)
	}
	dump := func(v coding.View) string {
		var lines []string
		for _, kind := range machineKinds {
			if err := v.Each(kind, func(id string, raw json.RawMessage) error {
				lines = append(lines, fmt.Sprintln(kind, id, string(raw)))
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		slices.Sort(lines) // the study has codings in the order of the text
		return strings.Join(lines, "")
	}
	replayed, stored := dump(&state), dump(s.View(t.Context()))
	if replayed != stored {
		t.Errorf("replaying the log gives another study%s", differ(replayed, stored))
	}
	if n := strings.Count(stored, "\n"); n != state.Len() {
		t.Errorf("machineKinds leaves out kinds: %d records of %d", n, state.Len())
	}
}

// compareWithStudy compares the codings beside each block with those that the
// study has there.
func (w *walker) compareWithStudy(s *study.Study) {
	codings, err := s.CodingsIn(w.t.Context(), w.docs[0].ID)
	if err != nil {
		w.t.Fatal(err)
	}
	for id, html := range w.blocks {
		m := blockStart.FindStringSubmatch(html)
		start, _ := strconv.Atoi(m[2])
		end, _ := strconv.Atoi(m[3])
		var want []string
		for _, c := range codings {
			if c.Start < end && c.End > start {
				want = append(want, string(c.ID))
			}
		}
		slices.Sort(want)
		if got := lanedIn(html); !slices.Equal(got, want) {
			w.t.Errorf("client %d, block %s: codings %v, want %v", w.index, id, got, want)
		}
	}
}

// tellWalk tells what happened, and that it was something.
func tellWalk(t *testing.T, walkers []*walker, took time.Duration) {
	t.Helper()
	done, refused := 0, 0
	for _, w := range walkers {
		done += len(w.acked)
		for status, n := range w.refused {
			refused += n
			if status != http.StatusBadRequest && status != http.StatusConflict && status != http.StatusNotFound {
				t.Errorf("client %d: %d refusals with status %d", w.index, n, status)
			}
		}
		t.Logf("client %d: acts done %v, refused %v; answers lost %d, repeated %d; %d events over %d streams, text fetched %d times",
			w.index, w.kinds, w.refused, w.lost, w.repeats, w.heard, w.broken, w.refetch)
		if w.lost == 0 || w.repeats == 0 {
			t.Errorf("client %d lost %d answers, %d were repeated: nothing was tried", w.index, w.lost, w.repeats)
		}
	}
	t.Logf("%d acts done, %d refused in %v", done, refused, took.Round(time.Millisecond))
	if refused > done {
		t.Errorf("%d acts done, %d refused: the test tries the wrong things", done, refused)
	}
}
