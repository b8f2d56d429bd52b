package checklist_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
)

var sameFilling = cmp.Options{cmpopts.EquateEmpty(), cmpopts.IgnoreFields(instruments.Filling{}, "Source")}

func people() []instruments.Respondent {
	return []instruments.Respondent{
		{ID: "R07", Type: "vrijwilliger", Role: "vrijwilliger", Project: "COSA 1-op-1", Trajectories: []instruments.TrajectoryID{"T03"}, Consent: "ja"},
		{ID: "R08", Type: "professional", Role: "cirkelcoördinator", Project: "COSA 1-op-1", Trajectories: []instruments.TrajectoryID{"T03"}, Consent: "ja", Attributes: map[string]string{"Achtergrond": "werkend", "Datum": "01-02-2020"}},
		{ID: "R09", Type: "professional", Role: "toezichthouder", Project: "COSA 1-op-1", Trajectories: []instruments.TrajectoryID{"T03", "T04"}},
		{ID: "R10", Type: "client", Role: "cliënt", Project: "COSA 1-op-1", Trajectories: []instruments.TrajectoryID{"T03"}, Consent: "nee"},
	}
}

// text is a remark or quotation as a person writes it: any characters, on one
// line, trimmed.
func text(t *rapid.T, label string) string {
	return rapid.StringMatching(`(|[A-Za-zéë=+"'<&;,][A-Za-z0-9 éë:;,=&<>"'’€😀-]{0,40}[a-z.!])`).Draw(t, label)
}

func anyLang(t *rapid.T) instruments.Lang {
	return rapid.SampledFrom([]instruments.Lang{instruments.Dutch, instruments.English}).Draw(t, "lang")
}

func TestActivityFillingComesBack(t *testing.T) {
	set := template(t)
	rapid.Check(t, func(t *rapid.T) {
		f := instruments.Filling{
			Kind: instruments.ActivityFilling, Respondent: "R07", Date: rapid.SampledFrom([]string{"", "2020-03-05", "1999-12-31"}).Draw(t, "date"),
			Coder: rapid.SampledFrom([]string{"", "anna", "consensus"}).Draw(t, "coder"),
		}
		f.ID = instruments.FillingID(f.Kind, "R07", f.Coder)
		for _, id := range set.Checklist.Items {
			f.Responses = append(f.Responses, instruments.Response{
				Activity: id, Remark: text(t, "remark"),
				State: rapid.SampledFrom([]instruments.State{instruments.Mentioned, instruments.Denied, instruments.NotDiscussed}).Draw(t, "state"),
			})
		}
		file, err := checklist.Filled(set, f, anyLang(t), people()...)
		if err != nil {
			t.Fatal(err)
		}
		result, problems := checklist.Read(file.Name, file.Data, set)
		if err := problems.Err(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]instruments.Filling{f}, result.Fillings, sameFilling); diff != "" {
			t.Fatal(diff)
		}
	})
}

// Every combination of sources and values must survive, whether or not the
// writer knows whose type is whose.
func TestIndicatorFillingComesBack(t *testing.T) {
	set := template(t)
	rapid.Check(t, func(t *rapid.T) {
		f := instruments.Filling{
			Kind: instruments.IndicatorFilling, Coder: "anna", Date: "2020-03-05",
			Dyad: instruments.Dyad{ID: "T03/V–toezichth.", Trajectory: "T03", Role: "toezichthouder", Name: "V–toezichth."},
		}
		f.ID = instruments.FillingID(f.Kind, "T03/V–toezichth.", "anna")
		for _, k := range set.List.Indicators {
			values := []instruments.Value{instruments.NotObserved}
			for _, v := range k.Values {
				values = append(values, v.ID)
			}
			r := instruments.Rating{Indicator: k.ID, Value: rapid.SampledFrom(values).Draw(t, "value"), Remark: text(t, "remark")}
			for _, id := range rapid.Permutation([]instruments.RespondentID{"R07", "R08", "R09", "R10"}).Draw(t, "who")[:rapid.IntRange(0, 4).Draw(t, "n")] {
				r.Evidence = append(r.Evidence, instruments.Evidence{Respondent: id, Value: rapid.SampledFrom(values).Draw(t, "said"), Quotation: text(t, "quotation")})
			}
			f.Ratings = append(f.Ratings, r)
		}
		file, err := checklist.Filled(set, f, anyLang(t), people()[:rapid.IntRange(0, 4).Draw(t, "known")]...)
		if err != nil {
			t.Fatal(err)
		}
		result, problems := checklist.Read(file.Name, file.Data, set)
		if err := problems.Err(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]instruments.Filling{f}, result.Fillings, sameFilling); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestRespondentSheetComesBack(t *testing.T) {
	set := template(t)
	cases := []instruments.Trajectory{
		{ID: "T03", Project: "COSA 1-op-1", StartContact: "ja", Attributes: map[string]string{"Duur": "12 maanden"}},
		{ID: "T04", Project: "COSA 1-op-1", StartContact: "nee"},
	}
	for _, lang := range []instruments.Lang{instruments.Dutch, instruments.English} {
		file, err := checklist.Sheet(set, people(), cases, lang)
		if err != nil {
			t.Fatal(err)
		}
		result := read(t, file.Name, file.Data, set)
		if diff := cmp.Diff(people(), result.Respondents, cmpopts.EquateEmpty()); diff != "" {
			t.Error(lang, diff)
		}
		if diff := cmp.Diff(cases, result.Trajectories, cmpopts.EquateEmpty()); diff != "" {
			t.Error(lang, diff)
		}
	}
}

func TestSourceNamesTheFile(t *testing.T) {
	data := []byte("respondent,activity,state\nR01,A01,genoemd\n")
	f := read(t, `C:\map\lijst.csv`, data, template(t)).Fillings[0]
	// printf 'respondent,activity,state\nR01,A01,genoemd\n' | sha256sum
	want := instruments.Source{Name: "lijst.csv", SHA256: "a9e4ed07d88775fd395c932f1642f45ff78a3c605a6090f9ad675d8583aa11bc", Size: 42}
	if f.Source != want {
		t.Errorf("source = %+v", f.Source)
	}
}

func ExampleRead() {
	set, err := instruments.Builtin("reclassering-2020")
	if err != nil {
		fmt.Println(err)
		return
	}
	data := []byte("respondent;activity;state;coder\nR01;D01;genoemd;anna\nR01;A01;expliciet niet;anna\nR01;Z99;genoemd;anna\n")
	result, problems := checklist.Read("lijst.csv", data, set)
	for _, r := range result.Fillings[0].Responses {
		fmt.Println(result.Fillings[0].Respondent, r.Activity, r.State)
	}
	fmt.Println(problems.In(instruments.English))
	// Output:
	// R01 D01 genoemd
	// R01 A01 expliciet niet
	// lijst.csv, line 4, column activity: activity "Z99" is not known
	//   hint: use a code or label from this study's taxonomy
}
