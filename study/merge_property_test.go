package study

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
	"pgregory.net/rapid"
)

// branch is a copy of a study in memory that goes on from where it was copied.
type branch struct {
	coding.State
	who     coding.CoderID
	changed map[string]*coding.Revision
	done    []coding.Command // since it was copied
	texts   map[instruments.DocumentID]string
}

func (b *branch) Segmenter(id instruments.DocumentID) (coding.Segmenter, bool, error) {
	text := b.texts[id]
	_, ok, _ := b.Record(coding.DocumentKind, string(id))
	return coding.NewSegmenter(&instruments.Document{ID: id, Text: text}), ok, nil
}

func (b *branch) do(t *rapid.T, cmd coding.Command) {
	cmd, err := cmd.Normal()
	if err == nil {
		err = b.Apply(cmd)
	}
	if err != nil {
		t.Fatal(err)
	}
	b.done = append(b.done, cmd)
	for _, ch := range cmd.Changes {
		key := digestKey(ch.Kind, ch.ID)
		r := b.changed[key]
		if r == nil {
			r = &coding.Revision{Kind: ch.Kind, ID: ch.ID, Parting: ch.Before, First: ch.Before, Merged: ch.Before}
			b.changed[key] = r
		}
		if r.Now = ch.After; r.First == nil {
			r.First = ch.After
		}
	}
}

func (b *branch) fork() coding.Fork {
	f := coding.Fork{View: b, Count: map[coding.Kind]int{}}
	for _, r := range b.changed {
		f.Changed = append(f.Changed, *r)
	}
	for _, kind := range allKinds() {
		_ = b.Each(kind, func(string, json.RawMessage) error { f.Count[kind]++; return nil })
	}
	return f
}

func allKinds() []coding.Kind {
	return []coding.Kind{
		coding.StudyKind, coding.SetKind, coding.RespondentKind, coding.TrajectoryKind, coding.DocumentKind, coding.FillingKind, coding.CodeKind, coding.CoderKind,
		coding.CodingKind, coding.MemoKind, coding.OverrideKind, coding.DecisionKind, coding.SourceKind, coding.ProgressKind, coding.RoundKind, coding.SettlementKind,
	}
}

// trunk is a study before it is copied, and what makes copies of it.
func trunk(t *rapid.T) func(coding.CoderID) *branch {
	start := &branch{who: "samen", changed: map[string]*coding.Revision{}, texts: map[instruments.DocumentID]string{}}
	cmd, err := birth(testOptions())
	if err != nil {
		t.Fatal(err)
	}
	cmds := []coding.Command{cmd}
	start.do(t, cmd)
	try := func(cmd coding.Command, err error) {
		if err == nil {
			start.do(t, cmd)
			cmds = append(cmds, cmd)
		}
	}
	doc := fakeDocument()
	start.texts["D"] = doc.Text
	try(coding.PutDocument(start, doc, nil))
	try(coding.PutRespondent(start, instruments.Respondent{ID: "R1"}))
	try(coding.SetMemo(start, coding.Memo{ID: "m", Target: "study", Text: "begin", Author: "samen"}))
	try(coding.AddCode(start, coding.Code{ID: "x", Name: instruments.Same("x"), Codable: true}))
	for range rapid.IntRange(0, 8).Draw(t, "before") {
		start.who = rapid.SampledFrom([]coding.CoderID{"anna", "bram", "cato"}).Draw(t, "who")
		try(branchCommand(t, start, true))
	}
	return func(who coding.CoderID) *branch {
		b := &branch{who: who, changed: map[string]*coding.Revision{}, texts: maps.Clone(start.texts)}
		for _, cmd := range cmds {
			b.do(t, cmd)
		}
		b.changed, b.done = map[string]*coding.Revision{}, nil
		return b
	}
}

// work does a few random commands in a copy. With calm they are of the kind in
// which order does not matter: each coder's own codings, lists and memos, new
// codes, other names; without it codes and documents may also disappear.
func (b *branch) work(t *rapid.T, calm bool) {
	for range rapid.IntRange(0, 12).Draw(t, "steps") {
		if cmd, err := branchCommand(t, b, calm); err == nil {
			b.do(t, cmd)
		}
	}
}

func branchCommand(t *rapid.T, b *branch, calm bool) (coding.Command, error) {
	most := 16
	ids := []string{"act.A01", "act.A02", "x", "y-" + string(b.who), "z-" + string(b.who)}
	if calm {
		most = 11
	} else {
		ids = append(ids, "y", "act")
	}
	pick := func(label string, from ...string) string { return rapid.SampledFrom(from).Draw(t, label) }
	code := func(label string) coding.CodeID { return coding.CodeID(pick(label, ids...)) }
	switch rapid.IntRange(0, most).Draw(t, "command") {
	default:
		return b.addCoding(t, code("code"))
	case 4:
		return coding.RemoveCodings(b, b.own(t))
	case 5:
		return coding.AnnotateCoding(b, b.own(t), pick("memo", "", "m1", "m2"), rapid.IntRange(0, 2).Draw(t, "weight"))
	case 6:
		return coding.SetMemo(b, b.memo(t))
	case 7:
		return coding.AddCode(b, coding.Code{
			ID: coding.CodeID(pick("id", ids[3:]...)), Parent: coding.CodeID(pick("parent", "", "act")), Name: instruments.Same(pick("name", "n1", "n2")), Codable: true,
		})
	case 8:
		return coding.RenameCode(b, coding.CodeID(pick("id", ids[:3]...)), instruments.Same(pick("name", "r1", "r2", "r3")))
	case 9:
		return coding.PutFilling(b, instruments.Filling{
			ID: instruments.FillingID(instruments.ActivityFilling, "R1", string(b.who)), Kind: instruments.ActivityFilling, Respondent: "R1", Coder: string(b.who),
			Responses: []instruments.Response{{Activity: "A01", State: instruments.State(pick("state", "genoemd", "expliciet niet"))}},
		})
	case 10:
		return b.addDocument(t, calm)
	case 11:
		return coding.SetProgress(b, coding.Progress{Document: "D", Coder: b.who, State: pick("state", "", coding.Done)})
	case 12:
		return coding.MergeCodes(b, code("into"), code("from"))
	case 13:
		return coding.DeleteCode(b, code("id"))
	case 14:
		return coding.MoveCode(b, code("id"), coding.CodeID(pick("parent", "", "x", "act.A02", "act.A01")), 0)
	case 15:
		return coding.RejectSuggestion(b, coding.Decision{Segment: coding.Segment{Document: "D", Start: 0, End: 3, Quotation: "Wij"}, Code: code("code"), By: b.who})
	case 16:
		return coding.RemoveDocument(b, b.pickDocument(t), "ingetrokken")
	}
}

// memo is one of the coder's own, about something or on a coding, or one that
// everybody writes in.
func (b *branch) memo(t *rapid.T) coding.Memo {
	return coding.Memo{
		ID: rapid.SampledFrom([]string{"", "m"}).Draw(t, "id"), Author: b.who,
		Target: rapid.SampledFrom([]string{"study", "code/x", "document/D", "coding/" + string(b.own(t))}).Draw(t, "target"),
		Text:   rapid.SampledFrom([]string{"t1", "t2", ""}).Draw(t, "text"),
	}
}

// pickDocument is the document that all copies have, one that only this copy
// has, or one whose id several may have given to different texts.
func (b *branch) pickDocument(t *rapid.T) instruments.DocumentID {
	return rapid.SampledFrom([]instruments.DocumentID{"D", "D", "E-" + instruments.DocumentID(b.who), "E"}).Draw(t, "document")
}

func (b *branch) addCoding(t *rapid.T, code coding.CodeID) (coding.Command, error) {
	start := rapid.IntRange(0, 20).Draw(t, "start")
	seg, err := coding.SegmentIn(b, b.pickDocument(t), start, start+rapid.IntRange(1, 6).Draw(t, "length"))
	if err != nil {
		return coding.Command{}, err
	}
	return coding.AddCodings(b, coding.Coding{Segment: seg, Code: code, Coder: b.who})
}

// addDocument adds a document of the copy's own id, so that two copies may hold
// one text under two ids, or, when not calm, of an id that others use too.
func (b *branch) addDocument(t *rapid.T, calm bool) (coding.Command, error) {
	d := fakeDocument()
	d.ID, d.Text = "E-"+instruments.DocumentID(b.who), "Een andere tekst, van later."
	if !calm && rapid.Bool().Draw(t, "shared id") {
		d.ID, d.Text = "E", rapid.SampledFrom([]string{"Een andere tekst, van later.", "En dit is nog een andere tekst, van later."}).Draw(t, "text")
	}
	if _, there, _ := b.Record(coding.DocumentKind, string(d.ID)); there {
		return coding.Command{}, instruments.ErrRefused
	}
	d.TextSHA256, d.Length = source([]byte(d.Text)).SHA256, len(d.Text)
	b.texts[d.ID] = d.Text
	return coding.PutDocument(b, d, nil)
}

// own is a coding of the copy's coder.
func (b *branch) own(t *rapid.T) coding.CodingID {
	all, err := coding.All[coding.Coding](b, coding.CodingKind)
	if err != nil {
		t.Fatal(err)
	}
	all = slices.DeleteFunc(all, func(c coding.Coding) bool { return c.Coder != b.who })
	if len(all) == 0 {
		return "none"
	}
	return all[rapid.IntRange(0, len(all)-1).Draw(t, "which")].ID
}

// join merges theirs into b.
func (b *branch) join(t *rapid.T, theirs *branch) coding.MergeReport {
	cmd, report, err := coding.MergeStudies(b.fork(), theirs.fork(), coding.MergeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, ch := range cmd.Changes {
		if ch.Kind == coding.DocumentKind && ch.After != nil && ch.Before == nil {
			b.texts[instruments.DocumentID(ch.ID)] = theirs.texts[instruments.DocumentID(ch.ID)]
		}
	}
	b.do(t, cmd)
	return report
}

// kinds is the content of some kinds without ids of documents and memos, which
// depend on which copy is merged into which.
func (b *branch) content(t *rapid.T, kinds ...coding.Kind) string {
	var out []string
	for _, kind := range kinds {
		err := b.Each(kind, func(id string, raw json.RawMessage) error {
			if kind == coding.MemoKind {
				var m coding.Memo
				err := json.Unmarshal(raw, &m)
				if id, on := strings.CutPrefix(m.Target, "coding/"); on { // whose id depends on that of its code
					c, _, _ := coding.Find[coding.Coding](b, coding.CodingKind, id)
					m.Target = fmt.Sprint(b.texts[c.Document], c.Start, c.End, b.nameOf(c.Code), c.Coder)
				}
				out = append(out, fmt.Sprint("memo ", m.Target, m.Text, m.Author))
				return err
			}
			if kind == coding.CodingKind {
				var c coding.Coding
				err := json.Unmarshal(raw, &c)
				out = append(out, fmt.Sprint(b.texts[c.Document], c.Start, c.End, b.nameOf(c.Code), c.Coder, c.Memo, c.Weight))
				return err
			}
			out = append(out, string(raw))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// nameOf is what a code is called in every copy: its name, when a copy made it,
// since another may have made the same under another id.
func (b *branch) nameOf(id coding.CodeID) string {
	c, _, _ := coding.Find[coding.Code](b, coding.CodeKind, string(id))
	if strings.Contains(string(id), "-") {
		return string(c.Parent) + "/" + c.Name.NL
	}
	return string(id)
}

func (b *branch) dump(t *rapid.T) string {
	out := ""
	for _, kind := range allKinds() {
		if err := b.Each(kind, func(id string, raw json.RawMessage) error {
			out += fmt.Sprintf("%s/%s %s\n", kind, id, raw)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// whole insists that every code, document and coder that something names is
// there, and that the codebook is a tree.
func (b *branch) whole(t *rapid.T) {
	all, err := coding.All[coding.Coding](b, coding.CodingKind)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		for kind, id := range map[coding.Kind]string{coding.CodeKind: string(c.Code), coding.DocumentKind: string(c.Document), coding.CoderKind: string(c.Coder)} {
			if _, ok, _ := b.Record(kind, id); !ok {
				t.Fatalf("%s %q of a coding is not there", kind, id)
			}
		}
		in := coding.NewSegmenter(&instruments.Document{ID: c.Document, Text: b.texts[c.Document]})
		if !in.Holds(c.Segment) {
			t.Fatalf("%+v does not stand in %q", c, b.texts[c.Document])
		}
	}
	codes, err := coding.All[coding.Code](b, coding.CodeKind)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range codes {
		at := c
		for steps := 0; at.Parent != ""; steps++ {
			var ok bool
			if at, ok, _ = coding.Find[coding.Code](b, coding.CodeKind, string(at.Parent)); !ok || steps > len(codes) {
				t.Fatalf("code %s hangs on nothing, or below itself", c.ID)
			}
		}
	}
}

// Whatever was done in two copies: the counts add up and each is listed, every
// record refers to what is there, nothing of ours is lost but what they took
// away and we had not touched, and merging again changes nothing.
func TestMergeAnything(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		copied := trunk(rt)
		a, b := copied("anna"), copied("bram")
		a.work(rt, false)
		b.work(rt, false)
		before, theirs := a.fork(), b.fork()
		old := map[string]json.RawMessage{}
		for _, kind := range allKinds() {
			_ = a.Each(kind, func(id string, raw json.RawMessage) error { old[digestKey(kind, id)] = raw; return nil })
		}
		report := a.join(rt, b)
		a.whole(rt)
		addsUp(rt, report, theirs.Count)
		removed := map[coding.Kind]int{}
		for key := range old {
			kind, id, _ := strings.Cut(key, "\x00")
			if _, ok, _ := a.Record(coding.Kind(kind), id); !ok {
				removed[coding.Kind(kind)]++
			}
		}
		for _, c := range report.Kinds {
			if c.Removed != removed[c.Kind] {
				rt.Fatalf("%d of kind %s are gone, the report says %+v", removed[c.Kind], c.Kind, c)
			}
		}
		for _, r := range before.Changed {
			if _, ok, _ := a.Record(r.Kind, r.ID); r.Now != nil && string(r.Now) != string(r.Parting) && !ok {
				rt.Fatalf("our work on %s %s is lost", r.Kind, r.ID)
			}
		}
		full := a.dump(rt)
		again := a.join(rt, b)
		if got := a.dump(rt); got != full {
			rt.Fatalf("merged again:\n%s\nonce:\n%s", got, full)
		}
		addsUp(rt, again, theirs.Count)
		for _, r := range b.changed { // as the log remembers
			r.Merged = r.Now
		}
		if addsUp(rt, a.join(rt, b), theirs.Count); a.dump(rt) != full {
			rt.Fatal("merged again with the log's help, something changed")
		}
	})
}

func addsUp(t *rapid.T, r coding.MergeReport, theirs map[coding.Kind]int) {
	listed := map[coding.Kind]map[coding.MergeOutcome]int{}
	for _, f := range r.Findings {
		if listed[f.Kind] == nil {
			listed[f.Kind] = map[coding.MergeOutcome]int{}
		}
		listed[f.Kind][f.Outcome] += f.Count
	}
	for _, c := range r.Kinds {
		if c.Theirs != c.Here+c.In+c.Mapped+c.Conflict+c.Out || c.Theirs != theirs[c.Kind] || min(c.Here, c.In, c.Mapped, c.Conflict, c.Out, c.Removed) < 0 {
			t.Fatalf("the counts do not add up to %d: %+v", theirs[c.Kind], c)
		}
		if of := listed[c.Kind]; of[coding.MergeOurs] != c.Conflict || of[coding.MergeMapped] != c.Mapped || of[coding.MergeOut] != c.Out {
			t.Fatalf("counted %+v, listed %v", c, of)
		}
	}
}

// Merging copies commutes: B then C gives the same codings, lists and memos as C
// then B, and A into B the same as B into A.
func TestMergeCommutes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		copied := trunk(rt)
		a, a2, b, c := copied("anna"), copied("anna"), copied("bram"), copied("cato")
		b.work(rt, true)
		c.work(rt, true)
		a.join(rt, b)
		a.join(rt, c)
		a2.join(rt, c)
		a2.join(rt, b)
		work := []coding.Kind{coding.CodingKind, coding.FillingKind, coding.MemoKind}
		if x, y := a.content(rt, work...), a2.content(rt, work...); x != y {
			rt.Fatalf("B then C:\n%s\nC then B:\n%s", x, y)
		}
		b2, c2 := copied("bram"), copied("cato")
		b2.repeat(rt, b)
		c2.repeat(rt, c)
		b2.join(rt, c)
		c2.join(rt, b)
		if x, y := b2.content(rt, work...), c2.content(rt, work...); x != y {
			rt.Fatalf("C into B:\n%s\nB into C:\n%s", x, y)
		}
	})
}

// repeat does what another copy did.
func (b *branch) repeat(t *rapid.T, other *branch) {
	for _, cmd := range other.done {
		b.do(t, cmd)
	}
	maps.Copy(b.texts, other.texts)
}
