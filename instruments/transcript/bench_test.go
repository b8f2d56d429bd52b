package transcript

import (
	"bytes"
	"fmt"
	"math/rand"
	"strings"
	"testing"
)

// longTalk makes a talk of about 7,000 words that packs as badly as speech does.
func longTalk() []said {
	r := rand.New(rand.NewSource(2020))
	var vocabulary []string
	for range 6000 {
		word := make([]byte, 2+r.Intn(9))
		for i := range word {
			word[i] = "etaonirsdlghvkmubpwjczf"[int(float64(23)*r.Float64()*r.Float64())]
		}
		vocabulary = append(vocabulary, string(word))
	}
	zipf := rand.NewZipf(r, 1.1, 3, uint64(len(vocabulary)-1))
	var out []said
	for count := 0; count < 7000; {
		label, n := "I", 6+r.Intn(20)
		if len(out)%2 == 1 {
			label, n = "R", 30+r.Intn(160)
		}
		var b strings.Builder
		for range n {
			b.WriteString(vocabulary[zipf.Uint64()] + " ")
		}
		out = append(out, said{label, "É" + strings.TrimSpace(b.String()) + "?"})
		count += n
	}
	return out
}

// The aim is 1.3 ms a document of 7,000 words on one core.
func BenchmarkReadDocx(b *testing.B) {
	var body strings.Builder
	for _, s := range longTalk() {
		body.WriteString(para(bold(s.speaker+":"), run(" "+s.text)))
	}
	benchmarkRead(b, "a.docx", docx(body.String()))
}

func BenchmarkReadDocxTable(b *testing.B) {
	var rows strings.Builder
	for i, s := range longTalk() {
		rows.WriteString(tableRow(fmt.Sprintf("00:%02d:%02d", i/60%60, i%60), s.speaker, s.text))
	}
	benchmarkRead(b, "a.docx", docx(table(rows.String())))
}

func BenchmarkReadText(b *testing.B) {
	var text bytes.Buffer
	for _, s := range longTalk() {
		text.WriteString(s.speaker + ": " + s.text + "\r\n")
	}
	b.Run("utf-8", func(b *testing.B) { benchmarkRead(b, "a.txt", text.Bytes()) })
	b.Run("utf-16", func(b *testing.B) { benchmarkRead(b, "a.txt", utf16Bytes(text.String(), false)) })
	b.Run("windows-1252", func(b *testing.B) { benchmarkRead(b, "a.txt", windows(b, text.String())) })
}

func benchmarkRead(b *testing.B, name string, data []byte) {
	doc := mustRead(b, name, data)
	b.SetBytes(int64(len(doc.Text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, problems := Read(name, data); problems.Err() != nil {
			b.Fatal(problems)
		}
	}
}

func BenchmarkScanner(b *testing.B) {
	var body strings.Builder
	for _, s := range longTalk() {
		body.WriteString(para(bold(s.speaker+":"), run(" "+s.text)))
	}
	part := []byte(documentXML(body.String()))
	b.SetBytes(int64(len(part)))
	for b.Loop() {
		for s := newScanner(part); s.next(); {
		}
	}
}
