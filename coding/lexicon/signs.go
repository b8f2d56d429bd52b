package lexicon

import (
	"sort"
	"strings"

	"meerzicht/instruments"
)

// signPrefix starts the names of the lists that hold signs: what tells a denial,
// somebody else's deed or a plan from a mention. Unlike other lists they hold
// whole terms.
const signPrefix = "merk."

// signKind is what a sign says.
type signKind uint8

const (
	signNot         signKind = iota // niet: negates its clause, before and behind it
	signNone                        // geen: negates the words right behind it
	signYet                         // niet alleen: holds a negation that negates nothing
	signPlan                        // van plan: the clause is a plan or wish
	signOther                       // de toezichthouder: somebody else, when subject
	signOwn                         // ik, samen: the one the activity may be asked of
	signElse                        // mijn vrouw en ik: the speaker talks of another matter
	signTell                        // zag, hoorde: the speaker tells of it and does not do it
	signClause                      // maar, want: begins a clause
	signSubject                     // ik, we: a comma before it begins a clause
	signPreposition                 // met, naar: what follows is no subject
	signAgent                       // door, via: what follows did it
	signArticle                     // de, zijn: may stand between preposition and noun
	signCompany                     // met: who follows did it, when nobody else is named
	signThenNot                     // dat deden we niet: denies what went before
	signThenOther                   // dat deed de toezichthouder
	signThenPlan                    // daar kwam het niet van
	signKinds
)

// signNames are the list names behind signPrefix. The last two groups may end
// in a respondent type: "merk.eigen.client".
var signNames = [signKinds]string{
	signNot: "niet", signNone: "geen", signYet: "toch", signPlan: "plan", signOther: "ander", signOwn: "eigen",
	signElse: "elders", signTell: "zeggen", signClause: "bijzin", signSubject: "onderwerp", signPreposition: "voorzetsel", signAgent: "door", signCompany: "gezelschap",
	signArticle: "lidwoord", signThenNot: "vervolg-niet", signThenOther: "vervolg-ander", signThenPlan: "vervolg-plan",
}

// sign is a kind of sign and the respondent type in whose mouth it counts; ""
// is everybody's.
type sign struct {
	kind signKind
	who  instruments.RespondentType
}

// noSign is the sign of a pattern that belongs to a code.
var noSign = sign{kind: signKinds}

// signs compiles the lists of signs.
func (c *compiler) signs() {
	var names []string
	for name := range c.lex.Lists {
		if strings.HasPrefix(name, signPrefix) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	for _, name := range names {
		sg, ok := parseSign(strings.TrimPrefix(name, signPrefix))
		if !ok {
			c.problem("@"+name, instruments.Textf("er is geen soort merkteken %q", "there is no kind of sign %q", name),
				instruments.Textf("de soorten zijn: %s", "the kinds are: %s", strings.Join(signNames[:], ", ")))
			continue
		}
		for _, term := range c.lex.Lists[name] {
			for _, p := range c.read(term, "@"+name) {
				p.term, p.sign = -1, sg
				c.m.patterns = append(c.m.patterns, p)
			}
		}
	}
}

func parseSign(name string) (sign, bool) {
	base, who, _ := strings.Cut(name, ".")
	for k, n := range signNames {
		if n == base {
			return sign{signKind(k), instruments.RespondentType(who)}, true
		}
	}
	return noSign, false
}

// signHit is a sign found in the text.
type signHit struct {
	span
	kind signKind
}

// signsIn finds the signs among the words of a run that count in this mouth.
func (f *finder) signsIn(in span) []signHit {
	f.marks = f.marks[:0]
	for t := in.first; t <= in.last; t++ {
		for _, id := range f.entries[f.words[t].entry].signs {
			sg := f.m.patterns[id].sign
			if sg.who != "" && sg.who != f.who {
				continue
			}
			if h, ok := f.try(id, t, in); ok {
				f.marks = append(f.marks, signHit{h.span, sg.kind})
			}
		}
	}
	return f.marks
}
