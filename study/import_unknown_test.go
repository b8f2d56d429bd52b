package study

import (
	"strings"
	"testing"
)

// A file that cannot be taken as it is, is refused with the way out.
func TestImportNamesTheWayOut(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"veldwerk.zip": "pak het uit", "a.7z": "pak het uit", "lijst.ods": "sla het op als .xlsx", "data.SAV": "sla het op als .xlsx of .csv",
		"project.mx24": "REFI-QDA (.qdpx)", "p.atlproj23": "REFI-QDA", "p.nvpx": "REFI-QDA", "R01.mp3": "geluid of beeld", "R01.m4a": "geluid of beeld",
		"scan.jpeg": "een afbeelding", "x.bin": "transcripten zijn .docx", "zonder": "transcripten zijn .docx",
	} {
		if p := unknownKind("map/" + name)[0]; !strings.Contains(p.Hint.NL, want) || p.Hint.EN == "" {
			t.Errorf("%s: %q, want %q", name, p.Hint.NL, want)
		}
	}
}
