package coding

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"meerzicht/instruments"
)

// moved is a record of theirs as it is called and written here.
type moved struct {
	recordKey
	of        *Revision        // as they call it
	base, now json.RawMessage  // when last merged, and now
	about     string           // the document or the like that it belongs to
	lost      instruments.Text // why it cannot come in; zero when it can
}

// move writes a record of theirs as it would be here.
func (m *merger) move(r *Revision) moved {
	out := moved{recordKey: recordKey{r.Kind, r.ID}, of: r, base: r.Merged, now: r.Now}
	write := m.write[r.Kind]
	if write == nil || m.err != nil {
		return out
	}
	if m.remaps {
		first := reference{merger: m, fresh: r.Parting == nil}
		if raw := cmpRaw(r.First, r.Merged, r.Now); raw != nil {
			_, out.id, m.err = write(&first, raw, "")
		}
	}
	for i, side := range []*json.RawMessage{&out.base, &out.now} {
		if *side == nil || m.err != nil {
			continue
		}
		ref := reference{merger: m, fresh: r.Parting == nil, count: r.Kind == CodingKind && i == 1 && !bytes.Equal(r.Merged, r.Now)}
		*side, _, m.err = write(&ref, *side, out.id)
		out.lost, out.about = ref.lost, ref.about
	}
	return out
}

// cmpRaw is the first record that is there.
func cmpRaw(of ...json.RawMessage) json.RawMessage {
	for _, raw := range of {
		if raw != nil {
			return raw
		}
	}
	return nil
}

// reference puts the names of this copy in the place of theirs, and notes what
// is not here.
type reference struct {
	*merger
	fresh bool // the record is new since the parting
	count bool // of codings that are found elsewhere
	about string
	lost  instruments.Text
}

func (f *reference) document(id *instruments.DocumentID) {
	theirs := *id
	f.about = string(theirs)
	ours, here := f.merger.document(theirs)
	if !here {
		f.lose(instruments.Textf("document %s is hier weggehaald", "document %s was taken away here", instruments.Plain(string(theirs))))
	}
	*id = ours
}

func (f *reference) lose(why instruments.Text) {
	if f.lost.IsZero() {
		f.lost = why
	}
}

func (f *reference) coder(id *CoderID) { *id = f.merger.coder(*id, f.fresh) }

// segment finds a segment in our text of the document.
func (f *reference) segment(s *Segment) {
	theirs := s.Document
	f.document(&s.Document)
	now, found := f.locate(theirs, *s)
	*s = now
	if found == Lost {
		f.lose(instruments.Textf("‘%s’ staat hier niet, of niet precies één keer, in %s", "‘%s’ does not stand here, or not exactly once, in %s", instruments.Plain(clip(now.Quotation)), instruments.Plain(string(theirs))))
	}
	if o := f.others[theirs]; o != nil && f.count {
		*map[Found]*int{Same: &o.same, Moved: &o.moved, Lost: &o.lost}[found]++
	}
}

// A rewriter writes a record of theirs with the names of ours. id is what it is
// called here; "" asks for that.
type rewriter func(f *reference, raw json.RawMessage, id string) (json.RawMessage, string, error)

// rewrites makes a rewriter of a function that changes a record and returns its
// id: that given, or the one that follows from the names.
func rewrites[T any](change func(f *reference, one *T, id string) string) rewriter {
	return func(f *reference, raw json.RawMessage, id string) (json.RawMessage, string, error) {
		one, err := Decode[T](raw)
		if err != nil {
			return nil, "", err
		}
		id = change(f, &one, id)
		out, err := Canonical(one)
		return out, id, err
	}
}

// rewriters are those of the kinds that name other records.
func rewriters() map[Kind]rewriter {
	return map[Kind]rewriter{
		DocumentKind: rewrites(func(f *reference, d *instruments.Document, _ string) string {
			d.ID = f.documentName(d.ID)
			return string(d.ID)
		}),
		CodeKind: rewrites(func(f *reference, c *Code, _ string) string {
			c.ID, c.Parent = f.code(c.ID), f.code(c.Parent)
			for i, s := range c.Supports {
				c.Supports[i] = f.code(s)
			}
			return string(c.ID)
		}),
		CodingKind: rewrites(func(f *reference, c *Coding, _ string) string {
			c.ID, c.Code = f.coding(c.ID), f.code(c.Code)
			f.segment(&c.Segment)
			f.coder(&c.Coder)
			return string(c.ID)
		}),
		FillingKind:    rewrites(rewriteFilling),
		MemoKind:       rewrites(rewriteMemo),
		DecisionKind:   rewrites(rewriteDecision),
		RoundKind:      rewrites(rewriteRound),
		SettlementKind: rewrites(rewriteSettlement),
		ProgressKind: rewrites(func(f *reference, p *Progress, _ string) string {
			f.document(&p.Document)
			f.coder(&p.Coder)
			return p.ID()
		}),
		GroupKind: rewrites(func(f *reference, g *Group, _ string) string {
			var docs []instruments.DocumentID
			for _, id := range g.Documents {
				if ours, here := f.merger.document(id); here && !slices.Contains(docs, ours) {
					docs = append(docs, ours)
				}
			}
			g.Documents = docs
			for i, id := range g.Codes {
				g.Codes[i] = f.code(id)
			}
			return g.ID
		}),
		OverrideKind: rewrites(func(f *reference, o *Override, _ string) string {
			o.By = string(f.merger.coder(CoderID(o.By), f.fresh))
			return string(o.Dyad)
		}),
	}
}

func rewriteFilling(f *reference, l *instruments.Filling, _ string) string {
	coder := f.merger.coder(CoderID(l.Coder), f.fresh)
	if string(coder) != l.Coder {
		l.Coder = string(coder)
		l.ID = instruments.FillingID(l.Kind, Subject(*l), l.Coder)
	}
	return l.ID
}

func rewriteMemo(f *reference, memo *Memo, id string) string {
	own := memo.ID == memo.Target+"/"+string(memo.Author) // as SetMemo names it
	f.coder(&memo.Author)
	kind, rest, _ := strings.Cut(memo.Target, "/")
	switch kind {
	case "document":
		doc := instruments.DocumentID(rest)
		f.document(&doc)
		memo.Target = "document/" + string(doc)
	case "coding":
		memo.Target = "coding/" + string(f.coding(CodingID(rest)))
	case "code":
		memo.Target = "code/" + string(f.code(CodeID(rest)))
	}
	if id != "" {
		memo.ID = id
	} else if own {
		memo.ID = memo.Target + "/" + string(memo.Author)
	}
	return memo.ID
}

func rewriteDecision(f *reference, d *Decision, id string) string {
	was := Coding{Segment: d.Segment, Code: d.Code, Coder: LexiconCoder}
	own := d.ID == string(NewCodingID(was))
	f.segment(&d.Segment)
	d.Code = f.code(d.Code)
	f.coder(&d.By)
	is := Coding{Segment: d.Segment, Code: d.Code, Coder: LexiconCoder}
	if id != "" {
		d.ID = id
	} else if own {
		d.ID = string(NewCodingID(is))
	}
	return d.ID
}

func rewriteRound(f *reference, r *Round, _ string) string {
	var docs []instruments.DocumentID
	for _, id := range r.Documents {
		if ours, here := f.merger.document(id); here && !slices.Contains(docs, ours) {
			docs = append(docs, ours)
		}
		if key := StandingDocument(id); r.Standing[key] != "" {
			round := r.Standing[key]
			delete(r.Standing, key)
			r.Standing[StandingDocument(f.documentName(id))] = round
		}
	}
	r.Documents = docs
	f.coders(r.Coders)
	if r.Past != nil {
		for i := range r.Past.Pairs {
			f.coder(&r.Past.Pairs[i].A)
			f.coder(&r.Past.Pairs[i].B)
		}
		for i := range r.Past.Coders {
			f.coder(&r.Past.Coders[i].Coder)
		}
	}
	return r.ID
}

func rewriteSettlement(f *reference, s *Settlement, id string) string {
	own := s.ID == SettlementID(s.Round, s.Difference) && s.Difference == differenceID(*s)
	if s.Document != "" {
		f.document(&s.Document)
	}
	for i, c := range s.Codes {
		s.Codes[i] = f.code(c)
	}
	for i, c := range s.Made {
		s.Made[i] = f.coding(c)
	}
	for i := range s.Found {
		s.Found[i].Code = f.code(s.Found[i].Code)
		f.coder(&s.Found[i].Coder)
	}
	f.coder(&s.By)
	f.coders(s.Keep)
	f.coders(s.Coders)
	switch {
	case id != "":
		s.ID = id
	case own:
		s.Difference = differenceID(*s)
		s.ID = SettlementID(s.Round, s.Difference)
	}
	return s.ID
}

func (f *reference) coders(list []CoderID) {
	for i := range list {
		f.coder(&list[i])
	}
}

// differenceID is the id of the difference that a settlement is about.
func differenceID(s Settlement) string {
	d := Difference{Document: s.Document, Dyad: s.Dyad, Start: s.Start, End: s.End, List: s.List, Subject: s.Subject, Item: s.Item}
	place := placeHash(string(s.Document), "")
	if s.List != "" {
		d.Type, place = Answer, placeHash(string(s.List), s.Subject)
	}
	for _, c := range s.Codes {
		d.A = append(d.A, Coding{Code: c})
	}
	d.name(place)
	return d.ID
}

// clip is a text short enough for a list.
func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
