package main

import (
	"go/ast"
	"go/token"
	"regexp"
	"strings"
	"testing"
)

// houseStudie matches the Dutch word that the program does not use: a study is
// an "onderzoek" everywhere. A file name such as studie.mz may stand.
var houseStudie = regexp.MustCompile(`(?i)\bstudie(bestand|s)?\b([^.\w-]|\.\s|\.?$)`)

// TestHouseWords: one word for study in everything the program says. The
// folder report has its own wording tests.
func TestHouseWords(t *testing.T) {
	var out []string
	for _, f := range houseParse(t) {
		if f.test() || strings.HasPrefix(f.name, "report/") || strings.HasPrefix(f.name, "testdata/") {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && houseStudie.MatchString(strings.Trim(lit.Value, "\"`")) {
				out = append(out, houseFileLine(f.name, f.line(lit.Pos()))+": "+lit.Value)
			}
			return true
		})
	}
	houseReport(t, "onderzoek, not studie", out)
}

func TestHouseWordsCanFail(t *testing.T) {
	for text, want := range map[string]bool{
		"de studie is dicht": true, "Het studiebestand": true, "deel van de studie.": true, "studie": true,
		"meerzicht verify studie.mz": false, "studie-vrijdag.mz": false, "onderzoek": false, "study": false, "bestudieren": false,
	} {
		if got := houseStudie.MatchString(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
