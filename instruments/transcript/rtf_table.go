package transcript

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

// endCell handles \cell and \nestcell.
func (r *rtfReader) endCell(level int) {
	g := r.top()
	switch {
	case g.dest != rtfText:
		return
	case r.level(g) == 0: // no row was begun: what it would have parted stays apart
		r.text("\t")
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
