package workbench

import (
	"context"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/study"
)

// code is a code of the desk's study now.
func (d *desk) code(id coding.CodeID) (coding.Code, bool) {
	d.t.Helper()
	c, ok, err := coding.Find[coding.Code](d.study.View(context.Background()), coding.CodeKind, string(id))
	if err != nil {
		d.t.Fatal(err)
	}
	return c, ok
}

// Every form and page of the codebook can be shown, in both languages.
func TestCodebookPages(t *testing.T) {
	d := newDesk(t)
	for _, lang := range []string{"nl", "en"} {
		d.session(sessionChoice{Lang: lang})
		for _, at := range []string{"/codebook", "/codebook?code=act.A01", "/codebook/print", "/part/tree", "/part/tree?find=a&used=1", "/part/code?code=act.A01", "/part/code/options?find=a", "/part/code/places", "/part/code/places?parent=act", "/part/code/split?code=act.A01"} {
			d.get(at)
		}
		for act := range codesActs() {
			d.get("/part/code/form?code=act.A01&do=" + act)
		}
		d.get("/part/code/form?do=code.add")
	}
	if csv := d.get("/codebook.csv"); !strings.Contains(csv, "\nact.A01,act,2,") {
		t.Errorf("no line of act.A01 in the CSV: %.300s", csv)
	}
}

// lastEvents are the last n events of the log.
func lastEvents(d *desk, n int64) ([]study.Event, error) {
	ctx := context.Background()
	head, err := d.study.Head(ctx)
	if err != nil {
		return nil, err
	}
	var out []study.Event
	err = d.study.Since(ctx, head.Seq-n, 0, func(e study.Event) error {
		out = append(out, e)
		return nil
	})
	return out, err
}

// A code keeps its colour when others are added or moved; a colour that is none
// does not reach the stylesheet.
func TestColoursStay(t *testing.T) {
	d := newDesk(t)
	before := d.get("/codes.css")
	d.do("code.move", map[string]any{"code": "waard", "first": true})
	d.do("code.add", map[string]any{"name": map[string]any{"nl": "Eerste"}, "first": true})
	after := d.get("/codes.css")
	for line := range strings.Lines(before) {
		if !strings.Contains(after, line) {
			t.Errorf("changed: %s", line)
		}
	}
	for _, evil := range []string{"red", "#12345", "#12345g", "}*{x", ""} {
		if got := colourOf(coding.Code{ID: "a", Colour: evil}); !isColour(got) {
			t.Errorf("%q became %q", evil, got)
		}
	}
}
