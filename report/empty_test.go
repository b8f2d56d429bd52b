package report

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// emptyStudy is a study just made, with the instruments of a template.
func emptyStudy(t testing.TB, template string) *coding.Corpus {
	t.Helper()
	set, err := instruments.Builtin(template)
	if err != nil {
		t.Fatal(err)
	}
	return &coding.Corpus{Instruments: set, Codebook: coding.NewCodebook(set), Info: coding.StudyInfo{Name: "leeg", Lang: nl}}
}

// lacks takes one kind of thing out of a whole study, or leaves only one kind in.
func lacks() map[string]func(*coding.Corpus) {
	isList := func(k instruments.FillingKind) func(*coding.Corpus) {
		return func(c *coding.Corpus) {
			c.Fillings = slices.DeleteFunc(c.Fillings, func(f instruments.Filling) bool { return f.Kind == k })
		}
	}
	return map[string]func(*coding.Corpus){
		"dyads": func(c *coding.Corpus) { // neither lists nor codings about a dyad
			isList(instruments.IndicatorFilling)(c)
			c.Codings = slices.DeleteFunc(c.Codings, func(k coding.Coding) bool { return k.Dyad != "" })
		},
		"checklists":   isList(instruments.ActivityFilling),
		"codings":      func(c *coding.Corpus) { c.Codings = nil },
		"respondents":  func(c *coding.Corpus) { c.Respondents = nil },
		"trajectories": func(c *coding.Corpus) { c.Trajectories = nil },
		"documents":    func(c *coding.Corpus) { c.Documents = nil },
		"focus groups": func(c *coding.Corpus) {
			c.Documents = slices.DeleteFunc(c.Documents, func(d instruments.Document) bool { return d.Kind == instruments.FocusGroup })
		},
		"codebook": func(c *coding.Corpus) { c.Codebook = coding.Codebook{} },
		"goals":    func(c *coding.Corpus) { changed(c).Taxonomy.Goals = nil },
		"activities": func(c *coding.Corpus) {
			changed(c).Taxonomy.Activities = nil
		},
		"forms":      func(c *coding.Corpus) { changed(c).List.Forms = nil },
		"indicators": func(c *coding.Corpus) { changed(c).List.Indicators = nil },
		"plan":       func(c *coding.Corpus) { changed(c).Plan.PerCell = 0 },
		"words":      func(c *coding.Corpus) { changed(c).Quantity = nil },
		"projects": func(c *coding.Corpus) {
			for i := range c.Respondents {
				c.Respondents[i].Project = ""
			}
			for i := range c.Trajectories {
				c.Trajectories[i].Project = ""
			}
		},
		"information": func(c *coding.Corpus) { c.Info = coding.StudyInfo{} },
		"all but documents": func(c *coding.Corpus) {
			c.Respondents, c.Trajectories, c.Fillings, c.Codings = nil, nil, nil, nil
		},
		"all but lists": func(c *coding.Corpus) {
			c.Respondents, c.Trajectories, c.Documents, c.Codings = nil, nil, nil, nil
		},
	}
}

// changed gives a corpus instruments of its own, to take something out of.
func changed(c *coding.Corpus) *instruments.Set {
	set := *c.Instruments
	c.Instruments = &set
	return &set
}

// writesAll makes every file of a report; a panic or an error is the test's.
func writesAll(t *testing.T, r *Report) {
	t.Helper()
	var b bytes.Buffer
	if err := r.HTML(&b); err != nil {
		t.Errorf("page: %v", err)
	}
	if err := r.Workbook(&b); err != nil {
		t.Errorf("workbook: %v", err)
	}
	for _, table := range r.Tables() {
		for _, f := range []Format{TextFormat, CSVFormat, JSONFormat} {
			if err := WriteTable(&b, table, f, r.Lang); err != nil {
				t.Errorf("%s as %s: %v", table.ID, f, err)
			}
		}
	}
}

// Whatever a study lacks, every file is written for both audiences, and nothing
// that is shown is empty. The one thing that may happen instead is a refusal of
// an external report, with words and a hint.
func TestReportWithoutSomething(t *testing.T) {
	whole := realStudy(t)
	refused := 0
	for name, take := range lacks() {
		for _, o := range []Options{{Lang: nl}, {Lang: en, Audience: Intern, Quotes: true}} {
			if o.Audience == Intern && slices.Contains([]string{"checklists", "activities", "plan", "words"}, name) {
				continue // slow to protect, or no different inside the team
			}
			c := copied(whole)
			take(c)
			r, err := Build(c, o)
			if err != nil {
				refused++
				if o.Audience == Intern || !errors.Is(err, instruments.ErrRefused) || !strings.Contains(instruments.Localized(err, nl), "tip:") {
					t.Errorf("without %s: %v", name, err)
				}
				continue
			}
			writesAll(t, r)
			nothingEmpty(t, name, r)
		}
	}
	if refused > 3 {
		t.Errorf("%d of the reports were refused", refused)
	}
	for _, template := range []string{"leeg", "reclassering-2020"} {
		for _, o := range []Options{{Lang: nl}, {Lang: en, Audience: Intern}} {
			r := built(t, emptyStudy(t, template), o)
			writesAll(t, r)
			nothingEmpty(t, template, r)
		}
	}
}

// A section that has nothing to count says so in words, or is not there: it
// never shows an empty table or an empty chart.
func TestEmptySectionsSayWhy(t *testing.T) {
	for _, c := range []struct {
		without, section, nl, en string
	}{
		{"checklists", "activities", "Er zijn nog geen ingevulde activiteitenlijsten.", "There are no filled activity checklists yet."},
		{"dyads", "forms", "Er zijn nog geen ingevulde indicatorenlijsten.", "There are no filled indicator lists yet."},
	} {
		corpus := realStudy(t)
		lacks()[c.without](corpus)
		r := built(t, corpus, Options{Audience: Intern})
		for lang, want := range map[instruments.Lang]string{nl: c.nl, en: c.en} {
			r.Lang = lang
			text := section(t, r, c.section)
			if !strings.Contains(text, want) {
				t.Errorf("without %s, %s: %.200q does not say %q", c.without, lang, text, want)
			}
			if strings.Contains(text, "0 %") || strings.Contains(text, "0%") || strings.Contains(text, "NaN") {
				t.Errorf("without %s, %s: a number of nothing in %.200q", c.without, lang, text)
			}
		}
	}
}

// Without codings no section about what was said stands in the report, and the
// method says that there are none.
func TestNoCodingsNoThemes(t *testing.T) {
	c := realStudy(t)
	c.Codings = nil
	r := built(t, c, Options{})
	for _, s := range r.Sections {
		if slices.Contains([]string{"valuation", "added-value", "bottlenecks", "conditions", "reflection", "support"}, s.ID) {
			t.Errorf("a section %s without codings", s.ID)
		}
	}
	if text := section(t, r, "m-coding"); !strings.Contains(text, "Er zijn 0 coderingen") {
		t.Errorf("the method does not say that there are none: %.200q", text)
	}
	if len(r.First.Sentences) != 3 {
		t.Errorf("%d sentences: checklists and dyads are still there", len(r.First.Sentences))
	}
}

// nothingEmpty checks what is shown: no block without contents, no chart without
// a mark, no table without a row, no sentence or title without words.
func nothingEmpty(t *testing.T, name string, r *Report) {
	t.Helper()
	for _, s := range r.Sections {
		if s.Title.NL == "" || s.Title.EN == "" || len(s.Blocks) == 0 {
			t.Errorf("without %s: section %s is empty", name, s.ID)
		}
		for i, b := range s.Blocks {
			checkBlock(t, name, s.ID, i, b)
		}
	}
	for _, s := range r.First.Sentences {
		if strings.TrimSpace(s.NL) == "" || strings.TrimSpace(s.EN) == "" || strings.Contains(s.NL+s.EN, "%!") {
			t.Errorf("without %s: sentence %q / %q", name, s.NL, s.EN)
		}
	}
}

func checkBlock(t *testing.T, name, section string, i int, b Block) {
	t.Helper()
	set := 0
	for _, has := range []bool{!b.Heading.IsZero(), !b.Para.IsZero(), len(b.List) > 0, b.Chart != nil, b.Table != nil, len(b.Terms) > 0} {
		if has {
			set++
		}
	}
	if set != 1 {
		t.Errorf("without %s: block %d of %s has %d kinds of contents", name, i, section, set)
	}
	if b.Chart != nil && !b.Chart.shows() {
		t.Errorf("without %s: %s draws nothing", name, b.Chart.ID)
	}
	if b.Table != nil && (len(b.Table.Rows) == 0 || len(b.Table.Columns) == 0) {
		t.Errorf("without %s: table %s is empty", name, b.Table.ID)
	}
	for _, text := range append([]instruments.Text{b.Heading, b.Para}, b.List...) {
		if (text.NL == "") != (text.EN == "") || strings.Contains(text.NL+text.EN, "%!") {
			t.Errorf("without %s: %s says %q / %q", name, section, text.NL, text.EN)
		}
	}
}
