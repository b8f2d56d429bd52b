package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

type mergeOptions struct {
	coders []string
	codes  []string
	dryRun bool
}

func newMerge(a *app) *cobra.Command {
	var o mergeOptions
	cmd := &cobra.Command{
		Use:     "merge " + a.say("ONDERZOEK KOPIE", "STUDY OTHER"),
		Example: a.say("meerzicht merge studie.mz studie-codeur2.mz", "meerzicht merge study.mz study-codeur2.mz"),
		Short:   a.say("Voeg het werk uit een andere kopie van het onderzoek toe; die kopie verandert niet", "Bring in the work from another copy of the study; that copy does not change"),
		Args:    words(2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runMerge(cmd.Context(), args[0], args[1], o)
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&o.coders, "coder", nil, a.say("codeur `OUD=NIEUW`: hoe een codeur uit de kopie hier heet", "coder `OLD=NEW`: what a coder of the copy is called here"))
	f.StringArrayVar(&o.codes, "code", nil, a.say("code `OUD=NIEUW`: welke code van hier een weggehaalde code uit de kopie nu is", "code `OLD=NEW`: which code here a code of the copy that was taken away here is now"))
	f.BoolVar(&o.dryRun, "dry-run", false, a.say("alleen laten zien wat er zou gebeuren; niets opslaan", "only show what would happen; store nothing"))
	return cmd
}

// noCopy gives the error about a file that is no study the hint that fits a copy:
// to make a new study helps nobody here.
func noCopy(err error) error {
	var told *instruments.Error
	if !errors.Is(err, study.ErrNotStudy) || !errors.As(err, &told) {
		return err
	}
	other := *told
	other.Hint = instruments.Text{
		NL: "geef als tweede de kopie van het onderzoek waarin een ander heeft gewerkt (een .mz-bestand); vraag die opnieuw op als het bestand niet goed is overgekomen. Losse bestanden leest ‘meerzicht import’ in",
		EN: "give as second the copy of the study in which somebody else worked (a .mz file); ask for it again when the file did not arrive well. Single files are read by ‘meerzicht import’",
	}
	return &other
}

// names reads the pairs OLD=NEW.
func (o mergeOptions) names() (map[coding.CoderID]coding.CoderID, error) {
	out := map[coding.CoderID]coding.CoderID{}
	for _, pair := range o.coders {
		old, name, ok := strings.Cut(pair, "=")
		if _, twice := out[coding.CoderID(old)]; !ok || old == "" || name == "" || twice {
			return nil, usage(instruments.Textf("--coder %q is geen OUD=NIEUW, of noemt een codeur nog een keer", "--coder %q is no OLD=NEW, or names a coder again", instruments.Plain(pair)),
				instruments.Text{NL: "schrijf bijvoorbeeld --coder onderzoeker=codeur2", EN: "write --coder researcher=codeur2, for example"})
		}
		out[coding.CoderID(old)] = coding.CoderID(name)
	}
	return out, nil
}

// known reads the pairs OLD=NEW of codes.
func (o mergeOptions) known() (map[coding.CodeID]coding.CodeID, error) {
	out := map[coding.CodeID]coding.CodeID{}
	for _, pair := range o.codes {
		old, name, ok := strings.Cut(pair, "=")
		if _, twice := out[coding.CodeID(old)]; !ok || old == "" || name == "" || twice {
			return nil, usage(instruments.Textf("--code %q is geen OUD=NIEUW, of noemt een code nog een keer", "--code %q is no OLD=NEW, or names a code again", instruments.Plain(pair)),
				instruments.Text{NL: "schrijf bijvoorbeeld --code act.A02=act.A01", EN: "write --code act.A02=act.A01, for example"})
		}
		out[coding.CodeID(old)] = coding.CodeID(name)
	}
	return out, nil
}

// runMerge opens the other copy first: when that is refused, the study is not
// even opened.
func (a *app) runMerge(ctx context.Context, path, from string, o mergeOptions) (err error) {
	names, err := o.names()
	if err != nil {
		return err
	}
	codes, err := o.known()
	if err != nil {
		return err
	}
	other, err := study.OpenReadOnly(ctx, from)
	if err != nil {
		return noCopy(err)
	}
	defer closing(other, &err)
	return a.withStudy(ctx, path, func(s *study.Study) error {
		done, err := s.Merge(ctx, actor(), other, study.MergeOptions{Coders: names, Codes: codes, DryRun: o.dryRun})
		if err != nil {
			return err
		}
		return a.printMerge(done)
	})
}

func (a *app) printMerge(r study.MergeReport) error {
	t := r.Total()
	told := slices.ContainsFunc(r.Findings, func(f coding.MergeFinding) bool {
		return f.Outcome == coding.MergeLate || f.Outcome == coding.MergeIn
	})
	a.warned = t.Conflict+t.Out > 0 || told
	switch a.format {
	case "json":
		if r.Findings == nil {
			r.Findings = []coding.MergeFinding{}
		}
		return writeJSON(a.stdout, r)
	case "csv":
		return writeRows(a.stdout, mergeRows(r, a.lang))
	}
	fmt.Fprintln(a.stdout, a.mergeSummary(r))
	rows := [][]string{{"", a.say("in kopie", "in copy"), a.say("al hier", "already here"), a.say("erbij", "brought in"), a.say("zelfde", "mapped"), a.say("botst", "conflict"), a.say("niet erbij", "not brought in"), a.say("weggehaald", "taken away")}}
	for _, c := range r.Kinds {
		if c.Theirs+c.Removed > 0 {
			rows = append(rows, append([]string{recordsName(c.Kind).In(a.lang)}, mergeCells(c)...))
		}
	}
	rows = append(rows, append([]string{a.say("samen", "together")}, mergeCells(t)...))
	if err := printAligned(a.stdout, rows, false, true, true, true, true, true, true, true); err != nil {
		return err
	}
	for i, f := range r.Findings {
		if i == 0 {
			fmt.Fprintln(a.stdout)
		}
		fmt.Fprintln(a.stdout, screen(a.mergeLine(f)))
	}
	if r.DryRun {
		fmt.Fprintln(a.stdout, a.say("proef: er is niets opgeslagen", "dry run: nothing was stored"))
	}
	return nil
}

func (a *app) mergeSummary(r study.MergeReport) string {
	same := a.say("geen gemeenschappelijk begin", "no common beginning")
	if r.Common > 0 {
		same = a.say("gemeenschappelijk begin", "common beginning") + ": " + some(int(r.Common), "gebeurtenis", "gebeurtenissen", "event", "events").In(a.lang)
	}
	return fmt.Sprintf("%s (hash %.12s), %s", instruments.Plain(r.Other), r.Head, same)
}

func mergeCells(c coding.MergeCount) []string {
	out := make([]string, 0, 7)
	for _, n := range []int{c.Theirs, c.Here, c.In, c.Mapped, c.Conflict, c.Out, c.Removed} {
		out = append(out, fmt.Sprint(n))
	}
	return out
}

// mergeLine is one entry of the list for people.
func (a *app) mergeLine(f coding.MergeFinding) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", outcomeName(f.Outcome).In(a.lang), recordName(f.Kind).In(a.lang))
	if f.Count > 1 {
		fmt.Fprintf(&b, " (%d)", f.Count)
	}
	if f.ID != "" {
		b.WriteString(" " + instruments.Plain(f.ID))
	}
	b.WriteString(": " + f.What.In(a.lang))
	if !f.Ours.IsZero() || !f.Theirs.IsZero() {
		fmt.Fprintf(&b, a.say(" (hier: ‘%s’; kopie: ‘%s’)", " (here: ‘%s’; copy: ‘%s’)"), oneLine(f.Ours.In(a.lang)), oneLine(f.Theirs.In(a.lang)))
	}
	return b.String()
}

// mergeRows are the counts and the list as one table.
func mergeRows(r study.MergeReport, lang instruments.Lang) [][]string {
	rows := [][]string{{"part", "outcome", "kind", "id", "here", "count", "what", "ours", "theirs"}}
	for _, c := range r.Kinds {
		for i, n := range mergeCells(c) {
			name := []string{"theirs", "here", "in", "mapped", "conflict", "out", "removed"}[i]
			rows = append(rows, []string{"counts", name, string(c.Kind), "", "", n, "", "", ""})
		}
	}
	for _, f := range r.Findings {
		rows = append(rows, []string{"list", string(f.Outcome), string(f.Kind), f.ID, f.Here, fmt.Sprint(f.Count), f.What.In(lang), f.Ours.In(lang), f.Theirs.In(lang)})
	}
	return rows
}

func outcomeName(o coding.MergeOutcome) instruments.Text {
	switch o {
	case coding.MergeOurs:
		return instruments.Text{NL: "botst", EN: "conflict"}
	case coding.MergeMapped:
		return instruments.Text{NL: "zelfde", EN: "mapped"}
	case coding.MergeOut:
		return instruments.Text{NL: "niet erbij", EN: "not brought in"}
	case coding.MergeBack:
		return instruments.Text{NL: "terug", EN: "brought back"}
	case coding.MergeBoth:
		return instruments.Text{NL: "beide", EN: "both"}
	case coding.MergeKept:
		return instruments.Text{NL: "blijft", EN: "stays"}
	case coding.MergeIn:
		return instruments.Text{NL: "erbij", EN: "brought in"}
	case coding.MergeLate:
		return instruments.Text{NL: "te laat", EN: "late"}
	}
	return instruments.Same(string(o))
}

// recordName is a kind of record for people.
func recordName(k coding.Kind) instruments.Text { one, _ := recordNames(k); return one }

func recordsName(k coding.Kind) instruments.Text { _, more := recordNames(k); return more }

func recordNames(k coding.Kind) (one, more instruments.Text) {
	text := func(nl, en string) instruments.Text { return instruments.Text{NL: nl, EN: en} }
	names := map[coding.Kind][2]instruments.Text{
		coding.StudyKind:      {text("gegevens van het onderzoek", "study details"), text("gegevens van het onderzoek", "study details")},
		coding.SetKind:        {text("instrumenten", "instruments"), text("instrumenten", "instruments")},
		coding.CoderKind:      {text("codeur", "coder"), text("codeurs", "coders")},
		coding.RespondentKind: {text("respondent", "respondent"), text("respondenten", "respondents")},
		coding.TrajectoryKind: {text("traject", "trajectory"), text("trajecten", "trajectories")},
		coding.SourceKind:     {text("ingelezen bestand", "imported file"), text("ingelezen bestanden", "imported files")},
		coding.DocumentKind:   {text("document", "document"), text("documenten", "documents")},
		coding.CodeKind:       {text("code", "code"), text("codes", "codes")},
		coding.CodingKind:     {text("codering", "coding"), text("coderingen", "codings")},
		coding.FillingKind:    {text("lijst", "list"), text("lijsten", "lists")},
		coding.MemoKind:       {text("memo", "memo"), text("memo’s", "memos")},
		coding.OverrideKind:   {text("klasse met de hand", "class set by hand"), text("klassen met de hand", "classes set by hand")},
		coding.DecisionKind:   {text("afgewezen voorstel", "rejected suggestion"), text("afgewezen voorstellen", "rejected suggestions")},
		coding.ProgressKind:   {text("voortgang", "progress"), text("voortgang", "progress")},
		coding.GroupKind:      {text("groep", "group"), text("groepen", "groups")},
		coding.RoundKind:      {text("ronde", "round"), text("rondes", "rounds")},
		coding.SettlementKind: {text("beslissing", "decision"), text("beslissingen", "decisions")},
	}
	if n, ok := names[k]; ok {
		return n[0], n[1]
	}
	return instruments.Same(string(k)), instruments.Same(string(k))
}
