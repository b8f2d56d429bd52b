package workbench

import (
	"encoding/json"
	"net/http"
	"strings"
	"unicode"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// request is what a page posts to change the study. Request is an id that the
// page makes once for an act, also when it has to send it again.
type request struct {
	Request string          `json:"request"`
	Do      string          `json:"do"`
	With    json.RawMessage `json:"with,omitempty"`
	Study   string          `json:"study,omitempty"` // the study that the page showed, see visit.sameStudy
}

// receipt is the answer once the change is on the disk. Seq is the last event
// of the log that it made; Said is for the status line.
type receipt struct {
	Seq      int64  `json:"seq"`
	Said     string `json:"said"`
	Repeated bool   `json:"repeated,omitempty"`
	Undoes   int64  `json:"undoes,omitempty"` // of undo and redo: the first event of the act taken back
}

// changing is what an act sees of the study while it is decided on.
type changing struct {
	coding.View
	v     *visit
	coder coding.CoderID
}

// made is what an act comes to: commands that are done and undone together, and
// what to say about them.
type made struct {
	commands []coding.Command
	said     instruments.Text
}

// act turns what a page sent into commands. It runs inside the writing
// transaction, so it must be quick.
type act func(c changing, with json.RawMessage) (made, error)

// takes makes an act of a function whose argument says which members the page
// may send; any other member is refused.
func takes[T any](do func(changing, T) (made, error)) act {
	return func(c changing, with json.RawMessage) (made, error) {
		in, err := decodeStrict[T](with)
		if err != nil {
			return made{}, err
		}
		return do(c, in)
	}
}

// one is made of a single command.
func one(said instruments.Text) func(coding.Command, error) (made, error) {
	return func(c coding.Command, err error) (made, error) {
		return made{commands: []coding.Command{c}, said: said}, err
	}
}

func commandRoutes() []route {
	return []route{
		{"POST /command", postCommand, routeRule{accepts: []string{typeJSON}}},
		{"POST /session", postSession, routeRule{accepts: []string{typeJSON}}},
		{"GET /history.json", sayHistory, routeRule{}},
	}
}

func postCommand(v *visit) error {
	in, err := decodeRequest[request](v.r)
	if err != nil {
		return err
	}
	if err := v.sameStudy(in.Study); err != nil {
		return err
	}
	var out receipt
	switch in.Do {
	case "undo", "redo":
		out, err = v.turnBack(in)
	case "act.again":
		out, err = v.doAgain(in)
	default:
		out, err = v.change(in)
	}
	if err != nil {
		return err
	}
	return v.json(out)
}

// change does an act that adds to the study.
func (v *visit) change(in request) (receipt, error) {
	do, ok := v.acts[in.Do]
	if !ok {
		return receipt{}, refused(http.StatusBadRequest, instruments.Text{NL: "de pagina vroeg iets wat de werkbank niet kent", EN: "the page asked for something the workbench does not know"},
			instruments.Text{NL: "laad de pagina opnieuw", EN: "reload the page"})
	}
	var m made
	r, err := v.study.DoRequest(v.ctx(), string(v.coder()), in.Request, func(view coding.View) ([]coding.Command, error) {
		var err error
		m, err = do(changing{View: view, v: v, coder: v.coder()}, in.With)
		return m.commands, err
	})
	if err != nil {
		return receipt{}, err
	}
	return receipt{Seq: r.Seq, Said: m.said.In(v.lang), Repeated: r.Repeated}, nil
}

// actText names a type of event for people.
func actText(kind string) instruments.Text {
	if t, ok := actNames()[kind]; ok {
		return t
	}
	if t, ok := otherActNames()[kind]; ok {
		return t
	}
	return instruments.Same(kind)
}

func actNames() map[string]instruments.Text {
	return map[string]instruments.Text{
		"coding.add":         {NL: "coderen", EN: "coding"},
		"coding.remove":      {NL: "codering verwijderen", EN: "removing a coding"},
		"coding.resize":      {NL: "codering langer of korter maken", EN: "resizing a coding"},
		"coding.recode":      {NL: "codering een andere code geven", EN: "giving a coding another code"},
		"coding.annotate":    {NL: "memo of gewicht bij een codering", EN: "memo or weight of a coding"},
		"code.add":           {NL: "code toevoegen", EN: "adding a code"},
		"code.rename":        {NL: "code hernoemen", EN: "renaming a code"},
		"code.define":        {NL: "code omschrijven", EN: "defining a code"},
		"code.describe":      {NL: "herkomst of domein van een code", EN: "origin or domain of a code"},
		"code.codable":       {NL: "code codeerbaar maken of niet", EN: "making a code codable or not"},
		"code.recolour":      {NL: "code een andere kleur geven", EN: "recolouring a code"},
		"code.move":          {NL: "code verplaatsen", EN: "moving a code"},
		"code.merge":         {NL: "codes samenvoegen", EN: "merging codes"},
		"code.split":         {NL: "code splitsen", EN: "splitting a code"},
		"code.delete":        {NL: "code verwijderen", EN: "deleting a code"},
		"memo.set":           {NL: "memo", EN: "memo"},
		"filling.put":        {NL: "lijst invullen", EN: "filling a list"},
		"override.set":       {NL: "klasse met de hand", EN: "class by hand"},
		"override.clear":     {NL: "klasse met de hand terugnemen", EN: "taking back a class by hand"},
		"suggestion.reject":  {NL: "voorstel afwijzen", EN: "rejecting a suggestion"},
		"suggestion.restore": {NL: "afwijzing terugnemen", EN: "taking back a rejection"},
		"import":             {NL: "inlezen", EN: "import"},
		"round.open":         {NL: "ronde openen", EN: "opening a round"},
		"round.release":      {NL: "ronde vrijgeven", EN: "releasing a round"},
		"consensus.merge":    {NL: "overeenstemming overnemen in de consensus", EN: "taking agreement into the consensus"},
		"consensus.settle":   {NL: "verschil beslissen", EN: "settling a difference"},
		"consensus.reopen":   {NL: "beslissing heropenen", EN: "reopening a decision"},
		"study.merge":        {NL: "kopie van het onderzoek samenvoegen", EN: "merging a copy of the study"},
	}
}

// json answers with v as JSON.
func (v *visit) json(answer any) error {
	v.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	return json.NewEncoder(v.w).Encode(answer)
}

// sessionChoice is what a person chooses about the pages themselves; it is no
// part of the study.
type sessionChoice struct {
	Lang  string `json:"lang,omitempty"`
	Theme string `json:"theme,omitempty"`
	Coder string `json:"coder,omitempty"`
}

func postSession(v *visit) error {
	in, err := decodeRequest[sessionChoice](v.r)
	if err != nil {
		return err
	}
	if lang, ok := instruments.ParseLang(in.Lang); ok && in.Lang != "" {
		v.who.setLang(lang)
	}
	if in.Theme != "" {
		v.who.setTheme(in.Theme)
	}
	if in.Coder != "" {
		if err := checkCoder(in.Coder); err != nil {
			return err
		}
		v.who.setCoder(in.Coder)
	}
	return v.json(struct{}{})
}

// checkCoder refuses names that stand for no person, and odd ones.
func checkCoder(name string) error {
	odd := strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) || strings.TrimSpace(name) != name || len(name) > 64
	if odd || !coding.CoderID(name).Person() {
		return refused(http.StatusBadRequest, instruments.Text{NL: "deze naam kan een codeur niet hebben", EN: "a coder cannot have this name"},
			instruments.Text{NL: "kies een korte schuilnaam", EN: "choose a short pseudonym"})
	}
	return nil
}
