package archive

import (
	"fmt"
	"io"
	"strings"

	"meerzicht/instruments"
	"meerzicht/report"
)

// readme is the README in a language: README.md in English, LEESMIJ.md in Dutch.
func (j *job) readme(lang instruments.Lang, files []File) File {
	name := instruments.Text{NL: "LEESMIJ.md", EN: "README.md"}.In(lang)
	return File{Name: name, Write: func(w io.Writer) error {
		r := readme{lang: lang}
		r.about(j)
		r.files(j, files)
		r.verify(j)
		r.losses(j)
		_, err := io.WriteString(w, r.b.String())
		return err
	}}
}

type readme struct {
	b    strings.Builder
	lang instruments.Lang
}

// say writes a paragraph.
func (r *readme) say(t instruments.Text) { r.b.WriteString(t.In(r.lang) + "\n\n") }

func (r *readme) heading(t instruments.Text) { r.b.WriteString("## " + t.In(r.lang) + "\n\n") }

// plain is a text of the study inside Markdown: on one line, its marks harmless.
func plain(s string) string {
	return strings.NewReplacer("\\", "\\\\", "|", "\\|", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "<", "&lt;").Replace(instruments.Plain(s))
}

func (r *readme) about(j *job) {
	info := j.whole.Info
	r.b.WriteString("# " + plain(title(j.whole).In(r.lang)) + "\n\n")
	if n := plain(info.Notice.In(r.lang)); n != "" {
		r.b.WriteString("**" + n + "**\n\n")
	}
	r.say(instruments.Textf("Archief van een kwalitatief onderzoek, stand van %s, gemaakt met %s.", "Archive of a qualitative study as of %s, made with %s.", plain(report.Date(info.Changed, r.lang)), plain(j.program())))
	r.say(overview(j.whole))
	if l := j.layer.Layer.Text(); !l.IsZero() {
		r.say(instruments.Textf("Wat de bestanden in `data` tellen: %s De andere bestanden bevatten het werk van alle codeurs.", "What the files in `data` count: %s The other files hold the work of all coders.", l))
	}
	if j.WithoutTexts {
		r.say(instruments.Text{
			NL: "**Dit archief is zonder teksten gemaakt.** Weggelaten zijn de interviews zelf, citaten, memo’s en opmerkingen, titels en namen van bestanden, voorbeelden in het codeboek, het logboek, en de vormen die niet zonder tekst kunnen (study.json en project.qdpx). De posities van de coderingen staan er nog; met de teksten erbij zijn de citaten weer te vinden.",
			EN: "**This archive was made without texts.** Left out are the interviews themselves, quotations, memos and remarks, titles and names of files, examples in the codebook, the log, and the forms that cannot do without text (study.json and project.qdpx). The positions of the codings are still there; with the texts the quotations can be found again.",
		})
	}
	r.say(instruments.Text{
		NL: "Respondenten staan er onder een pseudoniem in. Kenmerken samen kunnen iemand toch aanwijzen: deel respondents.csv, documents.csv en de map data alleen met wie dat mag.",
		EN: "Respondents appear by pseudonym. Traits together may still point at somebody: share respondents.csv, documents.csv and the folder data only with those who may have them.",
	})
}

// files is the table of what is what; the texts are one line of it.
func (r *readme) files(j *job, files []File) {
	r.heading(instruments.Text{NL: "Wat is wat", EN: "What is what"})
	r.b.WriteString(instruments.Text{NL: "| bestand | inhoud |\n| --- | --- |\n", EN: "| file | contents |\n| --- | --- |\n"}.In(r.lang))
	for _, f := range files {
		if !strings.HasPrefix(f.Name, "texts/") {
			fmt.Fprintf(&r.b, "| %s | %s |\n", plain(f.Name), strings.ReplaceAll(f.What.In(r.lang), "|", "\\|"))
		}
	}
	if !j.WithoutTexts {
		what := instruments.Text{
			NL: "de teksten van de documenten, in UTF-8 met regeleinden LF; documents.csv zegt welk bestand bij welk document hoort",
			EN: "the texts of the documents, in UTF-8 with line ends LF; documents.csv says which file belongs to which document",
		}
		fmt.Fprintf(&r.b, "| texts/\\*.txt | %s |\n", what.In(r.lang))
	}
	fmt.Fprintf(&r.b, "| %s | %s |\n\n", Sums, instruments.Text{NL: "de SHA-256 van elk ander bestand", EN: "the SHA-256 of every other file"}.In(r.lang))
	r.say(instruments.Text{
		NL: "CSV-bestanden zijn UTF-8 met een komma tussen de velden. Een veld dat een rekenblad als formule zou uitvoeren, begint met een apostrof. Leeg betekent: niet bekend of niet gevraagd. Van een activiteit is 1 genoemd, 0 expliciet niet, en leeg niet besproken of niet gevraagd; de kolom met de toestand (state) zegt welk van beide: 3 is niet besproken.",
		EN: "CSV files are UTF-8 with a comma between fields. A field that a spreadsheet would run as a formula begins with an apostrophe. Empty means: not known or not asked. Of an activity 1 is mentioned, 0 explicitly not, and empty not discussed or not asked; the column with the state tells which: 3 is not discussed.",
	})
}

func (r *readme) verify(j *job) {
	r.heading(instruments.Text{NL: "Controleren", EN: "Verifying"})
	r.say(instruments.Text{
		NL: "`sha256sum -c SHA256SUMS` in deze map zegt of elk bestand is zoals het was.",
		EN: "`sha256sum -c SHA256SUMS` in this folder says whether every file is as it was.",
	})
	if j.Log != nil && !j.WithoutTexts {
		r.say(instruments.Text{
			NL: "In events.jsonl is `hash` van elke regel de SHA-256 van de JSON-lijst [seq, prev, time, actor, type, batch, undoes] zonder witruimte, een regeleinde, en `payload`; `prev` is de hash van de regel ervoor.",
			EN: "In events.jsonl the `hash` of every line is the SHA-256 of the JSON array [seq, prev, time, actor, type, batch, undoes] without white space, a line feed, and `payload`; `prev` is the hash of the line before.",
		})
	}
	if h := j.whole.Info.Head; h != "" {
		r.say(instruments.Textf("Hash van het onderzoek: `%s`", "Hash of the study: `%s`", plain(h)))
	}
}

// losses says what the forms of other programs could not hold.
func (r *readme) losses(j *job) {
	if len(j.lost) == 0 {
		return
	}
	r.heading(instruments.Text{NL: "Wat andere vormen niet bevatten", EN: "What other forms do not hold"})
	for _, l := range j.lost {
		for _, c := range l.what.Counts {
			for _, why := range c.Lost {
				fmt.Fprintf(&r.b, "- %s: %d %s: %s\n", plain(l.name), why.Count, c.Kind.Text().In(r.lang), plain(why.Why.In(r.lang)))
			}
		}
	}
	r.b.WriteByte('\n')
}

func (j *job) program() string {
	if j.Program == "" {
		return "Meerzicht"
	}
	return j.Program
}
