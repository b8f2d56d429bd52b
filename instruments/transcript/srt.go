package transcript

// readSRT reads SubRip subtitles, with or without numbers.
func readSRT(data []byte) (content, *refusal) { return readCues("srt", data) }
