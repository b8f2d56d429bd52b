package transcript

import "strings"

// maxCells is the widest row that is read.
const maxCells = 200

// delimited reads rows of text with ";", "," or a tab between the cells. Quotes
// count only when they close before the next cell: a stray quote is a sign of
// what was said and swallows no rows.
type delimited struct {
	text  string
	pos   int
	comma byte
}

// newDelimited chooses what stands between the cells by the first row; a line
// "sep=;" of Excel tells it.
func newDelimited(text string) *delimited {
	text = strings.TrimLeft(text, " \n")
	d := &delimited{text: text, comma: ','}
	first, _, _ := strings.Cut(text, "\n")
	if sign, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(first)), "sep="); ok && len(sign) == 1 {
		d.comma, d.pos = sign[0], min(len(first)+1, len(text))
		return d
	}
	if sep, _ := strings.CutPrefix(first, "sep="); sep == "\t" {
		d.comma, d.pos = '\t', min(len(first)+1, len(text))
		return d
	}
	best := 0
	for _, sign := range []byte{';', '\t', ','} {
		if n := strings.Count(first, string(sign)); n > best {
			best, d.comma = n, sign
		}
	}
	return d
}

// row gives the cells of the next row that has any; false at the end.
func (d *delimited) row() ([]string, bool) {
	for d.pos < len(d.text) {
		var cells []string
		last := 0 // where the last cell begins
		for more := true; more; {
			var cell string
			from := d.pos
			if cell, more = d.cell(); len(cells) < maxCells {
				cells, last = append(cells, cell), from
			}
		}
		if len(cells) == maxCells { // the last holds what there is beyond
			cells[maxCells-1] = strings.TrimRight(d.text[last:d.pos], "\n")
		}
		if len(cells) > 1 || strings.TrimSpace(cells[0]) != "" {
			return cells, true
		}
	}
	return nil, false
}

// cell reads one cell, and tells whether the row goes on.
func (d *delimited) cell() (string, bool) {
	if cell, end, ok := d.quoted(); ok {
		return cell, d.after(end)
	}
	end := d.pos
	for end < len(d.text) && d.text[end] != d.comma && d.text[end] != '\n' {
		end++
	}
	return d.text[d.pos:end], d.after(end)
}

// after moves behind the sign at end.
func (d *delimited) after(end int) bool {
	from := d.pos
	d.pos = end
	if end >= len(d.text) {
		return false
	}
	d.pos = max(end+1, from)
	return d.text[end] == d.comma
}

// quoted reads a cell between quotes, doubled quotes inside it.
func (d *delimited) quoted() (string, int, bool) {
	if d.pos >= len(d.text) || d.text[d.pos] != '"' {
		return "", 0, false
	}
	from := d.pos + 1
	for i := from; i < len(d.text); i++ {
		n := strings.IndexByte(d.text[i:], '"')
		if n < 0 {
			break
		}
		i += n
		switch {
		case i+1 < len(d.text) && d.text[i+1] == '"':
			i++
		case i+1 == len(d.text) || d.text[i+1] == d.comma || d.text[i+1] == '\n':
			return strings.ReplaceAll(d.text[from:i], `""`, `"`), i + 1, true
		default:
			return "", 0, false
		}
	}
	return "", 0, false
}
