// Package dataset turns a study into tables for statistics programs: a row for
// every respondent, answer, coding or document, and columns with names, labels
// and values that SPSS, R, Excel and Python read.
//
// Its opinion: what was not asked is not "no". An activity that did not come up
// in an interview is missing in the column of zeros and ones, and "niet
// besproken" in the column of states; a respondent without a list is missing in
// both. Names of columns are the same in every language; only labels follow it.
//
//	d, err := dataset.Of(corpus, dataset.Wide, dataset.Options{})
//	if err != nil {
//		return err
//	}
//	err = dataset.WriteSAV(w, d, instruments.Dutch)
//
// Limits: rows are about persons, so these tables are for inside the team. No
// words of an interview stand in them, but in the quotations of Codings. The
// corpus is counted as it is: whoever wants one layer chooses it before
// (analysis.InLayer).
package dataset
