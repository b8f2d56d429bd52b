package testdata

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// The pseudonyms of the two coders.
const (
	FirstCoder  coding.CoderID = "codeur1"
	SecondCoder coding.CoderID = "codeur2"
)

// Round is the round of double coding: the interviews that both coders worked
// on, with their lists, blind.
func Round() (coding.Round, error) {
	rows, err := settled("ronde.csv")
	r := coding.Round{Coders: []coding.CoderID{FirstCoder, SecondCoder}, Lists: true, Blind: true}
	for _, row := range rows {
		r.Documents = append(r.Documents, instruments.DocumentID(row["document"]))
	}
	return r, err
}

// Verdicts are what was decided about the differences of a queue, in its order.
// Differences in two of the interviews are left open, as an exercise. A decision
// that fits no difference is an error, so that what was decided always counts.
func Verdicts(queue []coding.Difference) ([]coding.Verdict, error) {
	rows, err := settled("besluiten.csv")
	if err != nil {
		return nil, err
	}
	decided := map[string]map[string]string{}
	for _, row := range rows {
		decided[placeIn(row)] = row
	}
	var out []coding.Verdict
	for _, d := range queue {
		row, ok := decided[placeOf(d)]
		if !ok {
			continue
		}
		delete(decided, placeOf(d))
		v, err := verdict(d, row)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	for place := range decided {
		return nil, fmt.Errorf("besluiten.csv: there is no difference at %s", place)
	}
	return out, nil
}

// placeIn and placeOf name a difference alike: by its stretch and codes, or by
// its item.
func placeIn(row map[string]string) string {
	return strings.Join([]string{row["document"], row["start"], row["end"], row["codes"], row["list"], row["subject"], row["item"]}, ",")
}

func placeOf(d coding.Difference) string {
	row := map[string]string{"document": string(d.Document), "list": string(d.List), "subject": d.Subject, "item": d.Item}
	if d.Type != coding.Answer {
		var codes []string
		for _, c := range d.Codes() {
			codes = append(codes, string(c))
		}
		row["start"], row["end"], row["codes"] = strconv.Itoa(d.Start), strconv.Itoa(d.End), strings.Join(codes, " ")
	}
	return placeIn(row)
}

func verdict(d coding.Difference, row map[string]string) (coding.Verdict, error) {
	v := coding.Verdict{Difference: d.ID, A: FirstCoder, B: SecondCoder, Comment: row["comment"], By: FirstCoder}
	for _, k := range strings.Fields(row["keep"]) {
		v.Keep = append(v.Keep, coding.CoderID(k))
	}
	if row["own"] == "" {
		return v, nil
	}
	span, code, _ := strings.Cut(row["own"], " ")
	from, to, _ := strings.Cut(span, "-")
	start, err := strconv.Atoi(from)
	end, err2 := strconv.Atoi(to)
	if err = cmp.Or(err, err2); err != nil {
		return v, fmt.Errorf("besluiten.csv: own version %q: %w", row["own"], err)
	}
	v.Own = []coding.Coding{{Segment: coding.Segment{Document: d.Document, Start: start, End: end}, Code: coding.CodeID(code), Dyad: d.Dyad}}
	return v, nil
}

// settled are the rows of a table in the folder of that name.
func settled(name string) ([]map[string]string, error) {
	f, err := files.Open("settled/" + name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, fmt.Errorf("%s: %w", name, cmp.Or(err, fs.ErrInvalid))
	}
	var out []map[string]string
	for _, row := range slices.Clip(rows)[1:] {
		m := map[string]string{}
		for i, column := range rows[0] {
			m[column] = row[i]
		}
		out = append(out, m)
	}
	return out, nil
}
