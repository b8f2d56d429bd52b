package study

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

func ls(dir string) {
	fi, _ := os.ReadDir(dir)
	for _, f := range fi {
		i, _ := f.Info()
		fmt.Print(f.Name(), " ", i.Size(), i.Mode(), "; ")
	}
	fmt.Println()
}

func TestSmoke(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	p := filepath.Join(dir, "a.mz")
	s, err := Create(ctx, p, Options{Actor: "x"})
	if err != nil {
		t.Fatal(err)
	}
	ls(dir)
	cmd, err := coding.PutRespondent(s.View(ctx), instruments.Respondent{ID: "R01"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Do(ctx, "x", cmd); err != nil {
		t.Fatal(err)
	}
	ls(dir)
	r, err := OpenReadOnly(ctx, p)
	if err != nil {
		t.Fatal(err)
	}
	c, err := r.Corpus(ctx)
	fmt.Println(len(c.Respondents), err, c.Info)
	v, err := r.Verify(ctx)
	fmt.Println(v, err)
	v, err = s.Backup(ctx, filepath.Join(dir, "b.mz"))
	fmt.Println(v, err)
	_, ok, err := s.Undo(ctx, "y")
	fmt.Println(ok, err)
	c, err = r.Corpus(ctx)
	fmt.Println(len(c.Respondents), err, c.Info)
	fmt.Println(r.Close())
	ls(dir)
	fmt.Println(s.Close())
	ls(dir)
	r, err = OpenReadOnly(ctx, p)
	fmt.Println(err)
	ls(dir)
	fmt.Println(r.Close())
	ls(dir)
	_, err = Open(ctx, filepath.Join(dir, "b.mz"), Options{})
	fmt.Println(err)
	ls(dir)
}
