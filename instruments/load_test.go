package instruments_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"meerzicht/instruments"
)

func builtin(t testing.TB, name string) *instruments.Set {
	t.Helper()
	set, err := instruments.Builtin(name)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// shared is the path of a file beside the module; without the folder the test
// is skipped, unless it is required.
func shared(t testing.TB, path string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
	}
	file := filepath.Join(dir, "..", "shared", filepath.FromSlash(path))
	if _, err := os.Stat(file); err != nil {
		if os.Getenv("CI") != "" || os.Getenv("MEERZICHT_SHARED") == "required" {
			t.Fatalf("required: %v", err)
		}
		t.Skipf("not run: %v", err)
	}
	return file
}

func TestTemplates(t *testing.T) {
	if got := instruments.Templates(); !slices.Equal(got, []string{"leeg", "reclassering-2020"}) {
		t.Errorf("templates = %q", got)
	}
	set := builtin(t, "leeg")
	if n := len(set.Taxonomy.Activities) + len(set.Checklist.Items) + len(set.Codes) + len(set.Topics) + len(set.List.Indicators); n != 0 {
		t.Errorf("leeg holds %d things", n)
	}
	if len(set.Types) != 3 {
		t.Errorf("leeg has %d types", len(set.Types))
	}
	_, err := instruments.Builtin("../leeg")
	if !errors.Is(err, instruments.ErrRefused) || !strings.Contains(instruments.Localized(err, instruments.Dutch), "reclassering-2020") {
		t.Errorf("unknown template: %v", err)
	}
}

// The activity list of the replication is given as a table of its own.
func TestTaxonomyMatchesThePublishedList(t *testing.T) {
	data, err := os.Open(shared(t, "replication/activities.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	rows, err := csv.NewReader(data).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	set := builtin(t, "reclassering-2020")
	if len(set.Taxonomy.Activities) != len(rows)-1 {
		t.Errorf("%d activities, want %d", len(set.Taxonomy.Activities), len(rows)-1)
	}
	for _, r := range rows[1:] {
		a, ok := set.Taxonomy.Activity(instruments.ActivityID(r[0]))
		if !ok || string(a.Primary) != r[1] || a.Label.NL != r[2] || a.Label.EN != r[3] || string(a.Origin) != r[6] {
			t.Errorf("%v: have %+v", r, a)
		}
	}
}

func TestReclasseringTaxonomy(t *testing.T) {
	set := builtin(t, "reclassering-2020")
	var goals, constructs []string
	for _, g := range set.Taxonomy.Goals {
		goals = append(goals, string(g.ID))
		for _, c := range g.Constructs {
			constructs = append(constructs, string(g.ID)+"."+c.ID)
		}
	}
	if !slices.Equal(goals, []string{"SI", "PC", "RB", "RM", "CO"}) {
		t.Errorf("goals %q", goals)
	}
	want := "PC.veerkracht PC.zelfvertrouwen PC.zelfwaardering PC.zelfeffectiviteit PC.optimisme PC.welzijn PC.zingeving PC.hoop PC.groei PC.zelfsturing"
	if got := strings.Join(constructs, " "); got != want {
		t.Errorf("constructs %s", got)
	}
	d01, _ := set.Taxonomy.Activity("D01")
	var facets []string
	for _, f := range d01.Facets {
		for _, v := range f.Values {
			facets = append(facets, f.ID+"."+v.ID)
		}
	}
	if got := strings.Join(facets, " "); got != "sig.route.client sig.route.professional sig.inhoud.risicogedrag sig.inhoud.voorwaarden sig.inhoud.terugval" {
		t.Errorf("facets %s", got)
	}
	if d01.Expected != "beperkt" || !strings.Contains(d01.ExpectedNote.NL, "COSA") {
		t.Errorf("expected %q: %v", d01.Expected, d01.ExpectedNote)
	}
	for _, a := range set.Taxonomy.Activities {
		if n := len([]rune(a.Short.NL)); n == 0 || n > 30 || a.Definition.EN == "" {
			t.Errorf("%s: short label of %d characters, definition %q", a.ID, n, a.Definition.EN)
		}
	}
}

// Weights, directions and thresholds are those of the rule set in the design.
func TestReclasseringIndicators(t *testing.T) {
	list := builtin(t, "reclassering-2020").List
	if list.Thresholds != (instruments.Thresholds{MinObserved: 4, TopShare: 60, Lead: 20, SecondShare: 30, Border: 5}) {
		t.Errorf("thresholds %+v", list.Thresholds)
	}
	if len(list.Indicators) != 10 || len(list.Forms) != 3 {
		t.Fatalf("%d indicators, %d forms", len(list.Indicators), len(list.Forms))
	}
	for i, k := range list.Indicators {
		if string(k.ID) != fmt.Sprintf("K%d", i+1) {
			t.Errorf("indicator %d is %s", i, k.ID)
		}
		heavy := k.ID == "K2" || k.ID == "K4"
		if k.Required != heavy || (k.Weight == 2) != heavy || !heavy && k.Weight != 1 {
			t.Errorf("%s: weight %d, required %v", k.ID, k.Weight, k.Required)
		}
		want := map[instruments.Value]map[string]int{"1": {"1": 100}, "2": {"2": 100}, "3": {"3": 100}}
		if k.ID == "K8" {
			want = map[instruments.Value]map[string]int{"1": {"1": 100}, "x": {"2": 50, "3": 50}}
		}
		if len(k.Values) != len(want) {
			t.Errorf("%s has %d values", k.ID, len(k.Values))
		}
		for id, points := range want {
			v, ok := k.Value(id)
			if !ok || fmt.Sprint(v.Points) != fmt.Sprint(points) {
				t.Errorf("%s=%s gives %v", k.ID, id, v.Points)
			}
		}
	}
}

func flatten(codes []instruments.CodeEntry, into map[string]instruments.CodeEntry) {
	for _, c := range codes {
		into[c.ID] = c
		flatten(c.Codes, into)
	}
}

func TestReclasseringCodebook(t *testing.T) {
	codes := map[string]instruments.CodeEntry{}
	flatten(builtin(t, "reclassering-2020").Codes, codes)
	for _, id := range strings.Fields(`waard meerw knelp voorw concl aanb refl ctx
		waard.W1 waard.W1.1 waard.W1.6 waard.W2.6 waard.W3.2 meerw.M1.4 meerw.M5.6 meerw.M6 meerw.M7.2 knelp.K1.1 knelp.K1.4 knelp.K2.2 knelp.K3.3
		voorw.V1 voorw.V5 concl.C1 concl.C6 aanb.A1 aanb.A2 aanb.A2.1 aanb.A2.3 aanb.A3 refl.bevestigd refl.genuanceerd refl.weersproken ctx.start`) {
		c, ok := codes[id]
		if !ok || c.Definition.NL == "" || c.Definition.EN == "" {
			t.Errorf("%s: present %v, definition %v", id, ok, c.Definition)
		}
	}
	if !slices.Contains(codes["aanb.A1"].Supports, "concl.C4") {
		t.Errorf("aanb.A1 rests on %q", codes["aanb.A1"].Supports)
	}
	for _, id := range []string{"voorw.V1", "voorw.V5", "knelp.K1.3", "waard.W1.1"} {
		if !slices.Contains(codes["concl.C4"].Supports, id) {
			t.Errorf("concl.C4 does not rest on %s", id)
		}
	}
	if got := codes["waard.W3.2"].Who; len(got) != 3 {
		t.Errorf("waard.W3.2 was said by %q", got)
	}
}

func TestReclasseringStudy(t *testing.T) {
	set := builtin(t, "reclassering-2020")
	if !set.Notice.IsZero() {
		t.Error("the template carries a notice; only the demo study does")
	}
	if len(set.Plan.Projects)*len(set.Types)*set.Plan.PerCell != 45 {
		t.Errorf("plan %+v", set.Plan)
	}
	for role, want := range map[instruments.Role]instruments.RespondentType{
		"vrijwilliger": "vrijwilliger", "cirkelcoördinator": "professional", "toezichthouder": "professional", "cliënt": "client", "directeur": "",
	} {
		if got := set.TypeOf(role); got != want {
			t.Errorf("%s is of type %q, want %q", role, got, want)
		}
	}
	for _, l := range set.Topics {
		if len(l.Topics) < 6 || len(l.Topics) > 9 {
			t.Errorf("%s: %d topics", l.Type, len(l.Topics))
		}
		for _, topic := range l.Topics {
			if len(topic.Probes) == 0 || topic.Questions[0].EN == "" {
				t.Errorf("%s, %s: no probes or no English", l.Type, topic.Title.NL)
			}
		}
	}
}

// copyOf is the reclassering template as a file system that a test may spoil.
func copyOf(t testing.TB) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	root := os.DirFS("builtin")
	err := fs.WalkDir(root, "reclassering-2020", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, path)
		out[path] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	// What the dictionary holds is not this test's business.
	out["reclassering-2020/lexicon.yaml"] = &fstest.MapFile{Data: []byte("rules:\n  - code: act.A01\n    terms: [x]\n")}
	return out
}

// Each row spoils one file in one place; the line is that of the new text.
func TestLoadFindsMistakes(t *testing.T) {
	for _, tt := range []struct{ name, file, old, new, want string }{
		{"unknown field", "study.yaml", "version: \"1.0\"", "versie: \"1.0\"", `onbekend veld "versie"`},
		{"field twice", "study.yaml", "version: \"1.0\"", "version: \"1.0\"\nversion: \"2\"", "staat er al op regel"},
		{"wrong kind", "study.yaml", "per_cell: 5", "per_cell: vijf", "deze waarde past hier niet"},
		{"no yaml", "study.yaml", "plan:", "plan: [", "geen geldige YAML"},
		{"two documents", "checklist.yaml", "version: \"1.0\"", "version: \"1.0\"\n---\na: b", "meer dan één YAML-document"},
		{"unknown type of role", "study.yaml", "type: client", "type: klant", `respondenttype "klant" is niet bekend`},
		{"letter twice", "study.yaml", "letter: P", "letter: V", `letter "V" ontbreekt of is al gebruikt`},
		{"quantifier", "study.yaml", "from: 51", "from: 151", "from is 151"},
		{"goal twice", "taxonomy.yaml", "id: RM", "id: si", `id "si" komt twee keer voor`},
		{"odd id", "taxonomy.yaml", "id: veerkracht", "id: veer kracht", "tekens die niet mogen"},
		{"unknown primary", "taxonomy.yaml", "primary: RM", "primary: XX", `doel "XX" is niet bekend`},
		{"unknown further", "taxonomy.yaml", "further: [SI, RB]", "further: [SI, YY]", `doel "YY" is niet bekend`},
		{"primary in further", "taxonomy.yaml", "further: [SI, RB]", "further: [PC]", "staat al bij deze activiteit"},
		{"unknown origin", "taxonomy.yaml", "origin: fictief", "origin: verzonnen", `origin "verzonnen" is niet bekend`},
		{"expected", "taxonomy.yaml", "expected: beperkt", "expected: soms", `expected "soms" is niet bekend`},
		{"item unknown", "checklist.yaml", "A09, B01", "A09, Z01", `activiteit "Z01" staat niet in de taxonomie`},
		{"item twice", "checklist.yaml", "A09, B01", "A09, A09", "staat twee keer op de lijst"},
		{"weight", "indicators.yaml", "weight: 1", "weight: 0", "weight is 0"},
		{"points", "indicators.yaml", `points: {"2": 50, "3": 50}`, `points: {"2": 50, "3": 40}`, "de punten zijn samen 90"},
		{"form of points", "indicators.yaml", `points: {"2": 50, "3": 50}`, `points: {"2": 50, "4": 50}`, `vorm "4" is niet bekend`},
		{"reserved value", "indicators.yaml", "id: x", `id: "-"`, "niet mogen"},
		{"threshold", "indicators.yaml", "top_share: 60", "top_share: 600", "top_share is 600"},
		{"threshold of number", "indicators.yaml", "min_observed: 4", "min_observed: 11", "min_observed is 11"},
		{"topic type", "topics-client.yaml", "type: client", "type: cliente", `respondenttype "cliente" is niet bekend`},
		{"topic type twice", "topics-vrijwilliger.yaml", "type: vrijwilliger", "type: professional", "heeft al een topiclijst"},
		{"code twice", "codebook.yaml", "id: knelp.K1.2", "id: knelp.K1.1", `code "knelp.K1.1" komt twee keer voor`},
		{"code of the taxonomy", "codebook.yaml", "id: ctx\n", "id: act.A01\n", `code "act.A01" komt twee keer voor`},
		{"code in the wrong branch", "codebook.yaml", "id: knelp.K1.2", "id: knelp.K2.9", `hoort te beginnen met "knelp.K1."`},
		{"supports nothing", "codebook.yaml", "supports: [concl.C4", "supports: [concl.C9", `code "concl.C9" bestaat niet`},
		{"who", "codebook.yaml", "who: [vrijwilliger, professional]", "who: [buurman]", `respondenttype "buurman" is niet bekend`},
		{"no domain", "codebook.yaml", "domain: knelpunt\n", "\n", "heeft geen domain"},
		{"rule of no code", "lexicon.yaml", "act.A01", "act.A99", `code "act.A99" bestaat niet`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fsys := copyOf(t)
			f := fsys["reclassering-2020/"+tt.file]
			before, after, found := strings.Cut(string(f.Data), tt.old)
			if !found {
				t.Fatalf("%q is not in %s", tt.old, tt.file)
			}
			f.Data = []byte(before + tt.new + after)
			_, err := instruments.Load(fsys, "reclassering-2020")
			var problems instruments.Problems
			if !errors.As(err, &problems) || !errors.Is(err, instruments.ErrRefused) {
				t.Fatalf("error %v", err)
			}
			line := 1 + strings.Count(before, "\n")
			for _, p := range problems {
				near := p.Line >= line-8 && p.Line <= line+2 // a missing field is told where its owner begins
				if p.File == "reclassering-2020/"+tt.file && strings.Contains(p.What.NL, tt.want) && (near || p.Line == 0) {
					return
				}
			}
			t.Errorf("no %q near line %d in:\n%s", tt.want, line, problems.In(instruments.Dutch))
		})
	}
}

// Lines must be exact where the mistake is a value of its own.
func TestLoadTellsTheLine(t *testing.T) {
	fsys := fstest.MapFS{"x/study.yaml": {Data: []byte(`name: x
title: {nl: X}
types:
  - id: a
    letter: A
    label: {nl: a}
  - id: a
    letter: B
    label: {}
roles:
  - {id: r, type: b, label: {nl: r}}
`)}}
	_, err := instruments.Load(fsys, "x")
	want := `x/study.yaml, regel 7: id "a" komt twee keer voor
  tip: geef elk onderdeel een eigen id; hoofdletters maken geen verschil
x/study.yaml, regel 9: de tekst label ontbreekt
  tip: schrijf bijvoorbeeld label: {nl: …, en: …}
x/study.yaml, regel 11: respondenttype "b" is niet bekend
  tip: de typen staan in study.yaml`
	if got := instruments.Localized(err, instruments.Dutch); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestLoadRefusesFolders(t *testing.T) {
	for name, fsys := range map[string]fstest.MapFS{
		"missing folder": {},
		"no study.yaml":  {"x/taxonomy.yaml": {Data: []byte("goals: []\n")}},
		"stray file":     {"x/study.yaml": {Data: []byte("name: x\n")}, "x/taxonomie.yaml": {Data: []byte("a: b\n")}},
		"empty file":     {"x/study.yaml": {Data: nil}},
		"huge file":      {"x/study.yaml": {Data: []byte(strings.Repeat("#\n", 3<<20))}},
		"alias bomb":     {"x/study.yaml": {Data: []byte("a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nname: *c\n")}},
		"binary":         {"x/study.yaml": {Data: []byte{0, 1, 2, 0xff}}},
	} {
		if _, err := instruments.Load(fsys, "x"); !errors.Is(err, instruments.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func ExampleBuiltin() {
	set, err := instruments.Builtin("reclassering-2020")
	if err != nil {
		fmt.Println(err)
		return
	}
	a, _ := set.Taxonomy.Activity("D01")
	fmt.Println(len(set.Taxonomy.Activities), a.Label.In(instruments.English), a.Origin)
	// Output: 30 signalling/discussing risk behaviour rapport
}

func FuzzLoad(f *testing.F) {
	for _, name := range []string{"study.yaml", "taxonomy.yaml", "indicators.yaml", "codebook.yaml"} {
		data, err := os.ReadFile("builtin/reclassering-2020/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(name, data)
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		fsys := fstest.MapFS{"x/study.yaml": {Data: []byte("name: x\n")}}
		if !fs.ValidPath("x/" + name) {
			return
		}
		fsys["x/"+name] = &fstest.MapFile{Data: data}
		if _, err := instruments.Load(fsys, "x"); err != nil {
			_ = instruments.Localized(err, instruments.Dutch)
		}
	})
}

func BenchmarkBuiltin(b *testing.B) {
	for b.Loop() {
		if _, err := instruments.Builtin("reclassering-2020"); err != nil {
			b.Fatal(err)
		}
	}
}
