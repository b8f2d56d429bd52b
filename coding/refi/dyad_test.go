package refi

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// A coding comes back with its dyad; one stretch may speak about two, and a dyad
// is written once.
func TestDyadsComeBack(t *testing.T) {
	t.Parallel()
	c := sample()
	c.Codings[0].Dyad, c.Codings[0].Memo = "T1/V–t", "zeker"
	other := c.Codings[0]
	other.Dyad, other.Memo = "T1/V–c", ""
	c.Codings = append(c.Codings, other)
	c.Codings[1].Dyad = "T1/V–t"
	for i := range c.Codings {
		c.Codings[i].ID = coding.NewCodingID(c.Codings[i])
	}
	data := write(t, c)
	xml := string(memberOf(t, data, "project.qde"))
	if n := strings.Count(xml, "Meerzicht: dyad T1/V–t</PlainTextContent>"); n != 1 || strings.Count(xml, "<Note ") != 4 {
		t.Errorf("%d notes on the dyad, %d in all:\n%s", n, strings.Count(xml, "<Note "), xml)
	}
	got, transfer := readBytes(t, "x.qdpx", data, ReadOptions{})
	if transfer.Lost() != 0 || len(got.Memos) != 1 {
		t.Errorf("lost %d, memos %v", transfer.Lost(), got.Memos)
	}
	var said []string
	for _, k := range got.Codings {
		said = append(said, fmt.Sprint(k.Coder, " ", k.Dyad, " ", k.Memo))
	}
	slices.Sort(said)
	if want := []string{"codeur1 T1/V–c ", "codeur1 T1/V–t zeker", "codeur2 T1/V–t "}; !slices.Equal(said, want) {
		t.Errorf("%q, want %q", said, want)
	}
}

// The id of a dyad must stand on one line; another is counted as left behind.
func TestDyadThatDoesNotFit(t *testing.T) {
	t.Parallel()
	for _, id := range []instruments.DyadID{"T1/a\nb", "T1/ a", instruments.DyadID("T1/" + strings.Repeat("x", longestID))} {
		c := sample()
		if c.Codings[0].Dyad = id; id == "T1/ a" { // one blank is fine
			if data := write(t, c); !bytes.Contains(memberOf(t, data, "project.qde"), []byte("dyad T1/ a<")) {
				t.Error("an id with a blank is not written")
			}
			continue
		}
		var out bytes.Buffer
		transfer, err := Write(&out, c, WriteOptions{Lang: instruments.English})
		if err != nil {
			t.Fatal(err)
		}
		if said := fmt.Sprint(transfer.Counts); !strings.Contains(said, "a name that does not fit on one line") || strings.Contains(string(memberOf(t, out.Bytes(), "project.qde")), "dyad ") {
			t.Errorf("%q: %s", id, said)
		}
	}
}

// What people wrote stays what they wrote, however much it looks like ours.
func TestMemosThatLookLikeDyads(t *testing.T) {
	t.Parallel()
	c := sample()
	const text = "Over de dyade T1/x.\nMeerzicht: dyad T1/x"
	c.Codings[0].Memo = text
	c.Memos = append(c.Memos, coding.Memo{ID: "m2", Type: "analyse", Target: "coding/" + string(c.Codings[0].ID), Text: text})
	got, _ := readBytes(t, "x.qdpx", write(t, c), ReadOptions{})
	if diff := sameStudy(&coding.Corpus{Codings: got.Codings[:1], Memos: got.Memos[1:]}, &coding.Corpus{Codings: []coding.Coding{{
		ID: c.Codings[0].ID, Segment: c.Codings[0].Segment, Code: c.Codings[0].Code, Coder: c.Codings[0].Coder, Origin: coding.ByImport, Memo: text,
	}}, Memos: c.Memos[1:]}); diff != "" {
		t.Error(diff)
	}
}

// Another program that keeps one coding of a code and a user puts both notes on
// it: then it is about both dyads.
func TestOneCodingAboutTwoDyads(t *testing.T) {
	t.Parallel()
	c := sample()
	c.Codings = c.Codings[:1]
	c.Codings[0].Dyad = "T1/a"
	second := c.Codings[0]
	second.Dyad = "T1/b"
	second.ID = coding.NewCodingID(second)
	c.Codings = append(c.Codings, second)
	xml := string(memberOf(t, write(t, c), "project.qde"))
	note := func(dyad string) string {
		return `<NoteRef targetGUID="` + GUID(noteGUID, dyadNote+dyad) + `"/>`
	}
	from, to := strings.Index(xml, note("T1/a")), strings.Index(xml, note("T1/b"))
	if from < 0 || to < from {
		t.Fatal(xml)
	}
	xml = xml[:from] + note("T1/a") + note("T1/b") + note("T1/a") + xml[to+len(note("T1/b")):]
	xml = strings.ReplaceAll(xml, `plainTextPath="internal://`+GUID(coding.DocumentKind, "R01")+`.txt"`, "")
	end := strings.Index(xml, "<PlainTextSelection")
	xml = xml[:end] + "<PlainTextContent>" + c.Documents[0].Text + "</PlainTextContent>" + xml[end:]
	got, _ := readBytes(t, "x.qde", []byte(xml), ReadOptions{})
	if len(got.Codings) != 2 || got.Codings[0].Dyad == got.Codings[1].Dyad {
		t.Errorf("%+v", got.Codings)
	}
}
