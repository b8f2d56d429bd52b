package main

import (
	"context"
	"os/user"
	"time"

	"meerzicht/coding"
	"meerzicht/study"
)

// actor is who the event log names: the account's name, which stays on this
// machine with the study.
func actor() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "onbekend"
}

func now() time.Time { return time.Now().UTC() }

func options() study.Options { return study.Options{Actor: actor(), Now: now} }

// withStudy opens a study for writing, speaks its language, and closes it.
func (a *app) withStudy(ctx context.Context, path string, do func(*study.Study) error) (err error) {
	s, err := study.Open(ctx, path, options())
	if err != nil {
		return err
	}
	defer closing(s, &err)
	a.speak(s.Info().Lang)
	return do(s)
}

// withCorpus reads a whole study without locking or changing it.
func (a *app) withCorpus(ctx context.Context, path string, do func(*coding.Corpus) error, opt ...study.CorpusOption) (err error) {
	s, err := study.OpenReadOnly(ctx, path)
	if err != nil {
		return err
	}
	defer closing(s, &err)
	a.speak(s.Info().Lang)
	c, err := s.Corpus(ctx, opt...)
	if err != nil {
		return err
	}
	return do(c)
}

// closing keeps the error of closing a study when there is no earlier one.
func closing(s *study.Study, err *error) {
	if cerr := s.Close(); *err == nil {
		*err = cerr
	}
}
