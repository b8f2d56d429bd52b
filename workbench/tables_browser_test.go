package workbench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// prefer sets language and look of the browser's session.
func (b *tab) prefer(c sessionChoice) {
	b.t.Helper()
	raw, err := json.Marshal(c)
	if err != nil {
		b.t.Fatal(err)
	}
	status := evaluate[int](b, fmt.Sprintf(`fetch("/session", {method: "POST", headers: {"Content-Type": "application/json", "X-Meerzicht": "1"}, body: %q}).then(r => r.status)`, raw))
	if status != http.StatusOK {
		b.t.Fatalf("session: %d", status)
	}
}

// narrowest makes the screen as small as a page that is enlarged four times.
func (b *tab) narrowest() {
	b.t.Helper()
	err := chromedp.Do(b.ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 320, Height: 640, DeviceScaleFactor: 1})
		return err
	}))
	if err != nil {
		b.t.Fatal(err)
	}
}

// By keyboard and mouse: from a table to what stands behind a figure, on to the
// text, and back; choosing and coding elsewhere change the table in place.
func TestTablesByHand(t *testing.T) {
	d := newDesk(t)
	b := d.browser(1300, 900)
	b.goTo("/tables")
	b.click(`.kinds a[href="/tables/activities"]`)
	b.wait(`document.querySelector("#table-activities") && document.documentElement.hasAttribute("data-ready")`)
	evaluate[bool](b, `(document.querySelector("td a").focus(), true)`)
	b.press("ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft")
	count := b.text("td a:focus")
	where := evaluate[string](b, `document.activeElement.closest("tr").querySelector("th").textContent`)
	b.press("Enter")
	b.wait(`document.querySelector("#cell-count") && document.documentElement.hasAttribute("data-ready")`)
	if n := evaluate[int](b, `document.querySelectorAll(".entry").length`); fmt.Sprint(n) != count {
		t.Errorf("%s: %d entries behind %s", where, n, count)
	}
	b.picture("cell")
	b.press("j", "j")
	b.wait(`document.activeElement.closest(".entry")`)
	b.press("b")
	b.wait(`document.querySelector("#table-activities") && document.documentElement.hasAttribute("data-ready")`)

	b.click(`[name=type][value=vrijwilliger]`)
	b.wait(`document.querySelector(".notes")?.textContent.includes("een deel van het onderzoek") && location.search.includes("type=vrijwilliger")`)
	b.goTo("/tables/activities?source=codings")
	b.wait(`document.querySelector('td a[href*="row=A01"][href*="column=segments"]')`)
	before := b.text(`td a[href*="row=A01"][href*="column=segments"]`)
	evaluate[bool](b, `(document.querySelector('td a[href*="row=A01"][href*="column=segments"]').focus(), true)`)
	d.do("coding.add", addCodingIn{Document: "R01", Start: 40, End: 60, Code: "act.A01"})
	b.wait(fmt.Sprintf(`document.querySelector('td a[href*="row=A01"][href*="column=segments"]').textContent != %q`, before))
	b.wait(`document.activeElement.matches('td a[href*="row=A01"][href*="column=segments"]')`)
	b.click(`td a[href*="row=A01"][href*="column=segments"]`)
	b.wait(`document.querySelector(".entry .quotation .go") && document.documentElement.hasAttribute("data-ready")`)
	b.click(".entry .quotation .go")
	b.wait(`location.pathname.startsWith("/documents/")`)
}

// The report shows itself when it is ready, and its figures open too.
func TestReportByHand(t *testing.T) {
	d := newDesk(t)
	b := d.browser(1300, 900)
	b.goTo("/report")
	b.wait(`document.querySelectorAll("#report-now table").length > 10`)
	b.picture("report")
	b.click("#table-activities tbody td a")
	b.wait(`document.querySelector(".entry") && document.documentElement.hasAttribute("data-ready")`)
	b.press("b")
	b.wait(`location.pathname == "/report"`)
	if got := []byte(d.get("/report.html?audience=extern")); !bytes.Contains(got, []byte("Content-Security-Policy")) {
		t.Error("the report is no report")
	}
}

// A stroke focuses the search, Enter asks, J goes to the hits, Enter opens one.
func TestSearchByKeyboard(t *testing.T) {
	d := newDesk(t)
	b := d.browser(1300, 900)
	b.goTo("/documents/R01")
	b.press("/")
	b.write("koffie")
	b.press("Enter")
	b.wait(`document.querySelector(".hit mark") && document.documentElement.hasAttribute("data-ready")`)
	if got := b.text(".hit mark"); got != "koffie" {
		t.Errorf("marked: %q", got)
	}
	b.press("j", "j")
	b.wait(`document.activeElement == document.querySelectorAll(".hit .go")[1]`)
	b.press("Enter")
	b.wait(`location.pathname.startsWith("/documents/") && location.search.includes("at=")`)
}
