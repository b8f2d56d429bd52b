package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/transcript"
	"meerzicht/testdata"
	"meerzicht/testdata/generate"
)

// sources is the folder that the replication study is made from.
const sources = "../../testdata/source"

// generated are all files of the study, by name, made once for all tests.
var generated = sync.OnceValues(func() (map[string][]byte, error) {
	files, err := generate.Files(os.DirFS(sources))
	out := map[string][]byte{}
	for _, f := range files {
		out[f.Name] = f.Data
	}
	return out, err
})

// generatedRows are the rows of a generated table, without its heading.
func generatedRows(t *testing.T, name string) [][]string {
	t.Helper()
	files, err := generated()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(files[name])).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("%s: %d rows, %v", name, len(rows), err)
	}
	return rows[1:]
}

// sourceRows are the rows of a table of the sources, as they were written.
func sourceRows(t *testing.T, name string) []map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(sources, name))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, column := range rows[0] {
			m[column] = row[i]
		}
		out = append(out, m)
	}
	return out
}

func wholeNumber(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// doubleCodings are the codings of a generated codings file on the documents of the
// round.
func doubleCodings(t *testing.T, name string) []coding.Coding {
	t.Helper()
	round := map[string]bool{}
	for _, r := range sourceRows(t, "round.csv") {
		round[r["document"]] = true
	}
	var out []coding.Coding
	for i, r := range generatedRows(t, name) {
		if round[r[0]] {
			out = append(out, coding.Coding{
				ID: coding.CodingID(fmt.Sprint(r[5], i)), Code: coding.CodeID(r[4]), Coder: coding.CoderID(r[5]), Dyad: instruments.DyadID(r[7]),
				Segment: coding.Segment{Document: instruments.DocumentID(r[0]), Start: wholeNumber(t, r[1]), End: wholeNumber(t, r[2]), Quotation: r[3]},
			})
		}
	}
	return out
}

// differencePlace is where a difference is, as besluiten.csv writes it.
func differencePlace(d coding.Difference) string {
	var codes []string
	for _, c := range d.Codes() {
		codes = append(codes, string(c))
	}
	return fmt.Sprintf("%s,%d,%d,%s", d.Document, d.Start, d.End, strings.Join(codes, " "))
}

// TestDifferencesAreDeclared compares both coders' files as the program does: as
// many differences of each type as the source declares, and none elsewhere.
func TestDifferencesAreDeclared(t *testing.T) {
	_, diffs := coding.Compare(doubleCodings(t, "study/codeurs/codeur1.csv"), doubleCodings(t, "second/codeur2.csv"), 0)
	got, want := map[string]int{}, map[string]int{}
	places := map[string]bool{}
	for _, d := range diffs {
		got[string(d.Document)+" "+string(d.Type)]++
		places[differencePlace(d)] = true
	}
	for _, r := range sourceRows(t, "codeur2.csv") {
		kind := map[string]coding.DifferenceType{"edges": coding.Boundary, "instead": coding.OtherCode}[r["does"]]
		switch {
		case r["document"] == "R24" && r["code"] == "act.A08": // missed by both
			continue
		case kind == "", r["document"] == "R32" && r["code"] == "act.D02": // the first coder has nothing there
			kind = coding.Missed
		}
		want[r["document"]+" "+string(kind)]++
	}
	for k := range want {
		if got[k] != want[k] {
			t.Errorf("%s: %d differences, the source declares %d", k, got[k], want[k])
		}
	}
	if len(got) != len(want) {
		t.Errorf("differences of %d kinds and documents, the source declares %d", len(got), len(want))
	}
	open := map[string]bool{"R24": true, "R28": true}
	for _, r := range generatedRows(t, "settled/besluiten.csv") {
		if p := strings.Join(r[:4], ","); r[0] != "" && (!places[p] || open[r[0]]) {
			t.Errorf("decided about %s, where there is no difference to settle", p)
		} else {
			delete(places, p)
		}
	}
	for p := range places {
		if !open[p[:3]] {
			t.Errorf("nothing is decided about %s", p)
		}
	}
}

// TestCountsOfDifferences holds the sources to what docs/replication.md says.
func TestCountsOfDifferences(t *testing.T) {
	count := map[string]int{}
	for _, r := range sourceRows(t, "codeur2.csv") {
		count[r["does"]]++
	}
	for _, r := range sourceRows(t, "codeur2-lists.csv") {
		count[r["list"]]++
	}
	for what, bounds := range map[string][2]int{
		"edges": {120, 160}, "misses": {50, 75}, "instead": {40, 60}, "finds": {5, 15}, "adds": {1, 5}, "follows": {1, 6},
		"activiteiten": {40, 55}, "indicatoren": {18, 30},
	} {
		if n := count[what]; n < bounds[0] || n > bounds[1] {
			t.Errorf("%s: %d, docs/replication.md says %d to %d", what, n, bounds[0], bounds[1])
		}
		delete(count, what)
	}
	if len(count) > 0 {
		t.Errorf("not in docs/replication.md: %v", count)
	}
}

// binaryAlpha is Krippendorff's alpha of two coders who say yes or no about units
// units, by its formula 1 − Do/De: yes is how often either said yes, differ about
// how many units they differ.
func binaryAlpha(units, yes, differ int) float64 {
	n := float64(2 * units)
	return 1 - float64(differ)/float64(units)/(2*float64(yes)*(n-float64(yes))/(n*(n-1)))
}

// TestAgreementIsModerate: alpha over all codes and documents, over all codes and
// characters, and per code over characters.
func TestAgreementIsModerate(t *testing.T) {
	type unit struct {
		code     coding.CodeID
		document instruments.DocumentID
		at       int // -1 = the document
	}
	type sum struct{ yes, differ int }
	var by [2]map[unit]bool
	uses, length := map[coding.CodeID]int{}, map[instruments.DocumentID]int{}
	for i, name := range []string{"study/codeurs/codeur1.csv", "second/codeur2.csv"} {
		by[i] = map[unit]bool{}
		for _, c := range doubleCodings(t, name) {
			uses[c.Code]++
			length[c.Document] = max(length[c.Document], c.End)
			for at := c.Start; at < c.End; at++ {
				by[i][unit{c.Code, c.Document, at}] = true
			}
			by[i][unit{c.Code, c.Document, -1}] = true
		}
	}
	var documents, characters sum
	codes := map[coding.CodeID]sum{}
	for i := range by {
		for u := range by[i] {
			differ := 0
			if !by[1-i][u] {
				differ = 1
			}
			if u.at < 0 {
				documents = sum{documents.yes + 1, documents.differ + differ}
				continue
			}
			characters = sum{characters.yes + 1, characters.differ + differ}
			codes[u.code] = sum{codes[u.code].yes + 1, codes[u.code].differ + differ}
		}
	}
	all := 0
	for _, n := range length {
		all += n
	}
	for what, got := range map[string]float64{
		"documents":  binaryAlpha(len(uses)*len(length), documents.yes, documents.differ),
		"characters": binaryAlpha(len(uses)*all, characters.yes, characters.differ),
	} {
		if got < .65 || got > .85 {
			t.Errorf("alpha over %s is %.3f, docs/replication.md says .65 to .85", what, got)
		}
	}
	weak := 0
	for code, n := range uses {
		if got := binaryAlpha(all, codes[code].yes, codes[code].differ); n >= 6 && got >= .4 && got < .6 {
			weak++
		}
	}
	if weak < 3 {
		t.Errorf("%d codes that occur often are weak", weak)
	}
}

// TestRoundIsSpread: at least 12 interviews, every project and type of
// respondent among them, two left open.
func TestRoundIsSpread(t *testing.T) {
	who := map[string]map[string]string{}
	for _, r := range sourceRows(t, "respondents.csv") {
		who[r["respondent"]] = r
	}
	cells, settled := map[string]bool{}, 0
	round := sourceRows(t, "round.csv")
	for _, r := range round {
		role := who[r["document"]]["role"]
		if role != "vrijwilliger" && role != "cliënt" {
			role = "professional"
		}
		cells[who[r["document"]]["project"]+" "+role] = true
		if r["settled"] == "ja" {
			settled++
		}
	}
	if len(round) < 12 || len(cells) != 9 || len(round)-settled != 2 {
		t.Errorf("%d interviews from %d cells, %d settled", len(round), len(cells), settled)
	}
}

// TestSecondQuotations finds every quotation of the second coder at its place in
// the transcript, and no stretch that begins or ends inside a word.
func TestSecondQuotations(t *testing.T) {
	files, err := generated()
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string][]rune{}
	for name, data := range files {
		if strings.HasPrefix(name, "study/transcripten/") {
			doc, problems := transcript.Read(path.Base(name), data)
			if err := problems.Err(); err != nil {
				t.Fatal(err)
			}
			texts[strings.TrimSuffix(path.Base(name), path.Ext(name))] = []rune(doc.Text)
		}
	}
	for _, c := range doubleCodings(t, "second/codeur2.csv") {
		text := texts[string(c.Document)]
		if c.Start < 0 || c.End > len(text) || string(text[c.Start:c.End]) != c.Quotation {
			t.Errorf("%s %d–%d does not read %q", c.Document, c.Start, c.End, c.Quotation)
			continue
		}
		if insideWord(text, c.Start) || insideWord(text, c.End) {
			t.Errorf("%s %d–%d is cut inside a word: %q", c.Document, c.Start, c.End, c.Quotation)
		}
	}
}

func insideWord(text []rune, i int) bool {
	letter := func(r rune) bool {
		return strings.ContainsRune("abcdefghijklmnopqrstuvwxyzëéèïöü0123456789", r|0x20)
	}
	return i > 0 && i < len(text) && letter(text[i-1]) && letter(text[i])
}

// TestSecondLists: the second coder filled the list of every respondent of the
// round and of every dyad of their trajectories, wholly, and differs from the
// first coder where the source says so.
func TestSecondLists(t *testing.T) {
	items := map[string]int{}
	for _, r := range generatedRows(t, "second/activiteiten-codeur2.csv") {
		items[r[0]]++
	}
	trajectories, dyads := map[string]bool{}, 0
	for _, r := range sourceRows(t, "respondents.csv") {
		if n := items[r["respondent"]]; n == 30 {
			trajectories[r["trajectory"]] = true
		} else if n != 0 {
			t.Errorf("%s: %d items", r["respondent"], n)
		}
	}
	for _, r := range sourceRows(t, "dyads.csv") {
		if trajectories[r["trajectory"]] {
			dyads++
		}
	}
	filled := generatedRows(t, "second/indicatoren-codeur2.csv")
	if len(items) != len(sourceRows(t, "round.csv")) || len(filled) != dyads {
		t.Errorf("%d activity lists and %d indicator lists, want %d and %d", len(items), len(filled), len(sourceRows(t, "round.csv")), dyads)
	}
	differences := 0
	own := map[string]map[string]string{}
	for _, r := range sourceRows(t, "dyads.csv") {
		own[r["trajectory"]+r["dyad"]] = r
	}
	for _, r := range filled {
		for i, v := range r[2:12] {
			if v != own[r[0]+r[1]][fmt.Sprint("K", i+1)] {
				differences++
			}
		}
	}
	declared := slices.DeleteFunc(sourceRows(t, "codeur2-lists.csv"), func(r map[string]string) bool { return r["list"] != "indicatoren" })
	if differences != len(declared) {
		t.Errorf("%d indicator values differ, the source declares %d", differences, len(declared))
	}
}

// TestDecisionsKeepPublishedCounts: of the activities a tick is only decided
// about as the first coder has it, and so are all indicators.
func TestDecisionsKeepPublishedCounts(t *testing.T) {
	for _, r := range generatedRows(t, "settled/besluiten.csv") {
		if r[4] == "" || r[7] == string(testdata.FirstCoder) {
			continue
		}
		if r[4] != "activiteiten" || r[9] != string(instruments.Denied) {
			t.Errorf("%s of %s: %s keeps %s", r[6], r[5], r[7], r[9])
		}
	}
}

// TestMovedEdges moves the edges of one stretch of R01, of which the turn reads
// "Donderdagmiddag, twee uur. Bij hem thuis aan tafel. Kijk, het was niet zo
// dat … nooit. Ik kwam, ik ging zitten, en dan vroeg ik hoe het was en dan hield
// ik een halfuur m'n mond, want dan kwam het wel, over vroeger, over thuis, over
// hoe hij 's nachts lag te malen. Dat moet je leren, hoor, je mond houden."
func TestMovedEdges(t *testing.T) {
	for edges, want := range map[string][2]string{
		"start-word":                {"en dan vroeg ik", "lag te malen"},
		"start-2words":              {"zitten, en dan vroeg", "lag te malen"},
		"start-clause":              {"en dan vroeg ik", "lag te malen"},
		"start-sentence":            {"Ik kwam, ik ging", "lag te malen"},
		"start+clause":              {"want dan kwam", "lag te malen"},
		"end-clause":                {"dan vroeg ik", "over thuis"},
		"end-2words":                {"dan vroeg ik", "'s nachts lag"},
		"end+sentence":              {"dan vroeg ik", "je mond houden."},
		"end+clause":                {"dan vroeg ik", "Dat moet je leren"},
		"start-word end-3clauses":   {"en dan vroeg ik", "kwam het wel"},
		"start+2words end+sentence": {"ik hoe het", "je mond houden."},
	} {
		files, err := generate.Second(sourcesWith(t, "codeur2.csv", "R01,act.B01,1,edges,"+edges+",,"))
		if err != nil {
			t.Errorf("%s: %v", edges, err)
			continue
		}
		i := slices.IndexFunc(files, func(f generate.File) bool { return f.Name == "second/codeur2.csv" })
		rows, err := csv.NewReader(bytes.NewReader(files[i].Data)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		i = slices.IndexFunc(rows, func(r []string) bool { return r[0] == "R01" && r[4] == "act.B01" })
		if got := rows[i][3]; !strings.HasPrefix(got, want[0]) || !strings.HasSuffix(got, want[1]) {
			t.Errorf("%s: %q, want %q to %q", edges, got, want[0], want[1])
		}
	}
}

// TestSourceMistakes: what does not fit the conversations is refused, never
// silently left out.
func TestSourceMistakes(t *testing.T) {
	for line, want := range map[string]string{
		"R01,act.A09,9,misses,,,":                          "no act.A09 number 9",
		"R01,act.A04,1,misses,,,":                          "only a true mention",
		"R01,act.A06,1,finds,,,":                           "no false find",
		"R01,act.A06,1,edges,end+9sentences,,":             "leaves the turn",
		"R01,act.A06,1,forgets,,,":                         "is not known",
		"R01,act.A06,een,misses,,,":                        "invalid syntax",
		"R05,act.A02,1,misses,,,":                          "R05 has no",
		"R01,act.A06,1,misses,,,\nR01,act.A06,1,misses,,,": "stands there twice",
	} {
		_, err := generate.Second(sourcesWith(t, "codeur2.csv", line))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", line, err, want)
		}
	}
	for _, line := range []string{"activiteiten,R05,A01,genoemd,,", "activiteiten,R01,A03,genoemd,,"} {
		if _, err := generate.Second(sourcesWith(t, "codeur2-lists.csv", line)); err == nil {
			t.Errorf("%s: not refused", line)
		}
	}
}

// sourcesWith are the sources with one table that has its heading and the given lines.
func sourcesWith(t *testing.T, name, lines string) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	names, err := fs.Glob(os.DirFS(sources), "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		data, err := os.ReadFile(filepath.Join(sources, n))
		if err != nil {
			t.Fatal(err)
		}
		if n == name {
			head, _, _ := strings.Cut(string(data), "\n")
			data = []byte(head + "\n" + lines + "\n")
		}
		out[n] = &fstest.MapFile{Data: data}
	}
	return out
}
