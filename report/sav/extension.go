package sav

import (
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Numbers of the extension records that are written, in the order the format
// wants them.
const (
	extIntegers    = 3
	extFloats      = 4
	extSets        = 7
	extDisplay     = 11
	extLongNames   = 13
	extLongStrings = 14
	extCases       = 16
	extAttributes  = 18
	extEncoding    = 20
	extLongLabels  = 21
)

// valueLabels writes the labels of numbers and of strings up to eight bytes.
// Variables with the same labels share one record.
func (o *output) valueLabels(f File, segments [][]segment) {
	index := 1
	at := map[string]int{}
	var groups []labelGroup
	for i, v := range f.Variables {
		if len(v.Labels) > 0 && v.Width <= 8 {
			key := strconv.Itoa(v.Width) + fmt.Sprint(v.Labels)
			g, ok := at[key]
			if !ok {
				g = len(groups)
				at[key] = g
				groups = append(groups, labelGroup{variable: v})
			}
			groups[g].places = append(groups[g].places, index)
		}
		for _, s := range segments[i] {
			index += s.elements()
		}
	}
	for _, g := range groups {
		o.labelGroup(g)
	}
}

type labelGroup struct {
	variable Variable
	places   []int // of the variables, counted from 1 in cells of eight bytes
}

func (o *output) labelGroup(g labelGroup) {
	o.ints(3, len(g.variable.Labels))
	for _, l := range g.variable.Labels {
		switch v := l.Value.(type) {
		case int:
			o.float(float64(v))
		case string:
			o.padded(v, 8)
		}
		text := Line(l.Text, MaxValueLabel)
		o.raw([]byte{byte(len(text))})
		o.padded(text, (len(text)+8)/8*8-1)
	}
	o.ints(4, len(g.places))
	o.ints(g.places...)
}

// extensions writes everything the format learned later.
func (o *output) extensions(f File, segments [][]segment) {
	o.ints(7, extIntegers, 4, 8, 1, 0, 0, -1, 1, 1, 2, 65001)
	o.ints(7, extFloats, 8, 3)
	o.float(-math.MaxFloat64)
	o.float(math.MaxFloat64)
	o.float(math.Nextafter(-math.MaxFloat64, 0))
	o.extension(extSets, setsRecord(f, segments))
	o.display(f, segments)
	names, long := namesRecords(f, segments)
	o.extension(extLongNames, names)
	o.extension(extLongStrings, long)
	o.ints(7, extCases, 8, 2, 1, 0, f.Cases, 0)
	o.extension(extAttributes, attributesRecord(f))
	o.extension(extEncoding, "UTF-8")
	o.extension(extLongLabels, longLabelsRecord(f))
}

// extension writes a record of bytes, unless there are none.
func (o *output) extension(kind int, data string) {
	if data != "" {
		o.ints(7, kind, 1, len(data))
		o.text(data)
	}
}

// display writes measure, column width and alignment of every segment.
func (o *output) display(f File, segments [][]segment) {
	n := 0
	for _, s := range segments {
		n += len(s)
	}
	o.ints(7, extDisplay, 4, 3*n)
	for i, v := range f.Variables {
		for _, s := range segments[i] {
			width, right := 8, 1
			if s.width > 0 {
				width, right = min(max(s.width, 4), 40), 0
			}
			measure := v.Measure
			if measure == 0 {
				measure = Nominal
			}
			o.ints(int(measure), width, right)
		}
	}
}

// setsRecord names the variables of a set by their short names in small letters.
func setsRecord(f File, segments [][]segment) string {
	short := map[string]string{}
	for i, v := range f.Variables {
		short[v.Name] = strings.ToLower(segments[i][0].short)
	}
	var b strings.Builder
	for _, s := range f.Sets {
		if len(s.Variables) < 2 {
			continue
		}
		counted, label := strconv.Itoa(s.Counted), Line(s.Label, MaxLabel)
		fmt.Fprintf(&b, "$%s=D%d %s %d %s", Name(s.Name), len(counted), counted, len(label), label)
		for _, v := range s.Variables {
			b.WriteString(" " + short[v])
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func namesRecords(f File, segments [][]segment) (names, long string) {
	var n []string
	var l strings.Builder
	for i, v := range f.Variables {
		n = append(n, segments[i][0].short+"="+v.Name)
		if v.Width > segmentBytes {
			fmt.Fprintf(&l, "%s=%05d\x00\t", segments[i][0].short, v.Width)
		}
	}
	return strings.Join(n, "\t"), l.String()
}

// attributesRecord: a value is closed by a quote at the end of a line, so that
// quotes inside it stand as they are.
func attributesRecord(f File) string {
	var vars []string
	for _, v := range f.Variables {
		var b strings.Builder
		for _, a := range v.Attributes {
			if value := clean(a.Value); value != "" && Valid(a.Name) {
				b.WriteString(a.Name + "('" + value + "'\n)")
			}
		}
		if b.Len() > 0 {
			vars = append(vars, v.Name+":"+b.String())
		}
	}
	return strings.Join(vars, "/")
}

// longLabelsRecord holds the value labels of strings of more than eight bytes.
func longLabelsRecord(f File) string {
	var b []byte
	add := func(s string) {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(s))) // at most MaxString
		b = append(b, s...)
	}
	for _, v := range f.Variables {
		if len(v.Labels) == 0 || v.Width <= 8 {
			continue
		}
		add(v.Name)
		b = binary.LittleEndian.AppendUint32(b, uint32(v.Width))       // at most MaxString
		b = binary.LittleEndian.AppendUint32(b, uint32(len(v.Labels))) // labels in memory
		for _, l := range v.Labels {
			s, _ := l.Value.(string)
			s = Cut(s, v.Width)
			add(s + strings.Repeat(" ", v.Width-len(s)))
			add(Line(l.Text, MaxValueLabel))
		}
	}
	return string(b)
}
