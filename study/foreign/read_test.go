package foreign

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// stood lists codings as "document start-end quotation code coder".
func stood(c *coding.Corpus) []string {
	var out []string
	for _, k := range c.Codings {
		out = append(out, fmt.Sprintf("%s %d-%d %q %s %s", k.Document, k.Start, k.End, k.Quotation, k.Code, k.Coder))
	}
	return out
}

// counted gives "taken/found" of a kind, and why the rest was lost.
func counted(t coding.Transfer, kind coding.TransferKind) string {
	for _, c := range t.Counts {
		if c.Kind == kind {
			out := fmt.Sprintf("%d/%d", c.Taken, c.Found)
			for _, l := range c.Lost {
				out += fmt.Sprintf(" %d %s", l.Count, l.Why.NL)
			}
			return out
		}
	}
	return ""
}

// sums checks that of every kind what was found is what was taken and lost.
func sums(t testing.TB, transfer coding.Transfer) {
	t.Helper()
	for _, c := range transfer.Counts {
		n := c.Taken
		for _, l := range c.Lost {
			n += l.Count
		}
		if n != c.Found {
			t.Errorf("%s: found %d, taken and lost %d", c.Kind, c.Found, n)
		}
	}
}

func TestTaguette(t *testing.T) {
	t.Parallel()
	c, transfer, problems := read(t, made(t, taguetteTables, taguetteRows))
	if len(problems) > 0 {
		t.Error(problems.In(instruments.Dutch))
	}
	if want := "Eén dag.\nHij ging mee 🚌 naar huis.\nEinde & dank."; len(c.Documents) != 2 || c.Documents[0].Text != want {
		t.Fatalf("%q, want %q", c.Documents[0].Text, want)
	}
	// Code points: the é is one, the bus is one; "Einde &" stands behind a line end
	// that Taguette does not count.
	want := []string{
		`R01 4-8 "dag." taguette.vervoer `,
		`R01 13-23 "ging mee 🚌" taguette.steun-praktisch codeur1`,
		`R01 13-23 "ging mee 🚌" taguette.vervoer codeur1`,
		`R01 35-42 "Einde &" taguette.steun-praktisch codeur2`,
		`R02 4-7 "een" taguette.vervoer `,
	}
	if diff := cmp.Diff(want, stood(c)); diff != "" {
		t.Error(diff)
	}
	for kind, want := range map[coding.TransferKind]string{
		coding.TransferCodings:   "5/8 1 markeringen zonder tag 1 de gemarkeerde woorden staan niet in de tekst 1 het document of de markering is er niet meer",
		coding.TransferCodes:     "2/2",
		coding.TransferDocuments: "2/2",
		coding.TransferMemos:     "2/2",
		coding.TransferCoders:    "2/2",
		coding.TransferOther:     "0/1 1 handelingen uit de geschiedenis van Taguette",
	} {
		if got := counted(transfer, kind); got != want {
			t.Errorf("%s: %s, want %s", kind, got, want)
		}
	}
	sums(t, transfer)
	if !strings.Contains(transfer.Convention.NL, "3 van de 4 markeringen staan precies op hun woorden, 1 elders gevonden") {
		t.Error(transfer.Convention.NL)
	}
	if code := c.Codebook.Codes[0]; code.Name.NL != "steun.praktisch" || code.Definition.NL != "meegaan" || !code.Codable {
		t.Errorf("%+v", code)
	}
	if c.Info.Name != "Proef" {
		t.Errorf("name %q", c.Info.Name)
	}
}

// TestNobodyIsTheConsensus: a user with the name of our consensus stays a user.
func TestNobodyIsTheConsensus(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]coding.CoderID{"consensus": "consensus-taguette", "lexicon": "lexicon-taguette", " codeur1 ": "codeur1", "  ": ""} {
		c, _, _ := read(t, made(t, taguetteTables, strings.ReplaceAll(taguetteRows, "'codeur2', 1, 4", "'"+name+"', 1, 4")))
		if got := c.Codings[3].Coder; got != want {
			t.Errorf("%q became %q, want %q", name, got, want)
		}
	}
}

// TestTaguetteKeepsSecrets: nothing of the table of users leaves the database.
func TestTaguetteKeepsSecrets(t *testing.T) {
	t.Parallel()
	c, transfer, _ := read(t, made(t, taguetteTables, taguetteRows))
	if all := fmt.Sprintf("%+v %+v", c, transfer); strings.Contains(all, "geheim") || strings.Contains(all, "example.org") {
		t.Error("a password or a mail address came along")
	}
}

func TestTaguetteSeveralProjects(t *testing.T) {
	t.Parallel()
	c, transfer, problems := read(t, made(t, taguetteTables, taguetteRows, `
INSERT INTO projects VALUES (2, 'Ander', '', '');
INSERT INTO documents VALUES (6, 'R01', '', 'R01.txt', '', 2, 'LEFT_TO_RIGHT', 'Anders.');
INSERT INTO tags VALUES (3, 2, 'vervoer', '');
INSERT INTO highlights VALUES (9, 6, 0, 6, 'Anders');
INSERT INTO highlight_tags VALUES (9, 3);`))
	if len(problems) != 1 || !strings.Contains(problems[0].What.NL, `2 projecten ("Proef", "Ander")`) {
		t.Errorf("%v", problems.In(instruments.Dutch))
	}
	want := []coding.Group{
		{ID: "taguette-1", Name: "Proef", Description: "een proef", Documents: []instruments.DocumentID{"R01", "R02"}},
		{ID: "taguette-2", Name: "Ander", Documents: []instruments.DocumentID{"R01-2"}},
	}
	if diff := cmp.Diff(want, c.Groups); diff != "" {
		t.Error(diff)
	}
	if k := stood(c); !slices.Contains(k, `R01-2 0-6 "Anders" taguette.ander.vervoer `) {
		t.Errorf("%q", k)
	}
	if code, _ := c.Codebook.Code("taguette.proef.vervoer"); code.Parent != "taguette.proef" {
		t.Errorf("%+v", code)
	}
	sums(t, transfer)
}

func TestQualCoder(t *testing.T) {
	t.Parallel()
	c, transfer, _ := read(t, made(t, qualcoderTables, qualcoderRows))
	want := []string{
		`R01 0-9 "Eén dag 🚌" qualcoder.tijd codeur2`,
		`R01 11-14 "Hij" qualcoder.steun.praktisch.meegaan codeur2`,
		`R01 15-23 "ging mee" qualcoder.steun.praktisch.meegaan codeur1`,
	}
	if diff := cmp.Diff(want, stood(c)); diff != "" {
		t.Error(diff)
	}
	if c.Codings[2].Memo != "duidelijk" {
		t.Errorf("memo %q", c.Codings[2].Memo)
	}
	var codes []string
	for _, code := range c.Codebook.Codes {
		codes = append(codes, fmt.Sprintf("%s<%s %v %s %s", code.ID, code.Parent, code.Codable, code.Colour, code.Definition.NL))
	}
	if diff := cmp.Diff([]string{
		"qualcoder.steun< false  alle steun", "qualcoder.steun.praktisch<qualcoder.steun false  ",
		"qualcoder.steun.praktisch.meegaan<qualcoder.steun.praktisch true #F5A9A9 lijfelijk mee", "qualcoder.tijd< true  ",
	}, codes); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]string{"plaats": "Utrecht", "uren": "4"}, c.Documents[0].Attributes); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]coding.Group{
		{ID: "qualcoder-case-1", Name: "Familie A", Description: "twee gesprekken", Documents: []instruments.DocumentID{"R01"}},
		{ID: "qualcoder-case-2", Name: "Familie B", Documents: []instruments.DocumentID{"R01"}},
	}, c.Groups); diff != "" {
		t.Error(diff)
	}
	var memos []string
	for _, m := range c.Memos {
		memos = append(memos, m.Type+"|"+m.Target+"|"+m.Text+"|"+string(m.Author))
	}
	if diff := cmp.Diff([]string{
		"methode|study|over de proef|", "analyse|document/R01|rustig gesprek|codeur1",
		"analyse|document/R01|„dag”\nwelke dag?|codeur2", "reflectie|study|Dag 1\n\nBegonnen.|codeur1",
	}, memos); diff != "" {
		t.Error(diff)
	}
	qualcoderCounts(t, transfer)
}

func qualcoderCounts(t *testing.T, transfer coding.Transfer) {
	t.Helper()
	for kind, want := range map[coding.TransferKind]string{
		coding.TransferDocuments: "1/2 1 beeld, geluid, film of een leeg bestand: er is geen tekst",
		coding.TransferCodings:   "3/8 1 de gemarkeerde woorden staan niet in de tekst 1 de code is er niet meer 2 coderingen in beeld 1 het document is er niet, of heeft geen tekst",
		coding.TransferVariables: "2/4 1 er is geen document met tekst waar de waarde bij hoort 1 het document heeft al een andere waarde, van zichzelf of van een andere case",
		coding.TransferCases:     "2/2",
		coding.TransferCodes:     "4/4",
		coding.TransferOther:     "0/3 1 de aanduiding ‘belangrijk’ bij een codering 1 koppelingen van een case aan een bestand zonder tekst 1 grenzen van een case binnen een document: de groep noemt het hele document",
	} {
		if got := counted(transfer, kind); got != want {
			t.Errorf("%s:\n%s, want\n%s", kind, got, want)
		}
	}
	sums(t, transfer)
	if transfer.Origin != "QualCoder 3.5 v6" {
		t.Errorf("origin %q", transfer.Origin)
	}
}

// TestQualCoderVersions: older databases lack columns and tables, newer ones have
// codes below codes.
func TestQualCoderVersions(t *testing.T) {
	t.Parallel()
	old := strings.NewReplacer(", important integer", "", ", bookmarkfile integer, bookmarkpos integer, codername text", "", "ctid integer primary key, ", "", ", avid integer", "").Replace(qualcoderTables)
	old = old[:strings.Index(old, "CREATE TABLE journal")]
	c, _, _ := read(t, made(t, old, `
INSERT INTO project VALUES ('v2', '', '', 'QualCoder 1.9');
INSERT INTO source (id, name, fulltext) VALUES (1, 'R01', 'Een dag.');
INSERT INTO code_name VALUES (1, 'Tijd', '', NULL, 'codeur1', '', '');
INSERT INTO code_text VALUES (1, 1, 'dag', 4, 7, 'codeur1', '', '');`))
	if got := stood(c); len(got) != 1 || got[0] != `R01 4-7 "dag" qualcoder.tijd codeur1` {
		t.Errorf("version 2: %q", got)
	}
	c, _, _ = read(t, made(t, qualcoderTables, `ALTER TABLE code_name ADD supercid integer;
INSERT INTO source (id, name, fulltext) VALUES (1, 'R01', 'Een dag.');
INSERT INTO code_name VALUES (1, 'Dagdeel', '', NULL, '', '', '', 2), (2, 'Tijd', '', NULL, '', '', '', 1), (3, 'Ochtend', '', NULL, '', '', '', 1);`))
	if code, ok := c.Codebook.Code("qualcoder.tijd.dagdeel.ochtend"); !ok || code.Parent != "qualcoder.tijd.dagdeel" {
		t.Errorf("codes below codes, in a ring: %+v", c.Codebook.Codes)
	}
}

// TestQualCoderLineEnds: positions count both halves of CRLF and a byte order
// mark, which our text does not have.
func TestQualCoderLineEnds(t *testing.T) {
	t.Parallel()
	c, _, _ := read(t, made(t, qualcoderTables, "INSERT INTO source (id, name, fulltext) VALUES (1, 'R01', char(65279) || 'Een' || char(13, 10) || 'dag' || char(13) || 'en nacht.');"+`
INSERT INTO code_name VALUES (1, 'Tijd', '', NULL, '', '', '');
INSERT INTO code_text VALUES (1, 1, 1, 'dag', 6, 9, 'codeur1', '', '', NULL, 0), (2, 1, 1, 'Een' || char(8233) || 'x', 1, 4, 'codeur1', '', '', NULL, 0), (3, 1, 1, 'dag' || char(13) || 'en', 6, 12, 'codeur1', '', '', NULL, 0);`))
	if c.Documents[0].Text != "Een\ndag\nen nacht." {
		t.Errorf("%q", c.Documents[0].Text)
	}
	if diff := cmp.Diff([]string{`R01 4-7 "dag" qualcoder.tijd codeur1`, `R01 4-10 "dag\nen" qualcoder.tijd codeur1`}, stood(c)); diff != "" {
		t.Error(diff)
	}
	for _, k := range c.Codings {
		if k.End-k.Start != utf8.RuneCountInString(k.Quotation) {
			t.Errorf("%+v", k)
		}
	}
}
