package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

// Of an import, what is shown one by one; beyond it is summarised.
const (
	shownTranscripts = 10
	shownVersion     = 50 // codings that a new version moves, changes or loses
	shownSpeakers    = 8
)

// printImport prints what an import did: how transcripts were read, what came of
// projects, and the counts.
func (a *app) printImport(r study.ImportReport) error {
	tellProblems(a.stderr, r.Notes, a.lang)
	a.warned = len(r.Notes) > 0
	if a.format == "json" {
		return writeJSON(a.stdout, r)
	}
	a.printRead(r.Files)
	for _, f := range r.Files {
		a.printVersion(f)
		a.printTransfer(f)
	}
	said := []instruments.Text{
		some(r.Respondents, "respondent", "respondenten", "respondent", "respondents"),
		some(r.Trajectories, "traject", "trajecten", "trajectory", "trajectories"),
		some(r.Documents, "document", "documenten", "document", "documents"),
		some(r.Fillings, "lijst", "lijsten", "list", "lists"),
		some(r.Codings, "codering", "coderingen", "coding", "codings"),
	}
	for _, more := range []struct {
		n    int
		text instruments.Text
	}{
		{r.Codes, some(r.Codes, "code", "codes", "code", "codes")},
		{r.Memos, some(r.Memos, "memo", "memo’s", "memo", "memos")},
		{r.Groups, some(r.Groups, "groep", "groepen", "group", "groups")},
	} {
		if more.n > 0 {
			said = append(said, more.text)
		}
	}
	fmt.Fprint(a.stdout, a.counts(said...))
	if r.Known > 0 {
		fmt.Fprint(a.stdout, "; "+some(r.Known, "bestand was al ingelezen", "bestanden waren al ingelezen", "file was imported before", "files were imported before").In(a.lang))
	}
	fmt.Fprintln(a.stdout)
	if r.DryRun {
		fmt.Fprintln(a.stdout, a.say("proef: er is niets opgeslagen", "dry run: nothing was stored"))
	}
	return nil
}

// printRead prints how transcripts were read: one by one, or together when there
// are many.
func (a *app) printRead(files []study.FileReport) {
	files = slices.DeleteFunc(slices.Clone(files), func(f study.FileReport) bool { return f.As != study.AsTranscript || f.Known })
	if len(files) > shownTranscripts {
		all, documents := together(files)
		all.Name = some(len(files), "transcript", "transcripten", "transcript", "transcripts").In(a.lang)
		a.printReading(all, documents)
		return
	}
	for _, f := range files {
		a.printReading(f, nil)
	}
}

// together adds up how files were read, and counts in how many each label stands.
func together(files []study.FileReport) (study.FileReport, map[string]int) {
	var all study.FileReport
	speakers, omitted, documents := map[string]*instruments.Speaker{}, map[string]int{}, map[string]int{}
	for _, f := range files {
		all.Words += f.Words
		all.Turns += f.Turns
		for _, s := range f.Speakers {
			if speakers[s.Label] == nil {
				speakers[s.Label] = &instruments.Speaker{Label: s.Label, Role: s.Role}
			}
			sum := speakers[s.Label]
			documents[s.Label]++
			sum.Turns += s.Turns
			if sum.Role != s.Role {
				sum.Role = instruments.UnknownVoice
			}
		}
		for _, o := range f.Omitted {
			omitted[o.Kind] += o.Count
		}
	}
	for _, label := range slices.SortedFunc(maps.Keys(speakers), func(x, y string) int {
		return cmp.Or(cmp.Compare(documents[y], documents[x]), cmp.Compare(x, y))
	}) {
		all.Speakers = append(all.Speakers, *speakers[label])
	}
	for _, kind := range slices.Sorted(maps.Keys(omitted)) {
		all.Omitted = append(all.Omitted, instruments.Omission{Kind: kind, Count: omitted[kind]})
	}
	return all, documents
}

// printReading prints words, turns, speakers and what was left out.
func (a *app) printReading(f study.FileReport, documents map[string]int) {
	fmt.Fprintf(a.stdout, "%s: %s\n", oneLine(f.Name), a.counts(some(f.Words, "woord", "woorden", "word", "words"), some(f.Turns, "beurt", "beurten", "turn", "turns")))
	for i, s := range f.Speakers {
		if i == shownSpeakers {
			fmt.Fprintf(a.stdout, a.say("  en %d andere sprekers\n", "  and %d other speakers\n"), len(f.Speakers)-i)
			break
		}
		where := ""
		if n := documents[s.Label]; n > 0 {
			where = " in " + some(n, "document", "documenten", "document", "documents").In(a.lang)
		}
		fmt.Fprintf(a.stdout, a.say("  spreker %s: %s%s (%s)\n", "  speaker %s: %s%s (%s)\n"), oneLine(s.Label), some(s.Turns, "beurt", "beurten", "turn", "turns").In(a.lang), where, a.roleName(s.Role))
	}
	for _, o := range f.Omitted {
		fmt.Fprintf(a.stdout, a.say("  niet in de tekst: %d × %s\n", "  left out: %d × %s\n"), o.Count, o.Text().In(a.lang))
	}
}

// roleName is a speaker's role; interviewer and respondent are the same word in
// both languages.
func (a *app) roleName(r instruments.SpeakerRole) string {
	if r == instruments.UnknownVoice {
		return a.say("rol onbekend", "role unknown")
	}
	return string(r)
}

// printVersion lists what a new version of a transcript does to the codings.
func (a *app) printVersion(f study.FileReport) {
	v := f.Version
	if v == nil || len(v.Codings) == 0 {
		return
	}
	fmt.Fprintf(a.stdout, a.say("%s, nieuwe versie; coderingen: %s\n", "%s, new version; codings: %s\n"), instruments.Plain(string(v.Document)), v.Text().In(a.lang))
	shown := 0
	for _, c := range v.Codings {
		if !c.Telling() {
			continue
		}
		if shown++; shown > shownVersion {
			fmt.Fprintln(a.stdout, a.say("  … (alles: --format json)", "  … (all of them: --format json)"))
			return
		}
		fmt.Fprintf(a.stdout, "  %s  %s  %s  ‘%s’", c.Text().In(a.lang), oneLine(string(c.Code)), oneLine(string(c.Coder)), short(c.Before))
		if c.After != "" && c.After != c.Before {
			fmt.Fprintf(a.stdout, " → ‘%s’", short(c.After))
		}
		fmt.Fprintln(a.stdout)
	}
}

// short is a quotation on one line.
func short(s string) string {
	const most = 60
	if r := []rune(oneLine(s)); len(r) > most {
		return string(r[:most]) + "…"
	}
	return oneLine(s)
}

// printTransfer prints what a project held, what of it came over and why the rest
// did not.
func (a *app) printTransfer(f study.FileReport) {
	if f.Transfer == nil {
		return
	}
	fmt.Fprint(a.stdout, oneLine(f.Name))
	if f.Transfer.Origin != "" {
		fmt.Fprintf(a.stdout, " (%s)", oneLine(f.Transfer.Origin))
	}
	fmt.Fprintln(a.stdout, ":")
	if !f.Transfer.Convention.IsZero() {
		fmt.Fprintf(a.stdout, a.say("  posities: %s\n", "  positions: %s\n"), oneLine(f.Transfer.Convention.In(a.lang)))
	}
	a.printCounts(*f.Transfer, f.Stored)
}

// printCounts prints the counts of a loss report, kind by kind.
func (a *app) printCounts(t coding.Transfer, stored []study.StoredCount) {
	for _, c := range t.Counts {
		fmt.Fprintf(a.stdout, a.say("  %s: %d gevonden, %d meegekomen", "  %s: %d found, %d taken"), c.Kind.Text().In(a.lang), c.Found, c.Taken)
		for _, s := range stored {
			if s.Kind == c.Kind && s.Here > 0 && s.New+s.Here == c.Taken {
				fmt.Fprintf(a.stdout, a.say(" (%d nieuw, %d al hier)", " (%d new, %d here already)"), s.New, s.Here)
			}
			if s.Kind == c.Kind && s.Kept > 0 {
				fmt.Fprint(a.stdout, a.say(fmt.Sprintf(", waarvan %d hier anders; zo blijven ze", s.Kept), fmt.Sprintf(", of which %d differ here and stay so", s.Kept)))
			}
		}
		fmt.Fprintln(a.stdout)
		for _, l := range c.Lost {
			fmt.Fprintf(a.stdout, a.say("    %d niet: %s\n", "    %d not: %s\n"), l.Count, strings.TrimSuffix(oneLine(l.Why.In(a.lang)), "."))
		}
	}
}
