package workbench

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
	"meerzicht/study"
)

// What an import found and somebody must look at before it is stored: who speaks,
// what the columns of a survey are, how a project counts, and which codings a
// corrected text loses.

const (
	foundShown = 500 // at most of each kind: speakers, columns, codings of a version
	valuesMost = 6   // different values shown of a column
	wordsShown = 300 // code points of a quotation
)

// importFound is what is confirmed on the page.
type importFound struct {
	Speakers []speakerFound `json:"speakers,omitempty"`
	Columns  []columnFound  `json:"columns,omitempty"`
	Choices  []choiceGroup  `json:"choices,omitempty"` // for columns
	Projects []projectFound `json:"projects,omitempty"`
	Versions []versionFound `json:"versions,omitempty"`
}

// speakerFound is a label with what it is in all documents together.
type speakerFound struct {
	Label     string `json:"label"` // as the files have it
	Shown     string `json:"shown"`
	Turns     int    `json:"turns"`
	Documents int    `json:"documents"`
	Role      string `json:"role"`
	Mixed     bool   `json:"mixed,omitempty"` // documents differ in the role proposed
}

// columnFound is a column of a survey with what it is taken for.
type columnFound struct {
	File    string `json:"file"`
	Heading string `json:"heading"` // as the file has it
	Shown   string `json:"shown"`
	Label   string `json:"label,omitempty"`
	Use     string `json:"use"` // what it is mapped to; "" is not known
	How     string `json:"how,omitempty"`
	Sure    bool   `json:"sure"`
	Values  string `json:"values,omitempty"`
}

// choiceGroup are choices under a heading.
type choiceGroup struct {
	Label   string        `json:"label"`
	Choices []choiceShown `json:"choices"`
}

type choiceShown struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// projectFound is a project with its loss report.
type projectFound struct {
	File string `json:"file"`
	transferShown
	Stored []string `json:"stored,omitempty"`
}

// versionFound is a document that gets a new text.
type versionFound struct {
	File     string         `json:"file"`
	Document string         `json:"document"`
	Said     string         `json:"said"`
	Lost     int            `json:"lost"`    // codings and decisions
	Codings  []versionShown `json:"codings"` // that moved, changed or are lost
	More     int            `json:"more,omitempty"`
}

type versionShown struct {
	Outcome string `json:"outcome"`
	Code    string `json:"code"`
	Coder   string `json:"coder"`
	Before  string `json:"before"`
	After   string `json:"after,omitempty"`
	Lost    bool   `json:"lost,omitempty"`
}

// found gathers what the files of a report hold.
func (v *visit) found(r study.ImportReport) (importFound, error) {
	out := importFound{Speakers: speakersOf(r.Files)}
	for _, f := range r.Files {
		name := forPage(f.Name)
		out.Columns = append(out.Columns, v.columnsOf(name, f.Columns)...)
		if f.Transfer != nil {
			p := projectFound{File: name, transferShown: *v.transferShown(*f.Transfer)}
			for _, s := range f.Stored {
				p.Stored = append(p.Stored, storedText(s).In(v.lang))
			}
			out.Projects = append(out.Projects, p)
		}
		if f.Version != nil {
			shown, err := v.versionShown(name, *f.Version)
			if err != nil {
				return out, err
			}
			out.Versions = append(out.Versions, shown)
		}
	}
	if len(out.Columns) == 0 {
		return out, nil
	}
	out.Columns = out.Columns[:min(len(out.Columns), foundShown)]
	c, err := v.corpora.of(v.ctx(), v.study, false)
	if err == nil {
		out.Choices = v.columnChoices(c.Instruments)
	}
	return out, err
}

// speakersOf adds up the speakers of all documents, the most talkative first.
func speakersOf(files []study.FileReport) []speakerFound {
	by := map[string]*speakerFound{}
	for _, f := range files {
		for _, s := range f.Speakers {
			one := by[s.Label]
			if one == nil {
				one = &speakerFound{Label: s.Label, Shown: forPage(s.Label), Role: string(s.Role)}
				by[s.Label] = one
			}
			one.Turns += s.Turns
			one.Documents++
			one.Mixed = one.Mixed || one.Role != string(s.Role)
		}
	}
	var out []speakerFound
	for _, label := range slices.Sorted(maps.Keys(by)) {
		out = append(out, *by[label])
	}
	slices.SortStableFunc(out, func(a, b speakerFound) int {
		return cmp.Or(cmp.Compare(b.Documents, a.Documents), cmp.Compare(b.Turns, a.Turns))
	})
	return out[:min(len(out), foundShown)]
}

func (v *visit) columnsOf(file string, columns []checklist.Column) []columnFound {
	var out []columnFound
	for _, c := range columns {
		out = append(out, columnFound{
			File: file, Heading: c.Heading, Shown: forPage(c.Heading), Label: forPage(c.Label), Use: columnUse(c),
			How: columnHow(c.How).In(v.lang), Sure: c.Sure, Values: valuesText(c.Values),
		})
	}
	return out
}

// columnUse is what a column is mapped to, in the words of the import's options.
func columnUse(c checklist.Column) string {
	switch {
	case c.Activity == "":
		if c.Use == "activity" {
			return ""
		}
		return c.Use
	case c.Use == "note":
		return "note:" + string(c.Activity)
	case c.State == instruments.Denied:
		return "not:" + string(c.Activity)
	}
	return string(c.Activity)
}

func columnHow(how string) instruments.Text {
	return map[string]instruments.Text{
		"code":    {NL: "herkend aan de code", EN: "recognised by its code"},
		"label":   {NL: "herkend aan de naam", EN: "recognised by its name"},
		"similar": {NL: "lijkt erop", EN: "looks like it"},
		"given":   {NL: "hier gekozen", EN: "chosen here"},
	}[how]
}

// valuesText are the values of a column with how often they occur, the most
// frequent first.
func valuesText(values map[string]int) string {
	names := slices.Sorted(maps.Keys(values))
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(values[b], values[a]) })
	var parts []string
	for i, name := range names {
		if i == valuesMost {
			parts = append(parts, "…")
			break
		}
		parts = append(parts, "‘"+forPage(shortened(name, 40))+"’ ("+strconv.Itoa(values[name])+")")
	}
	return strings.Join(parts, ", ")
}

// columnChoices are what a column can be.
func (v *visit) columnChoices(set *instruments.Set) []choiceGroup {
	say := func(nl, en string) string { return instruments.Text{NL: nl, EN: en}.In(v.lang) }
	words := choiceGroup{Label: say("gegevens", "data")}
	for _, c := range columnWords() {
		words.Choices = append(words.Choices, choiceShown{c.ID, c.Label.In(v.lang)})
	}
	out := []choiceGroup{words, {Label: say("activiteit: genoemd", "activity: mentioned")}, {Label: say("activiteit: expliciet niet", "activity: explicitly not")}, {Label: say("opmerking bij", "remark on")}}
	for _, a := range set.Taxonomy.Activities {
		label := string(a.ID) + " " + a.Label.In(v.lang)
		for i, before := range []string{"", "not:", "note:"} {
			out[i+1].Choices = append(out[i+1].Choices, choiceShown{before + string(a.ID), label})
		}
	}
	return out
}

func columnWords() []choice {
	return []choice{
		{"-", instruments.Text{NL: "weglaten", EN: "leave out"}},
		{"respondent", instruments.Text{NL: "respondent", EN: "respondent"}},
		{"coder", instruments.Text{NL: "codeur", EN: "coder"}},
		{"date", instruments.Text{NL: "datum", EN: "date"}},
		{"type", instruments.Text{NL: "respondenttype", EN: "type of respondent"}},
		{"role", instruments.Text{NL: "rol", EN: "role"}},
		{"project", instruments.Text{NL: "project", EN: "project"}},
		{"trajectory", instruments.Text{NL: "traject", EN: "trajectory"}},
		{"consent", instruments.Text{NL: "toestemming", EN: "consent"}},
		{"attribute", instruments.Text{NL: "kenmerk van de respondent", EN: "attribute of the respondent"}},
		{"note", instruments.Text{NL: "opmerking bij de lijst", EN: "remark on the list"}},
		{"activities", instruments.Text{NL: "alle genoemde activiteiten in één cel", EN: "all activities mentioned, in one cell"}},
	}
}

// storedText says what became of the things of a kind.
func storedText(s study.StoredCount) instruments.Text {
	t := instruments.Textf("%s: %d nieuw", "%s: %d new", s.Kind.Text(), s.New)
	if s.Here > 0 {
		t = instruments.Textf("%s, %d al hier", "%s, %d here already", t, s.Here)
	}
	if s.Kept > 0 {
		t = instruments.Textf("%s (waarvan %d anders; die blijven zoals ze hier zijn)", "%s (of which %d differ; those stay as they are here)", t, s.Kept)
	}
	return t
}

// versionShown lists what changes for codings when a document gets another text.
func (v *visit) versionShown(file string, r study.VersionReport) (versionFound, error) {
	book, err := v.shelf()
	if err != nil {
		return versionFound{}, err
	}
	out := versionFound{File: file, Document: forPage(string(r.Document)), Said: r.Text().In(v.lang), Lost: r.Lost + r.LostDecisions, Codings: []versionShown{}}
	for _, c := range r.Codings {
		if !c.Telling() {
			continue
		}
		if len(out.Codings) == foundShown {
			out.More++
			continue
		}
		out.Codings = append(out.Codings, versionShown{
			Outcome: c.Text().In(v.lang), Code: forPage(v.chip(book, c.Code, false).Name), Coder: forPage(string(c.Coder)),
			Before: shortened(instruments.Plain(c.Before), wordsShown), After: shortened(instruments.Plain(c.After), wordsShown), Lost: c.Outcome == "lost",
		})
	}
	return out, nil
}

// conventions are the ways in which programs count positions, by the names of the
// import's options.
func conventions() []choice {
	return []choice{
		{"codepoint", instruments.Text{NL: "tekens (codepunten)", EN: "characters (code points)"}},
		{"codepoint-crlf1", instruments.Text{NL: "tekens, een regeleinde telt als één", EN: "characters, a line end counts as one"}},
		{"utf16", instruments.Text{NL: "UTF-16-eenheden", EN: "UTF-16 units"}},
		{"utf16-crlf1", instruments.Text{NL: "UTF-16-eenheden, een regeleinde telt als één", EN: "UTF-16 units, a line end counts as one"}},
		{"utf8", instruments.Text{NL: "bytes (UTF-8)", EN: "bytes (UTF-8)"}},
	}
}
