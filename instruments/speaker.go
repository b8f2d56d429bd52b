package instruments

import (
	"slices"
	"strings"
)

// WithRoles are speakers with the roles that somebody said they have, by label.
func WithRoles(speakers []Speaker, roles map[string]SpeakerRole) []Speaker {
	out := slices.Clone(speakers)
	for i, s := range out {
		if role, ok := roles[s.Label]; ok {
			out[i].Role = role
		}
	}
	return out
}

// CheckRoles is a problem for each label that was given a role and that nobody
// has; labels are those that there are.
func CheckRoles(roles map[string]SpeakerRole, labels []string) Problems {
	const most = 12 // labels in the hint
	labels = slices.Compact(slices.Sorted(slices.Values(labels)))
	var shown []string
	for _, l := range labels[:min(most, len(labels))] {
		shown = append(shown, Plain(l))
	}
	if len(labels) > most {
		shown = append(shown, "…")
	}
	hint := Textf("er zijn: %s", "there are: %s", strings.Join(shown, ", "))
	if len(labels) == 0 {
		hint = Text{NL: "er zijn geen sprekers herkend", EN: "no speakers were recognised"}
	}
	var out Problems
	for label := range roles {
		if !slices.Contains(labels, label) {
			out = append(out, Problem{What: Textf("niemand heet hier spreker %q", "nobody is called speaker %q here", Plain(label)), Hint: hint})
		}
	}
	slices.SortFunc(out, func(a, b Problem) int { return strings.Compare(a.What.NL, b.What.NL) })
	return out
}
