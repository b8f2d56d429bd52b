package transcript

// readODT reads an OpenDocument text.
func readODT(data []byte) (content, *refusal) {
	return content{}, refuseKind(kindUnknown, ".odt")
}
