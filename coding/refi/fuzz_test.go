package refi

import (
	"bytes"
	"io"
	"testing"

	"meerzicht/coding"
)

// checkRead reads anything: it never panics, counts in are counts out, every
// coding stands on its words, and what was read can be written and read again.
func checkRead(t *testing.T, name string, data []byte) {
	t.Helper()
	c, transfer, problems := Read(name, bytes.NewReader(data), int64(len(data)), ReadOptions{})
	if problems.Err() != nil {
		if c != nil {
			t.Fatal("a refused project gave a corpus")
		}
		return
	}
	checkCounts(t, transfer)
	if n := count(transfer, coding.TransferCodings); n[1] != len(c.Codings) {
		t.Errorf("%d codings, %d taken", len(c.Codings), n[1])
	}
	for i := range c.Documents {
		in := coding.NewSegmenter(&c.Documents[i])
		for _, k := range c.Codings {
			if k.Document == c.Documents[i].ID && !in.Holds(k.Segment) {
				t.Errorf("%q does not stand at %d", k.Quotation, k.Start)
			}
		}
	}
	var out bytes.Buffer
	if _, err := Write(&out, c, WriteOptions{Program: "Meerzicht test"}); err != nil {
		t.Fatal(err)
	}
	again, _, problems := Read("x.qdpx", bytes.NewReader(out.Bytes()), int64(out.Len()), ReadOptions{})
	if problems.Err() != nil {
		t.Fatalf("our own export is refused: %v", problems)
	}
	for i := range c.Documents { // times are no part of a text
		for j := range c.Documents[i].Turns {
			c.Documents[i].Turns[j].TimeMS = -1
		}
	}
	if diff := sameStudy(again, c); diff != "" {
		t.Errorf("our own export came back otherwise (-first +second):\n%s", diff[:min(len(diff), 4000)])
	}
	if len(c.Codebook.Codes) > 0 {
		if _, err := WriteCodebook(io.Discard, c, WriteOptions{}); err != nil {
			t.Fatal(err)
		}
	}
}

// FuzzReadProject reads any XML as a project beside one text.
func FuzzReadProject(f *testing.F) {
	f.Add([]byte(projectOf("x", sourceOf(selectionOf(0, 11, "Interviewer")))))
	f.Fuzz(func(t *testing.T, qde []byte) {
		checkRead(t, "x.qdpx", zipOf(t, "project.qde", string(qde), "sources/t.txt", "\ufeffInterviewer: één 😀?\r\nR01: ja\u0301.\r\n"))
		checkRead(t, "x.qdc", qde)
	})
}

// FuzzReadArchive reads anything as a project.
func FuzzReadArchive(f *testing.F) {
	f.Add(zipOf(f, "project.qde", projectOf("x", sourceOf(selectionOf(0, 11, "Interviewer"))), "sources/t.txt", plainText))
	f.Fuzz(func(t *testing.T, data []byte) { checkRead(t, "x.qdpx", data) })
}
