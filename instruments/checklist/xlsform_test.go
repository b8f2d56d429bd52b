package checklist_test

import (
	"encoding/csv"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
)

func xlsform(t testing.TB, set *instruments.Set, lang instruments.Lang) *excelize.File {
	t.Helper()
	file, err := checklist.XLSForm(set, lang)
	if err != nil {
		t.Fatal(err)
	}
	return open(t, file.Data)
}

// records are the rows of a sheet by the names of its columns.
func records(t testing.TB, f *excelize.File, sheet string) []map[string]string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil || len(rows) == 0 {
		t.Fatalf("%s: %d rows, %v", sheet, len(rows), err)
	}
	var out []map[string]string
	for _, cells := range rows[1:] {
		r := map[string]string{}
		for i, c := range cells {
			r[rows[0][i]] = c
		}
		out = append(out, r)
	}
	return out
}

func TestXLSFormSheets(t *testing.T) {
	f := xlsform(t, template(t), instruments.English)
	if got := f.GetSheetList(); !slices.Equal(got, []string{"survey", "choices", "settings"}) {
		t.Errorf("sheets %q", got)
	}
	choices := records(t, f, "choices")
	if len(choices) != 30 {
		t.Errorf("%d choices", len(choices))
	}
	want := map[string]string{
		"list_name": "activiteiten", "name": "A01", "label::Nederlands (nl)": "samen ondernemen van activiteiten", "label::English (en)": "joint activities",
	}
	if diff := cmp.Diff(want, choices[0]); diff != "" {
		t.Error(diff)
	}
	settings := records(t, f, "settings")[0]
	for k, v := range map[string]string{"form_id": "activiteitenlijst_reclassering-2020", "version": "1.0", "default_language": "English (en)", "form_title": "Activity checklist"} {
		if settings[k] != v {
			t.Errorf("%s is %q, want %q", k, settings[k], v)
		}
	}
}

// The rules that a converter of XLSForms holds every row to.
func TestXLSFormIsValid(t *testing.T) {
	odd := *template(t)
	odd.Taxonomy.Activities = []instruments.Activity{
		{ID: "é.1", Label: instruments.Text{NL: "praten over ${geld}\nen meer"}}, {ID: "è.1", Label: instruments.Text{EN: "only English"}}, {ID: "3-a"},
	}
	odd.Checklist.Items = []instruments.ActivityID{"é.1", "è.1", "3-a"}
	for _, set := range []*instruments.Set{template(t), &odd} {
		f := xlsform(t, set, instruments.Dutch)
		names, depth := map[string]bool{}, 0
		xml := regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)
		for _, r := range records(t, f, "survey") {
			kind, name := r["type"], r["name"]
			switch kind {
			case "begin_group":
				depth++
			case "end_group":
				depth--
				continue
			case "start", "end", "text", "date", "note", "select_multiple activiteiten":
			default:
				t.Errorf("type %q", kind)
			}
			if !xml.MatchString(name) || names[name] {
				t.Errorf("name %q of a %s", name, kind)
			}
			names[name] = true
			if kind != "start" && kind != "end" && (r["label::Nederlands (nl)"] == "" || r["label::English (en)"] == "") {
				t.Errorf("%s has no label", name)
			}
			for _, m := range regexp.MustCompile(`\$\{([^}]*)\}`).FindAllStringSubmatch(strings.Join([]string{r["relevant"], r["choice_filter"], r["label::Nederlands (nl)"]}, " "), -1) {
				if !names[m[1]] {
					t.Errorf("%s refers to %q, which does not come before it", name, m[1])
				}
			}
		}
		if depth != 0 {
			t.Error("a group is not closed")
		}
		seen := map[string]bool{}
		for _, r := range records(t, f, "choices") {
			if n := r["name"]; n == "" || seen[n] || strings.ContainsAny(n, " \t") || r["label::Nederlands (nl)"] == "" || r["label::English (en)"] == "" {
				t.Errorf("choice %v", r)
			}
			seen[r["name"]] = true
		}
	}
	if _, err := checklist.XLSForm(empty(t), instruments.Dutch); err == nil {
		t.Error("a form without activities")
	}
}

func TestBlankXLSFormIsNoAnswer(t *testing.T) {
	file, err := checklist.XLSForm(template(t), instruments.Dutch)
	if err != nil {
		t.Fatal(err)
	}
	_, problems := checklist.Read(file.Name, file.Data, template(t))
	wantProblem(t, problems, file.Name, "zonder antwoorden")
}

// exporter writes answers to a form as a program exports them.
type exporter struct {
	survey, choices []map[string]string
	column          string // "name", or the label column
	group, choice   string // separators
	split, list     bool   // a column per choice, a cell with all
	comma           rune
	meta            map[string]string // columns of the program
	order           []string
	zeros           bool // writes 0 for what was not chosen
}

func (e exporter) export(fillings []instruments.Filling) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = e.comma
	var head []string
	value := []func(f instruments.Filling) string{}
	add := func(h string, v func(instruments.Filling) string) { head, value = append(head, h), append(value, v) }
	prefix := ""
	for _, q := range e.survey {
		name := q[e.column]
		if name == "" {
			name = q["name"]
		}
		switch kind := q["type"]; kind {
		case "begin_group":
			if e.group != "" {
				prefix = name + e.group
			}
		case "end_group":
			prefix = ""
		case "select_multiple activiteiten":
			e.multiple(q["name"], prefix+name, add)
		default:
			add(prefix+name, func(f instruments.Filling) string { return plainAnswer(q["name"], f) })
		}
	}
	for _, m := range e.order {
		add(m, func(instruments.Filling) string { return e.meta[m] })
	}
	_ = w.Write(head)
	for _, f := range fillings {
		cells := make([]string, len(head))
		for i, v := range value {
			cells[i] = v(f)
		}
		_ = w.Write(cells)
	}
	w.Flush()
	return b.String()
}

// plainAnswer is the answer to a question that is no list of choices.
func plainAnswer(name string, f instruments.Filling) string {
	switch name {
	case "respondent":
		return string(f.Respondent)
	case "codeur":
		return f.Coder
	case "datum":
		return f.Date
	}
	if id, ok := strings.CutPrefix(name, "toelichting_"); ok {
		for _, r := range f.Responses {
			if string(r.Activity) == id {
				return r.Remark
			}
		}
	}
	return ""
}

func (e exporter) multiple(name, heading string, add func(string, func(instruments.Filling) string)) {
	chosen := func(f instruments.Filling, id string) bool {
		state := map[string]instruments.State{"activiteiten": instruments.Mentioned, "expliciet_niet": instruments.Denied}[name]
		return slices.ContainsFunc(f.Responses, func(r instruments.Response) bool { return string(r.Activity) == id && r.State == state })
	}
	if e.list {
		add(heading, func(f instruments.Filling) string {
			var out []string
			for _, c := range e.choices {
				if chosen(f, c["name"]) {
					out = append(out, c[e.column])
				}
			}
			return strings.Join(out, " ")
		})
	}
	if e.split {
		for _, c := range e.choices {
			add(heading+e.choice+c[e.column], func(f instruments.Filling) string {
				switch {
				case chosen(f, c["name"]):
					return "1"
				case e.zeros:
					return "0"
				}
				return ""
			})
		}
	}
}

// koboMeta are the columns that KoboToolbox adds.
func koboMeta() []string {
	return []string{"__version__", "_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by", "_tags", "_index"}
}

func odkMeta() []string {
	return []string{"meta-instanceID", "meta-instanceName", "KEY", "SubmissionDate", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion"}
}

// The form that we make, filled in and exported by either program in every way
// it has, is read without a question asked, and gives the fillings back.
func TestXLSFormComesBack(t *testing.T) {
	set := template(t)
	f := xlsform(t, set, instruments.Dutch)
	survey, choices := records(t, f, "survey"), records(t, f, "choices")
	const nl, en = "label::Nederlands (nl)", "label::English (en)"
	ways := map[string]exporter{
		"kobo names":         {column: "name", group: "/", choice: "/", split: true, list: true, order: koboMeta()},
		"kobo columns only":  {column: "name", group: "/", choice: "/", split: true, order: koboMeta(), comma: ';'},
		"kobo list only":     {column: "name", group: "/", choice: "/", list: true, order: koboMeta()},
		"kobo without group": {column: "name", group: "", choice: "/", split: true, list: true, order: koboMeta()},
		"kobo labels":        {column: nl, group: "/", choice: "/", split: true, list: true, order: koboMeta()},
		"kobo in English":    {column: en, group: "/", choice: "/", split: true, list: true, order: koboMeta(), comma: ';'},
		"kobo list labels":   {column: nl, group: "/", choice: "/", list: true, order: koboMeta()},
		"kobo by R":          {column: "name", group: ".", choice: ".", split: true, list: true, order: koboMeta()},
		"odk":                {column: "name", group: "-", choice: "/", split: true, list: true, order: odkMeta()},
		"odk list only":      {column: "name", group: "-", choice: "/", list: true, order: odkMeta()},
	}
	for name, e := range ways {
		e.survey, e.choices, e.zeros = survey, choices, true
		if e.comma == 0 {
			e.comma = ','
		}
		ways[name] = e
		t.Run(name, func(t *testing.T) {
			for seed := range 3 {
				checkComesBack(t, set, e, rapid.Custom(func(t *rapid.T) []instruments.Filling { return anyFillings(t, set) }).Example(seed))
			}
		})
	}
	rapid.Check(t, func(t *rapid.T) {
		e := ways[rapid.SampledFrom(slices.Sorted(maps.Keys(ways))).Draw(t, "way")]
		checkComesBack(t, set, e, anyFillings(t, set))
	})
}

// anyFillings are two lists as they can be filled in on the form.
func anyFillings(t *rapid.T, set *instruments.Set) []instruments.Filling {
	var want []instruments.Filling
	for _, who := range []instruments.RespondentID{"R01", "R02"} {
		f := instruments.Filling{Kind: instruments.ActivityFilling, Respondent: who, Coder: "codeur1", Date: "2026-03-05"}
		f.ID = instruments.FillingID(f.Kind, string(who), f.Coder)
		for i, id := range set.Checklist.Items {
			r := instruments.Response{Activity: id, State: rapid.SampledFrom([]instruments.State{instruments.Mentioned, instruments.Denied, instruments.NotDiscussed}).Draw(t, "state")}
			if i == 0 { // an empty list would be no list when there is only one cell to tell
				r.State = instruments.Mentioned
			}
			if r.State != instruments.NotDiscussed {
				r.Remark = text(t, "remark")
			}
			f.Responses = append(f.Responses, r)
		}
		want = append(want, f)
	}
	return want
}

func checkComesBack(t rapid.TB, set *instruments.Set, e exporter, want []instruments.Filling) {
	t.Helper()
	data := e.export(want)
	result, problems := checklist.Read("export.csv", []byte(data), set)
	if problems.Err() != nil {
		t.Fatalf("%v\n%s", problems, data)
	}
	for _, c := range result.Columns {
		if !c.Sure {
			t.Errorf("asked about %+v", c)
		}
	}
	if diff := cmp.Diff(want, result.Fillings, sameFilling); diff != "" {
		t.Fatal(diff)
	}
}

// The instructions of the list speak of choosing a state; the form has two
// questions, and says how they choose it, before the first of them.
func TestXLSFormSaysHowStatesAreChosen(t *testing.T) {
	t.Parallel()
	f := xlsform(t, template(t), instruments.Dutch)
	rows, err := f.GetRows("survey")
	if err != nil {
		t.Fatal(err)
	}
	told, asked := -1, -1
	for i, row := range rows {
		line := strings.Join(row, "|")
		switch {
		case strings.HasPrefix(line, "note|uitleg_vragen|") && strings.Contains(line, "bij geen van beide aankruist, is niet besproken") && strings.Contains(line, "mark in neither is not discussed"):
			told = i
		case strings.HasPrefix(line, "select_multiple") && asked < 0:
			asked = i
		}
	}
	if told < 0 || told > asked {
		t.Errorf("told in row %d, asked in row %d", told, asked)
	}
}
