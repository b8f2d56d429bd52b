package lexicon

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// utterance is a line of testdata/everyday.tsv: one thing said in an interview,
// the activities it truly mentions, and those it denies, plans or ascribes to
// somebody else.
type utterance struct {
	id    string
	who   instruments.RespondentType
	text  string
	codes []string
	marks map[string]Kind
	held  bool // every third line; rules are not tuned on it
}

func utterances(t testing.TB) []utterance {
	t.Helper()
	f, err := os.Open("testdata/everyday.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []utterance
	for i, row := range rows[1:] {
		u := utterance{id: row[0], who: instruments.RespondentType(row[1]), text: row[2], marks: map[string]Kind{}, held: i%3 == 2}
		if row[3] != "" {
			u.codes = strings.Split(row[3], "+")
		}
		if code, kind, ok := strings.Cut(row[4], "="); ok {
			u.marks[code] = Kind(kind)
		}
		out = append(out, u)
	}
	return out
}

// heard are the suggestions for one utterance, activities only.
func heard(m *Matcher, u utterance) (out []Suggestion) {
	for _, s := range m.FindAs(&instruments.Document{ID: "u", Text: u.text}, u.who) {
		if a, ok := s.Code.Activity(); ok {
			s.Code = coding.CodeID(a)
			out = append(out, s)
		}
	}
	return out
}

// score counts what was found rightly, wrongly and not.
type score struct{ right, wrong, missed int }

func (s score) precision() float64 { return float64(s.right) / float64(max(1, s.right+s.wrong)) }
func (s score) recall() float64    { return float64(s.right) / float64(max(1, s.right+s.missed)) }
func (s score) f1() float64 {
	return float64(2*s.right) / float64(max(1, 2*s.right+s.wrong+s.missed))
}

func (s score) String() string {
	return fmt.Sprintf("P %.2f R %.2f F1 %.2f (%d right, %d wrong, %d missed)", s.precision(), s.recall(), s.f1(), s.right, s.wrong, s.missed)
}

// add compares what was found in an utterance with what it says.
func (u utterance) add(found []Suggestion, into map[string]*score) {
	at := func(names ...string) {
		for _, n := range names {
			if into[n] == nil {
				into[n] = &score{}
			}
		}
	}
	tell := func(code string, count func(*score)) {
		for _, n := range []string{"", code, string(u.who)} {
			at(n)
			count(into[n])
		}
	}
	seen := unmarked(found)
	for _, c := range u.codes {
		if slices.Contains(seen, c) {
			tell(c, func(s *score) { s.right++ })
		} else {
			tell(c, func(s *score) { s.missed++ })
		}
	}
	for _, c := range seen {
		if !slices.Contains(u.codes, c) {
			tell(c, func(s *score) { s.wrong++ })
		}
	}
}

func unmarked(found []Suggestion) (out []string) {
	for _, s := range found {
		if c := string(s.Code); !s.Marked() && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// TestSpoken holds the rules to their quality on utterances that were written
// before their writer had read any rule; the held part was never tuned on.
func TestSpoken(t *testing.T) {
	m := reclassering(t)
	parts := [2]map[string]*score{{}, {}}
	quiet, small, missed := [2]int{}, [2]int{}, map[Kind][2]int{}
	for _, u := range utterances(t) {
		part, found := 0, heard(m, u)
		if u.held {
			part = 1
		}
		u.add(found, parts[part])
		if len(u.codes)+len(u.marks) == 0 {
			small[part]++
			if len(unmarked(found)) == 0 {
				quiet[part]++
			}
		}
		for code, kind := range u.marks {
			n := missed[kind]
			if slices.Contains(unmarked(found), code) {
				n[part]++
			}
			missed[kind] = n
		}
		list(t, u, found)
	}
	for part, name := range [2]string{"tuned", "held out"} {
		t.Logf("%s: %s; %d of %d utterances about other things left alone; taken for mentions: %d denials, %d deeds of others, %d plans",
			name, parts[part][""], quiet[part], small[part], missed[Denied][part], missed[Other][part], missed[Plan][part])
		for _, who := range []string{"vrijwilliger", "professional", "client"} {
			t.Logf("  %-14s %s", who, parts[part][who])
		}
	}
	codes(t, parts[0])
	if f := parts[1][""].f1(); f < 0.5 {
		t.Errorf("F1 on the held part is %.2f", f)
	}
}

func codes(t *testing.T, scores map[string]*score) {
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for n := range scores {
			if len(n) == 3 && !yield(n) {
				return
			}
		}
	}) {
		t.Logf("  %s %s", name, scores[name])
	}
}

// list shows what goes wrong in the tuned part, for whoever works on the rules:
// LEXICON_LIST=1 go test -run TestSpoken -v.
func list(t *testing.T, u utterance, found []Suggestion) {
	if u.held || os.Getenv("LEXICON_LIST") == "" {
		return
	}
	seen := unmarked(found)
	for _, c := range u.codes {
		if !slices.Contains(seen, c) {
			why := ""
			for _, s := range found {
				if string(s.Code) == c {
					why = fmt.Sprintf("neg %v other %v plan %v outdone %s", s.Negated, s.OtherPerson, s.Planned, s.Outdone)
				}
			}
			t.Logf("MISS %s %s %q %s", c, u.id, u.text, why)
		}
	}
	for _, s := range found {
		if !s.Marked() && !slices.Contains(u.codes, string(s.Code)) {
			t.Logf("FALSE %s for %v%v %q [%s] %s", s.Code, u.codes, u.marks, u.text, s.Matched, s.Rule)
		}
	}
}
