package report

import (
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meerzicht/coding"
)

// files are the bytes of everything that must be the same for the same study:
// page, csv, json, text, and the cells of the workbook.
func files(t *testing.T, r *Report) map[string]string {
	t.Helper()
	out := everything(t, r)
	for name := range out { // the archive's own parts may differ, its sheets not
		if len(name) > 4 && name[:4] == "xlsx" {
			delete(out, name)
		}
	}
	f := openBook(t, bookOf(t, r))
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for _, cell := range row {
				out["sheet "+sheet] += cell + "\x1f"
			}
			out["sheet "+sheet] += "\n"
		}
	}
	return out
}

// The same study gives the same files, also from another copy of it in memory.
func TestSameStudySameFiles(t *testing.T) {
	for _, o := range []Options{{Lang: nl}, {Lang: en, Audience: Intern, Quotes: true}} {
		a, b := files(t, built(t, realStudy(t), o)), files(t, built(t, realStudy(t), o))
		if len(a) < 60 {
			t.Errorf("only %d files", len(a))
		}
		for name := range a {
			if a[name] != b[name] {
				t.Errorf("%s differs: %s", name, cmp.Diff(a[name], b[name]))
			}
		}
	}
}

// The order in which a corpus lists its codings, fillings, documents and people
// does not change a figure, a mask or a sentence of the page.
func TestOrderOfTheCorpusDoesNotMatter(t *testing.T) {
	c := realStudy(t)
	want := built(t, c, Options{})
	random := rand.New(rand.NewPCG(1, 2))
	for range 3 {
		s := shuffled(c, random)
		got := built(t, s, Options{})
		if g, w := sentences(got), sentences(want); g != w {
			t.Errorf("sentences %q, want %q", g, w)
		}
		if len(got.Tables()) != len(want.Tables()) {
			t.Fatalf("%d tables, want %d", len(got.Tables()), len(want.Tables()))
		}
		for i, table := range want.Tables() {
			if g, w := written(t, got.Tables()[i], CSVFormat, nl), written(t, table, CSVFormat, nl); g != w {
				t.Errorf("%s: %s", table.ID, cmp.Diff(w, g))
			}
		}
	}
}

func shuffled(c *coding.Corpus, random *rand.Rand) *coding.Corpus {
	c = copied(c)
	random.Shuffle(len(c.Codings), func(i, j int) { c.Codings[i], c.Codings[j] = c.Codings[j], c.Codings[i] })
	random.Shuffle(len(c.Fillings), func(i, j int) { c.Fillings[i], c.Fillings[j] = c.Fillings[j], c.Fillings[i] })
	random.Shuffle(len(c.Documents), func(i, j int) { c.Documents[i], c.Documents[j] = c.Documents[j], c.Documents[i] })
	random.Shuffle(len(c.Respondents), func(i, j int) { c.Respondents[i], c.Respondents[j] = c.Respondents[j], c.Respondents[i] })
	return c
}

// Building and writing reports changes nothing in the corpus, so that several
// can be made at once; the race detector holds this test to its word.
func TestReportsInParallel(t *testing.T) {
	c := realStudy(t)
	before := copied(c)
	pages := make([]string, 4)
	var wait sync.WaitGroup
	for i := range pages {
		wait.Go(func() {
			r, err := Build(c, Options{Lang: nl, Audience: []Audience{Extern, Intern}[i%2]})
			if err != nil {
				t.Error(err)
				return
			}
			pages[i] = pageOf(t, r)
			bookOf(t, r)
		})
	}
	wait.Wait()
	if pages[0] == "" || pages[0] != pages[2] || pages[1] != pages[3] || pages[0] == pages[1] {
		t.Error("reports made at the same time differ from each other, or do not differ by audience")
	}
	if d := cmp.Diff(before.Fillings, c.Fillings); d != "" {
		t.Errorf("a report changed the corpus: %.400s", d)
	}
	if d := cmp.Diff(before.Respondents, c.Respondents); d != "" {
		t.Errorf("a report changed the corpus: %.400s", d)
	}
}

// One report may be written by several at once.
func TestOneReportWrittenInParallel(t *testing.T) {
	r := built(t, realStudy(t), Options{Audience: Intern})
	want := pageOf(t, r)
	var wait sync.WaitGroup
	for range 3 {
		wait.Go(func() {
			if pageOf(t, r) != want {
				t.Error("the page differs")
			}
			bookOf(t, r)
			for _, table := range r.Tables() {
				written(t, table, JSONFormat, en)
			}
		})
	}
	wait.Wait()
}
