// Package instruments holds what a study asks and what comes back: the taxonomy
// of activities and goals, the activity checklist, the indicator list of the
// collaboration forms, topic lists, the codebook entries and dictionary rules
// that a template ships, and the respondents, trajectories, filled lists
// (fillings) and documents that fieldwork returns.
//
// An instrument is data, never code: a template is a folder of YAML files, read
// strictly, with every mistake listed at once by file and line. Nothing in this
// package knows how many respondents, projects, roles or activities there are.
//
// Readers live in the sub-packages transcript and checklist. They collect
// Problem values and go on; only an I/O error stops them.
//
//	set, err := instruments.Builtin("reclassering-2020")
//	if err != nil {
//		return err
//	}
//	fmt.Println(len(set.Taxonomy.Activities)) // 30
//
// Limits: the package reads and validates; what is done to the data afterwards
// (coding, counting, storing) lives elsewhere.
package instruments
