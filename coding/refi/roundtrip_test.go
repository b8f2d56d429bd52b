package refi

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/transcript"
)

// write writes a corpus that must be written.
func write(t testing.TB, c *coding.Corpus) []byte {
	t.Helper()
	var b bytes.Buffer
	transfer, err := Write(&b, c, WriteOptions{Program: "Meerzicht test"})
	if err != nil {
		t.Fatal(err)
	}
	checkCounts(t, transfer)
	return b.Bytes()
}

// wordsOf draws text with everything that makes positions differ.
func wordsOf(t *rapid.T, label string, least int) string {
	pieces := []string{
		"Ik ging ", "naar de gemeente", "één", "cafe\u0301", "😀", "👩‍👧", "👍🏽", " ", "\n", "Spreker 1: ", "\u00a0", "\t", "<&>\"'", "]]>", "…",
		"\ufeff", "\u2028", "x", "Interviewer:\n", "\U0010fffd", "\\", "Wel: ", "Niet: ", "Meerzicht: ", "\n\n",
	}
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), least, 25).Draw(t, label), "")
}

// idsOf draws ids that differ.
func idsOf(t *rapid.T, label string, most int) []string {
	ids := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"R01", "R02", "V-3", "focusgroep 2", "é 😀", "a/b", "<x>", "T.1", "Ä"}), 0, most, rapid.ID[string]).Draw(t, label)
	slices.Sort(ids)
	return ids
}

func attributesOf(t *rapid.T, label string) map[string]string {
	out := map[string]string{}
	for _, name := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"leeftijd", "case", "rol", "een & ander", "type"}), rapid.ID[string]).Draw(t, label) {
		out[name] = rapid.SampledFrom([]string{"34", " 034 ", "ja\nnee", "😀", "0"}).Draw(t, label)
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// studies draws a study that the standard can hold.
func studies() *rapid.Generator[*coding.Corpus] {
	return rapid.Custom(func(t *rapid.T) *coding.Corpus {
		c := &coding.Corpus{Instruments: &instruments.Set{}}
		c.Info.Lang, c.Info.Name, c.Info.Title, c.Info.Notice = "nl", "s", instruments.Text{NL: "s"}, instruments.Text{NL: "fictief"}
		for _, id := range idsOf(t, "coder", 3) {
			c.Coders = append(c.Coders, coding.Coder{ID: coding.CoderID(id)})
		}
		drawCodes(t, c)
		drawPeople(t, c)
		drawDocuments(t, c)
		drawCodings(t, c)
		drawNotes(t, c)
		return c
	})
}

func drawCodes(t *rapid.T, c *coding.Corpus) {
	var codes []coding.Code
	for i := range rapid.IntRange(1, 6).Draw(t, "codes") {
		k := coding.Code{ID: coding.CodeID(fmt.Sprintf("c.%d", i)), Order: i, Codable: rapid.Bool().Draw(t, "codable"), Name: instruments.Text{NL: wordsOf(t, "name", 1) + "."}}
		if parent := rapid.IntRange(-1, i-1).Draw(t, "parent"); parent >= 0 {
			k.Parent = codes[parent].ID
		}
		k.Definition.NL, k.Include.NL = wordsOf(t, "definition", 0), wordsOf(t, "include", 0)
		k.Exclude.NL, k.Example.NL = wordsOf(t, "exclude", 0), wordsOf(t, "example", 0)
		k.Colour = rapid.SampledFrom([]string{"", "#1A9850", "#000000"}).Draw(t, "colour")
		codes = append(codes, k)
	}
	c.Codebook = coding.TreeOf(codes)
	for i := range c.Codebook.Codes { // what comes back is numbered in reading order
		c.Codebook.Codes[i].Order = i
	}
}

func drawPeople(t *rapid.T, c *coding.Corpus) {
	for _, id := range idsOf(t, "trajectory", 2) {
		c.Trajectories = append(c.Trajectories, instruments.Trajectory{ID: instruments.TrajectoryID(id), Project: "COSA", StartContact: "ja", Attributes: attributesOf(t, "of trajectory")})
	}
	for _, id := range idsOf(t, "respondent", 3) {
		r := instruments.Respondent{ID: instruments.RespondentID(id), Type: instruments.Client, Role: "toezichthouder", Project: "p", Consent: "ja", Attributes: attributesOf(t, "of respondent")}
		for _, trajectory := range c.Trajectories {
			r.Trajectories = append(r.Trajectories, trajectory.ID)
		}
		c.Respondents = append(c.Respondents, r)
	}
}

func drawDocuments(t *rapid.T, c *coding.Corpus) {
	for i, id := range idsOf(t, "document", 4) {
		d := transcript.Of("titel "+id+".docx", wordsOf(t, "text", 3)+"a")
		d.ID, d.Kind = instruments.DocumentID(id), rapid.SampledFrom(documentKinds()).Draw(t, "kind")
		if i < len(c.Respondents) {
			d.Respondent, d.Project = c.Respondents[i].ID, "p"
		}
		d.Attributes = attributesOf(t, "of document")
		c.Documents = append(c.Documents, d)
	}
}

func drawCodings(t *rapid.T, c *coding.Corpus) {
	if len(c.Documents)*len(c.Coders) == 0 {
		return
	}
	seen := map[coding.CodingID]bool{}
	for range rapid.IntRange(0, 12).Draw(t, "codings") {
		d := rapid.SampledFrom(c.Documents).Draw(t, "of")
		start := rapid.IntRange(0, d.Length-1).Draw(t, "start")
		seg, err := coding.NewSegment(&d, start, rapid.IntRange(start+1, d.Length).Draw(t, "end"))
		if err != nil {
			t.Fatal(err)
		}
		k := coding.Coding{
			Segment: seg, Origin: coding.ByImport, Memo: wordsOf(t, "memo", 0),
			Code: rapid.SampledFrom(c.Codebook.Codes).Draw(t, "code").ID, Coder: rapid.SampledFrom(c.Coders).Draw(t, "coder").ID,
			Dyad: rapid.SampledFrom([]instruments.DyadID{"", "", "T1/V–t", "é 😀/<x> & \\"}).Draw(t, "dyad"),
		}
		if k.ID = coding.NewCodingID(k); !seen[k.ID] {
			seen[k.ID] = true
			c.Codings = append(c.Codings, k)
		}
	}
	coding.SortCodings(c.Codings)
}

func drawNotes(t *rapid.T, c *coding.Corpus) {
	targets := []string{"study", "code/c.0", "round/1", "code/none"}
	for _, d := range c.Documents {
		targets = append(targets, "document/"+string(d.ID))
	}
	for _, k := range c.Codings {
		targets = append(targets, "coding/"+string(k.ID))
	}
	for _, r := range c.Respondents {
		targets = append(targets, "respondent/"+string(r.ID))
	}
	for i := range rapid.IntRange(0, 5).Draw(t, "memos") {
		m := coding.Memo{ID: fmt.Sprint("m/", i), Type: rapid.SampledFrom([]string{"methode", "analyse"}).Draw(t, "type"), Target: rapid.SampledFrom(targets).Draw(t, "target"), Text: wordsOf(t, "note", 1) + "."}
		if len(c.Coders) > 0 {
			m.Author = c.Coders[0].ID
		}
		c.Memos = append(c.Memos, m)
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "groups") {
		g := coding.Group{ID: fmt.Sprint("g", i), Name: wordsOf(t, "group", 1), Description: wordsOf(t, "about", 0), Codes: []coding.CodeID{"c.0"}}
		for _, d := range c.Documents {
			g.Documents = append(g.Documents, d.ID)
		}
		c.Groups = append(c.Groups, g)
	}
}

// sameStudy compares what the standard holds.
func sameStudy(got, want *coding.Corpus) string {
	return gocmp.Diff(want, got,
		cmpopts.IgnoreFields(instruments.Document{}, "Source", "Decoder"), cmpopts.IgnoreFields(coding.Code{}, "Origin", "Domain"),
		cmpopts.IgnoreUnexported(coding.Codebook{}), cmpopts.EquateEmpty())
}

// What the standard can hold comes back as it was, and goes out again as the
// same bytes.
func TestExportImportIsIdentity(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		want := studies().Draw(rt, "study")
		data := write(t, want)
		got, transfer := readBytes(t, "x.qdpx", data, ReadOptions{})
		if diff := sameStudy(got, want); diff != "" {
			rt.Fatalf("came back otherwise (-want +got):\n%s", diff)
		}
		if transfer.Lost() > 0 || transfer.Unsure {
			rt.Fatalf("lost %+v", transfer)
		}
		if again := write(t, got); !bytes.Equal(again, data) {
			rt.Fatal("the second export has other bytes")
		}
	})
}

// A codebook comes back as it was, too.
func TestCodebookIsIdentity(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		want := studies().Draw(rt, "study")
		var b bytes.Buffer
		if _, err := WriteCodebook(&b, want, WriteOptions{Program: "Meerzicht test"}); err != nil {
			rt.Fatal(err)
		}
		got, _ := readBytes(t, "x.qdc", b.Bytes(), ReadOptions{})
		for i := range want.Groups {
			want.Groups[i].Documents = nil
		}
		if diff := sameStudy(got, &coding.Corpus{Info: coding.StudyInfo{Lang: "nl"}, Instruments: &instruments.Set{}, Codebook: want.Codebook, Groups: want.Groups}); diff != "" {
			rt.Fatalf("came back otherwise (-want +got):\n%s", diff)
		}
	})
}

// Real projects of other programs survive leaving and coming back.
func TestForeignProjectsAgain(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"qda/nvivo-mac-12.7-masked.qdpx", "qda/atlasti-win-23.2-codes-only.qdpx", "qda/refi-spec-example-atlasti-mac-8.4.qdpx"} {
		first, _ := readShared(t, name)
		second, transfer := readBytes(t, "again.qdpx", write(t, first), ReadOptions{})
		if diff := sameStudy(second, first); diff != "" || transfer.Lost() > 0 {
			t.Errorf("%s came back otherwise (-first +second):\n%s", name, diff[:min(len(diff), 4000)])
		}
	}
}

// Ids of the study win over what the file says.
func TestKnownGUIDs(t *testing.T) {
	t.Parallel()
	c := sample()
	opt := ReadOptions{
		Codes:     map[string]coding.CodeID{GUID(coding.CodeKind, "waard.hulp"): "waard.steun"},
		Documents: map[string]instruments.DocumentID{GUID(coding.DocumentKind, "R01"): "R01b"},
	}
	got, _ := readBytes(t, "x.qdpx", write(t, c), opt)
	if _, ok := got.Codebook.Code("waard.steun"); !ok || got.Documents[0].ID != "R01b" || got.Codings[0].Document != "R01b" {
		t.Errorf("codes %v, documents %v", got.Codebook.Codes, got.Documents)
	}
}

// sample is a small study with one of everything.
func sample() *coding.Corpus {
	d := transcript.Of("R01", "Interviewer: Hoe ging het?\nR01: Goed 😀, hij hielp mij.\n")
	d.ID, d.Kind, d.Respondent = "R01", instruments.Interview, "R01"
	c := &coding.Corpus{
		Info:        coding.StudyInfo{Name: "proef", Title: instruments.Text{NL: "Proef", EN: "Trial"}, Lang: "nl", Created: "2026-01-02T03:04:05Z", Changed: "2026-02-03T04:05:06.5Z"},
		Documents:   []instruments.Document{d},
		Coders:      []coding.Coder{{ID: "codeur1"}, {ID: "codeur2"}},
		Respondents: []instruments.Respondent{{ID: "R01", Type: instruments.Client, Role: "cliënt", Project: "p"}},
		Memos:       []coding.Memo{{ID: "m1", Type: "methode", Target: "study", Text: "Eerst lezen."}},
		Codebook: coding.TreeOf([]coding.Code{
			{ID: "waard", Name: instruments.Text{NL: "Waardering", EN: "Value"}, Order: 0},
			{ID: "waard.hulp", Parent: "waard", Name: instruments.Text{NL: "Hulp"}, Codable: true, Colour: "#1A9850", Order: 1},
		}),
		Groups: []coding.Group{{ID: "g", Name: "Alles", Documents: []instruments.DocumentID{"R01"}, Codes: []coding.CodeID{"waard.hulp"}}},
	}
	for _, coder := range []coding.CoderID{"codeur1", "codeur2"} {
		seg, err := coding.NewSegment(&d, 40, 54)
		if err != nil {
			panic(err) // the text above is too short
		}
		k := coding.Coding{Segment: seg, Code: "waard.hulp", Coder: coder, Origin: coding.ByHand, Weight: 50}
		k.ID = coding.NewCodingID(k)
		c.Codings = append(c.Codings, k)
	}
	slices.SortFunc(c.Codings, func(a, b coding.Coding) int { return cmp.Compare(a.Coder, b.Coder) })
	return c
}
