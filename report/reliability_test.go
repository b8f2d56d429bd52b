package report

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// counted by hand: five interviews of four turns of ten characters. Code
// waard.W1.1 by coder a in the turns of the first list, by coder b in those of
// the second: both 6, only a 2, only b 1, neither 11 of 20. All five respondents
// have it.
var (
	byA = []int{0, 1, 4, 8, 9, 12, 13, 16}
	byB = []int{0, 1, 4, 8, 9, 12, 18}
)

const coded = coding.CodeID("waard.W1.1")

func handDouble(t testing.TB, rounds ...coding.Round) *coding.Corpus {
	t.Helper()
	set, err := instruments.Builtin("reclassering-2020")
	if err != nil {
		t.Fatal(err)
	}
	c := &coding.Corpus{
		Instruments: set, Codebook: coding.NewCodebook(set), Coders: []coding.Coder{{ID: "a"}, {ID: "b"}}, Rounds: rounds,
		Info: coding.StudyInfo{Name: "hand", Title: both("Handwerk", "By hand"), Lang: nl, Created: "2020-01-06T09:00:00Z", Changed: "2020-07-15T16:30:00Z", Head: strings.Repeat("ab", 32)},
	}
	for i := range 7 { // two more than are coded twice
		id := instruments.RespondentID(fmt.Sprintf("R%d", i+1))
		c.Respondents = append(c.Respondents, instruments.Respondent{ID: id, Type: "vrijwilliger", Project: "LJ&R", Trajectories: []instruments.TrajectoryID{"T1"}})
		d := instruments.Document{ID: instruments.DocumentID(id), Kind: instruments.Interview, Respondent: id, Project: "LJ&R", Length: 40}
		for j := range 4 {
			d.Turns = append(d.Turns, instruments.Turn{Speaker: "R", Start: 10 * j, End: 10*j + 10})
		}
		c.Documents = append(c.Documents, d)
	}
	for coder, turns := range map[coding.CoderID][]int{"a": byA, "b": byB} {
		for _, n := range turns {
			k := coding.Coding{Code: coded, Coder: coder, Origin: coding.ByHand, Segment: coding.Segment{Document: instruments.DocumentID(fmt.Sprintf("R%d", n/4+1)), Start: 10 * (n % 4), End: 10*(n%4) + 10, Quotation: "woorden"}}
			k.ID = coding.NewCodingID(k)
			c.Codings = append(c.Codings, k)
		}
	}
	coding.SortCodings(c.Codings)
	return c
}

func handRound(id string, released bool) coding.Round {
	return coding.Round{ID: id, Documents: []instruments.DocumentID{"R1", "R2", "R3", "R4", "R5"}, Coders: []coding.CoderID{"a", "b"}, Blind: true, Released: released}
}

func isNumber(t *testing.T, table analysis.Table, row, column string, want float64) {
	t.Helper()
	r, ok := table.Row(row)
	if !ok || r.Cells[column].Number == nil || math.Abs(*r.Cells[column].Number-want) > 1e-9 {
		t.Errorf("%s/%s/%s is %+v, want %v", table.ID, row, column, r.Cells[column], want)
	}
}

// The figures of a round, worked out by hand from its 2×2 over 20 turns.
func TestReliabilityByHand(t *testing.T) {
	r := built(t, handDouble(t, handRound("1", true)), Options{})
	table, ok := r.Table("reliability")
	if !ok {
		t.Fatal("no table of reliability")
	}
	// kappa: Pe = .4·.35 + .6·.65 = .53; AC1: π = 15/40, Pe = 2·.375·.625;
	// alpha: Do = 3/20, De = 2·15·25/(40·39).
	isNumber(t, table, "turn", colUnits, 20)
	isNumber(t, table, "turn", colPercent, .85)
	isNumber(t, table, "turn", colKappa, (.85-.53)/.47)
	isNumber(t, table, "turn", colAC1, (.85-.46875)/.53125)
	isNumber(t, table, "turn", colAlpha, 1-.15/(750./1560))
	// Documents: a in 5 of 5, b in 5 of 5 (turn 18 is of the fifth).
	isNumber(t, table, "document", colUnits, 5)
	codes, _ := r.Table("reliability-codes")
	for column, want := range map[string]float64{"both": 6, "only_a": 2, "only_b": 1, "neither": 11, "prevalence": 15. / 40, colAlpha: 1 - .15/(750./1560)} {
		isNumber(t, codes, string(coded), column, want)
	}
	row, _ := table.Row("turn")
	if lo, hi := row.Cells[colLower].Number, row.Cells[colUpper].Number; lo == nil || hi == nil || *lo >= *row.Cells[colAlpha].Number || *hi <= *row.Cells[colAlpha].Number {
		t.Errorf("the interval does not hold alpha: %+v", row.Cells)
	}
	text := spaces(section(t, r, "m-reliability"))
	for _, want := range []string{"De codeurs a en b codeerden 5 van de 7 interviews onafhankelijk van elkaar, zonder elkaars werk te zien.", "Cohen 1960", "Krippendorff (2004, p. 241)"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if got, want := spaces(r.First.Reliability.In(nl)), "Twee onderzoekers codeerden 5 van de 7 interviews onafhankelijk van elkaar; hun overeenstemming (Krippendorffs alfa, beurten) is 0,69 (95 %-interval "; !strings.HasPrefix(got, want) {
		t.Errorf("%s\nwant %s…", got, want)
	}
	if got, want := r.First.Reliability.In(en), "Two researchers coded 5 of the 7 interviews independently; their agreement (Krippendorff's alpha, turns) is 0.69 (95% interval "; !strings.HasPrefix(got, want) {
		t.Errorf("%s\nwant %s…", got, want)
	}
}

// A code with fewer respondents than the threshold is left out, with its counts:
// the two of R1 and R2 alone are below 3 and below 5.
func TestReliabilityHidesFew(t *testing.T) {
	c := handDouble(t, handRound("1", true))
	for _, coder := range []coding.CoderID{"a", "b"} {
		for i, code := range []coding.CodeID{"waard.W2.2", "waard.W3.2"} {
			for n := range 2 + 2*i { // two respondents, and four
				k := coding.Coding{Code: code, Coder: coder, Segment: coding.Segment{Document: instruments.DocumentID(fmt.Sprintf("R%d", n+1)), Start: 30, End: 40}}
				k.ID = coding.NewCodingID(k)
				c.Codings = append(c.Codings, k)
			}
		}
	}
	coding.SortCodings(c.Codings)
	for audience, want := range map[Audience]string{Extern: "waard.W1.1", Intern: "waard.W1.1 waard.W3.2"} {
		r := built(t, c, Options{Audience: audience})
		table, _ := r.Table("reliability-codes")
		var rows []string
		for _, row := range table.Rows {
			rows = append(rows, row.Key)
		}
		if got := strings.Join(rows, " "); got != want {
			t.Errorf("%s: %s, want %s", audience, got, want)
		}
		if text := section(t, r, "m-reliability"); strings.Contains(text, "waard.W2.2") {
			t.Errorf("%s: a code of two respondents is named", audience)
		}
	}
}

// Two rounds stand beside each other; each is computed from its own state.
func TestReliabilityOfTwoRounds(t *testing.T) {
	first, now := handDouble(t, handRound("1", true)), handDouble(t, handRound("2", true), handRound("1", true))
	now.Codings = slices.DeleteFunc(now.Codings, func(k coding.Coding) bool { return k.Coder == "b" })
	for _, k := range slices.Clone(now.Codings) { // the second time b codes as a does
		k.Coder = "b"
		k.ID = coding.NewCodingID(k)
		now.Codings = append(now.Codings, k)
	}
	coding.SortCodings(now.Codings)
	r := built(t, now, Options{RoundOf: func(id string) (*coding.Corpus, error) {
		return map[string]*coding.Corpus{"1": first, "2": now}[id], nil
	}})
	table, _ := r.Table("reliability")
	isNumber(t, table, "1/turn", colPercent, .85)
	isNumber(t, table, "2/turn", colPercent, 1)
	isNumber(t, table, "2/turn", colAlpha, 1)
	if row, _ := table.Row("2/turn"); row.Cells[colLower].Number != nil {
		t.Error("an interval on perfect agreement")
	}
	if text := section(t, r, "m-reliability"); !strings.Contains(text, "Ronde 1: De codeurs a en b") || !strings.Contains(text, "ronde 2: beurten") {
		t.Error("the rounds are not told apart")
	}
}

// While a round is open nothing of it is told, in no file.
func TestReliabilityOfAnOpenRound(t *testing.T) {
	r := built(t, handDouble(t, handRound("1", false)), Options{Audience: Intern})
	if text := section(t, r, "m-reliability"); !strings.Contains(text, "nog niet gemeten: ronde 1 van dubbel coderen is nog niet vrijgegeven") {
		t.Errorf("an open round: %s", text)
	}
	for _, id := range []string{"reliability", "reliability-codes", "settling"} {
		if _, ok := r.Table(id); ok {
			t.Errorf("an open round has table %s", id)
		}
	}
	if !r.First.Reliability.IsZero() {
		t.Error("an open round is on the first page")
	}
}

// Without double coding there is one sentence, and nothing else changes.
func TestReliabilityNotMeasured(t *testing.T) {
	for lang, want := range map[instruments.Lang]string{nl: "is niet gemeten: het materiaal is niet door twee codeurs", en: "was not measured: the material was not coded by two coders"} {
		r := built(t, replication(t), Options{Lang: lang})
		for _, s := range r.Sections {
			if s.ID == "m-reliability" && (len(s.Blocks) != 1 || !strings.Contains(s.Blocks[0].Para.In(lang), want)) {
				t.Errorf("%s: %+v", lang, s.Blocks)
			}
		}
		if !r.Layer.IsZero() || !r.First.Reliability.IsZero() {
			t.Errorf("%s: a layer is named where there is no choice", lang)
		}
	}
}

// Work that two coders both did outside a round is compared, and the report says
// that nobody knows what they saw.
func TestReliabilityWithoutRound(t *testing.T) {
	r := built(t, handDouble(t), Options{})
	table, _ := r.Table("reliability")
	isNumber(t, table, "turn", colPercent, .85)
	if text := section(t, r, "m-reliability"); !strings.Contains(text, "buiten een ronde van dubbel coderen om") {
		t.Errorf("no word about the missing round: %s", text)
	}
}

// Decisions are counted by kind, and those who made them.
func TestSettlingTable(t *testing.T) {
	decide := func(list instruments.FillingKind, by coding.CoderID, own bool, keep ...coding.CoderID) coding.Settlement {
		return coding.Settlement{List: list, Keep: keep, Own: own, By: by}
	}
	s := coding.Settling{A: "a", B: "b", Agreed: 10, Queue: []coding.Difference{{}, {List: instruments.ActivityFilling}}, Done: []coding.Settlement{
		decide("", "a", false, "a"), decide("", "a", false, "a"), decide(instruments.ActivityFilling, "b", false, "b"), decide("", "b", false, "b", "a"),
		decide("", "a", false), decide("", "a", true),
	}}
	table := settlingTable(s)
	for row, want := range map[string][2]float64{"a": {2, 0}, "b": {1, 1}, "both": {1, 0}, "neither": {1, 0}, "own": {1, 0}, "open": {2, 1}} {
		isNumber(t, table, row, "n", want[0])
		isNumber(t, table, row, "lists", want[1])
	}
	isNumber(t, table, "agreed", "n", 10)
	if got := decidedBy(s).In(nl); !strings.HasPrefix(got, "Over 6 verschillen is beslist, door a (4) en b (2).") {
		t.Error(got)
	}
}

// The replication study: everything that was decided is counted once, agreement
// by activity stays inside the team, and two builds give the same bytes.
func TestReliabilityOfTheReplication(t *testing.T) {
	d, err := importedTwice()
	if err != nil {
		t.Fatal(err)
	}
	r, sum := reportTwice(t, Extern), 0.
	settling, _ := r.Table("settling")
	for _, row := range settling.Rows {
		if row.Key != "agreed" && row.Key != "open" {
			sum += *row.Cells["n"].Number
		}
	}
	if int(sum) != len(d.now.Settlements) || sum == 0 {
		t.Errorf("%v decisions counted of %d", sum, len(d.now.Settlements))
	}
	if got := spaces(r.First.Reliability.In(nl)); !strings.HasPrefix(got, "Twee onderzoekers codeerden 14 van de 37 interviews onafhankelijk van elkaar; ") {
		t.Error(got)
	}
	for _, id := range []string{"reliability-checklist", "reliability-indicators"} {
		if _, ok := r.Table(id); ok {
			t.Errorf("%s is in an external report", id)
		}
	}
	inside := reportTwice(t, Intern)
	if _, ok := inside.Table("reliability-checklist"); !ok {
		t.Error("no agreement by activity in an internal report")
	}
	again, err := buildTwice(Intern)
	if err != nil || pageOf(t, inside) != pageOf(t, again) {
		t.Errorf("two reports of one study differ (%v)", err)
	}
	checkPerspectives(t, r)
}

// The published reference values of domain.md 7.5.
func checkPerspectives(t *testing.T, r *Report) {
	t.Helper()
	table, _ := r.Table("perspectives")
	want := [][2]string{{"0.774", "0.397"}, {"0.746", "0.303"}, {"0.810", "0.403"}}
	for i, w := range want {
		row := table.Rows[i]
		if got := [2]string{fmt.Sprintf("%.3f", *row.Cells[colPercent].Number), fmt.Sprintf("%.3f", *row.Cells[colKappa].Number)}; got != w {
			t.Errorf("%s: %v, want %v", row.Key, got, w)
		}
	}
	if got := fmt.Sprintf("%.4f", *table.Rows[3].Cells[colAlpha].Number); got != "0.3722" {
		t.Errorf("alpha %s", got)
	}
}
