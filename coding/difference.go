package coding

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"

	"meerzicht/instruments"
)

// DefaultThreshold is the share of their union that two stretches must have in
// common to be about the same.
const DefaultThreshold = .5

// Pair is the same code on the same stretch by two coders. Where a coder coded
// the stretch in pieces that overlap or touch, it is the first of them with the
// whole stretch.
type Pair struct {
	A Coding `json:"a"`
	B Coding `json:"b"`
}

// DifferenceType says how the work of two coders differs.
type DifferenceType string

// The ways in which it can.
const (
	Missed    DifferenceType = "missed"   // one coded, the other has nothing like it
	Boundary  DifferenceType = "boundary" // the same code with other edges
	OtherCode DifferenceType = "code"     // another code on about the same stretch
	Answer    DifferenceType = "answer"   // another answer to an item of a list
)

// Text names the type.
func (t DifferenceType) Text() instruments.Text {
	switch t {
	case Missed:
		return instruments.Text{NL: "door één gecodeerd", EN: "coded by one"}
	case Boundary:
		return instruments.Text{NL: "andere grenzen", EN: "other edges"}
	case OtherCode:
		return instruments.Text{NL: "andere code", EN: "another code"}
	case Answer:
		return instruments.Text{NL: "ander antwoord", EN: "another answer"}
	}
	return instruments.Same(string(t))
}

// Difference (verschil) is one place where two coders did not do the same.
type Difference struct {
	// ID is the same as long as the difference is: it follows from document, dyad,
	// stretch and codes, or from list, subject and item, and from nothing else.
	ID       string                 `json:"id"`
	Type     DifferenceType         `json:"type"`
	Document instruments.DocumentID `json:"document,omitempty"`
	Dyad     instruments.DyadID     `json:"dyad,omitempty"`  // of indicator codings
	Start    int                    `json:"start,omitempty"` // code points, half open: all codings concerned
	End      int                    `json:"end,omitempty"`
	A        []Coding               `json:"a,omitempty"` // as they are, in the order of a Corpus
	B        []Coding               `json:"b,omitempty"`

	List    instruments.FillingKind `json:"list,omitempty"`
	Subject string                  `json:"subject,omitempty"` // respondent, or dyad
	Item    string                  `json:"item,omitempty"`    // activity, or indicator
	AnswerA string                  `json:"answer_a,omitempty"`
	AnswerB string                  `json:"answer_b,omitempty"`
}

// Codes are the codes concerned, by id, each once.
func (d Difference) Codes() []CodeID {
	out := make([]CodeID, 0, 2)
	for _, side := range [][]Coding{d.A, d.B} {
		for i := range side {
			if !slices.Contains(out, side[i].Code) {
				out = append(out, side[i].Code)
			}
		}
	}
	slices.Sort(out)
	return out
}

// name gives the difference its id. The first eight digits, its place, tell the
// document or list, so that an id says where to look.
func (d *Difference) name(place string) {
	if d.Type == Answer {
		d.ID = place + hash(24, string(d.List), d.Subject, d.Item)
		return
	}
	var room [192]byte
	raw := append(append(room[:0], d.Document...), 0)
	raw = append(append(raw, d.Dyad...), 0)
	raw = append(strconv.AppendInt(raw, int64(d.Start), 10), 0)
	raw = strconv.AppendInt(raw, int64(d.End), 10)
	for _, c := range d.Codes() {
		raw = append(append(raw, 0), c...)
	}
	sum := sha256.Sum256(raw)
	var digits [24]byte
	hex.Encode(digits[:], sum[:len(digits)/2])
	d.ID = place + string(digits[:])
}

// placeHash is the part of an id that tells the document, or kind and subject of
// the list.
func placeHash(document, subject string) string { return hash(8, document, subject) }

// hash is the first digits of the SHA-256 of texts.
func hash(digits int, parts ...string) string {
	var room [192]byte
	raw := room[:0]
	for i, p := range parts {
		if i > 0 {
			raw = append(raw, 0)
		}
		raw = append(raw, p...)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:digits/2])
}

// CompareFillings sets two fillings of one list side by side: the items both
// answered alike, and the differences. Items are those that either answered; an
// answer that is missing is "niet besproken" (of an indicator "-"). Remarks and
// evidence are not compared. Fillings of different lists have nothing in common.
func CompareFillings(a, b instruments.Filling) (agreed int, diffs []Difference) {
	if a.Kind != b.Kind || Subject(a) != Subject(b) {
		return 0, nil
	}
	of, other := answers(a), answers(b)
	for _, item := range items(a, b) {
		d := Difference{Type: Answer, List: a.Kind, Subject: Subject(a), Item: item, AnswerA: of.of(item), AnswerB: other.of(item)}
		if d.AnswerA == d.AnswerB {
			agreed++
			continue
		}
		d.name(placeHash(string(d.List), d.Subject))
		diffs = append(diffs, d)
	}
	return agreed, diffs
}

// Subject is whom a list is about: the respondent, or the dyad.
func Subject(f instruments.Filling) string {
	if f.Kind == instruments.IndicatorFilling {
		return string(f.Dyad.ID)
	}
	return string(f.Respondent)
}

// answered are the answers of a filling by item.
type answered struct {
	kind instruments.FillingKind
	by   map[string]string
}

func answers(f instruments.Filling) answered {
	out := answered{kind: f.Kind, by: map[string]string{}}
	for _, r := range f.Responses {
		out.by[string(r.Activity)] = string(r.State)
	}
	for _, r := range f.Ratings {
		out.by[string(r.Indicator)] = string(r.Value)
	}
	return out
}

func (a answered) of(item string) string {
	if answer := a.by[item]; answer != "" {
		return answer
	}
	if a.kind == instruments.IndicatorFilling {
		return string(instruments.NotObserved)
	}
	return string(instruments.NotDiscussed)
}

// items are the items of two fillings in the order of the first, then those
// that only the second has.
func items(a, b instruments.Filling) []string {
	var out []string
	seen := map[string]bool{}
	for _, f := range []instruments.Filling{a, b} {
		for _, item := range itemsOf(f) {
			if !seen[item] {
				seen[item] = true
				out = append(out, item)
			}
		}
	}
	return out
}

func itemsOf(f instruments.Filling) []string {
	var out []string
	for _, r := range f.Responses {
		out = append(out, string(r.Activity))
	}
	for _, r := range f.Ratings {
		out = append(out, string(r.Indicator))
	}
	return out
}
