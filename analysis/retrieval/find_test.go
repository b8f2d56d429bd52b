package retrieval

import (
	"fmt"
	"strings"
	"testing"

	"meerzicht/instruments"
)

// shown is what was found, short: "a+c" are codings of one stretch, ">b" what
// it met, and "[16,20)" a stretch that is no coding's own.
func shown(list []Quotation) string {
	var out []string
	for _, q := range list {
		var ids, with []string
		for _, id := range q.Codings {
			ids = append(ids, string(id))
		}
		for _, id := range q.With {
			with = append(with, string(id))
		}
		s := strings.Join(ids, "+") + fmt.Sprintf("[%d,%d)", q.Start, q.End)
		if len(with) > 0 {
			s += ">" + strings.Join(with, "+")
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

// What each operator and condition brings, worked out from the list at small.
func TestFind(t *testing.T) {
	c := small()
	all := "i[2,24) j[20,24) d[4,8) a+c[14,20) b[16,24) e[26,30) f[30,36) g[0,10) h[10,20)"
	for _, test := range []struct{ query, want string }{
		{"", all},
		{"*", all},
		{"A1", "i[2,24) d[4,8) a+c[14,20) g[0,10)"},
		{"a1", "i[2,24) d[4,8) a+c[14,20) g[0,10)"},
		{"A2", "j[20,24) b[16,24) f[30,36) h[10,20)"},
		{"under:A2", "j[20,24) b[16,24) e[26,30) f[30,36) h[10,20)"},
		{"onder:A1", "i[2,24) d[4,8) a+c[14,20) g[0,10)"},
		{"A9", ""},
		{"A1 OR A3", "i[2,24) d[4,8) a+c[14,20) e[26,30) g[0,10)"},
		{"A1 AND A2", "i+j[20,24) a+c+b[16,20)"},
		{"A1 A2", "i+j[20,24) a+c+b[16,20)"},
		{"A2 AND A1", "i+j[20,24) a+c+b[16,20)"},
		{"A1 NOT A2", "d[4,8) g[0,10)"},
		{"A1 AND NOT A2", "d[4,8) g[0,10)"},
		{"A2 NIET A1", "f[30,36) h[10,20)"},
		{"* NOT A1", "e[26,30) f[30,36) h[10,20)"},
		{"A1 OVERLAPS A2", "i[2,24)>j a+c[14,20)>b"},
		{"A2 OVERLAPT A1", "j[20,24)>i b[16,24)>a+c"},
		{"A1 OVERLAPS A1", "a+c[14,20)>a+c"},
		{"A1 SAME TURN A2", "i[2,24)>j a+c[14,20)>b g[0,10)>h"},
		{"A2 ZELFDE BEURT under:A2", "f[30,36)>e"},
		{"A1 NOT (A2 OR A3) OR A3", "d[4,8) e[26,30) g[0,10)"},
		{"(A1 AND A2) OVERLAPS coder:bob", "a+b[16,20)>c"}, // bob's own j and c meet nothing else of his
		{"((A1 AND coder:ann) AND A2) OVERLAPS coder:bob", "a+b[16,20)>c"},
		{"A1 AND coder:bob", "c[14,20)"},
		{"coder:BOB A1", "c[14,20)"},
		{"A1 NOT coder:bob", "i[2,24) d[4,8) a[14,20) g[0,10)"},
		{"(A1 AND A2) AND coder:ann", "a+b[16,20)"},
		{"(A1 OVERLAPS A2) AND coder:bob", "c[14,20)>b"},
		{"(A1 NOT A2) AND coder:ann", "d[4,8) g[0,10)"},
		{"A1 NOT (A2 AND coder:bob)", "d[4,8) a+c[14,20) g[0,10)"},
		{"coder:ann,lexicon", "i[2,24) d[4,8) a[14,20) b[16,24) e[26,30) g[0,10) h[10,20)"},
		{"coder:bob OR A3", "j[20,24) c[14,20) e[26,30) f[30,36)"},
		{"coder:cas", ""},
		{"NOT coder:ann", "j[20,24) c[14,20) e[26,30) f[30,36)"},
		{"NOT coder:ann AND A2", "j[20,24) f[30,36)"},
		{"NOT (coder:ann OR coder:bob)", "e[26,30)"},
		{"coder:bob NOT project:noord", ""},
		{"coder:ann NOT project:noord", "g[0,10) h[10,20)"},
		{"project:noord", "i[2,24) j[20,24) d[4,8) a+c[14,20) b[16,24) e[26,30) f[30,36)"},
		{`project:"Zuid-West 1"`, "g[0,10) h[10,20)"},
		{"type:volunteer", "d[4,8) a+c[14,20) b[16,24) e[26,30) f[30,36)"},
		{"role:interviewer", "i[2,24) d[4,8)"},
		{"role:respondent", "a+c[14,20) b[16,24) e[26,30) f[30,36) g[0,10) h[10,20)"},
		{"rol:vrijwilliger", "a+c[14,20) b[16,24) e[26,30) f[30,36)"},
		{"role:professional", "g[0,10) h[10,20)"},
		{"role:supervisor,interviewer", "i[2,24) d[4,8) g[0,10) h[10,20)"},
		{"speaker:B", "j[20,24)"},
		{"kind:focusgroup", "i[2,24) j[20,24)"},
		{"soort:interview AND respondent:R2", "g[0,10) h[10,20)"},
		{"document:f1", "i[2,24) j[20,24)"},
		{"origin:lexicon", "e[26,30)"},
		{"herkomst:import", ""},
		{"memo:yes", "a[14,20) f[30,36)"},
		{"A2 memo:nee", "j[20,24) b[16,24) h[10,20)"},
	} {
		q, err := Parse(test.query)
		if err != nil {
			t.Errorf("%s: %v", test.query, err)
			continue
		}
		got, err := Find(c, q, ByDocument)
		if s := shown(got); err != nil || s != test.want {
			t.Errorf("%s: %s %v\nwant %s", test.query, s, err, test.want)
		}
	}
}

// Everything a quotation says about itself.
func TestFindQuotation(t *testing.T) {
	q, _ := Parse("A1 AND A2")
	got, err := Find(small(), q, ByDocument)
	if err != nil || len(got) != 2 {
		t.Fatal(got, err)
	}
	f, r := got[0], got[1]
	if f.Kind != instruments.FocusGroup || f.Project != "Noord" || f.Respondent != "" || f.Turn != 1 || f.Speaker != "B" || f.Voice != "" {
		t.Errorf("focus group: %+v", f)
	}
	if r.Respondent != "R1" || r.Type != instruments.Volunteer || r.Role != "vrijwilliger" || r.Project != "Noord" || r.Turn != 1 || r.Speaker != "R" || r.Voice != instruments.AsRespondent || !r.Memo {
		t.Errorf("interview: %+v", r)
	}
	if s := fmt.Sprint(r.Codes, r.Coders); s != "[A1 A2] [ann bob]" {
		t.Errorf("codes and coders %s", s)
	}
	// R1 is "I:vraag één?\nR:antwoord é\n…"; the answer starts at 15, so [16,20) is "ntwo".
	if d, _ := small().Document("R1"); r.Text != string([]rune(d.Text)[16:20]) || r.Before != string([]rune(d.Text)[:16]) || r.After != string([]rune(d.Text)[20:]) {
		t.Errorf("%q %q %q", r.Before, r.Text, r.After)
	}
}

// Without texts the words come from the codings, with the context they keep;
// without documents the quotations are still there.
func TestFindWithoutTexts(t *testing.T) {
	c, q := small(), Code("A1")
	with, _ := Find(c, q, ByDocument)
	for i := range c.Documents {
		c.Documents[i].Text = ""
	}
	got, err := Find(c, q, ByDocument)
	if err != nil || len(got) != len(with) {
		t.Fatal(got, err)
	}
	for i := range got {
		if got[i].Text != with[i].Text || got[i].Before != with[i].Before || got[i].After != with[i].After {
			t.Errorf("%q %q %q, with texts %q %q %q", got[i].Before, got[i].Text, got[i].After, with[i].Before, with[i].Text, with[i].After)
		}
	}
	both, _ := Parse("A1 AND A2")
	if got, _ = Find(c, both, ByDocument); got[1].Text != "twoo" && got[1].Text != "ntwo" {
		t.Errorf("the words both carry: %q", got[1].Text)
	}
	c.Documents = nil
	if got, err = Find(c, q, ByDocument); err != nil || len(got) != 4 || got[0].Turn != -1 || got[1].Text != with[1].Text {
		t.Errorf("without documents: %+v %v", got, err)
	}
}

// A coding is never shown on words it was not made on.
func TestFindMovedText(t *testing.T) {
	c := small()
	c.Documents[2].Text = "heel andere woorden hier"
	got, _ := Find(c, Code("A1"), ByDocument)
	if q := got[3]; q.Text != "alles zond" || q.After != "er label!!" || q.Before != "" {
		t.Errorf("%q %q %q", q.Before, q.Text, q.After)
	}
}

func TestFindOrders(t *testing.T) {
	c := small()
	for by, want := range map[Order]string{
		ByDocument: "ijdacbefgh",
		ByCode:     "idacgjbfhe",
		ByProject:  "ijdacbefgh",
		ByType:     "dacbefghij",
		ByCoder:    "idbghacjfe",
		ByLength:   "ighbacfjde", // 22, 10, 10, 8, 6, 6, 4, 4, 4
		"shuffled": "ijdacbefgh",
	} {
		got, err := Find(c, Query{}, by)
		ids := strings.Builder{}
		for _, q := range got {
			for _, id := range q.Codings {
				ids.WriteString(string(id))
			}
		}
		if err != nil || ids.String() != want {
			t.Errorf("%s: %s %v, want %s", by, ids.String(), err, want)
		}
	}
	for _, o := range Orders() {
		if l := o.Label(); l.NL == "" || l.EN == "" {
			t.Errorf("%s has no name", o)
		}
	}
}

// A name the study does not know is refused in both languages, with its place
// and names that it does know.
func TestFindUnknown(t *testing.T) {
	for query, want := range map[string][2]string{
		"A1 AND A7":         {`teken 8: onbekende code "A7"`, "A1, A2, A3, A9"},
		"coder:carl":        {`teken 1: onbekende codeur "carl"`, "cas, ann, bob, lexicon"},
		"A1 project:Oost":   {`teken 4: onbekend project "Oost"`, "Noord, Zuid-West 1"},
		"onder:B":           {`teken 1: onbekende code "B"`, "A1"},
		"A1 NOT role:koker": {`teken 8: onbekende rol "koker"`, "interviewer"},
		"(coder:x OR A1)":   {`teken 2: onbekende codeur "x"`, "ann"},
	} {
		q, err := Parse(query)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Find(small(), q, ByDocument)
		nl, en := instruments.Localized(err, instruments.Dutch), instruments.Localized(err, instruments.English)
		if !strings.Contains(nl, want[0]) || !strings.Contains(nl, want[1]) || !strings.Contains(en, "character") || !strings.Contains(en, "unknown") {
			t.Errorf("%s: %s / %s", query, nl, en)
		}
	}
}
