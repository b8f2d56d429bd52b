package transcript

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"
)

// Limits of the container. An ordinary transcript has some fifteen entries and
// unpacks to ten times its size.
const (
	maxEntries = 10_000
	maxPart    = 48 << 20 // unpacked bytes of one part
	maxTotal   = 64 << 20 // unpacked bytes of all parts that are read
	freeRatio  = 1 << 20  // a part up to this size may be packed at any ratio
	maxRatio   = 250
)

// archive is an opened zip file. Members are only ever read by exact name, in
// memory, under a limit; nothing is extracted.
type archive struct {
	files []*zip.File
	left  int64 // bytes that may still be unpacked
}

func openArchive(data []byte) (*archive, *refusal) {
	// Counted before the directory is read, for reading it costs memory.
	if bytes.Count(data, []byte("PK\x01\x02")) > maxEntries {
		return nil, refuseUnsafe("het bevat te veel onderdelen", "it has too many entries")
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, refuseDamaged("het is niet compleet of geen goed zip-bestand", "it is incomplete or no valid zip file")
	}
	return &archive{r.File, maxTotal}, nil
}

// find returns the member with that name; capitals and the direction of slashes
// differ between writers.
func (a *archive) find(name string) *zip.File {
	for _, f := range a.files {
		if f.Name == name {
			return f
		}
	}
	for _, f := range a.files {
		if strings.EqualFold(strings.ReplaceAll(f.Name, `\`, "/"), name) {
			return f
		}
	}
	return nil
}

// read unpacks a member into buf under the limits, which are counted on the
// stream: the sizes in the directory are only what the file claims.
func (a *archive) read(f *zip.File, buf *bytes.Buffer) *refusal {
	if f.Flags&1 != 0 {
		return refusePassword()
	}
	r, err := f.Open()
	if err != nil {
		return refuseDamaged("een onderdeel is niet uit te pakken", "a part cannot be unpacked")
	}
	defer r.Close()
	limit := min(maxPart, a.left)
	if packed := int64(f.CompressedSize64); packed < maxPart/maxRatio {
		limit = min(limit, max(freeRatio, packed*maxRatio))
	}
	if f.UncompressedSize64 > uint64(limit) { // before anything is unpacked
		return refuseBomb()
	}
	claimed := int64(f.UncompressedSize64)
	buf.Grow(int(claimed) + 2*bytes.MinRead) // room to see the end without growing
	n, err := buf.ReadFrom(io.LimitReader(r, claimed+1))
	a.left -= min(n, a.left)
	switch {
	case n > claimed: // so that memory never grows beyond what was claimed
		return refuseBomb()
	case err != nil:
		return refuseDamaged("een onderdeel is niet uit te pakken", "a part cannot be unpacked")
	}
	return nil
}

func refuseBomb() *refusal {
	return refuseUnsafe("het pakt uit tot veel meer dan een transcript kan zijn", "it unpacks to far more than a transcript can be")
}

// Weight is about how many bytes reading a file takes beside the file itself: for
// a zip archive what its parts claim to unpack to, as far as they would be read.
func Weight(data []byte) int64 {
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return int64(len(data))
	}
	a, err := openArchive(data)
	if err != nil {
		return 0
	}
	n := int64(0)
	for _, f := range a.files {
		n += int64(min(f.UncompressedSize64, maxPart))
	}
	return min(n, maxTotal)
}

// relation is one line of a .rels part.
type relation struct {
	kind   string // last part of the type's address: "officeDocument", "header" …
	target string // full name inside the archive
}

// relations reads the relationships of a part; "" is the package itself. A
// package without them has none.
func (a *archive) relations(part string) []relation {
	dir, base := path.Split(part)
	f := a.find(dir + "_rels/" + base + ".rels")
	var buf bytes.Buffer
	if f == nil || a.read(f, &buf) != nil {
		return nil
	}
	data, err := xmlBytes(buf.Bytes())
	if err != nil {
		return nil
	}
	var out []relation
	for s := newScanner(data); s.next() && len(out) < maxEntries; {
		if s.kind != startTag || string(s.name) != "Relationship" || s.attr("TargetMode") == "External" {
			continue
		}
		target := s.attr("Target")
		if strings.HasPrefix(target, "/") {
			target = path.Clean(target)[1:]
		} else {
			target = path.Join(dir, target)
		}
		out = append(out, relation{path.Base(s.attr("Type")), target})
	}
	return out
}

// mainPart is the Word document of a package: what its relationships name, else
// the usual place.
func (a *archive) mainPart() *zip.File {
	for _, r := range a.relations("") {
		if r.kind == "officeDocument" {
			return a.find(r.target)
		}
	}
	return a.find("word/document.xml")
}
