package transcript

// maxLevels is how deep tables are followed inside each other.
const maxLevels = 50

// rtfLevel is one of the tables around the place that is read.
type rtfLevel struct {
	row    openedRow
	inRow  bool
	cell   int // where it begins
	inCell bool
}

// rtfTables keeps the rows and cells that are open. RTF has no brackets around
// them: a paragraph says that it stands in a table, and \cell and \row end what
// nothing began.
type rtfTables struct {
	levels []rtfLevel
	trowd  bool // a row was described and has not ended
}

// level is the nesting of tables at a paragraph.
func (r *rtfReader) level(g *rtfGroup) int {
	switch {
	case g.itap > 0:
		return min(g.itap, maxLevels)
	case g.intbl || r.trowd:
		return 1
	}
	return 0
}

// reach opens or closes tables, rows and cells until text of a level can be
// written, and reports whether that parts it from the paragraph before.
func (t *rtfTables) reach(s *story, level int) bool {
	moved := len(t.levels) > level
	t.closeLevels(s, level)
	for i := range level {
		if i == len(t.levels) {
			s.openTable()
			t.levels = append(t.levels, rtfLevel{})
			moved = true
		}
		l := &t.levels[i]
		if !l.inRow {
			l.row, l.inRow = s.openRow(), true
		}
		if !l.inCell {
			l.cell, l.inCell, moved = s.openCell(), true, true
		}
	}
	return moved
}

// closeLevels ends the tables deeper than level.
func (t *rtfTables) closeLevels(s *story, level int) {
	for len(t.levels) > level {
		t.shutRow(s, len(t.levels))
		t.levels = t.levels[:len(t.levels)-1]
		s.closeTable()
	}
}

func (t *rtfTables) shutCell(s *story, level int) {
	if l := &t.levels[level-1]; l.inCell {
		s.closeCell(l.cell)
		l.inCell = false
	}
}

func (t *rtfTables) shutRow(s *story, level int) {
	t.shutCell(s, level)
	if l := &t.levels[level-1]; l.inRow {
		s.closeRow(l.row, false)
		l.inRow = false
	}
}

// endCell handles \cell and \nestcell.
func (r *rtfReader) endCell(level int) {
	g := r.top()
	if g.dest != rtfText {
		return
	}
	if r.reach(&r.story, level) {
		r.para = false
	}
	if !r.para {
		r.startBlock(true)
	}
	r.para = false
	r.flushBoxes(r.boxesFrom())
	r.shutCell(&r.story, level)
}

// endRow handles \row and \nestrow.
func (r *rtfReader) endRow(level int) {
	if g := r.top(); g.dest != rtfText && g.dest != rtfSilent || len(r.levels) < level {
		return
	}
	r.closeLevels(&r.story, level)
	r.shutRow(&r.story, level)
	r.para = false
	r.trowd = r.trowd && level > 1
}
