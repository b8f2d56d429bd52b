// Package checklist reads filled lists and makes the blank forms they are
// filled in on: the activity checklist, the indicator list of a dyad, the
// respondent sheet (Excel workbooks), printable topic lists (HTML), and an XLSForm
// for KoboToolbox and ODK. Exports of survey programs are read as filled lists.
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
// refused with advice), at most 16 MiB unpacked, 100,000 rows and 2,000
// columns a sheet, and 4,000,000 cells. Formulas are read by their last calculated value. The format is
// written down in docs/checklist-format.md, that of surveys in docs/surveys.md.
package checklist
