package portable

import (
	"bytes"
	"runtime"
	"strings"
	"testing"

	"meerzicht/instruments"
)

// told reports whether a problem that stops the work says this in Dutch.
func told(problems instruments.Problems, want string) bool {
	for _, p := range problems {
		if !p.Note && strings.Contains(p.In(instruments.Dutch), want) && p.What.EN != "" {
			return true
		}
	}
	return false
}

// TestRefusals changes one thing in a sound document.
func TestRefusals(t *testing.T) {
	t.Parallel()
	sound := string(write(t, full(t)))
	for _, tt := range []struct{ name, old, new, want string }{
		{"another program", `"meerzicht-study"`, `"iets-anders"`, "geen volledig onderzoek van Meerzicht"},
		{"version first", `"format": "meerzicht-study",` + "\n" + `"version": 1,`, `"version": 1,`, "geen volledig onderzoek van Meerzicht"},
		{"future version", `"version": 1`, `"version": 2`, "nieuwere versie van Meerzicht (opmaak 2, dit programma kent 1)"},
		{"no version", `"version": 1`, `"version": 0`, "versie 0 van de opmaak bestaat niet"},
		{"version is text", `"version": 1`, `"version": [1]`, "geen volledig onderzoek"},
		{"unknown member", `"coders": [`, `"kleuren": [], "coders": [`, `onderdeel "kleuren" is onbekend`},
		{"member twice", `"coders": [`, `"groups": [], "coders": [`, `onderdeel "groups" staat er twee keer`},
		{"unknown member of a record", `{"id":"codeur2"}`, `{"id":"codeur2","leeftijd":3}`, `coders, nummer 2: onderdeel "leeftijd" is onbekend`},
		{"another type", `"R01","start":0,"end":11`, `"R01","start":"nul","end":11`, `codings, nummer 1: start hoort geen tekst te zijn`},
		{"fraction", `"R01","start":0,"end":11`, `"R01","start":0.5,"end":11`, `start hoort geen getal als 0.5 te zijn`},
		{"no list", `"groups": [`, `"groups": {}, "groep": [`, `onderdeel "groups" is geen lijst`},
		{"id missing", `{"id":"codeur2"}`, `{"id":""}`, "coders, nummer 2 heeft geen id"},
		{"id twice", `{"id":"codeur2"}`, `{"id":"codeur1"}`, `coders, nummer 2: "codeur1" staat er al`},
		{"text changed", "– stress", "– Stress", `document "R01": de tekst is niet die waarvan text_sha256 de controlesom is`},
		{"length changed", `"length":22`, `"length":23`, `length is 23, de tekst heeft 22 codepunten`},
		{"no checksum", `"name":"R01.txt","sha256":"`, `"name":"R01.txt","sha256":"x`, `document "R01": source noemt geen controlesom`},
		{"turn outside", `"end":22,"time_ms"`, `"end":23,"time_ms"`, "beurt 2 (11–23) ligt niet in de tekst"},
		{"positions shifted", `"R01","start":0,"end":11`, `"R01","start":1,"end":12`, "het citaat staat niet op 1–12 maar op 0–11"},
		{"positions outside", `"R01","start":0,"end":11`, `"R01","start":0,"end":11000000`, "maar op 0–11"},
		{"negative", `"R01","start":0,"end":11`, `"R01","start":-1,"end":11`, "het citaat staat niet op -1–11"},
		{"quotation changed", `"quotation":"Ik ga mee`, `"quotation":"Ik ging mee`, "het citaat \"Ik ging mee"},
		{"unknown code", `"code":"act.A02","coder":"codeur2"`, `"code":"act.Z99","coder":"codeur2"`, `code "act.Z99" staat niet in het codeboek`},
		{"no coder", `"code":"act.A02","coder":"codeur2"`, `"code":"act.A02","coder":""`, "er staat geen codeur"},
		{"unknown document", `"document":"R02","start":8`, `"document":"R03","start":8`, `document "R03" is er niet`},
		{"group names a document", `"documents":["R02","R01"]`, `"documents":["R02","R09"]`, `groep "g1" noemt document "R09"`},
		{"group names a code", `"codes":["act.A02"]`, `"codes":["act.Z98"]`, `groep "g1" noemt code "act.Z98"`},
		{"parent missing", `"id":"act.A01","parent":"act"`, `"id":"act.A01","parent":"actie"`, `code "act.A01" hoort onder "actie"`},
		{"member missing", `"codings": [`, `"codes2": [`, `onderdeel "codings" ontbreekt`},
		{"more behind", "\n}\n", "\n}\n{}", "na het onderzoek staat nog iets"},
		{"no JSON", `"coders": [`, `"coders": [,`, "geen geldige JSON"},
		{"no UTF-8", "regio", "regi\xf3", "de tekst is geen UTF-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if n := strings.Count(sound, tt.old); n != 1 {
				t.Fatalf("%q stands %d times in the sound document", tt.old, n)
			}
			_, _, problems := Read("studie.json", []byte(strings.Replace(sound, tt.old, tt.new, 1)))
			if !told(problems, tt.want) {
				t.Errorf("want %q among\n%s", tt.want, problems.In(instruments.Dutch))
			}
		})
	}
}

func TestEveryCutIsRefused(t *testing.T) {
	t.Parallel()
	data := write(t, full(t))
	step := len(data)/200 + 1
	for n := 0; n < len(data)-2; n += step {
		if _, _, problems := Read("studie.json", data[:n]); problems.Err() == nil {
			t.Fatalf("the first %d of %d bytes are read as a whole study", n, len(data))
		}
	}
	if _, _, problems := Read("studie.json", data[:len(data)/2]); !told(problems, "afgekapt") {
		t.Errorf("%v", problems.In(instruments.Dutch))
	}
}

// TestOtherContext: the quotation is right and what stands around it is the
// text's to say.
func TestOtherContext(t *testing.T) {
	t.Parallel()
	want := full(t)
	data := bytes.Replace(write(t, want), []byte(`"suffix":" naar de gemeente`), []byte(`"suffix":" uit de gemeente`), 1)
	got, _, problems := Read("studie.json", data)
	if problems.Err() != nil || len(problems) != 1 || got.Codings[0] != want.Codings[0] {
		t.Errorf("%s\n%+v", problems.In(instruments.Dutch), got.Codings[0])
	}
}

func TestCodesOutOfOrder(t *testing.T) {
	t.Parallel()
	c := full(t)
	codes := c.Codebook.Codes
	codes[0], codes[1] = codes[1], codes[0]
	got, _, problems := Read("studie.json", write(t, c))
	if problems.Err() != nil || got.Codebook.Codes[0].ID != "act" {
		t.Errorf("%s: first %q, want the parent", problems.In(instruments.Dutch), got.Codebook.Codes[0].ID)
	}
}

func TestRecognises(t *testing.T) {
	t.Parallel()
	data := write(t, full(t))
	for _, tt := range []struct {
		name string
		head string
		want bool
	}{
		{"our own", string(data), true},
		{"short head", string(data[:40]), true},
		{"mark and blanks", "\ufeff {\r\n\t\"format\" :\"meerzicht-study\"", true},
		{"Whisper", `{"text": "meerzicht-study", "segments": []}`, false},
		{"another format", `{"format": "x"}`, false},
		{"empty", "", false},
	} {
		if got := Recognises("x.json", []byte(tt.head)); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
	if _, _, problems := Read("x", append([]byte("\ufeff"), data...)); len(problems) > 0 {
		t.Errorf("a byte order mark: %v", problems.In(instruments.Dutch))
	}
}

// TestSmallThingsThatGrow: a few bytes each, and hundreds in memory.
func TestSmallThingsThatGrow(t *testing.T) {
	head := `{"format": "meerzicht-study", "version": 1, `
	for name, tail := range map[string]string{
		"turns":     `"documents": [{"turns":[` + strings.Repeat("{},", 8<<20) + `{}]}]}`,
		"codings":   `"codings": [` + strings.Repeat("{},", 8<<20) + `{}]}`,
		"nesting":   `"documents": ` + strings.Repeat("[", 20<<20),
		"an object": `"instruments": {"codes":` + strings.Repeat(`[{"codes":`, 1<<20),
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		_, _, problems := Read("x", []byte(head+tail))
		runtime.ReadMemStats(&after)
		if problems.Err() == nil {
			t.Errorf("%s: read", name)
		}
		if len(problems) > maxProblems+1 {
			t.Errorf("%s: %d problems listed", name, len(problems))
		}
		if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 200<<20 {
			t.Errorf("%s: %d MiB more memory", name, grown>>20)
		}
	}
}
