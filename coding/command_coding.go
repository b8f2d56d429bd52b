package coding

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"meerzicht/instruments"
)

// NewCodingID is the id of a coding: the first 32 hex digits of the SHA-256 of
// its document, positions, code and coder, and of its dyad when it has one. The
// same coding made twice, or read from two files, has the same id.
func NewCodingID(c Coding) CodingID {
	parts := []string{string(c.Document), strconv.Itoa(c.Start), strconv.Itoa(c.End), string(c.Code), string(c.Coder)}
	if c.Dyad != "" {
		parts = append(parts, string(c.Dyad))
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return CodingID(hex.EncodeToString(sum[:16]))
}

// Texts is a View that also knows the texts of documents, without decoding
// their records.
type Texts interface {
	View
	// Segmenter makes segments of a document; false when there is none.
	Segmenter(id instruments.DocumentID) (Segmenter, bool, error)
}

// SegmentIn is the stretch [start, end) of a document of a view that is a Texts,
// in code points. It refuses an unknown document and positions outside it.
func SegmentIn(v View, id instruments.DocumentID, start, end int) (Segment, error) {
	var in Segmenter
	ok := false
	if texts, is := v.(Texts); is {
		var err error
		if in, ok, err = texts.Segmenter(id); err != nil {
			return Segment{}, err
		}
	}
	if !ok {
		return Segment{}, instruments.Refuse("", instruments.Textf("de tekst van document %q is er niet", "there is no text of document %q", id), instruments.Text{})
	}
	return in.Segment(start, end)
}

// AddCodings adds codings; an empty id becomes NewCodingID, an empty origin
// ByHand. Coders who are not known yet are made. It refuses an unknown document
// or code, a code that only groups others, positions outside the document, a
// quotation that does not stand there (of a view that is a Texts), and a coding
// that is there already.
func AddCodings(v View, codings ...Coding) (Command, error) {
	d := newDraft(v, "coding.add")
	known := knownThings{draft: d, codable: map[CodeID]bool{}}
	for _, c := range codings {
		known.check(c)
		if c.ID == "" {
			c.ID = NewCodingID(c)
		}
		if c.Origin == "" {
			c.Origin = ByHand
		}
		d.coder(c.Coder)
		d.addOnce(c)
		if d.err != nil {
			break
		}
	}
	return d.done()
}

func (d *draft) addOnce(c Coding) {
	_, twice := d.at[[2]string{string(CodingKind), string(c.ID)}]
	if twice || d.exists(CodingKind, string(c.ID)) {
		d.refuse(string(c.Document), instruments.Textf("%q is hier al met %s gecodeerd door %s", "%q is already coded as %s here by %s", c.Quotation, c.Code, c.Coder), instruments.Text{})
	}
	d.put(CodingKind, string(c.ID), c)
}

// knownThings remembers what was looked up while many codings are checked; of
// documents only the last one, since texts are large.
type knownThings struct {
	*draft
	document instruments.DocumentID
	length   int
	text     *Segmenter // nil when the view does not know texts
	codable  map[CodeID]bool
}

// look finds the length, and where the view can the text, of a document.
func (k *knownThings) look(id instruments.DocumentID) {
	if k.document == id || k.err != nil {
		return
	}
	k.document, k.text = id, nil
	if texts, ok := k.view.(Texts); ok {
		if in, found, err := texts.Segmenter(id); err != nil {
			k.err = err
			return
		} else if found {
			k.text, k.length = &in, in.text.count
			return
		}
	}
	k.length = must[instruments.Document](k.draft, DocumentKind, string(id)).Length
}

func (k *knownThings) check(c Coding) {
	k.look(c.Document)
	if _, seen := k.codable[c.Code]; !seen {
		k.codable[c.Code] = must[Code](k.draft, CodeKind, string(c.Code)).Codable
	}
	if !k.codable[c.Code] {
		k.refuse(string(c.Document), instruments.Textf("met code %s kan niet gecodeerd worden", "code %s cannot be used for coding", c.Code),
			instruments.Text{NL: "kies een code eronder", EN: "choose a code below it"})
	}
	if c.Start < 0 || c.Start >= c.End || c.End > k.length || c.Quotation == "" || c.Weight < 0 || c.Weight > 100 {
		k.refuse(string(c.Document), instruments.Textf("codering %d–%d met %s heeft verkeerde posities, geen citaat of een verkeerd gewicht", "coding %d–%d as %s has wrong positions, no quotation or a wrong weight", c.Start, c.End, c.Code), instruments.Text{})
	}
	if k.err == nil && k.text != nil && !k.text.Holds(c.Segment) {
		k.refuse(string(c.Document), instruments.Textf("op %d–%d staat %q niet", "%[3]q does not stand at %[1]d–%[2]d", c.Start, c.End, c.Quotation),
			instruments.Text{NL: "open het document opnieuw: de tekst is vervangen", EN: "open the document again: its text was replaced"})
	}
}

// RemoveCodings takes codings away. For one of the consensus that is a decision:
// when two coders of a released round agree on it, a Settlement that keeps
// neither's version, so that MergeAgreed does not bring it back; one that made it
// says so no longer.
func RemoveCodings(v View, ids ...CodingID) (Command, error) {
	d := newDraft(v, "coding.remove")
	gone := make([]Coding, 0, len(ids))
	for _, id := range ids {
		gone = append(gone, must[Coding](d, CodingKind, string(id)))
		d.put(CodingKind, string(id), nil)
	}
	d.overrule(gone, nil)
	return d.done()
}

// ResizeCoding gives a coding another stretch of the same document. Its id
// stays. For one of the consensus that is a decision, as with RemoveCodings, but
// for a version of its own: neither does the stretch that coders agree on come
// back, nor does a merge take the new one away.
func ResizeCoding(v View, id CodingID, seg Segment) (Command, error) {
	d := newDraft(v, "coding.resize")
	c := must[Coding](d, CodingKind, string(id))
	if d.err == nil && seg.Document != c.Document {
		d.refuse(string(c.Document), instruments.Text{NL: "een codering kan niet naar een ander document", EN: "a coding cannot move to another document"}, instruments.Text{})
	}
	was := c
	c.Segment = seg
	decided := contentOf(was) != contentOf(c) && d.overrule([]Coding{was}, &c)
	if c.Coder == ConsensusCoder && c.Origin == ByAgreement && contentOf(was) != contentOf(c) {
		c.Origin = ByHand // no longer what both coders have, so that MergeAgreed leaves it
		if decided {
			c.Origin = BySettling
		}
	}
	known := knownThings{draft: d, codable: map[CodeID]bool{c.Code: true}}
	known.check(c)
	d.put(CodingKind, string(id), c)
	return d.done()
}

// AnnotateCoding sets the memo and the weight (0–100) of a coding.
func AnnotateCoding(v View, id CodingID, memo string, weight int) (Command, error) {
	d := newDraft(v, "coding.annotate")
	c := must[Coding](d, CodingKind, string(id))
	c.Memo, c.Weight = memo, weight
	if weight < 0 || weight > 100 {
		d.refuse("", instruments.Textf("gewicht %d ligt niet tussen 0 en 100", "weight %d is not between 0 and 100", weight), instruments.Text{})
	}
	d.put(CodingKind, string(id), c)
	return d.done()
}

// SetMemo writes a memo; an empty text takes it away. An empty id becomes one
// from author and target, so that everybody has one memo on an object.
func SetMemo(v View, m Memo) (Command, error) {
	d := newDraft(v, "memo.set")
	if m.ID == "" {
		m.ID = m.Target + "/" + string(m.Author)
	}
	if m.Target == "" {
		d.refuse("", instruments.Text{NL: "de memo hoort nergens bij", EN: "the memo belongs to nothing"}, instruments.Text{})
	}
	if m.Text == "" {
		d.put(MemoKind, m.ID, nil)
	} else {
		d.put(MemoKind, m.ID, m)
	}
	return d.done()
}

// SetOverride sets the class of a dyad by hand, beside the computed one. Name
// and memo are required.
func SetOverride(v View, o Override) (Command, error) {
	d := newDraft(v, "override.set")
	d.signed(string(o.Dyad), o.By, o.Memo)
	if o.Dyad == "" || o.Class == "" {
		d.refuse(string(o.Dyad), instruments.Text{NL: "dyade of klasse ontbreekt", EN: "dyad or class is missing"}, instruments.Text{})
	}
	d.put(OverrideKind, string(o.Dyad), o)
	d.cmd.Reason = o.By + ": " + o.Memo
	return d.done()
}

// ClearOverride takes the manual class of a dyad away. Name and memo are
// required and stay in the log.
func ClearOverride(v View, dyad instruments.DyadID, by, memo string) (Command, error) {
	d := newDraft(v, "override.clear")
	d.signed(string(dyad), by, memo)
	must[Override](d, OverrideKind, string(dyad))
	d.put(OverrideKind, string(dyad), nil)
	d.cmd.Reason = by + ": " + memo
	return d.done()
}

func (d *draft) signed(where, by, memo string) {
	if strings.TrimSpace(by) == "" || strings.TrimSpace(memo) == "" {
		d.refuse(where, instruments.Text{NL: "een handmatige klasse heeft een naam en een memo nodig", EN: "a manual class needs a name and a memo"},
			instruments.Text{NL: "schrijf op wie dit besluit en waarom", EN: "write down who decides this and why"})
	}
}

// RejectSuggestion remembers that a suggestion was rejected. An empty id
// becomes that of the coding it would have been, by LexiconCoder.
func RejectSuggestion(v View, r Decision) (Command, error) {
	d := newDraft(v, "suggestion.reject")
	if r.ID == "" {
		r.ID = string(NewCodingID(Coding{Segment: r.Segment, Code: r.Code, Coder: LexiconCoder}))
	}
	must[instruments.Document](d, DocumentKind, string(r.Document))
	d.coder(r.By)
	d.put(DecisionKind, r.ID, r)
	return d.done()
}

// RestoreSuggestion forgets that suggestions were rejected, so that they are
// made again. The ids are those of the decisions.
func RestoreSuggestion(v View, ids ...string) (Command, error) {
	d := newDraft(v, "suggestion.restore")
	for _, id := range ids {
		must[Decision](d, DecisionKind, id)
		d.put(DecisionKind, id, nil)
	}
	return d.done()
}

// PutRespondent adds a respondent or changes one.
func PutRespondent(v View, r instruments.Respondent) (Command, error) {
	d := newDraft(v, "respondent.put")
	d.put(RespondentKind, string(r.ID), r)
	return d.done()
}

// PutTrajectory adds a trajectory or changes one.
func PutTrajectory(v View, t instruments.Trajectory) (Command, error) {
	d := newDraft(v, "trajectory.put")
	d.put(TrajectoryKind, string(t.ID), t)
	return d.done()
}

// PutFilling adds a filled list or changes one. Its respondent, or the
// trajectory of its dyad, must be known; its coder is made when new. A consensus
// that was merged and then filled by hand is a person's from then on.
func PutFilling(v View, f instruments.Filling) (Command, error) {
	d := newDraft(v, "filling.put")
	if f.Kind == instruments.IndicatorFilling {
		must[instruments.Trajectory](d, TrajectoryKind, string(f.Dyad.Trajectory))
	} else {
		must[instruments.Respondent](d, RespondentKind, string(f.Respondent))
	}
	d.coder(CoderID(f.Coder))
	f.Origin = ""
	d.put(FillingKind, f.ID, f)
	return d.done()
}

// PutDocument adds a document, with its text and its original bytes, or changes
// what is known about one. The text of a document that has codings cannot be
// changed.
func PutDocument(v View, doc instruments.Document, original []byte) (Command, error) {
	d := newDraft(v, "document.put")
	old, ok, err := Find[instruments.Document](v, DocumentKind, string(doc.ID))
	if err != nil {
		return Command{}, err
	}
	if ok && old.TextSHA256 != doc.TextSHA256 {
		d.unused(doc.ID)
	}
	d.put(DocumentKind, string(doc.ID), doc)
	if doc.Text != "" {
		d.cmd.Blobs = append(d.cmd.Blobs, []byte(doc.Text))
	}
	if original != nil {
		d.cmd.Blobs = append(d.cmd.Blobs, original)
	}
	return d.done()
}

func (d *draft) unused(id instruments.DocumentID) {
	codings, err := All[Coding](d.view, CodingKind)
	if err != nil {
		d.err = err
	}
	for _, c := range codings {
		if c.Document == id {
			d.refuse(string(id), instruments.Text{NL: "de tekst is al gecodeerd en kan niet meer veranderen", EN: "the text is coded already and can no longer change"},
				instruments.Text{NL: "lees de verbeterde tekst in onder een andere naam", EN: "import the corrected text under another name"})
			return
		}
	}
}
