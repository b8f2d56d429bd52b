package refi

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// zipOf is an archive with these files, by name and content in turn.
func zipOf(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err == nil {
			_, err = w.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	guidA = "AAAAAAAA-0000-4000-8000-000000000001"
	guidB = "bbbbbbbb-0000-4000-8000-000000000002"
	guidC = "cccccccc-0000-4000-8000-000000000003"
	guidU = "dddddddd-0000-4000-8000-000000000004"
)

// projectOf is a project file with one code A by one user U.
func projectOf(origin, parts string) string {
	return `<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="P" origin="` + origin + `">` +
		`<Users><User guid="` + guidU + `" name="codeur1"/></Users>` +
		`<CodeBook><Codes><Code guid="` + guidA + `" name="Hulp" isCodable="true"/></Codes></CodeBook>` + parts + `</Project>`
}

// sourceOf is one text, in sources/t.txt, with selections.
func sourceOf(selections string) string {
	return `<Sources><TextSource guid="` + guidB + `" name="R01.docx" plainTextPath="internal://t.txt">` + selections + `</TextSource></Sources>`
}

func selectionOf(start, end int, name string) string {
	return fmt.Sprintf(`<PlainTextSelection guid="%s" name="%s" startPosition="%d" endPosition="%d"><Coding guid="%s" creatingUser="{%s}"><CodeRef targetGUID="%s"/></Coding></PlainTextSelection>`,
		guidC, name, start, end, guidC, strings.ToUpper(guidU), strings.ToLower(guidA))
}

// counted is a place in a stored text as a program counts it, one character
// after the other.
func counted(stored string, at int, c convention) int {
	n := 0
	for i, r := range stored[:at] {
		if strings.HasSuffix(c.name(), "crlf1") && r == '\n' && i > 0 && stored[i-1] == '\r' {
			continue
		}
		switch strings.TrimSuffix(c.name(), "-crlf1") {
		case "codepoint":
			n++
		case "utf16":
			n += len(string(r)) / 4
			n++
		case "utf8":
			n += len(string(r))
		}
	}
	return n
}

// words are the places of the words in a text, in bytes.
func words(text string) [][2]int {
	var out [][2]int
	start := -1
	for i, r := range text + " " {
		if in := unicode.IsLetter(r); in && start < 0 {
			start = i
		} else if !in && start >= 0 {
			out = append(out, [2]int{start, i})
			start = -1
		}
	}
	return out
}

// A program that counts in any way is found out from where its selections begin
// and end, and every coding stands on its words.
func TestConventionIsFound(t *testing.T) {
	t.Parallel()
	stored := strings.Repeat("Interviewer: En toen 😀, hoe ging dat?\r\nR01: Wél goed; 👩‍👧 samen één keer.\r\n", 6)
	for c, origin := range map[convention]string{codePoints: "QualCoder", codePointsOnce: "Ander programma", utf16Units: "Ander programma", utf16Once: "MAXQDA", utf8Bytes: "Taguette 1.4"} {
		var selections strings.Builder
		places := words(stored)[10:]
		for _, w := range places {
			selections.WriteString(selectionOf(counted(stored, w[0], c), counted(stored, w[1], c), ""))
		}
		data := zipOf(t, "project.qde", projectOf(origin, sourceOf(selections.String())), "sources/t.txt", "\ufeff"+stored)
		got, transfer := readBytes(t, "x.qdpx", data, ReadOptions{})
		if transfer.Unsure || transfer.Convention != findingText(c, transfer) {
			t.Errorf("%s: unsure %v, %q", c.name(), transfer.Unsure, transfer.Convention.EN)
		}
		if len(got.Codings) != len(places) {
			t.Fatalf("%s: %d codings of %d", c.name(), len(got.Codings), len(places))
		}
		canonical := strings.ReplaceAll(stored, "\r\n", "\n")
		for i, k := range got.Codings {
			w := places[i]
			if want := stored[w[0]:w[1]]; k.Quotation != want || k.Start != utf8.RuneCountInString(strings.ReplaceAll(stored[:w[0]], "\r\n", "\n")) {
				t.Errorf("%s: %q at %d, want %q", c.name(), k.Quotation, k.Start, want)
			}
		}
		if got.Documents[0].Text != canonical {
			t.Errorf("%s: text %q", c.name(), got.Documents[0].Text)
		}
	}
}

// findingText is the convention of a transfer when it names c.
func findingText(c convention, transfer coding.Transfer) (want instruments.Text) {
	if strings.Contains(transfer.Convention.EN, c.text().EN+":") && strings.Contains(transfer.Convention.NL, c.text().NL+":") {
		return transfer.Convention
	}
	return want
}

// Asked for by name, every way of counting gives every stretch back exactly, or
// loses it; it is never somewhere else.
func TestForcedConvention(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		stored := wordsOf(rt, "text", 2) + strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"\r\n", "\r", "a", "😀", "\x00", "é"})).Draw(rt, "more"), "") + "z"
		c := rapid.SampledFrom([]convention{codePoints, codePointsOnce, utf16Units, utf16Once, utf8Bytes}).Draw(rt, "way")
		runes := []int{}
		for i := range stored {
			if i == 0 || stored[i] != '\n' || stored[i-1] != '\r' {
				runes = append(runes, i)
			}
		}
		from := rapid.IntRange(0, len(runes)-1).Draw(rt, "from")
		a := runes[from]
		b := append(runes[1:], len(stored))[rapid.IntRange(from, len(runes)-1).Draw(rt, "to")]
		want := canonical(stored)
		start, text := utf8.RuneCountInString(canonical(stored[:a])), canonical(stored[a:b])
		if strings.HasPrefix(stored, "\ufeff") || strings.Contains(stored, "\x00\n") {
			rt.Skip("another text by the decoding rule")
		}
		data := zipOf(t, "project.qde", projectOf("x", sourceOf(selectionOf(counted(stored, a, c), counted(stored, b, c), ""))), "sources/t.txt", stored)
		got, _ := readBytes(t, "x.qdpx", data, ReadOptions{Positions: c.name()})
		if got.Documents[0].Text != want {
			rt.Skip("read as UTF-16") // many NULs
		}
		if text == "" {
			if len(got.Codings) != 0 {
				rt.Fatalf("nothing became %q", got.Codings[0].Quotation)
			}
			return
		}
		if len(got.Codings) != 1 || got.Codings[0].Start != start || got.Codings[0].Quotation != text {
			rt.Fatalf("%q at %d became %+v", text, start, got.Codings)
		}
	})
}

// Few selections: the habit of the program, and the user must confirm, unless a
// quotation tells or nothing depends on it.
func TestFewSelections(t *testing.T) {
	t.Parallel()
	const stored = "Zo 😀 ging het dus niet.\r\nHet ging anders, zei hij.\r\n"
	at := func(word string, c convention) (int, int) {
		i := strings.Index(stored, word)
		return counted(stored, i, c), counted(stored, i+len(word), c)
	}
	for _, c := range []struct {
		name, origin, word, label string
		counts                    convention
		want                      string // quotation; "" = lost
		unsure                    bool
	}{
		{"habit fits", "NVivo 14", "anders", "", utf16Units, "anders", true},
		{"habit fits clearly worse", "NVivo 14", "anders", "", codePointsOnce, "ers, z", true}, // one selection is not clear
		{"quotation decides", "NVivo 14", "anders", "anders", codePointsOnce, "anders", false},
		{"cut quotation decides", "NVivo 14", "ging anders, zei hij.", "ging anders, zei hij…", codePointsOnce, "ging anders, zei hij.", false},
		{"before everything that differs", "NVivo 14", "Zo", "", codePoints, "Zo", false},
		{"unknown program", "X", "anders", "", codePoints, "anders", true},
		{"our own", "Meerzicht 0.3.0", "anders", "", codePoints, "anders", false},
	} {
		start, end := at(c.word, c.counts)
		data := zipOf(t, "project.qde", projectOf(c.origin, sourceOf(selectionOf(start, end, c.label))), "sources/t.txt", stored)
		got, transfer := readBytes(t, "x.qdpx", data, ReadOptions{})
		quotation := ""
		if len(got.Codings) > 0 {
			quotation = got.Codings[0].Quotation
		}
		if transfer.Unsure != c.unsure {
			t.Errorf("%s: unsure %v (%s)", c.name, transfer.Unsure, transfer.Convention.EN)
		}
		if c.name != "habit fits clearly worse" && quotation != c.want {
			t.Errorf("%s: %q (%s)", c.name, quotation, transfer.Convention.EN)
		}
	}
}

// A project of few selections that fit one way only is read; one that fits no
// way, or bytes of a program that is not known to count so, is told apart.
func TestConventionOfAwkwardProjects(t *testing.T) {
	t.Parallel()
	stored := strings.Repeat("Interviewer: Één café 😀, hoe ging dat?\r\nR01: Wél goed; samen één keer.\r\n", 6)
	for _, c := range []struct {
		name, origin string
		selections   int
		shift        int // of every position
		counts       convention
		unsure       bool
		found        bool
	}{
		{"few that fit one way", "X", 5, 0, utf16Units, false, true},
		{"two say nothing", "X", 2, 0, utf16Units, true, false},
		{"bytes of an unknown program", "X", 30, 0, utf8Bytes, false, true},
		{"shifted: fits no way", "NVivo 14", 30, 2, utf16Units, true, false},
	} {
		var selections strings.Builder
		places := words(stored)
		for _, w := range places[len(places)-c.selections:] {
			selections.WriteString(selectionOf(counted(stored, w[0], c.counts)+c.shift, counted(stored, w[1], c.counts)+c.shift, ""))
		}
		data := zipOf(t, "project.qde", projectOf(c.origin, sourceOf(selections.String())), "sources/t.txt", stored)
		_, transfer := readBytes(t, "x.qdpx", data, ReadOptions{})
		if transfer.Unsure != c.unsure || c.found && transfer.Positions != c.counts.name() {
			t.Errorf("%s: unsure %v, %s (%s)", c.name, transfer.Unsure, transfer.Positions, transfer.Convention.EN)
		}
	}
}

// The scores are those of the rule: an edge at a word and not at a blank counts
// one, a cut character minus two, an edge inside CR LF minus one, outside minus
// five.
func TestScore(t *testing.T) {
	t.Parallel()
	const stored = "De 😀 hond\r\nblaft e\u0301\u0301n."
	for _, c := range []struct {
		name       string
		way        convention
		start, end int64
		score      int
		ok         bool
	}{
		{"a word", codePoints, 5, 9, 2, true},
		{"begins with a blank", codePoints, 4, 9, 1, true},
		{"ends with a blank", codePoints, 0, 3, 1, true},
		{"begins inside a word", codePoints, 6, 9, 1, true},
		{"half an emoji", utf16Units, 4, 10, -1, false},
		{"half an accent", codePoints, 11, 18, -1, true},
		{"inside CR LF", codePoints, 5, 10, 1, true},
		{"CR LF as one", codePointsOnce, 10, 15, 2, true},
		{"outside", codePoints, 5, 99, -5, false},
		{"negative", codePoints, -1, 9, -5, false},
		{"nothing", codePoints, 5, 5, -5, false},
		{"backwards", codePoints, 9, 5, -5, false},
		{"bytes", utf8Bytes, 8, 12, 2, true},
		{"inside a byte sequence", utf8Bytes, 5, 12, -1, false},
	} {
		f := newRuler(stored).fit(c.way, &selection{start: c.start, end: c.end})
		if f.score != c.score || f.ok != c.ok {
			t.Errorf("%s: score %d (%v), want %d (%v)", c.name, f.score, f.ok, c.score, c.ok)
		}
	}
}

func TestQuotation(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, quotation string
		want            int
	}{
		{"Goed", "Goed", sameText},
		{"hij hielp\nmij", "hij  hielp mij ", sameWords},
		{"hij hielp", "hij hielp mij", otherWords}, // too short to be cut off
		{"hij hielp mij met de aanvraag…", "hij hielp mij met de aanvraag van het geld", sameText},
		{"hij hielp mij met de aanvraag...", " hij hielp mij met de aanvraag van het geld", sameWords},
		{"Quotation 6:1", "Goed", otherWords},
		{"", "Goed", otherWords},
		{"…", "Goed", otherWords},
		{" ", " ", otherWords},
	} {
		if got := quotation(c.name, c.quotation); got != c.want {
			t.Errorf("%q of %q: %v", c.name, c.quotation, got)
		}
	}
}
