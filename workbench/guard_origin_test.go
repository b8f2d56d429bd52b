package workbench

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
)

// TestGuardHost: a page whose name was made to point at this machine (DNS
// rebinding) gets nothing, whatever it asks for.
func TestGuardHost(t *testing.T) {
	g := newGate(t)
	for _, own := range []string{ownHost, "localhost:7330", "[::1]:7330"} {
		w := g.ask("GET", startPath+"?token="+g.guard.newStart(), "", host(own))
		if w.Code != http.StatusSeeOther {
			t.Errorf("own host %s: %d", own, w.Code)
		}
	}
	hosts := []string{
		"evil.example", "evil.example:7330", "", ":7330", "127.0.0.1", "localhost", "[::1]",
		"127.0.0.1:7331", "127.0.0.1:80", "127.0.0.1:07330", "127.0.0.1:+7330", "127.0.0.1:", "127.0.0.1:7330:7330", "127.0.0.1:99999999",
		"LOCALHOST:7330", "Localhost:7330", "localhost.:7330", "127.0.0.1.:7330", "127.1:7330", "0.0.0.0:7330", "2130706433:7330", "0x7f.1:7330",
		"[::1%25lo]:7330", "[::ffff:127.0.0.1]:7330", "::1:7330", " 127.0.0.1:7330", "127.0.0.1:7330 ", "127.0.0.1:7330,evil.example",
		"evil.example@127.0.0.1:7330", "127.0.0.1:7330@evil.example", "127.0.0.1:7330.evil.example", "127.0.0.1:7330\x00", "http://127.0.0.1:7330",
	}
	for _, h := range hosts {
		for _, target := range []string{"/", "/events", "/nothing", "/assets/abc/x.js", startPath + "?token=" + g.guard.newStart()} {
			g.wantRefused(t, fmt.Sprintf("%q%s", h, target), g.ask("GET", target, "", host(h)), http.StatusMisdirectedRequest)
		}
		g.wantRefused(t, h, g.post(host(h), header("Origin", "http://"+h)), http.StatusMisdirectedRequest)
		g.wantRefused(t, h, g.ask("OPTIONS", "/command", "", host(h)), http.StatusMisdirectedRequest)
	}
}

func TestGuardHostBeforeItListens(t *testing.T) {
	h := newGuard(guardOptions{}).wrap(http.NewServeMux())
	for _, name := range []string{"", ownHost} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = name
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != http.StatusMisdirectedRequest {
			t.Errorf("%q: %d", name, w.Code)
		}
	}
}

// TestGuardHostOfPort80: browsers leave that port out.
func TestGuardHostOfPort80(t *testing.T) {
	g := newGate(t)
	g.guard.allow("127.0.0.1:80")
	w := g.ask("GET", startPath+"?token="+g.guard.newStart(), "", host("127.0.0.1"))
	if w.Code != http.StatusSeeOther {
		t.Errorf("port left out: %d", w.Code)
	}
}

func TestOwnHosts(t *testing.T) {
	addr := func(s string) net.Addr { return net.TCPAddrFromAddrPort(netip.MustParseAddrPort(s)) }
	want := []string{"127.0.0.1:7330", "127.0.0.1:7330", "localhost:7330", "[::1]:7330"}
	if got := ownHosts(addr("127.0.0.1:7330")); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := ownHosts(addr("[::1]:1")); got[0] != "[::1]:1" {
		t.Errorf("%q", got)
	}
	for _, open := range []net.Addr{nil, addr("0.0.0.0:7330"), addr("[::]:7330"), addr("192.168.1.2:7330"), &net.UnixAddr{Name: "x"}} {
		if got := ownHosts(open); got != nil {
			t.Errorf("%v: %q, want none: other machines can reach it", open, got)
		}
	}
}

// rawAnswer sends bytes as they are and returns the status line.
func rawAnswer(t *testing.T, addr, request string) string {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprint(c, request)
	line, err := bufio.NewReader(c).ReadString('\n')
	if err != nil {
		t.Fatalf("%q: %v", request, err)
	}
	return strings.TrimSpace(line)
}

// TestGuardHostOnTheWire: what no client library would send.
func TestGuardHostOnTheWire(t *testing.T) {
	g := newGate(t)
	addr := g.listen(t)
	own := "Cookie: " + g.cookieFor(t, addr) + "\r\n\r\n"
	for _, one := range []struct{ request, want string }{
		{"GET / HTTP/1.1\r\nHost: " + addr + "\r\n" + own, "200"},
		{"GET / HTTP/1.1\r\n" + own, "400"},
		{"GET / HTTP/1.0\r\n" + own, "421"},
		{"GET / HTTP/1.1\r\nHost: " + addr + "\r\nHost: evil.example\r\n" + own, "400"},
		{"GET / HTTP/1.1\r\nHost: " + addr + "\r\nHost: " + addr + "\r\n" + own, "400"},
		{"GET http://evil.example/ HTTP/1.1\r\nHost: " + addr + "\r\n" + own, "421"},
		{"GET http://evil.example@" + addr + "/ HTTP/1.1\r\nHost: evil.example\r\n" + own, "200"}, // the address counts, as HTTP has it; a browser cannot send this
		{"OPTIONS * HTTP/1.1\r\nHost: " + addr + "\r\n" + own, "405"},
		{"OPTIONS * HTTP/1.1\r\nHost: evil.example\r\n" + own, "421"},
		{"CONNECT " + addr + " HTTP/1.1\r\nHost: " + addr + "\r\n" + own, "405"},
		{"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "421"},
	} {
		if got := rawAnswer(t, addr, one.request); !strings.Contains(got, " "+one.want) {
			t.Errorf("%q: %q, want %s", one.request, got, one.want)
		}
		if did := g.reached(); one.want != "200" && did != nil {
			t.Errorf("%q reached %q", one.request, did)
		}
	}
}

// TestGuardWrites: each line is a command with one thing wrong.
func TestGuardWrites(t *testing.T) {
	g := newGate(t)
	for _, one := range []struct {
		name   string
		change func(*http.Request)
		status int
	}{
		{"origin of another site", header("Origin", "https://evil.example"), 403},
		{"origin of another port", header("Origin", "http://127.0.0.1:7331"), 403},
		{"other name of this machine", header("Origin", "http://localhost:7330"), 403},
		{"https", header("Origin", "https://127.0.0.1:7330"), 403},
		{"origin null", header("Origin", "null"), 403},
		{"origin empty", header("Origin", ""), 403},
		{"origin in capitals", header("Origin", "HTTP://127.0.0.1:7330"), 403},
		{"origin with a path", header("Origin", "http://127.0.0.1:7330/"), 403},
		{"two origins", header("Origin", "http://127.0.0.1:7330", "http://127.0.0.1:7330"), 403},
		{"another site", header("Sec-Fetch-Site", "cross-site"), 403},
		{"another port of the same site", header("Sec-Fetch-Site", "same-site"), 403},
		{"typed by the user", header("Sec-Fetch-Site", "none"), 403},
		{"site unknown", header("Sec-Fetch-Site", "own"), 403},
		{"two sites", header("Sec-Fetch-Site", "same-origin", "cross-site"), 403},
		{"twice the same site", header("Sec-Fetch-Site", "same-origin", "same-origin"), 403},
		{"neither origin nor site", func(r *http.Request) { r.Header.Del("Origin"); r.Header.Del("Sec-Fetch-Site") }, 403},
		{"null without site", func(r *http.Request) { r.Header.Set("Origin", "null"); r.Header.Del("Sec-Fetch-Site") }, 403},
		{"without our header", header("X-Meerzicht"), 403},
		{"our header with another value", header("X-Meerzicht", "true"), 403},
		{"our header twice", header("X-Meerzicht", "1", "1"), 403},
		{"without type", header("Content-Type"), 415},
		{"as a form", header("Content-Type", "application/x-www-form-urlencoded"), 415},
		{"as text", header("Content-Type", "text/plain"), 415},
		{"as a file", header("Content-Type", "multipart/form-data; boundary=x"), 415},
		{"JSON among text", header("Content-Type", "text/plain; application/json"), 415},
		{"two types", header("Content-Type", "application/json", "text/plain"), 415},
		{"broken type", header("Content-Type", "application/json; =;"), 415},
		{"other characters", header("Content-Type", "application/json; charset=utf-16"), 415},
		{"packed", header("Content-Encoding", "gzip"), 415},
		{"without cookie", header("Cookie"), 401},
		{"foreign cookie", header("Cookie", "meerzicht-7330=AAAA"), 401},
	} {
		g.wantRefused(t, one.name, g.post(one.change), one.status)
	}
	for name, change := range map[string]func(*http.Request){
		"no origin, same site by the browser": header("Origin"),
		"origin, older browser without site":  header("Sec-Fetch-Site"),
		"characters named":                    header("Content-Type", "application/json; charset=UTF-8"),
	} {
		if w := g.post(change); w.Code != 200 || len(g.reached()) != 1 {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
}

// TestGuardTypePerRoute: only the route of files takes files.
func TestGuardTypePerRoute(t *testing.T) {
	g := newGate(t)
	for _, one := range []struct {
		target, kind string
		status       int
	}{
		{"/import", "multipart/form-data; boundary=x", 200},
		{"/import", "multipart/form-data", 415},
		{"/import", "application/json", 415},
		{"/import", "multipart/mixed; boundary=x", 415},
		{"/session", "multipart/form-data; boundary=x", 415},
	} {
		w := g.ask("POST", one.target, "--x--", header("Content-Type", one.kind))
		if w.Code != one.status {
			t.Errorf("%s %s: %d, want %d", one.target, one.kind, w.Code, one.status)
		}
	}
}

// TestGuardReadsFromElsewhere: another site may not have the browser read, not
// even in a way whose answer it could not see.
func TestGuardReadsFromElsewhere(t *testing.T) {
	g := newGate(t)
	for _, target := range []string{"/", "/documents/d1", "/events", "/assets/abc/x.js", "/nothing", startPath + "?token=" + g.guard.newStart()} {
		for _, site := range []string{"cross-site", "same-site", "", "SAME-ORIGIN"} {
			w := g.ask("GET", target, "", header("Sec-Fetch-Site", site), header("Sec-Fetch-Mode", "navigate"))
			g.wantRefused(t, site+" "+target, w, http.StatusForbidden)
		}
		w := g.ask("GET", target, "", header("Origin", "https://evil.example"), header("Sec-Fetch-Site"))
		g.wantRefused(t, "origin "+target, w, http.StatusForbidden)
		w = g.ask("GET", target, "", header("Origin", "null"))
		g.wantRefused(t, "null "+target, w, http.StatusForbidden)
	}
	if w := g.ask("GET", "/", "", header("Sec-Fetch-Site", "none")); w.Code != 200 {
		t.Errorf("typed by the user: %d", w.Code)
	}
	if w := g.ask("GET", "/", "", header("Sec-Fetch-Site")); w.Code != 200 {
		t.Errorf("older browser: %d", w.Code)
	}
}

// TestGuardPreflight: a browser that asks for another site hears no, and is
// given nothing that it would take for a yes.
func TestGuardPreflight(t *testing.T) {
	g := newGate(t)
	for _, origin := range []string{"https://evil.example", "null", "http://" + ownHost} {
		w := g.ask("OPTIONS", "/command", "", header("Origin", origin), header("Sec-Fetch-Site", "cross-site"),
			header("Access-Control-Request-Method", "POST"), header("Access-Control-Request-Headers", "x-meerzicht"),
			header("Access-Control-Request-Private-Network", "true"))
		g.wantRefused(t, origin, w, http.StatusMethodNotAllowed)
		for name := range w.Header() {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("%s: %s", origin, name)
			}
		}
	}
}

func TestGuardReadWithBody(t *testing.T) {
	g := newGate(t)
	g.wantRefused(t, "GET with a body", g.ask("GET", "/", "x"), http.StatusBadRequest)
	w := g.ask("GET", "/", "", func(r *http.Request) { r.ContentLength = -1 })
	g.wantRefused(t, "GET with a body of unknown length", w, http.StatusBadRequest)
}

// FuzzGuardHost: only the three own spellings get past.
func FuzzGuardHost(f *testing.F) {
	for _, seed := range []string{ownHost, "localhost:7330", "[::1]:7330", "LOCALHOST:7330", "localhost.:7330", "evil.example", "", "127.0.0.1:7330\r\nX: y"} {
		f.Add(seed)
	}
	own := []string{ownHost, "localhost:7330", "[::1]:7330"}
	g := newGate(f)
	f.Fuzz(func(t *testing.T, h string) {
		w := g.ask("GET", "/", "", host(h), header("Cookie"), header("Accept", "text/html"), header("Sec-Fetch-Mode", "navigate"))
		if want := map[bool]int{true: 401, false: 421}[slices.Contains(own, h)]; w.Code != want {
			t.Errorf("%q: %d, want %d", h, w.Code, want)
		}
		if len(h) > 8 && !slices.Contains(own, h) && strings.Contains(w.Body.String(), h) {
			t.Errorf("%q is repeated in the answer", h)
		}
		if strings.Count(g.logged.String(), "\n") != 1 {
			t.Errorf("%q: log %q", h, &g.logged)
		}
		g.logged.Reset()
	})
}
