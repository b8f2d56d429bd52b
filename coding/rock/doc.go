// Package rock reads and writes the Reproducible Open Coding Kit: plain text in
// which every line is an utterance, codes stand between double square brackets
// behind the words, and facts about cases and codes stand in fragments of YAML.
//
// A coding of ROCK is of a whole line. So a coding of ours on part of a turn is
// widened to the turn on the way out, and told as such; a coding on a turn comes
// back as it was. What is written says which document, coder and code it is of, so
// that a file of ours can be read back exactly; a file of anybody else is read by
// the rules of the standard, and of its marks only the codes become codings.
//
//	Spreker 1: ik ging mee naar de gemeente. [[meegaan]] [[steun>praktisch]]
//
// Limits: 64 MiB a file, 512 KiB a fragment of YAML. Networks of codes, anchors of
// streams, nesting and section breaks are counted, not kept.
package rock

// Limits on what is read, so that a hostile file cannot take the machine.
const (
	maxFile      = 64 << 20 // bytes
	maxFragment  = 512 << 10
	maxCodings   = 2_000_000
	maxFragments = 50_000
)
