package workbench

import (
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"slices"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report"
)

func tableRoutes() []route {
	routes := []route{
		{"GET /tables", showTables, routeRule{}},
		{"GET /tables/{kind}", showTable, routeRule{}},
		{"GET /tables/{kind}/cell", showCell, routeRule{}},
		{"GET /part/tables/{kind}", showTablePart, routeRule{}},
		{"GET /part/tables/{kind}/cell", showCellPart, routeRule{}},
	}
	for _, format := range []string{report.CSVFormat, report.JSONFormat} {
		routes = append(routes, route{"GET /tables/{kind}/table." + format, func(v *visit) error { return v.exportTable(format) }, routeRule{}})
	}
	for _, format := range []string{report.CSVFormat, report.XLSXFormat, report.JSONFormat} {
		routes = append(routes, route{"GET /tables/{kind}/cell." + format, func(v *visit) error { return v.exportCell(format) }, routeRule{}})
	}
	return routes
}

func showTables(v *visit) error {
	return v.page("tables", instruments.Text{NL: "Tabellen", EN: "Tables"}, tablePage{Kinds: analysis.Kinds()})
}

// tablePage is a table with the choices that made it.
type tablePage struct {
	Kinds   []analysis.Kind
	Kind    analysis.Kind
	Choices []tableChoice
	Problem *problemShown
	Tables  []template.HTML
	Address template.URL // query of the address: the choices
	Part    string       // where the script fetches the table again
	Formats []string
	Cell    *cellPage
}

// tableChoice is one choice as a control.
type tableChoice struct {
	Name    analysis.Choice
	Label   instruments.Text
	Several bool // boxes: any of the values
	Yes     bool // one box
	Values  []choice
	Chosen  map[string]bool
}

func showTable(v *visit) error {
	page, err := v.tablePage()
	if err != nil {
		return err
	}
	return v.page("tables", page.Kind.About, page)
}

func showTablePart(v *visit) error {
	page, err := v.tablePage()
	if err != nil {
		return err
	}
	return v.part("tables", "table-now", page)
}

// tablePage is the table that the address asks for. What cannot be chosen is a
// problem on the page, not an error.
func (v *visit) tablePage() (tablePage, error) {
	kind, err := v.kind()
	if err != nil {
		return tablePage{}, err
	}
	page := tablePage{Kinds: analysis.Kinds(), Kind: kind, Formats: []string{report.CSVFormat, report.JSONFormat}}
	c, err := v.counted()
	if err != nil {
		return page, err
	}
	page.Choices, page.Address = v.choices(c, kind), template.URL(v.chosen(kind).Encode())
	page.Part = "/part/tables/" + kind.Name + "?" + string(page.Address)
	tables, err := v.tables(c, kind)
	var told *instruments.Error
	if errors.As(err, &told) {
		page.Problem = &problemShown{What: sentence(forPage(told.What.In(v.lang))), Hint: sentence(forPage(told.Hint.In(v.lang)))}
		return page, nil
	}
	for _, t := range tables {
		html, err := report.TableHTML(t, v.lang, v.cellAddress(kind, t))
		if err != nil {
			return page, err
		}
		page.Tables = append(page.Tables, html)
	}
	return page, err
}

func (v *visit) kind() (analysis.Kind, error) {
	kind, ok := analysis.KindNamed(v.r.PathValue("kind"))
	if !ok {
		return kind, refused(http.StatusNotFound, instruments.Text{NL: "deze soort tabel is er niet", EN: "there is no table of that kind"},
			instruments.Text{NL: "kies een tabel uit de lijst", EN: "choose a table from the list"})
	}
	return kind, nil
}

// chosen are the choices of the address that the kind takes.
func (v *visit) chosen(k analysis.Kind) url.Values {
	out := url.Values{}
	for _, c := range append(slices.Clone(k.Takes), analysis.ChooseLayer) {
		for _, value := range v.query()[string(c)] {
			if value != "" {
				out.Add(string(c), value)
			}
		}
	}
	return out
}

// cellAddress is where what stands behind a cell is shown. Tests and residuals
// of a cross table are about all of it: nothing stands behind a single one.
func (v *visit) cellAddress(k analysis.Kind, t analysis.Table) func(row, column string) string {
	if t.ID == residualsID {
		return nil
	}
	chosen := v.chosen(k)
	return func(row, column string) string {
		chosen.Set("row", row)
		chosen.Set("column", column)
		return "/tables/" + k.Name + "/cell?" + chosen.Encode()
	}
}

// tables are the tables of a kind; the cross table has its tests beside it.
func (v *visit) tables(c *coding.Corpus, k analysis.Kind) ([]analysis.Table, error) {
	o, err := v.tableOptions(c, k)
	if err != nil {
		return nil, err
	}
	if k.Cross() {
		cross, err := v.cross(c, o)
		if err != nil {
			return nil, err
		}
		return []analysis.Table{cross.table(), cross.residuals()}, nil
	}
	return []analysis.Table{k.Table(c, o)}, nil
}

// tableOptions reads the choices, and refuses what the study does not know: a
// project that nobody belongs to is a mistake, not an empty table.
func (v *visit) tableOptions(c *coding.Corpus, k analysis.Kind) (analysis.Options, error) {
	q := v.chosen(k)
	o := analysis.Options{
		Include: q["project"], Exclude: q["without"], Source: analysis.FromChecklists,
		Lexicon: q.Get("lexicon") != "", AllGoals: q.Get("all-goals") != "", Domain: q.Get("domain"),
		Association: q.Get("association") != "", By: analysis.Trait(q.Get("by")),
	}
	if s := q.Get("source"); s != "" {
		o.Source = analysis.Source(s)
	}
	for _, t := range q["type"] {
		o.Types = append(o.Types, instruments.RespondentType(t))
	}
	for _, name := range k.Takes {
		known := choiceValues(c, name)
		for _, value := range q[string(name)] {
			if len(known) > 0 && !slices.ContainsFunc(known, func(c choice) bool { return c.ID == value }) {
				return o, unknownChoice(name, value)
			}
		}
	}
	return o, nil
}

func unknownChoice(name analysis.Choice, value string) error {
	return refused(http.StatusBadRequest, instruments.Textf("onbekend: %s %q", "unknown: %s %q", choiceLabel(name), instruments.Plain(value)),
		instruments.Text{NL: "kies een waarde uit de lijst", EN: "choose a value from the list"})
}

// choices are the controls of a kind.
func (v *visit) choices(c *coding.Corpus, k analysis.Kind) []tableChoice {
	var out []tableChoice
	q := v.chosen(k)
	for _, name := range k.Takes {
		t := tableChoice{Name: name, Label: choiceLabel(name), Values: choiceValues(c, name), Chosen: map[string]bool{}}
		t.Several = name == analysis.ChooseProject || name == analysis.ChooseWithout || name == analysis.ChooseType
		t.Yes = name == analysis.ChooseLexicon || name == analysis.ChooseAllGoals || name == analysis.ChooseAssociation
		for _, value := range q[string(name)] {
			t.Chosen[value] = true
		}
		out = append(out, t)
	}
	return append(out, v.layerChoice(c)...)
}

func choiceLabel(name analysis.Choice) instruments.Text {
	switch name {
	case analysis.ChooseProject:
		return instruments.Text{NL: "alleen deze projecten", EN: "these projects only"}
	case analysis.ChooseWithout:
		return instruments.Text{NL: "zonder deze projecten", EN: "without these projects"}
	case analysis.ChooseType:
		return instruments.Text{NL: "alleen deze respondenten", EN: "these respondents only"}
	case analysis.ChooseSource:
		return instruments.Text{NL: "bron", EN: "source"}
	case analysis.ChooseLexicon:
		return instruments.Text{NL: "coderingen van de woordregels meetellen", EN: "count codings of the dictionary rules too"}
	case analysis.ChooseAllGoals:
		return instruments.Text{NL: "bij alle doelen tellen, niet alleen het hoofddoel", EN: "count for all goals, not the primary one only"}
	case analysis.ChooseDomain:
		return instruments.Text{NL: "domein", EN: "domain"}
	case analysis.ChooseAssociation:
		return instruments.Text{NL: "phi en lift erbij", EN: "phi and lift too"}
	case analysis.ChooseActivity:
		return instruments.Text{NL: "activiteit", EN: "activity"}
	case analysis.ChooseLayer:
		return instruments.Text{NL: "wiens werk telt", EN: "whose work counts"}
	}
	return instruments.Text{NL: "groepen", EN: "groups"}
}

// choiceValues are what a study has to choose from; none for a yes or no.
func choiceValues(c *coding.Corpus, name analysis.Choice) []choice {
	var out []choice
	add := func(id string, label instruments.Text) {
		if id != "" && !slices.ContainsFunc(out, func(c choice) bool { return c.ID == id }) {
			out = append(out, choice{id, label})
		}
	}
	switch name {
	case analysis.ChooseProject, analysis.ChooseWithout:
		seen := map[string]bool{}
		for _, r := range c.Respondents {
			seen[r.Project] = true
		}
		for _, p := range sortedNames(seen) {
			add(p, instruments.Same(p))
		}
	case analysis.ChooseType:
		for _, t := range c.Instruments.Types {
			add(string(t.ID), t.Plural)
		}
		for _, r := range c.Respondents {
			add(string(r.Type), instruments.Same(string(r.Type)))
		}
	case analysis.ChooseSource:
		add(string(analysis.FromChecklists), instruments.Text{NL: "de ingevulde lijsten", EN: "the filled checklists"})
		add(string(analysis.FromCodings), instruments.Text{NL: "de coderingen", EN: "the codings"})
	case analysis.ChooseDomain:
		for _, code := range c.Codebook.Codes {
			add(code.Domain, analysis.DomainLabel(code.Domain))
		}
	case analysis.ChooseActivity:
		for _, a := range c.Instruments.Taxonomy.Activities {
			add(string(a.ID), instruments.Textf("%s %s", "%s %s", string(a.ID), a.Label))
		}
	case analysis.ChooseTrait:
		add(string(analysis.ByProject), instruments.Text{NL: "project", EN: "project"})
		add(string(analysis.ByType), instruments.Text{NL: "respondenttype", EN: "respondent type"})
		add(string(analysis.ByRole), instruments.Text{NL: "rol", EN: "role"})
	}
	return out
}

// exportTable is the first table of the page as a file, with full precision.
func (v *visit) exportTable(format string) error {
	kind, err := v.kind()
	if err != nil {
		return err
	}
	c, err := v.counted()
	if err != nil {
		return err
	}
	tables, err := v.tables(c, kind)
	if err != nil {
		return err
	}
	v.attach(kind.Name, format)
	return report.WriteTable(v.w, tables[0], format, v.lang)
}
