package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

func newVerify(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "verify " + a.say("ONDERZOEK", "STUDY"),
		Example: a.say("meerzicht verify studie.mz", "meerzicht verify study.mz"),
		Short:   a.say("Controleer het bestand, de keten van gebeurtenissen en de teksten; verandert niets", "Check the file, the chain of events and the texts; changes nothing"),
		Args:    words(1, 1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runVerify(cmd.Context(), args[0]) },
	}
}

func (a *app) runVerify(ctx context.Context, path string) error {
	return a.withReader(ctx, path, func(s *study.Study) error {
		v, err := s.Verify(ctx)
		if err != nil {
			return err
		}
		switch a.format {
		case "json":
			return writeJSON(a.stdout, v)
		case "csv":
			return writeRows(a.stdout, [][]string{
				{"events", "records", "blobs", "head"},
				{fmt.Sprint(v.Events), fmt.Sprint(v.Records), fmt.Sprint(v.Blobs), v.Head},
			})
		}
		_, err = fmt.Fprintf(a.stdout, a.say("in orde: %s, %s, %s; hash %s\n", "sound: %s, %s, %s; hash %s\n"),
			some(int(v.Events), "gebeurtenis", "gebeurtenissen", "event", "events").In(a.lang),
			some(v.Records, "gegeven", "gegevens", "record", "records").In(a.lang),
			some(v.Blobs, "tekst of bestand", "teksten en bestanden", "text or file", "texts and files").In(a.lang), v.Head)
		return err
	})
}

func newLog(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "log " + a.say("ONDERZOEK", "STUDY"),
		Example: a.say("meerzicht log studie.mz --format csv", "meerzicht log study.mz --format csv"),
		Short:   a.say("Toon alle gebeurtenissen: wie, wanneer, wat", "Show all events: who, when, what"),
		Args:    words(1, 1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runLog(cmd.Context(), args[0]) },
	}
}

func (a *app) runLog(ctx context.Context, path string) error {
	return a.withReader(ctx, path, func(s *study.Study) error { return a.printLog(ctx, s) })
}

func (a *app) printLog(ctx context.Context, s *study.Study) error {
	switch a.format {
	case "csv":
		return a.logCSV(ctx, s)
	case "json":
		var all []study.Event
		if err := s.Log(ctx, func(e study.Event) error { all = append(all, e); return nil }); err != nil {
			return err
		}
		return writeList(a.stdout, all)
	}
	return s.Log(ctx, func(e study.Event) error {
		_, err := fmt.Fprintf(a.stdout, "%6d  %s  %-12s  %-20s  %.12s\n", e.Seq, instruments.Plain(e.Time), instruments.Plain(e.Actor), instruments.Plain(e.Type), instruments.Plain(e.Hash))
		return err
	})
}

func (a *app) logCSV(ctx context.Context, s *study.Study) error {
	w := csv.NewWriter(a.stdout)
	if err := w.Write([]string{"seq", "time", "actor", "type", "hash"}); err != nil {
		return err
	}
	err := s.Log(ctx, func(e study.Event) error {
		return w.Write(neutral([]string{strconv.FormatInt(e.Seq, 10), e.Time, e.Actor, e.Type, e.Hash}))
	})
	w.Flush()
	if err != nil {
		return err
	}
	return w.Error()
}

func newUndo(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "undo " + a.say("ONDERZOEK", "STUDY"),
		Example: a.say("meerzicht undo studie.mz", "meerzicht undo study.mz"),
		Short:   a.say("Maak de laatste verandering ongedaan", "Undo the last change"),
		Args:    words(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runBack(cmd.Context(), args[0], (*study.Study).Undo,
				instruments.Text{NL: "ongedaan gemaakt", EN: "undone"}, instruments.Text{NL: "er is niets ongedaan te maken", EN: "there is nothing to undo"})
		},
	}
}

func newRedo(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "redo " + a.say("ONDERZOEK", "STUDY"),
		Example: a.say("meerzicht redo studie.mz", "meerzicht redo study.mz"),
		Short:   a.say("Voer de laatst ongedaan gemaakte verandering weer uit", "Redo the last change undone"),
		Args:    words(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runBack(cmd.Context(), args[0], (*study.Study).Redo,
				instruments.Text{NL: "opnieuw uitgevoerd", EN: "redone"}, instruments.Text{NL: "er is niets opnieuw uit te voeren", EN: "there is nothing to redo"})
		},
	}
}

type backOrForth func(*study.Study, context.Context, string) (study.Event, bool, error)

func (a *app) runBack(ctx context.Context, path string, do backOrForth, done, nothing instruments.Text) error {
	return a.withStudy(ctx, path, func(s *study.Study) error {
		before, err := files(ctx, s)
		if err != nil {
			return err
		}
		e, ok, err := do(s, ctx, actor())
		if err != nil {
			return err
		}
		after, err := files(ctx, s)
		if err != nil {
			return err
		}
		if !ok {
			fmt.Fprintln(a.stdout, nothing.In(a.lang))
			return nil
		}
		what := instruments.Plain(e.Type)
		if n := max(after-before, before-after); n > 0 {
			what += ", " + some(n, "bestand", "bestanden", "file", "files").In(a.lang)
		}
		_, err = fmt.Fprintf(a.stdout, "%s: %s (%d)\n", done.In(a.lang), what, e.Seq)
		return err
	})
}

// files counts the imported files of which the study holds something.
func files(ctx context.Context, s *study.Study) (n int, err error) {
	err = s.View(ctx).Each(coding.SourceKind, func(string, json.RawMessage) error {
		n++
		return nil
	})
	return n, err
}

func newBackup(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "backup " + a.say("ONDERZOEK BESTAND", "STUDY FILE"),
		Example: a.say("meerzicht backup studie.mz studie-vrijdag.mz", "meerzicht backup study.mz study-friday.mz"),
		Short:   a.say("Schrijf een gecontroleerde kopie van het onderzoek", "Write a verified copy of the study"),
		Args:    words(2, 2),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runBackup(cmd.Context(), args[0], args[1]) },
	}
}

func (a *app) runBackup(ctx context.Context, path, to string) error {
	return a.withReader(ctx, path, func(s *study.Study) error {
		if _, err := s.Backup(ctx, to); err != nil {
			return err
		}
		_, err := fmt.Fprintf(a.stdout, a.say("kopie geschreven en gecontroleerd: %s\n", "copy written and verified: %s\n"), instruments.Plain(to))
		return err
	})
}
