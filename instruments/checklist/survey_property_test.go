package checklist_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
)

// anyWide draws fillings and writes them as a wide table: columns in any order,
// headed by code, label or short label in either language, values in any of the
// writings that have all three states.
func anyWide(t *rapid.T, set *instruments.Set) (string, []instruments.Filling) {
	written := rapid.SampledFrom([]map[instruments.State]string{
		{instruments.Mentioned: "genoemd", instruments.Denied: "expliciet niet", instruments.NotDiscussed: "niet besproken"},
		{instruments.Mentioned: "Ja", instruments.Denied: "Nee", instruments.NotDiscussed: ""},
		{instruments.Mentioned: "1", instruments.Denied: "nee", instruments.NotDiscussed: "0"},
		{instruments.Mentioned: "X", instruments.Denied: "no", instruments.NotDiscussed: ""},
	}).Draw(t, "written")
	order := rapid.Permutation(set.Checklist.Items).Draw(t, "order")[:rapid.IntRange(2, 30).Draw(t, "n")]
	head := []string{"Respondent", "Codeur", "Datum"}
	for _, id := range order {
		a, _ := set.Taxonomy.Activity(id)
		head = append(head, rapid.SampledFrom([]string{string(id), strings.ToLower(string(id)), a.Label.NL, a.Label.EN, a.Short.NL, a.Short.EN}).Draw(t, "heading"))
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = rapid.SampledFrom([]rune{',', ';', '\t'}).Draw(t, "comma")
	_ = w.Write(head)
	var want []instruments.Filling
	for i := range rapid.IntRange(1, 4).Draw(t, "rows") {
		f := instruments.Filling{Kind: instruments.ActivityFilling, Respondent: instruments.RespondentID(fmt.Sprintf("R%02d", i)), Coder: "codeur1", Date: "2026-03-05"}
		f.ID = instruments.FillingID(f.Kind, string(f.Respondent), f.Coder)
		states := map[instruments.ActivityID]instruments.State{}
		cells := []string{string(f.Respondent), "codeur1", "05-03-2026"}
		for j, id := range order {
			states[id] = rapid.SampledFrom([]instruments.State{instruments.Mentioned, instruments.Denied, instruments.NotDiscussed}).Draw(t, "state")
			if j == 0 {
				states[id] = instruments.Mentioned
			}
			cells = append(cells, written[states[id]])
		}
		for _, id := range set.Checklist.Items {
			if st, ok := states[id]; ok {
				f.Responses = append(f.Responses, instruments.Response{Activity: id, State: st})
			}
		}
		_ = w.Write(cells)
		want = append(want, f)
	}
	w.Flush()
	return b.String(), want
}

func TestWideTableComesBack(t *testing.T) {
	set := template(t)
	rapid.Check(t, func(t *rapid.T) {
		data, want := anyWide(t, set)
		result, problems := checklist.Read("x.csv", []byte(data), set)
		if problems.Err() != nil {
			t.Fatalf("%v\n%s", problems, data)
		}
		if diff := cmp.Diff(want, result.Fillings, sameFilling); diff != "" {
			t.Fatal(diff)
		}
		again, _ := checklist.Read("x.csv", []byte(data), set)
		if diff := cmp.Diff(result, again); diff != "" {
			t.Fatal("two readings differ", diff)
		}
	})
}

// Whatever the encoding, the same table is read.
func TestSurveyInEveryEncoding(t *testing.T) {
	const data = "Respondent\tbeïnvloeden\tA01\tA02\r\nRé1\t\tja\tnee\r\n"
	wide := func(order func(uint16) []byte) []byte {
		var b []byte
		for _, u := range utf16.Encode([]rune(data)) {
			b = append(b, order(u)...)
		}
		return b
	}
	little := wide(func(u uint16) []byte { return []byte{byte(u), byte(u >> 8)} })
	big := wide(func(u uint16) []byte { return []byte{byte(u >> 8), byte(u)} })
	for name, in := range map[string][]byte{
		"UTF-8": []byte(data), "with mark": []byte("\ufeff" + data), "Windows-1252": bytes.ReplaceAll(bytes.ReplaceAll([]byte(data), []byte("ï"), []byte{0xef}), []byte("é"), []byte{0xe9}),
		"UTF-16LE with mark": append([]byte{0xff, 0xfe}, little...), "UTF-16LE": little, "UTF-16BE with mark": append([]byte{0xfe, 0xff}, big...), "UTF-16BE": big,
	} {
		result := read(t, "x.tsv", in, template(t))
		if f := result.Fillings; len(f) != 1 || f[0].Respondent != "Ré1" || said(f[0]) != "A01+ A02-" || result.Columns[1].Heading != "beïnvloeden" {
			t.Errorf("%s: %+v", name, result)
		}
	}
}

// FuzzSurvey looks for panics, for results that hide a problem, and for
// columns that counted without being sure.
func FuzzSurvey(f *testing.F) {
	seeds, err := filepath.Glob("testdata/surveys/*")
	if err != nil || len(seeds) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, name := range seeds {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, "q1", "not")
		f.Add(data, "respondent", "A01")
	}
	set := template(f)
	f.Fuzz(func(t *testing.T, data []byte, heading, target string) {
		result, problems := checklist.ReadWith("x", data, set, checklist.Options{Columns: map[string]string{heading: target}})
		for _, p := range problems {
			if p.What.NL == "" || p.What.EN == "" || p.File != "x" {
				t.Errorf("problem without words: %+v", p)
			}
		}
		seen := map[string]bool{}
		for _, c := range result.Columns {
			if c.Heading == "" {
				t.Errorf("a column without a heading: %+v", c)
			}
			if !c.Sure && problems.Err() == nil {
				t.Errorf("read without being sure of %+v", c)
			}
		}
		if problems.Err() != nil {
			return
		}
		for _, f := range result.Fillings {
			if f.Kind == instruments.ActivityFilling && seen[f.ID] && result.Survey != "" && result.Survey != "long" {
				t.Errorf("two fillings %s", f.ID)
			}
			seen[f.ID] = true
			for _, r := range f.Responses {
				if _, ok := set.Taxonomy.Activity(r.Activity); !ok || !slices.Contains([]instruments.State{instruments.Mentioned, instruments.Denied, instruments.NotDiscussed}, r.State) {
					t.Errorf("response %+v passed", r)
				}
			}
		}
	})
}

// Files made to be slow or large are read, or refused, within the limits.
func TestHostileSurveys(t *testing.T) {
	commas := "respondent,A01" + strings.Repeat(",", 1900) + "\n"
	for name, data := range map[string]string{
		"empty cells":        commas + strings.Repeat("R1"+strings.Repeat(",", 1900)+"\n", 8000),
		"headings":           strings.Repeat(strings.Repeat("a/", 5000)+",", 900) + "\n1\n",
		"separators":         strings.Repeat(strings.Repeat("-/.", 100)+",", 2000) + "\n1\n",
		"questions":          columnsOf(2000, func(i int) string { return fmt.Sprintf("q%d/a", i) }) + "\n" + strings.Repeat("1,", 1999) + "1\n",
		"choices of one":     "_uuid," + columnsOf(1900, func(i int) string { return fmt.Sprintf("q/c%d", i) }) + "\nx," + strings.Repeat("1,", 1899) + "1\n",
		"long list":          "respondent,activiteiten\nR01," + strings.Repeat("A01 ", 1<<17) + "\n",
		"list of nothing":    "respondent,activiteiten\n" + strings.Repeat("R01,"+strings.Repeat("fiets ", 500)+"\n", 1000),
		"controls":           "respondent,A01,A02,\x1b[2J\u202e\nR\x1b01,1,0,1\n",
		"one question, rows": "_uuid,respondent,q/A01,q/A02,q/z\n" + strings.Repeat("a,R01,x,y,z\n", 90_000),
	} {
		t.Run(name, func(t *testing.T) {
			if name == "empty cells" {
				if most := peakMemory([]byte(data), template(t)); most > 256<<20 {
					t.Errorf("%d MiB in use", most>>20)
				}
			}
			_, problems := checklist.Read("x", []byte(data), template(t))
			if len(problems) > 1000 {
				t.Errorf("%d problems", len(problems))
			}
			for _, p := range problems {
				if s := p.In(instruments.Dutch); strings.ContainsAny(s, "\x1b\u202e") || len(s) > 3000 {
					t.Errorf("unfit to show: %.200q", s)
				}
			}
		})
	}
}

func columnsOf(n int, name func(int) string) string {
	out := make([]string, n)
	for i := range out {
		out[i] = name(i)
	}
	return strings.Join(out, ",")
}

// surveyOf is a Kobo export of n respondents with 30 activities in columns and
// a list, for benchmarks.
func surveyOf(n int) []byte {
	set, err := replication()
	if err != nil {
		panic(err)
	}
	var b strings.Builder
	b.WriteString("start,end,respondent,codeur,activiteiten")
	for _, id := range set.Checklist.Items {
		b.WriteString(",activiteiten/" + string(id))
	}
	b.WriteString(",_id,_uuid,_submission_time,_index\n")
	for i := range n {
		var list []string
		var cells strings.Builder
		for j, id := range set.Checklist.Items {
			if (i+j)%4 == 0 {
				list = append(list, string(id))
				cells.WriteString(",1")
			} else {
				cells.WriteString(",0")
			}
		}
		fmt.Fprintf(&b, "2026-03-05T10:58:34.147+03:00,2026-03-05T11:58:34.147+03:00,R%05d,codeur1,%s%s,%d,dcf2753a-6ea2-40f5-b493-%012d,2026-03-05T12:00:00,%d\n", i, strings.Join(list, " "), cells.String(), i, i, i)
	}
	return []byte(b.String())
}

// BenchmarkSurvey reads a Kobo export of 3,700 respondents.
func BenchmarkSurvey(b *testing.B) {
	data, set := surveyOf(3700), template(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if result, problems := checklist.Read("x.csv", data, set); problems.Err() != nil || len(result.Fillings) != 3700 {
			b.Fatal(problems)
		}
	}
}

// BenchmarkXLSForm makes the form of the replication.
func BenchmarkXLSForm(b *testing.B) {
	set := template(b)
	for b.Loop() {
		if _, err := checklist.XLSForm(set, instruments.Dutch); err != nil {
			b.Fatal(err)
		}
	}
}
