package main

import (
	"context"

	"meerzicht/coding"
	"meerzicht/study"
	"meerzicht/testdata"
)

// doubleCode does with the demo what happens with a study that two researchers
// code: a blind round is opened, the second coder's work comes in, the round is
// released, what both agree on becomes the consensus, and the differences are
// settled, save those that stay as an exercise.
func (a *app) doubleCode(ctx context.Context, s *study.Study) error {
	r, err := testdata.Round()
	if err != nil {
		return err
	}
	v := s.View(ctx)
	act := func(c coding.Command, err error) error {
		if err != nil {
			return err
		}
		return s.Do(ctx, actor(), c)
	}
	for _, step := range []func() error{
		func() error { return act(coding.OpenRound(v, r)) },
		func() error { return a.importDemo(ctx, s, testdata.Second()) },
		func() error { return act(coding.ReleaseRound(v, "1")) },
		func() error { return act(coding.MergeAgreed(v, "1", "", "")) },
		func() error { return settleDemo(ctx, s) },
	} {
		if err := step(); err != nil {
			return a.refused(err)
		}
	}
	return nil
}

func settleDemo(ctx context.Context, s *study.Study) error {
	c, err := s.Corpus(ctx)
	if err != nil {
		return err
	}
	settling, err := coding.SettlingOf(c, "1", "", "")
	if err != nil {
		return err
	}
	verdicts, err := testdata.Verdicts(settling.Queue)
	if err != nil {
		return err
	}
	for _, sitting := range sittings(settling.Queue, verdicts) {
		cmd, err := coding.SettleAll(s.View(ctx), sitting)
		if err == nil {
			err = s.Do(ctx, actor(), cmd)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// sittings are the verdicts in the two portions in which they are acted on: the
// interviews, then the lists. An act for each interview would be truer to life,
// and would take longer than everything else of the demo's round together.
func sittings(queue []coding.Difference, verdicts []coding.Verdict) [][]coding.Verdict {
	list := map[string]bool{}
	for _, d := range queue {
		list[d.ID] = d.Type == coding.Answer
	}
	out := make([][]coding.Verdict, 2)
	for _, w := range verdicts {
		at := 0
		if list[w.Difference] {
			at = 1
		}
		out[at] = append(out[at], w)
	}
	return out
}
