package portable

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// same compares corpora; a list without records and no list are one.
func same() []cmp.Option {
	return []cmp.Option{cmpopts.EquateEmpty(), cmp.Comparer(func(a, b coding.Codebook) bool { return cmp.Equal(a.Codes, b.Codes, cmpopts.EquateEmpty()) })}
}

func newDocument(id, text string) instruments.Document {
	sum := sha256.Sum256([]byte(text))
	n := utf8.RuneCountInString(text)
	return instruments.Document{
		ID: instruments.DocumentID(id), Kind: instruments.Interview, Title: "Gesprek " + id, Text: text, TextSHA256: hex.EncodeToString(sum[:]),
		Length: n, Words: len(strings.Fields(text)), Decoder: "utf-8", Source: instruments.Source{Name: id + ".txt", SHA256: hex.EncodeToString(sum[:]), Size: int64(len(text))},
		Turns: []instruments.Turn{{Speaker: "Interviewer", Start: 0, End: n / 2, TimeMS: -1}, {Speaker: "R", Start: n / 2, End: n, TimeMS: 4200}},
	}
}

func newCoding(t testing.TB, d *instruments.Document, start, end int, code coding.CodeID, coder coding.CoderID) coding.Coding {
	t.Helper()
	seg, err := coding.NewSegment(d, start, end)
	if err != nil {
		t.Fatal(err)
	}
	k := coding.Coding{Segment: seg, Code: code, Coder: coder, Origin: coding.ByHand, Memo: "<b>let op</b> & \u2028"}
	k.ID = coding.NewCodingID(k)
	return k
}

// full is a study in which every list has records, every member of which is set.
func full(t testing.TB) *coding.Corpus {
	t.Helper()
	set, err := instruments.Builtin("reclassering-2020")
	if err != nil {
		t.Fatal(err)
	}
	docs := []instruments.Document{newDocument("R01", "Ik ga mee 🚌 naar de gemeente.\nDat scheelt – écht – stress."), newDocument("R02", "Koffie, e\u0301n luisteren.")}
	docs[0].Respondent, docs[0].Project = "R01", "Noord"
	docs[0].Speakers = []instruments.Speaker{{Label: "R", Turns: 1, Role: instruments.AsRespondent}}
	docs[0].Omitted = []instruments.Omission{{Kind: "comment", Count: 2}}
	docs[1].Attributes = map[string]string{"plaats": "Utrecht", "uren": "4"}
	return &coding.Corpus{
		Info: coding.StudyInfo{
			Name: "proef", Title: instruments.Text{NL: "Proef", EN: "Trial"}, Notice: instruments.Text{NL: "fictief", EN: "fictitious"},
			Lang: instruments.Dutch, Template: set.Name, Created: "2026-01-02T03:04:05Z", Changed: "2026-02-03T04:05:06Z",
		},
		Instruments: set, Codebook: coding.NewCodebook(set), Documents: docs,
		Respondents:  []instruments.Respondent{{ID: "R01", Type: instruments.Volunteer, Role: "vrijwilliger", Project: "Noord", Trajectories: []instruments.TrajectoryID{"T01"}, Consent: "ja", Attributes: map[string]string{"geslacht": "v"}}},
		Trajectories: []instruments.Trajectory{{ID: "T01", Project: "Noord", StartContact: "ja"}},
		Codings: []coding.Coding{
			newCoding(t, &docs[0], 0, 11, "act.A01", "codeur1"), newCoding(t, &docs[0], 10, 20, "act.A02", "codeur2"), newCoding(t, &docs[1], 8, 12, "act.A01", coding.ConsensusCoder),
		},
		Coders:    []coding.Coder{{ID: "codeur1", Note: "eerste"}, {ID: "codeur2"}, {ID: coding.ConsensusCoder}},
		Memos:     []coding.Memo{{ID: "m1", Type: "methode", Target: "study", Text: "Regel 1\nregel 2", Author: "codeur1"}},
		Overrides: []coding.Override{{Dyad: "T01/V–toezichth.", Class: "form2", By: "codeur1", Memo: "na overleg"}},
		Groups:    []coding.Group{{ID: "g1", Name: "Noord", Description: "regio", Documents: []instruments.DocumentID{"R02", "R01"}, Codes: []coding.CodeID{"act.A02"}}},
		Rounds: []coding.Round{{
			ID: "1", Documents: []instruments.DocumentID{"R01"}, Coders: []coding.CoderID{"codeur1", "codeur2"}, Lists: true, Blind: true, Released: true,
			Standing: map[string]string{"document/R01": "0"}, Past: &coding.Past{Pairs: []coding.PastPair{{A: "codeur1", B: "codeur2", Agreed: 1}}, Coders: []coding.PastWork{{Coder: "codeur1", Codings: 2}}},
		}},
		Settlements: []coding.Settlement{{
			ID: "1-x", Round: "1", Difference: "x", Coders: []coding.CoderID{"codeur1", "codeur2"}, Document: "R01", Start: 1, End: 9, Codes: []coding.CodeID{"act.A01"},
			Found: []coding.Part{{Coder: "codeur1", Code: "act.A01", Start: 1, End: 9}}, Keep: []coding.CoderID{"codeur1"}, By: "codeur1", Comment: "zo",
		}},
		Progress: []coding.Progress{{Document: "R01", Coder: "codeur1", State: coding.Done}},
		Fillings: []instruments.Filling{
			{ID: "activiteiten/R01/codeur1", Kind: instruments.ActivityFilling, Respondent: "R01", Coder: "codeur1", Date: "2020-03-05", Responses: []instruments.Response{{Activity: "A01", State: instruments.Mentioned, Remark: "vaak"}, {Activity: "A02", State: instruments.Denied}}},
			{ID: "indicatoren/T01/V–toezichth./codeur1", Kind: instruments.IndicatorFilling, Dyad: instruments.Dyad{ID: "T01/V–toezichth.", Trajectory: "T01", Role: "toezichthouder", Name: "V–toezichth."}, Coder: "codeur1", Ratings: []instruments.Rating{{Indicator: "K1", Value: "2", Evidence: []instruments.Evidence{{Respondent: "R01", Value: "1", Quotation: "samen"}}}}},
		},
	}
}

func write(t testing.TB, c *coding.Corpus) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := Write(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWriteReadIsTheIdentity(t *testing.T) {
	t.Parallel()
	want := full(t)
	want.Info.Events, want.Info.Head = 12, "ab12"
	data := write(t, want)
	got, transfer, problems := Read("studie.json", data)
	if len(problems) > 0 {
		t.Fatal(problems.In(instruments.Dutch))
	}
	want.Info.Events, want.Info.Head = 0, "" // of the log
	if diff := cmp.Diff(want, got, same()...); diff != "" {
		t.Error(diff)
	}
	if transfer.Lost() != 0 || len(transfer.Counts) != 9 {
		t.Errorf("transfer %+v, want all nine kinds and no loss", transfer)
	}
	if again := write(t, got); !bytes.Equal(data, again) {
		t.Error("written again the document differs")
	}
}

func TestOneRecordALine(t *testing.T) {
	t.Parallel()
	lines := strings.Split(string(write(t, full(t))), "\n")
	n := 0
	for _, line := range lines {
		if strings.HasPrefix(line, `{"id":"R0`) && strings.Contains(line, `"text":"`) {
			n++
		}
	}
	if n != 2 {
		t.Errorf("%d lines hold a document with its text, want 2", n)
	}
	if want := "{\n\"format\": \"meerzicht-study\",\n\"version\": 1,\n"; !strings.HasPrefix(strings.Join(lines, "\n"), want) {
		t.Errorf("the document begins with %q", lines[:3])
	}
}

func TestEmptyStudy(t *testing.T) {
	t.Parallel()
	got, _, problems := Read("leeg.json", write(t, &coding.Corpus{}))
	if len(problems) > 0 || !cmp.Equal(got, &coding.Corpus{}, same()...) {
		t.Errorf("%+v %v", got, problems)
	}
}

func TestWriteRefusesWhatItWouldLose(t *testing.T) {
	t.Parallel()
	c := full(t)
	c.Documents[0].Text = ""
	if _, err := Write(&bytes.Buffer{}, c); err == nil || !strings.Contains(err.Error(), "R01") {
		t.Errorf("a document without its text: %v", err)
	}
	c = full(t)
	c.Documents[1].Text = "a\xff"
	if _, err := Write(&bytes.Buffer{}, c); err == nil || !strings.Contains(err.Error(), "UTF-8") {
		t.Errorf("a text that is no UTF-8: %v", err)
	}
}

func TestChosenLayerIsTold(t *testing.T) {
	t.Parallel()
	c := full(t)
	c.Layer.Name = "consensus"
	transfer, err := Write(&bytes.Buffer{}, c)
	if err != nil || transfer.Lost() != 1 {
		t.Errorf("%v %+v", err, transfer)
	}
}

// disk is a disk with room for so many bytes.
type disk struct{ left int }

func (f *disk) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, fmt.Errorf("disk full")
	}
	return len(p), nil
}

func TestWriteTellsOfTheDisk(t *testing.T) {
	t.Parallel()
	c := full(t)
	size := len(write(t, c))
	for _, left := range []int{0, size - 1} {
		if _, err := Write(&disk{left}, c); err == nil || !strings.Contains(err.Error(), "disk full") {
			t.Errorf("room for %d of %d bytes: %v", left, size, err)
		}
	}
}
