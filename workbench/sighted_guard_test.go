package workbench

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// recordsOf are the records of what a coder did, byte for byte.
func (d *desk) recordsOf(who coding.CoderID) map[string]string {
	d.t.Helper()
	out := map[string]string{}
	for _, kind := range []coding.Kind{coding.CodingKind, coding.FillingKind, coding.MemoKind, coding.ProgressKind, coding.DecisionKind, coding.OverrideKind} {
		err := d.study.View(d.t.Context()).Each(kind, func(id string, raw json.RawMessage) error {
			for _, member := range []string{"coder", "author", "by"} {
				if strings.Contains(string(raw), fmt.Sprintf("%q:%q", member, string(who))) {
					out[string(kind)+" "+id] = string(raw)
				}
			}
			return nil
		})
		if err != nil {
			d.t.Fatal(err)
		}
	}
	return out
}

func (d *desk) wantRecords(who coding.CoderID, want map[string]string) {
	d.t.Helper()
	if now := d.recordsOf(who); !maps.Equal(now, want) {
		d.t.Errorf("%s had %d records and has %d, or they differ", who, len(want), len(now))
	}
	if _, err := d.study.Verify(d.t.Context()); err != nil {
		d.t.Error(err)
	}
}

// No act of anna takes any of bram's hidden work away, and the refusal is the
// same whether or not bram did anything with the code.
func TestBlindRoundKeepsHiddenWork(t *testing.T) {
	t.Parallel()
	with, without := blindDesk(t, "anna", true), blindDesk(t, "anna", false)
	brams := with.recordsOf("bram")
	if len(brams) < 20 {
		t.Fatalf("bram has %d records", len(brams))
	}
	var dyad instruments.DyadID
	for key := range brams {
		if id, ok := strings.CutPrefix(key, string(coding.OverrideKind)+" "); ok {
			dyad = instruments.DyadID(id)
		}
	}
	for i, one := range []struct {
		do   string
		with any
		says string
	}{
		{"code.delete", fields{"code": "act.A08"}, "blinde ronde"},
		{"code.delete", fields{"code": "act.A08", "below": true}, "blinde ronde"},
		{"code.delete", fields{"code": "act", "below": true}, "blinde ronde"},
		{"code.delete", fields{"code": "act"}, "blinde ronde"},
		{"code.merge", fields{"into": "act.A01", "from": []string{"act.A08"}}, "blinde ronde"},
		{"code.merge", fields{"into": "act", "from": []string{"act.A08"}}, "blinde ronde"},
		{"code.split", fields{"code": "act.A08", "parts": []any{fields{"name": fields{"nl": "deel"}}}}, "blinde ronde"},
		{"code.codable", fields{"code": "act.A08", "codable": false}, "blinde ronde"},
		{"code.codable", fields{"code": "act.A06", "codable": false}, "blinde ronde"},
		{"override.set", fields{"dyad": dyad, "class": "form1", "by": "anna", "memo": "zo"}, "verborgen werk"},
		{"code.define", fields{"code": "act.A08", "fields": fields{"definition_nl": fields{"was": "", "now": "x"}}}, ""},
		{"code.add", fields{"name": fields{"nl": "van mij"}}, "200"},
	} {
		id := fmt.Sprintf("behoud-%d", i)
		a, b := with.answer(id, one.do, one.with), without.answer(id, one.do, one.with)
		if one.says == "200" {
			one.says = `"said"`
		}
		if a != b || !strings.Contains(a, one.says) {
			t.Errorf("%d %s: with bram %s, without %s; want %q", i, one.do, a, b, one.says)
		}
	}
	with.wantRecords("bram", brams)
	for _, act := range []string{"code.delete", "code.merge", "code.split"} {
		at := "/part/code/form?code=act.A08&do=" + act
		sameAnswers(t, with, without, at)
		if form := with.get(at); !strings.Contains(form, "vrijgave") || strings.Contains(form, `type="submit"`) {
			t.Errorf("the form of %s does not say that it must wait: %s", act, form)
		}
	}
}

// The guard itself knows commands, whatever act made them.
func TestGuardRefusesCommands(t *testing.T) {
	t.Parallel()
	d := blindDesk(t, "anna", true)
	s := d.sighted()
	l, err := s.look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	view := d.study.View(t.Context())
	for key, raw := range d.recordsOf("bram") {
		kind, id, _ := strings.Cut(key, " ")
		ch := coding.Change{Kind: coding.Kind(kind), ID: id, Before: []byte(raw)}
		if l.guard(view, []coding.Command{{Type: "anything", Changes: []coding.Change{ch}}}) == nil {
			t.Errorf("%s may be taken away", key)
		}
		ch.Before, ch.After = nil, []byte(raw)
		if l.guard(view, []coding.Command{{Type: "anything", Changes: []coding.Change{ch}}}) == nil {
			t.Errorf("%s may be overwritten", key)
		}
	}
	for key, raw := range d.recordsOf("anna") {
		kind, id, _ := strings.Cut(key, " ")
		ch := coding.Change{Kind: coding.Kind(kind), ID: id, Before: []byte(raw)}
		if err := l.guard(view, []coding.Command{{Type: "anything", Changes: []coding.Change{ch}}}); err != nil {
			t.Errorf("anna's own %s: %v", key, err)
		}
	}
}

// A new code can be taken back until somebody else did something; what was done
// says nothing.
func TestBlindUndoOfNewCode(t *testing.T) {
	t.Parallel()
	const nothing, other, used = 0, 1, 2
	said := map[int]string{}
	for _, bram := range []int{nothing, other, used} {
		d := blindDesk(t, "anna", true)
		d.post("nieuw", "coding.add", fields{"document": "R02", "start": 15, "end": 65, "new_code": "iets van mij"})
		code := d.newest()
		w := &blindWork{t: t, s: d.study, n: 900, bram: true}
		switch bram {
		case other:
			w.code("bram", "R04", 300, 330, activityCode(3), "", "")
		case used:
			w.code("bram", "R04", 300, 330, code, "", "")
		}
		brams := d.recordsOf("bram")
		said[bram] = d.answer("terug", "undo", nil)
		if _, there := d.code(code); there == (bram == nothing) {
			t.Errorf("case %d: the code is there: %v (%s)", bram, there, said[bram])
		}
		d.wantRecords("bram", brams)
	}
	if said[other] != said[used] || !strings.Contains(said[used], "blinde ronde") {
		t.Errorf("the refusals differ: %s / %s", said[other], said[used])
	}
}

// newest is the code that is named like the one in these tests.
func (d *desk) newest() coding.CodeID {
	d.t.Helper()
	codes, err := coding.All[coding.Code](d.study.View(d.t.Context()), coding.CodeKind)
	if err != nil {
		d.t.Fatal(err)
	}
	i := slices.IndexFunc(codes, func(c coding.Code) bool { return c.Name.NL == "iets van mij" })
	if i < 0 {
		d.t.Fatal("no new code")
	}
	return codes[i].ID
}

// Somebody can withdraw consent during a blind round. It is said beforehand that
// hidden work goes too, bram finds it in the log, and undo brings all back.
func TestBlindRemovalOfDocument(t *testing.T) {
	t.Parallel()
	with, without := blindDesk(t, "anna", true), blindDesk(t, "anna", false)
	brams := with.recordsOf("bram")
	sameAnswers(t, with, without, "/documents/R01/about")
	if page := with.get("/documents/R01/about"); !strings.Contains(page, "in blinde ronde") {
		t.Error("the page does not say that hidden work goes too")
	}
	if page := with.get("/documents/R09/about"); strings.Contains(page, "in blinde ronde") {
		t.Error("a document outside the round says that it is in it")
	}
	both := func(id, do string, in any, says string) {
		t.Helper()
		if a, b := with.answer(id, do, in), without.answer(id, do, in); a != b || !strings.Contains(a, says) {
			t.Errorf("%s: with bram %s, without %s; want %q", do, a, b, says)
		}
		for _, at := range []string{"/history", "/history.json", "/part/history", "/lists/activities/R01?coder=bram", "/documents/R02", "/part/tree", "/memos", "/rounds", "/quotations?q=act.A08", "/people/R01"} {
			sameAnswers(t, with, without, at)
		}
	}
	both("weg", "document.remove", removeDocumentIn{Document: "R01", Reason: "toestemming ingetrokken"}, "R01 verwijderd")
	heard, other := with.heard(), without.heard()
	if !slices.Equal(heard, other) {
		t.Errorf("the stream tells: %s", firstDifference(strings.Join(heard, "\n"), strings.Join(other, "\n")))
	}
	with.session(sessionChoice{Coder: "bram"})
	log := with.get("/history")
	if !strings.Contains(log, "document verwijderen") || !strings.Contains(log, "document R01") || strings.Contains(log, annasWord) {
		t.Errorf("bram's log does not say that R01 was removed")
	}
	if line := lineOf(log, "document verwijderen"); strings.Contains(line, "codering") || strings.Contains(line, "data-undo-to") {
		t.Errorf("bram's log says how much, or lets him take it back: %s", line)
	}
	with.session(sessionChoice{Coder: "anna"})
	both("terug", "undo", nil, "Ongedaan")
	with.wantRecords("bram", brams)
	both("opnieuw", "redo", nil, "blinde ronde")
	with.wantRecords("bram", brams)
}

// lineOf is the row of a table with some words.
func lineOf(page, words string) string {
	for _, row := range strings.Split(page, "<tr") {
		if strings.Contains(row, words) && strings.Contains(row, "<td") {
			return row
		}
	}
	return ""
}
