package workbench

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path"
	"runtime"
	"strconv"
	"strings"
	"time"

	"meerzicht/instruments"
	"meerzicht/study"
)

// ruleSession names the refusals of those who have to start again.
const ruleSession = "session"

// refusal is an error that knows its status. Rule is the word for it in the log.
type refusal struct {
	told   *instruments.Error
	rule   string
	status int
	header [2]string
}

func (f *refusal) Error() string { return f.told.Error() }

func (f *refusal) Unwrap() error { return f.told }

// stop is the refusal of a rule of the guard.
func stop(rule string, status int, what, hint instruments.Text) *refusal {
	return &refusal{told: instruments.Refuse("", what, hint), rule: rule, status: status}
}

// refused is an error for people that is answered with status.
func refused(status int, what, hint instruments.Text) error { return stop("asked", status, what, hint) }

// fail answers with an error, whatever it is. People are told what errors for
// people say; of any other they hear that something went wrong, and a reference
// that also stands in the log.
func (g *guard) fail(w http.ResponseWriter, r *http.Request, err error) {
	g.refuse(w, r, refusalOf(err).status, err)
}

// refuse is fail with a status of the caller's choice.
func (g *guard) refuse(w http.ResponseWriter, r *http.Request, status int, err error) {
	f, ref := refusalOf(err), rand.Text()[:6]
	g.note(r, status, ref, f.rule)
	if out := askingOf(r).out; out != nil && out.written {
		return // an answer is on its way already
	}
	h := w.Header()
	clear(h) // what the handler prepared was for another answer
	if f.header[0] != "" {
		h.Set(f.header[0], f.header[1])
	}
	lang := g.lang(r)
	if navigates(r) {
		writeRefusalPage(w, f, status, ref, lang)
		return
	}
	h.Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(f.shown(lang, ref)) // who does not read it misses it
}

// refusalOf gives an error its status and its words. The order matters: a body
// that is too large also is a body that cannot be read.
func refusalOf(err error) *refusal {
	var f *refusal
	var size *http.MaxBytesError
	var told *instruments.Error
	var list instruments.Problems
	switch {
	case errors.As(err, &f):
		return f
	case errors.As(err, &size):
		return tooLarge(size.Limit)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return stop("slow", http.StatusRequestTimeout, instruments.Text{NL: "dit duurde te lang", EN: "this took too long"}, tryAgain())
	case errors.Is(err, context.Canceled):
		return stop("cancelled", http.StatusServiceUnavailable, instruments.Text{NL: "dit is afgebroken", EN: "this was broken off"}, tryAgain())
	case errors.As(err, &told):
		return &refusal{told: withProblems(told), rule: "refused", status: refusalStatus(err)}
	case errors.As(err, &list):
		return &refusal{told: withProblems(&instruments.Error{Err: list}), rule: "refused", status: refusalStatus(err)}
	}
	return &refusal{told: &instruments.Error{What: instruments.Text{
		NL: "er ging iets mis in de werkbank", EN: "something went wrong in the workbench",
	}, Hint: instruments.Text{
		NL: "laad de pagina opnieuw; gebeurt het weer, meld dan de verwijzing", EN: "reload the page; if it happens again, report the reference",
	}}, rule: "fault " + faultTypes(err), status: http.StatusInternalServerError}
}

// refusalStatus is the status of an error for people.
func refusalStatus(err error) int {
	for _, one := range []struct {
		kind   error
		status int
	}{
		{study.ErrConflict, http.StatusConflict},
		{study.ErrLocked, http.StatusLocked},
		{study.ErrIntegrity, http.StatusInternalServerError},
		{instruments.ErrRefused, http.StatusBadRequest},
	} {
		if errors.Is(err, one.kind) {
			return one.status
		}
	}
	return http.StatusInternalServerError
}

// withProblems gives a list of problems that has no words of its own some.
func withProblems(e *instruments.Error) *instruments.Error {
	var list instruments.Problems
	if !e.What.IsZero() || !errors.As(e.Err, &list) {
		return e
	}
	return &instruments.Error{
		Kind: e.Kind, Err: e.Err, Hint: e.Hint,
		What: instruments.Textf("niets is ingelezen; gevonden problemen: %d", "nothing was read in; problems found: %d", len(list)),
	}
}

// faultTypes names the types of an error and its causes, and the place of a
// panic. Their words are not for the log: they may hold a path, SQL or a text of the study.
func faultTypes(err error) string {
	var kinds []string
	if f, ok := err.(fault); ok {
		return "panic " + f.kind + " " + f.place
	}
	for ; err != nil && len(kinds) < 8; err = errors.Unwrap(err) {
		kinds = append(kinds, fmt.Sprintf("%T", err))
	}
	return strings.Join(kinds, ">")
}

func tryAgain() instruments.Text { return instruments.Text{NL: "probeer het opnieuw", EN: "try again"} }

// recovered answers for a handler that panicked.
func (g *guard) recovered(w *answer, r *http.Request) {
	p := recover()
	if p == nil {
		return
	}
	if p == http.ErrAbortHandler {
		panic(p)
	}
	written := w.written
	g.fail(w, r, fault{fmt.Sprintf("%T", p), panickedAt()})
	if written {
		panic(http.ErrAbortHandler) // the reader must see that the answer is not whole
	}
}

// fault is a panic: its type and place. The words are left behind, for they may
// hold anything.
type fault struct{ kind, place string }

func (f fault) Error() string { return "panic " + f.kind + " at " + f.place }

// panickedAt is the innermost place in our own code outside this file, as
// file:line.
func panickedAt() string {
	frames := make([]uintptr, 64)
	all := runtime.CallersFrames(frames[:runtime.Callers(1, frames)])
	for {
		f, more := all.Next()
		name := path.Base(f.File)
		if strings.HasPrefix(f.Function, "meerzicht/") && name != "guard_refuse.go" {
			return name + ":" + strconv.Itoa(f.Line)
		}
		if !more {
			return "?"
		}
	}
}

// note writes the line of a refused request. All of it is ours: the method and
// the pattern, never an address, a query, a body or what an error says.
func (g *guard) note(r *http.Request, status int, ref, rule string) {
	route := askingOf(r).pattern
	if _, after, ok := strings.Cut(route, " "); ok {
		route = after
	}
	if route == "" {
		route = "-"
	}
	method := r.Method
	if readOrWrite(r) != nil {
		method = "other"
	}
	g.logging.Lock()
	defer g.logging.Unlock()
	line := fmt.Sprintf("%s %s %s %d %s %s", g.options.now().UTC().Format(time.RFC3339), method, route, status, ref, rule)
	_, _ = io.WriteString(g.options.log, instruments.Plain(line)+"\n") // a log that fails must not stop the work
}
