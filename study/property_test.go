package study

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
	"pgregory.net/rapid"
)

// dump is the whole state of a view as text.
func dump(t *rapid.T, v coding.View) string {
	out := ""
	for _, kind := range []coding.Kind{
		coding.StudyKind, coding.SetKind, coding.RespondentKind, coding.TrajectoryKind, coding.DocumentKind, coding.FillingKind, coding.CodeKind,
		coding.CoderKind, coding.MemoKind, coding.OverrideKind, coding.DecisionKind, coding.SourceKind,
	} {
		if err := v.Each(kind, func(id string, raw json.RawMessage) error {
			out += fmt.Sprintf("%s/%s %s\n", kind, id, raw)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	var codings []string
	if err := v.Each(coding.CodingKind, func(id string, raw json.RawMessage) error {
		codings = append(codings, id+" "+string(raw))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(codings)
	return out + fmt.Sprint(codings)
}

// randomCommand makes one of all commands, with small ids so that they meet.
func randomCommand(t *rapid.T, v coding.View) (coding.Command, error) {
	pick := func(label string, from ...string) string { return rapid.SampledFrom(from).Draw(t, label) }
	code := func(label string) coding.CodeID {
		return coding.CodeID(pick(label, "act.A01", "act.A02", "waard.W1", "x", "y", "x.1", "act"))
	}
	some := func() (coding.Coding, bool) {
		all, err := coding.All[coding.Coding](v, coding.CodingKind)
		if err != nil {
			t.Fatal(err)
		}
		if len(all) == 0 {
			return coding.Coding{}, false
		}
		return all[rapid.IntRange(0, len(all)-1).Draw(t, "which")], true
	}
	words := rapid.StringOfN(rapid.RuneFrom([]rune("aé\n\"\\\x01\u2028😀<=")), 0, 5, -1)
	doc := instruments.Document{ID: "D", Text: "Wij gingen samen naar de film, hé 😀.", Length: 36}
	switch rapid.IntRange(0, 17).Draw(t, "command") {
	default:
		start := rapid.IntRange(0, 30).Draw(t, "start")
		seg, err := coding.NewSegment(&doc, start, rapid.IntRange(start, 33).Draw(t, "end"))
		if err != nil {
			return coding.Command{}, err
		}
		return coding.AddCodings(v, coding.Coding{Segment: seg, Code: code("code"), Coder: coding.CoderID(pick("coder", "a", "b")), Memo: words.Draw(t, "memo")})
	case 5:
		c, _ := some()
		return coding.RemoveCodings(v, c.ID)
	case 6:
		c, _ := some()
		seg, err := coding.NewSegment(&doc, 1, rapid.IntRange(2, 20).Draw(t, "end"))
		if err != nil {
			t.Fatal(err)
		}
		return coding.ResizeCoding(v, c.ID, seg)
	case 7:
		c, _ := some()
		return coding.AnnotateCoding(v, c.ID, words.Draw(t, "memo"), rapid.IntRange(0, 100).Draw(t, "weight"))
	case 8:
		return coding.SetMemo(v, coding.Memo{Target: "code/" + string(code("target")), Text: words.Draw(t, "text"), Author: "a"})
	case 9:
		if rapid.Bool().Draw(t, "clear") {
			return coding.ClearOverride(v, "T1/V", "a", "toch niet")
		}
		return coding.SetOverride(v, coding.Override{Dyad: "T1/V", Class: pick("class", "form1", "form2"), By: "a", Memo: "omdat"})
	case 10:
		return coding.AddCode(v, coding.Code{ID: code("id"), Parent: coding.CodeID(pick("parent", "", "x", "act")), Name: instruments.Same("naam"), Codable: true})
	case 11:
		return coding.RenameCode(v, code("id"), instruments.Text{NL: "n" + words.Draw(t, "name")})
	case 12:
		return coding.MoveCode(v, code("id"), coding.CodeID(pick("parent", "", "x", "y", "act.A01", "x.1")), rapid.IntRange(0, 9).Draw(t, "order"))
	case 13:
		return coding.MergeCodes(v, code("into"), code("from"))
	case 14:
		return coding.SplitCode(v, code("whole"), []coding.Code{{ID: coding.CodeID(pick("part", "x.1", "y")), Name: instruments.Same("deel"), Codable: true}},
			func(c coding.Coding) coding.CodeID {
				return coding.CodeID(map[bool]string{true: "x.1"}[c.Start%2 == 0])
			})
	case 15:
		return coding.DeleteCode(v, code("id"))
	case 16:
		return coding.PutRespondent(v, instruments.Respondent{ID: instruments.RespondentID(pick("id", "R1", "R2")), Attributes: map[string]string{"z": words.Draw(t, "z"), "a": "1"}})
	case 17:
		return coding.RejectSuggestion(v, coding.Decision{Segment: coding.Segment{Document: "D", Start: 0, End: 3, Quotation: "Wij"}, Code: code("code"), By: "a"})
	}
}

// Random commands, undo and redo: the study file always equals the commands
// replayed in memory, its log replays into its state, undoing all gives the new
// study back, and redoing all what was there before.
func TestRandomCommands(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		ctx := t.Context()
		path := filepath.Join(t.TempDir(), "s.mz")
		s, err := Create(ctx, path, testOptions())
		if err != nil {
			rt.Fatal(err)
		}
		defer s.Close()
		empty := dump(rt, s.View(ctx))
		doc := fakeDocument()
		put, err := coding.PutDocument(s.View(ctx), doc, []byte("origineel"))
		if err == nil {
			err = s.Do(ctx, "x", put)
		}
		if err != nil {
			rt.Fatal(err)
		}
		steps := rapid.IntRange(1, 25).Draw(rt, "steps")
		for range steps {
			switch rapid.IntRange(0, 9).Draw(rt, "act") {
			case 0:
				_, _, err = s.Undo(ctx, "x")
			case 1:
				_, _, err = s.Redo(ctx, "x")
			default:
				cmd, refused := randomCommand(rt, s.View(ctx))
				if refused != nil {
					continue
				}
				err = s.Do(ctx, "x", cmd)
			}
			if err != nil {
				rt.Fatal(err)
			}
		}
		full := dump(rt, s.View(ctx))
		if replayed := dump(rt, replayed(rt, s)); replayed != full {
			rt.Fatalf("replay differs:\n%s\nstudy:\n%s", replayed, full)
		}
		for again := true; again && err == nil; {
			_, again, err = s.Redo(ctx, "x") // so that nothing undone above is left out below
		}
		full = dump(rt, s.View(ctx))
		undone := 0
		for again := true; again && err == nil; undone++ {
			_, again, err = s.Undo(ctx, "x")
		}
		if got := dump(rt, s.View(ctx)); err != nil || got != empty {
			rt.Fatalf("undo of all (%v) left:\n%s", err, got)
		}
		for again := true; again && err == nil; undone-- {
			_, again, err = s.Redo(ctx, "x")
		}
		if got := dump(rt, s.View(ctx)); err != nil || undone != 0 || got != full {
			rt.Fatalf("redo of all (%v) gives:\n%s\nwant:\n%s", err, got, full)
		}
		if _, err := s.Verify(ctx); err != nil {
			rt.Fatal(err)
		}
	})
}

func fakeDocument() instruments.Document {
	d, _ := fakeText("D.txt", []byte("Wij gingen samen naar de film, hé 😀."))
	d.ID, d.Kind, d.Length = "D", instruments.Other, 36
	d.TextSHA256 = source([]byte(d.Text)).SHA256
	d.Source = source([]byte("origineel"))
	return d
}

// replayed is the state after the events of a study, made in memory.
func replayed(t *rapid.T, s *Study) *coding.State {
	var state coding.State
	err := s.Log(t.Context(), func(e Event) error {
		cmd, err := e.Command()
		if err != nil {
			return err
		}
		return state.Apply(cmd)
	})
	if err != nil {
		t.Fatal(err)
	}
	return &state
}
