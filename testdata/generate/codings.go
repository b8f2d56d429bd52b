package generate

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"

	"meerzicht/instruments"
	"meerzicht/instruments/transcript"
)

// placed is a mark at its place in the transcript as it is read back.
type placed struct {
	mark
	document   string
	respondent string
	start, end int
	quotation  string
	turn       string // the words of its turn, and where they begin
	turnStart  int
}

// place reads a generated transcript back and puts every mark at its code
// points. A turn that does not read back word for word is an error.
func place(c conversation, file File) ([]placed, error) {
	doc, problems := transcript.Read(file.Name, file.Data)
	if err := problems.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", file.Name, err)
	}
	spoken := spokenTurns(doc)
	if len(spoken) != len(c.turns) {
		return nil, fmt.Errorf("%s: %d turns written, %d read", file.Name, len(c.turns), len(spoken))
	}
	text := []rune(doc.Text)
	var out []placed
	for i, t := range c.turns {
		at := spoken[i]
		if got := string(text[at.Start:at.End]); got != t.text {
			return nil, fmt.Errorf("%s: turn %d reads %q, written was %q", file.Name, i+1, got, t.text)
		}
		for _, m := range t.marks {
			p := placed{mark: m, document: docID(c), respondent: c.respondent, start: at.Start + m.start, end: at.Start + m.end, turn: t.text, turnStart: at.Start}
			p.quotation = string(text[p.start:p.end])
			out = append(out, p)
		}
	}
	return out, nil
}

func docID(c conversation) string {
	if c.respondent != "" {
		return c.respondent
	}
	return "focusgroep-" + c.group
}

func spokenTurns(doc instruments.Document) []instruments.Turn {
	var out []instruments.Turn
	for _, t := range doc.Turns {
		if t.Speaker != "" {
			out = append(out, t)
		}
	}
	return out
}

// gold writes which stretch truly mentions which code, and which only seem to.
func gold(all []placed) ([]byte, error) {
	rows := [][]string{{"document", "start", "end", "quotation", "code", "kind"}}
	for _, p := range all {
		rows = append(rows, []string{p.document, strconv.Itoa(p.start), strconv.Itoa(p.end), p.quotation, p.code, p.kind})
	}
	return csvBytes(rows)
}

// firstCoder writes the codings file of the first coder: the gold, save where
// the source says that the coder missed or mistook a stretch.
func firstCoder(all []placed, people []person) ([]byte, error) {
	rows := [][]string{{"document", "start", "end", "quotation", "code", "coder", "memo", "dyad"}}
	for _, p := range all {
		if (p.kind == "mention") == p.deviates {
			continue
		}
		memo := ""
		if p.deviates {
			memo = "twijfel: plan of uitgevoerd?"
		}
		rows = append(rows, []string{p.document, strconv.Itoa(p.start), strconv.Itoa(p.end), p.quotation, p.code, coder, memo, dyadOf(p, people)})
	}
	return csvBytes(rows)
}

func dyadOf(p placed, people []person) string {
	if p.dyad == "" {
		return ""
	}
	name := map[string]string{"cc": "V–cirkelcoörd.", "tz": "V–toezichth."}[p.dyad]
	for _, q := range people {
		if string(q.respondent.ID) == p.respondent {
			return string(instruments.NewDyadID(q.respondent.Trajectories[0], name))
		}
	}
	return ""
}

func csvBytes(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	err := w.WriteAll(rows)
	return b.Bytes(), err
}
