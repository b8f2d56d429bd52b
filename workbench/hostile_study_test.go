package workbench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

// The begin and end of a payload, so that a test can see whether all of it
// reached the page as text.
const (
	payloadBegin = "⟦"
	payloadEnd   = "⟧"
)

// payload runs in any page that takes it for more than text: as HTML, in an
// attribute, a script, a template, a style sheet or an address.
const payload = payloadBegin + `"'><img src=x onerror=ran()><svg onload=ran()></script><script>ran()</script></title></textarea>{{.Study}}{{printf "x"}}${ran()}` +
	`__f__ran()__f__ javascript:ran() data:text/html,<script>ran()</script> --><!-- ]]> */} &lt;b&gt; \u003cscript\u003e %3Cscript%3E` + payloadEnd

// quirks are characters that change how a line is read: they are in some fields,
// where a page may leave them out or show a sign for them.
const quirks = "\u202eslot\u2066a\u2069\u200f\u2028b\u2029c\x1b[31mrood\x1b[0m\x07\ufeffd"

// hostileFile makes a study whose every field that holds words holds a payload.
func hostileFile(t testing.TB) string {
	t.Helper()
	data, err := replication()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "studie.mz")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := study.Open(t.Context(), path, study.Options{Actor: payload, Now: testClock})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, step := range []func(context.Context, *study.Study) error{poisonRecords, poisonText, poisonCodes, poisonCodings, poisonRound, poisonLists} {
		if err := step(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Verify(t.Context()); err != nil {
		t.Fatal(err)
	}
	return path
}

// worded are the members of records that hold words, not the name of something.
var worded = []string{"title", "notice", "note", "memo", "remark", "reason", "matched", "rule", "nl", "en", "project", "consent", "text", "label", "setting", "decoder"}

// poisonRecords puts payloads into the words of every record, but for the
// instruments, which readers of files check.
func poisonRecords(ctx context.Context, s *study.Study) error {
	v, cmd := s.View(ctx), coding.Command{Type: payload, Reason: payload + quirks}
	for _, kind := range machineKinds {
		if kind == coding.SetKind || kind == coding.SourceKind {
			continue
		}
		err := v.Each(kind, func(id string, raw json.RawMessage) error {
			var record map[string]any
			if err := json.Unmarshal(raw, &record); err != nil {
				return err
			}
			poison(record)
			changed, err := json.Marshal(record)
			cmd.Changes = append(cmd.Changes, coding.Change{Kind: kind, ID: id, Before: raw, After: changed})
			return err
		})
		if err != nil {
			return err
		}
	}
	return s.Do(ctx, payload, cmd)
}

// poison changes the words of a record, however deep.
func poison(value any) {
	switch value := value.(type) {
	case map[string]any:
		for name, inner := range value {
			if was, ok := inner.(string); ok && slices.Contains(worded, name) {
				value[name] = was + payload
			}
			if more, ok := inner.(map[string]any); ok && name == "attributes" {
				more[payload], more["q"+quirks] = payload, payload+quirks
				for k, v := range more {
					more[k] = fmt.Sprint(v) + payload
				}
				continue
			}
			poison(inner)
		}
	case []any:
		for _, inner := range value {
			poison(inner)
		}
	}
}

const hostileDocument instruments.DocumentID = "VIJAND"

// poisonText imports a transcript with hostile words, speakers and a word of
// 10,000 characters, and one with a hostile name.
func poisonText(ctx context.Context, s *study.Study) error {
	talk := "I: " + payload + "\nR: " + payload + " woord " + strings.Repeat("x", 10_000) + "\n\"><img src=x>: " + payload + "\nR: " + quirks + " " + payload + "\nI: doelwoord\n"
	for range 40 {
		talk += "R: " + payload + "\n"
	}
	var in []study.Input
	for _, name := range []string{string(hostileDocument) + ".txt", `"><img src=x onerror=ran()>'` + "{{.}}.txt"} {
		in = append(in, study.Input{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(name + "\n" + talk)), nil }})
	}
	_, err := s.Import(ctx, payload, in, study.ImportOptions{As: instruments.Other})
	return err
}

// wideCodes is how many codes stand below one, and deepCodes how deep another
// goes.
const (
	wideCodes = 10_000
	deepCodes = 300
)

// poisonCodes adds codes with hostile ids and names, a wide and a deep tree, and
// eight codes for one word.
func poisonCodes(ctx context.Context, s *study.Study) error {
	cmd := coding.Command{Type: "code.add"}
	add := func(id, parent, name string) error {
		c := coding.Code{ID: coding.CodeID(id), Parent: coding.CodeID(parent), Name: instruments.Same(name), Origin: instruments.Inductive, Codable: true, Domain: payload, Definition: instruments.Same(payload)}
		raw, err := json.Marshal(c)
		cmd.Changes = append(cmd.Changes, coding.Change{Kind: coding.CodeKind, ID: id, After: raw})
		return err
	}
	for i := range 8 {
		if err := add(fmt.Sprintf(`acht.<img src=x onerror=ran()>"'%d`, i), "", fmt.Sprint(i, payload, quirks)); err != nil {
			return err
		}
	}
	if err := add("breed", "", "breed"); err != nil {
		return err
	}
	for i := range wideCodes {
		if err := add(fmt.Sprintf("breed.%05d", i), "breed", fmt.Sprint(i, payload)); err != nil {
			return err
		}
	}
	parent := ""
	for i := range deepCodes {
		id := fmt.Sprintf("diep%03d", i)
		if err := add(id, parent, fmt.Sprint(i, payload)); err != nil {
			return err
		}
		parent = id
	}
	return s.Do(ctx, payload, cmd)
}

// poisonCodings puts eight codes on one word, by a coder with a hostile name.
func poisonCodings(ctx context.Context, s *study.Study) error {
	doc, err := s.Document(ctx, hostileDocument)
	if err != nil {
		return err
	}
	at := len([]rune(doc.Text[:strings.Index(doc.Text, "doelwoord")]))
	_, err = s.DoRequest(ctx, payload, "vijand", func(v coding.View) ([]coding.Command, error) {
		seg, err := coding.SegmentIn(v, doc.ID, at, at+len("doelwoord"))
		if err != nil {
			return nil, err
		}
		whole, err := coding.SegmentIn(v, doc.ID, 0, at)
		if err != nil {
			return nil, err
		}
		var list []coding.Coding
		for i := range 8 {
			k := coding.Coding{Segment: seg, Code: coding.CodeID(fmt.Sprintf(`acht.<img src=x onerror=ran()>"'%d`, i)), Coder: `"><img src=x onerror=ran()>`, Memo: payload + quirks}
			list = append(list, k)
			k.Segment, k.Coder = whole, "toets"
			list = append(list, k)
		}
		cmd, err := coding.AddCodings(v, list...)
		return []coding.Command{cmd}, err
	})
	return err
}

// poisonRound makes a released round of the two who coded the hostile document,
// with one difference decided about in hostile words.
func poisonRound(ctx context.Context, s *study.Study) error {
	coders := []coding.CoderID{`"><img src=x onerror=ran()>`, "toets"}
	for i, make := range []func(coding.View) (coding.Command, error){
		func(v coding.View) (coding.Command, error) {
			return coding.OpenRound(v, coding.Round{Documents: []instruments.DocumentID{hostileDocument, "R01"}, Coders: coders, Lists: true})
		},
		func(v coding.View) (coding.Command, error) { return coding.ReleaseRound(v, "1") },
		func(v coding.View) (coding.Command, error) {
			c, err := s.Corpus(ctx)
			if err != nil {
				return coding.Command{}, err
			}
			all, err := coding.SettlingOf(c, "1", "", "")
			if err != nil {
				return coding.Command{}, err
			}
			return coding.Settle(v, coding.Verdict{Difference: all.Queue[0].ID, Keep: coders[:1], Comment: payload + quirks, By: coders[0]})
		},
	} {
		cmd, err := make(s.View(ctx))
		if err == nil {
			err = s.Do(ctx, payload, cmd)
		}
		if err != nil {
			return fmt.Errorf("round, step %d: %w", i, err)
		}
	}
	return nil
}

// poisonLists adds memos, a respondent, overrides and a rejected suggestion with
// hostile words and ids.
func poisonLists(ctx context.Context, s *study.Study) error {
	v := s.View(ctx)
	evil := `"><img src=x onerror=ran()>` + payload
	cmd := coding.Command{Type: "memo.set", Reason: payload}
	add := func(kind coding.Kind, id string, record any) error {
		raw, err := json.Marshal(record)
		cmd.Changes = append(cmd.Changes, coding.Change{Kind: kind, ID: id, After: raw})
		return err
	}
	fillings, err := coding.All[instruments.Filling](v, coding.FillingKind)
	if err != nil {
		return err
	}
	for i, target := range []string{"study", "document/" + string(hostileDocument), "code/breed", "nergens/" + evil} {
		id := fmt.Sprint("m", i, evil)
		err = cmpErr(err, add(coding.MemoKind, id, coding.Memo{ID: id, Type: "reflectie", Target: target, Text: payload + quirks, Author: "toets"}))
	}
	err = cmpErr(err, add(coding.RespondentKind, evil, instruments.Respondent{ID: instruments.RespondentID(evil), Type: "vrijwilliger", Role: "vrijwilliger", Project: evil, Consent: evil, Attributes: map[string]string{payload: payload}}))
	err = cmpErr(err, add(coding.CoderKind, evil, coding.Coder{ID: coding.CoderID(evil), Note: payload}))
	for _, f := range fillings {
		if f.Kind == instruments.IndicatorFilling {
			err = cmpErr(err, add(coding.OverrideKind, string(f.Dyad.ID), coding.Override{Dyad: f.Dyad.ID, Class: "form1", By: evil, Memo: payload + quirks}))
			break
		}
	}
	if err != nil {
		return err
	}
	return s.Do(ctx, evil, cmd)
}
