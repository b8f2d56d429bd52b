package workbench

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/coding/lexicon"
	"meerzicht/instruments"
)

// foundIn is what the dictionary says of a document, asked without the
// workbench.
func foundIn(t testing.TB, d *desk, id instruments.DocumentID) []lexicon.Suggestion {
	t.Helper()
	ctx := context.Background()
	set, _, err := coding.Find[instruments.Set](d.study.View(ctx), coding.SetKind, coding.SetID)
	if err != nil {
		t.Fatal(err)
	}
	m, err := lexicon.Compile(set.Lexicon)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := d.study.Document(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	who, _, err := coding.Find[instruments.Respondent](d.study.View(ctx), coding.RespondentKind, string(doc.Respondent))
	if err != nil {
		t.Fatal(err)
	}
	return m.FindAs(&doc, who.Type)
}

var suggestionAt = regexp.MustCompile(`data-suggestion="([^"]*)"`)

// offered are the ids of the suggestions that the panel shows, in order.
func offered(d *desk, id instruments.DocumentID) []string {
	d.t.Helper()
	var out []string
	for _, m := range suggestionAt.FindAllStringSubmatch(d.get("/part/suggestions?document="+string(id)), -1) {
		out = append(out, m[1])
	}
	return out
}

func ids(list []lexicon.Suggestion) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = s.ID
	}
	return out
}

// A new coder is offered everything that the dictionary finds, in the order of
// the text; who has coded the words with that code is not.
func TestSuggestionsAreThoseOfTheDictionary(t *testing.T) {
	d := newDesk(t)
	found := foundIn(t, d, "R01")
	if got := offered(d, "R01"); len(found) < 20 || !slices.Equal(got, ids(found)) {
		t.Fatalf("offered %d, found %d", len(got), len(found))
	}
	d.session(sessionChoice{Coder: "codeur1"})
	var want []string
	codings := d.codings("R01")
	for _, s := range found {
		if !slices.ContainsFunc(codings, func(c coding.Coding) bool { return c.Code == s.Code && c.Start < s.End && s.Start < c.End }) {
			want = append(want, s.ID)
		}
	}
	if got := offered(d, "R01"); !slices.Equal(got, want) || len(want) == len(found) {
		t.Errorf("codeur1 is offered %d, want %d of %d", len(got), len(want), len(found))
	}
}

func TestAcceptSuggestion(t *testing.T) {
	d := newDesk(t)
	s := foundIn(t, d, "R01")[0]
	d.do("suggestion.accept", suggestionIDs{Document: "R01", Suggestions: []string{s.ID}})
	i := slices.IndexFunc(d.codings("R01"), func(c coding.Coding) bool { return c.Coder == "toets" })
	if i < 0 {
		t.Fatal("no coding was made")
	}
	c := d.codings("R01")[i]
	if c.Code != s.Code || c.Start != s.Start || c.End != s.End || c.Quotation != s.Quotation || c.Origin != coding.FromLexicon || c.Rule != s.Rule || c.Matched != s.Matched {
		t.Errorf("the coding %+v is not the suggestion %+v", c, s)
	}
	if slices.Contains(offered(d, "R01"), s.ID) {
		t.Error("an accepted suggestion is offered again")
	}
	d.refused("suggestion.accept", suggestionIDs{Document: "R01", Suggestions: []string{s.ID}}, http.StatusConflict)
	d.refused("suggestion.accept", suggestionIDs{Document: "R99", Suggestions: []string{s.ID}}, http.StatusNotFound)
	d.do("undo", nil)
	if offered(d, "R01")[0] != s.ID {
		t.Error("undo does not bring the suggestion back")
	}
}

// R16 has one dyad, so what is said about the collaboration is about that one;
// R01 has two, and nobody knows which.
func TestAcceptedIndicatorNamesTheOnlyDyad(t *testing.T) {
	d := newDesk(t)
	for document, want := range map[instruments.DocumentID]instruments.DyadID{"R16": "T06/V–toezichth.", "R01": ""} {
		d.do("suggestion.accept-above", acceptAboveIn{Document: document, Score: 40, Marked: true})
		n := 0
		for _, c := range d.codings(document) {
			if _, _, indicator := c.Code.Indicator(); indicator && c.Coder == "toets" {
				n++
				if c.Dyad != want {
					t.Errorf("%s: %s speaks about dyad %q, want %q", document, c.Code, c.Dyad, want)
				}
			} else if c.Coder == "toets" && c.Dyad != "" {
				t.Errorf("%s: %s has a dyad", document, c.Code)
			}
		}
		if n == 0 {
			t.Errorf("%s: no indicator was accepted", document)
		}
	}
}

func TestAcceptAbove(t *testing.T) {
	found := foundIn(t, newDesk(t), "R07")
	tests := []acceptAboveIn{
		{Code: "act.D01", Score: 40},
		{Code: "act.D01", Score: 40, Marked: true},
		{Score: 75},
		{Score: 75, Marked: true},
		{Score: 100, Code: "ctx.start"},
	}
	for _, in := range tests {
		d := newDesk(t)
		in.Document = "R07"
		want := 0
		for _, s := range found {
			if s.Score >= in.Score && (in.Code == "" || in.Code == s.Code) && (in.Marked || !s.Marked()) {
				want++
			}
		}
		before := len(d.codings("R07"))
		r := d.do("suggestion.accept-above", in)
		if n := len(d.codings("R07")) - before; n != want {
			t.Errorf("%+v: %d codings, want %d (%s)", in, n, want, r.Said)
		}
		if want == 0 {
			if r.Seq != 0 {
				t.Errorf("%+v: nothing happened, but event %d", in, r.Seq)
			}
			continue
		}
		d.do("undo", nil) // one act
		if n := len(d.codings("R07")); n != before {
			t.Errorf("%+v: after undo %d codings, want %d", in, n, before)
		}
	}
}

// What was rejected stays rejected: after the code moves and gets another name,
// and after a restart. It is listed with its reason, and comes back when the
// rejection is taken back.
func TestRejectedStaysRejected(t *testing.T) {
	data, err := replication()
	file := filepath.Join(t.TempDir(), "studie.mz")
	if err == nil {
		err = os.WriteFile(file, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	var s lexicon.Suggestion
	t.Run("rejected", func(t *testing.T) {
		d := deskOn(t, file)
		found := foundIn(t, d, "R01")
		s = found[slices.IndexFunc(found, func(s lexicon.Suggestion) bool { return strings.HasPrefix(string(s.Code), "act.") })]
		d.do("suggestion.reject", rejectIn{Document: "R01", Suggestion: s.ID, Reason: "gaat over vroeger"})
		if err := d.study.Do(t.Context(), "toets", moved(t, d, s.Code)...); err != nil {
			t.Fatal(err)
		}
		if slices.Contains(offered(d, "R01"), s.ID) {
			t.Error("a rejected suggestion is offered again")
		}
	})
	t.Run("restarted", func(t *testing.T) {
		d := deskOn(t, file)
		d.serial = 100 // the study remembers the request ids of before
		part := d.get("/part/suggestions?document=R01")
		decision := regexp.MustCompile(`data-decision="([^"]*)"`).FindStringSubmatch(part)
		if decision == nil || !strings.Contains(part, "gaat over vroeger") || slices.Contains(offered(d, "R01"), s.ID) {
			t.Fatalf("the rejection did not last: %s", part)
		}
		d.do("suggestion.restore", restoreIn{Decisions: decision[1:]})
		if !slices.Contains(offered(d, "R01"), s.ID) {
			t.Error("taking the rejection back does not bring the suggestion back")
		}
		d.refused("suggestion.restore", restoreIn{Decisions: decision[1:]}, http.StatusBadRequest)
	})
}

// moved puts a code under another one.
func moved(t *testing.T, d *desk, id coding.CodeID) []coding.Command {
	t.Helper()
	move, err := coding.MoveCode(d.study.View(t.Context()), id, "doel", 0)
	if err != nil {
		t.Fatal(err)
	}
	return []coding.Command{move}
}

// Coders decide for themselves: one coder's rejection hides nothing from
// another.
func TestRejectionIsOneCodersOwn(t *testing.T) {
	d := newDesk(t)
	s := foundIn(t, d, "R01")[0]
	d.do("suggestion.reject", rejectIn{Document: "R01", Suggestion: s.ID})
	d.session(sessionChoice{Coder: "ander"})
	if !slices.Contains(offered(d, "R01"), s.ID) {
		t.Error("another coder does not see the suggestion")
	}
	d.do("suggestion.reject", rejectIn{Document: "R01", Suggestion: s.ID})
	if slices.Contains(offered(d, "R01"), s.ID) {
		t.Error("the second rejection did not hold")
	}
}

func TestUndecided(t *testing.T) {
	book := coding.Of([]coding.Code{{ID: "a", Codable: true}, {ID: "b"}})
	at := func(code coding.CodeID, start, end int) lexicon.Suggestion {
		seg := coding.Segment{Document: "D", Start: start, End: end}
		return lexicon.Suggestion{ID: suggestionID(seg, code), Segment: seg, Code: code}
	}
	found := []lexicon.Suggestion{at("a", 0, 10), at("b", 0, 10), at("c", 0, 10), at("a", 10, 20), at("a", 30, 40)}
	own := []coding.Coding{{Segment: coding.Segment{Document: "D", Start: 5, End: 10}, Code: "a"}, {Segment: coding.Segment{Document: "D", Start: 30, End: 40}, Code: "c"}}
	for _, tt := range []struct {
		rejected []coding.Decision
		want     string
	}{
		{nil, "10 30"}, // 10–20 only touches 5–10; b groups, c is gone
		{[]coding.Decision{{Segment: found[3].Segment, Code: "a"}}, "30"},
		{[]coding.Decision{{Segment: found[3].Segment, Code: "b"}}, "10 30"},
	} {
		var got []string
		for _, p := range undecided(found, book, own, tt.rejected) {
			got = append(got, strconv.Itoa(p.Start))
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("rejected %v: %v, want %s", tt.rejected, got, tt.want)
		}
	}
}

func TestMarkTexts(t *testing.T) {
	got := markTexts(lexicon.Suggestion{Negated: true, OtherPerson: true, Planned: true, Outdone: "act.A01"})
	want := []string{"ontkend", "van een ander", "alleen gepland", "A01 past hier beter"}
	for i, w := range want {
		if len(got) != len(want) || got[i].NL != w || got[i].EN == "" {
			t.Fatalf("%v, want %v", got, want)
		}
	}
}

// The findings of many documents do not pile up.
func TestFindingsAreForgotten(t *testing.T) {
	r := &ruleBook{found: map[string][]lexicon.Suggestion{}}
	for i := range 3 * keptFindings {
		r.keep(strconv.Itoa(i), nil)
	}
	if len(r.found) != keptFindings || len(r.order) != keptFindings {
		t.Errorf("%d findings kept in %d places", len(r.found), len(r.order))
	}
}

// With keys only: to the suggestions, through them, accept, reject with a
// reason, accept more at once, take a rejection back.
func TestSuggestionsByKeyboard(t *testing.T) {
	d := newDesk(t)
	found := foundIn(t, d, "R01")
	before := len(d.codings("R01"))
	b := d.browser(1300, 900)
	b.goTo("/documents/R01")
	count := func(n int) {
		b.wait(`document.querySelector("#suggestions-count")?.textContent === "` + strconv.Itoa(n) + `"`)
	}
	count(len(found))
	if n := evaluate[int](b, `CSS.highlights.get("suggestion").size`); n < 1 {
		t.Errorf("%d stretches are underlined", n)
	}
	b.press("g")
	b.wait(`document.querySelector("#status").textContent.includes("Voorstel 1 van")`)
	want := strings.Join(strings.Fields(found[0].Quotation), " ")
	if got := evaluate[string](b, `[...CSS.highlights.get("suggestion-now")].map(r => r.toString()).join(" ")`); strings.Join(strings.Fields(got), " ") != want {
		t.Errorf("underlined %q, want %q", got, want)
	}
	b.press("y")
	count(len(found) - 1)
	b.wait(`document.querySelector(".suggestion[data-current]")`)
	b.press("g", "Shift+g", "q")
	count(len(found) - 2)
	if n := len(d.codings("R01")); n != before+1 {
		t.Errorf("%d codings, want %d", n, before+1)
	}
	b.picture("suggestions")
	b.accessible("suggestions")
	// The form: from the summary on by Tab; the number stands there before.
	evaluate[bool](b, `(document.querySelector("#suggest-bulk summary").focus(), true)`)
	b.press("Enter")
	b.wait(`document.querySelector("#suggest-bulk").open`)
	b.press("Tab", "Tab", "End") // the score slider, to 100
	b.wait(`document.querySelector("#suggest-score").value === "100"`)
	n := evaluate[int](b, `parseInt(document.querySelector("#suggest-number").textContent)`)
	if n < 1 {
		t.Fatalf("%d suggestions at 100", n)
	}
	b.press("Tab", "Tab", "Enter")
	count(len(found) - 2 - n)
	if got := len(d.codings("R01")); got != before+1+n {
		t.Errorf("%d codings, want %d", got, before+1+n)
	}
	evaluate[bool](b, `(document.querySelector("#suggest-rejected summary").focus(), true)`)
	b.press("Enter", "Tab", "Enter")
	count(len(found) - 1 - n)
	b.press("Ctrl+z", "Ctrl+z")
	count(len(found) - 2)
}

// With the mouse, in two tabs: what one decides the other shows.
func TestSuggestionsByMouse(t *testing.T) {
	d := newDesk(t)
	b := d.browser(1300, 900)
	b.goTo("/documents/R02")
	b.wait(`document.querySelectorAll(".suggestion").length > 3`)
	other := b.again()
	other.goTo("/documents/R02")
	other.wait(`document.querySelectorAll(".suggestion").length > 3`)
	last := evaluate[string](b, `[...document.querySelectorAll(".suggestion")].at(-1).dataset.suggestion`)
	b.click(`.suggestion:last-child .go`)
	b.wait(`[...CSS.highlights.get("suggestion-now")].some(r => { const t = r.getBoundingClientRect(); return t.top > 0 && t.bottom < innerHeight })`)
	evaluate[bool](b, `(document.querySelector("#suggest-reason").value = "spreektaal", true)`)
	b.click(`.suggestion:last-child [data-reject]`)
	gone := `![...document.querySelectorAll(".suggestion")].some(s => s.dataset.suggestion === "` + last + `")`
	b.wait(gone)
	other.wait(gone)
	other.wait(`document.querySelector("#suggest-rejected").textContent.includes("spreektaal")`)
	b.click(`.suggestion:first-child [data-accept]`)
	other.wait(`document.querySelector("#suggestions-count").textContent === String(document.querySelectorAll(".suggestion").length)`)
	b.click(`#suggest-rejected summary`)
	b.click(`#suggest-rejected [data-restore]`)
	other.wait(`!(` + gone + `)`)
}

// BenchmarkSuggestionsPart is the panel of a document that is at work: the
// dictionary's answer is in memory, what was decided is read again.
func BenchmarkSuggestionsPart(b *testing.B) {
	d := newDesk(b)
	d.get("/part/suggestions?document=R01")
	for b.Loop() {
		d.get("/part/suggestions?document=R01")
	}
}
