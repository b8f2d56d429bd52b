package workbench

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/coding/portable"
	"meerzicht/coding/refi"
	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
	"meerzicht/study"
)

const (
	twoTalks = "Anna: Hoe gaat het met hem?\nVrijwilliger: We gaan samen wandelen.\nAnna: En verder?\nVrijwilliger: Praten.\n"
	// Of the columns one is asked about and one is nobody's.
	survey = "_id;_uuid;respondent;activiteiten/A01;activiteiten/wandelen in het park;lievelingskleur\n1;u1;R01;1;1;blauw\n2;u2;R02;0;0;rood\n"
)

// Speakers are counted over all files by their label; a role that was chosen goes
// to every document that has the label.
func TestImportSpeakers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	u := upload{map[string]string{"dry": "yes", "as": "overig"}, [][2]string{{"een.txt", twoTalks}, {"twee.txt", twoTalks + "Buurman: Dag.\nAnna: Dag.\nBuurman: Tot ziens.\n"}}}
	r := d.result(u)
	want := []speakerFound{{Label: "Anna", Shown: "Anna", Turns: 5, Documents: 2}, {Label: "Vrijwilliger", Shown: "Vrijwilliger", Turns: 4, Documents: 2}, {Label: "Buurman", Shown: "Buurman", Turns: 2, Documents: 1}}
	for i, s := range want {
		if i >= len(r.Speakers) || r.Speakers[i].Label != s.Label || r.Speakers[i].Turns != s.Turns || r.Speakers[i].Documents != s.Documents {
			t.Fatalf("%+v, want %+v", r.Speakers, want)
		}
	}
	if r.Files[0].Facts != "16 woorden, 4 beurten (utf-8)" {
		t.Errorf("facts: %q", r.Files[0].Facts)
	}
	u.options = map[string]string{"as": "overig", "speaker:Anna": "interviewer", "speaker:Vrijwilliger": "respondent", "speaker:Buurman": ""}
	if r = d.result(u); !r.Stored {
		t.Fatalf("%+v", r)
	}
	for _, id := range []string{"een", "twee"} {
		doc := d.document(id)
		if doc.RoleOf("Anna") != instruments.AsInterviewer || doc.RoleOf("Vrijwilliger") != instruments.AsRespondent || doc.RoleOf("Buurman") != instruments.UnknownVoice {
			t.Errorf("%s: %+v", id, doc.Speakers)
		}
	}
	for _, odd := range []map[string]string{{"speaker:Anna": "bijzitter"}, {"rol:Anna": "interviewer"}, {"positions": "regels"}} {
		if status, lines := d.bring(upload{odd, u.files}); status != 400 {
			t.Errorf("%v: %d %s", odd, status, lines)
		}
	}
}

// A column that was not recognised is asked about; with an answer the survey is
// read, and without one nothing is.
func TestImportColumns(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	before := d.seq()
	r := d.result(upload{map[string]string{"dry": "yes", "replace": "yes"}, [][2]string{{"enquete.csv", survey}}})
	at := slices.IndexFunc(r.Columns, func(c columnFound) bool { return !c.Sure })
	if !r.Refused || at < 0 || r.Columns[at].Heading != "activiteiten/wandelen in het park" || r.Columns[at].Values != "‘0’ (1), ‘1’ (1)" {
		t.Fatalf("%+v", r)
	}
	if got := r.Problems[0].Hint; strings.Contains(got, "--") || !strings.Contains(got, "kies hieronder wat de kolom is") {
		t.Errorf("the hint: %q", got)
	}
	of := func(heading string) string {
		return r.Columns[slices.IndexFunc(r.Columns, func(c columnFound) bool { return c.Heading == heading })].Use
	}
	if of("respondent") != "respondent" || of("activiteiten/A01") != "A01" || of("lievelingskleur") != "-" {
		t.Errorf("%+v", r.Columns)
	}
	// What a column is said to be can be chosen on the page.
	for _, c := range r.Columns {
		if c.Use != "" && !slices.ContainsFunc(r.Choices, func(g choiceGroup) bool {
			return slices.ContainsFunc(g.Choices, func(one choiceShown) bool { return one.ID == c.Use })
		}) {
			t.Errorf("%s is %q, which cannot be chosen", c.Heading, c.Use)
		}
	}
	u := upload{map[string]string{"replace": "yes", "coder": "toets", "column:activiteiten/wandelen in het park": "A02"}, [][2]string{{"enquete.csv", survey}}}
	if r = d.result(u); !r.Stored {
		t.Fatalf("%+v", r)
	}
	f, ok, err := coding.Find[instruments.Filling](d.study.View(t.Context()), coding.FillingKind, instruments.FillingID(instruments.ActivityFilling, "R01", "toets"))
	if err != nil || !ok || !slices.ContainsFunc(f.Responses, func(r instruments.Response) bool { return r.Activity == "A02" && r.State == instruments.Mentioned }) {
		t.Errorf("%+v %v %v", f, ok, err)
	}
	if d.seq() == before {
		t.Error("nothing was stored")
	}
}

// Every word that a reader takes for a column can be chosen, but those for whole
// questions.
func TestColumnWords(t *testing.T) {
	t.Parallel()
	var got []string
	for _, c := range columnWords() {
		if c.Label.NL == "" || c.Label.EN == "" {
			t.Errorf("%s has no words", c.ID)
		}
		got = append(got, c.ID)
	}
	for _, word := range checklist.ColumnWords() {
		if slices.Contains(got, word) == (word == "answers" || word == "not") {
			t.Errorf("%s can be chosen: %v", word, slices.Contains(got, word))
		}
	}
	for _, k := range []struct {
		c    checklist.Column
		want string
	}{
		{checklist.Column{Use: "activity", Activity: "A01"}, "A01"},
		{checklist.Column{Use: "activity", Activity: "A01", State: instruments.Denied}, "not:A01"},
		{checklist.Column{Use: "note", Activity: "A01"}, "note:A01"},
		{checklist.Column{Use: "note"}, "note"},
		{checklist.Column{Use: "activity"}, ""},
		{checklist.Column{}, ""},
	} {
		if got := columnUse(k.c); got != k.want {
			t.Errorf("%+v: %q, want %q", k.c, got, k.want)
		}
	}
}

// A corrected text: what becomes of its codings is listed with the old and new
// words, and what is lost is not given up by itself.
func TestImportVersion(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	doc, err := d.study.Document(t.Context(), "R01")
	if err != nil {
		t.Fatal(err)
	}
	words := "Mijn vrouw zei: ga iets doen waar je de deur voor uit moet"
	if strings.Count(doc.Text, words) != 1 {
		t.Fatal("R01 does not say it once")
	}
	at := len([]rune(doc.Text[:strings.Index(doc.Text, words)]))
	d.do("coding.add", addCodingIn{Document: "R01", Start: at, End: at + len([]rune(words)), Code: "act.A05"})
	text := strings.Replace(doc.Text, words, strings.Replace(words, "Mijn vrouw zei", "Mijn vrouw zegt", 1), 1)
	u := upload{map[string]string{"dry": "yes", "replace": "yes"}, [][2]string{{"R01.txt", text}}}
	r := d.result(u)
	if len(r.Versions) != 1 || r.Versions[0].Document != "R01" || r.Versions[0].Lost != 0 || !strings.Contains(r.Versions[0].Said, "0 verloren") {
		t.Fatalf("%+v", r)
	}
	if got := r.Versions[0].Codings; len(got) != 1 || got[0].Before != words || !strings.HasPrefix(got[0].After, "Mijn vrouw zegt: ga") || got[0].Coder != "toets" || !strings.Contains(got[0].Code, "dagbesteding") {
		t.Errorf("%+v", got)
	}
	// Without the sentence the coding is lost, which must be said.
	u.files[0][1] = strings.Replace(doc.Text, words, "", 1)
	if r = d.result(u); r.Refused || len(r.Versions) != 1 || r.Versions[0].Lost != 1 || !r.Versions[0].Codings[0].Lost || r.Versions[0].Codings[0].After != "" {
		t.Fatalf("%+v", r)
	}
	for _, p := range r.Problems {
		if strings.HasPrefix(p.What, "codering verloren") {
			t.Errorf("told twice: %+v", p)
		}
	}
	before := d.seq()
	u.options["dry"] = "no"
	if r = d.result(u); !r.Refused || d.seq() != before || !strings.Contains(r.Problems[len(r.Problems)-1].Hint+r.Problems[0].Hint, "vink aan") {
		t.Fatalf("%+v", r)
	}
	u.options["lost"] = "yes"
	if r = d.result(u); !r.Stored {
		t.Fatalf("%+v", r)
	}
	if slices.ContainsFunc(d.codings("R01"), func(c coding.Coding) bool { return c.Quotation == words }) {
		t.Error("the lost coding is still there")
	}
}

// project is what another program would bring: a document with a coding of somebody.
func project(t testing.TB, d *desk, coder coding.CoderID) string {
	t.Helper()
	c, err := d.study.Corpus(t.Context(), study.WithTexts())
	if err != nil {
		t.Fatal(err)
	}
	out := *c
	out.Documents = slices.DeleteFunc(slices.Clone(c.Documents), func(d instruments.Document) bool { return d.ID != "R04" })
	out.Respondents, out.Trajectories, out.Fillings, out.Memos, out.Rounds, out.Settlements, out.Overrides = nil, nil, nil, nil, nil, nil, nil
	seg, err := coding.NewSegment(&out.Documents[0], 20, 60)
	if err != nil {
		t.Fatal(err)
	}
	k := coding.Coding{Segment: seg, Code: "act.B01", Coder: coder, Origin: coding.ByImport}
	k.ID = coding.NewCodingID(k)
	out.Codings, out.Coders = []coding.Coding{k}, []coding.Coder{{ID: coder}}
	var b bytes.Buffer
	if _, err := refi.Write(&b, &out, refi.WriteOptions{Lang: instruments.Dutch, Program: "Toets"}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A project says what came along and what did not, before it is stored.
func TestImportProject(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	u := upload{map[string]string{"dry": "yes"}, [][2]string{{"map/ander.qdpx", project(t, d, "codeur9")}}}
	r := d.result(u)
	if len(r.Projects) != 1 || r.Projects[0].File != "map/ander.qdpx" || r.Files[0].As != "project van een ander programma" || len(r.Projects[0].Counts) == 0 {
		t.Fatalf("%+v", r)
	}
	if got := strings.Join(r.Projects[0].Stored, "; "); !strings.Contains(got, "coderingen: 1 nieuw") || !strings.Contains(got, "documenten: 0 nieuw, 1 al hier") {
		t.Errorf("stored: %q", got)
	}
	u.options["dry"] = "no"
	if r = d.result(u); !r.Stored || !strings.Contains(r.Said, "1 codering") {
		t.Fatalf("%+v", r)
	}
	if !slices.ContainsFunc(d.codings("R04"), func(c coding.Coding) bool { return c.Coder == "codeur9" && c.Start == 20 }) {
		t.Error("the coding is not there")
	}
}

// A blind coder may bring in a project with another's work; the answer does not
// tell whether that work was there already.
func TestBlindImportOfProject(t *testing.T) {
	t.Parallel()
	fresh, there := blindDesk(t, "anna", false), blindDesk(t, "anna", false)
	file := project(t, fresh, "bram")
	u := upload{map[string]string{"dry": "no"}, [][2]string{{"bram.qdpx", file}}}
	there.session(sessionChoice{Coder: "bram"})
	if r := there.result(u); !r.Stored {
		t.Fatalf("%+v", r)
	}
	there.session(sessionChoice{Coder: "anna"})
	// The same work again, in another file, so that it is not known by its bytes.
	u.files[0][1] = project(t, there, "bram")
	told := func(d *desk) string {
		r := d.result(u)
		raw, err := json.Marshal(r)
		if err != nil || !r.Stored {
			t.Fatalf("%v %+v", err, r)
		}
		return string(raw)
	}
	first, again := told(fresh), told(there)
	if first != again {
		t.Errorf("the answers differ:\n%s\n%s", first, again)
	}
	if !strings.Contains(first, "staat hier niet hoeveel coderingen") {
		t.Errorf("%s", first)
	}
	seen, err := seenBy(fresh, "anna").CodingsIn(t.Context(), "R04")
	if err != nil || slices.ContainsFunc(seen, func(c coding.Coding) bool { return c.Coder == "bram" }) {
		t.Errorf("anna sees what came in of bram: %v", err)
	}
}

// The whole study as one file is a project too.
func TestImportWholeStudy(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c, err := d.study.Corpus(t.Context(), study.WithTexts())
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := portable.Write(&b, c); err != nil {
		t.Fatal(err)
	}
	r := d.result(upload{map[string]string{"dry": "yes"}, [][2]string{{"studie.json", b.String()}}})
	if r.Refused || len(r.Projects) != 1 || len(r.Problems) == 0 {
		t.Errorf("%+v", r)
	}
}

// A version of which somebody's codings may not be seen counts those that may.
func TestVersionOfSighted(t *testing.T) {
	t.Parallel()
	d := blindDesk(t, "anna", true)
	l, err := seenBy(d, "anna").look(t.Context())
	if err != nil || !l.hides() {
		t.Fatalf("%v", err)
	}
	r := study.ImportReport{Files: []study.FileReport{{Name: "R01.txt", As: study.AsTranscript, Version: &study.VersionReport{
		Document: "R01", Kept: 1, Moved: 1, Changed: 1, Lost: 2,
		Codings: []study.VersionCoding{{Coder: "anna", Outcome: "lost"}, {Coder: "bram", Outcome: "kept"}, {Coder: "bram", Outcome: "lost"}, {Coder: "anna", Outcome: "changed"}, {Coder: "anna", Outcome: "moved"}},
	}}}}
	got := l.imported(r).Files[0].Version
	if got.Kept != 0 || got.Moved != 1 || got.Changed != 1 || got.Lost != 1 || len(got.Codings) != 3 {
		t.Errorf("%+v", got)
	}
	if r.Files[0].Version.Lost != 2 {
		t.Error("the report itself was changed")
	}
}

// What moved, changed or is lost is listed; what only shifted is counted. Lost
// decisions must be given up too.
func TestVersionShown(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	r := study.VersionReport{Document: "R01", LostDecisions: 1}
	for _, outcome := range []string{"kept", "shifted", "moved", "changed", "lost"} {
		r.Add(study.VersionCoding{Coder: "anna", Code: "act.A01", Outcome: outcome, Before: outcome})
	}
	v := &visit{Server: d.server, study: seenBy(d, "anna"), who: &session{}, r: httptest.NewRequest(http.MethodGet, "/import", nil), lang: instruments.Dutch}
	got, err := v.versionShown("R01.txt", r)
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, c := range got.Codings {
		rows = append(rows, c.Outcome+" "+c.Before)
	}
	if want := []string{"verplaatst moved", "veranderd changed", "verloren lost"}; !slices.Equal(rows, want) || got.Lost != 2 {
		t.Errorf("%q, want %q; %d lost", rows, want, got.Lost)
	}
	if want := "1 ongewijzigd, 1 opgeschoven, 1 verplaatst, 1 veranderd, 1 verloren; 1 beslissing verloren"; got.Said != want {
		t.Errorf("%q, want %q", got.Said, want)
	}
}

// seenBy is the study as a coder sees it.
func seenBy(d *desk, coder coding.CoderID) *sighted {
	return &sighted{full: d.study, sights: &d.server.sights, coder: func() coding.CoderID { return coder }}
}

func TestValuesText(t *testing.T) {
	t.Parallel()
	got := valuesText(map[string]int{"ja": 3, "nee": 7, "b": 1, "a": 1, "c": 1, "d": 1, "e": 1, "f": 1})
	if want := "‘nee’ (7), ‘ja’ (3), ‘a’ (1), ‘b’ (1), ‘c’ (1), ‘d’ (1), …"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := valuesText(nil); got != "" {
		t.Errorf("%q", got)
	}
}

// A guess about positions is no answer: it is asked, and what was chosen reaches the
// reader.
func TestImportUnsurePositions(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var asked []string
	d.server.readers = study.Readers{
		IsProject: func(name string, _ []byte) bool { return strings.HasSuffix(name, ".qdpx") },
		Project: func(_ string, _ io.ReaderAt, _ int64, opt study.ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems) {
			asked = append(asked, opt.Positions)
			return &coding.Corpus{Codebook: coding.Codebook{Codes: []coding.Code{{ID: "eigen", Name: instruments.Same("eigen"), Codable: true}}}},
				coding.Transfer{Origin: "Ander <programma>", Unsure: opt.Positions == "", Positions: "utf16", Convention: instruments.Text{NL: "waarschijnlijk UTF-16", EN: "probably UTF-16"}}, nil
		},
	}
	u := upload{map[string]string{"dry": "yes"}, [][2]string{{"a.qdpx", "PK"}}}
	r := d.result(u)
	if len(r.Projects) != 1 || !r.Projects[0].Unsure || r.Projects[0].Positions != "utf16" || r.Projects[0].Convention != "waarschijnlijk UTF-16" {
		t.Fatalf("%+v", r)
	}
	before := d.seq()
	u.options["dry"] = "no"
	if r = d.result(u); !r.Refused || d.seq() != before || !strings.HasPrefix(r.Problems[0].Hint, "kies hieronder hoe het project posities telt") {
		t.Errorf("%+v", r)
	}
	u.options["positions"] = "utf16"
	if r = d.result(u); !r.Stored || r.Projects[0].Unsure {
		t.Errorf("%+v", r)
	}
	if want := []string{"", "", "utf16"}; !slices.Equal(asked, want) {
		t.Errorf("the reader was told %q, want %q", asked, want)
	}
	if page := d.get("/import"); !strings.Contains(page, `<option value="utf16-crlf1" label="UTF-16-eenheden, een regeleinde telt als één">`) {
		t.Error("the page does not offer all conventions")
	}
}
