package transcript

// field is what a member of a segment or word tells, whatever its name.
type field int

const (
	saidField field = iota
	partsField
	choicesField
	speakerField
	startField
	endField
	offsetsField
	ticksField
	startMSField
	endMSField
	typeField
	fieldCount
)

// fieldNames are the names that recognisers and their tools give to one and the
// same thing; an earlier name is believed above a later one.
var fieldNames = func() map[string]fieldName {
	out := map[string]fieldName{}
	for f, names := range map[field][]string{
		saidField:    {"text", "transcript", "sentence", "content", "word", "value", "display", "punctuated_word", "utterance", "tekst"},
		partsField:   {"words", "elements"},
		choicesField: {"alternatives", "nBest"},
		speakerField: {"speaker", "speaker_name", "speakerName", "speaker_label", "speakerLabel", "speaker_id", "speakerId", "spkid", "spreker"},
		startField:   {"start", "start_time", "startTime", "begin", "from", "ts", "data_start", "timestamp", "timestamps", "time"},
		endField:     {"end", "end_time", "endTime", "to", "end_ts", "data_end"},
		offsetsField: {"offsets"},
		ticksField:   {"offsetInTicks"},
		startMSField: {"start_ms", "startMs"},
		endMSField:   {"end_ms", "endMs"},
		typeField:    {"type"},
	} {
		for rank, name := range names {
			out[name] = fieldName{f, int8(rank)}
		}
	}
	return out
}()

type fieldName struct {
	field
	rank int8
}

// fields are the members of a segment or word that matter.
type fields struct {
	values [fieldCount]rawJSON
	ranks  [fieldCount]int8
}

// fieldsOf reads the members of a segment or word.
func fieldsOf(v rawJSON) fields {
	var f fields
	for name, value := range v.pairs() {
		n, ok := fieldNames[string(name[1:max(len(name)-1, 1)])]
		if !ok || value.null() || f.values[n.field] != nil && f.ranks[n.field] < n.rank {
			continue
		}
		f.values[n.field], f.ranks[n.field] = value, n.rank
	}
	return f
}

// of is the value of a field, nil when there is none.
func (f *fields) of(which field) rawJSON { return f.values[which] }

// words are those of a segment or word, "" when it has none of its own.
func (f *fields) words() string {
	if own := f.of(saidField); own.kind() == '"' {
		return own.text()
	}
	for choice := range f.of(choicesField).list() {
		c := fieldsOf(choice)
		return c.of(saidField).text()
	}
	return ""
}

// isSpeech leaves out what a list may hold beside words.
func (f *fields) isSpeech() bool {
	switch f.of(typeField).text() {
	case "entity", "speaker_change", "event":
		return false
	}
	return true
}

// bounds are the bare times: two members, or the pair of "timestamp".
func (f *fields) bounds() (start, end rawJSON) {
	start, end = f.of(startField), f.of(endField)
	switch start.kind() {
	case '[':
		pair := []rawJSON{nil, nil}
		for one := range start.list() {
			if pair = append(pair, one); len(pair) == 4 {
				break
			}
		}
		return pair[min(2, len(pair)-1)], pair[len(pair)-1]
	case '{': // {"from": "00:00:01,000", "to": …}
		pair := fieldsOf(start)
		return pair.of(startField), pair.of(endField)
	}
	return start, end
}

// speaker is who says a segment or word; names of the table replace ids.
func (s *speech) speaker(f *fields) string {
	who := speakerOf(f.of(speakerField))
	if name, ok := s.names[who]; ok {
		return name
	}
	return who
}
