package retrieval

import (
	"cmp"
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// field is what a condition is about.
type field int

const (
	noField field = iota
	role
	speaker
	project
	respondentType
	respondent
	document
	kind
	coder
	origin
	memo
)

// Values of memo.
const (
	yes = "yes"
	no  = "no"
)

var underName = instruments.Text{NL: "onder", EN: "under"}

// text is the name of a field.
func (f field) text() instruments.Text {
	return [...]instruments.Text{
		role: {NL: "rol", EN: "role"}, speaker: {NL: "spreker", EN: "speaker"}, project: {NL: "project", EN: "project"},
		respondentType: {NL: "type", EN: "type"}, respondent: {NL: "respondent", EN: "respondent"},
		document: {NL: "document", EN: "document"}, kind: {NL: "soort", EN: "kind"}, coder: {NL: "codeur", EN: "coder"},
		origin: {NL: "herkomst", EN: "origin"}, memo: {NL: "memo", EN: "memo"},
	}[f]
}

func fieldNamed(name string) field {
	for f := role; f <= memo; f++ {
		if t := f.text(); name == t.NL || name == t.EN {
			return f
		}
	}
	return noField
}

func fieldNames() instruments.Text {
	var nl, en []string
	for f := role; f <= memo; f++ {
		nl, en = append(nl, f.text().NL), append(en, f.text().EN)
	}
	return instruments.Text{NL: strings.Join(append(nl, underName.NL), ", "), EN: strings.Join(append(en, underName.EN), ", ")}
}

func yesOrNo(is bool) instruments.Text {
	if is {
		return instruments.Text{NL: "ja", EN: "yes"}
	}
	return instruments.Text{NL: "nee", EN: "no"}
}

// names are the values that a field can have in a study: what may be typed, in
// small letters, and the value meant.
type names map[string]string

// add adds a value under itself and its other names; the first one to claim a
// name keeps it.
func (n names) add(value string, also ...string) {
	for _, name := range append(also, value) {
		name = strings.ToLower(name)
		if _, taken := n[name]; !taken && name != "" {
			n[name] = value
		}
	}
}

// values are the values that a field can have in the study.
func (s *scene) values(f field) names {
	if known, ok := s.known[f]; ok {
		return known
	}
	out := names{}
	s.known[f] = out
	switch f {
	case role:
		s.types(out)
		for _, r := range s.set.Roles {
			out.add(string(r.ID), r.Label.NL, r.Label.EN)
		}
		for _, v := range []instruments.SpeakerRole{instruments.AsInterviewer, instruments.AsRespondent} {
			out.add(string(v))
		}
	case respondentType:
		s.types(out)
	case kind:
		out.add(string(instruments.Interview))
		out.add(string(instruments.FocusGroup), "focus group", "focusgroup")
		out.add(string(instruments.Literature), "literature")
		out.add(string(instruments.Other), "other")
	case origin:
		for _, o := range []string{coding.ByHand, coding.ByImport, coding.FromLexicon, coding.ByAgreement, coding.BySettling} {
			out.add(o)
		}
	case memo:
		out.add(yes)
		out.add(no)
	}
	s.occurring(f, out)
	return out
}

// types adds the respondent types, under their labels too.
func (s *scene) types(out names) {
	for _, t := range s.set.Types {
		out.add(string(t.ID), t.Label.NL, t.Label.EN, t.Plural.NL, t.Plural.EN)
	}
}

// occurring adds the values that occur in the study.
func (s *scene) occurring(f field, out names) {
	for _, r := range s.c.Respondents {
		switch f {
		case role:
			out.add(string(r.Type))
			out.add(string(r.Role))
		case respondentType:
			out.add(string(r.Type))
		case project:
			out.add(r.Project)
		case respondent:
			out.add(string(r.ID))
		}
	}
	for _, d := range s.c.Documents {
		switch f {
		case project:
			out.add(d.Project)
		case document:
			out.add(string(d.ID))
		case speaker:
			for _, v := range d.Speakers {
				out.add(v.Label)
			}
		}
	}
	for _, p := range s.set.Plan.Projects {
		if f == project {
			out.add(p)
		}
	}
	s.marked(f, out)
}

// marked adds the values that only codings have.
func (s *scene) marked(f field, out names) {
	for _, k := range s.c.Coders {
		if f == coder {
			out.add(string(k.ID))
		}
	}
	for i := range s.codings {
		switch k := &s.codings[i]; f {
		case coder:
			out.add(string(k.Coder))
		case origin:
			out.add(k.Origin)
		case document:
			out.add(string(k.Document))
		}
	}
}

// keeper says of a coding, by its position, whether it is asked for; nil keeps
// every one.
type keeper func(i int) bool

func (k keeper) and(other keeper) keeper {
	switch {
	case k == nil:
		return other
	case other == nil:
		return k
	}
	return func(i int) bool { return k(i) && other(i) }
}

// having compiles a condition of one field.
func (s *scene) having(n *node) (keeper, error) {
	known, want := s.values(n.field), map[string]bool{}
	for _, w := range n.words {
		value, ok := known[strings.ToLower(w)]
		if !ok {
			return nil, unknown(n, n.field.text(), w, known)
		}
		want[value] = true
	}
	of := s.of(n.field)
	return func(i int) bool { return of(i, func(v string) bool { return want[v] }) }, nil
}

// of finds the values of a field of a coding, of which any may be the one.
func (s *scene) of(f field) func(i int, is func(string) bool) bool {
	switch f {
	case role:
		return s.speaks
	case speaker:
		return func(i int, is func(string) bool) bool {
			k := &s.codings[i]
			label, _ := s.place(k.Document).voice(k.Start, k.End)
			return is(label)
		}
	case coder:
		return func(i int, is func(string) bool) bool { return is(string(s.codings[i].Coder)) }
	case origin:
		return func(i int, is func(string) bool) bool { return is(s.codings[i].Origin) }
	case memo:
		return func(i int, is func(string) bool) bool { return is(yesOrNo(s.noted(i)).EN) }
	}
	return func(i int, is func(string) bool) bool { return is(s.place(s.codings[i].Document).value(f)) }
}

// speaks is true when who speaks where a coding begins has the role. Words
// without a speaker are those of the respondent of an interview.
func (s *scene) speaks(i int, is func(string) bool) bool {
	k := &s.codings[i]
	p := s.place(k.Document)
	label, voice := p.voice(k.Start, k.End)
	if voice == instruments.UnknownVoice && (label != "" || p.who.ID == "") {
		return false
	}
	if voice == instruments.AsInterviewer {
		return is(string(instruments.AsInterviewer))
	}
	return is(string(instruments.AsRespondent)) || p.who.ID != "" && (is(string(p.who.Type)) || is(string(p.who.Role)))
}

// noted is true when a coding has a memo, its own or one about it.
func (s *scene) noted(i int) bool { return s.codings[i].Memo != "" || s.memos[string(s.codings[i].ID)] }

// unknown refuses a name that the study does not know, and names some it does.
func unknown(n *node, what instruments.Text, typed string, known names) error {
	const most = 12
	var have []string
	seen := map[string]bool{}
	for _, v := range known {
		if !seen[v] {
			seen[v] = true
			have = append(have, instruments.Plain(v))
		}
	}
	slices.SortFunc(have, func(a, b string) int {
		return cmp.Or(cmp.Compare(distance(a, typed), distance(b, typed)), cmp.Compare(a, b))
	})
	hint := instruments.Textf("kies uit: %s", "choose from: %s", strings.Join(have[:min(len(have), most)], ", "))
	switch {
	case len(have) == 0:
		hint = instruments.Text{NL: "het onderzoek heeft er nog geen", EN: "the study has none yet"}
	case len(have) > most:
		hint = instruments.Textf("%s en %d andere", "%s and %d others", hint, len(have)-most)
	}
	return wrong(n.column, instruments.Textf("%s %s %q", "%s %s %q", unknownBefore(what), what, instruments.Plain(typed)), hint)
}

// unknownBefore is the adjective as it stands before a word: het project, but de
// code.
func unknownBefore(what instruments.Text) instruments.Text {
	switch what.NL {
	case "project", "type", "document", "memo":
		return instruments.Text{NL: "onbekend", EN: "unknown"}
	}
	return instruments.Text{NL: "onbekende", EN: "unknown"}
}

// distance is small for a name that starts like what was typed.
func distance(name, typed string) int {
	a, b := strings.ToLower(name), strings.ToLower(typed)
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return -i
		}
	}
	return -min(len(a), len(b))
}
