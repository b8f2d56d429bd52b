package study

import (
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// VersionReport says what became of the codings of a document whose transcript is
// replaced by a corrected one. It is made before anything is stored.
type VersionReport struct {
	Document instruments.DocumentID `json:"document"`
	Kept     int                    `json:"kept"`    // at the same positions
	Shifted  int                    `json:"shifted"` // at their place, behind words that got longer or shorter
	Moved    int                    `json:"moved"`   // the same words, elsewhere in the text
	Changed  int                    `json:"changed"` // words of the quotation were corrected
	Lost     int                    `json:"lost"`    // the words are gone
	// LostDecisions are the decisions about differences between coders of whose
	// words nothing is left.
	LostDecisions int             `json:"lost_decisions,omitempty"`
	Codings       []VersionCoding `json:"codings"` // all of them, in the order of the old text
}

// Text says what became of the codings, in numbers.
func (r *VersionReport) Text() instruments.Text {
	t := instruments.Textf("%d ongewijzigd, %d opgeschoven, %d verplaatst, %d veranderd, %d verloren", "%d unchanged, %d shifted, %d moved, %d changed, %d lost",
		r.Kept, r.Shifted, r.Moved, r.Changed, r.Lost)
	if r.LostDecisions > 0 {
		t = instruments.Textf("%s; %s", "%s; %s", t, plural(r.LostDecisions, instruments.Text{NL: "1 beslissing verloren", EN: "1 decision lost"}, "%d beslissingen verloren", "%d decisions lost"))
	}
	return t
}

// VersionCoding is what became of one coding: "kept", "shifted", "moved",
// "changed" or "lost". Before and After are its quotations; After is "" when it is
// lost.
type VersionCoding struct {
	ID      coding.CodingID `json:"id"`
	Code    coding.CodeID   `json:"code"`
	Coder   coding.CoderID  `json:"coder"`
	Outcome string          `json:"outcome"`
	Start   int             `json:"start"` // in the new text; of a lost one in the old
	Before  string          `json:"before"`
	After   string          `json:"after,omitempty"`
}

// Text names what became of the coding.
func (c VersionCoding) Text() instruments.Text {
	return map[string]instruments.Text{
		"kept":    {NL: "ongewijzigd", EN: "unchanged"},
		"shifted": {NL: "opgeschoven", EN: "shifted"},
		"moved":   {NL: "verplaatst", EN: "moved"},
		"changed": {NL: "veranderd", EN: "changed"},
		"lost":    {NL: "verloren", EN: "lost"},
	}[c.Outcome]
}

// Telling reports whether somebody should look at the coding: not when it stands
// where it stood among the same words.
func (c VersionCoding) Telling() bool { return c.Outcome != "kept" && c.Outcome != "shifted" }

// Add counts a coding.
func (r *VersionReport) Add(c VersionCoding) {
	switch c.Outcome {
	case "kept":
		r.Kept++
	case "shifted":
		r.Shifted++
	case "moved":
		r.Moved++
	case "changed":
		r.Changed++
	default:
		r.Lost++
	}
	r.Codings = append(r.Codings, c)
}

func versionCoding(one coding.Reanchored) VersionCoding {
	c := one.Coding
	v := VersionCoding{ID: c.ID, Code: c.Code, Coder: c.Coder, Start: c.Start, Before: one.Old.Quotation, After: c.Quotation}
	switch one.Outcome {
	case coding.Same:
		v.Outcome = "kept"
	case coding.Shifted:
		v.Outcome = "shifted"
	case coding.Moved:
		v.Outcome = "moved"
	case coding.Changed:
		v.Outcome = "changed"
	default:
		v.Outcome, v.After = "lost", ""
	}
	return v
}

// claim is the file of an import that is a version of a document.
type claim struct{ name, sum string }

// claim notes that a document is what a file says. A second file that says
// otherwise is a problem when files replace what is there: the last by name would
// win.
func (m *importer) claim(i int, id instruments.DocumentID, sum string) bool {
	first, taken := m.claimed[id]
	if !taken {
		m.claimed[id] = claim{m.inputs[i].Name, sum}
		return true
	}
	if !m.opt.Replace || first.sum == sum {
		return true
	}
	m.problem(i, instruments.Textf("%s is ook een versie van document %s; in één keer kan er maar één ingelezen worden", "%s is a version of document %s too; only one can be imported at a time", instruments.Plain(baseName(first.name)), instruments.Plain(string(id))),
		instruments.Text{NL: "geef één van deze bestanden, of geef ze verschillende namen", EN: "give one of these files, or give them different names"})
	return false
}

// replaceText is what changes beside a document that gets a new text: every
// coding is looked up in it. Where codings would be lost the import is refused,
// unless it accepts that; undo brings them back.
func (m *importer) replaceText(i int, f textFile) ([]coding.Change, bool, error) {
	if !m.opt.Replace {
		return nil, false, m.clash(i, f)
	}
	old, err := m.textNow(f.doc.ID)
	var list []coding.Coding
	if err == nil {
		err = codings(m.s.writer, `WHERE document = ? ORDER BY start, stop, code, coder, id`, []any{string(f.doc.ID)}, func(c coding.Coding) error {
			list = append(list, c)
			return nil
		})
	}
	if err != nil {
		return nil, false, err
	}
	report := &VersionReport{Document: f.doc.ID, Codings: []VersionCoding{}}
	var changes []coding.Change
	found := coding.Reanchor(old, string(f.text), list)
	for at, one := range found {
		report.Add(versionCoding(one))
		ch := coding.Change{Kind: coding.CodingKind, ID: string(list[at].ID)}
		if ch.Before, err = coding.Canonical(list[at]); err == nil && one.Outcome != coding.Lost {
			ch.After, err = coding.Canonical(one.Coding)
		}
		if err != nil {
			return nil, false, err
		}
		changes = append(changes, ch)
	}
	decisions, lost, err := m.moveDecisions(f, old, found)
	report.LostDecisions = len(lost)
	m.report.Files[i].Version = report
	m.tellVersion(i, report)
	for _, s := range lost[:min(len(lost), lostListed)] {
		m.note(i, lostDecision(s, old), instruments.Text{})
	}
	return append(changes, decisions...), err == nil, err
}

// textNow is the text that a document has now.
func (m *importer) textNow(id instruments.DocumentID) (string, error) {
	doc, err := document(m.s.writer, id)
	if err != nil {
		return "", err
	}
	text, err := blob(m.s.writer, doc.TextSHA256)
	return string(text), err
}

// lostListed is how many lost codings are named one by one.
const lostListed = 20

// tellVersion notes what a new version does to the codings, and refuses to lose
// any, or any decision, that nobody gave up.
func (m *importer) tellVersion(i int, r *VersionReport) {
	m.note(i, instruments.Textf("vervangt document %s; coderingen: %s", "replaces document %s; codings: %s", r.Document, r.Text()), instruments.Text{})
	n := 0
	for _, c := range r.Codings {
		if c.Outcome != "lost" {
			continue
		}
		if n++; n > lostListed {
			break
		}
		m.note(i, instruments.Textf("codering verloren: %s door %s, ‘%s’", "coding lost: %s by %s, ‘%s’", instruments.Plain(string(c.Code)), instruments.Plain(string(c.Coder)), instruments.Plain(clip(c.Before))), instruments.Text{})
	}
	if m.opt.AcceptLost || m.opt.DryRun {
		return
	}
	hint := instruments.Text{NL: "bekijk met --dry-run welke, en geef --accept-lost als dat zo moet; undo brengt ze terug", EN: "see with --dry-run which ones, and give --accept-lost if it must be so; undo brings them back"}
	if r.Lost > 0 {
		m.problem(i, plural(r.Lost, instruments.Text{NL: "door deze versie zou 1 codering verloren gaan: haar woorden staan er niet meer in", EN: "this version would lose 1 coding: its words are no longer in it"},
			"door deze versie zouden %d coderingen verloren gaan: hun woorden staan er niet meer in", "this version would lose %d codings: their words are no longer in them"), hint)
	}
	if n := r.LostDecisions; n > 0 {
		m.problem(i, plural(n, instruments.Text{NL: "door deze versie zou 1 beslissing over een verschil verloren gaan: de woorden staan er niet meer in", EN: "this version would lose 1 decision about a difference: the words are no longer in it"},
			"door deze versie zouden %d beslissingen over verschillen verloren gaan: de woorden staan er niet meer in", "this version would lose %d decisions about differences: the words are no longer in it"), hint)
	}
}

// moveDecisions lets what was decided about differences between coders follow the
// codings into a new text. Decisions about words that are gone are taken away;
// these come second.
func (m *importer) moveDecisions(f textFile, old string, found []coding.Reanchored) ([]coding.Change, []coding.Settlement, error) {
	all, err := load[coding.Settlement](m.s.writer, coding.SettlementKind)
	about := slices.DeleteFunc(all, func(s coding.Settlement) bool { return s.Document != f.doc.ID })
	var changes []coding.Change
	var lost []coding.Settlement
	moved := coding.MoveSettlements(old, string(f.text), about, found)
	for _, s := range about {
		ch := coding.Change{Kind: coding.SettlementKind, ID: s.ID}
		if err == nil {
			ch.Before, err = coding.Canonical(s)
		}
		at := slices.IndexFunc(moved, func(o coding.Settlement) bool { return o.ID == s.ID })
		if at < 0 {
			lost = append(lost, s)
		} else if err == nil {
			ch.After, err = coding.Canonical(moved[at])
		}
		changes = append(changes, ch)
	}
	return changes, lost, err
}

// lostDecision names a decision by what it was about and what was decided.
func lostDecision(s coding.Settlement, text string) instruments.Text {
	words := ""
	if seg, err := coding.NewSegment(&instruments.Document{Text: text}, s.Start, s.End); err == nil {
		words = instruments.Plain(clip(seg.Quotation))
	}
	return instruments.Textf("beslissing verloren over een verschil in %s: %s bij ‘%s’, tussen %s; besloten was: %s", "decision lost about a difference in %s: %s at ‘%s’, between %s; it was decided: %s",
		instruments.Plain(string(s.Document)), joined(s.Codes), words, joined(s.Coders), s.Verdict())
}

// joined are ids on one line.
func joined[T ~string](list []T) string {
	out := make([]string, len(list))
	for i, id := range list {
		out[i] = instruments.Plain(string(id))
	}
	return strings.Join(out, ", ")
}
