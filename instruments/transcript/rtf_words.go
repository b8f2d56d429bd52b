package transcript

// rtfDest says what becomes of the text of a group.
type rtfDest int

const (
	rtfText   rtfDest = iota
	rtfSkip           // nothing in it is text, whatever it holds
	rtfSilent         // not text itself, but a group inside it may be
	rtfFonts          // the font table
	rtfField          // what a field computes
	rtfBeside         // beside the text, and counted: note, comment, header
	rtfBox            // a text box
	rtfFresh          // text again inside a silent group
)

// rtfTarget is what a control word that begins a destination does with its group.
type rtfTarget struct {
	dest rtfDest
	kind string // counted under this name
}

// rtfTargets are the destinations with a part in reading; another one is skipped
// when it is marked ignorable (\*), else its text is text.
var rtfTargets = map[string]rtfTarget{
	"fonttbl": {rtfFonts, ""}, "fldinst": {rtfField, ""}, "ud": {rtfFresh, ""}, "result": {rtfFresh, ""},
	"shptxt": {rtfBox, ""}, "dptxbxtext": {rtfBox, ""}, "moMath": {rtfText, ""}, "moMathPara": {rtfText, ""},
	"shpinst": {rtfSilent, ""}, "shppict": {rtfSilent, ""}, "do": {rtfSilent, ""}, "nesttableprops": {rtfSilent, ""}, "upr": {rtfSilent, ""},
	"object": {rtfSilent, "object"}, "pict": {rtfSkip, "image"},
	"footnote": {rtfBeside, "footnote"}, "annotation": {rtfBeside, "comment"},
	"header": {rtfBeside, "header"}, "headerl": {rtfBeside, "header"}, "headerr": {rtfBeside, "header"}, "headerf": {rtfBeside, "header"},
	"footer": {rtfBeside, "footer"}, "footerl": {rtfBeside, "footer"}, "footerr": {rtfBeside, "footer"}, "footerf": {rtfBeside, "footer"},
	"colortbl": {rtfSkip, ""}, "stylesheet": {rtfSkip, ""}, "info": {rtfSkip, ""}, "listtable": {rtfSkip, ""}, "listoverridetable": {rtfSkip, ""},
	"filetbl": {rtfSkip, ""}, "revtbl": {rtfSkip, ""}, "rsidtbl": {rtfSkip, ""}, "pgptbl": {rtfSkip, ""}, "template": {rtfSkip, ""},
	"private": {rtfSkip, ""}, "nonshppict": {rtfSkip, ""}, "shprslt": {rtfSkip, ""}, "nonesttables": {rtfSkip, ""}, "mmathPict": {rtfSkip, ""},
	"listtext": {rtfSkip, ""}, "pntext": {rtfSkip, ""}, "pntxta": {rtfSkip, ""}, "pntxtb": {rtfSkip, ""}, "xe": {rtfSkip, ""},
	"tc": {rtfSkip, ""}, "tcn": {rtfSkip, ""}, "txe": {rtfSkip, ""}, "rxe": {rtfSkip, ""}, "background": {rtfSkip, ""},
	"atnid": {rtfSkip, ""}, "atnauthor": {rtfSkip, ""}, "atntime": {rtfSkip, ""}, "atndate": {rtfSkip, ""}, "atnref": {rtfSkip, ""},
	"atnparent": {rtfSkip, ""}, "atrfstart": {rtfSkip, ""}, "atrfend": {rtfSkip, ""}, "atnicn": {rtfSkip, ""},
	"ftnsep": {rtfSkip, ""}, "ftnsepc": {rtfSkip, ""}, "ftncn": {rtfSkip, ""}, "aftnsep": {rtfSkip, ""}, "aftnsepc": {rtfSkip, ""}, "aftncn": {rtfSkip, ""},
	"bkmkstart": {rtfSkip, ""}, "bkmkend": {rtfSkip, ""}, "objdata": {rtfSkip, ""}, "generator": {rtfSkip, ""},
}

// rtfChars are the control words and symbols that are a character.
var rtfChars = map[string]string{
	"tab": "\t", "emdash": "—", "endash": "–", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
	"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
	"zwj": "\u200d", "zwnj": "\u200c", "zwbo": "\u200b", "zwnbo": "\u2060", "ltrmark": "\u200e", "rtlmark": "\u200f",
	"line": "\n", "lbr": "\n", "softline": "", "column": "\n", "page": "\f",
	"~": "\u00a0", "_": "\u2011", "-": "\u00ad", "\t": "\t", "{": "{", "}": "}", "\\": "\\",
}
