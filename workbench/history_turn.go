package workbench

import (
	"net/http"
	"strconv"
	"strings"
	"sync"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

// largeAct is how many records an act may change before it is not undone at the
// first press of a key.
const largeAct = 200

// turnIn is what a page may say with an undo. Act is the first event of the act
// that it means. A careful page wants to hear first when the act is large or
// somebody else's.
type turnIn struct {
	Act     int64 `json:"act,omitempty"`
	Careful bool  `json:"careful,omitempty"`
}

// turnShown is an act that undo or redo is about, for a page.
type turnShown struct {
	Act   int64  `json:"act"`
	Actor string `json:"actor"`
	Words string `json:"words"`
	Large bool   `json:"large"` // asks for a second press
}

func (t *turnShown) label() string {
	if t == nil {
		return ""
	}
	return t.Words
}

// weighed is the act that was counted last: events do not change, and the same
// one stays on top while pages are read.
type weighed struct {
	mu  sync.Mutex
	key string // of the look for which they are, see sighted
	act [2]study.Act
}

// weigh counts what an act changed; side tells undo (0) from redo (1).
func (v *visit) weigh(first int64, side int) (study.Act, error) {
	l, err := v.study.look(v.ctx())
	if err != nil {
		return study.Act{}, err
	}
	v.weighed.mu.Lock()
	defer v.weighed.mu.Unlock()
	if v.weighed.key != l.key {
		v.weighed.key, v.weighed.act = l.key, [2]study.Act{}
	}
	if a := v.weighed.act[side]; a.First == first {
		return a, nil
	}
	a, _, err := v.study.ActOf(v.ctx(), first)
	if err == nil {
		v.weighed.act[side] = a
	}
	return a, err
}

// history is what undo and redo would do; nil for nothing.
func (v *visit) history() (undo, redo *turnShown, err error) {
	e, ok, err := v.study.Undoable(v.ctx())
	if ok {
		undo, err = v.turn(e.Seq, 0)
	}
	if err != nil {
		return nil, nil, err
	}
	e, ok, err = v.study.Redoable(v.ctx())
	if ok {
		redo, err = v.turn(e.Seq, 1)
	}
	return undo, redo, err
}

func (v *visit) turn(first int64, side int) (*turnShown, error) {
	a, err := v.weigh(first, side)
	return &turnShown{Act: a.First, Actor: a.Actor, Words: actWords(a).In(v.lang), Large: v.isLarge(a)}, err
}

// isLarge reports whether an act is too much to take back at one press: an
// import, somebody else's, or very many records.
func (v *visit) isLarge(a study.Act) bool {
	records := 0
	for _, n := range a.Records {
		records += n
	}
	return imported(a) || a.Actor != string(v.coder()) || records > largeAct
}

func imported(a study.Act) bool {
	for kind := range a.Types {
		if groupOf(kind) == "import" || kind == "study.merge" {
			return true
		}
	}
	return false
}

func sayHistory(v *visit) error {
	undo, redo, err := v.history()
	if err != nil {
		return err
	}
	return v.json(map[string]*turnShown{"undo": undo, "redo": redo})
}

// turnBack undoes the last act or does again the last undone one.
func (v *visit) turnBack(in request) (receipt, error) {
	said := instruments.Text{NL: "Ongedaan gemaakt: %s", EN: "Undone: %s"}
	none := instruments.Text{NL: "Er is niets om ongedaan te maken.", EN: "There is nothing to undo."}
	var r study.Receipt
	var err error
	if in.Do == "redo" {
		said = instruments.Text{NL: "Opnieuw gedaan: %s", EN: "Done again: %s"}
		none = instruments.Text{NL: "Er is niets om opnieuw te doen.", EN: "There is nothing to redo."}
		if _, err = decodeStrict[struct{}](in.With); err == nil {
			r, err = v.study.RedoRequest(v.ctx(), string(v.coder()), in.Request)
		}
	} else {
		r, err = v.undo(in)
	}
	if err != nil {
		return receipt{}, err
	}
	if r.Seq == 0 {
		return receipt{Said: none.In(v.lang)}, nil
	}
	return receipt{Seq: r.Seq, Said: instruments.Textf(said.NL, said.EN, actText(r.Type)).In(v.lang), Repeated: r.Repeated, Undoes: r.Undoes}, nil
}

// undo takes back the last act, when it is the one that the page means.
func (v *visit) undo(in request) (study.Receipt, error) {
	with, err := decodeStrict[turnIn](in.With)
	if err != nil {
		return study.Receipt{}, err
	}
	return v.study.UndoRequestIf(v.ctx(), string(v.coder()), in.Request, func(a study.Act) error {
		switch {
		case with.Act != 0 && with.Act != a.First:
			return refused(http.StatusConflict, instruments.Text{NL: "intussen is er iets anders gebeurd; er is niets ongedaan gemaakt", EN: "something else happened meanwhile; nothing was undone"},
				instruments.Text{NL: "kijk wat Ongedaan maken nu terugneemt en probeer het opnieuw", EN: "look at what Undo takes back now and try again"})
		case with.Act == 0 && with.Careful && v.isLarge(a):
			return refused(http.StatusConflict, instruments.Textf("Z maakt nu ongedaan: %s, door %s.", "Z now undoes: %s, by %s.", actWords(a), a.Actor),
				instruments.Text{NL: "Nog eens Z (of Ongedaan maken) binnen 10 seconden om dat te doen.", EN: "Z (or Undo) once more within 10 seconds to do that."})
		}
		return nil
	})
}

// actWords names an act, a large one with what it touched: "inlezen: 40
// documenten en 1.480 coderingen".
func actWords(a study.Act) instruments.Text {
	what := actText(a.Type)
	if imported(a) && len(a.Types) > 1 {
		what = actText("import")
	}
	total := 0
	for _, n := range a.Records {
		total += n
	}
	if !imported(a) && total <= largeAct {
		return what
	}
	var nl, en []string
	for _, k := range countedKinds() {
		if n := a.Records[k.kind]; n > 0 {
			nl = append(nl, grouped(n, ".")+" "+oneOrMore(n, k.one.NL, k.many.NL))
			en = append(en, grouped(n, ",")+" "+oneOrMore(n, k.one.EN, k.many.EN))
		}
	}
	if len(nl) == 0 {
		return what
	}
	return instruments.Text{NL: what.NL + ": " + enumerated(nl, " en "), EN: what.EN + ": " + enumerated(en, " and ")}
}

type countedKind struct {
	kind      coding.Kind
	one, many instruments.Text
}

func countedKinds() []countedKind {
	return []countedKind{
		{coding.DocumentKind, instruments.Text{NL: "document", EN: "document"}, instruments.Text{NL: "documenten", EN: "documents"}},
		{coding.RespondentKind, instruments.Text{NL: "respondent", EN: "respondent"}, instruments.Text{NL: "respondenten", EN: "respondents"}},
		{coding.FillingKind, instruments.Text{NL: "lijst", EN: "list"}, instruments.Text{NL: "lijsten", EN: "lists"}},
		{coding.CodeKind, instruments.Text{NL: "code", EN: "code"}, instruments.Text{NL: "codes", EN: "codes"}},
		{coding.CodingKind, instruments.Text{NL: "codering", EN: "coding"}, instruments.Text{NL: "coderingen", EN: "codings"}},
		{coding.MemoKind, instruments.Text{NL: "memo", EN: "memo"}, instruments.Text{NL: "memo’s", EN: "memos"}},
		{coding.SettlementKind, instruments.Text{NL: "beslissing", EN: "decision"}, instruments.Text{NL: "beslissingen", EN: "decisions"}},
	}
}

func oneOrMore(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// enumerated joins words with commas, and the last two with and.
func enumerated(list []string, and string) string {
	if n := len(list) - 1; n > 0 {
		return strings.Join(list[:n], ", ") + and + list[n]
	}
	return strings.Join(list, "")
}

// grouped writes a whole number ≥ 0 with a mark between the thousands.
func grouped(n int, mark string) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + mark + s[i:]
	}
	return s
}
