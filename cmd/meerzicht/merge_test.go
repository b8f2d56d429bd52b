package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

func TestMergeNames(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		pairs []string
		want  int // −1: wrong use
	}{
		{nil, 0},
		{[]string{"a=b", "c=d"}, 2},
		{[]string{"a=a"}, 1},
		{[]string{"a=b=c"}, 1}, // a name may hold the sign
		{[]string{"a"}, -1},
		{[]string{"=b"}, -1},
		{[]string{"a="}, -1},
		{[]string{"a=b", "a=c"}, -1},
	} {
		got, err := mergeOptions{coders: x.pairs}.names()
		if x.want < 0 && !errors.Is(err, errUsage) || x.want >= 0 && (err != nil || len(got) != x.want) {
			t.Errorf("%q: %v, %v", x.pairs, got, err)
		}
	}
}

func TestDocumentsOf(t *testing.T) {
	t.Parallel()
	c := &coding.Corpus{Documents: []instruments.Document{{ID: "R01", Respondent: "R01"}, {ID: "R01 deel 2", Respondent: "R01"}, {ID: "fg", Respondent: ""}, {ID: "x", Respondent: "R02"}, {ID: "y", Respondent: "R02"}}}
	for _, x := range []struct {
		names, want string // "!" is wrong use
	}{
		{"all", "R01, R01 deel 2, fg, x, y"},
		{"fg,R01", "R01, fg"}, // a document's own id goes before its respondent's
		{"R02", "x, y"},
		{" x , y ", "x, y"},
		{"R02,x", "x, y"},
		{"R09", "!"},
		{"", "!"},
	} {
		got, err := documentsOf(c, strings.Split(x.names, ","))
		if x.want == "!" && !errors.Is(err, errUsage) || x.want != "!" && (err != nil || list(got) != x.want) {
			t.Errorf("%q: %q, %v", x.names, got, err)
		}
	}
}

// mergeReport has every outcome, and text that would move a cursor.
func mergeReport() study.MergeReport {
	r := study.MergeReport{Other: "bram\x1b.mz", Head: strings.Repeat("ab", 32), Common: 1, DryRun: true}
	r.Kinds = []coding.MergeCount{{Kind: coding.CodingKind, Theirs: 9, Here: 5, In: 1, Mapped: 1, Conflict: 1, Out: 1, Removed: 2}, {Kind: coding.SetKind}}
	for _, o := range []coding.MergeOutcome{coding.MergeOurs, coding.MergeMapped, coding.MergeOut, coding.MergeBack, coding.MergeBoth, coding.MergeKept, coding.MergeIn} {
		r.Findings = append(r.Findings, coding.MergeFinding{
			Outcome: o, Kind: coding.CodeKind, ID: "x\x1b", Count: 2, What: instruments.Text{NL: "wat", EN: "what"},
			Ours: instruments.Text{NL: "=hier", EN: "=here"}, Theirs: instruments.Text{NL: "daar\nonder", EN: "there\nbelow"},
		})
	}
	return r
}

func mergePrinted(t *testing.T, format string, lang instruments.Lang) string {
	t.Helper()
	var out bytes.Buffer
	a := &app{stdout: &out, lang: lang, format: format}
	if err := a.printMerge(mergeReport()); err != nil {
		t.Fatal(err)
	}
	if !a.warned {
		t.Error("conflicts are no warning")
	}
	return out.String()
}

func TestPrintMerge(t *testing.T) {
	t.Parallel()
	nl, en := mergePrinted(t, "text", instruments.Dutch), mergePrinted(t, "text", instruments.English)
	for _, x := range []struct{ in, want string }{
		{nl, "bram·.mz (hash abababababab), gemeenschappelijk begin: 1 gebeurtenis\n"},
		{nl, "botst: code (2) x·: wat (hier: ‘=hier’; kopie: ‘daar onder’)\n"},
		{nl, "proef: er is niets opgeslagen\n"},
		{en, "common beginning: 1 event\n"},
		{en, "conflict: code (2) x·: what (here: ‘=here’; copy: ‘there below’)\n"},
		{en, "dry run: nothing was stored\n"},
		{nl, "\nzelfde: "},
		{nl, "\nniet erbij: "},
		{nl, "\nterug: "},
		{nl, "\nbeide: "},
		{nl, "\nblijft: "},
		{nl, "\nerbij: "},
		{en, "\nbrought in: "},
		{en, "\nmapped: "},
		{en, "\nnot brought in: "},
		{en, "\nbrought back: "},
		{en, "\nboth: "},
		{en, "\nstays: "},
	} {
		if !strings.Contains(x.in, x.want) {
			t.Errorf("%q is not in\n%s", x.want, x.in)
		}
	}
	for _, text := range []string{nl, en} {
		if strings.Contains(text, "instrument") || strings.Contains(text, "\x1b") {
			t.Errorf("a kind without records, or an escape sequence:\n%s", text)
		}
	}
}

func TestPrintMergeForPrograms(t *testing.T) {
	t.Parallel()
	csv := mergePrinted(t, "csv", instruments.Dutch)
	for _, want := range []string{"part,outcome,kind,id,here,count,what,ours,theirs\n", "counts,out,coding,,,1,,,\n", "counts,removed,coding,,,2,,,\n", "list,kept,code,", ",2,wat,'=hier,"} {
		if !strings.Contains(csv, want) {
			t.Errorf("%q is not in\n%s", want, csv)
		}
	}
	var got struct {
		Other, Head string
		Common      int
		DryRun      bool `json:"dry_run"`
		Kinds       []map[string]any
		Findings    []map[string]any
	}
	if err := json.Unmarshal([]byte(mergePrinted(t, "json", instruments.Dutch)), &got); err != nil {
		t.Fatal(err)
	}
	if got.Common != 1 || !got.DryRun || len(got.Kinds) != 2 || len(got.Findings) != 7 || got.Kinds[0]["theirs"] != 9.0 || got.Findings[0]["outcome"] != "ours" {
		t.Errorf("%+v", got)
	}
}

// Every kind of record has a name in both languages.
func TestRecordNames(t *testing.T) {
	t.Parallel()
	for _, kind := range []coding.Kind{
		coding.StudyKind, coding.SetKind, coding.RespondentKind, coding.TrajectoryKind, coding.DocumentKind, coding.FillingKind, coding.CodeKind, coding.CoderKind,
		coding.CodingKind, coding.MemoKind, coding.OverrideKind, coding.DecisionKind, coding.SourceKind, coding.ProgressKind, coding.RoundKind, coding.SettlementKind,
	} {
		if one, more := recordNames(kind); one == instruments.Same(string(kind)) && kind != coding.RespondentKind && kind != coding.DocumentKind && kind != coding.CodeKind && kind != coding.MemoKind || more.NL == "" || more.EN == "" {
			t.Errorf("%s has no name", kind)
		}
	}
}

func TestRoundState(t *testing.T) {
	t.Parallel()
	a := &app{lang: instruments.Dutch}
	var got []string
	for _, r := range []coding.Round{{}, {Blind: true}, {Released: true, Lists: true}, {Released: true, Blind: true, Lists: true}} {
		got = append(got, a.roundState(r))
	}
	if want := []string{"loopt", "loopt, blind", "vrijgegeven, met lijsten", "vrijgegeven, blind, met lijsten"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// At a release every coder who coded nothing in some document is named.
func TestSayCoded(t *testing.T) {
	t.Parallel()
	var out, told bytes.Buffer
	a := &app{stdout: &out, stderr: &told, lang: instruments.English}
	counts := map[instruments.DocumentID]map[coding.CoderID]int{"R01": {"anna": 2, "bram": 1}, "R02": {"anna": 1}, "elders": {"bram": 9}}
	r := coding.Round{ID: "1", Documents: []instruments.DocumentID{"R01", "R02"}, Coders: []coding.CoderID{"anna", "bram", "cato"}}
	if err := a.sayCoded(r, counts); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "anna  3 codings\nbram  1 coding\ncato  0 codings\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for _, want := range []string{"bram coded nothing in R02", "cato coded nothing in R01, R02"} {
		if !strings.Contains(told.String(), want) {
			t.Errorf("%q is not said: %s", want, told.String())
		}
	}
	if strings.Contains(told.String(), "anna") || !a.warned {
		t.Errorf("said: %s", told.String())
	}
}
