package study

import (
	"bytes"
	"strings"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
)

// knownFiles are the files of earlier imports, and the documents that are here.
// Workers read them; an import does not add to them.
type knownFiles struct {
	names map[string]string                   // by hash
	texts map[string]bool                     // hashes of the texts of documents
	kinds map[string]instruments.DocumentKind // of documents, by the hash of their file
	files map[string][]instruments.DocumentID // documents, by the hash of their file
}

func loadKnown(d *db) (knownFiles, error) {
	k := knownFiles{map[string]string{}, map[string]bool{}, map[string]instruments.DocumentKind{}, map[string][]instruments.DocumentID{}}
	sources, err := load[coding.Source](d, coding.SourceKind)
	for _, src := range sources {
		k.names[src.SHA256] = src.Name
	}
	if err != nil || len(sources) == 0 {
		return k, err
	}
	return k, d.query(`SELECT outline ->> 'source' ->> 'sha256', outline ->> 'text_sha256', outline ->> 'kind', id FROM documents ORDER BY id`, nil, func(st *sqlite3.Stmt) error {
		k.kinds[st.ColumnText(0)] = instruments.DocumentKind(st.ColumnText(2))
		k.texts[st.ColumnText(1)] = true
		k.files[st.ColumnText(0)] = append(k.files[st.ColumnText(0)], instruments.DocumentID(st.ColumnText(3)))
		return nil
	})
}

// again reports whether a file was imported before and nobody asks to replace
// what it brought.
func (m *importer) again(sum string) bool {
	_, known := m.known.names[sum]
	return known && !m.opt.Replace
}

// sameDocument reports whether the document of a file is here, as the file's
// hash tells: then there is nothing to read, also when replacing, unless it
// should become a document of another kind. Workers may call it.
func (m *importer) sameDocument(sum string) bool {
	_, known := m.known.names[sum]
	kind, here := m.known.kinds[sum]
	return known && here && (!m.opt.Replace || m.opt.As == "" || m.opt.As == kind)
}

// skip reports, and notes, that a file brings nothing: its bytes stand in this
// import already, or they were imported before and all that they bring is here.
// A file that was imported before is no known file by that alone: a merge, a
// removal, a new round or another name of the coder may leave the study without
// what it holds.
func (m *importer) skip(i int, sum string, here bool) bool {
	name, twice := m.sources[sum]
	if !twice && !here {
		m.sources[sum] = m.inputs[i].Name
		return false
	}
	if !twice {
		name = m.known.names[sum]
	}
	if twice {
		m.note(i, instruments.Textf("heeft dezelfde inhoud als %s, in deze zelfde import; overgeslagen", "has the same content as %s, in this same import; skipped", instruments.Plain(name)), instruments.Text{})
	} else {
		m.note(i, instruments.Textf("al eerder ingelezen (als %s); overgeslagen", "imported before (as %s); skipped", instruments.Plain(name)), instruments.Text{})
	}
	m.skipped(i)
	return true
}

func (m *importer) skipped(i int) {
	m.report.Files[i].Known = true
	m.report.Known++
}

// leave skips a file that was imported before, of which not all is here any
// more and that cannot be imported again as things are. Importing a folder once
// more does not fail for that; the note says what is in the way.
func (m *importer) leave(i int, sum string, problems instruments.Problems) {
	stops := 0
	var first instruments.Problem
	for _, p := range problems {
		if p.Note {
			continue
		}
		if stops++; stops == 1 {
			first = p
		}
	}
	what := instruments.Textf("al eerder ingelezen (als %s), maar niet alles ervan is nog hier, en zo kan het niet terug: %s", "imported before (as %s), but not all of it is here any more, and it cannot come back as things are: %s",
		instruments.Plain(m.known.names[sum]), first.What)
	if stops > 1 {
		what = instruments.Textf("%s (en nog %d keer zoiets)", "%s (and %d more like it)", what, stops-1)
	}
	m.note(i, instruments.Textf("%s; overgeslagen", "%s; skipped", what), first.Hint)
	m.skipped(i)
}

// listsHere reports whether all that a list or respondent sheet brings is here,
// as it was or as somebody changed it since.
func (m *importer) listsHere(f listFile) (bool, error) {
	for _, filling := range f.result.Fillings {
		id := m.completed(f, filling).ID
		if _, there, err := record(m.s.writer, coding.FillingKind, id); err != nil || !there {
			return false, err
		}
	}
	if f.aboutItself() {
		return true, nil
	}
	for _, r := range f.result.Respondents {
		if !m.respondents[r.ID] {
			return false, nil
		}
	}
	for _, t := range f.result.Trajectories {
		if !m.trajectories[t.ID] {
			return false, nil
		}
	}
	return true, nil
}

// completed is a filled list with what the import knows of it: its coder, file
// and id.
func (m *importer) completed(f listFile, l instruments.Filling) instruments.Filling {
	if l.Coder == "" {
		l.Coder = m.opt.Coder
	}
	l.Source = f.source
	l.Source.Name = baseName(m.inputs[f.index].Name)
	l.ID = instruments.FillingID(l.Kind, coding.Subject(l), l.Coder)
	return l
}

// codingsHere reports whether every coding of a list is there.
func codingsHere(list []coding.Coding, there map[coding.CodingID]bool) bool {
	for _, c := range list {
		if !there[c.ID] {
			return false
		}
	}
	return true
}

// withoutCoderNote leaves out the note that a table names no coder when the
// import was told who it is.
func (m *importer) withoutCoderNote(problems instruments.Problems) instruments.Problems {
	if strings.TrimSpace(m.opt.Coder) == "" {
		return problems
	}
	var out instruments.Problems
	for _, p := range problems {
		if !p.Note || p.What != checklist.NoCoder() {
			out = append(out, p)
		}
	}
	return out
}

// isReport reports whether a file is a report of ours: it speaks about a study,
// and its quotations would be coded twice.
func isReport(data []byte) bool {
	head := data[:min(len(data), headLength)]
	return bytes.HasPrefix(head, []byte("<!DOCTYPE html>")) && bytes.Contains(head, []byte("<style>/* Design tokens, shared with the workbench:"))
}

func ownReport(name string) instruments.Problems {
	return instruments.Problems{{
		File: name, What: instruments.Text{NL: "dit is een rapport van Meerzicht zelf, geen gesprek", EN: "this is a report of Meerzicht itself, no interview"},
		Hint: instruments.Text{NL: "haal het uit de map met bestanden die u inleest", EN: "take it out of the folder that you import"},
	}}
}
