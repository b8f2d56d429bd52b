package study

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// A shelf finds the codings that touch the lines of another, by the same coder
// with the same code.
func TestLineShelf(t *testing.T) {
	t.Parallel()
	const text = "één lijn\n\ntwee lijnen\ndrie" // lines at 0, 9, 10 and 22
	make := func(start, end int, code coding.CodeID, coder coding.CoderID) coding.Coding {
		return coding.Coding{Segment: coding.Segment{Start: start, End: end}, Code: code, Coder: coder}
	}
	s := newLineShelf(text)
	s.add(make(15, 17, "a", "anna"))
	s.add(make(4, 12, "b", "anna"))
	for _, tc := range []struct {
		c    coding.Coding
		want bool
	}{
		{make(10, 21, "a", "anna"), true},
		{make(18, 21, "a", "anna"), true}, // on the same line
		{make(0, 8, "a", "anna"), false},
		{make(22, 26, "a", "anna"), false},
		{make(10, 21, "a", "bram"), false},
		{make(10, 21, "b", "anna"), true},
		{make(0, 8, "b", "anna"), true}, // divided over the lines
		{make(22, 26, "b", "anna"), false},
		{make(10, 26, "a", "anna"), true},
	} {
		if _, got := s.find(tc.c); got != tc.want {
			t.Errorf("%s by %s at %d–%d: %v", tc.c.Code, tc.c.Coder, tc.c.Start, tc.c.End, got)
		}
	}
	if _, found := (*lineShelf)(nil).find(make(0, 1, "a", "anna")); found {
		t.Error("nothing lies on no shelf")
	}
}

// Whatever is coded, widened to its lines it is found again.
func TestLineShelfFindsWhatWasWidened(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := []rune(rapid.StringOfN(rapid.SampledFrom([]rune("aé \n\n😀")), 1, 40, -1).Draw(t, "text"))
		start := rapid.IntRange(0, len(text)-1).Draw(t, "start")
		end := rapid.IntRange(start+1, len(text)).Draw(t, "end")
		s := newLineShelf(string(text))
		s.add(coding.Coding{Segment: coding.Segment{Start: start, End: end}})
		at := 0
		for line := range strings.SplitAfterSeq(string(text), "\n") {
			n := len([]rune(line))
			_, found := s.find(coding.Coding{Segment: coding.Segment{Start: at, End: at + n}})
			if touches := n > 0 && start < at+n && end > at; n > 0 && found != touches {
				t.Fatalf("line at %d: found %v", at, found)
			}
			at += n
		}
	})
}

// Codings of whole lines are here already when their words are coded here; in
// projects that code words they are others.
func TestImportCodingsOfWholeLines(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 1), input("R01.txt", talk), input("c.csv", "document,start,end,quotation,code,coder\nR01,14,16,we,act.A01,anna\nR01,48,54,koffie,act.A02,anna\n"))
	rock := func(origin string) ImportOptions {
		return fakeProject(func(ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems) {
			c := mustCorpus(t, s, WithTexts())
			d := c.Documents[0]
			c.Codings = nil
			for _, at := range []struct {
				start, end int
				code       coding.CodeID
			}{{14, 43, "act.A01"}, {14, 43, "act.A02"}} {
				seg, err := coding.NewSegment(&d, at.start, at.end)
				if err != nil {
					t.Fatal(err)
				}
				one := coding.Coding{Segment: seg, Code: at.code, Coder: "anna", Memo: "van elders"}
				one.ID = coding.NewCodingID(one)
				c.Codings = append(c.Codings, one)
			}
			told := taken(c)
			told.Origin = origin
			return c, told, nil
		})
	}
	report := importAs(t, s, rock("ROCK"), input("r.rock", "PROJECT"))
	addsUpTo(t, report.Files[0])
	if got := stored(report.Files[0], coding.TransferCodings); got != "1 1 1" {
		t.Errorf("codings %s, want the second code new", got)
	}
	if told := notesOf(report); !strings.Contains(told, "1 coding of a whole line is here already, more precisely") {
		t.Errorf("notes = %s", told)
	}
	opt := rock("ROCK")
	opt.Replace = true
	if report = importAs(t, s, opt, input("r.rock", "PROJECT 2")); report.Codings != 0 || mustCorpus(t, s).Codings[0].Memo != "" {
		t.Errorf("replacing brings no memo to what stands more precisely: %+v", report)
	}
	if report = importAs(t, s, rock("Ander"), input("r.qdpx", "PROJECT 3")); report.Codings != 1 {
		t.Errorf("%d codings, want the wider one", report.Codings)
	}
	mustVerify(t, s)
}

// One place may hold a code twice, about two dyads. A project that knows no dyads
// finds both; one that does gives what is here its dyad only when replacing.
func TestImportCodingsOfDyads(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 1), input("R01.txt", talk))
	with := func(dyads ...instruments.DyadID) ImportOptions {
		c := mustCorpus(t, s, WithTexts())
		c.Codings = nil
		for _, id := range dyads {
			seg, err := coding.NewSegment(&c.Documents[0], 14, 16)
			if err != nil {
				t.Fatal(err)
			}
			one := coding.Coding{Segment: seg, Code: "act.A01", Coder: "anna", Dyad: id}
			one.ID = coding.NewCodingID(one)
			c.Codings = append(c.Codings, one)
		}
		return projectOf(c)
	}
	for _, step := range []struct {
		name    string
		dyads   []instruments.DyadID
		replace bool
		stored  string
		now     string
	}{
		{"a", []instruments.DyadID{""}, false, "1 0 0", ";"},
		{"b", []instruments.DyadID{"T01/x"}, false, "0 1 1", ";"},
		{"c", []instruments.DyadID{"T01/x"}, true, "0 1 0", "T01/x;"},
		{"d", []instruments.DyadID{"T01/x", "T01/y"}, false, "1 1 0", "T01/x;T01/y;"},
		{"e", []instruments.DyadID{""}, true, "0 1 0", "T01/x;T01/y;"},
	} {
		opt := with(step.dyads...)
		opt.Replace = step.replace
		report := importAs(t, s, opt, input("d.qdpx", "PROJECT "+step.name))
		var now strings.Builder
		for _, c := range mustCorpus(t, s).Codings {
			now.WriteString(string(c.Dyad) + ";")
		}
		if got := stored(report.Files[0], coding.TransferCodings); got != step.stored || now.String() != step.now {
			t.Errorf("%s: %s and %q, want %s and %q", step.name, got, now.String(), step.stored, step.now)
		}
	}
	mustVerify(t, s)
}
