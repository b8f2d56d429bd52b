package coding

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"meerzicht/instruments"
	"pgregory.net/rapid"
)

// After a merge every stretch that a coder had coded with any of the codes is
// coded with the one, once, and no memo is lost.
func TestMergeKeepsEverything(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := scene(t)
		want, memos := map[place]bool{}, map[string]bool{}
		for i := range rapid.IntRange(0, 12).Draw(rt, "n") {
			start := rapid.IntRange(0, 3).Draw(rt, "start")
			c := Coding{
				Segment: span(t, "R01", start, start+2), Code: rapid.SampledFrom([]CodeID{"act.A01", "act.A02", "v"}).Draw(rt, "code"),
				Coder: rapid.SampledFrom([]CoderID{"a", "b"}).Draw(rt, "coder"), Memo: fmt.Sprintf("memo%d.", i),
			}
			cmd, err := AddCodings(s, c)
			if err != nil {
				continue // there already
			}
			if err := s.Apply(cmd); err != nil {
				rt.Fatal(err)
			}
			want[placeOf(c)], memos[c.Memo] = true, true
		}
		do(t, s, func(v View) (Command, error) { return MergeCodes(v, "v", "act.A01", "act.A02") })
		got := codingsOf(t, s, "v")
		if len(got) != len(want) {
			rt.Fatalf("%d codings, want %d", len(got), len(want))
		}
		all := ""
		for _, c := range got {
			all += c.Memo
			if !want[placeOf(c)] {
				rt.Fatalf("from nowhere: %+v", c)
			}
		}
		for m := range memos {
			if strings.Count(all, m) != 1 {
				rt.Fatalf("%q stands %d times in %q", m, strings.Count(all, m), all)
			}
		}
	})
}

func TestMergeWithoutCodings(t *testing.T) {
	s := scene(t)
	cmd := do(t, s, func(v View) (Command, error) { return MergeCodes(v, "v", "w.1.1") })
	if len(cmd.Changes) != 1 || cmd.Changes[0].ID != "w.1.1" {
		t.Errorf("%s", cmd.JSON())
	}
}

func TestMergeMovesSupportsOnce(t *testing.T) {
	s := scene(t)
	do(t, s, func(v View) (Command, error) { return MergeCodes(v, "act.A02", "w") })
	if v, _, _ := Find[Code](s, CodeKind, "v"); len(v.Supports) != 1 || v.Supports[0] != "act.A02" {
		t.Errorf("supports = %q", v.Supports)
	}
}

// A codings file that is sorted by code instead of by document is read as
// quickly: texts are kept.
func TestReadCodingsInAnyOrder(t *testing.T) {
	texts := map[string]string{}
	var file strings.Builder
	file.WriteString("document,start,end,code,coder\n")
	for d := range 20 {
		texts[fmt.Sprint(d)] = strings.Repeat("één woord ", 20_000)
	}
	for i := range 5000 {
		fmt.Fprintf(&file, "%d,%d,%d,act.A01,ik\n", i%20, i, i+9)
	}
	asked := 0
	docs := func(id instruments.DocumentID) (*instruments.Document, bool) {
		asked++
		return textDocument(string(id), texts[string(id)]), true
	}
	start := time.Now()
	got, problems := ReadCodings("c.csv", strings.NewReader(file.String()), docs, testBook())
	if len(got) != 5000 || problems.Err() != nil || asked != 20 {
		t.Errorf("%d codings, %v, documents asked for %d times, %v", len(got), problems, asked, time.Since(start))
	}
}

// The texts that are kept are bounded.
func TestReadCodingsHoldsFewTexts(t *testing.T) {
	big := strings.Repeat("x", maxHeld/2+1)
	var file bytes.Buffer
	file.WriteString("document,start,end,code,coder\n")
	for i := range 6 {
		fmt.Fprintf(&file, "%d,0,%d,act.A01,ik\n", i%3, i+1)
	}
	asked := 0
	docs := func(id instruments.DocumentID) (*instruments.Document, bool) {
		asked++
		return &instruments.Document{ID: id, Text: big}, true
	}
	if got, problems := ReadCodings("c.csv", &file, docs, testBook()); len(got) != 6 || len(problems) != 0 || asked != 6 {
		t.Errorf("%d codings, %v, asked %d times, want 6", len(got), problems, asked)
	}
}
