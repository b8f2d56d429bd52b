package study

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/transcript"
)

// textShelf are the documents of the study by the hash of their text, while those
// of a project are looked for among them. Each is found once.
type textShelf struct {
	bySum map[string][]instruments.DocumentID
	sums  map[instruments.DocumentID]string
}

func loadTextShelf(d *db) (textShelf, error) {
	s := textShelf{map[string][]instruments.DocumentID{}, map[instruments.DocumentID]string{}}
	return s, d.query(`SELECT id, sha256 FROM documents ORDER BY id`, nil, func(st *sqlite3.Stmt) error {
		id, sum := instruments.DocumentID(st.ColumnText(0)), st.ColumnText(1)
		s.bySum[sum] = append(s.bySum[sum], id)
		s.sums[id] = sum
		return nil
	})
}

func (s *textShelf) take(sum string, id instruments.DocumentID) {
	s.bySum[sum] = slices.DeleteFunc(s.bySum[sum], func(o instruments.DocumentID) bool { return o == id })
}

// adoptTexts brings in documents with their codings, one after the other.
func (a *adoption) adoptTexts() error {
	shelf, err := loadTextShelf(a.s.writer)
	if err != nil {
		return err
	}
	codings := map[instruments.DocumentID][]int{}
	for i, c := range a.from.Codings {
		codings[c.Document] = append(codings[c.Document], i)
	}
	needed := a.memoCodings()
	steps, told := a.storingSteps(), 0
	for i := range a.from.Documents {
		d := &a.from.Documents[i]
		place, err := a.adoptText(d, &shelf)
		if err == nil && place.id != "" {
			a.documents[d.ID] = place.id
			a.rounds.fresh[place.id] = place.fresh
			err = a.adoptCodings(place, codings[d.ID], needed)
			delete(codings, d.ID)
		}
		if err != nil {
			return err
		}
		d.Text = "" // stored; a project may hold hundreds of megabytes
		now := steps * (i + 1) / len(a.from.Documents)
		a.progress.step(now - told)
		if told = now; a.ctx.Err() != nil {
			return a.ctx.Err()
		}
	}
	for _, id := range slices.Sorted(maps.Keys(codings)) {
		a.transfer.Drop(coding.TransferCodings, len(codings[id]), instruments.Text{NL: "het document van de codering kwam niet mee", EN: "the document of the coding did not come along"})
	}
	return nil
}

func (a *adoption) storingSteps() int { return projectSteps/2 - 1 }

// memoCodings are the codings that memos are about.
func (a *adoption) memoCodings() map[coding.CodingID]bool {
	out := map[coding.CodingID]bool{}
	for _, m := range a.from.Memos {
		if id, is := strings.CutPrefix(m.Target, string(coding.CodingKind)+"/"); is {
			out[coding.CodingID(id)] = true
		}
	}
	return out
}

// textPlace is where a document of the project stands in the study.
type textPlace struct {
	id    instruments.DocumentID
	text  string // as it is here
	old   string // as the project has it, when that is another
	fresh bool   // the study did not have it
}

// adoptText finds a document in the study or brings it in; a place without id
// when it stays out.
func (a *adoption) adoptText(d *instruments.Document, shelf *textShelf) (textPlace, error) {
	sum := sha256.Sum256([]byte(d.Text))
	d.TextSHA256, d.Length = hex.EncodeToString(sum[:]), utf8.RuneCountInString(d.Text)
	if strings.TrimSpace(d.Text) == "" {
		a.transfer.Drop(coding.TransferDocuments, 1, instruments.Text{NL: "er staat geen tekst in het document", EN: "there is no text in the document"})
		return textPlace{}, nil
	}
	id, err := a.findText(d, shelf)
	if err != nil {
		return textPlace{}, err
	}
	if id == "" {
		return a.addText(*d)
	}
	a.count(coding.TransferDocuments).Here++
	place := textPlace{id: id, text: d.Text}
	if shelf.sums[id] != d.TextSHA256 {
		here, err := blob(a.s.writer, shelf.sums[id])
		if err != nil {
			return place, err
		}
		a.count(coding.TransferDocuments).Kept++
		place.text, place.old = string(here), d.Text
	}
	shelf.take(shelf.sums[id], id)
	return place, a.refresh(id, d.Attributes)
}

// findText is the document of the study that a document of the project is: the
// one that left the study under its name, else one with the same text, else in a
// study of ours the one of its name whose text is another version of it.
func (a *adoption) findText(d *instruments.Document, shelf *textShelf) (instruments.DocumentID, error) {
	if id, known := strings.CutPrefix(string(d.ID), mark); known {
		if _, here := shelf.sums[instruments.DocumentID(id)]; here {
			return instruments.DocumentID(id), nil
		}
	}
	same := shelf.bySum[d.TextSHA256]
	for _, name := range []instruments.DocumentID{d.ID, titleID(d.Title)} {
		if slices.Contains(same, name) {
			return name, nil
		}
	}
	if len(same) > 0 {
		return same[0], nil
	}
	sum, here := shelf.sums[d.ID]
	if !a.own || !here || !slices.Contains(shelf.bySum[sum], d.ID) {
		return "", nil
	}
	text, err := blob(a.s.writer, sum)
	if err != nil || coding.Shared(string(text), d.Text) < 0.5 {
		return "", err
	}
	return d.ID, nil
}

// refresh gives a document that is here the values that it misses, and its
// speakers the roles that the user said.
func (a *adoption) refresh(id instruments.DocumentID, values map[string]string) error {
	if len(values)+len(a.voices.roles) == 0 {
		return nil
	}
	doc, err := document(a.s.writer, id)
	if err != nil {
		return err
	}
	all := maps.Clone(values)
	maps.Copy(all, doc.Attributes)
	if len(values) > 0 {
		doc.Attributes = all
	}
	doc.Speakers = a.voices.apply(doc.Speakers)
	return a.put(coding.DocumentKind, string(id), doc)
}

// addText brings a document in that the study does not have.
func (a *adoption) addText(d instruments.Document) (textPlace, error) {
	if !a.identifyText(&d) {
		return textPlace{}, nil
	}
	var err error
	if d.ID, err = a.freeID(d.ID); err != nil {
		return textPlace{}, err
	}
	a.completeText(&d)
	if err := putBlob(a.s.writer, []byte(d.Text), d.TextSHA256); err != nil {
		return textPlace{}, err
	}
	a.importer.report.Documents++
	_, err = a.settle(coding.TransferDocuments, coding.DocumentKind, string(d.ID), d)
	return textPlace{id: d.ID, text: d.Text, fresh: true}, err
}

// identifyText gives a document a kind, a respondent and a name, as a file of its
// name would get them; false when it may not be here.
func (a *adoption) identifyText(d *instruments.Document) bool {
	name := titleStem(d.Title)
	if name == "" {
		name = strings.TrimPrefix(string(d.ID), mark)
	}
	if d.Kind == "" || !a.own {
		d.Kind = kindOf(a.opt.As, name)
	}
	if !a.own {
		d.ID, d.Respondent, d.Project = fileID(name), "", ""
	}
	if d.Kind == instruments.Interview && !a.own {
		if linked := a.link(name); len(linked) == 1 {
			d.ID, d.Respondent, d.Project = instruments.DocumentID(linked[0]), linked[0], a.projects[linked[0]]
			if there, err := hasDocument(a.s.writer, d.ID); there && err == nil {
				d.ID = fileID(name)
			}
		}
	}
	if a.refused[d.Respondent] {
		a.transfer.Drop(coding.TransferDocuments, 1, instruments.Textf("%s gaf geen toestemming", "%s gave no consent", d.Respondent))
		return false
	}
	if !a.respondents[d.Respondent] {
		d.Respondent = ""
	}
	return true
}

// freeID is an id that no document has, as near to the wanted one as can be.
func (a *adoption) freeID(want instruments.DocumentID) (instruments.DocumentID, error) {
	if want == "" {
		want = "document"
	}
	id := want
	for n := 2; ; n++ {
		there, err := hasDocument(a.s.writer, id)
		if err != nil || !there {
			return id, err
		}
		id = instruments.DocumentID(fmt.Sprintf("%s (%d)", want, n))
	}
}

// completeText gives a document what its reader left open.
func (a *adoption) completeText(d *instruments.Document) {
	if d.Title == "" {
		d.Title = string(d.ID)
	}
	if d.Turns == nil {
		if read, problems := transcript.Read("text.txt", []byte(d.Text)); problems.Err() == nil && read.Text == d.Text {
			d.Turns, d.Speakers, d.Words = read.Turns, read.Speakers, read.Words
		}
	}
	if d.Decoder == "" {
		d.Decoder = "project"
	}
	a.original(d)
	d.Speakers = a.voices.apply(d.Speakers)
}

// titleStem is the name of a document of a project without the extension of the
// file that it once was.
func titleStem(title string) string {
	title = strings.TrimSpace(title)
	at := strings.LastIndexByte(title, '.')
	if at <= 0 || len(title)-at > 6 || strings.ContainsAny(title[at:], " /") {
		return title
	}
	return title[:at]
}

func titleID(title string) instruments.DocumentID { return fileID(titleStem(title)) }

// numbered is a name with a number, for a second one of that name.
func numbered(name string, n int, sep string) string { return fmt.Sprintf("%s%s%d", name, sep, n) }
