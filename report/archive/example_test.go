package archive_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report/archive"
)

func ExampleWrite() {
	base, err := os.MkdirTemp("", "archief")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(base)
	corpus := &coding.Corpus{
		Instruments: &instruments.Set{}, Info: coding.StudyInfo{Name: "proef"},
		Documents: []instruments.Document{{ID: "R01", Text: "Goedemiddag.", Length: 12}},
	}
	names, err := archive.Write(context.Background(), filepath.Join(base, "archief"), archive.Parts{Corpus: corpus, Lang: instruments.Dutch})
	fmt.Println(slices.Contains(names, "texts/R01.txt"), names[len(names)-1], err)
	// Output: true SHA256SUMS <nil>
}
