package transcript

import (
	"strings"
)

// text takes decoded text to where the group says.
func (r *rtfReader) text(text string) {
	g := r.top()
	if text == "" {
		return
	}
	if r.high != 0 {
		high := r.high
		r.high = 0
		r.lostHalf(high)
	}
	switch g.dest {
	case rtfText:
		r.say(text, g)
	case rtfFonts:
		f := r.fonts[r.font]
		if len(f.name) < maxLabel {
			name, _, _ := strings.Cut(f.name+text, ";")
			f.name = name
			r.fonts[r.font] = f
		}
	case rtfField:
		if len(r.field) < 200 {
			r.field = append(r.field, text...)
		}
	case rtfBeside:
		r.spoke = r.spoke || strings.TrimSpace(text) != ""
	}
}

// say writes text of the story, unless it is hidden, deleted or moved away.
func (r *rtfReader) say(text string, g *rtfGroup) {
	if mode := g.mode(); mode != r.mode {
		r.mode = mode
		r.count(mode)
	}
	if r.mode != rtfPlain && r.mode != rtfInserted {
		return
	}
	r.begin(g)
	r.write(text)
	if r.written > maxText {
		r.err = errTooLong
	}
}

// count counts a stretch of changed or hidden text.
func (r *rtfReader) count(mode rtfMode) {
	switch mode {
	case rtfDeleted:
		r.omitted["deleted"]++
		r.changes++
	case rtfMoved:
		r.omitted["moved"]++
	case rtfHidden:
		r.omitted["hidden"]++
	case rtfInserted:
		r.changes++
	}
}

func (g *rtfGroup) mode() rtfMode {
	switch {
	case g.deleted:
		return rtfDeleted
	case g.moved:
		return rtfMoved
	case g.hidden:
		return rtfHidden
	case g.revised:
		return rtfInserted
	}
	return rtfPlain
}

// begin opens the cell and the paragraph that text belongs in.
func (r *rtfReader) begin(g *rtfGroup) {
	if r.reach(&r.story, r.level(g)) {
		r.para = false
	}
	if !r.para {
		r.startBlock(true)
		r.para = true
	}
}

// paragraph ends a paragraph. One whose end was deleted goes on in the next.
func (r *rtfReader) paragraph() {
	g := r.top()
	r.skip = 0
	switch {
	case g.dest != rtfText:
		return
	case g.deleted && r.para:
		r.container().glue = true
	case !g.deleted:
		r.begin(g)
	}
	r.para = false
	r.flushBoxes(r.boxesFrom())
}

// rtfFrame is what stands around a text box.
type rtfFrame struct {
	box   openedBox
	grid  grid
	trowd bool
	para  bool
	from  int // boxes that wait from here on belong to this frame
}

func (r *rtfReader) beginBox() {
	r.frames = append(r.frames, rtfFrame{r.openBox(), r.grid, r.trowd, r.para, len(r.boxes)})
	r.grid, r.trowd, r.para = grid{}, false, false
	g := r.top()
	g.dest, g.intbl, g.itap = rtfText, false, -1
}

func (r *rtfReader) endBox() {
	r.closeLevels(&r.story, 0)
	f := r.frames[len(r.frames)-1]
	r.flushBoxes(f.from)
	r.frames = r.frames[:len(r.frames)-1]
	r.closeBox(f.box)
	r.grid, r.trowd, r.para = f.grid, f.trowd, f.para
}

// boxesFrom is the first box that waits for the paragraph that is read.
func (r *rtfReader) boxesFrom() int {
	if n := len(r.frames); n > 0 {
		return r.frames[n-1].from
	}
	return 0
}

// endField writes the character of a field SYMBOL, of which the result is empty
// or the same again.
func (r *rtfReader) endField() {
	parts := strings.Fields(strings.ReplaceAll(string(r.field), `"`, " "))
	r.field = r.field[:0]
	g := &r.groups[max(len(r.groups)-2, 0)]
	if len(parts) < 4 || !strings.EqualFold(parts[0], "SYMBOL") || g.dest != rtfText {
		return
	}
	code := number(parts[1][:digits(parts[1], 5)])
	font := ""
	for i, p := range parts[:len(parts)-1] {
		if p == `\f` {
			font = parts[i+1]
		}
	}
	r.symbol = true
	if s, ok := symbolIn(font, rune(code)); ok {
		r.say(string(s), g)
	} else {
		r.omitted["symbol"]++
	}
}
