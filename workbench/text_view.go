package workbench

import (
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// blockView is a turn, or a part of a very long one, as the page shows it.
type blockView struct {
	Index, Start, End, BodyStart int
	Name                         string // for screen readers: "beurt 42, professional, 3 coderingen"
	Speaker, Time                string
	Role                         instruments.SpeakerRole
	Continued                    bool // a later part of a long turn
	Lanes                        []laneItem
	More                         []moreView
	Pieces                       []pieceView
}

// laneItem is a coding in the margin; those for which no lane was left are in
// the page too, for the keyboard, but not drawn.
type laneItem struct {
	ID         coding.CodingID
	Code       coding.CodeID
	Coder      coding.CoderID
	Name       string
	Lane       int
	Pattern    int
	Start, End int // of the whole coding
	Hidden     bool
}

// moreView is a stretch with codings for which no lane was left.
type moreView struct {
	Start, End int
	Counter    string
	Items      []laneItem
}

type pieceView struct {
	Text  string
	Marks []coding.CodingID
	Class string
}

// block is one block as the page shows it. The caller holds d.mu.
func (d *openDocument) block(lang instruments.Lang, m *margin, i int) blockView {
	b := d.model.blocks[i]
	out := blockView{Index: i, Start: b.start, End: b.end, BodyStart: b.bodyStart, Speaker: b.speaker, Role: b.role, Time: clockTime(b.timeMS), Continued: b.part > 0}
	marks := m.index.in(b.start, b.end)
	for p := range pieceSeq(b.bodyStart, b.bodyEnd, marks) {
		out.Pieces = append(out.Pieces, pieceOf(d.model, p))
	}
	beside := m.lanes.lanesIn(b.start, b.end)
	for _, l := range beside.shown {
		item := d.laneItem(lang, l.mark)
		item.Lane = l.lane
		out.Lanes = append(out.Lanes, item)
	}
	for _, o := range beside.more {
		more := moreView{Start: o.start, End: o.end, Counter: o.counter()}
		for _, k := range o.marks {
			more.Items = append(more.Items, d.laneItem(lang, k))
		}
		out.More = append(out.More, more)
	}
	out.Name = blockName(lang, b, len(marks))
	return out
}

// underlines is how many codings a stretch of text shows as lines under it; the
// margin shows the others.
const underlines = 3

func pieceOf(m *textModel, p piece) pieceView {
	v := pieceView{Text: m.slice(p.start, p.end)}
	var class strings.Builder
	for i, k := range p.marks {
		v.Marks = append(v.Marks, k.id)
		if i < underlines {
			class.WriteString([underlines]string{" ", " u2", " u3"}[i] + codeClass(k.code))
		}
	}
	v.Class = class.String()
	return v
}

func (d *openDocument) laneItem(lang instruments.Lang, k mark) laneItem {
	return laneItem{ID: k.id, Code: k.code, Coder: k.coder, Name: d.faces[k.code].name.In(lang), Pattern: k.order % patterns, Start: k.start, End: k.end}
}

// blockName says a block in words.
func blockName(lang instruments.Lang, b block, codings int) string {
	name := instruments.Text{NL: "tekst zonder spreker", EN: "text without a speaker"}
	if b.turn >= 0 {
		name = instruments.Textf("beurt %d", "turn %d", b.turn+1)
	}
	if b.part > 0 {
		name = instruments.Textf("%s, deel %d", "%s, part %d", name, b.part+1)
	}
	if b.speaker != "" {
		name = instruments.Textf("%s, %s", "%s, %s", name, b.speaker)
	}
	if b.role == instruments.AsInterviewer && !strings.EqualFold(b.speaker, string(b.role)) {
		name = instruments.Textf("%s, interviewer", "%s, interviewer", name)
	}
	switch codings {
	case 0:
		return name.In(lang)
	case 1:
		return instruments.Textf("%s, 1 codering", "%s, 1 coding", name).In(lang)
	}
	return instruments.Textf("%s, %d coderingen", "%s, %d codings", name, codings).In(lang)
}
