package rock_test

import (
	"fmt"

	"meerzicht/coding/rock"
	"meerzicht/instruments"
)

func ExampleRead() {
	file := "Spreker 1: ik ging mee naar de gemeente. [[steun>meegaan]]\nSpreker 2: en toen?\n"
	c, _, problems := rock.Read("R01.rock", []byte(file), instruments.Dutch)
	fmt.Println(problems.Err(), c.Documents[0].ID)
	for _, k := range c.Codings {
		fmt.Printf("%s: %q\n", k.Code, k.Quotation)
	}
	// Output:
	// <nil> R01
	// rock.meegaan: "Spreker 1: ik ging mee naar de gemeente."
}
