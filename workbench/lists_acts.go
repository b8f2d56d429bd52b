package workbench

import (
	"net/http"
	"slices"
	"strings"

	"meerzicht/analysis/form"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// listActs change filled lists. A coder changes the own list only; it is made
// with the first item that is filled in.
func listActs() map[string]act {
	return map[string]act{
		"filling.set":     takes(setFilling),
		"filling.copy":    takes(copyFilling),
		"rating.set":      takes(setRating),
		"evidence.add":    takes(addEvidence),
		"evidence.assign": takes(assignEvidence),
		"override.set":    takes(setOverride),
		"override.clear":  takes(clearOverride),
	}
}

// instruments are those of the study, inside the writing transaction.
func (c changing) instruments() (*instruments.Set, error) { return c.v.rules.instruments(c.View) }

type fillingIn struct {
	Respondent instruments.RespondentID `json:"respondent"`
	Activity   instruments.ActivityID   `json:"activity"`
	State      instruments.State        `json:"state"`            // "" = as it is
	Remark     *string                  `json:"remark,omitempty"` // absent = as it is
}

func setFilling(c changing, in fillingIn) (made, error) {
	set, err := c.instruments()
	if err != nil {
		return made{}, err
	}
	if !slices.Contains(set.Checklist.Items, in.Activity) || !slices.Contains([]instruments.State{"", instruments.Mentioned, instruments.Denied, instruments.NotDiscussed}, in.State) {
		return made{}, notOnList(string(in.Activity), string(in.State))
	}
	id := instruments.FillingID(instruments.ActivityFilling, string(in.Respondent), string(c.coder))
	f, ok, err := coding.Find[instruments.Filling](c.View, coding.FillingKind, id)
	if err != nil {
		return made{}, err
	}
	if !ok {
		f = instruments.Filling{ID: id, Kind: instruments.ActivityFilling, Respondent: in.Respondent, Coder: string(c.coder)}
	}
	// The list is written whole, in the order of the form.
	f.Responses = responses(set, f.Responses)
	i := slices.IndexFunc(f.Responses, func(r instruments.Response) bool { return r.Activity == in.Activity })
	if in.State != "" {
		f.Responses[i].State = in.State
	}
	if in.Remark != nil {
		f.Responses[i].Remark = strings.TrimSpace(*in.Remark)
	}
	return one(instruments.Textf("%s: %s", "%s: %s", in.Activity, stateText(f.Responses[i].State)))(coding.PutFilling(c.View, f))
}

// responses completes the answers: one for each item, and those that the list
// no longer asks for behind them.
func responses(set *instruments.Set, have []instruments.Response) []instruments.Response {
	out := make([]instruments.Response, 0, len(set.Checklist.Items))
	for _, id := range set.Checklist.Items {
		r := instruments.Response{Activity: id, State: instruments.NotDiscussed}
		if i := slices.IndexFunc(have, func(r instruments.Response) bool { return r.Activity == id }); i >= 0 {
			r = have[i]
		}
		out = append(out, r)
	}
	for _, r := range have {
		if !slices.Contains(set.Checklist.Items, r.Activity) {
			out = append(out, r)
		}
	}
	return out
}

// stateText is a state as the page says it.
func stateText(s instruments.State) instruments.Text {
	switch s {
	case instruments.Mentioned:
		return instruments.Text{NL: "genoemd", EN: "mentioned"}
	case instruments.Denied:
		return instruments.Text{NL: "expliciet niet", EN: "explicitly not"}
	}
	return instruments.Text{NL: "niet besproken", EN: "not discussed"}
}

func notOnList(item, value string) error {
	return refused(http.StatusBadRequest, instruments.Textf("%s met waarde %q staat niet op de lijst", "%s with value %q is not on the list", item, value),
		instruments.Text{NL: "laad de pagina opnieuw", EN: "reload the page"})
}

type copyIn struct {
	Filling string `json:"filling"`
}

// copyFilling makes another coder's list the coder's own, to work on from there.
func copyFilling(c changing, in copyIn) (made, error) {
	f, ok, err := coding.Find[instruments.Filling](c.View, coding.FillingKind, in.Filling)
	if err != nil {
		return made{}, err
	}
	if !ok {
		return made{}, refused(http.StatusNotFound, instruments.Text{NL: "deze lijst is er niet", EN: "there is no such list"}, instruments.Text{})
	}
	subject := string(f.Respondent)
	if f.Kind == instruments.IndicatorFilling {
		subject = string(f.Dyad.ID)
	}
	f.ID, f.Coder, f.Source = instruments.FillingID(f.Kind, subject, string(c.coder)), string(c.coder), instruments.Source{}
	if _, ok, err = c.Record(coding.FillingKind, f.ID); err != nil || ok {
		if err == nil {
			err = refused(http.StatusConflict, instruments.Text{NL: "er is al een eigen lijst", EN: "there is an own list already"},
				instruments.Text{NL: "kies de eigen lijst om die te wijzigen", EN: "choose the own list to change it"})
		}
		return made{}, err
	}
	return one(instruments.Text{NL: "Lijst overgenomen als eigen lijst", EN: "List taken over as an own list"})(coding.PutFilling(c.View, f))
}

type ratingIn struct {
	Dyad      instruments.DyadID      `json:"dyad"`
	Indicator instruments.IndicatorID `json:"indicator"`
	Value     instruments.Value       `json:"value"`            // "" = as it is, "-" = not observed
	Remark    *string                 `json:"remark,omitempty"` // absent = as it is
}

func setRating(c changing, in ratingIn) (made, error) {
	set, err := c.instruments()
	if err != nil {
		return made{}, err
	}
	k, ok := set.List.Indicator(in.Indicator)
	if _, known := k.Value(in.Value); !ok || !known && in.Value != "" && in.Value != instruments.NotObserved {
		return made{}, notOnList(string(in.Indicator), string(in.Value))
	}
	f, err := c.ownIndicators(set, in.Dyad)
	if err != nil {
		return made{}, err
	}
	i := slices.IndexFunc(f.Ratings, func(r instruments.Rating) bool { return r.Indicator == in.Indicator })
	if in.Value != "" {
		f.Ratings[i].Value = in.Value
	}
	if in.Remark != nil {
		f.Ratings[i].Remark = strings.TrimSpace(*in.Remark)
	}
	said := instruments.Textf("%s: %s", "%s: %s", in.Indicator, valueText(k, f.Ratings[i].Value))
	return one(said)(coding.PutFilling(c.View, f))
}

// ownIndicators is the acting coder's list of a dyad with a rating for every
// indicator; it is made when there is none.
func (c changing) ownIndicators(set *instruments.Set, id instruments.DyadID) (instruments.Filling, error) {
	key := instruments.FillingID(instruments.IndicatorFilling, string(id), string(c.coder))
	f, ok, err := coding.Find[instruments.Filling](c.View, coding.FillingKind, key)
	if err != nil {
		return f, err
	}
	if !ok {
		d, known := dyadNamed(set, id)
		if !known {
			return f, noDyad()
		}
		f = instruments.Filling{ID: key, Kind: instruments.IndicatorFilling, Dyad: d, Coder: string(c.coder)}
	}
	have := f.Ratings
	f.Ratings = nil
	for _, k := range set.List.Indicators {
		r := instruments.Rating{Indicator: k.ID, Value: instruments.NotObserved}
		if i := slices.IndexFunc(have, func(r instruments.Rating) bool { return r.Indicator == k.ID }); i >= 0 {
			r = have[i]
		}
		f.Ratings = append(f.Ratings, r)
	}
	for _, r := range have {
		if _, ok := set.List.Indicator(r.Indicator); !ok {
			f.Ratings = append(f.Ratings, r)
		}
	}
	return f, nil
}

// dyadNamed is the dyad of an id "<trajectory>/<name>"; false when no role makes
// such a name.
func dyadNamed(set *instruments.Set, id instruments.DyadID) (instruments.Dyad, bool) {
	for _, r := range set.Roles {
		if t, ok := strings.CutSuffix(string(id), "/"+r.Dyad); ok && r.Dyad != "" && t != "" {
			return dyadOf(set, instruments.TrajectoryID(t), r.ID)
		}
	}
	return instruments.Dyad{}, false
}

func noDyad() error {
	return refused(http.StatusNotFound, instruments.Text{NL: "deze dyade is niet in het onderzoek", EN: "this dyad is not in the study"},
		instruments.Text{NL: "kies een dyade uit de lijsten", EN: "choose a dyad from the lists"})
}

// valueText is a value of an indicator as the page says it.
func valueText(k instruments.Indicator, v instruments.Value) instruments.Text {
	if found, ok := k.Value(v); ok {
		return found.Label
	}
	return instruments.Text{NL: "niet waargenomen", EN: "not observed"}
}

type evidenceIn struct {
	Dyad      instruments.DyadID      `json:"dyad"`
	Indicator instruments.IndicatorID `json:"indicator"`
	Value     instruments.Value       `json:"value"`
	Document  instruments.DocumentID  `json:"document"`
	Start     int                     `json:"start"`
	End       int                     `json:"end"`
}

// addEvidence codes words with the value of an indicator, for one dyad.
func addEvidence(c changing, in evidenceIn) (made, error) {
	set, err := c.instruments()
	if err != nil {
		return made{}, err
	}
	if _, ok := dyadNamed(set, in.Dyad); !ok {
		return made{}, noDyad()
	}
	seg, err := coding.SegmentIn(c.View, in.Document, in.Start, in.End)
	if err != nil {
		return made{}, err
	}
	code := coding.IndicatorCode(in.Indicator, in.Value)
	said := instruments.Textf("Bewijs bij %s toegevoegd", "Evidence for %s added", shortCode(code))
	return one(said)(coding.AddCodings(c.View, coding.Coding{Segment: seg, Code: code, Coder: c.coder, Dyad: in.Dyad}))
}

type assignIn struct {
	Coding coding.CodingID    `json:"coding"`
	Dyad   instruments.DyadID `json:"dyad"`
}

// assignEvidence says of an own indicator coding which dyad it speaks about.
func assignEvidence(c changing, in assignIn) (made, error) {
	set, err := c.instruments()
	if err != nil {
		return made{}, err
	}
	k, ok, err := coding.Find[coding.Coding](c.View, coding.CodingKind, string(in.Coding))
	if err != nil {
		return made{}, err
	}
	_, _, indicator := k.Code.Indicator()
	if _, named := dyadNamed(set, in.Dyad); !ok || !named || !indicator || k.Coder != c.coder {
		return made{}, refused(http.StatusBadRequest, instruments.Text{NL: "alleen een eigen codering van een indicator kan bij een dyade horen", EN: "only an own coding of an indicator can belong to a dyad"}, instruments.Text{})
	}
	remove, err := coding.RemoveCodings(c.View, k.ID)
	if err != nil {
		return made{}, err
	}
	k.ID, k.Dyad = "", in.Dyad // the id follows from the dyad
	add, err := coding.AddCodings(c.View, k)
	return made{commands: []coding.Command{remove, add}, said: instruments.Textf("Bewijs hoort nu bij %s", "Evidence now belongs to %s", in.Dyad)}, err
}

type overrideIn struct {
	Dyad  instruments.DyadID `json:"dyad"`
	Class string             `json:"class"`
	By    string             `json:"by"`
	Memo  string             `json:"memo"`
}

// setOverride puts a class by hand beside the computed one.
func setOverride(c changing, in overrideIn) (made, error) {
	set, err := c.instruments()
	if err != nil {
		return made{}, err
	}
	class, mixed, ok := form.ParseClass(in.Class, &set.List)
	if _, known := dyadNamed(set, in.Dyad); !known {
		return made{}, noDyad()
	}
	if !ok {
		return made{}, notOnList(string(in.Dyad), in.Class)
	}
	o := coding.Override{Dyad: in.Dyad, Class: form.Key(class, mixed), By: strings.TrimSpace(in.By), Memo: strings.TrimSpace(in.Memo)}
	return one(instruments.Textf("Met de hand: %s", "By hand: %s", form.Label(class, mixed)))(coding.SetOverride(c.View, o))
}

type clearIn struct {
	Dyad instruments.DyadID `json:"dyad"`
	By   string             `json:"by"`
	Memo string             `json:"memo"`
}

func clearOverride(c changing, in clearIn) (made, error) {
	return one(instruments.Text{NL: "De klasse met de hand is teruggenomen", EN: "The class by hand was taken back"})(
		coding.ClearOverride(c.View, in.Dyad, strings.TrimSpace(in.By), strings.TrimSpace(in.Memo)))
}
