package portable_test

import (
	"bytes"
	"fmt"

	"meerzicht/coding"
	"meerzicht/coding/portable"
	"meerzicht/instruments"
)

func ExampleWrite() {
	c := &coding.Corpus{Info: coding.StudyInfo{Name: "proef", Lang: instruments.Dutch}, Coders: []coding.Coder{{ID: "codeur1"}, {ID: "codeur2"}}}
	var file bytes.Buffer
	if _, err := portable.Write(&file, c); err != nil {
		fmt.Println(err)
		return
	}
	back, transfer, problems := portable.Read("proef.json", file.Bytes())
	fmt.Println(back.Info.Name, len(back.Coders), transfer.Lost(), problems.Err())
	// Output: proef 2 0 <nil>
}
