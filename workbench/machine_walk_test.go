package workbench

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// walker is a client that does random acts, follows the events, and keeps what a
// page would show. It knows nothing of the study but what the server told it.
type walker struct {
	*served
	index  int
	rng    *rand.Rand
	events *rand.Rand // of the goroutine that follows
	docs   []instruments.Document

	client *http.Client // of the goroutine that acts
	base   string
	number int // of the life in which client has its session

	mu      sync.Mutex
	last    int64                                 // number of the last event heard
	alive   map[coding.Kind]map[string]toldChange // what exists, by the events alone
	blocks  map[string]string                     // shown text of docs[0], by block
	shown   int64                                 // the event up to which blocks are
	tree    string
	heard   int // events
	broken  int // streams that ended
	refetch int

	acked   []acked
	refused map[int]int
	kinds   map[string]int // acts done
	lost    int            // answers that did not come
	repeats int            // answered as repeated
}

// acked is a request that was answered as done.
type acked struct {
	request, do string
	receipt     receipt
}

// session makes sure that the client has a session in the life of now.
func (w *walker) session(c **http.Client, base *string, number *int) bool {
	l := w.life()
	if *c != nil && *number == l.number {
		return true
	}
	client, at, err := l.enter(w.index)
	if err != nil {
		return false
	}
	*c, *base, *number = client, at, l.number
	return true
}

// ask asks once; a negative status means that no whole answer came.
func (w *walker) ask(ctx context.Context, c *http.Client, method, address string, body []byte) (int, []byte, http.Header) {
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		w.t.Error(err)
		return -1, nil, nil
	}
	req.Header.Set("X-Meerzicht", "1")
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	resp, err := c.Do(req)
	if err != nil {
		return -1, nil, nil
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		return -1, nil, nil
	}
	return resp.StatusCode, got, resp.Header
}

// act does one random act, and does not rest before it is answered.
func (w *walker) act(n int) {
	do, with := w.choose()
	if do == "undo" && len(w.acked) < firstActs {
		do, with = "memo.set", fields{"id": fmt.Sprintf("v%d-%d", w.index, n), "target": "study", "text": w.word(), "type": "reflectie"}
	}
	id := fmt.Sprintf("w%d-%d", w.index, n)
	raw, err := json.Marshal(with)
	if err != nil {
		w.t.Error(err)
		return
	}
	if do == "undo" || do == "redo" {
		raw = nil
	}
	body, err := json.Marshal(request{Request: id, Do: do, With: raw})
	if err != nil {
		w.t.Error(err)
		return
	}
	first := w.insist(id, do, body)
	if first != nil && w.rng.IntN(15) == 0 { // as a page does that did not hear the answer
		again := w.insist(id, do, body)
		if again == nil || again.Seq != first.Seq || first.Seq > 0 && !again.Repeated {
			w.t.Errorf("%s %s: answered %+v, repeated %+v", id, do, first, again)
		}
	}
}

// insist sends a request until it is answered; nil when it is refused.
func (w *walker) insist(id, do string, body []byte) *receipt {
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); {
		if !w.session(&w.client, &w.base, &w.number) {
			time.Sleep(2 * time.Millisecond)
			continue
		}
		status, answer, _ := w.post(body)
		switch {
		case status == http.StatusOK:
			return w.done(id, do, answer)
		case status >= 500 || status == http.StatusForbidden:
			w.t.Errorf("%s %s: %d %s\n%s", id, do, status, answer, body)
			return nil
		case status > 0:
			w.refused[status]++
			return nil
		default:
			w.lost++
			time.Sleep(time.Millisecond)
		}
	}
	w.t.Errorf("%s %s: no answer within 30 s", id, do)
	return nil
}

// post sends a request; now and then the connection breaks while it waits.
func (w *walker) post(body []byte) (int, []byte, http.Header) {
	ctx := context.Background()
	if w.rng.IntN(12) == 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Duration(100+w.rng.IntN(2500))*time.Microsecond)
		defer cancel()
	}
	return w.ask(ctx, w.client, http.MethodPost, w.base+"/command", body)
}

func (w *walker) done(id, do string, answer []byte) *receipt {
	var r receipt
	if err := json.Unmarshal(answer, &r); err != nil {
		w.t.Errorf("%s %s: %v", id, do, err)
		return nil
	}
	if r.Repeated {
		w.repeats++
	}
	w.kinds[do]++
	w.acked = append(w.acked, acked{id, do, r})
	return &r
}

// some is a random thing of a kind that exists as far as this client heard.
func (w *walker) some(kind coding.Kind, fits func(toldChange) bool) toldChange {
	w.mu.Lock()
	defer w.mu.Unlock()
	ids := slices.Sorted(maps.Keys(w.alive[kind]))
	if fits != nil {
		ids = slices.DeleteFunc(ids, func(id string) bool { return !fits(w.alive[kind][id]) })
	}
	if len(ids) == 0 {
		return toldChange{ID: "niets"}
	}
	return w.alive[kind][ids[w.rng.IntN(len(ids))]]
}

// choose picks an act and what it is about.
func (w *walker) choose() (string, any) {
	own := func(c toldChange) bool { return strings.HasPrefix(c.ID, "w") || strings.HasPrefix(c.ID, "eigen") }
	here := func(c toldChange) bool { return c.Document == w.docs[0].ID || c.Document == w.docs[1].ID }
	start := w.rng.IntN(w.docs[0].Length - 300)
	end := start + 1 + w.rng.IntN(250)
	code := w.some(coding.CodeKind, nil).ID
	if w.rng.IntN(2) == 0 {
		code = w.some(coding.CodeKind, own).ID
	}
	doc := w.docs[w.rng.IntN(len(w.docs))].ID
	c := w.some(coding.CodingKind, here)
	text := fmt.Sprintf("%s %d <b> 😀", w.word(), w.rng.IntN(1000))
	switch n := w.rng.IntN(100); {
	case n < 34:
		return "coding.add", fields{"document": doc, "start": start, "end": end, "code": code}
	case n < 37:
		return "coding.add", fields{"document": doc, "start": start, "end": end, "new_code": w.word()}
	case n < 45:
		return "coding.remove", fields{"codings": []string{c.ID}}
	case n < 51:
		return "coding.resize", fields{"coding": c.ID, "start": start, "end": end}
	case n < 57:
		return "coding.annotate", fields{"coding": c.ID, "memo": text, "weight": w.rng.IntN(101)}
	case n < 61:
		return "coding.recode", fields{"codings": []string{c.ID, w.some(coding.CodingKind, here).ID}, "code": code}
	case n < 64:
		return w.suggestion(doc)
	case n < 67:
		return "memo.set", fields{"id": fmt.Sprintf("m%d-%d", w.index, w.rng.IntN(1000)), "target": "document/" + string(doc), "text": text, "type": "reflectie"}
	case n < 80:
		return w.codeAct(code, w.some(coding.CodeKind, own).ID, text)
	case n < 92:
		return "undo", nil
	default:
		return "redo", nil
	}
}

func (w *walker) word() string {
	return []string{"rust", "nabijheid", "de buurt", "post & geld", "<i>", "ééntje"}[w.rng.IntN(6)]
}

// firstActs are done before the first undo, so that walking back never comes to
// the import of the study, which is too large to listen to.
const firstActs = 20

// codeAct changes the codebook.
func (w *walker) codeAct(any_, own, text string) (string, any) {
	switch w.rng.IntN(11) {
	case 0, 1, 2:
		return "code.add", fields{"name": fields{"nl": "w" + w.word()}, "parent": []string{"", own, any_}[w.rng.IntN(3)]}
	case 3:
		return "code.rename", fields{"code": own, "fields": fields{"name_en": fields{"was": "", "now": text}}}
	case 4:
		return "code.define", fields{"code": any_, "fields": fields{"example_en": fields{"was": "", "now": text}}, "reason": text}
	case 5:
		return "code.move", fields{"code": own, "after": any_}
	case 6:
		return "code.merge", fields{"into": any_, "from": []string{own}, "reason": text}
	case 7:
		part := w.some(coding.CodingKind, func(c toldChange) bool { return string(c.Code) == own })
		return "code.split", fields{"code": own, "below": w.rng.IntN(2) == 0, "parts": []fields{{"name": fields{"nl": w.word()}, "codings": []string{part.ID}}, {"name": fields{"nl": text}}}}
	case 8:
		return "code.recolour", fields{"code": any_, "colour": fmt.Sprintf("#%06X", w.rng.IntN(1<<24))}
	case 9:
		return "code.codable", fields{"code": own, "codable": w.rng.IntN(4) > 0}
	default:
		return "code.delete", fields{"code": own, "below": w.rng.IntN(2) == 0}
	}
}

// suggestion decides on a suggestion that the page shows.
func (w *walker) suggestion(doc instruments.DocumentID) (string, any) {
	if !w.session(&w.client, &w.base, &w.number) {
		return "undo", nil
	}
	_, page, _ := w.ask(context.Background(), w.client, http.MethodGet, w.base+"/part/suggestions?document="+string(doc), nil)
	found := regexp.MustCompile(`data-suggestion="([^"]+)"`).FindAllSubmatch(page, -1)
	if made := regexp.MustCompile(`data-decision="([^"]+)"`).FindSubmatch(page); made != nil && w.rng.IntN(3) == 0 {
		return "suggestion.restore", fields{"decisions": []string{string(made[1])}}
	}
	if found == nil {
		return "undo", nil
	}
	id := string(found[w.rng.IntN(len(found))][1])
	if w.rng.IntN(2) == 0 {
		return "suggestion.accept", fields{"document": doc, "suggestions": []string{id}}
	}
	return "suggestion.reject", fields{"document": doc, "suggestion": id, "reason": w.word()}
}

// follow hears all events until ctx ends, over broken streams and new servers.
func (w *walker) follow(ctx context.Context) {
	var client *http.Client
	var base string
	var number int
	for ctx.Err() == nil {
		if !w.session(&client, &base, &number) {
			time.Sleep(2 * time.Millisecond)
			continue
		}
		if status := w.stream(ctx, client, base); status == http.StatusUnauthorized {
			client = nil
		}
		w.mu.Lock()
		w.broken++
		w.mu.Unlock()
		time.Sleep(time.Millisecond)
	}
}

// stream hears events until the stream ends, which it sometimes does itself.
func (w *walker) stream(ctx context.Context, client *http.Client, base string) int {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/events?after=0", nil)
	if err != nil {
		w.t.Error(err)
		return -1
	}
	req.Header.Set("Last-Event-ID", strconv.FormatInt(w.lastHeard(), 10))
	resp, err := client.Do(req)
	if err != nil {
		return -1
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return resp.StatusCode
	}
	lines, id := bufio.NewScanner(resp.Body), ""
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		switch kind, value, _ := strings.Cut(lines.Text(), ": "); {
		case kind == "id":
			id = value
		case kind == "data":
			w.hear(id, value)
			w.look(ctx, client, base)
			if w.events.IntN(60) == 0 {
				return http.StatusOK
			}
		}
	}
	return http.StatusOK
}

func (w *walker) lastHeard() int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.last
}

// hear takes one event: each exactly once and in order. A change is told once
// for each side that it has, so a thing that is named once came or went.
func (w *walker) hear(id, data string) {
	var e told
	if err := json.Unmarshal([]byte(data), &e); err != nil {
		w.t.Errorf("event %s: %v", id, err)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.heard++; e.Seq != w.last+1 || strconv.FormatInt(e.Seq, 10) != id {
		w.t.Errorf("client %d: event %d (id %s) after %d", w.index, e.Seq, id, w.last)
	}
	w.last = e.Seq
	if e.Many {
		w.t.Errorf("event %d (%s) changes too much for this test", e.Seq, e.Type)
	}
	for i := 0; i < len(e.Changes); i++ {
		c := e.Changes[i]
		if w.alive[c.Kind] == nil {
			w.alive[c.Kind] = map[string]toldChange{}
		}
		if i+1 < len(e.Changes) && e.Changes[i+1].Kind == c.Kind && e.Changes[i+1].ID == c.ID {
			i++
			w.alive[c.Kind][c.ID] = e.Changes[i]
		} else if _, there := w.alive[c.Kind][c.ID]; there {
			delete(w.alive[c.Kind], c.ID)
		} else {
			w.alive[c.Kind][c.ID] = c
		}
	}
}

// look fetches again what a page shows, as the script does after an event.
func (w *walker) look(ctx context.Context, client *http.Client, base string) {
	w.mu.Lock()
	last, shown := w.last, w.shown
	w.mu.Unlock()
	if shown >= last {
		return // the fragment that came before knew this event already
	}
	what := fmt.Sprintf("%s/part/blocks?document=%s&after=%d&chunks=%s", base, w.docs[0].ID, shown, w.chunks())
	status, got, head := w.ask(ctx, client, http.MethodGet, what, nil)
	seq, err := strconv.ParseInt(head.Get("X-Seq"), 10, 64)
	if status != http.StatusOK || err != nil {
		return // the next look begins where this one did
	}
	_, tree, _ := w.ask(ctx, client, http.MethodGet, base+"/part/tree", nil)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.refetch++
	maps.Copy(w.blocks, blocksOf(string(got)))
	w.shown, w.tree = seq, string(tree)
	if seq < last {
		w.t.Errorf("client %d: after event %d the text is that of %d", w.index, last, seq)
	}
}

func (w *walker) chunks() string {
	var b strings.Builder
	for i := range len(openText(w.docs[0]).chunks()) {
		b.WriteString("," + strconv.Itoa(i))
	}
	return b.String()[1:]
}

var blockStart = regexp.MustCompile(`<article class="block[^>]* data-block="(\d+)" data-start="(\d+)" data-end="(\d+)"`)

// blocksOf cuts a fragment into its blocks.
func blocksOf(html string) map[string]string {
	out := map[string]string{}
	for _, one := range strings.SplitAfter(html, "</article>") {
		if m := blockStart.FindStringSubmatch(one); m != nil {
			out[m[1]] = one
		}
	}
	return out
}
