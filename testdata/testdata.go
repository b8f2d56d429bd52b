// Package testdata holds the replication study: a fictional study made so that
// the published totals of the 2020 study hold. It is labelled fictief wherever
// it is shown, and is no data of that study.
//
// The files in study, second and settled are generated from source by
// testdata/generate ("go generate ./testdata"); a test of cmd/meerzicht proves
// them fresh. The program embeds them for "meerzicht demo". They are folders of
// their own, so that the study with one coder stays a study by itself.
//
//	in := testdata.Study()        // transcripten/, lijsten/, codeurs/, respondenten.xlsx, gold.csv
//	more := testdata.Second()     // what the second coder delivered for testdata.Round
//	v := testdata.Verdicts(queue) // what was decided about the differences
//
// Limits: nothing here is a finding about volunteers or probation. Only the
// totals named in docs/replication.md are published; everything else is
// invented.
package testdata

import (
	"embed"
	"io/fs"

	"meerzicht/instruments"
)

//go:generate go run ./generate/run

//go:embed study second settled
var files embed.FS

// Template is the name of the instrument set the study was made with, and
// GoldFile the file that says which stretch truly mentions which code; it is no
// input of an import.
const (
	Template = "reclassering-2020"
	GoldFile = "gold.csv"
)

// Study is the folder of the study's files, with the first coder's work.
func Study() fs.FS { return folder("study") }

// Second is the folder of what the second coder delivered about the interviews
// of the round: codings, and the lists as two tables.
func Second() fs.FS { return folder("second") }

func folder(name string) fs.FS {
	sub, err := fs.Sub(files, name)
	if err != nil { // cannot happen: the folder is embedded
		return files
	}
	return sub
}

// Title is the study's title.
func Title() instruments.Text {
	return instruments.Text{
		NL: "Vrijwilligers en professionals in drie projecten (fictieve replicatie)",
		EN: "Volunteers and professionals in three projects (fictional replication)",
	}
}

// Notice is the label that is shown wherever the data are shown.
func Notice() instruments.Text {
	return instruments.Text{
		NL: "Fictieve gegevens, zo gemaakt dat gepubliceerde randtotalen kloppen",
		EN: "Fictional data, made so that published totals hold",
	}
}
