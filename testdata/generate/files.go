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

// material is what the sources hold, with the transcripts made from them.
type material struct {
	set    *instruments.Set
	people []person
	dyads  []dyadRow
	talks  []conversation
	texts  []File
	marks  []placed
}

// Files makes every file of the study from the folder testdata/source.
func Files(source fs.FS) ([]File, error) {
	m, err := read(source)
	if err != nil {
		return nil, err
	}
	filled, err := lists(m.set, m.people, m.dyads, m.talks)
	if err != nil {
		return nil, err
	}
	tables, err := codingFiles(m.marks, m.people)
	if err != nil {
		return nil, err
	}
	more, err := secondFiles(source, m)
	return append(below("study", m.texts, filled, tables), more...), err
}

// Second makes only the files about the second coder: theirs, and what was
// decided.
func Second(source fs.FS) ([]File, error) {
	m, err := read(source)
	if err != nil {
		return nil, err
	}
	return secondFiles(source, m)
}

func read(source fs.FS) (m material, err error) {
	if m.set, err = instruments.Builtin("reclassering-2020"); err != nil {
		return m, err
	}
	if m.people, err = people(source, m.set); err != nil {
		return m, err
	}
	if m.dyads, err = dyads(source, m.set); err != nil {
		return m, err
	}
	if m.talks, err = conversations(source); err != nil {
		return m, err
	}
	m.texts, m.marks, err = transcripts(m.talks)
	return m, err
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
