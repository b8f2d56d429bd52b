package transcript

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"meerzicht/instruments"
	"meerzicht/instruments/transcript/pdf"
)

// canned is a Reader whose PDFs hold these pages.
func canned(pages ...string) Reader {
	return Reader{PDF: func([]byte) (string, error) { return strings.Join(pages, "\f"), nil }}
}

// What surely runs on from page to page is left out and counted; the rest stays.
func TestRunningHeads(t *testing.T) {
	for _, c := range []struct {
		name    string
		pages   []string
		text    string
		omitted string
	}{
		{"one page", []string{"Kop\na\n1"}, "Kop\na\n1", "[]"},
		{"page numbers", []string{"a\n\n3", "B\n\n4", "C\n\n5"}, "a\nB\nC", "[{footer 3}]"},
		{"page numbers in words", []string{"Pagina 1 van 2\n\nA", "Pagina 2 van 2\n\nB"}, "A\nB", "[{header 2}]"},
		{"the first page has none", []string{"A", "B\n- 2 -", "C\n- 3 -"}, "A\nB\nC", "[{footer 2}]"},
		{"numbers that do not count on", []string{"A\n3", "B\n9", "C\n4"}, "A\n3\nB\n9\nC\n4", "[]"},
		{"the same heading", []string{"Interview 4\nA", "Interview 4\nB", "Interview 4\nC"}, "A\nB\nC", "[{header 3}]"},
		{"left and right", []string{"Links 1\nA", "Rechts 2\nB", "Links 3\nC", "Rechts 4\nD", "Links 5\nE", "Rechts 6\nF"}, "A\nB\nC\nD\nE\nF", "[{header 6}]"},
		{"heading and number", []string{"Kopregel\n1\nA", "Kopregel\n2\nB", "Kopregel\n3\nC"}, "A\nB\nC", "[{header 6}]"},
		{"twice is not sure", []string{"Kopregel\nA", "Kopregel\nB"}, "Kopregel\nA\nKopregel\nB", "[]"},
		{"spoken again and again", []string{"Ja, dat klopt.\nA", "Ja, dat klopt.\nB", "Ja, dat klopt.\nC"}, "Ja, dat klopt.\nA\nJa, dat klopt.\nB\nJa, dat klopt.\nC", "[]"},
		{"a label on its own line", []string{"Respondent:\nA", "Respondent:\nB", "Respondent:\nC"}, "Respondent:\nA\nRespondent:\nB\nRespondent:\nC", "[]"},
		{"a sentence runs on", []string{"dat was toen", "heel gewoon, en", "Anna vond,", "dat ook"}, "dat was toen heel gewoon, en\nAnna vond, dat ook", "[]"},
		{"a word is broken off", []string{"reclasse-", "ring"}, "reclasse-\nring", "[]"},
		{"empty pages", []string{"", "a", "\n\n", "B"}, "a\nB", "[]"},
	} {
		doc, problems := canned(c.pages...).Read("a.pdf", []byte("%PDF-1.7"))
		if err := problems.Err(); err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if doc.Text != c.text || fmt.Sprint(doc.Omitted) != c.omitted {
			t.Errorf("%s: %q %v, want %q %s", c.name, doc.Text, doc.Omitted, c.text, c.omitted)
		}
		checkWhole(t, doc)
	}
}

// Every PDF is to be checked before it is coded, and characters that were lost
// are told.
func TestPDFNotes(t *testing.T) {
	doc, problems := canned("I: dag\ufffd\r\nR: \xff").Read("map/a.pdf", []byte("%PDF-1.7"))
	nl, en := problems.In(instruments.Dutch), problems.In(instruments.English)
	if problems.Err() != nil || !strings.Contains(nl, "controleer de tekst vóór het coderen") || !strings.Contains(en, "check the text before coding") {
		t.Errorf("%s\n%s", nl, en)
	}
	if !strings.Contains(nl, "a.pdf: Tekens") || !strings.Contains(nl, "�: 2") || doc.Decoder != "pdf" || doc.Text != "I: dag\ufffd\nR: \ufffd" {
		t.Errorf("%s %q %s", nl, doc.Text, doc.Decoder)
	}
}

// Without a PDF function the advice is to find the source; with one, its own
// refusal is told.
func TestPDFRefused(t *testing.T) {
	fails := func(err error) Reader { return Reader{PDF: func([]byte) (string, error) { return "", err }} }
	for name, c := range map[string]struct {
		reader Reader
		nl     string
	}{
		"none":     {Reader{}, "kan hier niet gelezen"},
		"scan":     {fails(pdf.Scan.Refusal()), "dit is een scan"},
		"password": {fails(fmt.Errorf("x: %w", pdf.Encrypted.Refusal())), "wachtwoord"},
		"other":    {fails(errors.New("stuk")), "niet te lezen"},
		"empty":    {canned(" ", "\n"), "leeg"},
		"large":    {canned(strings.Repeat("woord ", maxText/6+1)), "langer dan"},
	} {
		doc, problems := c.reader.Read("a.pdf", []byte("%PDF-1.7"))
		if len(problems) != 1 || problems.Err() == nil || doc.Text != "" {
			t.Errorf("%s: %v", name, problems)
			continue
		}
		p := problems[0]
		if p.File != "a.pdf" || !strings.Contains(strings.ToLower(p.What.NL), c.nl) || p.Hint.NL == "" || p.Hint.EN == p.Hint.NL {
			t.Errorf("%s: %+v", name, p)
		}
	}
}
