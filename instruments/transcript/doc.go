// Package transcript reads what people said: it turns the file of an interview
// or focus group into an instruments.Document with canonical text, turns and
// proposed speakers.
//
// A reader must lose no word in silence. So text that common readers drop
// (content controls, insertions, text boxes) is read, text that is left out on
// purpose (deletions, comments, headers) is counted, and a file that cannot be
// read whole is refused with advice. A label is believed only when the whole
// document supports it; text that merely looks like a label is left alone.
//
//	doc, problems := transcript.Read("R01.docx", data)
//	if err := problems.Err(); err != nil {
//		return err
//	}
//	for _, t := range doc.Turns {
//		fmt.Println(t.Speaker, t.Start, t.End)
//	}
//
// Limits: 64 MiB a file, 32 MiB of text; files without a password; PDF only
// through a function that reads it elsewhere, see Reader. Positions count code
// points. Who asks and who answers is proposed, and the researcher decides. ID,
// Kind and Respondent are the study's to fill.
package transcript
