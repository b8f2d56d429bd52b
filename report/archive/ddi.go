package archive

import (
	"io"
	"slices"
	"strconv"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report"
	"meerzicht/report/dataset"
	"meerzicht/report/sav"
)

const (
	ddiNamespace = "ddi:codebook:2_5"
	ddiSchema    = "ddi:codebook:2_5 https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
)

// ddi writes the description for catalogues: the study, its data files, and the
// variables of the file of respondents with their labels and values. Such a
// description is published where the data are not, so a variable shows how often
// its values occur only when none of them is rarer than a report for outside the
// team may show; else any two numbers would give the third away.
func (j *job) ddi(w io.Writer) error {
	wide, err := j.dataset(dataset.Wide)
	if err != nil {
		return err
	}
	x := newMarkup(w)
	x.open("codeBook", "xmlns", ddiNamespace, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance", "xsi:schemaLocation", ddiSchema, "version", "2.5", "xml:lang", string(j.Lang))
	d := description{markup: x, job: j}
	d.document()
	d.study()
	d.files(wide)
	d.variables(wide)
	d.materials()
	x.close()
	return x.done()
}

// description writes the parts of a DDI-Codebook document, in the order in which
// the standard has them.
type description struct {
	*markup
	job *job
}

// both writes a text in the language of the archive, then in the other where that
// differs, as two elements of one name.
func (d *description) both(name string, t instruments.Text, attributes ...string) {
	for _, lang := range []instruments.Lang{d.job.Lang, otherLang(d.job.Lang)} {
		if lang != d.job.Lang && t.In(lang) == t.In(d.job.Lang) {
			return
		}
		d.text(name, t.In(lang), append([]string{"xml:lang", string(lang)}, attributes...)...)
	}
}

func otherLang(lang instruments.Lang) instruments.Lang {
	if lang == instruments.English {
		return instruments.Dutch
	}
	return instruments.English
}

func (d *description) titles() {
	title := title(d.job.whole)
	first, second := title.In(d.job.Lang), title.In(otherLang(d.job.Lang))
	d.open("titlStmt")
	d.text("titl", first, "xml:lang", string(d.job.Lang))
	if second != first {
		d.text("parTitl", second, "xml:lang", string(otherLang(d.job.Lang)))
	}
}

func day(s string) string { return s[:min(len(s), len("2020-07-15"))] }

// document describes the description itself.
func (d *description) document() {
	info := d.job.whole.Info
	d.open("docDscr")
	d.open("citation")
	d.titles()
	d.close()
	d.open("prodStmt")
	if info.Changed != "" {
		d.text("prodDate", day(info.Changed), "date", day(info.Changed))
	}
	d.text("software", d.job.program())
	d.close()
	d.close()
	d.close()
}

func (d *description) study() {
	c, info := d.job.whole, d.job.whole.Info
	d.open("stdyDscr")
	d.open("citation")
	d.titles()
	if info.Head != "" {
		d.text("IDNo", info.Head, "agency", "Meerzicht")
	}
	d.close()
	if info.Changed != "" {
		d.open("verStmt")
		d.text("version", day(info.Changed), "date", day(info.Changed))
		d.close()
	}
	if !info.Notice.IsZero() {
		d.both("notes", info.Notice)
	}
	d.close()
	d.open("stdyInfo")
	d.subject(c)
	d.both("abstract", overview(c))
	d.summary(c)
	d.close()
	d.method(c)
	d.access()
	d.close()
}

// subject has the goals of the taxonomy as keywords.
func (d *description) subject(c *coding.Corpus) {
	if len(c.Instruments.Taxonomy.Goals) == 0 {
		return
	}
	d.open("subject")
	for _, g := range c.Instruments.Taxonomy.Goals {
		d.both("keyword", g.Label)
	}
	d.close()
}

func (d *description) summary(c *coding.Corpus) {
	d.open("sumDscr")
	if first, last := dates(c); first != "" {
		d.text("collDate", first, "date", first, "event", "start")
		d.text("collDate", last, "date", last, "event", "end")
	}
	d.both("anlyUnit", instruments.Text{NL: "respondent", EN: "respondent"})
	if n := len(c.Trajectories); n > 0 {
		d.both("anlyUnit", instruments.Text{NL: "traject", EN: "trajectory"})
	}
	d.both("dataKind", instruments.Text{NL: "kwalitatief: interviews, coderingen, ingevulde lijsten", EN: "qualitative: interviews, codings, filled lists"})
	d.close()
}

// dates are the first and last day on which a list was filled.
func dates(c *coding.Corpus) (first, last string) {
	for _, f := range c.Fillings {
		if len(f.Date) != len("2020-07-15") {
			continue
		}
		if first == "" || f.Date < first {
			first = f.Date
		}
		last = max(last, f.Date)
	}
	return first, last
}

func (d *description) method(c *coding.Corpus) {
	d.open("method")
	d.open("dataColl")
	if s := sampling(c); !s.IsZero() {
		d.both("sampProc", s)
	}
	d.both("collMode", instruments.Text{NL: "interview", EN: "interview"})
	for _, t := range c.Instruments.Topics {
		d.both("resInstru", t.Title)
	}
	for _, t := range []instruments.Text{c.Instruments.Checklist.Title, c.Instruments.List.Title} {
		if !t.IsZero() {
			d.both("resInstru", t)
		}
	}
	d.close()
	if l := d.job.layer.Layer.Text(); !l.IsZero() {
		d.both("notes", l)
	}
	d.close()
}

// sampling says what was planned.
func sampling(c *coding.Corpus) instruments.Text {
	p := c.Instruments.Plan
	if p.PerCell == 0 {
		return instruments.Text{}
	}
	return instruments.Textf("Gepland: per project en per type respondent %d; %d projecten. Bereikt: %d respondenten.",
		"Planned: %d for each project and type of respondent; %d projects. Reached: %d respondents.", p.PerCell, len(p.Projects), len(c.Respondents))
}

func (d *description) access() {
	d.open("dataAccs")
	d.open("useStmt")
	d.both("restrctn", instruments.Text{
		NL: "De bestanden gaan over afzonderlijke personen, onder een pseudoniem. Deel ze alleen met wie dat mag.",
		EN: "The files are about single persons, by pseudonym. Share them only with those who may have them.",
	})
	d.close()
	d.close()
}

// files describes the data file of respondents in its two forms.
func (d *description) files(wide dataset.Dataset) {
	for _, f := range [][3]string{{"F1", "data/wide.csv", "text/csv; charset=utf-8"}, {"F2", "data/wide.sav", "SPSS system file"}} {
		d.open("fileDscr", "ID", f[0], "URI", f[1])
		d.open("fileTxt")
		d.text("fileName", f[1])
		d.both("fileCont", wide.Label)
		d.open("dimensns")
		d.text("caseQnty", strconv.Itoa(len(wide.Rows)))
		d.text("varQnty", strconv.Itoa(len(wide.Variables)))
		d.close()
		d.text("fileType", f[2])
		d.close()
		d.close()
	}
}

// variables describes every variable of the file of respondents, and its response
// sets as groups.
func (d *description) variables(wide dataset.Dataset) {
	d.open("dataDscr")
	for i, s := range wide.Sets {
		var in []byte
		for j, v := range wide.Variables {
			if v.Set == s.Name {
				in = append(append(in, variableID(j)...), ' ')
			}
		}
		if len(in) > 0 {
			d.open("varGrp", "ID", "G"+strconv.Itoa(i+1), "type", "multipleResp", "var", string(in[:len(in)-1]))
			d.both("labl", s.Label)
			d.close()
		}
	}
	for i, v := range wide.Variables {
		d.variable(wide, i, v)
	}
	d.close()
}

func variableID(i int) string { return "V" + strconv.Itoa(i+1) }

func (d *description) variable(wide dataset.Dataset, i int, v dataset.Variable) {
	intrvl, nature := "discrete", "nominal"
	if v.Measure == sav.Scale {
		intrvl, nature = "contin", "ratio"
	}
	d.open("var", "ID", variableID(i), "name", v.Name, "files", "F1 F2", "intrvl", intrvl, "nature", nature)
	d.both("labl", v.Label)
	if v.Missing != dataset.NoMissing {
		d.open("invalrng")
		d.text("item", "", "VALUE", strconv.Itoa(v.Missing))
		d.close()
	}
	counts, shown := tally(wide, i)
	for _, l := range v.Values {
		d.category(v, l, counts, shown)
	}
	kind := "numeric"
	if v.Type == dataset.String {
		kind = "character"
	}
	d.text("varFormat", "", "type", kind)
	if len(v.Values) > 0 && !shown {
		d.both("notes", instruments.Textf("Aantallen zijn weggelaten: een waarde komt bij minder dan %d respondenten voor.", "Counts are left out: a value occurs with fewer than %d respondents.", report.Extern.Threshold()))
	}
	d.close()
}

func (d *description) category(v dataset.Variable, l dataset.ValueLabel, counts map[dataset.Value]int, shown bool) {
	var attributes []string
	if v.Missing != dataset.NoMissing && l.Value == v.Missing {
		attributes = []string{"missing", "Y"}
	}
	d.open("catgry", attributes...)
	switch x := l.Value.(type) {
	case int:
		d.text("catValu", strconv.Itoa(x))
	case string:
		d.text("catValu", x)
	}
	d.both("labl", l.Label)
	if shown {
		d.text("catStat", strconv.Itoa(counts[l.Value]), "type", "freq")
	}
	d.close()
}

// tally counts the values of a variable, and whether all of them are frequent
// enough to be shown, those without a value included.
func tally(wide dataset.Dataset, i int) (map[dataset.Value]int, bool) {
	counts := map[dataset.Value]int{}
	for _, row := range wide.Rows {
		counts[row[i]]++
	}
	for _, n := range counts {
		if n < report.Extern.Threshold() {
			return counts, false
		}
	}
	return counts, true
}

// materials names the other parts of the archive that a catalogue should know.
func (d *description) materials() {
	names := []string{"codebook.csv", "README.md", "LEESMIJ.md"}
	if !d.job.WithoutTexts {
		names = append(names, "project.qdpx", "study.json")
	}
	slices.Sort(names)
	for _, n := range names {
		d.open("otherMat", "level", "study", "URI", n)
		d.text("labl", n)
		d.close()
	}
}

// title is the title of a study, else its name.
func title(c *coding.Corpus) instruments.Text {
	if c.Info.Title.IsZero() {
		return instruments.Same(c.Info.Name)
	}
	return c.Info.Title
}

// overview is one sentence of what the study holds, in numbers that point at nobody.
func overview(c *coding.Corpus) instruments.Text {
	codable := 0
	for _, k := range c.Codebook.Codes {
		if k.Codable {
			codable++
		}
	}
	codes := instruments.Textf("%d", "%d", len(c.Codebook.Codes))
	if codable < len(c.Codebook.Codes) {
		codes = instruments.Textf("%d (waarvan %d om mee te coderen)", "%d (%d of them to code with)", len(c.Codebook.Codes), codable)
	}
	return instruments.Textf("Kwalitatief onderzoek; documenten: %d, respondenten: %d, trajecten: %d, codes: %s, coderingen: %d, ingevulde lijsten: %d, codeurs: %d.",
		"Qualitative study; documents: %d, respondents: %d, trajectories: %d, codes: %s, codings: %d, filled lists: %d, coders: %d.",
		len(c.Documents), len(c.Respondents), len(c.Trajectories), codes, len(c.Codings), len(c.Fillings), len(c.Coders))
}
