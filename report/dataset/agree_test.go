package dataset_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report/dataset"
)

// column gives the cells of a variable.
func column(t testing.TB, d dataset.Dataset, name string) []dataset.Value {
	t.Helper()
	i := slices.IndexFunc(d.Variables, func(v dataset.Variable) bool { return v.Name == name })
	if i < 0 {
		t.Fatalf("there is no column %q", name)
	}
	out := make([]dataset.Value, len(d.Rows))
	for j, row := range d.Rows {
		out[j] = row[i]
	}
	return out
}

func count(cells []dataset.Value, want dataset.Value) int {
	n := 0
	for _, c := range cells {
		if c == want {
			n++
		}
	}
	return n
}

// TestWideAgreesWithTheTables: as many ones stand under an activity or code as the
// tables of the report count respondents.
func TestWideAgreesWithTheTables(t *testing.T) {
	t.Parallel()
	c := theReplication(t)
	d := made(t, c, dataset.Wide, dataset.Options{})
	for _, row := range analysis.Activities(c, analysis.Options{}).Rows {
		f := row.Cells["n"].Figure
		if _, ok := c.Instruments.Taxonomy.Activity(instruments.ActivityID(row.Key)); !ok || f == nil {
			continue
		}
		if got := count(column(t, d, row.Key), 1); got != f.Count {
			t.Errorf("%s: %d ones, the table says %d", row.Key, got, f.Count)
		}
	}
	parent := map[coding.CodeID]bool{} // counts its children in the table, not here
	for _, k := range c.Codebook.Codes {
		parent[k.Parent] = true
	}
	checked := 0
	for _, row := range analysis.CodesByType(c, "", analysis.Options{}).Rows {
		k, ok := c.Codebook.Code(coding.CodeID(row.Key))
		if !ok || !k.Codable || parent[k.ID] {
			continue
		}
		checked++
		name := "code_" + strings.NewReplacer(".", "_", "-", "_").Replace(row.Key)
		if got, want := count(column(t, d, name), 1), row.Cells["n"].Figure.Count; got != want {
			t.Errorf("%s: %d ones, the table says %d", name, got, want)
		}
	}
	if checked < 50 {
		t.Errorf("only %d codes were compared", checked)
	}
}

// TestWideAgreesWithTheMatrix holds the columns against the tick matrix that the
// replication was made from.
func TestWideAgreesWithTheMatrix(t *testing.T) {
	t.Parallel()
	d := made(t, theReplication(t), dataset.Wide, dataset.Options{})
	who := column(t, d, "respondent")
	for _, row := range shared(t, "replication/respondents.csv") {
		i := slices.Index(who, dataset.Value(row["respondent"]))
		if i < 0 {
			t.Fatalf("%s is not there", row["respondent"])
		}
		var ticks []string
		for j, v := range d.Variables {
			if v.Set == dataset.ActivitySet && d.Rows[i][j] == 1 {
				ticks = append(ticks, v.Name)
			}
		}
		if got := strings.Join(ticks, " "); got != row["activities"] {
			t.Errorf("%s has %s, want %s", row["respondent"], got, row["activities"])
		}
	}
}

// shared reads a CSV file of the folder beside the module.
func shared(t testing.TB, name string) []map[string]string {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil && dir != filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	data, err := os.ReadFile(filepath.Join(dir, "..", "shared", filepath.FromSlash(name)))
	if err != nil {
		if os.Getenv("CI") != "" || os.Getenv("MEERZICHT_SHARED") == "required" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, cell := range row {
			m[rows[0][i]] = cell
		}
		out = append(out, m)
	}
	return out
}

// TestLayers: two coders filled the list of R01; the layer says whose counts, and
// the notes say which layer that was.
func TestLayers(t *testing.T) {
	t.Parallel()
	c := small()
	second := c.Fillings[0]
	second.ID, second.Coder = "activiteiten/R01/codeur2", "codeur2"
	second.Responses = []instruments.Response{{Activity: "A01", State: instruments.Denied}, {Activity: "A03", State: instruments.Mentioned}}
	c.Fillings = append(c.Fillings, second)
	c.Coders = append(c.Coders, coding.Coder{ID: "codeur2"})
	for layer, want := range map[string]dataset.Value{"codeur1": 1, "codeur2": 0} {
		in, err := c.InLayer(layer)
		if err != nil {
			t.Fatal(err)
		}
		d := made(t, in, dataset.Wide, dataset.Options{})
		if got := column(t, d, "A01")[0]; got != want {
			t.Errorf("%s: A01 is %v, want %v", layer, got, want)
		}
		if !slices.ContainsFunc(d.Notes, func(n instruments.Text) bool {
			return strings.Contains(n.NL, layer) && strings.Contains(n.EN, layer)
		}) {
			t.Errorf("%s: notes %v", layer, d.Notes)
		}
	}
	all, err := c.InLayer(coding.EveryLayer)
	if err != nil {
		t.Fatal(err)
	}
	long := made(t, all, dataset.Long, dataset.Options{})
	if n := count(column(t, long, "coder"), "codeur2"); n != 3 || len(long.Rows) != 12 {
		t.Errorf("with everybody's lists: %d rows of codeur2, %d in all", n, len(long.Rows))
	}
}

// anyStudy draws a study: activities, lists, interviews and codings at random.
func anyStudy(t *rapid.T) *coding.Corpus {
	id := rapid.StringMatching(`[A-Za-z0-9 é=.😀-]{1,6}`)
	set := &instruments.Set{}
	for _, a := range rapid.SliceOfNDistinct(id, 0, 4, rapid.ID[string]).Draw(t, "activities") {
		set.Taxonomy.Activities = append(set.Taxonomy.Activities, instruments.Activity{ID: instruments.ActivityID(a)})
	}
	c := &coding.Corpus{Instruments: set, Codebook: coding.NewCodebook(set)}
	codes := append([]coding.CodeID{"onbekend"}, make([]coding.CodeID, 0, 4)...)
	for _, k := range c.Codebook.Codes {
		codes = append(codes, k.ID)
	}
	state := rapid.SampledFrom([]instruments.State{instruments.Mentioned, instruments.Denied, instruments.NotDiscussed, "anders"})
	for _, who := range rapid.SliceOfNDistinct(id, 0, 4, rapid.ID[string]).Draw(t, "respondents") {
		r := instruments.RespondentID(who)
		c.Respondents = append(c.Respondents, instruments.Respondent{ID: r, Attributes: rapid.MapOfN(id, rapid.SampledFrom([]string{"", "3", "-4", "x"}), 0, 3).Draw(t, "attributes")})
		if rapid.Bool().Draw(t, "interview") {
			c.Documents = append(c.Documents, instruments.Document{ID: instruments.DocumentID(who), Kind: instruments.Interview, Respondent: r})
			for range rapid.IntRange(0, 4).Draw(t, "codings") {
				c.Codings = append(c.Codings, coding.Coding{Code: rapid.SampledFrom(codes).Draw(t, "code"), Coder: "codeur1", Segment: coding.Segment{Document: instruments.DocumentID(who), Quotation: rapid.String().Draw(t, "quotation")}})
			}
		}
		if rapid.Bool().Draw(t, "list") {
			f := instruments.Filling{Kind: instruments.ActivityFilling, Respondent: r, Coder: "codeur1"}
			for _, a := range set.Taxonomy.Activities {
				f.Responses = append(f.Responses, instruments.Response{Activity: a.ID, State: state.Draw(t, "state")})
			}
			c.Fillings = append(c.Fillings, f)
		}
	}
	return c
}

// TestAnyStudy: whatever the study, indicator, state and number of an activity
// agree; the codes of a row of the matrix add up to its codings; and every form can
// be written.
func TestAnyStudy(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c := anyStudy(rt)
		wide := made(t, c, dataset.Wide, dataset.Options{})
		var ones, threes []int
		for i, v := range wide.Variables {
			if v.Set == dataset.ActivitySet {
				ones = append(ones, i)
			}
			if v.Missing == 9 {
				threes = append(threes, i)
			}
		}
		number := column(t, wide, "n_activities")
		for i, row := range wide.Rows {
			n := 0
			for j, at := range ones {
				if want := map[dataset.Value]dataset.Value{1: 1, 2: 0, 3: nil, 9: nil}[row[threes[j]]]; row[at] != want {
					rt.Fatalf("state %v beside %v", row[threes[j]], row[at])
				}
				if row[at] == 1 {
					n++
				}
			}
			if number[i] != nil && number[i] != n {
				rt.Fatalf("%d activities, the row says %v", n, number[i])
			}
		}
		matrix := made(t, c, dataset.Matrix, dataset.Options{Columns: dataset.States})
		all := slices.IndexFunc(matrix.Variables, func(v dataset.Variable) bool { return v.Name == "n_codings" })
		for _, row := range matrix.Rows {
			n := 0
			for _, cell := range row[all+1:] {
				k, _ := cell.(int)
				n += k
			}
			if row[all] != n {
				rt.Fatalf("codes add up to %d, the row says %v", n, row[all])
			}
		}
		d := made(t, c, rapid.SampledFrom(dataset.Kinds()).Draw(rt, "kind"), dataset.Options{})
		if err := rapid.SampledFrom(writers()).Draw(rt, "writer")(new(counter), d, nl); err != nil {
			rt.Fatalf("%s: %v", d.Kind, err)
		}
	})
}
