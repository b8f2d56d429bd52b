package instruments_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"meerzicht/instruments"
)

func TestProblemSaysWhereAndWhat(t *testing.T) {
	what, hint := instruments.Text{NL: "dit klopt niet", EN: "this is wrong"}, instruments.Text{NL: "doe dat", EN: "do that"}
	for _, tt := range []struct {
		p      instruments.Problem
		nl, en string
	}{
		{instruments.Problem{What: what}, "dit klopt niet", "this is wrong"},
		{instruments.Problem{File: "a.csv", Line: 3, What: what}, "a.csv, regel 3: dit klopt niet", "a.csv, line 3: this is wrong"},
		{
			instruments.Problem{File: "a.xlsx", Sheet: "Lijst", Row: 4, Column: "C", What: what, Hint: hint},
			"a.xlsx, blad Lijst, rij 4, kolom C: dit klopt niet\n  tip: doe dat",
			"a.xlsx, sheet Lijst, row 4, column C: this is wrong\n  hint: do that",
		},
		{instruments.Problem{File: "a\x1b[31m.csv", What: what}, "a·[31m.csv: dit klopt niet", "a·[31m.csv: this is wrong"},
	} {
		if got := tt.p.In(instruments.Dutch); got != tt.nl {
			t.Errorf("nl %q, want %q", got, tt.nl)
		}
		if got := tt.p.In(instruments.English); got != tt.en {
			t.Errorf("en %q, want %q", got, tt.en)
		}
	}
}

func TestNotesDoNotStopAnImport(t *testing.T) {
	note := instruments.Problem{File: "a", What: instruments.Same("x"), Note: true}
	wrong := instruments.Problem{File: "b", What: instruments.Same("y")}
	if err := (instruments.Problems{note}).Err(); err != nil {
		t.Errorf("a note is an error: %v", err)
	}
	if err := instruments.Problems(nil).Err(); err != nil {
		t.Errorf("nothing is an error: %v", err)
	}
	err := fmt.Errorf("import: %w", instruments.Problems{note, wrong}.Err())
	if !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("%v is not ErrRefused", err)
	}
	if got := instruments.Localized(err, instruments.Dutch); got != "a: x\nb: y" {
		t.Errorf("told %q", got)
	}
}

func TestErrorKeepsSentinelAndCause(t *testing.T) {
	err := &instruments.Error{
		Kind: instruments.ErrRefused, Where: "kaart.xlsx", Err: fs.ErrNotExist,
		What: instruments.Text{NL: "niet te lezen", EN: "cannot be read"}, Hint: instruments.Text{NL: "kijk", EN: "look"},
	}
	if !errors.Is(err, instruments.ErrRefused) || !errors.Is(err, fs.ErrNotExist) {
		t.Error("sentinel or cause lost")
	}
	if got, want := err.In(instruments.Dutch), "kaart.xlsx: niet te lezen: file does not exist\n  tip: kijk"; got != want {
		t.Errorf("nl %q, want %q", got, want)
	}
	if got, want := err.Error(), "kaart.xlsx: cannot be read: file does not exist   hint: look"; got != want {
		t.Errorf("error %q, want %q", got, want)
	}
	if got := instruments.Localized(fs.ErrExist, instruments.Dutch); got != "file already exists" {
		t.Errorf("plain error told as %q", got)
	}
}

func TestPlainLeavesNothingThatMovesACursor(t *testing.T) {
	for in, want := range map[string]string{
		"cliënt \"€\" 😀":  "cliënt \"€\" 😀",
		"a\nb\tc\x00":     "a·b·c·",
		"\u202eexe.txt":   "·exe.txt",
		"a\u2066b\u2069c": "a·b·c",
		"\u009b2J":        "·2J",
	} {
		if got := instruments.Plain(in); got != want {
			t.Errorf("Plain(%q) = %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		once := instruments.Plain(s)
		if strings.ContainsAny(once, "\x1b\n\r\x00\u202e") || instruments.Plain(once) != once {
			t.Fatalf("Plain(%q) = %q", s, once)
		}
	})
}

func TestTextFallsBack(t *testing.T) {
	for _, tt := range []struct {
		text   instruments.Text
		nl, en string
	}{
		{instruments.Text{NL: "ja", EN: "yes"}, "ja", "yes"},
		{instruments.Text{NL: "ja"}, "ja", "ja"},
		{instruments.Text{EN: "yes"}, "yes", "yes"},
		{instruments.Same("R01"), "R01", "R01"},
		{instruments.Textf("rol %s, %d", "role %s, %d", instruments.Text{NL: "cliënt", EN: "client"}, 3), "rol cliënt, 3", "role client, 3"},
	} {
		if got := tt.text.In(instruments.Dutch); got != tt.nl {
			t.Errorf("nl %q, want %q", got, tt.nl)
		}
		if got := tt.text.In(instruments.English); got != tt.en {
			t.Errorf("en %q, want %q", got, tt.en)
		}
	}
	if !(instruments.Text{}).IsZero() || instruments.Same("x").IsZero() {
		t.Error("IsZero")
	}
}

func TestParseLang(t *testing.T) {
	for in, want := range map[string]instruments.Lang{"nl": "nl", "en": "en", "nl_NL.UTF-8": "nl", "en-GB": "en", "en.UTF-8": "en"} {
		if got, ok := instruments.ParseLang(in); !ok || got != want {
			t.Errorf("%q is %q, %v", in, got, ok)
		}
	}
	for _, in := range []string{"", "n", "C", "de_DE", "nld", "english"} {
		if got, ok := instruments.ParseLang(in); ok || got != instruments.Dutch {
			t.Errorf("%q is %q, %v", in, got, ok)
		}
	}
}

func TestIdsAndLookups(t *testing.T) {
	if got := instruments.NewDyadID("T01", "V–toezichth."); got != "T01/V–toezichth." {
		t.Errorf("dyad id %q", got)
	}
	if got := instruments.FillingID(instruments.ActivityFilling, "R01", "anna"); got != "activiteiten/R01/anna" {
		t.Errorf("filling id %q", got)
	}
	set := builtin(t, "reclassering-2020")
	if _, ok := set.Taxonomy.Activity("Z99"); ok {
		t.Error("Z99 found")
	}
	if _, ok := set.Taxonomy.Goal("ZZ"); ok {
		t.Error("ZZ found")
	}
	if _, ok := set.List.Indicator("K11"); ok {
		t.Error("K11 found")
	}
	if info, ok := set.TypeInfo("client"); !ok || info.Letter != "C" {
		t.Errorf("client is %+v", info)
	}
	a := instruments.Activity{Label: instruments.Same("lang"), Short: instruments.Same("kort")}
	if a.ChartLabel().NL != "kort" || (instruments.Activity{Label: instruments.Same("lang")}).ChartLabel().NL != "lang" {
		t.Error("chart label")
	}
	d := instruments.Document{Speakers: []instruments.Speaker{{Label: "I", Role: instruments.AsInterviewer}}}
	if d.RoleOf("I") != instruments.AsInterviewer || d.RoleOf("R") != instruments.UnknownVoice {
		t.Error("speaker role")
	}
}
