package rock

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/transcript"
)

func TestTokenOf(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		inside string
		want   token
	}{
		{"code", token{kind: isCode, name: "code"}},
		{"  code_1 ", token{kind: isCode, name: "code_1"}},
		{"a>b>c", token{kind: isCode, name: "a>b>c"}},
		{"a.b-c", token{kind: isCode, name: "a.b-c"}}, // of older versions
		{"één", token{kind: isCode, name: "één"}},
		{"ci--probe", token{kind: isCode, name: "ci--probe"}},
		{"1code", token{}},
		{"twee woorden", token{}},
		{"a>>b", token{}},
		{">a", token{}},
		{"", token{}},
		{"uid=7zs2", token{kind: isUID, value: "7zs2"}},
		{" UID : 7zs2 ", token{kind: isUID, value: "7zs2"}},
		{"cid=1", token{kind: isID, name: "cid", value: "1"}},
		{"coderId:jan_1", token{kind: isID, name: "coderId", value: "jan_1"}},
		{"14:30 uur", token{}},
		{"=1", token{}},
		{"kracht||7", token{kind: isValue, name: "kracht", value: "7"}},
		{"kracht|| heel sterk, zei hij ", token{kind: isValue, name: "kracht", value: "heel sterk, zei hij"}},
		{"een twee||3", token{}},
		{"a->b||soort||2", token{kind: isNetwork}},
		{"a->b", token{kind: isNetwork}},
	} {
		if got := tokenOf(tt.inside); got != tt.want {
			t.Errorf("%q: %+v, want %+v", tt.inside, got, tt.want)
		}
	}
}

func TestMarks(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		line, words string
		n           int
	}{
		{"geen", "geen", 0},
		{"ja [[a]]", "ja", 1},
		{"ja  [[a]]", "ja ", 1},
		{"ja [[a]] [[b]]", "ja", 2},
		{"ja [[a]][[b]]", "ja", 2},
		{"[[a]] ja", "ja", 1},
		{"[[uid=1]]  ja [[a]]", " ja", 2},
		{"[[uid=1]]", "", 1},
		{"ja [[a]] nee", "ja nee", 1},
		{"ja [[een twee]] nee [[a]]", "ja [[een twee]] nee", 1},
		{"[[[a]]]", "[]", 1},
		{"[[a]", "[[a]", 0},
		{"a]] [[b", "a]] [[b", 0},
	} {
		words, found := marks(tt.line)
		if words != tt.words || len(found) != tt.n {
			t.Errorf("%q: %q and %d marks, want %q and %d", tt.line, words, len(found), tt.words, tt.n)
		}
	}
}

func TestSpoken(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		words, uid string
		own        bool
		start, end int
	}{
		{" één  ", "", false, 1, 4},
		{"", "", true, 0, 0},
		{"   ", "", true, 3, 0},
		{"A: één ", "d1u1w3", true, 3, 6},
		{"A: één ", "d1u1w3n2", true, 3, 5},
		{"A: één ", "d1u1w3n99", true, 3, 6},
		{"A: één ", "d1u1w99", true, 0, 6},
		{"A: één ", "d1u1wx", true, 0, 6},
		{"A: één ", "d1u1w3", false, 0, 6}, // the uid of another program says nothing
	} {
		if start, end := spoken(tt.words, tt.uid, tt.own); start != tt.start || end != tt.end {
			t.Errorf("%q %s: %d–%d, want %d–%d", tt.words, tt.uid, start, end, tt.start, tt.end)
		}
	}
}

// TestBlocks: lines of one turn are one utterance; only a turn alone in its
// utterance gives it its words.
func TestBlocks(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text string
		turns      []instruments.Turn
		want       string
	}{
		{"no turns", "een\n twee ", nil, "0 een 0-3|4  twee  1-5"},
		{"a turn a line", "A: x\nB: yz", []instruments.Turn{{Start: 3, End: 4}, {Start: 8, End: 10}}, "0 A: x 3-4|5 B: yz 3-5"},
		{"a turn over two lines", "A: x\ny\nB", []instruments.Turn{{Start: 3, End: 6}, {Start: 7, End: 8}}, "0 A: x⏎y 3-6|7 B 0-1"},
		{"two turns in a line", "A: x B: y", []instruments.Turn{{Start: 3, End: 4}, {Start: 8, End: 9}}, "0 A: x B: y 0-9"},
		{"a turn that ends early", "A: x (lacht)", []instruments.Turn{{Start: 3, End: 4}}, "0 A: x (lacht) 3-4"},
		{"a turn with its line end", "A: x\nB", []instruments.Turn{{Start: 3, End: 5}}, "0 A: x 0-4|5 B 0-1"},
		{"an empty turn", "A: \nB", []instruments.Turn{{Start: 3, End: 3}, {Start: 4, End: 5}}, "0 A:  0-2|4 B 0-1"},
		{"a turn behind the text", "A", []instruments.Turn{{Start: 0, End: 99}}, "0 A 0-1"},
		{"empty", "", nil, "0  0-0"},
	} {
		var got []string
		for _, u := range blocksOf(&instruments.Document{Text: tt.text, Turns: tt.turns}) {
			got = append(got, fmt.Sprintf("%d %s %d-%d", u.start, strings.ReplaceAll(u.text, "\n", "⏎"), u.from, u.to))
		}
		if s := strings.Join(got, "|"); s != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, s, tt.want)
		}
	}
}

func TestFreshNames(t *testing.T) {
	t.Parallel()
	n := names{}
	var got []string
	for _, id := range []string{"act.A01", "act-A01", "act_A01", "1", "één", "", "zo_2", "zo", "zo"} {
		got = append(got, n.fresh(id))
	}
	if diff := cmp.Diff([]string{"act_A01", "act_A01_2", "act_A01_3", "x1", "x__n", "x", "zo_2", "zo", "zo_3"}, got); diff != "" {
		t.Error(diff)
	}
}

// changed writes the small study, changes the file and reads it again.
func changed(t *testing.T, old, now string, n int) (*coding.Corpus, coding.Transfer, instruments.Problems) {
	t.Helper()
	var b bytes.Buffer
	if _, err := Write(&b, small(t), instruments.Dutch); err != nil {
		t.Fatal(err)
	}
	if strings.Count(b.String(), old) < 1 {
		t.Fatalf("%q is not in the file", old)
	}
	return Read("x.rock", []byte(strings.Replace(b.String(), old, now, n)), instruments.Dutch)
}

// TestCodedFurther: somebody adds a code to a file of ours, as other programs do.
func TestCodedFurther(t *testing.T) {
	t.Parallel()
	c, _, problems := changed(t, "Ja. [[act_A01]] [[act_A01||20]]", "Ja. [[act_A01]] [[act_A01||20]] [[act_A01_2]] [[nieuw>meer]]", 1)
	got := stood(c)
	if len(problems) > 0 || !slices.Contains(got, `R 01 89-92 "Ja." act-A01 codeur 1`) || !slices.Contains(got, `R 01 89-92 "Ja." rock.meer codeur 1`) {
		t.Errorf("%v %q", problems.In(instruments.Dutch), got)
	}
	if code, _ := c.Codebook.Code("rock.meer"); code.Parent != "rock.nieuw" {
		t.Errorf("%+v", code)
	}
}

// TestTextChanged: a corrected word in every copy is told; in one copy alone it
// costs that coder's codings.
func TestTextChanged(t *testing.T) {
	t.Parallel()
	c, _, problems := changed(t, "Hoe gaat dat?", "Hoe ging dat?", -1)
	if problems.Err() != nil || len(problems) != 1 || !strings.Contains(problems[0].What.NL, "na het schrijven veranderd") || len(c.Codings) != len(small(t).Codings) {
		t.Errorf("%v %d", problems.In(instruments.Dutch), len(c.Codings))
	}
	_, transfer, _ := changed(t, "Hoe gaat dat?", "Hoe ging dat?", 1)
	if got := lost(transfer, coding.TransferCodings); len(got) != 1 || got[0] != "1 de tekst van deze codeur is een andere dan die van de eerste" {
		t.Errorf("%q", got)
	}
}

// TestSeveralCoders: their copies have the same uids and cases, and each its own
// codes.
func TestSeveralCoders(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if _, err := Write(&b, small(t), instruments.English); err != nil {
		t.Fatal(err)
	}
	file := b.String()
	if strings.Count(file, "[[uid=d1u3w13]]") != 2 || strings.Count(file, "[[cid=R_01]]") != 2 || strings.Count(file, "[[coderId=codeur_2]]") != 2 {
		t.Error(file)
	}
	if strings.Count(file, "ROCK_attributes") != 1 || strings.Count(file, "ROCK_codes") != 1 {
		t.Error(file)
	}
}

// TestAttributes: the names that ROCK needs itself are told, all others stay.
func TestAttributes(t *testing.T) {
	t.Parallel()
	c := small(t)
	c.Documents[0].Attributes = map[string]string{"cid": "x", "plaats": "yes", "uren": "07", "leeg: #": " ~ "}
	var b bytes.Buffer
	out, err := Write(&b, c, instruments.Dutch)
	if err != nil || len(lost(out, coding.TransferVariables)) != 1 {
		t.Fatalf("%v %+v", err, out)
	}
	got, _, _ := Read("x.rock", b.Bytes(), instruments.Dutch)
	if diff := cmp.Diff(map[string]string{"plaats": "yes", "uren": "07", "leeg: #": " ~ "}, got.Documents[0].Attributes); diff != "" {
		t.Error(diff)
	}
}

// TestManyCodes: a large codebook is spread over fragments that can be read.
func TestManyCodes(t *testing.T) {
	t.Parallel()
	c := small(t)
	codes := slices.Clone(c.Codebook.Codes)
	for i := range 1500 {
		codes = append(codes, coding.Code{ID: coding.CodeID(fmt.Sprintf("c.%d", i)), Parent: codes[len(codes)/2].ID, Name: instruments.Same(fmt.Sprint("code ", i)), Definition: instruments.Same(strings.Repeat("uitleg ", 100)), Codable: true, Order: i})
	}
	c.Codebook = coding.TreeOf(codes)
	var b bytes.Buffer
	if _, err := Write(&b, c, instruments.Dutch); err != nil {
		t.Fatal(err)
	}
	got, _, problems := Read("x.rock", b.Bytes(), instruments.Dutch)
	if len(problems) > 0 || len(got.Codebook.Codes) != len(codes) {
		t.Fatalf("%v: %d codes, want %d", problems.In(instruments.Dutch), len(got.Codebook.Codes), len(codes))
	}
	for _, want := range c.Codebook.Codes {
		if code, _ := got.Codebook.Code(want.ID); code.Parent != want.Parent {
			t.Fatalf("%s stands below %q, want %q", want.ID, code.Parent, want.Parent)
		}
	}
}

// TestDeepTrees: a path without end becomes a tree of bounded depth, in time.
func TestDeepTrees(t *testing.T) {
	t.Parallel()
	var path []string
	for i := range 20_000 {
		path = append(path, fmt.Sprint("c", i))
	}
	for name, file := range map[string]string{
		"a path":    "een [[" + strings.Join(path, ">") + "]]",
		"pairs":     "een [[" + strings.Join(path, "]] [[") + "]]\n" + pairs(path),
		"fragments": "---\nROCK_codes:\n" + strings.Repeat(" ", 2) + nested(200) + "\n---\neen",
	} {
		c, _, problems := Read("x.rock", []byte(file), instruments.Dutch)
		if problems.Err() != nil {
			t.Errorf("%s: %v", name, problems.In(instruments.Dutch))
		}
		for _, code := range c.Codebook.Codes[:min(len(c.Codebook.Codes), 300)] {
			if d := c.Codebook.Depth(code.ID); d > maxDepth {
				t.Fatalf("%s: a code stands %d deep", name, d)
			}
		}
	}
}

func pairs(path []string) string {
	var b strings.Builder
	for i := len(path) - 1; i > 0; i-- { // from below, so that each has codes below it already
		fmt.Fprintf(&b, "een [[%s>%s]]\n", path[i-1], path[i])
	}
	return b.String()
}

func nested(n int) string {
	s := "[{id: z}]"
	for i := range n {
		s = fmt.Sprintf("[{id: n%d, children: %s}]", i, s)
	}
	return s
}

// TestSmallFilesThatGrow: a few bytes each, and hundreds in memory.
func TestSmallFilesThatGrow(t *testing.T) {
	for name, file := range map[string]string{
		"aliases": "---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nROCK_codes: *e\n---\neen",
		"a list":  "---\nROCK_codes: [" + strings.Repeat("a,", maxFragment/2-20) + "a]\n---\neen",
		"lines":   strings.Repeat("\n", 2<<20) + "een",
		"ticks":   strings.Repeat("[[a]] ", 1<<18) + "een",
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		_, _, problems := Read("x.rock", []byte(file), instruments.Dutch)
		runtime.ReadMemStats(&after)
		if problems.Err() != nil {
			t.Errorf("%s: %v", name, problems.In(instruments.Dutch))
		}
		if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 220<<20 {
			t.Errorf("%s: %d MiB more memory", name, grown>>20)
		}
	}
}

// disk is a disk with room for so many bytes.
type disk struct{ left int }

func (d *disk) Write(p []byte) (int, error) {
	if d.left -= len(p); d.left < 0 {
		return 0, errors.New("disk full")
	}
	return len(p), nil
}

func TestWriteTellsOfTheDisk(t *testing.T) {
	t.Parallel()
	if _, err := Write(&disk{100}, small(t), instruments.Dutch); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Error(err)
	}
}

// TestTurnsWithTimes: a transcript with times, where turns are no lines of
// "label: words", comes back on its words too.
func TestTurnsWithTimes(t *testing.T) {
	t.Parallel()
	d, problems := transcript.Read("a.vtt", []byte("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Spreker 1>Goedemiddag.</v>\n\n00:03.000 --> 00:04.000\n<v Spreker 2>Dag, hallo.</v>\n"))
	if problems.Err() != nil || len(d.Turns) != 2 {
		t.Fatalf("%v %+v", problems.In(instruments.Dutch), d.Turns)
	}
	d.ID = "a"
	c := &coding.Corpus{Documents: []instruments.Document{d}, Codebook: coding.Of([]coding.Code{{ID: "groet", Name: instruments.Same("Groet"), Codable: true}})}
	for _, turn := range d.Turns {
		seg, err := coding.NewSegment(&d, turn.Start, turn.End)
		if err != nil {
			t.Fatal(err)
		}
		c.Codings = append(c.Codings, coding.Coding{Segment: seg, Code: "groet", Coder: "codeur1"})
	}
	var b bytes.Buffer
	if out, err := Write(&b, c, instruments.Dutch); err != nil || out.Lost() > 0 {
		t.Fatalf("%v %+v", err, out)
	}
	got, _, _ := Read("x.rock", b.Bytes(), instruments.Dutch)
	if diff := cmp.Diff(stood(c), stood(got)); diff != "" {
		t.Error(diff)
	}
}

// TestBothWays: what Read makes of a file of others goes out and comes back.
func TestBothWays(t *testing.T) {
	t.Parallel()
	want, _, problems := Read("gesprek.rock", []byte(foreign), instruments.Dutch)
	if len(problems) > 0 {
		t.Fatal(problems.In(instruments.Dutch))
	}
	var b bytes.Buffer
	out, err := Write(&b, want, instruments.Dutch)
	if err != nil {
		t.Fatal(err)
	}
	got, _, problems := Read("uit.rock", b.Bytes(), instruments.Dutch)
	if len(problems) > 0 || got.Documents[0].Text != want.Documents[0].Text {
		t.Fatalf("%v\n%q", problems.In(instruments.Dutch), got.Documents[0].Text)
	}
	// The codes of others are of the line with its label, ours of the turn.
	if lost := lost(out, coding.TransferCodings); len(lost) != 1 || lost[0] != "6 verbreed tot de beurt" {
		t.Errorf("%q", lost)
	}
	if len(got.Codings) != len(want.Codings) {
		t.Errorf("%q, want %q", stood(got), stood(want))
	}
	var ids, back []string
	for i := range want.Codebook.Codes {
		ids, back = append(ids, string(want.Codebook.Codes[i].ID)), append(back, string(got.Codebook.Codes[i].ID))
	}
	if diff := cmp.Diff(ids, back); diff != "" {
		t.Error(diff)
	}
}

// TestNoCoder: codings that nobody is named of stay so.
func TestNoCoder(t *testing.T) {
	t.Parallel()
	c := small(t)
	for i := range c.Codings {
		c.Codings[i].Coder = ""
	}
	var b bytes.Buffer
	if _, err := Write(&b, c, instruments.Dutch); err != nil || strings.Contains(b.String(), "coderId") {
		t.Fatal(err, b.String())
	}
	got, _, _ := Read("x.rock", b.Bytes(), instruments.Dutch)
	if len(got.Coders) != 0 || len(got.Codings) == 0 || got.Codings[0].Coder != "" {
		t.Errorf("%+v", got.Coders)
	}
}

// TestWithoutCodings: a study that is not coded yet goes out as text.
func TestWithoutCodings(t *testing.T) {
	t.Parallel()
	c := small(t)
	c.Codings = nil
	var b bytes.Buffer
	out, err := Write(&b, c, instruments.Dutch)
	if err != nil || out.Lost() > 0 {
		t.Fatalf("%v %+v", err, out)
	}
	got, _, _ := Read("x.rock", b.Bytes(), instruments.Dutch)
	if len(got.Documents) != 2 || got.Documents[1].Text != c.Documents[1].Text || len(got.Codings) != 0 {
		t.Errorf("%+v", got.Documents)
	}
}

// TestLanguage: labels are written in the language asked for.
func TestLanguage(t *testing.T) {
	t.Parallel()
	c := small(t)
	c.Codebook.Codes[0].Name = instruments.Text{NL: "Activiteiten", EN: "Activities"}
	for lang, want := range map[instruments.Lang]string{instruments.Dutch: "label: Activiteiten\n", instruments.English: "label: Activities\n"} {
		var b bytes.Buffer
		if _, err := Write(&b, c, lang); err != nil || !strings.Contains(b.String(), want) {
			t.Errorf("%s: %v", lang, err)
		}
	}
}

// TestCodingOverTurns: a coding over three turns stands behind each of them, and
// not behind the blank lines between.
func TestCodingOverTurns(t *testing.T) {
	t.Parallel()
	d := transcript.Of("R01", "I: een\n\nR: twee\n   \nI: drie\nR: vier")
	d.ID = "R01"
	seg, err := coding.NewSegment(&d, 4, d.Length-5)
	if err != nil {
		t.Fatal(err)
	}
	c := &coding.Corpus{Documents: []instruments.Document{d}, Codebook: coding.Of([]coding.Code{{ID: "a", Name: instruments.Same("A"), Codable: true}}), Codings: []coding.Coding{{Segment: seg, Code: "a", Coder: "k"}}}
	var b bytes.Buffer
	if _, err := Write(&b, c, instruments.Dutch); err != nil {
		t.Fatal(err)
	}
	got, in, _ := Read("x.rock", b.Bytes(), instruments.Dutch)
	if n := len(got.Codings); n < 3 || n > 4 || in.Lost() > 0 {
		t.Errorf("%q %+v\n%s", stood(got), in, b.String())
	}
}
