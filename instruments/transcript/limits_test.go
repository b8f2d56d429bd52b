package transcript

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"meerzicht/instruments"
)

// A file with millions of lines is refused for them in every format, and not for
// its size, which nothing but the lines makes too large.
func TestTooManyLines(t *testing.T) {
	t.Parallel()
	blank := func(piece string) string { return strings.Repeat(piece, maxLines+2) }
	checkRefused(t, []refusedFile{
		{"text", "a.txt", []byte("a" + blank("\n") + "b"), "alinea's"},
		{"a page", "a.html", page("", "<p>a"+blank("<p>b")), "alinea's"},
		{"line breaks of a page", "a.html", page("", "<p>a"+blank("<br>")+"b"), "alinea's"},
		{"oTranscribe", "a.otr", []byte(`{"text":"a` + blank("<p>b") + `"}`), "alinea's"},
		{"RTF", "a.rtf", rtf("a" + blank(`\line `) + "b"), "alinea's"},
		{"utterances", "a.cha", []byte(strings.Repeat("*I:\ta\n", maxTurns+1)), "alinea's"},
	})
}

// The reader of paragraphs gives up as soon as there are too many, not at the end.
func TestStoryGivesUp(t *testing.T) {
	t.Parallel()
	s := newStory(nil)
	at := 0
	for ; s.err == nil && at < 2*maxLines; at++ {
		s.startBlock(false)
	}
	if !errors.Is(s.err, errTooMany) || at != maxLines+2 { // the first paragraph needs no line end
		t.Errorf("%v after %d paragraphs", s.err, at)
	}
}

// As many paragraphs as are taken, with a blank line between each two, are read.
func TestManyLinesAreRead(t *testing.T) {
	t.Parallel()
	doc := mustRead(t, "a.txt", []byte(strings.TrimRight(strings.Repeat("a\n\n", maxTurns), "\n")))
	if len(doc.Turns) != maxTurns {
		t.Errorf("%d turns", len(doc.Turns))
	}
	if last := doc.Turns[maxTurns-1]; last.End != doc.Length || last.Start != 3*(maxTurns-1) {
		t.Errorf("the last is %+v of %d", last, doc.Length)
	}
}

// The limits that the documentation tells are those of the program.
func TestLimitsAreDocumented(t *testing.T) {
	t.Parallel()
	text := documentation(t)
	for _, want := range []string{
		fmt.Sprintf("A file may be %d MiB, its text %d MiB", maxFile>>20, maxText>>20),
		fmt.Sprintf("at most %d,000 turns and %d,000 lines", maxTurns/1000, maxLines/1000),
		fmt.Sprintf("%d,000 entries", maxEntries/1000),
		fmt.Sprintf("One tag of HTML may be %d MiB", maxTag>>20),
	} {
		if !strings.Contains(text, want) {
			t.Errorf("docs/transcripts.md does not say %q", want)
		}
	}
}

// Every kind of what is left out that the documentation lists has words of its
// own, and the readers know no other kind.
func TestOmittedKindsAreDocumented(t *testing.T) {
	t.Parallel()
	row := regexp.MustCompile("(?m)^\\| ((?:`[a-z-]+`(?:, )?)+) \\|")
	var documented []string
	for _, m := range row.FindAllStringSubmatch(documentation(t), -1) {
		for kind := range strings.SplitSeq(m[1], ", ") {
			documented = append(documented, strings.Trim(kind, "`"))
		}
	}
	if len(documented) < 15 {
		t.Fatalf("only %v", documented)
	}
	for _, kind := range documented {
		words := instruments.Omission{Kind: kind}.Text()
		if words == instruments.Same(kind) || words.NL == "" || words.EN == "" {
			t.Errorf("%s has no words: %+v", kind, words)
		}
	}
	for name, data := range allFiles(t) {
		doc, problems := readsPDF().Read(name, data)
		if problems.Err() != nil {
			continue
		}
		for _, o := range doc.Omitted {
			if !slices.Contains(documented, o.Kind) {
				t.Errorf("%s: %s is not in docs/transcripts.md", name, o.Kind)
			}
		}
	}
}

func documentation(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "docs", "transcripts.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
