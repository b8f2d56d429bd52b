package coding

import (
	"slices"

	"meerzicht/instruments"
)

// Transfer is the loss report of an exchange with another program: what the
// project held, what of it came over, and why the rest did not. Found is always
// Taken plus the counts of Lost, for every kind.
type Transfer struct {
	Origin string `json:"origin,omitempty"` // the program and its version, as the file says
	// Convention says how positions were counted and how that was found out; zero
	// when there are no positions.
	Convention instruments.Text `json:"convention,omitzero"`
	// Positions is the convention as `import --positions` names it; "" when there
	// are no positions.
	Positions string `json:"positions,omitempty"`
	// Unsure is true when the convention is a guess that the user must confirm.
	Unsure bool            `json:"unsure,omitempty"`
	Counts []TransferCount `json:"counts"` // in the order in which a reader would look for them
}

// TransferCount counts the things of one kind.
type TransferCount struct {
	Kind  TransferKind `json:"kind"`
	Found int          `json:"found"`
	Taken int          `json:"taken"`
	Lost  []Loss       `json:"lost,omitempty"`
}

// Loss is why things of a kind did not come over whole, and how many.
type Loss struct {
	Count int              `json:"count"`
	Why   instruments.Text `json:"why"`
}

// TransferKind is a kind of things that projects hold.
type TransferKind string

// The kinds of things in projects of other programs.
const (
	TransferDocuments TransferKind = "document"
	TransferCodes     TransferKind = "code"
	TransferCodings   TransferKind = "coding"
	TransferCoders    TransferKind = "coder"
	TransferMemos     TransferKind = "memo"
	TransferCases     TransferKind = "case"
	TransferVariables TransferKind = "variable" // values, each of one document or case
	TransferGroups    TransferKind = "group"
	TransferLists     TransferKind = "list" // filled lists
	TransferOther     TransferKind = "other"
)

// Text is the kind for people, in the plural.
func (k TransferKind) Text() instruments.Text {
	t, ok := map[TransferKind]instruments.Text{
		TransferDocuments: {NL: "documenten", EN: "documents"},
		TransferCodes:     {NL: "codes", EN: "codes"},
		TransferCodings:   {NL: "coderingen", EN: "codings"},
		TransferCoders:    {NL: "codeurs", EN: "coders"},
		TransferMemos:     {NL: "memo’s", EN: "memos"},
		TransferCases:     {NL: "cases", EN: "cases"},
		TransferVariables: {NL: "waarden van variabelen", EN: "values of variables"},
		TransferGroups:    {NL: "groepen", EN: "groups"},
		TransferLists:     {NL: "ingevulde lijsten", EN: "filled lists"},
		TransferOther:     {NL: "overige onderdelen", EN: "other parts"},
	}[k]
	if !ok {
		return instruments.Same(string(k))
	}
	return t
}

// Take counts things of a kind that came over whole.
func (t *Transfer) Take(kind TransferKind, n int) {
	if n > 0 {
		c := t.count(kind)
		c.Found += n
		c.Taken += n
	}
}

// Lose counts things of a kind that did not come over, and why. The same reason
// is listed once.
func (t *Transfer) Lose(kind TransferKind, n int, why instruments.Text) {
	if n <= 0 {
		return
	}
	c := t.count(kind)
	c.Found += n
	for i := range c.Lost {
		if c.Lost[i].Why == why {
			c.Lost[i].Count += n
			return
		}
	}
	c.Lost = append(c.Lost, Loss{n, why})
}

// Drop counts things that a reader had taken and that could not be stored.
func (t *Transfer) Drop(kind TransferKind, n int, why instruments.Text) {
	if n <= 0 {
		return
	}
	c := t.count(kind)
	taken := min(n, c.Taken)
	c.Taken -= taken
	c.Found -= taken
	t.Lose(kind, n, why)
}

func (t *Transfer) count(kind TransferKind) *TransferCount {
	for i := range t.Counts {
		if t.Counts[i].Kind == kind {
			return &t.Counts[i]
		}
	}
	t.Counts = append(t.Counts, TransferCount{Kind: kind})
	return &t.Counts[len(t.Counts)-1]
}

// Lost is how many things did not come over, of all kinds together.
func (t Transfer) Lost() int {
	n := 0
	for _, c := range t.Counts {
		n += c.Found - c.Taken
	}
	return n
}

// Sort puts the counts in the order of the kinds above: what a reader looks for
// first stands first.
func (t *Transfer) Sort() {
	order := []TransferKind{
		TransferDocuments, TransferCodes, TransferCodings, TransferCoders, TransferMemos, TransferCases, TransferVariables, TransferGroups, TransferLists, TransferOther,
	}
	slices.SortStableFunc(t.Counts, func(a, b TransferCount) int { return slices.Index(order, a.Kind) - slices.Index(order, b.Kind) })
}
