package report

import (
	"strings"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// markOf is what stands in place of a figure that has no value to show: the
// mark of a masked cell, or the sign for an undefined one. It is false for a
// figure with a value.
func markOf(f analysis.Figure) (instruments.Text, bool) {
	if f.Reason == "" {
		return instruments.Text{}, false
	}
	return reasonMark(f.Reason), true
}

// reasonMark is the short sign of a reason; reasonText explains it.
func reasonMark(reason string) instruments.Text {
	if strings.HasPrefix(reason, "<") { // "<5": below the threshold
		return instruments.Same(reason)
	}
	if reason == hiddenReason {
		return instruments.Same("×")
	}
	return instruments.Same("–")
}

// reasonText says in words why there is no number, for screen readers and the
// legend.
func reasonText(reason string) instruments.Text {
	switch {
	case strings.HasPrefix(reason, "<"):
		n := reason[1:]
		return instruments.Textf("afgeschermd: minder dan %s", "masked: fewer than %s", n)
	case reason == hiddenReason:
		return instruments.Text{NL: "afgeschermd, omdat een ander afgeschermd getal er anders uit terug te rekenen is", EN: "masked, since another masked number could be worked out from it"}
	case reason == "empty_group":
		return instruments.Text{NL: "lege groep", EN: "empty group"}
	}
	return instruments.Textf("geen waarde (%s)", "no value (%s)", reason)
}

// isMasked tells a figure hidden for disclosure control from one that has no
// value of its own.
func isMasked(f analysis.Figure) bool {
	return strings.HasPrefix(f.Reason, "<") || f.Reason == hiddenReason
}

// hiddenReason marks a figure that is hidden although it is not small, so that
// sums give nothing back.
const hiddenReason = "hidden"
