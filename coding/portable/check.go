package portable

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
	"unicode/utf8"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// whole checks what no single record can say: that texts are what they were, that
// quotations stand in them, and that names lead somewhere.
func (r *reader) whole() {
	if len(r.members) > 0 && !r.stopped {
		for _, name := range []string{"study", "codes", "documents", "codings"} {
			if !r.members[name] {
				r.problem(instruments.Textf("onderdeel %q ontbreekt", "member %q is missing", name), instruments.Text{})
			}
		}
	}
	r.codebook()
	docs := r.texts()
	r.codings(docs)
	r.groups(docs)
}

// codebook keeps the order of the file where parents stand before their codes.
func (r *reader) codebook() {
	seen := map[coding.CodeID]bool{}
	ordered := true
	for _, code := range r.codes {
		ordered = ordered && (code.Parent == "" || seen[code.Parent])
		seen[code.ID] = true
	}
	for _, code := range r.codes {
		if code.Parent != "" && !seen[code.Parent] {
			r.problem(instruments.Textf("code %q hoort onder %q, en die is er niet", "code %q belongs below %q, which is not there", instruments.Plain(string(code.ID)), instruments.Plain(string(code.Parent))), instruments.Text{})
		}
	}
	if ordered {
		r.c.Codebook = coding.Of(r.codes)
	} else {
		r.c.Codebook = coding.TreeOf(r.codes)
	}
}

// texts checks every document and gives the sound ones by id.
func (r *reader) texts() map[instruments.DocumentID]*instruments.Document {
	docs := make(map[instruments.DocumentID]*instruments.Document, len(r.c.Documents))
	for i := range r.c.Documents {
		d := &r.c.Documents[i]
		what := wrong(d)
		if !what.IsZero() {
			r.problem(instruments.Textf("document %q: %s", "document %q: %s", instruments.Plain(excerpt(string(d.ID))), what), instruments.Text{})
			continue
		}
		docs[d.ID] = d
	}
	return docs
}

// wrong says what is wrong with a document; zero when nothing is.
func wrong(d *instruments.Document) instruments.Text {
	sum := sha256.New()
	_, _ = io.WriteString(sum, d.Text) // a hash never fails
	switch {
	case len(d.Text) > maxText:
		return instruments.Textf("de tekst is langer dan %d MB", "the text is longer than %d MB", maxText>>20)
	case hex.EncodeToString(sum.Sum(nil)) != d.TextSHA256:
		return instruments.Text{NL: "de tekst is niet die waarvan text_sha256 de controlesom is", EN: "the text is not the one that text_sha256 is the checksum of"}
	case strings.ContainsAny(d.Text, "\r\x00"):
		return instruments.Text{NL: "de tekst bevat CR of NUL; regels eindigen op LF", EN: "the text holds CR or NUL; lines end in LF"}
	case utf8.RuneCountInString(d.Text) != d.Length:
		return instruments.Textf("length is %d, de tekst heeft %d codepunten", "length is %d, the text has %d code points", d.Length, utf8.RuneCountInString(d.Text))
	case d.Source.SHA256 != "" && !isSum(d.Source.SHA256) || d.Source.Size < 0:
		return instruments.Text{NL: "source noemt geen controlesom (64 tekens 0–9 en a–f) en omvang van een bestand", EN: "source names no checksum (64 characters 0–9 and a–f) and size of a file"}
	}
	for i, t := range d.Turns {
		if t.Start < 0 || t.End < t.Start || t.End > d.Length {
			return instruments.Textf("beurt %d (%d–%d) ligt niet in de tekst", "turn %d (%d–%d) is not inside the text", i+1, t.Start, t.End)
		}
	}
	return instruments.Text{}
}

// isSum reports whether a text is a SHA-256 as we write it.
func isSum(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == sha256.Size && s == strings.ToLower(s)
}

// codings keeps the codings that stand in the text as they say.
func (r *reader) codings(docs map[instruments.DocumentID]*instruments.Document) {
	var in coding.Segmenter
	var at *instruments.Document // that in segments
	kept, other := r.c.Codings[:0], 0
	for _, k := range r.c.Codings {
		d := docs[k.Document]
		if what := r.dangles(k, d); !what.IsZero() {
			r.unsound(k, what, instruments.Text{})
			continue
		}
		if d != at {
			in, at = coding.NewSegmenter(d), d
		}
		if !in.Holds(k.Segment) || k.Start == k.End {
			r.unsound(k, misplaced(k, d), instruments.Text{NL: "is de tekst na het coderen veranderd?", EN: "was the text changed after coding?"})
			continue
		}
		if now, err := in.Segment(k.Start, k.End); err == nil && now != k.Segment {
			k.Segment = now
			other++
		}
		kept = append(kept, k)
	}
	if r.c.Codings = kept; len(kept) == 0 {
		r.c.Codings = nil
	}
	if other > 0 {
		r.problems = append(r.problems, instruments.Problem{File: r.name, Note: true, What: instruments.Textf(
			"bij %d coderingen is de omgeving anders dan in de tekst; die uit de tekst geldt", "%d codings have another context than the text; that of the text holds", other)})
	}
}

// dangles says which name of a coding leads nowhere.
func (r *reader) dangles(k coding.Coding, d *instruments.Document) instruments.Text {
	_, known := r.c.Codebook.Code(k.Code)
	switch {
	case d == nil:
		return instruments.Textf("document %q is er niet, of is niet in orde", "document %q is not there, or is not sound", instruments.Plain(excerpt(string(k.Document))))
	case !known:
		return instruments.Textf("code %q staat niet in het codeboek", "code %q is not in the codebook", instruments.Plain(excerpt(string(k.Code))))
	case k.Coder == "":
		return instruments.Text{NL: "er staat geen codeur", EN: "there is no coder"}
	}
	return instruments.Text{}
}

func (r *reader) unsound(k coding.Coding, what, hint instruments.Text) {
	r.problem(instruments.Textf("codering %s: %s", "coding %s: %s", instruments.Plain(excerpt(string(k.ID))), what), hint)
}

// misplaced says where the quotation of a coding does stand.
func misplaced(k coding.Coding, d *instruments.Document) instruments.Text {
	if now, found := coding.Locate(d.Text, k.Segment); found == coding.Moved {
		return instruments.Textf("het citaat staat niet op %d–%d maar op %d–%d", "the quotation is not at %d–%d but at %d–%d", k.Start, k.End, now.Start, now.End)
	}
	return instruments.Textf("het citaat %q staat niet op %d–%d in document %q", "the quotation %q is not at %d–%d in document %q", instruments.Plain(excerpt(k.Quotation)), k.Start, k.End, instruments.Plain(string(d.ID)))
}

// groups checks that groups name what is there.
func (r *reader) groups(docs map[instruments.DocumentID]*instruments.Document) {
	for _, g := range r.c.Groups {
		for _, id := range g.Documents {
			if docs[id] == nil {
				r.problem(instruments.Textf("groep %q noemt document %q, en dat is er niet", "group %q names document %q, which is not there", instruments.Plain(excerpt(g.ID)), instruments.Plain(excerpt(string(id)))), instruments.Text{})
			}
		}
		for _, id := range g.Codes {
			if _, ok := r.c.Codebook.Code(id); !ok {
				r.problem(instruments.Textf("groep %q noemt code %q, en die is er niet", "group %q names code %q, which is not there", instruments.Plain(excerpt(g.ID)), instruments.Plain(excerpt(string(id)))), instruments.Text{})
			}
		}
	}
}
