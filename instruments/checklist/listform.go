package checklist

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"meerzicht/instruments"
)

// indicatorForm makes the indicator list of one dyad.
func indicatorForm(set *instruments.Set, f instruments.Filling, lang instruments.Lang, people []instruments.Respondent) (File, error) {
	sheet := instruments.Text{NL: "Lijst", EN: "List"}.In(lang)
	b := newBook(lang, set.List.Title, sheet)
	w := listWriter{set: set, lang: lang, types: map[instruments.RespondentID]instruments.RespondentType{}, said: map[instruments.RespondentType][]string{}}
	for _, p := range people {
		w.types[p.ID] = p.Type
	}
	b.try(w.collect(f))
	b.headerLine(sheet, 1, b.say(fTrajectory.title()), string(f.Dyad.Trajectory))
	b.headerLine(sheet, 2, b.say(fDyad.title()), f.Dyad.Name)
	b.headerLine(sheet, 3, b.say(fCoder.title()), f.Coder)
	b.headerLine(sheet, 4, b.say(fDate.title()), showDate(f.Date, lang))
	top := 5
	heading := b.headings(fIndicator, fQuestion, fValue, fSource, fQuotation)
	widths := []float64{13, 38, 22, 12, 46}
	for _, t := range set.Types {
		b.headerLine(sheet, top, capital(t.Label.In(lang)), strings.Join(w.said[t.ID], ", "))
		heading, widths = append(heading, b.say(accordingTo(t))), append(widths, 18)
		top++
	}
	top++
	heading, widths = append(heading, b.say(instruments.Text{NL: "Toelichting", EN: "Explanation"})), append(widths, 30)
	b.widths(sheet, widths...)
	b.table(sheet, "Indicatoren", top, heading, w.rows(f))
	b.indicatorChoices(sheet, top, set, people)
	b.instructions(set.List.Title, set.List.Instructions, w.definitions())
	name := b.say(instruments.Text{NL: "indicatorenlijst", EN: "indicator-list"})
	return b.file(fileName(".xlsx", name, string(f.Dyad.Trajectory), f.Dyad.Name, f.Coder))
}

// indicatorChoices adds the dropdowns: per indicator its own values, in the
// value column and in those of the respondent types.
func (b *book) indicatorChoices(sheet string, top int, set *instruments.Set, people []instruments.Respondent) {
	for i, k := range set.List.Indicators {
		choices := []string{}
		for _, v := range append(slices.Clone(k.Values), notObserved()) {
			choices = append(choices, choice(v, b.lang))
		}
		row := top + 1 + i
		b.dropdown(sheet, cellName(3, row), choices, true)
		if n := len(set.Types); n > 0 { // only a warning: "R08=1; R09=2" is allowed there
			b.dropdown(sheet, cellName(6, row)+":"+cellName(5+n, row), choices, false)
		}
	}
	var cases, dyads []string
	for _, t := range casesOf(people) {
		cases = append(cases, string(t.ID))
	}
	for _, r := range set.Roles {
		if r.Dyad != "" {
			dyads = append(dyads, r.Dyad)
		}
	}
	b.dropdown(sheet, "B1", cases, false)
	b.dropdown(sheet, "B2", dyads, true)
}

// listWriter lays out the ratings of one dyad.
type listWriter struct {
	set   *instruments.Set
	lang  instruments.Lang
	types map[instruments.RespondentID]instruments.RespondentType
	said  map[instruments.RespondentType][]string // who speaks anywhere in the list
}

// collect gathers who speaks, and refuses what the list cannot show: dropping a
// rating silently would make the form say something else than the filling.
func (w *listWriter) collect(f instruments.Filling) error {
	for _, r := range f.Ratings {
		k, ok := w.set.List.Indicator(r.Indicator)
		if !ok {
			return instruments.Refuse(string(f.Dyad.ID), instruments.Textf("indicator %q is niet bekend", "indicator %q is not known", string(r.Indicator)), instruments.Text{})
		}
		if err := w.known(f.Dyad.ID, k, r.Value); err != nil {
			return err
		}
		for _, e := range r.Evidence {
			if err := w.known(f.Dyad.ID, k, e.Value); err != nil {
				return err
			}
			t := w.types[e.Respondent]
			if t != "" && !slices.Contains(w.said[t], string(e.Respondent)) {
				w.said[t] = append(w.said[t], string(e.Respondent))
			}
		}
	}
	return nil
}

func (w *listWriter) known(dyad instruments.DyadID, k instruments.Indicator, v instruments.Value) error {
	if _, ok := k.Value(v); !ok && v != instruments.NotObserved {
		return instruments.Refuse(string(dyad), instruments.Textf("%q is geen waarde van %s", "%q is not a value of %s", string(v), string(k.ID)), instruments.Text{})
	}
	return nil
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func (w *listWriter) rows(f instruments.Filling) [][]string {
	given := map[instruments.IndicatorID]instruments.Rating{}
	for _, r := range f.Ratings {
		given[r.Indicator] = r
	}
	var rows [][]string
	for _, k := range w.set.List.Indicators {
		r, rated := given[k.ID]
		value := ""
		if rated {
			value = w.show(k, r.Value)
		}
		cells := []string{string(k.ID), k.Question.In(w.lang), value, w.sources(r), quotation(r.Evidence)}
		for _, t := range w.set.Types {
			cells = append(cells, w.according(k, t.ID, r))
		}
		rows = append(rows, append(cells, r.Remark))
	}
	return rows
}

func (w *listWriter) show(k instruments.Indicator, id instruments.Value) string {
	if v, ok := k.Value(id); ok {
		return choice(v, w.lang)
	}
	return choice(notObserved(), w.lang)
}

// sources lists who the value rests on; whoever has no column of their own, or
// says nothing a column could hold, has the value beside the id.
func (w *listWriter) sources(r instruments.Rating) string {
	var parts []string
	for _, e := range r.Evidence {
		s := string(e.Respondent)
		if w.types[e.Respondent] == "" || e.Value == instruments.NotObserved {
			s += "=" + string(e.Value)
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, ", ")
}

// according is what the respondents of one type say: one choice when all of
// them speak and agree, else each with their own value.
func (w *listWriter) according(k instruments.Indicator, t instruments.RespondentType, r instruments.Rating) string {
	var parts []string
	values := map[instruments.Value]bool{}
	for _, e := range r.Evidence {
		if w.types[e.Respondent] == t && e.Value != instruments.NotObserved {
			parts = append(parts, string(e.Respondent)+"="+string(e.Value))
			values[e.Value] = true
		}
	}
	if len(values) == 1 && len(parts) == len(w.said[t]) {
		for v := range values {
			return w.show(k, v)
		}
	}
	return strings.Join(parts, "; ")
}

// quotation puts the words of all sources in one cell, each after its id.
func quotation(evidence []instruments.Evidence) string {
	var lines []string
	for _, e := range evidence {
		if e.Quotation != "" {
			lines = append(lines, string(e.Respondent)+": "+e.Quotation)
		}
	}
	return strings.Join(lines, "\n")
}

// definitions explain every value on the sheet of instructions.
func (w *listWriter) definitions() [][]string {
	var out [][]string
	for _, k := range w.set.List.Indicators {
		for i, v := range k.Values {
			line := []string{"", "", choice(v, w.lang)}
			if i == 0 {
				line[0], line[1] = string(k.ID), k.Label.In(w.lang)
			}
			out = append(out, line)
		}
	}
	return out
}

// blankRows is how many rows a blank respondent sheet offers.
const blankRows = 60

// Sheet makes the respondent sheet: respondents on one sheet, trajectories on
// the other, attributes in columns of their own. With nobody in it, it is the
// blank form.
func Sheet(set *instruments.Set, respondents []instruments.Respondent, trajectories []instruments.Trajectory, lang instruments.Lang) (File, error) {
	title := instruments.Text{NL: "Respondenten en trajecten", EN: "Respondents and trajectories"}
	first := instruments.Text{NL: "Respondenten", EN: "Respondents"}.In(lang)
	b := newBook(lang, title, first)
	b.respondents(first, set, respondents)
	b.cases(b.sheet(instruments.Text{NL: "Trajecten", EN: "Trajectories"}.In(lang)), set, trajectories)
	b.instructions(title, sheetInstructions(), nil)
	return b.file(fileName(".xlsx", b.say(instruments.Text{NL: "respondenten", EN: "respondents"})))
}

func sheetInstructions() []instruments.Text {
	return []instruments.Text{
		{NL: "Eén rij per geïnterviewde. Gebruik alleen nummers (R01, T01); het sleutelbestand met namen hoort niet in het onderzoek.", EN: "One row per interviewee. Use ids only (R01, T01); the key file with names does not belong in the study."},
		{NL: "Zet meer trajecten van één respondent in dezelfde cel, gescheiden door een komma.", EN: "Put several trajectories of one respondent in the same cell, separated by a comma."},
		{NL: "Toestemming is ja of nee. Zonder toestemming hoort een interview niet in het onderzoek.", EN: "Consent is yes or no. Without consent an interview does not belong in the study."},
		{NL: "Kolommen met een eigen kop zijn kenmerken, zoals leeftijdsgroep. Voeg er toe of verwijder ze naar behoefte; wees zuinig met wat iemand herkenbaar maakt.", EN: "Columns with a heading of your own are attributes, such as age group. Add or remove them as needed; be sparing with what makes a person recognisable."},
		{NL: "Op het tweede blad staat elk traject één keer, met zijn project en of er contact bij de start was.", EN: "On the second sheet every trajectory stands once, with its project and whether there was contact at the start."},
	}
}

func (b *book) respondents(sheet string, set *instruments.Set, people []instruments.Respondent) {
	all := make([]map[string]string, len(people))
	for i, p := range people {
		all[i] = p.Attributes
	}
	attributes := attributeNames(all)
	if len(attributes) == 0 {
		attributes = []string{b.say(instruments.Text{NL: "Leeftijdsgroep", EN: "Age group"}), b.say(instruments.Text{NL: "Achtergrond", EN: "Background"})}
	}
	heading := append(b.headings(fRespondent), b.say(instruments.Text{NL: "Traject(en)", EN: "Trajectory(ies)"}))
	heading = append(append(heading, b.headings(fProject, fRole, fConsent)...), attributes...)
	var rows [][]string
	for _, p := range people {
		cells := []string{string(p.ID), joined(p.Trajectories), p.Project, b.roleLabel(set, p.Role), b.yesNo(p.Consent)}
		for _, a := range attributes {
			cells = append(cells, p.Attributes[a])
		}
		rows = append(rows, cells)
	}
	rows = b.padded(sheet, "Respondenten", heading, rows)
	var roles []string
	for _, r := range set.Roles {
		roles = append(roles, r.Label.In(b.lang))
	}
	last := len(rows) + 1
	b.dropdown(sheet, fmt.Sprintf("C2:C%d", last), set.Plan.Projects, false)
	b.dropdown(sheet, fmt.Sprintf("D2:D%d", last), roles, true)
	b.dropdown(sheet, fmt.Sprintf("E2:E%d", last), []string{b.yesNo("ja"), b.yesNo("nee")}, true)
}

func (b *book) cases(sheet string, set *instruments.Set, cases []instruments.Trajectory) {
	all := make([]map[string]string, len(cases))
	for i, t := range cases {
		all[i] = t.Attributes
	}
	attributes := attributeNames(all)
	var rows [][]string
	for _, t := range cases {
		cells := []string{string(t.ID), t.Project, b.yesNo(t.StartContact)}
		for _, a := range attributes {
			cells = append(cells, t.Attributes[a])
		}
		rows = append(rows, cells)
	}
	rows = b.padded(sheet, "Trajecten", append(b.headings(fTrajectory, fProject, fStart), attributes...), rows)
	b.dropdown(sheet, fmt.Sprintf("B2:B%d", len(rows)+1), set.Plan.Projects, false)
	b.dropdown(sheet, fmt.Sprintf("C2:C%d", len(rows)+1), []string{b.yesNo("ja"), b.yesNo("nee")}, true)
}

// padded writes a table, with empty rows to fill in when it has none.
func (b *book) padded(sheet, name string, heading []string, rows [][]string) [][]string {
	if len(rows) == 0 {
		rows = make([][]string, blankRows)
	}
	widths := make([]float64, len(heading))
	for i := range widths {
		widths[i] = 20
	}
	b.widths(sheet, widths...)
	b.table(sheet, name, 1, heading, rows)
	return rows
}

func (b *book) yesNo(s string) string {
	switch s {
	case "ja":
		return b.say(instruments.Text{NL: "ja", EN: "yes"})
	case "nee":
		return b.say(instruments.Text{NL: "nee", EN: "no"})
	}
	return ""
}

func (b *book) roleLabel(set *instruments.Set, role instruments.Role) string {
	for _, r := range set.Roles {
		if r.ID == role {
			return r.Label.In(b.lang)
		}
	}
	return string(role)
}

func attributeNames(all []map[string]string) []string {
	var names []string
	for _, m := range all {
		for k := range m {
			if !slices.Contains(names, k) {
				names = append(names, k)
			}
		}
	}
	slices.Sort(names)
	return names
}

func joined(ids []instruments.TrajectoryID) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return strings.Join(out, ", ")
}
