package study

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"sync"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/coding/portable"
	"meerzicht/coding/refi"
	"meerzicht/instruments"
)

const (
	maxProject   = 2 << 30 // bytes of the largest project that is imported
	projectSteps = 200     // of progress: the first half is reading
)

// AsPart is FileReport.As of a file that lies in the folder of a project and is
// none of what is read of it.
const AsPart = "part"

// meter adds up the progress of an import.
type meter struct {
	to          func(done, total int)
	done, total int
}

func (p *meter) step(n int) {
	if n <= 0 {
		return
	}
	p.done += n
	if p.to != nil {
		p.to(p.done, p.total)
	}
}

// isProject looks at the first bytes of a file. One that cannot be read is told
// of later, by who reads it whole. Plain texts are looked at then too, so that
// thousands of them are opened once.
func (m *importer) isProject(i int, ext string) bool {
	in := m.inputs[i]
	switch ext {
	case ".docx", ".docm", ".doc", ".odt", ".rtf", ".vtt", ".srt", ".otr", ".cha", ".html", ".htm", ".pdf", ".txt", ".text", ".md", ".markdown":
		return false
	}
	if in.Size > maxProject {
		return false
	}
	r, err := in.Open()
	if err != nil {
		return false
	}
	defer r.Close()
	head := make([]byte, headLength)
	n, err := io.ReadFull(r, head)
	if n == 0 || err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false
	}
	return isStudy(head[:n]) || m.readers.IsProject(in.Name, head[:n])
}

// isStudy reports whether a file begins as a study of ours does.
func isStudy(head []byte) bool {
	return len(head) >= 72 && strings.HasPrefix(string(head), "SQLite format 3\x00") && binary.BigEndian.Uint32(head[68:]) == applicationID
}

// folderParts are the files beside the data.qda of a QualCoder project, which is
// a folder named so too: pictures, sound, backups. One note counts them.
func (m *importer) folderParts() map[int]bool {
	data := map[string]int{} // folder → its data.qda
	for i, in := range m.inputs {
		dir, base := path.Split(slashed(in.Name))
		if strings.EqualFold(base, "data.qda") && strings.HasSuffix(strings.ToLower(dir), ".qda/") {
			data[dir] = i
		}
	}
	parts, count := map[int]bool{}, map[int]int{}
	for i, in := range m.inputs {
		for dir := path.Dir(slashed(in.Name)); dir != "." && dir != "/"; dir = path.Dir(dir) {
			if at, is := data[dir+"/"]; is && at != i {
				parts[i] = true
				count[at]++
				break
			}
		}
	}
	for at, n := range count {
		m.note(at, plural(n, instruments.Text{NL: "van deze projectmap is alleen data.qda gelezen; 1 ander bestand bleef liggen", EN: "of this project folder only data.qda was read; 1 other file was left"},
			"van deze projectmap is alleen data.qda gelezen; %d andere bestanden bleven liggen", "of this project folder only data.qda was read; %d other files were left"), instruments.Text{})
	}
	return parts
}

func slashed(name string) string { return strings.ReplaceAll(name, `\`, "/") }

// projectFiles reads and stores the projects, one after the other.
func (m *importer) projectFiles(files []int) error {
	for _, i := range files {
		to := m.progress.done + projectSteps
		if err := m.project(i); err != nil {
			return err
		}
		m.progress.step(to - m.progress.done)
		if err := m.ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// project reads and stores one project.
func (m *importer) project(i int) error {
	f, problems := m.openProject(i)
	if problems != nil {
		m.problems[i] = append(m.problems[i], problems...)
		return m.ctx.Err()
	}
	defer f.close()
	if _, twice := m.sources[f.source.SHA256]; twice {
		m.skip(i, f.source.SHA256, false)
		return nil
	}
	opt, err := m.projectOptions()
	if err != nil {
		return err
	}
	a := &adoption{importer: m, index: i, source: f.source, own: f.own(m.inputs[i].Name)}
	told := m.guard(i, func() (ps instruments.Problems) {
		a.from, a.transfer, ps = m.readers.Project(m.inputs[i].Name, f, f.source.Size, opt)
		return ps
	})
	if err := m.ctx.Err(); err != nil {
		return err // whatever the reader made of that
	}
	m.problems[i] = append(m.problems[i], told...)
	if told.Err() != nil || !a.sure() {
		return nil
	}
	return a.store()
}

// projectOptions are those of the import, with the names under which the records
// of the study leave it.
func (m *importer) projectOptions() (ProjectOptions, error) {
	opt := ProjectOptions{Lang: m.opt.Lang, Positions: m.opt.Positions, Codes: map[string]coding.CodeID{}, Documents: map[string]instruments.DocumentID{}}
	ids, err := recordIDs(m.s.writer, coding.CodeKind)
	for _, id := range ids {
		opt.Codes[refi.GUID(coding.CodeKind, id)] = coding.CodeID(mark + id)
	}
	if err == nil {
		ids, err = recordIDs(m.s.writer, coding.DocumentKind)
	}
	for _, id := range ids {
		opt.Documents[refi.GUID(coding.DocumentKind, id)] = instruments.DocumentID(mark + id)
	}
	return opt, err
}

// sure reports whether it is known how the project counts positions, and says
// what to do when that is a guess.
func (a *adoption) sure() bool {
	t := a.transfer
	if !t.Unsure || a.opt.Positions != "" {
		return true
	}
	guess := t.Positions
	if guess == "" {
		guess = "codepoint"
	}
	what := instruments.Textf("hoe dit project posities telt, is niet zeker: %s", "how this project counts positions is not certain: %s", t.Convention)
	hint := instruments.Textf("bevestig met --positions %s als de fragmenten kloppen, of kies codepoint, codepoint-crlf1, utf16, utf16-crlf1 of utf8%s", "confirm with --positions %s when the quotations are right, or choose codepoint, codepoint-crlf1, utf16, utf16-crlf1 or utf8%s", guess, a.sample())
	if a.opt.DryRun {
		a.note(a.index, what, hint)
		return true
	}
	a.problem(a.index, what, hint)
	return false
}

// sample is a quotation by which people see whether positions are right.
func (a *adoption) sample() instruments.Text {
	for _, c := range a.from.Codings {
		if d, ok := a.from.Document(c.Document); ok {
			seg, err := coding.NewSegment(&d, c.Start, c.End)
			if err != nil {
				continue
			}
			name := string(c.Code)
			if code, ok := a.from.Codebook.Code(c.Code); ok {
				name = code.Name.In(a.opt.Lang)
			}
			return instruments.Textf("; zo gelezen staat bij code %[1]s: ‘%[2]s’", "; read so, code %[1]s stands at: ‘%[2]s’", instruments.Plain(name), instruments.Plain(clip(seg.Quotation)))
		}
	}
	return instruments.Text{}
}

// clip is a text short enough for a message.
func clip(s string) string {
	const most = 80
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// recordIDs are the ids of the records of a kind.
func recordIDs(d *db, kind coding.Kind) (ids []string, err error) {
	err = d.query(`SELECT id FROM records WHERE kind = ? ORDER BY id`, []any{string(kind)}, func(st *sqlite3.Stmt) error {
		ids = append(ids, st.ColumnText(0))
		return nil
	})
	return ids, err
}

// projectFile is an open project. Reading counts as the first half of its
// progress, and fails when the import is given up.
type projectFile struct {
	io.ReaderAt
	ctx    context.Context
	source instruments.Source
	close  func()
	tell   func(read int)
}

// ReadAt reads as the file does.
func (f *projectFile) ReadAt(p []byte, off int64) (int, error) {
	if err := f.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := f.ReaderAt.ReadAt(p, off)
	f.tell(n)
	return n, err
}

// own reports whether the project is a whole study of ours.
func (f *projectFile) own(name string) bool {
	head := make([]byte, min(f.source.Size, headLength))
	_, err := io.ReadFull(io.NewSectionReader(f.ReaderAt, 0, f.source.Size), head)
	return err == nil && portable.Recognises(name, head)
}

// readingSteps turns bytes that were read into steps of progress; a file may be
// read at several places at once, and more than once.
func (m *importer) readingSteps(size int64) func(int) {
	const half = projectSteps / 2
	var mu sync.Mutex
	read, told := int64(0), 0
	return func(n int) {
		mu.Lock()
		defer mu.Unlock()
		read += int64(n)
		now := int(min(half, read*half/size))
		m.progress.step(now - told)
		told = now
	}
}

// openProject opens a project for reading at any place, and sums its bytes.
func (m *importer) openProject(i int) (*projectFile, instruments.Problems) {
	in := m.inputs[i]
	r, err := in.Open()
	if err != nil {
		return nil, instruments.Problems{unreadable(in.Name, err)}
	}
	f := &projectFile{ctx: m.ctx, close: func() { r.Close() }}
	sum := sha256.New()
	stream := io.TeeReader(io.LimitReader(r, maxProject+1), sum)
	var size int64
	if at, direct := r.(io.ReaderAt); direct {
		f.ReaderAt = at
		size, err = io.Copy(io.Discard, stream)
	} else {
		size, err = f.spool(stream)
	}
	if err == nil && size > 0 && size <= maxProject {
		f.source = instruments.Source{SHA256: hex.EncodeToString(sum.Sum(nil)), Size: size}
		f.tell = m.readingSteps(size)
		return f, nil
	}
	f.close()
	switch {
	case err != nil:
		return nil, instruments.Problems{unreadable(in.Name, err)}
	case size == 0:
		return nil, instruments.Problems{emptyFile(in.Name)}
	}
	return nil, instruments.Problems{{
		File: in.Name, What: instruments.Textf("het project is groter dan %d MB", "the project is larger than %d MB", maxProject>>20),
		Hint: instruments.Text{NL: "splits het project, of laat beeld en geluid weg bij het exporteren", EN: "split the project, or leave images and sound out when exporting"},
	}}
}

// spool puts a stream in a file without a name.
func (f *projectFile) spool(r io.Reader) (int64, error) {
	tmp, err := os.CreateTemp("", "meerzicht-*") // mode 0600
	if err != nil {
		return 0, fmt.Errorf("spool: %w", err)
	}
	_ = os.Remove(tmp.Name()) // where the system allows it
	before := f.close
	f.ReaderAt, f.close = tmp, func() {
		before()
		tmp.Close()
		_ = os.Remove(tmp.Name()) // where it did not
	}
	return io.Copy(tmp, r)
}
