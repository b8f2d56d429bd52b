package workbench

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// quantiles reports times in milliseconds.
func quantiles(b *testing.B, took []time.Duration) {
	b.Helper()
	slices.Sort(took)
	at := func(q float64) float64 { return float64(took[int(q*float64(len(took)-1))].Microseconds()) / 1000 }
	b.ReportMetric(at(0.5), "p50-ms")
	b.ReportMetric(at(0.95), "p95-ms")
	b.ReportMetric(at(0.99), "p99-ms")
}

// loadDesk serves a copy of a synthetic study.
func loadDesk(b *testing.B, documents, words, codings int) *desk {
	b.Helper()
	d := deskOn(b, loadCopy(b, loadStudy(b, documents, words, codings)))
	d.client.Transport = &http.Transport{MaxIdleConnsPerHost: 32}
	return d
}

// codes one coding, as a page does, without the cost of a test's helpers.
func (d *desk) codeOnce(id string, doc instruments.DocumentID, start, end int, code coding.CodeID) error {
	body := fmt.Sprintf(`{"request":%q,"do":"coding.add","with":{"document":%q,"start":%d,"end":%d,"code":%q}}`, id, doc, start, end, code)
	req, err := http.NewRequest(http.MethodPost, d.base+"/command", strings.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("X-Meerzicht", "1")
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Origin", d.base)
	resp, err := d.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if got, err := io.ReadAll(resp.Body); err != nil || resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s %v", resp.Status, got, err)
	}
	return nil
}

func (d *desk) documents(b *testing.B) []instruments.Document {
	b.Helper()
	docs, err := d.study.Documents(b.Context())
	if err != nil || len(docs) == 0 {
		b.Fatal(len(docs), err)
	}
	return docs
}

// BenchmarkCoding posts one coding after the other over HTTP. Each is durable
// before it is answered. The aim is p50 ≤ 0.8 ms whatever the document's length.
func BenchmarkCoding(b *testing.B) {
	for _, words := range []int{7000, 500_000} {
		b.Run(fmt.Sprint(words), func(b *testing.B) {
			d := loadDesk(b, 1, words, map[int]int{7000: 1000, 500_000: 10_000}[words])
			doc := d.documents(b)[0]
			codes := loadCodes(d.study.View(b.Context()))
			took := make([]time.Duration, 0, b.N)
			b.ResetTimer()
			for i := range b.N {
				start := time.Now()
				at := i * 131 % (doc.Length - 500)
				if err := d.codeOnce(fmt.Sprint("b-", i), doc.ID, at, at+40+i%300, codes[i%len(codes)]); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
			}
			b.StopTimer()
			quantiles(b, took)
		})
	}
}

// BenchmarkSixteenCoders posts codings of 16 coders at once, each in a document
// of their own. The aims are 1,600 codings a second, p99 ≤ 45 ms, no error.
func BenchmarkSixteenCoders(b *testing.B) {
	const coders = 16
	d := loadDesk(b, 37, 7000, 30)
	docs, codes := d.documents(b), loadCodes(d.study.View(b.Context()))
	took := make([][]time.Duration, coders)
	b.ResetTimer()
	var wg sync.WaitGroup
	for w := range coders {
		wg.Go(func() {
			for i := w; i < b.N; i += coders {
				start := time.Now()
				at := i * 17 % (docs[w].Length - 500)
				if err := d.codeOnce(fmt.Sprint("s-", i), docs[w].ID, at, at+40+i%300, codes[i%len(codes)]); err != nil {
					b.Error(err)
					return
				}
				took[w] = append(took[w], time.Since(start))
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "codings/s")
	quantiles(b, slices.Concat(took...))
}

// BenchmarkSearchPage searches 3,700 transcripts of 7,000 words: a word that is
// rare, one that is common, and two together. The aim is 20 ms.
func BenchmarkSearchPage(b *testing.B) {
	d := loadDesk(b, 3700, 7000, 0)
	words := loadWords()
	for name, q := range map[string]string{"common": "vertrouwen", "rare": words[9000], "phrase": `"samen met"`, "both": "vertrouwen " + words[400]} {
		b.Run(name, func(b *testing.B) { d.gets(b, "/search?q="+url.QueryEscape(q)) })
	}
}

// gets asks for an address again and again.
func (d *desk) gets(b *testing.B, address string) {
	b.Helper()
	took := make([]time.Duration, 0, b.N)
	size := 0
	d.get(address) // what is kept in memory is there then
	b.ResetTimer()
	for range b.N {
		start := time.Now()
		size = len(d.get(address))
		took = append(took, time.Since(start))
	}
	b.StopTimer()
	quantiles(b, took)
	b.ReportMetric(float64(size)/1024, "KiB")
}

// BenchmarkOpenDocument asks for the page of a document with many codings: for
// the first time since the server was started, and again.
func BenchmarkOpenDocument(b *testing.B) {
	for _, one := range []struct{ words, codings int }{{7000, 1000}, {50_000, 2000}, {500_000, 10_000}} {
		b.Run(fmt.Sprintf("first/%d-%d", one.words, one.codings), func(b *testing.B) {
			d := loadDesk(b, 1, one.words, one.codings)
			address := "/documents/" + url.PathEscape(string(d.documents(b)[0].ID))
			took := make([]time.Duration, 0, b.N)
			b.ResetTimer()
			for range b.N {
				d.server.opened = newOpenDocuments() // as after a start
				start := time.Now()
				d.get(address)
				took = append(took, time.Since(start))
			}
			b.StopTimer()
			quantiles(b, took)
		})
		b.Run(fmt.Sprintf("again/%d-%d", one.words, one.codings), func(b *testing.B) {
			d := loadDesk(b, 1, one.words, one.codings)
			d.gets(b, "/documents/"+url.PathEscape(string(d.documents(b)[0].ID)))
		})
	}
}

// BenchmarkSecondClient measures from the moment a coding is posted until a
// second client has the event and the text as it looks then. The aim is 1 s.
func BenchmarkSecondClient(b *testing.B) {
	d := loadDesk(b, 1, 7000, 1000)
	doc, codes := d.documents(b)[0], loadCodes(d.study.View(b.Context()))
	d.get("/documents/" + url.PathEscape(string(doc.ID)))
	heard := d.listen(b)
	event, shown := make([]time.Duration, 0, b.N), make([]time.Duration, 0, b.N)
	b.ResetTimer()
	for i := range b.N {
		start := time.Now()
		at := i * 131 % (doc.Length - 500)
		posted := make(chan error, 1)
		go func() {
			posted <- d.codeOnce(fmt.Sprint("z-", i), doc.ID, at, at+100+i/1000, codes[i%len(codes)])
		}()
		seq := <-heard
		event = append(event, time.Since(start))
		d.get(fmt.Sprintf("/part/blocks?document=%s&after=%d&chunks=0", doc.ID, seq-1))
		shown = append(shown, time.Since(start))
		if err := <-posted; err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	slices.Sort(event)
	b.ReportMetric(float64(event[len(event)/2].Microseconds())/1000, "event-p50-ms")
	quantiles(b, shown)
}

// listen gives the numbers of the events as a second client hears them.
func (d *desk) listen(b *testing.B) <-chan int64 {
	b.Helper()
	ctx, stop := context.WithCancel(b.Context())
	b.Cleanup(stop)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("%s/events?after=%d", d.base, d.head().Seq), nil)
	if err != nil {
		b.Fatal(err)
	}
	client := *d.client
	client.Timeout = 0
	resp, err := client.Do(req)
	if err != nil || resp.StatusCode != http.StatusOK {
		b.Fatal(resp, err)
	}
	heard := make(chan int64, 1)
	go func() {
		defer resp.Body.Close()
		lines := bufio.NewScanner(resp.Body)
		for lines.Scan() {
			var e told
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && json.Unmarshal([]byte(data), &e) == nil {
				heard <- e.Seq
			}
		}
	}()
	return heard
}
