package workbench

import (
	"net/http"
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// edit is one field of a code as a person changed it: what stood there when
// editing began, and what stands there now. When somebody else changed the field
// meanwhile it is refused, so that neither text is lost unseen.
type edit struct {
	Was string `json:"was"`
	Now string `json:"now"`
}

// into sets a field.
func (e edit) into(field *string, most int) error {
	now := strings.TrimSpace(strings.ReplaceAll(e.Now, "\r\n", "\n"))
	if err := checkLong(now, most); err != nil {
		return err
	}
	if was := strings.ReplaceAll(e.Was, "\r\n", "\n"); was != *field && now != *field {
		return refused(http.StatusConflict, instruments.Text{NL: "dit veld is intussen elders gewijzigd", EN: "this field was changed elsewhere meanwhile"},
			instruments.Text{NL: "vergelijk beide teksten en sla dan op", EN: "compare both texts, then store"})
	}
	*field = now
	return nil
}

// edits are fields by name: "definition_nl", "name_en".
type edits map[string]edit

// into sets all fields; an unknown name is refused.
func (e edits) into(fields map[string]*string, most int) error {
	for name, change := range e {
		field, ok := fields[name]
		if !ok {
			return refused(http.StatusBadRequest, instruments.Text{NL: "dit veld is hier niet te wijzigen", EN: "this field cannot be changed here"}, instruments.Text{})
		}
		if err := change.into(field, most); err != nil {
			return err
		}
	}
	return nil
}

type editCodeIn struct {
	Code   coding.CodeID `json:"code"`
	Fields edits         `json:"fields"`
	Reason string        `json:"reason"`
}

func nameFields(t *instruments.Text) map[string]*string {
	return map[string]*string{"name_nl": &t.NL, "name_en": &t.EN}
}

func renameCode(c changing, in editCodeIn) (made, error) {
	code, err := codeIn(c.View, in.Code)
	if err != nil {
		return made{}, err
	}
	old := quoted(code)
	if err := in.Fields.into(nameFields(&code.Name), nameMost); err != nil {
		return made{}, err
	}
	name, err := names{NL: code.Name.NL, EN: code.Name.EN}.text()
	if err != nil {
		return made{}, err
	}
	cmd, err := coding.RenameCode(c.View, in.Code, name)
	return done(cmd, err, in.Reason, instruments.Textf("Code %s heet nu %s.", "Code %s is now called %s.", old, quoted(code)))
}

func definitionFields(d *coding.Definition) map[string]*string {
	return map[string]*string{
		"definition_nl": &d.Definition.NL, "definition_en": &d.Definition.EN, "include_nl": &d.Include.NL, "include_en": &d.Include.EN,
		"exclude_nl": &d.Exclude.NL, "exclude_en": &d.Exclude.EN, "example_nl": &d.Example.NL, "example_en": &d.Example.EN,
	}
}

func definitionOf(c coding.Code) coding.Definition {
	return coding.Definition{Definition: c.Definition, Include: c.Include, Exclude: c.Exclude, Example: c.Example}
}

func defineCode(c changing, in editCodeIn) (made, error) {
	code, err := codeIn(c.View, in.Code)
	if err != nil {
		return made{}, err
	}
	def := definitionOf(code)
	if err := in.Fields.into(definitionFields(&def), definitionMost); err != nil {
		return made{}, err
	}
	cmd, err := coding.DefineCode(c.View, in.Code, def)
	return done(cmd, err, in.Reason, instruments.Textf("Code %s anders omschreven.", "Code %s defined anew.", quoted(code)))
}

// aboutFields are the fields of what a code is about, as text.
func aboutFields(a *aboutText) map[string]*string {
	return map[string]*string{"origin": &a.origin, "domain": &a.domain, "who": &a.who}
}

type aboutText struct{ origin, domain, who string }

func aboutOf(c coding.Code) aboutText {
	who := make([]string, len(c.Who))
	for i, w := range c.Who {
		who[i] = string(w)
	}
	return aboutText{string(c.Origin), c.Domain, strings.Join(who, ", ")}
}

func describeCode(c changing, in editCodeIn) (made, error) {
	code, err := codeIn(c.View, in.Code)
	if err != nil {
		return made{}, err
	}
	text := aboutOf(code)
	if err := in.Fields.into(aboutFields(&text), nameMost); err != nil {
		return made{}, err
	}
	if text.domain != code.Domain && instrumentOf(in.Code) != "" {
		return made{}, refused(http.StatusBadRequest, instruments.Text{NL: "het domein van een code van de instrumenten ligt vast: tabellen tellen ermee", EN: "the domain of a code of the instruments is fixed: tables count by it"},
			instruments.Text{NL: "maak een nieuwe code voor een ander domein", EN: "make a new code for another domain"})
	}
	about := coding.About{Origin: instruments.Origin(text.origin), Domain: text.domain}
	for _, w := range strings.FieldsFunc(text.who, func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		about.Who = append(about.Who, instruments.RespondentType(w))
	}
	cmd, err := coding.DescribeCode(c.View, in.Code, about)
	return done(cmd, err, in.Reason, instruments.Textf("Herkomst en domein van %s gewijzigd.", "Origin and domain of %s changed.", quoted(code)))
}

type mergeCodesIn struct {
	Into   coding.CodeID   `json:"into"`
	From   []coding.CodeID `json:"from"`
	Reason string          `json:"reason"`
}

func mergeCodes(c changing, in mergeCodesIn) (made, error) {
	into, err := codeIn(c.View, in.Into)
	if err = cmpErr(err, c.codesStay()); err != nil {
		return made{}, err
	}
	if len(in.From) == 0 || slices.Contains(in.From, in.Into) {
		return made{}, refused(http.StatusBadRequest, instruments.Text{NL: "kies een andere code om in op te gaan", EN: "choose another code to merge into"}, instruments.Text{})
	}
	cmd, err := coding.MergeCodes(c.View, in.Into, in.From...)
	if err != nil {
		return made{}, err
	}
	moved, doubles := 0, 0
	for _, ch := range cmd.Changes {
		switch {
		case ch.Kind != coding.CodingKind:
		case ch.After == nil:
			doubles++
		default:
			moved++
		}
	}
	if !into.Codable && moved > 0 {
		return made{}, refused(http.StatusBadRequest, instruments.Textf("met %s kan niet gecodeerd worden, dus coderingen kunnen er niet heen", "%s cannot be coded with, so codings cannot go there", quoted(into)),
			instruments.Text{NL: "maak die code eerst codeerbaar", EN: "make that code codable first"})
	}
	said := instruments.Textf("Samengevoegd met %s: %d coderingen gingen mee.", "Merged into %s: %d codings went along.", quoted(into), moved)
	if doubles > 0 {
		said = instruments.Textf("%s Dubbel en samengevallen: %d.", "%s Double and now one: %d.", said, doubles)
	}
	return done(cmd, nil, in.Reason, said)
}

// splitCodeIn are the parts of a code; codings that no part has stay.
type splitCodeIn struct {
	Code   coding.CodeID `json:"code"`
	Parts  []partIn      `json:"parts"`
	Below  bool          `json:"below"` // the parts stand below the code, not beside it
	Reason string        `json:"reason"`
}

type partIn struct {
	Name    names             `json:"name"`
	Codings []coding.CodingID `json:"codings"`
}

// partsMost is how many parts a code can be split into at once.
const partsMost = 50

func splitCode(c changing, in splitCodeIn) (made, error) {
	whole, err := codeIn(c.View, in.Code)
	if err = cmpErr(err, c.codesStay()); err != nil {
		return made{}, err
	}
	if len(in.Parts) == 0 || len(in.Parts) > partsMost {
		return made{}, refused(http.StatusBadRequest, instruments.Textf("een code wordt in 1 tot %d nieuwe codes gesplitst", "a code is split into 1 to %d new codes", partsMost),
			instruments.Text{NL: "geef de delen een naam", EN: "name the parts"})
	}
	to := map[coding.CodingID]coding.CodeID{}
	taken := map[coding.CodeID]bool{}
	var parts []coding.Code
	for i, p := range in.Parts {
		code, err := partOf(c.View, whole, p, in.Below, i, taken)
		if err != nil {
			return made{}, err
		}
		parts = append(parts, code)
		for _, id := range p.Codings {
			to[id] = code.ID
		}
	}
	if err := allOf(c.View, in.Code, to); err != nil {
		return made{}, err
	}
	cmd, err := coding.SplitCode(c.View, in.Code, parts, func(k coding.Coding) coding.CodeID { return to[k.ID] })
	return done(cmd, err, in.Reason, instruments.Textf("Code %s gesplitst: %d nieuwe codes, %d coderingen verdeeld.", "Code %s split: %d new codes, %d codings assigned.", quoted(whole), len(parts), len(to)))
}

// partOf is the code that a part becomes.
func partOf(view coding.View, whole coding.Code, p partIn, below bool, i int, taken map[coding.CodeID]bool) (coding.Code, error) {
	name, err := p.Name.text()
	if err != nil {
		return coding.Code{}, err
	}
	code := coding.Code{Name: name, Origin: instruments.Inductive, Domain: whole.Domain, Who: whole.Who, Codable: true}
	if instrumentOf(whole.ID) != "" {
		code.Domain = ownDomain
	}
	if below {
		code.Parent, code.Order = whole.ID, i
	}
	code.ID, err = newCodeID(view, name.In(instruments.Dutch), whole.ID, taken)
	taken[code.ID] = true
	return code, err
}

// allOf refuses codings that do not have that code any more.
func allOf(view coding.View, id coding.CodeID, to map[coding.CodingID]coding.CodeID) error {
	list, err := view.CodingsOf(id)
	if err != nil {
		return err
	}
	n := 0
	for _, k := range list {
		if _, ok := to[k.ID]; ok {
			n++
		}
	}
	if n < len(to) {
		return refused(http.StatusConflict, instruments.Text{NL: "een deel van deze coderingen is intussen verwijderd of anders gecodeerd", EN: "some of these codings were removed or recoded meanwhile"},
			instruments.Text{NL: "open het splitsen opnieuw; de lijst is bijgewerkt", EN: "open splitting again; the list is up to date"})
	}
	return nil
}
