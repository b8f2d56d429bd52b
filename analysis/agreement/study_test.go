package agreement

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// Both worked on R1 and R2 (bram says that he is done with it); anna alone on
// R3, nobody on R4.
func partly() *coding.Corpus {
	c := mark(testCorpus(100, "R1", "R2", "R3", "R4"), "anna R1 A1 0-10", "bram R1 A1 0-10", "anna R2 A2 0-10", "anna R3 A1 0-10")
	c.Coders = []coding.Coder{{ID: "anna"}, {ID: "bram"}, {ID: "cleo"}}
	c.Progress = []coding.Progress{{Document: "R2", Coder: "bram", State: coding.Done}, {Document: "R3", Coder: "cleo", State: coding.Done}}
	return c
}

func TestWhatIsCompared(t *testing.T) {
	open := coding.Round{ID: "1", Documents: []instruments.DocumentID{"R1", "R3", "R4"}, Coders: anna()}
	released := open
	released.Released = true
	for _, one := range []struct {
		name, compared, leftOut string
		rounds                  []coding.Round
		s                       Settings
	}{
		{"as it stands", "[R1 R2]", "[{R3 [anna]}]", nil, Settings{}},
		{"some documents", "[R1]", "[{R3 [anna]}]", nil, Settings{Documents: []instruments.DocumentID{"R1", "R3"}}},
		{"a document nobody coded", "[R1]", "[{R4 []}]", nil, Settings{Documents: []instruments.DocumentID{"R1", "R4"}}},
		{"released round", "[R1 R3 R4]", "[]", []coding.Round{released}, Settings{Round: "1"}},
		{"open round", "[R1]", "[{R3 [anna]} {R4 []}]", []coding.Round{open}, Settings{Round: "1"}},
		{"a round, but not asked for", "[R1 R2]", "[{R3 [anna]}]", []coding.Round{released}, Settings{}},
	} {
		c := partly()
		c.Rounds = one.rounds
		one.s.Unit = Document
		if one.s.Round == "" {
			one.s.Coders = anna()
		}
		r := mustStudy(t, c, one.s)
		if got := fmt.Sprint(r.Documents); got != one.compared {
			t.Errorf("%s: compared %s, want %s", one.name, got, one.compared)
		}
		if got := fmt.Sprint(r.LeftOut); got != one.leftOut {
			t.Errorf("%s: left out %s, want %s", one.name, got, one.leftOut)
		}
		if wants := strings.Contains(one.name, "released"); strings.Contains(r.Missing.NL, "niets in vond") != wants || r.Missing.EN == "" {
			t.Errorf("%s: %q", one.name, r.Missing.NL)
		}
	}
}

// In a released round a document without a coding is agreement on nothing.
func TestRoundCountsTheUncoded(t *testing.T) {
	c := partly()
	c.Rounds = []coding.Round{{ID: "1", Documents: []instruments.DocumentID{"R1", "R3", "R4"}, Coders: anna(), Released: true}}
	r := mustStudy(t, c, Settings{Unit: Document, Round: "1"})
	if r.code(t, "A1").Table != (Table{1, 1, 0, 1}) {
		t.Errorf("%v", r.code(t, "A1").Table)
	}
	if slices.ContainsFunc(r.Codes, func(k CodeResult) bool { return k.Code == "act.A2" }) {
		t.Error("A2 was used outside the round only, and is listed")
	}
}

func TestChoose(t *testing.T) {
	c := mark(testCorpus(100, "R1", "R2", "R3"),
		"anna R1 A1 0-10", "anna R2 A1 0-10", "bram R1 A1 0-10", "cleo R1 A1 0-10", "cleo R2 A1 0-10",
		"lexicon R1 A1 0-10", "lexicon R2 A1 0-10", "lexicon R3 A1 0-10", "consensus R1 A1 0-10", "consensus R2 A1 0-10")
	for i, id := range []instruments.DocumentID{"R1", "R2", "R3", "R1", "R2", "R3"} { // put by: of earlier rounds
		k := c.Codings[0]
		k.Document, k.Coder = id, coding.ConsensusOf(fmt.Sprint(i/3))
		c.Codings = append(c.Codings, k)
	}
	choose := func(unit Unit) string { return fmt.Sprint(Choose(c, unit)) }
	if got := choose(Turn); got != "[anna cleo]" {
		t.Errorf("most double work: %s", got)
	}
	list(c, "R1", "dirk", "A1")
	list(c, "R1", "bram", "A1")
	if got := choose(Checklist); got != "[bram dirk]" {
		t.Errorf("of lists: %s", got)
	}
	if got := choose(Indicator); got != "[]" {
		t.Errorf("nobody filled an indicator list: %s", got)
	}
	c.Rounds = []coding.Round{{ID: "2", Coders: []coding.CoderID{"eva", "fien"}}, {ID: "10", Coders: []coding.CoderID{"gijs", "hans"}}, {ID: "9", Coders: anna()}}
	if got := choose(Turn); got != "[gijs hans]" {
		t.Errorf("of the latest round: %s", got)
	}
	r := mustStudy(t, c, Settings{Unit: Turn, Round: "9"})
	if fmt.Sprint(r.Coders) != "[anna bram]" || r.Round != "9" {
		t.Errorf("round 9: %v", r.Coders)
	}
}

func TestStudyRefuses(t *testing.T) {
	for _, one := range []struct {
		s    Settings
		want string
	}{
		{Settings{Unit: "zin"}, "onbekende eenheid \"zin\""},
		{Settings{Unit: Turn, Coders: []coding.CoderID{"anna", "niemand"}}, "codeur \"niemand\" is er niet\n  tip: kies uit: anna, bram, cleo"},
		{Settings{Unit: Turn, Coders: []coding.CoderID{"anna", "anna"}}, "codeur \"anna\" staat er twee keer"},
		{Settings{Unit: Segment, Threshold: 1.5}, "de drempel ligt niet tussen 0 en 1"},
		{Settings{Unit: Segment, Threshold: -1}, "de drempel"},
		{Settings{Unit: Turn, Domain: "niets"}, "onbekend domein \"niets\""},
		{Settings{Unit: Turn, Round: "3"}, "ronde \"3\" is er niet\n  tip: dit onderzoek heeft nog geen ronde"},
		{Settings{Unit: Turn, Documents: []instruments.DocumentID{"R9"}}, "document \"R9\" is er niet"},
	} {
		_, err := Study(partly(), one.s)
		var told *instruments.Error
		if !errors.As(err, &told) || !errors.Is(err, instruments.ErrRefused) {
			t.Errorf("%+v: %v", one.s, err)
			continue
		}
		if got := told.In(instruments.Dutch); !strings.Contains(got, one.want) {
			t.Errorf("%q does not say %q", got, one.want)
		}
		if told.What.EN == "" || told.What.EN == told.What.NL {
			t.Errorf("no English: %q", told.What.EN)
		}
	}
}

// Whatever there is not, every unit gives a result without a number and says why.
func TestNothingToCompare(t *testing.T) {
	apart := mark(testCorpus(100, "R1", "R2"), "anna R1 A1 0-10", "bram R2 A1 0-10")
	one := mark(testCorpus(100, "R1"), "anna R1 A1 0-10")
	for _, c := range []struct {
		name   string
		corpus *coding.Corpus
		coders []coding.CoderID
		reason string
	}{
		{"empty", &coding.Corpus{}, nil, NeedTwoCoders},
		{"one coder", one, nil, NeedTwoCoders},
		{"one coder named", one, []coding.CoderID{"anna"}, NeedTwoCoders},
		{"nothing shared", apart, anna(), NoPairableUnits},
	} {
		for _, unit := range Units() {
			r := mustStudy(t, c.corpus, Settings{Unit: unit, Coders: c.coders})
			if len(r.Codes) > 0 && unit != Checklist && unit != Indicator {
				t.Errorf("%s %s: %d codes", c.name, unit, len(r.Codes))
			}
			for _, m := range r.Pooled {
				if m.Value != nil || m.Reason != c.reason && m.Reason != EmptyGroup || m.Message.NL == "" || m.Message.EN == "" {
					t.Errorf("%s %s: %s is %v (%q, %q)", c.name, unit, m.Name, m.Value, m.Reason, m.Message.NL)
				}
			}
			if len(r.Pooled) == 0 || len(r.Notes) == 0 || r.Rule.EN == "" || r.Rule.NL == r.Rule.EN {
				t.Errorf("%s %s: nothing is said: %v, %v", c.name, unit, r.Pooled, r.Notes)
			}
			whole(t, r)
		}
	}
}

// whole insists on JSON without null where a list belongs, and without NaN.
func whole(t *testing.T, v any) {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	for _, member := range []string{"coders", "documents", "subjects", "left_out", "pooled", "mean", "sets", "sets_coded", "single", "confused", "codes", "warnings", "measures"} {
		if strings.Contains(string(b), `"`+member+`":null`) {
			t.Errorf("%s is null in %s", member, b)
		}
	}
}

func TestNotesOnIndependence(t *testing.T) {
	for _, one := range []struct {
		name   string
		rounds []coding.Round
		s      Settings
		want   []string
	}{
		{"no round", nil, Settings{Coders: anna()}, nil},
		{"open", []coding.Round{{ID: "1", Coders: anna()}}, Settings{}, []string{"open_round"}},
		{"blind", []coding.Round{{ID: "1", Coders: anna(), Blind: true}}, Settings{}, []string{"open_round"}},
		{"another's", []coding.Round{{ID: "1", Coders: []coding.CoderID{"eva"}, Released: true}}, Settings{Coders: anna()}, nil},
		{"released, as it stands", []coding.Round{{ID: "1", Coders: anna(), Released: true}}, Settings{Coders: anna()}, []string{"not_independent"}},
		{"released", []coding.Round{{ID: "1", Coders: anna(), Released: true, Documents: []instruments.DocumentID{"R1"}}}, Settings{Round: "1"}, nil},
		{"consensus", nil, Settings{Coders: []coding.CoderID{"anna", coding.ConsensusCoder}}, []string{"no_person"}},
	} {
		c := mark(partly(), "consensus R1 A1 0-10")
		c.Rounds = one.rounds
		one.s.Unit = Document
		r := mustStudy(t, c, one.s)
		var got []string
		for _, n := range r.Notes {
			if slices.Contains([]string{"open_round", "not_independent", "no_person"}, n.Code) {
				got = append(got, n.Code)
				if n.Text.NL == "" || n.Text.EN == "" {
					t.Errorf("%s: %v", one.name, n)
				}
			}
		}
		if !slices.Equal(got, one.want) {
			t.Errorf("%s: %v, want %v", one.name, got, one.want)
		}
		if blind := strings.Contains(fmt.Sprint(r.Notes), "hoort ze nog niet te zien"); blind != (one.name == "blind") {
			t.Errorf("%s: %v", one.name, r.Notes)
		}
	}
}

// Codes and domain choose; what falls outside counts nowhere, but a coder who
// coded something else did work on the document.
func TestCodesAndDomain(t *testing.T) {
	c := mark(testCorpus(100, "R1", "R2"), "anna R1 A1 0-10", "bram R1 knelp.1 0-10", "anna R2 knelp.1 0-10", "bram R2 knelp.1 0-10")
	r := mustStudy(t, c, Settings{Unit: Document, Coders: anna(), Domain: "knelpunt"})
	if len(r.Codes) != 1 || r.Table != (Table{1, 0, 1, 0}) || r.Unused != 0 || r.Codes[0].Label.NL != "knelpunt" {
		t.Errorf("%d codes, %v, %d unused", len(r.Codes), r.Table, r.Unused)
	}
	r = mustStudy(t, c, Settings{Unit: Document, Coders: anna(), Codes: []coding.CodeID{"act.A1", "act.A2"}})
	if len(r.Codes) != 1 || r.Table != (Table{0, 1, 0, 1}) || r.Unused != 1 {
		t.Errorf("%d codes, %v, %d unused", len(r.Codes), r.Table, r.Unused)
	}
}

// Whatever a damaged or foreign file may hold, nothing breaks.
func TestHostileCorpus(t *testing.T) {
	c := mark(testCorpus(50, "R1", "R2"), "anna R1 A1 10-5", "anna R1 A1 7-7", "bram R1 A1 0-999999999", "anna R9 A1 0-5", "bram R2 geheim.x 0-5", "anna R2 geheim.x 0-5")
	c.Documents[1].Turns = []instruments.Turn{{Start: 9, End: 3}, {Start: 2, End: 8}, {Start: 0, End: 4}}
	c.Codings[0].Start = -20
	c.Documents[0].Length = 0
	list(c, "R1", "anna", "A1", "ZZ")
	list(c, "R1", "bram")
	ratings(c, "T1", "anna", "9?")
	ratings(c, "T1", "bram", "111222333")
	for _, unit := range Units() {
		r := mustStudy(t, c, Settings{Unit: unit, Coders: anna()})
		whole(t, r)
		if unit == Document && r.code(t, "geheim.x").Label.NL != "geheim.x" {
			t.Errorf("a code that the codebook does not know is called %v", r.code(t, "geheim.x").Label)
		}
	}
	whole(t, Perspectives(c, Options{Replicates: 100}))
	whole(t, Concordance(c, Options{Replicates: 100}))
	whole(t, Perspectives(&coding.Corpus{}, Options{}))
	whole(t, Concordance(&coding.Corpus{}, Options{}))
}

// The intervals of characters are those that BinaryUnits draws from the tables
// of the documents, to the last bit.
func TestIntervalsAreThoseOfTheTables(t *testing.T) {
	c := workload(9, 30)
	o := Options{Replicates: 300, Seed: 7}
	r := mustStudy(t, c, Settings{Unit: Character, Coders: anna(), Options: o})
	for _, id := range []string{"code03", "code41"} {
		var tables []Table
		for _, d := range c.Documents {
			one := mustStudy(t, c, Settings{Unit: Character, Coders: anna(), Documents: []instruments.DocumentID{d.ID}, Options: Options{Bootstrap: NoBootstrap}})
			table := Table{Neither: d.Length}
			if i := slices.IndexFunc(one.Codes, func(k CodeResult) bool { return string(k.Code) == id }); i >= 0 {
				table = one.Codes[i].Table
			}
			tables = append(tables, table)
		}
		want := BinaryUnits(tables, o)
		for i, m := range r.code(t, id).Measures {
			if d := cmp.Diff([]any{m.CI, m.SE, m.Below667, m.Dropped}, []any{want[i].CI, want[i].SE, want[i].Below667, want[i].Dropped}); d != "" {
				t.Errorf("%s %s: %s", id, m.Name, d)
			}
		}
	}
}

// More than two coders get intervals too, and pairs may be drawn instead.
func TestIntervalsOfThreeAndOfPairs(t *testing.T) {
	c := workload(9, 30)
	for _, k := range slices.Clone(c.Codings) {
		if k.Coder == "bram" && k.Start%3 > 0 {
			k.Coder = "cleo"
			c.Codings = append(c.Codings, k)
		}
	}
	three := []coding.CoderID{"anna", "bram", "cleo"}
	r := mustStudy(t, c, Settings{Unit: Character, Coders: three})
	for _, name := range []string{PercentName, BrennanPredigerName, GwetName, AlphaName} {
		m := named(r.Pooled, name)
		if m.CI == nil || *m.Value < m.CI[0] || *m.Value > m.CI[1] || m.CI[0] == m.CI[1] {
			t.Errorf("%s: %v in %v", name, m.Value, m.CI)
		}
	}
	pairs := mustStudy(t, c, Settings{Unit: Character, Coders: anna(), Options: Options{Bootstrap: PairBootstrap}})
	m, units := named(pairs.Pooled, AlphaName), named(mustStudy(t, c, Settings{Unit: Character, Coders: anna()}).Pooled, AlphaName)
	if m.CI == nil || *m.Value < m.CI[0] || *m.Value > m.CI[1] || m.CI[1]-m.CI[0] >= units.CI[1]-units.CI[0] {
		t.Errorf("pairs %v, documents %v: characters are far more than documents", m.CI, units.CI)
	}
	if k := named(pairs.Pooled, CohenName); k.CI != nil || k.CIReason != NotAsked {
		t.Errorf("kappa over pairs has %v (%s)", k.CI, k.CIReason)
	}
}

// Very many turns get fewer replicates, and the result says so.
func TestTemper(t *testing.T) {
	for _, one := range []struct{ units, asked, want int }{{7_400, 10_000, 10_000}, {740_000, 10_000, 1351}, {90_000_000, 10_000, 1000}, {740_000, 500, 500}} {
		x, r := &scope{s: Settings{Options: Options{Replicates: one.asked}}}, &Result{}
		x.temper(r, one.units)
		if x.s.Replicates != one.want || (len(r.Notes) > 0) != (one.want < one.asked) {
			t.Errorf("%d units: %d replicates, want %d; %v", one.units, x.s.Replicates, one.want, r.Notes)
		}
	}
}

// An interrupted computation has its values and no interval.
func TestInterruptedStudy(t *testing.T) {
	done := make(chan struct{})
	close(done)
	r := mustStudy(t, workload(5, 20), Settings{Unit: Character, Coders: anna(), Options: Options{Done: done}})
	if m := named(r.Pooled, AlphaName); m.Value == nil || m.CI != nil || m.CIReason != Interrupted {
		t.Errorf("%v %v %s", m.Value, m.CI, m.CIReason)
	}
}

// The answers of one list hang together: alpha over all items draws lists.
func TestPooledListsDrawLists(t *testing.T) {
	c := testCorpus(0)
	for i := range 12 {
		id := fmt.Sprint("R", i)
		list(c, id, "anna", []string{"A1", "A2", "!A3"}[:i%4]...)
		list(c, id, "bram", []string{"A1", "A2", "A3"}[:(i/2)%4]...)
	}
	r := mustStudy(t, c, Settings{Unit: Checklist, Coders: anna()})
	m := named(r.Pooled, AlphaName)
	if m.CI == nil || *m.Value < m.CI[0] || *m.Value > m.CI[1] || !strings.Contains(m.Method, "lists") {
		t.Errorf("alpha %v in %v: %s", *m.Value, m.CI, m.Method)
	}
	if p := named(r.Pooled, PercentName); p.CI != nil || p.CIReason != DependentAnswers || p.Explain().IsZero() {
		t.Errorf("percent %v (%s)", p.CI, p.CIReason)
	}
	again := *c
	again.Fillings = slices.Clone(c.Fillings)
	slices.Reverse(again.Fillings)
	if d := cmp.Diff(r, mustStudy(t, &again, Settings{Unit: Checklist, Coders: anna()})); d != "" {
		t.Errorf("another order of the lists: %s", d)
	}
}

func ExampleStudy() {
	c := mark(testCorpus(100, "R1"), "anna R1 A1 10-40", "bram R1 A1 20-50")
	r, _ := Study(c, Settings{Unit: Character, Coders: []coding.CoderID{"anna", "bram"}})
	fmt.Println(r.Question.EN)
	fmt.Printf("%s %+v %.3f\n", r.Codes[0].Code, r.Codes[0].Table, *r.Codes[0].Measure(CohenName).Value)
	// Output:
	// reliability between coders
	// act.A1 {Both:20 OnlyA:10 OnlyB:10 Neither:60} 0.524
}
