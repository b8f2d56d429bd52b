package analysis_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// study builds random studies with everything a real one may have gone wrong
// with: people without a project, a checklist, an interview or a trajectory,
// several coders, unknown activities and codes, classes that a person set.
type study struct {
	*rand.Rand
	c *coding.Corpus
}

func (s study) one(of ...string) string { return of[s.IntN(len(of))] }

func randomStudy(seed uint64, people int) *coding.Corpus {
	s := study{rand.New(rand.NewPCG(seed, 1)), small()}
	s.c.Respondents, s.c.Documents, s.c.Fillings = nil, nil, nil
	s.c.Instruments.Taxonomy.Activities = append(s.c.Instruments.Taxonomy.Activities, instruments.Activity{ID: "C1", Primary: "zonder", Expected: "beperkt"}, instruments.Activity{ID: "C2"})
	s.c.Codebook = coding.NewCodebook(s.c.Instruments)
	for i := range people {
		s.person(fmt.Sprintf("R%02d", i))
	}
	for i := range s.IntN(5) {
		s.c.Trajectories = append(s.c.Trajectories, instruments.Trajectory{ID: instruments.TrajectoryID(fmt.Sprintf("T%d", i)), Project: s.one("Noord", "Zuid")})
	}
	for i, kind := range []instruments.DocumentKind{instruments.FocusGroup, instruments.Literature, instruments.Other, instruments.Interview}[:s.IntN(5)] {
		s.c.Documents = append(s.c.Documents, instruments.Document{ID: instruments.DocumentID(fmt.Sprintf("D%d", i)), Kind: kind})
	}
	for i := range s.IntN(6) {
		s.dyad(fmt.Sprintf("T%d", i))
	}
	for range 3 * len(s.c.Documents) {
		s.coding()
	}
	return s.c
}

func (s study) person(id string) {
	who := instruments.Respondent{
		ID: instruments.RespondentID(id), Project: s.one("Noord", "Zuid", "West", ""), Type: instruments.RespondentType(s.one("vrijwilliger", "professional", "client", "buur")),
		Role: instruments.Role(s.one("toezichthouder", "cirkelcoördinator", "")),
	}
	for i := range s.IntN(3) {
		who.Trajectories = append(who.Trajectories, instruments.TrajectoryID(fmt.Sprintf("T%d", i+s.IntN(3)*2)))
	}
	s.c.Respondents = append(s.c.Respondents, who)
	if s.IntN(6) > 0 {
		s.c.Documents = append(s.c.Documents, instruments.Document{ID: instruments.DocumentID(id), Kind: instruments.Interview, Respondent: who.ID})
	}
	for _, coder := range [][]string{nil, {"anna"}, {"anna"}, {"bert", "anna"}, {"bert", "consensus"}}[s.IntN(5)] {
		s.c.Fillings = append(s.c.Fillings, checklist(id, coder, s.ticks()...))
	}
}

func (s study) ticks() []string {
	var out []string
	for _, a := range []string{"A1", "A2", "B1", "B2", "C1", "C2", "Z9"} {
		switch s.IntN(5) {
		case 0, 1:
			out = append(out, a)
		case 2:
			out = append(out, "!"+a)
		}
	}
	return out
}

func (s study) dyad(trajectory string) {
	vector := ""
	for range 10 {
		vector += s.one("1", "1", "2", "3", "-")
	}
	name := s.one("V–toezichth.", "V–cirkelcoörd.", "V–iemand")
	for _, coder := range []string{"anna", "bert"}[:1+s.IntN(2)] {
		s.c.Fillings = append(s.c.Fillings, dyadFilling(trajectory, name, coder, vector))
		if name == "V–iemand" {
			s.c.Fillings[len(s.c.Fillings)-1].Dyad.Role = ""
		}
	}
	if s.IntN(2) == 0 {
		class := s.one("form1", "form3", "mixed", "mixed1/3", "insufficient", "geen vorm")
		s.c.Overrides = append(s.c.Overrides, coding.Override{Dyad: instruments.NewDyadID(instruments.TrajectoryID(trajectory), name), Class: class, By: "anna", Memo: "gezien"})
	}
}

func (s study) coding() {
	doc := s.c.Documents[s.IntN(len(s.c.Documents))].ID
	code(s.c, string(doc), s.one("act.A1", "act.B1", "act.C2", "act.X7", "waard.W1", "waard.W1.1", "waard.W1.2", "weg", "ind.K1.2"), coding.CoderID(s.one("anna", "bert", "lexicon")))
	s.c.Codings[len(s.c.Codings)-1].Start = s.IntN(4)
}

// tables are all tables of a study.
func tables(c *coding.Corpus, o analysis.Options) []analysis.Table {
	return []analysis.Table{
		analysis.Activities(c, o), analysis.Goals(c, o), analysis.Forms(c), analysis.FormGoals(c), analysis.FormValuation(c, ""),
		analysis.Concordance(c, o), analysis.ConcordanceByRespondent(c, o), analysis.Triads(c, o), analysis.Sample(c),
		analysis.CodesByType(c, "waardering", o), analysis.CodesByType(c, "", o), analysis.Expectation(c, o), analysis.Cooccurrence(c, o), analysis.Saturation(c, o),
	}
}

// complaints are all rules that tables break.
type complaints []string

func (c *complaints) add(format string, args ...any) { *c = append(*c, fmt.Sprintf(format, args...)) }

func rulesOf(all []analysis.Table) complaints {
	var out complaints
	at := map[string]*analysis.Table{}
	for i := range all {
		at[all[i].ID] = &all[i]
	}
	for i := range all {
		out.table(&all[i])
		for _, s := range all[i].Sums {
			out.sum(at, s)
		}
	}
	return out
}

func (c *complaints) table(t *analysis.Table) {
	seen := map[string]bool{}
	for _, col := range t.Columns {
		if seen[col.Key] || col.Label.NL == "" || col.Label.EN == "" {
			c.add("%s: column %q twice, or without a name", t.ID, col.Key)
		}
		seen[col.Key] = true
	}
	rows := map[string]bool{}
	for _, r := range t.Rows {
		if rows[r.Key] {
			c.add("%s: row %q twice", t.ID, r.Key)
		}
		rows[r.Key] = true
		for key, cell := range r.Cells {
			if !seen[key] {
				c.add("%s %s: a cell in no column %q", t.ID, r.Key, key)
			}
			if f := cell.Figure; f != nil {
				c.figure(t.ID+" "+r.Key+" "+key, f, t.ID == "sample")
			}
		}
	}
}

// figure: as many ids as counted, none twice; no more than the base (a sample
// may exceed its plan) nor fewer than its persons; the interval around the share.
func (c *complaints) figure(where string, f *analysis.Figure, plan bool) {
	ids := slices.Clone(f.IDs)
	slices.Sort(ids)
	if len(f.IDs) != f.Count || len(slices.Compact(ids)) != f.Count {
		c.add("%s: counts %d, ids %q", where, f.Count, f.IDs)
	}
	if f.Base > 0 && f.Count > f.Base && !plan || f.Persons > f.Count || f.Count < 0 {
		c.add("%s: %d of %d, %d persons", where, f.Count, f.Base, f.Persons)
	}
	if f.Count > 0 && f.Persons == 0 && f.Unit != analysis.Documents && f.Unit != analysis.Segments {
		c.add("%s: counts %d of nobody", where, f.Count)
	}
	if i := f.Interval; i != nil {
		share, ok := f.Share()
		if !ok || share < i.Lo-1e-12 || share > i.Hi+1e-12 || i.Lo < 0 || i.Hi > 1 {
			c.add("%s: share %v, interval %+v", where, share, *i)
		}
	}
}

// sum: the parts make up the whole; with a part that no table shows they make
// up no more than it.
func (c *complaints) sum(at map[string]*analysis.Table, s analysis.Sum) {
	whole, ok := look(at, s.Whole)
	if !ok {
		return
	}
	total, known := 0, true
	for _, p := range s.Parts {
		n, ok := look(at, p)
		known = known && ok
		total += n
	}
	if known && total != whole || total > whole {
		c.add("%v is %d, its parts %v make %d", s.Whole, whole, s.Parts, total)
	}
}

func look(at map[string]*analysis.Table, ref analysis.CellRef) (int, bool) {
	t := at[ref.Table]
	if t == nil {
		return 0, false
	}
	f := t.Figure(ref.Row, ref.Column)
	return f.Count, f.Reason != "no_such_cell"
}

func TestEveryTableKeepsTheRules(t *testing.T) {
	for name, c := range map[string]*coding.Corpus{"replication": replication(t), "small": coded(small()), "nobody": {Instruments: baseSet()}} {
		for _, o := range []analysis.Options{{Cells: true}, {Without: []string{"Noord", "COSA 1-op-1"}}, {AllGoals: true, Lexicon: true}, {Exclude: []string{"Zuid", "LJ&R"}}} {
			for _, broken := range rulesOf(tables(c, o)) {
				if len(o.Exclude) > 0 && strings.HasPrefix(broken, "{sample") {
					continue // the sample is always the whole study's
				}
				t.Errorf("%s %+v: %s", name, o, broken)
			}
		}
	}
}

// The rules hold whatever the study and the options are.
func TestRandomStudiesKeepTheRules(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := randomStudy(rapid.Uint64().Draw(rt, "seed"), rapid.IntRange(0, 14).Draw(rt, "people"))
		o := analysis.Options{
			Unit:     rapid.SampledFrom([]analysis.Unit{"", analysis.Mentions}).Draw(rt, "unit"),
			AllGoals: rapid.Bool().Draw(rt, "goals"), Lexicon: rapid.Bool().Draw(rt, "lexicon"), Cells: rapid.Bool().Draw(rt, "cells"),
			Without: rapid.SampledFrom([][]string{nil, {"Noord"}, {"", "West"}}).Draw(rt, "without"),
			Source:  rapid.SampledFrom([]analysis.Source{analysis.FromChecklists, analysis.FromCodings}).Draw(rt, "source"),
		}
		if broken := rulesOf(tables(c, o)); len(broken) > 0 {
			rt.Fatalf("%+v: %d rules broken, such as %s", o, len(broken), broken[0])
		}
		o.Unit, o.Include = analysis.Trajectories, []string{"Noord", "Zuid", ""} // other tables count respondents: no sums across
		if broken := rulesOf([]analysis.Table{analysis.Activities(c, o)}); len(broken) > 0 {
			rt.Fatalf("%+v: %d rules broken, such as %s", o, len(broken), broken[0])
		}
	})
}

// seeds runs a check on a fixed number of random studies of up to 11 people.
func seeds(t *testing.T, n uint64, check func(t *testing.T, seed uint64, c *coding.Corpus)) {
	t.Helper()
	for seed := range n {
		check(t, seed, randomStudy(seed, int(seed%12)))
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// A study put together in another order gives the same tables, ids included.
func TestOrderOfACorpusDoesNotMatter(t *testing.T) {
	seeds(t, 36, func(t *testing.T, seed uint64, c *coding.Corpus) {
		before, r := jsonOf(t, c), rand.New(rand.NewPCG(seed, 2))
		shuffle(r, c.Respondents)
		shuffle(r, c.Trajectories)
		shuffle(r, c.Documents)
		shuffle(r, c.Fillings)
		shuffle(r, c.Codings)
		shuffle(r, c.Overrides)
		differ(t, before, jsonOf(t, c))
	})
}

func shuffle[T any](r *rand.Rand, s []T) {
	r.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
}

// jsonOf is every table of a study as JSON, from the lists and from the codings.
func jsonOf(t *testing.T, c *coding.Corpus) []string {
	t.Helper()
	var out []string
	for _, o := range []analysis.Options{{Without: []string{"Zuid"}}, {Source: analysis.FromCodings, Types: []instruments.RespondentType{"client", "buur"}}} {
		for _, tab := range tables(c, o) {
			raw, err := json.Marshal(tab)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, string(raw))
		}
	}
	return out
}

// differ shows the place where two rows of texts first part.
func differ(t *testing.T, before, after []string) {
	t.Helper()
	for i := range before {
		at := 0
		for at < min(len(before[i]), len(after[i])) && before[i][at] == after[i][at] {
			at++
		}
		if before[i] != after[i] {
			from := max(0, at-120)
			t.Errorf("table %d: …%.240s\nbecame …%.240s", i, before[i][from:], after[i][from:])
		}
	}
}

// Codings of coder lexicon change nothing until they are asked for.
func TestLexiconCountsOnlyWhenAsked(t *testing.T) {
	seeds(t, 24, func(t *testing.T, _ uint64, c *coding.Corpus) {
		before := jsonOf(t, c)
		for _, r := range c.Respondents {
			for _, id := range []string{"act.A2", "waard.W1.2", "ind.K2.1"} {
				code(c, string(r.ID), id, coding.LexiconCoder)
				c.Codings[len(c.Codings)-1].Dyad = "T1/V–toezichth."
			}
		}
		differ(t, before, jsonOf(t, c))
	})
	c := small()
	code(c, "P2", "act.B2", coding.LexiconCoder)
	for lexicon, want := range map[bool]int{false: 0, true: 1} {
		tab := analysis.Activities(c, analysis.Options{Source: analysis.FromCodings, Lexicon: lexicon})
		if n := tab.Figure("B2", "n").Count; n != want {
			t.Errorf("asked %v: %d respondents", lexicon, n)
		}
	}
}

// Focus groups and literature, however much is coded in them, change no figure
// of people, trajectories, dyads, mentions or segments of interviews.
func TestOtherDocumentsCountNobody(t *testing.T) {
	seeds(t, 24, func(t *testing.T, seed uint64, c *coding.Corpus) {
		o := analysis.Options{Source: []analysis.Source{analysis.FromChecklists, analysis.FromCodings}[seed%2]}
		before := tables(c, o)
		for i, kind := range []instruments.DocumentKind{instruments.FocusGroup, instruments.Literature, instruments.Other} {
			id := fmt.Sprintf("X%d", i) // of a respondent even, by a slip of who filled in the sheet
			c.Documents = append(c.Documents, instruments.Document{ID: instruments.DocumentID(id), Kind: kind, Respondent: "R00"})
			for _, a := range []string{"act.A1", "act.B2", "waard.W1.1", "ind.K1.1"} {
				code(c, id, a, "anna")
			}
		}
		for i, after := range tables(c, o) {
			sameFigures(t, &before[i], &after)
		}
	})
}

// sameFigures compares all figures of two tables but those of documents.
func sameFigures(t *testing.T, before, after *analysis.Table) {
	t.Helper()
	for _, r := range before.Rows {
		for key, cell := range r.Cells {
			f := cell.Figure
			if f == nil || f.Unit == analysis.Documents {
				continue
			}
			if was, is := figureText(*f), figureText(after.Figure(r.Key, key)); was != is {
				t.Errorf("%s %s %s: %s became %s", after.ID, r.Key, key, was, is)
			}
		}
	}
}

func figureText(f analysis.Figure) string { return fmt.Sprint(f.Count, f.Base, f.IDs) }
