package lexicon

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// shared opens a file of the folder beside the module. Where the folder is
// absent the test is skipped, but never in CI.
func shared(t *testing.T, name string) *os.File {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if filepath.Dir(dir) == dir {
			t.Fatal("module root not found")
		}
		dir = filepath.Dir(dir)
	}
	f, err := os.Open(filepath.Join(dir, "..", "shared", name))
	if err != nil {
		if os.Getenv("CI") != "" || os.Getenv("MEERZICHT_SHARED") == "required" {
			t.Fatalf("shared/%s is required here: %v", name, err)
		}
		t.Skipf("shared/%s is absent: %v", name, err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func TestStemConformance(t *testing.T) {
	lines := bufio.NewScanner(shared(t, "snowball_dutch.tsv"))
	lines.Scan() // heading
	total, wrong := 0, 0
	for lines.Scan() {
		cols := strings.Split(lines.Text(), "\t")
		total++
		if got := Stem(cols[0]); got != cols[1] {
			if wrong++; wrong <= 40 {
				t.Errorf("Stem(%q) = %q, want %q", cols[0], got, cols[1])
			}
		}
	}
	if total != 45670 || wrong != 0 {
		t.Errorf("%d of %d words right, want 45670 of 45670", total-wrong, total)
	}
}

// Words of our own with the stem that the steps give them; the comment names
// the step or rule that the word is here for.
func TestStem(t *testing.T) {
	for _, row := range [...]struct{ word, want string }{
		// step 1: inflection
		{"foto's", "foto"},          // 's goes
		{"tafels", "tafel"},         // s goes from a consonant in R1
		{"bus", "bus"},              // no R1 before the s
		{"ideeën", "ideeën"},        // ën is no ending of step 1
		{"poppies", "poppie"},       // ies → ie
		{"cafés", "café"},           // és → é
		{"bureaus", "bureau"},       // aus → au after a vowel
		{"dealers", "dealer"},       // s
		{"dominees", "dominees"},    // es stays behind a vowel
		{"lopen", "loop"},           // en goes, o doubles
		{"wandelen", "wandel"},      // en goes, e between l and nd stays single
		{"mogelijkheden", "molijk"}, // heden → heid, step 3 takes it; then the ge inside
		{"handen", "hand"},          // nden → nd
		{"wandelden", "wandel"},     // den goes
		{"bloeien", "bloei"},        // en behind i and a vowel
		{"vrijen", "vrij"},          // en behind ij
		{"wandelende", "wandel"},    // nde → nd, then end
		// step 2: diminutives and -e
		{"koffietje", "koffie"}, // tje behind a vowel
		{"praatje", "praat"},    // je
		{"dingetje", "ding"},    // etje
		{"boompje", "boom"},     // mpje → m
		{"koninkje", "koon"},    // inkje → ing, step 3 takes -ing
		{"torentje", "toren"},   // entje: t with a vowel before the n
		{"urntje", "urn"},       // rntje → rn
		{"euro'tje", "euro"},    // 'tje
		{"lange", "lang"},       // ge → g
		{"vriendelijke", "vriendelijk"},
		{"komische", "komisch"},
		{"belde", "bel"}, // de goes, step 6 has nothing to do
		{"praatte", "praat"},
		{"dure", "dure"}, // re only goes in R1
		{"centrale", "centraal"},
		{"actieve", "actief"},
		// step 3: nouns
		{"organisatie", "organiseer"},
		{"kwaliteit", "kwaal"},
		{"eenzaamheid", "eenzaam"},
		{"raadsel", "raad"},
		{"voorzitster", "voorzit"},
		{"wandeling", "wandel"},
		{"optimisme", "optim"},     // i is never doubled
		{"schilderij", "schilder"}, // the exception
		{"bakkerij", "bak"},
		{"griffie", "griffie"}, // no R2
		// step 4: adjectives
		{"emotioneel", "emotie"},
		{"informatief", "informeer"},
		{"leesbaar", "lees"},
		{"twijfelachtig", "twijfel"},
		{"nuttig", "nut"},
		{"innig", "innig"}, // the exception
		{"vriendelijker", "vriendelijk"},
		{"werkend", "werk"},
		// ge-
		{"gewandeld", "wandel"},
		{"gepraat", "praat"}, // the t is not in R1
		{"opgebeld", "opbel"},
		{"geval", "geval"},   // the exception
		{"gevaar", "gevaar"}, // the exception
		{"geeft", "geef"},    // the exception; ft → f
		{"geïnd", "inn"},     // ï loses its dots, d → n: with innen, not with in
		{"geel", "geel"},     // too short
		// steps 7 and 6
		{"contact", "contact"},
		{"werkt", "werk"},
		{"schrift", "schrif"},
		{"bedden", "bed"},
		{"reizen", "reis"},
		{"lieve", "lieve"},
		// whatever it is
		{"", ""},
		{"a", "a"},
		{"ij", "ij"},
		{"xyz", "xyz"},
		{"ÿ", "ÿ"},
	} {
		if got := Stem(row.word); got != row.want {
			t.Errorf("Stem(%q) = %q, want %q", row.word, got, row.want)
		}
	}
}

func TestStemMeetsInflections(t *testing.T) {
	for _, family := range []string{
		"wandelen wandel wandelde wandelden gewandeld wandeling wandelingen",
		"bellen bel belde belden gebeld",
		"opbellen opgebeld opbelde",
		"gesprekken gesprek gesprekje",
		"vrijwilligers vrijwilliger",
		"helpen help helpt",
	} {
		words := strings.Fields(family)
		for _, w := range words[1:] {
			if Stem(w) != Stem(words[0]) {
				t.Errorf("%s (%s) and %s (%s) differ", words[0], Stem(words[0]), w, Stem(w))
			}
		}
	}
}

func TestStemNeverGrowsMuch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-zëïéèöü']{0,24}`).Draw(t, "word")
		if n, m := utf8.RuneCountInString(word), utf8.RuneCountInString(Stem(word)); m > n+2 {
			t.Fatalf("Stem(%q) = %q is longer by more than a vowel and an ending", word, Stem(word))
		}
	})
}

func ExampleStem() {
	for _, word := range strings.Fields("wandelingen gewandeld koffietje mogelijkheden") {
		fmt.Println(Stem(word))
	}
	// Output:
	// wandel
	// wandel
	// koffie
	// molijk
}
