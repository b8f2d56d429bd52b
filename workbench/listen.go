package workbench

import (
	"context"
	"errors"
	"net"
	"strconv"
	"syscall"

	"meerzicht/instruments"
)

// UsualPort is tried first, so that what a browser remembers for an address
// (keys, widths, pinned codes) is there again the next day.
const UsualPort = 7345

// Listen takes a port of the loopback address: the one asked for, or with 0 the
// usual one, or any when that is in use. The error says when a port cannot be
// had.
func Listen(ctx context.Context, port int) (net.Listener, error) {
	try := []int{UsualPort, 0}
	if port != 0 {
		try = []int{port}
	}
	var conf net.ListenConfig
	var err error
	for _, p := range try {
		var l net.Listener
		if l, err = conf.Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(p))); err == nil {
			return l, nil
		}
	}
	what := instruments.Textf("poort %d is niet te gebruiken", "port %d cannot be used", port)
	if errors.Is(err, syscall.EADDRINUSE) {
		what = instruments.Textf("poort %d is bezet", "port %d is in use", port)
	}
	return nil, &instruments.Error{Kind: instruments.ErrRefused, What: what, Hint: instruments.Text{NL: "laat --port weg of kies een andere", EN: "leave --port out or choose another"}, Err: err}
}
