package archive

import (
	"encoding/json"
	"io"

	"meerzicht/coding"
	"meerzicht/coding/portable"
	"meerzicht/coding/refi"
	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
	"meerzicht/report/dataset"
)

// contents are the files of the archive in reading order, without the README.
func (j *job) contents() []File {
	files := []File{
		{"ddi.xml", instruments.Text{NL: "beschrijving van onderzoek en variabelen voor catalogi (DDI-Codebook 2.5)", EN: "description of study and variables for catalogues (DDI-Codebook 2.5)"}, j.ddi},
		{"codebook.csv", instruments.Text{NL: "het codeboek: een regel per code, met definities in beide talen", EN: "the codebook: a line for every code, with definitions in both languages"}, j.codebook},
	}
	files = append(files, j.formats()...)
	files = append(files, j.tables()...)
	files = append(files, j.data()...)
	files = append(files, j.instruments()...)
	files = append(files, j.logged()...)
	if !j.WithoutTexts {
		for i := range j.whole.Documents {
			text := j.whole.Documents[i].Text
			files = append(files, File{Name: j.texts[i], Write: func(w io.Writer) error {
				_, err := io.WriteString(w, text)
				return err
			}})
		}
	}
	return files
}

// formats are the study in forms that programs read. Without texts only the
// codebook is left.
func (j *job) formats() []File {
	opt := refi.WriteOptions{Lang: j.Lang, Program: j.program()}
	var files []File
	if len(j.whole.Codebook.Codes) > 0 { // the standard has no empty codebook
		files = append(files, File{"codebook.qdc", instruments.Text{NL: "het codeboek voor andere programma’s (REFI-QDA)", EN: "the codebook for other programs (REFI-QDA)"}, func(w io.Writer) error {
			_, err := refi.WriteCodebook(w, j.whole, opt) // that it holds codes only goes without saying
			return err
		}})
	}
	if j.WithoutTexts {
		return files
	}
	return append(files,
		File{"project.qdpx", instruments.Text{NL: "het onderzoek voor andere programma’s (REFI-QDA): NVivo, ATLAS.ti, MAXQDA, QualCoder …", EN: "the study for other programs (REFI-QDA): NVivo, ATLAS.ti, MAXQDA, QualCoder …"}, j.noting("project.qdpx", func(w io.Writer) (coding.Transfer, error) {
			return refi.Write(w, j.whole, opt)
		})},
		File{"study.json", instruments.Text{NL: "het hele onderzoek als JSON; Meerzicht leest het weer in", EN: "the whole study as JSON; Meerzicht reads it back"}, j.noting("study.json", func(w io.Writer) (coding.Transfer, error) {
			return portable.Write(w, j.whole)
		})},
	)
}

// noting keeps the loss report of a format for the README.
func (j *job) noting(name string, write func(io.Writer) (coding.Transfer, error)) func(io.Writer) error {
	return func(w io.Writer) error {
		t, err := write(w)
		if t.Lost() > 0 {
			j.lost = append(j.lost, loss{name, t})
		}
		return err
	}
}

// data are the data files: three kinds, each as CSV, SPSS file and SPSS syntax.
func (j *job) data() []File {
	var files []File
	for _, kind := range []dataset.Kind{dataset.Wide, dataset.Long, dataset.Matrix} {
		name, what := "data/"+string(kind), kind.Label()
		made := func(write func(io.Writer, dataset.Dataset, instruments.Lang) error) func(io.Writer) error {
			return func(w io.Writer) error {
				d, err := j.dataset(kind)
				if err != nil {
					return err
				}
				return write(w, d, j.Lang)
			}
		}
		files = append(files,
			File{name + ".csv", what, made(dataset.WriteCSV)},
			File{name + ".sav", instruments.Textf("hetzelfde voor SPSS, PSPP en R: %s", "the same for SPSS, PSPP and R: %s", what), made(dataset.WriteSAV)},
			File{
				name + ".sps", instruments.Textf("SPSS-syntaxis die %s.csv leest en in beide talen van labels voorziet", "SPSS syntax that reads %s.csv and labels it in both languages", kind),
				made(func(w io.Writer, d dataset.Dataset, lang instruments.Lang) error {
					return dataset.WriteSyntax(w, d, string(kind)+".csv", lang)
				}),
			},
			File{
				name + "-variables.csv", instruments.Textf("wat de kolommen van %s.csv betekenen", "what the columns of %s.csv mean", kind),
				made(func(w io.Writer, d dataset.Dataset, lang instruments.Lang) error {
					return dataset.WriteCSV(w, d.Dictionary(), lang)
				}),
			},
		)
	}
	return files
}

// dataset is the data of a kind. The last one stays at hand: its files follow one
// another.
func (j *job) dataset(kind dataset.Kind) (dataset.Dataset, error) {
	if j.made.Kind == kind {
		return j.made, nil
	}
	d, err := dataset.Of(j.layer, kind, dataset.Options{})
	if err == nil {
		j.made = d
	}
	return d, err
}

// instruments are the blank forms, and everything the study asks as JSON.
func (j *job) instruments() []File {
	set := j.whole.Instruments
	files := []File{{"instruments/set.json", instruments.Text{NL: "taxonomie, lijsten, topiclijsten en lexicon", EN: "taxonomy, lists, topic lists and lexicon"}, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(set)
	}}}
	forms, err := checklist.Forms(set, nil, j.Lang)
	if err != nil { // tell it when its turn comes, like every other error
		return append(files, File{"instruments/forms", instruments.Text{}, func(io.Writer) error { return err }})
	}
	for _, f := range forms {
		files = append(files, File{"instruments/" + f.Name, instruments.Text{NL: "leeg formulier", EN: "blank form"}, func(w io.Writer) error {
			_, err := w.Write(f.Data)
			return err
		}})
	}
	return files
}

// logged is the event log. Its events quote interviews, so without texts it stays
// out.
func (j *job) logged() []File {
	if j.Log == nil || j.WithoutTexts {
		return nil
	}
	return []File{{"events.jsonl", instruments.Text{NL: "het logboek: elke handeling, een per regel, als keten van hashes", EN: "the log: every act, one a line, as a chain of hashes"}, func(w io.Writer) error {
		return j.Log(func(line []byte) error {
			if _, err := w.Write(line); err != nil {
				return err
			}
			_, err := w.Write([]byte("\n"))
			return err
		})
	}}}
}
