package coding

import (
	"fmt"
	"testing"

	"meerzicht/instruments"
)

// twoLayers are the codings of two coders: n each in every document, with 50
// codes, of which b moves every fifth edge, takes another code every seventh time
// and leaves out every eleventh.
func twoLayers(documents, n int) (a, b []Coding) {
	for d := range documents {
		for i := range n {
			c := Coding{
				Segment: Segment{Document: instruments.DocumentID(fmt.Sprintf("D%04d", d)), Start: i * 7, End: i*7 + 20, Quotation: "12345678901234567890"},
				Code:    CodeID(fmt.Sprintf("act.A%02d", i%50)), Coder: "a", ID: CodingID(fmt.Sprintf("a%d-%d", d, i)),
			}
			a = append(a, c)
			c.Coder, c.ID = "b", CodingID(fmt.Sprintf("b%d-%d", d, i))
			switch {
			case i%5 == 0:
				c.End += 3
			case i%7 == 0:
				c.Code = CodeID(fmt.Sprintf("act.A%02d", (i+25)%50))
			case i%11 == 0:
				continue
			}
			b = append(b, c)
		}
	}
	return a, b
}

func BenchmarkCompareOneDocument10000(b *testing.B) {
	x, y := twoLayers(1, 10_000)
	for b.Loop() {
		Compare(x, y, 0)
	}
}

func BenchmarkCompare3700Documents111000(b *testing.B) {
	x, y := twoLayers(3700, 15)
	for b.Loop() {
		Compare(x, y, 0)
	}
}

func BenchmarkSettling3700Documents111000(b *testing.B) {
	x, y := twoLayers(3700, 15)
	c := &Corpus{Codings: append(x, y...), Rounds: []Round{{ID: "1", Coders: []CoderID{"a", "b"}, Released: true}}}
	SortCodings(c.Codings)
	for i := range 3700 {
		c.Rounds[0].Documents = append(c.Rounds[0].Documents, instruments.DocumentID(fmt.Sprintf("D%04d", i)))
	}
	b.Run("Settling", func(b *testing.B) {
		for b.Loop() {
			if _, err := SettlingOf(c, "", "", ""); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Layer", func(b *testing.B) {
		for b.Loop() {
			if _, err := c.InLayer(""); err != nil {
				b.Fatal(err)
			}
		}
	})
}
