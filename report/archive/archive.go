package archive

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report/dataset"
)

// Parts are what goes into an archive.
type Parts struct {
	Corpus  *coding.Corpus   // the whole study, with its texts
	Lang    instruments.Lang // of labels in data files; default: the study's
	Program string           // "Meerzicht 0.3.0"
	// Log gives the events of the study, first to last, as one JSON object each; nil
	// when there is no log.
	Log func(line func([]byte) error) error
	// Layer is whose work the data files count, by the names of
	// coding.Corpus.InLayer; "" is the consensus where there is one. Codings and
	// lists hold everybody's work.
	Layer string
	// WithoutTexts leaves out every word of the interviews: texts, quotations,
	// memos and remarks, titles and examples, and the formats that cannot do
	// without.
	WithoutTexts bool
	// Files are further files, such as the report; their names may have folders.
	Files []File
	// Progress is told before each file how many are done and of how many; may be
	// nil.
	Progress func(done, total int)
}

// File is a file that is written when its turn comes.
type File struct {
	Name  string           // path in the archive, with slashes
	What  instruments.Text // for the README
	Write func(io.Writer) error
}

// Sums is the name of the file with the checksums of all other files.
const Sums = "SHA256SUMS"

// maxFiles bounds an archive; more texts than this belong in one file.
const maxFiles = 100_000

// place is where files are written: a folder or a zip file.
type place interface {
	create(name string) (io.WriteCloser, error)
}

// job is an archive being written.
type job struct {
	Parts
	ctx   context.Context
	whole *coding.Corpus // as asked: without texts, when they are left out
	layer *coding.Corpus // whose work the data files count
	texts []string       // names of the texts, by document
	made  dataset.Dataset
	lost  []loss
	sums  []string
	names []string
}

// loss is what a format could not hold.
type loss struct {
	name string
	what coding.Transfer
}

func newJob(ctx context.Context, p Parts) (*job, error) {
	if p.Corpus == nil || p.Corpus.Instruments == nil {
		return nil, instruments.Refuse("", instruments.Text{NL: "het onderzoek heeft geen instrumenten", EN: "the study has no instruments"}, instruments.Text{})
	}
	if p.Lang == "" {
		p.Lang = p.Corpus.Info.Lang
	}
	if p.Lang == "" {
		p.Lang = instruments.Dutch
	}
	j := &job{Parts: p, ctx: ctx, whole: p.Corpus}
	if p.WithoutTexts {
		j.whole = silent(p.Corpus)
	}
	for i := range p.Corpus.Documents {
		if d := &p.Corpus.Documents[i]; !p.WithoutTexts && d.Text == "" && d.Length > 0 {
			return nil, fmt.Errorf("archive: the text of document %q was not loaded", d.ID)
		}
	}
	j.texts = textNames(j.whole.Documents)
	var err error
	j.layer, err = analysis.InLayer(j.whole, p.Layer)
	return j, err
}

// run writes every file to a place, the README and the checksums last.
func (j *job) run(to place) error {
	files := append(j.contents(), j.Files...)
	if err := check(files); err != nil {
		return err
	}
	for i, f := range files {
		if j.Progress != nil {
			j.Progress(i, len(files))
		}
		if err := j.file(to, f); err != nil {
			return err
		}
	}
	for _, f := range []File{j.readme(instruments.Dutch, files), j.readme(instruments.English, files)} {
		if err := j.file(to, f); err != nil {
			return err
		}
	}
	slices.Sort(j.sums)
	sums := File{Name: Sums, Write: func(w io.Writer) error {
		_, err := io.WriteString(w, strings.Join(j.sums, ""))
		return err
	}}
	return j.file(to, sums)
}

// check refuses names that leave the archive, that hide, or that occur twice.
func check(files []File) error {
	if len(files) > maxFiles {
		return instruments.Refuse("", instruments.Textf("%d bestanden zijn te veel voor een archief (hoogstens %d)", "%d files are too many for an archive (%d at most)", len(files), maxFiles),
			instruments.Text{NL: "bewaar het hele onderzoek als json", EN: "keep the whole study as json"})
	}
	seen := map[string]bool{"readme.md": true, "leesmij.md": true, strings.ToLower(Sums): true}
	for _, f := range files {
		key := strings.ToLower(f.Name)
		if seen[key] || !safe(f.Name) {
			return instruments.Refuse(f.Name, instruments.Text{NL: "deze naam kan niet in het archief", EN: "this name cannot be in the archive"}, instruments.Text{})
		}
		seen[key] = true
	}
	return nil
}

func safe(name string) bool {
	for _, part := range strings.Split(name, "/") {
		if part == "" || strings.HasPrefix(part, ".") || strings.ContainsAny(part, "\\:\x00\n\r") {
			return false
		}
	}
	return path.Clean(name) == name
}

// file writes one file and notes its checksum; the sums have no sum themselves.
func (j *job) file(to place, f File) error {
	if err := j.ctx.Err(); err != nil {
		return err
	}
	out, err := to.create(f.Name)
	if err != nil {
		return err
	}
	sum := sha256.New()
	buf := bufio.NewWriterSize(until{j.ctx, io.MultiWriter(out, sum)}, 1<<16)
	err = f.Write(buf)
	if err == nil {
		err = buf.Flush()
	}
	if closed := out.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	j.names = append(j.names, f.Name)
	if f.Name != Sums {
		j.sums = append(j.sums, hex.EncodeToString(sum.Sum(nil))+"  "+f.Name+"\n")
	}
	return nil
}

// until is a writer that stops when a context ends.
type until struct {
	ctx context.Context
	w   io.Writer
}

func (u until) Write(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.w.Write(p)
}
