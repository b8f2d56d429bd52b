package study

import (
	"bytes"
	"encoding/json"
	"testing"
)

// A line holds the payload byte for byte, so that the chain can be verified from a
// file of lines.
func TestEventLine(t *testing.T) {
	t.Parallel()
	payload := `{"words":"<b> & é \u2028 \"x\""}`
	e := Event{Seq: 3, Prev: "aa", Time: "2020-07-15T16:30:00Z", Actor: "codeur1", Type: "memo.set", Payload: json.RawMessage(payload), Hash: "bb"}
	line := e.Line()
	if !bytes.Contains(line, []byte(`"payload":`+payload)) || bytes.ContainsRune(line, '\n') {
		t.Errorf("%s", line)
	}
	var back Event
	if err := json.Unmarshal(line, &back); err != nil || back.Seq != 3 || string(back.Payload) != payload || back.Request != "" {
		t.Errorf("%+v %v", back, err)
	}
	if got := (Event{Payload: json.RawMessage("geen json")}).Line(); got != nil {
		t.Errorf("%s", got)
	}
}
