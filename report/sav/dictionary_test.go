package sav_test

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"meerzicht/report/sav"
)

// anyDictionary draws variables with labels of any kind.
func anyDictionary(t *rapid.T) sav.File {
	text := rapid.StringN(0, 60, 200)
	names := sav.Names(rapid.SliceOfN(rapid.OneOf(text, rapid.StringMatching(`[a-c]{1,10}`)), 1, 8).Draw(t, "names"))
	f := sav.File{Label: text.Draw(t, "label"), Notes: rapid.SliceOfN(text, 0, 3).Draw(t, "notes")}
	for _, n := range names {
		v := sav.Variable{Name: n, Label: text.Draw(t, "variable label"), Width: rapid.SampledFrom([]int{0, 0, 3, 8, 9, 40, 300}).Draw(t, "width"), Measure: rapid.SampledFrom([]sav.Measure{0, sav.Nominal, sav.Ordinal, sav.Scale}).Draw(t, "measure")}
		for i := range rapid.IntRange(0, 4).Draw(t, "values") {
			l := sav.Label{Value: i - 1, Text: text.Draw(t, "value label")}
			if v.Width > 0 {
				l.Value = fmt.Sprint("w", i)
			}
			v.Labels = append(v.Labels, l)
		}
		if v.Width == 0 {
			v.Missing = rapid.SliceOfN(rapid.IntRange(-9, 9), 0, 3).Draw(t, "missing")
		}
		f.Variables = append(f.Variables, v)
	}
	f.Sets = []sav.Set{{Name: "s", Counted: 1, Label: text.Draw(t, "set label"), Variables: names}}
	return f
}

// TestDictionaryProperty: whatever the labels, each comes back as it can be held:
// on one line, cut between characters; and nothing of one variable ends up with
// another.
func TestDictionaryProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := anyDictionary(t)
		r := readFile(written(t, f, nil))
		if !utf8.ValidString(r.label) || r.label != strings.TrimRight(sav.Line(f.Label, 64), " ") {
			t.Fatalf("label %q of %q", r.label, f.Label)
		}
		for i, v := range f.Variables {
			got := r.vars[i]
			if got.name != v.Name || got.width != v.Width || got.label != sav.Line(v.Label, sav.MaxLabel) || len(got.missing) != len(v.Missing) {
				t.Fatalf("%+v, want %+v", got, v)
			}
			if want := max(int(v.Measure), 1); got.level != want {
				t.Fatalf("%s has level %d, want %d", v.Name, got.level, want)
			}
			for j, m := range v.Missing {
				if got.missing[j] != float64(m) {
					t.Fatalf("missing %v, want %v", got.missing, v.Missing)
				}
			}
			if len(got.labels) != len(v.Labels) {
				t.Fatalf("%s has labels %q, want %v", v.Name, got.labels, v.Labels)
			}
			for _, l := range v.Labels {
				if got.labels[fmt.Sprint(l.Value)] != sav.Line(l.Text, sav.MaxValueLabel) {
					t.Fatalf("%s: %v is %q, want %q", v.Name, l.Value, got.labels[fmt.Sprint(l.Value)], l.Text)
				}
			}
		}
		if n := strings.Count(string(r.records[7]), "\n"); n != bit(len(f.Variables) > 1) {
			t.Fatalf("%d sets for %d variables: %q", n, len(f.Variables), r.records[7])
		}
	})
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// TestNotesAreBrokenAtWords: no line is longer than 80 bytes, none ends inside a
// word that fits, and no word is lost.
func TestNotesAreBrokenAtWords(t *testing.T) {
	t.Parallel()
	note := strings.Repeat("coördinator van de cirkel ", 20) + strings.Repeat("é", 100)
	f := sav.File{Variables: []sav.Variable{{Name: "a"}}, Notes: []string{note, "", "kort"}}
	r := readFile(written(t, f, nil))
	var words []string
	for _, l := range r.notes {
		if len(l) > 80 || !utf8.ValidString(l) {
			t.Errorf("line %q", l)
		}
		words = append(words, strings.Fields(l)...)
	}
	want := strings.Fields(note + " kort")
	if got := strings.Join(words, ""); got != strings.Join(want, "") || words[0] != "coördinator" || r.notes[len(r.notes)-1] != "kort" {
		t.Errorf("notes %q", r.notes)
	}
	many := sav.File{Variables: []sav.Variable{{Name: "a"}}, Notes: slices.Repeat([]string{"x"}, 5000)}
	if got := readFile(written(t, many, nil)).notes; len(got) != 1000 {
		t.Errorf("%d lines of notes", len(got))
	}
}

// TestShortNames: variables whose short names would collide, with each other or
// with a segment of a long text, keep names of their own.
func TestShortNames(t *testing.T) {
	t.Parallel()
	f := sav.File{Variables: []sav.Variable{
		{Name: "een_lange_naam"}, {Name: "v1"}, {Name: "V2"}, {Name: "lange_tekst", Width: 900}, {Name: "v3"}, {Name: "achtnaam"}, {Name: "negennaam"},
	}}
	data := written(t, f, [][]any{{1, 2, 3, "tekst", 4, 5, 6}})
	r := readFile(data)
	seen := map[string]bool{}
	for _, v := range r.vars {
		if seen[v.short] || len(v.short) > 8 || v.short != strings.ToUpper(v.short) {
			t.Errorf("short name %q", v.short)
		}
		seen[v.short] = true
	}
	if want := []any{1.0, 2.0, 3.0, "tekst", 4.0, 5.0, 6.0}; !slices.Equal(r.rows[0], want) {
		t.Errorf("row %v, want %v", r.rows[0], want)
	}
}

// TestManyVariables: ten thousand columns are one file like any other.
func TestManyVariables(t *testing.T) {
	t.Parallel()
	f := sav.File{}
	row := make([]any, 10_000)
	for i := range row {
		f.Variables = append(f.Variables, sav.Variable{Name: fmt.Sprintf("een_code_met_nummer_%d", i), Labels: []sav.Label{{Value: 1, Text: "ja"}, {Value: 0, Text: "nee"}}})
		row[i] = i % 2
	}
	data := written(t, f, [][]any{row, row})
	if r := readFile(data); len(r.vars) != len(row) || r.vars[9_999].name != "een_code_met_nummer_9999" || r.vars[9_999].labels["1"] != "ja" || r.rows[1][9_999] != 1.0 {
		t.Error("the last of ten thousand variables is not what it was")
	}
	if n := bytes.Count(data, []byte("\x02ja")); n != 1 {
		t.Errorf("labels that all variables share are written %d times", n)
	}
}

// TestTextsThatAreNone: NUL ends a text in some readers and is dropped; what is no
// UTF-8 becomes U+FFFD; Size says how much room both take.
func TestTextsThatAreNone(t *testing.T) {
	t.Parallel()
	f := sav.File{Variables: []sav.Variable{{Name: "a", Width: sav.Size("x\x00\xffé")}}}
	if f.Variables[0].Width != 6 {
		t.Errorf("width %d, want 6", f.Variables[0].Width)
	}
	if got := readFile(written(t, f, [][]any{{"x\x00\xffé"}})).rows[0][0]; got != "x\uFFFDé" {
		t.Errorf("read %q", got)
	}
}

// TestSameBytes: the same file twice is the same bytes.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	f, rows := sample()
	if !bytes.Equal(written(t, f, rows), written(t, f, rows)) {
		t.Error("other bytes the second time")
	}
	f.Changed = time.Time{}
	if err := (sav.File{Variables: f.Variables, Sets: f.Sets, Cases: 0}).Write(io.Discard, slices.Values([][]any{})); err != nil {
		t.Errorf("a file without cases, time or label: %v", err)
	}
}
