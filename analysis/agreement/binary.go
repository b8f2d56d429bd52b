package agreement

// Table is the agreement of two coders on one code: how many units (documents,
// turns, characters) both gave it, only the first, only the second, neither.
type Table struct {
	Both    int `json:"both"`
	OnlyA   int `json:"only_a"`
	OnlyB   int `json:"only_b"`
	Neither int `json:"neither"`
}

// N is the number of units of the table.
func (t Table) N() int { return t.Both + t.OnlyA + t.OnlyB + t.Neither }

// Plus adds two tables.
func (t Table) Plus(u Table) Table {
	return Table{t.Both + u.Both, t.OnlyA + u.OnlyA, t.OnlyB + u.OnlyB, t.Neither + u.Neither}
}
