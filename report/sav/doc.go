// Package sav writes SPSS system files (.sav), which SPSS, PSPP, R, Stata and
// Python read.
//
// Its opinion: one kind of file is enough. Every file is little-endian, in UTF-8
// and packed with byte codes, with everything a reader of today expects: long
// names, labels of variables and values, missing values, multiple response sets
// and strings of any length up to 32,767 bytes. What the format cannot hold whole
// is cut on a character (labels) or refused (values, names), never damaged.
//
//	f := sav.File{Product: "Meerzicht", Cases: 1, Variables: []sav.Variable{
//		{Name: "A01", Label: "samen ondernemen", Labels: []sav.Label{{Value: 1, Text: "genoemd"}}},
//	}}
//	err := f.Write(w, func(yield func([]any) bool) { yield([]any{1}) })
//
// Limits: it reads nothing, writes no dates and no weights, and a variable has
// labels in one language; a label in another language can go along as an
// attribute of the variable.
package sav
