package refi

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"path"
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/transcript"
)

// draft is a document in the making.
type draft struct {
	doc        instruments.Document
	source     *source
	selections []placed
	whole      []mark // codings of the text as a whole
	times      []timed
	known      map[string]bool // GUIDs of selections
	inside     string          // where the text is in the archive
	loose      bool            // read from the formatted text, to which no position applies
}

// placed is a selection with its place by every way of counting.
type placed struct {
	*selection
	fits [conventions]fit
}

// timed is a sync point.
type timed struct {
	time   int64
	points [conventions]edge
}

// addDocuments reads every text there is.
func (b *builder) addDocuments() *refusal {
	for i := range b.p.sources {
		s := &b.p.sources[i]
		mergeOutside(s)
		if len(s.texts) == 0 {
			b.withoutText(s)
		}
		for j := range s.texts {
			if bad := b.addText(s, j); bad != nil {
				return bad
			}
		}
	}
	return nil
}

// mergeOutside gives the codings of a selection on a page to the selection in
// the text that has the same GUID: it is the same selection.
func mergeOutside(s *source) {
	inText := map[string]*selection{}
	type key struct {
		of         *selection
		code, user string
	}
	have := map[key]bool{}
	for i := range s.texts {
		for j := range s.texts[i].selections {
			sel := &s.texts[i].selections[j]
			inText[sel.guid] = sel
			for _, m := range sel.codings {
				have[key{sel, m.code, m.user}] = true
			}
		}
	}
	s.outside = slices.DeleteFunc(s.outside, func(o selection) bool {
		sel, ok := inText[o.guid]
		if !ok || o.guid == "" {
			return false
		}
		for _, m := range o.codings {
			if k := (key{sel, m.code, m.user}); !have[k] {
				have[k] = true
				sel.codings = append(sel.codings, m)
			}
		}
		return true
	})
}

// withoutText counts a source that has no text at all.
func (b *builder) withoutText(s *source) {
	switch s.kind {
	case "PictureSource":
		b.leave(coding.TransferDocuments, 1, "afbeeldingen zonder tekst", "images without a text")
	case "AudioSource", "VideoSource":
		b.leave(coding.TransferDocuments, 1, "geluid of beeld zonder transcript", "sound or video without a transcript")
	default:
		b.leave(coding.TransferDocuments, 1, "bronnen zonder tekst, zoals een PDF waarvan alleen de bladzijden bewaard zijn", "sources without a text, such as a PDF of which only the pages were kept")
	}
}

// addText reads one text of a source. A text that is there already, such as a
// transcript that is also a source of its own, adds its selections.
func (b *builder) addText(s *source, j int) *refusal {
	t := &s.texts[j]
	inside, elsewhere := place(t.path)
	if d := b.byPath[strings.ToLower(inside)]; d != nil && inside != "" {
		return b.again(d, s, t)
	}
	data, why, bad := b.stored(t, inside, elsewhere)
	if bad != nil {
		return bad
	}
	if !why.IsZero() {
		b.lose(s, t, why)
		return nil
	}
	d, r, why := b.draft(s, t, data, inside)
	if !why.IsZero() {
		b.lose(s, t, why)
		return nil
	}
	b.name(d, s, t, j)
	b.drafts = append(b.drafts, d)
	b.transfer.Take(coding.TransferDocuments, 1)
	if t.rich != "" && !d.loose {
		b.leave(coding.TransferOther, 1, "teksten met opmaak; de platte tekst is gelezen", "texts with formatting; the plain text was read")
	}
	if inside != "" {
		b.byPath[strings.ToLower(inside)], d.inside = d, inside
	}
	b.attach(d, s, t, r)
	return nil
}

// draft makes a document of a text, and a ruler for the positions in it.
func (b *builder) draft(s *source, t *text, data []byte, inside string) (d *draft, r *ruler, why instruments.Text) {
	title := s.name
	if len(s.texts) > 1 && t.name != "" {
		title = t.name
	}
	if t.path == "" && !t.inline {
		if d, why = b.formatted(s, t); !why.IsZero() {
			return nil, nil, why
		}
		r = newRuler(d.doc.Text)
	} else {
		raw, decoder := transcript.Decode(data)
		r = newRuler(raw)
		d = &draft{source: s, doc: transcript.Of(title, r.canonical)}
		sum := sha256.Sum256(data)
		d.doc.Decoder = decoder
		d.doc.Source = instruments.Source{Name: path.Base(inside), SHA256: hex.EncodeToString(sum[:]), Size: int64(len(data))}
	}
	if strings.TrimSpace(d.doc.Text) == "" {
		return nil, nil, instruments.Text{NL: "de tekst is leeg", EN: "the text is empty"}
	}
	return d, r, instruments.Text{}
}

// stored is the text as bytes, or why there is none.
func (b *builder) stored(t *text, inside string, elsewhere instruments.Text) ([]byte, instruments.Text, *refusal) {
	switch {
	case t.inline && t.path == "":
		return []byte(t.content), instruments.Text{}, nil
	case !elsewhere.IsZero():
		b.outside = elsewhere
		return nil, elsewhere, nil
	case t.path == "" && t.rich != "":
		return nil, instruments.Text{}, nil // see formatted
	case inside == "" || b.archive == nil:
		return nil, instruments.Text{NL: "er hoort geen tekst bij", EN: "there is no text with it"}, nil
	}
	f := b.archive.source(inside)
	if f == nil {
		if t.inline {
			return []byte(t.content), instruments.Text{}, nil
		}
		return nil, instruments.Text{NL: "de tekst zit niet in het projectbestand", EN: "the text is not in the project file"}, nil
	}
	data, bad := b.archive.bytes(f, maxText)
	return data, instruments.Text{}, bad
}

// formatted reads a source of which the project holds the formatted text only.
func (b *builder) formatted(s *source, t *text) (*draft, instruments.Text) {
	inside, why := place(t.rich)
	if !why.IsZero() {
		b.outside = why
		return nil, why
	}
	unread := instruments.Text{NL: "de platte tekst ontbreekt en de opgemaakte tekst is niet te lezen", EN: "the plain text is missing and the formatted text cannot be read"}
	if b.archive == nil {
		return nil, unread
	}
	f := b.archive.source(inside)
	if f == nil {
		return nil, instruments.Text{NL: "de tekst zit niet in het projectbestand", EN: "the text is not in the project file"}
	}
	data, bad := b.archive.bytes(f, maxText)
	if bad != nil {
		return nil, unread
	}
	doc, problems := transcript.Read(path.Base(inside), data)
	if problems.Err() != nil {
		return nil, unread
	}
	doc.Title = s.name
	return &draft{source: s, doc: doc, loose: true}, instruments.Text{}
}

// lose counts a text that is not read. What hangs on it is counted later.
func (b *builder) lose(s *source, t *text, why instruments.Text) {
	b.transfer.Lose(coding.TransferDocuments, 1, why)
	s.outside = append(s.outside, t.selections...)
	s.codings = append(s.codings, t.codings...)
	t.selections = nil
}

// again adds what a second mention of a text says about it.
func (b *builder) again(d *draft, s *source, t *text) *refusal {
	if len(t.selections)+len(t.sync) == 0 {
		b.attach(d, s, t, nil)
		return nil
	}
	raw := d.doc.Text
	if f := b.archive.source(d.inside); f != nil {
		data, bad := b.archive.bytes(f, maxText)
		if bad != nil {
			return bad
		}
		raw, _ = transcript.Decode(data)
	}
	b.attach(d, s, t, newRuler(raw))
	return nil
}

// attach places the selections and sync points of a text on a document.
func (b *builder) attach(d *draft, s *source, t *text, r *ruler) {
	for _, guid := range []string{s.guid, t.guid} {
		if b.owner[guid] == nil {
			b.owner[guid] = s
		}
		if guid != "" && b.owner[guid] == s && !slices.Contains(b.of[guid], d) {
			b.of[guid] = append(b.of[guid], d)
		}
	}
	points := map[string]syncPoint{}
	for _, p := range t.sync {
		points[p.guid] = p
		at := timed{time: p.time}
		for c := range conventions {
			at.points[c] = r.edge(c, p.position)
		}
		if p.placed && p.time >= 0 {
			d.times = append(d.times, at)
		}
	}
	known := map[string]bool{} // of this mention
	for i := range t.selections {
		sel := &t.selections[i]
		if sel.guid != "" && d.known[sel.guid] { // the same selection, in a second mention of the text
			continue
		}
		known[sel.guid] = true
		if from, to := points[sel.from], points[sel.to]; sel.bad && from.placed && to.placed {
			sel.start, sel.end, sel.bad = from.position, to.position, false
		}
		d.selections = append(d.selections, placed{sel, r.fits(sel)})
	}
	if d.known == nil {
		d.known = known
	}
	maps.Copy(d.known, known)
	d.whole = append(d.whole, t.codings...)
	s.description = joined(s.description, t.description)
	s.notes = append(s.notes, t.notes...)
	s.values = append(s.values, t.values...)
}

// fits places a selection by every way of counting.
func (r *ruler) fits(s *selection) (all [conventions]fit) {
	if s.bad {
		return all
	}
	for c := range conventions {
		if r.plain && c > 0 {
			all[c] = all[0]
			continue
		}
		all[c] = r.fit(c, s)
	}
	return all
}

// name gives a document its id, kind and title.
func (b *builder) name(d *draft, s *source, t *text, j int) {
	doc := &d.doc
	doc.Kind = instruments.Interview
	if s.kind == "PDFSource" || s.kind == "PictureSource" {
		doc.Kind = instruments.Other
	}
	id := b.opt.Documents[s.guid]
	if id == "" {
		id = b.opt.Documents[t.guid]
	}
	if kind, own, ok := strings.Cut(takeApart(s.description).id, " "); ok && j == 0 && slices.Contains(documentKinds(), instruments.DocumentKind(kind)) {
		doc.Kind = instruments.DocumentKind(kind)
		if id == "" {
			id = instruments.DocumentID(own)
		}
	}
	if id == "" {
		id = instruments.DocumentID(firstPoints(strings.TrimSpace(instruments.Plain(stem(doc.Title))), longestName))
	}
	if id == "" {
		id = "document"
	}
	doc.ID = instruments.DocumentID(b.docIDs.take(string(id)))
	if doc.Title == "" {
		doc.Title = string(doc.ID)
	}
}

func documentKinds() []instruments.DocumentKind {
	return []instruments.DocumentKind{instruments.Interview, instruments.FocusGroup, instruments.Literature, instruments.Other}
}

// stem is a name without the extension of a text, an image or a recording.
func stem(name string) string {
	ext := path.Ext(name)
	switch strings.ToLower(ext) {
	case ".txt", ".md", ".doc", ".docx", ".odt", ".rtf", ".pdf", ".htm", ".html", ".vtt", ".srt", ".json", ".csv", ".xlsx",
		".m4a", ".mp3", ".mp4", ".wav", ".wma", ".wmv", ".avi", ".mov", ".mkv", ".ogg", ".flac", ".aac",
		".jpg", ".jpeg", ".png", ".gif", ".tif", ".tiff", ".bmp":
		return strings.TrimSuffix(name, ext)
	}
	return name
}
