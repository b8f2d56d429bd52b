// Package portable writes and reads a whole study as one JSON document: the
// state, not the log.
//
// Nobody should need Meerzicht to get at a study. So the document holds
// everything that a study is made of, texts included, in members that
// docs/whole-study.md describes one by one, one record on a line. It is written
// as it goes, in memory that does not grow with the study, and reading it gives
// the same corpus back. Reading believes nothing: texts are compared with their
// SHA-256, quotations with the text at their positions, and a member that this
// version does not know is a refusal, since leaving it out in silence would lose
// what it said.
//
//	_, err := portable.Write(file, corpus)
//	corpus, transfer, problems := portable.Read("studie.json", data)
//
// Limits: the event log, original files and the rejected suggestions stay in the
// study file; 512 MiB a document, 32 MiB a text, 2,000,000 records of a kind.
package portable

// Name and version of the format, as they stand at the head of a document.
const (
	Format  = "meerzicht-study"
	Version = 1
)

// Limits on what is read, so that a hostile file cannot take the machine.
const (
	maxFile     = 512 << 20 // bytes
	maxText     = 32 << 20  // bytes of one text
	maxRecords  = 2_000_000 // of one kind
	maxParts    = 2_000_000 // commas, braces and brackets of one record
	maxProblems = 1000      // that are listed
	maxLeft     = 100_000   // more, and the rest is not looked at
)
