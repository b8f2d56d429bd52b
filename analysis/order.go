package analysis

import (
	"cmp"
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// ordered is the corpus in the order its slices promise; one that keeps the
// promise costs only the look. So the same study gives the same table and the
// same order of ids, whoever put the slices together.
func ordered(c *coding.Corpus) *coding.Corpus {
	out := *c
	out.Respondents = sorted(c.Respondents, func(a, b *instruments.Respondent) int { return cmp.Compare(a.ID, b.ID) })
	out.Documents = sorted(c.Documents, func(a, b *instruments.Document) int { return cmp.Compare(a.ID, b.ID) })
	out.Fillings = sorted(c.Fillings, func(a, b *instruments.Filling) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Respondent, b.Respondent), cmp.Compare(a.Dyad.ID, b.Dyad.ID), cmp.Compare(a.Coder, b.Coder))
	})
	out.Codings = sorted(c.Codings, compareCodings)
	return &out
}

func compareCodings(a, b *coding.Coding) int {
	return cmp.Or(cmp.Compare(a.Document, b.Document), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End),
		cmp.Compare(a.Code, b.Code), cmp.Compare(a.Coder, b.Coder), cmp.Compare(a.ID, b.ID))
}

// sorted is the slice itself when it is in order, else a sorted copy.
func sorted[T any](s []T, compare func(a, b *T) int) []T {
	order, kept := make([]int, len(s)), true
	for i := range s {
		order[i] = i
		kept = kept && (i == 0 || compare(&s[i-1], &s[i]) <= 0)
	}
	if kept {
		return s
	}
	slices.SortStableFunc(order, func(i, j int) int { return compare(&s[i], &s[j]) })
	out := make([]T, len(s))
	for to, from := range order {
		out[to] = s[from]
	}
	return out
}
