// Command run writes the generated files of the replication study to
// testdata/study, testdata/second and testdata/settled. It is called by "go generate ./testdata".
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"meerzicht/testdata/generate"
)

func main() {
	if err := write("source", "."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// write replaces the generated folders in the folder to by the files made
// from the folder from.
func write(from, to string) error {
	files, err := generate.Files(os.DirFS(from))
	if err != nil {
		return err
	}
	for _, made := range []string{"study", "second", "settled"} {
		if err := os.RemoveAll(filepath.Join(to, made)); err != nil {
			return err
		}
	}
	for _, f := range files {
		name := filepath.Join(to, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
