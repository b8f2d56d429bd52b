package export

import (
	"path/filepath"
	"slices"
	"strings"

	"meerzicht/instruments"
)

// Format is a form in which a study, or a part of it, leaves.
type Format struct {
	ID        string           // "qdpx"; of the folder Folder
	Extension string           // with its dot, lower case; "" for the folder
	MIME      string           // media type; "" for the folder
	Label     instruments.Text // its name
	About     instruments.Text // who reads it, and what is in it
	// Everybody is true for a form that carries the work of all coders unless a
	// layer is asked for.
	Everybody bool
	// Texts is true when the corpus must hold the texts of the documents.
	Texts bool
	// Reports is true when Write tells what was lost.
	Reports bool
	chooses func(Content) bool // which contents it can hold; nil for a form that holds what it holds
}

// Folder is the ID of the archive as a folder, which WriteFolder writes.
const Folder = "folder"

// Formats are all forms, in the order in which people are shown them.
func Formats() []Format {
	rows := func(c Content) bool { return !c.Everything }
	return []Format{
		{
			ID: "qdpx", Extension: ".qdpx", MIME: "application/zip", Everybody: true, Texts: true, Reports: true,
			Label: instruments.Text{NL: "Project (REFI-QDA)", EN: "Project (REFI-QDA)"},
			About: instruments.Text{NL: "voor NVivo, ATLAS.ti, MAXQDA, QualCoder en andere: teksten, codeboek, coderingen, codeurs, memo’s en kenmerken", EN: "for NVivo, ATLAS.ti, MAXQDA, QualCoder and others: texts, codebook, codings, coders, memos and attributes"},
		},
		{
			ID: "qdc", Extension: ".qdc", MIME: "application/xml", Everybody: true, Reports: true,
			Label: instruments.Text{NL: "Codeboek (REFI-QDA)", EN: "Codebook (REFI-QDA)"},
			About: instruments.Text{NL: "alleen de codes met hun omschrijving, voor dezelfde programma’s", EN: "only the codes with their definitions, for the same programs"},
		},
		{
			ID: "xlsx", Extension: ".xlsx", MIME: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", chooses: func(Content) bool { return true },
			Label: instruments.Text{NL: "Excel-werkboek", EN: "Excel workbook"},
			About: instruments.Text{NL: "tabellen en gegevens op werkbladen", EN: "tables and data on sheets"},
		},
		{
			ID: "csv", Extension: ".csv", MIME: "text/csv; charset=utf-8", chooses: rows,
			Label: instruments.Text{NL: "CSV", EN: "CSV"},
			About: instruments.Text{NL: "één tabel of één soort gegevens, voor R, Python of een rekenblad", EN: "one table or one kind of data, for R, Python or a spreadsheet"},
		},
		{
			ID: "sav", Extension: ".sav", MIME: "application/x-spss-sav", chooses: rows,
			Label: instruments.Text{NL: "SPSS-bestand", EN: "SPSS file"},
			About: instruments.Text{NL: "voor SPSS, PSPP, R (haven) en JASP, met labels", EN: "for SPSS, PSPP, R (haven) and JASP, with labels"},
		},
		{
			ID: "sps", Extension: ".sps", MIME: "text/plain; charset=utf-8", chooses: rows,
			Label: instruments.Text{NL: "SPSS-syntaxis met CSV", EN: "SPSS syntax with CSV"},
			About: instruments.Text{NL: "opdrachten die het CSV-bestand ernaast inlezen en van labels voorzien", EN: "commands that read the CSV file beside it and label it"},
		},
		{
			ID: "json", Extension: ".json", MIME: "application/json; charset=utf-8", Everybody: true, Texts: true, Reports: true,
			Label: instruments.Text{NL: "Het hele onderzoek (JSON)", EN: "The whole study (JSON)"},
			About: instruments.Text{NL: "alles in één leesbaar bestand, dat weer ingelezen kan worden", EN: "everything in one readable file that can be imported again"},
		},
		{
			ID: "rock", Extension: ".rock", MIME: "text/plain; charset=utf-8", Everybody: true, Texts: true, Reports: true,
			Label: instruments.Text{NL: "ROCK", EN: "ROCK"},
			About: instruments.Text{NL: "platte tekst met codes achter elke uiting, voor het R-pakket rock", EN: "plain text with codes behind every utterance, for the R package rock"},
		},
		{
			ID: "zip", Extension: ".zip", MIME: "application/zip", Everybody: true, Texts: true,
			Label: instruments.Text{NL: "Archief (zip)", EN: "Archive (zip)"},
			About: instruments.Text{NL: "voor een repository: teksten, codeboek, coderingen, instrumenten, logboek, beschrijving en controlegetallen", EN: "for a repository: texts, codebook, codings, instruments, log, description and checksums"},
		},
		{
			ID: Folder, Everybody: true, Texts: true,
			Label: instruments.Text{NL: "Archief (map)", EN: "Archive (folder)"},
			About: instruments.Text{NL: "hetzelfde als map, voor een naam zonder extensie", EN: "the same as a folder, for a name without an extension"},
		},
	}
}

// ByID is the format of that ID.
func ByID(id string) (Format, bool) {
	all := Formats()
	i := slices.IndexFunc(all, func(f Format) bool { return f.ID == id })
	if i < 0 {
		return Format{}, false
	}
	return all[i], true
}

// ByName is the format that the name of a file asks for by its extension: any
// case, and none for the folder. Another extension is refused, and those there are
// get named; so is an empty name.
func ByName(name string) (Format, error) {
	if strings.TrimSpace(name) == "" {
		return Format{}, instruments.Refuse("", instruments.Text{NL: "de naam van het bestand is leeg", EN: "the name of the file is empty"},
			instruments.Text{NL: "geef een naam, zoals project.qdpx; de extensie zegt wat er geschreven wordt", EN: "give a name, such as project.qdpx; the extension says what is written"})
	}
	ext := strings.ToLower(filepath.Ext(strings.TrimRight(name, `/\`)))
	var known []string
	for _, f := range Formats() {
		if f.Extension == ext {
			return f, nil
		}
		if f.Extension != "" {
			known = append(known, f.Extension)
		}
	}
	return Format{}, instruments.Refuse(name,
		instruments.Textf("met de extensie %s wordt niets geschreven", "nothing is written with the extension %s", instruments.Plain(ext)),
		instruments.Textf("kies uit %s, of geef een naam zonder extensie voor een archiefmap", "choose from %s, or give a name without an extension for an archive folder", strings.Join(known, " ")))
}

// Contents are what a file of this form can hold, the one it holds unless another
// is asked for first; none for a form that holds what it holds.
func (f Format) Contents() []Content {
	if f.chooses == nil {
		return nil
	}
	var out []Content
	first := map[string]string{"xlsx": Everything, "csv": Codings}[f.ID]
	if first == "" {
		first = Wide
	}
	for _, c := range contents() {
		if f.chooses(c) {
			if c.Name == first {
				out = slices.Insert(out, 0, c)
				continue
			}
			out = append(out, c)
		}
	}
	return out
}

// content is what a file holds, by name; "" for what the form holds by itself.
func (f Format) content(name string) (Content, error) {
	all := f.Contents()
	if len(all) == 0 {
		if name != "" {
			return Content{}, instruments.Refuse("", instruments.Textf("bij %s valt niet te kiezen wat erin komt", "of %s it cannot be chosen what it holds", f.Label),
				instruments.Text{NL: "laat --what weg", EN: "leave --what out"})
		}
		return Content{}, nil
	}
	var names []string
	for _, c := range all {
		if c.Name == name || name == "" {
			return c, nil
		}
		names = append(names, c.Name)
	}
	return Content{}, instruments.Refuse("", instruments.Textf("onbekende inhoud %q", "unknown content %q", instruments.Plain(name)),
		instruments.Textf("kies uit %s", "choose from %s", strings.Join(names, ", ")))
}
