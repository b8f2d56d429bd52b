package rock

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/transcript"
)

// endBlock makes a document of the lines so far, or codings of another coder on
// one that is there.
func (r *reader) endBlock() {
	b := r.block
	r.block = block{}
	text := b.text.String()
	if !b.own {
		rest := strings.TrimLeft(text, "\n")
		for i := range b.marks {
			b.marks[i].start -= len(text) - len(rest)
			b.marks[i].end -= len(text) - len(rest)
		}
		text = strings.TrimRight(rest, "\n")
	}
	if b.lines == 0 || !b.own && strings.TrimSpace(text) == "" {
		return
	}
	d, ok := r.document(b, text)
	if !ok {
		r.t.Lose(coding.TransferCodings, len(b.marks), instruments.Text{NL: "de tekst van deze codeur is een andere dan die van de eerste", EN: "the text of this coder is another than that of the first"})
		return
	}
	in := coding.NewSegmenter(d)
	for _, m := range b.marks {
		seg, err := in.Segment(m.start, m.end)
		if err != nil {
			r.t.Lose(coding.TransferCodings, 1, instruments.Text{NL: "codes op een regel zonder woorden", EN: "codes on a line without words"})
			continue
		}
		k := coding.Coding{Segment: seg, Coder: r.coder(m.coder, b.own), Origin: coding.ByImport}
		if n, err := strconv.Atoi(m.value); err == nil && 0 < n && n <= 100 {
			k.Weight = n
		} else {
			k.Memo = m.value
		}
		r.pending = append(r.pending, pending{k, m.code})
	}
}

// document is the document of a block: a new one, or the one that another coder's
// copy is of; false when that has another text.
func (r *reader) document(b block, text string) (*instruments.Document, bool) {
	id := instruments.DocumentID(cmp.Or(b.about.text("document"), strings.TrimSuffix(r.source.Name, path.Ext(r.source.Name))))
	if i, again := r.documents[id]; again {
		return &r.c.Documents[i], r.c.Documents[i].Text == text
	}
	d := transcript.Of(cmp.Or(b.about.text("title"), string(id)), text)
	d.ID, d.Kind, d.Decoder, d.Source = id, instruments.DocumentKind(cmp.Or(b.about.text("kind"), string(instruments.Interview))), r.decoder, r.source
	d.Respondent, d.Project = instruments.RespondentID(b.about.text("respondent")), b.about.text("project")
	if want := b.about.text("sha256"); b.own && want != d.TextSHA256 {
		r.note(0, instruments.Textf("de tekst van %q is na het schrijven veranderd", "the text of %q was changed after it was written", instruments.Plain(string(id))))
	}
	if cid := b.about.text("cid"); cid != "" {
		b.cases = []string{cid}
	}
	r.documents[id], r.inCase[id] = len(r.c.Documents), b.cases
	r.c.Documents = append(r.c.Documents, d)
	r.t.Take(coding.TransferDocuments, 1)
	return &r.c.Documents[len(r.c.Documents)-1], true
}

// coder adds a coder once. Whom the file does not name is nobody (""). Outside a
// file of ours somebody with the name of a coder that is no person gets another.
func (r *reader) coder(name string, own bool) coding.CoderID {
	id := coding.CoderID(name)
	if id == "" {
		return ""
	}
	if !own && !id.Person() {
		id += "-rock"
	}
	if !r.coders[id] {
		r.coders[id] = true
		r.c.Coders = append(r.c.Coders, coding.Coder{ID: id})
		r.t.Take(coding.TransferCoders, 1)
	}
	return id
}

// finish gives codes their ids, codings their codes, documents their values, and
// everything its order.
func (r *reader) finish() {
	if len(r.c.Documents)+len(r.codes) == 0 {
		r.problems = append(r.problems, instruments.Problem{
			File: r.name, What: instruments.Text{NL: "er staan geen tekst en geen codes in dit bestand", EN: "there are no text and no codes in this file"},
			Hint: instruments.Text{NL: "is dit wel het bestand met de gecodeerde tekst?", EN: "is this the file with the coded text?"},
		})
		return
	}
	r.straighten()
	ids := make(map[coding.CodeID]coding.CodeID, len(r.codes))
	for name, id := range r.codeIDs {
		if i, ok := r.at[name]; ok {
			ids[r.codes[i].ID] = id
		}
	}
	ours := func(id coding.CodeID) coding.CodeID { return cmp.Or(ids[id], id) }
	for i := range r.codes {
		r.codes[i].ID, r.codes[i].Parent = ours(r.codes[i].ID), ours(r.codes[i].Parent)
	}
	r.c.Codebook = coding.TreeOf(r.codes)
	r.t.Take(coding.TransferCodes, len(r.codes))
	r.keep()
	r.values()
	slices.SortFunc(r.c.Documents, func(a, b instruments.Document) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(r.c.Coders, func(a, b coding.Coder) int { return cmp.Compare(a.ID, b.ID) })
	r.t.Convention = instruments.Text{NL: "een code hoort bij de hele regel", EN: "a code is of the whole line"}
	r.t.Sort()
}

// keep turns what was pending into codings, each once.
func (r *reader) keep() {
	seen := map[coding.CodingID]bool{}
	for _, p := range r.pending {
		k := p.Coding
		k.Code = r.codes[p.code].ID
		k.ID = coding.NewCodingID(k)
		if seen[k.ID] {
			r.t.Lose(coding.TransferCodings, 1, instruments.Text{NL: "dezelfde code stond er twee keer; zij telt één keer", EN: "the same code stood there twice; it counts once"})
			continue
		}
		seen[k.ID] = true
		r.c.Codings = append(r.c.Codings, k)
	}
	r.t.Take(coding.TransferCodings, len(r.c.Codings))
	coding.SortCodings(r.c.Codings)
}

// values gives documents the values of their case, where they are of one. Cases
// that share a document become groups.
func (r *reader) values() {
	groups := map[string][]instruments.DocumentID{}
	used := map[string]bool{}
	for i := range r.c.Documents {
		d := &r.c.Documents[i]
		cases := r.inCase[d.ID]
		if len(cases) == 0 && len(r.cases) == 1 && len(r.c.Documents) == 1 {
			cases = slices.Collect(maps.Keys(r.cases))
		}
		for _, id := range cases {
			used[id] = true
			if len(cases) > 1 {
				groups[id] = append(groups[id], d.ID)
				r.t.Lose(coding.TransferVariables, len(r.cases[id]), instruments.Text{NL: "het document is van meer dan één case", EN: "the document is of more than one case"})
			}
		}
		if len(cases) == 1 && len(r.cases[cases[0]]) > 0 {
			d.Attributes = maps.Clone(r.cases[cases[0]])
			r.t.Take(coding.TransferVariables, len(d.Attributes))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(r.cases)) {
		if !used[id] {
			r.t.Lose(coding.TransferVariables, len(r.cases[id]), instruments.Text{NL: "de case komt in de tekst niet voor", EN: "the case does not occur in the text"})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(groups)) {
		r.c.Groups = append(r.c.Groups, coding.Group{ID: "rock-cid-" + id, Name: id, Documents: groups[id]})
	}
	r.t.Take(coding.TransferCases, len(groups))
}
