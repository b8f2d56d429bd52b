package workbench

import (
	"cmp"
	"maps"
	"slices"
	"sort"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

// laneWidth is how many codings stand beside each other in the margin; more are
// counted and listed, never left out silently.
const laneWidth = 6

// Bounds of what is remembered of a document.
const (
	manyEvents  = 500  // after more, reading all codings again is quicker than following
	keptChanges = 2000 // stretches known to have changed; a page that is further behind draws all again
	keptMargins = 4    // choices of coders of which the lanes are kept
)

// margin is the codings of the coders that a page shows, and their lanes.
type margin struct {
	index markIndex
	lanes lanes
}

// codeFace is what the text pane shows of a code.
type codeFace struct {
	name  instruments.Text
	order int // place in the codebook
}

// changedStretch is text that looks different since an event.
type changedStretch struct {
	seq        int64
	start, end int
}

// with gives do the codings of a document as they are after the last event, and
// nobody else changes them meanwhile.
func (v *visit) with(d *openDocument, do func(*margin) error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := v.catchUp(d); err != nil {
		return err
	}
	return do(d.marginOf(v.shown()))
}

// catchUp brings the codings of an open document up to the last event. The
// caller holds d.mu.
func (v *visit) catchUp(d *openDocument) error {
	f := follower{d: d, all: d.marks == nil}
	if !f.all {
		if err := v.study.Since(v.ctx(), d.seq, 0, f.event); err != nil {
			return err
		}
	}
	if f.all {
		if err := v.readMarks(d); err != nil {
			return err
		}
	}
	if f.all || f.book {
		if err := v.readFaces(d); err != nil {
			return err
		}
		d.changed = []changedStretch{{d.seq, 0, d.model.length() + 1}}
	}
	if f.all || f.book || len(f.touched) > 0 {
		d.pack(f.touched)
	}
	return nil
}

// follower applies events to a document.
type follower struct {
	d         *openDocument
	events    int
	all, book bool // read all codings again; read the codebook again
	touched   []changedStretch
}

func (f *follower) event(e study.Event) error {
	f.d.seq = e.Seq
	if f.events++; f.events > manyEvents || strings.HasPrefix(e.Type, "import") {
		f.all = true
	}
	if f.all {
		return nil
	}
	cmd, err := e.Command()
	if err != nil {
		return err
	}
	for _, ch := range cmd.Changes {
		switch ch.Kind {
		case coding.CodeKind:
			f.book = true
		case coding.CodingKind:
			if err := f.coding(ch, e.Seq); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *follower) coding(ch coding.Change, seq int64) error {
	if old, ok := f.d.marks[coding.CodingID(ch.ID)]; ok {
		delete(f.d.marks, old.ID)
		f.touched = append(f.touched, changedStretch{seq, old.Start, old.End})
	}
	if ch.After == nil {
		return nil
	}
	c, err := coding.Decode[coding.Coding](ch.After)
	if err == nil && c.Document == f.d.ID {
		f.d.marks[c.ID] = c
		f.touched = append(f.touched, changedStretch{seq, c.Start, c.End})
	}
	return err
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

func (v *visit) readFaces(d *openDocument) error {
	book, err := v.codebook()
	if err != nil {
		return err
	}
	d.faces = make(map[coding.CodeID]codeFace, len(book.Codes))
	for i, c := range book.Codes {
		d.faces[c.ID] = codeFace{c.Name, i}
	}
	return nil
}

// pack gives the codings their lanes; those that have one keep it. It remembers
// what looks different: what was touched, and what had to move for it.
func (d *openDocument) pack(touched []changedStretch) {
	for shown, m := range d.margins {
		old := m.lanes.all()
		m.index = indexMarks(d.marksOf(shown))
		m.lanes = m.lanes.repack(m.index.all)
		for i, k := range m.index.all {
			was, there := old[markKey{k.id, k.suggestion}]
			if now := m.lanes.of[i]; there && now != was && min(now, was) < laneWidth {
				touched = append(touched, changedStretch{d.seq, k.start, k.end})
			}
		}
	}
	if d.changed = append(d.changed, touched...); len(d.changed) > keptChanges {
		d.changed = []changedStretch{{d.seq, 0, d.model.length() + 1}}
	}
}

// all is the lane of every mark.
func (l lanes) all() map[markKey]int {
	out := make(map[markKey]int, len(l.of))
	for i, k := range l.index.all {
		out[markKey{k.id, k.suggestion}] = l.of[i]
	}
	return out
}

// changedAfter: a block looks different since an event.
func (d *openDocument) changedAfter(seq int64, b block) bool {
	return slices.ContainsFunc(d.changed, func(c changedStretch) bool { return c.seq > seq && c.start < b.end && c.end > b.start })
}

// marksOf is the marks of one coder's codings, or of all.
func (d *openDocument) marksOf(shown coding.CoderID) []mark {
	out := make([]mark, 0, len(d.marks))
	for _, c := range d.marks {
		if shown == "" || c.Coder == shown {
			out = append(out, mark{id: c.ID, code: c.Code, coder: c.Coder, start: c.Start, end: c.End, order: d.faces[c.Code].order, reach: d.reach(c.End)})
		}
	}
	return out
}

// reach is how far the text goes that may stand on one line with what ends at a
// position: no further than its block.
func (d *openDocument) reach(end int) int {
	i := sort.Search(len(d.model.blocks), func(i int) bool { return d.model.blocks[i].end >= end })
	if i == len(d.model.blocks) {
		return end
	}
	return min(end+laneGap, d.model.blocks[i].end)
}

// marginOf is the margin of one coder's codings, or of all.
func (d *openDocument) marginOf(shown coding.CoderID) *margin {
	if m := d.margins[shown]; m != nil {
		return m
	}
	if d.margins == nil || len(d.margins) >= keptMargins {
		d.margins = map[coding.CoderID]*margin{}
	}
	marks := sortedMarks(d.marksOf(shown))
	m := &margin{index: indexMarks(marks), lanes: packLanes(marks, laneWidth)}
	d.margins[shown] = m
	return m
}

// coders is who coded in this document, by name.
func (d *openDocument) coders() []coding.CoderID {
	known := map[coding.CoderID]bool{}
	for _, c := range d.marks {
		known[c.Coder] = true
	}
	return slices.SortedFunc(maps.Keys(known), cmp.Compare[coding.CoderID])
}
