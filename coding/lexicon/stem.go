package lexicon

// Stem returns the Kraaij–Pohlmann stem of a lower-case Dutch word in NFC: the
// algorithm that Snowball ships as "dutch" since its release 2.3.
//
// The algorithm cuts inflection (step 1), diminutives and adjective endings
// (step 2), and derivation (steps 3 and 4) from the end, then one "ge" from the
// front and one from inside, and at last repairs the spelling (steps 7 and 6).
// R1 and R2 are the parts of the word after the first and second group of
// vowels and the consonant behind it; most endings only go when they lie there.
//
// The stem is a key for comparison and often no word ("gevoel" gives "voel").
// Source: Kraaij & Pohlmann 1994, "Porter's stemming algorithm for Dutch", in
// the form published on snowballstem.org.
func Stem(word string) string {
	var room [48]rune
	w := stemmer{r: room[:0]}
	for _, c := range word {
		w.r = append(w.r, c)
	}
	w.run()
	return string(w.r)
}

// stemmer is a word while it is being cut. Every step looks at the end of r;
// "at" is always a position in r, with the suffix to its right.
type stemmer struct {
	r       []rune
	p1, p2  int
	stemmed bool
}

func (w *stemmer) run() {
	w.measure()
	for _, step := range [...]func(*stemmer) bool{(*stemmer).inflection, (*stemmer).diminutive, (*stemmer).nouns, (*stemmer).adjectives} {
		if step(w) {
			w.stemmed = true
		}
	}
	for _, lose := range [...]func(*stemmer) bool{(*stemmer).losePrefix, (*stemmer).loseInfix} {
		if lose(w) {
			w.stemmed = true
			w.measure()
			w.participle()
		}
	}
	if w.hardT() || w.stemmed {
		w.spelling()
	}
}

// measure sets the starts of R1 and R2; the end of the word where there is none.
func (w *stemmer) measure() {
	w.p1, w.p2 = len(w.r), len(w.r)
	at, ok := w.region(0)
	if !ok {
		return
	}
	w.p1 = at
	if at, ok = w.region(at); ok {
		w.p2 = at
	}
}

// region skips consonants, at least one vowel, and one consonant.
func (w *stemmer) region(at int) (int, bool) {
	for at < len(w.r) && !vowel(w.r[at]) {
		at++
	}
	if at == len(w.r) {
		return 0, false
	}
	at = w.skipVowels(at)
	return at + 1, at < len(w.r)
}

// skipVowels skips vowels, where "ij" counts as one.
func (w *stemmer) skipVowels(at int) int {
	for at < len(w.r) && vowel(w.r[at]) {
		if w.r[at] == 'i' && at+1 < len(w.r) && w.r[at+1] == 'j' {
			at++
		}
		at++
	}
	return at
}

// ends reports whether the part of the word before at ends in s, and where s
// starts there.
func (w *stemmer) ends(at int, s string) (int, bool) {
	n := 0
	for range s {
		n++
	}
	start := at - n
	if start < 0 {
		return 0, false
	}
	i := start
	for _, c := range s {
		if w.r[i] != c {
			return 0, false
		}
		i++
	}
	return start, true
}

// suffix is the longest of the endings, which stand longest first, and where it
// starts; "" when the word has none of them.
func (w *stemmer) suffix(endings []string) (string, int) {
	for _, s := range endings {
		if at, ok := w.ends(len(w.r), s); ok {
			return s, at
		}
	}
	return "", 0
}

// put replaces everything from at by s.
func (w *stemmer) put(at int, s string) bool {
	w.r = append(w.r[:at], []rune(s)...)
	return true
}

// cut removes everything from at.
func (w *stemmer) cut(at int) bool {
	w.r = w.r[:at]
	return true
}

// cutLong removes everything from at and doubles the vowel that the cut closed
// in: "lopen" → "lop" → "loop".
func (w *stemmer) cutLong(at int) bool {
	w.r = w.r[:at]
	w.lengthen()
	return true
}

func (w *stemmer) r1(at int) bool { return w.p1 <= at }

func (w *stemmer) r2(at int) bool { return w.p2 <= at }

// consonant: the letter before at is one, and not the j of "ij".
func (w *stemmer) consonant(at int) bool {
	if _, ij := w.ends(at, "ij"); ij {
		return false
	}
	return at > 0 && !vowel(w.r[at-1])
}

// vowelBefore: the letter before at is a vowel, or the two are "ij".
func (w *stemmer) vowelBefore(at int) bool {
	if at <= 0 {
		return false
	}
	_, ij := w.ends(at, "ij")
	return ij || vowel(w.r[at-1])
}

// lengthen doubles the last vowel when it stands alone before one consonant.
func (w *stemmer) lengthen() {
	n := len(w.r)
	if n < 2 || vowel(w.r[n-1]) || w.r[n-1] == 'w' || w.r[n-1] == 'x' {
		return
	}
	at := n - 2 // the vowel
	switch kind(w.r[at]) {
	case 'a', 'o', 'u':
		if at == 0 || !plainVowel(w.r[at-1]) {
			w.double(at)
		}
	case 'e':
		w.lengthenE(at)
	}
}

// lengthenE handles e, whose doubling depends on the letters before it, and the
// ë that stands for a syllable of its own.
func (w *stemmer) lengthenE(at int) {
	if w.r[at] == 'ë' {
		switch {
		case at > 0 && w.r[at-1] == 'e':
			w.insert(at+1, 'e')
		case at > 0 && w.r[at-1] == 'i':
			w.r[at] = 'e'
			w.insert(at+1, 'e')
		}
		return
	}
	if at > 0 && plainVowel(w.r[at-1]) {
		return
	}
	before := max(at-1, 0) // behind the consonant
	if before > 0 {
		k := kind(w.r[before-1])
		if k != 0 && k != 'e' || k == 'e' && before == 1 {
			return
		}
	}
	if before >= 3 {
		k := kind(w.r[before-2])
		if k != 0 && k != 'e' && !plainVowel(w.r[before-3]) {
			return
		}
	}
	w.double(at)
}

func (w *stemmer) double(at int) { w.insert(at, w.r[at]) }

func (w *stemmer) insert(at int, c rune) {
	w.r = append(w.r, 0)
	copy(w.r[at+1:], w.r[at:])
	w.r[at] = c
}

// kind is the plain vowel of a letter with or without accent, 0 for others.
func kind(c rune) rune {
	switch c {
	case 'a', 'ä', 'á', 'à', 'â':
		return 'a'
	case 'e', 'ë', 'é', 'è', 'ê':
		return 'e'
	case 'i', 'ï', 'í', 'ì', 'î':
		return 'i'
	case 'o', 'ö', 'ó', 'ò', 'ô':
		return 'o'
	case 'u', 'ü', 'ú', 'ù', 'û':
		return 'u'
	}
	return 0
}

func plainVowel(c rune) bool { return kind(c) != 0 }

func vowel(c rune) bool { return c == 'y' || kind(c) != 0 }
