package agreement

import (
	"strconv"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// Unit is what the work of coders is compared on. The figures of one unit say
// nothing about another: the smaller the unit, the more of it nobody coded.
type Unit string

// The units.
const (
	Document  Unit = "document"  // was the code used in the document?
	Turn      Unit = "turn"      // beurt: does a coding of the code overlap the turn?
	Segment   Unit = "segment"   // fragment: did the other code about the same stretch with the code?
	Character Unit = "character" // teken: is the character coded with the code?
	Checklist Unit = "checklist" // respondent × activity: genoemd, expliciet niet, niet besproken
	Indicator Unit = "indicator" // dyad × indicator: the value
)

// Units lists the units, from what is coarse to what is fine, lists last.
func Units() []Unit { return []Unit{Document, Turn, Segment, Character, Checklist, Indicator} }

// Label is the unit's plural.
func (u Unit) Label() instruments.Text {
	switch u {
	case Document:
		return instruments.Text{NL: "documenten", EN: "documents"}
	case Turn:
		return instruments.Text{NL: "beurten", EN: "turns"}
	case Segment:
		return instruments.Text{NL: "fragmenten", EN: "segments"}
	case Character:
		return instruments.Text{NL: "tekens", EN: "characters"}
	case Checklist:
		return instruments.Text{NL: "antwoorden op de checklist", EN: "answers on the checklist"}
	case Indicator:
		return instruments.Text{NL: "waarden van indicatoren", EN: "values of indicators"}
	}
	return instruments.Same(string(u))
}

// list is the kind of list a unit is about; false for codings of text.
func (u Unit) list() (instruments.FillingKind, bool) {
	switch u {
	case Checklist:
		return instruments.ActivityFilling, true
	case Indicator:
		return instruments.IndicatorFilling, true
	}
	return "", false
}

// subject is what a filled list is about: the respondent, or the dyad.
func subject(f *instruments.Filling) string {
	if f.Kind == instruments.ActivityFilling {
		return string(f.Respondent)
	}
	return string(f.Dyad.ID)
}

// rule says what counts as one unit, what agreement on it is, and what becomes
// of text that nobody coded.
func rule(s Settings) instruments.Text {
	switch s.Unit {
	case Document:
		if s.Frequency {
			return instruments.Text{
				NL: "Eenheid: document. Geteld is hoe vaak een codeur de code in het document gebruikte; codering die op elkaar aansluit is er één. Nooit gebruikt telt als 0.",
				EN: "Unit: document. Counted is how often a coder used the code in the document; codings that touch are one. Never used counts as 0.",
			}
		}
		return instruments.Text{
			NL: "Eenheid: document. Per code: komt hij bij de codeur in het document voor of niet. Een code die geen van de codeurs in een document gebruikte, telt daar als overeenstemming op \"niet\".",
			EN: "Unit: document. For each code: did the coder use it in the document or not. A code that none of the coders used in a document counts there as agreement on \"not\".",
		}
	case Turn:
		return instruments.Text{
			NL: "Eenheid: beurt. Een code geldt voor elke beurt waarvan een codering minstens één teken raakt. Een beurt die niemand codeerde telt als overeenstemming op \"geen code\".",
			EN: "Unit: turn. A code holds for every turn of which a coding touches at least one character. A turn that nobody coded counts as agreement on \"no code\".",
		}
	case Segment:
		return instruments.Textf(
			"Eenheid: fragment. Twee fragmenten passen bij elkaar als zij dezelfde code hebben en hun doorsnede minstens %s van hun vereniging is (drempel); elk fragment past bij hoogstens één ander. Aansluitende fragmenten van één codeur en code zijn er één. Tekst die niemand codeerde telt niet mee, en een kanscorrectie bestaat hier dus niet.",
			"Unit: segment. Two segments match when they have the same code and their intersection is at least %s of their union (threshold); each segment matches at most one other. Touching segments of one coder and code are one. Text that nobody coded does not count, so there is no correction for chance here.",
			decimals(s.threshold()))
	case Character:
		return instruments.Text{
			NL: "Eenheid: teken. Per code: valt het teken in een fragment van de codeur of niet; fragmenten van één codeur en code zijn eerst verenigd. Tekst die niemand codeerde telt als overeenstemming op \"niet\".",
			EN: "Unit: character. For each code: does the character lie in a segment of the coder or not; segments of one coder and code are united first. Text that nobody coded counts as agreement on \"not\".",
		}
	case Checklist:
		return instruments.Text{
			NL: "Eenheid: respondent × activiteit, met drie standen (genoemd, expliciet niet, niet besproken). Een activiteit zonder antwoord op een ingevulde lijst telt als niet besproken. De 2×2-tabel en de cijfers erbij tellen genoemd tegenover de rest.",
			EN: "Unit: respondent × activity, with three states (named, explicitly not, not discussed). An activity without an answer on a filled list counts as not discussed. The 2×2 table and the figures beside it count named against the rest.",
		}
	}
	return instruments.Text{
		NL: "Eenheid: dyade × indicator, nominaal; \"niet waargenomen\" is een waarde als elke andere.",
		EN: "Unit: dyad × indicator, nominal; \"not observed\" is a value like any other.",
	}
}

// missing says what became of what not every coder worked on.
func missing(s Settings, r coding.Round) instruments.Text {
	if _, list := s.Unit.list(); list {
		return instruments.Text{
			NL: "Een lijst die maar één van de codeurs invulde, is niet vergeleken.",
			EN: "A list that only one of the coders filled is not compared.",
		}
	}
	if r.Released {
		return instruments.Textf(
			"Alle documenten van ronde %s zijn vergeleken; wie in een document niets codeerde, geldt als iemand die er niets in vond.",
			"All documents of round %s are compared; who coded nothing in a document counts as somebody who found nothing in it.", instruments.Plain(r.ID))
	}
	return instruments.Text{
		NL: "Een document waaraan maar één van de codeurs werkte (een codering, of \"klaar\"), is niet vergeleken; bij drie of meer codeurs tellen per document zij die eraan werkten.",
		EN: "A document that only one of the coders worked on (a coding, or \"done\") is not compared; with three or more coders those count who worked on it.",
	}
}

// decimals prints a fraction as short as it can be, with the decimal mark of the
// language.
func decimals(x float64) instruments.Text {
	return instruments.Textf("%s", "%s", shortNumber(x))
}

type shortNumber float64

// In is the number in a language.
func (n shortNumber) In(lang instruments.Lang) string {
	s := strconv.FormatFloat(float64(n), 'g', -1, 64)
	if lang == instruments.Dutch {
		return strings.Replace(s, ".", ",", 1)
	}
	return s
}
