package foreign

import (
	"errors"
	"io"

	"github.com/ncruces/go-sqlite3"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// Read reads the project in a database. Taguette and QualCoder are told apart by
// their tables. Problems that are no notes mean that it cannot be read; the
// corpus is empty then.
func Read(name string, r io.ReaderAt, size int64, lang instruments.Lang) (*coding.Corpus, coding.Transfer, instruments.Problems) {
	p := &project{
		name: name, c: &coding.Corpus{Info: coding.StudyInfo{Lang: lang}}, budget: maxSearch,
		ids: map[string]bool{}, coders: map[coding.CoderID]bool{}, codings: map[coding.CodingID]int{},
	}
	err := p.read(r, size)
	if err != nil {
		return &coding.Corpus{}, coding.Transfer{}, instruments.Problems{problemOf(name, err)}
	}
	p.order()
	return p.c, p.t, p.problems
}

func (p *project) read(r io.ReaderAt, size int64) (err error) {
	defer func() {
		// The library panics where SQLite finds no memory within its limit.
		if recover() != nil {
			err = instruments.Refuse("", instruments.Textf("de database is beschadigd, of vraagt meer dan %d MB geheugen", "the database is damaged, or asks for more than %d MB of memory", heapLimit>>20), copyHint())
		}
	}()
	d, err := open(r, size)
	if err != nil {
		return err
	}
	defer d.close()
	p.database = d
	kind, err := d.kind()
	if err != nil {
		return err
	}
	if d.wal {
		p.note(instruments.Text{NL: "de database staat in de stand met een logboek ernaast (WAL); wat alleen in een bestand …-wal staat, is niet gelezen", EN: "the database is in write-ahead mode; what stands only in a file …-wal beside it was not read"},
			instruments.Text{NL: "sluit het andere programma eerst; is er dan geen bestand …-wal meer, dan is alles gelezen", EN: "close the other program first; when there is no file …-wal then, everything was read"})
	}
	switch kind {
	case "taguette":
		err = p.taguette()
	case "qualcoder":
		err = p.qualcoder()
	}
	if err == nil && len(p.c.Documents)+len(p.c.Codebook.Codes) == 0 {
		return instruments.Refuse("", instruments.Text{NL: "er staan geen teksten en geen codes in dit project", EN: "there are no texts and no codes in this project"}, p.walHint())
	}
	return err
}

// kind tells whose tables these are.
func (d *database) kind() (string, error) {
	for _, k := range []struct {
		name   string
		tables []string
	}{
		{"taguette", []string{"projects", "documents", "tags", "highlights", "highlight_tags"}},
		{"qualcoder", []string{"project", "source", "code_name", "code_text"}},
	} {
		all := true
		for _, table := range k.tables {
			has, err := d.has(table)
			if err != nil {
				return "", err
			}
			all = all && has
		}
		if all {
			return k.name, nil
		}
	}
	return "", instruments.Refuse("", instruments.Text{NL: "dit is een database, maar geen project van Taguette of QualCoder", EN: "this is a database, but no project of Taguette or QualCoder"}, d.walHint())
}

// walHint says where work may be that is not in the file.
func (d *database) walHint() instruments.Text {
	if !d.wal {
		return instruments.Text{NL: "kies van QualCoder het bestand data.qda in de map …qda", EN: "of QualCoder choose the file data.qda in the folder …qda"}
	}
	return instruments.Text{NL: "het werk staat misschien nog in het bestand …-wal ernaast: sluit het andere programma en probeer het opnieuw", EN: "the work may still stand in the file …-wal beside it: close the other program and try again"}
}

// problemOf says for people what went wrong.
func problemOf(name string, err error) instruments.Problem {
	var refused *instruments.Error
	if errors.As(err, &refused) {
		return instruments.Problem{File: name, What: refused.What, Hint: refused.Hint}
	}
	switch {
	case errors.Is(err, sqlite3.NOTADB):
		return instruments.Problem{File: name, What: instruments.Text{NL: "de database is versleuteld of beschadigd", EN: "the database is encrypted or damaged"}, Hint: copyHint()}
	case errors.Is(err, sqlite3.CORRUPT), errors.Is(err, sqlite3.IOERR), errors.Is(err, sqlite3.CANTOPEN), errors.Is(err, sqlite3.ERROR):
		return instruments.Problem{File: name, What: instruments.Text{NL: "de database is beschadigd", EN: "the database is damaged"}, Hint: copyHint()}
	case errors.Is(err, sqlite3.NOMEM), errors.Is(err, sqlite3.TOOBIG):
		return instruments.Problem{File: name, What: instruments.Textf("er staat iets in de database dat groter is dan %d MB", "something in the database is larger than %d MB", maxText>>20)}
	}
	return instruments.Problem{File: name, What: instruments.Textf("de database kan niet gelezen worden: %v", "the database cannot be read: %v", err)}
}

func copyHint() instruments.Text {
	return instruments.Text{NL: "open het project in het andere programma, en maak daar een nieuwe kopie", EN: "open the project in the other program, and make a new copy there"}
}
