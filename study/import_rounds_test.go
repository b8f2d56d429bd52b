package study

import (
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// inRound is a study with R01 and R02 in a round of anna and bram, with lists;
// R03 is in none.
func inRound(t *testing.T, released bool) *Study {
	t.Helper()
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 3), input("R01.txt", talk), input("R02.txt", talk+"Twee.\n"), input("R03.txt", talk+"Drie.\n"),
		input("c.csv", "document,start,end,quotation,code,coder\nR01,14,16,we,act.A01,anna\nR01,14,16,we,act.A01,bram\nR03,14,16,we,act.A01,anna\n"))
	mustDo(t, s, func(v coding.View) (coding.Command, error) {
		return coding.OpenRound(v, coding.Round{Documents: []instruments.DocumentID{"R01", "R02"}, Coders: []coding.CoderID{"anna", "bram"}, Lists: true})
	})
	if released {
		mustDo(t, s, func(v coding.View) (coding.Command, error) { return coding.ReleaseRound(v, "1") })
	}
	return s
}

// copyWith is the study as another program would give it back, with other work.
func copyWith(t *testing.T, s *Study, document instruments.DocumentID, coders ...coding.CoderID) *coding.Corpus {
	t.Helper()
	c := mustCorpus(t, s, WithTexts())
	c.Rounds, c.Settlements = nil, nil
	d, _ := c.Document(document)
	for _, k := range coders {
		seg, err := coding.NewSegment(&d, 17, 23)
		if err != nil {
			t.Fatal(err)
		}
		one := coding.Coding{Segment: seg, Code: "act.A02", Coder: k, Origin: coding.ByHand}
		one.ID = coding.NewCodingID(one)
		c.Codings = append(c.Codings, one)
	}
	return c
}

func notesOf(r ImportReport) string { return r.Notes.In(instruments.English) }

func TestImportTellsOfRounds(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name     string
		released bool
		document instruments.DocumentID
		coder    coding.CoderID
		want     string // of the notes; "" = nothing about rounds
		stored   string // codings new, here, kept
	}{
		{"coder of a released round", true, "R01", "anna", "round 1 was released already. New by anna in its documents: 1 coding.", "1 3 0"},
		{"coder of an open round", false, "R02", "bram", "round 1 is still open. New by bram in its documents: 1 coding.", "1 3 0"},
		{"another coder", true, "R01", "cor", "new by cor: 1 coding in documents of round 1, in which cor does not code", "1 3 0"},
		{"outside rounds", true, "R03", "anna", "", "1 3 0"},
		{"consensus of a round", true, "R01", "consensus", "", "0 3 0"},
		{"consensus of an earlier round", true, "R01", "consensus-1", "", "0 3 0"},
		{"consensus of an open round", false, "R02", "consensus", "", "0 3 0"},
		{"consensus outside rounds", true, "R03", "consensus", "of consensus there are now here as well: 1 coding; in those documents only the consensus counts", "1 3 0"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := inRound(t, tc.released)
			report := importAs(t, s, projectOf(copyWith(t, s, tc.document, tc.coder)), input("ander.qdpx", "PROJECT"))
			f := report.Files[0]
			addsUpTo(t, f)
			if got := stored(f, coding.TransferCodings); got != tc.stored {
				t.Errorf("codings %s, want %s", got, tc.stored)
			}
			told := notesOf(report)
			if tc.want == "" && strings.Contains(told, "round") || !strings.Contains(told, tc.want) {
				t.Errorf("notes = %s", told)
			}
			if out := f.Transfer.Lost() == 1; out != strings.HasPrefix(tc.stored, "0") {
				t.Errorf("lost %d", f.Transfer.Lost())
			}
			mustVerify(t, s)
		})
	}
}

// A consensus that comes with a document that was not here is told of by nobody:
// it changes nothing that was counted.
func TestImportConsensusOfANewText(t *testing.T) {
	t.Parallel()
	from := inRound(t, false)
	c := copyWith(t, from, "R03", "consensus")
	s, _ := newStudy(t)
	report := importAs(t, s, projectOf(c), input("ander.qdpx", "PROJECT"))
	if report.Codings != 4 || strings.Contains(notesOf(report), "consensus") {
		t.Errorf("%d codings; %s", report.Codings, notesOf(report))
	}
}

// Lists of a round are watched as codings are, also when they are replaced.
func TestImportTellsOfListsOfRounds(t *testing.T) {
	t.Parallel()
	s := inRound(t, true)
	mustImport(t, s, list(t, "l.xlsx", "R01", "bram", instruments.Mentioned))
	c := mustCorpus(t, s, WithTexts())
	c.Rounds = nil
	filling := func(who instruments.RespondentID, coder string) instruments.Filling {
		f := c.Fillings[0]
		f.Respondent, f.Coder, f.Responses = who, coder, []instruments.Response{{Activity: "A01", State: instruments.Denied}}
		f.ID = instruments.FillingID(f.Kind, coding.Subject(f), coder)
		return f
	}
	c.Fillings = []instruments.Filling{filling("R01", "anna"), filling("R01", "bram"), filling("R01", "consensus"), filling("R03", "consensus")}
	whole := func(c *coding.Corpus) ImportOptions {
		return fakeProject(func(ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems) {
			t := taken(c)
			t.Take(coding.TransferLists, len(c.Fillings))
			copied := *c
			copied.Documents = slices.Clone(c.Documents)
			return &copied, t, nil
		})
	}
	report := importAs(t, s, whole(c), input("heel.json", "PROJECT"))
	addsUpTo(t, report.Files[0])
	if got := stored(report.Files[0], coding.TransferLists); got != "2 1 1" {
		t.Errorf("lists %s, want anna's and that of R03 new, bram's kept", got)
	}
	if told := notesOf(report); !strings.Contains(told, "New by anna in its documents: 1 filled list.") || strings.Contains(told, "by bram") {
		t.Errorf("notes = %s", told)
	}
	opt := whole(c)
	opt.Replace = true
	report = importAs(t, s, opt, input("heel.json", "PROJECT 2"))
	if told := notesOf(report); !strings.Contains(told, "New by bram in its documents: 1 filled list.") {
		t.Errorf("notes = %s", told)
	}
	mustVerify(t, s)
}

// A consensus of a round is not replaced by that of a file.
func TestImportKeepsTheConsensusOfAList(t *testing.T) {
	t.Parallel()
	s := inRound(t, true)
	mustImport(t, s, list(t, "l.xlsx", "R01", "consensus", instruments.Mentioned))
	c := mustCorpus(t, s, WithTexts())
	c.Rounds, c.Fillings = nil, slices.Clone(c.Fillings)
	c.Fillings[0].Responses = []instruments.Response{{Activity: "A01", State: instruments.Denied}}
	opt := fakeProject(func(ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems) {
		t := taken(c)
		t.Take(coding.TransferLists, 1)
		return c, t, nil
	})
	opt.Replace = true
	report := importAs(t, s, opt, input("heel.json", "PROJECT"))
	addsUpTo(t, report.Files[0])
	if got := stored(report.Files[0], coding.TransferLists); got != "0 1 1" {
		t.Errorf("lists %s", got)
	}
	if now := mustCorpus(t, s).Fillings[0].Responses[0].State; now != instruments.Mentioned {
		t.Errorf("state = %s", now)
	}
}
