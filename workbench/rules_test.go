package workbench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

var linked = regexp.MustCompile(`(?:href|action|src)="(/[^"]*)"`)

// samples are things that the study of a desk holds, for the addresses and acts
// that need one.
func (d *desk) samples() map[string]string {
	d.t.Helper()
	c, err := d.study.Corpus(context.Background())
	if err != nil {
		d.t.Fatal(err)
	}
	out := map[string]string{
		"chunk": "0", "chunks": "0", "block": "1", "after": "0", "at": "0", "from": "0", "kind": "activities", "do": "code.rename", "q": "de", "find": "next",
		"study": "", "sum": d.server.pages.sum("workbench.css"), "name": "workbench.css", "act": "2", "row": "A01", "column": "n", "round": "1", "unit": "turn", "place": "1",
	}
	for _, k := range c.Codings {
		out["document"], out["coding"], out["code"], out["coder"] = string(k.Document), string(k.ID), string(k.Code), string(k.Coder)
		if k.Document != "" {
			break
		}
	}
	for _, r := range c.Respondents {
		if len(r.Trajectories) > 0 {
			out["respondent"], out["trajectory"] = string(r.ID), string(r.Trajectories[0])
		}
	}
	for _, f := range c.Fillings {
		if f.Kind == instruments.IndicatorFilling {
			out["dyad"] = string(f.Dyad.ID)
		}
	}
	out["id"], out["target"] = out["document"], "document/"+out["document"]
	own, ok, err := d.study.UndoableBy(context.Background(), string(d.server.coder))
	if err != nil {
		d.t.Fatal(err)
	}
	if ok {
		out["act"] = strconv.FormatInt(own.Seq, 10)
	}
	return out
}

// patternOf is the route that answers an address.
func (d *desk) patternOf(address string) string {
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return ""
	}
	_, pattern := d.server.mux.Handler(r)
	return pattern
}

// addresses are addresses of every GET route, at most some of each: those that
// pages link to, and for what only the script asks for, one that is made of the
// names of its parameters.
func (d *desk) addresses(some int) map[string][]string {
	d.t.Helper()
	seen, out := map[string]bool{}, map[string][]string{}
	queue, all := []string{"/"}, false
	for len(queue) > 0 || !all {
		if len(queue) == 0 { // what no page links to
			queue, all = d.unlinked(out), true
			continue
		}
		next := queue[0]
		queue = queue[1:]
		next, _, _ = strings.Cut(html.UnescapeString(next), "#")
		pattern := d.patternOf(next)
		if seen[next] || pattern == "" || len(out[pattern]) >= some {
			continue
		}
		seen[next] = true
		out[pattern] = append(out[pattern], next)
		status, body := d.ask(next)
		if status != http.StatusOK && status != http.StatusConflict { // comparing while a round is open
			d.t.Fatalf("%s: %d %.300s", next, status, body)
		}
		for _, m := range linked.FindAllStringSubmatch(string(body), -1) {
			queue = append(queue, m[1])
		}
	}
	return out
}

var wildcard = regexp.MustCompile(`\{([a-z]+)\}`)

// unlinked are addresses of the routes that are not known yet.
func (d *desk) unlinked(known map[string][]string) []string {
	samples, all := d.samples(), url.Values{}
	for name, value := range samples {
		all.Set(name, value)
	}
	var out []string
	for _, r := range d.server.routes() {
		method, path, _ := strings.Cut(r.pattern, " ")
		if method != http.MethodGet || r.rule.stream || known[r.pattern] != nil {
			continue
		}
		if page := known["GET "+strings.TrimPrefix(path, "/part")]; strings.HasPrefix(path, "/part/") && len(page) > 0 {
			out = append(out, "/part"+page[len(page)-1]) // the fragment of a page
			continue
		}
		path = wildcard.ReplaceAllStringFunc(path, func(name string) string {
			value := samples[strings.Trim(name, "{}")]
			if strings.HasPrefix(path, "/people/") {
				value = samples["respondent"]
			}
			if strings.HasPrefix(path, "/trajectories/") {
				value = samples["trajectory"]
			}
			if value == "" {
				d.t.Errorf("%s: samples has nothing for %s", r.pattern, name)
			}
			return url.PathEscape(value)
		})
		out = append(out, path+"?"+all.Encode())
	}
	return out
}

func (d *desk) head() study.Head {
	d.t.Helper()
	head, err := d.study.Head(context.Background())
	if err != nil {
		d.t.Fatal(err)
	}
	return head
}

// reply is the answer to a request of the session, whatever it is.
func (d *desk) reply(r *http.Request) (*http.Response, string) {
	d.t.Helper()
	resp, err := d.client.Do(r)
	if err != nil {
		d.t.Fatalf("%s %.300s: %v", r.Method, r.URL, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		d.t.Fatalf("%s %.300s: %v", r.Method, r.URL, err)
	}
	return resp, string(body)
}

// tells are signs in an answer of what no answer may tell.
var tells = []string{"SELECT ", "sqlite", "SQL", "goroutine", ".go:", "panic", "runtime error", "/tmp/", "%!", "<no value>", "nil pointer", "unmarshal", "strconv", "template:"}

// wantCleanRefusal looks at an answer that refuses: words for people in the
// language asked for, and nothing of the machine or the study.
func wantCleanRefusal(t testing.TB, what string, status int, body string) (words string) {
	t.Helper()
	if status >= 500 {
		t.Errorf("%.200s: status %d %.300s", what, status, body)
	}
	var p refusalShown
	if err := json.Unmarshal([]byte(body), &p); err != nil || p.Problem.What == "" {
		t.Errorf("%.200s: status %d without words: %.300s", what, status, body)
	}
	said := body
	if ref := p.Problem.Reference; ref != "" {
		said = strings.ReplaceAll(body, ref, "") // random letters, which may spell anything
	}
	for _, sign := range append(slices.Clone(tells), studyText, "Meneer", "mevrouw") {
		if strings.Contains(said, sign) {
			t.Errorf("%.200s: the refusal says %q: %.300s", what, sign, body)
		}
	}
	if len(body) > 2000 {
		t.Errorf("%.200s: a refusal of %d bytes", what, len(body))
	}
	return p.Problem.What
}

// parameters are the names that handlers ask the address for, from the source.
func parameters(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	asks := regexp.MustCompile(`(?:Get|number)\("([a-z-]+)"`)
	var names []string
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		for _, m := range asks.FindAllSubmatch(src, -1) {
			names = append(names, string(m[1]))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// oddValues are values that no page sends.
var oddValues = []string{
	"", "-1", "0", "99999999999999999999", "-9223372036854775808", "1e9", "NaN", "x", "\x00", "%", "\xff\xfe", "'; DROP TABLE events; --", "<script>alert(1)</script>",
	"../../../../etc/passwd", "\u202eabc", "document/", "a b AND (", "\"", "*", "{{.}}", "NEAR(", strings.Repeat("é", 1000), strings.Repeat("(", 1500), ",,,,", "1,2,-3,x",
}

// No GET changes the study or fails in an odd way, whatever it is asked; every
// answer has the headers that keep the page safe.
func TestReadingChangesNothing(t *testing.T) {
	d := newDesk(t)
	d.double()
	before := d.head()
	known := d.addresses(3)
	names := parameters(t)
	rng := rand.New(rand.NewPCG(1, 2))
	samples := d.samples()
	asked := 0
	for _, r := range d.server.routes() {
		method, _, _ := strings.Cut(r.pattern, " ")
		if method != http.MethodGet || r.rule.stream {
			continue
		}
		if len(known[r.pattern]) == 0 {
			t.Errorf("%s: no address known", r.pattern)
			continue
		}
		for _, address := range known[r.pattern] {
			d.readsOnly(address, http.StatusOK)
			asked++
		}
		path, _, _ := strings.Cut(known[r.pattern][0], "?")
		tries := 25
		if r.rule.patience > 0 || strings.HasPrefix(path, "/report") || strings.HasPrefix(path, "/part/report") || path == "/export" {
			tries = 6
		}
		for range tries {
			q := url.Values{}
			for name, value := range samples {
				q.Set(name, value)
			}
			for range 1 + rng.IntN(4) {
				q.Set(names[rng.IntN(len(names))], oddValues[rng.IntN(len(oddValues))])
			}
			d.readsOnly(path+"?"+q.Encode(), 0)
			asked++
		}
		if strings.Contains(r.pattern, "{") {
			for _, value := range oddValues {
				_, pattern, _ := strings.Cut(r.pattern, " ")
				d.readsOnly(wildcard.ReplaceAllString(pattern, strings.ReplaceAll(url.PathEscape(value[:min(len(value), 3000)]), "$", "")), 0)
				asked++
			}
		}
	}
	if after := d.head(); after != before {
		t.Errorf("reading made %v of %v", after, before)
	}
	if _, err := d.study.Verify(t.Context()); err != nil {
		t.Error(err)
	}
	t.Logf("%d addresses of %d routes", asked, len(known))
}

// packed: the bytes of a workbook, an archive or a data file may be anything.
func packed(r *http.Response) bool {
	kind := r.Header.Get("Content-Type")
	return strings.Contains(kind, "sheet") || kind == "application/zip" || kind == "application/x-spss-sav"
}

// readsOnly asks for an address and looks at the answer. Want 0 takes any answer
// but a fault.
func (d *desk) readsOnly(address string, want int) {
	d.t.Helper()
	before := d.head().Seq
	r, err := http.NewRequest(http.MethodGet, d.base+address, nil)
	if err != nil {
		return // an address that cannot be
	}
	r.Header.Set("Sec-Fetch-Mode", "cors")
	resp, body := d.reply(r)
	if want != 0 && resp.StatusCode != want {
		d.t.Errorf("%.300s: %d, want %d: %.300s", address, resp.StatusCode, want, body)
	}
	for _, kv := range securityHeaders() {
		if resp.Header.Get(kv[0]) != kv[1] {
			d.t.Errorf("%.200s: %d without %s", address, resp.StatusCode, kv[0])
		}
	}
	if cache := resp.Header.Get("Cache-Control"); cache != "no-store" && !strings.HasPrefix(address, "/assets/") {
		d.t.Errorf("%.200s: Cache-Control %q", address, cache)
	}
	if kind := resp.Header.Get("Content-Type"); kind == "" && len(body) > 0 {
		d.t.Errorf("%.200s: no Content-Type", address)
	}
	switch {
	case resp.StatusCode >= 400:
		wantCleanRefusal(d.t, address, resp.StatusCode, body)
	case !packed(resp) && (strings.Contains(body, "<no value>") || strings.Contains(body, "%!")):
		d.t.Errorf("%.200s: a hole in the page", address)
	case strings.Contains(body, "style=\"") || strings.Contains(body, "<style") || strings.Contains(body, " onclick="):
		if strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") && !strings.HasPrefix(address, "/report.html") {
			d.t.Errorf("%.200s: inline style or script", address)
		}
	}
	if after := d.head().Seq; after != before {
		d.t.Errorf("%.200s changed the study", address)
	}
}

// writing is a request to a POST route that the guard lets through.
func (d *desk) writing(path, kind, body string) *http.Request {
	r, err := http.NewRequest(http.MethodPost, d.base+path, strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("X-Meerzicht", "1")
	r.Header.Set("Origin", d.base)
	return r
}

// Every POST route refuses what does not come from its page, or not as it sends
// it.
func TestWritingRules(t *testing.T) {
	d := newDesk(t)
	before := d.head()
	add := `{"request":"a","do":"coding.add","with":{"document":"R01","start":5,"end":9,"code":"act.A01"}}`
	posts := 0
	for _, r := range d.server.routes() {
		method, path, _ := strings.Cut(r.pattern, " ")
		if method != http.MethodPost {
			continue
		}
		posts++
		kind := r.rule.accepts[0]
		body, long := add, strings.Repeat(" ", bodyCommand)+add
		if kind == typeMultipart {
			kind += "; boundary=b"
			body, long = "--b\r\nContent-Disposition: form-data; name=\"file:x.txt\"; filename=\"x.txt\"\r\n\r\nI: a\r\n--b--\r\n", ""
		}
		if path == "/session" {
			body = `{"coder":"ander"}`
		}
		for _, one := range []struct {
			name   string
			change func(*http.Request)
			want   int
		}{
			{"origin", header("Origin", "http://evil.example"), 403},
			{"other port", header("Origin", "http://127.0.0.1:1"), 403},
			{"no origin", header("Origin"), 403},
			{"null origin", header("Origin", "null"), 403},
			{"cross-site", header("Sec-Fetch-Site", "cross-site"), 403},
			{"same-site", header("Sec-Fetch-Site", "same-site"), 403},
			{"no X-Meerzicht", header("X-Meerzicht"), 403},
			{"X-Meerzicht 2", header("X-Meerzicht", "2"), 403},
			{"text/plain", header("Content-Type", "text/plain"), 415},
			{"a form", header("Content-Type", "application/x-www-form-urlencoded"), 415},
			{"no type", header("Content-Type"), 415},
			{"utf-7", header("Content-Type", kind+"; charset=utf-7"), 415},
			{"encoded", header("Content-Encoding", "gzip"), 415},
			{"no session", func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "x", Value: "y"}) }, 401},
			{"host", host("evil.example"), 421},
			{"PUT", func(r *http.Request) { r.Method = http.MethodPut }, 405},
			{"GET", func(r *http.Request) { r.Method, r.Body, r.ContentLength = http.MethodGet, nil, 0 }, 405},
		} {
			if one.name == "utf-7" && strings.HasPrefix(kind, typeMultipart) || one.name == "GET" && d.patternOf(path) != "" {
				continue // a boundary is all that matters there; there also is a page
			}
			w := d.writing(path, kind, body)
			one.change(w)
			client := *d.client
			if one.name == "no session" {
				client.Jar = nil
			}
			resp, err := client.Do(w)
			if err != nil {
				t.Fatal(err)
			}
			got, _ := io.ReadAll(resp.Body)
			resp.Body.Close()
			if resp.StatusCode != one.want {
				t.Errorf("%s, %s: %d, want %d: %s", r.pattern, one.name, resp.StatusCode, one.want, got)
			}
			wantCleanRefusal(t, r.pattern+" "+one.name, resp.StatusCode, string(got))
		}
		if long != "" {
			resp, got := d.reply(d.writing(path, kind, long))
			if resp.StatusCode != http.StatusRequestEntityTooLarge {
				t.Errorf("%s: a body of 1 MiB and more: %d %s", r.pattern, resp.StatusCode, got)
			}
			for _, bad := range []string{"", "{", "[]", `"x"`, "null", add + add, `{"zz":1}`, strings.TrimSuffix(body, "}") + `,"zz":1}`, "{\"request\":\"\xff\"}", `{"request":"\ud800"}`} {
				if resp, got := d.reply(d.writing(path, kind, bad)); resp.StatusCode != http.StatusBadRequest {
					t.Errorf("%s: body %.60q: %d %s", r.pattern, bad, resp.StatusCode, got)
				}
			}
		}
	}
	if after := d.head(); posts < 3 || after != before {
		t.Errorf("%d POST routes; they made %v of %v", posts, after, before)
	}
}

// A request id is 1 to 64 letters, digits and hyphens; the same one twice is one
// act, also with other content.
func TestRequestIDs(t *testing.T) {
	d := newDesk(t)
	before := d.head()
	for _, id := range []string{"", " ", "a b", "a.b", "a/b", "é", "a\x00", "'", strings.Repeat("a", 65), "a\n", "\u202e"} {
		raw, err := json.Marshal(request{Request: id, Do: "undo"})
		if err != nil {
			t.Fatal(err)
		}
		got := d.fetch(http.MethodPost, "/command", raw, http.StatusBadRequest)
		wantCleanRefusal(t, "request id "+id, http.StatusBadRequest, got)
	}
	if after := d.head(); after != before {
		t.Errorf("odd request ids made %v of %v", after, before)
	}
	doc := d.samples()["document"]
	with := fields{"document": doc, "start": 5, "end": 25, "code": d.samples()["code"]}
	first := d.post("zelfde", "coding.add", with)
	again := d.post("zelfde", "coding.add", with)
	other := d.post("zelfde", "coding.remove", fields{"codings": []string{"x"}})
	if first.Seq == 0 || first.Repeated || again.Seq != first.Seq || !again.Repeated || other.Seq != first.Seq || !other.Repeated {
		t.Errorf("first %+v, again %+v, with other content %+v", first, again, other)
	}
	if after := d.head(); after.Seq != before.Seq+1 {
		t.Errorf("%d events, want 1", after.Seq-before.Seq)
	}
}

// The stream of events and the log of the server hold no text of the study.
func TestEventsAndLogHoldNoText(t *testing.T) {
	d := newDesk(t)
	const secret = "GEHEIMEWOORDEN"
	s := d.samples()
	seq := d.head().Seq
	d.do("coding.add", fields{"document": s["document"], "start": 5, "end": 60, "code": s["code"]})
	id := d.codings(instruments.DocumentID(s["document"]))[0].ID
	d.do("coding.annotate", fields{"coding": id, "memo": secret})
	d.do("code.add", fields{"name": fields{"nl": secret}, "definition": secret})
	d.refused("code.rename", fields{"code": secret, "reason": secret}, http.StatusConflict)
	d.refused(secret, nil, http.StatusBadRequest)
	d.do("undo", nil)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("%s/events?after=%d", d.base, seq), nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := d.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	for _, kv := range securityHeaders() {
		if resp.Header.Get(kv[0]) != kv[1] {
			t.Errorf("/events: without %s", kv[0])
		}
	}
	words := []string{secret}
	for _, c := range d.codings(instruments.DocumentID(s["document"])) {
		if len(c.Quotation) > 12 {
			words = append(words, c.Quotation)
		}
	}
	var got bytes.Buffer
	buf := make([]byte, 4096)
	for strings.Count(got.String(), "\n\n") < 5 { // the comment and four events
		n, err := resp.Body.Read(buf)
		got.Write(buf[:n])
		if err != nil {
			t.Fatal(err, got.String())
		}
	}
	for _, w := range words {
		if strings.Contains(got.String(), w) {
			t.Errorf("the stream says %q", w)
		}
	}
	if !strings.Contains(got.String(), string(coding.CodingKind)) {
		t.Errorf("the stream says nothing: %s", &got)
	}
}
