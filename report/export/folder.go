package export

import (
	"context"
	"errors"
	"io"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report"
	"meerzicht/report/archive"
)

// WriteFolder writes the archive as a folder that does not exist yet or is empty,
// whole or not at all, and gives the names of its files.
func WriteFolder(ctx context.Context, dir string, c *coding.Corpus, opt Options) ([]string, error) {
	f, _ := ByID(Folder)
	j, err := plan(ctx, c, f, opt)
	if err != nil {
		return nil, err
	}
	parts, err := j.archive()
	if err != nil {
		return nil, err
	}
	return archive.Write(ctx, dir, parts)
}

func (j *job) zip(w io.Writer) error {
	parts, err := j.archive()
	if err != nil {
		return err
	}
	_, err = archive.WriteZip(j.ctx, w, parts)
	return err
}

// archive is what goes into an archive: what the package archive makes, and the
// external report, since an archive is for others. A study of which no such report
// can be made goes without.
func (j *job) archive() (archive.Parts, error) {
	parts := archive.Parts{
		Corpus: j.whole, Lang: j.Lang, Program: j.program(), Log: j.Log, Layer: j.Layer, WithoutTexts: j.WithoutTexts, Progress: j.Progress,
	}
	r, err := report.Build(j.whole, report.Options{Lang: j.Lang, Audience: report.Extern, Version: j.Version, Layer: j.Layer, RoundOf: j.RoundOf})
	switch {
	case errors.Is(err, instruments.ErrRefused):
		return parts, nil
	case err != nil:
		return parts, err
	}
	parts.Files = []archive.File{
		{Name: "report/rapport.html", What: instruments.Text{NL: "het rapport voor buiten het team, kleine aantallen afgeschermd", EN: "the report for outside the team, small counts masked"}, Write: r.HTML},
		{Name: "report/tabellen.xlsx", What: instruments.Text{NL: "de tabellen van het rapport als werkboek", EN: "the tables of the report as a workbook"}, Write: r.Workbook},
	}
	return parts, nil
}
