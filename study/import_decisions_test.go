package study

import (
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// What was decided between coders goes with the words when a text is replaced,
// so that merging again does not bring the difference back.
func TestImportMovesDecisions(t *testing.T) {
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 1), input("R01.txt", "Samen naar de film. Toen koffie. En naar huis.\n"),
		input("c.csv", "document,start,end,quotation,code,coder,memo\nR01,20,31,Toen koffie,act.A02,anna,\nR01,36,45,naar huis,act.A01,bram,\n"))
	ctx := t.Context()
	act := func(make func(coding.View) (coding.Command, error)) {
		t.Helper()
		cmd, err := make(s.View(ctx))
		if err == nil {
			err = s.Do(ctx, "anna", cmd)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	act(func(v coding.View) (coding.Command, error) {
		return coding.OpenRound(v, coding.Round{Documents: []instruments.DocumentID{"R01"}, Coders: []coding.CoderID{"anna", "bram"}})
	})
	act(func(v coding.View) (coding.Command, error) { return coding.ReleaseRound(v, "1") })
	queue := func() coding.Settling {
		t.Helper()
		got, err := coding.SettlingOf(mustCorpus(t, s), "", "", "")
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	for _, d := range queue().Queue {
		act(func(v coding.View) (coding.Command, error) {
			return coding.Settle(v, coding.Verdict{Difference: d.ID, Keep: []coding.CoderID{"anna"}, By: "anna"})
		})
	}
	opt := fakes()
	opt.Replace = true
	msg := refused(t, s, opt, input("verbeterd/R01.txt", "Samen naar de grote film. Toen koffie. En weg.\n"))
	for _, want := range []string{"1 codering verloren", "1 beslissing over een verschil verloren", "--accept-lost"} {
		if !strings.Contains(msg, want) {
			t.Errorf("%q is not in %s", want, msg)
		}
	}
	opt.AcceptLost = true
	report, err := s.Import(ctx, "x", []Input{input("verbeterd/R01.txt", "Samen naar de grote film. Toen koffie. En weg.\n")}, opt)
	if err != nil {
		t.Fatal(err)
	}
	got := queue()
	if len(got.Queue) != 0 || len(got.Done) != 1 || got.Done[0].Start != 26 || got.Done[0].End != 37 || len(got.Changed) != 0 {
		t.Errorf("%+v", got)
	}
	if len(report.Notes) != 3 { // the text, bram's coding, and the decision about it
		t.Errorf("notes = %s", report.Notes.In(instruments.Dutch))
	}
	if said, want := report.Notes.In(instruments.Dutch), "beslissing verloren over een verschil in R01: act.A01 bij ‘naar huis’, tussen anna, bram; besloten was: wat anna had"; !strings.Contains(said, want) {
		t.Errorf("%q is not in %s", want, said)
	}
	if v := report.Files[0].Version; v.LostDecisions != 1 || !strings.HasSuffix(v.Text().EN, "; 1 decision lost") {
		t.Errorf("%+v", v)
	}
	mustVerify(t, s)
	if _, ok, err := s.Undo(ctx, "x"); !ok || err != nil || len(queue().Done) != 2 {
		t.Errorf("undo: %v %v", ok, err)
	}
}
