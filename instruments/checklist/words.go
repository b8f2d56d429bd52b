package checklist

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"meerzicht/instruments"
)

// field is what a column or a header line of a form holds.
type field string

// The fields that forms and tables have. Columns "according to" a respondent
// type are "by:<type>", header lines naming respondents of a type "of:<type>".
const (
	fRespondent field = "respondent"
	fCoder      field = "coder"
	fDate       field = "date"
	fTrajectory field = "trajectory"
	fDyad       field = "dyad"
	fCode       field = "code"
	fActivity   field = "activity"
	fState      field = "state"
	fRemark     field = "remark"
	fItem       field = "item"
	fAnswer     field = "answer"
	fIndicator  field = "indicator"
	fQuestion   field = "question"
	fValue      field = "value"
	fSource     field = "source"
	fQuotation  field = "quotation"
	fProject    field = "project"
	fRole       field = "role"
	fConsent    field = "consent"
	fStart      field = "start"
	fTicks      field = "ticks"
	fTicked     field = "ticked"
	fBy         field = "by:"
	fOf         field = "of:"
)

// title is how a field is headed on our own forms.
func (f field) title() instruments.Text {
	switch f {
	case fRespondent:
		return instruments.Same("Respondent")
	case fCoder:
		return instruments.Text{NL: "Codeur", EN: "Coder"}
	case fDate:
		return instruments.Text{NL: "Datum", EN: "Date"}
	case fTrajectory:
		return instruments.Text{NL: "Traject", EN: "Trajectory"}
	case fDyad:
		return instruments.Text{NL: "Dyade", EN: "Dyad"}
	case fCode:
		return instruments.Same("Code")
	case fActivity:
		return instruments.Text{NL: "Activiteit", EN: "Activity"}
	case fState:
		return instruments.Text{NL: "Toestand", EN: "State"}
	case fRemark:
		return instruments.Text{NL: "Opmerking", EN: "Remark"}
	case fIndicator:
		return instruments.Same("Indicator")
	case fQuestion:
		return instruments.Text{NL: "Vraag", EN: "Question"}
	case fValue:
		return instruments.Text{NL: "Waarde", EN: "Value"}
	case fSource:
		return instruments.Text{NL: "Bron", EN: "Source"}
	case fQuotation:
		return instruments.Text{NL: "Citaat", EN: "Quotation"}
	case fProject:
		return instruments.Same("Project")
	case fRole:
		return instruments.Text{NL: "Rol", EN: "Role"}
	case fConsent:
		return instruments.Text{NL: "Toestemming", EN: "Consent"}
	case fStart:
		return instruments.Text{NL: "Startcontact", EN: "Start contact"}
	}
	return instruments.Same(string(f))
}

// fieldWords are the headings by which a field is known besides its title.
func fieldWords() map[string]field {
	words := map[string]field{
		"respondentnummer": fRespondent, "respondent id": fRespondent, "trajecten": fTrajectory, "traject(en)": fTrajectory,
		"trajectories": fTrajectory, "trajectory(ies)": fTrajectory, "activity code": fCode, "activiteitcode": fCode,
		"toelichting": fRemark, "explanation": fRemark, "item": fItem, "antwoord": fAnswer, "answer": fAnswer,
		"ticks": fTicks, "activities": fTicked, "activiteiten": fTicked, "start_contact": fStart, "contact bij de start": fStart,
		"codeur/coder": fCoder,
	}
	for _, f := range []field{
		fRespondent, fCoder, fDate, fTrajectory, fDyad, fCode, fActivity, fState, fRemark, fIndicator,
		fQuestion, fValue, fSource, fQuotation, fProject, fRole, fConsent, fStart,
	} {
		words[fold(f.title().NL)], words[fold(f.title().EN)] = f, f
	}
	return words
}

// stateTitle is a state as the form shows it.
func stateTitle(s instruments.State) instruments.Text {
	switch s {
	case instruments.Mentioned:
		return instruments.Text{NL: "genoemd", EN: "mentioned"}
	case instruments.Denied:
		return instruments.Text{NL: "expliciet niet", EN: "explicitly not"}
	}
	return instruments.Text{NL: "niet besproken", EN: "not discussed"}
}

func states() []instruments.State {
	return []instruments.State{instruments.Mentioned, instruments.Denied, instruments.NotDiscussed}
}

// stateOf reads a state in either language; an empty cell is not discussed.
func stateOf(s string) (instruments.State, bool) {
	s = fold(s)
	for _, st := range states() {
		if t := stateTitle(st); s == t.NL || s == t.EN {
			return st, true
		}
	}
	return instruments.NotDiscussed, s == ""
}

// answerOf reads the answer of a yes-no-sometimes list.
func answerOf(s string) (instruments.State, bool) {
	switch fold(s) {
	case "ja", "yes", "soms", "sometimes":
		return instruments.Mentioned, true
	case "nee", "no":
		return instruments.Denied, true
	case "":
		return instruments.NotDiscussed, true
	}
	return "", false
}

// yesNo reads "ja", "nee" or nothing.
func yesNo(s string) (string, bool) {
	switch fold(s) {
	case "ja", "yes":
		return "ja", true
	case "nee", "no":
		return "nee", true
	case "":
		return "", true
	}
	return "", false
}

// choice is how a value of an indicator is shown in a dropdown.
func choice(v instruments.IndicatorValue, lang instruments.Lang) string {
	return string(v.ID) + " " + v.Label.In(lang)
}

// notObserved is the choice for an indicator nobody spoke about.
func notObserved() instruments.IndicatorValue {
	return instruments.IndicatorValue{ID: instruments.NotObserved, Label: instruments.Text{NL: "niet waargenomen", EN: "not observed"}}
}

// valueOf reads a value by id, by label or by dropdown text, in either language.
func valueOf(k instruments.Indicator, s string) (instruments.Value, bool) {
	s = fold(s)
	for _, v := range append([]instruments.IndicatorValue{notObserved()}, k.Values...) {
		for _, lang := range []instruments.Lang{instruments.Dutch, instruments.English} {
			if s == fold(string(v.ID)) || s == fold(v.Label.In(lang)) || s == fold(choice(v, lang)) {
				return v.ID, true
			}
		}
	}
	return instruments.NotObserved, s == ""
}

// fold makes a key for comparing headings and labels: composed letters, lower
// case, single blanks, one kind of hyphen.
func fold(s string) string {
	if plainKey(s) {
		return s
	}
	s = strings.Map(func(r rune) rune {
		switch r {
		case '–', '—', '‑', '‐', '−':
			return '-'
		}
		return unicode.ToLower(r)
	}, norm.NFC.String(s))
	return strings.Join(strings.Fields(s), " ")
}

// plainKey tells that folding would change nothing, which most cells are.
func plainKey(s string) bool {
	prev := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c >= 0x80 || c < ' ' || c >= 'A' && c <= 'Z' || c == ' ' && prev == ' ' {
			return false
		}
		prev = c
	}
	return prev != ' ' || s == ""
}

// validID tells whether s can be the id of a respondent or trajectory.
func validID(s string) bool {
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && (i == 0 || !strings.ContainsRune("._-", r)) {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

func unplainID(s string) (what, hint instruments.Text) {
	return instruments.Textf("%q is geen geldig nummer", "%q is not a valid id", instruments.Plain(s)),
		instruments.Text{NL: "gebruik letters, cijfers, punt, streepje of laag streepje, zonder spaties, zoals R01", EN: "use letters, digits, full stop, hyphen or underscore, without blanks, such as R01"}
}
