package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"meerzicht/analysis"
	"meerzicht/analysis/agreement"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// longestLabel is how many characters of a code's name stand in a table.
const longestLabel = 36

// printReliability prints the agreement of coders: what is compared by which
// rule, all codes together, then the codes with least agreement first.
func (a *app) printReliability(r agreement.Result, documents int) error {
	fmt.Fprintln(a.stdout, a.reliabilityTitle(r))
	a.rules(r.Rule, r.Missing)
	fmt.Fprintln(a.stdout, a.compared(r, documents))
	a.fourfold(r.Unit, r.Table, r.Prevalence)
	groups := []measureGroup{
		{a.say("Alles samen (micro)", "All together (micro)"), r.Pooled},
		{a.say("Alles samen: genoemd of niet", "All together: named or not"), r.Binary},
		{a.say("Gemiddelde over de codes (macro; n telt codes)", "Mean over the codes (macro; n counts codes)"), r.Mean},
		{a.say("Alle codes van een eenheid als verzameling", "All codes of a unit as a set"), r.Sets},
		{a.say("Idem, zonder eenheden die niemand codeerde", "The same, without units that nobody coded"), r.SetsCoded},
		{a.say("Eenheden met precies één code van elke codeur", "Units with exactly one code of every coder"), r.Single},
	}
	if r.Form != nil {
		groups = append(groups, measureGroup{r.Form.Label.In(a.lang), r.Form.Measures})
	}
	if err := a.printGroups(groups); err != nil {
		return err
	}
	if err := a.printCodes(r.Unit, r.Codes); err != nil {
		return err
	}
	a.printConfused(r.Confused)
	a.footnotes(r.Notes, r.Pooled, r.Codes)
	return nil
}

func (a *app) reliabilityTitle(r agreement.Result) string {
	names := make([]string, len(r.Coders))
	for i, k := range r.Coders {
		names[i] = instruments.Plain(string(k))
		if len(r.Coders) == 2 {
			names[i] += " (" + string(rune('A'+i)) + ")"
		}
	}
	title := r.Question.In(a.lang) + ": " + strings.Join(names, ", ")
	if len(names) == 0 {
		title = r.Question.In(a.lang)
	}
	if r.Round != "" {
		title += fmt.Sprintf(a.say("; ronde %s", "; round %s"), instruments.Plain(r.Round))
	}
	return upperFirst(title)
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func (a *app) rules(list ...instruments.Text) {
	for _, t := range list {
		fmt.Fprintln(a.stdout, t.In(a.lang))
	}
	fmt.Fprintln(a.stdout)
}

// compared says how much was compared, and the share that was coded twice.
func (a *app) compared(r agreement.Result, documents int) string {
	codes := instruments.Textf("%d codes gebruikt, %d niet", "%d codes used, %d not", len(r.Codes), r.Unused)
	switch r.Unit {
	case agreement.Checklist, agreement.Indicator:
		return a.counts(some(len(r.Subjects), "lijst dubbel ingevuld", "lijsten dubbel ingevuld", "list filled twice", "lists filled twice"),
			instruments.Textf("%d antwoorden per lijst", "%d answers a list", len(r.Codes)))
	case agreement.Segment:
		return a.counts(instruments.Textf("%d van %d documenten dubbel gecodeerd", "%d of %d documents coded twice", len(r.Documents), documents),
			instruments.Textf("%d fragmenten van alle codeurs", "%d segments of all coders", r.Units), codes)
	}
	return a.counts(instruments.Textf("%d van %d documenten dubbel gecodeerd", "%d of %d documents coded twice", len(r.Documents), documents),
		instruments.Textf("%d %s", "%d %s", r.Units, r.Unit.Label()), codes)
}

// fourfold prints the 2×2 of all codes together.
func (a *app) fourfold(unit agreement.Unit, t agreement.Table, prevalence *float64) {
	if unit == agreement.Indicator {
		return
	}
	line := fmt.Sprintf(a.say("beide %d, alleen A %d, alleen B %d", "both %d, A only %d, B only %d"), t.Both, t.OnlyA, t.OnlyB)
	if unit != agreement.Segment {
		line += fmt.Sprintf(a.say(", geen %d", ", neither %d"), t.Neither)
	}
	if prevalence != nil {
		line += fmt.Sprintf(a.say("; prevalentie %s", "; prevalence %s"), decimal(*prevalence, 4, a.lang))
	}
	fmt.Fprintln(a.stdout, line)
}

// measureGroup is some measures under a heading.
type measureGroup struct {
	title    string
	measures []agreement.Measure
}

// printGroups prints the groups that have a measure, one table each, and below
// it that it rests on few units; the first group has its notes at the foot.
func (a *app) printGroups(groups []measureGroup) error {
	for n, g := range groups {
		list := slices.DeleteFunc(slices.Clone(g.measures), func(m agreement.Measure) bool { return m.Name == agreement.PrevalenceName })
		if len(list) == 0 {
			continue
		}
		fmt.Fprintf(a.stdout, "\n%s\n", screen(g.title))
		rows := a.agreementTable(agreementView{Measures: list})
		for i, m := range list {
			rows[i+1] = append(rows[i+1], a.limits(m))
		}
		if err := printAligned(a.stdout, rows, false, true, false, true); err != nil {
			return err
		}
		if few, ok := fewUnits(list); ok && n > 0 {
			fmt.Fprintln(a.stdout, "* "+screen(few.In(a.lang)))
		}
	}
	return nil
}

// fewUnits is the warning that measures rest on few units.
func fewUnits(list []agreement.Measure) (instruments.Text, bool) {
	for _, m := range list {
		if i := slices.IndexFunc(m.Warnings, func(w analysis.Warning) bool { return w.Code == agreement.FewUnits }); i >= 0 {
			return m.Warnings[i].Text, true
		}
	}
	return instruments.Text{}, false
}

// limits says how probable it is that alpha lies under the limits of
// Krippendorff, or why there is no value.
func (a *app) limits(m agreement.Measure) string {
	switch {
	case m.Value == nil:
		return m.Message.In(a.lang)
	case m.Below667 != nil:
		return fmt.Sprintf(a.say("P(< 0,667) = %s, P(< 0,800) = %s", "P(< .667) = %s, P(< .800) = %s"), decimal(*m.Below667, 3, a.lang), decimal(*m.Below800, 3, a.lang))
	}
	return ""
}

// codeColumn is a column of the table of codes.
type codeColumn struct {
	head string
	cell func(agreement.CodeResult) string
}

// codeColumns are the columns that fit a unit, the figure by which the codes
// are ordered first.
func (a *app) codeColumns(unit agreement.Unit) []codeColumn {
	value := func(name string) func(agreement.CodeResult) string {
		return func(c agreement.CodeResult) string { return a.measured(c.Measure(name)) }
	}
	interval := func(name string) func(agreement.CodeResult) string {
		return func(c agreement.CodeResult) string { return a.span(c.Measure(name)) }
	}
	count := func(of func(agreement.Table) int) func(agreement.CodeResult) string {
		return func(c agreement.CodeResult) string { return strconv.Itoa(of(c.Table)) }
	}
	main, head := agreement.AlphaName, a.say("alfa", "alpha")
	if unit == agreement.Segment {
		main, head = agreement.SegmentName, a.say("passend", "matched")
	}
	out := []codeColumn{{head, value(main)}, {a.say("95 %-interval", "95% interval"), interval(main)}}
	if unit != agreement.Segment {
		out = append(out, codeColumn{"kappa", value(agreement.CohenName)}, codeColumn{a.say("overeenst.", "agreement"), value(agreement.PercentName)})
	}
	if unit == agreement.Indicator {
		return out
	}
	if unit != agreement.Segment {
		out = append(out, codeColumn{a.say("prevalentie", "prevalence"), func(c agreement.CodeResult) string {
			if c.Prevalence == nil {
				return "–"
			}
			return decimal(*c.Prevalence, 3, a.lang)
		}})
	}
	out = append(out,
		codeColumn{a.say("beide", "both"), count(func(t agreement.Table) int { return t.Both })},
		codeColumn{a.say("alleen A", "A only"), count(func(t agreement.Table) int { return t.OnlyA })},
		codeColumn{a.say("alleen B", "B only"), count(func(t agreement.Table) int { return t.OnlyB })})
	if unit != agreement.Segment {
		out = append(out, codeColumn{a.say("geen", "neither"), count(func(t agreement.Table) int { return t.Neither })})
	}
	return out
}

// printCodes prints a row a code.
func (a *app) printCodes(unit agreement.Unit, codes []agreement.CodeResult) error {
	if len(codes) == 0 {
		return nil
	}
	columns := a.codeColumns(unit)
	// Without a kappa of two coders its column says nothing.
	columns = slices.DeleteFunc(columns, func(c codeColumn) bool {
		return c.head == "kappa" && !slices.ContainsFunc(codes, func(r agreement.CodeResult) bool {
			return r.Measure(agreement.CohenName).Name != "" && c.cell(r) != "–"
		})
	})
	head, right := []string{"code"}, []bool{false}
	for _, c := range columns {
		head, right = append(head, c.head), append(right, true)
	}
	rows := [][]string{head}
	for _, r := range codes {
		row := []string{codeName(r, a.lang)}
		for _, c := range columns {
			row = append(row, c.cell(r))
		}
		rows = append(rows, row)
	}
	fmt.Fprintf(a.stdout, "\n%s\n", a.say("Per code, de minste overeenstemming eerst", "By code, the least agreement first"))
	return printAligned(a.stdout, rows, right...)
}

// codeName is a code's id and its name, cut short.
func codeName(r agreement.CodeResult, lang instruments.Lang) string {
	id := strings.TrimPrefix(string(r.Code), coding.ActivityPrefix)
	label := []rune(r.Label.In(lang))
	switch name := string(label); {
	case name == string(r.Code):
		return id
	case strings.HasPrefix(name, id+" "):
		label = label[len([]rune(id))+1:]
	}
	if len(label) > longestLabel {
		label = append(label[:longestLabel-1], '…')
	}
	return strings.TrimSpace(id + " " + string(label))
}

func (a *app) measured(m agreement.Measure) string {
	if m.Value == nil {
		return "–"
	}
	return decimal(*m.Value, 3, a.lang)
}

func (a *app) span(m agreement.Measure) string {
	if m.CI == nil {
		return "–"
	}
	return decimal(m.CI[0], 3, a.lang) + a.say(" tot ", " to ") + decimal(m.CI[1], 3, a.lang)
}

// printConfused lists the codes that stood for each other, at most ten.
func (a *app) printConfused(list []agreement.Confused) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(a.stdout, "\n%s\n", a.say("Verwisseld, in eenheden met één code van elke codeur", "Confused, in units with one code of every coder"))
	for _, c := range list[:min(10, len(list))] {
		fmt.Fprintf(a.stdout, "%4d  %s – %s\n", c.Count, instruments.Plain(string(c.A)), instruments.Plain(string(c.B)))
	}
}

// footnotes prints what a reader must know: the notes, the warnings of the
// pooled figures, those of the codes with how many they hold for, and whose
// limits .667 and .800 are.
func (a *app) footnotes(notes []analysis.Warning, pooled []agreement.Measure, codes []agreement.CodeResult) {
	fmt.Fprintln(a.stdout)
	for _, n := range notes {
		fmt.Fprintln(a.stdout, "* "+screen(n.Text.In(a.lang)))
	}
	for _, line := range a.warningsOf(pooled) {
		fmt.Fprintln(a.stdout, "* "+screen(line))
	}
	a.codeNotes(codes)
	if slices.ContainsFunc(pooled, func(m agreement.Measure) bool { return m.Below667 != nil }) {
		fmt.Fprintln(a.stdout, "* "+a.say("0,667 en 0,800 zijn grenzen van Krippendorff (2004, p. 241): een afspraak, geen toets.", ".667 and .800 are limits of Krippendorff (2004, p. 241): a convention, no test."))
	}
}

// codeNotes prints the different warnings of codes, and why a value lacks, with
// how many codes they hold for; which ones is in the JSON form.
func (a *app) codeNotes(codes []agreement.CodeResult) {
	var order []string
	of := map[string]int{}
	for _, c := range codes {
		seen := map[string]bool{"": true, agreement.TwoCodersOnly: true}
		for _, m := range c.Measures {
			list := []string{m.Reason}
			for _, w := range m.Warnings {
				list = append(list, w.Code)
			}
			for _, code := range list {
				if !seen[code] {
					if seen[code] = true; of[code] == 0 {
						order = append(order, code)
					}
					of[code]++
				}
			}
		}
	}
	for _, code := range order {
		fmt.Fprintf(a.stdout, "* %s: %s\n", some(of[code], "code", "codes", "code", "codes").In(a.lang), screen(agreement.ReasonText(code).In(a.lang)))
	}
}

// printPerspectives prints how far the parties of a trajectory name the same.
func (a *app) printPerspectives(r agreement.PerspectiveResult) error {
	fmt.Fprintln(a.stdout, upperFirst(r.Question.In(a.lang)))
	a.rules(r.Rule, r.Missing)
	rows := [][]string{{
		a.say("partijen", "parties"), a.say("paren", "pairs"), "kappa", a.say("95 %-interval", "95% interval"), a.say("overeenst.", "agreement"),
		a.say("prevalentie", "prevalence"), a.say("beide", "both"), a.say("alleen A", "A only"), a.say("alleen B", "B only"), a.say("geen", "neither"),
	}}
	for _, p := range r.Pairs {
		one := agreement.CodeResult{Measures: p.Measures}
		prevalence := "–"
		if p.Prevalence != nil {
			prevalence = decimal(*p.Prevalence, 3, a.lang)
		}
		rows = append(rows, []string{
			p.Label.In(a.lang), strconv.Itoa(p.Pairs), a.measured(one.Measure(agreement.CohenName)), a.span(one.Measure(agreement.CohenName)),
			a.measured(one.Measure(agreement.PercentName)), prevalence,
			strconv.Itoa(p.Table.Both), strconv.Itoa(p.Table.OnlyA), strconv.Itoa(p.Table.OnlyB), strconv.Itoa(p.Table.Neither),
		})
	}
	right := slices.Repeat([]bool{true}, len(rows[0]))
	right[0] = false
	if err := printAligned(a.stdout, rows, right...); err != nil {
		return err
	}
	title := fmt.Sprintf(a.say("Alle partijen: %d trajecten met twee of meer respondenten, %d eenheden, %d waarden", "All parties: %d trajectories with two or more respondents, %d units, %d values"), len(r.Trajectories), r.Units, r.Values)
	if err := a.printGroups([]measureGroup{{title, r.Measures}}); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, a.say("\nDoor alle partijen genoemd: %d van %d (traject × activiteit, %d triades)\n", "\nNamed by all parties: %d of %d (trajectory × activity, %d triads)\n"), r.Shared, r.Asked, r.Triads)
	a.footnotes(r.Notes, r.Measures, nil)
	return nil
}

// printConcordance prints how far checklist and interview agree.
func (a *app) printConcordance(r agreement.ConcordanceResult) error {
	fmt.Fprintln(a.stdout, upperFirst(r.Question.In(a.lang)))
	a.rules(r.Rule, r.Missing)
	fmt.Fprintln(a.stdout, some(len(r.Respondents), "respondent vergeleken", "respondenten vergeleken", "respondent compared", "respondents compared").In(a.lang))
	a.fourfold(agreement.Checklist, r.Table, r.Prevalence)
	err := a.printGroups([]measureGroup{
		{a.say("Alles samen (micro)", "All together (micro)"), r.Pooled},
		{a.say("Gemiddelde over de activiteiten (macro; n telt activiteiten)", "Mean over the activities (macro; n counts activities)"), r.Mean},
	})
	if err == nil {
		err = a.printCodes(agreement.Checklist, r.Codes)
	}
	a.footnotes(r.Notes, r.Pooled, r.Codes)
	return err
}
