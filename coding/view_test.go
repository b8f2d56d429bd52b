package coding

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"meerzicht/instruments"
)

// brokenView is a study whose file cannot be read.
type brokenView struct{}

var errDisk = errors.New("schijf weg")

func (brokenView) Record(Kind, string) (json.RawMessage, bool, error)             { return nil, false, errDisk }
func (brokenView) Each(Kind, func(id string, record json.RawMessage) error) error { return errDisk }
func (brokenView) CodingsOf(CodeID) ([]Coding, error)                             { return nil, errDisk }

// Every command passes on that the study cannot be read, instead of saying that
// something is not there.
func TestCommandsPassReadErrorsOn(t *testing.T) {
	v, seg := View(brokenView{}), span(t, "R01", 0, 2)
	name := instruments.Same("n")
	for what, make := range map[string]func() (Command, error){
		"AddCodings":       func() (Command, error) { return AddCodings(v, Coding{Segment: seg, Code: "w", Coder: "ik"}) },
		"RemoveCodings":    func() (Command, error) { return RemoveCodings(v, "c") },
		"ResizeCoding":     func() (Command, error) { return ResizeCoding(v, "c", seg) },
		"AnnotateCoding":   func() (Command, error) { return AnnotateCoding(v, "c", "", 1) },
		"SetMemo":          func() (Command, error) { return SetMemo(v, Memo{Target: "study", Text: "x"}) },
		"SetOverride":      func() (Command, error) { return SetOverride(v, Override{Dyad: "d", Class: "c", By: "b", Memo: "m"}) },
		"ClearOverride":    func() (Command, error) { return ClearOverride(v, "d", "b", "m") },
		"RejectSuggestion": func() (Command, error) { return RejectSuggestion(v, Decision{Segment: seg, By: "ik"}) },
		"AddCode":          func() (Command, error) { return AddCode(v, Code{ID: "n", Name: name}) },
		"RenameCode":       func() (Command, error) { return RenameCode(v, "w", name) },
		"MoveCode":         func() (Command, error) { return MoveCode(v, "w", "v", 0) },
		"MergeCodes":       func() (Command, error) { return MergeCodes(v, "w", "v") },
		"SplitCode":        func() (Command, error) { return SplitCode(v, "w", nil, nil) },
		"DeleteCode":       func() (Command, error) { return DeleteCode(v, "w") },
		"PutRespondent":    func() (Command, error) { return PutRespondent(v, instruments.Respondent{ID: "R"}) },
		"PutTrajectory":    func() (Command, error) { return PutTrajectory(v, instruments.Trajectory{ID: "T"}) },
		"PutFilling":       func() (Command, error) { return PutFilling(v, instruments.Filling{ID: "f", Coder: "ik"}) },
		"PutDocument":      func() (Command, error) { return PutDocument(v, instruments.Document{ID: "d"}, nil) },
	} {
		if _, err := make(); !errors.Is(err, errDisk) {
			t.Errorf("%s: %v, want the error of the disk", what, err)
		}
	}
}

func TestFind(t *testing.T) {
	s := scene(t)
	if r, ok, err := Find[instruments.Respondent](s, RespondentKind, "R01"); !ok || err != nil || r.ID != "R01" {
		t.Errorf("%+v %v %v", r, ok, err)
	}
	if _, ok, err := Find[instruments.Respondent](s, RespondentKind, "R09"); ok || err != nil {
		t.Errorf("unknown: %v %v", ok, err)
	}
	if _, _, err := Find[Memo](s, RespondentKind, "R01"); err == nil {
		t.Error("a respondent was read as a memo")
	}
}

func TestAllStopsAtAnError(t *testing.T) {
	if _, err := All[Memo](scene(t), RespondentKind); err == nil {
		t.Error("respondents were read as memos")
	}
	got, err := All[instruments.Respondent](scene(t), RespondentKind)
	if err != nil || len(got) != 2 || got[0].ID != "R01" {
		t.Errorf("%+v %v", got, err)
	}
}

func TestEachPassesTheErrorOn(t *testing.T) {
	n := 0
	err := scene(t).Each(RespondentKind, func(string, json.RawMessage) error {
		n++
		return errDisk
	})
	if !errors.Is(err, errDisk) || n != 1 {
		t.Errorf("%v after %d", err, n)
	}
}

// Commands are only made of what they change.
func TestCommandsAreSmall(t *testing.T) {
	s := scene(t)
	for range 3 {
		add(t, s, Coding{Segment: span(t, "R01", 0, 2+s.Len()%7), Code: "w", Coder: "ik"})
	}
	cmd, err := RenameCode(s, "w", instruments.Same("nieuw"))
	if err != nil || len(cmd.Changes) != 1 {
		t.Errorf("%s, %v", cmd.JSON(), err)
	}
}

// A code name is data: nothing in it reaches JSON unescaped.
func TestHostileNames(t *testing.T) {
	s := scene(t)
	evil := "</script>\x1b[31m\"\\\u202e\x00__f__alert(1)__f__"
	do(t, s, func(v View) (Command, error) { return RenameCode(v, "w", instruments.Same(evil)) })
	c, _, err := Find[Code](s, CodeKind, "w")
	if err != nil || c.Name.NL != evil {
		t.Errorf("%q, %v", c.Name.NL, err)
	}
	raw, _, _ := s.Record(CodeKind, "w")
	if !json.Valid(raw) || bytes.ContainsAny(raw, "\x00\x1b") {
		t.Errorf("%q", raw)
	}
}

// 10,000 codes side by side and 3,000 below each other stay quick.
func TestWideAndDeepTrees(t *testing.T) {
	var wide []Code
	for i := range 10_000 {
		wide = append(wide, Code{ID: CodeID(fmt.Sprintf("w%05d", i)), Order: 10_000 - i})
	}
	if got := TreeOf(wide); len(got.Codes) != 10_000 || got.Codes[0].ID != "w09999" {
		t.Errorf("%d codes, first %s", len(got.Codes), got.Codes[0].ID)
	}
	s := scene(t)
	parent := CodeID("w")
	for i := range 300 {
		id := CodeID(fmt.Sprintf("diep%03d", i))
		do(t, s, func(v View) (Command, error) {
			return AddCode(v, Code{ID: id, Parent: parent, Name: instruments.Same("x")})
		})
		parent = id
	}
	if _, err := MoveCode(s, "w", parent, 0); !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("a cycle over 300 codes: %v", err)
	}
}

func TestNewCodingID(t *testing.T) {
	c := Coding{Segment: Segment{Document: "R01", Start: 1, End: 12}, Code: "a", Coder: "k"}
	// The SHA-256 of "R01\x001\x0012\x00a\x00k", from sha256sum.
	if got := NewCodingID(c); got != "04b8841c7f7a7d0a3d7455a421f99c86" {
		t.Errorf("id = %s", got)
	}
	seen := map[CodingID]bool{}
	for _, other := range []Coding{
		c,
		{Segment: Segment{Document: "R011", Start: 1, End: 12}, Code: "a", Coder: "k"},
		{Segment: Segment{Document: "R01", Start: 11, End: 2}, Code: "a", Coder: "k"},
		{Segment: Segment{Document: "R01", Start: 1, End: 12}, Code: "ak", Coder: ""},
		{Segment: Segment{Document: "R01", Start: 1, End: 12}, Code: "a", Coder: "k", Dyad: "d"},
	} {
		if id := NewCodingID(other); seen[id] || len(id) != 32 {
			t.Errorf("%+v: id %s", other, id)
		} else {
			seen[id] = true
		}
	}
	c.Memo, c.Weight, c.Quotation = "m", 3, "q"
	if !seen[NewCodingID(c)] {
		t.Error("memo, weight or quotation change the id")
	}
}

func TestInverseTwiceIsTheCommand(t *testing.T) {
	s := scene(t)
	cmd, err := MergeCodes(s, "act.A01", "act.A02", "v")
	if err != nil || len(cmd.Changes) < 3 {
		t.Fatal(err)
	}
	if twice := cmd.Inverse().Inverse(); !bytes.Equal(twice.JSON(), cmd.JSON()) {
		t.Errorf("%s\n%s", twice.JSON(), cmd.JSON())
	}
}

func TestChangeCheckNamesNoContent(t *testing.T) {
	ch := Change{Kind: MemoKind, ID: "m", Before: json.RawMessage(`{"text":"geheim"}`)}
	for _, now := range []string{"", `{"text":"ander geheim"}`} {
		var b []byte
		if now != "" {
			b = []byte(now)
		}
		if err := ch.Check(b); err == nil || strings.Contains(err.Error(), "geheim") {
			t.Errorf("error = %v", err)
		}
	}
	if err := ch.Check(ch.Before); err != nil {
		t.Error(err)
	}
	if err := (Change{Kind: MemoKind, ID: "m"}).Check(nil); err != nil {
		t.Error(err)
	}
}

func TestDecodeIsStrict(t *testing.T) {
	if _, err := Decode[Coder]([]byte(`{"id":"a","vreemd":1}`)); err == nil {
		t.Error("an unknown member was taken")
	}
	if _, err := Decode[Coder]([]byte(`{"id":1}`)); err == nil {
		t.Error("a number was taken for a text")
	}
	if c, err := Decode[Coder]([]byte(`{"id":"a"}`)); err != nil || c.ID != "a" {
		t.Errorf("%+v %v", c, err)
	}
}

func TestKindNamesAreDutch(t *testing.T) {
	for _, k := range []Kind{CodeKind, CodingKind, RespondentKind, TrajectoryKind, OverrideKind, MemoKind} {
		if n := kindName(k); n.NL == "" || n.EN == "" {
			t.Errorf("%s: %+v", k, n)
		}
	}
}
