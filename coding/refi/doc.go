// Package refi exchanges studies with other programs for qualitative analysis
// in the REFI-QDA standard: whole projects (.qdpx) and codebooks (.qdc).
//
// Three opinions shape it. Programs count positions differently although the
// standard says code points, so the way of counting is found out from where the
// selections begin and end, and is always named; a selection that does not fit
// is lost with a reason and never shifted. Whatever is read or written is
// counted in a coding.Transfer, so that counts in are counts out. And what we
// write comes back as it was: every code, document, memo, group and person
// carries its id in its description, on a line that other programs keep.
//
//	corpus, transfer, problems := refi.Read("studie.qdpx", file, size, refi.ReadOptions{})
//	transfer, err := refi.Write(out, corpus, refi.WriteOptions{Program: "Meerzicht 0.3.0"})
//
// Limits: links, graphs, and selections in images, sound and pages are not read;
// the codings of a PDF, recording or image are read where the project holds a
// text for it. One language of each name is written. See docs/refi-qda.md.
package refi
