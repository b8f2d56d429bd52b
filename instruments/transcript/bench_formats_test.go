package transcript

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

func BenchmarkReadDocuments(b *testing.B) {
	talk := longTalk()
	var odf, rich, web strings.Builder
	for _, s := range talk {
		odf.WriteString(odfPara(odfSpan(s.speaker+":"), " ", esc(s.text)))
		rich.WriteString(`{\b ` + s.speaker + `:} ` + rtfBytesOf(s.text, charmap.Windows1252, false) + "\\par\n")
		web.WriteString("<p class=MsoNormal><b>" + s.speaker + ":</b> " + htmlEntities(s.text) + "</p>\n")
	}
	b.Run("odt", func(b *testing.B) { benchmarkRead(b, "a.odt", odt(odf.String())) })
	b.Run("rtf", func(b *testing.B) { benchmarkRead(b, "a.rtf", rtf(rich.String())) })
	b.Run("html", func(b *testing.B) { benchmarkRead(b, "a.html", page("", web.String())) })
}

// BenchmarkManyDocx reads 37 and 3,700 Word files on two cores: memory is flat in
// the number of files.
func BenchmarkManyDocx(b *testing.B) {
	var body strings.Builder
	for _, s := range longTalk() {
		body.WriteString(para(bold(s.speaker+":"), run(" "+s.text)))
	}
	data := docx(body.String())
	size := len(mustRead(b, "a.docx", data).Text)
	for _, n := range []int{37, 3700} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(n * size))
			peak := uint64(0)
			for b.Loop() {
				runtime.GC()
				peak = max(peak, watchHeap(func() { readMany(b, data, n) }))
			}
			b.ReportMetric(float64(peak>>20), "peak-MiB")
		})
	}
}

func readMany(b *testing.B, data []byte, n int) {
	files := make(chan int)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for range files {
				if _, problems := Read("a.docx", data); problems.Err() != nil {
					b.Error(problems)
				}
			}
		})
	}
	for i := range n {
		files <- i
	}
	close(files)
	wg.Wait()
}
