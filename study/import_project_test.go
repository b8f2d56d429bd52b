package study

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/coding/portable"
	"meerzicht/coding/refi"
	"meerzicht/instruments"
)

// A project that came from elsewhere: two texts, a tree of codes with a name that
// occurs twice, two coders, memos and a group.
const (
	textOne = "Interviewer: Wat deden jullie?\nRespondent: We gingen fietsen en we dronken koffie. Échte koffie ☕.\n"
	textTwo = "Interviewer: En daarna?\nRespondent: Daarna naar huis.\n"
)

func foreignProject() *coding.Corpus {
	same := instruments.Same
	mark := func(doc, text, words string, code, coder, memo string) coding.Coding {
		at := len([]rune(text[:strings.Index(text, words)]))
		c := coding.Coding{Segment: coding.Segment{Document: instruments.DocumentID(doc), Start: at, End: at + len([]rune(words)), Quotation: words}, Code: coding.CodeID(code), Coder: coding.CoderID(coder), Memo: memo}
		c.ID = coding.NewCodingID(c)
		return c
	}
	c := &coding.Corpus{
		Instruments: &instruments.Set{}, // as some readers leave it
		Codebook: coding.Of([]coding.Code{
			{ID: "qda.samen", Name: same("Samen doen"), Codable: true},
			{ID: "qda.koffie", Parent: "qda.samen", Name: same("Koffie"), Definition: same("alles met koffie"), Codable: true, Colour: "#aa0000"},
			{ID: "qda.thuis", Name: same("Thuis"), Codable: true, Order: 1},
			{ID: "qda.koffie2", Parent: "qda.thuis", Name: same("Koffie"), Codable: true},
		}),
		Coders: []coding.Coder{{ID: "codeur1"}, {ID: "codeur2", Note: "tweede"}},
		Documents: []instruments.Document{
			{ID: "d1", Title: "R01.docx", Text: textOne, Attributes: map[string]string{"regio": "noord"}},
			{ID: "d2", Title: "Gesprek 2", Text: textTwo},
		},
		Groups: []coding.Group{{ID: "g1", Name: "Eerste ronde", Documents: []instruments.DocumentID{"d1", "d2"}, Codes: []coding.CodeID{"qda.koffie"}}},
	}
	c.Codings = []coding.Coding{
		mark("d1", textOne, "gingen fietsen", "qda.samen", "codeur1", "buiten"),
		mark("d1", textOne, "Échte koffie ☕", "qda.koffie", "codeur1", ""),
		mark("d1", textOne, "Échte koffie ☕", "qda.koffie", "codeur2", ""),
		mark("d2", textTwo, "naar huis", "qda.thuis", "codeur2", ""),
	}
	c.Memos = []coding.Memo{
		{ID: "m1", Type: "analyse", Target: "document/d1", Text: "lang gesprek", Author: "codeur1"},
		{ID: "m2", Type: "analyse", Target: "code/qda.koffie", Text: "ook thee?", Author: "codeur2"},
		{ID: "m3", Type: "analyse", Target: "coding/" + string(c.Codings[3].ID), Text: "hoe laat?", Author: "codeur2"},
		{ID: "m4", Type: "methode", Target: "study", Text: "over het geheel"},
	}
	return c
}

func taken(c *coding.Corpus) coding.Transfer {
	t := coding.Transfer{Origin: "Ander 1.0"}
	t.Take(coding.TransferDocuments, len(c.Documents))
	t.Take(coding.TransferCodes, len(c.Codebook.Codes))
	t.Take(coding.TransferCodings, len(c.Codings))
	t.Take(coding.TransferCoders, len(c.Coders))
	t.Take(coding.TransferMemos, len(c.Memos))
	t.Take(coding.TransferGroups, len(c.Groups))
	return t
}

// fakeProject makes the options of an import in which a file that begins with
// PROJECT is the project that make returns.
func fakeProject(make func(opt ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems)) ImportOptions {
	opt := fakes()
	opt.Readers.IsProject = func(_ string, head []byte) bool { return bytes.HasPrefix(head, []byte("PROJECT")) }
	opt.Readers.Project = func(_ string, _ io.ReaderAt, _ int64, o ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems) {
		return make(o)
	}
	return opt
}

func projectOf(c *coding.Corpus) ImportOptions {
	return fakeProject(func(ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems) {
		copied := *c
		copied.Documents = slices.Clone(c.Documents) // an import lets go of the texts
		return &copied, taken(c), nil
	})
}

// stored is what a report says became of things of a kind: new, here, kept.
func stored(r FileReport, kind coding.TransferKind) string {
	for _, c := range r.Stored {
		if c.Kind == kind {
			return fmt.Sprint(c.New, c.Here, c.Kept)
		}
	}
	return ""
}

// addsUpTo checks that every thing that was found is new, here, or lost.
func addsUpTo(t *testing.T, r FileReport) {
	t.Helper()
	for _, c := range r.Transfer.Counts {
		lost := 0
		for _, l := range c.Lost {
			lost += l.Count
		}
		if c.Found != c.Taken+lost {
			t.Errorf("%s: found %d, taken %d, lost %d", c.Kind, c.Found, c.Taken, lost)
		}
		for _, s := range r.Stored {
			if s.Kind == c.Kind && s.New+s.Here != c.Taken {
				t.Errorf("%s: %d new and %d here of %d taken", c.Kind, s.New, s.Here, c.Taken)
			}
		}
	}
}

func TestImportProject(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 1))
	before, template := headOf(t, s), len(mustCorpus(t, s).Codebook.Codes)
	report := importAs(t, s, projectOf(foreignProject()), input("ander.qdpx", "PROJECT 1"))
	f := report.Files[0]
	if f.As != AsProject || f.Transfer == nil || report.Documents != 2 || report.Codes != 4 || report.Codings != 4 || report.Memos != 4 || report.Groups != 1 {
		t.Errorf("%+v", report)
	}
	addsUpTo(t, f)
	c := mustCorpus(t, s, WithTexts())
	if n := len(c.Codebook.Codes); n != template+4 || len(c.Instruments.Taxonomy.Activities) != 2 {
		t.Errorf("%d codes, want those of the template and 4 more", n)
	}
	if got := fmt.Sprint(documents(t, s)); len(c.Documents) != 2 || c.Documents[1].ID != "R01" || c.Documents[1].Respondent != "R01" || c.Documents[1].Text != textOne || c.Documents[1].Attributes["regio"] != "noord" {
		t.Errorf("documents %s: %+v", got, c.Documents)
	}
	if d := c.Documents[1]; len(d.Turns) != 2 || d.Turns[1].Speaker != "Respondent" || len(d.Speakers) != 2 || d.Source.SHA256 != d.TextSHA256 {
		t.Errorf("turns are looked for where the project has none: %+v", d)
	}
	if len(c.Codings) != 4 || c.Codings[1].Document != "R01" || c.Codings[1].Quotation != "gingen fietsen" || c.Codings[1].Memo != "buiten" || c.Codings[1].Suffix == "" || c.Codings[1].Origin != coding.ByImport {
		t.Errorf("codings: %+v", c.Codings)
	}
	if a, _ := c.Codebook.Code("qda.koffie2"); a.Parent != "qda.thuis" || a.Origin == "" {
		t.Errorf("%+v", a)
	}
	if g := c.Groups; len(g) != 1 || !slices.Equal(g[0].Documents, []instruments.DocumentID{"R01", "Gesprek 2"}) {
		t.Errorf("groups: %+v", g)
	}
	var about []string
	for _, m := range c.Memos {
		about = append(about, m.Target)
	}
	slices.Sort(about)
	if want := []string{"code/qda.koffie", "coding/" + string(c.Codings[0].ID), "document/R01", "study"}; !slices.Equal(about, want) {
		t.Errorf("memos are about %q, want %q", about, want)
	}
	mustVerify(t, s)

	if _, ok, err := s.Undo(t.Context(), "x"); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if c := mustCorpus(t, s); len(c.Documents)+len(c.Codings)+len(c.Memos)+len(c.Groups)+len(c.Coders) != 0 {
		t.Error("one undo does not take the whole project back")
	}
	if now := headOf(t, s); now.Seq <= before.Seq {
		t.Error("the log lost events")
	}
}

// The same file is known; a later export brings only what is new.
func TestImportProjectAgain(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	project := foreignProject()
	importAs(t, s, projectOf(project), input("ander.qdpx", "PROJECT 1"))
	head := headOf(t, s)
	if r := importAs(t, s, projectOf(project), input("kopie.qdpx", "PROJECT 1")); r.Known != 1 || !r.Files[0].Known || headOf(t, s) != head {
		t.Errorf("the same bytes: %+v", r)
	}
	twice := importAs(t, s, projectOf(project), input("a.qdpx", "PROJECT 2"), input("b.qdpx", "PROJECT 2"))
	if twice.Codings != 0 || twice.Known != 1 || stored(twice.Files[0], coding.TransferCodings) != "0 4 0" {
		t.Errorf("the same content in other bytes: %+v", twice)
	}
	addsUpTo(t, twice.Files[0])

	later := foreignProject()
	extra := later.Codings[0]
	extra.Code, extra.Coder = "qda.nieuw", "codeur3"
	later.Codings = append(later.Codings, extra)
	later.Codebook = coding.Of(append(later.Codebook.Codes, coding.Code{ID: "qda.nieuw", Parent: "qda.samen", Name: instruments.Same("Nieuw"), Codable: true}))
	later.Coders = append(later.Coders, coding.Coder{ID: "codeur3"})
	later.Groups[0].Codes = append(later.Groups[0].Codes, "qda.nieuw")
	r := importAs(t, s, projectOf(later), input("later.qdpx", "PROJECT 3"))
	if r.Documents != 0 || r.Codes != 1 || r.Codings != 1 || r.Memos != 0 || stored(r.Files[0], coding.TransferCodings) != "1 4 0" {
		t.Errorf("a later export: %+v", r)
	}
	addsUpTo(t, r.Files[0])
	if g := mustCorpus(t, s).Groups; len(g) != 1 || len(g[0].Codes) != 2 {
		t.Errorf("%+v", g)
	}
	mustVerify(t, s)
}

// Two codes of one name in one place stay two, and are found as two.
func TestImportProjectWithTwins(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	twin := foreignProject()
	twin.Codebook = coding.Of(append(twin.Codebook.Codes, coding.Code{ID: "qda.twee", Parent: "qda.samen", Name: instruments.Same(" koffie "), Codable: true}))
	for i, want := range []int{5, 0, 0} {
		if r := importAs(t, s, projectOf(twin), input("p.qdpx", fmt.Sprint("PROJECT ", i))); r.Codes != want {
			t.Errorf("import %d: %d codes, want %d", i, r.Codes, want)
		}
	}
}

// What left the study under its own names is known when it comes back, whatever
// it is called by then; a code that only has the same id is another.
func TestImportProjectFindsItsOwn(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 1), input("R01.txt", talk), input("c.csv", codingsHeader+"R01,14,17,we ,act.A01,ik,\n"))
	opt := fakeProject(func(o ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems) {
		code, doc := o.Codes[refi.GUID(coding.CodeKind, "act.A01")], o.Documents[refi.GUID(coding.DocumentKind, "R01")]
		c := &coding.Corpus{
			Codebook: coding.Of([]coding.Code{
				{ID: code, Name: instruments.Same("Samen ondernemen (elders hernoemd)"), Codable: true},
				{ID: "act.A02", Name: instruments.Same("iets heel anders"), Codable: true},
			}),
			Coders:    []coding.Coder{{ID: "ik"}},
			Documents: []instruments.Document{{ID: doc, Title: "Elders hernoemd", Text: talk}},
			Codings: []coding.Coding{
				{ID: "1", Segment: coding.Segment{Document: doc, Start: 14, End: 17, Quotation: "we "}, Code: code, Coder: "ik"},
				{ID: "2", Segment: coding.Segment{Document: doc, Start: 0, End: 12, Quotation: "Vrijwilliger"}, Code: "act.A02", Coder: "ik"},
			},
		}
		return c, taken(c), nil
	})
	r := importAs(t, s, opt, input("terug.qdpx", "PROJECT"))
	if r.Documents != 0 || r.Codings != 1 || r.Codes != 1 || stored(r.Files[0], coding.TransferCodes) != "1 1 1" {
		t.Errorf("%+v", r)
	}
	c := mustCorpus(t, s)
	ours, _ := c.Codebook.Code("act.A01")
	theirs, found := c.Codebook.Code("act.A02.2")
	if ours.Name.NL != "samen ondernemen" || !found || theirs.Name.NL != "iets heel anders" || c.Codings[0].Code != "act.A02.2" {
		t.Errorf("%+v %+v %+v", ours, theirs, c.Codings)
	}
	mustVerify(t, s)
}

// A document that was corrected here since it left: codings go to the words where
// they stand now.
func TestImportProjectOntoANewerText(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	mustImport(t, s, input("R01.txt", "Ja. Nou ja. "+talk))
	opt := fakeProject(func(o ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems) {
		doc := o.Documents[refi.GUID(coding.DocumentKind, "R01")]
		text := talk + "Dit is hier geschrapt.\n"
		c := &coding.Corpus{
			Codebook: coding.Of([]coding.Code{{ID: "x", Name: instruments.Same("X"), Codable: true}}), Coders: []coding.Coder{{ID: "ik"}},
			Documents: []instruments.Document{{ID: doc, Title: "R01", Text: text}},
			Codings: []coding.Coding{
				{Segment: coding.Segment{Document: doc, Start: 17, End: 29, Quotation: "gingen samen"}, Code: "x", Coder: "ik"},
				{Segment: coding.Segment{Document: doc, Start: len([]rune(talk)), End: len([]rune(text)) - 1, Quotation: "Dit is hier geschrapt."}, Code: "x", Coder: "ik"},
			},
		}
		return c, taken(c), nil
	})
	r := importAs(t, s, opt, input("terug.qdpx", "PROJECT"))
	c := mustCorpus(t, s)
	if len(c.Codings) != 1 || c.Codings[0].Start != 17+12 || c.Codings[0].Quotation != "gingen samen" || r.Files[0].Transfer.Lost() != 1 || len(c.Documents) != 1 {
		t.Errorf("%+v %+v", c.Codings, r.Files[0].Transfer)
	}
	addsUpTo(t, r.Files[0])
	mustVerify(t, s)
}

// Everything that cannot be stored is counted with a reason.
func TestImportProjectLosses(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	mustImport(t, s, consents(t, "mensen.xlsx", "R01=ja", "R02=nee"))
	c := foreignProject()
	c.Documents = append(c.Documents,
		instruments.Document{ID: "leeg", Title: "leeg", Text: " \n"},
		instruments.Document{ID: "nee", Title: "R02", Text: "Van wie niet wil.\n"})
	seg := func(doc instruments.DocumentID, start, end int, words string) coding.Segment {
		return coding.Segment{Document: doc, Start: start, End: end, Quotation: words}
	}
	c.Codings = append(c.Codings,
		coding.Coding{Segment: seg("d1", 0, 9999, ""), Code: "qda.samen", Coder: "codeur1"},
		coding.Coding{Segment: seg("d1", 0, 4, "niet"), Code: "qda.samen", Coder: "codeur1"},
		coding.Coding{Segment: seg("d1", 0, 4, "Inte"), Code: "qda.weg", Coder: "codeur1"},
		coding.Coding{Segment: seg("nee", 0, 3, "Van"), Code: "qda.samen", Coder: "codeur1"},
		coding.Coding{Segment: seg("spook", 0, 3, "Van"), Code: "qda.samen", Coder: "codeur1"})
	c.Memos = append(c.Memos, coding.Memo{ID: "m9", Target: "document/nee", Text: "weg"})
	r := importAs(t, s, projectOf(c), input("p.qdpx", "PROJECT"))
	addsUpTo(t, r.Files[0])
	if got := r.Files[0].Transfer.Lost(); got != 2+5+1 || r.Codings != 4 || r.Documents != 2 {
		t.Errorf("lost %d: %+v", got, r.Files[0].Transfer.Counts)
	}
	for _, k := range r.Files[0].Transfer.Counts {
		for _, l := range k.Lost {
			if l.Why.NL == "" || l.Why.EN == "" || l.Why.NL == l.Why.EN {
				t.Errorf("%s: %+v", k.Kind, l)
			}
		}
	}
	mustVerify(t, s)
}

// Whose codings they are must be known.
func TestImportProjectWithoutCoder(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	c := foreignProject()
	c.Coders = nil
	for i := range c.Codings {
		c.Codings[i].Coder = ""
	}
	opt := projectOf(c)
	if msg := refused(t, s, opt, input("p.qdpx", "PROJECT")); !strings.Contains(msg, "--coder") {
		t.Error(msg)
	}
	opt.Coder = "codeur9"
	importAs(t, s, opt, input("p.qdpx", "PROJECT"))
	if k := mustCorpus(t, s).Coders; len(k) != 3 || k[2].ID != "codeur9" { // and the authors of memos
		t.Errorf("%+v", k)
	}
}

// A guess about positions needs a word of the user.
func TestImportProjectUnsure(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	asked := ""
	opt := fakeProject(func(o ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems) {
		asked = o.Positions
		tr := taken(foreignProject())
		tr.Unsure, tr.Positions, tr.Convention = o.Positions == "", "utf16", instruments.Text{NL: "UTF-16-eenheden", EN: "UTF-16 units"}
		return foreignProject(), tr, nil
	})
	head := headOf(t, s)
	msg := refused(t, s, opt, input("p.qdpx", "PROJECT"))
	for _, want := range []string{"UTF-16-eenheden", "--positions utf16", "‘gingen fietsen’", "Samen doen"} {
		if !strings.Contains(msg, want) {
			t.Errorf("%q does not say %q", msg, want)
		}
	}
	opt.DryRun = true
	if r := importAs(t, s, opt, input("p.qdpx", "PROJECT")); len(r.Notes) == 0 || r.Files[0].Transfer == nil || headOf(t, s) != head {
		t.Errorf("%+v", r)
	}
	opt.DryRun, opt.Positions = false, "utf16"
	if importAs(t, s, opt, input("p.qdpx", "PROJECT")); asked != "utf16" {
		t.Errorf("the reader was told %q", asked)
	}
}

// A reader that fails, panics, or is given up half-way leaves the study as it was.
func TestImportProjectFails(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	head := headOf(t, s)
	for name, read := range map[string]func(ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems){
		"problem": func(ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems) {
			return nil, coding.Transfer{}, instruments.Problems{{What: instruments.Text{NL: "kapot", EN: "broken"}}}
		},
		"panic": func(ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems) { panic("lezer") },
	} {
		if msg := refused(t, s, fakeProject(read), input("R01.txt", talk), input("p.qdpx", "PROJECT")); msg == "" || headOf(t, s) != head {
			t.Errorf("%s: %s", name, msg)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	opt := projectOf(foreignProject())
	last := 0
	opt.Progress = func(done, total int) {
		if done < last || total != projectSteps {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		if last = done; done > projectSteps/4 {
			cancel()
		}
	}
	if _, err := s.Import(ctx, "x", []Input{input("p.qdpx", "PROJECT")}, opt); !errors.Is(err, context.Canceled) || headOf(t, s) != head {
		t.Errorf("%v", err)
	}
	if v := mustVerify(t, s); v.Blobs != 0 {
		t.Errorf("%d blobs were left", v.Blobs)
	}
}

// Of the folder of a QualCoder project only the database is read.
func TestImportProjectFolder(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	never := func(name string) Input {
		return Input{Name: name, Open: func() (io.ReadCloser, error) { panic("opened " + name) }}
	}
	r := importAs(t, s, projectOf(foreignProject()), never("map/x.qda/audio/a.mp3"), input("map/x.qda/data.qda", "PROJECT"), never(`map\x.qda\ris\r.ris`), input("map/R05.txt", talk))
	if r.Documents != 3 || r.Files[0].As != AsPart || r.Files[2].As != AsPart {
		t.Errorf("%+v", r)
	}
	if n := r.Notes[0]; n.File != "map/x.qda/data.qda" || !strings.Contains(n.What.EN, "2 other files") {
		t.Errorf("%+v", r.Notes)
	}
}

// A folder that only holds a data.qda among other files is no QualCoder project:
// nothing is passed over.
func TestImportProjectBesideOthers(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	r := importAs(t, s, projectOf(foreignProject()), input("veldwerk/data.qda", "PROJECT"), input("veldwerk/R05.txt", talk))
	if r.Documents != 3 {
		t.Errorf("%+v", r)
	}
}

// What is said about files that are not there is told.
func TestImportFlagsWithoutFiles(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	opt := fakes()
	opt.Positions, opt.Columns = "utf8", map[string]string{"a": "-"}
	msg := refused(t, s, opt, input("R01.txt", talk))
	if !strings.Contains(msg, "--positions verandert niets") || !strings.Contains(msg, "--column verandert niets") {
		t.Error(msg)
	}
}

// Names of coders that are nearly the same are told; they stay two.
func TestImportProjectCodersAlike(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	mustImport(t, s, input("R01.txt", talk), input("c.csv", codingsHeader+"R01,14,17,we ,act.A01,Codeur1,\n"))
	r := importAs(t, s, projectOf(foreignProject()), input("p.qdpx", "PROJECT"))
	if n := r.Notes; len(n) == 0 || !strings.Contains(n.In(instruments.English), `"codeur1" is much like "Codeur1"`) || len(mustCorpus(t, s).Coders) != 3 {
		t.Errorf("%v", n)
	}
}

// Another study of ours may have other documents under the same names: they come
// in beside those that are here. One that was corrected here is the same.
func TestImportWholeStudyOfOthers(t *testing.T) {
	t.Parallel()
	s := lively(t)
	var file bytes.Buffer
	if _, err := portable.Write(&file, mustCorpus(t, s, WithTexts())); err != nil {
		t.Fatal(err)
	}
	other, _ := newStudy(t)
	mustImport(t, other, input("R01.txt", "Een volstrekt ander gesprek over iets anders.\n"), input("R02.txt", strings.Replace(talk, "koffie", "thee", 1)))
	r := importAs(t, other, ImportOptions{}, input("studie.json", file.String()))
	if got := fmt.Sprint(documents(t, other)); r.Documents != 1 || !strings.Contains(got, "R01 (2)") {
		t.Errorf("%s: %+v", got, r)
	}
	addsUpTo(t, r.Files[0])
	mustVerify(t, other)
}

// A whole study as JSON comes into an empty study as it was, and into another one
// as any project.
func TestImportWholeStudy(t *testing.T) {
	t.Parallel()
	s := lively(t)
	want := mustCorpus(t, s, WithTexts())
	var file bytes.Buffer
	if _, err := portable.Write(&file, want); err != nil {
		t.Fatal(err)
	}
	other, err := Create(t.Context(), t.TempDir()+"/ander.mz", Options{Set: &instruments.Set{Name: "leeg"}, Info: coding.StudyInfo{Name: "ander", Lang: instruments.English}, Actor: "maker", Now: tick()})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	r := importAs(t, other, ImportOptions{}, input("studie.json", file.String()))
	addsUpTo(t, r.Files[0])
	if lost := r.Files[0].Transfer.Lost(); lost != 0 {
		t.Errorf("%d things lost: %+v", lost, r.Files[0].Transfer.Counts)
	}
	got := mustCorpus(t, other, WithTexts())
	got.Info, want.Info = sayings(got.Info), sayings(want.Info)
	for _, c := range []*coding.Corpus{got, want} {
		for i := range c.Documents {
			c.Documents[i].Source.Absent = false // the original file stays in the study file
		}
	}
	if d := sameCorpus(want, got); d != "" {
		t.Errorf("another study came back:\n%s", d)
	}
	mustVerify(t, other)
	if r := importAs(t, other, ImportOptions{}, input("studie.json", file.String())); r.Known != 1 {
		t.Errorf("again: %+v", r)
	}

	third, _ := newStudy(t)
	mustImport(t, third, input("eigen.txt", "Iets van hier.\n"))
	r = importAs(t, third, ImportOptions{}, input("studie.json", file.String()))
	addsUpTo(t, r.Files[0])
	c := mustCorpus(t, third)
	if len(c.Documents) != len(want.Documents)+1 || len(c.Codings) != len(want.Codings) || len(c.Fillings) != len(want.Fillings) || len(c.Rounds) != 0 || r.Files[0].Transfer.Lost() == 0 {
		t.Errorf("%d documents, %d codings, %d lists: %+v", len(c.Documents), len(c.Codings), len(c.Fillings), r.Files[0].Transfer.Counts)
	}
	mustVerify(t, third)
}

// sayings is what a study says about itself, without when.
func sayings(i coding.StudyInfo) coding.StudyInfo {
	i.Created, i.Changed, i.Events, i.Head = "", "", 0, ""
	return i
}

// lively is a study with something of every kind.
func lively(t *testing.T) *Study {
	t.Helper()
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 2), list(t, "l.xlsx", "R01", "anna", instruments.Mentioned), input("R01.txt", "Samen naar de film. Toen koffie. En naar huis.\n"), input("R02.txt", talk),
		input("c.csv", codingsHeader+"R01,20,31,Toen koffie,act.A02,anna,memo\nR01,36,45,naar huis,act.A01,bram,\n"))
	mustDo(t, s, func(v coding.View) (coding.Command, error) {
		return coding.OpenRound(v, coding.Round{Documents: []instruments.DocumentID{"R01"}, Coders: []coding.CoderID{"anna", "bram"}})
	})
	mustDo(t, s, func(v coding.View) (coding.Command, error) { return coding.ReleaseRound(v, "1") })
	got, err := coding.SettlingOf(mustCorpus(t, s), "", "", "")
	if err != nil || len(got.Queue) == 0 {
		t.Fatal(err, len(got.Queue))
	}
	mustDo(t, s, func(v coding.View) (coding.Command, error) {
		return coding.Settle(v, coding.Verdict{Difference: got.Queue[0].ID, Keep: []coding.CoderID{"anna"}, By: "anna"})
	})
	mustDo(t, s, func(v coding.View) (coding.Command, error) {
		return coding.AddCode(v, coding.Code{ID: "eigen.1", Name: instruments.Text{NL: "eigen code", EN: "own code"}, Origin: instruments.Inductive, Codable: true})
	})
	mustDo(t, s, func(v coding.View) (coding.Command, error) {
		return coding.SetMemo(v, coding.Memo{Type: "analyse", Target: "code/eigen.1", Text: "waarom", Author: "anna"})
	})
	mustDo(t, s, func(v coding.View) (coding.Command, error) {
		return coding.SetProgress(v, coding.Progress{Document: "R02", Coder: "anna", State: coding.Done})
	})
	mustDo(t, s, func(coding.View) (coding.Command, error) {
		raw, err := coding.Canonical(coding.Group{ID: "g", Name: "groep", Documents: []instruments.DocumentID{"R01"}})
		return coding.Command{Type: "group.put", Changes: []coding.Change{{Kind: coding.GroupKind, ID: "g", After: raw}}}, err
	})
	return s
}
