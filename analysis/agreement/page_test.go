package agreement_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"meerzicht/analysis/agreement"
)

// measurePages are the pages of docs/agreement, one a measure.
var measurePages = []string{
	"percent", "cohen-kappa", "fleiss-kappa", "brennan-prediger", "gwet-ac1", "krippendorff-alpha", "set-alpha", "character", "segment",
}

func readPage(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "docs", "agreement", name+".md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestPages computes the worked examples and the tables of edge cases of every
// page from what stands on the page itself.
func TestPages(t *testing.T) {
	t.Parallel()
	for _, name := range measurePages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := readPage(t, name)
			bold := 0
			for _, e := range examples(page) {
				bold += e.check(t)
			}
			if all := len(regexp.MustCompile(`\*\*-?\.?\d`).FindAllString(page, -1)); bold < all || bold == 0 {
				t.Errorf("%d of %d bold numbers are computed", bold, all)
			}
			if rows := checkEdges(t, page); rows < 6 && name != "segment" {
				t.Errorf("%d edge cases", rows)
			}
			for _, heading := range []string{"\n## Worked example\n", "\n## Edge cases\n", "In JSON:"} {
				if !strings.Contains(page, heading) {
					t.Errorf("lacks %q", heading)
				}
			}
		})
	}
}

// TestReadmePage: every page is linked from the overview, and the bound it names
// is the one the program gives.
func TestReadmePage(t *testing.T) {
	t.Parallel()
	page := readPage(t, "README")
	for _, name := range measurePages {
		if !strings.Contains(page, "("+name+".md)") {
			t.Errorf("no link to %s", name)
		}
	}
	m := agreement.Percent(grid(agreement.Nominal, 2, strings.Repeat("a ", 12), strings.Repeat("a ", 12)))
	if want := "After 12 units without a difference it is " + short(*m.UpperDisagreement); !strings.Contains(page, want) {
		t.Errorf("does not say %q", want)
	}
}

// example is a marked input of a page and the results stated after it.
type example struct {
	kind    string
	options map[string]string
	input   string
	results [][2]string // what, value
}

func examples(page string) []example {
	var out []example
	for _, part := range strings.Split(page, "<!-- example ")[1:] {
		mark, rest, _ := strings.Cut(part, " -->\n```csv\n")
		input, rest, _ := strings.Cut(rest, "```\n")
		rest, _, _ = strings.Cut(rest, "\n## ")
		e := example{kind: "units", options: map[string]string{}, input: input}
		for word := range strings.FieldsSeq(mark) {
			e.set(word)
		}
		for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\| \\*\\*(-?[\\d.]+)\\*\\* \\|$").FindAllStringSubmatch(rest, -1) {
			e.results = append(e.results, [2]string{row[1], row[2]})
		}
		out = append(out, e)
	}
	return out
}

func (e *example) set(word string) {
	if name, value, ok := strings.Cut(word, "="); ok {
		e.options[name] = value
		return
	}
	e.kind = word
}

// check computes the results again; it returns how many.
func (e example) check(t *testing.T) int {
	t.Helper()
	for _, r := range e.results {
		one := e
		one.options = map[string]string{}
		for k, v := range e.options {
			one.options[k] = v
		}
		words := strings.Fields(r[0])
		for _, w := range words[1:] {
			one.set(w)
		}
		name, part, _ := strings.Cut(words[0], ".")
		m, ok := byName(one.measures(t))[name]
		if !ok {
			t.Errorf("no measure %s", name)
			continue
		}
		if got := partOf(m, part); got == nil || short(*got) != r[1] {
			t.Errorf("%s is %v, the page says %s", r[0], show(got), r[1])
		}
	}
	return len(e.results)
}

// short writes a number as the pages do: four decimals at most, no leading zero.
func short(v float64) string {
	s := strings.TrimRight(strings.TrimRight(strconv.FormatFloat(v, 'f', 4, 64), "0"), ".")
	if s == "0" || s == "-0" {
		return "0"
	}
	return strings.Replace(strings.TrimPrefix(s, "0"), "-0.", "-.", 1)
}

func partOf(m agreement.Measure, part string) *float64 {
	count := func(n int) *float64 { return ptr(float64(n)) }
	switch part {
	case "":
		return m.Value
	case "se":
		return m.SE
	case "observed":
		return m.Observed
	case "expected":
		return m.Expected
	case "lower":
		return &m.CI[0]
	case "upper":
		return &m.CI[1]
	case "n":
		return count(m.N)
	case "left_out":
		return count(m.LeftOut)
	}
	return nil
}

func (e example) measures(t *testing.T) []agreement.Measure {
	t.Helper()
	level := agreement.Level(e.options["level"])
	q, _ := strconv.Atoi(e.options["q"])
	switch e.kind {
	case "table":
		return agreement.Measures(square(level, tableOf(t, e.input)), none())
	case "characters":
		return agreement.Binary(characters(t, e.input, e.options["length"]))
	case "segments":
		threshold, _ := strconv.ParseFloat(e.options["threshold"], 64)
		return segments(t, e.input, threshold)
	}
	f, problems := read(t, e.input, agreement.CSVOptions{Level: level, Categories: q, Sets: e.kind == "sets"})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if e.kind == "sets" {
		return agreement.SetMeasures(f.Sets, none())
	}
	return agreement.Measures(f.Data, none())
}

func tableOf(t *testing.T, input string) [][]int {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(input)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := make([][]int, len(rows))
	for i, row := range rows {
		for _, cell := range row {
			n, err := strconv.Atoi(cell)
			if err != nil {
				t.Fatal(err)
			}
			out[i] = append(out[i], n)
		}
	}
	return out
}

// stretches of two coders, A and B.
func stretches(t *testing.T, input string) (of map[string][][2]int) {
	t.Helper()
	of = map[string][][2]int{}
	_, rows, _ := strings.Cut(input, "\n")
	for row := range strings.Lines(rows) {
		cells := strings.Split(strings.TrimSpace(row), ",")
		start, err := strconv.Atoi(cells[1])
		if err != nil {
			t.Fatal(err)
		}
		end, err := strconv.Atoi(cells[2])
		if err != nil {
			t.Fatal(err)
		}
		of[cells[0]] = append(of[cells[0]], [2]int{start, end})
	}
	return of
}

// characters counts them one by one.
func characters(t *testing.T, input, length string) (table agreement.Table) {
	t.Helper()
	n, err := strconv.Atoi(length)
	if err != nil {
		t.Fatal(err)
	}
	all := stretches(t, input)
	in := func(list [][2]int, at int) bool {
		for _, s := range list {
			if s[0] <= at && at < s[1] {
				return true
			}
		}
		return false
	}
	for at := range n {
		switch a, b := in(all["A"], at), in(all["B"], at); {
		case a && b:
			table.Both++
		case a:
			table.OnlyA++
		case b:
			table.OnlyB++
		default:
			table.Neither++
		}
	}
	return table
}

// segments matches stretches that meet no other.
func segments(t *testing.T, input string, threshold float64) []agreement.Measure {
	t.Helper()
	all, matched := stretches(t, input), 0
	for _, a := range all["A"] {
		for _, b := range all["B"] {
			both := min(a[1], b[1]) - max(a[0], b[0])
			either := max(a[1], b[1]) - min(a[0], b[0])
			if both > 0 && float64(both)/float64(either) >= threshold {
				matched++
			}
		}
	}
	return []agreement.Measure{{Name: agreement.SegmentName, Value: ptr(2 * float64(matched) / float64(len(all["A"])+len(all["B"])))}}
}

// checkEdges computes the marked table of edge cases; it returns its rows.
func checkEdges(t *testing.T, page string) (rows int) {
	t.Helper()
	_, part, ok := strings.Cut(page, "<!-- edges ")
	if !ok {
		return 0
	}
	mark, part, _ := strings.Cut(part, " -->\n")
	part, _, _ = strings.Cut(part, "\n\n")
	words := strings.Fields(mark)
	for _, line := range strings.Split(strings.TrimSpace(part), "\n")[2:] {
		cells := strings.Split(strings.Trim(strings.ReplaceAll(line, `\|`, "¦"), "| "), " | ")
		for i := range cells {
			cells[i] = strings.ReplaceAll(strings.Trim(cells[i], "` "), "¦", "|")
		}
		var m agreement.Measure
		switch words[len(words)-1] {
		case "sets":
			m = byName(agreement.SetMeasures(setsDown(cells[0]), agreement.Options{}))[words[0]]
		case "binary":
			var n [4]int
			for i, cell := range strings.Fields(cells[0]) {
				n[i], _ = strconv.Atoi(cell)
			}
			m = byName(agreement.Binary(agreement.Table{Both: n[0], OnlyA: n[1], OnlyB: n[2], Neither: n[3]}))[cells[1]]
			cells = cells[1:]
		default:
			q, _ := strconv.Atoi(cells[1])
			level := agreement.Level(strings.TrimPrefix(words[1], "level="))
			m = byName(agreement.Measures(grid(level, q, strings.Split(cells[0], " / ")...), agreement.Options{}))[words[0]]
			cells = cells[1:]
		}
		checkEdge(t, line, m, cells[1], cells[2], cells[3])
		rows++
	}
	return rows
}

func checkEdge(t *testing.T, line string, m agreement.Measure, value, code, words string) {
	t.Helper()
	switch {
	case value == "–" && (m.Value != nil || m.Reason != code || m.Message.EN != words):
		t.Errorf("%s\n\tgives %v, %s, %s", line, show(m.Value), m.Reason, m.Message.EN)
	case value != "–" && (m.Value == nil || short(*m.Value) != value):
		t.Errorf("%s\n\tgives %v, %s", line, show(m.Value), m.Reason)
	case value == "–":
		return
	}
	found := m.CIReason == code && agreement.ReasonText(code).EN == words
	for _, w := range m.Warnings {
		found = found || w.Code == code && w.Text.EN == words
	}
	if !found {
		t.Errorf("%s\n\tgives %s, %v", line, m.CIReason, m.Warnings)
	}
}

// setsDown reads sets with a line a coder: "+" between codes, 0 the empty set.
func setsDown(text string) agreement.Sets {
	lines := strings.Split(strings.ReplaceAll(text, "+", "|"), " / ")
	units := make([]string, len(strings.Fields(lines[0])))
	for _, line := range lines {
		for u, cell := range strings.Fields(line) {
			units[u] += " " + cell
		}
	}
	return setsOf(len(lines), units...)
}
