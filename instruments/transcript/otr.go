package transcript

// readOTR reads a file of oTranscribe.
func readOTR(data []byte) (content, *refusal) {
	return content{}, refuseKind(kindUnknown, ".otr")
}
