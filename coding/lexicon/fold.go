package lexicon

import (
	"strings"
	"unicode"
)

// fold brings a word to the form in which it is compared: lower case, composed
// accents (NFC, for the letters and marks Dutch uses), a straight apostrophe, and
// the written-out form of a few spoken reductions ("z'n" → "zijn").
func fold(word string) string {
	out := make([]rune, 0, len(word))
	for _, c := range word {
		switch {
		case c == '’' || c == '‘' || c == 'ʼ' || c == '`':
			c = '\''
		case c == '‑' || c == '‐': // non-breaking and true hyphen
			c = '-'
		case c == '\u00ad': // soft hyphen
			continue
		case isMark(c) && len(out) > 0:
			if full := compose(out[len(out)-1], c); full != 0 {
				out[len(out)-1] = full
				continue
			}
		default:
			c = unicode.ToLower(c)
		}
		out = append(out, c)
	}
	s := string(out)
	if full, ok := spoken(s); ok {
		return full
	}
	return s
}

func isMark(c rune) bool { return c >= 0x0300 && c <= 0x036f }

// compose joins a lower-case letter and a combining mark; 0 when the pair has
// no composed form that Dutch words use.
func compose(letter, mark rune) rune {
	marks := [...]rune{0x0300, 0x0301, 0x0302, 0x0308, 0x0303, 0x0327}
	for i, m := range marks {
		if m != mark {
			continue
		}
		for _, row := range [...]string{"aàáâäã-", "eèéêë--", "iìíîï--", "oòóôöõ-", "uùúûü--", "n----ñ-", "c-----ç"} {
			cells := []rune(row)
			if cells[0] == letter && cells[i+1] != '-' {
				return cells[i+1]
			}
		}
	}
	return 0
}

// spoken writes out the reductions that transcribers keep.
func spoken(s string) (string, bool) {
	switch s {
	case "z'n", "zn", "zun":
		return "zijn", true
	case "m'n", "mn":
		return "mijn", true
	case "d'r":
		return "haar", true
	case "'m":
		return "hem", true
	case "'t":
		return "het", true
	case "'n":
		return "een", true
	case "'k":
		return "ik", true
	case "effe", "effen", "ff", "eventjes":
		return "even", true
	case "één":
		return "een", true
	case "nie":
		return "niet", true
	case "ie", "-ie":
		return "hij", true
	case "da's":
		return "dat", true
	}
	return s, false
}

// keys are what a folded word is looked up by: its stem; for a hyphened word
// also its parts; the singular of plurals in -lden and -rden; and the stem
// without the -t of the third person, which the algorithm leaves on ("wandelt" →
// "wandel").
//
// Words in ge- are treated with care, since the stem takes ge- off nouns too:
// "gewoon" would meet "wonen". Their first key keeps the ge-; only what looks
// like a participle or plural (-d, -t, -en) has the bare key as well.
//
// Uninflected words are their own key: "als" and "langs" are no plurals.
func keys(word string) []string {
	if uninflected(word) {
		return []string{word}
	}
	if !strings.Contains(word, "-") {
		return wordKeys(nil, word)
	}
	parts := strings.Split(word, "-")
	out := wordKeys(nil, strings.Join(parts, ""))
	for _, p := range parts {
		if len(p) >= 3 {
			out = wordKeys(out, p)
		}
	}
	return out
}

func wordKeys(out []string, word string) []string {
	out = pluralKeys(stemKeys(out, word), word)
	if thirdPerson(word) {
		bare := word[:len(word)-1]
		if out = stemKeys(out, bare); out[len(out)-1] != bare { // "fietst": the stem of "fiets" is "fiet", of "fietsen" it is "fiets"
			out = append(out, bare)
		}
	}
	return out
}

// thirdPerson: the word may end in the -t of a verb.
func thirdPerson(word string) bool {
	n := len(word)
	return n >= 5 && word[n-1] == 't' && strings.IndexByte("bdgklmnprswvz", word[n-2]) >= 0
}

// pluralKeys adds the singular of plurals in -lden and -rden, which the algorithm
// takes for past tenses: "schulden" gives "schul".
func pluralKeys(out []string, word string) []string {
	if strings.HasSuffix(word, "lden") || strings.HasSuffix(word, "rden") {
		return stemKeys(out, strings.TrimSuffix(word, "en"))
	}
	return out
}

func stemKeys(out []string, word string) []string {
	s := Stem(word)
	if s == "" {
		return out
	}
	if !strings.HasPrefix(word, "ge") || strings.HasPrefix(s, "ge") {
		return append(out, s)
	}
	out = append(out, "ge"+s)
	if strings.HasSuffix(word, "d") || strings.HasSuffix(word, "t") || strings.HasSuffix(word, "en") {
		out = append(out, s)
	}
	return out
}

// uninflectedWords are words that no ending was ever put on: prepositions,
// conjunctions, adverbs, pronouns, numerals. Their stems would meet other words.
const uninflectedWords = " aan achter af al alle alleen alles als alsof altijd ander andere anders bij binnen boven buiten daar daarna daarom dan dat de deze die dit " +
	"door dus echt een eens eerst eerste elk elke en er erg even ergens gauw geen gewoon haar half hem hen het hier hij hoe hun iedereen iemand iets ik in " +
	"ineens ja jaren je jij jou jouw jullie juist keer langs later liever links maar me meer mee mensen met mij mijn min misschien na naar naast nee nergens net niemand niet niets " +
	"niks nog nooit nou nu of om omdat onder ons onze ook op opeens opnieuw over overal rechts samen sinds soms steeds straks tegen telkens terug tijd tijdens toch toe toen " +
	"tot tussen twee drie vier vijf zes zeven acht negen tien elf twaalf uit vaak van vanaf vandaag vast veel verder vlak voor vooral vroeger waar waarom wanneer want wat " +
	"we weer weg wel welke wie wij zelf zelfs ze zich zij zijn zo zoals zonder "

func uninflected(word string) bool {
	return len(word) <= 10 && strings.Contains(uninflectedWords, " "+word+" ")
}
