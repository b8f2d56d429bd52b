package agreement

import (
	"meerzicht/analysis"
	"meerzicht/instruments"
)

// Why a measure has no value. EmptyGroup and NoVariation are those of analysis.
const (
	NeedTwoCoders   = "need_two_coders"
	NoPairableUnits = "no_pairable_units"
	NoCompleteUnits = "no_complete_units"
	TwoCodersOnly   = "two_coders_only"
	OutsideCodebook = "outside_codebook"
	NegativeRatio   = "negative_ratio"
	NotFinite       = "not_finite"
	EmptyGroup      = analysis.EmptyGroup
	NoVariation     = analysis.NoVariation
	TooLarge        = analysis.TooLarge
	BadInput        = analysis.BadInput
	DivisionByZero  = analysis.DivisionByZero
)

// Why there is no interval beside a value (Measure.CIReason); most are warnings too.
const (
	PerfectAgreement = "perfect_agreement"
	TooManyDropped   = "too_many_dropped"
	TooFewUnits      = "too_few_units"
	NoSpread         = "no_spread"
	NotAsked         = "not_asked"
	Interrupted      = "interrupted"
	NoSource         = "no_source"
	DependentAnswers = "dependent_answers"
)

// What a reader must know beside a value.
const (
	FewUnits          = "few_units"
	ConstantCoder     = "constant_coder"
	CategoriesUnknown = "categories_unknown"
	UnpairedValues    = "unpaired_values"
	DroppedReplicates = "dropped_replicates"
	EmptySets         = "empty_sets"
)

// fewUnits is the number of units under which a measure warns.
const fewUnits = 10

// ReasonText says a reason or warning in words that fit any case; that on a
// Measure (Message, Warnings) is more precise. A code of another package is
// said by that package.
func ReasonText(code string) instruments.Text {
	switch code {
	case NoVariation:
		return reasonText(NoVariation, "…")
	case ConstantCoder:
		return instruments.Text{NL: "Een codeur gebruikte maar één categorie.", EN: "One coder used a single category."}
	case FewUnits:
		return instruments.Textf("Minder dan %d fragmenten.", "Fewer than %d units.", fewUnits)
	}
	return reasonText(code)
}

// reasonText is the wording of a code; args fill its blanks.
func reasonText(code string, args ...any) instruments.Text {
	t, ok := wordings()[code]
	switch {
	case !ok:
		return analysis.ReasonText(code)
	case len(args) > 0:
		return instruments.Textf(t.NL, t.EN, args...)
	}
	if plain, ok := plainWordings()[code]; ok {
		return plain
	}
	return t
}

func wordings() map[string]instruments.Text {
	return map[string]instruments.Text{
		NeedTwoCoders:   {NL: "Overeenstemming vraagt minstens twee codeurs.", EN: "Agreement needs at least two coders."},
		NoPairableUnits: {NL: "Geen enkel fragment is door twee codeurs gecodeerd.", EN: "No unit was coded by two coders."},
		NoCompleteUnits: {NL: "Geen enkel fragment is door alle codeurs gecodeerd.", EN: "No unit was coded by all coders."},
		TwoCodersOnly: {
			NL: "Deze maat vergelijkt precies twee codeurs; kies er twee, of lees Fleiss' kappa of alfa.",
			EN: "This measure compares exactly two coders; choose two, or read Fleiss' kappa or alpha.",
		},
		OutsideCodebook:  {NL: "Er komen meer categorieën voor dan het codeboek heeft.", EN: "More categories occur than the codebook has."},
		NegativeRatio:    {NL: "Een ratioschaal heeft geen negatieve waarden.", EN: "A ratio scale has no negative values."},
		NotFinite:        {NL: "De waarden zijn te groot om mee te rekenen.", EN: "The values are too large to compute with."},
		TooLarge:         {NL: "Te veel verschillende waarden om dit uit te rekenen.", EN: "Too many different values to compute this."},
		BadInput:         {NL: "Deze waarden passen niet bij elkaar.", EN: "These values do not fit together."},
		NoVariation:      {NL: "Alle codeurs gebruikten alleen \"%s\"; een kanscorrectie is dan niet te berekenen.", EN: "All coders used only \"%s\"; agreement beyond chance then cannot be computed."},
		PerfectAgreement: {NL: "Geen verschillen gezien; een interval zegt hier niets.", EN: "No differences seen; an interval says nothing here."},
		TooManyDropped: {
			NL: "Geen interval: in meer dan 5 %% van de herhalingen (%d van %d) was er geen variatie.",
			EN: "No interval: more than 5 %% of the replicates (%d of %d) had no variation.",
		},
		TooFewUnits: {NL: "Een interval vraagt minstens twee fragmenten.", EN: "An interval needs at least two units."},
		NoSpread:    {NL: "Alle fragmenten geven hetzelfde beeld; een interval is dan niet te berekenen.", EN: "All units show the same; an interval then cannot be computed."},
		NotAsked:    {NL: "Er is niet om een interval gevraagd.", EN: "No interval was asked for."},
		Interrupted: {NL: "Het interval is onderbroken.", EN: "The interval was interrupted."},
		DependentAnswers: {
			NL: "De antwoorden van één lijst staan niet los van elkaar; daarom heeft hier alleen alfa een interval.",
			EN: "The answers of one list do not stand apart; so only alpha has an interval here.",
		},
		NoSource: {NL: "Voor deze maat is geen standaardfout gepubliceerd.", EN: "No standard error is published for this measure."},
		FewUnits: {NL: "Slechts %s.", EN: "Only %s."},
		ConstantCoder: {
			NL: "Codeur %s gebruikte maar één categorie.", EN: "Coder %s used a single category.",
		},
		CategoriesUnknown: {
			NL: "Het aantal categorieën van het codeboek is niet opgegeven; gerekend is met het aantal dat voorkomt: %d.",
			EN: "The number of categories of the codebook is not given; the %d that occur were used.",
		},
		UnpairedValues: {
			NL: "Niet meegeteld: %s met maar één waarde; Gwet (2014) rekent ze wel mee in de verwachte overeenstemming en komt dan op %s.",
			EN: "Not counted: %s with a single value; Gwet (2014) does count them in the expected agreement and then gets %s.",
		},
		DroppedReplicates: {NL: "Weggelaten herhalingen zonder variatie: %d van %d.", EN: "Dropped replicates without variation: %d of %d."},
		EmptySets:         {NL: "Van niemand een code, en zo geteld als overeenstemming: %s.", EN: "No code from anybody, and so counted as agreement: %s."},
	}
}

// unitsText is a number of units in words.
func unitsText(n int) instruments.Text {
	if n == 1 {
		return instruments.Text{NL: "1 fragment", EN: "1 unit"}
	}
	return instruments.Textf("%d fragmenten", "%d units", n)
}

// plainWordings are those of wordings with a blank, without it.
func plainWordings() map[string]instruments.Text {
	return map[string]instruments.Text{
		TooManyDropped:    {NL: "Geen interval: in meer dan 5 % van de herhalingen was er geen variatie.", EN: "No interval: more than 5 % of the replicates had no variation."},
		CategoriesUnknown: {NL: "Het aantal categorieën van het codeboek is niet opgegeven.", EN: "The number of categories of the codebook is not given."},
		UnpairedValues:    {NL: "Fragmenten met maar één waarde tellen niet mee.", EN: "Units with a single value do not count."},
		DroppedReplicates: {NL: "Herhalingen zonder variatie zijn weggelaten.", EN: "Replicates without variation were dropped."},
		EmptySets:         {NL: "Fragmenten zonder code van wie dan ook tellen als overeenstemming.", EN: "Units without a code from anybody count as agreement."},
	}
}

// Label is the name of a measure for people.
func Label(name string) instruments.Text {
	switch name {
	case PercentName:
		return instruments.Text{NL: "overeenstemming (paarsgewijs)", EN: "agreement (pairwise)"}
	case CohenName:
		return instruments.Text{NL: "Cohens kappa", EN: "Cohen's kappa"}
	case LinearName:
		return instruments.Text{NL: "Cohens kappa, lineair gewogen", EN: "Cohen's kappa, linear weights"}
	case QuadraticName:
		return instruments.Text{NL: "Cohens kappa, kwadratisch gewogen", EN: "Cohen's kappa, quadratic weights"}
	case FleissName:
		return instruments.Text{NL: "Fleiss' kappa", EN: "Fleiss' kappa"}
	case BrennanPredigerName:
		return instruments.Same("Brennan–Prediger")
	case GwetName:
		return instruments.Text{NL: "Gwets AC1", EN: "Gwet's AC1"}
	case AlphaName:
		return instruments.Text{NL: "Krippendorffs alfa", EN: "Krippendorff's alpha"}
	case SetJaccardName:
		return instruments.Text{NL: "alfa voor verzamelingen (Jaccard)", EN: "set-valued alpha (Jaccard)"}
	case SetMASIName:
		return instruments.Text{NL: "alfa voor verzamelingen (MASI)", EN: "set-valued alpha (MASI)"}
	case JaccardName:
		return instruments.Text{NL: "Jaccard (alleen gecodeerd)", EN: "Jaccard (coded only)"}
	case F1Name:
		return instruments.Same("F1")
	case SegmentName:
		return instruments.Text{NL: "passende fragmenten", EN: "matched segments"}
	case RatioAlphaName:
		return instruments.Text{NL: "Krippendorffs alfa, ratio", EN: "Krippendorff's alpha, ratio"}
	case PrevalenceName:
		return instruments.Text{NL: "prevalentie", EN: "prevalence"}
	}
	return instruments.Same(name)
}
