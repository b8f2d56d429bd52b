package transcript

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"meerzicht/instruments"
)

const (
	maxLabel      = 40 // bytes of a speaker's label
	maxLabelWords = 4
)

// labelForm says how far the form of a label alone speaks for it.
type labelForm int

const (
	noLabel    labelForm = iota
	likeLabel            // could be a name: believed when the document supports it
	codeLabel            // a short code in capitals: PMA, V1
	knownLabel           // a word or abbreviation that transcripts use
	namedLabel           // the user says that it is one
)

// Words and abbreviations, without the number that may follow them.
var (
	asking = []string{
		"i", "int", "intv", "inv", "interviewer", "interviewster", "gl", "gespreksleider", "gespreksleidster", "onderzoeker",
		"onderzoekster", "moderator", "mod", "vragensteller", "facilitator",
	}
	answering = []string{
		"r", "resp", "respondent", "respondente", "geïnterviewde", "deelnemer", "deelneemster", "vrijwilliger", "vrijwilligster",
		"maatje", "professional", "toezichthouder", "reclasseringswerker", "reclasseringsmedewerker", "begeleider",
		"cliënt", "cliënte", "client", "coördinator", "cirkelcoördinator", "projectleider", "participant", "interviewee",
		"v", "p", "c",
	}
	neutral = []string{"spreker", "speaker", "persoon", "stem", "onbekend", "unknown"}
	// headings stand before a colon as often as a name does.
	headings = []string{
		"aanleiding", "aantekening", "adres", "afbeelding", "antwoord", "auteur", "bijlage", "bijvoorbeeld", "bron", "bronnen", "conclusie",
		"conclusies", "contact", "datum", "dat", "dus", "doel", "doelen", "duur", "e-mail", "email", "figuur", "foto", "gepubliceerd",
		"inhoud", "inleiding", "kortom", "locatie", "methode", "nadeel", "nadelen", "naam", "nb", "n.b", "noot", "notitie", "nu", "onderwerp",
		"opdrachtgever", "opmerking", "p.s", "plaats", "project", "ps", "respondentnummer", "resultaat", "resultaten", "samenvatting", "stap",
		"tabel", "tel", "telefoon", "thema", "tijd", "tip", "titel", "toelichting", "trefwoorden", "uitgever", "url", "voorbeeld",
		"voordeel", "voordelen", "vraag", "website", "date", "example", "note", "source", "time", "title", "topic",
	}
	particles = []string{"van", "de", "der", "den", "ten", "ter", "te", "het", "'t", "el", "von", "en"}
)

// forms remembers the form of the labels of one document.
type forms map[string]labelForm

func (f forms) of(label string) labelForm {
	form, ok := f[label]
	if !ok {
		form = formOf(label)
		if f != nil && len(f) < maxCandidates {
			f[label] = form
		}
	}
	return form
}

// formOf judges the form of what stands before a colon.
func formOf(label string) labelForm {
	stem := labelStem(label)
	switch {
	case slices.Contains(asking, stem), slices.Contains(answering, stem), slices.Contains(neutral, stem):
		return knownLabel
	case slices.Contains(headings, stem):
		return noLabel
	case together(label):
		return knownLabel
	case isCode(label):
		return codeLabel
	case isName(label):
		return likeLabel
	}
	return noLabel
}

// together is true for labels of several who speak at once: "R1+R2".
func together(label string) bool {
	voices := strings.FieldsFunc(label, isPlus)
	return len(voices) > 1 && !slices.ContainsFunc(voices, func(v string) bool { return formOf(strings.TrimSpace(v)) != knownLabel })
}

func isPlus(r rune) bool { return r == '+' || r == '&' || r == '/' }

// everybody names all who are there, and is a label beside others.
var everybody = []string{"allen", "beiden", "iedereen", "all", "both", "everyone"}

// labelStem is a label in lower case without its number and what stands behind it
// between brackets: "Respondent 2 (man)" → "respondent".
func labelStem(label string) string {
	if at := strings.Index(label, " ("); at > 0 && strings.HasSuffix(label, ")") {
		label = label[:at]
	}
	s := strings.TrimRightFunc(label, func(r rune) bool { return r >= '0' && r <= '9' })
	return strings.ToLower(strings.TrimRight(s, " .-_#"))
}

// isCode is true for one to four capitals and up to three digits.
func isCode(label string) bool {
	letters := strings.TrimRight(label, "0123456789")
	if len(letters) == 0 || len(letters) > 4 || len(label)-len(letters) > 3 {
		return false
	}
	return strings.IndexFunc(letters, func(r rune) bool { return r < 'A' || r > 'Z' }) < 0
}

// isName is true for one to four words that each begin with a capital or a
// digit, particles aside: "Jan de Vries", but not "Ik zei" or "Let op".
func isName(label string) bool {
	words := strings.Fields(label)
	if len(words) == 0 || len(words) > maxLabelWords {
		return false
	}
	for i, w := range words {
		first, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "(["))
		if i > 0 && (slices.Contains(particles, w) || unicode.IsDigit(first)) {
			continue
		}
		if !unicode.IsUpper(first) {
			return false
		}
	}
	return true
}

// roleOf proposes a role from the label alone.
func roleOf(label string) instruments.SpeakerRole {
	if voices := strings.FieldsFunc(label, isPlus); len(voices) > 1 {
		label = voices[0]
		if slices.ContainsFunc(voices, func(v string) bool { return roleOf(v) != roleOf(label) }) {
			return instruments.UnknownVoice
		}
	}
	stem := labelStem(strings.TrimSpace(label))
	switch {
	case slices.Contains(asking, stem), slices.Contains(questionWords, stem):
		return instruments.AsInterviewer
	case slices.Contains(answering, stem), slices.Contains(answerWords, stem):
		return instruments.AsRespondent
	}
	return instruments.UnknownVoice
}

// voice counts what one label says.
type voice struct {
	turns, questions int
}

// proposeSpeakers lists the labels in order of appearance with a proposed role.
// Where one label asks by its name, all others answer. Where none does and two
// voices speak, the one that asks in at least half of its turns, and twice as
// often as the other, is the interviewer, if it asks more than
// once or the other answers by its name. Else what the name says, or unknown.
// Positions of turns are bytes here.
func proposeSpeakers(text string, turns []instruments.Turn) []instruments.Speaker {
	voices := map[string]*voice{}
	var out []instruments.Speaker
	for _, t := range turns {
		if t.Speaker == "" {
			continue
		}
		v := voices[t.Speaker]
		if v == nil {
			v = &voice{}
			voices[t.Speaker] = v
			out = append(out, instruments.Speaker{Label: t.Speaker, Role: roleOf(t.Speaker)})
		}
		v.turns++
		if text[t.End-1] == '?' {
			v.questions++
		}
	}
	asks := slices.ContainsFunc(out, func(s instruments.Speaker) bool { return s.Role == instruments.AsInterviewer })
	for i := range out {
		s := &out[i]
		s.Turns = voices[s.Label].turns
		if asks && s.Role == instruments.UnknownVoice {
			s.Role = instruments.AsRespondent
		}
	}
	if !asks && len(out) == 2 {
		proposeByQuestions(out, voices)
	}
	return out
}

func proposeByQuestions(two []instruments.Speaker, voices map[string]*voice) {
	for i := range two {
		a, b := voices[two[i].Label], voices[two[1-i].Label]
		shareA := float64(a.questions) / float64(a.turns)
		shareB := float64(b.questions) / float64(b.turns)
		open := two[i].Role == instruments.UnknownVoice || askedAndAnswered(two[i].Label, two[1-i].Label)
		habit := a.questions >= 2 || two[1-i].Role == instruments.AsRespondent
		if open && habit && shareA >= 0.5 && shareA >= 2*shareB {
			two[i].Role, two[1-i].Role = instruments.AsInterviewer, instruments.AsRespondent
			return
		}
	}
}

// askedAndAnswered is true for V and A, which stand for vraag and antwoord where V
// asks; a volunteer is V too.
func askedAndAnswered(v, a string) bool { return labelStem(v) == "v" && labelStem(a) == "a" }
