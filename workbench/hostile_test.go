package workbench

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// inert looks at a page for what payloads may have become there: elements, links
// and handlers that no template has, and payloads that are not whole. It returns
// what is wrong, and how many payloads the page shows.
const inert = `(() => {
	const bad = [], begin = "\u27e6", whole = WHOLE;
	if (window.ranCount) bad.push("a payload ran");
	const plain = new Set(["IMG", "IFRAME", "OBJECT", "EMBED", "BASE", "FORM"]);
	const attributes = Object.getOwnPropertyDescriptor(Element.prototype, "attributes").get; // a form may have a field of that name
	for (const e of document.querySelectorAll("*")) {
		if (plain.has(e.tagName) && e.tagName !== "FORM") bad.push("element " + e.tagName);
		if (e.tagName === "SCRIPT" && (e.textContent.trim() && e.type !== "application/json" || e.src && !e.src.startsWith(location.origin + "/assets/"))) bad.push("script " + e.outerHTML.slice(0, 100));
		for (const a of attributes.call(e)) {
			if (/^on/i.test(a.name) || /[<>"'{}]/.test(a.name) || (a.name === "style" && !e.closest("svg") && a.value.includes(begin))) bad.push("attribute " + a.name + " of " + e.tagName);
			if (/^(href|src|action|formaction|xlink:href)$/i.test(a.name) && !/^(\/|#|\?|https?:\/\/127\.0\.0\.1|data:image\/|$)/i.test(a.value)) bad.push("address " + a.value.slice(0, 100));
		}
	}
	let seen = 0, parts = [];
	const walk = document.createTreeWalker(document.body ?? document.documentElement, NodeFilter.SHOW_TEXT);
	let text = "";
	while (walk.nextNode()) text += walk.currentNode.data;
	for (const after of text.split(begin).slice(1)) {
		seen++;
		const want = whole.slice(1);
		let n = 0;
		while (n < want.length && after[n] === want[n]) n++;
		if (n < want.length && !/^\s*(…|\.\.\.|$)/.test(after.slice(n, n + 3)) && parts.length < 3) parts.push(after.slice(0, n + 40));
	}
	for (const p of parts) bad.push("a payload is not whole: " + p);
	return { bad: bad.slice(0, 8), seen };
})()`

type inertness struct {
	Bad  []string `json:"bad"`
	Seen int      `json:"seen"`
}

// A study with a payload in every field: in every view and fragment, in both
// languages, nothing runs and the words are there as words.
func TestHostileStudy(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("no browser in a short run")
	}
	d := deskOn(t, hostileFile(t))
	start := time.Now()
	known := d.addresses(2)
	d.hostileAnswers(known)
	t.Logf("%d routes fetched in %v", len(known), time.Since(start).Round(time.Millisecond))
	b := d.browser(1300, 900)
	opened, shown := 0, 0
	for _, lang := range []string{"nl", "en"} {
		b.goTo("/")
		b.look(lang, "auto")
		for _, pattern := range slices.Sorted(maps.Keys(known)) {
			for i, address := range known[pattern] {
				if lang == "en" && i > 0 || !d.isHTML(address) {
					continue
				}
				n := b.isInert(lang, address)
				opened++
				shown += n
			}
		}
	}
	if opened < 60 || shown < 1000 {
		t.Errorf("%d pages opened, %d payloads on them", opened, shown)
	}
	t.Logf("%d pages and fragments opened in Chromium, %d payloads shown as text", opened, shown)
	b.hostileHands()
}

// isInert opens an address and looks what became of the payloads.
func (b *tab) isInert(lang, address string) int {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.Navigate(b.base+address)); err != nil {
		b.t.Fatalf("open %.200s: %v", address, err)
	}
	if evaluate[bool](b, `!!document.querySelector("script[src*=workbench]")`) {
		b.wait(`document.documentElement.hasAttribute("data-ready")`)
	}
	found := evaluate[inertness](b, strings.Replace(inert, "WHOLE", quoteScript(payload), 1))
	for _, bad := range found.Bad {
		b.t.Errorf("%s %.160s: %s", lang, address, bad)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.bad {
		b.t.Errorf("%s %.160s: the page complains: %s", lang, address, s)
	}
	b.bad = nil
	return found.Seen
}

// quoteScript is a text as a literal of a script.
func quoteScript(s string) string {
	return fmt.Sprintf("%+q", s)
}

// isHTML: an address that a browser shows as a page.
func (d *desk) isHTML(address string) bool {
	r, err := http.NewRequest(http.MethodGet, d.base+address, nil)
	if err != nil {
		return false
	}
	resp, _ := d.reply(r)
	return strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") && resp.Header.Get("Content-Disposition") == ""
}

// hostileAnswers looks at all answers as bytes: none takes long, a file that is
// not HTML says so, and cells of csv begin with no formula.
func (d *desk) hostileAnswers(known map[string][]string) {
	d.t.Helper()
	for _, pattern := range slices.Sorted(maps.Keys(known)) {
		for _, address := range known[pattern] {
			start := time.Now()
			r, err := http.NewRequest(http.MethodGet, d.base+address, nil)
			if err != nil {
				d.t.Fatal(err)
			}
			resp, body := d.reply(r)
			if took := time.Since(start); took > 10*time.Second {
				d.t.Errorf("%.160s took %v", address, took)
			}
			kind := resp.Header.Get("Content-Type")
			if resp.StatusCode != http.StatusOK {
				d.t.Errorf("%.200s: %d %.300s", address, resp.StatusCode, body)
			}
			if strings.Contains(body, "<img src=x") && strings.HasPrefix(kind, "text/html") {
				d.t.Errorf("%.160s: a payload as HTML", address)
			}
			if at := strings.Index(body, "__f__"); at >= 0 && strings.HasPrefix(kind, "text/javascript") {
				d.t.Errorf("%.160s: a marker in a script", address)
			}
			if strings.HasPrefix(kind, "text/css") && strings.Contains(body, payloadBegin) {
				d.t.Errorf("%.160s: words of the study in a style sheet", address)
			}
		}
	}
}

// hostileHands does by hand what makes the script build parts of the page: the
// palette, the details, eight codings on one word, the dialogs.
func (b *tab) hostileHands() {
	b.t.Helper()
	b.goTo("/documents/" + string(hostileDocument))
	if pics := os.Getenv("MEERZICHT_PICTURES"); pics != "" {
		b.picture("hostile")
	}
	for range 5 {
		b.press("j")
	}
	b.wait(`document.querySelectorAll("#details [data-item]").length > 0`)
	for range 9 {
		b.press("o")
	}
	b.press("t", "c")
	b.wait(`document.querySelector("#palette").open`)
	b.write("ran")
	b.wait(`document.querySelectorAll("#palette-list [role=option]").length > 0`)
	b.inertNow("palette")
	b.press("Escape", "?")
	b.inertNow("help")
	b.press("Escape")
}

// inertNow looks at the page as it is.
func (b *tab) inertNow(where string) {
	b.t.Helper()
	for _, bad := range evaluate[inertness](b, strings.Replace(inert, "WHOLE", quoteScript(payload), 1)).Bad {
		b.t.Errorf("%s: %s", where, bad)
	}
}
