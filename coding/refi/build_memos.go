package refi

import (
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/transcript"
)

// foreignMemo is the type of memos of other programs, which know no types.
const foreignMemo = "analyse"

// noteUse is a note of the project and what became of it.
type noteUse struct {
	*note
	made   described          // its description
	target string             // of our own notes: what it is about, when no reference says so
	own    string             // of our own memos: the id
	text   string             // as a memo
	dyad   instruments.DyadID // of a note that says what codings are about
	used   bool
}

const targetArrow = " → "

func (b *builder) indexNotes() {
	for i := range b.p.notes {
		n := &b.p.notes[i]
		u := &noteUse{note: n, made: takeApart(n.description)}
		u.own = u.made.id
		if at := strings.LastIndex(u.own, targetArrow); at >= 0 {
			u.own, u.target = u.own[:at], u.own[at+len(targetArrow):]
		}
		if n.path != "" && !n.inline && b.archive != nil {
			b.readNote(n)
		}
		u.text, u.dyad = u.memo(), dyadOf(u)
		if _, twice := b.notes[n.guid]; !twice {
			b.notes[n.guid] = u
		}
		b.leave(coding.TransferCodings, codingsIn(n), "codering van een notitie", "coding of a note")
	}
}

func codingsIn(n *note) int {
	sum := len(n.codings)
	for _, s := range n.selections {
		sum += len(s.codings)
	}
	return sum
}

// readNote reads a note whose text stands in a file of its own.
func (b *builder) readNote(n *note) {
	inside, why := place(n.path)
	if !why.IsZero() || inside == "" {
		return
	}
	if f := b.archive.source(inside); f != nil {
		if data, bad := b.archive.bytes(f, maxText); bad == nil {
			raw, _ := transcript.Decode(data)
			n.content = newRuler(raw).canonical
		}
	}
}

// memo is a note as a memo: its name, unless that is the type of a memo of ours
// or how the text begins, its description, and its text.
func (u *noteUse) memo() string {
	out := u.content
	if u.own != "" {
		return out
	}
	out = joined(u.made.text, out)
	if name := strings.TrimSuffix(strings.TrimSpace(u.name), "…"); name != "" && !strings.HasPrefix(strings.TrimSpace(out), name) {
		out = joined(strings.TrimSpace(u.name), out)
	}
	return out
}

// ownMemos are the notes on a coding, as the memo that the coding carries. Those
// that are memos in their own right become memos about the target.
func (b *builder) ownMemos(refs []string, target string) string {
	var texts []string
	for i, ref := range refs {
		u := b.use(ref)
		switch {
		case u == nil || u.text == "" || slices.Contains(refs[:min(i, maxTexts)], ref):
		case u.own != "":
			b.memoOf(u, target)
		default:
			b.room -= len(u.text)
			texts = append(texts, u.text)
		}
		if b.room < 0 {
			break
		}
	}
	return strings.Join(texts, "\n\n")
}

// remarks are what is noted about a selection.
func (b *builder) remarks(s *selection) string {
	out := strings.TrimSpace(s.description)
	if out != "" {
		b.transfer.Take(coding.TransferMemos, 1)
	}
	return joined(out, b.ownMemos(s.notes, "study"))
}

// use finds a note and counts it the first time.
func (b *builder) use(ref string) *noteUse {
	u := b.notes[ref]
	if u == nil {
		b.leave(coding.TransferOther, 1, "verwijzingen naar een notitie die er niet is", "references to a note that is not there")
		return nil
	}
	if u.dyad != "" { // it is no memo: the codings carry it
		u.used = true
		return nil
	}
	if !u.used {
		u.used = true
		if u.text == "" {
			b.leave(coding.TransferMemos, 1, "lege notities", "empty notes")
			return nil
		}
		b.transfer.Take(coding.TransferMemos, 1)
	}
	return u
}

// memoOf makes a memo of a note.
func (b *builder) memoOf(u *noteUse, target string) {
	m := coding.Memo{ID: u.own, Type: foreignMemo, Target: target, Text: u.text, Author: b.authorOf(u.user)}
	if u.own == "" {
		m.ID = "qda-" + u.guid
	}
	if u.target != "" {
		m.Target = u.target
	}
	if u.own != "" && u.name != "" {
		m.Type = u.name
	}
	b.memo(m)
}

// memo adds a memo, under an id that is free.
func (b *builder) memo(m coding.Memo) {
	if m.ID == "" {
		m.ID = "qda-" + m.Target
	}
	m.ID = b.memoIDs.take(m.ID)
	b.corpus.Memos = append(b.corpus.Memos, m)
}

// authorOf is who wrote something; "" when nobody is named.
func (b *builder) authorOf(user string) coding.CoderID {
	if user == "" {
		return ""
	}
	return b.by(user)
}

// addMemos makes memos of the notes on the project, codes and documents, and of
// those that nothing refers to.
func (b *builder) addMemos() {
	about := func(refs []string, target string) {
		for _, ref := range refs {
			if u := b.use(ref); u != nil {
				b.memoOf(u, target)
			}
		}
	}
	b.describeProject()
	about(b.p.notesOn, "study")
	for i, c := range b.p.codes {
		about(c.notes, "code/"+string(b.codeByIndex[i]))
	}
	for i := range b.p.sources {
		s := &b.p.sources[i]
		docs := b.of[s.guid]
		for _, d := range docs {
			about(s.notes, d.target())
		}
		if text := strings.TrimSpace(takeApart(s.description).text); text != "" {
			b.memo(coding.Memo{Type: foreignMemo, Target: b.aboutSource(s), Text: text})
			b.transfer.Take(coding.TransferMemos, 1)
		}
	}
	for i := range b.p.notes {
		if u := b.notes[b.p.notes[i].guid]; u != nil && !u.used {
			about([]string{u.guid}, "study")
		}
	}
}

// describeProject keeps the description of the project: of our own it is the
// notice, such as that the data are fictional.
func (b *builder) describeProject() {
	text := strings.TrimSpace(b.p.description)
	switch {
	case text == "":
	case b.own:
		b.corpus.Info.Notice = b.text(text)
	default:
		b.memo(coding.Memo{Type: foreignMemo, Target: "study", Text: text})
		b.transfer.Take(coding.TransferMemos, 1)
	}
}
