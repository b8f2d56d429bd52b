package transcript

import (
	"os"
	"path/filepath"
	"testing"
)

func BenchmarkTmp(b *testing.B) {
	files, _ := filepath.Glob("/tmp/wl50/docx/*.docx")
	var data [][]byte
	var n int64
	for _, f := range files {
		d, _ := os.ReadFile(f)
		data = append(data, d)
		n += int64(len(d))
	}
	b.SetBytes(n / int64(len(data)))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		_, p := Read("x.docx", data[i%len(data)])
		if p != nil {
			b.Fatal(p)
		}
		i++
	}
}
