package form_test

import (
	"strings"
	"testing"

	"meerzicht/analysis/form"
	"meerzicht/coding"
	"meerzicht/instruments"
)

func evidence(who instruments.RespondentID, value instruments.Value) instruments.Evidence {
	return instruments.Evidence{Respondent: who, Value: value, Quotation: "woorden van " + string(who)}
}

// corpus has one trajectory with a volunteer V1, a professional P1 and a
// client C1, and one dyad whose ratings the test gives.
func corpus(fillings ...instruments.Filling) *coding.Corpus {
	set := &instruments.Set{
		List:  *studyList(),
		Types: []instruments.TypeInfo{{ID: instruments.Volunteer}, {ID: instruments.Professional}, {ID: instruments.Client}},
		Roles: []instruments.RoleInfo{{ID: "toezichthouder", Type: instruments.Professional, Dyad: "toezichth."}},
	}
	c := &coding.Corpus{Instruments: set, Fillings: fillings, Trajectories: []instruments.Trajectory{{ID: "T1", Project: "Noord"}}}
	for id, t := range map[instruments.RespondentID]instruments.RespondentType{"V1": instruments.Volunteer, "P1": instruments.Professional, "C1": instruments.Client} {
		c.Respondents = append(c.Respondents, instruments.Respondent{ID: id, Type: t, Project: "Noord", Trajectories: []instruments.TrajectoryID{"T1"}})
		c.Documents = append(c.Documents, instruments.Document{ID: instruments.DocumentID(id), Kind: instruments.Interview, Respondent: id})
	}
	return c
}

// filling rates K1 to K6 with value; each respondent says their own value of all.
func filling(coder, value string, says map[instruments.RespondentID]instruments.Value) instruments.Filling {
	f := instruments.Filling{Kind: instruments.IndicatorFilling, Coder: coder, Dyad: instruments.Dyad{ID: "T1/V–toezichth.", Trajectory: "T1", Role: "toezichthouder", Name: "V–toezichth."}}
	for _, r := range vector(strings.Repeat(value, 6)) {
		for _, who := range []instruments.RespondentID{"V1", "P1", "C1"} {
			if v, ok := says[who]; ok {
				r.Evidence = append(r.Evidence, evidence(who, v))
			}
		}
		f.Ratings = append(f.Ratings, r)
	}
	return f
}

type says = map[instruments.RespondentID]instruments.Value

func TestAllFlags(t *testing.T) {
	tests := []struct {
		name            string
		said            says
		one, difference bool
	}{
		{"volunteer alone", says{"V1": "2"}, true, false},
		{"both the same", says{"V1": "2", "P1": "2"}, false, false},
		{"both differ", says{"V1": "1", "P1": "2"}, false, true},
		{"the client is no party to it", says{"V1": "2", "C1": "1"}, false, false},
		{"nobody quoted", nil, false, false},
	}
	for _, tt := range tests {
		got := form.All(corpus(filling("coder1", "2", tt.said)))
		if len(got) != 1 || got[0].Class != "form2" || got[0].Project != "Noord" {
			t.Fatalf("%s: %+v", tt.name, got)
		}
		if f := got[0].Flags; f.OneSource != tt.one || f.PerspectiveDifference != tt.difference {
			t.Errorf("%s: one source %v, difference %v", tt.name, f.OneSource, f.PerspectiveDifference)
		}
	}
}

// A perspective with fewer than four indicators is insufficient and no party to
// a difference.
func TestInsufficientPerspectiveDoesNotCount(t *testing.T) {
	f := filling("coder1", "2", says{"V1": "1", "P1": "2"})
	for i := 3; i < len(f.Ratings); i++ {
		f.Ratings[i].Evidence = f.Ratings[i].Evidence[1:] // the volunteer speaks about three only
	}
	a := form.All(corpus(f))[0]
	if a.Flags.PerspectiveDifference {
		t.Error("three indicators made a perspective")
	}
	if len(a.Views) != 2 || a.Views[0].Class != form.Insufficient || a.Views[1].Class != "form2" {
		t.Errorf("views %+v", a.Views)
	}
}

func TestAllChoosesFilling(t *testing.T) {
	b, a := filling("coder2", "3", nil), filling("coder1", "2", nil)
	got := form.All(corpus(b, a))[0]
	if got.Class != "form2" || got.Coder != "coder1" || got.Note.IsZero() {
		t.Errorf("two coders: %s by %q, note %q", got.Class, got.Coder, got.Note.NL)
	}
	got = form.All(corpus(b, a, filling("consensus", "1", nil)))[0]
	if got.Class != "form1" || got.Coder != "consensus" || !got.Note.IsZero() {
		t.Errorf("consensus: %s by %q, note %q", got.Class, got.Coder, got.Note.NL)
	}
}

func TestAllCodingsAreEvidence(t *testing.T) {
	c := corpus(filling("coder1", "2", says{"V1": "2"}))
	code := func(id, doc, code, quote string, coder coding.CoderID, dyad instruments.DyadID) {
		c.Codings = append(c.Codings, coding.Coding{
			ID: coding.CodingID(id), Segment: coding.Segment{Document: instruments.DocumentID(doc), Quotation: quote},
			Code: coding.CodeID(code), Coder: coder, Dyad: dyad,
		})
	}
	for _, k := range []string{"K1", "K2", "K3", "K4"} {
		code("c"+k, "P1", "ind."+k+".3", "wij spreken elkaar niet", "coder1", "T1/V–toezichth.")
	}
	code("same", "V1", "ind.K1.2", "woorden van V1", "coder1", "T1/V–toezichth.")
	code("lex", "P1", "ind.K5.1", "samen", coding.LexiconCoder, "T1/V–toezichth.")
	code("other", "P1", "ind.K5.1", "samen", "coder1", "")
	code("alone", "P1", "ind.K2.1", "ja", "coder1", "T2/V–toezichth.")
	got := form.All(c)
	if len(got) != 2 || got[1].Dyad.Trajectory != "T2" || got[1].Dyad.Role != "toezichthouder" || got[1].Class != form.Insufficient {
		t.Fatalf("dyads: %+v", got)
	}
	a := got[0]
	if n := len(a.Reasons[0].Evidence); n != 2 {
		t.Errorf("K1 has %d pieces of evidence, want the volunteer's words once and the professional's", n)
	}
	if e := a.Reasons[0].Evidence[1]; e.Coding != "cK1" || e.Type != instruments.Professional || e.Value != "3" {
		t.Errorf("evidence %+v", e)
	}
	if n := len(a.Reasons[4].Evidence); n != 1 {
		t.Errorf("K5 took an accepted suggestion or a coding without dyad: %d", n)
	}
	if !a.Flags.PerspectiveDifference || a.Flags.OneSource || a.Class != "form2" {
		t.Errorf("class %s flags %+v", a.Class, a.Flags)
	}
}

func TestOverrideStandsBeside(t *testing.T) {
	c := corpus(filling("coder1", "2", nil))
	c.Overrides = []coding.Override{{Dyad: "T1/V–toezichth.", Class: "mixed 2/3", By: "coder2", Memo: "overleg"}}
	a := form.All(c)[0]
	eff, mixed := a.Effective(&c.Instruments.List)
	if a.Class != "form2" || eff != form.Mixed || len(mixed) != 2 || a.Override.By != "coder2" {
		t.Errorf("computed %s, effective %s %v", a.Class, eff, mixed)
	}
	c.Overrides[0].Class = "onzin"
	if eff, _ := form.All(c)[0].Effective(&c.Instruments.List); eff != "form2" {
		t.Errorf("an invalid override was followed: %s", eff)
	}
}

func TestReadVectorsProblems(t *testing.T) {
	header := "trajectory,dyad,K1,K2,K3,K4,K5,K6,K7,K8,K9,K10\n"
	tests := []struct {
		name, in, column string
		rows, line       int
		problems         int
	}{
		{"semicolons, mark, blanks", "\ufeff" + strings.ReplaceAll(header, ",", ";") + "T1;V;1;1; 1 ;;-;;;x;;\r\n", "", 1, 0, 0},
		{"two values nobody knows", header + "T1,V,1,9,1,1,1,1,1,2,1,1\nT2,V,1,1,1,1,1,1,1,1,1,1\n", "K2", 1, 2, 2},
		{"columns missing", "trajectory,dyad,K1\nT1,V,1\n", "", 0, 1, 1},
		{"a column twice", strings.Replace(header, "K10", "K10,k1", 1), "k1", 0, 1, 1},
		{"empty", "", "", 0, 0, 1},
		{"stray quote", header + "T1,\"V\" x,1\n", "", 0, 2, 1},
		{"no UTF-8", header + "T1,\xff,1,1,1,1,1,1,1,1,1,1\n", "", 0, 2, 1},
	}
	for _, tt := range tests {
		rows, problems := form.ReadVectors(strings.NewReader(tt.in), studyList())
		if len(rows) != tt.rows || len(problems) != tt.problems {
			t.Errorf("%s: %d rows, %v", tt.name, len(rows), problems)
			continue
		}
		if tt.problems > 0 && (problems[0].Line != tt.line || problems[0].Column != tt.column || problems[0].What.EN == "" || problems[0].What.NL == "") {
			t.Errorf("%s: %+v", tt.name, problems[0])
		}
	}
}

func TestReadVectorsTooLarge(t *testing.T) {
	in := strings.NewReader("trajectory,dyad,K1,K2,K3,K4,K5,K6,K7,K8,K9,K10\n" + strings.Repeat("x", form.MaxVectorBytes+10))
	if _, problems := form.ReadVectors(in, studyList()); len(problems) != 1 {
		t.Errorf("problems %v", problems)
	}
}

func FuzzReadVectors(f *testing.F) {
	f.Add("trajectory,dyad,K1,K2,K3,K4,K5,K6,K7,K8,K9,K10\nT1,V,1,1,1,1,1,1,1,x,-,\n")
	f.Add("\ufeffdyad;K1\n\"")
	l := studyList()
	f.Fuzz(func(t *testing.T, in string) {
		rows, _ := form.ReadVectors(strings.NewReader(in), l)
		for _, r := range rows {
			if len(r.Ratings) != len(l.Indicators) {
				t.Fatalf("row with %d ratings", len(r.Ratings))
			}
			form.Classify(l, r.Ratings)
		}
	})
}
