package foreign

import (
	"encoding/json"
	"strconv"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// taguetteProject reads a database of Taguette.
type taguetteProject struct {
	*project
	projects   map[int]*coding.Group // by id; nil when there is only one
	numbers    []int                 // ids of projects, in the order of the file
	tags       map[int]coding.CodeID
	of         map[int]int   // project of a tag
	tagged     map[int][]int // tags of a highlight
	by         map[int]string
	highlights map[int][]highlight // by document
}

// highlight is a stretch of a document.
type highlight struct {
	id int
	mark
}

func (p *project) taguette() error {
	p.prefix, p.t.Origin = "taguette.", "Taguette"
	t := &taguetteProject{
		project: p, projects: map[int]*coding.Group{}, tags: map[int]coding.CodeID{}, of: map[int]int{}, tagged: map[int][]int{},
		by: map[int]string{}, highlights: map[int][]highlight{},
	}
	for _, step := range []func() error{t.readProjects, t.readTags, t.readTagged, t.readCommands, t.readHighlights, t.readDocuments} {
		if err := step(); err != nil {
			return err
		}
	}
	t.lostHighlights()
	t.groups()
	p.t.Convention = instruments.Textf("UTF-8-bytes van de tekst, zoals Taguette telt; %d van de %d markeringen staan precies op hun woorden, %d elders gevonden",
		"UTF-8 bytes of the text, as Taguette counts; %d of %d marks stand exactly on their words, %d found elsewhere", p.exact, p.exact+p.moved, p.moved)
	return nil
}

// readProjects reads the names. A file of the program on one's own computer often
// holds several projects; all come in, each in a group of its own.
func (t *taguetteProject) readProjects() error {
	var names []string
	err := t.each("projects", "id name description", func(r row) error {
		id, name := r.number("id"), r.text("name")
		t.projects[id] = &coding.Group{ID: "taguette-" + strconv.Itoa(id), Name: name, Description: r.text("description")}
		t.numbers = append(t.numbers, id)
		names = append(names, strconv.Quote(instruments.Plain(name)))
		return nil
	})
	if err != nil || len(t.numbers) < 2 {
		for _, g := range t.projects {
			t.c.Info.Name, t.c.Info.Title = g.Name, instruments.Same(g.Name)
			t.memo("methode", "study", g.Description, "")
		}
		t.projects = nil
		return err
	}
	shown := strings.Join(names[:min(len(names), 10)], ", ")
	t.note(instruments.Textf("dit bestand bevat %d projecten (%s); ze komen alle mee, elk als groep en met eigen codes", "this file holds %d projects (%s); all come along, each as a group and with its own codes", len(names), shown),
		instruments.Text{NL: "wilt u er één, kies dan in Taguette ‘Export project’ en lees dat bestand in", EN: "to have one, choose ‘Export project’ in Taguette and import that file"})
	return nil
}

func (t *taguetteProject) readTags() error {
	roots := map[int]coding.CodeID{}
	for _, id := range t.numbers {
		if t.projects != nil {
			roots[id] = t.code(coding.Code{Name: instruments.Same(t.projects[id].Name)})
		}
	}
	return t.each("tags", "id project_id path description", func(r row) error {
		name := r.text("path")
		if strings.TrimSpace(name) == "" {
			name = "tag " + strconv.Itoa(r.number("id"))
		}
		id := t.code(coding.Code{Parent: roots[r.number("project_id")], Name: instruments.Same(name), Definition: instruments.Same(r.text("description")), Codable: true})
		t.tags[r.number("id")], t.of[r.number("id")] = id, r.number("project_id")
		t.t.Take(coding.TransferCodes, 1)
		return nil
	})
}

func (t *taguetteProject) readTagged() error {
	return t.each("highlight_tags", "highlight_id tag_id", func(r row) error {
		id := r.number("highlight_id")
		t.tagged[id] = append(t.tagged[id], r.number("tag_id"))
		return nil
	})
}

// readCommands finds who made each highlight: Taguette keeps that only in its
// history, the rest of which stays behind.
func (t *taguetteProject) readCommands() error {
	left := 0
	err := t.each("commands", "user_login payload", func(r row) error {
		var payload struct {
			Type      string `json:"type"`
			Highlight int    `json:"highlight_id"`
			ID        int    `json:"id"` // its name in older versions
		}
		err := json.Unmarshal([]byte(r.text("payload")), &payload)
		if err != nil || payload.Type != "highlight_add" {
			left++
			return nil
		}
		if payload.Highlight == 0 {
			payload.Highlight = payload.ID
		}
		t.by[payload.Highlight] = r.text("user_login")
		return nil
	})
	t.t.Lose(coding.TransferOther, left, instruments.Text{NL: "handelingen uit de geschiedenis van Taguette", EN: "acts in the history of Taguette"})
	return err
}

func (t *taguetteProject) readHighlights() error {
	return t.each("highlights", "id document_id start_offset end_offset snippet", func(r row) error {
		doc := r.number("document_id")
		t.highlights[doc] = append(t.highlights[doc], highlight{r.number("id"), mark{
			start: r.number("start_offset"), end: r.number("end_offset"), quotation: plain(r.text("snippet")).raw,
		}})
		return nil
	})
}

func (t *taguetteProject) readDocuments() error {
	return t.each("documents", "id name description filename project_id contents", func(r row) error {
		page := r.text("contents")
		s := plain(page)
		marks := t.highlights[r.number("id")]
		delete(t.highlights, r.number("id"))
		var wanted []int
		for i := range marks {
			if m := &marks[i]; len(t.tagged[m.id]) > 0 {
				t.settle(&s, &m.mark)
				wanted = append(wanted, m.start, m.end)
			}
		}
		text, at := s.canonical(wanted)
		d := t.document(r.text("name"), r.text("filename"), page, text)
		if g := t.projects[r.number("project_id")]; g != nil {
			g.Documents = append(g.Documents, d.ID)
		}
		t.memo("analyse", "document/"+string(d.ID), r.text("description"), "")
		in := coding.NewSegmenter(d)
		for _, m := range marks {
			t.codings(in, m, at)
		}
		return nil
	})
}

// codings makes one coding of each tag of a highlight.
func (t *taguetteProject) codings(in coding.Segmenter, m highlight, at map[int]place) {
	tags := t.tagged[m.id]
	delete(t.tagged, m.id)
	if len(tags) == 0 {
		t.t.Lose(coding.TransferCodings, 1, instruments.Text{NL: "markeringen zonder tag", EN: "highlights without a tag"})
		return
	}
	start, ok := at[m.start]
	end, whole := at[m.end]
	seg, err := in.Segment(start.start, end.end)
	if !m.found || !ok || !whole || err != nil {
		t.t.Lose(coding.TransferCodings, len(tags), lostWords())
		return
	}
	for _, tag := range tags {
		code, known := t.tags[tag]
		if !known {
			t.t.Lose(coding.TransferCodings, 1, instruments.Text{NL: "de tag is er niet meer", EN: "the tag is no longer there"})
			continue
		}
		t.keep(coding.Coding{Segment: seg, Code: code, Coder: t.coder(t.by[m.id])})
	}
}

// lostHighlights counts what stands on documents that are no longer there.
func (t *taguetteProject) lostHighlights() {
	n := 0
	for _, marks := range t.highlights {
		for _, m := range marks {
			n += max(1, len(t.tagged[m.id]))
			delete(t.tagged, m.id)
		}
	}
	for _, tags := range t.tagged {
		n += len(tags)
	}
	t.t.Lose(coding.TransferCodings, n, instruments.Text{NL: "het document of de markering is er niet meer", EN: "the document or the highlight is no longer there"})
}

// groups keeps the projects of a file with several apart.
func (t *taguetteProject) groups() {
	for _, id := range t.numbers {
		g := t.projects[id]
		if g == nil {
			return
		}
		t.c.Groups = append(t.c.Groups, *g)
		t.t.Take(coding.TransferGroups, 1)
	}
}
