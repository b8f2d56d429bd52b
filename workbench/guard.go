package workbench

import (
	"context"
	"crypto/rand"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"meerzicht/instruments"
)

// Media types that a write may have.
const (
	typeJSON      = "application/json"
	typeMultipart = "multipart/form-data"
)

// guardOptions say what a guard needs from outside.
type guardOptions struct {
	lang   instruments.Lang     // until a session chooses one; "" = Dutch
	now    func() time.Time     // nil = time.Now
	random io.Reader            // of tokens and cookies; nil = crypto/rand
	log    io.Writer            // one line for each refused request; nil = none
	rules  map[string]routeRule // by pattern of the mux, for what is not usual
}

// routeRule says how a pattern of the mux differs from the usual: reading for
// GET, one JSON command for POST.
type routeRule struct {
	accepts   []string      // media types of a write
	body      int64         // bytes that a write may have; 0 = bodyCommand
	patience  time.Duration // how long reading and answering may take; 0 = as the server says
	stream    bool          // held open: events as they come
	immutable bool          // the address holds a hash of the content, so it may be kept
}

// guard decides who may ask. A web page of any other origin, a name that was
// made to point at this machine, and a process that does not hold the start
// token get nothing but a refusal. What comes from in front of a server
// (Forwarded, X-Forwarded-*) is not looked at: there is no proxy here.
//
// It cannot hold back a program that runs as the same user: that can read the
// study file itself. Nor does it hide the cookie from another server on this
// machine that the user visits, since browsers share cookies between ports.
type guard struct {
	options  guardOptions
	mu       sync.RWMutex
	hosts    map[string]bool // own addresses, as browsers write them
	sessions *sessions
	running  chan struct{} // requests at work
	open     chan struct{} // event streams
	logging  sync.Mutex
}

func newGuard(opt guardOptions) *guard {
	if opt.now == nil {
		opt.now = time.Now
	}
	if opt.random == nil {
		opt.random = rand.Reader
	}
	if opt.log == nil {
		opt.log = io.Discard
	}
	if opt.lang == "" {
		opt.lang = instruments.Dutch
	}
	return &guard{
		options: opt, hosts: map[string]bool{}, sessions: newSessions(opt.now, opt.random),
		running: make(chan struct{}, maxRequests), open: make(chan struct{}, maxStreams),
	}
}

// asking is what the guard knows of the request at hand.
type asking struct {
	handler http.Handler
	pattern string // of the mux; "" when nothing has this address
	rule    routeRule
	who     *session // nil until it is known
	out     *answer
}

type askingKey struct{}

func askingOf(r *http.Request) *asking {
	a, _ := r.Context().Value(askingKey{}).(*asking)
	if a == nil {
		return &asking{}
	}
	return a
}

// sessionOf is who asks. Behind the guard there always is one.
func sessionOf(r *http.Request) *session { return askingOf(r).who }

// wrap lets through to next what may pass, and answers everything else itself.
func (g *guard) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := &asking{out: &answer{ResponseWriter: w}}
		r = r.WithContext(context.WithValue(r.Context(), askingKey{}, a))
		defer g.recovered(a.out, r)
		if err := g.serve(a, r, next); err != nil {
			g.fail(a.out, r, err)
		}
	})
}

// serve asks its questions from the cheapest on; each is a rule of its own.
func (g *guard) serve(a *asking, r *http.Request, next http.Handler) error {
	for _, check := range []func(*http.Request) error{g.knownHost, readOrWrite, g.sameSite} {
		if err := check(r); err != nil {
			return err
		}
	}
	a.find(r, next, g.options.rules)
	leave, err := g.enter(a.rule.stream)
	if err != nil {
		return err
	}
	defer leave()
	if r.URL.Path == startPath {
		return g.start(a.out, r)
	}
	if a.who = g.sessions.of(r, !a.rule.stream); a.who == nil {
		return noSession()
	}
	return g.pass(a, r)
}

// pass serves a request of a session.
func (g *guard) pass(a *asking, r *http.Request) error {
	if a.pattern == "" {
		return a.nothingHere(r)
	}
	if err := a.rule.takesMethod(r, a.pattern); err != nil {
		return err
	}
	if err := a.rule.takesBody(a.out.ResponseWriter, r); err != nil {
		return err
	}
	ctx, done, err := a.rule.prepare(a, r.Context())
	if err != nil {
		return err
	}
	defer done()
	// The mux itself is called, not what it found: it sets the path values.
	a.handler.ServeHTTP(a.out, r.WithContext(ctx))
	if !a.out.written {
		a.out.WriteHeader(http.StatusOK) // net/http would send it without our headers
	}
	return nil
}

// router is what a guard needs of http.ServeMux: the pattern before the answer.
type router interface {
	Handler(*http.Request) (http.Handler, string)
}

// find looks up the pattern and its rule.
func (a *asking) find(r *http.Request, next http.Handler, rules map[string]routeRule) {
	a.handler = next
	a.pattern = "-" // without patterns there is only reading
	if mux, ok := next.(router); ok {
		_, a.pattern = mux.Handler(r)
	}
	a.rule = rules[a.pattern]
	if len(a.rule.accepts) == 0 && strings.HasPrefix(a.pattern, http.MethodPost+" ") {
		a.rule.accepts = []string{typeJSON}
	}
	if a.rule.body == 0 {
		a.rule.body = bodyCommand
	}
}

// nothingHere is the refusal for what the mux does not know, or does not know
// with this method.
func (a *asking) nothingHere(r *http.Request) error {
	var p probe
	a.handler.ServeHTTP(&p, r)
	if p.status == http.StatusMethodNotAllowed {
		return methodRefused(p.Header().Get("Allow"))
	}
	return stop("address", http.StatusNotFound,
		instruments.Text{NL: "hier is niets", EN: "there is nothing here"},
		instruments.Text{NL: "ga terug naar het begin van de werkbank", EN: "go back to the start of the workbench"})
}

// probe takes the status and headers of an answer and drops the rest.
type probe struct {
	header http.Header
	status int
}

func (p *probe) Header() http.Header {
	if p.header == nil {
		p.header = http.Header{}
	}
	return p.header
}

func (p *probe) WriteHeader(status int) { p.status = status }

func (p *probe) Write(b []byte) (int, error) { return len(b), nil }
