package transcript

import (
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// The code pages that RTF names by number; Windows' own western one is what a
// file without a name means.
const (
	pageSymbol  = 42
	pageWestern = 1252
	pageMac     = 10000
)

// encodingOf is the encoding of a code page; nil when it is unknown.
func encodingOf(page int) encoding.Encoding {
	switch page {
	case 932, 10001:
		return japanese.ShiftJIS
	case 936, 10008:
		return simplifiedchinese.GBK
	case 949, 1361, 10003:
		return korean.EUCKR
	case 950, 10002:
		return traditionalchinese.Big5
	case 54936:
		return simplifiedchinese.GB18030
	case 65001:
		return unicode.UTF8
	}
	if m, ok := singleByte[page]; ok {
		return m
	}
	return nil
}

var singleByte = map[int]*charmap.Charmap{
	437: charmap.CodePage437, 850: charmap.CodePage850, 852: charmap.CodePage852, 855: charmap.CodePage855, 858: charmap.CodePage858,
	860: charmap.CodePage860, 862: charmap.CodePage862, 863: charmap.CodePage863, 865: charmap.CodePage865, 866: charmap.CodePage866,
	874: charmap.Windows874, 1250: charmap.Windows1250, 1251: charmap.Windows1251, 1252: charmap.Windows1252, 1253: charmap.Windows1253,
	1254: charmap.Windows1254, 1255: charmap.Windows1255, 1256: charmap.Windows1256, 1257: charmap.Windows1257, 1258: charmap.Windows1258,
	10000: charmap.Macintosh, 10007: charmap.MacintoshCyrillic, 28591: charmap.ISO8859_1, 28592: charmap.ISO8859_2, 28605: charmap.ISO8859_15,
}

// pageOfCharset is the code page of a font's \fcharset; 0 for the one the file
// itself names.
func pageOfCharset(charset int) int {
	pages := map[int]int{
		0: 1252, 2: pageSymbol, 77: pageMac, 78: 10001, 79: 10003, 80: 10008, 81: 10002, 89: 10007, 128: 932, 129: 949, 130: 1361,
		134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850,
	}
	return pages[charset]
}

// decodePage decodes bytes of one code page and counts what it could not read.
func decodePage(page int, data []byte) (string, int) {
	if page == pageWestern { // every byte has a meaning there, as in text files
		return strings.ReplaceAll(decodeWindows(data), "\n", ""), 0
	}
	enc := encodingOf(page)
	if enc == nil {
		enc = charmap.Windows1252
	}
	text, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return "\ufffd", 1
	}
	return string(text), strings.Count(string(text), "\ufffd")
}
