package workbench

import (
	"net/http"
	"strconv"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

// laneWidth is how many codings stand beside each other in the margin; more are
// counted and listed, never left out silently.
const laneWidth = 6

func textRoutes() []route {
	return []route{
		{"GET /{$}", showText, routeRule{}},
		{"GET /documents/{id}", showText, routeRule{}},
		{"GET /part/blocks", showBlocks, routeRule{}},
		{"GET /part/chunk", showChunk, routeRule{}},
		{"GET /part/documents", showDocumentLines, routeRule{}},
		{"GET /part/codes", showCodeLines, routeRule{}},
	}
}

func codingActs() map[string]act {
	return map[string]act{
		"coding.add":    takes(addCoding),
		"coding.remove": takes(removeCoding),
	}
}

type addCodingIn struct {
	Document instruments.DocumentID `json:"document"`
	Start    int                    `json:"start"`
	End      int                    `json:"end"`
	Code     coding.CodeID          `json:"code"`
}

func addCoding(c changing, in addCodingIn) (made, error) {
	seg, err := coding.SegmentIn(c.View, in.Document, in.Start, in.End)
	if err != nil {
		return made{}, err
	}
	said := instruments.Textf("Gecodeerd met %s", "Coded as %s", shortCode(in.Code))
	return one(said)(coding.AddCodings(c.View, coding.Coding{Segment: seg, Code: in.Code, Coder: c.coder}))
}

type codingIDs struct {
	Codings []coding.CodingID `json:"codings"`
}

func removeCoding(c changing, in codingIDs) (made, error) {
	return one(instruments.Text{NL: "Codering verwijderd", EN: "Coding removed"})(coding.RemoveCodings(c.View, in.Codings...))
}

// textPage is the coding view.
type textPage struct {
	Documents []documentLine
	Document  instruments.Document
	Chunks    []chunkView
	Codes     []codeLine
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

// blockView is a turn, or a part of a very long one, as the page shows it.
type blockView struct {
	Index, Start, End int
	Name              string // for screen readers: "beurt 42, professional, 3 coderingen"
	Speaker, Time     string
	Role              instruments.SpeakerRole
	Lanes             []laneItem
	More              int
	Pieces            []pieceView
}

type laneItem struct {
	ID         coding.CodingID
	Code       coding.CodeID
	Lane       int
	Pattern    int
	Start, End int
}

type pieceView struct {
	Text  string
	Marks []pieceMark
}

type pieceMark struct {
	ID   coding.CodingID
	Code coding.CodeID
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
	if d := v.opened.take(outline); d != nil {
		return d, nil
	}
	doc, err := v.study.Document(v.ctx(), id)
	if err != nil {
		return nil, err
	}
	d := &openDocument{Document: doc, model: openText(doc)}
	d.Text = "" // the model holds it
	v.opened.keep(d)
	return d, nil
}

// showText is the coding view: of a document, or of none yet.
func showText(v *visit) error {
	lines, err := v.documentLines()
	if err != nil {
		return err
	}
	page := textPage{Documents: lines}
	if page.Codes, err = v.codeLines(); err != nil {
		return err
	}
	title := instruments.Text{NL: "Coderen", EN: "Coding"}
	if id := v.r.PathValue("id"); id != "" {
		d, err := v.open(instruments.DocumentID(id))
		if err != nil {
			return err
		}
		page.Document, title = d.Document, instruments.Same(d.Title)
		if page.Chunks, err = v.chunksAround(d, v.at(d)); err != nil {
			return err
		}
	}
	return v.page("text", title, page)
}

// at is the block that the address asks for: ?at=POSITION, else the first.
func (v *visit) at(d *openDocument) int {
	pos, err := strconv.Atoi(v.r.URL.Query().Get("at"))
	if err != nil {
		return 0
	}
	return max(0, d.model.blockOf(pos))
}

// chunksAround are all chunks of a document; only that of the block, and its
// neighbours, have their text.
func (v *visit) chunksAround(d *openDocument, block int) ([]chunkView, error) {
	near := map[int]bool{}
	for _, c := range d.model.window(block, firstScreen) {
		near[c.number] = true
	}
	var out []chunkView
	for _, c := range d.model.chunks() {
		view := chunkView{Index: c.number, Start: c.start, End: c.end, Lines: c.height}
		if near[c.number] {
			var err error
			if view.Blocks, err = v.blocks(d, c.first, c.last); err != nil {
				return nil, err
			}
		}
		out = append(out, view)
	}
	return out, nil
}

// firstScreen is how many code points a page brings along at once.
const firstScreen = 12_000

// blocks are the blocks from first to last, with their codings.
func (v *visit) blocks(d *openDocument, first, last int) ([]blockView, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := v.catchUp(d); err != nil {
		return nil, err
	}
	out := make([]blockView, 0, last-first+1)
	for i := first; i <= last && i < len(d.model.blocks); i++ {
		out = append(out, v.block(d, i))
	}
	return out, nil
}

// catchUp brings the codings of an open document up to the last event. The
// caller holds d.mu.
func (v *visit) catchUp(d *openDocument) error {
	changed := d.marks == nil
	events, again := 0, changed
	err := v.study.Since(v.ctx(), d.seq, 0, func(e study.Event) error {
		events++
		if again = again || events > 500 || strings.HasPrefix(e.Type, "code.") || strings.HasPrefix(e.Type, "import"); again {
			d.seq = e.Seq
			return nil
		}
		touched, err := d.follow(e)
		changed = changed || touched
		return err
	})
	if err != nil || !again && !changed {
		return err
	}
	if again {
		if err := v.readMarks(d); err != nil {
			return err
		}
	}
	return v.pack(d)
}

// follow applies one event; false when it did not touch this document's
// codings.
func (d *openDocument) follow(e study.Event) (bool, error) {
	d.seq = e.Seq
	cmd, err := e.Command()
	if err != nil {
		return false, err
	}
	touched := false
	for _, ch := range cmd.Changes {
		if ch.Kind != coding.CodingKind {
			continue
		}
		if _, ok := d.marks[coding.CodingID(ch.ID)]; ok {
			touched = true
			delete(d.marks, coding.CodingID(ch.ID))
		}
		if ch.After == nil {
			continue
		}
		c, err := coding.Decode[coding.Coding](ch.After)
		if err != nil {
			return touched, err
		}
		if c.Document == d.ID {
			touched = true
			d.marks[c.ID] = c
		}
	}
	return touched, nil
}

// readMarks reads all codings of a document.
func (v *visit) readMarks(d *openDocument) error {
	head, err := v.study.Head(v.ctx())
	if err != nil {
		return err
	}
	list, err := v.study.CodingsIn(v.ctx(), d.ID)
	if err != nil {
		return err
	}
	d.marks = make(map[coding.CodingID]coding.Coding, len(list))
	for _, c := range list {
		d.marks[c.ID] = c
	}
	// What is read may already hold events after head; following those again
	// comes to the same.
	d.seq = head.Seq
	return nil
}

// pack gives the codings their lanes; those that have one keep it.
func (v *visit) pack(d *openDocument) error {
	book, err := v.codebook()
	if err != nil {
		return err
	}
	place := make(map[coding.CodeID]int, len(book.Codes))
	for i, c := range book.Codes {
		place[c.ID] = i
	}
	marks := make([]mark, 0, len(d.marks))
	for _, c := range d.marks {
		marks = append(marks, mark{id: c.ID, code: c.Code, coder: c.Coder, start: c.Start, end: c.End, order: place[c.Code]})
	}
	d.index, d.lanes = indexMarks(marks), d.lanes.repack(marks)
	return nil
}

// block is one block as the page shows it. The caller holds d.mu.
func (v *visit) block(d *openDocument, i int) blockView {
	b := d.model.blocks[i]
	out := blockView{Index: i, Start: b.start, End: b.end, Speaker: b.speaker, Role: b.role, Time: clockTime(b.timeMS)}
	marks := d.index.in(b.start, b.end)
	for _, p := range pieces(b.bodyStart, b.bodyEnd, marks) {
		view := pieceView{Text: d.model.slice(p.start, p.end)}
		for _, m := range p.marks {
			view.Marks = append(view.Marks, pieceMark{ID: m.id, Code: m.code})
		}
		out.Pieces = append(out.Pieces, view)
	}
	lanes := d.lanes.lanesIn(b.start, b.end)
	for _, l := range lanes.shown {
		if l.lane < laneWidth {
			out.Lanes = append(out.Lanes, laneItem{ID: l.id, Code: l.code, Lane: l.lane, Pattern: l.order % patterns, Start: max(l.start, b.start), End: min(l.end, b.end)})
		}
	}
	out.Name = v.blockName(b, len(marks))
	return out
}

// blockName says a block in words.
func (v *visit) blockName(b block, codings int) string {
	name := instruments.Textf("beurt %d", "turn %d", b.turn+1)
	if b.speaker != "" {
		name = instruments.Textf("%s, %s", "%s, %s", name, b.speaker)
	}
	switch codings {
	case 0:
		return name.In(v.lang)
	case 1:
		return instruments.Textf("%s, 1 codering", "%s, 1 coding", name).In(v.lang)
	}
	return instruments.Textf("%s, %d coderingen", "%s, %d codings", name, codings).In(v.lang)
}

// showBlocks renders some blocks again: ?document=ID&blocks=3,4.
func showBlocks(v *visit) error {
	d, err := v.open(instruments.DocumentID(v.r.URL.Query().Get("document")))
	if err != nil {
		return err
	}
	for n := range strings.SplitSeq(v.r.URL.Query().Get("blocks"), ",") {
		i, err := strconv.Atoi(n)
		if err != nil || i < 0 {
			return notFound()
		}
		views, err := v.blocks(d, i, i)
		if err != nil {
			return err
		}
		for _, b := range views {
			if err := v.part("text", "block", b); err != nil {
				return err
			}
		}
	}
	return nil
}

// showChunk renders the blocks of one chunk: ?document=ID&chunk=3.
func showChunk(v *visit) error {
	d, err := v.open(instruments.DocumentID(v.r.URL.Query().Get("document")))
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(v.r.URL.Query().Get("chunk"))
	chunks := d.model.chunks()
	if err != nil || n < 0 || n >= len(chunks) {
		return notFound()
	}
	views, err := v.blocks(d, chunks[n].first, chunks[n].last)
	if err != nil {
		return err
	}
	return v.part("text", "blocks", views)
}

func (v *visit) documentLines() ([]documentLine, error) {
	docs, err := v.study.Documents(v.ctx())
	if err != nil {
		return nil, err
	}
	counts, err := v.study.CountsByDocument(v.ctx())
	if err != nil {
		return nil, err
	}
	out := make([]documentLine, len(docs))
	for i, d := range docs {
		out[i].Document = d
		for _, n := range counts[d.ID] {
			out[i].Codings += n
		}
	}
	return out, nil
}

func showDocumentLines(v *visit) error {
	lines, err := v.documentLines()
	if err != nil {
		return err
	}
	return v.part("text", "documents", textPage{Documents: lines, Document: instruments.Document{ID: instruments.DocumentID(v.r.URL.Query().Get("document"))}})
}

func showCodeLines(v *visit) error {
	lines, err := v.codeLines()
	if err != nil {
		return err
	}
	return v.part("text", "codes", lines)
}
