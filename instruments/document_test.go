package instruments

import "testing"

// What a reader left out is told in words, in both languages; what is not known
// by name is told too, and can do nothing to a screen.
func TestOmissionText(t *testing.T) {
	for _, c := range []struct {
		kind string
		want Text
	}{
		{"deleted", Text{NL: "verwijderde tekst", EN: "deleted text"}},
		{"moved", Text{NL: "verplaatste tekst, op de oude plaats", EN: "moved text, at its old place"}},
		{"footnote", Text{NL: "voetnoot", EN: "footnote"}},
		{"textbox-duplicate", Text{NL: "dubbel tekstvak", EN: "duplicate text box"}},
		{"tier", Text{NL: "annotatieregel van CHAT", EN: "dependent tier of CHAT"}},
		{"watermark", Same("watermark")},
		{"nieuw\x1b[31m", Same("nieuw·[31m")},
		{"", Same("")},
	} {
		if got := (Omission{Kind: c.kind, Count: 2}).Text(); got != c.want {
			t.Errorf("%q: %+v, want %+v", c.kind, got, c.want)
		}
	}
}

// A role is that of the label as it is written, and of no other.
func TestRoleOf(t *testing.T) {
	d := Document{Speakers: []Speaker{{Label: "I", Role: AsInterviewer}, {Label: "Anna", Role: AsRespondent}, {Label: "Bob"}}}
	for label, want := range map[string]SpeakerRole{
		"I": AsInterviewer, "Anna": AsRespondent, "Bob": UnknownVoice, "anna": UnknownVoice, "": UnknownVoice,
	} {
		if got := d.RoleOf(label); got != want {
			t.Errorf("%q: %q, want %q", label, got, want)
		}
	}
	if got := (&Document{}).RoleOf("I"); got != UnknownVoice {
		t.Errorf("without speakers: %q", got)
	}
}
