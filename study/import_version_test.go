package study

import (
	"fmt"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// What becomes of every coding is known before anything is stored, and in the
// report afterwards; nothing is lost that nobody gave up.
func TestImportVersionReport(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 1), input("R01.txt", "Samen naar de film. Toen lauwe koffie gedronken. En naar huis. Klaar.\n"),
		input("c.csv", codingsHeader+"R01,0,5,Samen,act.A01,ik,\nR01,20,47,Toen lauwe koffie gedronken,act.A02,ik,\nR01,52,61,naar huis,waard.W1,jij,\nR01,63,68,Klaar,waard.W1,jij,\n"))
	corrected := input("R01.txt", "Samen naar de film. Toen gauw koffie gedronken. En weg. Klaar.\n")
	opt := replacing()
	opt.DryRun = true
	head := headOf(t, s)
	dry := importAs(t, s, opt, corrected)
	v := dry.Files[0].Version
	if v == nil || headOf(t, s) != head {
		t.Fatal("no report, or something was stored")
	}
	if got, want := v.Text().NL, "1 ongewijzigd, 1 opgeschoven, 0 verplaatst, 1 veranderd, 1 verloren"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	var said []string
	for _, c := range v.Codings {
		said = append(said, fmt.Sprintf("%s %s %s %d %q %q", c.Outcome, c.Code, c.Coder, c.Start, c.Before, c.After))
	}
	want := []string{
		`kept act.A01 ik 0 "Samen" "Samen"`,
		`changed act.A02 ik 20 "Toen lauwe koffie gedronken" "Toen gauw koffie gedronken"`,
		`lost waard.W1 jij 52 "naar huis" ""`,
		`shifted waard.W1 jij 56 "Klaar" "Klaar"`,
	}
	if strings.Join(said, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s\nwant\n%s", strings.Join(said, "\n"), strings.Join(want, "\n"))
	}
	msg := refused(t, s, replacing(), corrected)
	if !strings.Contains(msg, "--accept-lost") || !strings.Contains(msg, "1 codering verloren") {
		t.Error(msg)
	}
	opt = replacing()
	opt.AcceptLost = true
	r := importAs(t, s, opt, corrected)
	if fmt.Sprint(*r.Files[0].Version) != fmt.Sprint(*v) {
		t.Error("it went otherwise than the dry run said")
	}
	c := mustCorpus(t, s, WithTexts())
	for _, k := range c.Codings {
		if seg, err := coding.NewSegment(&c.Documents[0], k.Start, k.End); err != nil || seg != k.Segment {
			t.Errorf("%+v does not hold its quotation: %+v", k.Segment, seg)
		}
	}
	if len(c.Codings) != 3 {
		t.Errorf("%d codings", len(c.Codings))
	}
	mustVerify(t, s)
}

// A long list of losses is cut in the messages, not in the report.
func TestImportVersionNamesSomeLosses(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	var text, list strings.Builder
	list.WriteString(codingsHeader)
	for i := range 60 {
		at := text.Len()
		fmt.Fprintf(&text, "woord%02d ", i)
		fmt.Fprintf(&list, "R01,%d,%d,woord%02d,act.A01,ik,\n", at, at+7, i)
	}
	mustImport(t, s, input("R01.txt", text.String()), input("c.csv", list.String()))
	opt := replacing()
	opt.AcceptLost = true
	r := importAs(t, s, opt, input("R01.txt", "Iets heel anders."))
	if v := r.Files[0].Version; v.Lost != 60 || len(v.Codings) != 60 || len(r.Notes) > lostListed+3 {
		t.Errorf("%d lost of %d, %d notes", v.Lost, len(v.Codings), len(r.Notes))
	}
}

// A passage that went elsewhere is told apart from one that only shifted.
func TestImportVersionMovedPassage(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	mustImport(t, s, input("R01.txt", "Wij dronken samen thee.\nEen heel ander verhaal dat langer is.\n"),
		input("c.csv", codingsHeader+"R01,0,22,Wij dronken samen thee,act.A01,ik,\nR01,24,38,Een heel ander,act.A01,ik,\n"))
	opt := replacing()
	opt.DryRun = true
	v := importAs(t, s, opt, input("R01.txt", "Een heel ander verhaal dat langer is.\nNou. Wij dronken samen thee.\n")).Files[0].Version
	if v.Text().EN != "0 unchanged, 1 shifted, 1 moved, 0 changed, 0 lost" {
		t.Error(v.Text())
	}
	for _, c := range v.Codings {
		if c.Telling() != (c.Outcome == "moved" || c.Outcome == "lost") || c.Text().IsZero() {
			t.Errorf("%+v", c)
		}
	}
}

// Of several files that are the same document none may win by its name.
func TestImportReplacesADocumentOnce(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	first := input("lo.txt", "Wij gingen samen fietsen.\n")
	mustImport(t, s, first)
	other, third := input("lo.vtt", "Wij gingen samen wandelen.\n"), input("b/lo.txt", "Wij bleven thuis.\n")
	for _, files := range [][]Input{{other, third}, {first, other}, {other, first}} {
		if msg := refused(t, s, replacing(), files...); !strings.Contains(msg, "ook een versie van document lo") {
			t.Error(msg)
		}
	}
	if r := importAs(t, s, replacing(), first, first); r.Known != 2 {
		t.Errorf("%+v", r)
	}
	elsewhere := input("anders.txt", "Wij gingen samen fietsen.\n") // the bytes of a document, under another name
	if r := importAs(t, s, replacing(), elsewhere, third); r.Documents != 1 || r.Known != 1 {
		t.Errorf("%+v", r)
	}
	if r := importAs(t, s, replacing(), other); r.Documents != 1 {
		t.Errorf("%+v", r)
	}
}

// Codings that differ only in how they came about are there already; what does
// differ is told as it is, some one by one.
func TestImportCodingsThatDiffer(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	const columns = "document,start,end,quotation,code,coder,memo,origin,weight\n"
	var text, list, made, weighed strings.Builder
	for i := range 9 {
		at := text.Len()
		fmt.Fprintf(&text, "woord%02d ", i)
		fmt.Fprintf(&list, "R01,%d,%d,woord%02d,act.A01,ik,,hand,\n", at, at+7, i)
		fmt.Fprintf(&made, "R01,%d,%d,woord%02d,act.A01,ik,,import,\n", at, at+7, i)
		fmt.Fprintf(&weighed, "R01,%d,%d,woord%02d,act.A01,ik,,hand,50\n", at, at+7, i)
	}
	mustImport(t, s, input("R01.txt", text.String()), input("c.csv", columns+list.String()))
	r := importAs(t, s, fakes(), input("d.csv", columns+made.String()))
	if r.Codings != 0 || len(r.Notes) != 1 || !strings.Contains(r.Notes[0].What.NL, "9 coderingen waren er al") {
		t.Errorf("%+v", r)
	}
	msg := refused(t, s, fakes(), input("e.csv", columns+weighed.String()))
	if strings.Count(msg, "met een ander gewicht") != differingListed || !strings.Contains(msg, "en nog 4 coderingen") || strings.Contains(msg, "met een andere memo\n") {
		t.Error(msg)
	}
}

// Roles are given by label, also to what is in the study already.
func TestImportSpeakers(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	opt := ImportOptions{Speakers: map[string]instruments.SpeakerRole{"A": instruments.AsInterviewer}}
	one, two := input("een.txt", "A: Wat deden jullie?\nB: Fietsen.\nA: Vaak?\nB: Ja.\n"), input("twee.txt", "C: Dag.\nA: Dag.\nC: Zo.\nA: Ja.\n")
	r := importAs(t, s, opt, one, two)
	roles := func() string {
		var out []string
		for _, d := range mustCorpus(t, s).Documents {
			for _, sp := range d.Speakers {
				out = append(out, fmt.Sprint(sp.Label, "=", sp.Role))
			}
		}
		return strings.Join(out, " ")
	}
	if f := r.Files[0]; f.Words != 10 || f.Turns != 4 || len(f.Speakers) != 2 || f.Decoder == "" {
		t.Errorf("%+v", f)
	}
	before := roles()
	if strings.Count(before, "A=interviewer") != 2 {
		t.Errorf("roles %s", before)
	}
	opt.Speakers = map[string]instruments.SpeakerRole{"A": instruments.UnknownVoice, "B": instruments.AsRespondent, "C": instruments.AsRespondent}
	r = importAs(t, s, opt, one, two)
	if got := roles(); got != "A= B=respondent C=respondent A=" && got != "A= B=respondent A= C=respondent" || r.Documents != 2 || r.Known != 0 {
		t.Errorf("roles %s, %+v", got, r)
	}
	if r := importAs(t, s, opt, one, two); r.Known != 2 || r.Documents != 0 {
		t.Errorf("the same roles again: %+v", r)
	}
	opt.Speakers = map[string]instruments.SpeakerRole{"Z": instruments.AsRespondent, "A": instruments.AsInterviewer}
	msg := refused(t, s, opt, one, two)
	if !strings.Contains(msg, `"Z"`) || !strings.Contains(msg, "A, B, C") {
		t.Error(msg)
	}
	mustVerify(t, s)
}

// A label that only a refused file may have is not told as unknown.
func TestImportSpeakersOfARefusedFile(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	opt := fakes()
	opt.Speakers = map[string]instruments.SpeakerRole{"Z": instruments.AsRespondent}
	if msg := refused(t, s, opt, input("a.txt", "BREEK")); strings.Contains(msg, "Z") {
		t.Error(msg)
	}
}
