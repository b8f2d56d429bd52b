package checklist_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
)

// workload is a 40-item answer list as the workload generator makes it; with
// MEERZICHT_WORKLOAD the first file of its checklist folder is taken instead.
func workload(b *testing.B) []byte {
	if dir := os.Getenv("MEERZICHT_WORKLOAD"); dir != "" {
		data, err := os.ReadFile(filepath.Join(dir, "checklist", "interview_0001.xlsx"))
		if err != nil {
			b.Fatal(err)
		}
		return data
	}
	rows := grid("Respondent|R0001\nRol|beroepskracht\nProject|Project Noord\nDatum|2019-06-07\n|\nNr|Item|Antwoord|Frequentie|Toelichting")
	for i := range 40 {
		rows = append(rows, []any{i + 1, fmt.Sprintf("Signaleren: onderdeel %d", i), "soms", 2, strings.Repeat("woord ", i%12)})
	}
	return workbook(b, sheet{"Checklist", rows})
}

// BenchmarkReadWorkload is one 40-item list; 3,700 of them must be read in
// 5 seconds on two cores, so one may take 2.7 ms.
func BenchmarkReadWorkload(b *testing.B) {
	data, set := workload(b), empty(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, problems := checklist.Read("x.xlsx", data, set); problems.Err() != nil {
			b.Fatal(problems)
		}
	}
}

// BenchmarkReadWorkloadParallel is the same on every core.
func BenchmarkReadWorkloadParallel(b *testing.B) {
	data, set := workload(b), empty(b)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, problems := checklist.Read("x.xlsx", data, set); problems.Err() != nil {
				b.Error(problems)
			}
		}
	})
}

func BenchmarkReadOwnForm(b *testing.B) {
	set := template(b)
	f := instruments.Filling{Kind: instruments.ActivityFilling, Respondent: "R07", Coder: "anna"}
	for _, id := range set.Checklist.Items {
		f.Responses = append(f.Responses, instruments.Response{Activity: id, State: instruments.Mentioned})
	}
	file, err := checklist.Filled(set, f, instruments.Dutch)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, problems := checklist.Read(file.Name, file.Data, set); problems.Err() != nil {
			b.Fatal(problems)
		}
	}
}

func BenchmarkFilled(b *testing.B) {
	set := template(b)
	f := instruments.Filling{Kind: instruments.ActivityFilling, Respondent: "R07", Coder: "anna"}
	for b.Loop() {
		if _, err := checklist.Filled(set, f, instruments.Dutch); err != nil {
			b.Fatal(err)
		}
	}
}
