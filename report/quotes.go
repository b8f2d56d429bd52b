package report

import (
	"unicode/utf8"

	"meerzicht/coding"
	"meerzicht/instruments"
)

const (
	quotedCodes = 3   // codes of a theme that get quotations
	quoteLength = 240 // code points of a quotation that are shown
)

// quotes adds quotations to the codes that were coded most, where they were
// asked for: only inside the team, at most one for each respondent type, with
// the role and nothing else about the speaker.
func (b *builder) quotes(rs []ranked) {
	if !b.opt.Quotes || b.opt.Audience != Intern {
		return
	}
	var out []instruments.Text
	for _, r := range rs[:min(quotedCodes, len(rs))] {
		said := map[instruments.RespondentType]bool{}
		for i := range b.c.Codings {
			k := &b.c.Codings[i]
			who, ok := b.speaker(k.Document)
			if string(k.Code) != r.key || k.Coder == coding.LexiconCoder || !ok || said[who.Type] || k.Quotation == "" {
				continue
			}
			said[who.Type] = true
			out = append(out, instruments.Textf("%s: “%s” (%s)", "%s: “%s” (%s)", r.label, shortened(k.Quotation), b.roleLabel(who.Role)))
		}
	}
	b.list(out...)
}

// speaker is the respondent of an interview.
func (b *builder) speaker(id instruments.DocumentID) (instruments.Respondent, bool) {
	d, ok := b.c.Document(id)
	if !ok || d.Kind != instruments.Interview {
		return instruments.Respondent{}, false
	}
	return b.c.Respondent(d.Respondent)
}

func (b *builder) roleLabel(role instruments.Role) instruments.Text {
	for _, r := range b.set.Roles {
		if r.ID == role {
			return r.Label
		}
	}
	return instruments.Same(string(role))
}

func shortened(s string) string {
	if utf8.RuneCountInString(s) <= quoteLength {
		return s
	}
	return string([]rune(s)[:quoteLength]) + " …"
}
