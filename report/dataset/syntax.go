package dataset

import (
	"bufio"
	"io"
	"reflect"
	"strconv"
	"strings"

	"meerzicht/instruments"
	"meerzicht/report/sav"
)

// syntaxLine is how many bytes a line of syntax has at most; SPSS reads 256.
const syntaxLine = 200

// WriteSyntax writes SPSS syntax that reads the CSV file of a dataset
// (WriteCSV, under the name csvName) and sets its labels, missing values and
// response sets. It sets the labels of the other language first and those of lang
// last, so that these stay; running the first block alone sets the others.
func WriteSyntax(w io.Writer, d Dataset, csvName string, lang instruments.Lang) error {
	s := syntax{w: bufio.NewWriter(w), d: d}
	s.remarks(csvName, lang)
	s.read(csvName)
	s.missing()
	for _, l := range []instruments.Lang{other(lang), lang} {
		s.labels(l, l == lang)
	}
	s.sets(lang)
	s.levels()
	s.decimals()
	s.line("EXECUTE.")
	return s.w.Flush()
}

// syntax writes commands. Errors wait in the buffered writer until Flush.
type syntax struct {
	w *bufio.Writer
	d Dataset
}

func (s *syntax) line(parts ...string) {
	for _, p := range parts {
		_, _ = s.w.WriteString(p)
	}
	_ = s.w.WriteByte('\n')
}

// remark is a comment on a line of its own.
func (s *syntax) remark(text string) {
	text = sav.Line(text, syntaxLine)
	s.line("* ", strings.TrimRight(text, "."), ".")
}

func (s *syntax) remarks(csvName string, lang instruments.Lang) {
	s.line("* Encoding: UTF-8.")
	s.remark(s.d.Label.In(lang))
	for _, n := range s.d.Notes {
		s.remark(n.In(lang))
	}
	s.remark(instruments.Textf("Deze syntaxis leest %s uit de werkmap; kies die zo nodig eerst met CD", "This syntax reads %s from the working folder; choose that first with CD where needed", instruments.Plain(csvName)).In(lang))
	if s.d.broken() {
		s.remark(instruments.Text{
			NL: "Let op: sommige teksten hebben meer regels en komen zo niet goed in SPSS; gebruik daarvoor het .sav-bestand",
			EN: "Note: some texts have several lines and do not come into SPSS well this way; use the .sav file for those",
		}.In(lang))
	}
	s.line()
}

// broken reports whether a text has more than one line, which SPSS takes for more
// than one case.
func (d Dataset) broken() bool {
	for _, row := range d.Rows {
		for _, cell := range row {
			if t, ok := cell.(string); ok && strings.ContainsAny(t, "\r\n") {
				return true
			}
		}
	}
	return false
}

func (s *syntax) read(csvName string) {
	s.line("GET DATA")
	s.line("  /TYPE=TXT")
	s.line("  /FILE=", quoted(csvName))
	s.line("  /ENCODING='UTF8'")
	s.line("  /ARRANGEMENT=DELIMITED")
	s.line("  /DELCASE=LINE")
	s.line("  /FIRSTCASE=2")
	s.line(`  /DELIMITERS=","`)
	s.line(`  /QUALIFIER='"'`)
	before := "  /VARIABLES="
	for i, v := range s.d.Variables {
		format := "F8.0"
		if v.Type == String {
			format = "A" + strconv.Itoa(min(s.d.width(i)+1, sav.MaxString)) // one more: an apostrophe may stand in front
		}
		s.line(before, v.Name, " ", format)
		before = "    "
	}
	s.line("  .")
	s.line()
}

// missing gives those without an answer their value back, which the CSV file
// leaves empty.
func (s *syntax) missing() {
	for value, names := range s.missingBy() {
		v := strconv.Itoa(value)
		s.names("RECODE", names)
		s.line("  (SYSMIS=", v, ").")
		s.names("MISSING VALUES", names)
		s.line("  (", v, ").")
	}
	s.line()
}

// missingBy are the variables by their value for no answer, in order.
func (s *syntax) missingBy() func(yield func(int, []string) bool) {
	var values []int
	names := map[int][]string{}
	for _, v := range s.d.Variables {
		if v.Missing == NoMissing {
			continue
		}
		if names[v.Missing] == nil {
			values = append(values, v.Missing)
		}
		names[v.Missing] = append(names[v.Missing], v.Name)
	}
	return func(yield func(int, []string) bool) {
		for _, v := range values {
			if !yield(v, names[v]) {
				return
			}
		}
	}
}

// names writes names behind a command, over as many lines as they need. The first
// stands on the command's own line: some programs take a line that begins with
// "document" for a command.
func (s *syntax) names(line string, names []string) {
	for _, n := range names {
		if len(line)+1+len(n) > syntaxLine {
			s.line(line)
			line = " "
		}
		line += " " + n
	}
	s.line(line)
}

// labels writes the labels of variables and values in a language.
func (s *syntax) labels(lang instruments.Lang, stay bool) {
	if stay {
		s.remark(instruments.Text{NL: "Labels in het Nederlands", EN: "Labels in English"}.In(lang))
	} else {
		s.remark(instruments.Text{NL: "Labels in het Nederlands; het volgende blok vervangt ze", EN: "Labels in English; the next block replaces them"}.In(lang))
	}
	before := "VARIABLE LABELS "
	for _, v := range s.d.Variables {
		s.line(before, v.Name)
		s.line("   ", literal(v.Label.In(lang), sav.MaxLabel))
		before = "  /"
	}
	s.line("  .")
	s.valueLabels(lang)
	s.line()
}

// valueLabels writes the labels of values; neighbours with the same ones share
// them.
func (s *syntax) valueLabels(lang instruments.Lang) {
	vars := s.d.Variables
	for i := 0; i < len(vars); {
		n := i + 1
		for n < len(vars) && reflect.DeepEqual(vars[n].Values, vars[i].Values) && vars[n].Type == vars[i].Type {
			n++
		}
		if len(vars[i].Values) > 0 {
			names := make([]string, 0, n-i)
			for _, v := range vars[i:n] {
				names = append(names, v.Name)
			}
			s.names("VALUE LABELS", names)
			s.values(vars[i].Values, lang)
			s.line("  .")
		}
		i = n
	}
}

func (s *syntax) values(values []ValueLabel, lang instruments.Lang) {
	for _, l := range values {
		text := literal(l.Label.In(lang), sav.MaxValueLabel)
		switch x := l.Value.(type) {
		case int:
			s.line("    ", strconv.Itoa(x), " ", text)
		case string:
			s.line("    ", literal(x, sav.MaxString), " ", text)
		}
	}
}

func (s *syntax) sets(lang instruments.Lang) {
	for _, set := range s.d.Sets {
		names := s.d.in(set.Name)
		if len(names) < 2 {
			continue
		}
		s.line("MRSETS /MDGROUP NAME=$", sav.Name(set.Name), " LABEL=", literal(set.Label.In(lang), sav.MaxLabel))
		s.names("  VARIABLES=", names)
		s.line("  VALUE=", strconv.Itoa(set.Counted), ".")
	}
}

// levels sets the levels of measurement.
func (s *syntax) levels() {
	for _, l := range []struct {
		measure sav.Measure
		name    string
	}{{sav.Nominal, "NOMINAL"}, {sav.Ordinal, "ORDINAL"}, {sav.Scale, "SCALE"}} {
		var names []string
		for _, v := range s.d.Variables {
			if v.Measure == l.measure {
				names = append(names, v.Name)
			}
		}
		if len(names) > 0 {
			s.names("VARIABLE LEVEL", names)
			s.line("  (", l.name, ").")
		}
	}
}

// decimals shows fractions as fractions. They are read without a format for
// decimals, which would move the point of a whole number.
func (s *syntax) decimals() {
	for _, v := range s.d.Variables {
		if n := v.Decimals; n > 0 && v.Type == Number {
			s.line("FORMATS ", v.Name, " (F", strconv.Itoa(8+n), ".", strconv.Itoa(n), ").")
		}
	}
}

// literal is a text between quotes, in pieces that fit on a line each.
func literal(text string, limit int) string {
	text = sav.Line(text, limit)
	var pieces []string
	for text != "" {
		piece := sav.Cut(text, syntaxLine/2)
		text = text[len(piece):]
		pieces = append(pieces, quoted(piece))
	}
	if len(pieces) == 0 {
		return "''"
	}
	return strings.Join(pieces, " +\n      ")
}

func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
