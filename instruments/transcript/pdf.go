package transcript

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"meerzicht/instruments"
)

// readPDF makes a document of what the PDF function gives: pages parted by form
// feeds.
func (r Reader) readPDF(data []byte) (content, *refusal) {
	if r.PDF == nil {
		return content{}, refuseKind(kindPDF, ".pdf")
	}
	text, err := r.PDF(data)
	if err != nil {
		return content{}, refusePDF(err)
	}
	if len(text) > maxText {
		return content{}, refuseTextSize()
	}
	text = canonical([]byte(strings.ToValidUTF8(text, "\ufffd")))
	pages := make([][]string, 0, 16)
	for page := range strings.SplitSeq(text, "\f") {
		pages = append(pages, trimLines(strings.Split(page, "\n")))
	}
	omitted := map[string]int{"header": takeRunning(pages, top), "footer": takeRunning(pages, bottom)}
	c := content{text: joinPages(pages), decoder: "pdf", omitted: omissions(omitted), notes: notePDF()}
	if lost := strings.Count(c.text, "\ufffd"); lost > 0 {
		c.notes = append(c.notes, notePDFLost(lost))
	}
	return c, nil
}

// refusePDF is the refusal that the PDF function itself gives, else a general one.
func refusePDF(err error) *refusal {
	var told *instruments.Error
	if errors.As(err, &told) {
		return &refusal{what: told.What, hint: told.Hint}
	}
	return refuse("De PDF is niet te lezen.", "The PDF cannot be read.", pdfOtherNL, pdfOtherEN)
}

func notePDF() instruments.Problems {
	return instruments.Problems{{
		Note: true,
		What: instruments.Text{
			NL: "Gelezen uit een PDF: controleer de tekst vóór het coderen.",
			EN: "Read from a PDF: check the text before coding.",
		},
		Hint: instruments.Text{
			NL: "Let op regeleinden, afbreekstreepjes, kolommen en wat boven en onder aan de bladzijden stond; het bestand waarvan de PDF gemaakt is, leest beter.",
			EN: "Look at line ends, hyphens, columns and what stood at the top and bottom of pages; the file that the PDF was made from reads better.",
		},
	}}
}

func notePDFLost(n int) instruments.Problem {
	return instruments.Problem{
		Note: true,
		What: instruments.Textf("Tekens waarvan de PDF niet zegt welke letter het is, vervangen door �: %d.", "Glyphs of which the PDF does not say the letter, replaced by �: %d.", n),
		Hint: instruments.Text{NL: pdfOtherNL, EN: pdfOtherEN},
	}
}

func trimLines(lines []string) []string {
	for len(lines) > 0 && strings.TrimSpace(lines[0]) == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// joinPages sets the pages below each other. A sentence that runs on over the
// edge of the paper stays one line.
func joinPages(pages [][]string) string {
	var b strings.Builder
	last := rune(0)
	for _, lines := range pages {
		if len(lines) == 0 {
			continue
		}
		first, _ := utf8.DecodeRuneInString(lines[0])
		switch {
		case b.Len() == 0:
		case unicode.IsLower(first) && (unicode.IsLetter(last) || last == ',' || last == ';'):
			b.WriteString(" ")
		default:
			b.WriteString("\n")
		}
		b.WriteString(strings.Join(lines, "\n"))
		last, _ = utf8.DecodeLastRuneInString(lines[len(lines)-1])
	}
	return b.String()
}

// maxRunning is how many lines a header or footer has at most.
const maxRunning = 3

// edge is the top or the bottom of pages.
type edge bool

const (
	top    edge = false
	bottom edge = true
)

func (e edge) line(lines []string) string {
	switch {
	case len(lines) == 0:
		return ""
	case e == bottom:
		return lines[len(lines)-1]
	}
	return lines[0]
}

func (e edge) take(lines []string) []string {
	if e == bottom {
		return trimLines(lines[:len(lines)-1])
	}
	return trimLines(lines[1:])
}

// takeRunning takes away the lines at one edge of the pages that are surely a
// header, a footer or a page number, and counts them. What is not sure stays.
func takeRunning(pages [][]string, e edge) int {
	taken := 0
	for range maxRunning {
		found := e.running(pages)
		if len(found) == 0 {
			return taken
		}
		for _, i := range found {
			pages[i] = e.take(pages[i])
		}
		taken += len(found)
	}
	return taken
}

// running finds the pages whose line at the edge is no part of the text: page
// numbers that count on, or the same line again and again.
func (e edge) running(pages [][]string) []int {
	if found := e.numbers(pages); len(found) > 0 {
		return found
	}
	return e.repeated(pages)
}

var pageNumber = regexp.MustCompile(`(?i)^(?:[-–—|\s]|pagina|page|blz\.?|pag\.?|p\.)*(\d{1,4})(?:\s*(?:/|\||van|of|uit)\s*\d{1,4})?[-–—|\s.]*$`)

// numbers finds page numbers: on two pages or more, on most of them, and each as
// far from the number of its sheet as the others.
func (e edge) numbers(pages [][]string) []int {
	byShift := map[int][]int{}
	for i, lines := range pages {
		if m := pageNumber.FindStringSubmatch(e.line(lines)); m != nil {
			n, _ := strconv.Atoi(m[1])
			byShift[n-i] = append(byShift[n-i], i)
		}
	}
	for _, found := range byShift {
		if len(found) >= 2 && len(found)*5 >= len(pages)*3 {
			return found
		}
	}
	return nil
}

var numerals = regexp.MustCompile(`\d+`)

// repeated finds lines that come back on three pages or more, numbers aside; left
// and right pages may differ. A line that could be spoken, for it has a speaker
// or ends a sentence, is left alone.
func (e edge) repeated(pages [][]string) []int {
	byLine := map[string][]int{}
	for i, lines := range pages {
		line := strings.TrimSpace(e.line(lines))
		if _, n := cutLabel(line); n > 0 || len(line) < 4 || strings.ContainsAny(line[len(line)-1:], ".?!,;:") || strings.HasSuffix(line, "…") {
			continue
		}
		form := numerals.ReplaceAllString(line, "#")
		byLine[form] = append(byLine[form], i)
	}
	var found []int
	for _, at := range byLine {
		if len(at) >= 3 {
			found = append(found, at...)
		}
	}
	if len(found)*5 < len(pages)*3 {
		return nil
	}
	slices.Sort(found)
	return found
}
