package report

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/analysis/form"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// ticks sets what respondents mention: the activity, by the first n of them in
// the order of ids; every other answer becomes "not discussed".
func ticks(c *coding.Corpus, counts map[instruments.ActivityID]int) *coding.Corpus {
	c = copied(c)
	nth := 0
	for i, f := range c.Fillings {
		if f.Kind != instruments.ActivityFilling {
			continue
		}
		for j, r := range f.Responses {
			c.Fillings[i].Responses[j].State = instruments.NotDiscussed
			if nth < counts[r.Activity] {
				c.Fillings[i].Responses[j].State = instruments.Mentioned
			}
		}
		nth++
	}
	return c
}

// project puts everybody in one project, or by rule.
func project(c *coding.Corpus, of func(string) string) *coding.Corpus {
	c = copied(c)
	for i := range c.Respondents {
		c.Respondents[i].Project = of(c.Respondents[i].Project)
	}
	for i := range c.Trajectories {
		c.Trajectories[i].Project = of(c.Trajectories[i].Project)
	}
	return c
}

func sentenceIn(t *testing.T, c *coding.Corpus, lang instruments.Lang) string {
	t.Helper()
	return sentences(built(t, c, Options{Lang: lang, Audience: Intern}))
}

// swapped exchanges the answers about two activities in every checklist.
func swapped(c *coding.Corpus, x, y instruments.ActivityID) *coding.Corpus {
	c = copied(c)
	for _, f := range c.Fillings {
		i := slices.IndexFunc(f.Responses, func(r instruments.Response) bool { return r.Activity == x })
		j := slices.IndexFunc(f.Responses, func(r instruments.Response) bool { return r.Activity == y })
		if i >= 0 && j >= 0 {
			f.Responses[i].State, f.Responses[j].State = f.Responses[j].State, f.Responses[i].State
		}
	}
	return c
}

// raised makes n respondents mention an activity who did not, in order of id.
func raised(c *coding.Corpus, id instruments.ActivityID, n int) *coding.Corpus {
	c = copied(c)
	for _, f := range c.Fillings {
		for i := range f.Responses {
			if r := &f.Responses[i]; r.Activity == id && r.State != instruments.Mentioned && n > 0 {
				r.State = instruments.Mentioned
				n--
			}
		}
	}
	return c
}

// The quantity word is that of the study's table (all from 100 %, most from 51,
// some from 20 with two, a few below with two), its numbers beside it; one
// person is no quantity, and a withheld number gets no word.
func TestQuantityWords(t *testing.T) {
	set := emptyStudy(t, "reclassering-2020").Instruments
	for _, c := range []struct {
		n      int
		nl, en string
	}{
		{37, "alle respondenten (100 %, 37 van 37)", "all respondents (100%, 37 of 37)"},
		{36, "de meeste respondenten (97 %, 36 van 37)", "most respondents (97%, 36 of 37)"},
		{19, "de meeste respondenten (51 %, 19 van 37)", "most respondents (51%, 19 of 37)"},
		{18, "sommige respondenten (49 %, 18 van 37)", "some respondents (49%, 18 of 37)"},
		{8, "sommige respondenten (22 %, 8 van 37)", "some respondents (22%, 8 of 37)"},
		{7, "enkele respondenten (19 %, 7 van 37)", "a few respondents (19%, 7 of 37)"},
		{2, "enkele respondenten (5 %, 2 van 37)", "a few respondents (5%, 2 of 37)"},
		{1, "3 %, 1 van 37 respondenten", "3%, 1 of 37 respondents"},
		{0, "0 %, 0 van 37 respondenten", "0%, 0 of 37 respondents"},
	} {
		got := some(set, *share(c.n, 37))
		if spaces(got.NL) != c.nl || got.EN != c.en {
			t.Errorf("%d of 37: %q / %q, want %q / %q", c.n, spaces(got.NL), got.EN, c.nl, c.en)
		}
	}
	if w := quantifier(set, analysis.Figure{Count: 30, Base: 37, Reason: "<5"}); !w.IsZero() {
		t.Errorf("a withheld number is called %q", w.NL)
	}
	if w := quantifier(&instruments.Set{}, *share(30, 37)); !w.IsZero() {
		t.Errorf("a study without words says %q", w.NL)
	}
}

// The first sentence uses the word of its count.
func TestSentenceQuantityWords(t *testing.T) {
	whole := realStudy(t)
	for n, want := range map[int][2]string{
		0: {"De meeste respondenten (62 %, 23 van 37) noemen", "Most respondents (62%, 23 of 37) mention"},
		5: {"De meeste respondenten (76 %, 28 van 37) noemen", "Most respondents (76%, 28 of 37) mention"},
		3: {"De meeste respondenten (70 %, 26 van 37) noemen", "Most respondents (70%, 26 of 37) mention"},
	} {
		r := built(t, raised(whole, "D01", n), Options{Audience: Intern})
		for i, lang := range []instruments.Lang{nl, en} {
			r.Lang = lang
			if got := sentences(r); !strings.HasPrefix(got, want[i]) {
				t.Errorf("%d more: %.120q, want %q", n, got, want[i])
			}
		}
	}
}

// The order of the sentence is that of the counts, whatever activities they are.
func TestSentenceOrderFollowsTheCounts(t *testing.T) {
	whole := realStudy(t)
	for _, order := range [][3]instruments.ActivityID{{"D01", "A01", "C01"}, {"A01", "D01", "C01"}, {"B02", "A01", "C01"}, {"D01", "E01", "C01"}} {
		c := swapped(swapped(whole, "D01", order[0]), "A01", order[1])
		if order[0] == "A01" {
			c = swapped(whole, "D01", "A01")
		}
		first, _, _ := strings.Cut(sentenceIn(t, c, nl), "\n")
		last := -1
		for i, n := range []string{"23 van 37", "19 van 37"} {
			a, ok := whole.Instruments.Taxonomy.Activity(order[i])
			at := strings.Index(first, a.Label.NL)
			if !ok || at <= last || !strings.Contains(first, n) {
				t.Errorf("%v: %q stands at %d, after %d, or no %q, in %q", order, a.Label.NL, at, last, n, first)
			}
			last = at
		}
	}
}

// Two activities as often: neither is called the most mentioned, in either
// language.
func TestSentenceNoWinnerInATie(t *testing.T) {
	c := raised(realStudy(t), "A01", 4) // 19 + 4 = 23, as many as D01
	for _, lang := range []instruments.Lang{nl, en} {
		r := built(t, c, Options{Lang: lang, Audience: Intern})
		first, _, _ := strings.Cut(sentences(r), "\n")
		for _, claim := range []string{"vaakst", "mentioned most", "De meeste respondenten", "Most respondents"} {
			if strings.Contains(first, claim) {
				t.Errorf("%s: %q in a tie: %q", lang, claim, first)
			}
		}
		if n := strings.Count(first, map[instruments.Lang]string{nl: "23 van 37", en: "23 of 37"}[lang]); n != 2 {
			t.Errorf("%s: %d activities with 23 of 37 in %q, want 2", lang, n, first)
		}
	}
}

// When nothing was mentioned there is no sentence about activities, no chart and
// no number of nothing.
func TestSentenceOfNothing(t *testing.T) {
	r := built(t, ticks(realStudy(t), nil), Options{Audience: Intern})
	for _, s := range r.First.Sentences {
		if strings.Contains(s.NL, "vermeldingen") || strings.Contains(s.NL, "noemen") {
			t.Errorf("nothing was mentioned: %q", s.NL)
		}
	}
	if r.First.Chart != nil && r.First.Chart.shows() {
		t.Error("a chart of nothing on the first page")
	}
	for _, h := range r.First.Headlines {
		if strings.Contains(h.Big.NL+h.Note.NL, "NaN") || strings.Contains(h.Big.NL, "Inf") {
			t.Errorf("headline %+v", h)
		}
	}
}

// "Also without COSA" is said only where it is so, and only where there is such
// a project; a study of one project says nothing of the kind.
func TestSentenceWithoutAProject(t *testing.T) {
	whole := realStudy(t)
	has := "zonder COSA 1-op-1"
	if got := sentenceIn(t, whole, nl); !strings.Contains(got, "ook "+has) {
		t.Errorf("the study as it is: %q", got)
	}
	// Named by everyone in COSA and nobody else: first overall, not without.
	c := copied(whole)
	cosa := map[instruments.RespondentID]bool{}
	for _, r := range c.Respondents {
		cosa[r.ID] = strings.HasPrefix(r.Project, "COSA")
	}
	for i, f := range c.Fillings {
		for j := range f.Responses {
			if f.Responses[j].Activity == "E01" || f.Responses[j].Activity == "D01" {
				c.Fillings[i].Responses[j].State = instruments.NotDiscussed
				if cosa[f.Respondent] == (f.Responses[j].Activity == "D01") && (cosa[f.Respondent] || f.Respondent < "R24") {
					c.Fillings[i].Responses[j].State = instruments.Mentioned
				}
			}
		}
	}
	if got := sentenceIn(t, c, nl); strings.Contains(got, "het vaakst genoemd, ook "+has) {
		t.Errorf("nobody outside COSA mentions it: %q", got)
	}
	single := project(whole, func(string) string { return "Noord" })
	if got := sentenceIn(t, single, nl); strings.Contains(got, " zonder ") || !strings.Contains(got, "23 van 37") {
		t.Errorf("one project: %q", got)
	}
}

// A study without the project that the notes name, and a study of one project,
// have a first page that names no other project; where their groups are too
// small for a report, the refusal says so and what to do.
func TestSmallerStudies(t *testing.T) {
	whole := realStudy(t)
	for name, c := range map[string]*coding.Corpus{
		"two projects": kept(whole, func(r instruments.Respondent) bool { return !strings.HasPrefix(r.Project, "COSA") }),
		"one project":  project(whole, func(string) string { return "Noord" }),
	} {
		for _, a := range []Audience{Extern, Intern} {
			r, err := Build(c, Options{Audience: a})
			if err != nil {
				if text := instruments.Localized(err, nl); !errors.Is(err, instruments.ErrRefused) || !strings.Contains(text, "te klein") || !strings.Contains(text, "tip:") {
					t.Errorf("%s, %s: %v", name, a, err)
				}
				t.Logf("%s, %s: refused", name, a)
				continue
			}
			writesAll(t, r)
			if got := sentences(r); len(r.First.Sentences) == 0 || strings.Contains(got, "COSA") || strings.Contains(got, " zonder ") {
				t.Errorf("%s, %s: first page %q", name, a, got)
			}
		}
	}
}

// The report may be without other projects than those that the literature names.
func TestOptionsWithout(t *testing.T) {
	c := realStudy(t)
	var other string
	for _, r := range c.Respondents {
		if !strings.HasPrefix(r.Project, "COSA") {
			other = r.Project
		}
	}
	r := built(t, c, Options{Audience: Intern, Without: []string{other}})
	table, _ := r.Table("activities")
	if got := columnsLike(table, analysis.WithoutPrefix); len(got) != 1 || got[0] != analysis.WithoutPrefix+other {
		t.Errorf("columns %q, want one without %s", got, other)
	}
	if got := sentences(r); strings.Contains(got, "zonder COSA") {
		t.Errorf("without %s: %q", other, got)
	}
	if got := sentences(built(t, c, Options{Audience: Intern, Without: []string{}})); strings.Contains(got, " zonder ") {
		t.Errorf("without nothing: %q", got)
	}
}

// Every number of every sentence adds up: "p %, a van b" is a of b in whole per
// cents, no more than b, in both languages; no word of the other language.
func TestSentenceNumbersAddUp(t *testing.T) {
	whole := realStudy(t)
	corpora := map[string]*coding.Corpus{
		"whole":   whole,
		"swapped": swapped(whole, "D01", "B02"),
		"tie":     raised(whole, "A01", 4),
	}
	pattern := map[instruments.Lang]*regexp.Regexp{
		nl: regexp.MustCompile(`\((\d+) %, (\d+) van (\d+)\)`), en: regexp.MustCompile(`\((\d+)%, (\d+) of (\d+)\)`),
	}
	foreign := map[instruments.Lang][]string{nl: {" of the ", " mention", "Most", "trajectories"}, en: {" van ", "noemen", "meeste", "trajecten", " %"}}
	for name, c := range corpora {
		r := built(t, c, Options{Audience: Intern})
		for lang, re := range pattern {
			r.Lang = lang
			text := sentences(r)
			found := re.FindAllStringSubmatch(text, -1)
			if len(found) < 3 {
				t.Errorf("%s, %s: %d numbers in %q", name, lang, len(found), text)
			}
			for _, m := range found {
				p, _ := strconv.Atoi(m[1])
				a, _ := strconv.Atoi(m[2])
				b, _ := strconv.Atoi(m[3])
				if a > b || (200*a+b)/(2*b) != p {
					t.Errorf("%s, %s: %s", name, lang, m[0])
				}
			}
			for _, w := range foreign[lang] {
				if strings.Contains(text, w) {
					t.Errorf("%s, %s: %q in %q", name, lang, w, text)
				}
			}
		}
	}
}

// The same style of numbers and dates on the whole page: "62 %" and 15-07-2020
// in Dutch, "62%" and 15 July 2020 in English, never the other.
func TestNumberStyleOfThePage(t *testing.T) {
	r := built(t, realStudy(t), Options{})
	for lang, c := range map[instruments.Lang]struct {
		wrong *regexp.Regexp
		date  string
		no    string
	}{
		nl: {regexp.MustCompile(`\d%[^-]|\b0\.\d+ `), "15-07-2020", "July"},
		en: {regexp.MustCompile(`\d[ \x{a0}]%|\b\d+,\d\b`), "15 July 2020", "15-07-2020"},
	} {
		r.Lang = lang
		text := legible(visible(pageOf(t, r)))
		if bad := c.wrong.FindAllStringIndex(text, 3); bad != nil {
			for _, at := range bad {
				t.Errorf("%s: %q", lang, text[max(0, at[0]-40):min(len(text), at[1]+20)])
			}
		}
		if !strings.Contains(text, c.date) || strings.Contains(text, c.no) {
			t.Errorf("%s: the date is not written as %s", lang, c.date)
		}
	}
}

// The form sentence names the largest class, and only when it is the largest:
// of 24 dyads form 3 has 8 and form 1 has 7 (domain.md 7.5); moving dyads of no
// single form to form 1 makes a tie, and a second one takes the claim away.
func TestFormSentence(t *testing.T) {
	c := realStudy(t)
	var spare []instruments.DyadID
	for _, a := range form.All(c) {
		if a.Class == form.Mixed {
			spare = append(spare, a.Dyad.ID)
		}
	}
	for n, want := range []string{"de grootste groep bij vorm 3", "zijn vorm", "vorm 3"} {
		if n > len(spare) {
			t.Fatalf("%d mixed dyads", len(spare))
		}
		c.Overrides = nil
		for _, id := range spare[:n] {
			c.Overrides = append(c.Overrides, coding.Override{Dyad: id, Class: "form1", By: "x", Memo: "y"})
		}
		got := sentenceIn(t, c, nl)
		last := got[strings.LastIndex(got, "\n")+1:]
		if !strings.Contains(last, want) || !strings.Contains(last, "8 van 24") || n == 1 && strings.Contains(last, "grootste") || n == 2 && strings.Contains(last, "grootste groep bij vorm 3") {
			t.Errorf("%d dyads moved: %q, want %q", n, last, want)
		}
	}
}
