package transcript

// word handles a control word.
func (r *rtfReader) word(t *rtfToken) *refusal {
	begun, star := r.begun, r.star
	r.begun, r.star = false, false
	if string(t.word) == "bin" {
		if !r.tokens.skip(t.num) {
			return refuseDamaged("het breekt af voor het einde", "it breaks off before its end")
		}
		return nil
	}
	if r.top().dest == rtfSkip {
		return nil
	}
	target, known := rtfTargets[string(t.word)]
	switch {
	case known && (begun || star || target.dest != rtfText):
		r.flush()
		r.enter(target, string(t.word))
	case star:
		r.flush()
		r.top().dest = rtfSkip
	case string(t.word) == "u":
		r.unicode(t.num)
	default:
		if text, ok := rtfChars[string(t.word)]; ok {
			r.char(text)
			return nil
		}
		r.flush()
		r.property(t)
	}
	return nil
}

// enter makes the group a destination.
func (r *rtfReader) enter(target rtfTarget, word string) {
	g := r.top()
	inside := g.dest
	switch target.dest {
	case rtfText: // goes on as it is
		return
	case rtfFresh:
		if inside == rtfSilent {
			g.dest = rtfText
		}
		return
	case rtfBeside:
		if inside != rtfText {
			g.dest = rtfSkip
			return
		}
		r.beside, r.spoke = target.kind, false
	case rtfBox:
		if inside == rtfBeside {
			return
		}
		g.begins = rtfBox
		r.beginBox()
		return
	case rtfField:
		r.field = r.field[:0]
	}
	if target.kind != "" && target.dest != rtfBeside && inside != rtfBeside && !(word == "pict" && g.object) {
		r.omitted[target.kind]++
	}
	if inside == rtfBeside && target.dest != rtfSkip { // a field in a note, and so on
		if target.dest == rtfField {
			g.dest = rtfSkip
		}
		return
	}
	g.dest, g.begins, g.object = target.dest, target.dest, g.object || word == "object"
}

// property handles the control words that change how text is read, and ignores
// those that only change how it looks.
func (r *rtfReader) property(t *rtfToken) {
	g := r.top()
	on := !t.has || t.num != 0
	switch string(t.word) {
	case "par", "sect":
		r.paragraph()
	case "cell":
		r.endCell(1)
	case "nestcell":
		r.endCell(max(2, r.level(g)))
	case "row":
		r.endRow(1)
	case "nestrow":
		r.endRow(max(2, r.level(g)))
	case "trowd":
		r.trowd = true
	case "pard":
		g.intbl, g.itap = false, -1
	case "intbl":
		g.intbl = on
	case "itap":
		g.itap = min(max(t.num, 0), maxLevels)
	case "plain":
		g.hidden, g.deleted, g.moved, g.revised, g.font = false, false, false, false, r.initial
	case "v":
		g.hidden = on
	case "deleted":
		g.deleted = on
	case "mvf":
		g.moved = on
	case "revised", "mvt":
		g.revised = on
	case "uc":
		g.uc = min(max(t.num, 0), 16)
	case "ftnalt":
		if r.beside == "footnote" {
			r.beside = "endnote"
		}
	case "fldrslt":
		if r.symbol {
			g.dest = rtfSkip
		}
		r.symbol = false
	default:
		r.charset(t, g)
	}
}

// charset handles the control words of fonts and code pages.
func (r *rtfReader) charset(t *rtfToken, g *rtfGroup) {
	switch string(t.word) {
	case "f":
		if g.dest == rtfFonts {
			if len(r.fonts) < maxEntries {
				r.font = t.num
				r.fonts[r.font] = rtfFont{}
			}
			return
		}
		g.font = t.num
	case "fcharset", "cpg":
		if g.dest != rtfFonts {
			return
		}
		f := r.fonts[r.font]
		f.page = t.num
		if string(t.word) == "fcharset" {
			f.page = pageOfCharset(t.num)
		}
		r.fonts[r.font] = f
	case "deff":
		r.initial, g.font = t.num, t.num
	case "ansicpg":
		if encodingOf(t.num) != nil {
			r.page = t.num
		}
	case "mac":
		r.page = pageMac
	case "pc":
		r.page = 437
	case "pca":
		r.page = 850
	}
}
