package workbench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// longTalk is a conversation of that many words, in turns as the workload of the
// project has them: a short question, a longer answer.
func longTalk(words int) string {
	r := rand.New(rand.NewPCG(2020, 5))
	vocabulary := strings.Fields("de het een en van ik te dat die in je is niet op zijn met voor maar nou eens even echt want toen worden wordt geen nee zo ruïne reünie geïnteresseerd geëvalueerd zeeën")
	var b strings.Builder
	say := func(who string, n int) {
		b.WriteString(who + ": ")
		for i := range n {
			w := vocabulary[r.IntN(len(vocabulary))]
			if i%12 == 0 {
				w = strings.ToUpper(w[:1]) + w[1:]
			}
			b.WriteString(w)
			if i%12 == 11 || i == n-1 {
				b.WriteByte('.')
			}
			if i < n-1 {
				b.WriteByte(' ')
			}
		}
		b.WriteByte('\n')
	}
	for n := 0; n < words; {
		q, a := 6+r.IntN(20), 30+r.IntN(160)
		say("I", q)
		say("R", a)
		n += q + a
	}
	return b.String()
}

// coded adds codings of 20 to 300 code points by two coders, all over a text.
func (d *desk) coded(id instruments.DocumentID, text string, n int) {
	d.t.Helper()
	r := rand.New(rand.NewPCG(2020, 6))
	runes := []rune(text)
	have := map[coding.CodingID]bool{}
	var list []coding.Coding
	for len(list) < n {
		start := r.IntN(len(runes) - 400)
		end := start + 20 + r.IntN(280)
		c := coding.Coding{Code: activityCode(1 + r.IntN(8)), Coder: coding.CoderID([]string{"anna", "bram"}[len(list)%2])}
		c.Segment = coding.Segment{Document: id, Start: start, End: end, Quotation: string(runes[start:end])}
		if key := coding.NewCodingID(c); !have[key] {
			have[key] = true
			list = append(list, c)
		}
	}
	_, err := d.study.DoRequest(context.Background(), "toets", "veel", func(v coding.View) ([]coding.Command, error) {
		cmd, err := coding.AddCodings(v, list...)
		return []coding.Command{cmd}, err
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

// watch notes how long the main thread of a page is blocked.
const watchBlocks = `window.blocked = 0; new PerformanceObserver(l => { for (const e of l.getEntries()) window.blocked = Math.max(window.blocked, e.duration) }).observe({type: "longtask", buffered: true})`

// opened is how long a document takes from the click until its first words are
// painted and the script listens, and the longest block of the main thread.
func (b *tab) opened(address string) (first, ready, blocked float64) {
	b.t.Helper()
	b.goTo(address)
	b.wait(`performance.getEntriesByName("first-contentful-paint").length`)
	return evaluate[float64](b, `performance.getEntriesByName("first-contentful-paint")[0].startTime`),
		evaluate[float64](b, `performance.getEntriesByName("meerzicht-ready")[0]?.startTime ?? performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd`),
		evaluate[float64](b, `window.blocked`)
}

// keyed is how long the page takes from a key until it has drawn what it did:
// the median and the longest of some.
func (b *tab) keyed(keys ...string) (median, longest float64) {
	b.t.Helper()
	evaluate[bool](b, `(window.times = [], window.addEventListener("keydown", () => { const t = performance.now(); requestAnimationFrame(() => setTimeout(() => window.times.push(performance.now() - t))) }, true), true)`)
	for i, k := range keys {
		b.press(k)
		b.wait(fmt.Sprintf(`window.times.length > %d`, i))
	}
	all := evaluate[[]float64](b, `window.times.toSorted((a, b) => a - b)`)
	return all[len(all)/2], all[len(all)-1]
}

// marked is how long after a key the words that it codes are drawn as such.
func (b *tab) marked() float64 {
	b.t.Helper()
	b.press("j", "t", "c")
	b.write("a01")
	b.press("Enter")
	b.settle()
	b.press("j", "t")
	b.settle()
	// The answer may come before the next frame: then the turn itself is drawn anew.
	evaluate[bool](b, `(window.marked = 0, window.addEventListener("keydown", () => {
		const t = performance.now();
		let drawn = false;
		new MutationObserver(() => { drawn = true }).observe(document.querySelector("#pane-text"), {subtree: true, childList: true});
		const look = () => drawn || CSS.highlights.has("pending") ? window.marked = performance.now() - t : requestAnimationFrame(look);
		look();
	}, {capture: true, once: true}), true)`)
	b.press(".")
	b.wait(`window.marked > 0`)
	return evaluate[float64](b, `window.marked`)
}

// BenchmarkOpenLongDocument opens documents of the sizes that the project names
// and prints what a person waits for, in milliseconds: first words on the screen,
// script ready, longest block of the main thread, a key (median and longest), a
// coding visible, and the same at the end of the text.
func BenchmarkOpenLongDocument(b *testing.B) {
	for _, size := range []struct{ words, codings int }{{7_000, 1_000}, {50_000, 2_000}, {500_000, 10_000}} {
		b.Run(fmt.Sprintf("words=%d/codings=%d", size.words, size.codings), func(b *testing.B) {
			d := newDesk(b)
			text := longTalk(size.words)
			id := d.bringTalk("lang", text)
			d.coded(id, text, size.codings)
			for b.Loop() {
				openLong(b, d, id, len([]rune(text)))
			}
		})
	}
}

func openLong(b *testing.B, d *desk, id instruments.DocumentID, length int) {
	w := d.browser(1300, 900)
	if err := chromedp.Do(w.ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watchBlocks})
		return err
	})); err != nil {
		b.Fatal(err)
	}
	report := func(v float64, unit string) { b.ReportMetric(v, unit) }
	start := time.Now()
	d.get("/documents/" + string(id))
	report(float64(time.Since(start).Milliseconds()), "server-cold-ms")
	start = time.Now()
	d.get("/documents/" + string(id))
	report(float64(time.Since(start).Milliseconds()), "server-warm-ms")
	first, ready, blocked := w.opened("/documents/" + string(id))
	report(first, "first-ms")
	report(ready, "ready-ms")
	report(blocked, "block-ms")
	time.Sleep(700 * time.Millisecond)
	median, longest := w.keyed("j", "j", "j", "k", "ArrowRight", "ArrowRight", "Ctrl+ArrowRight", "Shift+ArrowRight", "ArrowDown", "t", "o", "o")
	report(median, "key-ms")
	report(longest, "key-max-ms")
	report(w.marked(), "mark-ms")
	first, _, blocked = w.opened(fmt.Sprintf("/documents/%s?at=%d", id, length-200))
	report(first, "end-first-ms")
	report(blocked, "end-block-ms")
	evaluate[bool](w, `(window.blocked = 0, document.querySelector("#pane-text").scrollTo(0, 0), new Promise(r => setTimeout(() => r(true), 800)))`)
	report(evaluate[float64](w, `window.blocked`), "scroll-block-ms")
}
