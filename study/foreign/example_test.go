package foreign_test

import (
	"fmt"
	"strings"

	"meerzicht/instruments"
	"meerzicht/study/foreign"
)

func ExampleRead() {
	text := "Dit is een brief."
	_, _, problems := foreign.Read("brief.sqlite3", strings.NewReader(text), int64(len(text)), instruments.Dutch)
	fmt.Println(problems.In(instruments.English))
	// Output:
	// brief.sqlite3: this is no SQLite database, or an encrypted one
	//   hint: save the project without a password in the other program
}
