package checklist

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"meerzicht/instruments"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"":                   "",
		"Traject(en)":        "traject(en)",
		"  Start \t contact": "start contact",
		"V–toezichth.":       "v-toezichth.",
		"coo\u0308rdinator":  "coördinator",
		"CLIËNT":             "cliënt",
		"a\u00a0b":           "a b", // a blank that does not break
	} {
		if got := fold(in); got != want {
			t.Errorf("fold(%q) = %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		once := fold(s)
		if fold(once) != once || fold(" "+s+"\t") != once {
			t.Fatalf("fold(%q) = %q is not stable", s, once)
		}
	})
}

// Every heading of our own forms is known to the reader, in both languages.
func TestTitlesAreWords(t *testing.T) {
	words := fieldWords()
	for f := range map[field]bool{
		fRespondent: true, fCoder: true, fDate: true, fTrajectory: true, fDyad: true, fCode: true, fActivity: true, fState: true, fRemark: true,
		fIndicator: true, fQuestion: true, fValue: true, fSource: true, fQuotation: true, fProject: true, fRole: true, fConsent: true, fStart: true,
	} {
		title := f.title()
		for _, lang := range []instruments.Lang{instruments.Dutch, instruments.English} {
			if got := words[fold(title.In(lang))]; got != f {
				t.Errorf("%q is read as %q, want %q", title.In(lang), got, f)
			}
		}
	}
}

// Every choice that a dropdown shows reads back as its value, in both languages.
func TestChoicesReadBack(t *testing.T) {
	set, err := instruments.Builtin("reclassering-2020")
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range set.List.Indicators {
		for _, v := range append(k.Values, notObserved()) {
			for _, lang := range []instruments.Lang{instruments.Dutch, instruments.English} {
				if got, ok := valueOf(k, strings.ToUpper(choice(v, lang))); !ok || got != v.ID {
					t.Errorf("%s: %q is read as %q", k.ID, choice(v, lang), got)
				}
			}
		}
	}
	for _, s := range states() {
		for _, lang := range []instruments.Lang{instruments.Dutch, instruments.English} {
			if got, ok := stateOf(stateTitle(s).In(lang)); !ok || got != s {
				t.Errorf("%q is read as %q", stateTitle(s).In(lang), got)
			}
		}
	}
}

func TestAnswers(t *testing.T) {
	for in, want := range map[string]instruments.State{"Ja": instruments.Mentioned, "soms ": instruments.Mentioned, "NEE": instruments.Denied, "": instruments.NotDiscussed, "sometimes": instruments.Mentioned} {
		if got, ok := answerOf(in); !ok || got != want {
			t.Errorf("%q is %q", in, got)
		}
	}
	if _, ok := answerOf("vaak"); ok {
		t.Error("vaak is an answer")
	}
}

func TestValidID(t *testing.T) {
	for _, good := range []string{"R01", "r-1", "7", "T.1_b", "Ré1"} {
		if !validID(good) {
			t.Errorf("%q is refused", good)
		}
	}
	for _, bad := range []string{"", " ", "R 1", "-1", ".a", "a/b", "a\x00", "a\u202e", "=1+1", strings.Repeat("a", 65)} {
		if validID(bad) {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestSeparator(t *testing.T) {
	for in, want := range map[string]rune{"a;b;c,d": ';', "a,b,c;d": ',', "a\tb": '\t', "a": ',', "\n\na;b": ';', "\"a, b, c\";d": ';', "\"a\nb,c,d\";e": ';', "sep=;\na,b,c": ';'} {
		if got, _ := separator(in); got != want {
			t.Errorf("%q is split at %q", in, got)
		}
	}
}

func TestDecode(t *testing.T) {
	for in, want := range map[string]string{"\ufeffa\r\nb\rc": "a\nb\nc", "co\xf6rd": "coörd", "€": "€", "\x80": "€"} {
		if got, ok := decode([]byte(in)); !ok || got != want {
			t.Errorf("%q is decoded as %q", in, got)
		}
	}
	for _, in := range []string{"\xff\xfea\x00;\x00\xeb\x00", "\xfe\xff\x00a\x00;\x00\xeb", "a\x00;\x00\xeb\x00", "\x00a\x00;\x00\xeb"} {
		if got, ok := decode([]byte(in)); !ok || got != "a;ë" {
			t.Errorf("UTF-16 %q is decoded as %q", in, got)
		}
	}
	for _, in := range []string{"\xff\xfea\x00;", "GIF89a\x00\x01\x02\x03abcdefgh", "\x00\x00\x00\x00"} {
		if got, ok := decode([]byte(in)); ok {
			t.Errorf("%q is taken for text: %q", in, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOf(rapid.Byte()).Draw(t, "data")
		if s, ok := decode(data); ok && !utf8.ValidString(s) {
			t.Fatalf("%q is not valid", s)
		}
	})
}

func TestShowDate(t *testing.T) {
	if got := showDate("2020-03-05", instruments.Dutch); got != "05-03-2020" {
		t.Errorf("Dutch %q", got)
	}
	if got := showDate("2020-03-05", instruments.English); got != "2020-03-05" {
		t.Errorf("English %q", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		iso := rapid.StringMatching(`(19[9][0-9]|20[0-9]{2})-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])`).Draw(t, "date")
		for _, lang := range []instruments.Lang{instruments.Dutch, instruments.English} {
			if got, ok := parseDate(showDate(iso, lang), false); !ok || got != iso {
				t.Fatalf("%s comes back as %q", iso, got)
			}
		}
	})
}
