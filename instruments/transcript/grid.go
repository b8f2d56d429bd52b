package transcript

// maxLevels is how deep tables are followed inside each other.
const maxLevels = 50

// gridLevel is one of the tables around the place that is read.
type gridLevel struct {
	row    openedRow
	inRow  bool
	cell   int // where it begins
	inCell bool
}

// grid keeps the tables, rows and cells that are open, for formats in which
// their ends need not be said.
type grid struct {
	levels []gridLevel
}

// reach opens or closes tables, rows and cells until text of a level can be
// written, and reports whether that parts it from the paragraph before.
func (g *grid) reach(s *story, level int) bool {
	moved := len(g.levels) > level
	g.closeLevels(s, level)
	for i := range level {
		if i == len(g.levels) {
			s.openTable()
			g.levels = append(g.levels, gridLevel{})
			moved = true
		}
		l := &g.levels[i]
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
func (g *grid) closeLevels(s *story, level int) {
	for len(g.levels) > level {
		g.shutRow(s, len(g.levels))
		g.levels = g.levels[:len(g.levels)-1]
		s.closeTable()
	}
}

func (g *grid) shutCell(s *story, level int) {
	if l := &g.levels[level-1]; l.inCell {
		s.closeCell(l.cell)
		l.inCell = false
	}
}

func (g *grid) shutRow(s *story, level int) {
	g.shutCell(s, level)
	if l := &g.levels[level-1]; l.inRow {
		s.closeRow(l.row, false)
		l.inRow = false
	}
}
