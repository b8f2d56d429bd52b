package study

import (
	"bytes"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/coding/portable"
	"meerzicht/instruments"
)

// written is a study as JSON, without the times that its own log gives.
func written(t *testing.T, s *Study) string {
	t.Helper()
	c := mustCorpus(t, s, WithTexts())
	c.Info.Created, c.Info.Changed = "", ""
	var b bytes.Buffer
	if _, err := portable.Write(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// restored is a new study with what a whole study holds.
func restored(t *testing.T, file string) *Study {
	t.Helper()
	s, _ := newStudy(t)
	importAs(t, s, ImportOptions{}, input("studie.json", file))
	return s
}

// A whole study says what its files were, also when their bytes did not come
// along, and written again it has the same bytes. What is not kept is not given
// as if it were.
func TestImportWholeStudyKeepsSources(t *testing.T) {
	t.Parallel()
	s := lively(t)
	const crlf = "Interviewer: Wat deden jullie?\r\nR02: We gingen fietsen.\r\n"
	importAs(t, s, ImportOptions{}, input("map/gesprek.txt", crlf)) // its text ends lines in LF: another sum
	want := mustCorpus(t, s)
	file := written(t, s)
	if strings.Contains(file, `"absent"`) {
		t.Error("JSON says what a study file keeps")
	}

	one := restored(t, file)
	if again := written(t, one); again != file {
		t.Errorf("written again:\n%s\nwant\n%s", again, file)
	}
	if twice := written(t, restored(t, written(t, one))); twice != file {
		t.Error("and once more it differs")
	}
	got := mustCorpus(t, one)
	for i, d := range got.Documents {
		from := want.Documents[i]
		if absent := from.Source.SHA256 != from.TextSHA256; d.Source.Absent != absent || d.Source.Name != from.Source.Name || d.Source.SHA256 != from.Source.SHA256 || d.Source.Size != from.Source.Size {
			t.Errorf("%+v, want %+v", d.Source, from.Source)
		}
	}

	if _, err := one.Original(t.Context(), "gesprek"); err == nil || !strings.Contains(err.Error(), "gesprek.txt") {
		t.Errorf("%v", err)
	}
	if text, err := one.Text(t.Context(), "gesprek"); err != nil || !strings.HasPrefix(text, "Interviewer") {
		t.Errorf("%q %v", text, err)
	}
	if b, err := one.Original(t.Context(), "R02"); err != nil || string(b) != talk { // its file is its text
		t.Errorf("%q %v", b, err)
	}
}

// The file of a restored document can follow, under any name: its bytes are kept
// then, and nothing else changes.
func TestImportFileOfRestoredDocument(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	const crlf = "Interviewer: Wat deden jullie?\r\nR02: We gingen fietsen.\r\n"
	importAs(t, s, ImportOptions{}, input("gesprek.txt", crlf), input("c.csv", codingsHeader+"gesprek,13,16,Wat,act.A01,ik,\n"))
	one := restored(t, written(t, s))
	before := written(t, one)

	r := importAs(t, one, ImportOptions{}, input("anders.txt", crlf))
	if b, err := one.Original(t.Context(), "gesprek"); err != nil || string(b) != crlf {
		t.Errorf("%q %v", b, err)
	}
	if written(t, one) != before || r.Documents != 0 || len(mustCorpus(t, one).Documents) != 1 {
		t.Errorf("more changed: %+v", r)
	}
	if r := importAs(t, one, ImportOptions{}, input("anders.txt", crlf)); r.Known != 1 {
		t.Errorf("again: %+v", r)
	}
	if _, _, err := one.Undo(t.Context(), "x"); err != nil {
		t.Fatal(err)
	}
	if _, err := one.Original(t.Context(), "gesprek"); err == nil {
		t.Error("after undo it is not kept")
	}
	mustVerify(t, one)
}

// A study that does not keep an original is sound; one that says it does is not.
func TestVerifyOriginalNotKept(t *testing.T) {
	t.Parallel()
	s := withDocument(t)
	set := func(absent bool) error {
		return s.Do(t.Context(), "x", mustChange(t, s, func(d *instruments.Document) {
			d.Source = instruments.Source{Name: "weg.docx", SHA256: strings.Repeat("ab", 32), Size: 7, Absent: absent}
		}))
	}
	if err := set(true); err != nil {
		t.Fatal(err)
	}
	mustVerify(t, s)
	if err := set(false); err == nil {
		t.Error("bytes that are not there were promised")
	}
}

// mustChange is a command that changes the first document.
func mustChange(t *testing.T, s *Study, change func(*instruments.Document)) coding.Command {
	t.Helper()
	d := mustCorpus(t, s).Documents[0]
	before, err := coding.Canonical(d)
	if err != nil {
		t.Fatal(err)
	}
	change(&d)
	after, err := coding.Canonical(d)
	if err != nil {
		t.Fatal(err)
	}
	return coding.Command{Type: "document.put", Changes: []coding.Change{{Kind: coding.DocumentKind, ID: string(d.ID), Before: before, After: after}}}
}
