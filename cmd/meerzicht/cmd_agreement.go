package main

import (
	"context"
	"slices"
	"strconv"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"meerzicht/analysis/agreement"
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

// reliabilityOptions are the flags of agreement.
type reliabilityOptions struct {
	coders                    []string
	unit, domain, bootstrap   string
	round, replicates         int
	threshold                 float64
	seed                      uint64
	frequency                 bool
	perspectives, concordance bool
}

func newAgreement(a *app) *cobra.Command {
	var o reliabilityOptions
	cmd := &cobra.Command{
		Use: "agreement " + a.say("ONDERZOEK", "STUDY"),
		Short: a.say("Interbeoordelaarsbetrouwbaarheid: hoe ver codeurs het eens zijn, per code en samen",
			"Reliability between coders: how far coders agree, by code and together"),
		Long: a.say("Zonder --round gelden de cijfers van de laatst vrijgegeven ronde, zoals het werk toen was.\n--perspectives en --concordance beantwoorden twee andere vragen met dezelfde maten.",
			"Without --round the figures are those of the round released last, with the work as it was then.\n--perspectives and --concordance answer two other questions with the same measures."),
		Example: a.say("meerzicht agreement studie.mz --unit character --coders codeur1,codeur2", "meerzicht agreement study.mz --unit character --coders codeur1,codeur2"),
		Args:    words(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.check(cmd.Flags()); err != nil {
				return err
			}
			return a.runAgreement(cmd.Context(), args[0], o)
		},
	}
	f := cmd.Flags()
	f.StringSliceVar(&o.coders, "coders", nil, a.say("de te vergelijken `CODEURS`, met komma's ertussen", "the `CODERS` to compare, with commas between"))
	f.StringVar(&o.unit, "unit", string(agreement.Turn), a.say("`EENHEID`: document, turn (beurt), segment (fragment), character (teken), checklist of indicator", "`UNIT`: document, turn, segment, character, checklist or indicator"))
	f.IntVar(&o.round, "round", 0, a.say("ronde `N`, zoals het werk bij haar vrijgave was", "round `N`, with the work as it was at its release"))
	f.StringVar(&o.domain, "domain", "", a.say("alleen codes van dit `DOMEIN`", "only codes of this `DOMAIN`"))
	f.Float64Var(&o.threshold, "threshold", agreement.DefaultThreshold, a.say("bij segment: de `DREMPEL` van doorsnede/vereniging, tussen 0 en 1", "with segment: the `THRESHOLD` of intersection/union, between 0 and 1"))
	f.BoolVar(&o.frequency, "frequency", false, a.say("bij document: hoe vaak een code voorkomt in plaats van of", "with document: how often a code occurs instead of whether"))
	f.StringVar(&o.bootstrap, "bootstrap", string(agreement.UnitBootstrap), a.say("`HOE` het interval wordt getrokken: units, pairs of none", "`HOW` the interval is drawn: units, pairs or none"))
	f.IntVar(&o.replicates, "replicates", 10_000, a.say("aantal herhalingen `N`, 100 tot 1.000.000", "number of replicates `N`, 100 to 1,000,000"))
	f.Uint64Var(&o.seed, "seed", 0, a.say("`ZAAD` van de toevalsgetallen", "`SEED` of the random numbers"))
	f.BoolVar(&o.perspectives, "perspectives", false, a.say("perspectiefovereenstemming: noemen de partijen van een traject hetzelfde", "agreement of perspectives: do the parties of a trajectory name the same"))
	f.BoolVar(&o.concordance, "concordance", false, a.say("concordantie van checklist en transcript", "concordance of checklist and transcript"))
	return cmd
}

// check refuses flags that make no sense together, before a study is opened.
func (o reliabilityOptions) check(f *pflag.FlagSet) error {
	if o.perspectives && o.concordance {
		return usage(instruments.Text{NL: "--perspectives en --concordance zijn twee verschillende vragen", EN: "--perspectives and --concordance are two different questions"},
			instruments.Text{NL: "geef er één", EN: "give one of them"})
	}
	for _, name := range []string{"coders", "unit", "round", "domain", "threshold", "frequency"} {
		if f.Changed(name) && (o.perspectives || o.concordance) {
			return usage(instruments.Textf("--%s gaat over codeurs en doet hier niets", "--%s is about coders and does nothing here", name), instruments.Text{})
		}
	}
	var units []string
	for _, u := range agreement.Units() {
		units = append(units, string(u))
	}
	if err := oneOf("--unit", o.unit, units...); err != nil {
		return err
	}
	if err := oneOf("--bootstrap", o.bootstrap, "units", "pairs", "none"); err != nil {
		return err
	}
	return o.fits(f)
}

// fits checks the flags that belong to one unit.
func (o reliabilityOptions) fits(f *pflag.FlagSet) error {
	unit := agreement.Unit(o.unit)
	list := unit == agreement.Checklist || unit == agreement.Indicator
	switch {
	case f.Changed("threshold") && unit != agreement.Segment:
		return usage(instruments.Textf("--threshold doet niets bij %s", "--threshold does nothing with %s", o.unit), instruments.Text{NL: "kies --unit segment", EN: "choose --unit segment"})
	case o.frequency && unit != agreement.Document:
		return usage(instruments.Textf("--frequency doet niets bij %s", "--frequency does nothing with %s", o.unit), instruments.Text{NL: "kies --unit document", EN: "choose --unit document"})
	case o.domain != "" && list:
		return usage(instruments.Textf("--domain doet niets bij %s", "--domain does nothing with %s", o.unit), instruments.Text{})
	case !(o.threshold > 0 && o.threshold <= 1):
		return usage(instruments.Text{NL: "--threshold ligt niet tussen 0 en 1", EN: "--threshold is not between 0 and 1"},
			instruments.Text{NL: "met 0.5 delen twee fragmenten minstens de helft van hun tekens", EN: "with 0.5 two segments share at least half of their characters"})
	case o.replicates < 100 || o.replicates > 1_000_000:
		return usage(instruments.Textf("--replicates %d ligt niet tussen 100 en 1.000.000", "--replicates %d is not between 100 and 1,000,000", o.replicates), instruments.Text{})
	case len(o.coders) == 1:
		return usage(agreement.ReasonText(agreement.NeedTwoCoders), instruments.Text{NL: "noem er twee of meer: --coders A,B", EN: "name two or more: --coders A,B"})
	}
	return nil
}

func (o reliabilityOptions) settings(done <-chan struct{}) agreement.Settings {
	s := agreement.Settings{Unit: agreement.Unit(o.unit), Domain: o.domain, Frequency: o.frequency, Options: agreement.Options{
		Bootstrap: agreement.Bootstrap(o.bootstrap), Replicates: o.replicates, Seed: o.seed, Done: done,
	}}
	for _, k := range o.coders {
		s.Coders = append(s.Coders, coding.CoderID(k))
	}
	if s.Unit == agreement.Segment {
		s.Threshold = o.threshold
	}
	return s
}

func (a *app) runAgreement(ctx context.Context, path string, o reliabilityOptions) error {
	s := o.settings(ctx.Done())
	if o.perspectives || o.concordance {
		return a.withLayer(ctx, path, "", func(c *coding.Corpus) error {
			if o.perspectives {
				return a.showPerspectives(ctx, c, s.Options)
			}
			return a.showConcordance(ctx, c, s.Options)
		})
	}
	return a.withReader(ctx, path, func(file *study.Study) error {
		now, err := file.Corpus(ctx)
		if err != nil {
			return err
		}
		if err := o.known(now); err != nil {
			return err
		}
		c := now
		if s.Round = o.roundOf(now); s.Round != "" {
			if c, _, err = file.CorpusOfRound(ctx, s.Round); err != nil {
				return err
			}
		}
		return a.showReliability(ctx, c, s)
	})
}

// known refuses names that the study does not have as wrong use, with those it
// does have.
func (o reliabilityOptions) known(c *coding.Corpus) error {
	have := map[string]bool{}
	for _, k := range c.Coders {
		have[string(k.ID)] = true
	}
	for _, k := range o.coders {
		if !have[k] {
			return unknown(instruments.Text{NL: "onbekende codeur", EN: "unknown coder"}, k, sorted(have))
		}
	}
	if o.domain != "" && len(c.Codebook.Domain(o.domain)) == 0 {
		return unknown(instruments.Text{NL: "onbekend domein", EN: "unknown domain"}, o.domain, domains(c))
	}
	number := strconv.Itoa(o.round)
	if o.round == 0 || slices.ContainsFunc(c.Rounds, func(r coding.Round) bool { return r.ID == number }) {
		return nil
	}
	return usage(instruments.Textf("ronde %d is er niet", "there is no round %d", o.round),
		instruments.Text{NL: "meerzicht round ONDERZOEK noemt de rondes", EN: "meerzicht round STUDY lists the rounds"})
}

// roundOf is the round that was asked for, else the one released last in which
// all the coders did what the unit compares; "" when there is none.
func (o reliabilityOptions) roundOf(c *coding.Corpus) string {
	if o.round > 0 {
		return strconv.Itoa(o.round)
	}
	list := o.unit == string(agreement.Checklist) || o.unit == string(agreement.Indicator)
	released := slices.DeleteFunc(slices.Clone(c.Rounds), func(r coding.Round) bool {
		return !r.Released || list && !r.Lists || slices.ContainsFunc(o.coders, func(k string) bool { return !r.Of(coding.CoderID(k)) })
	})
	last, _ := coding.Latest(released)
	return last.ID
}

func (a *app) showReliability(ctx context.Context, c *coding.Corpus, s agreement.Settings) error {
	r, err := agreement.Study(c, s)
	if err != nil {
		return err
	}
	a.warned = len(r.Notes) > 0
	return a.showFigures(ctx, c, r, reliabilityRows(r), func() error { return a.printReliability(r, len(c.Documents)) })
}

func (a *app) showPerspectives(ctx context.Context, c *coding.Corpus, o agreement.Options) error {
	r := agreement.Perspectives(c, o)
	a.warned = len(r.Notes) > 0
	return a.showFigures(ctx, c, r, perspectiveRows(r), func() error { return a.printPerspectives(r) })
}

func (a *app) showConcordance(ctx context.Context, c *coding.Corpus, o agreement.Options) error {
	r := agreement.Concordance(c, o)
	a.warned = len(r.Notes) > 0
	return a.showFigures(ctx, c, r, concordanceRows(r), func() error { return a.printConcordance(r) })
}

// showFigures writes a result in the format asked for; figures that were broken
// off are none.
func (a *app) showFigures(ctx context.Context, c *coding.Corpus, result any, rows [][]string, text func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	switch a.format {
	case "json":
		return writeJSON(a.stdout, result)
	case "csv":
		return writeRows(a.stdout, rows)
	}
	a.notice(c)
	return text()
}
