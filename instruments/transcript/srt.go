package transcript

// readSRT reads SubRip subtitles.
func readSRT(data []byte) (content, *refusal) {
	return content{}, refuseKind(kindUnknown, ".srt")
}
