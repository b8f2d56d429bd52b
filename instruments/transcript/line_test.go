package transcript

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What one line says by its form alone: label, form, words, and the words when
// the label is not believed.
func TestParseLine(t *testing.T) {
	for _, c := range []struct {
		text, label, words, bare string
		ms                       int64
		number                   bool
		ends                     int64 // f4's time, 0 for none
	}{
		{text: "I: Dag", label: "I", words: "Dag", bare: "I: Dag", ms: -1},
		{text: "  R:\tJa ", label: "R", words: "Ja", bare: "R:\tJa", ms: -1},
		{text: "R:", label: "R", words: "", bare: "R:", ms: -1},
		{text: "R:ja", words: "R:ja", bare: "R:ja", ms: -1},
		{text: "12 | PMA: ja", label: "PMA", words: "ja", bare: "PMA: ja", ms: -1, number: true},
		{text: "27| PMA: ja", label: "PMA", words: "ja", bare: "PMA: ja", ms: -1, number: true},
		{text: "7 | zomaar", words: "zomaar", bare: "zomaar", ms: -1, number: true},
		{text: "1234567 | te lang", words: "1234567 | te lang", bare: "1234567 | te lang", ms: -1},
		{text: "[00:01:02] I: Dag", label: "I", words: "Dag", bare: "I: Dag", ms: 62_000},
		{text: "00:01:02 I: Dag", label: "I", words: "Dag", bare: "I: Dag", ms: 62_000},
		{text: "01:02 I: Dag", label: "I", words: "Dag", bare: "01:02 I: Dag", ms: 62_000},
		{text: "01:02 dag", words: "01:02 dag", bare: "01:02 dag", ms: -1},
		{text: "00:01:02 dag", words: "dag", bare: "dag", ms: 62_000},
		{text: "I: dag #00:00:05-5#", label: "I", words: "dag", bare: "I: dag", ms: -1, ends: 5_500},
		{text: "#00:00:01-0# I: dag #00:00:05-5#", label: "I", words: "dag", bare: "I: dag", ms: 1_000, ends: 5_500},
		{text: "I: dag [0:09]", label: "I", words: "dag", bare: "I: dag", ms: 9_000},
		{text: "#I: dag", label: "I", words: "dag", bare: "#I: dag", ms: -1},
		{text: "#Anna de Wit: dag", label: "Anna de Wit", words: "dag", bare: "#Anna de Wit: dag", ms: -1},
		{text: "#SPEAKER Anna", label: "Anna", words: "", bare: "#SPEAKER Anna", ms: -1},
		{text: "# Kop: dag", words: "# Kop: dag", bare: "# Kop: dag", ms: -1},
		{text: "R: dag #ENDCODE", label: "R", words: "dag", bare: "R: dag", ms: -1},
		{text: "[0:01] I: dag [0:09]", label: "I", words: "dag", bare: "I: dag", ms: 1_000},
		{text: "I [0:01]: dag", label: "I", words: "dag", bare: "I [0:01]: dag", ms: 1_000},
		{text: "I (0:01) dag", label: "I", words: "dag", bare: "I (0:01) dag", ms: 1_000},
		{text: "I (0:01)dag", words: "I (0:01)dag", bare: "I (0:01)dag", ms: -1},
		{text: "Spreker 2   1:07", label: "Spreker 2", words: "", bare: "Spreker 2   1:07", ms: 67_000},
		{text: "Anna 1:07", words: "Anna 1:07", bare: "Anna 1:07", ms: -1},
		{text: "Anna   1:07 en verder", words: "Anna   1:07 en verder", bare: "Anna   1:07 en verder", ms: -1},
		{text: "**I:** Dag", label: "I", words: "Dag", bare: "**I:** Dag", ms: -1},
		{text: "**I**: Dag", label: "I", words: "Dag", bare: "**I**: Dag", ms: -1},
		{text: "*I:* Dag", label: "I", words: "Dag", bare: "*I:* Dag", ms: -1},
		{text: "**I: Dag**", words: "**I: Dag**", bare: "**I: Dag**", ms: -1},
		{text: "Ik zei: kom maar", words: "Ik zei: kom maar", bare: "Ik zei: kom maar", ms: -1},
		{text: "10:30: pauze", words: "10:30: pauze", bare: "10:30: pauze", ms: -1},
		{text: "https://voorbeeld.nl: ja", words: "https://voorbeeld.nl: ja", bare: "https://voorbeeld.nl: ja", ms: -1},
		{text: strings.Repeat("A", 41) + ": ja", words: strings.Repeat("A", 41) + ": ja", bare: strings.Repeat("A", 41) + ": ja", ms: -1},
		{text: "", words: "", bare: "", ms: -1},
	} {
		l := parseLine(c.text, 0, len(c.text), forms{})
		if got := c.text[l.from:l.to]; l.label != c.label || got != c.words || l.timeMS != c.ms || l.number != c.number {
			t.Errorf("%q: label %q, words %q, %d ms, number %v", c.text, l.label, got, l.timeMS, l.number)
		}
		if max(l.endMS, 0) != c.ends {
			t.Errorf("%q: ends at %d ms, want %d", c.text, l.endMS, c.ends)
		}
		l.disbelieve()
		if got := c.text[l.from:l.to]; got != c.bare {
			t.Errorf("%q: without its label %q, want %q", c.text, got, c.bare)
		}
	}
}

func TestMetaLine(t *testing.T) {
	for s, want := range map[string]bool{
		"##META a": true, "##TARGET SPEAKERS = PMA": true, "## Kop": false, "### Kop": false, "##": false, "#META": false, "##meta": false, "": false,
	} {
		if metaLine(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}

func TestClock(t *testing.T) {
	for _, c := range []struct {
		s     string
		ms    int64
		n     int
		parts int
	}{
		{"1:02", 62_000, 4, 2},
		{"01:02", 62_000, 5, 2},
		{"00:01:02", 62_000, 8, 3},
		{"1:00:00", 3_600_000, 7, 3},
		{"100:00:00", 360_000_000, 9, 3},
		{"00:00:01.5", 1_500, 10, 3},
		{"00:00:01.25", 1_250, 11, 3},
		{"00:00:01,250 x", 1_250, 12, 3},
		{"00:00:05-3#", 5_300, 10, 3},
		{"00:00:05.", 5_000, 8, 3},
		{"00:00:05. En", 5_000, 8, 3},
		{"0:59", 59_000, 4, 2},
		{"0:60", 0, 0, 0},
		{"0:5", 0, 0, 0},
		{"12", 0, 0, 0},
		{"12:", 0, 0, 0},
		{"1234:00", 0, 0, 0},
		{":12", 0, 0, 0},
		{"a1:00", 0, 0, 0},
		{"", 0, 0, 0},
	} {
		if ms, n, parts := clock(c.s); ms != c.ms || n != c.n || parts != c.parts {
			t.Errorf("%q: %d ms, %d bytes, %d parts", c.s, ms, n, parts)
		}
	}
}

func TestLeadingTime(t *testing.T) {
	for _, c := range []struct {
		s    string
		ms   int64
		n    int
		sure bool
	}{
		{"[1:02] a", 62_000, 6, true},
		{"(1:02)a", 62_000, 6, true},
		{"#00:00:01-5# a", 1_500, 12, true},
		{"<0:01>", 1_000, 6, true},
		{"{0:01}", 1_000, 6, true},
		{"00:01:02 a", 62_000, 8, true},
		{"1:02\ta", 62_000, 4, false},
		{"1:02a", 0, 0, false},
		{"[1:02", 0, 0, false},
		{"[1:02)", 0, 0, false},
		{"[x]", 0, 0, false},
		{"", 0, 0, false},
	} {
		if ms, n, sure := leadingTime(c.s); ms != c.ms || n != c.n || sure != c.sure {
			t.Errorf("%q: %d ms, %d bytes, %v", c.s, ms, n, sure)
		}
	}
}

func TestTrailingTime(t *testing.T) {
	for _, c := range []struct {
		s  string
		ms int64
		n  int
	}{
		{"a #00:00:01-5#", 1_500, 12},
		{"a [0:01]", 1_000, 6},
		{"[0:01]", 1_000, 6},
		{"a 0:01", 0, 0},
		{"a #1#", 0, 0},
		{"a 0:01#", 0, 0},
		{"a 0:01]", 0, 0},
		{"a [0:01 x]", 0, 0},
		{"#", 0, 0},
		{"", 0, 0},
	} {
		if ms, n := trailingTime(c.s); ms != c.ms || n != c.n {
			t.Errorf("%q: %d ms, %d bytes", c.s, ms, n)
		}
	}
}

func TestHardWrapped(t *testing.T) {
	full := strings.Repeat("x", 72)
	for name, c := range map[string]struct {
		text string
		want bool
	}{
		"a margin":          {strings.Repeat(full+"\n", 12), true},
		"ragged":            {strings.Repeat(full+"\n"+full[:60]+"\n", 6), true},
		"too few":           {strings.Repeat(full+"\n", 9), false},
		"short lines":       {strings.Repeat("kort\n", 50), false},
		"long lines":        {strings.Repeat(strings.Repeat("x", 131)+"\n", 20), false},
		"one long line":     {strings.Repeat(full+"\n", 20) + strings.Repeat("x", 200), false},
		"paragraphs a line": {strings.Repeat(full+"\n\n", 20), false},
		"mixed lengths":     {strings.Repeat(full+"\nkort\n", 20), false},
		"nothing":           {"", false},
	} {
		if got := hardWrapped(c.text); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// Whatever lines a text is made of, no character falls outside the turns but
// labels, times and numbers, and the text itself never changes.
func TestNothingFallsOut(t *testing.T) {
	pieces := []string{
		"I:", "R:", "R", "I", "Anna:", "**I:**", "Interviewer:", "12 |", "[00:01:02]", "00:01:02", "1:02", "#00:00:01-5#", "   0:09",
		" ", "\t", "\n", "\n\n", "##META x", "## Kop", "Ik zei: kom", "Bijvoorbeeld:", "woord", "é", ":", "|", "[", "#", "?", "\u00a0", "\f",
	}
	rapid.Check(t, func(t *rapid.T) {
		text := "x" + strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 40).Draw(t, "pieces"), rapid.SampledFrom([]string{"", " "}).Draw(t, "glue"))
		doc, problems := Read("a.txt", []byte(text))
		if problems.Err() != nil || doc.Text != text {
			t.Fatalf("%q: %v", text, problems)
		}
		checkWhole(t, doc)
	})
}

// The columns of a table, and which row is its heading.
func TestJudge(t *testing.T) {
	for name, c := range map[string]struct {
		rows [][]string
		want columns
	}{
		"time, speaker, text": {[][]string{{"0:01", "I", "Dag"}, {"0:02", "R", "Ja"}}, columns{1, 0, 2, -1}},
		"speaker, time, text": {[][]string{{"I", "0:01", "Dag"}, {"R", "0:02", "Ja"}}, columns{0, 1, 2, -1}},
		"text, speaker":       {[][]string{{"Goedemiddag", "INT"}, {"Dag", "R"}}, columns{1, -1, 0, -1}},
		"heading":             {[][]string{{"Wie", "Wat"}, {"I", "Dag"}, {"R", "Ja"}, {"I", "En"}, {"R", "O"}}, columns{0, -1, 1, 0}},
		"no speakers":         {[][]string{{"a", "b"}, {"c", "d"}}, noColumns},
		"one column":          {[][]string{{"I"}, {"R"}}, noColumns},
		"too wide":            {[][]string{{"I", "a", "b", "c", "d", "e", "f"}}, noColumns},
		"speakers too rare":   {[][]string{{"I", "a"}, {"zo maar", "b"}, {"iets anders", "c"}}, noColumns},
		"names that return":   {[][]string{{"Anna", "aa"}, {"Bea", "bb"}, {"Anna", "cc"}, {"Bea", "dd"}}, columns{0, -1, 1, -1}},
		"names used once":     {[][]string{{"Anna", "aa"}, {"Bea", "bb"}}, noColumns},
	} {
		f := turnFinder{}
		for _, cells := range c.rows {
			r := row{from: len(f.text)}
			for _, cell := range cells {
				r.cells = append(r.cells, span{len(f.text), len(f.text) + len(cell)})
				f.text += cell + "\t"
			}
			r.to = len(f.text)
			f.rows = append(f.rows, r)
		}
		if got := f.readTables(); !slices.Equal(got, []columns{c.want}) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
