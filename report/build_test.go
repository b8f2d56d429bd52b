package report

import (
	"os"
	"path/filepath"
	"testing"
)

func TestDraft(t *testing.T) {
	for _, lang := range []string{"nl", "en"} {
		for _, a := range []Audience{Extern, Intern} {
			o := Options{Audience: a, Version: "0.1.0", Lang: nl}
			if lang == "en" {
				o.Lang = en
			}
			r, err := Build(replication(t), o)
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Join("/tmp/pics", lang+"-"+string(a))
			if err := AtomicWrite(name+".html", r.HTML); err != nil {
				t.Fatal(err)
			}
			if err := AtomicWrite(name+".xlsx", r.Workbook); err != nil {
				t.Fatal(err)
			}
			for _, s := range r.First.Sentences {
				t.Log(s.In(o.Lang))
			}
		}
	}
	_ = os.Stdout
}
