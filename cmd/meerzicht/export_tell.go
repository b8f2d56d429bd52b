package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report/export"
)

// exported is what an export tells: the result of --format json.
type exported struct {
	Folder   string             `json:"folder,omitempty"`
	Files    []string           `json:"files"` // in the folder, where there is one
	Form     string             `json:"form"`
	What     string             `json:"what,omitempty"`
	Layer    string             `json:"layer,omitempty"`
	Notes    []instruments.Text `json:"notes,omitempty"`
	Transfer *coding.Transfer   `json:"transfer,omitempty"` // the loss report, of a form that has one
}

// tellExport prints the names of the files that were written, and beside them
// what whoever gets them must know.
func (a *app) tellExport(f export.Format, e exported) error {
	a.warned = a.warned || e.Transfer != nil && e.Transfer.Lost() > 0
	switch a.format {
	case "json":
		return writeJSON(a.stdout, e)
	case "csv":
		return writeRows(a.stdout, transferRows(e.Transfer, a.lang))
	}
	for _, n := range e.Notes {
		tellProblems(a.stderr, instruments.Problems{{Note: true, What: n}}, a.lang)
	}
	if e.Transfer != nil {
		if err := a.tellTransfer(a.stderr, *e.Transfer); err != nil {
			return err
		}
	}
	if f.ID == export.Folder {
		_, err := fmt.Fprintf(a.stdout, "%s: %s\n", instruments.Plain(e.Folder), some(len(e.Files), "bestand", "bestanden", "file", "files").In(a.lang))
		return err
	}
	for _, name := range e.Files {
		if _, err := fmt.Fprintln(a.stdout, instruments.Plain(name)); err != nil {
			return err
		}
	}
	return nil
}

// tellTransfer prints a loss report: in one line when nothing was lost, else a
// line for each kind of things and below it why.
func (a *app) tellTransfer(w io.Writer, t coding.Transfer) error {
	if c := t.Convention.In(a.lang); c != "" {
		fmt.Fprintln(w, screen(c))
	}
	if t.Lost() == 0 {
		var parts []string
		for _, c := range t.Counts {
			parts = append(parts, fmt.Sprintf("%d %s", c.Taken, c.Kind.Text().In(a.lang)))
		}
		_, err := fmt.Fprintln(w, a.say("alles past erin: ", "everything fits in: ")+strings.Join(parts, ", "))
		return err
	}
	fmt.Fprintln(w, a.say("niet alles past erin:", "not everything fits in:"))
	var rows [][]string
	for _, c := range t.Counts {
		rows = append(rows, []string{"  " + c.Kind.Text().In(a.lang), strconv.Itoa(c.Taken), a.say("van ", "of ") + strconv.Itoa(c.Found), ""})
		for _, l := range c.Lost {
			rows = append(rows, []string{"", "", "", fmt.Sprintf("%d: %s", l.Count, l.Why.In(a.lang))})
		}
	}
	return printAligned(w, rows, false, true)
}

// transferRows is a loss report as rows: a line for each kind, and one for each
// reason why something was lost.
func transferRows(t *coding.Transfer, lang instruments.Lang) [][]string {
	rows := [][]string{{"kind", "found", "taken", "lost", "why"}}
	if t == nil {
		return rows
	}
	for _, c := range t.Counts {
		rows = append(rows, []string{string(c.Kind), strconv.Itoa(c.Found), strconv.Itoa(c.Taken), "", ""})
		for _, l := range c.Lost {
			rows = append(rows, []string{string(c.Kind), "", "", strconv.Itoa(l.Count), l.Why.In(lang)})
		}
	}
	return rows
}
