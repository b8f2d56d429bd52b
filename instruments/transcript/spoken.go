package transcript

// spokenTable reports whether delimited text has a column of speakers and one of
// words: a transcript.
func spokenTable(data []byte) bool { return false }

// readSpokenTable reads such a table.
func readSpokenTable(data []byte) (content, *refusal) {
	return content{}, refuseKind(kindUnknown, ".csv")
}
