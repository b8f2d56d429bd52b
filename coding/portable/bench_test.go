package portable

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// large is a study of n interviews of some 30 kB with forty codings each.
func large(b *testing.B, n int) *coding.Corpus {
	b.Helper()
	c := &coding.Corpus{Codebook: coding.Of([]coding.Code{{ID: "c1", Name: instruments.Same("Meegaan"), Codable: true}})}
	line := "Spreker 1: ik ben meegegaan naar de gemeente, want dat vond hij – zei hij – een hele stap.\n"
	for i := range n {
		d := newDocument(fmt.Sprintf("R%04d", i), strings.Repeat(line, 320))
		d.Turns = nil
		length := len([]rune(line))
		for at := 0; at < d.Length; at += length {
			d.Turns = append(d.Turns, instruments.Turn{Speaker: "Spreker 1", Start: at + 11, End: at + length - 1, TimeMS: -1})
		}
		c.Documents = append(c.Documents, d)
		in := coding.NewSegmenter(&d)
		for j := range 40 {
			seg, err := in.Segment(j*8*length+11, j*8*length+40)
			if err != nil {
				b.Fatal(err)
			}
			k := coding.Coding{Segment: seg, Code: "c1", Coder: "codeur1", Origin: coding.ByHand}
			k.ID = coding.NewCodingID(k)
			c.Codings = append(c.Codings, k)
		}
	}
	return c
}

// BenchmarkWrite measures a study leaving: bytes of the document a second.
func BenchmarkWrite(b *testing.B) {
	c := large(b, 370)
	var size bytes.Buffer
	if _, err := Write(&size, c); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(size.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Write(io.Discard, c); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRead measures a study coming back, every text and quotation checked.
func BenchmarkRead(b *testing.B) {
	data := write(b, large(b, 370))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, problems := Read("x", data); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}
