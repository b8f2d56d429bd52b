package foreign

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"meerzicht/instruments"
)

// BenchmarkTaguette reads 100 pages of some 30 kB with 100 highlights each: bytes
// of the database a second.
func BenchmarkTaguette(b *testing.B) {
	page := strings.Repeat("<p>Hij is – zei hij – meegegaan naar de gemeente, en dat hielp.</p>\n", 450)
	var sql strings.Builder
	sql.WriteString(taguetteTables + "BEGIN; INSERT INTO projects VALUES (1, 'Proef', '', ''); INSERT INTO tags VALUES (1, 1, 'steun', '');")
	for i := range 100 {
		fmt.Fprintf(&sql, "INSERT INTO documents VALUES (%d, 'R%d', '', '', '', 1, '', '%s');", i, i, page)
		for j := range 100 {
			// A line is 65 bytes of text: 61 characters, two of which are dashes of three bytes.
			fmt.Fprintf(&sql, "INSERT INTO highlights VALUES (%d, %d, %d, %d, 'Hij is'); INSERT INTO highlight_tags VALUES (%d, 1);", i*100+j, i, j*65, j*65+6, i*100+j)
		}
	}
	bench(b, made(b, sql.String()+"COMMIT;"), 10000)
}

// BenchmarkQualCoder does the same for QualCoder.
func BenchmarkQualCoder(b *testing.B) {
	text := strings.Repeat("Hij is – zei hij – meegegaan naar de gemeente, en dat hielp.\n", 450)
	var sql strings.Builder
	sql.WriteString(qualcoderTables + "BEGIN; INSERT INTO code_name VALUES (1, 'Steun', '', NULL, '', '', '');")
	for i := range 100 {
		fmt.Fprintf(&sql, "INSERT INTO source (id, name, fulltext) VALUES (%d, 'R%d', '%s');", i, i, text)
		for j := range 100 {
			fmt.Fprintf(&sql, "INSERT INTO code_text VALUES (%d, 1, %d, 'Hij is', %d, %d, 'codeur1', '', '', NULL, 0);", i*100+j, i, j*61, j*61+6)
		}
	}
	bench(b, made(b, sql.String()+"COMMIT;"), 10000)
}

func bench(b *testing.B, data []byte, codings int) {
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		c, _, problems := Read("x", bytes.NewReader(data), int64(len(data)), instruments.Dutch)
		if problems.Err() != nil || len(c.Codings) != codings {
			b.Fatal(len(c.Codings), problems)
		}
	}
}
