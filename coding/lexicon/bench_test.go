package lexicon

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"meerzicht/instruments"
)

// ordinary is a made-up Dutch talk of n words in which words are as unequally
// common as in speech (Zipf): small words first, then the study's themes, then a
// long tail of other words, made of syllables.
func ordinary(n int) string {
	words := strings.Fields(`de het een en van ik te dat die in je is niet op zijn met voor maar ze er aan ook als dan wat was om heb wel bij naar nog of uit dus hij zo kan heel we
		hebben door over ja nou dit moet mijn haar gaat had wij mensen hun deze daar omdat veel meer waar zou eigenlijk altijd soms gewoon eens even echt want toen worden wordt geen nee
		doen gaan zeggen weet denk vind kijk goed samen vrijwilliger koffie gesprek afspraak toezichthouder moeder woning werk bellen luisteren signaal administratie schulden toekomst
		wandelen vertrouwen sporten helpen telefoon straat ochtend tafel fiets auto maand antwoord`)
	r := rand.New(rand.NewPCG(1, 2))
	syllables := strings.Fields("ver be ge on ont aan af op uit wer ken la ten bou wen stel len draai lo pen vra gen schrij ven ha len kos ten zaal berg veld hout wind steen kaart licht")
	for len(words) < 4000 {
		w := ""
		for range 2 + r.IntN(3) {
			w += syllables[r.IntN(len(syllables))]
		}
		words = append(words, w)
	}
	sums, total := make([]float64, len(words)), 0.0
	for i := range words {
		total += 1 / math.Pow(float64(i)+2.7, 1.12)
		sums[i] = total
	}
	var b strings.Builder
	for i := range n {
		k, _ := slices.BinarySearch(sums, r.Float64()*total)
		b.WriteString(words[k])
		switch {
		case i%14 == 13:
			b.WriteByte('.')
		case i%14 == 6:
			b.WriteByte(',')
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// BenchmarkFind reports the speed over a talk of 7,000 words; the aim is 60 MB/s
// on one core.
func BenchmarkFind(b *testing.B) {
	m := reclassering(b)
	doc := &instruments.Document{ID: "b", Text: ordinary(7000)}
	m.Find(doc)
	b.SetBytes(int64(len(doc.Text)))
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		m.FindAs(doc, instruments.Volunteer)
	}
}

// BenchmarkScan is the part of Find that any text costs: words and their lookup,
// with a lexicon without rules.
func BenchmarkScan(b *testing.B) {
	m, err := Compile(builtin(b, "leeg"))
	if err != nil {
		b.Fatal(err)
	}
	doc := &instruments.Document{ID: "b", Text: ordinary(7000)}
	m.Find(doc)
	b.SetBytes(int64(len(doc.Text)))
	b.ResetTimer()
	for range b.N {
		m.Find(doc)
	}
}

func BenchmarkStem(b *testing.B) {
	words := strings.Fields("gewandeld wandelingen mogelijkheden schilderij koffietje vrijwilligers opgebeld vertrouwen lopen kinderen")
	for i := range b.N {
		Stem(words[i%len(words)])
	}
}

func BenchmarkCompile(b *testing.B) {
	lex := builtin(b, "reclassering-2020")
	for range b.N {
		if _, err := Compile(lex); err != nil {
			b.Fatal(err)
		}
	}
}
