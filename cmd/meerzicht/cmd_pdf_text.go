package main

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"meerzicht/instruments/transcript/pdf"
)

// Limits of the process that reads a PDF, in bytes. The file itself counts too.
const (
	pdfSoftMemory = 150 << 20 // from here on the collector works harder
	pdfMaxMemory  = 200 << 20 // it gives up
	pdfMaxData    = 512 << 20 // the system stops it, where it can
	pdfMaxStack   = 64 << 20
	pdfMaxFile    = 64 << 20
)

// pdfChild marks a process that was started to read one PDF. Only such a process
// limits itself: in any other the limits would hold for all that follows.
const pdfChild = "MEERZICHT_PDF_CHILD"

// newPDFText is the command that this program starts itself with to read a PDF.
func newPDFText(a *app) *cobra.Command {
	return &cobra.Command{
		Use:    "pdf-text",
		Hidden: true,
		Short:  a.say("Haal de tekst uit een PDF (voor intern gebruik)", "Take the text out of a PDF (for internal use)"),
		Long: a.say("Leest een PDF van de standaardinvoer en schrijft de bladzijden als JSON. Meerzicht start deze opdracht zelf, met grenzen aan tijd en geheugen.",
			"Reads a PDF from standard input and writes its pages as JSON. Meerzicht starts this command itself, with limits of time and memory."),
		Example: "meerzicht pdf-text < interview.pdf",
		Args:    words(0, 0),
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.runPDFText(cmd.Context()) },
	}
}

func (a *app) runPDFText(ctx context.Context) error {
	if os.Getenv(pdfChild) != "" {
		debug.SetMemoryLimit(pdfSoftMemory)
		debug.SetMaxStack(pdfMaxStack)
		limitData(pdfMaxData)
	}
	data, err := io.ReadAll(io.LimitReader(a.stdin, pdfMaxFile+1))
	if err != nil {
		return err
	}
	if len(data) > pdfMaxFile {
		return json.NewEncoder(a.stdout).Encode(pdfAnswered{Reason: pdf.TooLarge})
	}
	done := make(chan pdfAnswered, 1)
	go func() {
		pages, err := pdf.Text(data)
		done <- pdfAnswered{pages, pdf.ReasonOf(err)}
	}()
	answer, err := awaitPDF(ctx, done)
	if err != nil {
		return err
	}
	return json.NewEncoder(a.stdout).Encode(answer)
}

// awaitPDF waits for the pages, or until reading them took too much memory; the
// reading then ends with this process.
func awaitPDF(ctx context.Context, done <-chan pdfAnswered) (pdfAnswered, error) {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case answer := <-done:
			if answer.Reason != "" {
				answer.Pages = nil
			}
			return answer, nil
		case <-ctx.Done():
			return pdfAnswered{}, ctx.Err()
		case <-tick.C:
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			if m.HeapInuse+m.StackInuse > pdfMaxMemory {
				return pdfAnswered{Reason: pdf.Memory}, nil
			}
		}
	}
}
