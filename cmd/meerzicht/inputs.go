package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"meerzicht/instruments"
	"meerzicht/study"
)

// maxInput bounds a file that a command reads as a whole, in bytes.
const maxInput = 512 << 20

// inputs lists the files of the paths; folders are walked in order of name,
// hidden files and Office lock files passed over. Every path that cannot be
// taken is a problem; the others are still looked at.
func inputs(paths []string) ([]study.Input, error) {
	var (
		out      []study.Input
		problems instruments.Problems
	)
	for _, root := range paths {
		found, bad := walk(root)
		out, problems = append(out, found...), append(problems, bad...)
		if len(found)+len(bad) == 0 {
			problems = append(problems, instruments.Problem{
				File: root, What: instruments.Text{NL: "de map is leeg", EN: "the folder is empty"},
				Hint: instruments.Text{NL: "verborgen bestanden tellen niet mee", EN: "hidden files do not count"},
			})
		}
	}
	return out, problems.Err()
}

func walk(root string) (found []study.Input, problems instruments.Problems) {
	start := root
	if info, err := os.Stat(root); err == nil && info.IsDir() {
		start += string(filepath.Separator) // so that a link to a folder is followed
	}
	err := filepath.WalkDir(start, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			problems = append(problems, unreadable(path, err))
		case path != start && passedOver(d.Name()):
			if d.IsDir() {
				return filepath.SkipDir
			}
		case !d.IsDir():
			in, bad := input(path)
			found, problems = append(found, in...), append(problems, bad...)
		}
		return nil
	})
	if err != nil {
		problems = append(problems, unreadable(root, err))
	}
	return found, problems
}

func passedOver(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$")
}

// input is one file under the name by which the user knows it: the path typed,
// with what stands below it.
func input(path string) ([]study.Input, instruments.Problems) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, instruments.Problems{unreadable(path, err)}
	}
	if !info.Mode().IsRegular() {
		return nil, instruments.Problems{{File: path, What: instruments.Text{NL: "geen gewoon bestand", EN: "not a regular file"}}}
	}
	return []study.Input{{Name: path, Size: info.Size(), Open: func() (io.ReadCloser, error) { return os.Open(path) }}}, nil
}

// unreadable says why a path cannot be read.
func unreadable(path string, err error) instruments.Problem {
	p := instruments.Problem{File: path}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.What = instruments.Text{NL: "bestaat niet", EN: "does not exist"}
		p.Hint = instruments.Text{NL: "controleer de naam en de map", EN: "check the name and the folder"}
	case errors.Is(err, fs.ErrPermission):
		p.What = instruments.Text{NL: "mag niet gelezen worden", EN: "may not be read"}
		p.Hint = instruments.Text{NL: "controleer de rechten van het bestand en van de map", EN: "check the permissions of the file and of its folder"}
	default:
		p.What = instruments.Textf("kan niet gelezen worden (%v)", "cannot be read (%v)", err)
	}
	return p
}

// readInput reads a whole file with a message for people when it cannot.
func readInput(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, instruments.Problems{unreadable(path, err)}
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, instruments.Refuse(path, instruments.Text{NL: "dit is een map", EN: "this is a folder"},
			instruments.Text{NL: "geef een bestand", EN: "give a file"})
	}
	data, err := io.ReadAll(io.LimitReader(f, maxInput+1))
	if err != nil {
		return nil, instruments.Problems{unreadable(path, err)}
	}
	if len(data) > maxInput {
		return nil, instruments.Refuse(path, instruments.Textf("het bestand is groter dan %d MiB", "the file is larger than %d MiB", maxInput>>20), instruments.Text{})
	}
	return data, nil
}
