package agreement

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// workload is double coding of the shape of the shared workload generator: 50
// codes, interviews of some 42,000 characters, and per interview so many
// codings of the first coder of 20 to 300 characters; the second coder agrees
// on seven in ten, shifts some, gives some another code and misses some.
func workload(documents, codings int) *coding.Corpus {
	const codes, size = 50, 42_000
	c := &coding.Corpus{Instruments: &instruments.Set{}}
	var book []coding.Code
	for i := range codes {
		book = append(book, coding.Code{ID: coding.CodeID(fmt.Sprintf("code%02d", i)), Codable: true})
	}
	c.Codebook = coding.Of(book)
	rng := rand.New(rand.NewPCG(2020, 1))
	for i := range documents {
		id := instruments.DocumentID(fmt.Sprintf("interview_%04d", i+1))
		d := instruments.Document{ID: id, Kind: instruments.Interview, Length: size}
		for at := 0; at < size; at += 350 {
			d.Turns = append(d.Turns, instruments.Turn{Start: at + 3, End: at + 350})
		}
		c.Documents = append(c.Documents, d)
		add := func(who coding.CoderID, start, end, code int) {
			c.Codings = append(c.Codings, coding.Coding{Code: book[code].ID, Coder: who, Segment: coding.Segment{Document: id, Start: start, End: min(size, end)}})
		}
		for range codings {
			start := rng.IntN(size - 400)
			end, code := start+20+rng.IntN(281), rng.IntN(codes)
			add("anna", start, end, code)
			switch r := rng.Float64(); {
			case r < .70:
				add("bram", start, end, code)
			case r < .85:
				shift := rng.IntN(31) - 15
				from := max(0, start+shift)
				add("bram", from, max(from+5, end+shift), code)
			case r < .93:
				add("bram", start, end, rng.IntN(codes))
			}
		}
	}
	c.Coders = []coding.Coder{{ID: "anna"}, {ID: "bram"}}
	coding.SortCodings(c.Codings)
	return c
}

func benchStudy(b *testing.B, s Settings, documents ...int) {
	for _, n := range documents {
		c := workload(n, 30)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := Study(c, s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkCharacter is the agreement of 50 codes by character, without
// intervals: the sweeps.
func BenchmarkCharacter(b *testing.B) {
	benchStudy(b, Settings{Unit: Character, Coders: anna(), Options: Options{Bootstrap: NoBootstrap}}, 37, 370, 3700)
}

// BenchmarkCharacterIntervals adds 1,000 replicates of every measure of every code.
func BenchmarkCharacterIntervals(b *testing.B) {
	benchStudy(b, Settings{Unit: Character, Coders: anna(), Options: Options{Replicates: 1000}}, 37, 370, 3700)
}

func BenchmarkSegment(b *testing.B) {
	benchStudy(b, Settings{Unit: Segment, Coders: anna(), Options: Options{Bootstrap: NoBootstrap}}, 37, 3700)
}

func BenchmarkTurn(b *testing.B) {
	benchStudy(b, Settings{Unit: Turn, Coders: anna(), Options: Options{Bootstrap: NoBootstrap}}, 37, 3700)
}

// The workload is what it says: both coders in every document, and agreement
// such that seven in ten are alike.
func TestWorkload(t *testing.T) {
	r := mustStudy(t, workload(37, 30), Settings{Unit: Segment, Coders: anna()})
	m := r.Pooled[0]
	if len(r.Documents) != 37 || len(r.Codes) != 50 || *m.Value < .75 || *m.Value > .95 {
		t.Errorf("%d documents, %d codes, %v of the segments match", len(r.Documents), len(r.Codes), *m.Value)
	}
	if !slices.IsSortedFunc(r.Codes, func(a, b CodeResult) int {
		if *a.Measures[0].Value < *b.Measures[0].Value {
			return -1
		}
		return 0
	}) {
		t.Error("the codes with least agreement do not come first")
	}
}
