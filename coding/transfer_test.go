package coding

import (
	"testing"

	"meerzicht/instruments"
)

func TestTransferAddsUp(t *testing.T) {
	var r Transfer
	why := instruments.Text{NL: "beeld", EN: "image"}
	r.Take(TransferDocuments, 3)
	r.Lose(TransferDocuments, 1, why)
	r.Lose(TransferDocuments, 2, why)
	r.Lose(TransferDocuments, 1, instruments.Text{NL: "geluid", EN: "sound"})
	r.Take(TransferCodes, 0)
	r.Lose(TransferMemos, 0, why)
	if len(r.Counts) != 1 {
		t.Fatalf("%+v: nothing counted makes no line", r.Counts)
	}
	c := r.Counts[0]
	if c.Found != 7 || c.Taken != 3 || len(c.Lost) != 2 || c.Lost[0].Count != 3 || r.Lost() != 4 {
		t.Errorf("%+v, lost %d", c, r.Lost())
	}
}

// What was taken and could not be stored is lost, and what was found stays found.
func TestTransferDrop(t *testing.T) {
	var r Transfer
	why := instruments.Text{NL: "geen toestemming", EN: "no consent"}
	r.Take(TransferDocuments, 3)
	r.Drop(TransferDocuments, 1, why)
	r.Drop(TransferDocuments, 0, why)
	r.Drop(TransferMemos, 2, why) // of which the reader counted nothing
	want := []TransferCount{
		{Kind: TransferDocuments, Found: 3, Taken: 2, Lost: []Loss{{1, why}}},
		{Kind: TransferMemos, Found: 2, Lost: []Loss{{2, why}}},
	}
	for i, c := range r.Counts {
		if c.Kind != want[i].Kind || c.Found != want[i].Found || c.Taken != want[i].Taken || len(c.Lost) != 1 || c.Lost[0] != want[i].Lost[0] {
			t.Errorf("%+v, want %+v", c, want[i])
		}
	}
	if len(r.Counts) != 2 || r.Lost() != 3 {
		t.Errorf("%+v", r)
	}
}

func TestTransferKindsHaveNames(t *testing.T) {
	for _, k := range []TransferKind{
		TransferDocuments, TransferCodes, TransferCodings, TransferCoders, TransferMemos,
		TransferCases, TransferVariables, TransferGroups, TransferLists, TransferOther,
	} {
		if x := k.Text(); x.NL == "" || x.EN == "" || x.EN == string(k) {
			t.Errorf("%s: %+v", k, x)
		}
	}
	if x := TransferKind("new").Text(); x.NL != "new" {
		t.Errorf("%+v", x)
	}
}

func TestTransferSort(t *testing.T) {
	var tr Transfer
	for _, k := range []TransferKind{TransferOther, TransferMemos, TransferCodings, TransferDocuments, TransferCases} {
		tr.Take(k, 1)
	}
	tr.Sort()
	for i, want := range []TransferKind{TransferDocuments, TransferCodings, TransferMemos, TransferCases, TransferOther} {
		if tr.Counts[i].Kind != want {
			t.Errorf("%d: %s, want %s", i, tr.Counts[i].Kind, want)
		}
	}
}
