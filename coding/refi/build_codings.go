package refi

import (
	"cmp"
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// addCodings finds out how positions were counted, and makes the codings.
func (b *builder) addCodings() *refusal {
	way := b.convention()
	for _, d := range b.drafts {
		b.room += quotationsRatio * len(d.doc.Text)
	}
	for _, d := range b.drafts {
		d.setTimes(way)
		if !b.codingsOf(d, way) {
			return refuseUnsafe("de fragmenten zijn samen veel langer dan de teksten", "the selections together are far longer than the texts")
		}
	}
	for i := range b.p.sources {
		b.outsideOf(&b.p.sources[i])
	}
	return nil
}

// convention is the way of counting, as asked for or as found out.
func (b *builder) convention() convention {
	var e evidence
	for _, d := range b.drafts {
		for i := range d.selections {
			if !d.selections[i].bad && !d.loose {
				e.add(&d.selections[i].fits)
			}
		}
	}
	if c, ok := conventionOf(b.opt.Positions); ok {
		b.transfer.Convention = finding{c, false, instruments.Text{NL: "zo opgegeven", EN: "as asked for"}}.text()
		b.transfer.Positions = c.name()
		return c
	}
	if e.n == 0 {
		return codePoints
	}
	f := e.find(b.p.origin)
	b.transfer.Convention, b.transfer.Positions, b.transfer.Unsure = f.text(), f.convention.name(), f.unsure
	return f.convention
}

// setTimes gives turns the times of the sync points in or before them.
func (d *draft) setTimes(way convention) {
	slices.SortStableFunc(d.times, func(x, y timed) int { return cmp.Compare(x.points[way].point, y.points[way].point) })
	next := 0
	for i := range d.doc.Turns {
		t := &d.doc.Turns[i]
		for ; next < len(d.times) && d.times[next].points[way].point <= t.Start; next++ {
			if d.times[next].points[way].inside {
				t.TimeMS = d.times[next].time
			}
		}
	}
}

// codingsOf makes the codings of a document; false when their quotations take
// more room than there is.
func (b *builder) codingsOf(d *draft, way convention) bool {
	in := coding.NewSegmenter(&d.doc)
	segments := map[[2]int]coding.Segment{}
	for i := range d.selections {
		p := &d.selections[i]
		f := p.fits[way]
		if d.loose || !f.ok {
			b.loseSelection(d, p.selection)
			continue
		}
		at := [2]int{f.start, f.end}
		seg, ok := segments[at]
		if !ok {
			var err error
			if seg, err = in.Segment(f.start, f.end); err != nil {
				b.loseSelection(d, p.selection)
				continue
			}
			segments[at] = seg
			if b.room -= len(seg.Quotation); b.room < 0 {
				return false
			}
		}
		if b.codingsAt(d, seg, p.selection); b.room < 0 {
			return false
		}
	}
	if whole := append(d.whole, d.source.codings...); len(whole) > 0 {
		d.source.codings = nil
		seg, err := in.Segment(0, d.doc.Length)
		if b.room -= len(seg.Quotation); b.room < 0 || err != nil {
			return false
		}
		b.codingsAt(d, seg, &selection{codings: whole})
	}
	return true
}

// codingsAt makes the codings of one selection. What is noted about the
// selection itself goes to its first coding, else to the document.
func (b *builder) codingsAt(d *draft, seg coding.Segment, s *selection) {
	remark := b.remarks(s)
	if len(s.codings) == 0 {
		b.leave(coding.TransferOther, 1, "fragmenten zonder code", "selections without a code")
	}
	for _, m := range s.codings {
		code, ok := b.codes[m.code]
		if !ok {
			b.leave(coding.TransferCodings, 1, "de code staat niet in het codeboek", "the code is not in the codebook")
			continue
		}
		c := coding.Coding{Segment: seg, Code: code, Coder: b.by(m.user, s.user, d.source.user, b.p.user), Origin: coding.ByImport}
		for i, dyad := range b.dyadsIn(m.notes) {
			c.Dyad, c.Memo = dyad, ""
			c.ID = coding.NewCodingID(c)
			if i == 0 {
				c.Memo = joined(b.ownMemos(m.notes, "coding/"+string(c.ID)), remark)
			}
			remark = ""
			b.addCoding(c)
		}
	}
	if remark != "" {
		b.memo(coding.Memo{Type: foreignMemo, Target: d.target(), Text: b.quoted(seg) + remark, Author: b.authorOf(s.user)})
	}
}

// addCoding adds a coding, or its memo to the same coding that is there already.
func (b *builder) addCoding(c coding.Coding) {
	i, twice := b.codings[c.ID]
	if !twice {
		b.codings[c.ID] = len(b.corpus.Codings)
		b.corpus.Codings = append(b.corpus.Codings, c)
		b.transfer.Take(coding.TransferCodings, 1)
		return
	}
	if have := b.corpus.Codings[i].Memo; c.Memo != "" && have != c.Memo {
		b.room -= len(have) + len(c.Memo)
		if b.room >= 0 && !strings.Contains(have, c.Memo) {
			b.corpus.Codings[i].Memo = joined(have, c.Memo)
		}
	}
	b.leave(coding.TransferCodings, 1, "dezelfde codering stond er al (zelfde woorden, code en codeur)", "the same coding was there already (same words, code and coder)")
}

// loseSelection counts the codings of a selection that has no place in the text.
// What was noted about it stays, with the document.
func (b *builder) loseSelection(d *draft, s *selection) {
	nl, en := "de posities vallen buiten de tekst of midden in een teken", "the positions fall outside the text or inside a character"
	if d.loose {
		nl, en = "de posities horen bij de platte tekst, en die ontbreekt", "the positions belong to the plain text, which is missing"
	}
	b.leave(coding.TransferCodings, len(s.codings), nl, en)
	if len(s.codings) == 0 {
		b.leave(coding.TransferOther, 1, "fragmenten zonder code", "selections without a code")
	}
	b.rescue(d.target(), s)
}

// rescue keeps the notes of a selection that is lost.
func (b *builder) rescue(target string, s *selection) {
	remark := b.remarks(s)
	for _, m := range s.codings {
		remark = joined(remark, b.ownMemos(m.notes, target))
	}
	if remark != "" {
		b.memo(coding.Memo{Type: foreignMemo, Target: target, Text: remark, Author: b.authorOf(s.user)})
	}
}

// target is the document as what a memo is about.
func (d *draft) target() string { return "document/" + string(d.doc.ID) }

// outsideOf counts what is coded in a source outside its texts.
func (b *builder) outsideOf(s *source) {
	lost := len(s.texts) > 0 && len(b.of[s.guid]) == 0
	for i := range s.outside {
		o := &s.outside[i]
		if lost {
			b.leave(coding.TransferCodings, len(o.codings), "het document is niet overgekomen", "the document did not come over")
		} else {
			b.leave(coding.TransferCodings, len(o.codings), "een plek op een bladzijde, in beeld of in geluid is geen plaats in een tekst", "a place on a page, in an image or in sound is no place in a text")
		}
		if len(o.codings) == 0 {
			b.leave(coding.TransferOther, 1, "fragmenten zonder code", "selections without a code")
		}
		b.rescue(b.aboutSource(s), o)
	}
	b.leave(coding.TransferCodings, len(s.codings), "het document is niet overgekomen", "the document did not come over")
}

// aboutSource is what a memo on a source is about: its document, else the study.
func (b *builder) aboutSource(s *source) string {
	if docs := b.of[s.guid]; len(docs) > 0 {
		return docs[0].target()
	}
	return "study"
}

// quoted says which words a memo is about.
func (b *builder) quoted(seg coding.Segment) string {
	return instruments.Textf("Bij “%s”:\n", "On “%s”:\n", firstPoints(seg.Quotation, longestName)).In(b.corpus.Info.Lang)
}

// joined is two texts with a blank line between them.
func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n\n" + b
}
