package study

import (
	"path"
	"strings"

	"meerzicht/instruments"
)

// unknownKind is the problem of a file that no reader knows, with what to do about
// it.
func unknownKind(name string) instruments.Problems {
	hint := instruments.Text{
		NL: "transcripten zijn .docx, .odt, .rtf, .txt, .vtt, .srt of .json, lijsten .xlsx of .csv, projecten .qdpx, .qdc, .qda, .sqlite3 of .rock",
		EN: "transcripts are .docx, .odt, .rtf, .txt, .vtt, .srt or .json, lists .xlsx or .csv, projects .qdpx, .qdc, .qda, .sqlite3 or .rock",
	}
	ext := strings.ToLower(path.Ext(baseName(name)))
	for _, kind := range []string{ext, strings.TrimRight(ext, "0123456789")} { // .mp3, .mx24
		if own, ok := wayOut(kind); ok {
			hint = own
			break
		}
	}
	return instruments.Problems{{File: name, What: instruments.Text{NL: "dit soort bestand wordt niet ingelezen", EN: "this kind of file is not imported"}, Hint: hint}}
}

// wayOut is how what is in a kind of file gets here all the same.
func wayOut(ext string) (instruments.Text, bool) {
	for kinds, hint := range map[string]instruments.Text{
		".zip .7z .rar .tar .gz .tgz .xz":     {NL: "pak het uit, en lees de map in", EN: "unpack it, and import the folder"},
		".ods .numbers .fods":                 {NL: "open het en sla het op als .xlsx of .csv", EN: "open it and save it as .xlsx or .csv"},
		".sav .zsav .por .dta":                {NL: "open het in het programma waarin het gemaakt is en sla het op als .xlsx of .csv", EN: "open it in the program that made it and save it as .xlsx or .csv"},
		".pages .wpd .wps":                    {NL: "open het en sla het op als .docx", EN: "open it and save it as .docx"},
		".mx .mex .atlproj .atlcb .nvp .nvpx": {NL: "exporteer het project in dat programma als REFI-QDA (.qdpx)", EN: "export the project from that program as REFI-QDA (.qdpx)"},
		".mp3 .mp4 .m4a .wav .wma .aac .ogg .flac .mov .avi .wmv .mkv .webm": {NL: "dit is geluid of beeld; lees het transcript ervan in", EN: "this is sound or film; import its transcript"},
		".png .jpg .jpeg .tif .tiff .heic":                                   {NL: "dit is een afbeelding; lees een bestand met de tekst in", EN: "this is an image; import a file with the text"},
	} {
		for kind := range strings.FieldsSeq(kinds) {
			if kind == ext {
				return hint, true
			}
		}
	}
	return instruments.Text{}, false
}
