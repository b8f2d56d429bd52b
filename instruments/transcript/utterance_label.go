package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxSpokenLabel = 64 // bytes of a label before the words of a cue
	maxColons      = 3  // that may stand in a name
)

// cueLabels learns which labels the words of cues begin with: "Name: words", or
// "[Name] words". Names may be anything there, colons included, so what most
// cues do decides; else the rule of all texts (see believe) holds.
type cueLabels struct {
	forms    forms
	uses     map[string]int
	cues     int // seen
	labelled int // of which the first line may begin with a label
	named    int // of which it begins with what has the form of one
	brackets int // of which it begins with a label between brackets
	believed map[string]bool
}

func newCueLabels() *cueLabels {
	return &cueLabels{forms: forms{}, uses: map[string]int{}}
}

// see counts what one line could begin with; first tells it is the first of a cue.
func (l *cueLabels) see(line string, first bool) {
	if first {
		l.cues++
	}
	if name, n := bracketLabel(line); n > 0 {
		l.count("[" + name)
		if first {
			l.brackets++
		}
		return
	}
	found, named := false, false
	for name := range colonLabels(line) {
		l.count(name)
		named = named || !found && l.forms.of(name) != noLabel
		found = true
	}
	if first && found {
		l.labelled++
	}
	if first && named {
		l.named++
	}
}

func (l *cueLabels) count(label string) {
	if len(l.uses) < maxCandidates || l.uses[label] > 0 {
		l.uses[label]++
	}
}

// settle decides which labels are believed.
func (l *cueLabels) settle() {
	names := 0 // different labels without a colon inside
	for label := range l.uses {
		if !strings.Contains(label, ": ") {
			names++
		}
	}
	everywhere := l.labelled >= 3 && l.labelled*5 >= l.cues*4 && names*2 <= l.labelled || l.named >= 2 && l.named*5 >= l.cues*4
	bracketed := l.brackets >= 3 && l.brackets*2 >= l.cues
	l.believed = map[string]bool{}
	firm, byName, longest, likes := 0, 0, 0, 0
	for label, uses := range l.uses {
		if strings.Contains(label, ": ") { // see growNames
			continue
		}
		name, inBrackets := strings.CutPrefix(label, "[")
		form := l.forms.of(name)
		switch {
		case form == knownLabel, everywhere && !inBrackets && (uses > 1 || form != noLabel), bracketed && inBrackets && (uses > 1 || form != noLabel):
			firm, longest = firm+uses, max(longest, len(name))
		case inBrackets, form == noLabel, uses < 2:
			continue
		case form == likeLabel:
			likes, byName = likes+1, byName+uses
		default:
			firm, longest = firm+uses, max(longest, len(name))
		}
		l.believed[label] = true
	}
	if (likes < 2 || byName*10 < l.cues*3) && (firm == 0 || firm == 1 && longest == 1 && likes == 0) {
		clear(l.believed)
	}
	l.growNames()
}

// growNames takes a label back of which every use goes on to a longer one that
// comes back: in "HU: Jan: goed" the name is "HU: Jan".
func (l *cueLabels) growNames() {
	longer := map[string][]string{}
	for label, uses := range l.uses {
		if at := strings.LastIndex(label, ": "); at > 0 && uses > 1 {
			longer[label[:at]] = append(longer[label[:at]], label)
		}
	}
	for colons := range maxColons {
		for label, names := range longer {
			if strings.Count(label, ": ") != colons || !l.believed[label] || l.forms.of(label) == knownLabel {
				continue
			}
			all := 0
			for _, name := range names {
				all += l.uses[name]
			}
			for _, name := range names {
				l.believed[name] = all == l.uses[label]
			}
			l.believed[label] = all != l.uses[label]
		}
	}
}

// cut parts a line into its label, "" for none, and its words.
func (l *cueLabels) cut(line string) (string, string) {
	if len(l.believed) == 0 {
		return "", line
	}
	if name, n := bracketLabel(line); n > 0 {
		if l.believed["["+name] {
			return name, line[n:]
		}
		return "", line
	}
	label, end := "", 0
	for name, n := range colonLabels(line) {
		if l.believed[name] {
			label, end = name, n
		}
	}
	return label, line[end:]
}

// colonLabels yields what may be a label at the start of a line, shortest first,
// with the length of the label and its colon.
func colonLabels(line string) func(func(string, int) bool) {
	return func(yield func(string, int) bool) {
		colons := 0
		for i := 0; i < len(line) && i <= maxSpokenLabel && colons < maxColons; i++ {
			if line[i] == '\n' {
				return
			}
			if line[i] != ':' || !blankAt(line, i+1) {
				continue
			}
			colons++
			name := strings.TrimSpace(line[:i])
			if !cueLabelShape(name) || !yield(name, i+1) {
				return
			}
		}
	}
}

// cueLabelShape is wider than labelShape, for people call themselves what they
// like; but a label is no sentence.
func cueLabelShape(name string) bool {
	first, _ := utf8.DecodeRuneInString(name)
	if first == utf8.RuneError || !unicode.IsLetter(first) && !unicode.IsDigit(first) && first < 0x2190 {
		return false
	}
	return len(strings.Fields(name)) <= 8 && !strings.ContainsAny(name, "?!;…“”\"<>[]{}")
}

// bracketLabel finds "[Name]" or "[Name]:" with words behind it.
func bracketLabel(line string) (string, int) {
	if line == "" || line[0] != '[' {
		return "", 0
	}
	end := strings.IndexByte(line[:min(len(line), maxSpokenLabel)], ']')
	if end < 0 {
		return "", 0
	}
	name := strings.TrimSpace(line[1:end])
	n := end + 1
	if n < len(line) && line[n] == ':' {
		n++
	}
	if !labelShape(name) || n >= len(line) || !blankAt(line, n) {
		return "", 0
	}
	return name, n
}
