package report

import (
	"slices"
	"strconv"

	"meerzicht/analysis/agreement"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// doubled is what a report says about one round of double coding, or about
// double work outside rounds.
type doubled struct {
	round   coding.Round // the zero Round outside rounds
	corpus  *coding.Corpus
	coders  []coding.CoderID
	results []agreement.Result // of the units in which anything was compared, in the order of agreement.Units
	idle    []coding.CoderID   // coders of the round who had coded nothing at its release: no figure compares them
}

// compare computes the agreement of a round in every unit. Figures come from the
// corpus of its release; agreement with itself after discussion is none.
func compare(c *coding.Corpus, r coding.Round) (doubled, error) {
	d := doubled{round: r, corpus: c}
	var who []coding.CoderID
	if r.ID != "" {
		d.idle = agreement.WithoutWork(c, r)
		who = slices.DeleteFunc(slices.Clone(r.Coders), func(k coding.CoderID) bool { return slices.Contains(d.idle, k) })
	}
	for _, u := range agreement.Units() {
		listed := u != agreement.Document && u != agreement.Character // by code
		s := agreement.Settings{Unit: u, Round: r.ID, Pooled: !listed}
		if len(d.idle) > 0 && u != agreement.Checklist && u != agreement.Indicator {
			if s.Coders = who; len(who) < 2 {
				continue
			}
		}
		result, err := agreement.Study(c, s)
		if err != nil {
			return d, err
		}
		if len(result.Documents)+len(result.Subjects) == 0 || result.Units == 0 {
			continue
		}
		d.results = append(d.results, result)
		if d.coders == nil {
			d.coders = result.Coders
		}
	}
	return d, nil
}

// of is the result of a unit; false when nothing was compared in it.
func (d doubled) of(units ...agreement.Unit) (agreement.Result, bool) {
	for _, u := range units {
		if i := slices.IndexFunc(d.results, func(r agreement.Result) bool { return r.Unit == u }); i >= 0 {
			return d.results[i], true
		}
	}
	return agreement.Result{}, false
}

// main is the result whose codes are listed and which the first page names: that
// of turns, else of documents.
func (d doubled) main() (agreement.Result, bool) { return d.of(agreement.Turn, agreement.Document) }

// compareRounds computes what is said about double coding: of every released
// round, or of double work where no round was held. While a round is open
// nothing of it is computed.
func (b *builder) compareRounds() error {
	if len(b.everyone.Rounds) == 0 {
		return b.compareWork()
	}
	for _, r := range b.rounds() {
		c := b.everyone
		if b.opt.RoundOf != nil {
			var err error
			if c, err = b.opt.RoundOf(r.ID); err != nil {
				return err
			}
		}
		d, err := compare(c, r)
		if err != nil {
			return err
		}
		if len(d.results)+len(d.idle) > 0 {
			b.doubled = append(b.doubled, d)
		}
	}
	return nil
}

// compareWork compares what two coders both did where no round was held.
func (b *builder) compareWork() error {
	if b.r.Layer.IsZero() {
		return nil
	}
	d, err := compare(b.everyone, coding.Round{})
	if err == nil && len(d.results) > 0 && len(d.coders) > 1 {
		b.doubled = append(b.doubled, d)
	}
	return err
}

// rounds are the released rounds, the first first.
func (b *builder) rounds() []coding.Round {
	out := slices.DeleteFunc(slices.Clone(b.everyone.Rounds), func(r coding.Round) bool { return !r.Released })
	number := func(r coding.Round) int { n, _ := strconv.Atoi(r.ID); return n }
	slices.SortStableFunc(out, func(p, q coding.Round) int { return number(p) - number(q) })
	return out
}

// last is the latest round that has figures.
func (b *builder) last() (doubled, bool) {
	for _, d := range slices.Backward(b.doubled) {
		if len(d.results) > 0 {
			return d, true
		}
	}
	return doubled{}, false
}

// interviews counts the interviews among some documents, and in the study.
func (b *builder) interviews(documents []instruments.DocumentID) (some, all int) {
	for _, d := range b.everyone.Documents {
		if d.Kind != instruments.Interview {
			continue
		}
		all++
		if slices.Contains(documents, d.ID) {
			some++
		}
	}
	return some, all
}

// compared are the documents of a round that were compared, whichever unit.
func (d doubled) compared() []instruments.DocumentID {
	var out []instruments.DocumentID
	for _, r := range d.results {
		if len(r.Documents) > len(out) {
			out = r.Documents
		}
	}
	return out
}
