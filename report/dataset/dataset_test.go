package dataset_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report/dataset"
	"meerzicht/report/sav"
)

func made(t testing.TB, c *coding.Corpus, kind dataset.Kind, o dataset.Options) dataset.Dataset {
	t.Helper()
	d, err := dataset.Of(c, kind, o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// lines are the lines of the CSV file of a dataset.
func lines(t testing.TB, d dataset.Dataset) []string {
	t.Helper()
	var b bytes.Buffer
	if err := dataset.WriteCSV(&b, d, nl); err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
}

func compare(t *testing.T, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		var g, w string
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			t.Errorf("line %d:\n got %s\nwant %s", i+1, g, w)
		}
	}
}

// The three tables below are what a person writes down who reads the small study:
// R01 named A01, denied A02, did not speak of A03, and has two codings of A01; R02
// has no list; R03 was not asked about A02 and has no interview. The lexicon's coding does not count.
func TestWideByHand(t *testing.T) {
	t.Parallel()
	d := made(t, small(), dataset.Wide, dataset.Options{})
	compare(t, lines(t, d), []string{
		"respondent,type,role,project,trajectories,n_trajectories,consent,attr_Leeftijd,attr_beroep,A01,A02,A03,A01_state,A02_state,A03_state,n_activities,n_interviews,code_act_A01,code_act_A02,code_act_A03,code_doel_SI",
		"R01,vrijwilliger,maatje,Noord,T1 T2,2,ja,34,bakker,1,0,,1,2,3,1,1,1,0,0,0",
		"R02,client,,Zuid,,0,,51,,,,,,,,,1,0,0,0,1",
		"R03,vrijwilliger,maatje,Noord,T1,1,nee,,,1,,1,1,,1,2,0,,,,",
	})
	if len(d.Sets) != 2 || d.Sets[0].Name != dataset.ActivitySet || d.Variables[9].Set != dataset.ActivitySet || d.Variables[12].Set != "" {
		t.Errorf("response sets %+v; A01 is in %q, its state in %q", d.Sets, d.Variables[9].Set, d.Variables[12].Set)
	}
}

func TestWideOptions(t *testing.T) {
	t.Parallel()
	head := func(o dataset.Options) string { return lines(t, made(t, small(), dataset.Wide, o))[0] }
	if h := head(dataset.Options{Columns: dataset.States}); strings.Contains(h, ",A01,") || !strings.Contains(h, ",A01_state,") {
		t.Errorf("states only: %s", h)
	}
	if h := head(dataset.Options{Columns: dataset.Indicators}); !strings.Contains(h, ",A01,") || strings.Contains(h, "A01_state") {
		t.Errorf("indicators only: %s", h)
	}
	if d := made(t, small(), dataset.Wide, dataset.Options{Columns: dataset.States}); d.Variables[9].Set != dataset.ActivitySet {
		t.Error("the response set is lost when only states are written")
	}
	with := lines(t, made(t, small(), dataset.Wide, dataset.Options{Lexicon: true}))
	if !strings.HasSuffix(with[2], ",1,0,1,0,1") { // one interview; the lexicon found A02
		t.Errorf("with the lexicon R02 is %s", with[2])
	}
}

func TestLongByHand(t *testing.T) {
	t.Parallel()
	compare(t, lines(t, made(t, small(), dataset.Long, dataset.Options{})), []string{
		"respondent,type,role,project,trajectories,activity,goal,state,mentioned,n_codings,coder,date",
		"R01,vrijwilliger,maatje,Noord,T1 T2,A01,SI,1,1,2,codeur1,2020-03-01",
		"R01,vrijwilliger,maatje,Noord,T1 T2,A02,SI,2,0,0,codeur1,2020-03-01",
		"R01,vrijwilliger,maatje,Noord,T1 T2,A03,SI,3,,0,codeur1,2020-03-01",
		"R02,client,,Zuid,,A01,SI,,,0,,",
		"R02,client,,Zuid,,A02,SI,,,0,,",
		"R02,client,,Zuid,,A03,SI,,,0,,",
		"R03,vrijwilliger,maatje,Noord,T1,A01,SI,1,1,,codeur1,2020-03-01",
		"R03,vrijwilliger,maatje,Noord,T1,A02,SI,,,,codeur1,2020-03-01",
		"R03,vrijwilliger,maatje,Noord,T1,A03,SI,1,1,,codeur1,2020-03-01",
	})
}

func TestMatrixByHand(t *testing.T) {
	t.Parallel()
	compare(t, lines(t, made(t, small(), dataset.Matrix, dataset.Options{})), []string{
		"document,kind,respondent,type,role,project,words,n_codings,n_act_A01,n_act_A02,n_act_A03,n_doel_SI,code_act_A01,code_act_A02,code_act_A03,code_doel_SI",
		"FG,focusgroep,,,,Noord,50,1,1,0,0,0,1,0,0,0",
		"R01,interview,R01,vrijwilliger,maatje,Noord,100,2,2,0,0,0,1,0,0,0",
		"R02,interview,R02,client,,Zuid,80,1,0,0,0,1,0,0,0,1",
	})
	counts := lines(t, made(t, small(), dataset.Matrix, dataset.Options{Columns: dataset.States}))
	if want := "R01,interview,R01,vrijwilliger,maatje,Noord,100,2,2,0,0,0"; counts[2] != want {
		t.Errorf("counts only: %s, want %s", counts[2], want)
	}
}

func TestCodingsByHand(t *testing.T) {
	t.Parallel()
	got := lines(t, made(t, small(), dataset.Codings, dataset.Options{}))
	compare(t, got, []string{
		"document,kind,respondent,type,role,project,start,end,code,coder,dyad,origin,weight,rule,quotation,memo,matched",
		"FG,focusgroep,,,,Noord,3,18,act.A01,codeur1,,hand,,,samen aan tafel,een memo,",
		"R01,interview,R01,vrijwilliger,maatje,Noord,10,17,act.A01,codeur1,,hand,,,we eten,een memo,",
		"R01,interview,R01,vrijwilliger,maatje,Noord,20,24,act.A01,codeur1,,hand,,,soep,een memo,",
		"R02,interview,R02,client,,Zuid,5,11,act.A02,lexicon,,hand,,,praten,een memo,",
		"R02,interview,R02,client,,Zuid,5,19,doel.SI,codeur1,,hand,,,'=SOM(1) é😀,een memo,",
	})
}

// TestNoWordsOfInterviews: only Codings may hold what was said, and not without
// texts.
func TestNoWordsOfInterviews(t *testing.T) {
	t.Parallel()
	c := small()
	for i := range c.Documents {
		c.Documents[i].Text, c.Documents[i].Title = "GEHEIM", "GEHEIM"
	}
	for i := range c.Codings {
		c.Codings[i].Quotation, c.Codings[i].Memo, c.Codings[i].Matched, c.Codings[i].Prefix = "GEHEIM", "GEHEIM", "GEHEIM", "GEHEIM"
	}
	for _, k := range dataset.Kinds() {
		for _, without := range []bool{false, true} {
			d := made(t, c, k, dataset.Options{WithoutTexts: without})
			var b bytes.Buffer
			for _, write := range writers() {
				if err := write(&b, d, nl); err != nil {
					t.Fatal(err)
				}
			}
			if said := strings.Contains(b.String(), "GEHEIM"); said != (k == dataset.Codings && !without) {
				t.Errorf("%s, without texts %v: words of an interview %v", k, without, said)
			}
		}
	}
}

func TestOfRefuses(t *testing.T) {
	t.Parallel()
	if _, err := dataset.Of(small(), "breed", dataset.Options{}); !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("an unknown kind gave %v", err)
	}
	c := small()
	for i := range 10_000 {
		c.Codebook.Codes = append(c.Codebook.Codes, coding.Code{ID: coding.CodeID("x" + strings.Repeat("i", i%7)), Codable: true})
		c.Documents = append(c.Documents, instruments.Document{ID: "D", Kind: instruments.Other})
	}
	if _, err := dataset.Of(c, dataset.Matrix, dataset.Options{}); !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("200 million cells gave %v", err)
	}
}

// TestOddStudies: nothing in it, no instruments, and names that nobody foresaw.
func TestOddStudies(t *testing.T) {
	t.Parallel()
	odd := &coding.Corpus{
		Respondents: []instruments.Respondent{{ID: "R\x00\xff", Type: "<script>", Attributes: map[string]string{"": "-1", "leeftijd": "007", "Léeftijd": "x", "WITH": "9", "😀": "😀", strings.Repeat("lang", 40): "1"}}},
		Documents:   []instruments.Document{{ID: "D1", Kind: instruments.Interview, Respondent: "R99", Attributes: map[string]string{"a=b": "c"}}},
		Codings:     []coding.Coding{{Code: "no.such", Segment: coding.Segment{Document: "weg"}}},
		Fillings:    []instruments.Filling{{Kind: instruments.ActivityFilling, Respondent: "R\x00\xff", Responses: []instruments.Response{{Activity: "1 É", State: instruments.Mentioned}}}},
	}
	for _, c := range []*coding.Corpus{{}, odd} {
		for _, k := range dataset.Kinds() {
			d := made(t, c, k, dataset.Options{})
			seen := map[string]bool{}
			for _, v := range d.Variables {
				if !sav.Valid(v.Name) || seen[strings.ToUpper(v.Name)] {
					t.Errorf("%s: name %q is not valid or not unique", k, v.Name)
				}
				seen[strings.ToUpper(v.Name)] = true
			}
			for _, row := range d.Rows {
				if len(row) != len(d.Variables) {
					t.Errorf("%s: a row of %d cells with %d variables", k, len(row), len(d.Variables))
				}
			}
			for i, write := range writers() {
				if err := write(&bytes.Buffer{}, d, en); err != nil {
					t.Errorf("%s, writer %d: %v", k, i, err)
				}
			}
		}
	}
	wide := made(t, odd, dataset.Wide, dataset.Options{})
	if h := lines(t, wide); !strings.Contains(h[0], ",v_1_E,v_1_E_state,") || !strings.Contains(h[1], ",-1,") || !strings.Contains(h[1], "007") {
		t.Errorf("activity and numbers of the odd study: %q", h)
	}
}

// TestSameBytes: the same study gives the same bytes, whatever the map order.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	for _, k := range dataset.Kinds() {
		for i, write := range writers() {
			var one, two bytes.Buffer
			if err := errors.Join(write(&one, made(t, small(), k, dataset.Options{}), nl), write(&two, made(t, small(), k, dataset.Options{}), nl)); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(one.Bytes(), two.Bytes()) || one.Len() == 0 {
				t.Errorf("%s, writer %d: not the same bytes", k, i)
			}
		}
	}
}

// TestNamesKeepTheirLanguage: names are the same in both languages, labels not.
func TestNamesKeepTheirLanguage(t *testing.T) {
	t.Parallel()
	d := made(t, small(), dataset.Wide, dataset.Options{})
	i := slices.IndexFunc(d.Variables, func(v dataset.Variable) bool { return v.Name == "A01" })
	if l := d.Variables[i].Label; l.NL != "A01 samen eten" || l.EN != "A01 eating together" {
		t.Errorf("label of A01: %+v", l)
	}
	dict := lines(t, d.Dictionary())
	if len(dict) != len(d.Variables)+1 || !strings.Contains(strings.Join(dict, "\n"), "A01_state,number,A01 samen eten: toestand,A01 eating together: state,1 = genoemd; 2 = expliciet niet; 3 = niet besproken; 9 = niet gevraagd of geen ingevulde lijst,1 = mentioned; 2 = explicitly not; 3 = not discussed; 9 = not asked or no filled list,9,") {
		t.Errorf("dictionary: %q", dict)
	}
}

// TestXLSX: what Excel's own reader finds is what the CSV file says.
func TestXLSX(t *testing.T) {
	t.Parallel()
	for _, k := range dataset.Kinds() {
		d := made(t, small(), k, dataset.Options{})
		var b bytes.Buffer
		if err := dataset.WriteXLSX(&b, d, en); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.GetRows("Data")
		if err != nil {
			t.Fatal(err)
		}
		want, err := csv.NewReader(strings.NewReader(strings.ReplaceAll(strings.Join(lines(t, d), "\n"), "'=", "="))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for i := range want { // a workbook has no cells at the end of a row
			for len(want[i]) > 0 && want[i][len(want[i])-1] == "" {
				want[i] = want[i][:len(want[i])-1]
			}
		}
		if !slices.EqualFunc(got, want, slices.Equal[[]string]) {
			t.Errorf("%s:\n got %q\nwant %q", k, got, want)
		}
	}
}

func TestXLSXRefusesLongCells(t *testing.T) {
	t.Parallel()
	c := small()
	c.Codings[0].Quotation = strings.Repeat("a", 32_768)
	d := made(t, c, dataset.Codings, dataset.Options{})
	for i, write := range writers()[1:3] { // xlsx and sav
		if err := write(&bytes.Buffer{}, d, nl); !errors.Is(err, instruments.ErrRefused) {
			t.Errorf("writer %d took a text of 32,768 characters: %v", i, err)
		}
	}
}
