package foreign

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// taguette makes a database with one page and highlights on it, all of tag 1.
func taguette(t testing.TB, page string, highlights ...string) *coding.Corpus {
	t.Helper()
	sql := `INSERT INTO projects VALUES (1, 'P', '', ''); INSERT INTO tags VALUES (1, 1, 'steun', '');
INSERT INTO documents VALUES (1, 'R01', '', 'R01.txt', '', 1, '', '` + strings.ReplaceAll(page, "'", "''") + `');`
	for i, h := range highlights {
		sql += fmt.Sprintf("INSERT INTO highlights VALUES (%d, 1, %s); INSERT INTO highlight_tags VALUES (%d, 1);", i+1, h, i+1)
	}
	c, transfer, _ := read(t, made(t, taguetteTables, sql))
	sums(t, transfer)
	return c
}

// TestHighlights: what is highlighted, by the words that Taguette keeps of it.
func TestHighlights(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, page, highlight, want string }{
		{"whole text", "<p>Eén dag</p>", "0, 8, '<p>Eén dag</p>'", `R01 0-7 "Eén dag" taguette.steun `},
		{"over a border without line end", "<p>ja</p><p>nee</p>", "1, 4, '<p>a</p><p>ne</p>'", `R01 1-5 "a\nne" taguette.steun `},
		{"second paragraph", "<p>ja</p><p>nee</p>", "2, 5, '<p>nee</p>'", `R01 3-6 "nee" taguette.steun `},
		{"first paragraph", "<p>ja</p><p>nee</p>", "0, 2, '<p>ja</p>'", `R01 0-2 "ja" taguette.steun `},
		{"through bold", "<p>n<b>ie</b>t</p>", "0, 4, '<p>n<b>ie</b>t</p>'", `R01 0-4 "niet" taguette.steun `},
		{"an ampersand is one byte", "<p>a &amp; b</p>", "4, 5, '<p>b</p>'", `R01 4-5 "b" taguette.steun `},
		{"a hard blank is two", "<p>a&nbsp;b</p>", "3, 4, '<p>b</p>'", `R01 2-3 "b" taguette.steun `},
		{"an accent of its own", "<p>e\u0301e\u0301n</p>", "3, 7, '<p>e\u0301n</p>'", `R01 2-5 "e\u0301n" taguette.steun `},
		{"words elsewhere", "<p>nee en ja</p>", "0, 2, '<p>ja</p>'", `R01 7-9 "ja" taguette.steun `},
		{"words twice, the nearest", "<p>ja ja ja</p>", "5, 7, '<p>ja</p>'", `R01 6-8 "ja" taguette.steun `},
		{"no words kept", "<p>nee en ja</p>", "4, 6, ''", `R01 4-6 "en" taguette.steun `},
		{"half a character, words kept", "<p>één</p>", "1, 5, '<p>één</p>'", `R01 0-3 "één" taguette.steun `},
		{"half a character, no words", "<p>één</p>", "1, 5, ''", ""},
		{"behind the text", "<p>ja</p>", "0, 99, ''", ""},
		{"backwards", "<p>ja</p>", "2, 0, ''", ""},
		{"negative", "<p>ja</p>", "-2, 1, ''", ""},
		{"empty", "<p>ja</p>", "1, 1, ''", ""},
		{"positions as text", "<p>ja</p>", "'0', '2', 'ja'", `R01 0-2 "ja" taguette.steun `},
	} {
		got := strings.Join(stood(taguette(t, tt.page, tt.highlight)), "\n")
		// %q writes an accent of its own as it is, the table as \u0301.
		if want := strings.ReplaceAll(tt.want, `\u0301`, "\u0301"); got != want {
			t.Errorf("%s: %s, want %s", tt.name, got, want)
		}
	}
}

// TestSameHighlightTwice: two highlights that are one coding count once.
func TestSameHighlightTwice(t *testing.T) {
	t.Parallel()
	if c := taguette(t, "<p>ja</p>", "0, 2, 'ja'", "0, 2, 'ja'"); len(c.Codings) != 1 {
		t.Errorf("%q", stood(c))
	}
}

// TestOlderTaguette: columns and tables that earlier versions lack.
func TestOlderTaguette(t *testing.T) {
	t.Parallel()
	c, _, _ := read(t, made(t, `
CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE Documents (id INTEGER PRIMARY KEY, name TEXT, filename TEXT, project_id INTEGER, contents TEXT);
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path TEXT);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER, end_offset INTEGER, snippet TEXT);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
CREATE TABLE "groups" (id INTEGER PRIMARY KEY);
INSERT INTO projects VALUES (1, 'P');
INSERT INTO documents VALUES (1, '', 'C:\data\gesprek 3.docx', 1, 'ja');
INSERT INTO tags VALUES (1, 1, '  ');
INSERT INTO highlights VALUES (1, 1, 0, 2, 'ja'); INSERT INTO highlight_tags VALUES (1, 1);`))
	if got := stood(c); len(got) != 1 || got[0] != `gesprek 3 0-2 "ja" taguette.tag-1 ` {
		t.Errorf("%q", got)
	}
	if s := c.Documents[0].Source; s.Name != "gesprek 3.docx" || s.Size != 2 || len(s.SHA256) != 64 {
		t.Errorf("%+v", s)
	}
}

// TestNames: documents and codes of one name stay two.
func TestNames(t *testing.T) {
	t.Parallel()
	c, _, _ := read(t, made(t, taguetteTables, `
INSERT INTO projects VALUES (1, 'P', '', '');
INSERT INTO documents VALUES (1, 'R01.docx', '', '', '', 1, '', 'een'), (2, 'R01', '', '', '', 1, '', 'twee'), (3, '.docx', '', '', '', 1, '', 'drie');
INSERT INTO tags VALUES (1, 1, 'A b!', ''), (2, 1, 'a-B', ''), (3, 1, '!!', ''), (4, 1, 'Één/óók', '');`))
	var docs, codes []string
	for _, d := range c.Documents {
		docs = append(docs, string(d.ID))
	}
	for _, code := range c.Codebook.Codes {
		codes = append(codes, string(code.ID))
	}
	if diff := cmp.Diff([]string{"R01", "R01-2", "document"}, docs); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"taguette.a-b", "taguette.a-b-2", "taguette.code", "taguette.één-óók"}, codes); diff != "" {
		t.Error(diff)
	}
}

// TestUTF16Database: SQLite may keep its text in UTF-16; positions do not change.
func TestUTF16Database(t *testing.T) {
	t.Parallel()
	for _, encoding := range []string{"UTF-16le", "UTF-16be"} {
		c, _, _ := read(t, made(t, `PRAGMA encoding='`+encoding+`'`, taguetteTables, taguetteRows))
		want, _, _ := read(t, made(t, taguetteTables, taguetteRows))
		if diff := cmp.Diff(stood(want), stood(c)); diff != "" {
			t.Errorf("%s: %s", encoding, diff)
		}
	}
}

// TestOtherLayouts: page sizes, tables without row ids, and freed pages.
func TestOtherLayouts(t *testing.T) {
	t.Parallel()
	want, _, _ := read(t, made(t, qualcoderTables, qualcoderRows))
	for name, statements := range map[string][]string{
		"small pages":     {`PRAGMA page_size=512`, qualcoderTables, qualcoderRows},
		"large pages":     {`PRAGMA page_size=65536`, qualcoderTables, qualcoderRows},
		"without row ids": {strings.ReplaceAll(qualcoderTables, "unique(name, attr_type, id));", "unique(name, attr_type, id)) WITHOUT ROWID;"), qualcoderRows},
		"freed pages":     {qualcoderTables, `CREATE TABLE t (a); INSERT INTO t SELECT hex(zeroblob(100000))`, qualcoderRows, `DROP TABLE t`},
		"vacuum":          {`PRAGMA auto_vacuum=FULL`, qualcoderTables, qualcoderRows, `VACUUM`},
		"capitals":        {strings.ReplaceAll(strings.ReplaceAll(qualcoderTables, "TABLE code_text", "TABLE Code_Text"), "seltext", "SelText"), qualcoderRows},
	} {
		got, _, _ := read(t, made(t, statements...))
		if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(coding.Codebook{})); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestReadingTwice gives the same, also at the same time.
func TestReadingTwice(t *testing.T) {
	t.Parallel()
	data := made(t, qualcoderTables, qualcoderRows)
	results := make([]string, 6)
	var wg sync.WaitGroup
	for i := range results {
		wg.Go(func() {
			c, transfer, problems := Read("x", bytes.NewReader(data), int64(len(data)), instruments.Dutch)
			results[i] = fmt.Sprintf("%+v %+v %v", c, transfer, problems)
		})
	}
	wg.Wait()
	for _, r := range results[1:] {
		if r != results[0] {
			t.Fatalf("%s\n%s", results[0], r)
		}
	}
}

// TestCases: a case gives its values to all its documents, and two cases in one
// document do not overwrite each other.
func TestCases(t *testing.T) {
	t.Parallel()
	c, transfer, _ := read(t, made(t, qualcoderTables, `
INSERT INTO source (id, name, fulltext) VALUES (1, 'R01', 'een'), (2, 'R02', 'twee');
INSERT INTO code_name VALUES (1, 'Tijd', '', 77, '', '', '');
INSERT INTO cases VALUES (1, 'A', '', '', ''), (2, 'B', '', '', ''), (3, 'C', '', '', '');
INSERT INTO case_text VALUES (1, 1, 1, 0, 3, '', '', ''), (2, 1, 2, 0, 4, '', '', ''), (3, 2, 2, 0, 4, '', '', ''), (4, 1, 1, 0, 3, '', '', ''), (5, 9, 1, 0, 3, '', '', '');
INSERT INTO attribute VALUES (1, 'plaats', 'case', 'Zeist', 1, '', ''), (2, 'plaats', 'case', 'Zeist', 2, '', ''), (3, 'soort', 'case', 'x', 3, '', ''), (4, 'soort', 'CASE', 'y', 2, '', '');`))
	want := []map[string]string{{"plaats": "Zeist"}, {"plaats": "Zeist", "soort": "y"}}
	for i, d := range c.Documents {
		if diff := cmp.Diff(want[i], d.Attributes); diff != "" {
			t.Errorf("%s: %s", d.ID, diff)
		}
	}
	if g := c.Groups; len(g) != 3 || len(g[0].Documents) != 2 || len(g[1].Documents) != 1 || len(g[2].Documents) != 0 {
		t.Errorf("%+v", g)
	}
	if got := counted(transfer, coding.TransferVariables); got != "3/4 1 er is geen document met tekst waar de waarde bij hoort" {
		t.Error(got)
	}
	if code := c.Codebook.Codes[0]; code.Parent != "" || code.ID != "qualcoder.tijd" {
		t.Errorf("a code of a category that is gone: %+v", code)
	}
	sums(t, transfer)
}

// TestCategoriesInARing: a damaged tree still gives every code once.
func TestCategoriesInARing(t *testing.T) {
	t.Parallel()
	c, _, _ := read(t, made(t, qualcoderTables, `
INSERT INTO source (id, name, fulltext) VALUES (1, 'R01', 'een');
INSERT INTO code_cat VALUES (1, 'A', '', '', '', 2), (2, 'B', '', '', '', 1), (3, 'C', '', '', '', 3);
INSERT INTO code_name VALUES (1, 'x', '', 1, '', '', ''), (2, '', '', 3, '', '', '');`))
	if len(c.Codebook.Codes) != 5 {
		t.Errorf("%+v", c.Codebook.Codes)
	}
	for _, code := range c.Codebook.Codes {
		if c.Codebook.Depth(code.ID) > 2 || code.Name.IsZero() {
			t.Errorf("%+v", code)
		}
	}
}

// TestMemosOfOneCoding: two codings that become one keep both memos.
func TestMemosOfOneCoding(t *testing.T) {
	t.Parallel()
	c, transfer, _ := read(t, made(t, strings.Replace(qualcoderTables, ", unique(cid, fid, pos0, pos1, owner)", "", 1), `
INSERT INTO source (id, name, fulltext) VALUES (1, 'R01', 'een dag');
INSERT INTO code_name VALUES (1, 'Tijd', '', NULL, '', '', '');
INSERT INTO code_text VALUES (1, 1, 1, 'dag', 4, 7, 'k', '', 'eerst', NULL, 0), (2, 1, 1, 'dag', 4, 7, 'k', '', 'later', NULL, 0), (3, 1, 1, 'dag', 3, 6, 'k', '', '', NULL, 0);`))
	if len(c.Codings) != 1 || c.Codings[0].Memo != "eerst\nlater" {
		t.Errorf("%+v", c.Codings)
	}
	sums(t, transfer)
}

// TestTooLargeAValue: a text beyond the bound is refused, not cut.
func TestTooLargeAValue(t *testing.T) {
	t.Parallel()
	data := made(t, qualcoderTables, `INSERT INTO code_name VALUES (1, 'Tijd', '', NULL, '', '', '')`, `INSERT INTO source (id, name, fulltext) SELECT 1, 'R01', hex(zeroblob(17000000))`)
	if got := refused(t, data); !strings.Contains(got, "32 MB") && !strings.Contains(got, "geheugen") {
		t.Error(got)
	}
}

// TestEnglish: sentences in the other language exist and differ.
func TestEnglish(t *testing.T) {
	t.Parallel()
	_, transfer, _ := read(t, made(t, qualcoderTables, qualcoderRows))
	for _, c := range transfer.Counts {
		for _, l := range c.Lost {
			if l.Why.EN == "" || l.Why.EN == l.Why.NL {
				t.Errorf("%+v", l.Why)
			}
		}
	}
	if transfer.Convention.EN == "" {
		t.Error("no convention")
	}
}

// TestOrderOfTheReport: documents first, whatever was read first.
func TestOrderOfTheReport(t *testing.T) {
	t.Parallel()
	for name, data := range map[string][]byte{"taguette": made(t, taguetteTables, taguetteRows), "qualcoder": made(t, qualcoderTables, qualcoderRows)} {
		_, transfer, _ := read(t, data)
		if k := transfer.Counts; k[0].Kind != coding.TransferDocuments || k[1].Kind != coding.TransferCodes || k[2].Kind != coding.TransferCodings || k[len(k)-1].Kind != coding.TransferOther {
			t.Errorf("%s: %+v", name, k)
		}
	}
}

// TestEmojiPositions: where the program stored what its window counts, the words
// decide; where it keeps no words, code points hold.
func TestEmojiPositions(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, mark, want string }{
		{"code points", "'dag', 3, 6", `R01 3-6 "dag" qualcoder.tijd k`},
		{"UTF-16 units", "'dag', 5, 8", `R01 3-6 "dag" qualcoder.tijd k`},
		{"both fit, code points", "'ja', 7, 9", `R01 7-9 "ja" qualcoder.tijd k`},
		{"no words kept", "NULL, 3, 6", `R01 3-6 "dag" qualcoder.tijd k`},
		{"the picture itself", "'🚌', 0, 1", `R01 0-1 "🚌" qualcoder.tijd k`},
		{"half a picture in units", "'🚌', 0, 2", `R01 0-1 "🚌" qualcoder.tijd k`},
		{"nowhere", "'nacht', 3, 8", ""},
		{"behind the text", "NULL, 3, 60", ""},
	} {
		c, transfer, _ := read(t, made(t, qualcoderTables, `
INSERT INTO source (id, name, fulltext) VALUES (1, 'R01', '🚌🚌 dag jajaja');
INSERT INTO code_name VALUES (1, 'Tijd', '', NULL, '', '', '');
INSERT INTO code_text VALUES (1, 1, 1, `+tt.mark+`, 'k', '', '', NULL, 0);`))
		if got := strings.Join(stood(c), "\n"); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		sums(t, transfer)
	}
}

// TestAnnotations: a note without words, or on a stretch that is not there, still
// comes along; an empty one does not.
func TestAnnotations(t *testing.T) {
	t.Parallel()
	c, _, _ := read(t, made(t, qualcoderTables, `
INSERT INTO source (id, name, fulltext) VALUES (1, 'R01', 'een dag');
INSERT INTO annotation VALUES (1, 1, 4, 7, 'goed', 'k', ''), (2, 1, 40, 70, 'waar?', '', ''), (3, 1, 0, 3, ' ', 'k', ''), (4, 9, 0, 3, 'weg', 'k', '');`))
	var got []string
	for _, m := range c.Memos {
		got = append(got, m.ID+" "+m.Text+" "+string(m.Author))
	}
	if diff := cmp.Diff([]string{"qualcoder-1 „dag”\ngoed k", "qualcoder-2 waar? "}, got); diff != "" {
		t.Error(diff)
	}
}
