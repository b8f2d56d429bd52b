package sav

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Valid reports whether a name can be that of a variable in any program that
// reads system files: it begins with a Latin letter, goes on with letters, digits
// and underscores, has at most MaxName bytes and is no reserved word of SPSS.
func Valid(name string) bool {
	if name == "" || len(name) > MaxName || reserved(name) {
		return false
	}
	for i := range len(name) {
		c := name[i]
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && (i == 0 || c != '_' && (c < '0' || c > '9')) {
			return false
		}
	}
	return true
}

func reserved(name string) bool {
	switch strings.ToUpper(name) {
	case "ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH":
		return true
	}
	return false
}

// Name makes a valid name of any text: accents fall off letters, everything else
// that cannot stand in a name becomes one underscore, and a name that does not
// begin with a letter, or is reserved, gets the letter v and an underscore in
// front. It is cut to MaxName bytes.
func Name(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(text) {
		switch {
		case r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			if gap && b.Len() > 0 {
				b.WriteByte('_')
			}
			b.WriteRune(r)
			gap = false
		case unicode.Is(unicode.Mn, r): // an accent
		default:
			gap = true
		}
		if b.Len() >= MaxName {
			break
		}
	}
	name := b.String()
	if name == "" || !unicode.IsLetter(rune(name[0])) || reserved(name) {
		name = strings.TrimSuffix("v_"+name, "_")
	}
	return strings.TrimRight(name[:min(len(name), MaxName)], "_")
}

// Names makes the texts into names that are valid and differ, in capitals or not:
// a name that is taken gets _2, _3 … The same texts give the same names.
func Names(texts []string) []string {
	taken, next := make(map[string]bool, len(texts)), map[string]int{}
	out := make([]string, len(texts))
	for i, t := range texts {
		name := Name(t)
		base := strings.ToUpper(name)
		for n := next[base]; taken[strings.ToUpper(name)]; {
			n = max(n+1, 2)
			next[base] = n
			suffix := "_" + strconv.Itoa(n)
			name = Name(t)
			name = strings.TrimRight(name[:min(len(name), MaxName-len(suffix))], "_") + suffix
		}
		taken[strings.ToUpper(name)] = true
		out[i] = name
	}
	return out
}

// shortNames gives every segment a name of at most eight bytes in capitals, since
// the format knows variables by those: a variable's own where it is short enough.
func shortNames(vars []Variable, segments [][]segment) {
	taken := make(map[string]bool, len(vars))
	for i, v := range vars {
		if len(v.Name) <= 8 {
			segments[i][0].short = strings.ToUpper(v.Name)
			taken[segments[i][0].short] = true
		}
	}
	n := 0
	for i := range segments {
		for j := range segments[i] {
			for s := &segments[i][j]; s.short == ""; {
				n++
				if name := "V" + strconv.Itoa(n); !taken[name] {
					s.short = name
				}
			}
		}
	}
}
