// Package coding holds who marked what: the codebook, segments of documents,
// codings and their coders, memos, and the commands through which all of it
// changes.
//
// Three opinions shape it. A position counts Unicode code points over the
// canonical text, and a coding keeps its quotation, so that a coding is never
// shown on words it was not made on. Every change is one Command, a list of
// records before and after, whose inverse is the same list read backwards; a
// study is the replay of its commands. And a Corpus is plain slices: analysis
// and report work on it and never see where it came from.
//
//	book := coding.NewCodebook(set)
//	seg, err := coding.NewSegment(doc, 120, 164)
//	cmd, err := coding.AddCodings(view, coding.Coding{Segment: seg, Code: "act.A01", Coder: "coder1"})
//
// Limits: the package does not store anything (package study does) and counts
// nothing (package analysis does).
package coding
