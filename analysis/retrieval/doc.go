// Package retrieval brings quotations back: those of a code or of a combination
// of codes and conditions, and those behind a cell of a table.
//
// A quotation is a stretch of text: codings of the same stretch are one
// quotation that names them all. What is asked is a Query, written the way it
// is said, in English or Dutch:
//
//	q, err := retrieval.Parse(`under:act.D01 OVERLAPS waard.W1 AND role:professional`)
//	found, err := retrieval.Find(corpus, q, retrieval.ByDocument)
//
// Two opinions shape the language. AND is about the words, as an intersection
// is elsewhere: it gives the stretch that both codings cover. OVERLAPS and SAME
// TURN are about quotations: they give the quotations of the left side whole,
// and name what they met. And a number in a table is only as good as what it
// was counted from: Of lists everybody whom a cell counts, with the quotations
// and the ticks that put them there, also who was counted without a quotation.
//
//	for _, who := range retrieval.Of(corpus, table, "D01", "n", options) {
//		fmt.Println(who.ID, len(who.Quotations), len(who.Ticks))
//	}
//
// Limits: a query has at most 500 terms, and a combination that meets more than
// a million pairs of codings is refused. Nothing is searched in the text itself.
package retrieval
