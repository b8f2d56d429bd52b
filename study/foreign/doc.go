// Package foreign reads projects that other programs keep in an SQLite file:
// Taguette, and the data.qda of a QualCoder folder.
//
// A database is opened as it lies in memory: nothing is written, no copy is made,
// and only plain tables are read, with a bound on what they may give. The columns
// of these programs change from version to version, so what is there is read. A
// mark counts only where the words it was made on still stand; if they stand
// elsewhere it goes with them, else it is told as lost. What a project held and
// what of it came over always adds up (coding.Transfer).
//
//	corpus, transfer, problems := foreign.Read("project.sqlite3", file, size, instruments.Dutch)
//	if err := problems.Err(); err != nil {
//		return err
//	}
//
// Limits: 512 MiB a file, 32 MiB a text; marks in pictures, sound and film are
// counted, not read; passwords and mail addresses are never asked for.
package foreign

// Limits on what is read, so that a hostile file cannot take the machine.
const (
	maxFile   = 512 << 20 // bytes of a database
	maxText   = 32 << 20  // bytes of one value
	maxRows   = 1_000_000 // of one table
	maxSearch = 1 << 30   // bytes of text in which quotations are looked up
	heapLimit = 96 << 20  // bytes that SQLite may use
)
