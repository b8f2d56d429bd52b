package retrieval

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// cells calls do for every figure of a table.
func cells(t analysis.Table, do func(row, column string, f analysis.Figure)) {
	for _, r := range t.Rows {
		for _, c := range t.Columns {
			if f := r.Cells[c.Key].Figure; f != nil {
				do(r.Key, c.Key, *f)
			}
		}
	}
}

// choices are options that give other tables, each of which must hold.
func choices() map[string]analysis.Options {
	return map[string]analysis.Options{
		"whole":    {Cells: true, Without: []string{"COSA 1-op-1"}},
		"codings":  {Source: analysis.FromCodings, Lexicon: true},
		"narrowed": {Include: []string{"LJ&R", "A'dam"}, Types: []instruments.RespondentType{instruments.Volunteer, instruments.Client}, Domain: "knelpunt", AllGoals: true},
		"mentions": {Unit: analysis.Mentions},
		"cases":    {Unit: analysis.Trajectories, Domain: coding.ActivityDomain},
	}
}

// Every cell of every kind of table brings one entry for everybody it counts:
// by id, and each with what its id names.
func TestOfEveryCell(t *testing.T) {
	c := realStudy(t)
	for name, o := range choices() {
		for _, k := range analysis.Kinds() {
			if k.Cross() {
				continue
			}
			table, n, entries := k.Table(c, o), 0, 0
			b := newBehind(c, o)
			cells(table, func(row, column string, f analysis.Figure) {
				got := b.of(table, row, column)
				n, entries = n+1, entries+len(got)
				if len(got) != f.Count {
					t.Errorf("%s %s %s %s: %d entries, counted %d", name, k.Name, row, column, len(got), f.Count)
					return
				}
				for i, e := range got {
					if e.ID != f.IDs[i] || e.Respondent == "" && e.Trajectory == "" && e.Dyad == "" && e.Document == "" {
						t.Errorf("%s %s %s %s: %+v for %s", name, k.Name, row, column, e, f.IDs[i])
					}
				}
			})
			t.Logf("%s %s: %d cells, %d entries", name, k.Name, n, entries)
			if n == 0 && !strings.HasPrefix(k.Name, "saturation") {
				t.Errorf("%s %s has no figures", name, k.Name)
			}
		}
	}
}

// Whom a cell counts from codings has a quotation of the code; whom it counts
// from checklists has the tick in the filling that counts.
func TestOfSupports(t *testing.T) {
	c := realStudy(t)
	for _, test := range []struct {
		kind    string
		o       analysis.Options
		columns string // prefixes of the columns that must be supported, between blanks
		ticked  bool
	}{
		{"activities", analysis.Options{}, " n project: type: mentions trajectories ", true},
		{"goals", analysis.Options{}, " n project: type: respondents trajectories ", true},
		{"expectation", analysis.Options{}, " n project: ", true},
		{"concordance", analysis.Options{}, " both checklist agree ", true},
		{"formgoals", analysis.Options{}, " n goal: ", true},
		{"triads", analysis.Options{}, " all some one ", true},
		{"activities", analysis.Options{Source: analysis.FromCodings}, " n project: type: mentions trajectories segments ", false},
		{"goals", analysis.Options{Source: analysis.FromCodings}, " n project: respondents trajectories ", false},
		{"concordance", analysis.Options{}, " both transcript agree ", false},
		{"concordance-respondents", analysis.Options{}, " both transcript agree ", false},
		{"codes", analysis.Options{}, " n project: type: segments kind: ", false},
		{"codes", analysis.Options{Lexicon: true, Domain: "meerwaarde"}, " n segments kind: ", false},
		{"cooccurrence", analysis.Options{Domain: "knelpunt"}, " n1 n2 n12 ", false},
		{"formvaluation", analysis.Options{}, " class: ", false},
	} {
		k, _ := analysis.KindNamed(test.kind)
		table, seen := k.Table(c, test.o), 0
		b := newBehind(c, test.o)
		cells(table, func(row, column string, _ analysis.Figure) {
			prefix, _, found := strings.Cut(column, ":")
			if found {
				prefix += ":"
			}
			if row == analysis.RowBase || !strings.Contains(test.columns, " "+prefix+" ") {
				return
			}
			for _, e := range b.of(table, row, column) {
				seen++
				ticked := slices.ContainsFunc(e.Ticks, func(k Tick) bool { return k.Counts && k.State == instruments.Mentioned })
				if test.ticked && !ticked || !test.ticked && len(e.Quotations) == 0 {
					t.Errorf("%s %s %s: %s with %d quotations and ticks %v", test.kind, row, column, e.ID, len(e.Quotations), e.Ticks)
				}
			}
		})
		if seen == 0 {
			t.Errorf("%s: nothing looked at", test.kind)
		}
	}
}

// Columns that say no have no tick that says yes: who denied has said so, and
// the checklist-only pairs have no quotation.
func TestOfDenied(t *testing.T) {
	c := realStudy(t)
	table, n := analysis.Activities(c, analysis.Options{}), 0
	for _, r := range table.Rows {
		for _, e := range Of(c, table, r.Key, "denied", analysis.Options{}) {
			n++
			if len(e.Ticks) == 0 || e.Ticks[0].State != instruments.Denied || !e.Ticks[0].Counts || e.Ticks[0].Item != r.Key {
				t.Errorf("%s %s: %+v", r.Key, e.ID, e.Ticks)
			}
		}
	}
	if n == 0 {
		t.Error("nobody denied anything")
	}
	table = analysis.Concordance(c, analysis.Options{})
	only := Of(c, table, analysis.RowTotal, "checklist", analysis.Options{})
	for _, e := range only {
		if len(e.Quotations) > 0 || e.Respondent == "" || e.Activity == "" {
			t.Errorf("only in the checklist: %+v", e)
		}
	}
	for _, e := range Of(c, table, analysis.RowTotal, "transcript", analysis.Options{}) {
		if slices.ContainsFunc(e.Ticks, func(k Tick) bool { return k.Counts && k.State == instruments.Mentioned }) {
			t.Errorf("only in the transcript, yet ticked: %+v", e)
		}
	}
}

// A dyad comes with its indicator list and the words it rests on.
func TestOfDyads(t *testing.T) {
	c := realStudy(t)
	table := analysis.Forms(c)
	got := Of(c, table, analysis.RowTotal, analysis.ColumnAll, analysis.Options{})
	if len(got) != 24 {
		t.Fatalf("%d dyads, want 24", len(got))
	}
	evidence := 0
	for _, e := range got {
		if len(e.Ticks) != 10 || e.Ticks[0].Item != "K1" || !e.Ticks[0].Counts || e.Trajectory == "" {
			t.Errorf("%s: %d ratings, %+v", e.ID, len(e.Ticks), e.Ticks[:min(1, len(e.Ticks))])
		}
		for _, k := range e.Ticks {
			evidence += len(k.Evidence)
		}
		for _, q := range e.Quotations {
			if _, _, ok := q.Codes[0].Indicator(); !ok {
				t.Errorf("%s: a quotation of %s", e.ID, q.Codes)
			}
		}
	}
	if evidence == 0 {
		t.Error("no rating rests on anything")
	}
	// The trajectories of a form are those of its dyads, and show those only.
	for _, r := range table.Rows {
		n := 0
		for _, e := range Of(c, table, r.Key, "trajectories", analysis.Options{}) {
			n += len(e.Ticks)
		}
		if f := table.Figure(r.Key, analysis.ColumnAll); n != 10*f.Count {
			t.Errorf("%s: %d ratings in its trajectories, want those of %d dyads", r.Key, n, f.Count)
		}
	}
}

// Saturation: as many codes as each cell says.
func TestOfSaturation(t *testing.T) {
	c := realStudy(t)
	for name, o := range map[string]analysis.Options{"all": {}, "domain": {Domain: "knelpunt"}, "project": {Include: []string{"LJ&R"}, Lexicon: true}} {
		table := analysis.Saturation(c, o)
		for i, r := range table.Rows {
			for _, column := range []string{"new", "seen", "expected"} {
				got, want := Of(c, table, r.Key, column, o), 0
				if column != "expected" {
					want = int(*r.Cells[column].Number)
				}
				if len(got) != want {
					t.Errorf("%s %s %s: %d codes, want %d", name, r.Key, column, len(got), want)
				}
				if i < 3 && slices.ContainsFunc(got, func(e Support) bool { return len(e.Quotations) == 0 }) {
					t.Errorf("%s %s %s: a code without a quotation", name, r.Key, column)
				}
			}
		}
	}
}

// Ids with strokes in them are taken apart at the right one, activities that no
// codebook knows have their ticks, and every coder's filling is shown.
func TestOfOddIds(t *testing.T) {
	c := small()
	c.Respondents[0].ID, c.Documents[1].Respondent = "R/1", "R/1"
	fill := func(id instruments.RespondentID, coder string, state instruments.State) {
		c.Fillings = append(c.Fillings, instruments.Filling{ID: string(id) + coder, Kind: instruments.ActivityFilling, Respondent: id, Coder: coder, Responses: []instruments.Response{{Activity: "X/9", State: state, Remark: "ja"}}})
	}
	fill("R/1", "ann", instruments.Mentioned)
	fill("R/1", "bob", instruments.Denied)
	table := analysis.Activities(c, analysis.Options{Unit: analysis.Mentions})
	got := Of(c, table, "X/9", analysis.ColumnAll, analysis.Options{})
	if len(got) != 1 || got[0].Respondent != "R/1" || got[0].Activity != "X/9" || len(got[0].Quotations) != 0 {
		t.Fatalf("%+v", got)
	}
	var ticks []string
	for _, k := range got[0].Ticks {
		ticks = append(ticks, fmt.Sprint(k.Coder, " ", k.State, " ", k.Counts, " ", k.Remark))
	}
	if s := strings.Join(ticks, ", "); s != "ann genoemd true ja, bob expliciet niet false ja" {
		t.Error(s)
	}
	total := Of(c, table, analysis.RowTotal, "trajectories", analysis.Options{})
	if len(total) != 1 || total[0].Trajectory != "T1" || total[0].Activity != "X/9" || len(total[0].Ticks) != 2 {
		t.Errorf("%+v", total)
	}
}

// A figure with codes of one's own choice, and cells that are not there.
func TestOfFigure(t *testing.T) {
	c := small()
	f := analysis.Figure{Unit: analysis.Respondents, Count: 2, IDs: []string{"R1", "R2"}}
	got := OfFigure(c, f, []coding.CodeID{"A2"}, analysis.Options{})
	if len(got) != 2 || shown(got[0].Quotations) != "b[16,24) f[30,36)" || shown(got[1].Quotations) != "h[10,20)" {
		t.Errorf("%+v", got)
	}
	f = analysis.Figure{Unit: analysis.Segments, Count: 2, IDs: []string{"e", "nowhere"}}
	if got = OfFigure(c, f, nil, analysis.Options{}); got[0].Respondent != "R1" || got[0].Code != "A3" || len(got[0].Quotations) != 1 || got[1].Quotations == nil || len(got[1].Quotations) != 0 {
		t.Errorf("%+v", got)
	}
	table := analysis.Sample(c)
	for _, at := range [][2]string{{"x", "n"}, {"Noord", "x"}} {
		if got := Of(c, table, at[0], at[1], analysis.Options{}); len(got) != 0 {
			t.Errorf("%s: %+v", at, got)
		}
	}
	if got := Of(c, table, "Noord", "n", analysis.Options{}); len(got) != 1 || got[0].Respondent != "R1" || len(got[0].Quotations)+len(got[0].Ticks) != 0 {
		t.Errorf("%+v", got)
	}
}

// The cells of a cross table are figures of respondents too.
func TestOfCross(t *testing.T) {
	c := realStudy(t)
	cross, ids := analysis.CrossActivity(c, analysis.Options{}, "D01", analysis.ByProject, "named", "not")
	for i := range cross.Rows {
		for j := range cross.Cols {
			f := analysis.Figure{Unit: analysis.Respondents, Count: cross.Counts[i][j], IDs: ids[i][j]}
			got := OfFigure(c, f, []coding.CodeID{"act.D01"}, analysis.Options{})
			if len(got) != f.Count {
				t.Errorf("%s %s: %d of %d", cross.Rows[i], cross.Cols[j], len(got), f.Count)
			}
			for _, e := range got {
				if named := e.Ticks[0].State == instruments.Mentioned; named != (cross.Rows[i] == "named") {
					t.Errorf("%s stands under %s: %+v", e.ID, cross.Rows[i], e.Ticks)
				}
			}
		}
	}
}

func BenchmarkOf(b *testing.B) {
	c := realStudy(b)
	table := analysis.Activities(c, analysis.Options{})
	for b.Loop() {
		if got := Of(c, table, analysis.RowTotal, analysis.ColumnAll, analysis.Options{}); len(got) != 253 {
			b.Fatal(len(got))
		}
	}
}

// The trajectories of a group show the words of that group only.
func TestOfGroups(t *testing.T) {
	c, o := realStudy(t), analysis.Options{Unit: analysis.Trajectories}
	table, n := analysis.Activities(c, o), 0
	for _, who := range []instruments.RespondentType{instruments.Volunteer, instruments.Client} {
		for _, e := range Of(c, table, "D01", analysis.TypePrefix+string(who), o) {
			for _, q := range e.Quotations {
				n++
				if q.Type != who {
					t.Errorf("%s of the %ss: words of a %s", e.ID, who, q.Type)
				}
			}
			for _, k := range e.Ticks {
				if r, _ := c.Respondent(k.Respondent); r.Type != who {
					t.Errorf("%s of the %ss: a tick of a %s", e.ID, who, r.Type)
				}
			}
		}
	}
	if n == 0 {
		t.Error("no words at all")
	}
}
