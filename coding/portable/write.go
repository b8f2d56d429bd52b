package portable

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// study is StudyInfo without what only a log can say.
type study struct {
	Name     string           `json:"name"`
	Title    instruments.Text `json:"title"`
	Notice   instruments.Text `json:"notice"`
	Lang     instruments.Lang `json:"lang"`
	Template string           `json:"template"`
	Created  string           `json:"created"`
	Changed  string           `json:"changed"`
}

// document is a document with its text.
type document struct {
	instruments.Document
	Text string `json:"text"`
}

// Write writes a corpus that was loaded with its texts. It refuses a corpus
// without them and one that holds text which is no UTF-8; other errors are those
// of w. The transfer counts what was written; a chosen layer is not part of a
// study, and is told as lost.
func Write(w io.Writer, c *coding.Corpus) (coding.Transfer, error) {
	for i := range c.Documents {
		if d := &c.Documents[i]; d.Text == "" && d.Length > 0 {
			return coding.Transfer{}, fmt.Errorf("write a whole study: the text of document %q was not loaded", d.ID)
		}
	}
	p := newWriter(w)
	p.head(c)
	list(p, "coders", c.Coders)
	list(p, "respondents", c.Respondents)
	list(p, "trajectories", c.Trajectories)
	list(p, "codes", c.Codebook.Codes)
	p.documents(c.Documents)
	list(p, "codings", c.Codings)
	list(p, "fillings", c.Fillings)
	list(p, "memos", c.Memos)
	list(p, "overrides", c.Overrides)
	list(p, "groups", c.Groups)
	list(p, "rounds", c.Rounds)
	list(p, "settlements", c.Settlements)
	list(p, "progress", c.Progress)
	p.put("\n}\n")
	if p.err == nil {
		p.err = p.out.Flush()
	}
	if p.err != nil {
		return coding.Transfer{}, fmt.Errorf("write a whole study: %w", p.err)
	}
	t := transfer(c)
	if c.Layer.Name != "" && c.Layer.Name != coding.EveryLayer {
		t.Lose(coding.TransferOther, 1, instruments.Textf("alleen het werk van laag %s is geschreven; de keuze zelf hoort niet bij het onderzoek", "only the work of layer %s was written; the choice itself is not part of the study", instruments.Plain(c.Layer.Name)))
	}
	return t, nil
}

// transfer counts what a corpus holds.
func transfer(c *coding.Corpus) coding.Transfer {
	t := coding.Transfer{Origin: "Meerzicht"} // how our own positions count is no question
	t.Take(coding.TransferDocuments, len(c.Documents))
	t.Take(coding.TransferCodes, len(c.Codebook.Codes))
	t.Take(coding.TransferCodings, len(c.Codings))
	t.Take(coding.TransferCoders, len(c.Coders))
	t.Take(coding.TransferMemos, len(c.Memos))
	t.Take(coding.TransferCases, len(c.Respondents)+len(c.Trajectories))
	t.Take(coding.TransferGroups, len(c.Groups))
	t.Take(coding.TransferLists, len(c.Fillings))
	t.Take(coding.TransferOther, len(c.Overrides)+len(c.Rounds)+len(c.Settlements)+len(c.Progress))
	return t
}

// writer writes members one after the other; after an error it writes nothing.
type writer struct {
	out *bufio.Writer
	buf bytes.Buffer // of one record
	enc *json.Encoder
	err error
}

func newWriter(w io.Writer) *writer {
	p := &writer{out: bufio.NewWriterSize(w, 1<<18)}
	p.enc = json.NewEncoder(&p.buf)
	p.enc.SetEscapeHTML(false) // the document is no web page, and people read it
	return p
}

func (p *writer) put(s string) {
	if p.err == nil {
		_, p.err = p.out.WriteString(s)
	}
}

// value writes one record, without the line end that an Encoder adds.
func (p *writer) value(v any) {
	if p.err != nil {
		return
	}
	p.buf.Reset()
	if p.err = p.enc.Encode(v); p.err == nil {
		_, p.err = p.out.Write(bytes.TrimSuffix(p.buf.Bytes(), []byte("\n")))
	}
}

func (p *writer) head(c *coding.Corpus) {
	i := c.Info
	p.put("{\n\"format\": \"" + Format + "\",\n\"version\": " + strconv.Itoa(Version) + ",\n\"study\": ")
	p.value(study{Name: i.Name, Title: i.Title, Notice: i.Notice, Lang: i.Lang, Template: i.Template, Created: i.Created, Changed: i.Changed})
	p.put(",\n\"instruments\": ")
	p.value(c.Instruments)
}

// open begins a member that is a list.
func (p *writer) open(name string) { p.put(",\n\"" + name + "\": [") }

// next puts what stands before the i-th record of a list.
func (p *writer) next(i int) {
	if i > 0 {
		p.put(",")
	}
	p.put("\n")
}

// close ends a list of n records.
func (p *writer) close(n int) {
	if n > 0 {
		p.put("\n")
	}
	p.put("]")
}

func list[T any](p *writer, name string, records []T) {
	p.open(name)
	for i := range records {
		p.next(i)
		p.value(&records[i])
	}
	p.close(len(records))
}

// documents writes documents with their texts. A text that is no UTF-8 would be
// changed by JSON in silence.
func (p *writer) documents(docs []instruments.Document) {
	p.open("documents")
	for i := range docs {
		if p.err == nil && !utf8.ValidString(docs[i].Text) {
			p.err = fmt.Errorf("the text of document %q is no UTF-8", docs[i].ID)
		}
		p.next(i)
		d := docs[i]
		d.Source.Absent = false // originals never come along
		p.value(&document{d, d.Text})
	}
	p.close(len(docs))
}
