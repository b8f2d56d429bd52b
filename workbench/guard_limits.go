package workbench

import (
	"context"
	"io"
	"log"
	"net/http"
	"time"

	"meerzicht/instruments"
)

// Limits of one server. They are far above what a team at work needs, and low
// enough that a program gone wild does not take the machine with it.
const (
	bodyCommand = 1 << 20   // bytes of a command
	bodyImport  = 256 << 20 // bytes of files brought in at once
	headerBytes = 32 << 10
	maxRequests = 256 // at work at the same time, streams not counted
	maxStreams  = 128
	streamStall = 30 * time.Second // how long a stream waits for its reader
)

// serverFor is the server with all its limits. A route with patience and an
// event stream replace the two times of a whole request by their own.
func serverFor(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    headerBytes,
		// "OPTIONS *" is refused like any other, with all headers.
		DisableGeneralOptionsHandler: true,
		// net/http would write addresses and faults of handlers here.
		ErrorLog: log.New(io.Discard, "", 0),
	}
}

// enter takes a place among the requests at work. It does not wait for one: who
// comes too many hears so at once.
func (g *guard) enter(stream bool) (leave func(), err error) {
	places := g.running
	if stream {
		places = g.open
	}
	select {
	case places <- struct{}{}:
		return func() { <-places }, nil
	default:
	}
	e := stop("busy", http.StatusServiceUnavailable,
		instruments.Text{NL: "de werkbank krijgt te veel vragen tegelijk", EN: "the workbench gets too many requests at once"},
		instruments.Text{NL: "sluit vensters die niet nodig zijn en probeer het opnieuw", EN: "close windows that are not needed and try again"})
	e.header = [2]string{"Retry-After", "1"}
	return nil, e
}

// prepare sets the times of the connection for the rule. The context of a
// stream ends with its session as well as with its request.
func (u routeRule) prepare(a *asking, ctx context.Context) (context.Context, func(), error) {
	a.out.immutable = u.immutable
	rc := http.NewResponseController(a.out.ResponseWriter)
	until := time.Time{} // none
	switch {
	case u.stream:
		a.out.patience = streamStall
	case u.patience > 0:
		until = time.Now().Add(u.patience)
	default:
		return ctx, func() {}, nil
	}
	// A writer without a connection has no times to set.
	_ = rc.SetReadDeadline(until)
	_ = rc.SetWriteDeadline(until)
	if !u.stream {
		return ctx, func() {}, nil
	}
	ctx, cancel := context.WithCancel(ctx)
	unhook := context.AfterFunc(a.who.ctx, cancel)
	return ctx, func() { unhook(); cancel() }, nil
}

func tooLarge(limit int64) *refusal {
	return stop("size", http.StatusRequestEntityTooLarge,
		instruments.Textf("dit is te groot: hier mag hoogstens %d KiB tegelijk", "this is too large: at most %d KiB may be sent here at once", limit>>10),
		instruments.Text{NL: "deel het op en stuur de delen na elkaar", EN: "divide it and send the parts one after another"})
}
