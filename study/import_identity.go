package study

import (
	"maps"
	"slices"
	"strings"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// refusal is what the respondent sheet says of somebody who gave no consent.
const refusal = "nee"

// withoutConsent is the problem of an interview with somebody who gave none.
func withoutConsent(file string, id instruments.RespondentID) instruments.Problem {
	return instruments.Problem{
		File: file,
		What: instruments.Textf("%s gaf geen toestemming; dit interview hoort niet in het onderzoek", "%s gave no consent; this interview does not belong in the study", id),
		Hint: instruments.Text{NL: "haal het bestand weg, of verbeter de toestemming op het respondentenblad", EN: "take the file away, or correct the consent on the respondent sheet"},
	}
}

// withdrawn is a problem for each respondent of a sheet who gives no consent
// while an interview with them is in the study already. Replacing is no way
// out: the interview itself would stay.
func (m *importer) withdrawn(f listFile) error {
	refusing := map[instruments.RespondentID][]string{}
	for _, r := range f.result.Respondents {
		if r.Consent == refusal {
			refusing[r.ID] = nil
		}
	}
	if len(refusing) == 0 {
		return nil
	}
	if err := talksWith(m.s.writer, refusing); err != nil {
		return err
	}
	for _, r := range f.result.Respondents {
		if docs := refusing[r.ID]; len(docs) > 0 {
			m.problem(f.index, instruments.Textf("%s gaf geen toestemming, maar het interview is al ingelezen (document %s)", "%s gave no consent, but the interview was imported already (document %s)", r.ID, strings.Join(docs, ", ")),
				instruments.Text{NL: "neem het inlezen van dat interview terug (undo), of verbeter de toestemming op het blad", EN: "take the import of that interview back (undo), or correct the consent on the sheet"})
		}
	}
	return nil
}

// talksWith adds to each respondent in the map the ids of their documents.
func talksWith(d *db, of map[instruments.RespondentID][]string) error {
	return d.query(`SELECT outline FROM documents ORDER BY id`, nil, func(st *sqlite3.Stmt) error {
		doc, err := coding.Decode[instruments.Document](st.ColumnRawText(0))
		if _, ok := of[doc.Respondent]; err == nil && ok {
			of[doc.Respondent] = append(of[doc.Respondent], string(doc.ID))
		}
		return err
	})
}

// named are the respondents after whom a file of this import is called exactly
// ("R01.docx"): such a file, not "R01 deel 2.docx", gets the respondent's id.
func (m *importer) named(files []int) map[instruments.RespondentID]bool {
	out := map[instruments.RespondentID]bool{}
	for _, i := range files {
		if id, ok := m.tokens[strings.ToLower(stem(m.inputs[i].Name))]; ok {
			out[id] = true
		}
	}
	return out
}

// identify gives an interview its id: the respondent's, or for a further
// interview with the same respondent the file name's. Two files of the same
// name are two versions of one interview and get the same id.
func (m *importer) identify(i int, f *textFile, named map[instruments.RespondentID]bool) error {
	d := &f.doc
	if d.Kind != instruments.Interview || d.Respondent == "" {
		return nil
	}
	first, there, err := m.stored(d.ID)
	name := m.inputs[i].Name
	own, exact := fileID(stem(name)), strings.EqualFold(stem(name), string(d.Respondent))
	switch {
	case err != nil:
		return err
	case !there && (exact || !named[d.Respondent]), there && first.Source.Name == baseName(name):
		return nil
	case exact && there && (strings.EqualFold(stem(first.Source.Name), stem(name)) || first.TextSHA256 == d.TextSHA256): // R01.docx beside R01.txt, or a project that has it
		return nil
	case exact:
		own = fileID(baseName(name))
	}
	d.ID = own
	f.record, err = coding.Canonical(*d)
	return err
}

// stored is a document of the study or of this import, without its text.
func (m *importer) stored(id instruments.DocumentID) (instruments.Document, bool, error) {
	raw, ok, err := record(m.s.writer, coding.DocumentKind, string(id))
	if err != nil || !ok {
		return instruments.Document{}, false, err
	}
	d, err := coding.Decode[instruments.Document](raw)
	return d, err == nil, err
}

// fileID makes a document id of a file name.
func fileID(name string) instruments.DocumentID {
	return instruments.DocumentID(instruments.Plain(strings.ToValidUTF8(name, "·")))
}

// clash is the problem of a document whose id is taken by another content.
func (m *importer) clash(i int, f textFile) error {
	id := f.doc.ID
	first, _, err := m.stored(id)
	if err != nil {
		return err
	}
	if first.TextSHA256 == f.doc.TextSHA256 && (m.opt.As == "" || m.opt.As == first.Kind) {
		return m.sameText(i, first)
	}
	p := instruments.Problem{
		File: m.inputs[i].Name,
		What: instruments.Textf("er is al een document %s, uit %s, met een andere inhoud", "there is already a document %s, from %s, with other content", id, instruments.Plain(first.Source.Name)),
		Hint: instruments.Text{NL: "vervang het document met --replace, of geef het bestand een andere naam", EN: "replace the document with --replace, or give the file another name"},
	}
	if m.again(f.source.SHA256) { // an older version that lies beside the newer one
		m.leave(i, f.source.SHA256, instruments.Problems{p})
		return nil
	}
	m.problems[i] = append(m.problems[i], p)
	return nil
}

// sameText skips a file whose text is here under its name already, from another
// file: R01.docx beside R01.txt. Speakers get the roles that were said.
func (m *importer) sameText(i int, first instruments.Document) error {
	m.note(i, instruments.Textf("dezelfde tekst is er al, als document %s uit %s; overgeslagen", "the same text is here already, as document %s from %s; skipped", instruments.Plain(string(first.ID)), instruments.Plain(first.Source.Name)), instruments.Text{})
	changed, err := m.rerole(i, first.Source.SHA256)
	if !changed {
		m.report.Files[i] = FileReport{Name: m.report.Files[i].Name}
		m.skipped(i)
	}
	return err
}

// meant is the hint for an unknown respondent: the one whose id differs only in
// capitals, else what is said of any.
func (m *importer) meant(id instruments.RespondentID, otherwise instruments.Text) instruments.Text {
	if known, ok := m.tokens[strings.ToLower(string(id))]; ok {
		return didYouMean(string(known))
	}
	return otherwise
}

// meantCase is meant for a trajectory.
func (m *importer) meantCase(id instruments.TrajectoryID, otherwise instruments.Text) instruments.Text {
	for _, known := range slices.Sorted(maps.Keys(m.trajectories)) {
		if strings.EqualFold(string(known), string(id)) {
			return didYouMean(string(known))
		}
	}
	return otherwise
}

// halfRead takes a spreadsheet that was refused into account. Nothing of it is
// stored, but whom it names is not unknown, and when it may be the respondent
// sheet an interview without respondent says nothing: what follows from one
// mistake is not told for every other file.
func (m *importer) halfRead(f listFile) {
	if len(f.result.Fillings) > 0 {
		return
	}
	m.blind = true
	for _, r := range f.result.Respondents {
		m.know(r)
	}
	for _, t := range f.result.Trajectories {
		m.trajectories[t.ID] = true
	}
}

func didYouMean(id string) instruments.Text {
	return instruments.Textf("bedoelt u %s?", "did you mean %s?", instruments.Plain(id))
}
