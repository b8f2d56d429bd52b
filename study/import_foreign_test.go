package study

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// database is an SQLite file that statements make.
func database(t *testing.T, statements string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	c, err := sqlite3.Open("file:" + path)
	if err == nil {
		err = c.Exec(statements)
	}
	if err == nil {
		err = c.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(readFile(t, path))
}

const qualcoder = `
CREATE TABLE project (databaseversion text, date text, memo text, about text, codername text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text, date text, av_text_id integer);
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text, supercatid integer);
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, date text, color text);
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer, pos1 integer, owner text, date text, memo text, important integer);
INSERT INTO project VALUES ('v6', '2026-01-01', '', 'QualCoder 3.5', 'codeur1');
INSERT INTO source VALUES (1, 'R01.txt', 'I: Wat?' || char(10) || 'R: Fietsen 🚲 en koffie.', NULL, '', 'codeur1', '', NULL);
INSERT INTO code_cat VALUES (1, 'Samen', 'codeur1', '', '', NULL);
INSERT INTO code_name VALUES (1, 'Buiten', 'lucht', 1, 'codeur1', '', '#F5A9A9');
INSERT INTO code_text VALUES (1, 1, 1, 'Fietsen 🚲', 11, 20, 'codeur1', '', 'let op', NULL), (2, 1, 1, 'koffie', 24, 30, 'codeur2', '', '', NULL), (3, 1, 1, 'thee', 2, 6, 'codeur2', '', '', NULL);
`

// A QualCoder folder, as it is dropped: the database is read with the project's own
// reader, linked to the respondent, and all of it stands in the study. The words
// of a mark that are not in the text are told as lost.
func TestImportQualCoderFolder(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 1))
	data := database(t, qualcoder)
	never := Input{Name: "x.qda/images/foto.jpg", Open: func() (io.ReadCloser, error) { panic("opened") }}
	r := importAs(t, s, ImportOptions{}, never, input("x.qda/data.qda", data))
	addsUpTo(t, r.Files[1])
	c := mustCorpus(t, s, WithTexts())
	var said []string
	for _, k := range c.Codings {
		code, _ := c.Codebook.Code(k.Code)
		parent, _ := c.Codebook.Code(code.Parent)
		said = append(said, fmt.Sprintf("%s %d-%d %q %s/%s %s %s", k.Document, k.Start, k.End, k.Quotation, parent.Name.NL, code.Name.NL, k.Coder, k.Memo))
	}
	want := []string{`R01 11-20 "Fietsen 🚲" Samen/Buiten codeur1 let op`, `R01 24-30 "koffie" Samen/Buiten codeur2 `}
	if strings.Join(said, "\n") != strings.Join(want, "\n") || c.Documents[0].Respondent != "R01" || r.Files[1].Transfer.Lost() != 1 {
		t.Errorf("%s\nwant\n%s\n%+v", strings.Join(said, "\n"), strings.Join(want, "\n"), r.Files[1].Transfer)
	}
	if r := importAs(t, s, ImportOptions{}, input("x.qda/data.qda", data)); r.Known != 1 {
		t.Errorf("again: %+v", r)
	}
	mustVerify(t, s)
}

// A file that can be read at any place is not copied, and one that is a study of
// ours is sent to merge.
func TestImportStudyFile(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	other, path := newStudy(t)
	_ = other
	msg := refused(t, s, ImportOptions{}, Input{Name: path, Open: func() (io.ReadCloser, error) { return os.Open(path) }})
	if !strings.Contains(msg, "meerzicht merge") {
		t.Error(msg)
	}
}

// The text of a document in a project is its original file too: it can be taken
// out of the study, and comes back from the project.
func TestImportProjectDocumentRemoved(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	importAs(t, s, projectOf(foreignProject()), input("p.qdpx", "PROJECT"))
	mustDo(t, s, func(v coding.View) (coding.Command, error) { return coding.RemoveDocument(v, "R01", "x") })
	c := mustCorpus(t, s)
	if len(c.Documents) != 1 || len(c.Codings) != 1 || len(c.Groups[0].Documents) != 1 {
		t.Errorf("%+v", c.Groups)
	}
	r := importAs(t, s, projectOf(foreignProject()), input("p.qdpx", "PROJECT"))
	if r.Documents != 1 || r.Codings != 3 || r.Known != 0 {
		t.Errorf("%+v", r)
	}
	if g := mustCorpus(t, s).Groups; len(g) != 1 || len(g[0].Documents) != 2 || g[0].Documents[1] != instruments.DocumentID("R01") {
		t.Errorf("%+v", g)
	}
	mustVerify(t, s)
}
