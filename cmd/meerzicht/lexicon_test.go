package main

import (
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/coding/lexicon"
	"meerzicht/instruments"
	"meerzicht/study"
	"meerzicht/testdata"
)

var update = flag.Bool("update", false, "rewrite what tests compare with")

const (
	lexiconPage  = "../../docs/lexicon.md"
	figuresBegin = "<!-- figures: go test ./cmd/meerzicht -run TestLexiconQuality -update -->"
	figuresEnd   = "<!-- end of figures -->"
)

// TestLexiconQuality measures the dictionary rules against the gold file of the
// replication study, on the interviews the rules were tuned on (odd numbers)
// and on those nobody looked at (even numbers), and insists that docs/lexicon.md
// states those figures. The floor is far below them: it catches rules that
// broke, not rules that got a little worse.
func TestLexiconQuality(t *testing.T) {
	c := demoCorpus(t, study.WithTexts())
	found, err := suggest(context.Background(), c, func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	gold := goldFile(t)
	tuned, held := halves(c)
	page := qualityPage(gold, found, tuned, held)
	t.Log("\n" + page)
	q := lexicon.Evaluate(gold, found, lexicon.EvaluateOptions{Level: lexicon.ByDocument, Prefix: coding.ActivityPrefix, Documents: held})
	if f := q.Micro.F1.Value; f == nil || *f < 0.5 {
		t.Errorf("micro F1 on held-out interviews: %v", share(q.Micro.F1))
	}
	compareFigures(t, page)
}

func goldFile(t testing.TB) []lexicon.Gold {
	t.Helper()
	f, err := testdata.Study().Open(testdata.GoldFile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []lexicon.Gold
	for _, r := range rows[1:] {
		start, err1 := strconv.Atoi(r[1])
		end, err2 := strconv.Atoi(r[2])
		if err1 != nil || err2 != nil {
			t.Fatalf("gold row %q", r)
		}
		out = append(out, lexicon.Gold{Document: instruments.DocumentID(r[0]), Start: start, End: end, Code: coding.CodeID(r[4]), Kind: lexicon.Kind(r[5])})
	}
	return out
}

// halves splits the interviews by the number of the respondent: odd, even.
func halves(c *coding.Corpus) (odd, even []instruments.DocumentID) {
	for _, d := range c.Documents {
		n, err := strconv.Atoi(strings.TrimPrefix(string(d.Respondent), "R"))
		switch {
		case err != nil:
		case n%2 == 1:
			odd = append(odd, d.ID)
		default:
			even = append(even, d.ID)
		}
	}
	return odd, even
}

func qualityPage(gold []lexicon.Gold, found []lexicon.Suggestion, tuned, held []instruments.DocumentID) string {
	evaluate := func(docs []instruments.DocumentID, level lexicon.Level, prefix string) lexicon.Quality {
		return lexicon.Evaluate(gold, found, lexicon.EvaluateOptions{Level: level, Prefix: prefix, Documents: docs})
	}
	var b strings.Builder
	b.WriteString("| interviews | codes | level | precision | recall | F1 | macro F1 |\n| --- | --- | --- | --- | --- | --- | --- |\n")
	for _, part := range []struct {
		name string
		docs []instruments.DocumentID
	}{{"tuned on (odd)", tuned}, {"held out (even)", held}} {
		for _, codes := range [][2]string{{"activities", "act."}, {"goals and constructs", "doel."}, {"facets of signalling", "sig."}, {"indicators", "ind."}} {
			for _, level := range []lexicon.Level{lexicon.ByDocument, lexicon.ByStretch} {
				q := evaluate(part.docs, level, codes[1])
				fmt.Fprintf(&b, "| %s, %d | %s | %s | %s | %s | %s | %s |\n", part.name, len(part.docs), codes[0], level,
					share(q.Micro.Precision), share(q.Micro.Recall), share(q.Micro.F1), share(q.Macro.F1))
			}
		}
	}
	b.WriteString("\nPer activity, held-out interviews, document level:\n\n| activity | support | found | precision | recall | F1 |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, k := range evaluate(held, lexicon.ByDocument, "act.").Codes {
		fmt.Fprintf(&b, "| %s | %d | %d | %s | %s | %s |\n", k.Code, k.Support, k.Found, share(k.Precision), share(k.Recall), share(k.F1))
	}
	b.WriteString("\nStretches that only seem to be mentions, held-out interviews:\n\n| kind | n | suggested | of which marked |\n| --- | --- | --- | --- |\n")
	for _, d := range evaluate(held, lexicon.ByStretch, "act.").Distractors {
		fmt.Fprintf(&b, "| %s | %d | %d | %d |\n", d.Kind, d.N, d.Hit, d.Marked)
	}
	return b.String()
}

func share(s lexicon.Share) string {
	if s.Value == nil {
		return "–"
	}
	return strconv.FormatFloat(*s.Value, 'f', 3, 64)
}

func compareFigures(t *testing.T, figures string) {
	t.Helper()
	data, err := os.ReadFile(lexiconPage)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok1 := strings.Cut(string(data), figuresBegin)
	old, after, ok2 := strings.Cut(rest, figuresEnd)
	switch want := "\n" + figures; {
	case !ok1 || !ok2:
		t.Fatalf("%s lacks the markers of the figures", lexiconPage)
	case *update:
		if err := os.WriteFile(lexiconPage, []byte(before+figuresBegin+want+figuresEnd+after), fs.ModePerm&0o644); err != nil {
			t.Fatal(err)
		}
	case old != want:
		t.Errorf("%s states other figures; run with -update and read them", lexiconPage)
	}
}
