package transcript

// readRTF reads Rich Text Format.
func readRTF(data []byte) (content, *refusal) {
	return content{}, refuseKind(kindUnknown, ".rtf")
}
