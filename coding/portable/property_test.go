package portable

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"meerzicht/coding"
	"meerzicht/instruments"
	"pgregory.net/rapid"
)

// words are texts with everything that a position can stumble over.
func words() *rapid.Generator[string] {
	return rapid.StringOfN(rapid.SampledFrom([]rune("ab <>&\"\\\n\té\u0301\u2028👩\u200d🚒\ufe0f\U0010ffff")), 1, 60, -1)
}

// study draws a study of documents, codes and codings.
func drawn(t *rapid.T) *coding.Corpus {
	c := &coding.Corpus{Info: coding.StudyInfo{Name: rapid.String().Draw(t, "name"), Lang: instruments.Dutch}, Instruments: &instruments.Set{Name: words().Draw(t, "set")}}
	var codes []coding.Code
	for i := range rapid.IntRange(1, 5).Draw(t, "codes") {
		code := coding.Code{ID: coding.CodeID("c" + strconv.Itoa(i)), Name: instruments.Same(words().Draw(t, "code")), Codable: true, Order: i, Colour: "#00ff00"}
		if i > 0 && rapid.Bool().Draw(t, "below") {
			code.Parent = codes[rapid.IntRange(0, i-1).Draw(t, "parent")].ID
		}
		codes = append(codes, code)
	}
	c.Codebook = coding.Of(codes)
	for i := range rapid.IntRange(0, 4).Draw(t, "documents") {
		d := newDocument("d"+strconv.Itoa(i), words().Draw(t, "text"))
		d.Attributes = rapid.MapOfN(words(), words(), 0, 2).Draw(t, "attributes")
		c.Documents = append(c.Documents, d)
		c.Groups = append(c.Groups, coding.Group{ID: "g" + strconv.Itoa(i), Name: words().Draw(t, "group"), Documents: []instruments.DocumentID{d.ID}})
		in := coding.NewSegmenter(&d)
		for start := 0; start < d.Length; start += rapid.IntRange(1, 20).Draw(t, "step") {
			seg, err := in.Segment(start, rapid.IntRange(start+1, d.Length).Draw(t, "end"))
			if err != nil {
				t.Fatal(err)
			}
			k := coding.Coding{Segment: seg, Code: codes[rapid.IntRange(0, len(codes)-1).Draw(t, "of")].ID, Coder: "codeur1", Origin: coding.ByHand, Memo: words().Draw(t, "memo"), Weight: rapid.IntRange(0, 100).Draw(t, "weight")}
			k.ID = coding.NewCodingID(k)
			c.Codings = append(c.Codings, k)
		}
	}
	return c
}

func TestRoundTripOfAnyStudy(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := drawn(t)
		var b bytes.Buffer
		out, err := Write(&b, want)
		if err != nil {
			t.Fatal(err)
		}
		got, in, problems := Read("x", b.Bytes())
		if len(problems) > 0 {
			t.Fatal(problems.In(instruments.English))
		}
		if diff := cmp.Diff(want, got, same()...); diff != "" {
			t.Fatal(diff)
		}
		if diff := cmp.Diff(out, in); diff != "" {
			t.Fatalf("counts out and in differ: %s", diff)
		}
	})
}

// FuzzRead: whatever is read without a problem can be written, and reads back the
// same.
func FuzzRead(f *testing.F) {
	f.Add(write(f, full(f)))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, _, problems := Read("x", data)
		if problems.Err() != nil {
			return
		}
		var b bytes.Buffer
		if _, err := Write(&b, c); err != nil {
			t.Fatalf("read, and cannot be written: %v", err)
		}
		again, _, problems := Read("x", b.Bytes())
		if problems.Err() != nil || !cmp.Equal(c, again, same()...) {
			t.Fatalf("%v\n%s", problems, cmp.Diff(c, again, same()...))
		}
	})
}

// TestSeeds keeps the seed of the fuzz target a document of today.
func TestSeeds(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("testdata", "small.json"))
	if err != nil {
		t.Fatal(err)
	}
	c, _, problems := Read("small.json", data)
	if len(problems) > 0 || len(c.Codings) != 1 || c.Codings[0].Quotation != "ga mee" {
		t.Errorf("%s\n%+v", problems.In(instruments.Dutch), c.Codings)
	}
}
