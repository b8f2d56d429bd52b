package workbench

import (
	"context"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

// Options say what is served, where and for whom.
type Options struct {
	Study   *study.Study     // open for writing; the caller closes it after Serve
	Address net.Addr         // where Serve will listen; loopback only
	Lang    instruments.Lang // of pages until a session chooses; "" = Dutch
	Version string           // of the program, for reports
	Coder   coding.CoderID   // who codes until a session chooses; "" = "onderzoeker"
	Readers study.Readers    // of files that are brought in; zero = the project's own
	Now     func() time.Time // the clock; nil = the system's
	Log     io.Writer        // one line for each refused request, without study text; nil = none
}

// Server is the workbench of one study.
type Server struct {
	full      *study.Study // handlers have visit.study, which leaves out what the coder may not see
	sights    sights
	lang      instruments.Lang
	coder     coding.CoderID
	address   string
	guard     *guard
	pages     *pages
	opened    *openDocuments
	corpora   *corpora
	covered   *coverages
	origin    atomic.Pointer[string] // hash of the study's first event, see identity
	weighed   weighed
	rules     *ruleBook
	codes     codeShelf
	quoted    foundQuotations
	reported  reports
	settlings settlings
	measured  measured
	version   string
	readers   study.Readers
	acts      map[string]act
	mux       *http.ServeMux
	asked     atomic.Int64  // requests, see rest
	done      chan struct{} // closed when serving ends, so that event streams end
}

// New makes a server for an address; it does not listen yet. It refuses an
// address that other machines can reach.
func New(opt Options) (*Server, error) {
	s := &Server{
		full: opt.Study, lang: opt.Lang, coder: opt.Coder, version: opt.Version, readers: opt.Readers,
		pages: newPages(), opened: newOpenDocuments(), corpora: &corpora{}, covered: newCoverages(), rules: &ruleBook{}, mux: http.NewServeMux(), done: make(chan struct{}),
	}
	if s.lang == "" {
		s.lang = instruments.Dutch
	}
	if s.coder == "" {
		s.coder = "onderzoeker"
	}
	s.acts = s.allActs()
	rules := map[string]routeRule{}
	for _, r := range s.routes() {
		s.mux.HandleFunc(r.pattern, s.handle(r))
		rules[r.pattern] = r.rule
	}
	s.guard = newGuard(guardOptions{lang: s.lang, now: opt.Now, log: opt.Log, rules: rules})
	s.address = opt.Address.String()
	s.guard.allow(ownHosts(opt.Address)...)
	return s, nil
}

// route is one thing the server answers. A pattern that begins with GET changes
// nothing.
type route struct {
	pattern string // as http.ServeMux reads it: "GET /documents/{id}"
	do      func(*visit) error
	rule    routeRule
}

// routes lists everything the server answers. Each matter has its own file.
func (s *Server) routes() []route {
	return slices.Concat(
		assetRoutes(), eventRoutes(), commandRoutes(), textRoutes(), codesRoutes(), suggestRoutes(), listRoutes(),
		memoRoutes(), documentRoutes(), roundRoutes(), peopleRoutes(), importRoutes(), exportRoutes(), historyRoutes(), quotationRoutes(), tableRoutes(), reportRoutes(), searchRoutes(), compareRoutes(),
	)
}

// allActs lists everything a page can do to the study.
func (s *Server) allActs() map[string]act {
	all := map[string]act{}
	for _, some := range []map[string]act{codingActs(), codesActs(), suggestActs(), listActs(), memoActs(), documentActs(), roundActs(), peopleActs(), compareActs()} {
		for name, a := range some {
			all[name] = a
		}
	}
	return all
}

// visit is one request by one session.
type visit struct {
	*Server
	study *sighted
	w     http.ResponseWriter
	r     *http.Request
	lang  instruments.Lang
	who   *session
}

func (v *visit) ctx() context.Context { return v.r.Context() }

// coder is who codes in this session.
func (v *visit) coder() coding.CoderID {
	if c := v.who.coder(); c != "" {
		return coding.CoderID(c)
	}
	return v.Server.coder
}

func (s *Server) handle(r route) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		s.asked.Add(1)
		v := &visit{Server: s, w: w, r: req, who: sessionOf(req)}
		v.lang = v.who.lang(s.lang)
		v.study = &sighted{full: s.full, sights: &s.sights, coder: v.coder}
		if err := r.do(v); err != nil {
			s.guard.fail(w, req, err)
		}
	}
}

// StartURL is an address that opens the workbench once, within some minutes.
func (s *Server) StartURL() string {
	return "http://" + s.address + "/start?token=" + s.guard.newStart()
}

// Serve answers on l until ctx ends; then it lets running requests finish.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	srv := serverFor(s.guard.wrap(s.mux))
	var silent untouched
	silent.watch(srv)
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	indexing, stopIndexing := context.WithCancel(ctx)
	var background sync.WaitGroup
	background.Go(func() { s.keepIndexed(indexing) })
	background.Go(func() { s.rest(indexing) })
	defer func() { stopIndexing(); background.Wait() }() // the caller closes the study next
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	close(s.done)
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	silent.hangUp()
	return srv.Shutdown(wait)
}

// indexPause is how long the study must be left in peace before a look whether
// documents came that the word index lacks.
const indexPause = 3 * time.Second

// keepIndexed makes the word index beforehand, at the start and after imports,
// so that the first search need not wait for it. An error is left to that
// search, which tries again and says what is wrong.
func (s *Server) keepIndexed(ctx context.Context) {
	pause := time.NewTimer(indexPause / 10)
	defer pause.Stop()
	for {
		changed := s.full.Changed()
		select {
		case <-ctx.Done():
			return
		case <-pause.C:
			_ = s.full.Index(ctx)
			select {
			case <-changed:
			case <-ctx.Done():
				return
			}
			pause.Reset(indexPause)
		}
	}
}
