package dataset

import (
	"slices"
	"strconv"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report/sav"
)

// Kind is what a row of a dataset is.
type Kind string

// The four kinds.
const (
	Wide    Kind = "wide"    // a row for every respondent
	Long    Kind = "long"    // a row for every answer of a checklist
	Codings Kind = "codings" // a row for every coding, quotation included
	Matrix  Kind = "matrix"  // a row for every document, a column for every code
)

// Kinds are all kinds, in the order in which people want them.
func Kinds() []Kind { return []Kind{Wide, Long, Codings, Matrix} }

// Label says what a kind is.
func (k Kind) Label() instruments.Text {
	switch k {
	case Wide:
		return instruments.Text{NL: "een rij per respondent", EN: "a row for every respondent"}
	case Long:
		return instruments.Text{NL: "een rij per antwoord van de activiteitenlijst", EN: "a row for every answer of the activity checklist"}
	case Codings:
		return instruments.Text{NL: "een rij per codering", EN: "a row for every coding"}
	case Matrix:
		return instruments.Text{NL: "een rij per document, een kolom per code", EN: "a row for every document, a column for every code"}
	}
	return instruments.Same(string(k))
}

// Columns chooses between two ways of writing the same thing side by side.
type Columns string

// Of an activity in Wide: its state, or whether it was named. Of a code in
// Matrix: how often it was given, or whether it was.
const (
	Both       Columns = ""
	States     Columns = "states"     // only the states, or the counts
	Indicators Columns = "indicators" // only zeros and ones
)

// Options choose what is in a dataset. The zero value is everything but the
// codings of the lexicon.
type Options struct {
	Columns Columns // of Wide and Matrix
	// Lexicon counts accepted suggestions of the lexicon as codings, too. The rows
	// of Codings always have them, with their coder.
	Lexicon bool
	// WithoutTexts leaves out of Codings what may hold words of an interview:
	// quotation, memo and matched form.
	WithoutTexts bool
}

// Value is a cell: an int, a float64, a string, or nil for what is missing.
type Value = any

// Dataset is a table with its dictionary.
type Dataset struct {
	Kind      Kind
	Name      string           // of a file or sheet: "wide"
	Label     instruments.Text // title of the study and what a row is
	Notes     []instruments.Text
	Changed   string // of the study, RFC 3339
	Variables []Variable
	Rows      [][]Value // a cell for every variable
	Sets      []ResponseSet
}

// Type is the type of a variable.
type Type string

// The types.
const (
	Number Type = "number"
	String Type = "string"
)

// Variable is a column. Names are valid in SPSS, R and SQL, and differ, in
// capitals or not.
type Variable struct {
	Name    string
	Label   instruments.Text
	Type    Type
	Measure sav.Measure
	// Decimals are those that SPSS shows of a number that is a fraction.
	Decimals int
	Values   []ValueLabel
	// Missing is a value that stands for no answer, NoMissing when there is none.
	Missing int
	Set     string // name of the response set it is in, or ""
}

// NoMissing says that a variable has no value for no answer: cells are just nil.
const NoMissing = -1

// ValueLabel is what a value means; Value is an int or a string.
type ValueLabel struct {
	Value Value
	Label instruments.Text
}

// ResponseSet is a set of answers of which a respondent may give several: each
// of its variables has the value Counted for those who gave it.
type ResponseSet struct {
	Name    string
	Label   instruments.Text
	Counted int
}

// maxCells bounds a dataset in memory: some 200 MiB with strings.
const maxCells = 8_000_000

// Of makes the dataset of a kind. It refuses an unknown kind, and more than eight
// million cells.
func Of(c *coding.Corpus, kind Kind, o Options) (Dataset, error) {
	b := newBuilder(c, kind, o)
	build := map[Kind]func() error{Wide: b.wide, Long: b.long, Codings: b.codings, Matrix: b.matrix}[kind]
	if build == nil {
		return Dataset{}, instruments.Refuse("", instruments.Textf("onbekende soort gegevens %q", "unknown kind of data %q", instruments.Plain(string(kind))),
			instruments.Text{NL: "kies wide, long, codings of matrix", EN: "choose wide, long, codings or matrix"})
	}
	if err := build(); err != nil {
		return Dataset{}, err
	}
	return b.done(), nil
}

// builder collects variables, then rows.
type builder struct {
	c        *coding.Corpus
	set      *instruments.Set
	o        Options
	d        Dataset
	speaker  map[instruments.DocumentID]instruments.RespondentID // of interviews
	people   map[instruments.RespondentID]*instruments.Respondent
	activity []instruments.Activity
}

func newBuilder(c *coding.Corpus, kind Kind, o Options) *builder {
	b := &builder{c: c, set: c.Instruments, o: o, speaker: map[instruments.DocumentID]instruments.RespondentID{}, people: map[instruments.RespondentID]*instruments.Respondent{}}
	if b.set == nil {
		b.set = &instruments.Set{}
	}
	what := kind.Label()
	title := c.Info.Title
	b.d = Dataset{Kind: kind, Name: string(kind), Changed: c.Info.Changed, Label: instruments.Textf("%s: %s", "%s: %s", title, what)}
	if title.IsZero() {
		b.d.Label = what
	}
	for _, n := range []instruments.Text{c.Info.Notice, c.Layer.Text(), internal()} {
		if !n.IsZero() {
			b.d.Notes = append(b.d.Notes, n)
		}
	}
	for i := range c.Respondents {
		b.people[c.Respondents[i].ID] = &c.Respondents[i]
	}
	for i := range c.Documents {
		if d := &c.Documents[i]; d.Kind == instruments.Interview && d.Respondent != "" {
			b.speaker[d.ID] = d.Respondent
		}
	}
	return b
}

// internal is the warning that goes along with every row about a person.
func internal() instruments.Text {
	return instruments.Text{
		NL: "Rijen over personen: alleen voor gebruik binnen het onderzoeksteam.",
		EN: "Rows about persons: for use inside the research team only.",
	}
}

// number and text add a variable.
func (b *builder) number(name string, label instruments.Text, m sav.Measure, values ...ValueLabel) *Variable {
	b.d.Variables = append(b.d.Variables, Variable{Name: name, Label: label, Type: Number, Measure: m, Values: values, Missing: NoMissing})
	return &b.d.Variables[len(b.d.Variables)-1]
}

func (b *builder) text(name string, label instruments.Text, values ...ValueLabel) {
	b.d.Variables = append(b.d.Variables, Variable{Name: name, Label: label, Type: String, Measure: sav.Nominal, Values: values, Missing: NoMissing})
}

// room refuses more cells than a dataset may have; all variables are known.
func (b *builder) room(rows int) error {
	if n := len(b.d.Variables); n > 0 && rows > maxCells/n {
		return instruments.Refuse(b.d.Name,
			instruments.Textf("%d rijen van %d kolommen zijn meer dan %d cellen", "%d rows of %d columns are more than %d cells", rows, n, maxCells),
			instruments.Text{NL: "kies een andere soort gegevens, of het hele onderzoek als json", EN: "choose another kind of data, or the whole study as json"})
	}
	b.d.Rows = make([][]Value, 0, rows)
	return nil
}

// done makes the names of the variables valid and unique.
func (b *builder) done() Dataset {
	names := make([]string, len(b.d.Variables))
	for i, v := range b.d.Variables {
		names[i] = v.Name
	}
	for i, n := range sav.Names(names) {
		b.d.Variables[i].Name = n
	}
	return b.d
}

// Dictionary is the dictionary of a dataset as a dataset: a row for every
// variable, with its labels in both languages and its values.
func (d Dataset) Dictionary() Dataset {
	b := &builder{d: Dataset{Kind: d.Kind, Name: d.Name + "-variables", Label: instruments.Textf("%s (variabelen)", "%s (variables)", d.Label), Changed: d.Changed}}
	b.text("variable", instruments.Text{NL: "variabele", EN: "variable"})
	b.text("type", instruments.Same("type"))
	b.text("label_nl", instruments.Text{NL: "label in het Nederlands", EN: "label in Dutch"})
	b.text("label_en", instruments.Text{NL: "label in het Engels", EN: "label in English"})
	b.text("values_nl", instruments.Text{NL: "waarden in het Nederlands", EN: "values in Dutch"})
	b.text("values_en", instruments.Text{NL: "waarden in het Engels", EN: "values in English"})
	b.number("missing", instruments.Text{NL: "waarde voor geen antwoord", EN: "value for no answer"}, sav.Nominal)
	b.text("response_set", instruments.Text{NL: "meervoudig antwoord", EN: "multiple response set"})
	for _, v := range d.Variables {
		var missing Value
		if v.Missing != NoMissing {
			missing = v.Missing
		}
		b.d.Rows = append(b.d.Rows, []Value{
			v.Name, string(v.Type), v.Label.In(instruments.Dutch), v.Label.In(instruments.English),
			valueList(v.Values, instruments.Dutch), valueList(v.Values, instruments.English), missing, v.Set,
		})
	}
	return b.done()
}

// valueList is "1 = genoemd; 2 = expliciet niet".
func valueList(values []ValueLabel, lang instruments.Lang) string {
	var out []byte
	for i, v := range values {
		if i > 0 {
			out = append(out, "; "...)
		}
		switch x := v.Value.(type) {
		case int:
			out = strconv.AppendInt(out, int64(x), 10)
		case string:
			out = append(out, x...)
		}
		out = append(append(out, " = "...), v.Label.In(lang)...)
	}
	return string(out)
}

// in are the names of the variables of a set.
func (d Dataset) in(set string) []string {
	var out []string
	for _, v := range d.Variables {
		if v.Set == set {
			out = append(out, v.Name)
		}
	}
	return out
}

// sorted are the keys that occur, in order.
func sorted[T ~string](seen map[T]bool) []T {
	out := make([]T, 0, len(seen))
	for k := range seen {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
