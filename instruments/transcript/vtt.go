package transcript

// readVTT reads WebVTT: Teams, Zoom, Stream, noScribe.
func readVTT(data []byte) (content, *refusal) {
	return content{}, refuseKind(kindUnknown, ".vtt")
}
