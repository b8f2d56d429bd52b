package workbench

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"meerzicht/instruments"
)

const (
	sessionIdle  = 10 * time.Hour // a working day: who comes back tomorrow starts again
	sessionLimit = 32             // browsers at the same time; the longest idle one gives way
	startLife    = 10 * time.Minute
	startLimit   = 8 // start tokens that wait to be used; the oldest gives way
	secretBytes  = 32
)

// session is one browser that was let in, and what was chosen in it. It lives
// in memory only: when the server ends, so does it.
type session struct {
	ctx  context.Context // ends with the session
	end  context.CancelFunc
	seen time.Time // last request that was not a stream; of sessions.mu

	mu     sync.RWMutex
	chosen choices
}

// choices are what a person chose in a browser; empty is the server's default.
type choices struct {
	lang         instruments.Lang
	coder, theme string
}

func (s *session) choices() choices {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.chosen
}

func (s *session) choose(set func(*choices)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	set(&s.chosen)
}

// lang is the language chosen here, else the given one.
func (s *session) lang(other instruments.Lang) instruments.Lang {
	if l := s.choices().lang; l != "" {
		return l
	}
	return other
}

// coder is who codes here; "" when nobody was chosen.
func (s *session) coder() string { return s.choices().coder }

// theme is the chosen look of the pages; "" when the browser decides.
func (s *session) theme() string { return s.choices().theme }

func (s *session) setLang(l instruments.Lang) { s.choose(func(c *choices) { c.lang = l }) }
func (s *session) setCoder(name string)       { s.choose(func(c *choices) { c.coder = name }) }
func (s *session) setTheme(name string)       { s.choose(func(c *choices) { c.theme = name }) }

// secretSum is what is kept of a secret: looking it up takes no time that tells
// anything of the secret itself.
type secretSum [sha256.Size]byte

func sumOf(secret string) secretSum { return sha256.Sum256([]byte(secret)) }

// sessions are all browsers that were let in, and the start tokens that let the
// next ones in.
type sessions struct {
	now    func() time.Time
	random io.Reader

	mu     sync.Mutex
	known  map[secretSum]*session
	starts []startToken // oldest first
}

type startToken struct {
	sum     secretSum
	expires time.Time
}

func newSessions(now func() time.Time, random io.Reader) *sessions {
	return &sessions{now: now, random: random, known: map[secretSum]*session{}}
}

// secret is 32 random bytes as text for an address or a cookie.
func (s *sessions) secret() string {
	b := make([]byte, secretBytes)
	if _, err := io.ReadFull(s.random, b); err != nil {
		_, _ = rand.Read(b) // never fails: it ends the program first
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// newStart makes a start token: whoever shows it first, within ten minutes, is
// let in. It is asked for at the start and whenever the user wants another.
func (s *sessions) newStart() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	token := s.secret()
	if len(s.starts) == startLimit {
		s.starts = slices.Delete(s.starts, 0, 1)
	}
	s.starts = append(s.starts, startToken{sumOf(token), s.now().Add(startLife)})
	return token
}

// redeem uses a start token up. It compares with every token that waits, in the
// same time whether or not one fits.
func (s *sessions) redeem(token string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now, sum, found := s.now(), sumOf(token), -1
	s.starts = slices.DeleteFunc(s.starts, func(t startToken) bool { return !now.Before(t.expires) })
	for i, t := range s.starts {
		found = subtle.ConstantTimeSelect(subtle.ConstantTimeCompare(sum[:], t.sum[:]), i, found)
	}
	if found < 0 {
		return false
	}
	s.starts = slices.Delete(s.starts, found, found+1)
	return true
}

// begin makes a session, with the choices of the one that it replaces in the
// same browser, and returns the secret for its cookie.
func (s *sessions) begin(old *session) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tidy()
	ctx, end := context.WithCancel(context.Background())
	fresh, secret := &session{ctx: ctx, end: end, seen: s.now()}, s.secret()
	if old != nil {
		fresh.chosen = old.choices()
		s.drop(func(one *session) bool { return one == old })
	}
	for len(s.known) >= sessionLimit {
		s.dropIdlest()
	}
	s.known[sumOf(secret)] = fresh
	return secret
}

// of is the session of a request, nil when it has none. A request that a person
// made, and not the page by itself, keeps the session going.
func (s *sessions) of(r *http.Request, person bool) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tidy()
	// Another server on this machine can put a cookie of this name beside ours.
	for _, c := range r.CookiesNamed(cookieName(r)) {
		if one := s.known[sumOf(c.Value)]; one != nil {
			if person {
				one.seen = s.now()
			}
			return one
		}
	}
	return nil
}

// has reports whether a session still lasts.
func (s *sessions) has(one *session) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tidy()
	return one != nil && one.ctx.Err() == nil
}

// tidy ends what was idle for too long.
func (s *sessions) tidy() {
	now := s.now()
	s.drop(func(one *session) bool { return now.Sub(one.seen) >= sessionIdle })
}

func (s *sessions) dropIdlest() {
	var idlest *session
	for _, one := range s.known {
		if idlest == nil || one.seen.Before(idlest.seen) {
			idlest = one
		}
	}
	s.drop(func(one *session) bool { return one == idlest })
}

func (s *sessions) drop(ended func(*session) bool) {
	for sum, one := range s.known {
		if ended(one) {
			one.end()
			delete(s.known, sum)
		}
	}
}

// cookieName holds the port, since browsers share the cookies of all ports of a
// host: two workbenches on one machine would keep logging each other out.
func cookieName(r *http.Request) string {
	_, port, err := net.SplitHostPort(r.Host)
	if err != nil {
		port = "80"
	}
	return "meerzicht-" + port
}
