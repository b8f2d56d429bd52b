package workbench

import (
	"net/http"

	"meerzicht/coding"
	"meerzicht/instruments"
)

func codesActs() map[string]act {
	return map[string]act{
		"code.add":      takes(addCode),
		"code.rename":   takes(renameCode),
		"code.define":   takes(defineCode),
		"code.describe": takes(describeCode),
		"code.move":     takes(moveCode),
		"code.merge":    takes(mergeCodes),
		"code.split":    takes(splitCode),
		"code.recolour": takes(recolourCode),
		"code.codable":  takes(codableCode),
		"code.delete":   takes(deleteCode),
	}
}

// seatIn is a place in the tree, as a page sends it.
type seatIn struct {
	Parent coding.CodeID `json:"parent"`
	After  coding.CodeID `json:"after"`
	Before coding.CodeID `json:"before"`
	First  bool          `json:"first"`
}

func (s seatIn) seat() coding.Seat {
	return coding.Seat{Parent: s.Parent, After: s.After, Before: s.Before, First: s.First}
}

// parentIn is the code below which the place is; false at the top.
func (s seatIn) parentIn(view coding.View) (coding.Code, bool, error) {
	id := s.Parent
	for _, beside := range []coding.CodeID{s.After, s.Before} {
		if beside != "" {
			c, err := codeIn(view, beside)
			if err != nil {
				return c, false, err
			}
			id = c.Parent
		}
	}
	if id == "" {
		return coding.Code{}, false, nil
	}
	return coding.Find[coding.Code](view, coding.CodeKind, string(id))
}

// codeIn is a code that a page names; it is refused when it is there no more.
func codeIn(view coding.View, id coding.CodeID) (coding.Code, error) {
	c, ok, err := coding.Find[coding.Code](view, coding.CodeKind, string(id))
	if err == nil && !ok {
		err = refused(http.StatusConflict, instruments.Textf("code %s is er niet meer", "code %s is no longer there", instruments.Plain(string(id))),
			instruments.Text{NL: "iemand heeft haar verwijderd of samengevoegd; Z neemt dat terug", EN: "somebody deleted or merged it; Z takes that back"})
	}
	return c, err
}

// done is made of one command with its reason. Every message ends with the way
// back.
func done(c coding.Command, err error, reason string, said instruments.Text) (made, error) {
	if err == nil {
		err = checkLong(reason, reasonMost)
	}
	if err != nil {
		return made{}, err
	}
	if reason != "" {
		c.Reason = reason
	}
	said = instruments.Textf("%s Z neemt het terug.", "%s Z takes it back.", said)
	return made{commands: []coding.Command{c}, said: said}, nil
}

type addCodeIn struct {
	Name names `json:"name"`
	seatIn
	Definition string `json:"definition"` // in the session's language
	Group      bool   `json:"group"`      // groups codes and is not coded with
}

func addCode(c changing, in addCodeIn) (made, error) {
	code, err := newCode(c.View, in.Name, in.seatIn)
	if err == nil {
		err = checkLong(in.Definition, definitionMost)
	}
	if err != nil {
		return made{}, err
	}
	code.Codable = !in.Group
	code.Definition = inLang(code.Definition, c.v.lang, in.Definition)
	cmd, err := coding.AddCodeAt(c.View, code, in.seat())
	return done(cmd, err, "", instruments.Textf("Code %s gemaakt.", "Code %s made.", quoted(code)))
}

// newCode is a code that is not in the codebook yet: inductive, codable, of the
// domain of its parent.
func newCode(view coding.View, name names, at seatIn) (coding.Code, error) {
	text, err := name.text()
	if err != nil {
		return coding.Code{}, err
	}
	parent, _, err := at.parentIn(view)
	if err != nil {
		return coding.Code{}, err
	}
	code := coding.Code{Name: text, Parent: parent.ID, Origin: instruments.Inductive, Domain: ownDomain, Codable: true}
	if parent.Domain != "" && instrumentOf(parent.ID) == "" {
		code.Domain = parent.Domain
	}
	code.ID, err = newCodeID(view, text.In(instruments.Dutch), parent.ID, nil)
	return code, err
}

// inLang sets one wording of a text.
func inLang(t instruments.Text, lang instruments.Lang, s string) instruments.Text {
	if lang == instruments.English {
		t.EN = s
	} else {
		t.NL = s
	}
	return t
}

type moveCodeIn struct {
	Code coding.CodeID `json:"code"`
	seatIn
}

func moveCode(c changing, in moveCodeIn) (made, error) {
	code, err := codeIn(c.View, in.Code)
	if err != nil {
		return made{}, err
	}
	parent, below, err := in.parentIn(c.View)
	if err != nil {
		return made{}, err
	}
	said := instruments.Textf("Code %s verplaatst naar het hoogste niveau.", "Code %s moved to the top level.", quoted(code))
	if below {
		said = instruments.Textf("Code %s verplaatst onder %s.", "Code %s moved below %s.", quoted(code), quoted(parent))
	}
	if parent.ID == code.Parent {
		said = instruments.Textf("Code %s verplaatst.", "Code %s moved.", quoted(code))
	}
	cmd, err := coding.PlaceCode(c.View, in.Code, in.seat())
	return done(cmd, err, "", said)
}

type recolourCodeIn struct {
	Code   coding.CodeID `json:"code"`
	Colour string        `json:"colour"` // #RRGGBB; "" = by its place
}

func recolourCode(c changing, in recolourCodeIn) (made, error) {
	code, err := codeIn(c.View, in.Code)
	if err != nil {
		return made{}, err
	}
	cmd, err := coding.RecolourCode(c.View, in.Code, in.Colour)
	return done(cmd, err, "", instruments.Textf("Code %s heeft een andere kleur.", "Code %s has another colour.", quoted(code)))
}

type codableCodeIn struct {
	Code    coding.CodeID `json:"code"`
	Codable bool          `json:"codable"`
}

func codableCode(c changing, in codableCodeIn) (made, error) {
	code, err := codeIn(c.View, in.Code)
	if err != nil {
		return made{}, err
	}
	said := instruments.Textf("Met %s kan nu gecodeerd worden.", "%s can be coded with now.", quoted(code))
	if !in.Codable {
		said = instruments.Textf("%s groepeert nu alleen andere codes.", "%s only groups other codes now.", quoted(code))
	}
	if err := c.codesStay(); err != nil && !in.Codable {
		return made{}, err
	}
	cmd, err := coding.SetCodable(c.View, in.Code, in.Codable)
	return done(cmd, err, "", said)
}

type deleteCodeIn struct {
	Code   coding.CodeID `json:"code"`
	Below  bool          `json:"below"` // also the codes below it
	Reason string        `json:"reason"`
}

func deleteCode(c changing, in deleteCodeIn) (made, error) {
	code, err := codeIn(c.View, in.Code)
	if err = cmpErr(err, c.codesStay()); err != nil {
		return made{}, err
	}
	var cmd coding.Command
	if in.Below {
		cmd, err = coding.DeleteBranch(c.View, in.Code)
	} else {
		cmd, err = coding.DeleteCode(c.View, in.Code)
	}
	if err != nil {
		return made{}, err
	}
	codes, codings := 0, 0
	for _, ch := range cmd.Changes {
		switch {
		case ch.After != nil:
		case ch.Kind == coding.CodeKind:
			codes++
		case ch.Kind == coding.CodingKind:
			codings++
		}
	}
	return done(cmd, nil, in.Reason, instruments.Textf("Code %s verwijderd (codes: %d, coderingen: %d).", "Code %s deleted (codes: %d, codings: %d).", quoted(code), codes, codings))
}
