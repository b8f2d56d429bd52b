package report

import (
	"bytes"
	"encoding/json"
	"strings"

	"meerzicht/instruments"
)

// jsMarker is what go-echarts turns into raw JavaScript when it renders a page.
// Meerzicht never renders with it, yet refuses the marker in a study's words, so
// that no later use of the same option can run them.
const jsMarker = "__f__"

// safeJSON is v as JSON that can stand inside a script element: <, >, & and the
// line separators U+2028 and U+2029 are escaped, and the marker is refused.
func safeJSON(v any) ([]byte, error) {
	data, err := json.Marshal(v) // escapes < > & U+2028 U+2029
	if err != nil {
		return nil, err
	}
	if i := bytes.Index(data, []byte(jsMarker)); i >= 0 {
		return nil, refuseMarker(string(data[max(0, i-20):min(len(data), i+len(jsMarker)+20)]))
	}
	return data, nil
}

func refuseMarker(where string) error {
	return instruments.Refuse(strings.ToValidUTF8(where, "�"),
		instruments.Textf("de tekens %s in een naam zijn niet toegestaan in een rapport", "the characters %s are not allowed in a name in a report", jsMarker),
		instruments.Text{NL: "geef de code, de activiteit of het project een andere naam", EN: "give the code, the activity or the project another name"})
}
