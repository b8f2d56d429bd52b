package coding

import (
	"testing"

	"meerzicht/instruments"
)

func TestSetProgress(t *testing.T) {
	s := scene(t)
	p := Progress{Document: "R01", Coder: "ik", State: Done}
	cmd := do(t, s, func(v View) (Command, error) { return SetProgress(v, p) })
	if got, ok, err := Find[Progress](s, ProgressKind, "R01/ik"); err != nil || !ok || got != p {
		t.Errorf("stored %+v %v %v", got, ok, err)
	}
	if _, ok, _ := s.Record(CoderKind, "ik"); !ok {
		t.Error("the coder was not made")
	}
	p.State = ""
	do(t, s, func(v View) (Command, error) { return SetProgress(v, p) })
	if _, ok, _ := s.Record(ProgressKind, "R01/ik"); ok {
		t.Error("no longer done, but the record is there")
	}
	if err := s.Apply(cmd.Inverse()); err == nil {
		t.Error("taken back twice")
	}
}

func TestSetProgressRefuses(t *testing.T) {
	s := scene(t)
	for name, p := range map[string]Progress{
		"state":    {Document: "R01", Coder: "ik", State: "bijna"},
		"document": {Document: "R99", Coder: "ik", State: Done},
		"coder":    {Document: "R01", State: Done},
	} {
		cmd, err := SetProgress(s, p)
		refused(t, name, cmd, err)
	}
}

// leaving is a scene in which R01 is coded, noted, cited and finished.
func leaving(t *testing.T) (*State, Coding) {
	t.Helper()
	s := scene(t)
	c := add(t, s, Coding{Segment: span(t, "R01", 13, 18), Code: "act.A01", Coder: "ik", Memo: "let op"})
	add(t, s, Coding{Segment: span(t, "R02", 13, 18), Code: "act.A01", Coder: "ik"})
	for _, make := range []func(View) (Command, error){
		func(v View) (Command, error) {
			return SetMemo(v, Memo{Type: "analyse", Target: "coding/" + string(c.ID), Text: "x", Author: "ik"})
		},
		func(v View) (Command, error) {
			return SetMemo(v, Memo{Type: "analyse", Target: "document/R01", Text: "x", Author: "ik"})
		},
		func(v View) (Command, error) {
			return SetMemo(v, Memo{Type: "analyse", Target: "document/R02", Text: "x", Author: "ik"})
		},
		func(v View) (Command, error) {
			return RejectSuggestion(v, Decision{Segment: span(t, "R01", 0, 2), Code: "w", By: "ik"})
		},
		func(v View) (Command, error) {
			return SetProgress(v, Progress{Document: "R01", Coder: "ik", State: Done})
		},
		func(v View) (Command, error) {
			doc, _, err := Find[instruments.Document](v, DocumentKind, "R01")
			doc.Respondent, doc.Source = "R01", instruments.Source{Name: "R01.docx", SHA256: "ab", Size: 3}
			if err != nil {
				return Command{}, err
			}
			return PutDocument(v, doc, nil)
		},
		func(v View) (Command, error) {
			d := newDraft(v, "import.transcript")
			d.put(SourceKind, "ab", Source{Source: instruments.Source{Name: "R01.docx", SHA256: "ab", Size: 3}, As: "transcript"})
			return d.done()
		},
		func(v View) (Command, error) {
			return PutFilling(v, instruments.Filling{
				ID: "f", Kind: instruments.IndicatorFilling, Coder: "ik", Dyad: instruments.Dyad{ID: "T01/V", Trajectory: "T01"},
				Ratings: []instruments.Rating{{Indicator: "K1", Value: "2", Evidence: []instruments.Evidence{
					{Respondent: "R01", Value: "2", Quotation: "van de een"}, {Respondent: "R02", Value: "1", Quotation: "van de ander"},
				}}},
			})
		},
	} {
		do(t, s, make)
	}
	return s, c
}

func TestRemoveDocument(t *testing.T) {
	s, c := leaving(t)
	before := s.Len()
	cmd := do(t, s, func(v View) (Command, error) { return RemoveDocument(v, "R01", "toestemming ingetrokken") })
	for _, gone := range [][2]string{
		{string(DocumentKind), "R01"},
		{string(CodingKind), string(c.ID)},
		{string(MemoKind), "coding/" + string(c.ID) + "/ik"},
		{string(MemoKind), "document/R01/ik"},
		{string(ProgressKind), "R01/ik"},
		{string(SourceKind), "ab"},
	} {
		if _, ok, _ := s.Record(Kind(gone[0]), gone[1]); ok {
			t.Errorf("%s %s is still there", gone[0], gone[1])
		}
	}
	if left, _ := All[Decision](s, DecisionKind); len(left) != 0 {
		t.Errorf("rejected suggestions left: %v", left)
	}
	for _, stays := range [][2]string{{string(DocumentKind), "R02"}, {string(MemoKind), "document/R02/ik"}, {string(MemoKind), "m1"}, {string(RespondentKind), "R01"}} {
		if _, ok, _ := s.Record(Kind(stays[0]), stays[1]); !ok {
			t.Errorf("%s %s went along", stays[0], stays[1])
		}
	}
	f, _, _ := Find[instruments.Filling](s, FillingKind, "f")
	if e := f.Ratings[0].Evidence; e[0].Quotation != "" || e[0].Value != "2" || e[1].Quotation != "van de ander" {
		t.Errorf("evidence is now %+v", e)
	}
	if cmd.Reason != "toestemming ingetrokken" || cmd.Type != "document.remove" {
		t.Errorf("command %s, reason %q", cmd.Type, cmd.Reason)
	}
	if err := s.Apply(cmd.Inverse()); err != nil || s.Len() != before {
		t.Errorf("after undo %d records, want %d (%v)", s.Len(), before, err)
	}
	none, err := RemoveDocument(s, "R99", "")
	refused(t, "unknown document", none, err)
}

// textState knows the text of R01, as a study does.
type textState struct{ *State }

func (s textState) Segmenter(id instruments.DocumentID) (Segmenter, bool, error) {
	return NewSegmenter(textDocument(string(id), "wij gaan van de een naar huis")), true, nil
}

// A respondent with a second interview keeps the quotations from that one.
func TestRemoveOneOfTwoDocuments(t *testing.T) {
	for name, want := range map[string]string{"van de een": "", "van gisteren": "van gisteren"} {
		s, _ := leaving(t)
		do(t, s, func(v View) (Command, error) {
			doc := *textDocument("R01-2", talk)
			doc.Respondent = "R01"
			return PutDocument(v, doc, nil)
		})
		do(t, s, func(v View) (Command, error) {
			f, _, err := Find[instruments.Filling](v, FillingKind, "f")
			if err != nil {
				return Command{}, err
			}
			f.Ratings[0].Evidence[0].Quotation = name
			return PutFilling(v, f)
		})
		do(t, s, func(View) (Command, error) { return RemoveDocument(textState{s}, "R01", "") })
		f, _, _ := Find[instruments.Filling](s, FillingKind, "f")
		if got := f.Ratings[0].Evidence[0].Quotation; got != want {
			t.Errorf("%q became %q, want %q", name, got, want)
		}
	}
}
