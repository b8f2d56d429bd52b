package analysis

import (
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// Choice is something a reader can choose about a table. Its value is the name
// of the flag of the command line and of the field of a form.
type Choice string

// The choices, with the field of Options that holds each.
const (
	ChooseProject  Choice = "project"   // Include
	ChooseWithout  Choice = "without"   // Exclude
	ChooseType     Choice = "type"      // Types
	ChooseSource   Choice = "source"    // Source
	ChooseLexicon  Choice = "lexicon"   // Lexicon
	ChooseAllGoals Choice = "all-goals" // AllGoals
	ChooseDomain   Choice = "domain"    // Domain
	ChooseActivity Choice = "activity"  // of CrossActivity
	ChooseTrait    Choice = "by"        // By; and of CrossActivity

	ChooseAssociation Choice = "association" // Association
)

// Kind is one kind of table: its name, what it shows, and the choices that
// change what it counts; any other choice would change nothing.
type Kind struct {
	Name  string
	About instruments.Text
	Takes []Choice
	make  func(*coding.Corpus, Options) Table
}

// Kinds are the kinds of table, in the order in which people are shown them.
func Kinds() []Kind {
	plain := func(f func(*coding.Corpus) Table) func(*coding.Corpus, Options) Table {
		return func(c *coding.Corpus, _ Options) Table { return f(c) }
	}
	people := []Choice{ChooseProject, ChooseWithout, ChooseType}
	spoken := append(slices.Clone(people), ChooseSource, ChooseLexicon)
	coded := append(slices.Clone(people), ChooseLexicon, ChooseDomain)
	paired := append(slices.Clone(people), ChooseLexicon)
	return []Kind{
		{"activities", instruments.Text{NL: "activiteiten: wie noemde ze, per project en respondenttype", EN: "activities: who named them, by project and respondent type"}, spoken, Activities},
		{"goals", instruments.Text{NL: "doelen die de activiteiten dienen", EN: "goals that the activities serve"}, append(slices.Clone(spoken), ChooseAllGoals), Goals},
		{"forms", instruments.Text{NL: "vormen van samenwerking, per project en rol", EN: "forms of collaboration, by project and role"}, nil, plain(Forms)},
		{"formgoals", instruments.Text{NL: "vorm van samenwerking en doelen", EN: "form of collaboration by goal"}, nil, plain(FormGoals)},
		{"formvaluation", instruments.Text{NL: "vorm van samenwerking en waardering, of een ander domein", EN: "form of collaboration by valuation, or another domain"}, []Choice{ChooseDomain}, func(c *coding.Corpus, o Options) Table { return FormValuation(c, o.Domain) }},
		{"codes", instruments.Text{NL: "codes van het codeboek per project en respondenttype", EN: "codes of the codebook by project and respondent type"}, coded, func(c *coding.Corpus, o Options) Table { return CodesByType(c, o.Domain, o) }},
		{"crosstab", instruments.Text{NL: "een activiteit tegenover project, type of rol, met toetsen", EN: "one activity against project, type or role, with tests"}, append(slices.Clone(spoken), ChooseActivity, ChooseTrait), nil},
		{"differences", instruments.Text{NL: "verschillen tussen groepen per activiteit, met toetsen", EN: "differences between groups by activity, with tests"}, append(slices.Clone(spoken), ChooseTrait), Differences},
		{"paired", instruments.Text{NL: "de meest genoemde activiteiten naast elkaar, met toetsen", EN: "the most named activities side by side, with tests"}, spoken, Paired},
		{"cooccurrence", instruments.Text{NL: "codes die in hetzelfde interview voorkomen", EN: "codes that occur in the same interview"}, append(slices.Clone(coded), ChooseAssociation), Cooccurrence},
		{"saturation", instruments.Text{NL: "hoeveel nieuwe codes elk volgend interview bracht", EN: "how many new codes each further interview brought"}, coded, Saturation},
		{"saturation-rules", instruments.Text{NL: "wanneer de interviews verzadigd waren, volgens een stopregel", EN: "when the interviews were saturated, by a stopping rule"}, coded, SaturationRules},
		{"concordance", instruments.Text{NL: "checklist naast transcript, per activiteit", EN: "checklist beside transcript, by activity"}, paired, Concordance},
		{"concordance-respondents", instruments.Text{NL: "checklist naast transcript, per respondent", EN: "checklist beside transcript, by respondent"}, paired, ConcordanceByRespondent},
		{"triads", instruments.Text{NL: "wat vrijwilliger, professional en cliënt van één traject noemden", EN: "what volunteer, professional and client of one trajectory named"}, spoken, Triads},
		{"expectation", instruments.Text{NL: "wat de literatuur verwachtte naast wat gevonden is", EN: "what the literature expected beside what was found"}, spoken, Expectation},
		{"sample", instruments.Text{NL: "steekproef naast het plan", EN: "sample beside the plan"}, nil, plain(Sample)},
	}
}

// KindNamed is the kind of that name.
func KindNamed(name string) (Kind, bool) {
	all := Kinds()
	i := slices.IndexFunc(all, func(k Kind) bool { return k.Name == name })
	if i < 0 {
		return Kind{}, false
	}
	return all[i], true
}

// Has is true when the choice changes what the kind counts.
func (k Kind) Has(c Choice) bool { return slices.Contains(k.Takes, c) }

// Cross is true for the cross table, which CrossActivity makes: it is no Table.
func (k Kind) Cross() bool { return k.make == nil }

// Table makes the table; an empty one for the cross table. Options that the
// kind does not take are not looked at. A table of a layer says which.
func (k Kind) Table(c *coding.Corpus, o Options) Table {
	if k.Cross() {
		return Table{ID: k.Name}
	}
	return InTheLayer(c, k.make(c, o))
}

// Trait is what respondents can be told apart by.
type Trait string

// The traits.
const (
	ByProject Trait = "project"
	ByType    Trait = "type"
	ByRole    Trait = "role"
)

// Traits are all traits, in the order in which people are shown them.
func Traits() []Trait { return []Trait{ByProject, ByType, ByRole} }

// Of is a respondent's value of the trait; "" for an unknown trait.
func (t Trait) Of(r instruments.Respondent) string {
	switch t {
	case ByProject:
		return r.Project
	case ByType:
		return string(r.Type)
	case ByRole:
		return string(r.Role)
	}
	return ""
}

// CrossActivity crosses one activity, named or not, with a trait of the
// respondents whom the options take. named and not are the words for the two
// rows. The second result holds for each cell the respondents it counts. A table
// of a layer says which.
func CrossActivity(c *coding.Corpus, o Options, activity instruments.ActivityID, by Trait, named, not string) (Crosstab, [][][]string) {
	o.Unit = Respondents
	table := Activities(c, o)
	who := map[string]bool{}
	for _, id := range table.Figure(string(activity), ColumnAll).IDs {
		who[id] = true
	}
	var rows, cols, ids []string
	for _, r := range c.Respondents {
		if !o.Takes(r) {
			continue
		}
		row := not
		if who[string(r.ID)] {
			row = named
		}
		rows, cols, ids = append(rows, row), append(cols, by.Of(r)), append(ids, string(r.ID))
	}
	t := Cross(rows, cols, nil, nil)
	if note, ok := LayerNote(c); ok {
		t.Warnings = append([]Warning{note}, t.Warnings...)
	}
	return t, t.cases(rows, cols, ids)
}

// cases puts the id of each case in its cell.
func (t *Crosstab) cases(rows, cols, ids []string) [][][]string {
	out := make([][][]string, len(t.Rows))
	for i := range out {
		out[i] = make([][]string, len(t.Cols))
	}
	r, c := positions(t.Rows), positions(t.Cols)
	for i, id := range ids {
		at, ok := r[rows[i]]
		to, here := c[cols[i]]
		if ok && here {
			out[at][to] = append(out[at][to], id)
		}
	}
	return out
}
