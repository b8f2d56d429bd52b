package study

import (
	"io"

	"meerzicht/coding"
	"meerzicht/coding/portable"
	"meerzicht/coding/refi"
	"meerzicht/coding/rock"
	"meerzicht/instruments"
	"meerzicht/study/foreign"
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
	switch {
	case isStudy(head):
		return refuseStudy
	case portable.Recognises(name, head):
		return whole(func(name string, data []byte, _ ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems) {
			return portable.Read(name, data)
		})
	case refi.Recognises(name, head):
		return func(name string, r io.ReaderAt, size int64, opt ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems) {
			return refi.Read(name, r, size, refi.ReadOptions{Lang: opt.Lang, Positions: opt.Positions, Codes: opt.Codes, Documents: opt.Documents})
		}
	case foreign.Recognises(head):
		return func(name string, r io.ReaderAt, size int64, opt ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems) {
			return foreign.Read(name, r, size, opt.Lang)
		}
	case rock.Recognises(name, head):
		return whole(func(name string, data []byte, opt ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems) {
			return rock.Read(name, data, opt.Lang)
		})
	}
	return nil
}

// mostWhole bounds a project that is read in one piece, in bytes.
const mostWhole = 512 << 20

// whole is the reader of a project that is read in one piece.
func whole(read func(name string, data []byte, opt ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems)) projectReader {
	return func(name string, r io.ReaderAt, size int64, opt ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems) {
		if size > mostWhole {
			return nil, coding.Transfer{}, instruments.Problems{{
				File: name, What: instruments.Textf("het bestand is groter dan %d MB", "the file is larger than %d MB", mostWhole>>20),
				Hint: instruments.Text{NL: "splits het project", EN: "split the project"},
			}}
		}
		data := make([]byte, size)
		if _, err := io.ReadFull(io.NewSectionReader(r, 0, size), data); err != nil {
			return nil, coding.Transfer{}, instruments.Problems{unreadable(name, err)}
		}
		return read(name, data, opt)
	}
}

// refuseStudy tells where a study file is brought in.
func refuseStudy(name string, _ io.ReaderAt, _ int64, _ ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems) {
	return nil, coding.Transfer{}, instruments.Problems{{
		File: name, What: instruments.Text{NL: "dit is een onderzoek van Meerzicht", EN: "this is a study of Meerzicht"},
		Hint: instruments.Text{
			NL: "‘meerzicht merge’ voegt een kopie van dit onderzoek toe; een ander onderzoek komt binnen als JSON, zie ‘meerzicht export’",
			EN: "‘meerzicht merge’ brings in a copy of this study; another study comes in as JSON, see ‘meerzicht export’",
		},
	}}
}
