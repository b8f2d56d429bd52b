package workbench

import (
	"net/http"
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// documentAbout is what is known of one document.
type documentAbout struct {
	documentRow
	Base        string
	Codings     int
	Coder       coding.CoderID
	Kinds       []choice
	Roles       []choice
	Respondents []instruments.RespondentID
	LeftOutList []omission
	Memos       []memoLine
	Blind       string // the open blind rounds that the document is in: "1"
}

type omission struct {
	Kind  instruments.Text
	Count int
}

func speakerRoles() []choice {
	return []choice{
		{string(instruments.UnknownVoice), instruments.Text{NL: "onbekend", EN: "unknown"}},
		{string(instruments.AsInterviewer), instruments.Text{NL: "interviewer", EN: "interviewer"}},
		{string(instruments.AsRespondent), instruments.Text{NL: "respondent", EN: "respondent"}},
	}
}

func showDocument(v *visit) error {
	about, err := v.about(instruments.DocumentID(v.r.PathValue("id")))
	if err != nil {
		return err
	}
	return v.page("document", instruments.Textf("Gegevens van %s", "Details of %s", about.Title), about)
}

func showDocumentAbout(v *visit) error {
	about, err := v.about(instruments.DocumentID(v.r.URL.Query().Get("id")))
	if err != nil {
		return err
	}
	return v.part("document", "document_about", about)
}

func (v *visit) about(id instruments.DocumentID) (documentAbout, error) {
	rows, err := v.documentRows()
	if err != nil {
		return documentAbout{}, err
	}
	i := slices.IndexFunc(rows, func(r documentRow) bool { return r.ID == id })
	if i < 0 {
		return documentAbout{}, refused(http.StatusNotFound, instruments.Text{NL: "dit document is niet in het onderzoek", EN: "this document is not in the study"},
			instruments.Text{NL: "kies een document uit de lijst", EN: "choose a document from the list"})
	}
	if err := v.fillCoverage(rows[i : i+1]); err != nil {
		return documentAbout{}, err
	}
	a := documentAbout{documentRow: rows[i], Base: documentBase(rows[i].Document), Codings: rows[i].All, Coder: v.coder(), Kinds: documentKinds(), Roles: speakerRoles()}
	for _, o := range a.Omitted {
		a.LeftOutList = append(a.LeftOutList, omission{o.Text(), o.Count})
	}
	people, err := coding.All[instruments.Respondent](v.study.View(v.ctx()), coding.RespondentKind)
	if err != nil {
		return a, err
	}
	for _, p := range people {
		a.Respondents = append(a.Respondents, p.ID)
	}
	l, err := v.study.look(v.ctx())
	if err != nil {
		return a, err
	}
	a.Blind = inRounds(l.rounds)[id]
	a.Memos, err = v.memosOn("document/" + string(id))
	return a, err
}

// memosOn are the memos on one object.
func (v *visit) memosOn(id string) ([]memoLine, error) {
	list, err := coding.All[coding.Memo](v.study.View(v.ctx()), coding.MemoKind)
	var out []memoLine
	for _, m := range list {
		if m.Target == id {
			out = append(out, memoLine{Memo: m, Base: baseOf(m), On: target{ID: id}})
		}
	}
	return out, err
}

// documentBase names what is known of a document, its text and turns aside: a
// page does not have those, and nobody changes them.
func documentBase(d instruments.Document) string { return baseOf(withoutTurns(d)) }

type documentIn struct {
	Document   instruments.DocumentID   `json:"document"`
	Title      string                   `json:"title"`
	Kind       instruments.DocumentKind `json:"kind"`
	Respondent instruments.RespondentID `json:"respondent"`
	Project    string                   `json:"project"`
	Speakers   []speakerIn              `json:"speakers"`
	Base       string                   `json:"base"`
}

type speakerIn struct {
	Label string                  `json:"label"`
	Role  instruments.SpeakerRole `json:"role"`
}

// putDocument changes what is known about a document; its text stays.
func putDocument(c changing, in documentIn) (made, error) {
	doc, err := findDocument(c.View, in.Document)
	if err == nil {
		err = sameBase(in.Base, withoutTurns(doc), true)
	}
	if err != nil {
		return made{}, err
	}
	doc.Title, doc.Kind, doc.Respondent, doc.Project = strings.TrimSpace(in.Title), in.Kind, in.Respondent, strings.TrimSpace(in.Project)
	if err := checkDocument(c.View, &doc); err != nil {
		return made{}, err
	}
	doc.Speakers = slices.Clone(doc.Speakers)
	for _, s := range in.Speakers {
		i := slices.IndexFunc(doc.Speakers, func(o instruments.Speaker) bool { return o.Label == s.Label })
		if i < 0 || !slices.ContainsFunc(speakerRoles(), func(r choice) bool { return r.ID == string(s.Role) }) {
			return made{}, refused(http.StatusBadRequest, instruments.Text{NL: "deze spreker of rol is er niet", EN: "there is no such speaker or role"}, reloadHint())
		}
		doc.Speakers[i].Role = s.Role
	}
	return one(instruments.Textf("Gegevens van %s bewaard", "Details of %s stored", doc.ID))(coding.PutDocument(c.View, doc, nil))
}

func withoutTurns(d instruments.Document) instruments.Document {
	d.Text, d.Turns = "", nil
	return d
}

// checkDocument refuses what a document cannot be; an interview takes the
// project of its respondent.
func checkDocument(view coding.View, doc *instruments.Document) error {
	if doc.Title == "" {
		return refused(http.StatusBadRequest, instruments.Text{NL: "de titel is leeg", EN: "the title is empty"}, instruments.Text{NL: "geef het document een titel", EN: "give the document a title"})
	}
	if !slices.ContainsFunc(documentKinds(), func(k choice) bool { return k.ID == string(doc.Kind) }) {
		return refused(http.StatusBadRequest, instruments.Text{NL: "deze soort document is er niet", EN: "there is no such kind of document"}, reloadHint())
	}
	if doc.Respondent == "" {
		return nil
	}
	r, ok, err := coding.Find[instruments.Respondent](view, coding.RespondentKind, string(doc.Respondent))
	if err != nil {
		return err
	}
	if !ok {
		return refused(http.StatusBadRequest, instruments.Textf("respondent %s is er niet", "there is no respondent %s", doc.Respondent),
			instruments.Text{NL: "voeg de respondent eerst toe bij Respondenten, of laat het veld leeg", EN: "add the respondent at Respondents first, or leave the field empty"})
	}
	doc.Project = r.Project
	return nil
}

func findDocument(view coding.View, id instruments.DocumentID) (instruments.Document, error) {
	doc, ok, err := coding.Find[instruments.Document](view, coding.DocumentKind, string(id))
	if err == nil && !ok {
		err = refused(http.StatusNotFound, instruments.Text{NL: "dit document is niet in het onderzoek", EN: "this document is not in the study"}, reloadHint())
	}
	return doc, err
}

type progressIn struct {
	Document instruments.DocumentID `json:"document"`
	State    string                 `json:"state"`
}

func setProgress(c changing, in progressIn) (made, error) {
	said := instruments.Textf("%s is klaar", "%s is done", in.Document)
	if in.State == "" {
		said = instruments.Textf("%s is niet klaar", "%s is not done", in.Document)
	}
	return one(said)(coding.SetProgress(c.View, coding.Progress{Document: in.Document, Coder: c.coder, State: in.State}))
}

type removeDocumentIn struct {
	Document instruments.DocumentID `json:"document"`
	Reason   string                 `json:"reason"`
}

func removeDocument(c changing, in removeDocumentIn) (made, error) {
	return one(instruments.Textf("%s verwijderd, met de coderingen en memo’s", "%s removed, with its codings and memos", in.Document))(
		coding.RemoveDocument(c.entire(), in.Document, strings.TrimSpace(in.Reason)))
}
