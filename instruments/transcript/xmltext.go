package transcript

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// xmlBytes gives an XML part in UTF-8 without a byte order mark. UTF-16 is known
// by its mark or by the zero beside the first "<"; other encodings are named in
// the declaration.
func xmlBytes(data []byte) ([]byte, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return xmlUTF16(data[2:], false)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return xmlUTF16(data[2:], true)
	case bytes.HasPrefix(data, []byte("<\x00")):
		return xmlUTF16(data, false)
	case bytes.HasPrefix(data, []byte("\x00<")):
		return xmlUTF16(data, true)
	}
	switch declaredEncoding(data) {
	case "", "utf-8", "utf8", "us-ascii", "ascii":
		if !utf8.Valid(data) {
			return nil, errCharset
		}
		return data, allowed(data)
	case "windows-1252", "cp1252", "iso-8859-1", "latin1":
		if 2*len(data) > maxPart {
			return nil, errTooLong
		}
		data = []byte(decodeWindows(data))
		return data, allowed(data)
	}
	return nil, errCharset
}

// allowed refuses the control characters that XML does not know.
func allowed(data []byte) error {
	for _, c := range data {
		if c < ' ' && c != '\n' && c != '\t' && c != '\r' {
			return errSyntax
		}
	}
	return nil
}

func xmlUTF16(data []byte, big bool) ([]byte, error) {
	text, bad := decodeUTF16(data, big)
	if bad > 0 || len(text) > maxPart {
		return nil, errCharset
	}
	return []byte(text), allowed([]byte(text))
}

// declaredEncoding is the encoding named in <?xml … ?>, lower case.
func declaredEncoding(data []byte) string {
	if !bytes.HasPrefix(data, []byte("<?xml")) {
		return ""
	}
	decl, _, ok := bytes.Cut(data[:min(len(data), 256)], []byte("?>"))
	if !ok {
		return ""
	}
	s := scanner{attrs: decl[len("<?xml"):]}
	return strings.ToLower(s.attr("encoding"))
}
