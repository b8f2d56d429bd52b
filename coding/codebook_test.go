package coding

import (
	"slices"
	"testing"

	"meerzicht/instruments"
)

func smallSet() *instruments.Set {
	same := instruments.Same
	return &instruments.Set{
		Taxonomy: instruments.Taxonomy{
			Goals: []instruments.Goal{{ID: "PC", Label: same("kapitaal"), Origin: instruments.FromReport, Constructs: []instruments.Construct{{ID: "hoop", Label: same("hoop"), Origin: instruments.FromLiterature}}}},
			Activities: []instruments.Activity{
				{ID: "A01", Label: same("samen"), Primary: "PC", Origin: instruments.FromReport, Expected: "ja"},
				{ID: "E01", Label: same("signaleren"), Primary: "PC", Origin: instruments.Fictional, Facets: []instruments.Facet{{
					ID: "sig.route", Label: same("route"), Values: []instruments.FacetValue{{ID: "client", Label: same("via de cliënt")}, {ID: "zelf", Label: same("zelf")}},
				}}},
			},
		},
		List: instruments.IndicatorList{Indicators: []instruments.Indicator{{ID: "K2", Label: same("overleg"), Values: []instruments.IndicatorValue{{ID: "1", Label: same("vaak")}, {ID: "x", Label: same("geen")}}}}},
		Codes: []instruments.CodeEntry{{
			ID: "waard", Label: same("waardering"), Domain: "waardering", Origin: instruments.FromReport, Who: []instruments.RespondentType{instruments.Client},
			Codes: []instruments.CodeEntry{{ID: "waard.W1", Label: same("tevreden"), Supports: []string{"act.A01"}}, {ID: "waard.K", Label: same("knel"), Domain: "knelpunt"}},
		}},
	}
}

func ids(codes []Code) []CodeID {
	var out []CodeID
	for _, c := range codes {
		out = append(out, c.ID)
	}
	return out
}

func TestNewCodebookOrder(t *testing.T) {
	want := []CodeID{"act", "act.A01", "act.E01", "sig.route", "sig.route.client", "sig.route.zelf", "doel", "doel.PC", "doel.PC.hoop", "ind", "ind.K2", "ind.K2.1", "ind.K2.x", "waard", "waard.W1", "waard.K"}
	if got := ids(NewCodebook(smallSet()).Codes); !slices.Equal(got, want) {
		t.Errorf("codes = %q\nwant    %q", got, want)
	}
}

// The order of a codebook survives being stored as single records.
func TestTreeOfKeepsACodebook(t *testing.T) {
	book := NewCodebook(smallSet())
	shuffled := slices.Clone(book.Codes)
	slices.SortFunc(shuffled, func(a, b Code) int { return len(a.Name.NL) - len(b.Name.NL) })
	if got := ids(TreeOf(shuffled).Codes); !slices.Equal(got, ids(book.Codes)) {
		t.Errorf("order = %q", got)
	}
}

func TestCodebookParentsAndDepth(t *testing.T) {
	book := NewCodebook(smallSet())
	for id, depth := range map[CodeID]int{"act": 0, "act.A01": 1, "sig.route": 2, "sig.route.client": 3, "doel.PC.hoop": 2, "ind.K2.1": 2, "waard.W1": 1, "onbekend": 0} {
		if got := book.Depth(id); got != depth {
			t.Errorf("depth of %s = %d, want %d", id, got, depth)
		}
	}
}

func TestDepthOfACycleEnds(t *testing.T) {
	book := Of([]Code{{ID: "a", Parent: "b"}, {ID: "b", Parent: "a"}})
	if got := book.Depth("a"); got != 2 {
		t.Errorf("depth = %d, want 2", got)
	}
}

func TestCodebookCodable(t *testing.T) {
	book := NewCodebook(smallSet())
	for id, want := range map[CodeID]bool{"act": false, "act.A01": true, "sig.route": false, "sig.route.zelf": true, "doel": false, "doel.PC": true, "ind.K2": false, "ind.K2.x": true, "waard": true} {
		if c, ok := book.Code(id); !ok || c.Codable != want {
			t.Errorf("%s: codable %v, %v, want %v", id, c.Codable, ok, want)
		}
	}
}

func TestCodebookDomains(t *testing.T) {
	book := NewCodebook(smallSet())
	for domain, want := range map[string][]CodeID{
		ActivityDomain: {"act", "act.A01", "act.E01"}, GoalDomain: {"doel", "doel.PC", "doel.PC.hoop"}, FacetDomain: {"sig.route", "sig.route.client", "sig.route.zelf"},
		IndicatorDomain: {"ind", "ind.K2", "ind.K2.1", "ind.K2.x"}, "waardering": {"waard", "waard.W1"}, "knelpunt": {"waard.K"}, "niets": nil,
	} {
		if got := ids(book.Domain(domain)); !slices.Equal(got, want) {
			t.Errorf("domain %s = %q, want %q", domain, got, want)
		}
	}
}

func TestCodebookKeepsWhatTheTemplateSays(t *testing.T) {
	book := NewCodebook(smallSet())
	if c, _ := book.Code("waard.W1"); !slices.Equal(c.Supports, []CodeID{"act.A01"}) {
		t.Errorf("supports = %q", c.Supports)
	}
	if c, _ := book.Code("waard"); !slices.Equal(c.Who, []instruments.RespondentType{instruments.Client}) || c.Origin != instruments.FromReport {
		t.Errorf("code = %+v", c)
	}
	if c, _ := book.Code("act.A01"); c.Expected != "ja" || c.Name.NL != "samen" {
		t.Errorf("code = %+v", c)
	}
}

func TestEmptySetHasNoCodes(t *testing.T) {
	if got := NewCodebook(&instruments.Set{}); len(got.Codes) != 0 {
		t.Errorf("codes = %v", got.Codes)
	}
}

func TestCodeIDs(t *testing.T) {
	if got := ActivityCode("A01"); got != "act.A01" {
		t.Error(got)
	}
	if got := GoalCode("SI"); got != "doel.SI" {
		t.Error(got)
	}
	if got := IndicatorCode("K2", "x"); got != "ind.K2.x" {
		t.Error(got)
	}
}

func TestCodeIDActivity(t *testing.T) {
	for id, want := range map[CodeID]instruments.ActivityID{"act.A01": "A01", "act.": "", "act": "", "doel.SI": "", "": ""} {
		if got, ok := id.Activity(); ok != (want != "") || ok && got != want {
			t.Errorf("%q is activity %q, %v", id, got, ok)
		}
	}
}

func TestCodeIDIndicator(t *testing.T) {
	for id, want := range map[CodeID][2]string{"ind.K2.1": {"K2", "1"}, "ind.K10.x": {"K10", "x"}, "ind.K2": {"K2", ""}, "act.A01": {}} {
		k, v, ok := id.Indicator()
		if string(k) != want[0] || string(v) != want[1] || ok != (want[1] != "") {
			t.Errorf("%q is %q %q %v", id, k, v, ok)
		}
	}
}

func TestCorpusFinds(t *testing.T) {
	c := Corpus{Respondents: []instruments.Respondent{{ID: "R01"}, {ID: "R02", Project: "P"}}, Documents: []instruments.Document{{ID: "R01", Title: "een"}}}
	if r, ok := c.Respondent("R02"); !ok || r.Project != "P" {
		t.Errorf("%+v %v", r, ok)
	}
	if _, ok := c.Respondent("R03"); ok {
		t.Error("an unknown respondent was found")
	}
	if d, ok := c.Document("R01"); !ok || d.Title != "een" {
		t.Errorf("%+v %v", d, ok)
	}
	if _, ok := c.Document("R02"); ok {
		t.Error("an unknown document was found")
	}
}
