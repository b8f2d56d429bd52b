// Package study keeps a study in one SQLite file (.mz): a log of events and the
// state that follows from them.
//
// Three opinions shape it. What a function acknowledges is on the disk: one
// writer, a write-ahead log, synchronous=FULL. Nothing is ever overwritten:
// every change is one coding.Command, appended as one event whose hash covers
// the event before it, in the same transaction as the state; undo appends too.
// And a file that is not sound is refused before anything touches it: empty,
// foreign, truncated or newer files stay as they are, byte for byte.
//
//	s, err := study.Open(ctx, "studie.mz", study.Options{Actor: "onderzoeker"})
//	if err != nil {
//		return err
//	}
//	defer s.Close()
//	cmd, err := coding.AddCodings(s.View(ctx), c)
//	if err != nil {
//		return err
//	}
//	err = s.Do(ctx, "onderzoeker", cmd)
//
// The file format is described in docs/study-file.md; a short Python script
// beside it checks the chain without this program.
//
// Limits: one process writes a study at a time (others may read); a study is
// read into memory as a coding.Corpus; nothing is encrypted by this package.
package study
