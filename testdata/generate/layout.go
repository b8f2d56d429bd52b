package generate

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

// notice stands at the head of every generated transcript.
const notice = "FICTIEF – dit gesprek is bedacht voor het voorbeeldonderzoek van Meerzicht en is nooit gevoerd."

// layout is how one conversation is written down as a file. The study uses the
// layouts that typists use, so that importing it exercises the readers.
type layout struct {
	ext   string
	write func(c conversation, label func(string) string) ([]byte, error)
}

// Most transcripts are Word files; every seventh is plain text, each time in
// another encoding.
var (
	wordLayouts = []layout{
		{".docx", wordLabels},
		{".docx", wordSplitLabels},
		{".docx", wordTable},
		{".docx", wordOwnLine},
		{".docx", wordControls},
		{".docx", wordTracked},
	}
	textLayouts = []layout{
		{".txt", utf8Text},
		{".txt", utf8BOM},
		{".txt", windowsText},
		{".txt", utf16Text},
		{".txt", oldMacText},
	}
)

func layoutOf(index int) layout {
	if index%7 == 4 {
		return textLayouts[index/7%len(textLayouts)]
	}
	return wordLayouts[index%len(wordLayouts)]
}

// labels maps the labels of the source to those a typist would use.
func labels(c conversation, index int) func(string) string {
	names := []map[string]string{
		{"I": "I", "R": "R"},
		{"I": "Interviewer", "R": "Respondent"},
		{"I": "INT", "R": c.name},
	}[index%3]
	return func(label string) string {
		if name, ok := names[label]; ok {
			return name
		}
		if label == "GL" {
			return "Gespreksleider"
		}
		return label
	}
}

func plain(c conversation, label func(string) string, newline string) string {
	var b strings.Builder
	b.WriteString(notice + newline + newline)
	for _, t := range c.turns {
		b.WriteString(label(t.label) + ": " + t.text + newline)
	}
	return b.String()
}

func utf8Text(c conversation, label func(string) string) ([]byte, error) {
	return []byte(plain(c, label, "\n")), nil
}

func utf8BOM(c conversation, label func(string) string) ([]byte, error) {
	return []byte("\ufeff" + plain(c, label, "\r\n")), nil
}

func windowsText(c conversation, label func(string) string) ([]byte, error) {
	data, err := charmap.Windows1252.NewEncoder().String(plain(c, label, "\r\n"))
	return []byte(data), err
}

func utf16Text(c conversation, label func(string) string) ([]byte, error) {
	var b bytes.Buffer
	for _, u := range utf16.Encode([]rune("\ufeff" + plain(c, label, "\r\n"))) {
		if err := binary.Write(&b, binary.LittleEndian, u); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

func oldMacText(c conversation, label func(string) string) ([]byte, error) {
	return []byte(plain(c, label, "\r")), nil
}

func wordLabels(c conversation, label func(string) string) ([]byte, error) {
	return word(c, func(b *strings.Builder, t turn, _ int) {
		paragraph(b, run(label(t.label)+":", true)+run(" "+t.text, false))
	})
}

// wordSplitLabels breaks the bold label over two runs, as Word does after an edit.
func wordSplitLabels(c conversation, label func(string) string) ([]byte, error) {
	return word(c, func(b *strings.Builder, t turn, _ int) {
		name := label(t.label)
		paragraph(b, run(name[:1], true)+run(name[1:], true)+run(":", true)+`<w:r><w:tab/></w:r>`+run(t.text, false))
	})
}

func wordOwnLine(c conversation, label func(string) string) ([]byte, error) {
	return word(c, func(b *strings.Builder, t turn, _ int) {
		paragraph(b, run(label(t.label)+":", true))
		paragraph(b, run(t.text, false))
	})
}

// wordTable has one row a turn: time, speaker, text.
func wordTable(c conversation, label func(string) string) ([]byte, error) {
	var rows strings.Builder
	seconds := 0
	for _, t := range c.turns {
		at := fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
		rows.WriteString("<w:tr>" + cell(at) + cell(label(t.label)) + cell(t.text) + "</w:tr>")
		seconds += 2 + len(strings.Fields(t.text))*2/5
	}
	return wordFile(para(run(notice, false)) + "<w:tbl>" + rows.String() + "</w:tbl>" + para(""))
}

// wordControls puts every third turn's words in a content control, where common
// readers lose them.
func wordControls(c conversation, label func(string) string) ([]byte, error) {
	return word(c, func(b *strings.Builder, t turn, i int) {
		words := run(" "+t.text, false)
		if i%3 == 1 {
			words = "<w:sdt><w:sdtPr/><w:sdtContent>" + words + "</w:sdtContent></w:sdt>"
		}
		paragraph(b, run(label(t.label)+":", true)+words)
	})
}

// wordTracked carries tracked changes: an insertion that belongs to the text and
// a deletion that does not.
func wordTracked(c conversation, label func(string) string) ([]byte, error) {
	return word(c, func(b *strings.Builder, t turn, i int) {
		words := run(t.text, false)
		if i%4 == 2 {
			words = `<w:del w:id="1" w:author="typist"><w:r><w:delText>[onverstaanbaar] </w:delText></w:r></w:del>` +
				`<w:ins w:id="2" w:author="typist">` + words + `</w:ins>`
		}
		paragraph(b, run(label(t.label)+": ", true)+words)
	})
}
