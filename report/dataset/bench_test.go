package dataset_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report/dataset"
)

// manifold is a study of n respondents with 30 activities and 100 codes, each with
// one interview of 60 codings.
func manifold(n int) *coding.Corpus {
	set := &instruments.Set{}
	for i := range 30 {
		set.Taxonomy.Activities = append(set.Taxonomy.Activities, instruments.Activity{ID: instruments.ActivityID(fmt.Sprintf("A%02d", i)), Label: instruments.Same("activiteit")})
	}
	c := &coding.Corpus{Instruments: set}
	for i := range 100 {
		c.Codebook.Codes = append(c.Codebook.Codes, coding.Code{ID: coding.CodeID(fmt.Sprintf("code.%d", i)), Name: instruments.Same("code"), Codable: true})
	}
	c.Codebook = coding.Of(c.Codebook.Codes)
	quotation := strings.Repeat("woorden uit een gesprek ", 6)
	for i := range n {
		id := fmt.Sprintf("R%05d", i)
		c.Respondents = append(c.Respondents, instruments.Respondent{ID: instruments.RespondentID(id), Project: "P"})
		c.Documents = append(c.Documents, instruments.Document{ID: instruments.DocumentID(id), Kind: instruments.Interview, Respondent: instruments.RespondentID(id)})
		f := instruments.Filling{Kind: instruments.ActivityFilling, Respondent: instruments.RespondentID(id), Coder: "codeur1"}
		for j, a := range set.Taxonomy.Activities {
			f.Responses = append(f.Responses, instruments.Response{Activity: a.ID, State: []instruments.State{instruments.Mentioned, instruments.Denied, instruments.NotDiscussed}[(i+j)%3]})
		}
		c.Fillings = append(c.Fillings, f)
		for j := range 60 {
			c.Codings = append(c.Codings, coding.Coding{Code: coding.CodeID(fmt.Sprintf("code.%d", (i+j)%100)), Coder: "codeur1", Origin: coding.ByHand, Segment: coding.Segment{Document: instruments.DocumentID(id), Start: j, End: j + len(quotation), Quotation: quotation}})
		}
	}
	return c
}

// BenchmarkOf makes each kind of 370 respondents with 22,200 codings.
func BenchmarkOf(b *testing.B) {
	c := manifold(370)
	for _, k := range dataset.Kinds() {
		b.Run(string(k), func(b *testing.B) {
			for b.Loop() {
				made(b, c, k, dataset.Options{})
			}
		})
	}
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// BenchmarkWrite writes 22,200 codings with quotations in each way.
func BenchmarkWrite(b *testing.B) {
	d := made(b, manifold(370), dataset.Codings, dataset.Options{})
	for i, name := range []string{"csv", "xlsx", "sav", "sps"} {
		b.Run(name, func(b *testing.B) {
			var n counter
			if err := writers()[i](&n, d, nl); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(n))
			for b.Loop() {
				if err := writers()[i](io.Discard, d, nl); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
