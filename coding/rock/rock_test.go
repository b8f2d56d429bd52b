package rock

import (
	"bytes"
	order "cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/transcript"
)

// stood lists codings as "document start-end quotation code coder".
func stood(c *coding.Corpus) []string {
	var out []string
	for _, k := range c.Codings {
		out = append(out, fmt.Sprintf("%s %d-%d %q %s %s", k.Document, k.Start, k.End, k.Quotation, k.Code, k.Coder))
	}
	return out
}

// lost gives "count why" of a kind.
func lost(t coding.Transfer, kind coding.TransferKind) []string {
	var out []string
	for _, c := range t.Counts {
		for _, l := range c.Lost {
			if c.Kind == kind {
				out = append(out, fmt.Sprintf("%d %s", l.Count, l.Why.NL))
			}
		}
	}
	return out
}

// foreign is a file as another program or a person writes it.
const foreign = `---
ROCK_attributes:
  - caseId: 1
    rol: vrijwilliger
    uren: 4
---

# opmerking van de onderzoeker
[[cid=1]] [[coderId=codeur2]]

[[uid=7zs2xyfw]] Interviewer: Hoe gaat dat?
[[uid=7zs2xyfx]] R: Ik ga mee, één keer.        [[steun>praktisch>meegaan]]
~R: En [[onverstaanbaar woord]] ook bellen. [[bellen]] [[nadruk||3]] [[kleur||rood]]
---<<paragraph_break>>---
[[coderId:codeur3]]
R: Dat is [[vertrouwen]] alles. [[bellen]] [[a->b||verband||2]] --+-{00:01}-+-- [[sid=4]]
[[leeg]]

---
ROCK_codes:
  - id: steun
    label: Steun
    description: alle steun
    children:
      - id: moreel
        label: Morele steun
  - id: bellen
    parentId: praktisch
---
`

func TestRead(t *testing.T) {
	t.Parallel()
	c, transfer, problems := Read(`C:\data\gesprek 1.rock`, []byte(foreign), instruments.Dutch)
	if len(problems) > 0 {
		t.Fatal(problems.In(instruments.Dutch))
	}
	const text = "Interviewer: Hoe gaat dat?\nR: Ik ga mee, één keer.\nR: En [[onverstaanbaar woord]] ook bellen.\nR: Dat is alles."
	if len(c.Documents) != 1 || c.Documents[0].Text != text || c.Documents[0].ID != "gesprek 1" {
		t.Fatalf("%q, want %q", c.Documents[0].Text, text)
	}
	// Lines begin at code points 0, 27, 51 and 94.
	if diff := cmp.Diff([]string{
		`gesprek 1 27-50 "R: Ik ga mee, één keer." rock.meegaan codeur2`,
		`gesprek 1 51-93 "R: En [[onverstaanbaar woord]] ook bellen." rock.bellen codeur2`,
		`gesprek 1 51-93 "R: En [[onverstaanbaar woord]] ook bellen." rock.kleur codeur2`,
		`gesprek 1 51-93 "R: En [[onverstaanbaar woord]] ook bellen." rock.nadruk codeur2`,
		`gesprek 1 94-110 "R: Dat is alles." rock.bellen codeur3`,
		`gesprek 1 94-110 "R: Dat is alles." rock.vertrouwen codeur3`,
	}, stood(c)); diff != "" {
		t.Error(diff)
	}
	if c.Codings[2].Memo != "rood" || c.Codings[3].Weight != 3 {
		t.Errorf("values: %+v %+v", c.Codings[2], c.Codings[3])
	}
	if diff := cmp.Diff(map[string]string{"rol": "vrijwilliger", "uren": "4"}, c.Documents[0].Attributes); diff != "" {
		t.Error(diff)
	}
	treeOf(t, c)
	if diff := cmp.Diff([]string{
		"1 regels met commentaar (#)", "2 kenmerken van uitingen (uid)", "1 tekens van nesting (~)", "1 grenzen van secties", "1 ankers van stromen", "1 andere kenmerken van regels",
	}, lost(transfer, coding.TransferOther)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"1 codes van een netwerk (a->b)", "1 codes op een regel zonder woorden"}, lost(transfer, coding.TransferCodings)); diff != "" {
		t.Error(diff)
	}
}

func treeOf(t *testing.T, c *coding.Corpus) {
	t.Helper()
	var codes []string
	for _, code := range c.Codebook.Codes {
		codes = append(codes, fmt.Sprintf("%s<%s %s", code.ID, code.Parent, code.Name.NL))
	}
	slices.Sort(codes)
	if diff := cmp.Diff([]string{
		"rock.bellen<rock.praktisch bellen", "rock.kleur< kleur", "rock.meegaan<rock.praktisch meegaan", "rock.moreel<rock.steun Morele steun",
		"rock.nadruk< nadruk", "rock.praktisch<rock.steun praktisch", "rock.steun< Steun", "rock.vertrouwen< vertrouwen",
	}, codes); diff != "" {
		t.Error(diff)
	}
	if code, _ := c.Codebook.Code("rock.steun"); code.Definition.NL != "alle steun" {
		t.Errorf("%+v", code)
	}
}

func TestNobodyIsTheConsensus(t *testing.T) {
	t.Parallel()
	c, _, _ := Read("a.rock", []byte("een [[a]]\n[[coderId=consensus]]\ntwee [[a]]\n"), instruments.Dutch)
	if len(c.Codings) != 2 || c.Codings[0].Coder != "" || c.Codings[1].Coder != "consensus-rock" || len(c.Coders) != 1 {
		t.Errorf("%q %+v", stood(c), c.Coders)
	}
}

func TestSeveralCases(t *testing.T) {
	t.Parallel()
	c, transfer, _ := Read("a.rock", []byte("---\nROCK_attributes:\n  - caseId: 1\n    x: y\n  - caseId: 9\n    x: z\n---\nA: een [[cid=1]]\nB: twee [[cid=2]]\n"), instruments.Dutch)
	if len(c.Groups) != 2 || c.Groups[0].Name != "1" || c.Documents[0].Attributes != nil {
		t.Errorf("%+v %v", c.Groups, c.Documents[0].Attributes)
	}
	if got := lost(transfer, coding.TransferVariables); len(got) != 2 {
		t.Errorf("%q", got)
	}
}

func TestOddFiles(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, data, text, note string }{
		{"no end to the block", "een\n---\ntwee", "een\n---\ntwee", "eindigt nergens"},
		{"no YAML", "---\n: [\n---\neen", "een", "geen geldige YAML"},
		{"aliases", "---\na: &a [x, x]\nROCK_codes: [*a, *a]\n---\neen", "een", ""},
		{"older section breaks", "een\n---paragraph-break---\ntwee\n---<a>---", "een\ntwee", ""},
		{"brackets that never close", "een [[twee", "een [[twee", ""},
		{"brackets in brackets", "een [[drie [[twee]] vier", "een [[drie vier", ""},
		{"line ends", "een [[a]]\r\ntwee\rdrie", "een\ntwee\ndrie", ""},
		{"ring of codes", "een [[a>b]] [[b>a]]", "een", ""},
		{"codes with accents", "een [[één>zó]]", "een", ""},
		{"windows-1252", "\xe9\xe9n [[a]]", "één", ""},
	} {
		c, _, problems := Read("x.rock", []byte(tt.data), instruments.Dutch)
		if problems.Err() != nil || len(c.Documents) != 1 || c.Documents[0].Text != tt.text {
			t.Errorf("%s: %+v %v", tt.name, c.Documents, problems.In(instruments.Dutch))
			continue
		}
		if got := problems.In(instruments.Dutch); tt.note != "" && !strings.Contains(got, tt.note) || tt.note == "" && got != "" {
			t.Errorf("%s: %q", tt.name, got)
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for want, data := range map[string]string{
		"leeg":                             "",
		"ingepakt bestand":                 "PK\x03\x04....",
		"geen tekst en geen codes":         "\n\n# alleen commentaar\n",
		"groter dan 512 kB":                "---\nx: " + strings.Repeat("a", maxFragment) + "\n---\n",
		"het bestand is groter dan 64 MB":  strings.Repeat("een regel\n", maxFile/10+1),
		"tekst en geen codes in dit besta": "---\n---\n",
	} {
		c, _, problems := Read("x.rock", []byte(data), instruments.Dutch)
		if problems.Err() == nil || !strings.Contains(problems.In(instruments.Dutch), want) || len(c.Documents) > 0 {
			t.Errorf("%s: %.300s", want, problems.In(instruments.Dutch))
		}
	}
}

func TestManyFragments(t *testing.T) {
	t.Parallel()
	r := &reader{name: "x.rock", fragments: maxFragments}
	if r.fragment(7, "x: 1"); r.problems.Err() == nil || !strings.Contains(r.problems.In(instruments.Dutch), "regel 7: dit blok is groter dan 512 kB, of er zijn er meer dan 50000") {
		t.Error(r.problems.In(instruments.Dutch))
	}
}

func TestFence(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		rest, block, after string
		ok                 bool
	}{
		{"a\nb\n---\nc", "a\nb", "c", true},
		{"a\n---", "a", "", true},
		{"---\nc", "", "c", true},
		{"---", "", "", true},
		{"a\n --- \n----\nb", "", "", false},
		{"", "", "", false},
	} {
		if block, after, ok := fence(tt.rest); ok != tt.ok || ok && (block != tt.block || after != tt.after) {
			t.Errorf("%q: %q %q %v", tt.rest, block, after, ok)
		}
	}
}

func TestRecognises(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, head string
		want       bool
	}{
		{"a.ROCK", "", true},
		{`C:\x\a.rock`, "hallo", true},
		{"a.txt", "---\nROCK_attributes:\n", true},
		{"a.txt", "[[uid=7zs2]] hallo", true},
		{"a.txt", "Interviewer: [[naam]] zei dat", false},
		{"a.md", "---\ntitle: x\n---\n", false},
		{"a.txt", "", false},
	} {
		if got := Recognises(tt.name, []byte(tt.head)); got != tt.want {
			t.Errorf("%s %q: %v", tt.name, tt.head, got)
		}
	}
}

// small is a study of two documents and two coders, with codings on turns and on
// parts of them.
func small(t testing.TB) *coding.Corpus {
	t.Helper()
	d1 := transcript.Of("Gesprek één", "Interviewer: Hoe gaat dat?\nRespondent: Ik ga mee 🚌.\nEn dan [[naam]] bellen.\nInterviewer: Ja.\nRespondent:  Goed. \n")
	d1.ID, d1.Kind, d1.Respondent, d1.Project = "R 01", instruments.Interview, "R01", "Noord"
	d1.Attributes = map[string]string{"plaats": "Den Haag: \"West\""}
	d2 := transcript.Of("R02", "# Kop\n---\n\nInterviewer: ---<<a>>--- en \u2028 en \u2060.\nRespondent: Nee.\nInterviewer: O.\nRespondent: Nee hoor.")
	d2.ID, d2.Kind = "R02", instruments.FocusGroup
	c := &coding.Corpus{
		Documents: []instruments.Document{d1, d2}, Coders: []coding.Coder{{ID: "codeur 1"}, {ID: "codeur 2"}},
		Codebook: coding.Of([]coding.Code{
			{ID: "act", Name: instruments.Same("Activiteiten")},
			{ID: "act.A01", Parent: "act", Name: instruments.Same("Meegaan: naar buiten"), Definition: instruments.Same("regel 1\n---\nregel 2"), Colour: "#1A9850", Codable: true},
			{ID: "act-A01", Name: instruments.Same("Anders"), Codable: true},
		}),
	}
	add := func(d *instruments.Document, start, end int, code coding.CodeID, coder coding.CoderID, weight int) {
		seg, err := coding.NewSegment(d, start, end)
		if err != nil {
			t.Fatal(err)
		}
		k := coding.Coding{Segment: seg, Code: code, Coder: coder, Origin: coding.ByImport, Weight: weight}
		k.ID = coding.NewCodingID(k)
		c.Codings = append(c.Codings, k)
	}
	for i, turn := range d1.Turns {
		add(&d1, turn.Start, turn.End, "act.A01", "codeur 1", 10*i)
	}
	add(&d1, d1.Turns[1].Start, d1.Turns[1].End, "act-A01", "codeur 2", 0)
	for _, turn := range d2.Turns {
		add(&d2, turn.Start, turn.End, "act-A01", "codeur 2", 0)
	}
	slices.SortFunc(c.Codings, func(a, b coding.Coding) int {
		return order.Or(order.Compare(a.Document, b.Document), order.Compare(a.Start, b.Start), order.Compare(a.Code, b.Code))
	})
	return c
}

func TestWriteRead(t *testing.T) {
	t.Parallel()
	want := small(t)
	if n := len(want.Documents[0].Turns); n != 4 {
		t.Fatalf("%d turns, want 4, one of them over two lines", n)
	}
	var b bytes.Buffer
	out, err := Write(&b, want, instruments.Dutch)
	if err != nil || out.Lost() != 0 {
		t.Fatalf("%v %+v", err, out)
	}
	got, in, problems := Read("x.rock", b.Bytes(), instruments.Dutch)
	if len(problems) > 0 || in.Lost() != 0 {
		t.Fatalf("%v %+v\n%s", problems.In(instruments.Dutch), in, b.String())
	}
	for i, d := range got.Documents {
		w := want.Documents[i]
		if d.ID != w.ID || d.Text != w.Text || d.Kind != w.Kind || d.Title != w.Title || d.Project != w.Project || d.Respondent != w.Respondent || !cmp.Equal(d.Attributes, w.Attributes) {
			t.Errorf("%+v, want %+v", d, w)
		}
	}
	if diff := cmp.Diff(want.Codings, got.Codings); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want.Coders, got.Coders); diff != "" {
		t.Error(diff)
	}
	for _, w := range want.Codebook.Codes {
		g, ok := got.Codebook.Code(w.ID)
		if !ok || g.Name != w.Name || g.Definition != w.Definition || g.Parent != w.Parent || g.Codable != w.Codable || g.Colour != w.Colour {
			t.Errorf("%+v, want %+v", g, w)
		}
	}
}

// TestForm: what another program sees.
func TestForm(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if _, err := Write(&b, small(t), instruments.Dutch); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"\n---<<document>>---\n[[cid=R_01]] [[coderId=codeur_1]]\n",
		"[[uid=d1u1w13]] Interviewer: Hoe gaat dat? [[act_A01]]\n",
		"[[uid=d1u2w12]] Respondent: Ik ga mee 🚌.\u2028En dan [\u2060[naam]] bellen. [[act_A01]] [[act_A01||10]]\n",
		"[[uid=d1u2w12]] Respondent: Ik ga mee 🚌.\u2028En dan [\u2060[naam]] bellen. [[act_A01_2]]\n",
		"[[uid=d2u1]] # Kop\u2028--- [[act_A01_2]]\n", "[[uid=d2u2]] \n", "  label: 'Meegaan: naar buiten'\n", "parentId: act\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
}

// TestWidened: what is not a whole turn, and what has no place, is told.
func TestWidened(t *testing.T) {
	t.Parallel()
	c := small(t)
	d := &c.Documents[0]
	c.Codings = nil
	for _, span := range [][2]int{{d.Turns[0].Start, d.Turns[0].Start + 3}, {d.Turns[0].Start + 4, d.Turns[0].Start + 6}, {d.Turns[0].Start, d.Turns[2].End}, {d.Turns[3].Start, d.Turns[3].End}} {
		seg, err := coding.NewSegment(d, span[0], span[1])
		if err != nil {
			t.Fatal(err)
		}
		c.Codings = append(c.Codings, coding.Coding{Segment: seg, Code: "act.A01", Coder: "codeur 1", Memo: "kijk"})
	}
	gone := c.Codings[3]
	gone.Code = "weg"
	elsewhere := c.Codings[3]
	elsewhere.Document = "R99"
	c.Codings = append(c.Codings, gone, elsewhere)
	c.Memos, c.Groups = []coding.Memo{{ID: "m"}}, []coding.Group{{ID: "g"}}
	transfer, err := Write(&bytes.Buffer{}, c, instruments.Dutch)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{
		"1 verbreed tot de beurt", "1 valt na verbreden samen met een andere codering", "1 verdeeld over de beurten die zij raakt", "1 de code of de plaats is er niet", "1 het document is er niet",
	}, lost(transfer, coding.TransferCodings)); diff != "" {
		t.Error(diff)
	}
	if got := lost(transfer, coding.TransferMemos); len(got) != 2 {
		t.Errorf("memos: %q", got)
	}
	c.Documents[0].Text = ""
	if _, err := Write(&bytes.Buffer{}, c, instruments.Dutch); err == nil {
		t.Error("a document without its text was written")
	}
}
