package transcript

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestSpokenTableRows(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       []heard
	}{
		{"a row is a turn, also of the same speaker", "Spreker;Tekst\nR;Een.\nR;Twee.\n;Drie.\nI;Vier?", []heard{{"R", -1, "Een."}, {"R", -1, "Twee."}, {"R", -1, "Drie."}, {"I", -1, "Vier?"}}},
		{"rows with start and end are cues", "start,end,speaker,text\n0.5,1,A,Een\n1,2.5,A,twee.\n2.5,3,B,Drie", []heard{{"A", 500, "Een twee."}, {"B", 2500, "Drie"}}},
		{"without speakers", "start\tend\ttext\n0\t2500\tHallo daar, hoe gaat\n2500\t4000\thet.\n4000\t5000\tGoed", []heard{{"", 0, "Hallo daar, hoe gaat het."}, {"", 4000, "Goed"}}},
		{"seconds with a comma", "Spreker;Start;Tekst\nR;1,5;Een\nI;2,25;Twee", []heard{{"R", 1500, "Een"}, {"I", 2250, "Twee"}}},
		{"whole seconds", "Spreker;Tijd;Tekst\nR;1;Een lange zin van meer woorden\nI;4;Twee", []heard{{"R", 1000, "Een lange zin van meer woorden"}, {"I", 4000, "Twee"}}},
		{"clocks of all kinds", "Spreker;Tijd;Tekst\nR;[0:01];a\nI;00:00:02-5;b\nR;1:00:00,250;c\nI;later;d", []heard{{"R", 1000, "a"}, {"I", 2500, "b"}, {"R", 3_600_250, "c"}, {"I", -1, "d"}}},
		{"quotes", "wie,tekst\nR,\"a \"\"b\"\", c\n\nd\"\nI,\"ja\" zei hij\nR,\"Hij zei\nI,5 \"\" b", []heard{{"R", -1, "a \"b\", c d"}, {"I", -1, "\"ja\" zei hij"}, {"R", -1, "\"Hij zei"}, {"I", -1, "5 \"\" b"}}},
		{"the sign between cells in the last one", "wie;tekst\nR;ja; nee; hoor\nI;x", []heard{{"R", -1, "ja; nee; hoor"}, {"I", -1, "x"}}},
		{"short rows and blank rows", "\nwie;tijd;tekst\n\n;;\nR\nI;0:01;x\n", []heard{{"I", 1000, "x"}}},
	} {
		t.Run(c.name, func(t *testing.T) { checkHeard(t, "a.csv", c.file, c.want) })
	}
	doc := mustRead(t, "a.csv", []byte("Nr;Spreker;Tekst;Opmerking\n1;R;Ja;lacht\n2;I;Nee;\n3;R;Zo;kucht, 2x\n"))
	if got := fmt.Sprint(doc.Omitted); got != "[{cell 2}]" {
		t.Errorf("omitted %s", got)
	}
	if doc := mustRead(t, "a.csv", windows(t, "Spreker;Tekst\nR;één\n")); doc.Text != "R: één" || doc.Decoder != "csv, windows-1252" {
		t.Errorf("%q as %s", doc.Text, doc.Decoder)
	}
}

// Tables of speech, and lists that are none.
func TestRecognisesSpokenTable(t *testing.T) {
	for head, want := range map[string]bool{
		"spreker;tekst": true, "\ufeffSpeaker,Time,Text\r": true, "\"speaker\"\t\"text\"": true, "Wie;Wat er is;Uitspraak": true,
		"start,end,text": true, "Start (ms),End (ms),Text": true, "Tijd;Naam;Tekst": true, "sep=;\nSpreker;Tekst": true, "start_time\tend_time\tspeaker_label\ttranscript": true,
		"naam;tekst": false, "respondent,rol": false, "tekst": false, "": false, "x,y\nspreker,tekst": false, "document,start,end,quotation,code,coder": false,
		"start,end,today,respondent": false, "spreker": false, "id;spreker;datum": false, "start;tekst": false,
	} {
		if got := SpokenTable([]byte(head + "\n")); got != want {
			t.Errorf("%q: %v", head, got)
		}
		if got := Recognises("a.csv", []byte(head+"\n")); got != want && head != "" {
			t.Errorf("%q: recognised %v", head, got)
		}
	}
}

func TestDelimited(t *testing.T) {
	for text, want := range map[string][][]string{
		"a,b\nc,d":                 {{"a", "b"}, {"c", "d"}},
		"a;b,c\nd;e":               {{"a", "b,c"}, {"d", "e"}},
		"a\tb\n\n\tc\n":            {{"a", "b"}, {"", "c"}},
		"a,\"b\nc\",\"\"\n\"d\"\"": {{"a", "b\nc", ""}, {"\"d\"\""}},
		"sep=\t\na;b\tc":           {{"a;b", "c"}},
		"a,":                       {{"a", ""}},
		"\"a\",\"b":                {{"a", "\"b"}},
		"":                         nil,
		"\n \n":                    nil,
	} {
		d := newDelimited(text)
		var got [][]string
		for row, ok := d.row(); ok; row, ok = d.row() {
			got = append(got, row)
		}
		if !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	wide := newDelimited(strings.Repeat("a,", maxCells+5))
	if row, _ := wide.row(); len(row) != maxCells {
		t.Errorf("%d cells", len(row))
	}
}

func TestF4(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       []heard
	}{
		{"the end of a turn is the start of the next", "I: Dag. #00:00:04-2#\nR: Hoi. #00:00:09-7#\nI: Zo. #00:00:12-0#", []heard{{"I", 0, "Dag."}, {"R", 4200, "Hoi."}, {"I", 9700, "Zo."}}},
		{"a title before it", "Gesprek 7\n\nI: Dag. #00:00:04-2#\nR: Hoi. #00:00:09-7#", []heard{{"", -1, "Gesprek 7"}, {"I", 0, "Dag."}, {"R", 4200, "Hoi."}}},
		{"a turn without time", "I: a #00:00:04-0#\nR: b\nI: c #00:00:09-0#\nR: d", []heard{{"I", 0, "a"}, {"R", 4000, "b"}, {"I", -1, "c"}, {"R", 9000, "d"}}},
		{"paragraphs of an answer", "I: a #00:00:04-0#\nR: b #00:00:06-0#\nc #00:00:09-0#\nd\nI: e", []heard{{"I", 0, "a"}, {"R", 4000, "b"}, {"R", 6000, "c"}, {"R", 9000, "d"}, {"I", -1, "e"}}},
		{"times at the start stand", "#00:00:01-0# I: a\n#00:00:04-0# R: b #00:00:06-0#\nI: c", []heard{{"I", 1000, "a"}, {"R", 4000, "b"}, {"I", 6000, "c"}}},
		{"no labels", "Een. #00:00:04-0#\nTwee. #00:00:06-0#", []heard{{"", 0, "Een."}, {"", 4000, "Twee."}}},
	} {
		t.Run(c.name, func(t *testing.T) { checkHeard(t, "a.txt", c.file, c.want) })
	}
}

func TestMAXQDA(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       []said
	}{
		{
			"structured", "#TEXT Persoon A\n#CODE Vraag 1\nIk woon hier.\n#ENDCODE\n#TEXTPersoonB\n#CODE Vraag 1\\Deel\nIk niet. #ENDCODE\nEn toch.",
			[]said{{"", "#TEXT Persoon A"}, {"", "#CODE Vraag 1"}, {"", "Ik woon hier."}, {"", "#ENDCODE"}, {"", "#TEXTPersoonB"}, {"", "#CODE Vraag 1\\Deel"}, {"", "Ik niet."}, {"", "En toch."}},
		},
		{
			"codes inside an answer", "#TEXT G1\nI: Ja?\nR: Nou.\n#CODE Doel\nDit.\n#ENDCODE\nDat.\n#TEXT G2\nLos.",
			[]said{{"", "#TEXT G1"}, {"I", "Ja?"}, {"R", "Nou."}, {"", "#CODE Doel"}, {"R", "Dit."}, {"", "#ENDCODE"}, {"R", "Dat."}, {"", "#TEXT G2"}, {"", "Los."}},
		},
		{"a group", "#Anna: Dag.\n#Bea: Hoi.\nEn jij?\n#Anna: Goed.\n#Bea: Zo.", []said{{"Anna", "Dag."}, {"Bea", "Hoi.\nEn jij?"}, {"Anna", "Goed."}, {"Bea", "Zo."}}},
		{"speakers on lines of their own", "#SPEAKER Anna\nDag.\n#SPEAKER Bea:\nHoi.\n#SPEAKER Anna\nZo.\n#SPEAKER Bea\nJa.", []said{{"Anna", "Dag."}, {"Bea", "Hoi."}, {"Anna", "Zo."}, {"Bea", "Ja."}}},
		{"a sign that is no label", "#metoo: ik ook\nDag.", []said{{"", "#metoo: ik ook"}, {"", "Dag."}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := mustRead(t, "a.txt", []byte(c.file))
			checkTurns(t, doc, c.want)
			checkWhole(t, doc)
			if doc.Text != c.file {
				t.Errorf("the text changed: %q", doc.Text)
			}
		})
	}
}
