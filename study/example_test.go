package study_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "meerzicht")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	s, err := study.Create(ctx, filepath.Join(dir, "studie.mz"), study.Options{Actor: "onderzoeker"})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	cmd, err := coding.PutRespondent(s.View(ctx), instruments.Respondent{ID: "R01", Type: instruments.Volunteer})
	if err == nil {
		err = s.Do(ctx, "onderzoeker", cmd)
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	undone, _, _ := s.Undo(ctx, "onderzoeker")
	redone, _, _ := s.Redo(ctx, "onderzoeker")
	v, err := s.Verify(ctx)
	fmt.Println(undone.Type, redone.Undoes, v.Events, err)
	// Output: respondent.put 2 4 <nil>
}
