package instruments

import (
	"fmt"
	"strings"
	"testing"
)

func TestWithRoles(t *testing.T) {
	before := []Speaker{{Label: "I", Turns: 2}, {Label: "R", Turns: 3, Role: AsInterviewer}, {Label: "X", Role: AsRespondent}}
	got := WithRoles(before, map[string]SpeakerRole{"I": AsInterviewer, "R": AsRespondent, "X": UnknownVoice, "onbekend": AsRespondent})
	if want := "[{I 2 interviewer} {R 3 respondent} {X 0 }]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %s", got, want)
	}
	if before[1].Role != AsInterviewer {
		t.Error("the list that was given changed")
	}
}

func TestCheckRoles(t *testing.T) {
	if p := CheckRoles(map[string]SpeakerRole{"I": AsInterviewer}, []string{"R", "I", "I"}); p != nil {
		t.Errorf("%v", p)
	}
	p := CheckRoles(map[string]SpeakerRole{"B": AsInterviewer, "A\x1b": AsRespondent}, []string{"R", "I", "R"})
	if len(p) != 2 || !strings.Contains(p[0].What.NL, "A·") || p[0].Hint.NL != "er zijn: I, R" || p.Err() == nil {
		t.Errorf("%v", p)
	}
	var many []string
	for i := range 30 {
		many = append(many, fmt.Sprint("S", i))
	}
	if p := CheckRoles(map[string]SpeakerRole{"B": AsInterviewer}, many); strings.Count(p[0].Hint.EN, ",") != 12 || !strings.HasSuffix(p[0].Hint.EN, "…") {
		t.Errorf("%v", p)
	}
	if p := CheckRoles(map[string]SpeakerRole{"B": AsInterviewer}, nil); !strings.Contains(p[0].Hint.EN, "no speakers") {
		t.Errorf("%v", p)
	}
}
