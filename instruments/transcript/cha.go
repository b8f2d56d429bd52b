package transcript

// readCHA reads CHAT.
func readCHA(data []byte) (content, *refusal) {
	return content{}, refuseKind(kindUnknown, ".cha")
}
