package workbench

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// target is an object that memos can be about.
type target struct {
	ID    string // "code/act.A01"
	Kind  string // "code"
	Label string
	Href  string // where it is shown; "" when it is gone
}

// targetKinds are the kinds of object, in the order in which they are listed.
func targetKinds() []choice {
	return []choice{
		{"study", instruments.Text{NL: "onderzoek", EN: "study"}},
		{"document", instruments.Text{NL: "document", EN: "document"}},
		{"code", instruments.Text{NL: "code", EN: "code"}},
		{"coding", instruments.Text{NL: "codering", EN: "coding"}},
		{"respondent", instruments.Text{NL: "respondent", EN: "respondent"}},
		{"trajectory", instruments.Text{NL: "traject", EN: "trajectory"}},
	}
}

// KindText is the kind in words.
func (t target) KindText() instruments.Text { return labelOf(targetKinds(), t.Kind) }

func compareTargets(a, b target) int {
	place := func(t target) int {
		return slices.IndexFunc(targetKinds(), func(c choice) bool { return c.ID == t.Kind })
	}
	return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.Label, b.Label), cmp.Compare(a.ID, b.ID))
}

// targetNames finds out what memos are about. Codings are remembered, so that
// each is read once.
type targetNames struct {
	view    coding.View
	lang    instruments.Lang
	codings map[string]coding.Coding
}

func (v *visit) targets() (targetNames, error) {
	return targetNames{view: v.study.View(v.ctx()), lang: v.lang, codings: map[string]coding.Coding{}}, nil
}

func (n targetNames) remember(c coding.Coding) { n.codings["coding/"+string(c.ID)] = c }

// of is a target, also when what it was about is gone.
func (n targetNames) of(id string) target {
	t, ok, err := n.known(id)
	if err != nil || !ok {
		kind, rest, _ := strings.Cut(id, "/")
		return target{ID: id, Kind: kind, Label: rest}
	}
	return t
}

// known is a target; false when there is no such thing.
func (n targetNames) known(id string) (target, bool, error) {
	kind, rest, _ := strings.Cut(id, "/")
	t := target{ID: id, Kind: kind, Label: rest}
	var ok bool
	var err error
	switch kind {
	case "study":
		t.Label, t.Href, ok = labelOf(targetKinds(), kind).In(n.lang), "/memos?on=study", rest == ""
	case "document":
		_, ok, err = n.view.Record(coding.DocumentKind, rest)
		t.Href = "/documents/" + url.PathEscape(rest)
	case "respondent":
		_, ok, err = n.view.Record(coding.RespondentKind, rest)
		t.Href = "/people/" + url.PathEscape(rest)
	case "trajectory":
		_, ok, err = n.view.Record(coding.TrajectoryKind, rest)
		t.Href = "/trajectories/" + url.PathEscape(rest)
	case "code":
		var c coding.Code
		c, ok, err = coding.Find[coding.Code](n.view, coding.CodeKind, rest)
		t.Label, t.Href = shortCode(coding.CodeID(rest))+" "+c.Name.In(n.lang), "/codebook?code="+url.QueryEscape(rest)
	case "coding":
		var c coding.Coding
		c, ok, err = n.coding(id)
		t.Label = shortCode(c.Code) + " – " + string(c.Document) + ": ‘" + clip(c.Quotation, 60) + "’"
		t.Href = "/documents/" + url.PathEscape(string(c.Document)) + "?at=" + strconv.Itoa(c.Start)
	}
	return t, ok, err
}

// coding is the coding that a target is; false for other targets.
func (n targetNames) coding(id string) (coding.Coding, bool, error) {
	rest, is := strings.CutPrefix(id, "coding/")
	if c, ok := n.codings[id]; ok || !is {
		return c, ok, nil
	}
	c, ok, err := coding.Find[coding.Coding](n.view, coding.CodingKind, rest)
	if ok {
		n.remember(c)
	}
	return c, ok, err
}

// clip is the beginning of a text, at most n characters and a sign that there is
// more.
func clip(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}
