// Package pdf takes the text out of a PDF, page by page and line by line.
//
// A PDF holds marks on paper, not a text: which marks are a word, a line or a
// paragraph is guessed from where they stand. So what comes out is to be checked
// before it is coded, and nothing is thrown away here. The format is also the
// most dangerous of all that are read; Text runs in a process of its own, under
// limits of time and memory that the caller sets.
//
//	pages, err := pdf.Text(data)
//	if errors.Is(err, pdf.ErrScan) {
//		return err // paper that was photographed
//	}
//	fmt.Println(strings.Join(pages, "\f"))
//
// Limits: 2,000 pages, 64 MiB of unpacked page descriptions, 32 MiB of text; no
// LZW, no forms to fill in, no text in pictures; columns come in the order in
// which the file draws them. A damaged file may make the library underneath loop
// or exhaust the stack.
package pdf
