package refi

import (
	"bytes"
	"io"
	"path"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// ReadOptions say how a project is read. The zero value finds everything out.
type ReadOptions struct {
	Lang instruments.Lang // of the names and texts in the file; Dutch when empty
	// Positions is how the file counts: "codepoint", "codepoint-crlf1", "utf16",
	// "utf16-crlf1" or "utf8"; "" finds it out.
	Positions string
	// Codes and Documents give the ids, in the study that the project goes to, of
	// what is there already: by GUID, in lower case and without braces.
	Codes     map[string]coding.CodeID
	Documents map[string]instruments.DocumentID
}

// Recognises reports whether Read is the reader for a file: by the extension
// .qdpx, .qdc or .qde of its name, or by what its first bytes say.
func Recognises(name string, head []byte) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".qdpx", ".qdc", ".qde":
		return true
	}
	if isZip(head) {
		return bytes.Contains(bytes.ToLower(head), []byte(".qde"))
	}
	if len(head) > 4096 {
		head = head[:4096]
	}
	plain := bytes.ReplaceAll(head, []byte{0}, nil) // UTF-16
	return bytes.Contains(plain, []byte("urn:QDA-XML:")) && bytes.Contains(plain, []byte("<"))
}

func isZip(head []byte) bool { return bytes.HasPrefix(head, []byte("PK\x03\x04")) }

// Read reads a project or a codebook of another program as a corpus: documents
// with their texts, codebook, codings, coders, memos, groups, and of our own
// projects respondents and trajectories. The transfer says how positions were
// counted, and counts what came over and what did not. The corpus is only
// complete when problems.Err() is nil; notes among the problems are worth
// telling. Read never panics and keeps nothing of r.
func Read(name string, r io.ReaderAt, size int64, opt ReadOptions) (*coding.Corpus, coding.Transfer, instruments.Problems) {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	b := newBuilder(name, opt)
	if bad := b.read(r, size); bad != nil {
		return nil, coding.Transfer{}, append(instruments.Problems{bad.in(name)}, b.problems...)
	}
	return b.corpus, b.ordered(), b.problems
}

func (b *builder) read(r io.ReaderAt, size int64) *refusal {
	if _, ok := conventionOf(b.opt.Positions); b.opt.Positions != "" && !ok {
		return refusePositions(b.opt.Positions)
	}
	if size == 0 {
		return refuseEmpty()
	}
	bad := b.parse(r, size)
	if bad != nil {
		return bad
	}
	return b.build()
}

// parse reads the XML, and opens the archive when there is one.
func (b *builder) parse(r io.ReaderAt, size int64) (bad *refusal) {
	var head [4]byte
	if _, err := r.ReadAt(head[:min(4, size)], 0); err != nil && err != io.EOF {
		return refuseReading(err)
	}
	if !isZip(head[:]) {
		if head[0] == 'P' && head[1] == 'K' { // an empty or a cut archive
			return refuseNoArchive()
		}
		limited := io.LimitReader(io.NewSectionReader(r, 0, size), maxProject)
		b.p, bad = parseProject(limited, size/2) // XML is longer than packed XML
		return bad
	}
	if b.archive, bad = openArchive(r, size); bad != nil {
		return bad
	}
	f := b.archive.project()
	if f == nil {
		return refuseNoProject()
	}
	in, bad := b.archive.open(f, maxProject)
	if bad != nil {
		return bad
	}
	defer in.Close()
	b.p, bad = parseProject(in, size)
	return bad
}
