package study

import (
	"io"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// A projectReader reads one kind of projects.
type projectReader func(name string, r io.ReaderAt, size int64, opt ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems)

// headLength is how many bytes of a file tell what it is.
const headLength = 4096

// readProject reads a project in any form that is known.
func readProject(name string, r io.ReaderAt, size int64, opt ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems) {
	head := make([]byte, min(size, headLength))
	if n, err := r.ReadAt(head, 0); n < len(head) {
		return nil, coding.Transfer{}, instruments.Problems{unreadable(name, err)}
	}
	if read := projectFormat(name, head); read != nil {
		return read(name, r, size, opt)
	}
	return nil, coding.Transfer{}, unknownKind(name)
}

// projectFormat is the reader for a file; nil when it is no project.
func projectFormat(name string, head []byte) projectReader {
	return nil
}

// leavingAs is the GUID under which a record leaves the study.
func leavingAs(kind coding.Kind, id string) string { return string(kind) + id }
