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
	if err := a.speakOf(ctx, s); err != nil {
		return err
	}
	return do(s)
}

// withCorpus reads a whole study without locking or changing it.
func (a *app) withCorpus(ctx context.Context, path string, do func(*coding.Corpus) error, opt ...study.CorpusOption) error {
	return a.withReader(ctx, path, func(s *study.Study) error {
		c, err := s.Corpus(ctx, opt...)
		if err != nil {
			return err
		}
		return do(c)
	})
}

// withReader opens a study for reading, speaks its language, and closes it.
func (a *app) withReader(ctx context.Context, path string, do func(*study.Study) error) (err error) {
	s, err := study.OpenReadOnly(ctx, path)
	if err != nil {
		return err
	}
	defer closing(s, &err)
	if err := a.speakOf(ctx, s); err != nil {
		return err
	}
	return do(s)
}

// speakOf takes over the study's language, unless the user chose one.
func (a *app) speakOf(ctx context.Context, s *study.Study) error {
	info, err := s.Info(ctx)
	if err == nil && !a.chosen && info.Lang != "" {
		a.lang = info.Lang
	}
	return err
}

// closing keeps the error of closing a study when there is no earlier one.
func closing(s *study.Study, err *error) {
	if cerr := s.Close(); *err == nil {
		*err = cerr
	}
}
