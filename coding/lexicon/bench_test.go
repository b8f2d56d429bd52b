package lexicon

import (
	"math/rand/v2"
	"strings"
	"testing"

	"meerzicht/instruments"
)

// ordinary is a made-up Dutch talk of n words: mostly the small words that fill
// speech, with some of the study's themes between them.
func ordinary(n int) string {
	small := strings.Fields(`ja nee nou ik je hij ze we wij het een de dat dit die er daar hier toen dan en maar want of om te van voor met naar bij op in aan uit over
		was is zijn heb had heeft hebben ben bent ging gaat gaan kwam komt deed doen zei zeg zag zie wel niet ook nog al weer heel echt gewoon eigenlijk dus even iets alles niets`)
	other := strings.Fields(`trein ochtend begin mevrouw vergadering buiten regen kleur gedachte vakantie straat antwoord verleden maand kantoor gesprek afspraak boodschappen telefoon
		verhaal moeder koffie wandelen administratie schulden toekomst vertrouwen sporten woning werk bellen luisteren signaal reclassering toezichthouder vrijwilliger samen helpen
		langzaam ongeveer misschien belangrijk verschillende gezegd gekomen gelopen gebleven gevonden gebeurde vertelde werkte dachten stonden huis auto fiets tafel raam deur`)
	r := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for i := range n {
		w := small[r.IntN(len(small))]
		if r.IntN(10) < 4 {
			w = other[r.IntN(len(other))]
		}
		switch {
		case i%14 == 13:
			w += "."
		case i%14 == 6:
			w += ","
		}
		b.WriteString(w + " ")
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
