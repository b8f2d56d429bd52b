package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"
	"time"

	"golang.org/x/term"

	"meerzicht/instruments"
)

// progress is the one line that long work shows on a terminal, and only there,
// and only past one second.
type progress struct {
	mu    sync.Mutex
	w     io.Writer // nil: shows nothing
	label string
	wrote int64 // bytes, see Write
	start time.Time
	last  time.Time
	shown bool
}

func (a *app) progress(label instruments.Text) *progress {
	p := &progress{label: label.In(a.lang), start: time.Now()}
	if f, ok := a.stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.w = f
	}
	return p
}

// step says how far the work is. It may be called from several goroutines.
func (p *progress) step(done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.show(func() string { return fmt.Sprintf("%d/%d", done, total) })
}

// Write says how far the writing of a file is, in kilobytes: it takes what is
// written there as well.
func (p *progress) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wrote += int64(len(b))
	p.show(func() string { return strconv.FormatInt(p.wrote/1000, 10) })
	return len(b), nil
}

// show puts how far it is on the line, not too soon and not too often.
func (p *progress) show(far func() string) {
	t := time.Now()
	if p.w == nil || t.Sub(p.start) < time.Second || t.Sub(p.last) < 100*time.Millisecond {
		return
	}
	p.last, p.shown = t, true
	fmt.Fprintf(p.w, "\r\x1b[K%s %s", far(), p.label)
}

// end clears the line.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}

// defaultWidth is the number of columns of text that goes to no terminal.
const defaultWidth = 160

// width is how many columns text may take: those of the terminal.
func (a *app) width() int {
	if f, ok := a.stdout.(*os.File); ok {
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 0 {
			return columns
		}
	}
	return defaultWidth
}
