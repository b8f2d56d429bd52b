package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"meerzicht/instruments"
	"meerzicht/study"
)

// Exit codes: the contract of the command line, documented in docs/commands.md.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitWarnings    = 3 // only with --strict
	exitRefused     = 4
	exitLocked      = 5
	exitPassphrase  = 6
	exitIntegrity   = 7
	exitInterrupted = 130
)

var (
	errUsage    = errors.New("wrong use")
	errWarnings = errors.New("done with warnings")
)

// exitCode maps every error of the program to its exit code: the one place
// where that is decided.
func exitCode(err error) int {
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.Is(err, errUsage):
		return exitUsage
	case errors.Is(err, errWarnings):
		return exitWarnings
	case errors.Is(err, study.ErrIntegrity):
		return exitIntegrity
	case errors.Is(err, study.ErrLocked):
		return exitLocked
	case errors.Is(err, instruments.ErrRefused):
		return exitRefused
	}
	return exitFailed
}

// tell prints an error for a person, in their language.
func tell(w io.Writer, err error, lang instruments.Lang) {
	var problems instruments.Problems
	switch {
	case err == nil:
	case errors.Is(err, errWarnings):
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(w, instruments.Text{NL: "meerzicht: onderbroken; het onderzoek is niet veranderd", EN: "meerzicht: interrupted; the study was not changed"}.In(lang))
	case errors.As(err, &problems) && len(problems) > 1:
		tellProblems(w, problems, lang)
	default:
		fmt.Fprintln(w, "meerzicht: "+screen(instruments.Localized(err, lang)))
	}
}

// usage is an error of the command line itself.
func usage(what, hint instruments.Text) error {
	return &instruments.Error{Kind: errUsage, What: what, Hint: hint}
}
