package foreign

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ncruces/go-sqlite3"

	"meerzicht/instruments"
)

// has reports whether the database has a plain table of that name: no view and no
// virtual table, which can give rows without end.
func (d *database) has(table string) (bool, error) {
	columns, err := d.columns(table)
	return len(columns) > 0, err
}

// columns are the columns of a plain table, in lower case; none when there is no
// such table.
func (d *database) columns(table string) ([]string, error) {
	if columns, known := d.tables[table]; known {
		return columns, nil
	}
	plain := false
	err := d.query(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND lower(name) = '`+table+`' AND rootpage > 0`, func(*sqlite3.Stmt) error {
		plain = true
		return nil
	})
	var columns []string
	if err == nil && plain {
		err = d.query(`PRAGMA table_info("`+table+`")`, func(st *sqlite3.Stmt) error {
			columns = append(columns, strings.ToLower(st.ColumnText(1)))
			return nil
		})
	}
	if err == nil {
		d.tables[table] = columns
	}
	return columns, err
}

// row is one row of a table.
type row struct {
	d  *database
	st *sqlite3.Stmt
	at map[string]int
}

// each gives the rows of a table in the order in which they were stored. A
// missing table has none, a missing column is empty. The names are ours.
func (d *database) each(table string, columns string, each func(row) error) error {
	have, err := d.columns(table)
	if err != nil || len(have) == 0 {
		return err
	}
	names := strings.Fields(columns)
	at := make(map[string]int, len(names))
	terms := make([]string, len(names))
	for i, name := range names {
		at[name], terms[i] = i, "NULL"
		if slices.Contains(have, name) {
			terms[i] = `"` + name + `"`
		}
	}
	n := 0
	return d.query(`SELECT `+strings.Join(terms, ", ")+` FROM "`+table+`"`, func(st *sqlite3.Stmt) error {
		if n++; n > maxRows {
			return instruments.Refuse("", instruments.Textf("tabel %s heeft meer dan %d rijen", "table %s has more than %d rows", table, maxRows), instruments.Text{})
		}
		if err := each(row{d, st, at}); err != nil {
			return err
		}
		d.given += leastRow
		return d.bound()
	})
}

// leastRow is the room that a row takes in a database at the least, in bytes.
const leastRow = 8

// slack is what a small database may give beyond what it can hold, in bytes: some
// tables are read twice.
const slack = 1 << 20

// bound refuses a database that gives more than it can hold: a page that is used
// again and again.
func (d *database) bound() error {
	if d.given > 2*d.size+slack {
		return instruments.Refuse("", instruments.Text{NL: "de database is beschadigd: zij geeft meer dan zij kan bevatten", EN: "the database is damaged: it gives more than it can hold"}, instruments.Text{})
	}
	return nil
}

func (d *database) query(sql string, each func(*sqlite3.Stmt) error) error {
	st, _, err := d.conn.Prepare(sql)
	if err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	defer st.Close()
	for st.Step() {
		if err := each(st); err != nil {
			return err
		}
	}
	if err := st.Err(); err != nil {
		return fmt.Errorf("query: %w", err)
	}
	return nil
}

// text is a column as text, made valid UTF-8.
func (r row) text(column string) string {
	s := r.st.ColumnText(r.at[column])
	r.d.given += int64(len(s))
	return strings.ToValidUTF8(s, "\ufffd")
}

// number is a column as a whole number; 0 when it is none.
func (r row) number(column string) int { return int(r.st.ColumnInt64(r.at[column])) }

// count is the number of rows of a table; 0 when there is none.
func (d *database) count(table string) (int, error) {
	n := 0
	err := d.each(table, "rowid", func(row) error { n++; return nil })
	return n, err
}
