package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"

	"github.com/spf13/cobra"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
	"meerzicht/workbench"
)

type serveOptions struct {
	port   int
	noOpen bool
	coder  string
}

func newServe(a *app) *cobra.Command {
	var o serveOptions
	cmd := &cobra.Command{
		Use:   "serve " + a.say("ONDERZOEK", "STUDY"),
		Short: a.say("Open de werkbank in de browser: coderen, terugvinden, tabellen", "Open the workbench in the browser: coding, retrieval, tables"),
		Long: a.say("De werkbank luistert alleen op deze computer; er gaat niets naar buiten. Ctrl+C sluit haar.",
			"The workbench listens on this computer only; nothing leaves it. Ctrl+C closes it."),
		Example: a.say("meerzicht serve studie.mz", "meerzicht serve study.mz"),
		Args:    words(1, 1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runServe(cmd.Context(), args[0], o) },
	}
	f := cmd.Flags()
	f.IntVar(&o.port, "port", 0, a.say("`POORT` om op te luisteren (standaard: 7345, of een vrije)", "`PORT` to listen on (default: 7345, or a free one)"))
	f.BoolVar(&o.noOpen, "no-open", false, a.say("open geen browser; toon alleen het adres", "do not open a browser; print the address only"))
	f.StringVar(&o.coder, "coder", "", a.say("`NAAM` van wie codeert, tot de pagina anders zegt", "`NAME` of who codes, until the page says otherwise"))
	return cmd
}

func (a *app) runServe(ctx context.Context, path string, o serveOptions) error {
	if o.port < 0 || o.port > 65535 {
		return usage(instruments.Textf("poort %d bestaat niet", "there is no port %d", o.port), instruments.Text{NL: "kies 1 tot en met 65535", EN: "choose 1 to 65535"})
	}
	return a.withStudy(ctx, path, func(s *study.Study) error {
		l, err := workbench.Listen(ctx, o.port)
		if err != nil {
			return err
		}
		w, err := workbench.New(workbench.Options{Study: s, Address: l.Addr(), Lang: a.lang, Coder: coding.CoderID(o.coder), Version: version, Now: now, Log: a.stderr, Readers: pdfReaders(ctx)})
		if err != nil {
			return errors.Join(err, l.Close())
		}
		address := w.StartURL()
		fmt.Fprintln(a.stdout, address)
		fmt.Fprintln(a.stderr, a.say("De werkbank staat open op dit adres, alleen op deze computer. Ctrl+C sluit haar.",
			"The workbench is open at this address, on this computer only. Ctrl+C closes it."))
		if !o.noOpen {
			browse(address)
		}
		return w.Serve(ctx, l)
	})
}

// browse asks the system to open an address. When it cannot, the address stands
// in the terminal.
func browse(address string) {
	var cmd *exec.Cmd
	switch runtime.GOOS {
	case "darwin":
		cmd = exec.Command("open", address)
	case "windows":
		cmd = exec.Command("rundll32", "url.dll,FileProtocolHandler", address)
	default:
		cmd = exec.Command("xdg-open", address)
	}
	if cmd.Start() == nil {
		go func() { _ = cmd.Wait() }()
	}
}
