package refi

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/transcript"
)

// losses are the reasons of a kind, in English, with their counts.
func losses(transfer coding.Transfer, kind coding.TransferKind) map[string]int {
	out := map[string]int{}
	for _, c := range transfer.Counts {
		for _, l := range c.Lost {
			if c.Kind == kind {
				out[l.Why.EN] = l.Count
			}
		}
	}
	return out
}

func wantLosses(t *testing.T, transfer coding.Transfer, kind coding.TransferKind, want map[string]int) {
	t.Helper()
	got := losses(transfer, kind)
	for why, n := range want {
		if got[why] != n {
			t.Errorf("%s, %s: %d, want %d", kind, why, got[why], n)
		}
	}
	for why, n := range got {
		if _, ok := want[why]; !ok {
			t.Errorf("%s: %d are lost because %s", kind, n, why)
		}
	}
}

// full is the sample with one of everything that the standard cannot hold.
func full() *coding.Corpus {
	c := sample()
	c.Coders[0].Note = "heeft de training gevolgd"
	c.Codings[1].Dyad, c.Codings[1].Rule, c.Codings[1].Memo = "T1/V–t", "r1", "zeker"
	c.Documents[0].Turns[0].TimeMS = 1000
	c.Documents[0].Omitted = []instruments.Omission{{Kind: "image", Count: 1}}
	c.Fillings = []instruments.Filling{{ID: "f1"}, {ID: "f2"}}
	c.Overrides = []coding.Override{{Dyad: "T1/V–t"}}
	c.Rounds = []coding.Round{{ID: "1"}}
	c.Settlements = []coding.Settlement{{ID: "s"}}
	c.Progress = []coding.Progress{{Document: "R01"}}
	return c
}

// Everything that stays behind is counted; so is everything that goes along.
func TestWhatIsLeftBehind(t *testing.T) {
	t.Parallel()
	transfer, err := Write(io.Discard, full(), WriteOptions{Program: "Meerzicht 0.3.0"})
	if err != nil {
		t.Fatal(err)
	}
	checkCounts(t, transfer)
	wantCounts(t, transfer, map[coding.TransferKind][2]int{
		coding.TransferDocuments: {1, 1}, coding.TransferCodes: {2, 2}, coding.TransferCodings: {2, 2}, coding.TransferCoders: {2, 2}, coding.TransferMemos: {2, 2},
		coding.TransferCases: {1, 1}, coding.TransferVariables: {3, 3}, coding.TransferGroups: {1, 1}, coding.TransferLists: {2, 0}, coding.TransferOther: {13, 0},
	})
	wantLosses(t, transfer, coding.TransferOther, map[string]int{
		"notes about coders": 1, "codes that also have a name or definition in the other language": 1, "manual classes of dyads": 1, "rounds of coding": 1,
		"decisions about differences": 1, "progress of coders": 1, "documents with times of turns": 1, "documents with roles of speakers": 1,
		"documents with a list of omitted text": 1, "codings with a weight": 2,
		"codings of which is known how they came about (by hand, lexicon, consensus)": 2,
	})
	if transfer.Origin != "Meerzicht 0.3.0" || transfer.Unsure {
		t.Errorf("%+v", transfer)
	}
	var order []coding.TransferKind
	for _, k := range transfer.Counts {
		order = append(order, k.Kind)
	}
	if order[0] != coding.TransferDocuments || order[len(order)-1] != coding.TransferOther {
		t.Errorf("order %v", order)
	}
}

// A codebook holds codes and their groups, nothing else.
func TestCodebookLeavesTheRest(t *testing.T) {
	t.Parallel()
	c := full()
	c.Groups = append(c.Groups, coding.Group{ID: "d", Name: "Documenten", Documents: []instruments.DocumentID{"R01"}}, coding.Group{ID: "leeg", Name: "Leeg"})
	var out bytes.Buffer
	transfer, err := WriteCodebook(&out, c, WriteOptions{Lang: instruments.English})
	if err != nil {
		t.Fatal(err)
	}
	checkCounts(t, transfer)
	for kind, want := range map[coding.TransferKind][2]int{
		coding.TransferDocuments: {1, 0}, coding.TransferCodes: {2, 2}, coding.TransferCodings: {2, 0}, coding.TransferCoders: {2, 0}, coding.TransferMemos: {2, 0},
		coding.TransferCases: {1, 0}, coding.TransferGroups: {3, 2}, coding.TransferLists: {2, 0},
	} {
		if got := count(transfer, kind); got != want {
			t.Errorf("%s: %v, want %v", kind, got, want)
		}
	}
	for _, want := range []string{`name="Value"`, `<MemberCode guid="` + GUID(coding.CodeKind, "waard.hulp") + `"/>`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %s in %s", want, out.String())
		}
	}
	for _, no := range []string{"MemberSource", "NoteRef", "Documenten", "targetGUID"} {
		if strings.Contains(out.String(), no) {
			t.Errorf("%s in a codebook", no)
		}
	}
	if _, err := WriteCodebook(io.Discard, &coding.Corpus{}, WriteOptions{}); !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("a codebook without codes: %v", err)
	}
}

// A coding that does not stand on its words, has no code or no document, is not
// written somewhere else.
func TestCodingsThatDoNotFit(t *testing.T) {
	t.Parallel()
	c := sample()
	good := c.Codings[0]
	change := func(f func(*coding.Coding)) {
		k := good
		f(&k)
		k.ID = coding.NewCodingID(k)
		c.Codings = append(c.Codings, k)
	}
	change(func(k *coding.Coding) { k.Quotation = "iets anders" })
	change(func(k *coding.Coding) { k.End = 4000 })
	change(func(k *coding.Coding) { k.Start, k.End, k.Quotation = 5, 5, "" })
	change(func(k *coding.Coding) { k.Code = "weg" })
	change(func(k *coding.Coding) { k.Document = "R99" })
	change(func(k *coding.Coding) { k.Weight = 3 })
	data := new(bytes.Buffer)
	transfer, err := Write(data, c, WriteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	checkCounts(t, transfer)
	if got := count(transfer, coding.TransferCodings); got != [2]int{8, 2} {
		t.Errorf("codings %v", got)
	}
	wantLosses(t, transfer, coding.TransferCodings, map[string]int{
		"the quotation does not stand in its place in the text": 3, "the code is not in the codebook": 1, "the document is not in it": 1,
		"the same code and coder on the same words": 1,
	})
	if n := strings.Count(string(memberOf(t, data.Bytes(), "project.qde")), "<Coding "); n != 2 {
		t.Errorf("%d codings written", n)
	}
}

// Documents without their text are lost, and with them what hangs on them.
func TestDocumentsWithoutText(t *testing.T) {
	t.Parallel()
	c := sample()
	c.Documents[0].Text = ""
	transfer, err := Write(io.Discard, c, WriteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	checkCounts(t, transfer)
	wantLosses(t, transfer, coding.TransferDocuments, map[string]int{"without text": 1})
	wantLosses(t, transfer, coding.TransferCodings, map[string]int{"the document is not in it": 2})
	if n := losses(transfer, coding.TransferOther)["members of a group that are not in it"]; n != 1 {
		t.Errorf("%d members", n)
	}
}

// The convention warns of characters that other programs count as two.
func TestWideWarning(t *testing.T) {
	t.Parallel()
	c := sample()
	transfer, err := Write(io.Discard, c, WriteOptions{})
	if err != nil || !strings.Contains(transfer.Convention.EN, "outside the basic plane, such as emoji: 1") || !strings.Contains(transfer.Convention.NL, "emoji: 1") {
		t.Errorf("%q (%v)", transfer.Convention.EN, err)
	}
	c.Documents[0].Text = strings.ReplaceAll(c.Documents[0].Text, "😀", "é")
	transfer, err = Write(io.Discard, c, WriteOptions{})
	if err != nil || strings.Contains(transfer.Convention.EN, "plane") || !strings.Contains(transfer.Convention.EN, "code points") {
		t.Errorf("%q (%v)", transfer.Convention.EN, err)
	}
}

// The archive has no times, the members stand in a fixed order, and names are
// those of the standard.
func TestArchiveForm(t *testing.T) {
	t.Parallel()
	c := sample()
	d := transcript.Of("B", "\ufeffBegint raar.")
	d.ID, d.Kind = "B", instruments.Other
	c.Documents = append([]instruments.Document{d}, c.Documents...)
	data := write(t, c)
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
		if f.Modified.Year() != 1980 {
			t.Errorf("%s has a time: %v", f.Name, f.Modified)
		}
	}
	want := []string{"project.qde", "sources/" + GUID(coding.DocumentKind, "B") + ".txt", "sources/" + GUID(coding.DocumentKind, "R01") + ".txt"}
	if !slices.Equal(names, want) {
		t.Errorf("members %q", names)
	}
	if text := memberOf(t, data, names[1]); string(text) != "\ufeff\ufeffBegint raar." {
		t.Errorf("a text that begins like a mark: %q", text)
	}
	got, _ := readBytes(t, "x.qdpx", data, ReadOptions{})
	if got.Documents[0].Text != d.Text {
		t.Errorf("came back as %q", got.Documents[0].Text)
	}
}

// limited takes so many bytes and then fails.
type limited struct{ left int }

func (l *limited) Write(p []byte) (int, error) {
	if l.left -= len(p); l.left < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

// Wherever the disk is full, Write says so.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	c := sample()
	size := len(write(t, c))
	for room := 0; room < size; room += 50 {
		if _, err := Write(&limited{room}, c, WriteOptions{Program: "Meerzicht test"}); !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("%d of %d bytes fit: %v", room, size, err)
		}
	}
	if _, err := Write(&limited{size}, c, WriteOptions{Program: "Meerzicht test"}); err != nil {
		t.Errorf("all bytes fit: %v", err)
	}
	if _, err := WriteCodebook(&limited{10}, c, WriteOptions{}); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("a codebook in 10 bytes: %v", err)
	}
}

func TestDateTime(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"2026-02-03T04:05:06Z": "2026-02-03T04:05:06Z", "2026-02-03T04:05:06.789+02:00": "2026-02-03T02:05:06Z", "": "", "gisteren": "", "0000-01-01T00:00:00Z": "",
	} {
		if got := dateTime(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

// Names that XML cannot hold are replaced and counted.
func TestUnwritable(t *testing.T) {
	t.Parallel()
	c := sample()
	c.Memos[0].Text = "a\x00b\x1b"
	transfer, err := Write(io.Discard, c, WriteOptions{})
	if err != nil || losses(transfer, coding.TransferOther)["control characters that XML cannot hold (replaced by �)"] != 2 {
		t.Errorf("%v (%v)", losses(transfer, coding.TransferOther), err)
	}
}
