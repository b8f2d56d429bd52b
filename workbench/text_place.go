package workbench

import (
	"slices"

	"meerzicht/coding"
)

// placeFound is where a key goes that looks beyond what the page holds.
type placeFound struct {
	Found  bool            `json:"found"`
	Start  int             `json:"start"`
	End    int             `json:"end"`
	Coding coding.CodingID `json:"coding,omitempty"`
}

// sayPlace finds a place: ?document=ID&find=WHAT&from=POSITION&coding=ID. What
// is one of next and previous (a coding, counted from the coding when it is
// given), coding (that one), uncoded (the next answer without a coding),
// sentence (around the position), next-sentence and turn.
func sayPlace(v *visit) error {
	d, err := v.asked()
	if err != nil {
		return err
	}
	from, id := v.number("from", 0), coding.CodingID(v.query().Get("coding"))
	return v.with(d, func(m *margin) error {
		var out placeFound
		switch v.query().Get("find") {
		case "next":
			out = m.step(from, id, 1)
		case "previous":
			out = m.step(from, id, -1)
		case "coding":
			if c, ok := d.marks[id]; ok {
				out = placeFound{true, c.Start, c.End, id}
			}
		case "uncoded":
			out = d.uncoded(m, from)
		case "sentence":
			out = d.model.sentenceAt(from)
		default:
			return notFound()
		}
		return v.json(out)
	})
}

// step is the coding after or before another in stable order, or after or before
// a position.
func (m *margin) step(from int, id coding.CodingID, by int) placeFound {
	all := m.index.all
	i := slices.IndexFunc(all, func(k mark) bool { return k.id == id })
	switch {
	case i >= 0:
		i += by
	case by > 0:
		i = slices.IndexFunc(all, func(k mark) bool { return k.start >= from })
	default:
		i = len(all) - 1
		for i >= 0 && all[i].start >= from {
			i--
		}
	}
	if i < 0 || i >= len(all) {
		return placeFound{}
	}
	return placeFound{true, all[i].start, all[i].end, all[i].id}
}

// uncoded is the words of the next answer without a coding behind a position.
func (d *openDocument) uncoded(m *margin, from int) placeFound {
	i, ok := coverage(d.model, m.index.all).nextUncoded(d.model.blockOf(from), false)
	if !ok {
		return placeFound{}
	}
	return placeFound{Found: true, Start: d.model.blocks[i].bodyStart, End: d.model.blocks[i].bodyEnd}
}

// sentenceAt is the sentence that holds a position or is the next in its turn;
// the last one behind all of them.
func (m *textModel) sentenceAt(pos int) placeFound {
	i := m.blockOf(pos)
	if i < 0 {
		return placeFound{}
	}
	list := m.sentences(m.blocks[i].bodyStart, m.blocks[i].bodyEnd)
	if len(list) == 0 {
		return placeFound{}
	}
	k := slices.IndexFunc(list, func(s span) bool { return pos < s.end })
	if k < 0 {
		k = len(list) - 1
	}
	return placeFound{Found: true, Start: list[k].start, End: list[k].end}
}
