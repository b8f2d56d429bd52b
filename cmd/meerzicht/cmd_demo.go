package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
	"meerzicht/testdata"
)

func newDemo(a *app) *cobra.Command {
	var o reportOptions
	cmd := &cobra.Command{
		Use:     "demo [" + a.say("MAP", "DIR") + "]",
		Example: a.say("meerzicht demo voorbeeld", "meerzicht demo example"),
		Short: a.say("Voer het hele voorbeeldonderzoek uit (fictieve gegevens): van transcripten tot rapport",
			"Run the whole example study (fictional data): from transcripts to report"),
		Args: words(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.out = "meerzicht-demo"
			if len(args) == 1 {
				o.out = args[0]
			}
			return a.runDemo(cmd.Context(), o)
		},
	}
	cmd.Flags().StringVar(&o.audience, "audience", "extern",
		audienceText(a))
	return cmd
}

// runDemo makes the study in DIR, loads every file of the replication study,
// and writes the report: the main job in one command.
func (a *app) runDemo(ctx context.Context, o reportOptions) error {
	if err := oneOf("--audience", o.audience, "extern", "intern"); err != nil {
		return err
	}
	if err := makeDir(o.out); err != nil {
		return err
	}
	file := filepath.Join(o.out, "studie.mz")
	c, err := a.demoStudy(ctx, file)
	if err != nil {
		return err
	}
	a.summary(c, file)
	return a.runReport(ctx, file, o)
}

// demoStudy makes and fills the study. When that breaks off, what was made is
// taken away: half a study would stand in the way of the next try.
func (a *app) demoStudy(ctx context.Context, file string) (*coding.Corpus, error) {
	_, absent := os.Lstat(file)
	s, err := a.createDemo(ctx, file)
	if err != nil {
		if absent != nil && ctx.Err() != nil { // broken off after the file came to be
			err = errors.Join(err, os.RemoveAll(file))
		}
		return nil, err
	}
	c, err := a.fillDemo(ctx, s)
	closing(s, &err)
	if err != nil {
		return nil, errors.Join(err, os.Remove(file))
	}
	return c, nil
}

func (a *app) createDemo(ctx context.Context, file string) (*study.Study, error) {
	set, err := instruments.Builtin(testdata.Template)
	if err != nil {
		return nil, err
	}
	opt := options()
	opt.Set = set
	opt.Info = coding.StudyInfo{Name: "replicatie", Title: testdata.Title(), Notice: testdata.Notice(), Lang: a.lang, Template: set.Name}
	return study.Create(ctx, file, opt)
}

func (a *app) fillDemo(ctx context.Context, s *study.Study) (*coding.Corpus, error) {
	if err := a.importDemo(ctx, s, testdata.Study()); err != nil {
		return nil, err
	}
	if err := a.doubleCode(ctx, s); err != nil {
		return nil, err
	}
	return s.Corpus(ctx)
}

func (a *app) importDemo(ctx context.Context, s *study.Study, files fs.FS) error {
	in, err := embedded(files)
	if err != nil {
		return err
	}
	bar := a.progress(instruments.Text{NL: "bestanden gelezen", EN: "files read"})
	_, err = s.Import(ctx, actor(), in, study.ImportOptions{Progress: bar.step})
	bar.end()
	if err != nil {
		return a.refused(err)
	}
	return nil
}

// embedded lists the files of the built-in study as inputs.
func embedded(fsys fs.FS) ([]study.Input, error) {
	var out []study.Input
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == testdata.GoldFile {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		out = append(out, study.Input{Name: path.Base(name), Size: int64(len(data)), Open: func() (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(data)), nil
		}})
		return err
	})
	return out, err
}

// summary counts what counts: of what was done twice, the consensus. What the
// second coder did stands on a line of its own.
func (a *app) summary(all *coding.Corpus, file string) error {
	c, err := all.InLayer("")
	if err != nil {
		return err
	}
	interviews := 0
	for _, d := range c.Documents {
		if d.Kind == instruments.Interview {
			interviews++
		}
	}
	fmt.Fprintln(a.stdout, c.Info.Notice.In(a.lang))
	fmt.Fprintf(a.stdout, "%s: %s\n", instruments.Plain(file), a.counts(
		some(len(c.Respondents), "respondent", "respondenten", "respondent", "respondents"),
		some(len(c.Trajectories), "traject", "trajecten", "trajectory", "trajectories"),
		some(interviews, "interview", "interviews", "interview", "interviews"),
		some(len(c.Documents)-interviews, "ander document", "andere documenten", "other document", "other documents"),
		some(len(c.Fillings), "ingevulde lijst", "ingevulde lijsten", "filled list", "filled lists"),
		some(len(c.Codings), "codering", "coderingen", "coding", "codings"),
	))
	for _, r := range c.Rounds {
		fmt.Fprintln(a.stdout, instruments.Textf("dubbel gecodeerd door %s en %s: %d interviews, waarvan %d met verschillen die nog niet beslist zijn",
			"coded twice, by %s and %s: %d interviews, %d of them with differences that are not settled yet",
			r.Coders[0], r.Coders[1], len(r.Documents), len(c.Layer.Unsettled)).In(a.lang))
	}
	return nil
}
