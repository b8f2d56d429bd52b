// Package lexicon finds places in Dutch interviews where a code of the codebook
// is probably spoken of, by dictionary rules over stemmed words, and proposes
// them to the coder.
//
// A rule is a list of terms in a small language:
//
//	wandelen          the word in all its forms, by Kraaij–Pohlmann stem
//	=bel  wandel*  *club  *tel*      just this form; starts, ends, holds
//	op tijd           words side by side
//	ging .. mee       within 8 words, in either order; ..5 within 5; ..> in this order
//	(koffie|een kop thee)   one of these
//	@familie          one of a named list
//	bellen !politie   but not with that within 8 words
//
// Three opinions shape the package. A hit is a suggestion, and it shows its
// surface form and the rule that made it, since a stem never decides silently.
// Who did it, whether it happened and whether it was only planned is read from
// signs in the clause, which are lists of terms too, and depends on who speaks:
// "ik" is the volunteer in a volunteer's mouth and somebody else in a
// professional's. And quality is measured on whole interviews that were not
// looked at.
//
//	m, err := lexicon.Compile(set.Lexicon)
//	if err != nil {
//		return err
//	}
//	for _, s := range m.FindAs(&doc, instruments.Volunteer) {
//		if !s.Marked() {
//			fmt.Println(s.Code, s.Quotation, s.Rule)
//		}
//	}
//
// Limits: there is no grammar beyond clauses and subjects, no memory of what "he"
// or "that" refers to over more than a sentence, and no irony. Figures of
// precision and recall stand in docs/lexicon.md.
package lexicon
