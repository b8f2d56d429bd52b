// Package export says what of a study leaves in which form: projects for other
// programs, data for statistics, tables, and the archive of a repository. The
// command line and the workbench both ask here, so that they cannot differ.
//
// Its opinion: a form of file is chosen by its extension, what the file holds by
// a word, and whose work counts by a layer; and whoever gets a file hears what of
// the study is not in it, and whether it may leave the team. A project carries
// the work of every coder unless a layer is asked for, since it is meant for
// going on elsewhere; data and tables count one layer, as all figures do.
//
//	f, _ := export.ByName("data.sav")
//	lost, err := export.Write(ctx, w, corpus, f, export.Options{What: export.Wide, Lang: instruments.Dutch})
//
// It writes to a writer and makes no file by itself: the caller writes whole
// files or none (report.AtomicWrite). Rows about persons are never masked; only
// tables can be, by naming an audience.
package export
