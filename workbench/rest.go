package workbench

import (
	"context"
	"net"
	"net/http"
	"runtime/debug"
	"sync"
	"time"
)

// restPause is how long nobody must have asked anything before memory that is
// not needed goes back to the system.
const restPause = 2 * time.Second

// rest gives memory back whenever the workbench has nothing to do: it stands
// open all day beside other programs. The runtime does so by itself, but not
// before it needs the memory again.
func (s *Server) rest(ctx context.Context) {
	tick := time.NewTicker(restPause)
	defer tick.Stop()
	for last, freed := int64(-1), int64(-1); ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := s.asked.Load()
		if now == last && now != freed {
			debug.FreeOSMemory()
			freed = now
		}
		last = now
	}
}

// untouched are connections that were opened and never asked anything, as
// browsers open them to have one at hand. Shutting down would wait for them.
type untouched struct {
	mu    sync.Mutex
	conns map[net.Conn]bool
}

// watch follows the connections of a server.
func (u *untouched) watch(srv *http.Server) {
	u.conns = map[net.Conn]bool{}
	srv.ConnState = func(c net.Conn, state http.ConnState) {
		u.mu.Lock()
		defer u.mu.Unlock()
		if state == http.StateNew {
			u.conns[c] = true
			return
		}
		delete(u.conns, c)
	}
}

// hangUp closes them.
func (u *untouched) hangUp() {
	u.mu.Lock()
	defer u.mu.Unlock()
	for c := range u.conns {
		_ = c.Close()
	}
}
