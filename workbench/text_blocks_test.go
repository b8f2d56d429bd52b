package workbench

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"meerzicht/instruments"
	"pgregory.net/rapid"
)

// blockList shows the blocks of a model: head<body>tail, text between turns in
// braces.
func blockList(m *textModel) string {
	var out []string
	for _, b := range m.blocks {
		head, body, tail := m.slice(b.start, b.bodyStart), m.slice(b.bodyStart, b.bodyEnd), m.slice(b.bodyEnd, b.end)
		s := head + "<" + body + ">" + tail
		if b.turn < 0 {
			s = "{" + body + "}" + tail
		}
		out = append(out, s)
	}
	return strings.Join(out, "|")
}

// checkBlocks: the blocks partition the text, are cut at no place inside a
// grapheme cluster, and say what their turn says.
func checkBlocks(t interface {
	Helper()
	Fatalf(string, ...any)
}, m *textModel, doc instruments.Document,
) {
	t.Helper()
	at, joined := 0, ""
	for i, b := range m.blocks {
		if b.start != at || b.start >= b.end || b.bodyStart < b.start || b.bodyEnd < b.bodyStart || b.end < b.bodyEnd || b.height < 2 {
			t.Fatalf("block %d behind %d: %+v", i, at, b)
		}
		if from := m.offset(b.start); clusterStart(m.text, from) != from {
			t.Fatalf("block %d begins inside a cluster: %q", i, m.text[:from])
		}
		if b.turn >= 0 {
			if turn := doc.Turns[b.turn]; turn.Speaker != b.speaker || turn.TimeMS != b.timeMS || doc.RoleOf(b.speaker) != b.role {
				t.Fatalf("block %d %+v of turn %+v", i, b, turn)
			}
		} else if b.speaker != "" || b.timeMS != -1 {
			t.Fatalf("block %d %+v is no turn", i, b)
		}
		if b.part < 0 || b.part >= b.parts || b.part > 0 && (m.blocks[i-1].turn != b.turn || m.blocks[i-1].part != b.part-1) {
			t.Fatalf("block %d is part %d of %d", i, b.part, b.parts)
		}
		at, joined = b.end, joined+m.slice(b.start, b.end)
	}
	if at != m.length() || joined != doc.Text {
		t.Fatalf("blocks end at %d of %d", at, m.length())
	}
}

func TestBlocksOfTalk(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"labels", "I: Vraag?\nR: Een.\n\nTwee.\nI: Zo.", "I: <Vraag?>\n|R: <Een.\n\nTwee.>\n|I: <Zo.>"},
		{"before the first label", "Interview 7\nmaandag\n\nI: Dag.\nR: Dag.", "<Interview 7\nmaandag>\n\n|I: <Dag.>\n|R: <Dag.>"},
		{"blank lines at both ends", "\n \nI: Dag.\nR: Ja.\n\n", "\n \nI: <Dag.>\n|R: <Ja.>\n\n"},
		{"a label without words", "I:\nR: Ja.\nI: \n", "{I:}\n|R: <Ja.>\n|{I:} \n"},
		{"label on its own line", "I:\nDag.\n\nR:\nJa.", "I:\n<Dag.>\n\n|R:\n<Ja.>"},
		{"times", "[00:01:02] I: a\n(01:03) R: b", "[00:01:02] I: <a>\n|(01:03) R: <b>"},
		{"a time on a line of its own", "I: a\n[00:10]\nR: c", "I: <a>\n|[00:10]\nR: <c>"},
		{"a time behind the words", "I: a #00:00:05-3#\nR: b #00:01:00-9#", "I: <a> #00:00:05-3#\n|R: <b> #00:01:00-9#"},
		{"numbers", "1 | R: Een\n2 | R: twee\n3 | I: drie", "1 | R: <Een>\n|2 | R: <twee>\n|3 | I: <drie>"},
		{"paragraphs", "Een alinea.\n\nNog een.\n  Derde. ", "<Een alinea.>\n\n|<Nog een.>\n|  <Derde.> "},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := readDocument(t, "a.txt", c.text)
			m := openText(doc)
			if got := blockList(m); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			checkBlocks(t, m, doc)
		})
	}
}

// What readers make of turns may also be given: headings between turns, rows of
// tables, turns that overlap or reach outside.
func TestBlocksOfGivenTurns(t *testing.T) {
	turn := func(speaker string, start, end int) instruments.Turn {
		return instruments.Turn{Speaker: speaker, Start: start, End: end, TimeMS: -1}
	}
	for _, c := range []struct {
		name, text string
		turns      []instruments.Turn
		want       string
	}{
		{"no turns", "a\n\nb\n", nil, "{a\n\nb}\n"},
		{"a heading between", "I: a\n\nDeel 2\n\nR: b", []instruments.Turn{turn("I", 3, 4), turn("R", 17, 18)}, "I: <a>\n\n|{Deel 2}\n\n|R: <b>"},
		{"a number between, without times", "I: a\n12\nR: b", []instruments.Turn{turn("I", 3, 4), turn("R", 11, 12)}, "I: <a>\n|{12}\n|R: <b>"},
		{"text behind the last", "I: a\nslot\n", []instruments.Turn{turn("I", 3, 4)}, "I: <a>\n|{slot}\n"},
		{"text before the first", "kop\n\nI: a", []instruments.Turn{turn("I", 8, 9)}, "{kop}\n\n|I: <a>"},
		{"cells of a table", "0:01\tI\tDag\n0:02\tR\tJa", []instruments.Turn{turn("I", 7, 10), turn("R", 18, 20)}, "0:01\tI\t<Dag>\n|0:02\tR\t<Ja>"},
		{"text before its speaker", "Dag\tI\nJa\tR", []instruments.Turn{turn("I", 0, 3), turn("R", 6, 8)}, "<Dag>\tI\n|<Ja>\tR"},
		{"on one line", "a b", []instruments.Turn{turn("", 0, 1), turn("", 2, 3)}, "<a> |<b>"},
		{"against each other", "ab", []instruments.Turn{turn("", 0, 1), turn("", 1, 2)}, "<a>|<b>"},
		{"overlapping", "abcd", []instruments.Turn{turn("", 0, 3), turn("", 1, 4), turn("", 1, 2)}, "<abc>|<d>"},
		{"in another order", "a\nb", []instruments.Turn{turn("", 2, 3), turn("", 0, 1)}, "<a>\n|<b>"},
		{"outside", "ab", []instruments.Turn{turn("", -4, 1), turn("", 1, 99), turn("", 50, 60), turn("", 2, 1)}, "<a>|<b>"},
		{"inside a cluster", "ae\u0301b", []instruments.Turn{turn("", 0, 2), turn("", 2, 4)}, "<a>|e<\u0301b>"}, // the letter cut off counts to the head
		{"inside one cluster", "ae\u0301\u0301", []instruments.Turn{turn("", 2, 3), turn("", 3, 4)}, "a<>|e\u0301<\u0301>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := textDocument(c.text, c.turns...)
			m := openText(doc)
			if got := blockList(m); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			checkBlocks(t, m, doc)
		})
	}
}

func TestBlocksSayWhoAndWhen(t *testing.T) {
	doc := readDocument(t, "a.txt", "[00:01:02] I: Dag?\nR: Ja.\n")
	m := openText(doc)
	if b := m.blocks[0]; b.speaker != "I" || b.role != instruments.AsInterviewer || b.timeMS != 62_000 || b.turn != 0 {
		t.Errorf("%+v", b)
	}
	if b := m.blocks[1]; b.speaker != "R" || b.role != instruments.AsRespondent || b.timeMS != -1 || b.turn != 1 || m.blockOfTurn(1) != 1 {
		t.Errorf("%+v", b)
	}
}

// A long turn is cut where sentences begin; else at words; else at clusters.
func TestLongTurns(t *testing.T) {
	for _, c := range []struct {
		name, unit string
		parts      int
		ends       string // of every part but the last
	}{
		{"sentences", strings.Repeat("woord ", 20) + "bijv. einde. ", 3, "einde. "},
		{"words", "woord en ", 3, " "},
		{"one word", "x", 3, "x"},
		{"emoji", "👩\u200d👩\u200d👧", 3, "👧"},
		{"flags", "🇳🇱", 3, "🇱"},
		{"decomposed", "e\u0301", 3, "\u0301"},
		{"Hangul", "\u1112\u1161\u11ab", 3, "\u11ab"},
		{"one cluster", "\u0301", 1, ""},
		{"sentences that begin with a mark", strings.Repeat("w", 8) + ". \u0301", 3, "w"},
		{"words that begin with a mark", strings.Repeat("w", 8) + " \u0301", 3, "\u0301"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.TrimSpace(strings.Repeat(c.unit, 9000/utf8.RuneCountInString(c.unit)))
			n := utf8.RuneCountInString(text)
			doc := textDocument("R: "+text+"\n", instruments.Turn{Speaker: "R", Start: 3, End: 3 + n, TimeMS: -1})
			m := openText(doc)
			checkBlocks(t, m, doc)
			if len(m.blocks) < c.parts || len(m.blocks) > c.parts+1 || m.blocks[0].parts != len(m.blocks) {
				t.Fatalf("%d parts, want %d", len(m.blocks), c.parts)
			}
			if first, last := m.blocks[0], m.blocks[len(m.blocks)-1]; first.bodyStart != 3 || last.bodyEnd != 3+n || last.end != 4+n {
				t.Errorf("head %+v or tail %+v is lost", first, last)
			}
			for i, b := range m.blocks[:len(m.blocks)-1] {
				if b.end-b.start > 3003 || i > 0 && b.bodyStart != b.start || !strings.HasSuffix(m.slice(b.start, b.end), c.ends) {
					t.Errorf("part %d is %d code points and ends in %q", i, b.end-b.start, m.slice(b.end-9, b.end))
				}
			}
		})
	}
}

func TestShortRestIsNoPart(t *testing.T) {
	for n, want := range map[int]int{3000: 1, 3600: 1, 3601: 2, 6600: 2, 6601: 3} {
		m := openText(textDocument(strings.Repeat("x", n)))
		if len(m.blocks) != want {
			t.Errorf("%d code points: %d blocks, want %d", n, len(m.blocks), want)
		}
	}
}

func TestBlocksOfStudy(t *testing.T) {
	for _, doc := range embeddedDocuments(t) {
		m := openText(doc)
		checkBlocks(t, m, doc)
		seen := map[int]bool{}
		for _, b := range m.blocks {
			seen[b.turn] = true
			if b.turn >= 0 && b.parts == 1 && (b.bodyStart != doc.Turns[b.turn].Start || b.bodyEnd != doc.Turns[b.turn].End) {
				t.Errorf("%s: block %+v, turn %+v", doc.ID, b, doc.Turns[b.turn])
			}
		}
		for i := range doc.Turns {
			if !seen[i] {
				t.Errorf("turn %d has no block", i)
			}
		}
	}
}

func TestBlocksProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := textDocument(oddText().Draw(t, "text"))
		doc.Turns = anyTurns(doc.Length).Draw(t, "turns")
		doc.Speakers = []instruments.Speaker{{Label: "I", Role: instruments.AsInterviewer}}
		checkBlocks(t, openText(doc), doc)
	})
}

func TestHeights(t *testing.T) {
	for text, want := range map[string]int{"": 0, "a": 1, strings.Repeat("a", 80): 1, strings.Repeat("a", 82): 2, "a\nb\n": 2, "a\n\nb": 3} {
		if got := linesOf(text); got != want {
			t.Errorf("%.10q: %d lines, want %d", text, got, want)
		}
	}
}

// Cutting is the same each time, also when the blocks are opened from a copy.
func TestBlocksAreStable(t *testing.T) {
	doc := embeddedDocuments(t)[0]
	before := slices.Clone(doc.Turns)
	a, b := openText(doc), openText(doc)
	if fmt.Sprint(a.blocks) != fmt.Sprint(b.blocks) || !slices.Equal(before, doc.Turns) {
		t.Error("opening twice gives different blocks, or changes the turns")
	}
}
