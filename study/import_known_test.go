package study

import (
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

const annasCSV = "document,start,end,quotation,code,coder,memo\nR01,14,17,we ,act.A01,,\nR01,0,12,Vrijwilliger,act.A02,,\n"

func importAs(t *testing.T, s *Study, opt ImportOptions, inputs ...Input) ImportReport {
	t.Helper()
	r, err := s.Import(t.Context(), "x", inputs, opt)
	if err != nil {
		t.Fatal(err)
	}
	mustVerify(t, s)
	return r
}

func by(coder string) ImportOptions {
	opt := fakes()
	opt.Coder = coder
	return opt
}

func replacing() ImportOptions {
	opt := fakes()
	opt.Replace = true
	return opt
}

// One file of codings for two coders: what is known for the one is new for the
// other.
func TestImportKnownPerCoder(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 1), input("R01.txt", talk))
	csv := input("anna.csv", annasCSV)
	for _, coder := range []string{"anna", "bram"} {
		if r := importAs(t, s, by(coder), csv); r.Codings != 2 || r.Known != 0 {
			t.Errorf("%s: %+v", coder, r)
		}
		if r := importAs(t, s, by(coder), csv); r.Codings != 0 || r.Known != 1 {
			t.Errorf("%s again: %+v", coder, r)
		}
	}
	nameless := list(t, "l.xlsx", "R01", "", instruments.Mentioned)
	for _, coder := range []string{"anna", "bram"} {
		if r := importAs(t, s, by(coder), nameless); r.Fillings != 1 || r.Known != 0 {
			t.Errorf("list of %s: %+v", coder, r)
		}
		if r := importAs(t, s, by(coder), nameless); r.Fillings != 0 || r.Known != 1 {
			t.Errorf("list of %s again: %+v", coder, r)
		}
	}
	if c := mustCorpus(t, s); len(c.Codings) != 4 || len(c.Fillings) != 2 {
		t.Errorf("%d codings, %d lists", len(c.Codings), len(c.Fillings))
	}
}

// A document that was taken away and read in again gets its codings back from
// the file that they were in; while it is gone the file is no obstacle to others.
func TestImportCodingsOfARemovedDocument(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	text, csv := input("R01.txt", talk), input("anna.csv", annasCSV)
	mustImport(t, s, sheet(t, 1), text)
	importAs(t, s, by("anna"), csv)
	mustDo(t, s, func(v coding.View) (coding.Command, error) { return coding.RemoveDocument(v, "R01", "") })
	r := importAs(t, s, by("anna"), csv, input("R02.txt", talk+"Ja."))
	if r.Known != 1 || r.Documents != 1 || r.Codings != 0 || !strings.Contains(r.Notes.In(instruments.English), "not all of it is here any more") {
		t.Errorf("without the document: %+v", r)
	}
	if r := importAs(t, s, by("anna"), text, csv); r.Documents != 1 || r.Codings != 2 || r.Known != 0 {
		t.Errorf("with the document: %+v", r)
	}
}

// What a new round put away can come in again from its file.
func TestImportAfterARoundOpened(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	csv := input("anna.csv", annasCSV)
	mustImport(t, s, sheet(t, 1), input("R01.txt", talk))
	importAs(t, s, by("anna"), csv)
	open := func() {
		t.Helper()
		mustDo(t, s, func(v coding.View) (coding.Command, error) {
			return coding.OpenRound(v, coding.Round{Documents: []instruments.DocumentID{"R01"}, Coders: []coding.CoderID{"anna", "bram"}})
		})
	}
	open()
	mustDo(t, s, func(v coding.View) (coding.Command, error) { return coding.ReleaseRound(v, "1") })
	open()
	if n := len(mustCorpus(t, s).Codings); n != 0 {
		t.Fatalf("the second round put nothing away: %d codings", n)
	}
	if r := importAs(t, s, by("anna"), csv); r.Codings != 2 || r.Known != 0 {
		t.Errorf("%+v", r)
	}
}

// What people changed since an import stays when the file is imported again,
// whatever came back beside it; with Replace the file's words count again.
func TestImportAgainKeepsChanges(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	csv, l := input("anna.csv", annasCSV), list(t, "l.xlsx", "R01", "anna", instruments.Mentioned)
	mustImport(t, s, sheet(t, 1), input("R01.txt", talk), l)
	importAs(t, s, by("anna"), csv)
	all := mustCorpus(t, s)
	mustDo(t, s, func(v coding.View) (coding.Command, error) {
		return coding.AnnotateCoding(v, all.Codings[0].ID, "van mij", 0)
	})
	mustDo(t, s, func(v coding.View) (coding.Command, error) { return coding.RemoveCodings(v, all.Codings[1].ID) })
	if r := importAs(t, s, by("anna"), csv, l); r.Codings != 1 || r.Fillings != 0 || r.Known != 1 {
		t.Errorf("%+v", r)
	}
	if c := mustCorpus(t, s).Codings; len(c) != 2 || c[0].Memo != "van mij" {
		t.Errorf("%+v", c)
	}
	opt := replacing()
	opt.Coder = "anna"
	if r := importAs(t, s, opt, csv, l); r.Codings != 1 || r.Fillings != 0 || r.Known != 0 {
		t.Errorf("replacing: %+v", r)
	}
	if c := mustCorpus(t, s).Codings; c[0].Memo != "" {
		t.Errorf("%+v", c)
	}
}

// An older version of a transcript that lies beside the newer one stops
// nothing, and can be put back.
func TestImportOldTranscriptAgain(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	old, now := input("oud/R01.txt", talk), input("nieuw/R01.txt", talk+"Meer.")
	mustImport(t, s, sheet(t, 1), old)
	importAs(t, s, replacing(), now)
	r := mustImport(t, s, old, now)
	if r.Known != 2 || r.Documents != 0 || !strings.Contains(r.Notes.In(instruments.English), "--replace") {
		t.Errorf("%+v", r)
	}
	if r := importAs(t, s, replacing(), old); r.Known != 0 || r.Documents != 1 {
		t.Errorf("put back: %+v", r)
	}
	if r := importAs(t, s, replacing(), old); r.Known != 1 || r.Documents != 0 {
		t.Errorf("put back twice: %+v", r)
	}
	if c := mustCorpus(t, s, WithTexts()); len(c.Documents) != 1 || c.Documents[0].Text != talk {
		t.Errorf("%+v", c.Documents)
	}
}

// forms reads "files": the text stands behind a mark of the form ("docx|").
func forms() ImportOptions {
	opt := fakes()
	opt.Readers.Transcript = func(name string, data []byte) (instruments.Document, instruments.Problems) {
		_, text, _ := strings.Cut(string(data), "|")
		d, problems := fakeText(name, []byte(text))
		d.Speakers = []instruments.Speaker{{Label: "R", Turns: len(d.Turns)}}
		return d, problems
	}
	return opt
}

// The same text under the same name, in another form, is known: it is skipped,
// whether the first came now, before, or in a project. Another text is refused.
func TestImportSameTextInAnotherForm(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	report := importAs(t, s, forms(), sheet(t, 2), input("R01.txt", "txt|"+talk), input("R01.md", "md|"+talk), input("gesprek.txt", "txt|Iets anders.\n"))
	if report.Documents != 2 || report.Known != 1 || !report.Files[2].Known || report.Files[2].Words != 0 || !strings.Contains(notesOf(report), "R01.md: the same text is here already, as document R01 from R01.txt; skipped") {
		t.Errorf("%+v", report)
	}
	before := headOf(t, s)
	report = importAs(t, s, forms(), input("map/R01.docx", "docx|"+talk), input("gesprek.docx", "docx|Iets anders.\n"))
	if report.Documents != 0 || report.Known != 2 || headOf(t, s) != before {
		t.Errorf("%+v", report)
	}
	if _, err := s.Import(t.Context(), "x", []Input{input("R01.docx", "docx|"+talk+"En nog wat.\n")}, forms()); err == nil || !strings.Contains(instruments.Localized(err, instruments.English), "with other content") {
		t.Errorf("another text: %v", err)
	}
	opt := forms()
	opt.As = instruments.FocusGroup
	if _, err := s.Import(t.Context(), "x", []Input{input("gesprek.docx", "docx|Iets anders.\n")}, opt); err == nil {
		t.Error("a document of another kind is another document")
	}
}

// The transcript of a document that came in a project is no second document.
func TestImportTextOfAProject(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 1))
	c := &coding.Corpus{Instruments: &instruments.Set{}, Documents: []instruments.Document{{ID: "d1", Title: "R01.docx", Text: talk}}}
	importAs(t, s, projectOf(c), input("ander.qdpx", "PROJECT"))
	report := importAs(t, s, forms(), input("R01.txt", "txt|"+talk))
	if report.Known != 1 || report.Documents != 0 || len(mustCorpus(t, s).Documents) != 1 {
		t.Errorf("%+v", report)
	}
}

// Roles that are said with the other form reach the document.
func TestImportSameTextWithRoles(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	importAs(t, s, forms(), input("gesprek.txt", "txt|"+talk))
	opt := forms()
	opt.Speakers = map[string]instruments.SpeakerRole{"R": instruments.AsRespondent}
	report := importAs(t, s, opt, input("gesprek.docx", "docx|"+talk))
	if d := mustCorpus(t, s).Documents; report.Documents != 1 || report.Known != 0 || len(d) != 1 || d[0].Speakers[0].Role != instruments.AsRespondent || d[0].Source.Name != "gesprek.txt" {
		t.Errorf("%+v %+v", report, d)
	}
}
