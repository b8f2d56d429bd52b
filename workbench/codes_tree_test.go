package workbench

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

// bookDesk serves a study with those codes and nothing else.
func bookDesk(t testing.TB, codes []coding.Code) *desk {
	t.Helper()
	ctx := context.Background()
	file := filepath.Join(t.TempDir(), "studie.mz")
	set, err := instruments.Builtin("leeg")
	if err != nil {
		t.Fatal(err)
	}
	s, err := study.Create(ctx, file, study.Options{Set: set, Actor: "toets", Now: testClock, Info: coding.StudyInfo{Name: "breed", Lang: instruments.Dutch}})
	if err != nil {
		t.Fatal(err)
	}
	cmd := coding.Command{Type: "code.add"}
	for i, c := range codes {
		c.Order, c.Codable, c.Origin = i, true, instruments.Inductive
		raw, err := coding.Canonical(c)
		if err != nil {
			t.Fatal(err)
		}
		cmd.Changes = append(cmd.Changes, coding.Change{Kind: coding.CodeKind, ID: string(c.ID), After: raw})
	}
	if err := s.Do(ctx, "toets", cmd); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return deskOn(t, file)
}

func wideBook(n int) []coding.Code {
	out := make([]coding.Code, n)
	for i := range out {
		out[i] = coding.Code{ID: coding.CodeID(fmt.Sprintf("b.%05d", i)), Name: instruments.Same(fmt.Sprintf("Code %05d", i))}
	}
	return out
}

// branchedBook is n codes in branches of a hundred.
func branchedBook(n int) []coding.Code {
	out := wideBook(n)
	for i := range out {
		if i%100 != 0 {
			out[i].Parent = out[i-i%100].ID
		}
	}
	return out
}

func deepBook(n int) []coding.Code {
	out := wideBook(n)
	for i := 1; i < n; i++ {
		out[i].Parent = out[i-1].ID
	}
	return out
}

func rowsIn(html string) int { return strings.Count(html, `role="treeitem"`) }

// Large trees reach the page a part at a time, and every code can be reached.
func TestLargeTrees(t *testing.T) {
	t.Run("wide", func(t *testing.T) {
		d := bookDesk(t, wideBook(10_000))
		page := d.get("/codebook")
		if n := rowsIn(page); n != 501 || !strings.Contains(page, `data-more="500"`) || len(page) > 600_000 {
			t.Errorf("%d rows, %d bytes", n, len(page))
		}
		next := d.get("/part/tree?from=500&under=")
		if n := rowsIn(next); n != 501 || !strings.Contains(next, "Code 00500") || strings.Contains(next, "Code 00499") || !strings.Contains(next, `data-more="1000"`) {
			t.Errorf("%d rows", n)
		}
		last := d.get("/part/tree?from=9500&under=")
		if n := rowsIn(last); n != 500 || strings.Contains(last, "data-more") {
			t.Errorf("%d rows at the end", n)
		}
		if found := d.get("/part/tree?find=09999"); rowsIn(found) != 1 || !strings.Contains(found, "b.09999") {
			t.Errorf("found: %.300s", found)
		}
		if found := d.get("/part/tree?find=code"); rowsIn(found) != foundMost+1 {
			t.Errorf("%d rows found", rowsIn(found))
		}
	})
	t.Run("branched", func(t *testing.T) {
		d := bookDesk(t, branchedBook(10_000))
		if n := rowsIn(d.get("/codebook")); n != 100 {
			t.Errorf("%d rows, want the 100 branches", n)
		}
		if n := rowsIn(d.get("/part/tree?under=b.00100")); n != 99 {
			t.Errorf("%d rows in a branch", n)
		}
		open := d.get("/part/tree?open=" + strings.TrimPrefix(rowID("b.00100"), "c"))
		if n := rowsIn(open); n != 199 {
			t.Errorf("%d rows with one branch open", n)
		}
	})
	t.Run("deep", func(t *testing.T) {
		d := bookDesk(t, deepBook(3000))
		if n := rowsIn(d.get("/codebook")); n != 1 {
			t.Errorf("%d rows", n)
		}
		found := d.get("/part/tree?find=02999")
		if n := rowsIn(found); n != 1+nearAbove || !strings.Contains(found, `aria-level="3000"`) || len(found) > 20_000 {
			t.Errorf("%d rows, %d bytes", n, len(found))
		}
		d.do("code.move", map[string]any{"code": "b.02999", "parent": ""})
		d.do("code.delete", map[string]any{"code": "b.00001", "below": true})
		if n := rowsIn(d.get("/codebook")); n != 2 {
			t.Errorf("%d rows after moving one up and deleting the rest", n)
		}
		d.do("undo", struct{}{})
		d.get("/codebook/print")
	})
}

// A closed branch of a tree that is sent whole is hidden, and what a person
// opened or closed is asked for by the page.
func TestClosedBranches(t *testing.T) {
	d := newDesk(t)
	hidden := func(html string) int { return strings.Count(html, " hidden>") }
	if n := hidden(d.get("/part/tree")); n != 0 {
		t.Errorf("%d rows hidden at first", n)
	}
	shut := d.get("/part/tree?shut=" + strings.TrimPrefix(rowID("waard"), "c"))
	below := strings.Count(shut, `data-code="waard.`)
	if n := hidden(shut); n != below || below == 0 {
		t.Errorf("%d rows hidden, want %d", n, below)
	}
	used := d.get("/part/tree?used=1")
	if strings.Contains(used, `data-code="concl.C1"`) != (len(d.with("concl.C1")) > 0) || !strings.Contains(used, `data-code="act.A01"`) {
		t.Error("used codes only")
	}
}

// Whatever a code is called, it stays text.
func TestHostileCodeNames(t *testing.T) {
	evil := "</li><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{.}}\u202egnp"
	book := wideBook(3)
	book[0] = coding.Code{ID: `x"><script>alert(1)</script>`, Name: instruments.Same(evil), Definition: instruments.Same(evil), Colour: ""}
	book[1].Parent, book[2].Name = book[0].ID, instruments.Same("=HYPERLINK(\"http://x\")")
	d := bookDesk(t, book)
	id := "?code=" + "x%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
	for _, at := range []string{"/codebook" + id, "/codebook/print", "/part/tree", "/part/code" + id, "/part/code/form" + id + "&do=code.merge", "/part/code/form" + id + "&do=code.rename", "/part/code/options", "/part/code/places", "/"} {
		if html := d.get(at); strings.Contains(html, "<script>alert") || strings.Contains(html, "<img") {
			t.Errorf("%s lets a name through", at)
		}
	}
	if csv := d.get("/codebook.csv"); !strings.Contains(csv, `"'=HYPERLINK`) {
		t.Errorf("a formula in the CSV: %s", csv)
	}
	if css := d.get("/codes.css"); strings.ContainsAny(css, "<>\"") {
		t.Errorf("colours: %s", css)
	}
	b := d.browser(1000, 700)
	b.goTo("/codebook" + id)
	b.wait(`document.querySelector("#record-title bdi").textContent.includes("onerror=alert")`)
	evaluate[bool](b, `(() => { document.getElementById("`+rowID(book[0].ID)+`").focus(); return true })()`)
	b.press("F2")
	b.wait(`document.querySelector("#code-dialog[open]")`)
	b.press("Escape")
	b.accessible("hostile names")
}

// The book of ten thousand codes works in the browser: more codes come when the
// end of the list comes into sight, and search finds the last one.
func TestLargeTreeInTheBrowser(t *testing.T) {
	d := bookDesk(t, wideBook(10_000))
	b := d.browser(1000, 700)
	b.goTo("/codebook")
	evaluate[bool](b, `(() => { document.querySelector("#code-tree .code").focus(); return true })()`)
	b.press("End")
	b.wait(`document.querySelector('[data-code="b.00999"]')`)
	b.find("09999", "b.09999")
}

func TestShelfFollowsEvents(t *testing.T) {
	d := newDesk(t)
	first, err := d.server.codes.of(context.Background(), d.sighted())
	if err != nil {
		t.Fatal(err)
	}
	d.do("coding.remove", map[string]any{"codings": d.with("act.A01")[:1]})
	again, err := d.server.codes.of(context.Background(), d.sighted())
	if err != nil || again != first {
		t.Errorf("a coding made the codebook be read again (%v)", err)
	}
	d.do("code.recolour", map[string]any{"code": "act.A01", "colour": "#123456"})
	fresh, err := d.server.codes.of(context.Background(), d.sighted())
	if c, _ := fresh.Code("act.A01"); err != nil || c.Colour != "#123456" {
		t.Errorf("the shelf missed a change: %+v (%v)", c, err)
	}
	if css := d.get("/codes.css"); !strings.Contains(css, codeClass("act.A01")+"{--code:#123456}") {
		t.Error("/codes.css missed the change")
	}
}

func BenchmarkTree10000(b *testing.B) {
	for name, book := range map[string][]coding.Code{"wide": wideBook(10_000), "branched": branchedBook(10_000)} {
		b.Run(name, func(b *testing.B) {
			d := bookDesk(b, book)
			n := len(d.get("/part/tree"))
			b.ReportMetric(float64(n), "bytes")
			for b.Loop() {
				d.get("/part/tree")
			}
		})
		b.Run(name+"/find", func(b *testing.B) {
			d := bookDesk(b, book)
			for b.Loop() {
				d.get("/part/tree?find=9999")
			}
		})
	}
}
