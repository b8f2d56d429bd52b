package archive_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report/archive"
)

// secret stands for every word of an interview and of who worked on it.
const secret = "GEHEIM"

func both(dutch, english string) instruments.Text { return instruments.Text{NL: dutch, EN: english} }

func document(id, who, text string) instruments.Document {
	sum := sha256.Sum256([]byte(text))
	return instruments.Document{
		ID: instruments.DocumentID(id), Kind: instruments.Interview, Respondent: instruments.RespondentID(who), Title: secret + " titel", Text: text,
		TextSHA256: hex.EncodeToString(sum[:]), Length: utf8.RuneCountInString(text), Words: len(strings.Fields(text)), Decoder: "utf-8",
		Source: instruments.Source{Name: secret + ".docx", SHA256: strings.Repeat("ab", 32), Size: 10}, Attributes: map[string]string{"regio": "noord"},
	}
}

// sample is a study with something of everything, and ids that make poor names of
// files.
func sample(t testing.TB) *coding.Corpus {
	t.Helper()
	set, err := instruments.Builtin("reclassering-2020")
	if err != nil {
		t.Fatal(err)
	}
	c := &coding.Corpus{
		Instruments: set, Codebook: coding.NewCodebook(set), Coders: []coding.Coder{{ID: "codeur1", Note: secret}},
		Info: coding.StudyInfo{
			Name: "proef", Title: both("Een proef met <b>é</b> & 😀", "A trial"), Notice: both("Fictieve gegevens", "Invented data"),
			Lang: instruments.Dutch, Created: "2020-01-06T09:00:00Z", Changed: "2020-07-15T16:30:00Z", Events: 2, Head: strings.Repeat("0f", 32),
		},
		Trajectories: []instruments.Trajectory{{ID: "T01", Project: "LJR", StartContact: "ja"}},
		Memos:        []coding.Memo{{ID: "m1", Type: "methode", Target: "study", Text: secret}},
		Groups:       []coding.Group{{ID: "g1", Name: "groep", Documents: []instruments.DocumentID{"R01"}}},
	}
	for i, id := range []string{"../../etc/passwd", "CON", "R01", "R02", "R03", "R04", "R05", "R06", "r01", "één 😀"} {
		who := "P" + string(rune('A'+i))
		c.Documents = append(c.Documents, document(id, who, "Interviewer: "+secret+" wat doet u?\nRespondent: samen eten 😀.\n"))
		c.Respondents = append(c.Respondents, instruments.Respondent{ID: instruments.RespondentID(who), Type: "vrijwilliger", Role: "vrijwilliger", Project: "LJR", Trajectories: []instruments.TrajectoryID{"T01"}, Consent: "ja"})
		c.Fillings = append(c.Fillings, instruments.Filling{
			ID: instruments.FillingID(instruments.ActivityFilling, who, "codeur1"), Kind: instruments.ActivityFilling, Respondent: instruments.RespondentID(who), Coder: "codeur1", Date: "2020-03-0" + string(rune('1'+i%9)),
			Responses: []instruments.Response{
				{Activity: "A01", State: []instruments.State{instruments.Mentioned, instruments.NotDiscussed}[i%2], Remark: secret},
				{Activity: "A02", State: []instruments.State{instruments.Mentioned, instruments.Denied}[min(i, 1)]},
			},
		})
		start := strings.Index(c.Documents[i].Text, "samen")
		c.Codings = append(c.Codings, coding.Coding{
			ID: coding.CodingID(id), Code: "act.A01", Coder: "codeur1", Origin: coding.ByHand, Memo: secret, Matched: secret,
			Segment: coding.Segment{Document: instruments.DocumentID(id), Start: start, End: start + 10, Quotation: "samen eten", Prefix: secret, Suffix: secret},
		})
	}
	dyad := instruments.Dyad{ID: "T01/V", Trajectory: "T01", Role: "toezichthouder", Name: "V–toezichth."}
	c.Fillings = append(c.Fillings, instruments.Filling{
		ID: instruments.FillingID(instruments.IndicatorFilling, "T01/V", "codeur1"), Kind: instruments.IndicatorFilling, Dyad: dyad, Coder: "codeur1",
		Ratings: []instruments.Rating{{Indicator: "K1", Value: "1", Remark: secret, Evidence: []instruments.Evidence{{Respondent: "PC", Value: "1", Quotation: secret}}}},
	})
	for i := range c.Codebook.Codes {
		c.Codebook.Codes[i].Example = both(secret, secret)
	}
	return c
}

// events is a log of two lines.
func events(line func([]byte) error) error {
	if err := line([]byte(`{"seq":1,"payload":{"changes":[]}}`)); err != nil {
		return err
	}
	return line([]byte(`{"seq":2,"payload":{"after":"` + secret + `"}}`))
}

func parts(t testing.TB) archive.Parts {
	return archive.Parts{
		Corpus: sample(t), Log: events, Program: "Meerzicht 0.3.0",
		Files: []archive.File{{Name: "report/rapport.html", What: both("het rapport", "the report"), Write: func(w io.Writer) error {
			_, err := io.WriteString(w, "<html></html>")
			return err
		}}},
	}
}

func written(t testing.TB, p archive.Parts) (string, []string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "archief")
	names, err := archive.Write(context.Background(), dir, p)
	if err != nil {
		t.Fatal(err)
	}
	return dir, names
}

func content(t testing.TB, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
