package refi

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/transcript"
)

// team is a study with two respondents in two trajectories.
func team() *coding.Corpus {
	c := sample()
	d := transcript.Of("Gesprek 2", "I: En u?\nR: Ook goed.\n")
	d.ID, d.Kind, d.Respondent, d.Project, d.Attributes = "R02", instruments.FocusGroup, "R02", "Noord", map[string]string{"opname": "ja", "rol": "anders"}
	c.Documents = append(c.Documents, d)
	c.Trajectories = []instruments.Trajectory{
		{ID: "T1", Project: "Noord", StartContact: "ja", Attributes: map[string]string{"duur": "12 weken"}},
		{ID: "T2", Project: "Zuid", StartContact: "nee"},
	}
	c.Respondents = []instruments.Respondent{
		{ID: "R01", Type: instruments.Client, Role: "cliënt", Project: "Noord", Consent: "ja", Trajectories: []instruments.TrajectoryID{"T2", "T1"}, Attributes: map[string]string{"leeftijd": "34", "rol": "deelnemer"}},
		{ID: "R02", Type: instruments.Volunteer, Trajectories: []instruments.TrajectoryID{"T1"}},
	}
	c.Memos = append(c.Memos,
		coding.Memo{ID: "m2", Type: "reflectie", Target: "respondent/R01", Text: "Moeilijk gesprek.", Author: "codeur2"},
		coding.Memo{ID: "m3", Type: "beslissing", Target: "coding/" + string(c.Codings[0].ID), Text: "Blijft zo.", Author: "codeur1"},
		coding.Memo{ID: "m4", Type: "analyse", Target: "code/waard.hulp", Text: "Vergelijk met steun."})
	c.Codings[0].Memo, c.Codings[1].Memo = "twijfel", "zeker\n\nheel zeker"
	return c
}

// whole is what of team the standard holds.
func whole() *coding.Corpus {
	c := team()
	for i := range c.Codings {
		c.Codings[i].Origin, c.Codings[i].Weight = coding.ByImport, 0
	}
	for i := range c.Codebook.Codes {
		c.Codebook.Codes[i].Name.EN = ""
	}
	c.Info = coding.StudyInfo{Name: "Proef", Title: instruments.Text{NL: "Proef"}, Lang: instruments.Dutch}
	c.Instruments = &instruments.Set{}
	slices.SortFunc(c.Memos, func(a, b coding.Memo) int { return strings.Compare(a.ID, b.ID) })
	return c
}

// Respondents, trajectories, memos on anything, and everything about documents
// come back.
func TestPeopleComeBack(t *testing.T) {
	t.Parallel()
	got, transfer := readBytes(t, "x.qdpx", write(t, team()), ReadOptions{})
	if diff := sameStudy(got, whole()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// four of R01's own, three trajectories, two attributes; one of R02; project, start
	// contact of two and an attribute; project and two attributes of the document
	if n := count(transfer, coding.TransferVariables); n != [2]int{4 + 3 + 2 + 1 + 4 + 1 + 3, 18} {
		t.Errorf("values %v", n)
	}
}

// Another program may give everything another GUID, in braces and capitals, change
// line ends in the texts, and count in another way: the study comes back all the
// same, by the ids in the descriptions.
func TestThroughAnotherProgram(t *testing.T) {
	t.Parallel()
	data := write(t, team())
	qde := string(memberOf(t, data, "project.qde"))
	guids, n := map[string]string{}, 0
	qde = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`).ReplaceAllStringFunc(qde, func(old string) string {
		if guids[old] == "" {
			n++
			guids[old] = strings.ToUpper(strings.Replace("{xxxxxxxx-0000-4000-8000-000000000000}", "xxxxxxxx", "abcd"+itoa(1000+n), 1))
		}
		return guids[old]
	})
	qde = strings.ReplaceAll(strings.Replace(qde, "Meerzicht test", "NVivo 14", 1), "</Description>", "\n </Description>")
	files := []string{"project.qde", qde}
	for _, d := range team().Documents {
		old := GUID(coding.DocumentKind, string(d.ID))
		files = append(files, "Sources/"+guids[old]+".txt", "\ufeff"+strings.ReplaceAll(d.Text, "\n", "\r\n"))
	}
	// the program counts UTF-16 units, CR LF as two: line two begins one further, and
	// behind the emoji it is one more
	files[1] = strings.Replace(files[1], `startPosition="40" endPosition="54"`, `startPosition="42" endPosition="56"`, 1)
	got, transfer := readBytes(t, "x.qdpx", zipOf(t, files...), ReadOptions{})
	want := whole()
	want.Memos[2].Target = "coding/" + string(want.Codings[0].ID)
	if diff := sameStudy(got, want); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if transfer.Positions != "utf16" || transfer.Unsure || transfer.Lost() != 0 {
		t.Errorf("%+v", transfer)
	}
}

// In English everything is written and read in English.
func TestEnglishExport(t *testing.T) {
	t.Parallel()
	var c coding.Corpus
	c.Codebook = coding.Of([]coding.Code{{ID: "a", Name: instruments.Text{NL: "Hulp", EN: "Help"}, Include: instruments.Text{NL: "wel", EN: "yes"}, Exclude: instruments.Text{NL: "alleen Nederlands"}}})
	c.Respondents = []instruments.Respondent{{ID: "R01", Role: "x"}}
	var b strings.Builder
	if _, err := Write(&b, &c, WriteOptions{Lang: instruments.English}); err != nil {
		t.Fatal(err)
	}
	qde := string(memberOf(t, []byte(b.String()), "project.qde"))
	for _, want := range []string{`name="Help"`, "Include: yes\nExclude: alleen Nederlands\nMeerzicht: a", `name="role"`} {
		if !strings.Contains(qde, want) {
			t.Errorf("no %q in %s", want, qde)
		}
	}
	got, _ := readBytes(t, "x.qdpx", []byte(b.String()), ReadOptions{Lang: instruments.English})
	if k := got.Codebook.Codes[0]; k.Name != (instruments.Text{EN: "Help"}) || k.Include.EN != "yes" || got.Respondents[0].Role != "x" {
		t.Errorf("%+v", k)
	}
}

// A case that carries the line of ours twice, or of nothing we know, is a case
// like any other.
func TestOddCases(t *testing.T) {
	t.Parallel()
	ref := `<SourceRef targetGUID="` + guidB + `"/>`
	kase := func(name, description string) string {
		return `<Case guid="` + name + `" name="` + name + `"><Description>` + description + `</Description>` + ref + `</Case>`
	}
	parts := `<Cases>` + kase("a", "Meerzicht: respondent R01") + kase("b", "Meerzicht: respondent R01") + kase("c", "Meerzicht: filling x") + kase("d", "Meerzicht: trajectory T1") + kase("e", "Meerzicht: trajectory T1") + `</Cases>` + sourceOf("")
	c, transfer := readProject(t, parts, ReadOptions{})
	if len(c.Respondents) != 1 || len(c.Trajectories) != 1 || c.Documents[0].Respondent != "R01" {
		t.Errorf("%+v %+v", c.Respondents, c.Trajectories)
	}
	if !maps.Equal(c.Documents[0].Attributes, map[string]string{"case": "b | c | e"}) {
		t.Errorf("%v", c.Documents[0].Attributes)
	}
	if n := count(transfer, coding.TransferCases); n != [2]int{5, 5} {
		t.Errorf("cases %v", n)
	}
}

// Two variables of one name stay two; too many values of one are counted.
func TestManyValues(t *testing.T) {
	t.Parallel()
	var cases strings.Builder
	value := func(variable, text string) string {
		return `<VariableValue><VariableRef targetGUID="` + variable + `"/><TextValue>` + text + `</TextValue></VariableValue>`
	}
	for i := range 30 {
		cases.WriteString(`<Case guid="k` + itoa(i) + `">` + value("v1", "waarde "+itoa(i)) + value("v2", "zelfde") + `<SourceRef targetGUID="` + guidB + `"/></Case>`)
	}
	parts := `<Variables><Variable guid="v1" name="groep"><Description>uitleg</Description></Variable><Variable guid="v2" name="groep"/><Variable guid="v3" name=""/></Variables><Cases>` + cases.String() + `</Cases>` + sourceOf("")
	c, transfer := readProject(t, parts, ReadOptions{})
	got := c.Documents[0].Attributes
	if n := strings.Count(got["groep"], " | "); n != maxValues || got["groep-2"] != "zelfde" {
		t.Errorf("%d values: %v", n+1, got)
	}
	if n := count(transfer, coding.TransferVariables); n != [2]int{60, 60 - (30 - maxValues - 1)} {
		t.Errorf("values %v", n)
	}
	if n := losses(transfer, coding.TransferOther)["explanations of variables"]; n != 1 {
		t.Errorf("%d explanations", n)
	}
}
