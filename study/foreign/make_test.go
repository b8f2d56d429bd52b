package foreign

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/ncruces/go-sqlite3"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// made is the database that some statements make.
func made(t testing.TB, statements ...string) []byte {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a.db")
	c, err := sqlite3.Open("file:" + name)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range append([]string{`PRAGMA synchronous=off`}, statements...) {
		if err := c.Exec(s); err != nil {
			t.Fatalf("%v in %s", err, s)
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// taguetteTables are the tables of Taguette 1.x, as its models describe them.
const taguetteTables = `
CREATE TABLE users (login VARCHAR(30) NOT NULL PRIMARY KEY, created DATETIME NOT NULL, hashed_password VARCHAR(192), language VARCHAR(10), email VARCHAR(256));
CREATE TABLE projects (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name VARCHAR(200) NOT NULL, description TEXT NOT NULL, created DATETIME NOT NULL);
CREATE TABLE project_members (project_id INTEGER NOT NULL, user_login VARCHAR(30) NOT NULL, privileges VARCHAR(11) NOT NULL, PRIMARY KEY (project_id, user_login));
CREATE TABLE documents (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name VARCHAR(200) NOT NULL, description TEXT NOT NULL, filename VARCHAR(200) NOT NULL, created DATETIME NOT NULL, project_id INTEGER NOT NULL, text_direction VARCHAR(13) NOT NULL, contents TEXT NOT NULL);
CREATE TABLE commands (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, date DATETIME NOT NULL, user_login VARCHAR(30) NOT NULL, project_id INTEGER NOT NULL, document_id INTEGER, payload TEXT NOT NULL);
CREATE TABLE tags (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, project_id INTEGER NOT NULL, path VARCHAR(200) NOT NULL, description TEXT NOT NULL, UNIQUE (project_id, path));
CREATE TABLE highlights (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, document_id INTEGER NOT NULL, start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, snippet TEXT NOT NULL);
CREATE TABLE highlight_tags (highlight_id INTEGER NOT NULL, tag_id INTEGER NOT NULL, PRIMARY KEY (highlight_id, tag_id));
`

// In the text "Eén dag.\nHij ging mee 🚌 naar huis." the words "ging mee 🚌" are bytes
// 14–27: Eén dag. is 9 bytes, the line end 1, "Hij " 4, "ging mee " 9, the bus 4.
const taguetteRows = `
INSERT INTO users VALUES ('codeur1', '2026-01-01', 'scrypt:geheim', 'nl_NL', 'iemand@example.org');
INSERT INTO projects VALUES (1, 'Proef', 'een proef', '2026-01-01');
INSERT INTO documents VALUES (4, 'R01.docx', 'eerste gesprek', 'R01.docx', '2026-01-01', 1, 'LEFT_TO_RIGHT', '<p>E&eacute;n <b>dag</b>.</p>
<p>Hij ging mee 🚌 naar huis.</p><p>Einde &amp; dank.</p>');
INSERT INTO documents VALUES (5, 'R02', '', 'R02.txt', '2026-01-01', 1, 'LEFT_TO_RIGHT', '<p>Nog een.</p>');
INSERT INTO tags VALUES (1, 1, 'steun.praktisch', 'meegaan'), (2, 1, 'vervoer', '');
INSERT INTO highlights VALUES (1, 4, 14, 27, 'ging mee 🚌'), (2, 4, 38, 45, '<p>Einde &amp;</p>'), (3, 4, 3, 9, '<b>dag</b>.'), (4, 4, 0, 3, 'Eé'), (5, 5, 0, 3, 'weg'), (6, 5, 4, 7, 'een');
INSERT INTO highlight_tags VALUES (1, 1), (1, 2), (2, 1), (3, 2), (5, 1), (6, 2), (77, 1);
INSERT INTO commands VALUES (1, '2026-01-01', 'codeur1', 1, 4, '{"type": "highlight_add", "highlight_id": 1, "start_offset": 14, "end_offset": 27, "tags": [1, 2]}'),
 (2, '2026-01-01', 'codeur2', 1, 4, '{"type": "highlight_add", "id": 2}'), (3, '2026-01-01', 'codeur1', 1, NULL, '{"type": "tag_add", "tag_id": 1}');
`

// qualcoderTables are the tables of QualCoder at database version 6.
const qualcoderTables = `
CREATE TABLE project (databaseversion text, date text, memo text, about text, bookmarkfile integer, bookmarkpos integer, codername text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text, date text, av_text_id integer, unique(name));
CREATE TABLE code_image (imid integer primary key, id integer, x1 integer, y1 integer, width integer, height integer, cid integer, memo text, date text, owner text, important integer);
CREATE TABLE code_av (avid integer primary key, id integer, pos0 integer, pos1 integer, cid integer, memo text, date text, owner text, important integer);
CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text, owner text, date text, unique(fid, pos0, pos1, owner));
CREATE TABLE attribute_type (name text primary key, date text, owner text, memo text, caseOrFile text, valuetype text);
CREATE TABLE attribute (attrid integer primary key, name text, attr_type text, value text, id integer, date text, owner text, unique(name, attr_type, id));
CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer, owner text, date text, memo text);
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text, unique(name));
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text, supercatid integer, unique(name));
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer, pos1 integer, owner text, date text, memo text, avid integer, important integer, unique(cid, fid, pos0, pos1, owner));
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, date text, color text, unique(name));
CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text, unique(name));
`

// In "Eén dag 🚌.\nHij ging mee.": Hij stands at code points 11–14, at UTF-16 units
// 12–15; "ging mee" at 15–23.
const qualcoderRows = `
INSERT INTO project VALUES ('v6', '2026-01-01', 'over de proef', 'QualCoder 3.5', 0, 0, 'codeur1');
INSERT INTO source VALUES (1, 'R01.txt', 'Eén dag 🚌.
Hij ging mee.', '/documents/R01.txt', 'rustig gesprek', 'codeur1', '', NULL), (2, 'foto.jpg', NULL, '/images/foto.jpg', '', 'codeur1', '', NULL);
INSERT INTO code_cat VALUES (1, 'Steun', 'codeur1', '', 'alle steun', NULL), (2, 'Praktisch', 'codeur1', '', '', 1);
INSERT INTO code_name VALUES (1, 'Meegaan', 'lijfelijk mee', 2, 'codeur1', '', '#F5A9A9'), (2, 'Tijd', '', NULL, 'codeur1', '', 'rood');
INSERT INTO code_text VALUES (1, 1, 1, 'ging mee', 15, 23, 'codeur1', '', 'duidelijk', NULL, 1), (2, 2, 1, 'Eén dag 🚌', 0, 9, 'codeur2', '', '', NULL, NULL),
 (3, 1, 1, 'Hij', 12, 15, 'codeur2', '', '', NULL, NULL), (4, 1, 1, 'weg', 3, 6, 'codeur2', '', '', NULL, NULL), (5, 9, 1, 'dag', 4, 7, 'codeur1', '', '', NULL, NULL),
 (6, 1, 2, 'x', 0, 1, 'codeur1', '', '', NULL, NULL);
INSERT INTO annotation VALUES (1, 1, 4, 7, 'welke dag?', 'codeur2', '');
INSERT INTO cases VALUES (1, 'Familie A', 'twee gesprekken', 'codeur1', ''), (2, 'Familie B', '', 'codeur1', '');
INSERT INTO case_text VALUES (1, 1, 1, 0, 25, 'codeur1', '', ''), (2, 2, 1, 0, 10, 'codeur1', '', ''), (3, 2, 2, 0, 0, 'codeur1', '', '');
INSERT INTO attribute_type VALUES ('plaats', '', 'codeur1', '', 'case', 'character'), ('uren', '', 'codeur1', '', 'file', 'numeric');
INSERT INTO attribute VALUES (1, 'plaats', 'case', 'Utrecht', 1, '', ''), (2, 'plaats', 'case', 'Zeist', 2, '', ''), (3, 'uren', 'file', '4', 1, '', ''), (4, 'datum', 'file', '', 2, '', ''), (5, 'uren', 'file', '7', 2, '', '');
INSERT INTO code_image VALUES (1, 2, 0, 0, 9, 9, 1, '', '', 'codeur1', 0), (2, 2, 0, 0, 9, 9, 2, '', '', 'codeur1', 0);
INSERT INTO journal VALUES (1, 'Dag 1', 'Begonnen.', '', 'codeur1');
`

// read reads a database that must be sound.
func read(t testing.TB, data []byte) (*coding.Corpus, coding.Transfer, instruments.Problems) {
	t.Helper()
	c, transfer, problems := Read("project.db", bytes.NewReader(data), int64(len(data)), instruments.Dutch)
	if err := problems.Err(); err != nil {
		t.Fatal(problems.In(instruments.Dutch))
	}
	return c, transfer, problems
}
