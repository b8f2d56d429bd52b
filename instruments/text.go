package instruments

import "fmt"

// Lang is a language of the interface and the reports: Dutch or English.
type Lang string

// The languages Meerzicht speaks. Dutch is the default everywhere.
const (
	Dutch   Lang = "nl"
	English Lang = "en"
)

// ParseLang reads "nl" or "en", alone or as the start of a locale such as
// "nl_NL.UTF-8". The second result is false for anything else.
func ParseLang(s string) (Lang, bool) {
	if len(s) >= 2 && (len(s) == 2 || s[2] == '_' || s[2] == '-' || s[2] == '.') {
		switch l := Lang(s[:2]); l {
		case Dutch, English:
			return l, true
		}
	}
	return Dutch, false
}

// Text is one wording in both languages. An empty English text falls back to
// the Dutch one, since instruments are often written in Dutch only.
type Text struct {
	NL string `json:"nl,omitempty" yaml:"nl"`
	EN string `json:"en,omitempty" yaml:"en"`
}

// Textf formats both wordings with the same arguments. Arguments that are Text
// or hold one (see Localizer) are put in the language of each wording.
func Textf(nl, en string, args ...any) Text {
	return Text{NL: fmt.Sprintf(nl, localized(args, Dutch)...), EN: fmt.Sprintf(en, localized(args, English)...)}
}

// Same is the Text that reads alike in both languages: a name, an id, a file.
func Same(s string) Text { return Text{NL: s, EN: s} }

// In returns the wording in lang, falling back to the other language.
func (t Text) In(lang Lang) string {
	if lang == English && t.EN != "" || t.NL == "" {
		return t.EN
	}
	return t.NL
}

// IsZero reports whether neither wording is set.
func (t Text) IsZero() bool { return t.NL == "" && t.EN == "" }

// Localizer is anything that can say itself in a language: a Text, an Error, a
// Problem.
type Localizer interface{ In(Lang) string }

func localized(args []any, lang Lang) []any {
	out := make([]any, len(args))
	for i, a := range args {
		out[i] = a
		if l, ok := a.(Localizer); ok {
			out[i] = l.In(lang)
		}
	}
	return out
}
