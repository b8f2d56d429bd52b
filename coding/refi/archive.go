package refi

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"

	"meerzicht/instruments"
)

// Limits of an archive. All are counted on the stream; sizes that the archive
// claims are not believed.
const (
	maxDirectory = 8 << 20   // bytes of the zip directory: some 80,000 files
	freeTotal    = 48 << 20  // what any archive may unpack to
	maxRatio     = 20        // beyond that: times its own size
	maxTotal     = 768 << 20 // and never more
	maxProject   = 256 << 20 // bytes of project.qde
	maxText      = 32 << 20  // bytes of one text
)

// archive is an opened project file. Members are read by name, under a limit;
// nothing is extracted.
type archive struct {
	files  []*zip.File
	exact  map[string]*zip.File
	folded map[string]*zip.File // lower case, slashes forward
	dir    string               // where the project file stands, with its slash
	left   int64                // bytes that may still be unpacked
}

// metered is a ReaderAt of which only so much may be read.
type metered struct {
	r    io.ReaderAt
	left int64 // −1: no limit any more
}

var errTooMuch = errors.New("more than a project holds")

func (m *metered) ReadAt(p []byte, off int64) (int, error) {
	if m.left >= 0 {
		if m.left -= int64(len(p)); m.left < 0 {
			m.left = 0
			return 0, errTooMuch
		}
	}
	return m.r.ReadAt(p, off)
}

func openArchive(r io.ReaderAt, size int64) (*archive, *refusal) {
	limited := &metered{r, maxDirectory}
	z, err := zip.NewReader(limited, size)
	limited.left = -1
	switch {
	case errors.Is(err, errTooMuch):
		return nil, refuseUnsafe("het bevat veel te veel bestanden", "it holds far too many files")
	case errors.Is(err, zip.ErrInsecurePath):
		// judged below, by our own rule
	case errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrAlgorithm), errors.Is(err, zip.ErrChecksum), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return nil, refuseNoArchive()
	case err != nil:
		return nil, refuseReading(err)
	}
	a := &archive{files: z.File, exact: map[string]*zip.File{}, folded: map[string]*zip.File{}}
	a.left = min(maxTotal, max(freeTotal, maxRatio*size))
	for _, f := range z.File {
		name := strings.ReplaceAll(f.Name, `\`, "/")
		if !safePath(name) {
			return nil, refuseUnsafe("er zit een bestand in met een pad dat buiten het archief wijst", "it holds a file whose path points outside the archive")
		}
		keep(a.exact, name, f)
		keep(a.folded, strings.ToLower(name), f)
	}
	return a, nil
}

// keep adds the first file with a name; a second one never takes its place.
func keep(m map[string]*zip.File, name string, f *zip.File) {
	if _, twice := m[name]; !twice {
		m[name] = f
	}
}

// safePath is true for a relative path without steps upwards.
func safePath(name string) bool {
	if strings.HasPrefix(name, "/") || len(name) > 1 && name[1] == ':' {
		return false
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == ".." {
			return false
		}
	}
	return true
}

// project finds the project file: project.qde at the top, in any case, else the
// .qde file that stands highest.
func (a *archive) project() *zip.File {
	best := a.folded["project.qde"]
	if f, ok := a.exact["project.qde"]; ok {
		best = f
	}
	depth := func(f *zip.File) int { return strings.Count(strings.ReplaceAll(f.Name, `\`, "/"), "/") }
	for _, f := range a.files {
		name := strings.ToLower(f.Name)
		if best == nil && strings.HasSuffix(name, ".qde") && !strings.HasPrefix(name, "__macosx") {
			best = f
		} else if best != nil && strings.HasSuffix(name, ".qde") && depth(f) < depth(best) {
			best = f
		}
	}
	if best != nil {
		a.dir, _ = path.Split(strings.ReplaceAll(best.Name, `\`, "/"))
	}
	return best
}

// source finds a text by the path inside the project: in the folder of sources,
// beside the project file, or as written.
func (a *archive) source(name string) *zip.File {
	for _, full := range []string{a.dir + "sources/" + name, a.dir + "Sources/" + name, a.dir + name, name} {
		if f, ok := a.exact[full]; ok {
			return f
		}
	}
	for _, full := range []string{a.dir + "sources/" + name, a.dir + name, name} {
		if f, ok := a.folded[strings.ToLower(full)]; ok {
			return f
		}
	}
	return nil
}

// open reads a member under its own limit and that of the whole archive.
func (a *archive) open(f *zip.File, limit int64) (io.ReadCloser, *refusal) {
	if f.Flags&1 != 0 {
		return nil, refuseEncrypted()
	}
	r, err := f.Open()
	if err != nil {
		return nil, refuseDamaged()
	}
	return &member{r, a, limit}, nil
}

// bytes reads a whole member.
func (a *archive) bytes(f *zip.File, limit int64) ([]byte, *refusal) {
	r, bad := a.open(f, limit)
	if bad != nil {
		return nil, bad
	}
	defer r.Close()
	var b bytes.Buffer
	if f.UncompressedSize64 <= uint64(limit) {
		b.Grow(int(f.UncompressedSize64) + bytes.MinRead) // what it claims saves growing; it is not believed
	}
	if _, err := b.ReadFrom(r); err != nil {
		return nil, refuseStream(err)
	}
	return b.Bytes(), nil
}

// member counts what is unpacked.
type member struct {
	io.ReadCloser
	a     *archive
	limit int64
}

func (m *member) Read(p []byte) (int, error) {
	n, err := m.ReadCloser.Read(p)
	m.limit -= int64(n)
	m.a.left -= int64(n)
	if m.limit < 0 || m.a.left < 0 {
		return 0, errTooMuch
	}
	return n, err
}

// refuseStream tells a bomb from a damaged member.
func refuseStream(err error) *refusal {
	if errors.Is(err, errTooMuch) {
		return refuseUnsafe("het pakt uit tot veel meer dan een project kan zijn", "it unpacks to far more than a project can be")
	}
	return refuseDamaged()
}

// place is where the text of a source is said to be: inside the archive, or a
// reason why it is not read.
func place(address string) (string, instruments.Text) {
	rest, inside := cutFold(address, "internal://")
	if !inside && strings.Contains(address, ":") || strings.HasPrefix(address, "/") || strings.HasPrefix(address, `\`) {
		return "", instruments.Text{
			NL: "de tekst staat buiten het projectbestand en wordt daarom niet gelezen",
			EN: "the text stands outside the project file and is therefore not read",
		}
	}
	rest = strings.TrimLeft(strings.ReplaceAll(rest, `\`, "/"), "/")
	if !safePath(rest) {
		return "", instruments.Text{NL: "het pad van de tekst wijst buiten het projectbestand", EN: "the path of the text points outside the project file"}
	}
	return rest, instruments.Text{}
}

func cutFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}
