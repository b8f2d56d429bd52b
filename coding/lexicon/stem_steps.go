package lexicon

// inflection is step 1: plural, genitive, infinitive.
func (w *stemmer) inflection() bool {
	s, at := w.suffix([]string{"ies", "aus", "nde", "'s", "es", "és", "en", "s"})
	switch s {
	case "'s":
		return w.cut(at)
	case "ies":
		return w.r1(at) && w.put(at, "ie")
	case "és":
		return w.r1(at) && w.put(at, "é")
	case "aus":
		return w.r1(at) && w.vowelBefore(at) && w.put(at, "au")
	case "nde":
		return w.put(at, "nd")
	case "s":
		t, isT := w.ends(at, "t")
		return w.r1(at) && !(isT && w.r1(t)) && w.consonant(at) && w.cut(at)
	case "es":
		return w.pluralES(at)
	case "en":
		return w.pluralEN(at)
	}
	return false
}

func (w *stemmer) pluralES(at int) bool {
	if p, ok := w.ends(at, "ar"); ok && w.r1(p) && w.consonant(p) {
		return w.cutLong(at)
	}
	if p, ok := w.ends(at, "er"); ok && w.r1(p) && w.consonant(p) {
		return w.cut(at)
	}
	return w.r1(at) && w.consonant(at) && w.put(at, "e")
}

func (w *stemmer) pluralEN(at int) bool {
	if p, ok := w.ends(at, "hed"); ok && w.r1(p) {
		return w.put(p, "heid")
	}
	if _, ok := w.ends(at, "nd"); ok {
		return w.cut(at)
	}
	if p, ok := w.ends(at, "d"); ok && w.r1(p) && w.consonant(p) {
		return w.cut(p)
	}
	if at > 0 && (w.r[at-1] == 'i' || w.r[at-1] == 'j') && w.vowelBefore(at-1) {
		return w.cut(at)
	}
	return w.r1(at) && w.consonant(at) && w.cutLong(at)
}

// diminutive is step 2: diminutives, past tense, adjective -e.
func (w *stemmer) diminutive() bool {
	s, at := w.suffix([]string{"lijke", "ische", "ieve", "ene", "je", "ge", "de", "te", "se", "re", "le"})
	switch s {
	case "je":
		return w.cutJE(at)
	case "lijke", "ische", "ge", "te", "se", "re":
		return w.r1(at) && w.cut(len(w.r)-1)
	case "de":
		return w.r1(at) && w.consonant(at) && w.cut(at)
	case "le":
		return w.r1(at) && w.cutLong(at+1)
	case "ene":
		return w.r1(at) && w.consonant(at) && w.cutLong(at+2)
	case "ieve":
		return w.r1(at) && w.consonant(at) && w.put(at, "ief")
	}
	return false
}

func (w *stemmer) cutJE(at int) bool {
	if p, ok := w.ends(at, "'t"); ok {
		return w.cut(p)
	}
	if p, ok := w.ends(at, "et"); ok && w.r1(p) && w.consonant(p) {
		return w.cut(p)
	}
	if p, ok := w.ends(at, "rnt"); ok {
		return w.put(p, "rn")
	}
	if p, ok := w.ends(at, "t"); ok && w.r1(p) && w.vowelBefore(p-1) {
		return w.cut(p)
	}
	if p, ok := w.ends(at, "ink"); ok {
		return w.put(p, "ing")
	}
	if p, ok := w.ends(at, "mp"); ok {
		return w.put(p, "m")
	}
	if p, ok := w.ends(at, "'"); ok && w.r1(p) {
		return w.cut(p)
	}
	return w.r1(at) && w.consonant(at) && w.cut(at)
}

// nouns is step 3: endings that make nouns.
func (w *stemmer) nouns() bool {
	s, at := w.suffix([]string{"iteit", "atie", "heid", "ster", "rder", "isme", "erij", "arij", "sel", "ing", "fie", "gie", "tst", "dst"})
	switch s {
	case "atie":
		return w.r1(at) && w.put(at, "eer")
	case "iteit":
		return w.r1(at) && w.cutLong(at)
	case "heid", "sel", "ster":
		return w.r1(at) && w.cut(at)
	case "rder":
		return w.put(at, "r")
	case "ing", "isme", "erij":
		if _, ok := w.ends(at, "ild"); ok { // schilderij is not schild
			return w.put(at, "er")
		}
		return w.r1(at) && w.cutLong(at)
	case "arij":
		return w.r1(at) && w.consonant(at) && w.put(at, "aar")
	case "fie", "gie":
		return w.r2(at) && w.cutLong(at+1)
	case "tst", "dst":
		return w.r1(at) && w.consonant(at) && w.cut(at+1)
	}
	return false
}

// adjectives is step 4: endings that make adjectives.
func (w *stemmer) adjectives() bool {
	if w.longAdjective() {
		return true
	}
	s, at := w.suffix([]string{"iger", "igst", "ig"})
	if s == "" || !w.r1(at) || !w.consonant(at) {
		return false
	}
	if p, ok := w.ends(at, "inn"); ok && p == 0 { // innig is not in
		return false
	}
	return w.cutLong(at)
}

func (w *stemmer) longAdjective() bool {
	s, at := w.suffix([]string{
		"achtiger", "achtigst", "ioneel", "lijker", "lijkst", "achtig", "eriger", "erigst",
		"atief", "baar", "naar", "laar", "raar", "tant", "erig", "end",
	})
	switch s {
	case "ioneel":
		return w.r1(at) && w.put(at, "ie")
	case "atief":
		return w.r1(at) && w.put(at, "eer")
	case "baar", "achtig", "achtiger", "achtigst":
		return w.r1(at) && w.cut(at)
	case "naar", "laar", "raar":
		return w.r1(at) && w.vowelBefore(at) && w.cut(at+1)
	case "tant":
		return w.r1(at) && w.put(at, "teer")
	case "lijker", "lijkst":
		return w.r1(at) && w.put(at, "lijk")
	case "eriger", "erigst", "erig", "end":
		return w.r1(at) && w.consonant(at) && w.cutLong(at)
	}
	return false
}

// participle is step 1c: the -d or -t of a participle that lost its "ge".
func (w *stemmer) participle() {
	at := len(w.r) - 1
	if at < 1 || !w.r1(at) || !w.consonant(at) {
		return
	}
	switch w.r[at] {
	case 'd':
		if w.r[at-1] == 'n' && w.r1(at-1) {
			return
		}
		if at == 2 && w.r[0] == 'i' && w.r[1] == 'n' { // geïnd belongs to innen
			w.put(at, "n")
			return
		}
		w.cut(at)
	case 't':
		if w.r[at-1] == 'h' && w.r1(at-1) || at == 2 && w.r[0] == 'e' && w.r[1] == 'n' {
			return
		}
		w.cut(at)
	}
}

// losePrefix takes "ge" from the front when three letters and a closed syllable
// remain, but not from geeft, geval and gevaar.
func (w *stemmer) losePrefix() bool {
	if !w.has(0, "ge") || !w.closedSyllable(2) {
		return false
	}
	switch {
	case w.has(2, "vali"):
	case w.has(2, "eft"), w.has(2, "val"), w.has(2, "vaa"), w.has(2, "vare"):
		return false
	}
	w.remove(0)
	return true
}

// loseInfix takes the first "ge" behind the first letter.
func (w *stemmer) loseInfix() bool {
	for at := 1; at+2 <= len(w.r); at++ {
		if w.has(at, "ge") {
			if !w.closedSyllable(at + 2) {
				return false
			}
			w.remove(at)
			return true
		}
	}
	return false
}

// closedSyllable: at least three letters follow, with vowels and then a
// consonant among them.
func (w *stemmer) closedSyllable(at int) bool {
	if at+3 > len(w.r) {
		return false
	}
	for at < len(w.r) && !vowel(w.r[at]) {
		at++
	}
	return at < len(w.r) && w.skipVowels(at) < len(w.r)
}

// remove takes two letters out and the dots off the vowel behind them.
func (w *stemmer) remove(at int) {
	w.r = append(w.r[:at], w.r[at+2:]...)
	switch w.r[at] {
	case 'ë':
		w.r[at] = 'e'
	case 'ï':
		w.r[at] = 'i'
	}
}

func (w *stemmer) has(at int, s string) bool {
	for _, c := range s {
		if at >= len(w.r) || w.r[at] != c {
			return false
		}
		at++
	}
	return true
}

// hardT is step 7: kt, ft and pt lose the t.
func (w *stemmer) hardT() bool {
	n := len(w.r)
	if n < 2 || w.r[n-1] != 't' {
		return false
	}
	switch w.r[n-2] {
	case 'k', 'f', 'p':
		return w.cut(n - 1)
	}
	return false
}

// spelling is step 6: a double consonant becomes single, final v and z sharp.
func (w *stemmer) spelling() {
	n := len(w.r)
	if n == 0 {
		return
	}
	last := w.r[n-1]
	if n >= 2 && w.r[n-2] == last && last >= 'b' && last <= 'z' && !vowel(last) {
		if last == 'n' && n == 3 && w.r[0] == 'i' { // innen is not in
			return
		}
		w.cut(n - 1)
		return
	}
	switch last {
	case 'v':
		w.r[n-1] = 'f'
	case 'z':
		w.r[n-1] = 's'
	}
}
