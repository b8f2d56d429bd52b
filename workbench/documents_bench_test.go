package workbench

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"meerzicht/study"
)

// BenchmarkDocumentsPage opens the list of 3,700 documents: the aim is 0.5 s.
func BenchmarkDocumentsPage(b *testing.B) {
	d := newDesk(b)
	var in []study.Input
	for i := range 3_660 {
		text := fmt.Sprintf("Interviewer: Vraag %d?\nRespondent: Antwoord.\n", i) + strings.Repeat("Respondent: We gaan samen wandelen.\nInterviewer: En dan?\n", 60)
		in = append(in, study.Input{Name: fmt.Sprintf("doc%04d.txt", i), Size: int64(len(text)), Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }})
	}
	if _, err := d.study.Import(b.Context(), "toets", in, study.ImportOptions{As: "overig"}); err != nil {
		b.Fatal(err)
	}
	for _, address := range []string{"/documents", "/documents?sort=-words&page=3", "/history", "/people", "/memos"} {
		b.Run(address, func(b *testing.B) {
			for b.Loop() {
				d.fetch(http.MethodGet, address, nil, http.StatusOK)
			}
		})
	}
}
