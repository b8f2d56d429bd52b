package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"

	"github.com/spf13/cobra"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
	"meerzicht/workbench"
)

// usualPort is tried first, so that what a browser remembers for this address
// (keys, width of panes) is there again the next day.
const usualPort = 7345

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
	return a.withStudy(ctx, path, func(s *study.Study) error {
		l, err := listen(ctx, o.port)
		if err != nil {
			return err
		}
		w, err := workbench.New(workbench.Options{Study: s, Address: l.Addr(), Lang: a.lang, Coder: coding.CoderID(o.coder), Now: now, Log: a.stderr})
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

// listen takes a port of the loopback address: the one asked for, else the
// usual one, else any.
func listen(ctx context.Context, port int) (net.Listener, error) {
	if port < 0 || port > 65535 {
		return nil, usage(instruments.Textf("poort %d bestaat niet", "there is no port %d", port), instruments.Text{NL: "kies 1 tot en met 65535", EN: "choose 1 to 65535"})
	}
	try := []int{usualPort, 0}
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
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, instruments.Refuse("", instruments.Textf("poort %d is bezet", "port %d is in use", port),
			instruments.Text{NL: "laat --port weg of kies een andere", EN: "leave --port out or choose another"})
	}
	return nil, fmt.Errorf("listen: %w", err)
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
