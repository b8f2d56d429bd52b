package sav_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"
)

// read is a reader of system files for these tests, written from the description
// of the format and not from the writer: it panics on what it does not expect.
type read struct {
	data []byte
	at   int

	label   string
	size    int // cells of eight bytes of a case
	cases   int
	notes   []string
	vars    []readVariable
	records map[int][]byte // of record 7, by number
	order   []int          // in which they stand
	places  map[int]int    // cell of eight bytes, from 1 → segment
	rows    [][]any
}

type readVariable struct {
	short, name, label string
	width              int
	missing            []float64
	labels             map[string]string
	level              int
}

func (r *read) take(n int) []byte {
	r.at += n
	return r.data[r.at-n : r.at]
}
func (r *read) text(n int) string { return strings.TrimRight(string(r.take(n)), " ") }
func (r *read) int() int          { return int(int32(binary.LittleEndian.Uint32(r.take(4)))) }
func (r *read) float() float64    { return math.Float64frombits(binary.LittleEndian.Uint64(r.take(8))) }

func (r *read) must(ok bool, what string, args ...any) {
	if !ok {
		panic(fmt.Sprintf("at byte %d: ", r.at) + fmt.Sprintf(what, args...))
	}
}

func readFile(data []byte) *read {
	r := &read{data: data, records: map[int][]byte{}, places: map[int]int{}}
	r.header()
	for cell := 1; ; {
		switch kind := r.int(); kind {
		case 2:
			cell = r.variable(cell)
		case 3:
			r.labels()
		case 6:
			for range r.int() {
				r.notes = append(r.notes, r.text(80))
			}
		case 7:
			number, size := r.int(), r.int()
			r.must(r.records[number] == nil, "record %d twice", number)
			r.records[number] = r.take(size * r.int())
			r.order = append(r.order, number)
		case 999:
			r.int()
			r.must(cell-1 == r.size, "%d cells of variables, the header says %d", cell-1, r.size)
			r.extensions()
			r.values()
			r.joined()
			return r
		default:
			r.must(false, "record %d", kind)
		}
	}
}

func (r *read) header() {
	r.must(r.text(4) == "$FL2", "magic")
	r.must(strings.HasPrefix(r.text(60), "@(#) SPSS DATA FILE"), "product")
	r.must(r.int() == 2, "layout")
	r.size = r.int()
	r.must(r.int() == 1, "compression")
	r.must(r.int() == 0, "weight")
	r.cases = r.int()
	r.must(r.float() == 100, "bias")
	r.take(17)
	r.label = r.text(64)
	r.take(3)
}

func (r *read) variable(cell int) int {
	width, labelled, missing := r.int(), r.int(), r.int()
	r.take(8)
	v := readVariable{width: width, short: r.text(8), labels: map[string]string{}}
	if labelled == 1 {
		n := r.int()
		r.must(n > 0 && n <= 255, "label of %d bytes", n)
		v.label = string(r.take(n))
		r.take((4 - n%4) % 4)
	}
	for range missing {
		v.missing = append(v.missing, r.float())
	}
	if width >= 0 {
		r.places[cell] = len(r.vars)
		r.vars = append(r.vars, v)
	}
	return cell + 1
}

func (r *read) labels() {
	found := map[string]string{}
	for range r.int() {
		value := string(r.take(8))
		n := int(r.take(1)[0])
		found[value] = string(r.take(n))
		r.take((8 - (n+1)%8) % 8)
	}
	r.must(r.int() == 4, "record 4 after record 3")
	for range r.int() {
		i, ok := r.places[r.int()]
		r.must(ok, "labels of a cell that is no variable")
		v := &r.vars[i]
		for value, label := range found {
			if v.width == 0 {
				value = fmt.Sprint(math.Float64frombits(binary.LittleEndian.Uint64([]byte(value))))
			}
			v.labels[strings.TrimRight(value, " ")] = label
		}
	}
}

func (r *read) extensions() {
	r.must(slices.IsSorted(r.order), "records 7 in the order %v", r.order)
	r.must(string(r.records[20]) == "UTF-8", "encoding %q", r.records[20])
	r.must(binary.LittleEndian.Uint32(r.records[3][28:]) == 65001, "character code")
	r.must(math.Float64frombits(binary.LittleEndian.Uint64(r.records[4])) == -math.MaxFloat64, "missing number")
	r.must(binary.LittleEndian.Uint64(r.records[16][8:]) == uint64(r.cases), "cases in record 16")
	r.must(len(r.records[11]) == 12*len(r.vars), "record 11 of %d bytes for %d segments", len(r.records[11]), len(r.vars))
	for i := range r.vars {
		r.vars[i].level = int(binary.LittleEndian.Uint32(r.records[11][12*i:]))
	}
	names := map[string]string{}
	for _, pair := range strings.Split(string(r.records[13]), "\t") {
		short, long, _ := strings.Cut(pair, "=")
		names[short] = long
	}
	for i := range r.vars {
		r.vars[i].name = names[r.vars[i].short]
	}
	r.longLabels()
}

func (r *read) longLabels() {
	l := &read{data: r.records[21]}
	for l.at < len(l.data) {
		name := string(l.take(l.int()))
		i := slices.IndexFunc(r.vars, func(v readVariable) bool { return v.name == name })
		r.must(i >= 0, "long labels of %q", name)
		width := l.int()
		for range l.int() {
			value := string(l.take(l.int()))
			r.must(len(value) == width, "a value of %d bytes in labels of width %d", len(value), width)
			r.vars[i].labels[strings.TrimRight(value, " ")] = string(l.take(l.int()))
		}
	}
}

// cells unpacks the data into cells of eight bytes; nil is a missing number.
func (r *read) cells() [][]byte {
	var out [][]byte
	for r.at < len(r.data) {
		for _, code := range r.take(8) {
			switch {
			case code == 0:
			case code == 253:
				out = append(out, r.take(8))
			case code == 254:
				out = append(out, bytes.Repeat([]byte(" "), 8))
			case code == 255:
				out = append(out, nil)
			default:
				r.must(code < 252, "code %d", code)
				out = append(out, binary.LittleEndian.AppendUint64(nil, math.Float64bits(float64(code)-100)))
			}
		}
	}
	return out
}

func (r *read) values() {
	cells := r.cells()
	r.must(len(cells) == r.size*r.cases, "%d cells, want %d cases of %d", len(cells), r.cases, r.size)
	for range r.cases {
		row := make([]any, len(r.vars))
		for i, v := range r.vars {
			if v.width == 0 {
				if cells[0] != nil {
					row[i] = math.Float64frombits(binary.LittleEndian.Uint64(cells[0]))
				}
				cells = cells[1:]
				continue
			}
			n := (v.width + 7) / 8
			row[i] = string(bytes.Join(cells[:n], nil)[:v.width])
			cells = cells[n:]
		}
		r.rows = append(r.rows, row)
	}
}

// joined puts the segments of very long strings together.
func (r *read) joined() {
	long := map[string]int{}
	for _, pair := range strings.Split(strings.TrimSuffix(string(r.records[14]), "\x00\t"), "\x00\t") {
		short, width, _ := strings.Cut(pair, "=")
		var n int
		_, _ = fmt.Sscanf(width, "%d", &n)
		long[short] = n
	}
	var vars []readVariable
	rows := make([][]any, len(r.rows))
	for i := 0; i < len(r.vars); {
		v := r.vars[i]
		n := 1
		if w := long[v.short]; w > 0 {
			n, v.width = (w+251)/252, w
		}
		for j, row := range r.rows {
			cell := row[i]
			if v.width > 0 {
				var b strings.Builder
				for _, part := range row[i : i+n] {
					s, _ := part.(string)
					b.WriteString(s)
				}
				cell = strings.TrimRight(b.String(), " ")
			}
			rows[j] = append(rows[j], cell)
		}
		vars = append(vars, v)
		i += n
	}
	r.vars, r.rows = vars, rows
}
