package study

import (
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// VersionReport says what became of the codings of a document whose transcript is
// replaced by a corrected one. It is made before anything is stored.
type VersionReport struct {
	Document instruments.DocumentID `json:"document"`
	Kept     int                    `json:"kept"`    // at the same positions
	Moved    int                    `json:"moved"`   // the same words, elsewhere
	Changed  int                    `json:"changed"` // words of the quotation were corrected
	Lost     int                    `json:"lost"`    // the words are gone
	Codings  []VersionCoding        `json:"codings"` // all of them, in the order of the old text
}

// VersionCoding is what became of one coding: "kept", "moved", "changed" or
// "lost". Before and After are its quotations; After is "" when it is lost.
type VersionCoding struct {
	ID      coding.CodingID `json:"id"`
	Code    coding.CodeID   `json:"code"`
	Coder   coding.CoderID  `json:"coder"`
	Outcome string          `json:"outcome"`
	Start   int             `json:"start"` // in the new text; of a lost one in the old
	Before  string          `json:"before"`
	After   string          `json:"after,omitempty"`
}

// add counts one coding.
func (r *VersionReport) add(one coding.Reanchored) {
	c := one.Coding
	v := VersionCoding{ID: c.ID, Code: c.Code, Coder: c.Coder, Start: c.Start, Before: one.Old.Quotation, After: c.Quotation}
	switch one.Outcome {
	case coding.Same:
		r.Kept++
		v.Outcome = "kept"
	case coding.Moved:
		r.Moved++
		v.Outcome = "moved"
	case coding.Changed:
		r.Changed++
		v.Outcome = "changed"
	default:
		r.Lost++
		v.Outcome, v.After = "lost", ""
	}
	r.Codings = append(r.Codings, v)
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
	for at, one := range coding.Reanchor(old, string(f.text), list) {
		report.add(one)
		ch := coding.Change{Kind: coding.CodingKind, ID: string(list[at].ID)}
		if ch.Before, err = coding.Canonical(list[at]); err == nil && one.Outcome != coding.Lost {
			ch.After, err = coding.Canonical(one.Coding)
		}
		if err != nil {
			return nil, false, err
		}
		changes = append(changes, ch)
	}
	decisions, err := m.moveDecisions(i, f, old)
	m.report.Files[i].Version = report
	m.tellVersion(i, report)
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
// any that nobody gave up.
func (m *importer) tellVersion(i int, r *VersionReport) {
	m.note(i, instruments.Textf("vervangt document %s; van %d coderingen blijven er %d staan, zijn er %d verplaatst, %d veranderd en %d verloren", "replaces document %s; of %d codings %d stay, %d moved, %d changed and %d are lost",
		r.Document, len(r.Codings), r.Kept, r.Moved, r.Changed, r.Lost), instruments.Text{})
	if r.Lost == 0 {
		return
	}
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
	m.problem(i, plural(r.Lost, instruments.Text{NL: "door deze versie zou 1 codering verloren gaan: haar woorden staan er niet meer in", EN: "this version would lose 1 coding: its words are no longer in it"},
		"door deze versie zouden %d coderingen verloren gaan: hun woorden staan er niet meer in", "this version would lose %d codings: their words are no longer in them"),
		instruments.Text{NL: "bekijk met --dry-run welke, en geef --accept-lost als dat zo moet; undo brengt ze terug", EN: "see with --dry-run which ones, and give --accept-lost if it must be so; undo brings them back"})
}

// moveDecisions lets what was decided about differences between coders follow the
// words into a new text. Decisions about words that are gone are taken away and
// listed.
func (m *importer) moveDecisions(i int, f textFile, old string) ([]coding.Change, error) {
	all, err := load[coding.Settlement](m.s.writer, coding.SettlementKind)
	about := slices.DeleteFunc(all, func(s coding.Settlement) bool { return s.Document != f.doc.ID })
	var changes []coding.Change
	moved := coding.MoveSettlements(old, string(f.text), about)
	for _, s := range about {
		ch := coding.Change{Kind: coding.SettlementKind, ID: s.ID}
		if err == nil {
			ch.Before, err = coding.Canonical(s)
		}
		at := slices.IndexFunc(moved, func(o coding.Settlement) bool { return o.ID == s.ID })
		if at < 0 {
			m.note(i, instruments.Textf("beslissing over een verschil verloren: %s", "decision about a difference lost: %s", s.ID), instruments.Text{})
		} else if err == nil {
			ch.After, err = coding.Canonical(moved[at])
		}
		changes = append(changes, ch)
	}
	return changes, err
}
