package workbench

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

func textRoutes() []route {
	return []route{
		{"GET /{$}", showText, routeRule{}},
		{"GET /documents/{id}", showText, routeRule{}},
		{"GET /part/blocks", showBlocks, routeRule{}},
		{"GET /part/chunk", showChunk, routeRule{}},
		{"GET /part/details", showDetails, routeRule{}},
		{"GET /part/coverage", showCoverage, routeRule{}},
		{"GET /part/place", sayPlace, routeRule{}},
		{"GET /part/find", sayFound, routeRule{}},
		{"GET /part/palette", sayPalette, routeRule{}},
		{"GET /part/documents", showDocumentLines, routeRule{}},
		{"GET /part/codes", showCodeLines, routeRule{}},
	}
}

// textPage is the coding view.
type textPage struct {
	Before, After int // documents that the pane does not list
	Documents     []documentLine
	Document      instruments.Document
	Chunks        []chunkView
	Codes         []codeLine
	Seq           int64 // the last event that the chunks know
	Whole         bool  // the page brings the whole text along
	At            int   // position that was asked for; -1 none
	Coding        coding.CodingID
	Coders        coding.CoderID // whose codings are shown; "" everybody's
	Everybody     []coding.CoderID
	Coverage      coverageView
}

// documentLine is a document in a list.
type documentLine struct {
	instruments.Document
	Codings int
}

// chunkView is a stretch of blocks. One without blocks holds the place of text
// that is fetched when it comes near.
type chunkView struct {
	Index, Start, End, Lines int
	Blocks                   []blockView
}

// open returns a document with its text model, from memory when it was shown
// lately.
func (v *visit) open(id instruments.DocumentID) (*openDocument, error) {
	outline, ok, err := v.study.Outline(v.ctx(), id)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, refused(http.StatusNotFound, instruments.Text{NL: "dit document is niet in het onderzoek", EN: "this document is not in the study"},
			instruments.Text{NL: "kies een document uit de lijst", EN: "choose a document from the list"})
	}
	l, err := v.study.look(v.ctx())
	if err != nil {
		return nil, err
	}
	if d := v.opened.take(outline, l.key); d != nil {
		return d, nil
	}
	doc, err := v.study.Document(v.ctx(), id)
	if err != nil {
		return nil, err
	}
	d := &openDocument{Document: doc, model: openText(doc), key: l.key}
	d.Text = "" // the model holds it
	v.opened.keep(d)
	return d, nil
}

// asked is the document that a fragment is asked of: ?document=ID.
func (v *visit) asked() (*openDocument, error) {
	return v.open(instruments.DocumentID(v.query().Get("document")))
}

func (v *visit) query() url.Values { return v.r.URL.Query() }

// number is a whole number of the address; other when it is absent or none.
func (v *visit) number(name string, other int) int {
	if n, err := strconv.Atoi(v.query().Get(name)); err == nil {
		return n
	}
	return other
}

// shown is whose codings the page shows: ?coders=ID, everybody's without it.
func (v *visit) shown() coding.CoderID { return coding.CoderID(v.query().Get("coders")) }

// showText is the coding view: of a document, or of none yet.
func showText(v *visit) error {
	page := textPage{At: -1}
	var err error
	if err := v.listDocuments(&page, instruments.DocumentID(v.r.PathValue("id"))); err != nil {
		return err
	}
	if page.Codes, err = v.codeLines(); err != nil {
		return err
	}
	title := instruments.Text{NL: "Coderen", EN: "Coding"}
	if id := v.r.PathValue("id"); id != "" {
		d, err := v.open(instruments.DocumentID(id))
		if err != nil {
			return err
		}
		title = instruments.Same(d.Title)
		if err := v.fillText(&page, d); err != nil {
			return err
		}
	}
	return v.page("text", title, page)
}

// fillText gives the page its document: ?at=POSITION&coding=ID says where it
// opens.
func (v *visit) fillText(page *textPage, d *openDocument) error {
	page.Document, page.Coders, page.Coding = d.Document, v.shown(), coding.CodingID(v.query().Get("coding"))
	page.At = v.number("at", -1)
	return v.with(d, func(m *margin) error {
		if c, ok := d.marks[page.Coding]; ok && page.At < 0 {
			page.At = c.Start
		}
		page.Seq, page.Everybody = d.seq, d.coders()
		page.Coverage = coverageOf(d, m)
		page.Chunks = d.chunksAround(v.lang, m, max(0, d.model.blockOf(max(0, page.At))))
		page.Whole = true
		for _, c := range page.Chunks {
			page.Whole = page.Whole && c.Blocks != nil
		}
		return nil
	})
}

// firstScreen is how many code points a page brings along at once.
const firstScreen = 6_000

// chunksAround are all chunks of a document; only that of the block, and its
// neighbours, have their text. The caller holds d.mu.
func (d *openDocument) chunksAround(lang instruments.Lang, m *margin, block int) []chunkView {
	near := map[int]bool{}
	for _, c := range d.model.window(block, firstScreen) {
		near[c.number] = true
	}
	out := make([]chunkView, 0, len(d.model.chunks()))
	for _, c := range d.model.chunks() {
		view := chunkView{Index: c.number, Start: c.start, End: c.end, Lines: c.height}
		if near[c.number] {
			view.Blocks = d.blockViews(lang, m, c.first, c.last)
		}
		out = append(out, view)
	}
	return out
}

// blockViews are the blocks from first to last. The caller holds d.mu.
func (d *openDocument) blockViews(lang instruments.Lang, m *margin, first, last int) []blockView {
	out := make([]blockView, 0, last-first+1)
	for i := first; i <= last; i++ {
		out = append(out, d.block(lang, m, i))
	}
	return out
}

// sayShown tells the script up to which event a fragment knows the codings.
func (v *visit) sayShown(d *openDocument) {
	v.w.Header().Set("X-Seq", strconv.FormatInt(d.seq, 10))
}

// showBlocks renders again what changed after an event in the chunks that a
// page holds: ?document=ID&after=SEQ&chunks=3,4.
func showBlocks(v *visit) error {
	d, err := v.asked()
	if err != nil {
		return err
	}
	chunks := d.model.chunks()
	return v.with(d, func(m *margin) error {
		var out []blockView
		for n := range strings.SplitSeq(v.query().Get("chunks"), ",") {
			i, err := strconv.Atoi(n)
			if err != nil || i < 0 || i >= len(chunks) {
				return notFound()
			}
			for b := chunks[i].first; b <= chunks[i].last; b++ {
				if d.changedAfter(int64(v.number("after", 0)), d.model.blocks[b]) {
					out = append(out, d.block(v.lang, m, b))
				}
			}
		}
		v.sayShown(d)
		return v.part("text", "blocks", out)
	})
}

// showChunk renders the blocks of one chunk: ?document=ID&chunk=3.
func showChunk(v *visit) error {
	d, err := v.asked()
	if err != nil {
		return err
	}
	n, chunks := v.number("chunk", -1), d.model.chunks()
	if n < 0 || n >= len(chunks) {
		return notFound()
	}
	return v.with(d, func(m *margin) error {
		v.sayShown(d)
		return v.part("text", "blocks", d.blockViews(v.lang, m, chunks[n].first, chunks[n].last))
	})
}

// documentsListed is how many documents the pane lists, around the one that is
// open; the page of all documents has the others.
const documentsListed = 300

// listDocuments fills in the documents around one.
func (v *visit) listDocuments(page *textPage, around instruments.DocumentID) error {
	docs, before, total, err := v.study.DocumentsNear(v.ctx(), around, documentsListed)
	if err != nil {
		return err
	}
	counts, err := v.study.CountsByDocument(v.ctx())
	if err != nil {
		return err
	}
	page.Documents, page.Before, page.After = make([]documentLine, len(docs)), before, total-before-len(docs)
	for i, d := range docs {
		page.Documents[i] = documentLine{Document: d, Codings: sum(counts[d.ID])}
	}
	return nil
}

func showDocumentLines(v *visit) error {
	id := instruments.DocumentID(v.query().Get("document"))
	page := textPage{Document: instruments.Document{ID: id}}
	if err := v.listDocuments(&page, id); err != nil {
		return err
	}
	return v.part("text", "documents", page)
}

func showCodeLines(v *visit) error {
	lines, err := v.codeLines()
	if err != nil {
		return err
	}
	return v.part("text", "codes", lines)
}
