package refi

import (
	"archive/zip"
	"bufio"
	"cmp"
	"compress/flate"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// WriteOptions say how a study is written.
type WriteOptions struct {
	Lang    instruments.Lang // of names and definitions; Dutch when empty
	Program string           // name and version of the writing program: "Meerzicht 0.3.0"
}

const header = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// Write writes a study as a project (.qdpx): code points, texts in UTF-8 with LF
// and without byte order mark. The corpus must have its texts. The transfer
// counts what the standard holds and what it cannot. The same corpus gives the
// same bytes. Errors are those of w; memory does not grow with the texts.
func Write(w io.Writer, c *coding.Corpus, opt WriteOptions) (coding.Transfer, error) {
	z := zip.NewWriter(w)
	deflate, err := flate.NewWriter(io.Discard, flate.BestSpeed)
	if err != nil {
		return coding.Transfer{}, err
	}
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		deflate.Reset(w) // members are written one after the other; a new one takes a megabyte
		return deflate, nil
	})
	p := newWriter(c, opt)
	m, err := create(z, "project.qde")
	if err == nil {
		err = p.project(m)
	}
	if err != nil {
		return coding.Transfer{}, fmt.Errorf("write project: %w", err)
	}
	for i := range c.Documents {
		if d := &c.Documents[i]; p.documents[d.ID] != "" {
			if err := writeText(z, p.x.w, p.documents[d.ID], d.Text); err != nil {
				return coding.Transfer{}, fmt.Errorf("write text of %s: %w", d.ID, err)
			}
		}
	}
	if err := z.Close(); err != nil {
		return coding.Transfer{}, fmt.Errorf("write project: %w", err)
	}
	p.transfer.Convention = p.convention()
	return p.finished(), nil
}

// create begins a member. The time is always the same: a study has none but
// those of its events.
func create(z *zip.Writer, name string) (io.Writer, error) {
	return z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
}

// writeText writes a text. One that begins with U+FEFF gets a byte order mark,
// for readers would take its first character for one.
func writeText(z *zip.Writer, buf *bufio.Writer, guid, text string) error {
	m, err := create(z, "sources/"+guid+".txt")
	if err != nil {
		return err
	}
	buf.Reset(m) // a text is not copied as a whole
	if strings.HasPrefix(text, "\ufeff") {
		_, err = buf.WriteString("\ufeff")
	}
	if err == nil {
		_, err = buf.WriteString(text)
	}
	return cmp.Or(err, buf.Flush())
}

// WriteCodebook writes the codebook of a study, with the groups of codes, as a
// codebook file (.qdc). A codebook without codes is refused: the standard has no
// room for it.
func WriteCodebook(w io.Writer, c *coding.Corpus, opt WriteOptions) (coding.Transfer, error) {
	if len(c.Codebook.Codes) == 0 {
		return coding.Transfer{}, instruments.Refuse("", instruments.Text{NL: "het codeboek heeft geen codes", EN: "the codebook has no codes"}, instruments.Text{})
	}
	p := newWriter(c, opt)
	p.x = newOut(w)
	p.codebookOnly = true
	p.x.put(header)
	p.x.open("CodeBook", "xmlns", "urn:QDA-XML:codebook:1.0", "origin", opt.Program)
	p.codes()
	p.groups("guid")
	p.x.end("CodeBook")
	p.leaveBehind()
	if err := p.x.flush(); err != nil {
		return coding.Transfer{}, fmt.Errorf("write codebook: %w", err)
	}
	return p.finished(), nil
}

// writer writes one study.
type writer struct {
	c            *coding.Corpus
	opt          WriteOptions
	x            *out
	transfer     coding.Transfer
	codebookOnly bool

	codeGUID  map[coding.CodeID]string
	coderGUID map[coding.CoderID]string
	documents map[instruments.DocumentID]string // GUIDs of those that are written
	codings   map[instruments.DocumentID][]*coding.Coding
	memos     map[string][]string         // GUIDs of memos by what they are about
	pointed   map[string]bool             // memos that something refers to
	carried   []*coding.Coding            // those with a memo of their own
	dyads     map[instruments.DyadID]bool // that codings are about
	wide      int                         // documents with characters outside the basic plane
}

func newWriter(c *coding.Corpus, opt WriteOptions) *writer {
	opt.Lang = cmp.Or(opt.Lang, instruments.Dutch)
	p := &writer{
		c: c, opt: opt, codeGUID: map[coding.CodeID]string{}, coderGUID: map[coding.CoderID]string{}, documents: map[instruments.DocumentID]string{},
		codings: map[instruments.DocumentID][]*coding.Coding{}, memos: map[string][]string{}, pointed: map[string]bool{}, dyads: map[instruments.DyadID]bool{},
	}
	for _, code := range c.Codebook.Codes {
		p.codeGUID[code.ID] = GUID(coding.CodeKind, string(code.ID))
	}
	for _, m := range c.Memos {
		p.memos[m.Target] = append(p.memos[m.Target], GUID(coding.MemoKind, m.ID))
	}
	return p
}

// index finds out which documents are written, and their codings by place.
func (p *writer) index() {
	for i := range p.c.Documents {
		d := &p.c.Documents[i]
		if d.Text == "" {
			p.leave(coding.TransferDocuments, 1, "zonder tekst", "without text")
			continue
		}
		p.documents[d.ID] = GUID(coding.DocumentKind, string(d.ID))
	}
	for i := range p.c.Codings {
		k := &p.c.Codings[i]
		p.codings[k.Document] = append(p.codings[k.Document], k)
	}
	for _, list := range p.codings {
		slices.SortStableFunc(list, func(a, b *coding.Coding) int {
			return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
		})
	}
}

func (p *writer) leave(kind coding.TransferKind, n int, nl, en string) {
	p.transfer.Lose(kind, n, instruments.Text{NL: nl, EN: en})
}

func (p *writer) finished() coding.Transfer {
	p.transfer.Origin = p.opt.Program
	p.leave(coding.TransferOther, p.x.lost, "besturingstekens die XML niet kan bevatten (vervangen door �)", "control characters that XML cannot hold (replaced by �)")
	sortCounts(&p.transfer)
	return p.transfer
}

// convention says how positions are counted, and who may read them differently.
func (p *writer) convention() instruments.Text {
	said := instruments.Text{NL: "posities geteld in codepunten (tekens), regeleinden als LF", EN: "positions counted in code points (characters), line ends as LF"}
	if p.wide == 0 {
		return said
	}
	return instruments.Textf("%s; let op: documenten met tekens buiten het basisvlak, zoals emoji: %d. Een programma dat in UTF-16 telt, zoals NVivo, kan coderingen daarachter verschuiven",
		"%s; note: documents with characters outside the basic plane, such as emoji: %d. A program that counts in UTF-16, such as NVivo, may shift the codings behind them", said, p.wide)
}

// project writes project.qde. The order of its parts is that of the standard.
func (p *writer) project(w io.Writer) error {
	p.x = newOut(w)
	p.index()
	p.x.put(header)
	info := p.c.Info
	p.x.tag("Project", "xmlns", "urn:QDA-XML:project:1.0")
	p.x.put(` name="`) // required, also when it is empty
	p.x.escape(cmp.Or(info.Title.In(p.opt.Lang), info.Name), true)
	p.x.put(`"`)
	for _, a := range [][2]string{{"origin", p.opt.Program}, {"creationDateTime", dateTime(info.Created)}, {"modifiedDateTime", dateTime(info.Changed)}} {
		if a[1] != "" {
			p.x.put(" " + a[0] + `="`)
			p.x.escape(a[1], true)
			p.x.put(`"`)
		}
	}
	p.x.put(">\n")
	p.users()
	if len(p.c.Codebook.Codes) > 0 {
		p.x.open("CodeBook")
		p.codes()
		p.x.end("CodeBook")
	}
	p.variables()
	p.cases()
	p.sources()
	p.notes()
	p.groups("targetGUID")
	p.x.text("Description", info.Notice.In(p.opt.Lang))
	p.refer("study")
	p.x.end("Project")
	p.leaveBehind()
	return p.x.flush()
}

// dateTime is a time as the standard writes it; "" when it is none.
func dateTime(s string) string {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || t.Year() < 1 {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}

// refer writes references to the memos on something.
func (p *writer) refer(target string) {
	for _, guid := range p.memos[target] {
		p.pointed[guid] = true
		p.x.empty("NoteRef", "targetGUID", guid)
	}
}

// users writes everybody who coded or wrote something.
func (p *writer) users() {
	var ids []coding.CoderID
	add := func(id coding.CoderID) {
		if id != "" && p.coderGUID[id] == "" {
			p.coderGUID[id] = GUID(coding.CoderKind, string(id))
			ids = append(ids, id)
		}
	}
	notes := 0
	for _, k := range p.c.Coders {
		add(k.ID)
		if k.Note != "" {
			notes++
		}
	}
	for i := range p.c.Codings {
		add(p.c.Codings[i].Coder)
	}
	for _, m := range p.c.Memos {
		add(m.Author)
	}
	if len(ids) == 0 {
		return
	}
	p.x.open("Users")
	for _, id := range ids {
		p.x.empty("User", "guid", p.coderGUID[id], "name", string(id))
	}
	p.x.end("Users")
	p.transfer.Take(coding.TransferCoders, len(ids))
	p.leave(coding.TransferOther, notes, "aantekeningen over codeurs", "notes about coders")
}

const longestName = 100 // code points of a quotation in the name of its selection

// firstPoints is the first n code points of a text.
func firstPoints(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}
