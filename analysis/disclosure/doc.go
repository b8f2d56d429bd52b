// Package disclosure withholds what a published table must not tell about a few
// people: counts below a threshold k, their shares and intervals, and as many
// further counts as are needed so that margins give nothing back.
//
// It counts persons and collaborations, never segments. A small cell becomes
// "<k"; a cell hidden for the sake of another says nothing about its size. The
// result is audited: somebody who has every published figure and knows these
// rules keeps, for each withheld count, an interval of at least k values.
//
//	safe, audit := disclosure.Protect(tables, 5)
//
// Limits: text cells are not its business, and it knows only the sums that
// tables declare (analysis.Sum) and cells that are the same figure.
package disclosure
