package foreign

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// qualcoderProject reads the data.qda of a QualCoder project.
type qualcoderProject struct {
	*project
	categories map[int]category
	codes      map[int]codeRow
	codeIDs    map[int]coding.CodeID
	catIDs     map[int]coding.CodeID
	marks      map[int][]codedMark // by document
	notes      map[int][]codedMark // annotations, by document
	documents  map[int]int         // index in the corpus, by id
	inCase     map[int][]int       // ids of the documents of a case
}

type category struct {
	name, memo string
	above      int
}

type codeRow struct {
	category
	colour string
	parent int // a code, since version 16
}

// codedMark is a coding or an annotation as it is stored: positions as the
// program counts them.
type codedMark struct {
	from, to  int
	quotation string
	code      int
	owner     string
	memo      string
	important bool
	mark
}

func (p *project) qualcoder() error {
	p.prefix, p.t.Origin = "qualcoder.", "QualCoder"
	q := &qualcoderProject{
		project: p, categories: map[int]category{}, codes: map[int]codeRow{}, codeIDs: map[int]coding.CodeID{}, catIDs: map[int]coding.CodeID{},
		marks: map[int][]codedMark{}, notes: map[int][]codedMark{}, documents: map[int]int{}, inCase: map[int][]int{},
	}
	for _, step := range []func() error{q.about, q.readCategories, q.readCodes, q.readMarks, q.readSources, q.cases, q.attributes, q.journal, q.elsewhere} {
		if err := step(); err != nil {
			return err
		}
	}
	q.lostMarks()
	p.t.Convention = instruments.Textf("codepunten, zoals QualCoder telt; %d van de %d markeringen staan precies op hun woorden, %d elders gevonden",
		"code points, as QualCoder counts; %d of %d marks stand exactly on their words, %d found elsewhere", p.exact, p.exact+p.moved, p.moved)
	return nil
}

// about reads what the project says of itself.
func (q *qualcoderProject) about() error {
	return q.each("project", "databaseversion about memo", func(r row) error {
		about, version := strings.TrimSpace(r.text("about")), r.text("databaseversion")
		q.t.Origin = strings.TrimSpace(instruments.Plain(cmp.Or(about, "QualCoder") + " " + version))
		q.memo("methode", "study", r.text("memo"), "")
		return nil
	})
}

func (q *qualcoderProject) readCategories() error {
	return q.each("code_cat", "catid name memo supercatid", func(r row) error {
		q.categories[r.number("catid")] = category{r.text("name"), r.text("memo"), r.number("supercatid")}
		q.t.Take(coding.TransferCodes, 1)
		return nil
	})
}

// readCodes reads the codes and builds the tree: categories hold categories and
// codes, and codes may hold codes.
func (q *qualcoderProject) readCodes() error {
	var order []int
	err := q.each("code_name", "cid name memo catid color supercid", func(r row) error {
		id := r.number("cid")
		q.codes[id] = codeRow{category{r.text("name"), r.text("memo"), r.number("catid")}, r.text("color"), r.number("supercid")}
		order = append(order, id)
		return nil
	})
	if err != nil {
		return err
	}
	err = q.each("code_cat", "catid", func(r row) error { q.category(r.number("catid"), 0); return nil })
	for _, id := range order {
		q.codeOf(id, 0)
	}
	q.t.Take(coding.TransferCodes, len(order))
	return err
}

// maxDepth is how deep a tree may be; a cycle ends there.
const maxDepth = 100

// category is the code of a category; "" when there is none. Its parents are made
// before it.
func (q *qualcoderProject) category(id, depth int) coding.CodeID {
	c, known := q.categories[id]
	if !known || depth > maxDepth {
		return ""
	}
	if made, done := q.catIDs[id]; done {
		return made
	}
	q.catIDs[id] = "" // whoever comes back here stands in a cycle
	above := q.category(c.above, depth+1)
	q.catIDs[id] = q.code(coding.Code{Parent: above, Name: named(c.name, id), Definition: instruments.Same(c.memo)})
	return q.catIDs[id]
}

func (q *qualcoderProject) codeOf(id, depth int) coding.CodeID {
	c, known := q.codes[id]
	if !known || depth > maxDepth {
		return ""
	}
	if made, done := q.codeIDs[id]; done {
		return made
	}
	q.codeIDs[id] = ""
	above := q.codeOf(c.parent, depth+1)
	if above == "" {
		above = q.category(c.above, 0)
	}
	q.codeIDs[id] = q.code(coding.Code{Parent: above, Name: named(c.name, id), Definition: instruments.Same(c.memo), Colour: colour(c.colour), Codable: true})
	return q.codeIDs[id]
}

func named(name string, id int) instruments.Text {
	if strings.TrimSpace(name) == "" {
		return instruments.Same("code " + strconv.Itoa(id))
	}
	return instruments.Same(name)
}

// colour is a colour as we write it; "" when it is none.
func colour(s string) string {
	if regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`).MatchString(s) {
		return s
	}
	return ""
}

func (q *qualcoderProject) readMarks() error {
	err := q.each("code_text", "cid fid seltext pos0 pos1 owner memo important", func(r row) error {
		id := r.number("fid")
		q.marks[id] = append(q.marks[id], codedMark{
			from: r.number("pos0"), to: r.number("pos1"), quotation: selection(r.text("seltext")), code: r.number("cid"),
			owner: r.text("owner"), memo: r.text("memo"), important: r.number("important") != 0,
		})
		return nil
	})
	if err != nil {
		return err
	}
	return q.each("annotation", "fid pos0 pos1 memo owner", func(r row) error {
		id := r.number("fid")
		q.notes[id] = append(q.notes[id], codedMark{from: r.number("pos0"), to: r.number("pos1"), memo: r.text("memo"), owner: r.text("owner")})
		return nil
	})
}

// selection is a selected text with line ends for the separators that the
// window system puts in their place.
func selection(s string) string {
	return strings.NewReplacer("\u2029", "\n", "\u2028", "\n").Replace(s)
}

func (q *qualcoderProject) readSources() error {
	return q.each("source", "id name fulltext mediapath memo owner", func(r row) error {
		id, text := r.number("id"), r.text("fulltext")
		if strings.TrimSpace(text) == "" {
			q.t.Lose(coding.TransferDocuments, 1, instruments.Text{NL: "beeld, geluid, film of een leeg bestand: er is geen tekst", EN: "picture, sound, film or an empty file: there is no text"})
			return nil
		}
		q.source(id, r.text("name"), text, r.text("memo"), r.text("owner"))
		return nil
	})
}

// source adds one document with its codings and annotations.
func (q *qualcoderProject) source(id int, name, text, memo, owner string) {
	s := source{raw: text}
	marks, notes := q.marks[id], q.notes[id]
	delete(q.marks, id)
	delete(q.notes, id)
	q.measure(&s, marks, true)
	q.measure(&s, notes, false)
	var wanted []int
	for _, list := range [][]codedMark{marks, notes} {
		for _, m := range list {
			wanted = append(wanted, m.start, m.end)
		}
	}
	plain, at := s.canonical(wanted)
	d := q.document(name, name, text, plain)
	q.documents[id] = len(q.c.Documents) - 1
	q.memo("analyse", "document/"+string(d.ID), memo, owner)
	in := coding.NewSegmenter(d)
	for _, m := range marks {
		q.coding(in, m, at)
	}
	for _, m := range notes {
		q.annotation(in, d.ID, m, at)
	}
}

// measure turns positions into bytes and settles the marks. The program counts
// code points; its text window counts UTF-16 units, and some of its versions
// stored those: where the words of a mark stand by that count, it holds.
func (q *qualcoderProject) measure(s *source, marks []codedMark, settle bool) {
	var positions []int
	for _, m := range marks {
		positions = append(positions, m.from, m.to)
	}
	points, units := bytesAt(s.raw, codePoints, positions), bytesAt(s.raw, utf16Units, positions)
	for i := range marks {
		m := &marks[i]
		m.mark = mark{start: byteOf(points, m.from), end: byteOf(points, m.to), quotation: m.quotation}
		start, end := byteOf(units, m.from), byteOf(units, m.to)
		if m.quotation != "" && 0 <= start && start < end && s.raw[start:end] == m.quotation {
			if m.start < 0 || m.end <= m.start || s.raw[m.start:m.end] != m.quotation {
				m.start, m.end = start, end
			}
		}
		if settle {
			q.settle(s, &m.mark)
		}
	}
}

// byteOf is the byte of a position, -1 when it is none.
func byteOf(at map[int]int, position int) int {
	if b, ok := at[position]; ok {
		return b
	}
	return -1
}

func (q *qualcoderProject) coding(in coding.Segmenter, m codedMark, at map[int]place) {
	start, ok := at[m.start]
	end, whole := at[m.end]
	seg, err := in.Segment(start.start, end.end)
	switch code := q.codeIDs[m.code]; {
	case !m.found || !ok || !whole || err != nil:
		q.t.Lose(coding.TransferCodings, 1, lostWords())
	case code == "":
		q.t.Lose(coding.TransferCodings, 1, instruments.Text{NL: "de code is er niet meer", EN: "the code is no longer there"})
	default:
		if m.important {
			q.t.Lose(coding.TransferOther, 1, instruments.Text{NL: "de aanduiding ‘belangrijk’ bij een codering", EN: "the mark ‘important’ on a coding"})
		}
		q.keep(coding.Coding{Segment: seg, Code: code, Coder: q.coder(m.owner), Memo: m.memo})
	}
}

// annotation turns a note on a stretch into a memo on the document, with the words
// it is about.
func (q *qualcoderProject) annotation(in coding.Segmenter, doc instruments.DocumentID, m codedMark, at map[int]place) {
	text := m.memo
	if seg, err := in.Segment(at[m.start].start, at[m.end].end); err == nil && strings.TrimSpace(text) != "" {
		text = "„" + seg.Quotation + "”\n" + text
	}
	q.memo("analyse", "document/"+string(doc), text, m.owner)
}

// lostMarks counts what stands on documents that did not come along.
func (q *qualcoderProject) lostMarks() {
	codings, notes := 0, 0
	for _, marks := range q.marks {
		codings += len(marks)
	}
	for _, marks := range q.notes {
		notes += len(marks)
	}
	why := instruments.Text{NL: "het document is er niet, of heeft geen tekst", EN: "the document is not there, or has no text"}
	q.t.Lose(coding.TransferCodings, codings, why)
	q.t.Lose(coding.TransferMemos, notes, why)
}
