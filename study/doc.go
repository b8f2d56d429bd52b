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
//	receipt, err := s.DoRequest(ctx, "onderzoeker", request, func(v coding.View) ([]coding.Command, error) {
//		cmd, err := coding.AddCodings(v, c)
//		return []coding.Command{cmd}, err
//	})
//
// A request is done once, however often it is asked; changes that come at the
// same time share a transaction; whoever follows the log is woken by Changed and
// reads with Since.
//
// The file format is described in docs/study-file.md; a short Python script
// beside it checks the chain without this program.
//
// Limits: one process writes a study at a time (others may read); a study is
// read into memory as a coding.Corpus, or document by document; nothing is
// encrypted by this package.
package study
