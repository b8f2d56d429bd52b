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
// A count is withheld only when a solution of all published sums with another
// count has been found for it, k times over: the audit rests on such witnesses,
// not on estimates of what an attacker can do. Where "<k" itself would tell too
// much – three projects below 5 that add to 11 are all 3 or 4 – one of them is
// marked as hidden instead, which costs the reader less than the sum.
//
// Limits: text is not its business, and it knows only the sums that tables
// declare (analysis.Sum), denominators in a base row, and cells that are the
// same figure. It does not hide how it chose. docs/disclosure.md says more.
package disclosure
