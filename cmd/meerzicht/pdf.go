package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"meerzicht/instruments/transcript/pdf"
	"meerzicht/study"
)

const (
	pdfPatience = 10 * time.Second // for one PDF
	pdfAnswer   = 48 << 20         // bytes of JSON that are taken
)

// pdfAnswered is what the process that reads a PDF prints.
type pdfAnswered struct {
	Pages  []string   `json:"pages,omitempty"`
	Reason pdf.Reason `json:"reason,omitempty"` // why there are none
}

// pdfReaders read files as the project does, and PDFs in a process of their own
// that ends with ctx.
func pdfReaders(ctx context.Context) study.Readers {
	p := &pdfProcess{ctx: ctx, patience: pdfPatience, command: itself}
	return study.Readers{PDF: p.text}
}

// pdfProcess reads PDFs, one at a time so that memory stays bounded however many
// are imported. It keeps the context of the command, for a reader of files is
// given none, and who breaks off must not wait for a PDF.
type pdfProcess struct {
	ctx      context.Context
	one      sync.Mutex
	patience time.Duration
	command  func(ctx context.Context) (*exec.Cmd, error)
}

// itself is this program again, as "meerzicht pdf-text".
func itself(ctx context.Context) (*exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self)
	cmd.Args = []string{"meerzicht", "pdf-text"}
	return cmd, nil
}

// text gives the text of a PDF, its pages parted by form feeds. This program is
// started again for it, so that a hostile file can take
// no more than that process, and no longer than it has patience.
func (p *pdfProcess) text(data []byte) (string, error) {
	p.one.Lock()
	defer p.one.Unlock()
	if err := p.ctx.Err(); err != nil {
		return "", err
	}
	limited, cancel := context.WithTimeout(p.ctx, p.patience)
	defer cancel()
	cmd, err := p.command(limited)
	if err != nil {
		return "", err
	}
	cmd.Env = []string{pdfChild + "=1"} // it needs nothing of the user's surroundings
	cmd.Stdin = bytes.NewReader(data)
	out := &cappedBuffer{left: pdfAnswer, full: cancel}
	cmd.Stdout = out
	cmd.WaitDelay = time.Second
	err = cmd.Run()
	switch {
	case p.ctx.Err() != nil:
		return "", p.ctx.Err()
	case out.left < 0:
		return "", pdf.TooLarge.Refusal()
	case limited.Err() != nil:
		return "", pdf.TooSlow.Refusal()
	}
	return pdfText(out.Bytes(), err)
}

// pdfText understands what the process answered. One that broke down was given
// more than it could bear.
func pdfText(answer []byte, err error) (string, error) {
	var a pdfAnswered
	switch {
	case err != nil:
		return "", pdf.Damaged.Refusal()
	case json.Unmarshal(answer, &a) != nil:
		return "", pdf.Damaged.Refusal()
	case a.Reason != "":
		return "", a.Reason.Refusal()
	}
	return strings.Join(a.Pages, "\f"), nil
}

// cappedBuffer keeps what is written up to a limit, and says when it is full.
type cappedBuffer struct {
	bytes.Buffer
	left int
	full func()
}

var errFull = errors.New("too much output")

// Write keeps p, or refuses it when it is more than is left.
func (c *cappedBuffer) Write(p []byte) (int, error) {
	c.left -= len(p)
	if c.left < 0 {
		c.full()
		return 0, errFull
	}
	return c.Buffer.Write(p)
}
