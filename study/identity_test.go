package study

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
)

// consents is a respondent sheet that says who consents: "R01=nee".
func consents(t testing.TB, name string, says ...string) Input {
	t.Helper()
	var r checklist.Result
	for _, one := range says {
		id, consent, _ := strings.Cut(one, "=")
		r.Respondents = append(r.Respondents, instruments.Respondent{ID: instruments.RespondentID(id), Type: instruments.Client, Project: "P", Consent: consent})
	}
	return inputJSON(t, name, r)
}

// refused imports what must be refused and returns what stopped it, in Dutch.
func refused(t testing.TB, s *Study, opt ImportOptions, inputs ...Input) string {
	t.Helper()
	before, _ := s.Head(t.Context())
	_, err := s.Import(t.Context(), "x", inputs, opt)
	var all, stops instruments.Problems
	if !errors.As(err, &all) {
		t.Fatalf("error = %v, want problems", err)
	}
	for _, p := range all {
		if !p.Note {
			stops = append(stops, p)
		}
	}
	if after, _ := s.Head(t.Context()); after != before {
		t.Error("a refused import changed the study")
	}
	return stops.In(instruments.Dutch)
}

func documents(t testing.TB, s *Study) []string {
	t.Helper()
	var out []string
	for _, d := range mustCorpus(t, s).Documents {
		out = append(out, fmt.Sprintf("%s=%s %s", d.ID, d.Respondent, d.Source.Name))
	}
	return out
}

func TestNoInterviewWithoutConsent(t *testing.T) {
	s, _ := newStudy(t)
	people := consents(t, "mensen.xlsx", "R01=nee", "R02=ja", "R03=")
	got := refused(t, s, fakes(), people, input("R01.txt", talk), input("R02.txt", talk+"2"), input("R03.txt", talk+"3"))
	if want := "R01.txt: R01 gaf geen toestemming"; !strings.HasPrefix(got, want) || strings.Count(got, "toestemming;") != 1 || !strings.Contains(got, "tip: haal het bestand weg") {
		t.Errorf("sheet in the same import: %s", got)
	}
	mustImport(t, s, people, input("R02.txt", talk+"2"))
	if got := refused(t, s, fakes(), input("map/R01 deel 2.txt", talk)); !strings.HasPrefix(got, "map/R01 deel 2.txt: R01 gaf geen toestemming") {
		t.Errorf("sheet in the study: %s", got)
	}
	// What is no interview with R01 is no matter of R01's consent, and a
	// corrected sheet lets the interview in.
	opt := fakes()
	opt.As = instruments.Literature
	if _, err := s.Import(t.Context(), "x", []Input{input("R01 artikel.txt", talk+"a")}, opt); err != nil {
		t.Error(err)
	}
	mustImport(t, s, consents(t, "beter.xlsx", "R01=ja"), input("R01.txt", talk))
}

func TestConsentWithdrawnAfterTheInterview(t *testing.T) {
	s, _ := newStudy(t)
	mustImport(t, s, consents(t, "mensen.xlsx", "R01=ja", "R02=ja"), input("R01.txt", talk), input("R01 deel2.txt", talk+"2"))
	for _, replace := range []bool{false, true} {
		opt := fakes()
		opt.Replace = replace
		got := refused(t, s, opt, consents(t, "nieuw.xlsx", "R01=nee", "R02=nee"))
		if !strings.HasPrefix(got, "nieuw.xlsx: R01 gaf geen toestemming, maar het interview is al ingelezen (document R01, R01 deel2)") || strings.Contains(got, "R02") {
			t.Errorf("replace %v: %s", replace, got)
		}
	}
	mustImport(t, s, consents(t, "zonder.xlsx", "R02=nee"))
}

func TestSecondInterviewWithARespondent(t *testing.T) {
	for _, second := range []string{"R01 deel2.txt", "R01-2.docx", "vervolg R01.txt", "a/R01_b.txt"} {
		for name, inOne := range map[string]bool{"together": true, "later": false} {
			t.Run(name+" "+second, func(t *testing.T) {
				s, _ := newStudy(t)
				one, two := input("R01.txt", talk), input(second, talk+"Meer.\n")
				if inOne {
					mustImport(t, s, sheet(t, 1), two, one) // in either order the plain name is the first
				} else {
					mustImport(t, s, sheet(t, 1), one)
					mustImport(t, s, two)
				}
				want := []string{"R01=R01 R01.txt", stem(second) + "=R01 " + baseName(second)}
				got := documents(t, s)
				slices.Sort(want)
				slices.Sort(got)
				if !slices.Equal(got, want) {
					t.Errorf("documents %q, want %q", got, want)
				}
				mustImport(t, s, input("c.csv", codingsHeader+"R01,14,17,we ,act.A01,ik,\n"+stem(second)+",14,17,we ,act.A01,ik,\n"))
				mustVerify(t, s)
			})
		}
	}
}

// The plain name may also come last: it does not take another's place.
func TestFirstInterviewComesLater(t *testing.T) {
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 1), input("R01 deel2.txt", talk))
	mustImport(t, s, input("R01.txt", talk+"1"))
	if got, want := documents(t, s), []string{"R01=R01 R01 deel2.txt", "R01.txt=R01 R01.txt"}; !slices.Equal(got, want) {
		t.Errorf("documents %q, want %q", got, want)
	}
}

func TestSameNameIsTheSameInterview(t *testing.T) {
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 1), input("R01.txt", talk), input("R01 deel2.txt", talk+"2"))
	for name, from := range map[string]string{"x/R01.txt": "document R01, uit R01.txt,", "R01 deel2.txt": "document R01 deel2, uit R01 deel2.txt,", "R01.docx": "document R01, uit R01.txt,"} {
		changed := input(name, talk+"anders")
		if got := refused(t, s, fakes(), changed); !strings.HasPrefix(got, name+": er is al een "+from) || !strings.Contains(got, "--replace") {
			t.Errorf("%s: %s", name, got)
		}
		opt := fakes()
		opt.Replace, opt.DryRun = true, true
		if r, err := s.Import(t.Context(), "x", []Input{changed}, opt); err != nil || r.Documents != 1 {
			t.Errorf("%s replaced: %+v, %v", name, r, err)
		}
	}
	if got := refused(t, s, fakes(), input("a/R01 c.txt", talk+"a"), input("b/R01 c.txt", talk+"b")); !strings.HasPrefix(got, "b/R01 c.txt: er is al een document R01 c, uit R01 c.txt") {
		t.Errorf("two of one name in one import: %s", got)
	}
}

func TestUnknownRespondentInOtherCapitals(t *testing.T) {
	s, _ := newStudy(t)
	got := refused(t, s, fakes(), sheet(t, 1), list(t, "klein.xlsx", "r01", "ik", instruments.Mentioned), list(t, "vreemd.xlsx", "R09", "ik", instruments.Mentioned),
		inputJSON(t, "ind.xlsx", checklist.Result{Fillings: []instruments.Filling{{
			Kind: instruments.IndicatorFilling, Coder: "ik", Dyad: instruments.Dyad{ID: "t01/V–x", Trajectory: "t01"},
			Ratings: []instruments.Rating{{Indicator: "K1", Value: "1", Evidence: []instruments.Evidence{{Respondent: "r01", Value: "1"}}}},
		}}}))
	for _, want := range []string{
		"klein.xlsx: respondent \"r01\" is onbekend\n  tip: bedoelt u R01?", "vreemd.xlsx: respondent \"R09\" is onbekend\n  tip: lees eerst",
		"traject \"t01\" is onbekend\n  tip: bedoelt u T01?", "respondent \"r01\", is onbekend\n  tip: bedoelt u R01?",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}

// A mistake in the respondent sheet is told once, not again for every interview
// and list that has nobody to belong to because of it.
func TestRefusedSheetHasNoConsequences(t *testing.T) {
	bad := fakes()
	bad.Readers.List = func(name string, data []byte, set *instruments.Set) (checklist.Result, instruments.Problems) {
		r, problems := fakeList(name, data, set)
		if name == "mensen.xlsx" {
			problems = append(problems, instruments.Problem{File: name, Row: 2, What: instruments.Same("rol?")})
		}
		return r, problems
	}
	for name, people := range map[string]Input{"half read": consents(t, "mensen.xlsx", "R01=ja"), "not read": input("mensen.xlsx", "geen json")} {
		s, _ := newStudy(t)
		_, err := s.Import(t.Context(), "x", []Input{people, input("R01.txt", talk), input("gesprek.txt", talk+"2"), list(t, "l.xlsx", "R01", "ik", instruments.Mentioned)}, bad)
		var problems instruments.Problems
		if !errors.As(err, &problems) {
			t.Fatalf("%s: %v", name, err)
		}
		for _, p := range problems {
			if p.File != "mensen.xlsx" && (name == "half read" || p.Note) {
				t.Errorf("%s: a consequence is told: %s", name, p.In(instruments.Dutch))
			}
		}
	}
	s, _ := newStudy(t)
	opt := fakes()
	_, err := s.Import(t.Context(), "x", []Input{input("leeg.txt", ""), input("gesprek.txt", talk)}, opt)
	if text := instruments.Localized(err, instruments.Dutch); !strings.Contains(text, "zonder respondent") {
		t.Errorf("the note is gone although no sheet was refused: %s", text)
	}
}

// Notes count one as one.
func TestNotesInTheSingular(t *testing.T) {
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 1), input("R01.txt", talk), input("c.csv", codingsHeader+"R01,14,17,we ,act.A01,ik,\n"))
	report := mustImport(t, s, consents(t, "weer.xlsx", "R01=ja"), input("c2.csv", codingsHeader+"R01,14,17,we ,act.A01,ik,\n\n"))
	text := report.Notes.In(instruments.Dutch)
	for _, want := range []string{"weer.xlsx: 1 respondent die er al was, is bijgewerkt", "c2.csv: 1 codering was er al"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %s", want, text)
		}
	}
	for n, want := range map[int]string{1: "ook dit interview", 2: "dit en 1 ander interview hebben", 3: "dit en 2 andere interviews hebben"} {
		im := importer{inputs: make([]Input, 1), problems: make([]instruments.Problems, 1)}
		for range unlinkedNotes + n {
			im.unlinked(0)
		}
		if got := im.looseNote.What.NL; !strings.HasPrefix(got, want) {
			t.Errorf("%d more: %q, want %q", n, got, want)
		}
	}
}
