package transcript

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestSpeechJSON(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       []heard
	}{
		{
			"Whisper: segments are joined to sentences",
			`{"text":" x","segments":[{"id":0,"seek":0,"start":0.0,"end":2.5,"text":" Hallo daar,","tokens":[1,[2]],"temperature":0.0},{"id":1,"start":2.5,"end":4.0,"text":" hoe gaat het?"},{"start":4.0,"end":5.0,"text":" Goed"},{"start":7.0,"end":8.0,"text":" en jij"}],"language":"nl"}`,
			[]heard{{"", 0, "Hallo daar, hoe gaat het?"}, {"", 4000, "Goed"}, {"", 7000, "en jij"}},
		},
		{
			"WhisperX: numbers have no time and no speaker",
			`{"segments":[{"start":0.5,"end":2.5,"text":" Na 1 juni.","words":[{"word":"Na","start":0.6,"end":0.7,"speaker":"SPEAKER_00"},{"word":"1"},{"word":"juni.","start":1.0,"end":1.4,"speaker":"SPEAKER_00"}],"speaker":"SPEAKER_00"},{"text":" Ja.","words":[{"word":"Ja."}]}]}`,
			[]heard{{"SPEAKER_00", 500, "Na 1 juni."}, {"", -1, "Ja."}},
		},
		{
			"WhisperX: a segment of two speakers is cut between their words",
			`{"segments":[{"start":1,"end":4,"text":"  Hé, man. En toen?","speaker":"B","words":[{"word":"Hé,","start":1,"end":1.2,"speaker":"A"},{"word":"man.","start":1.3,"end":1.5},{"word":"En","start":2.5,"end":3,"speaker":"B"},{"word":"toen?","start":3,"end":4,"speaker":"B"}]}]}`,
			[]heard{{"A", 1000, "Hé, man."}, {"B", 2500, "En toen?"}},
		},
		{
			"words that are not those of the text",
			`{"segments":[{"start":1,"end":4,"text":" Eén twee drie.","speaker":"B","words":[{"word":"Eén","speaker":"A"},{"word":"drie.","speaker":"C"}]}]}`,
			[]heard{{"B", 1000, "Eén twee drie."}},
		},
		{
			"words that stop before the text does",
			`{"segments":[{"start":1,"end":4,"text":" Eén twee drie.","words":[{"word":"Eén","speaker":"A"},{"word":"twee","start":3,"speaker":"B"}]}]}`,
			[]heard{{"A", 1000, "Eén"}, {"B", 3000, "twee drie."}},
		},
		{
			"whisper.cpp", `{"transcription":[{"timestamps":{"from":"00:00:00,000","to":"00:00:02,000"},"offsets":{"from":10,"to":2000},"text":" Dag","speaker":"0"},{"timestamps":{"from":"00:00:02,500","to":"00:00:03,000"},"text":" Hoi.","speaker":"?"}]}`,
			[]heard{{"Spreker 0", 10, "Dag"}, {"", 2500, "Hoi."}},
		},
		{
			"Amberscript: names of speakers, words only",
			`{"speakers":[{"spkid":"spk1","name":"Anna de Wit"},{"spkid":"spk2","name":null}],"segments":[{"speaker":"spk1","words":[{"start":0.45,"end":1,"text":"Hoi,"},{"start":1,"text":"jij"},{"text":"?"}]},{"speaker":"spk2","words":[{"text":"Dag …","start":3}]},{"speaker":null,"words":[{"text":"zo","start":4}]}]}`,
			[]heard{{"Anna de Wit", 450, "Hoi, jij?"}, {"spk2", 3000, "Dag …"}, {"", 4000, "zo"}},
		},
		{
			"names of speakers as an object", `{"speakers":{"A":"Anna"},"utterances":[{"speaker":"A","start":250,"end":2650,"text":"Hoe gaat het?"},{"speaker":"B","start":2650,"end":4000,"text":"Goed."}]}`,
			[]heard{{"Anna", 250, "Hoe gaat het?"}, {"B", 2650, "Goed."}},
		},
		{
			"elements with signs of their own",
			`{"monologues":[{"speaker":0,"elements":[{"type":"text","value":"Hoi","ts":0.5,"end_ts":1.5},{"type":"punct","value":", "},{"type":"text","value":"ja","ts":1.75},{"type":"punct","value":"."}]},{"speaker":1,"elements":[{"type":"text","value":"Ja"}]}]}`,
			[]heard{{"Spreker 0", 500, "Hoi, ja."}, {"Spreker 1", -1, "Ja"}},
		},
		{
			"one word an element, with alternatives",
			`{"results":{"items":[{"type":"pronunciation","start_time":"0.5","end_time":"0.7","alternatives":[{"content":"Dag","confidence":"1.0"}],"speaker_label":"spk_0"},{"type":"punctuation","alternatives":[{"content":"."}],"speaker_label":"spk_0"}]}}`,
			[]heard{{"spk_0", 500, "Dag."}},
		},
		{
			"escapes, broken surrogates, other members", `{"segments":[{"start":"00:00:01.500","text":"a \"b\" \\ \u20ac \ud83d","speaker":{"label":"R"},"x":{"text":"nee","y":[{"text":"nee"}]}}]}`,
			[]heard{{"R", 1500, "a \"b\" \\ € \ufffd"}},
		},
	} {
		t.Run(c.name, func(t *testing.T) { checkHeard(t, "a.json", c.file, c.want) })
	}
}

// What is a transcript and what is other JSON.
func TestRecognisesSpeechJSON(t *testing.T) {
	for file, want := range map[string]bool{
		`{"segments":[]}`:                                    true,
		`{"segments":[{"text":"a"}]}`:                        true,
		`{"segments":[{"words":[]}]}`:                        true,
		` {"a":1,"transcription":[{"text":"a"}]}`:            true,
		`[{"start":1,"text":"a"}]`:                           true,
		`[{"speaker":"a","sentence":"a"}]`:                   true,
		`{"segments":[{"text":"a"},`:                         true, // cut off: Read tells so
		`{"segments":[{"id":"a","code":"b"}]}`:               false,
		`{"segments":{}}`:                                    false,
		`{"results":[{"text":"a"}]}`:                         false,
		`{"results":[{"text":"a","start":1}]}`:               true,
		`[{"text":"a"}]`:                                     false,
		`[{"_id":1,"groep/vraag":"a","start":"2020-01-01"}]`: false,
		`[]`: false, `{}`: false, `"segments"`: false, `x`: false, ``: false, `[[[[`: false,
		`{"documents":[{"text":"a","id":"b"}],"codings":[{"start":1,"end":2}]}`: false,
	} {
		if got := Recognises("a.json", []byte(file)); got != want {
			t.Errorf("%s: %v", file, got)
		}
	}
}

// A file in Windows-1252 is decoded so; one of a recogniser that cut a character
// in two is not.
func TestSpeechJSONDecoding(t *testing.T) {
	doc := mustRead(t, "a.json", windows(t, `{"segments":[{"text":"één","start":0}]}`))
	if doc.Text != "één" || doc.Decoder != "json, windows-1252" {
		t.Errorf("%q as %s", doc.Text, doc.Decoder)
	}
	doc, problems := Read("a.json", []byte("{\"segments\":[{\"text\":\"één re\xc3 ünie\",\"start\":0}]}"))
	if doc.Text != "één re\ufffd ünie" || len(problems) != 1 || !problems[0].Note {
		t.Errorf("%q: %v", doc.Text, problems)
	}
}

func TestRawJSON(t *testing.T) {
	v := jsonOf([]byte(" {\"a\" : [1, \"x]\\\"\", {\"b\":null}], \"c\":-1.5e3 ,\"d\":\"\\u00e9\", \"e\":null}  "))
	o := v.object()
	if len(o) != 3 {
		t.Errorf("%d members", len(o))
	}
	var list []string
	for one := range o["a"].list() {
		list = append(list, string(one))
	}
	if want := []string{"1", `"x]\""`, `{"b":null}`}; !slices.Equal(list, want) {
		t.Errorf("%q", list)
	}
	if f, ok := o.first("x", "c").number(); !ok || f != -1500 {
		t.Error(f, ok)
	}
	if s := o["d"].text(); s != "é" {
		t.Error(s)
	}
	for _, broken := range []string{``, `{`, `{"a`, `{"a":`, `[`, `[1,`, `"`, `{a:1}`, `{"a" 1}`, `]`, "[\"\\", `{{`, `:`, `,`} {
		for range jsonOf([]byte(broken)).list() {
		}
		jsonOf([]byte(broken)).object()
	}
}

func TestTimeUnit(t *testing.T) {
	for name, c := range map[string]struct {
		unit timeUnit
		want float64
	}{
		"seconds":                {timeUnit{letters: 60, span: 4}, 1000},
		"milliseconds":           {timeUnit{letters: 60, span: 4000}, 1},
		"a fraction tells":       {timeUnit{fraction: true, letters: 6, span: 4000}, 1000},
		"no span":                {timeUnit{letters: 60}, 1000},
		"one word in 30 seconds": {timeUnit{letters: 12, span: 30}, 1000},
	} {
		if got := c.unit.unit(); got != c.want {
			t.Errorf("%s: %g", name, got)
		}
	}
}

func TestAmberscriptFixture(t *testing.T) {
	checkHeard(t, "amberscript.json", string(shared(t, "fixtures/transcripts/json/amberscript.json")),
		[]heard{{"Speaker 1", 450, "Hi, welcome to Amberscript"}})
}

func TestOTR(t *testing.T) {
	page := func(s string) string { return `{"text":` + quoted(s) + `,"media":"x"}` }
	for _, c := range []struct {
		name, file string
		want       []heard
	}{
		{
			"times between words are no words",
			page(`<p><span class="timestamp" data-timestamp="12.111684">00:12</span> <b>I</b>: Zo&nbsp; dus <span class="timestamp" data-timestamp="30">00:30</span>hier &lt;echt&gt;.<br />Ja?</p><p>R: Nee.</p>`),
			[]heard{{"I", 12_112, "Zo dus hier <echt>.\nJa?"}, {"R", -1, "Nee."}},
		},
		{
			"without labels", page(`Een<br><span class='timestamp' data-timestamp='5'>0:05</span> twee<div>drie</div>`),
			[]heard{{"", -1, "Een"}, {"", 5000, "twee"}, {"", -1, "drie"}},
		},
		{"a time without attribute", page(`<span class="timestamp">1:02:03</span> I: a<br>R: b`), []heard{{"I", 3_723_000, "a"}, {"R", -1, "b"}}},
		{"a span with words", page(`<span class="timestamp">gisteren</span> <span style="x">was</span> het`), []heard{{"", -1, "gisteren was het"}}},
	} {
		t.Run(c.name, func(t *testing.T) { checkHeard(t, "a.otr", c.file, c.want) })
	}
}

func TestCHA(t *testing.T) {
	const head = "@UTF8\n@Begin\n@Languages:\tnld\n@Participants:\tINV Anna Investigator, KIN Bea\n\tTarget_Child\n"
	for _, c := range []struct {
		name, file string
		want       []heard
	}{
		{
			"codes stay, tiers and headers go",
			head + "*INV:\twat zie je [/] je ? \x15100_2300\x15\n%mor:\tpro|wat v|zie\n\tpro|je ?\n*KIN:\tik &-uh zie\n\txxx <een koe> [//] (.) koe@s . \x152300_4000\x15\n@Comment:\tlacht\n*KIN:\tja !\n%com:\tbla\n@End\n",
			[]heard{{"INV", 100, "wat zie je [/] je ?"}, {"KIN", 2300, "ik &-uh zie xxx <een koe> [//] (.) koe@s ."}, {"KIN", -1, "ja !"}},
		},
		{
			"bullets of other times", head + "*INV:\teen •1073_2414• twee \x15%snd:\"a_b\"_3000_4000\x15\n*KIN:\tdrie \x15%snd:\"a_b\"_3000_4000\x15\n*INV:\ta • b\x15 _1_ 5_6\n",
			[]heard{{"INV", 3000, "een •1073_2414• twee"}, {"KIN", 3000, "drie"}, {"INV", -1, "a • b _1_ 5_6"}},
		},
		{"shown bullets", head + "*INV:\teen •1073_2414•\n", []heard{{"INV", 1073, "een"}}},
		{"lines that go on without a tab", head + "*INV:\teen\ntwee\n%xxx:\tx\nniet dit\n*KIN:drie\n", []heard{{"INV", -1, "een twee"}, {"KIN", -1, "drie"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			checkHeard(t, "a.cha", c.file, c.want)
			checkHeard(t, "a.txt", c.file, c.want)
		})
	}
	doc := mustRead(t, "a.cha", []byte(head+"*INV:\tja\n%mor:\tx\n\ty\n%com:\tz\n@End\n"))
	if got := fmt.Sprint(doc.Omitted); got != "[{header-line 5} {tier 2}]" {
		t.Errorf("omitted %s", got)
	}
	if doc.Text != "INV: ja" {
		t.Errorf("text %q", doc.Text)
	}
}

// Marks that stand for nothing speak for nobody; a sentence has an end.
func TestSentenceEnds(t *testing.T) {
	for s, want := range map[string]bool{
		"a.": true, "a?": true, "a!”": true, "a …": true, "a...": true, "(a.)": true, "a": false, "a,": false, "": false, "a. b": false, "“a.”)": true,
	} {
		if sentenceEnds(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
	if !onlyCloses(" ? ") || onlyCloses("…") || onlyCloses("?!") || onlyCloses("a") || onlyCloses("") {
		t.Error("onlyCloses")
	}
}

func TestSpeakerLabel(t *testing.T) {
	for in, want := range map[string]string{
		"Anna": "Anna", " Anna \n de\u00a0Wit: ": "Anna de Wit", ":": "", "": "", "\u200eAnna\u200f": "Anna", strings.Repeat("é", 100): strings.Repeat("é", 60), "HU: Jan": "HU: Jan",
	} {
		if got := speakerLabel(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}
