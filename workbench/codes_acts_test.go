package workbench

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

type fields = map[string]any

// Each act on a code is one event, with its reason, and undo takes back all of
// it and nothing else.
func TestCodeActsAreOneEvent(t *testing.T) {
	d := newDesk(t)
	for _, x := range []struct {
		act    string
		with   fields
		said   string
		reason string
	}{
		{"code.add", fields{"name": fields{"nl": "Nieuw"}, "after": "act.A01"}, "‘Nieuw’ gemaakt", ""},
		{"code.rename", fields{"code": "waard.W1", "fields": fields{"name_nl": fields{"was": "samenwerking", "now": "Samen"}}}, "heet nu ‘Samen’", ""},
		{"code.define", fields{"code": "waard.W1", "fields": fields{"include_nl": fields{"was": "", "now": "ook dit"}}, "reason": "scherper"}, "omschreven", "scherper"},
		{"code.describe", fields{"code": "waard.W1", "fields": fields{"origin": fields{"was": "rapport", "now": "inductief"}}}, "gewijzigd", ""},
		{"code.recolour", fields{"code": "waard.W1", "colour": "#1A9850"}, "kleur", ""},
		{"code.codable", fields{"code": "act", "codable": true}, "gecodeerd worden", ""},
		{"code.move", fields{"code": "waard.W1", "before": "act.A01"}, "verplaatst onder", ""},
		{"code.merge", fields{"into": "act.A03", "from": []string{"act.A01", "act.A02", "act.A01"}, "reason": "een"}, "Samengevoegd", "een"},
		{"code.split", fields{"code": "act.A01", "parts": []fields{{"name": fields{"nl": "deel"}, "codings": d.with("act.A01")[:1]}}, "reason": "twee"}, "gesplitst", "twee"},
		{"code.delete", fields{"code": "waard.W1", "below": true, "reason": "weg"}, "verwijderd", "weg"},
	} {
		t.Run(x.act, func(t *testing.T) {
			before := snapshot(t, d.study)
			head, err := d.study.Head(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			r := d.do(x.act, x.with)
			if r.Seq != head.Seq+1 || !strings.Contains(r.Said, x.said) || !strings.Contains(r.Said, "Z neemt het terug") || d.reason() != x.reason {
				t.Errorf("event %d after %d, said %q, reason %q", r.Seq, head.Seq, r.Said, d.reason())
			}
			after := snapshot(t, d.study)
			if after == before {
				t.Error("nothing changed")
			}
			d.do("undo", struct{}{})
			if snapshot(t, d.study) != before {
				t.Error("undo left a difference")
			}
			d.do("redo", struct{}{})
			if snapshot(t, d.study) != after {
				t.Error("redo differs")
			}
			d.do("undo", struct{}{})
		})
	}
}

// snapshot is all codes, codings and memos of a study.
func snapshot(t testing.TB, s *study.Study) string {
	t.Helper()
	var b strings.Builder
	for _, kind := range []coding.Kind{coding.CodeKind, coding.CodingKind, coding.MemoKind} {
		err := s.View(context.Background()).Each(kind, func(id string, raw json.RawMessage) error {
			fmt.Fprintf(&b, "%s %s %s\n", kind, id, raw)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// What is refused says why, in the language of the session, and changes nothing.
func TestCodeActsRefuse(t *testing.T) {
	d := newDesk(t)
	before := snapshot(t, d.study)
	for _, x := range []struct {
		name, act string
		with      fields
		status    int
		why       string
	}{
		{"empty name", "code.add", fields{"name": fields{"nl": " "}}, 400, "leeg"},
		{"two lines", "code.add", fields{"name": fields{"nl": "a\nb"}}, 400, "regel"},
		{"long name", "code.add", fields{"name": fields{"nl": strings.Repeat("a", 301)}}, 400, "300"},
		{"below nothing", "code.add", fields{"name": fields{"nl": "a"}, "parent": "nergens"}, 0, "nergens"},
		{"unknown code", "code.rename", fields{"code": "x", "fields": fields{}}, 409, "niet meer"},
		{"unknown field", "code.rename", fields{"code": "act", "fields": fields{"id": fields{"was": "", "now": "b"}}}, 400, "veld"},
		{"emptied name", "code.rename", fields{"code": "doel", "fields": fields{"name_nl": fields{"was": "Doelen", "now": ""}, "name_en": fields{"was": "Goals", "now": ""}}}, 400, "leeg"},
		{"changed meanwhile", "code.define", fields{"code": "waard.W1", "fields": fields{"definition_nl": fields{"was": "iets anders", "now": "b"}}}, 409, "intussen"},
		{"no origin", "code.describe", fields{"code": "waard.W1", "fields": fields{"origin": fields{"was": "rapport", "now": "gerucht"}}}, 0, "herkomst"},
		{"domain of an activity", "code.describe", fields{"code": "act.A01", "fields": fields{"domain": fields{"was": "activiteit", "now": "b"}}}, 400, "tabellen"},
		{"no colour", "code.recolour", fields{"code": "act", "colour": "red;}"}, 0, "kleur"},
		{"below itself", "code.move", fields{"code": "act", "parent": "act.A01"}, 0, "onder zichzelf"},
		{"merge into itself", "code.merge", fields{"into": "act.A01", "from": []string{"act.A01"}}, 400, "andere code"},
		{"merge into a group", "code.merge", fields{"into": "doel", "from": []string{"act.A01"}}, 400, "codeerbaar"},
		{"merge into what is below", "code.merge", fields{"into": "act.A01", "from": []string{"act"}}, 0, "opgaan"},
		{"split into nothing", "code.split", fields{"code": "act.A01", "parts": []fields{}}, 400, "nieuwe codes"},
		{"split what is not there", "code.split", fields{"code": "act.A01", "parts": []fields{{"name": fields{"nl": "d"}, "codings": []string{"weg"}}}}, 409, "intussen"},
		{"group with codings", "code.codable", fields{"code": "act.A01", "codable": false}, 0, "coderingen"},
		{"delete with codes below", "code.delete", fields{"code": "act"}, 0, "onder code"},
		{"long reason", "code.delete", fields{"code": "act.A01", "reason": strings.Repeat("x", 4001)}, 400, "4000"},
		{"unknown member", "code.move", fields{"code": "act.A01", "to": "b"}, 400, ""},
	} {
		d.serial++
		status := x.status
		if status == 0 {
			status = http.StatusUnprocessableEntity
		}
		got := d.anyRefusal(x.act, x.with)
		if got.status < 400 || got.status >= 500 || x.status != 0 && got.status != x.status || !strings.Contains(got.body, x.why) {
			t.Errorf("%s: %d (want %d) %s, want %q", x.name, got.status, status, got.body, x.why)
		}
	}
	if snapshot(t, d.study) != before {
		t.Error("something changed")
	}
}

type answered struct {
	status int
	body   string
}

// anyRefusal posts an act and returns whatever is answered.
func (d *desk) anyRefusal(act string, with any) answered {
	d.t.Helper()
	req, err := http.NewRequest(http.MethodPost, d.base+"/command", strings.NewReader(string(d.command(fmt.Sprint("weiger-", d.serial), act, with))))
	if err != nil {
		d.t.Fatal(err)
	}
	req.Header.Set("X-Meerzicht", "1")
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Origin", d.base)
	resp, err := d.client.Do(req)
	if err != nil {
		d.t.Fatal(err)
	}
	defer resp.Body.Close()
	var b strings.Builder
	buf := make([]byte, 8192)
	for {
		n, err := resp.Body.Read(buf)
		b.Write(buf[:n])
		if err != nil {
			return answered{resp.StatusCode, b.String()}
		}
	}
}

// Moved and merged codings are there with the same ids after a restart, and undo
// still works then.
func TestCodingsSurviveMergeAndRestart(t *testing.T) {
	data, err := replication()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "studie.mz")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	var before, merged string
	t.Run("merge", func(t *testing.T) {
		d := deskOn(t, file)
		before = snapshot(t, d.study)
		all := append(d.with("act.A01"), d.with("act.A02")...)
		slices.Sort(all)
		d.do("code.move", fields{"code": "act.A02", "parent": "waard"})
		d.do("code.merge", fields{"into": "act.A02", "from": []string{"act.A01"}})
		if got := d.with("act.A02"); !slices.Equal(got, all) {
			t.Errorf("%d codings, want %d", len(got), len(all))
		}
		merged = snapshot(t, d.study)
	})
	t.Run("restart", func(t *testing.T) {
		d := deskOn(t, file)
		if snapshot(t, d.study) != merged {
			t.Error("after the restart it differs")
		}
		d.post("later-1", "undo", struct{}{})
		d.post("later-2", "undo", struct{}{})
		if snapshot(t, d.study) != before {
			t.Error("undo after the restart left a difference")
		}
	})
}

// Every code of the instruments can go, and the tables still stand.
func TestTablesStandWithoutInstrumentCodes(t *testing.T) {
	d := newDesk(t)
	for _, id := range []string{"act", "doel", "ind"} {
		d.do("code.delete", fields{"code": id, "below": true})
	}
	d.get("/")
	d.get("/codebook")
	d.get("/documents/R01")
	for _, kind := range []string{"activities", "goals", "forms", "crosstab", "cooccurrence", "saturation", "concordance", "triads"} {
		if got := d.page("/tables/" + kind); got.status >= 500 {
			t.Errorf("table %s: %d %.200s", kind, got.status, got.body)
		}
	}
}

// page is whatever an address answers.
func (d *desk) page(address string) answered {
	d.t.Helper()
	resp, err := d.client.Get(d.base + address)
	if err != nil {
		d.t.Fatal(err)
	}
	defer resp.Body.Close()
	return answered{status: resp.StatusCode}
}

func TestNewCodeID(t *testing.T) {
	d := newDesk(t)
	for _, x := range []struct{ name, parent, want string }{
		{"Groot én klein", "", "eigen.groot-en-klein"},
		{"hoop", "doel.PC", "eigen.hoop"},
		{"Drukte", "waard.W1", "waard.drukte"},
		{"W1", "waard", "waard.w1"},
		{"💥", "knelp", "knelp.code"},
	} {
		got, err := newCodeID(d.study.View(context.Background()), x.name, coding.CodeID(x.parent), nil)
		if err != nil || string(got) != x.want {
			t.Errorf("%q below %q: %q (%v), want %q", x.name, x.parent, got, err, x.want)
		}
	}
	for i, want := range []string{"eigen.twee", "eigen.twee-2", "eigen.twee-3"} {
		d.do("code.add", fields{"name": fields{"nl": "Twee"}})
		if _, ok := d.code(coding.CodeID(want)); !ok {
			t.Errorf("code %d: no %s", i, want)
		}
	}
}

func TestMeaningOfInstrumentCodes(t *testing.T) {
	for id, want := range map[coding.CodeID]string{"act.A01": "activiteit", "doel.SI": "doel", "ind.K2.1": "indicator", "waard.W1": "", "actie": "", "eigen.act": ""} {
		if got := instrumentKind(id).In(instruments.Dutch); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
		for _, act := range []string{"code.rename", "code.delete", "code.merge", "code.split"} {
			if m := meaning(id, act); m.IsZero() != (want == "") || !m.IsZero() && (m.NL == "" || m.EN == "") {
				t.Errorf("%s %s: %+v", act, id, m)
			}
		}
	}
	d := newDesk(t)
	if form := d.get("/part/code/form?do=code.delete&code=act.A01"); !strings.Contains(form, "instrument") {
		t.Error("the form does not say what deleting a code of the instruments means")
	}
}
