package study

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
)

// maxFile is the largest file that is imported, in bytes.
const maxFile = 64 << 20

// listFile is a list or sheet that was read.
type listFile struct {
	index  int
	again  bool // it was imported before, and only what is gone comes back
	source instruments.Source
	result checklist.Result
}

// sortedFiles are the inputs by what they are; all but lists are still unread.
type sortedFiles struct {
	lists                          []listFile
	transcripts, codings, projects []int
	sheets                         int // tables of all kinds
}

// sort reads all spreadsheets, since a sheet may hold respondents that the
// transcripts need, and tells the other files apart.
func (m *importer) sort() (out sortedFiles, err error) {
	var sheets []int
	parts := m.folderParts()
	for i, in := range m.inputs {
		switch ext := strings.ToLower(path.Ext(baseName(in.Name))); {
		case parts[i]:
			m.report.Files[i].As = AsPart
		case slices.Contains([]string{".csv", ".tsv", ".xlsx", ".xlsm", ".xls"}, ext):
			sheets = append(sheets, i)
		case m.isProject(i, ext):
			out.projects = append(out.projects, i)
		default:
			out.transcripts = append(out.transcripts, i)
		}
	}
	out.sheets = len(sheets)
	m.progress = meter{to: m.opt.Progress, total: len(m.inputs) - len(parts) + (projectSteps-1)*len(out.projects)}
	err = ordered(m.ctx, sheets, m.readSheet, func(i int, f sheetFile) error {
		switch {
		case f.codings:
			out.codings = append(out.codings, i)
			return nil
		case f.transcript:
			out.transcripts = append(out.transcripts, i)
			return nil
		}
		fresh, err := m.freshList(f)
		if err != nil {
			return err
		}
		if fresh {
			out.lists = append(out.lists, f.listFile)
		}
		return m.finished()
	})
	slices.Sort(out.transcripts)
	return out, err
}

// freshList reports whether a list or sheet has something to bring.
func (m *importer) freshList(f sheetFile) (bool, error) {
	i, sum := f.index, f.source.SHA256
	m.report.Files[i].Columns = f.result.Columns
	f.problems = m.withoutCoderNote(f.problems)
	if f.problems.Err() != nil {
		if f.again {
			m.leave(i, sum, f.problems)
			return false, nil
		}
		m.problems[i] = append(m.problems[i], f.problems...)
		m.halfRead(f.listFile)
		return false, nil
	}
	here := false
	if f.again {
		var err error
		if here, err = m.listsHere(f.listFile); err != nil {
			return false, err
		}
	}
	if m.skip(i, sum, here) {
		return false, nil
	}
	m.problems[i] = append(m.problems[i], f.problems...)
	return true, nil
}

// sheetFile is a spreadsheet as a worker hands it on.
type sheetFile struct {
	listFile
	problems            instruments.Problems
	codings, transcript bool
}

func (m *importer) readSheet(i int) sheetFile {
	f := sheetFile{listFile: listFile{index: i}}
	data, problems := m.bytes(i)
	if f.problems = problems; problems != nil {
		return f
	}
	f.source = source(data)
	f.again = m.again(f.source.SHA256)
	csv := strings.EqualFold(path.Ext(m.inputs[i].Name), ".csv")
	switch {
	case csv && coding.IsCodings(data[:min(len(data), 4096)]):
		f.codings = true
	case csv && spokenTable(data):
		f.transcript = true
	default:
		f.problems = m.guard(i, func() (ps instruments.Problems) {
			f.result, ps = m.readers.List(m.inputs[i].Name, data, m.set)
			return ps
		})
	}
	return f
}

// spokenTable reports whether a csv file has a column of speakers and one of
// texts: a transcript.
func spokenTable(data []byte) bool {
	line, _, _ := bytes.Cut(data[:min(len(data), 4096)], []byte("\n"))
	fields := strings.FieldsFunc(strings.ToLower(strings.TrimPrefix(string(line), "\ufeff")), func(r rune) bool { return strings.ContainsRune(",;\t\"\r ", r) })
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(fields, w) })
	}
	return has("spreker", "speaker") && has("tekst", "text")
}

func source(data []byte) instruments.Source {
	sum := sha256.Sum256(data)
	return instruments.Source{SHA256: hex.EncodeToString(sum[:]), Size: int64(len(data))}
}

// bytes reads a whole file.
func (m *importer) bytes(i int) ([]byte, instruments.Problems) {
	in := m.inputs[i]
	fail := func(what, hint instruments.Text) ([]byte, instruments.Problems) {
		return nil, instruments.Problems{{File: in.Name, What: what, Hint: hint}}
	}
	large := instruments.Textf("het bestand is groter dan %d MB", "the file is larger than %d MB", maxFile>>20)
	if in.Size > maxFile {
		return fail(large, instruments.Text{NL: "splits het bestand", EN: "split the file"})
	}
	r, err := in.Open()
	var data []byte
	if err == nil {
		buf := bytes.NewBuffer(make([]byte, 0, min(max(in.Size, 0), maxFile)+bytes.MinRead))
		_, err = buf.ReadFrom(io.LimitReader(r, maxFile+1))
		err = errors.Join(err, r.Close())
		data = buf.Bytes()
	}
	switch {
	case err != nil:
		return nil, instruments.Problems{unreadable(in.Name, err)}
	case len(data) > maxFile:
		return fail(large, instruments.Text{NL: "splits het bestand", EN: "split the file"})
	case len(data) == 0:
		return nil, instruments.Problems{emptyFile(in.Name)}
	}
	return data, nil
}

// emptyFile is the problem of a file without a byte.
func emptyFile(name string) instruments.Problem {
	return instruments.Problem{File: name, What: instruments.Text{NL: "het bestand is leeg", EN: "the file is empty"}, Hint: instruments.Text{NL: "is het wel goed gekopieerd?", EN: "was it copied well?"}}
}

// unreadable is the problem of a file that cannot be read.
func unreadable(name string, err error) instruments.Problem {
	p := instruments.Problem{File: name, What: instruments.Textf("het bestand kan niet gelezen worden: %v", "the file cannot be read: %v", err)}
	if errors.Is(err, fs.ErrPermission) {
		p.What = instruments.Text{NL: "geen rechten om dit bestand te lezen", EN: "no permission to read this file"}
	}
	return p
}

// guard turns the panic of a reader into a problem of its file.
func (m *importer) guard(i int, read func() instruments.Problems) (problems instruments.Problems) {
	defer func() {
		if r := recover(); r != nil {
			problems = instruments.Problems{{
				File: m.inputs[i].Name,
				What: instruments.Textf("het lezen van dit bestand liep vast (%v)", "reading this file failed inside the program (%v)", r),
				Hint: instruments.Text{NL: "dit is een fout van Meerzicht; meld haar, met het bestand als dat mag", EN: "this is a fault of Meerzicht; report it, with the file if you may"},
			}}
		}
	}()
	return read()
}

// baseName is the last part of a path written by any system.
func baseName(name string) string { return path.Base(strings.ReplaceAll(name, `\`, "/")) }

// stem is the file name without folder and extension.
func stem(name string) string {
	base := baseName(name)
	return strings.TrimSuffix(base, path.Ext(base))
}

// ordered calls produce for every item on all processors and consume, in order,
// on the caller's goroutine. At most two results a processor wait, so memory
// stays flat however many items there are. It returns when no produce runs any
// more; the first error of consume, or the end of the context, stops it.
func ordered[R any](ctx context.Context, items []int, produce func(int) R, consume func(int, R) error) error {
	ctx, cancel := context.WithCancel(ctx)
	procs := runtime.GOMAXPROCS(0)
	pending, slots := make(chan chan R, procs), make(chan struct{}, procs)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	wg.Go(func() {
		defer close(pending)
		for _, item := range items {
			result := make(chan R, 1)
			select {
			case <-ctx.Done():
				return
			case pending <- result:
			}
			select {
			case <-ctx.Done():
				return
			case slots <- struct{}{}:
			}
			wg.Go(func() {
				result <- produce(item)
				<-slots
			})
		}
	})
	for _, item := range items {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case result, ok := <-pending:
			if !ok {
				return ctx.Err()
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case r := <-result:
				if err := consume(item, r); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
