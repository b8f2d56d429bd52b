// Package workbench is the local web workbench: the page in the browser where
// researchers read, code, retrieve and look at tables, served from their own
// machine and to it alone.
//
// Three opinions shape it. There is no Save button: each act is one command
// with a request id, acknowledged once it is on the disk, and a request that is
// repeated after a broken connection is done once. The page is HTML made here,
// complete when it arrives; the script adds selection and keys and swaps in
// fragments of the same templates, so there is one rendering of everything. And
// all pages follow one stream of events, their own acts included, so that two
// windows cannot come to differ.
//
//	s, err := workbench.New(workbench.Options{Study: st, Coder: "coder1"})
//	if err != nil {
//		return err
//	}
//	fmt.Println(s.StartURL(listener.Addr()))
//	return s.Serve(ctx, listener)
//
// Limits: one study a server; one machine (coders on other machines work in
// copies that are merged); nothing is counted here that package analysis counts.
package workbench
