package report

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

func built(t testing.TB, c *coding.Corpus, o Options) *Report {
	t.Helper()
	r, err := Build(c, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// spaces makes no-break spaces plain, to compare sentences.
func spaces(s string) string { return strings.ReplaceAll(s, nbsp, " ") }

func sentences(r *Report) string {
	var out []string
	for _, s := range r.First.Sentences {
		out = append(out, s.In(r.Lang))
	}
	return spaces(strings.Join(out, "\n"))
}

// The first page tells the published facts with their numbers (domain.md 7.3):
// 23, 19 and 16 of 37, signalling first without COSA too, the order of goals.
func TestFirstPage(t *testing.T) {
	r := built(t, replication(t), Options{Version: "0.1.0"})
	got := sentences(r)
	for _, want := range []string{
		"De meeste respondenten (62 %, 23 van 37) noemen “signaleren/bespreekbaar maken van risicovol gedrag”. Het is het vaakst genoemd, ook zonder COSA 1-op-1 (57 %, 13 van 23).",
		"Daarna volgen “samen ondernemen van activiteiten” (51 %, 19 van 37) en “ondersteunen bij realiseren van praktische zaken” (43 %, 16 van 37).",
		"krijgt “bevorderen van sociale inclusie” (38 %, 95 van 253) de meeste vermeldingen, gevolgd door “versterken van het psychologisch kapitaal” (31 %, 78 van 253)",
		"de minste krijgt “bevorderen van de continuïteit van het traject / voorkómen van uitval” (6 %, 14 van 253)",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "significant") {
		t.Error("a claim of significance")
	}
	if len(r.First.Sentences) != 3 {
		t.Errorf("%d sentences, want 3", len(r.First.Sentences))
	}
	var big []string
	for _, h := range r.First.Headlines {
		big = append(big, spaces(h.Big.In(nl)))
	}
	if got := strings.Join(big[:5], "|"); got != "37|253|62 %|51 %|43 %" {
		t.Errorf("headlines %s", got)
	}
	if note := spaces(r.First.Headlines[2].Note.In(nl)); note != "23 van 37 respondenten (46–76 %)" {
		t.Errorf("note %q", note)
	}
	if note := spaces(r.First.Headlines[0].Note.In(nl)); note != "82 % van de 45 die gepland waren" {
		t.Errorf("note %q", note)
	}
	if !strings.Contains(r.First.Caption.In(nl), "overlappen") {
		t.Error("the caption does not say that the order is uncertain")
	}
}

// The sentences follow the data: other ticks, other words.
func TestFirstPageFollowsTheData(t *testing.T) {
	c := replication(t)
	for i, f := range c.Fillings {
		for j := range f.Responses {
			if f.Responses[j].Activity == "D01" {
				c.Fillings[i].Responses[j].State = instruments.NotDiscussed
			}
		}
	}
	got := sentences(built(t, c, Options{Lang: en, Audience: Intern}))
	if strings.Contains(got, "signalling") || !strings.Contains(got, "Most respondents (51%, 19 of 37) mention “joint activities”") {
		t.Errorf("got %s", got)
	}
	if !strings.Contains(got, "95 of 230") {
		t.Errorf("the goals still count the ticks that are gone: %s", got)
	}
}

func TestSections(t *testing.T) {
	r := built(t, replication(t), Options{})
	var ids []string
	for _, s := range r.Sections {
		ids = append(ids, s.ID)
	}
	want := "activities goals forms valuation added-value bottlenecks conditions expectation reflection support " +
		"m-sample m-instruments m-coding m-reliability m-rule m-concordance m-triads m-definitions m-disclosure m-limits m-study"
	if got := strings.Join(ids, " "); got != want {
		t.Errorf("sections\n%s, want\n%s", got, want)
	}
	kinds := map[ChartKind]int{}
	for _, s := range r.Sections {
		for i, b := range s.Blocks {
			if b.Chart == nil {
				continue
			}
			kinds[b.Chart.Kind]++
			if i+1 == len(s.Blocks) || !slices.ContainsFunc(s.Blocks, func(b Block) bool { return b.Table != nil }) {
				t.Errorf("chart %s has no table after it", b.Chart.ID)
			}
		}
	}
	for _, k := range []ChartKind{BarChart, StackedChart, HeatChart, SankeyChart} {
		if kinds[k] == 0 {
			t.Errorf("no %s chart", k)
		}
	}
	page := visible(pageOf(t, r))
	for _, want := range []string{"zonder COSA 1-op-1", "37", "01234567 89abcdef 01234567 89abcdef 01234567 89abcdef 01234567 89abcdef", "15-07-2020", "taxonomie", "een vrijwilliger en een professional in één traject"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

// Nothing about fewer than k people leaves the report, and what is masked cannot
// be worked out from what is not.
func TestReportMasks(t *testing.T) {
	for _, a := range []Audience{Extern, Intern} {
		r := built(t, replication(t), Options{Audience: a})
		k := a.Threshold()
		withheld := 0
		for _, table := range r.Tables() {
			for _, row := range table.Rows {
				for key, c := range row.Cells {
					f := c.Figure
					if f == nil || f.Unit == analysis.Documents {
						continue
					}
					if f.Reason == "" && f.Persons < k {
						t.Errorf("%s: %s/%s/%s shows %d persons", a, table.ID, row.Key, key, f.Persons)
					}
					if isMasked(*f) {
						withheld++
						if f.Count != 0 || f.IDs != nil || f.Interval != nil {
							t.Errorf("%s: %s/%s/%s is masked and still holds %+v", a, table.ID, row.Key, key, *f)
						}
					}
				}
			}
		}
		if withheld == 0 {
			t.Errorf("%s: nothing was masked", a)
		}
		if r.Audit.Open != 0 || r.Audit.Broken != 0 {
			t.Errorf("%s: %d withheld figures can be narrowed down, %d sums do not hold", a, r.Audit.Open, r.Audit.Broken)
		}
		for _, cell := range r.Audit.Cells {
			if cell.Values < k {
				t.Errorf("%s: only %d values are left for %v", a, cell.Values, cell.Ref)
			}
		}
	}
}

// Views, charts and sentences hold nothing that the protected tables withhold.
func TestViewsCarryTheMask(t *testing.T) {
	r := built(t, replication(t), Options{})
	for _, s := range r.Sections {
		for _, b := range s.Blocks {
			if b.Table == nil {
				continue
			}
			id, _, _ := strings.Cut(b.Table.ID, "-a")
			whole, ok := r.Table(b.Table.ID)
			if !ok {
				if whole, ok = r.Table(strings.TrimRight(b.Table.ID, "abc")[:len(strings.TrimRight(b.Table.ID, "abc"))-1]); !ok {
					t.Errorf("view %s (%s) has no table", b.Table.ID, id)
					continue
				}
			}
			for _, row := range b.Table.Rows {
				for _, c := range b.Table.Columns {
					got, want := b.Table.Figure(row.Key, c.Key), whole.Figure(row.Key, c.Key)
					if got.Reason != want.Reason || got.Count != want.Count {
						t.Errorf("%s/%s/%s: view %+v, table %+v", b.Table.ID, row.Key, c.Key, got, want)
					}
				}
			}
		}
	}
}

func TestReportIsDeterministic(t *testing.T) {
	a, b := built(t, replication(t), Options{}), built(t, replication(t), Options{})
	if pageOf(t, a) != pageOf(t, b) {
		t.Error("the same study gave another page")
	}
	for i, table := range a.Tables() {
		for _, format := range []Format{TextFormat, CSVFormat, JSONFormat} {
			if written(t, table, format, nl) != written(t, b.Tables()[i], format, nl) {
				t.Errorf("%s as %s differs", table.ID, format)
			}
		}
	}
}

// Transcript words and single people stay out, unless the team asks for them.
func TestNoTranscriptText(t *testing.T) {
	c := replication(t)
	for _, a := range []Audience{Extern, Intern} {
		r := built(t, c, Options{Audience: a})
		if strings.Contains(pageOf(t, r), "GEHEIME WOORDEN") {
			t.Errorf("%s: transcript text on the page", a)
		}
		if (r.Long != nil) != (a == Intern) || (r.Dyads != nil) != (a == Intern) {
			t.Errorf("%s: long table %v, dyads %v", a, r.Long != nil, r.Dyads != nil)
		}
		for _, cells := range cellsOf(t, bookOf(t, r), "Leeswijzer") {
			if strings.Contains(fmt.Sprint(cells), "GEHEIME") {
				t.Errorf("%s: transcript text in the workbook", a)
			}
		}
	}
	if strings.Contains(pageOf(t, built(t, c, Options{Quotes: true})), "GEHEIME WOORDEN") {
		t.Error("an external report has quotations")
	}
	page := pageOf(t, built(t, c, Options{Quotes: true, Audience: Intern}))
	if !strings.Contains(page, "“GEHEIME WOORDEN” (vrijwilliger)") {
		t.Error("no quotation with its role")
	}
}

func TestDyadList(t *testing.T) {
	c := replication(t)
	id := instruments.NewDyadID("T12", "V–toezichth.")
	c.Overrides = []coding.Override{{Dyad: id, Class: "form2", By: "codeur-2", Memo: "na overleg"}}
	r := built(t, c, Options{Audience: Intern})
	if len(r.Dyads) != 24 {
		t.Fatalf("%d dyads, want 24", len(r.Dyads))
	}
	i := slices.IndexFunc(r.Dyads, func(d DyadLine) bool { return d.Dyad.ID == id })
	d := r.Dyads[i]
	if d.Computed.NL != "mengvorm 2/3" || d.Counts.NL != "vorm 2" || d.By != "codeur-2" || d.Memo != "na overleg" {
		t.Errorf("dyad %+v", d)
	}
	if got := spaces(d.Shares.NL); got != "1: 0 %; 2: 59 %; 3: 41 %" { // 0/.591/.409, domain.md 3.2
		t.Errorf("shares %q", got)
	}
	if !strings.Contains(d.Flags.NL, "grensgeval") || !strings.Contains(d.Reasons.NL, "K2") {
		t.Errorf("flags %q, reasons %q", d.Flags.NL, d.Reasons.NL)
	}
	rows := cellsOf(t, bookOf(t, r), "Dyades")
	if len(rows) != 25 {
		t.Errorf("%d rows in the sheet, want 25", len(rows))
	}
}

func TestLongTable(t *testing.T) {
	r := built(t, replication(t), Options{Audience: Intern})
	named := 0
	for _, row := range r.Long.Rows {
		if row.State == instruments.Mentioned {
			named++
		}
	}
	if len(r.Long.Rows) != 37*30 || named != 253 {
		t.Errorf("%d rows, %d mentions; want 1110 and 253", len(r.Long.Rows), named)
	}
}

func TestBuildRefusesWithoutInstruments(t *testing.T) {
	for _, c := range []*coding.Corpus{nil, {}} {
		if _, err := Build(c, Options{}); !errors.Is(err, instruments.ErrRefused) {
			t.Errorf("error = %v, want a refusal", err)
		}
	}
}

// A study with nothing in it gives a report that says so, and no claim.
func TestEmptyStudy(t *testing.T) {
	for _, name := range []string{"reclassering-2020", "leeg"} {
		set, err := instruments.Builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		r := built(t, &coding.Corpus{Instruments: set, Codebook: coding.NewCodebook(set)}, Options{Lang: nl})
		if page := visible(pageOf(t, r)); strings.Contains(page, "vaakst") || len(r.First.Sentences) > 0 {
			t.Errorf("%s: a claim without data: %v", name, r.First.Sentences)
		}
		if len(bookOf(t, r)) == 0 {
			t.Error("no workbook")
		}
	}
}

func TestParseAudience(t *testing.T) {
	for in, want := range map[string]Audience{"": Extern, "extern": Extern, "intern": Intern} {
		if got, err := ParseAudience(in); got != want || err != nil {
			t.Errorf("ParseAudience(%q) = %q, %v", in, got, err)
		}
	}
	if _, err := ParseAudience("iedereen"); !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("error = %v", err)
	}
	if Extern.Threshold() != 5 || Intern.Threshold() != 3 {
		t.Error("thresholds are 5 outside and 3 inside the team")
	}
}

// The report in headless Chromium, in both languages and for both audiences.
func TestBrowserReport(t *testing.T) {
	ctx := browser(t)
	for _, o := range []Options{{Lang: nl}, {Lang: en}, {Lang: nl, Audience: Intern}} {
		r := built(t, replication(t), o)
		charts := 1
		for _, s := range r.Sections {
			for _, b := range s.Blocks {
				if b.Chart != nil {
					charts++
				}
			}
		}
		visit(t, ctx, onDisk(t, r))
		drawn(t, ctx, charts)
		if o.Audience != Intern { // the same templates
			accessible(t, ctx, "light")
			accessible(t, ctx, "dark")
		}
		looks(t, ctx, "dark")
		looks(t, ctx, "light")
		narrow(t, ctx)
		prints(t, ctx)
	}
}

func BenchmarkReport(b *testing.B) {
	c := replication(b)
	b.ReportAllocs()
	for b.Loop() {
		r, err := Build(c, Options{})
		if err != nil {
			b.Fatal(err)
		}
		var page bytes.Buffer
		if err := r.HTML(&page); err != nil {
			b.Fatal(err)
		}
	}
}
