// Package agreement says how far coders agree: percent agreement, the kappas
// and Krippendorff's alpha, also for sets of codes, with what a reader needs to
// check the figure.
//
// Peers get these figures wrong in known ways. Here the number of categories
// comes from the codebook and not from what happens to occur; a value that is
// undefined is absent and says why; perfect agreement is exactly 1 and gets no
// interval that pretends to know more; the interval of alpha is a bootstrap over
// units, the same to the byte with any number of workers. Which measure to use
// when stands in docs/agreement. Study computes them for the coders of a study
// by unit, from document to character; Perspectives and Concordance answer two
// other questions with the same code and keep their own names.
//
//	d := agreement.Data{Coders: []string{"A", "B"}, Level: agreement.Nominal,
//		Labels: []string{"ja", "nee"}, Codes: []int32{0, 0, 0, 1, 1, 1}}
//	m := agreement.Alpha(d, agreement.Options{})
//	fmt.Println(*m.Value) // 0.444…
//
// Limits: no generalised weights (AC2), no interval for weighted kappa's
// difference between studies, no labels such as "substantial": they are
// conventions and belong beside their source.
package agreement
