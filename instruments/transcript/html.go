package transcript

// readHTML reads a web page, such as Word saves it.
func readHTML(data []byte) (content, *refusal) {
	return content{}, refuseKind(kindUnknown, ".html")
}
