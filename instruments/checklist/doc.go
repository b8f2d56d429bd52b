// Package checklist reads filled lists and makes the blank forms they are
// filled in on: the activity checklist, the indicator list of a dyad, the
// respondent sheet (Excel workbooks), and printable topic lists (HTML).
//
// Its opinion: a form that came back is evidence, so nothing in it is guessed
// silently. Every row that cannot be understood is a Problem with sheet, row,
// column and what to do, and one problem refuses the whole file; what was read
// in a way worth knowing is a note. Files are recognised by what is in them,
// never by their name. Both languages are accepted, whatever the form's own.
//
//	result, problems := checklist.Read("R01.xlsx", data, set)
//	if err := problems.Err(); err != nil {
//		return err
//	}
//	fmt.Println(result.Fillings[0].Respondent)
//
// Limits: .xlsx and delimited text only (.xls, .ods and protected workbooks are
// refused with advice), at most 16 MiB unpacked, 100,000 rows and 300 columns a
// sheet. Formulas are read by their last calculated value. The format is
// written down in docs/checklist-format.md.
package checklist
