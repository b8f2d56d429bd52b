// Package archive writes a study as a folder that a repository can keep: texts,
// codebook, codings, lists, instruments, data files, the log, and a description
// that people (README) and catalogues (DDI-Codebook 2.5) read.
//
// Its opinion: what must last stands in plain files. Everything is there as text,
// CSV or XML beside the formats of programs, every file has its SHA-256 in
// SHA256SUMS, and the README says in Dutch and English what each file is. The same
// study gives the same bytes. A folder is whole or not there at all.
//
//	names, err := archive.Write(ctx, "archief", archive.Parts{Corpus: corpus, Lang: instruments.Dutch})
//
// Limits: pseudonyms stay as they are, and names that somebody says in an
// interview stand in its text. Who archives for others than the team leaves the
// texts out (Parts.WithoutTexts) or reads them first. Original files, such as the
// Word files of transcripts, are not in it; their checksums are.
package archive
