package refi

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/transcript"
)

// inOne is a wording as it comes back from an export in one language.
func inOne(t instruments.Text, lang instruments.Lang) instruments.Text {
	if lang == instruments.English {
		return instruments.Text{EN: t.In(lang)}
	}
	return instruments.Text{NL: t.In(lang)}
}

// The codebooks of the built-in templates come back code for code, in both
// languages, from a codebook and from a project.
func TestTemplatesComeBack(t *testing.T) {
	t.Parallel()
	for _, name := range instruments.Templates() {
		set, err := instruments.Builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		book := coding.NewCodebook(set)
		if len(book.Codes) == 0 {
			continue
		}
		for _, lang := range []instruments.Lang{instruments.Dutch, instruments.English} {
			c, opt := &coding.Corpus{Codebook: book}, WriteOptions{Lang: lang, Program: "Meerzicht test"}
			var qdc, qdpx bytes.Buffer
			if _, err := WriteCodebook(&qdc, c, opt); err != nil {
				t.Fatal(err)
			}
			if _, err := Write(&qdpx, c, opt); err != nil {
				t.Fatal(err)
			}
			for file, data := range map[string][]byte{"x.qdc": qdc.Bytes(), "x.qdpx": qdpx.Bytes()} {
				got, transfer := readBytes(t, file, data, ReadOptions{Lang: lang})
				if n := len(book.Codes); count(transfer, coding.TransferCodes) != [2]int{n, n} {
					t.Errorf("%s: %+v", name, transfer)
				}
				sameCodes(t, name+" "+string(lang), got.Codebook, book, lang)
			}
		}
	}
}

func sameCodes(t *testing.T, name string, got, want coding.Codebook, lang instruments.Lang) {
	t.Helper()
	for i, k := range want.Codes {
		g, ok := got.Code(k.ID)
		if !ok {
			t.Errorf("%s: no %s", name, k.ID)
			continue
		}
		if got.Codes[i].ID != k.ID || g.Parent != k.Parent || g.Codable != k.Codable || g.Name != inOne(k.Name, lang) || g.Definition != inOne(k.Definition, lang) ||
			g.Include != inOne(k.Include, lang) || g.Exclude != inOne(k.Exclude, lang) || g.Example != inOne(k.Example, lang) {
			t.Errorf("%s: %+v came back as %+v", name, k, g)
		}
		if id, ok := k.ID.Activity(); ok && g.Domain != coding.ActivityDomain {
			t.Errorf("%s: activity %s is of domain %s", name, id, g.Domain)
		}
	}
}

// field is a project as another program makes it: long texts with CR LF, accents
// and emoji, many overlapping selections by several users, in no order.
type field struct {
	texts      []string // as stored
	selections []string
	quotations map[string]int // of every coding, by document, quotation and user
}

func makeField(way convention, seed uint64) field {
	r := rand.New(rand.NewPCG(seed, 2020))
	vocabulary := strings.Fields("ik ging mee naar het loket want één keer durfde hij niet 😀 dus wij samen bellen ’s ochtends cafe\u0301 👩‍👧 geregeld")
	f := field{quotations: map[string]int{}}
	for d := range 4 {
		var b strings.Builder
		for turn := range 60 {
			fmt.Fprintf(&b, "%s: ", []string{"Interviewer", "Respondent"}[turn%2])
			for range 5 + r.IntN(20) {
				b.WriteString(vocabulary[r.IntN(len(vocabulary))] + " ")
			}
			b.WriteString("klaar.\r\n")
		}
		text := b.String()
		places := words(text)
		var s strings.Builder
		for range 40 {
			from := r.IntN(len(places) - 12)
			to := from + r.IntN(12)
			start, end := places[from][0], places[to][1]
			user := r.IntN(3)
			fmt.Fprintf(&s, `<PlainTextSelection guid="s" startPosition="%d" endPosition="%d"><Coding guid="c" creatingUser="u%d"><CodeRef targetGUID="k%d"/></Coding></PlainTextSelection>`,
				counted(text, start, way), counted(text, end, way), user, from%5)
			key := fmt.Sprintf("doc%d|codeur%d|Code %d|%s", d, user, from%5, strings.ReplaceAll(text[start:end], "\r\n", "\n"))
			f.quotations[key]++
		}
		f.texts, f.selections = append(f.texts, text), append(f.selections, s.String())
	}
	return f
}

func (f field) archive(t *testing.T, origin string) []byte {
	t.Helper()
	var b strings.Builder
	b.WriteString(`<Project origin="` + origin + `"><Users><User guid="u0" name="codeur0"/><User guid="u1" name="codeur1"/><User guid="u2" name="codeur2"/></Users><CodeBook><Codes>`)
	for i := range 5 {
		fmt.Fprintf(&b, `<Code guid="k%d" name="Code %d" isCodable="true"/>`, i, i)
	}
	b.WriteString(`</Codes></CodeBook><Sources>`)
	files := []string{"project.qde", ""}
	for d, text := range f.texts {
		fmt.Fprintf(&b, `<TextSource guid="d%d" name="doc%d" plainTextPath="internal://%d.txt">%s</TextSource>`, d, d, d, f.selections[d])
		files = append(files, fmt.Sprintf("sources/%d.txt", d), text)
	}
	files[1] = b.String() + `</Sources></Project>`
	return zipOf(t, files...)
}

// A project of ordinary size, of each kind of program: the way of counting is
// found without asking, and every coding is on its words, by its coder.
func TestProgramsInTheField(t *testing.T) {
	t.Parallel()
	for way, origin := range map[convention]string{codePoints: "QualCoder 3", codePointsOnce: "ATLAS.ti 23", utf16Units: "NVivo 14", utf16Once: "MAXQDA 24", utf8Bytes: "Taguette 1.4"} {
		for seed := range uint64(3) {
			f := makeField(way, seed)
			c, transfer := readBytes(t, "x.qdpx", f.archive(t, origin), ReadOptions{})
			if transfer.Positions != way.name() || transfer.Unsure {
				t.Errorf("%s: %s, unsure %v: %s", origin, transfer.Positions, transfer.Unsure, transfer.Convention.EN)
			}
			got := map[string]int{}
			for _, k := range c.Codings {
				code, _ := c.Codebook.Code(k.Code)
				got[fmt.Sprintf("%s|%s|%s|%s", k.Document, k.Coder, code.Name.NL, k.Quotation)]++
			}
			twice := losses(transfer, coding.TransferCodings)["the same coding was there already (same words, code and coder)"]
			if total := 160; len(c.Codings)+twice != total {
				t.Errorf("%s: %d codings and %d twice of %d", origin, len(c.Codings), twice, total)
			}
			for key := range f.quotations {
				if got[key] == 0 {
					t.Errorf("%s: nothing on %s", origin, key)
				}
			}
			for key := range got {
				if f.quotations[key] == 0 {
					t.Errorf("%s: too much on %s", origin, key)
				}
			}
			again, _ := readBytes(t, "x.qdpx", write(t, c), ReadOptions{})
			if diff := sameStudy(again, c); diff != "" {
				t.Errorf("%s came back otherwise: %.2000s", origin, diff)
			}
		}
	}
}

// A text with characters of every length, coded character by character, comes back
// character by character.
func TestEveryCharacter(t *testing.T) {
	t.Parallel()
	d := transcript.Of("tekens", "aé€😀e\u0301👩‍👧🇳🇱\u200b\u2028\u00a0ﬁ\ufeffz")
	d.ID, d.Kind = "tekens", instruments.Other
	c := &coding.Corpus{Documents: []instruments.Document{d}, Coders: []coding.Coder{{ID: "codeur1"}}, Codebook: coding.Of([]coding.Code{{ID: "a", Name: instruments.Text{NL: "A"}}})}
	in := coding.NewSegmenter(&d)
	for i := range d.Length {
		seg, err := in.Segment(i, i+1)
		if err != nil {
			t.Fatal(err)
		}
		k := coding.Coding{Segment: seg, Code: "a", Coder: "codeur1", Origin: coding.ByImport}
		k.ID = coding.NewCodingID(k)
		c.Codings = append(c.Codings, k)
	}
	got, _ := readBytes(t, "x.qdpx", write(t, c), ReadOptions{})
	text := ""
	for i, k := range got.Codings {
		if k != c.Codings[i] {
			t.Errorf("%q at %d became %q at %d", c.Codings[i].Quotation, c.Codings[i].Start, k.Quotation, k.Start)
		}
		text += k.Quotation
	}
	if text != d.Text {
		t.Errorf("together they are %q", text)
	}
}
