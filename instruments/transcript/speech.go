package transcript

import "bytes"

// speechJSON reports whether JSON is the output of a speech recogniser.
func speechJSON(data []byte) bool { return bytes.Contains(data, []byte(`"segments"`)) }

// readSpeechJSON reads the JSON of Whisper, WhisperX and Amberscript.
func readSpeechJSON(data []byte) (content, *refusal) {
	return content{}, refuseKind(kindUnknown, ".json")
}
