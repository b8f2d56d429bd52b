package transcript

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// heard is a turn as it should read back, with its time.
type heard struct {
	speaker string
	ms      int64
	text    string
}

func checkHeard(t *testing.T, name, file string, want []heard) {
	t.Helper()
	doc := mustRead(t, name, []byte(file))
	checkWhole(t, doc)
	var got []heard
	for i, s := range spoken(doc) {
		got = append(got, heard{s.speaker, doc.Turns[i].TimeMS, s.text})
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v\nwant %v", got, want)
	}
}

func TestVTT(t *testing.T) {
	const id = "b05cbc69-3364-4c0c-a05b-70f360077a3c/"
	for _, c := range []struct {
		name, file string
		want       []heard
	}{
		{
			"one speaker in a row is one turn, another ends it",
			"00:01.000 --> 00:02.000\n<v A>Een</v>\n\n00:09.000 --> 00:10.000\n<v A>twee.</v>\n\n00:11.000 --> 00:12.000\n<v B>Drie.</v>\n\n00:13.000 --> 00:14.000\n<v A>Vier.</v>",
			[]heard{{"A", 1000, "Een twee."}, {"B", 11_000, "Drie."}, {"A", 13_000, "Vier."}},
		},
		{
			"several voices in a cue, and words of nobody",
			"00:01.000 --> 00:02.000\n<v Anna de Wit (HU)>Ja?</v> <v Bea>Nee.</v> Gelach\n",
			[]heard{{"Anna de Wit (HU)", 1000, "Ja?"}, {"Bea", 1000, "Nee."}, {"", 1000, "Gelach"}},
		},
		{
			"a span over two lines, and a tag over two lines",
			"00:01.000 --> 00:02.000\n<v Wit, Anna de (HU)>Een\ntwee</v>\n\n00:02.000 --> 00:03.000\n<v Wit,\nAnna de (HU)>drie</v>",
			[]heard{{"Wit, Anna de (HU)", 1000, "Een twee drie"}},
		},
		{
			"utterances cut over cues, without speakers",
			id + "7-0\n00:01.000 --> 00:02.000\nEn meer.\n\n" + id + "19-0\n00:03.000 --> 00:04.000\nIk denk dat. Het\n\n" + id + "19-1\n00:09.000 --> 00:10.000\nzo is.\n\n" + id + "20-0\n00:10.000 --> 00:11.000\nnu",
			[]heard{{"", 1000, "En meer."}, {"", 3000, "Ik denk dat. Het zo is."}, {"", 10_000, "nu"}},
		},
		{
			"some cues have a speaker",
			"00:01.000 --> 00:02.000\n<v A>Een.</v>\n\n00:02.000 --> 00:03.000\nTwee\n\n00:03.000 --> 00:04.000\ndrie.\n\n00:04.000 --> 00:05.000\n<v A>Vier.</v>",
			[]heard{{"A", 1000, "Een."}, {"", 2000, "Twee drie."}, {"A", 4000, "Vier."}},
		},
		{
			"unpadded, negative and overlapping times, settings",
			"-00:00:00.500 --> 0:0:2.5\n<v A>Een</v>\n\n0:0:1.25 --> 0:0:9.0 align:start position:0%\n<v B>Twee</v>\n\n1:00:00.000 --> 1:00:01.000\n<v A>Drie</v>",
			[]heard{{"A", 0, "Een"}, {"B", 1250, "Twee"}, {"A", 3_600_000, "Drie"}},
		},
		{
			"until a sentence ends or a pause falls",
			"00:01.000 --> 00:02.000\nHallo\n\n00:02.000 --> 00:03.000\ndaar, “zei hij.”\n\n00:03.100 --> 00:04.000\nJa\n\n00:05.999 --> 00:07.000\nnee\n\n00:09.000 --> 00:10.000\nmisschien …\n\n00:10.000 --> 00:11.000\nwel",
			[]heard{{"", 1000, "Hallo daar, “zei hij.”"}, {"", 3100, "Ja nee"}, {"", 9000, "misschien …"}, {"", 10_000, "wel"}},
		},
		{
			"a tag that begins at the end of a line", "00:01.000 --> 00:02.000\n<v\nAnna>Ja.</v>", []heard{{"Anna", 1000, "Ja."}},
		},
		{
			"entities and what only looks like a tag",
			"00:01.000 --> 00:02.000\n<v Jan &amp; Co>a &lt;b&gt;&nbsp;&amp; c <onverstaanbaar> 3 < 4 <3</v>",
			[]heard{{"Jan & Co", 1000, "a <b> & c <onverstaanbaar> 3 < 4 <3"}},
		},
		{
			"tags, times inside, ruby",
			"00:01.000 --> 00:02.000\n<c.yellow.bg_blue>Een</c> <00:00:01.500><b>twee</b> <lang nl>drie</lang> <ruby>vier<rt>vijf</rt></ruby>",
			[]heard{{"", 1000, "Een twee drie viervijf"}},
		},
		{
			"an arrow in the words, a number as words, a blank line inside",
			"1\n00:01.000 --> 00:02.000\n<v A>a --> b\n\n112\n\nen c\n\n2\n00:03.000 --> 00:04.000\n<v B>112",
			[]heard{{"A", 1000, "a --> b 112 en c"}, {"B", 3000, "112"}},
		},
		{
			"an empty voice is nobody's", "00:01.000 --> 00:02.000\n<v >(1 minuut pauze)\n\n00:02.000 --> 00:03.000\n<v S00>Ja.",
			[]heard{{"", 1000, "(1 minuut pauze)"}, {"S00", 2000, "Ja."}},
		},
		{
			"label and time typed as cues of their own, as an editor does",
			"1\n00:01.000 --> 00:09.000\n<v S04>Spreker:\n\n2\n00:01.000 --> 00:09.000\n<v S04>[00:00:01]\n\n3\n00:01.000 --> 00:09.000\n<v S04>Dag.\n\n4\n00:09.000 --> 00:10.000\n<v S05>Hoi.",
			[]heard{{"Spreker", 1000, "Dag."}, {"S05", 9000, "Hoi."}},
		},
		{
			"a remark between lines of a cue",
			"00:01.000 --> 00:02.000\n<v A>Een\nNOTE Confidence: 0.9\ntwee\nNOTE dit niet",
			[]heard{{"A", 1000, "Een twee NOTE dit niet"}},
		},
		{
			"a note that holds a cue", "NOTE\n00:01.000 --> 00:02.000\nToch gezegd.", []heard{{"", 1000, "Toch gezegd."}},
		},
		{
			"a label with a colon at its end", "00:01.000 --> 00:02.000\n<v Anna:>Ja.</v>", []heard{{"Anna", 1000, "Ja."}},
		},
	} {
		t.Run(c.name, func(t *testing.T) { checkHeard(t, "a.vtt", "WEBVTT\n\n"+c.file, c.want) })
	}
}

// Names before the words may be anything; what most cues do decides.
func TestVTTLabels(t *testing.T) {
	cues := func(lines ...string) string {
		var b strings.Builder
		for i, line := range lines {
			fmt.Fprintf(&b, "%d\n00:%02d.000 --> 00:%02d.500\n%s\n\n", i+1, i, i, line)
		}
		return b.String()
	}
	for _, c := range []struct {
		name, file string
		want       []said
	}{
		{
			"colons in names and words",
			cues("HU: Jan: Let op: nu.", "HU: Bea: Ja.", "HU: Jan: Dus: ja.", "HU: Bea: Nee."),
			[]said{{"HU: Jan", "Let op: nu."}, {"HU: Bea", "Ja."}, {"HU: Jan", "Dus: ja."}, {"HU: Bea", "Nee."}},
		},
		{
			"names of any kind", cues("jan de vries: a", "iPhone van Bea (2): b", "jan de vries: c", "iPhone van Bea (2): d", "🙂 Cas: e", "🙂 Cas: f"),
			[]said{{"jan de vries", "a"}, {"iPhone van Bea (2)", "b"}, {"jan de vries", "c"}, {"iPhone van Bea (2)", "d"}, {"🙂 Cas", "e f"}},
		},
		{
			"a cue without a label goes on", cues("Anna: Een", "twee.", "Bea: Drie.", "Anna: Vier.", "Bea: Bijvoorbeeld: vijf."),
			[]said{{"Anna", "Een twee."}, {"Bea", "Drie."}, {"Anna", "Vier."}, {"Bea", "Bijvoorbeeld: vijf."}},
		},
		{
			"words that look like labels in a talk of one", cues("Ik zei: kom maar.", "Gewoon doen.", "Let op: zo.", "Ik zei: ga maar.", "Bijvoorbeeld: koffie."),
			[]said{{"", "Ik zei: kom maar."}, {"", "Gewoon doen."}, {"", "Let op: zo."}, {"", "Ik zei: ga maar."}, {"", "Bijvoorbeeld: koffie."}},
		},
		{
			"two speakers in one cue", cues("ANNA: Ja?\nBEA: Nee.", "ANNA: O.\nBEA: Nou\nja."),
			[]said{{"ANNA", "Ja?"}, {"BEA", "Nee."}, {"ANNA", "O."}, {"BEA", "Nou ja."}},
		},
		{
			"sounds between brackets", cues("[Muziek]", "[lacht] Ja.", "Goed.", "[Applaus] Zo.", "Dus."),
			[]said{{"", "[Muziek] [lacht] Ja."}, {"", "Goed."}, {"", "[Applaus] Zo."}, {"", "Dus."}},
		},
		{
			"speakers between brackets", cues("[SPEAKER_00]: Ja.", "[SPEAKER_01]: Nee.", "[lacht] Zo."),
			[]said{{"SPEAKER_00", "Ja."}, {"SPEAKER_01", "Nee. [lacht] Zo."}},
		},
		{
			"names between brackets in most cues", cues("[Anna] Ja.", "[Bea] Nee.", "[Anna] Zo.", "[zucht] Ach."),
			[]said{{"Anna", "Ja."}, {"Bea", "Nee."}, {"Anna", "Zo. [zucht] Ach."}},
		},
		{"a short talk", cues("Anna: Dag.", "Bea de Wit: Hoi.", "Anna: Nou: ja."), []said{{"Anna", "Dag."}, {"Bea de Wit", "Hoi."}, {"Anna", "Nou: ja."}}},
		{"times are no labels", cues("10:30: pauze", "11:00: verder"), []said{{"", "10:30: pauze 11:00: verder"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, name := range []string{"a.vtt", "a.srt"} {
				doc := mustRead(t, name, []byte(c.file))
				checkTurns(t, doc, c.want)
				checkWhole(t, doc)
			}
		})
	}
}

func TestSRT(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       []heard
	}{
		{"short fractions and none", "1\n0:00:01,5 --> 0:00:02\nEen.\n\n2\n00:00:02.04 --> 00:00:03,08 X1:40\nTwee.", []heard{{"", 1500, "Een."}, {"", 2040, "Twee."}}},
		{"no blank lines", "1\n00:00:01,000 --> 00:00:02,000\nEen.\n2\n00:00:02,000 --> 00:00:03,000\n112\n3\n00:00:05,000 --> 00:00:06,000\nDrie.", []heard{{"", 1000, "Een."}, {"", 2000, "112"}, {"", 5000, "Drie."}}},
		{"a blank line below the number", "1\n\n00:00:01,000 --> 00:00:02,000\nEen.\n\n2\n\n00:00:02,000 --> 00:00:03,000\nTwee.", []heard{{"", 1000, "Een."}, {"", 2000, "Twee."}}},
		{"styles", "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}{\\i1}<i>Een</i> {twee} <font color='red'>drie</font>.", []heard{{"", 1000, "Een {twee} drie."}}},
		{"empty cues", "1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:02,000 --> 00:00:03,000\n\n\n3\n00:00:03,000 --> 00:00:04,000\nJa.", []heard{{"", 3000, "Ja."}}},
	} {
		t.Run(c.name, func(t *testing.T) { checkHeard(t, "a.srt", c.file, c.want) })
	}
}

// What is no speech is counted.
func TestCueOmissions(t *testing.T) {
	file := "WEBVTT titel\nKind: captions\n\nLosse regel\nnog een\n\nSTYLE\n::cue {}\n\nNOTE een\ntwee\n\n1\n00:01.000 --> 00:02.000\nJa.\n\nNOTE drie\n\nNOTE Confidence: 1\n2\n00:02.000 --> 00:03.000\nNee.\n"
	doc := mustRead(t, "a.vtt", []byte(file))
	if got := fmt.Sprint(doc.Omitted); got != "[{note 5}]" {
		t.Errorf("omitted %s", got)
	}
	if doc.Text != "Ja.\nNee." || doc.Decoder != "vtt, utf-8" {
		t.Errorf("%q, %s", doc.Text, doc.Decoder)
	}
	doc = mustRead(t, "rolling.vtt", []byte(spokenRolling()))
	if got := fmt.Sprint(doc.Omitted); got != "[{repeat 15}]" { // each line once more alone and, but for the last, once above the next
		t.Errorf("omitted %s", got)
	}
}

func TestCueClock(t *testing.T) {
	for _, c := range []struct {
		s  string
		ms int64
		n  int
	}{
		{"00:00:01.000", 1000, 12},
		{"00:01.5", 1500, 7},
		{"1:2:3,04", 3_723_040, 8},
		{"100:00:00.000 x", 360_000_000, 13},
		{"7.25", 7250, 4},
		{"00:01:02", 62_000, 8},
		{"-00:00:01.000", 0, 13},
		{"00:00:00.123456789", 123, 18},
		{"12", 0, 0},
		{"a", 0, 0},
		{"", 0, 0},
		{"-", 0, 0},
		{"1:", 0, 0},
		{"1:2:3:4", 3723000, 5},
	} {
		if ms, n := cueClock(c.s); ms != c.ms || n != c.n {
			t.Errorf("%q: %d ms, %d bytes", c.s, ms, n)
		}
	}
}

func TestUtteranceID(t *testing.T) {
	const id = "b05cbc69-3364-4c0c-a05b-70f360077a3c"
	for in, want := range map[string]string{
		id + "/19-1": id + "/19", id + "/7-0": id + "/7", id: "", "12": "", "": "", id + "/x-1": "", id + "/19-": "", "12/3-4": "",
	} {
		if got := utteranceID(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}

// Files that Teams made. Their words are those of their cues; the joins are
// counted by hand.
func TestTeamsFixtures(t *testing.T) {
	doc := mustRead(t, "teams-premium.vtt", shared(t, "fixtures/transcripts/vtt/teams-premium.vtt"))
	checkWhole(t, doc)
	var got []string
	for _, turn := range doc.Turns {
		got = append(got, fmt.Sprintf("%s %d", turn.Speaker, turn.TimeMS))
	}
	want := "Charles 6620, Janaki 430310, Charles 431980, Janaki 433680, Charles 442340, Janaki 442670, Charles 449270, Janaki 450529, Charles 469330, Janaki 476920"
	if strings.Join(got, ", ") != want {
		t.Errorf("turns %s", strings.Join(got, ", "))
	}
	if first := spoken(doc)[0].text; first != "I'm 10123. Hi I'm heading off. OK. Lovely. See you later." {
		t.Errorf("first turn %q", first)
	}
	checkTurns(t, mustRead(t, "a.vtt", shared(t, "fixtures/transcripts/vtt/teams-2022-nospeaker.vtt")), []said{
		{"", "And more."},
		{"", "I think that automatically starts transcription. Yes, it does."},
		{"", "There we go. Yeah, that's working. OK. Is that going to?"},
	})
}

func TestSRTFixture(t *testing.T) {
	checkHeard(t, "a.srt", string(shared(t, "fixtures/transcripts/srt/astisub-example-in.srt")), []heard{
		{"", 99_000, "(deep rumbling)"},
		{"", 124_080, "MAN: How did we end up here?"},
		{"", 132_160, "This place is horrible."},
		{"", 140_240, "Smells like balls."},
		{"", 148_320, "We don't belong in this shithole."},
		{"", 151_400, "(computer playing electronic melody)"},
	})
}
