package workbench

import (
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

const (
	eventsRead  = 3       // of a larger act only the types are said, not what each event changed
	payloadRead = 1 << 20 // bytes; a larger event is not looked into
	namedThings = 4       // that are named before only their number is said
)

// logDetails gathers what the events of one act changed.
type logDetails struct {
	counts map[coding.Kind]int
	names  map[coding.Kind][]string
	codes  []string
	docs   []string
	reason string
}

func (d *logDetails) add(e study.Event) error {
	if len(e.Payload) > payloadRead {
		return nil
	}
	cmd, err := e.Command()
	if err != nil {
		return err
	}
	d.reason = cmd.Reason
	if d.counts == nil {
		d.counts, d.names = map[coding.Kind]int{}, map[coding.Kind][]string{}
	}
	for _, ch := range cmd.Changes {
		d.counts[ch.Kind]++
		raw := ch.After
		if raw == nil {
			raw = ch.Before
		}
		d.name(ch, raw)
	}
	return nil
}

// name remembers the names of the first things of a kind.
func (d *logDetails) name(ch coding.Change, raw json.RawMessage) {
	var record struct {
		Document, Code, Name, Target, Dyad, Title json.RawMessage
	}
	_ = json.Unmarshal(raw, &record) // what has no such member has no such name
	switch ch.Kind {
	case coding.CodingKind, coding.DecisionKind:
		remember(&d.codes, shortCode(coding.CodeID(plainText(record.Code))))
		remember(&d.docs, plainText(record.Document))
	case coding.MemoKind:
		list := d.names[ch.Kind]
		remember(&list, plainText(record.Target))
		d.names[ch.Kind] = list
	case coding.SourceKind:
		list := d.names[ch.Kind]
		remember(&list, plainText(record.Name))
		d.names[ch.Kind] = list
	case coding.ProgressKind:
		remember(&d.docs, plainText(record.Document))
	case coding.StudyKind, coding.SetKind, coding.CoderKind:
	default:
		list := d.names[ch.Kind]
		remember(&list, ch.ID)
		d.names[ch.Kind] = list
	}
}

// plainText is a JSON string, "" for anything else.
func plainText(raw json.RawMessage) string {
	var s string
	_ = json.Unmarshal(raw, &s)
	return s
}

func remember(list *[]string, name string) {
	for _, known := range *list {
		if known == name {
			return
		}
	}
	if name != "" {
		*list = append(*list, name)
	}
}

// texts says it in words.
func (d *logDetails) texts() []instruments.Text {
	var out []instruments.Text
	if n := d.counts[coding.CodingKind]; n == 1 {
		out = append(out, instruments.Text{NL: "1 codering", EN: "1 coding"})
	} else if n > 1 {
		out = append(out, instruments.Textf("%d coderingen", "%d codings", n))
	}
	if i := slices.Index(d.names[coding.MemoKind], "study"); i >= 0 {
		out = append(out, instruments.Text{NL: "bij het onderzoek", EN: "on the study"})
		d.names[coding.MemoKind] = slices.Delete(d.names[coding.MemoKind], i, i+1)
	}
	named := func(nl, en string, list []string) {
		if len(list) > namedThings {
			out = append(out, instruments.Textf(nl+" %s en %d andere", en+" %s and %d others", strings.Join(list[:namedThings], ", "), len(list)-namedThings))
		} else if len(list) > 0 {
			out = append(out, instruments.Textf(nl+" %s", en+" %s", strings.Join(list, ", ")))
		}
	}
	named("code", "code", d.codes)
	named("in", "in", d.docs)
	for _, k := range []struct {
		kind   coding.Kind
		nl, en string
	}{
		{coding.CodeKind, "code", "code"},
		{coding.MemoKind, "bij", "on"},
		{coding.DocumentKind, "document", "document"},
		{coding.RespondentKind, "respondent", "respondent"},
		{coding.TrajectoryKind, "traject", "trajectory"},
		{coding.FillingKind, "lijst", "list"},
		{coding.OverrideKind, "dyade", "dyad"},
		{coding.SourceKind, "bestand", "file"},
	} {
		named(k.nl, k.en, d.names[k.kind])
	}
	return out
}

func mapKeys[K comparable, V any](m map[K]V) iter.Seq[K] { return maps.Keys(m) }
