package workbench

import (
	"strings"

	"meerzicht/instruments"
)

// problems is the list that the command prints, with the page's own names for
// the command's options.
func (v *visit) problems(list instruments.Problems) []problemShown {
	out := []problemShown{}
	for _, p := range list {
		out = append(out, problemShown{What: forPage(v.pageWords(p.What.In(v.lang))), Where: forPage(p.Where(v.lang)), Hint: forPage(v.pageHint(p.Hint.In(v.lang))), Note: p.Note})
	}
	return out
}

// pageHint is a hint for who looks at the page. What asks for an option that is a
// choice on the page says where that is.
func (v *visit) pageHint(hint string) string {
	for _, k := range []struct {
		option string
		there  instruments.Text
	}{
		{"--column", instruments.Text{NL: "kies hieronder wat de kolom is, en controleer opnieuw", EN: "choose below what the column is, and check again"}},
		{"--accept-lost", instruments.Text{NL: "kijk hieronder welke, en vink aan dat ze mogen vervallen als dat zo moet; ongedaan maken brengt ze terug", EN: "see below which ones, and tick that they may go if it must be so; undo brings them back"}},
		{"--positions", instruments.Text{NL: "kies hieronder hoe het project posities telt, en controleer opnieuw", EN: "choose below how the project counts positions, and check again"}},
		{"--speaker", instruments.Text{NL: "kies hieronder de rol van elke spreker", EN: "choose the role of each speaker below"}},
	} {
		if !strings.Contains(hint, k.option) {
			continue
		}
		_, sample, found := strings.Cut(hint, "; ")
		if k.option == "--positions" && found { // what stands where, read so
			return k.there.In(v.lang) + "; " + sample
		}
		return k.there.In(v.lang)
	}
	return v.pageWords(hint)
}

// pageWords are words of the command with the page's names for its options.
func (v *visit) pageWords(s string) string {
	say := func(nl, en string) string { return instruments.Text{NL: nl, EN: en}.In(v.lang) }
	return strings.NewReplacer(
		"met --as", say("bij ‘Soort document’ met", "at ‘Kind of document’ with"),
		"with --as", say("bij ‘Soort document’ met", "at ‘Kind of document’ with"),
		"--as", say("‘Soort document’", "‘Kind of document’"),
		"--replace", say("‘Vervangen’", "‘Replace’"),
		"--coder NAAM", say("‘Codeur’", "‘Coder’"), "--coder NAME", say("‘Codeur’", "‘Coder’"),
		"--coder", say("‘Codeur’", "‘Coder’"),
	).Replace(s)
}
