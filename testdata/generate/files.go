package generate

import (
	"fmt"
	"io/fs"
	"slices"
	"time"

	"meerzicht/instruments"
)

// File is one generated file: its path below testdata, and its bytes.
type File struct {
	Name string
	Data []byte
}

// Files makes every file of the study from the folder testdata/source.
func Files(source fs.FS) ([]File, error) {
	set, err := instruments.Builtin("reclassering-2020")
	if err != nil {
		return nil, err
	}
	ps, err := people(source, set)
	if err != nil {
		return nil, err
	}
	rows, err := dyads(source, set)
	if err != nil {
		return nil, err
	}
	talks, err := conversations(source)
	if err != nil {
		return nil, err
	}
	out, marks, err := transcripts(talks)
	if err != nil {
		return nil, err
	}
	filled, err := lists(set, ps, rows, talks)
	if err != nil {
		return nil, err
	}
	tables, err := codingFiles(marks, ps)
	if err != nil {
		return nil, err
	}
	more, err := secondFiles(source, set, ps, rows, talks, marks)
	return append(below("study", out, filled, tables), more...), err
}

// below puts files into a folder.
func below(folder string, lists ...[]File) []File {
	var out []File
	for _, f := range slices.Concat(lists...) {
		out = append(out, File{Name: folder + "/" + f.Name, Data: f.Data})
	}
	return out
}

func transcripts(talks []conversation) ([]File, []placed, error) {
	var (
		out   []File
		marks []placed
	)
	for i, c := range talks {
		l := layoutOf(i)
		data, err := l.write(c, labels(c, i))
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", c.name, err)
		}
		f := File{Name: "transcripten/" + docID(c) + l.ext, Data: data}
		ps, err := place(c, f)
		if err != nil {
			return nil, nil, err
		}
		out, marks = append(out, f), append(marks, ps...)
	}
	return out, marks, nil
}

func codingFiles(marks []placed, ps []person) ([]File, error) {
	g, err := gold(marks)
	if err != nil {
		return nil, err
	}
	c, err := firstCoder(marks, ps)
	if err != nil {
		return nil, err
	}
	return []File{{Name: "gold.csv", Data: g}, {Name: "codeurs/codeur1.csv", Data: c}}, nil
}

// fieldDay is the invented day of the i-th conversation, inside the period of
// the fieldwork.
func fieldDay(i int) string {
	return time.Date(2020, time.January, 6, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 2*i).Format("2006-01-02")
}
